"""Diaries in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar, final

from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.signal import Measure
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.adapters.larder_memory import MemoryLarder
from vegaloop.nutrition.application.ports import Diaries, Diary, Place
from vegaloop.nutrition.domain.day import DayLog, Settled
from vegaloop.nutrition.domain.meal import Meal, MealId, MealLine, MealVersion
from vegaloop.nutrition.domain.measures import amount_of
from vegaloop.nutrition.domain.preferences import Preference

A = TypeVar("A")


@final
class MemoryDiary(MemoryLarder, Diary):
    """One person's meals, their past versions, days and choices, in dicts never changed."""

    def __init__(self) -> None:
        super().__init__()
        self._meals: dict[MealId, Meal] = {}
        self._versions: dict[tuple[MealId, int], MealVersion] = {}
        self._logs: dict[LocalDate, DayLog] = {}
        self._preferences: dict[LocalDate, Preference] = {}

    def meal(self, id: MealId) -> Meal | None:
        """A meal, if it is there."""
        return self._meals.get(id)

    def ever(self, ids: Collection[MealId]) -> frozenset[MealId]:
        """Those of the ids that a meal has, or one that was amended or removed had."""
        return frozenset(ids).intersection((*self._meals, *(one for one, _ in self._versions)))

    def meals_on(self, day: LocalDate) -> tuple[Meal, ...]:
        """The meals of a day, oldest first."""
        return tuple(sorted((m for m in self._meals.values() if m.local_date == day), key=_place))

    def meals_of(self, days: tuple[LocalDate, ...]) -> tuple[Meal, ...]:
        """The meals of some days, oldest first."""
        found = (meal for meal in self._meals.values() if meal.local_date in days)
        return tuple(sorted(found, key=_place))

    def meals(
        self, start: LocalDate, end: LocalDate, before: Place | None, most: int
    ) -> tuple[MealLine, ...]:
        """Some meals of the days in [start, end) that stand before a place, newest first."""
        found = (
            meal
            for meal in self._meals.values()
            if start <= meal.local_date < end and (before is None or _place(meal) < before)
        )
        return tuple(meal.line for meal in sorted(found, key=_place, reverse=True)[:most])

    def add(self, meal: Meal) -> None:
        """Keep a meal; a second one with its id is not kept."""
        self._meals = {meal.id: meal} | self._meals

    def remove(self, id: MealId) -> None:
        """Take a meal out."""
        self._meals = {kept: meal for kept, meal in self._meals.items() if kept != id}

    def forget(self, id: MealId) -> None:
        """Take a meal out with everything it was."""
        self.remove(id)
        self._versions = {key: was for key, was in self._versions.items() if key[0] != id}

    def keep_version(self, version: MealVersion) -> None:
        """Keep what a meal was; a second one of its version is not kept."""
        meal = version.meal
        self._versions = {(meal.id, meal.version): version} | self._versions

    def versions(self, id: MealId) -> tuple[MealVersion, ...]:
        """What a meal was, oldest first."""
        found = (version for version in self._versions.values() if version.meal.id == id)
        return tuple(sorted(found, key=lambda version: version.meal.version))

    def versions_on(self, day: LocalDate) -> tuple[MealVersion, ...]:
        """What meals of a day were, by meal, oldest first."""
        found = (one for one in self._versions.values() if one.meal.local_date == day)
        return tuple(sorted(found, key=lambda version: (version.meal.id, version.meal.version)))

    def log(self, day: LocalDate) -> DayLog:
        """The log of a day; an empty one where nothing was said."""
        return self._logs.get(day, DayLog(day))

    def logs(self, start: LocalDate, end: LocalDate) -> tuple[DayLog, ...]:
        """The logs of the days in [start, end) about which something was said, oldest first."""
        found = (log for day, log in self._logs.items() if start <= day < end)
        return tuple(sorted(found, key=lambda log: log.day))

    def settled(self, start: LocalDate, end: LocalDate) -> tuple[Settled, ...]:
        """The energy of the days in [start, end) that are settled, oldest first."""
        return tuple(
            Settled(log.day, log.settled)
            for log in self.logs(start, end)
            if log.settled is not None
        )

    def amounts(
        self, measure: Measure, start: LocalDate, end: LocalDate
    ) -> tuple[tuple[LocalDate, int], ...]:
        """What `amount_of` reads off the days in [start, end) that know of any, oldest first."""
        read = ((log.day, amount_of(measure, log)) for log in self.logs(start, end))
        return tuple((day, amount) for day, amount in read if amount is not None)

    def put(self, log: DayLog) -> None:
        """Replace the log of a day; an empty one is forgotten."""
        others = {day: kept for day, kept in self._logs.items() if day != log.day}
        self._logs = others if log.is_empty else others | {log.day: log}

    def preferences(self) -> tuple[Preference, ...]:
        """Every choice the person made, oldest first."""
        return tuple(self._preferences[day] for day in sorted(self._preferences))

    def prefer(self, preference: Preference) -> None:
        """Keep a choice, in the place of the one from the same day if there is one."""
        self._preferences = self._preferences | {preference.effective_from: preference}


def _place(meal: Meal) -> Place:
    return Place(meal.local_date, meal.eaten.at, meal.id)


@final
class MemoryDiaries(Diaries):
    """Every diary of the process."""

    def __init__(self, revisions: Revisions) -> None:
        self._shelves = Shelves(MemoryDiary, revisions)

    def read(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelves.read(person, work)

    def write(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._shelves.write(person, work)
