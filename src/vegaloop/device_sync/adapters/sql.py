"""Device sync in SQL: one person's rows, and who waits of everybody."""

from __future__ import annotations

from typing import final

import msgspec
from sqlalchemy import delete, func, select, update

from vegaloop.device_sync.adapters.rows import (
    CONNECTION,
    FEED,
    STEP,
)
from vegaloop.device_sync.adapters.sql_records import SqlRecords
from vegaloop.device_sync.adapters.tables import (
    ACCOUNTS,
    CONNECTIONS,
    FEEDS,
    STEPS,
)
from vegaloop.device_sync.application.ports import (
    Numbered,
    SyncBook,
)
from vegaloop.device_sync.domain.connection import Connection, Disconnected
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.progress import STEPS_KEPT, StepTaken
from vegaloop.device_sync.domain.record import name_of
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.database import keep_first, replace_row

__all__ = ("SqlSyncBook",)


@final
class SqlSyncBook(SqlRecords, SyncBook):
    """One person's rows."""

    def connections(self) -> tuple[Connection, ...]:
        """Every connection there is or was."""
        c = CONNECTIONS.c
        query = select(c.told).where(c.person_id == self._person).order_by(c.vendor)
        return tuple(map(CONNECTION.decode, self._connection.execute(query).scalars()))

    def connection(self, vendor: Vendor) -> Connection | None:
        """How the person stands with a vendor."""
        c = CONNECTIONS.c
        query = select(c.told).where(c.person_id == self._person, c.vendor == vendor.value)
        told = self._connection.execute(query).scalar_one_or_none()
        return None if told is None else CONNECTION.decode(told)

    def put_connection(self, connection: Connection) -> bool:
        """Replace it, and claim its account; False, and nothing, where that is somebody else's."""
        c, vendor = CONNECTIONS.c, connection.vendor.value
        if not self._claimed(connection):
            return False
        told = msgspec.json.encode(connection)
        row = {"person_id": self._person, "vendor": vendor, "told": told}
        self._connection.execute(keep_first(self._connection, CONNECTIONS), [row])
        place = update(CONNECTIONS).where(c.person_id == self._person, c.vendor == vendor)
        self._connection.execute(place.values(told=told))
        return True

    def _claimed(self, connection: Connection) -> bool:
        """Claim an account and leave all others; what ended leaves its own."""
        a, vendor, account = ACCOUNTS.c, connection.vendor.value, name_of(connection.account)
        mine = a.person_id == self._person, a.vendor == vendor
        if isinstance(connection.standing, Disconnected):
            self._connection.execute(delete(ACCOUNTS).where(*mine))
            return True
        whose = {"vendor": vendor, "account": account, "person_id": self._person}
        self._connection.execute(keep_first(self._connection, ACCOUNTS), [whose])
        held = select(a.account).where(*mine, a.account == account)
        if self._connection.execute(held).first() is None:
            return False
        self._connection.execute(delete(ACCOUNTS).where(*mine, a.account != account))
        return True

    def sealed(self, vendor: Vendor) -> bytes | None:
        """The tokens of a vendor, sealed; None where there are none."""
        c = CONNECTIONS.c
        query = select(c.sealed).where(c.person_id == self._person, c.vendor == vendor.value)
        return self._connection.execute(query).scalar_one_or_none()

    def put_sealed(self, vendor: Vendor, sealed: bytes | None) -> None:
        """Keep tokens, or forget them."""
        c = CONNECTIONS.c
        place = update(CONNECTIONS).where(c.person_id == self._person, c.vendor == vendor.value)
        self._connection.execute(place.values(sealed=sealed))

    def feeds(self) -> tuple[Feed, ...]:
        """Every feed."""
        c = FEEDS.c
        query = select(c.told).where(c.person_id == self._person).order_by(c.vendor, c.kind)
        return tuple(map(FEED.decode, self._connection.execute(query).scalars()))

    def put_feed(self, feed: Feed) -> None:
        """Keep a feed, or replace it."""
        row = {
            "person_id": self._person,
            "vendor": feed.vendor.value,
            "kind": feed.kind.value,
            "run_at": feed.run_at,
            "told": msgspec.json.encode(feed),
        }
        self._connection.execute(replace_row(self._connection, FEEDS), [row])

    def tell(self, taken: StepTaken) -> None:
        """Let whoever watches know of a step."""
        c, number = STEPS.c, self.last_step() + 1
        row = {"person_id": self._person, "number": number, "told": msgspec.json.encode(taken)}
        self._connection.execute(keep_first(self._connection, STEPS), [row])
        self._connection.execute(
            delete(STEPS).where(c.person_id == self._person, c.number <= number - STEPS_KEPT)
        )

    def last_step(self) -> int:
        """The number of the last step; 0 before the first."""
        c = STEPS.c
        last = select(func.coalesce(func.max(c.number), 0)).where(c.person_id == self._person)
        return self._connection.execute(last).scalar_one()

    def steps(self, after: int, most: int) -> tuple[Numbered, ...]:
        """Some steps after a number, in order."""
        c = STEPS.c
        query = (
            select(c.number, c.told)
            .where(c.person_id == self._person, c.number > after)
            .order_by(c.number)
            .limit(most)
        )
        rows = self._connection.execute(query)
        return tuple(Numbered(number, STEP.decode(told)) for number, told in rows)
