"""People with a watch whose maker pushes, for tests that break things: accounts, pushes, what came."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from typing import Final
from uuid import uuid4

from sqlalchemy import text

from tests.faults.figures import Figure, exactly
from tests.support import good
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.rows import OUTCOME
from vegaloop.device_sync.application.drivers import Envelope
from vegaloop.device_sync.application.ports import Acceptance, SyncBook
from vegaloop.device_sync.domain.connection import Connected, Connection, GrantId
from vegaloop.device_sync.domain.progress import Fate
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Clock, TimeZone, local_date_of

SEALED_WITH: Final = "k1:" + "A" * 43 + "="
WORD: Final = "a-word-nobody-can-guess-0123456789"
ENVIRONMENT: Final = {
    "VEGALOOP_GARMIN_CLIENT_ID": "client",
    "VEGALOOP_GARMIN_SECRET": "secret",
    "VEGALOOP_GARMIN_WORD": WORD,
    "VEGALOOP_SYNC_KEYS": SEALED_WITH,  # Beside a PostgreSQL none are kept.
}
PEOPLE: Final = 5
_PATIENCE_S: Final = 600
_WAITING: Final = "sync_delivery WHERE state = 'waiting'"
_FIRST: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def connect_people(database: Database, count: int) -> list[PersonId]:
    """Let so many people be connected, as `watch-0`, `watch-1` …"""
    books, now = SqlSyncBooks(database), SystemClock().now()
    people: list[PersonId] = []
    for number in range(count):
        connection = Connection(
            vendor=Vendor.GARMIN,
            account=Account(f"watch-{number}"),
            standing=Connected(GrantId(uuid4()), ()),
            connected_at=now,
            wanted_from=local_date_of(now, TimeZone("UTC")),
        )
        person = PersonId(uuid4())

        def work(book: SyncBook, connection: Connection = connection) -> None:
            book.put_connection(connection)

        books.write(person, work)
        people.append(person)
    return people


def push(number: int, people: int) -> bytes:
    """A weight nobody else has, as the maker of a scale pushes it."""
    at = int((_FIRST + dt.timedelta(minutes=7 * (number // people))).timestamp())
    weighed = {
        "userId": f"watch-{number % people}",
        "summaryId": f"weighed-{number}",
        "measurementTimeInSeconds": at,
        "measurementTimeOffsetInSeconds": 0,
        "weightInGrams": 70_000 + number % 500,
    }
    return json.dumps({"bodyComps": [weighed]}).encode()


def prepared(url: str, people: int = PEOPLE) -> str:
    """Make a database with people in it."""
    with closing(open_database(url)) as database:
        upgrade(database)
        connect_people(database, people)
    return url


@contextmanager
def opened(
    url: str, clock: Clock | None = None, journal: Journal | None = None
) -> Iterator[VegaLoop]:
    """Open a VegaLoop their watches' maker pushes to."""
    settings, keys = Settings(database_url=url), vendor_keys(ENVIRONMENT)
    with open_vegaloop(settings, clock=clock, journal=journal, vendors=keys) as vega:
        yield vega


def receive(vega: VegaLoop, message: int) -> Acceptance:
    """Take one push as the route does, and give what would be answered."""
    came = Envelope(WORD, {}, (), push(message, PEOPLE))
    return vega.sync.accepting.accept(good(vega.sync.accepting.hook(Vendor.GARMIN, came))).result()


def work_off(vega: VegaLoop) -> None:
    """Do all that is due."""
    while vega.sync.working.step():
        pass


def sent(port: int, message: int, people: int = PEOPLE) -> tuple[int, str | None]:
    """Push over a line; the status, and how long to wait where that is said."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("POST", f"/v1/hooks/garmin/{WORD}", push(message, people))
        answer = line.getresponse()
        return answer.status, answer.getheader("retry-after")


def wait_until_done(database: Database, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait until nothing waits, within reason."""
    until = time.monotonic() + _PATIENCE_S
    while count_rows(database, _WAITING) and time.monotonic() < until:
        meanwhile()
        time.sleep(0.5)


def what_became_of(database: Database, acknowledged: Collection[int]) -> tuple[Figure, ...]:
    """Count what of the acknowledged pushes has no effect, or several; and what is left or dead."""
    return tuple(exactly(name, count) for name, count in became(database, acknowledged).items())


def became(database: Database, acknowledged: Collection[int]) -> dict[str, int]:
    """The same as bare numbers."""
    taken = _taken(database)
    again = taken.total() + count_rows(database, "biometrics_reading") - 2 * len(taken)
    return {
        "lost": len({f"weighed-{number}" for number in acknowledged} - taken.keys()),
        "doubled": again,
        "left waiting": count_rows(database, _WAITING),
        "dead": count_rows(database, "sync_delivery WHERE state = 'dead'"),
    }


def count_rows(database: Database, rows: str) -> int:
    """Count the rows of a table, where it says which."""
    with database.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {rows}")).scalar_one())


def _taken(database: Database) -> Counter[str]:
    """How often each weight was taken anew."""
    query = text("SELECT outcome FROM sync_body WHERE outcome IS NOT NULL")
    with database.engine.connect() as connection:
        outcomes = connection.execute(query).scalars().all()
    return Counter(
        one.external_id
        for outcome in outcomes
        for one in OUTCOME.decode(outcome).landed
        if one.external_id.startswith("weighed-") and one.fate in {Fate.KEPT, Fate.REPLACED}
    )
