"""What a diary adds up to and what days ask for; nothing here writes."""

from __future__ import annotations

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure, Measures, Published, Signals, UnknownMeasure
from vegaloop.kernel.time import Clock, LocalDate, days_after, local_date_of
from vegaloop.nutrition.application import units
from vegaloop.nutrition.application.ports import Bodies, Diaries, Exertions
from vegaloop.nutrition.domain.availability import (
    LOOK_BACK_DAYS,
    WINDOW_DAYS,
    AvailabilityReport,
    availability_report,
)
from vegaloop.nutrition.domain.balance import LEAD_DAYS, TrendWeight
from vegaloop.nutrition.domain.balance import LOOK_BACK_DAYS as BALANCE_DAYS
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.day import (
    EXPECTED_FROM_DAYS,
    DayReport,
    DayTally,
    completeness,
    report_of,
)
from vegaloop.nutrition.domain.diet import Diet
from vegaloop.nutrition.domain.forecast import NoForecast, WeightForecast, weight_forecast
from vegaloop.nutrition.domain.fuelling import fuelling_signals
from vegaloop.nutrition.domain.meal import Meal
from vegaloop.nutrition.domain.measures import MEASURES, value_of
from vegaloop.nutrition.domain.preferences import Preference
from vegaloop.nutrition.domain.spending import Spending, believed_tdee, spending_of

__all__ = ("Insight",)


class Insight(Signals, Measures):
    """What a diary adds up to, day by day and over weeks."""

    __slots__ = ("_bodies", "_clock", "_diaries", "_exertions", "_profiles")

    def __init__(
        self,
        diaries: Diaries,
        profiles: Profiles,
        bodies: Bodies,
        exertions: Exertions,
        clock: Clock,
    ) -> None:
        self._diaries = diaries
        self._profiles = profiles
        self._bodies = bodies
        self._exertions = exertions
        self._clock = clock

    def today(self, person: PersonId) -> LocalDate:
        """Tell which day it is where a person is at home."""
        return local_date_of(self._clock.now(), self._profiles.profile(person).home_zone)

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

    def energy_availability(self, person: PersonId, day: LocalDate) -> AvailabilityReport:
        """Tell what training left of the food of the two weeks before a morning."""
        return availability_report(self._before(person, day, LOOK_BACK_DAYS))

    def spending(self, person: PersonId, day: LocalDate) -> Spending:
        """Tell what a day costs, by equations and by what was eaten and weighed before it."""
        return spending_of(*self._records(person, day))

    def weight_forecast(
        self, person: PersonId, day: LocalDate, delta_kcal: float, days: int
    ) -> Result[WeightForecast, NoForecast]:
        """Forecast the weight of the days after one, of eating so much more than is spent."""
        diet, weights = self._records(person, day)
        match believed_tdee(diet, weights):
            case Failure(reason):
                return Failure(NoForecast(reason))
            case Success(expenditure):
                return weight_forecast(day, diet.known, expenditure, delta_kcal, days)

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """Publish how well a person is fuelled on the morning of a day."""
        return fuelling_signals(self._before(person, day, WINDOW_DAYS))

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

    def _report(self, person: PersonId, found: units.Day, profile: Profile) -> DayReport:
        log, settled, _ = found
        return report_of(log, settled, self._known_on(person, found, profile))

    def _known_on(self, person: PersonId, found: units.Day, profile: Profile) -> Circumstances:
        log, _, preferences = found
        return self._known(person, log.day, days_after(log.day, 1), profile, preferences)

    def _before(self, person: PersonId, day: LocalDate, days: int) -> Diet:
        return self._diet(person, days_after(day, -days), days_after(day, 1))

    def _records(self, person: PersonId, day: LocalDate) -> tuple[Diet, tuple[TrendWeight, ...]]:
        start, end = days_after(day, -BALANCE_DAYS - LEAD_DAYS), days_after(day, 1)
        diet = self._before(person, day, BALANCE_DAYS)
        return diet, self._bodies.weights(person, start, end)

    def _diet(self, person: PersonId, start: LocalDate, end: LocalDate) -> Diet:
        first = days_after(start, -EXPECTED_FROM_DAYS)
        logs, settled, preferences = self._diaries.read(
            person,
            lambda diary: (
                diary.logs(start, end),
                diary.settled(first, end),
                diary.preferences(),
            ),
        )
        profile = self._profiles.profile(person)
        known = self._known(person, start, end, profile, preferences)
        return Diet(days_after(end, -1), logs, settled, known)

    def _known(
        self,
        person: PersonId,
        start: LocalDate,
        end: LocalDate,
        profile: Profile,
        preferences: tuple[Preference, ...],
    ) -> Circumstances:
        # The day before the first one counts too, by half of its training.
        body = self._bodies.body(person, days_after(end, -1))
        before = days_after(start, -1)
        exertions = self._exertions.exertion(person, before, end, body.weight_kg)
        return Circumstances(profile, body, exertions, preferences)
