"""People with a watch whose maker pushes, for tests that break things: accounts, pushes, what came."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Final
from uuid import uuid4

from sqlalchemy import text

from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.rows import OUTCOME
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.domain.connection import Connected, Connection, GrantId
from vegaloop.device_sync.domain.progress import Fate
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import TimeZone, local_date_of

WORD: Final = "a-word-nobody-can-guess-0123456789"
ENVIRONMENT: Final = {
    "VEGALOOP_GARMIN_CLIENT_ID": "client",
    "VEGALOOP_GARMIN_SECRET": "secret",
    "VEGALOOP_GARMIN_WORD": WORD,
}
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


def waiting(database: Database) -> int:
    """How many deliveries are not done yet."""
    with database.engine.connect() as connection:
        query = text("SELECT count(*) FROM sync_delivery WHERE state = 'waiting'")
        return int(connection.execute(query).scalar_one())


def effects(database: Database) -> tuple[Counter[str], int, int]:
    """How often each weight was taken anew; how many readings there are; how many died."""
    taken = Counter[str]()
    with database.engine.connect() as connection:
        for (outcome,) in connection.execute(
            text("SELECT outcome FROM sync_body WHERE outcome IS NOT NULL")
        ):
            landed = OUTCOME.decode(outcome).landed
            taken.update(
                one.external_id for one in landed if one.fate in {Fate.KEPT, Fate.REPLACED}
            )
        readings = int(
            connection.execute(text("SELECT count(*) FROM biometrics_reading")).scalar_one()
        )
        dead = int(
            connection.execute(
                text("SELECT count(*) FROM sync_delivery WHERE state = 'dead'")
            ).scalar_one()
        )
    return taken, readings, dead
