"""What the workers of device sync are joined from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, final
from uuid import UUID

from msgspec import Struct

from vegaloop.device_sync.application.calling import Caller
from vegaloop.device_sync.application.drivers import Driver, Keys, Reads
from vegaloop.device_sync.application.ports import SyncBook, SyncBooks
from vegaloop.device_sync.application.surroundings import (
    Chance,
    Gates,
    Guard,
    Keeper,
    Seal,
)
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import Together
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.time import Clock, Instant, LocalDate, local_date_of

__all__ = ("Configured", "Hold", "Parts", "everybody", "fenced", "is_mine", "stands", "today_of")

_PEOPLE_AT_ONCE: Final = 1_000


@final
class Configured(Struct, frozen=True):
    """A vendor that was set up: how it is spoken to, and what we are known by."""

    driver: Driver
    keys: Keys


@final
class Parts(Struct, frozen=True):
    """Stores, the world outside, and whoever keeps what comes.

    `vendors` are those that were set up; `reads` can read what was kept of any.
    """

    books: SyncBooks
    gates: Gates
    keeper: Keeper
    together: Together
    vendors: Mapping[Vendor, Configured]
    reads: Mapping[Vendor, Reads]
    caller: Caller
    seal: Seal
    profiles: Profiles
    guard: Guard
    clock: Clock
    ids: Ids
    chance: Chance


@final
class Hold(Struct, frozen=True):
    """A lane that is held: whose, and the token that says so."""

    person: PersonId
    token: UUID


def today_of(parts: Parts, person: PersonId) -> LocalDate:
    """Tell what day it is where a person is at home."""
    return local_date_of(parts.clock.now(), parts.profiles.profile(person).home_zone)


def everybody(books: SyncBooks) -> Iterator[PersonId]:
    """Go through everybody who ever had something sent, some at a time."""
    after: PersonId | None = None
    while some := books.people(after, _PEOPLE_AT_ONCE):
        yield from some
        after = some[-1]


def is_mine(book: SyncBook, hold: Hold, now: Instant) -> bool:
    """Tell whether a lane is still held, and hold it longer; else nothing may be written."""
    lane = book.lane()
    if lane.token != hold.token:
        return False
    book.put_lane(lane.held(hold.token, now))
    return True


def stands(book: SyncBook, connection: Connection) -> bool:
    """Tell whether the consent something was begun under still stands."""
    now = book.connection(connection.vendor)
    return now is not None and now.grant is not None and now.grant == connection.grant


def fenced(
    parts: Parts,
    hold: Hold,
    now: Instant,
    write: Callable[[SyncBook], None],
    under: Connection | None = None,
) -> bool:
    """Write in a lane that is still held, under a consent that still stands; False where it is not."""

    def work(book: SyncBook) -> bool:
        if not is_mine(book, hold, now) or (under is not None and not stands(book, under)):
            return False
        write(book)
        return True

    return parts.books.write(hold.person, work)
