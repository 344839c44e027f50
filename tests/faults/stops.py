"""SIGTERM to a server in the middle of everything: `python -m tests.faults.stops [SECONDS]`.

Uploads are being sent, in so many seconds; pushes that were sent whole wait for somebody who holds
the database; an import is under way; a sync asks a slow vendor. Others go on pushing.
"""

from __future__ import annotations

import datetime as dt
import http.client
import io
import signal
import subprocess
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import text

from tests.benchmarks.people import a_long_ride
from tests.benchmarks.server import await_ready, family, free_port, start
from tests.device_sync.fake_vendor import Account, Ask, FakeVendor, Reply, led_to, routed
from tests.faults.figures import (
    Figure,
    Figures,
    at_most,
    counted,
    exactly,
    leave,
    number_given,
    on_both_engines,
)
from tests.faults.pauses import Ahead
from tests.faults.people import (
    ENVIRONMENT,
    SEALED_WITH,
    count_rows,
    prepared,
    sent,
    what_became_of,
    work_off,
)
from tests.faults.sites import DAY, KEYS, Site
from tests.support import PinnedClock
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.device_sync import Vendor
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.time import Clock

SENDING_S: Final = 20
UPLOADS: Final = 5
FILES: Final = 60
PUSHES: Final = 24
OTHERS: Final = 4
RIDES: Final = 10
TAKEN: Final = 202
# A step of the worker, and all that is not for what is in flight.
_MORE_S: Final = 12
_HELD_S: Final = 4.0
_VENDOR_S: Final = 1.0
_PIECES: Final = 40
_ENOUGH: Final = 100_000
_PATIENCE_S: Final = 60
_HELD: Final = (
    "sync_lane WHERE token IS NOT NULL",
    "imports_import WHERE token IS NOT NULL AND state = 'working'",
)


class World:
    """A database with a person whose vendor is slow."""

    def __init__(self, url: str, opened: ExitStack) -> None:
        self.url = prepared(url)
        self._is_slow = threading.Event()
        clock = PinnedClock(SystemClock().now())
        self._store = Account(clock.now, token_life_s=10**8)
        self.vendor = opened.enter_context(FakeVendor(self._answer, clock.now))
        self.environment = {
            **ENVIRONMENT,
            "VEGALOOP_STRAVA_CLIENT_ID": KEYS.client_id,
            "VEGALOOP_STRAVA_SECRET": KEYS.secret,
            "VEGALOOP_STRAVA_WORD": KEYS.word,
            "VEGALOOP_VENDORS_AT": self.vendor.origin,
        }
        with self.open() as vega, led_to(self.vendor) as caller:
            self.token = vega.accounts.issue_token(vega.accounts.owner(), "guests").secret
            site = Site(vega, self._store, self.vendor, clock, caller)
            site.connect(Vendor.STRAVA)
            site.rides(RIDES)
        self.asked = len(self.vendor.seen)
        self._is_slow.set()

    def open(self, clock: Clock | None = None) -> AbstractContextManager[VegaLoop]:
        """Open it in this process."""
        settings = Settings(
            database_url=self.url, sync_keys=SEALED_WITH, vendors_at=self.vendor.origin
        )
        return open_vegaloop(settings, clock=clock, vendors=vendor_keys(self.environment))

    def finish(self) -> None:
        """Do what the server did not get to."""
        self._is_slow.clear()
        with self.open(Ahead(DAY)) as vega:
            while vega.imports.take_waiting():
                pass
            work_off(vega)

    def _answer(self, ask: Ask) -> Reply:
        if self._is_slow.is_set():
            time.sleep(_VENDOR_S)
        return routed(self._store)(ask)


class Guests:
    """Those who send something while the server is told to stop."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self.over = threading.Event()
        self.acknowledged: set[int] = set()
        self.answers = Counter[int]()

    def upload(self, body: bytes, takes_s: float = 0.0) -> int:
        """Send a file slowly; how that was answered, 0 where it was not."""
        starts = range(0, len(body), -(-len(body) // _PIECES))
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=90)
        with closing(line), suppress(OSError, http.client.HTTPException):
            line.putrequest("POST", "/v1/imports")
            line.putheader("Authorization", f"Bearer {self._token}")
            line.putheader("Content-Length", str(len(body)))
            line.endheaders()
            for at in starts:
                line.send(body[at : at + starts.step])
                time.sleep(takes_s / _PIECES)
            return line.getresponse().status
        return 0

    def push(self, message: int) -> int:
        """Send one push; how that was answered, 0 where it was not."""
        status = 0
        with suppress(OSError, http.client.HTTPException):
            status, _ = sent(self._port, message)
        if status == 200:
            self.acknowledged.add(message)
        return status

    def go_on(self, messages: Iterable[int]) -> None:
        """Push one after the other until all is over."""
        for message in messages:
            if self.over.is_set():
                return
            self.answers[self.push(message)] += 1
            time.sleep(0.02)


def stop_at_work(url: str, sending_s: float = SENDING_S) -> Figures:
    """Say who was not answered, what was lost, and how long it took."""
    with ExitStack() as opened:
        world = World(url, opened)
        port = free_port()
        server = start(world.url, port, world.environment, is_heard=False)
        await_ready(port)
        with closing(open_database(world.url)) as database:
            guests = Guests(port, world.token)
            told = _told_to_stop(server, guests, world, database, sending_s)
            held = sum(count_rows(database, rows) for rows in _HELD)
        world.finish()
        with closing(open_database(world.url)) as database:
            kept = count_rows(database, "activity_session")
            return Figures(
                (
                    *told,
                    exactly("lanes and imports still held", held),
                    exactly("activities", kept, FILES + UPLOADS + RIDES),
                    *what_became_of(database, guests.acknowledged),
                )
            )


def _told_to_stop(
    server: subprocess.Popen[bytes],
    guests: Guests,
    world: World,
    database: Database,
    sending_s: float,
) -> tuple[Figure, ...]:
    now = dt.datetime.now(dt.UTC)
    rides = [a_long_ride(now - dt.timedelta(days=n), 1) for n in range(FILES + UPLOADS)]
    everybody = family(server.pid)
    with ThreadPoolExecutor(UPLOADS + PUSHES + OTHERS) as clients:
        uploads = [clients.submit(guests.upload, one, sending_s) for one in rides[:UPLOADS]]
        brought = guests.upload(_archive(rides[UPLOADS:]))
        _wait_for(lambda: len(world.vendor.seen) > world.asked and _imports(database) > 0)
        with _held(database):
            pushes = [clients.submit(guests.push, number) for number in range(PUSHES)]
            for n in range(OTHERS):
                clients.submit(guests.go_on, range(PUSHES + n, _ENOUGH, OTHERS))
            time.sleep(_HELD_S / 4)
            began = time.monotonic()
            server.send_signal(signal.SIGTERM)
            time.sleep(_HELD_S)
        code = server.wait(120)
        took_s = time.monotonic() - began
        guests.over.set()
    return (
        exactly("uploads in flight", len(uploads), UPLOADS),
        exactly("dropped", _unanswered(uploads, TAKEN) + (brought != TAKEN)),
        exactly("pushes in flight", len(pushes), PUSHES),
        exactly("not answered", _unanswered(pushes, 200)),
        counted("others answered", guests.answers[200]),
        exactly(
            "answered otherwise", guests.answers.total() - guests.answers[200] - guests.answers[0]
        ),
        exactly("exit code", code),
        exactly("processes left", sum(Path(f"/proc/{one}").exists() for one in everybody)),
        at_most("stopped within s", took_s, sending_s + _MORE_S),
    )


@contextmanager
def _held(database: Database) -> Iterator[None]:
    """Let nobody write a delivery meanwhile."""
    with database.transaction(writing=True) as connection:
        if connection.dialect.name == "postgresql":  # Whoever writes SQLite writes alone.
            connection.execute(text("LOCK TABLE sync_delivery IN EXCLUSIVE MODE"))
        yield


def _unanswered(sent_by: Sequence[Future[int]], status: int) -> int:
    return sum(one.result() != status for one in sent_by)


def _archive(files: Sequence[bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, one in enumerate(files):
            archive.writestr(f"{number}.fit", one)
    return packed.getvalue()


def _imports(database: Database) -> int:
    return count_rows(database, "imports_import WHERE state = 'working'")


def _wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError("nothing was under way")
        time.sleep(0.05)


if __name__ == "__main__":
    trial = partial(stop_at_work, sending_s=number_given(1, SENDING_S))
    leave(on_both_engines("SIGTERM at work", trial))
