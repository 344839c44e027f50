"""Thresholds in SQL, and what is derived with them: packed years, seen rates, changes of loads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, or_, select, tuple_

from vegaloop.activity.adapters.rows import (
    change_values,
    from_change_row,
    from_threshold_row,
    from_year_row,
    threshold_values,
)
from vegaloop.activity.adapters.tables import changes, sessions, thresholds, years
from vegaloop.activity.application.ports import place_of
from vegaloop.activity.domain.load_year import LoadYear
from vegaloop.activity.domain.physique import SeenRate
from vegaloop.activity.domain.session import LoadChange, SessionId
from vegaloop.activity.domain.thresholds import DatedThresholds
from vegaloop.infrastructure.database import keep_first, upsert
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import Instant, LocalDate


def _years() -> Select[UUID, int, bytes, bytes, str]:
    c, mine = years.c, years.c.person_id == bindparam("person")
    first, last = (
        select(end(c.year)).where(mine).scalar_subquery() for end in (func.min, func.max)
    )
    asked = c.year.between(bindparam("first"), bindparam("last"))
    return select(years).where(mine, or_(asked, c.year == first, c.year == last)).order_by(c.year)


def _thresholds() -> Select[UUID, dt.date, bytes, Instant]:
    c = thresholds.c
    return select(thresholds).where(c.person_id == bindparam("person")).order_by(c.effective_from)


def _seen() -> Select[dt.date, int | None]:
    c = sessions.c
    mine = c.person_id == bindparam("person")
    days = c.local_date >= bindparam("start"), c.local_date < bindparam("end")
    high = c.seen_rate_mbpm > bindparam("above")
    read = select(c.local_date, c.seen_rate_mbpm).where(mine, COUNTS, *days, high)
    return read.order_by(c.at_us, c.session_id)


# What counts elsewhere names another one. Rule ACT-141.
COUNTS: Final = or_(sessions.c.lead_id.is_(None), sessions.c.lead_id == sessions.c.session_id)
# Every morning asks these: they are put together once.
_YEARS: Final = _years()
_THRESHOLDS: Final = _thresholds()
_SEEN: Final = _seen()


class DerivedRows:
    """One person's rows of thresholds, packed years and changes."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def years(self, first: int, last: int) -> tuple[LoadYear, ...]:
        """The packed years from the first to the last, and the very first and last of all."""
        asked = {"person": self._person, "first": first, "last": last}
        return tuple(from_year_row(*row) for row in self._connection.execute(_YEARS, asked))

    def put_years(self, years_: Sequence[LoadYear]) -> None:
        """Replace packed years; an empty one is forgotten."""
        c = years.c
        rows = [
            {
                "person_id": self._person,
                "year": y.year,
                "loads": y.loads,
                "marks": y.marks,
                "formula_version": y.formula_version,
            }
            for y in years_
            if not y.is_empty
        ]
        put = upsert(self._connection, years)
        new = {name: put.excluded[name] for name in ("loads", "marks", "formula_version")}
        if rows:
            self._connection.execute(
                put.on_conflict_do_update(index_elements=[c.person_id, c.year], set_=new), rows
            )
        empty = [y.year for y in years_ if y.is_empty]
        if empty:
            self._connection.execute(
                delete(years).where(c.person_id == self._person, c.year.in_(empty))
            )

    def seen_rates(
        self, above: HeartRate, start: LocalDate, end: LocalDate
    ) -> tuple[SeenRate, ...]:
        """The high heart rates seen in the sessions of [start, end), those above one, oldest first."""
        asked = {"person": self._person, "start": start, "end": end, "above": above.amount}
        return tuple(
            SeenRate(LocalDate(day), HeartRate(rate))
            for day, rate in self._connection.execute(_SEEN, asked)
            if rate is not None
        )

    def thresholds(self) -> tuple[DatedThresholds, ...]:
        """Every entry of thresholds, oldest date first."""
        rows = self._connection.execute(_THRESHOLDS, {"person": self._person})
        return tuple(from_threshold_row(*row) for row in rows)

    def put_thresholds(self, entry: DatedThresholds) -> None:
        """Keep an entry, in place of the one of its date if there is one."""
        self.remove_thresholds(entry.effective_from)
        self._connection.execute(insert(thresholds), [threshold_values(self._person, entry)])

    def remove_thresholds(self, effective_from: LocalDate) -> None:
        """Forget the entry of a date."""
        c = thresholds.c
        of_date = c.effective_from == effective_from
        self._connection.execute(delete(thresholds).where(c.person_id == self._person, of_date))

    def add_changes(self, told: Sequence[LoadChange]) -> None:
        """Keep a record of loads that changed; a second one of a change and session is not kept."""
        rows = [change_values(self._person, change, place_of(change)[1]) for change in told]
        if rows:
            self._connection.execute(keep_first(self._connection, changes), rows)

    def changes(
        self, before: tuple[Instant, str] | None, session: SessionId | None, most: int
    ) -> tuple[LoadChange, ...]:
        """The newest changes (of one session, if given) before a place; see `place_of`."""
        c = changes.c
        query = select(changes).where(c.person_id == self._person)
        if session is not None:
            query = query.where(c.session_id == session)
        if before is not None:
            query = query.where(tuple_(c.at_us, c.place) < before)
        newest = query.order_by(c.at_us.desc(), c.place.desc()).limit(most)
        return tuple(from_change_row(*row) for row in self._connection.execute(newest))
