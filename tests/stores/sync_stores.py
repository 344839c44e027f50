"""What the tests of device sync's stores share: many at once, and names nobody can write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar
from uuid import uuid4

from tests.strategies.device_sync import a_delivery
from tests.support import NOW, at
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.application.ports import (
    Arrival,
    DeliveryQuery,
)
from vegaloop.device_sync.domain.connection import Connected, Connection, Disconnected, GrantId
from vegaloop.device_sync.domain.delivery import Delivery
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import day_of

A = TypeVar("A")

MANY: Final = 20
HARD_NAMES: Final = ("\x00", "a\x00b", "\ud800", "x" * 10_000, "x" * 9_999 + "y", "é" * 300, "😀")


def at_once(work: Callable[[int], A], many: int = MANY) -> list[A]:
    """What each of many threads answers that begin together."""
    start = threading.Barrier(many)

    def one(number: int) -> A:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def arriving(person: PersonId, key: str = "") -> Arrival:
    """Something that came for somebody."""
    return Arrival(person, a_delivery(uuid4().int, key), b"raw")


def kept(books: SqlSyncBooks, person: PersonId) -> tuple[Delivery, ...]:
    """Everything that is kept of somebody."""
    return books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 10_000))


def connection_of(account: str, standing: Connected | Disconnected) -> Connection:
    """A connection, as it stands."""
    return Connection(
        vendor=Vendor.STRAVA,
        account=Account(account),
        standing=standing,
        connected_at=at(NOW),
        wanted_from=day_of(NOW.date()),
    )


def consented() -> Connected:
    """A consent that stands."""
    return Connected(GrantId(uuid4()), ())
