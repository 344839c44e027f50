"""Goals, their values and the measures they are over; valid by construction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, final
from uuid import UUID

from hypothesis import strategies as st

from tests.support import NOW, CountedIds, PinnedClock, at
from vegaloop.goals.adapters.memory import MemoryGoalBooks
from vegaloop.goals.application.ports import GoalBooks
from vegaloop.goals.application.service import Goals
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
from vegaloop.goals.domain.goal import Agreed, Goal, GoalId
from vegaloop.goals.domain.period import Period
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure, Measures, Summing, UnknownMeasure
from vegaloop.kernel.time import UTC_ZONE, LocalDate, Moment, TimeZone, day_of, days_after

TODAY: Final = day_of(NOW)
WEIGHT: Final = Measure("biometrics.weight_kg", "Weight", "kg", Summing.MEAN)
STEPS: Final = Measure("activity.steps", "Steps", "steps", Summing.SUM)
MEASURES: Final = (WEIGHT, STEPS)


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
class FixedProfiles(Profiles):
    """Everybody lives in one zone."""

    def __init__(self, zone: TimeZone = UTC_ZONE) -> None:
        self.zone = zone

    def profile(self, person: PersonId) -> Profile:
        """The profile of somebody who said where they live."""
        return Profile(home_zone=self.zone)


def goals_service(
    measures: Measures,
    books: GoalBooks | None = None,
    clock: PinnedClock | None = None,
    profiles: FixedProfiles | None = None,
) -> Goals:
    """Goals over memory, at a pinned time, with counted ids."""
    return Goals(
        books or MemoryGoalBooks(Revisions()),
        measures,
        profiles or FixedProfiles(),
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
