"""Nutrition: the calls other code may make, one transaction each."""

from __future__ import annotations

import datetime as dt
from typing import final

from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure, Measures, Published, Signals, UnknownMeasure
from vegaloop.kernel.time import Clock, Instant, LocalDate, TimeZone, days_after
from vegaloop.nutrition.application import units
from vegaloop.nutrition.application.answers import CopiedDay, MealOnDay
from vegaloop.nutrition.application.ports import Bodies, Catalogue, Diaries, Exertions, Place
from vegaloop.nutrition.domain.copying import CannotCopyDay, decide_copies
from vegaloop.nutrition.domain.day import (
    EXPECTED_FROM_DAYS,
    CannotCloseDay,
    DayReport,
    DayTally,
    completeness,
    decide_closing,
    report_of,
)
from vegaloop.nutrition.domain.eaten import decide_eaten
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.fuelling import (
    WINDOW_DAYS,
    Diet,
    EnergyAvailability,
    energy_availability,
    fuelling_signals,
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
from vegaloop.nutrition.domain.measures import MEASURES, value_of
from vegaloop.nutrition.domain.portion import UnknownFood
from vegaloop.nutrition.domain.targets import Circumstances


@final
class Nutrition(Signals, Measures):
    """What people eat, and what they need."""

    __slots__ = ("_bodies", "_catalogue", "_clock", "_diaries", "_exertions", "_ids", "_profiles")

    def __init__(
        self,
        diaries: Diaries,
        catalogue: Catalogue,
        profiles: Profiles,
        bodies: Bodies,
        exertions: Exertions,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._diaries = diaries
        self._catalogue = catalogue
        self._profiles = profiles
        self._bodies = bodies
        self._exertions = exertions
        self._clock = clock
        self._ids = ids

    def log_meal(
        self, person: PersonId, entry: MealEntry
    ) -> Result[MealOnDay, tuple[CannotLogMeal, ...]]:
        """Log a meal."""
        profile = self._profiles.profile(person)
        match self._decided(entry, MealId(self._ids.fresh()), profile.home_zone):
            case Failure(errors):
                return Failure(errors)
            case Success(meal):
                return self._add(person, meal, profile)

    def amend_meal(
        self, person: PersonId, id: MealId, entry: MealEntry
    ) -> Result[MealOnDay, tuple[CannotAmendMeal, ...]]:
        """Replace a meal; what it was stays in its history."""
        profile = self._profiles.profile(person)
        match self._decided(entry, id, profile.home_zone):
            case Failure(errors):
                return Failure(errors)
            case Success(decided):
                match self._diaries.write(person, lambda diary: units.amended(diary, decided)):
                    case Failure(error):
                        return Failure((error,))
                    case Success((meal, day)):
                        return Success(MealOnDay(meal, self._report(person, day, profile)))

    def remove_meal(self, person: PersonId, id: MealId) -> Result[MealOnDay, NoSuchMeal]:
        """Take a meal out of the diary; what it was stays in its history."""
        now = self._clock.now()
        match self._diaries.write(person, lambda diary: units.removed(diary, id, now)):
            case Failure(error):
                return Failure(error)
            case Success((meal, day)):
                report = self._report(person, day, self._profiles.profile(person))
                return Success(MealOnDay(meal, report))

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

    def report(self, person: PersonId, day: LocalDate) -> DayReport:
        """Tell what a day adds up to, what it asked for and what is left."""
        found = self._diaries.read(person, lambda diary: units.day_of(diary, diary.log(day)))
        return self._report(person, found, self._profiles.profile(person))

    def day(self, person: PersonId, day: LocalDate) -> tuple[DayReport, tuple[Meal, ...]]:
        """Report on a day, and list its meals whole, oldest first."""
        found, meals = self._diaries.read(
            person, lambda diary: (units.day_of(diary, diary.log(day)), diary.meals_on(day))
        )
        return self._report(person, found, self._profiles.profile(person)), meals

    def days(self, person: PersonId, start: LocalDate, end: LocalDate) -> tuple[DayTally, ...]:
        """Tell what was eaten on the days of [start, end) that have a log, oldest first.

        Where nothing was closed before, completeness is judged by the body on the last day.
        """
        diet = self._diet(person, start, end)
        judged = (completeness(log, diet.settled, diet.known) for log in diet.logs)
        return tuple(map(DayTally, diet.logs, judged))

    def foods(self, query: str, most: int) -> tuple[Food, ...]:
        """Find foods by words, the closest first."""
        return self._catalogue.search(query, most)

    def food(self, id: FoodId) -> Result[Food, UnknownFood]:
        """Find a food."""
        found = self._catalogue.foods((id,))
        return Success(found[0]) if found else Failure(UnknownFood("food_id", id))

    def energy_availability(
        self, person: PersonId, day: LocalDate
    ) -> Result[EnergyAvailability, NoNumber]:
        """Tell what training left of the food of the week before a morning."""
        return energy_availability(self._morning(person, day))

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """Publish how well a person is fuelled on the morning of a day."""
        return fuelling_signals(self._morning(person, day))

    def measures(self) -> tuple[Measure, ...]:
        """Tell what can be asked for."""
        return MEASURES

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> Result[tuple[DayValue, ...], UnknownMeasure]:
        """Give the days of [start, end) that have a value, oldest first."""
        measure = next((one for one in MEASURES if one.name == name), None)
        if measure is None:
            return Failure(UnknownMeasure(name, tuple(one.name for one in MEASURES)))
        found = self._diaries.read(person, lambda diary: diary.amounts(measure, start, end))
        return Success(tuple(DayValue(day, value_of(measure, amount)) for day, amount in found))

    def _decided(
        self, entry: MealEntry, id: MealId, home: TimeZone
    ) -> Result[Meal, tuple[CannotLogMeal, ...]]:
        foods = {food.id: food for food in self._catalogue.foods(foods_named(entry))}
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
                return Success(MealOnDay(meal, self._report(person, day, profile)))

    def _mark(self, person: PersonId, day: LocalDate, closed_at: Instant | None) -> DayReport:
        found = self._diaries.write(person, lambda diary: units.marked(diary, day, closed_at))
        return self._report(person, found, self._profiles.profile(person))

    def _report(self, person: PersonId, found: units.Day, profile: Profile) -> DayReport:
        log, settled = found
        known = self._known(person, log.day, days_after(log.day, 1), profile)
        return report_of(log, settled, known)

    def _morning(self, person: PersonId, day: LocalDate) -> Diet:
        return self._diet(person, days_after(day, -WINDOW_DAYS), days_after(day, 1))

    def _diet(self, person: PersonId, start: LocalDate, end: LocalDate) -> Diet:
        first = days_after(start, -EXPECTED_FROM_DAYS)
        logs, settled = self._diaries.read(
            person, lambda diary: (diary.logs(start, end), diary.settled(first, end))
        )
        known = self._known(person, start, end, self._profiles.profile(person))
        return Diet(days_after(end, -1), logs, settled, known)

    def _known(
        self, person: PersonId, start: LocalDate, end: LocalDate, profile: Profile
    ) -> Circumstances:
        # The day before the first one counts too, by half of its training.
        body = self._bodies.body(person, days_after(end, -1))
        before = days_after(start, -1)
        exertions = self._exertions.exertion(person, before, end, body.weight_kg)
        return Circumstances(profile, body, exertions)
