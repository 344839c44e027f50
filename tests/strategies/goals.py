"""Goals, their values and the measures they are over; valid by construction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, final
from uuid import UUID

from hypothesis import strategies as st

from tests.support import NOW, CountedIds, PinnedClock, at, good
from vegaloop.goals.adapters.memory import MemoryGoalBooks
from vegaloop.goals.application.ports import GoalBooks
from vegaloop.goals.application.service import Goals
from vegaloop.goals.domain import names
from vegaloop.goals.domain.aim import (
    FREEZES_MOST,
    Aim,
    Avoid,
    Counting,
    Maintain,
    Reach,
    Sense,
    Streak,
    Terms,
)
from vegaloop.goals.domain.appraisal import Appraisal, appraise
from vegaloop.goals.domain.formulas.line import Line, Robust, Series, fit_line, series_of, theil_sen
from vegaloop.goals.domain.goal import Agreed, Goal, GoalId
from vegaloop.goals.domain.outlook import Forecast, forecast_on
from vegaloop.goals.domain.period import Period, span_around
from vegaloop.goals.domain.progress import StreakProgress, progress_on
from vegaloop.goals.domain.restraint import Body
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import (
    DayValue,
    Measure,
    Measures,
    NoSignal,
    Published,
    Signal,
    SignalName,
    Signals,
    Summing,
    UnknownMeasure,
)
from vegaloop.kernel.time import UTC_ZONE, LocalDate, Moment, TimeZone, day_of, days_after

TODAY: Final = day_of(NOW)
WEIGHT: Final = Measure("biometrics.weight_kg", "Weight", "kg", Summing.MEAN)
STEPS: Final = Measure("activity.steps", "Steps", "steps", Summing.SUM)
MEASURES: Final = (WEIGHT, STEPS)
# What it wanders is told by its scatter.
HEIGHT: Final = Measure("x.height_m", "Height", "m", Summing.MEAN)
MONDAY: Final = span_around(TODAY, Period.WEEK).start
AT_LEAST_5: Final = Streak(5.0)
LOAD: Final = Measure(names.LOAD, "Load", "stress", Summing.SUM)
CTL: Final = Measure(names.CTL, "Fitness", "stress a day", Summing.MEAN)
DISTANCE: Final = Measure(names.DISTANCE, "Distance", "m", Summing.SUM)
TREND: Final = Measure(names.TREND_WEIGHT, "Trend weight", "kg", Summing.MEAN)
FAT: Final = Measure(names.BODY_FAT, "Body fat", "%", Summing.MEAN)
UNWELL: Final = Measure(names.UNWELL, "Ill or injured", "share of days", Summing.MEAN)
BEGUN: Final = days_after(TODAY, -27)


@final
class FixedMeasures(Measures):
    """Publishes what it was given, and counts how often it was asked."""

    def __init__(self, values: Mapping[str, Sequence[DayValue]] | None = None) -> None:
        self.values = dict(values or {})
        self.published = MEASURES
        self.asked: list[str] = []

    def measures(self) -> tuple[Measure, ...]:
        """What it was given."""
        return self.published

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> Result[tuple[DayValue, ...], UnknownMeasure]:
        """The values of [start, end)."""
        self.asked.append(name)
        if name not in {measure.name for measure in self.published}:
            return Failure(UnknownMeasure(name, ()))
        found = self.values.get(name, ())
        return Success(tuple(one for one in found if start <= one.day < end))


@final
class FixedFuel(Signals):
    """Publishes one energy availability, or none."""

    def __init__(self, kcal_kg: float | None = None, quality: float = 1.0) -> None:
        self.kcal_kg = kcal_kg
        self.quality = quality

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """Another signal first, and that one where there is one."""
        protein = NoSignal(SignalName.PROTEIN, Missing("meals"))
        if self.kcal_kg is None:
            return (protein, NoSignal(SignalName.ENERGY_AVAILABILITY, Missing("meals")))
        name = SignalName.ENERGY_AVAILABILITY
        return (protein, Signal(name, self.kcal_kg, self.quality, at(NOW), 7, 7))


@final
class FixedProfiles(Profiles):
    """Everybody lives in one zone, and is of one sex."""

    def __init__(
        self,
        zone: TimeZone = UTC_ZONE,
        sex: Sex | None = None,
        height: Distance | None = None,
    ) -> None:
        self.zone = zone
        self.sex = sex
        self.height = height

    def profile(self, person: PersonId) -> Profile:
        """The profile of somebody who said where they live."""
        return Profile(sex=self.sex, height=self.height, home_zone=self.zone)


def goals_service(
    measures: Measures,
    books: GoalBooks | None = None,
    clock: PinnedClock | None = None,
    profiles: FixedProfiles | None = None,
    fuel: FixedFuel | None = None,
) -> Goals:
    """Goals over memory, at a pinned time, with counted ids."""
    return Goals(
        books or MemoryGoalBooks(Revisions()),
        measures,
        profiles or FixedProfiles(),
        fuel or FixedFuel(),
        clock or PinnedClock(),
        CountedIds(),
    )


def moment_on(day: dt.date, hour: int = 6, offset_s: int = 0) -> Moment:
    """A moment on a local day."""
    local = dt.datetime.combine(day, dt.time(hour), dt.timezone(dt.timedelta(seconds=offset_s)))
    return Moment(at(local), offset_s)


def goal_of(aim: Aim, start: LocalDate, measure: Measure = WEIGHT) -> Goal:
    """A goal that was set on its first day."""
    return Goal(GoalId(UUID(int=1)), measure.name, start, Agreed(moment_on(start), Terms("", aim)))


def a_series(values: Sequence[float | None], last: LocalDate) -> tuple[DayValue, ...]:
    """One value a day up to `last`; a None is a day without one."""
    first = days_after(last, 1 - len(values))
    return tuple(
        DayValue(days_after(first, n), value) for n, value in enumerate(values) if value is not None
    )


def streak_of(goal: Goal, values: tuple[DayValue, ...], day: LocalDate = TODAY) -> StreakProgress:
    found = good(progress_on(goal, Summing.SUM, values, day))
    assert isinstance(found, StreakProgress)
    return found


def a_streak(met: list[bool], freezes: int = 0, *, today: float | None = None) -> StreakProgress:
    """A daily streak that began with the first of these closed days."""
    values = a_series([*(9.0 if kept else 1.0 for kept in met), today], TODAY)
    goal = goal_of(Streak(5.0, freezes_per_30_days=freezes), days_after(TODAY, -len(met)))
    return streak_of(goal, values)


def a_forecast(
    values: tuple[DayValue, ...], aim: Reach, start: LocalDate, measure: Measure = WEIGHT
) -> Forecast:
    return good(forecast_on(goal_of(aim, start, measure), Summing.MEAN, values, TODAY))


def an_appraisal(
    aim: Aim,
    values: tuple[DayValue, ...],
    measure: Measure = WEIGHT,
    start: LocalDate = BEGUN,
    body: Body | None = None,
) -> Appraisal:
    """The figures of a goal, of these values alone."""
    goal = goal_of(aim, start, measure)
    progress = progress_on(goal, measure.summing, values, TODAY)
    forecast = forecast_on(goal, measure.summing, values, TODAY)
    return appraise(goal, measure, values, progress, forecast, body or Body(), TODAY)


NOISE: Final = (0.3, -0.2, 0.1, -0.4, 0.2, 0.0, -0.1)
FALLING: Final = a_series([80 - 0.1 * n + NOISE[n % 7] for n in range(28)], TODAY)
numbers = st.integers(-4_000, 4_000).map(lambda n: n / 8)
positive = st.integers(1, 4_000).map(lambda n: n / 8)
shares = st.floats(0, 1)
days = st.integers(-400, 400).map(lambda n: days_after(TODAY, n))
series = st.lists(st.none() | numbers, max_size=60)
periods = st.sampled_from(Period)
reaches = st.builds(
    lambda start, way, due: Reach(start, start + way, due),
    numbers,
    positive | positive.map(lambda n: -n),
    st.none() | st.integers(1, 400).map(lambda n: days_after(TODAY, n)),
)
maintains = st.builds(Maintain, numbers, positive, periods)
avoids = st.builds(Avoid, positive | st.just(0.0), st.sampled_from(Counting), periods)
streaks = st.builds(Streak, numbers, st.sampled_from(Sense), periods, st.integers(0, FREEZES_MOST))
aims: st.SearchStrategy[Aim] = reaches | maintains | avoids | streaks
measures = st.sampled_from(MEASURES)
whole_days = st.integers(0, 60).map(float)
points = st.lists(st.tuples(whole_days, numbers), min_size=3, max_size=30).filter(
    lambda some: len({x for x, _ in some}) > 1
)
factors = st.sampled_from([-4.0, -0.5, 0.25, 2.0, 8.0])  # Exact in binary, so laws are exact too.


def points_at(*some: tuple[float, float]) -> Series:
    """Points that are numbers."""
    return good(series_of(some))


def line_through(some: Sequence[tuple[float, float]]) -> Line:
    """The least-squares line through points that have one."""
    return good(fit_line(points_at(*some)))


def robust_through(some: Sequence[tuple[float, float]]) -> Robust:
    """The robust line through points that have one."""
    return good(theil_sen(points_at(*some)))
