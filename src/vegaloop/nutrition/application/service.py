"""Nutrition: the calls other code may make, one transaction each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import final

from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, TimeZone
from vegaloop.nutrition.application import units
from vegaloop.nutrition.application.answers import CopiedDay, MealOnDay
from vegaloop.nutrition.application.importing import imported, told_of, withdrawn
from vegaloop.nutrition.application.kitchen import Cookery
from vegaloop.nutrition.application.ports import Place
from vegaloop.nutrition.domain.copying import CannotCopyDay, decide_copies
from vegaloop.nutrition.domain.day import (
    CannotCloseDay,
    DayReport,
    decide_closing,
    report_of,
)
from vegaloop.nutrition.domain.eaten import decide_eaten
from vegaloop.nutrition.domain.homemade import is_recipe
from vegaloop.nutrition.domain.importing import (
    ImportedMeal,
    MealsReceipt,
    MealsWithdrawn,
    imported_meal_id,
)
from vegaloop.nutrition.domain.meal import (
    CannotAmendMeal,
    CannotLogMeal,
    DayFull,
    Meal,
    MealEntry,
    MealId,
    MealLine,
    MealVersion,
    NoSuchMeal,
    copied_meal,
    decide_meal,
    foods_named,
)
from vegaloop.nutrition.domain.meal_parts import completeness_of_meal


@final
class Nutrition(Cookery):
    """What people eat, and what they need."""

    __slots__ = ()

    def log_meal(
        self, person: PersonId, entry: MealEntry
    ) -> Result[MealOnDay, tuple[CannotLogMeal, ...]]:
        """Log a meal."""
        profile = self._profiles.profile(person)
        match self._decided(person, entry, MealId(self._ids.fresh()), profile.home_zone):
            case Failure(errors):
                return Failure(errors)
            case Success(meal):
                return self._add(person, meal, profile)

    def amend_meal(
        self, person: PersonId, id: MealId, entry: MealEntry
    ) -> Result[MealOnDay, tuple[CannotAmendMeal, ...]]:
        """Replace a meal; what it was stays in its history."""
        profile = self._profiles.profile(person)
        match self._decided(person, entry, id, profile.home_zone):
            case Failure(errors):
                return Failure(errors)
            case Success(decided):
                match self._diaries.write(person, lambda diary: units.amended(diary, decided)):
                    case Failure(error):
                        return Failure((error,))
                    case Success((meal, day)):
                        return Success(self._on_day(person, meal, day, profile))

    def remove_meal(self, person: PersonId, id: MealId) -> Result[MealOnDay, NoSuchMeal]:
        """Take a meal out of the diary; what it was stays in its history."""
        now = self._clock.now()
        match self._diaries.write(person, lambda diary: units.removed(diary, id, now)):
            case Failure(error):
                return Failure(error)
            case Success((meal, day)):
                return Success(self._on_day(person, meal, day, self._profiles.profile(person)))

    def copy_meal(
        self, person: PersonId, id: MealId, eaten_at: dt.datetime, time_zone: str | None
    ) -> Result[MealOnDay, tuple[CannotAmendMeal, ...]]:
        """Log the portions of a meal once more, at another moment."""
        profile, now = self._profiles.profile(person), self._clock.now()
        match decide_eaten(eaten_at, time_zone, profile.home_zone, now):
            case Failure(untimely):
                return Failure((untimely,))
            case Success(eaten):
                match self.meal(person, id):
                    case Failure(error):
                        return Failure((error,))
                    case Success(meal):
                        copy = copied_meal(meal, id=MealId(self._ids.fresh()), eaten=eaten, now=now)
                        return self._add(person, copy, profile)

    def copy_day(
        self, person: PersonId, source: LocalDate, target: LocalDate
    ) -> Result[CopiedDay, CannotCopyDay]:
        """Log every meal of a day once more, at the same time of another day."""
        profile, now = self._profiles.profile(person), self._clock.now()
        meals = self._diaries.read(person, lambda diary: diary.meals_on(source))
        ids = tuple(MealId(self._ids.fresh()) for _ in meals)
        match decide_copies(meals, ids, source, target, now):
            case Failure(error):
                return Failure(error)
            case Success(copies):
                made = copies.made
                match self._diaries.write(person, lambda diary: units.added(diary, made, target)):
                    case Failure(full):
                        return Failure(full)
                    case Success(day):
                        report = self._report(person, day, profile)
                        return Success(CopiedDay(made, copies.refused, report))

    def meal(self, person: PersonId, id: MealId) -> Result[Meal, NoSuchMeal]:
        """Find a meal."""
        found = self._diaries.read(person, lambda diary: diary.meal(id))
        return Failure(NoSuchMeal(id)) if found is None else Success(found)

    def meals(
        self, person: PersonId, start: LocalDate, end: LocalDate, before: Place | None, most: int
    ) -> tuple[MealLine, ...]:
        """List some meals of the days in [start, end) that stand before a place, newest first."""
        return self._diaries.read(person, lambda diary: diary.meals(start, end, before, most))

    def history(self, person: PersonId, id: MealId) -> Result[tuple[MealVersion, ...], NoSuchMeal]:
        """List every version of a meal, oldest first, also of one that was removed."""
        found = self._diaries.read(person, lambda diary: units.versions(diary, id))
        return Success(found) if found else Failure(NoSuchMeal(id))

    def close_day(self, person: PersonId, day: LocalDate) -> Result[DayReport, CannotCloseDay]:
        """Note that the log of a day is complete."""
        now = self._clock.now()
        match decide_closing(day, now):
            case Failure(error):
                return Failure(error)
            case Success(begun):
                return Success(self._mark(person, begun, now))

    def reopen_day(self, person: PersonId, day: LocalDate) -> DayReport:
        """Note that the log of a day is not complete after all."""
        return self._mark(person, day, None)

    def import_meals(self, person: PersonId, meals: Sequence[ImportedMeal]) -> MealsReceipt:
        """Keep meals of another diary, all or none; the same ones again change nothing.

        A meal that the person amended or removed stays as they left it (NUT-176 to NUT-182), and what
        several sources tell is shown once (NUT-197 to NUT-199).
        """
        now, home = self._clock.now(), self._profiles.profile(person).home_zone
        foods = self._found(person, {food for one in meals for food in foods_named(one.entry)})
        told = tuple(
            told_of(
                person,
                one,
                decide_meal(
                    one.entry, id=imported_meal_id(person, one), foods=foods, home=home, now=now
                ),
            )
            for one in meals
        )
        return self._diaries.write(person, lambda diary: imported(diary, person, told, now))

    def withdraw_meals(
        self, person: PersonId, source: SourceId, keys: Sequence[str]
    ) -> MealsWithdrawn:
        """Follow a source that deleted meals it had told; it may tell them again. Rule NUT-201."""
        now = self._clock.now()
        return self._diaries.write(
            person, lambda diary: withdrawn(diary, person, source, keys, now)
        )

    def _decided(
        self, person: PersonId, entry: MealEntry, id: MealId, home: TimeZone
    ) -> Result[Meal, tuple[CannotLogMeal, ...]]:
        foods = self._found(person, foods_named(entry))
        return decide_meal(entry, id=id, foods=foods, home=home, now=self._clock.now())

    def _add(
        self, person: PersonId, meal: Meal, profile: Profile
    ) -> Result[MealOnDay, tuple[DayFull]]:
        match self._diaries.write(
            person, lambda diary: units.added(diary, (meal,), meal.local_date)
        ):
            case Failure(full):
                return Failure((full,))
            case Success(day):
                return Success(self._on_day(person, meal, day, profile))

    def _on_day(
        self, person: PersonId, meal: Meal, found: units.Day, profile: Profile
    ) -> MealOnDay:
        log, settled, _ = found
        known = self._known_on(person, found, profile)
        named = frozenset(p.food for p in meal.portions if p.food is not None)
        # Of a dish nobody knows which part is a vegetable: it counts as one stated by its label.
        foods = self._found(person, (one for one in named if not is_recipe(one)))
        share = completeness_of_meal(meal, foods, known.body.weight_kg)
        return MealOnDay(meal, report_of(log, settled, known), share)

    def _mark(self, person: PersonId, day: LocalDate, closed_at: Instant | None) -> DayReport:
        found = self._diaries.write(person, lambda diary: units.marked(diary, day, closed_at))
        return self._report(person, found, self._profiles.profile(person))
