"""The books of device sync in SQL, and who waits of everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from vegaloop.device_sync.adapters.sql import SqlSyncBook
from vegaloop.device_sync.adapters.tables import ACCOUNTS, LANES
from vegaloop.device_sync.application.ports import SyncBook, SyncBooks
from vegaloop.device_sync.domain.lane import LEASE_MOST
from vegaloop.device_sync.domain.record import name_of
from vegaloop.device_sync.domain.schedule import NEVER, waits_most
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, later

A = TypeVar("A")

__all__ = ("SqlSyncBooks",)


@final
class SqlSyncBooks(SyncBooks):
    """Device sync in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlSyncBook(c, person)))

    def write(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; one of a person at a time."""

        def alone(connection: Connection) -> A:
            book = SqlSyncBook(connection, person)
            book.lane()  # What is read here is not changed by others before this ends.
            return work(book)

        return self._database.common(alone)  # No answer to the person is another.

    def waiting(self, now: Instant, most: int) -> tuple[PersonId, ...]:
        """Some people of whom something is due and whose lanes are free, the longest due first."""
        c, most_ahead = LANES.c, later(now, LEASE_MOST)
        is_free = or_(c.token.is_(None), c.until <= now, c.until > most_ahead)
        query = select(c.person_id).where(is_free).order_by(c.due_at)
        # One after the other: as one question every lane that is due would be sorted.
        asked = (c.due_at <= now, and_(c.due_at > waits_most(now), c.due_at < NEVER))
        found: list[UUID] = []
        with self._database.transaction(writing=False) as connection:
            for is_due in asked:
                some = query.where(is_due).limit(most - len(found))
                found += connection.execute(some).scalars() if len(found) < most else ()
        return tuple(map(PersonId, found))

    def people(self, after: PersonId | None, most: int) -> tuple[PersonId, ...]:
        """Some people of whom anything was ever kept, in the order of their ids, after one of them."""
        c = LANES.c
        query = select(c.person_id).order_by(c.person_id).limit(most)
        if after is not None:
            query = query.where(c.person_id > after)
        with self._database.transaction(writing=False) as connection:
            return tuple(map(PersonId, connection.execute(query).scalars()))

    def whose(self, vendor: Vendor, account: Account) -> PersonId | None:
        """The person a vendor means by an account, where one is connected."""
        c = ACCOUNTS.c
        query = select(c.person_id).where(c.vendor == vendor.value, c.account == name_of(account))
        with self._database.transaction(writing=False) as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else PersonId(found)
