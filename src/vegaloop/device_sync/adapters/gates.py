"""Gates in SQL: breakers and quotas of vendors, one for all workers, kept over a restart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, final

from sqlalchemy import Connection, and_, case, or_, select

from vegaloop.device_sync.adapters.tables import GATES, SPENT
from vegaloop.device_sync.application.surroundings import Gates
from vegaloop.device_sync.domain.breaker import Breaker
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.database import Database, keep_first, replace_row, upsert
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

__all__ = ("SqlGates",)

_OF_ALL: Final = "all"


@final
class SqlGates(Gates):
    """Breakers and quotas in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def admit(
        self, vendor: Vendor, person: PersonId, allowances: Sequence[Allowance], now: Instant
    ) -> Instant | None:
        """Let one call pass and count it: None; or say until when none may."""

        def work(connection: Connection) -> Instant | None:
            breaker = _breaker(connection, vendor)
            waits = breaker.waits_until(now)
            if waits is not None:
                return waits
            with connection.begin_nested() as counted:
                ends = [
                    allowance.window(now).end
                    for allowance in allowances
                    if not _spend(connection, vendor, person, allowance, now)
                ]
                if ends:
                    counted.rollback()
                    return max(ends)
            called = breaker.called(now)
            if called != breaker:
                _put(connection, vendor, called)
            return None

        return self._database.common(work)

    def change(self, vendor: Vendor, by: Callable[[Breaker], Breaker]) -> None:
        """Remember how a call went."""

        def work(connection: Connection) -> None:
            breaker = _breaker(connection, vendor)
            changed = by(breaker)
            if changed != breaker:
                _put(connection, vendor, changed)

        self._database.common(work)


def _breaker(connection: Connection, vendor: Vendor) -> Breaker:
    c = GATES.c
    first = {"vendor": vendor.value, "failures": 0}
    connection.execute(keep_first(connection, GATES), [first])
    query = (
        select(c.failures, c.open_until, c.paused_until)
        .where(c.vendor == vendor.value)
        .with_for_update()
    )
    return Breaker(*connection.execute(query).one())


def _put(connection: Connection, vendor: Vendor, breaker: Breaker) -> None:
    row = {
        "vendor": vendor.value,
        "failures": breaker.failures,
        "open_until": breaker.open_until,
        "paused_until": breaker.paused_until,
    }
    connection.execute(replace_row(connection, GATES), [row])


def _spend(
    connection: Connection, vendor: Vendor, person: PersonId, allowance: Allowance, now: Instant
) -> bool:
    """Count a call in its window, if the window has room for it."""
    c, window = SPENT.c, allowance.window(now)
    row = {
        "vendor": vendor.value,
        "whose": str(person) if allowance.per_person else _OF_ALL,
        "window_s": allowance.window_s,
        "start": window.start,
        "calls": 1,
    }
    insert = upsert(connection, SPENT)
    given = insert.excluded
    is_anew = ~c.start.between(window.start, window.end)
    counted = insert.on_conflict_do_update(
        index_elements=[c.vendor, c.whose, c.window_s],
        set_={
            "calls": case((is_anew, 1), else_=c.calls + 1),
            "start": given.start,
        },
        where=or_(is_anew, and_(given.start == c.start, c.calls < allowance.calls)),
    )
    return connection.execute(counted.returning(c.calls), row).first() is not None
