"""Diaries in SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from typing import Final, TypeVar, final

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Select,
    Uuid,
    bindparam,
    delete,
    select,
    tuple_,
)

from vegaloop.infrastructure.database import Database, InstantColumn, keep_first, replace_row
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.signal import Measure
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.adapters.larder_sql import SqlLarder
from vegaloop.nutrition.adapters.tables import (
    day_values,
    days,
    from_day_row,
    from_line_row,
    from_meal_row,
    from_preference_row,
    from_version_row,
    meal_values,
    meals,
    preference_values,
    preferences,
    version_values,
    versions,
)
from vegaloop.nutrition.application.ports import Diaries, Diary, Place
from vegaloop.nutrition.domain.day import DayLog, Settled
from vegaloop.nutrition.domain.meal import Meal, MealId, MealLine, MealVersion
from vegaloop.nutrition.domain.measures import CARBOHYDRATE, ENERGY, FAT, FIBRE, PROTEIN
from vegaloop.nutrition.domain.preferences import Preference

A = TypeVar("A")

IDS_MOST: Final = 500  # Of one statement: neither engine takes any number of parameters.

# To build a statement takes longer than SQLite needs to run it: these are built once.
_m, _v, _d = meals.c, versions.c, days.c
_MY_MEALS: Final = _m.person_id == bindparam("person")
_MY_DAYS: Final = _d.person_id == bindparam("person")
_MEAL: Final = _MY_MEALS & (_m.meal_id == bindparam("meal"))
_DAY: Final = _MY_DAYS & (_d.local_date == bindparam("day"))
_SPAN: Final = _MY_DAYS & (_d.local_date >= bindparam("start")) & (_d.local_date < bindparam("end"))
_FIND_MEAL: Final = select(meals).where(_MEAL)
_FIND_EVER: Final = (
    select(_m.meal_id).where(_MY_MEALS, _m.meal_id.in_(bindparam("ids", expanding=True))),
    select(_v.meal_id).where(
        _v.person_id == bindparam("person"), _v.meal_id.in_(bindparam("ids", expanding=True))
    ),
)
_FIND_MEALS: Final = (
    select(meals)
    .where(_MY_MEALS, _m.local_date == bindparam("day"))
    .order_by(_m.eaten_at, _m.meal_id)
)
_FIND_MEALS_OF: Final = (
    select(meals)
    .where(_MY_MEALS, _m.local_date.in_(bindparam("days", expanding=True)))
    .order_by(_m.local_date, _m.eaten_at, _m.meal_id)
)
_LIST_MEALS: Final = (
    select(
        _m.meal_id,
        _m.eaten_at,
        _m.utc_offset_s,
        _m.zone,
        _m.kind,
        _m.name,
        _m.source,
        _m.logged_at,
        _m.version,
        _m.lines,
    )
    .where(_MY_MEALS, _m.local_date >= bindparam("start"), _m.local_date < bindparam("end"))
    .order_by(_m.local_date.desc(), _m.eaten_at.desc(), _m.meal_id.desc())
    .limit(bindparam("most"))
)
_LIST_MEALS_BEFORE: Final = _LIST_MEALS.where(
    tuple_(_m.local_date, _m.eaten_at, _m.meal_id)
    < tuple_(
        bindparam("day", type_=Date),
        bindparam("at", type_=InstantColumn),
        bindparam("meal", type_=Uuid),
    )
)
_REMOVE_MEAL: Final = delete(meals).where(_MEAL)
_REMOVE_VERSIONS: Final = delete(versions).where(
    _v.person_id == bindparam("person"), _v.meal_id == bindparam("meal")
)
_FIND_VERSIONS: Final = (
    select(versions)
    .where(_v.person_id == bindparam("person"), _v.meal_id == bindparam("meal"))
    .order_by(_v.version)
)
_FIND_VERSIONS_ON: Final = (
    select(versions)
    .where(_v.person_id == bindparam("person"), _v.local_date == bindparam("day"))
    .order_by(_v.meal_id, _v.version)
)
_FIND_DAY: Final = select(days).where(_DAY)
_FIND_DAYS: Final = select(days).where(_SPAN).order_by(_d.local_date)
_FIND_SETTLED: Final = (
    select(_d.local_date, _d.energy_j)
    .where(_SPAN, _d.closed_at.is_not(None), _d.without_energy == 0)
    .order_by(_d.local_date)
)
_REMOVE_DAY: Final = delete(days).where(_DAY)
_FIND_PREFERENCES: Final = (
    select(preferences)
    .where(preferences.c.person_id == bindparam("person"))
    .order_by(preferences.c.effective_from)
)


def _find_amounts(
    amount: Column[int] | Column[int | None], known: ColumnElement[bool]
) -> Select[dt.date, int | None]:
    # Nothing at all was eaten on a day that is there without a meal: it was closed.
    known |= (amount > 0) | (_d.meals == 0)
    return select(_d.local_date, amount).where(_SPAN, known).order_by(_d.local_date)


_FIND_AMOUNTS: Final = {
    ENERGY: _find_amounts(_d.energy_j, _d.without_energy == 0),
    CARBOHYDRATE: _find_amounts(_d.carbohydrate_ng, _d.carbohydrate_ng.is_not(None)),
    FAT: _find_amounts(_d.fat_ng, _d.fat_ng.is_not(None)),
    FIBRE: _find_amounts(_d.fibre_ng, _d.fibre_ng.is_not(None)),
    PROTEIN: _find_amounts(_d.protein_ng, _d.protein_ng.is_not(None)),
}


def _parts(ids: tuple[MealId, ...]) -> Iterator[tuple[MealId, ...]]:
    return (ids[start : start + IDS_MOST] for start in range(0, len(ids), IDS_MOST))


@final
class SqlDiary(SqlLarder, Diary):
    """One person's rows."""

    def meal(self, id: MealId) -> Meal | None:
        """A meal, if it is there."""
        row = self._connection.execute(_FIND_MEAL, self._mine(meal=id)).one_or_none()
        return None if row is None else from_meal_row(*row)

    def ever(self, ids: Collection[MealId]) -> frozenset[MealId]:
        """Those of the ids that a meal has, or one that was amended or removed had."""
        found = (
            row
            for asked in _parts(tuple(ids))
            for finding in _FIND_EVER
            for row in self._connection.execute(finding, self._mine(ids=asked))
        )
        return frozenset(MealId(one) for (one,) in found)

    def meals_on(self, day: LocalDate) -> tuple[Meal, ...]:
        """The meals of a day, oldest first."""
        found = self._connection.execute(_FIND_MEALS, self._mine(day=day))
        return tuple(from_meal_row(*row) for row in found)

    def meals_of(self, days: tuple[LocalDate, ...]) -> tuple[Meal, ...]:
        """The meals of some days, oldest first."""
        found = self._connection.execute(_FIND_MEALS_OF, self._mine(days=days))
        return tuple(from_meal_row(*row) for row in found)

    def meals(
        self, start: LocalDate, end: LocalDate, before: Place | None, most: int
    ) -> tuple[MealLine, ...]:
        """Some meals of the days in [start, end) that stand before a place, newest first."""
        some = self._mine(start=start, end=end, most=most)
        if before is None:
            found = self._connection.execute(_LIST_MEALS, some)
        else:
            place = {"day": before.day, "at": before.at, "meal": before.id}
            found = self._connection.execute(_LIST_MEALS_BEFORE, some | place)
        return tuple(from_line_row(*row) for row in found)  # type: ignore[call-arg]  # nine are typed

    def add(self, meal: Meal) -> None:
        """Keep a meal; a second one with its id is not kept."""
        kept = keep_first(self._connection, meals)
        self._connection.execute(kept, [meal_values(self._person, meal)])

    def remove(self, id: MealId) -> None:
        """Take a meal out."""
        self._connection.execute(_REMOVE_MEAL, self._mine(meal=id))

    def forget(self, id: MealId) -> None:
        """Take a meal out with everything it was."""
        for removing in (_REMOVE_MEAL, _REMOVE_VERSIONS):
            self._connection.execute(removing, self._mine(meal=id))

    def keep_version(self, version: MealVersion) -> None:
        """Keep what a meal was; a second one of its version is not kept."""
        kept = keep_first(self._connection, versions)
        self._connection.execute(kept, [version_values(self._person, version)])

    def versions(self, id: MealId) -> tuple[MealVersion, ...]:
        """What a meal was, oldest first."""
        found = self._connection.execute(_FIND_VERSIONS, self._mine(meal=id))
        return tuple(from_version_row(*row) for row in found)

    def versions_on(self, day: LocalDate) -> tuple[MealVersion, ...]:
        """What meals of a day were, by meal, oldest first."""
        found = self._connection.execute(_FIND_VERSIONS_ON, self._mine(day=day))
        return tuple(from_version_row(*row) for row in found)

    def log(self, day: LocalDate) -> DayLog:
        """The log of a day; an empty one where nothing was said."""
        row = self._connection.execute(_FIND_DAY, self._mine(day=day)).one_or_none()
        return DayLog(day) if row is None else from_day_row(*row)

    def logs(self, start: LocalDate, end: LocalDate) -> tuple[DayLog, ...]:
        """The logs of the days in [start, end) about which something was said, oldest first."""
        found = self._connection.execute(_FIND_DAYS, self._mine(start=start, end=end))
        return tuple(from_day_row(*row) for row in found)

    def settled(self, start: LocalDate, end: LocalDate) -> tuple[Settled, ...]:
        """The energy of the days in [start, end) that are settled, oldest first."""
        found = self._connection.execute(_FIND_SETTLED, self._mine(start=start, end=end))
        return tuple(Settled(LocalDate(day), Energy(energy_j)) for day, energy_j in found)

    def amounts(
        self, measure: Measure, start: LocalDate, end: LocalDate
    ) -> tuple[tuple[LocalDate, int], ...]:
        """What `amount_of` reads off the days in [start, end) that know of any, oldest first."""
        found = self._connection.execute(_FIND_AMOUNTS[measure], self._mine(start=start, end=end))
        return tuple((LocalDate(day), amount or 0) for day, amount in found)

    def put(self, log: DayLog) -> None:
        """Replace the log of a day; an empty one is forgotten."""
        if log.is_empty:
            self._connection.execute(_REMOVE_DAY, self._mine(day=log.day))
            return
        replacing = replace_row(self._connection, days)
        self._connection.execute(replacing, [day_values(self._person, log)])

    def preferences(self) -> tuple[Preference, ...]:
        """Every choice the person made, oldest first."""
        found = self._connection.execute(_FIND_PREFERENCES, self._mine())
        return tuple(from_preference_row(*row) for row in found)

    def prefer(self, preference: Preference) -> None:
        """Keep a choice, in the place of the one from the same day if there is one."""
        replacing = replace_row(self._connection, preferences)
        self._connection.execute(replacing, [preference_values(self._person, preference)])


@final
class SqlDiaries(Diaries):
    """Diaries in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlDiary(c, person)))

    def write(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlDiary(c, person)))
