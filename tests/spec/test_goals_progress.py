"""The rules of progress over days."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    AT_LEAST_5,
    MONDAY,
    STEPS,
    TODAY,
    WEIGHT,
    FixedMeasures,
    FixedProfiles,
    a_series,
    a_streak,
    goal_of,
    goals_service,
    moment_on,
    numbers,
    positive,
    streak_of,
)
from tests.support import PinnedClock, good, refused, somebody
from vegaloop.goals import (
    Agreed,
    Avoid,
    Maintain,
    MaintainProgress,
    Period,
    Reach,
    ReachProgress,
    Sense,
    SetGoal,
    State,
    Streak,
    StreakProgress,
    Terms,
    Turned,
)
from vegaloop.goals.domain.formulas.progress import maintain_score
from vegaloop.goals.domain.progress import progress_on
from vegaloop.kernel.evidence import TooFew, Undefined
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import TimeZone, days_after


class TestReach:
    """A goal that starts where it leads has no way to measure; the formula itself is GOAL-1."""

    def test_there_is_no_way(self) -> None:
        goal = goal_of(Reach(5, 5), days_after(TODAY, -2))
        away = progress_on(goal, Summing.MEAN, a_series([6.0], TODAY), TODAY)
        assert isinstance(refused(away), Undefined)


class TestGoal2:
    """GOAL-2. A period to maintain scores 1 within the tolerance and falls in a line to 0 at twice it; the progress is the mean of the closed periods since the goal began."""

    @given(st.lists(numbers, min_size=1, max_size=40), numbers, positive)
    def test_the_mean_of_the_closed_days(
        self, values: list[float], centre: float, tolerance: float
    ) -> None:
        goal = goal_of(Maintain(centre, tolerance), days_after(TODAY, -len(values)))
        today = DayValue(TODAY, centre)
        found = (*a_series(values, days_after(TODAY, -1)), today)
        progress = good(progress_on(goal, Summing.MEAN, found, TODAY))
        assert isinstance(progress, MaintainProgress)
        scores = [good(maintain_score(value, centre, tolerance)) for value in values]
        assert progress.share == pytest.approx(math.fsum(scores) / len(scores))
        assert progress.adherence.due == len(values)
        assert progress.adherence.kept == scores.count(1)

    def test_no_closed_day_is_forgotten(self) -> None:
        values = a_series([9.0] * 200 + [5.0] * 200, days_after(TODAY, -1))
        goal = goal_of(Maintain(5, 1), days_after(TODAY, -400))
        progress = good(progress_on(goal, Summing.MEAN, values, TODAY))
        assert isinstance(progress, MaintainProgress)
        assert (progress.share, progress.adherence.due) == (0.5, 400)

    def test_a_week_is_its_mean_or_its_sum(self) -> None:
        values = a_series([10.0] * 7, days_after(MONDAY, -1))
        start = days_after(MONDAY, -7)
        for measure, centre in ((WEIGHT, 10.0), (STEPS, 70.0)):
            goal = goal_of(Maintain(centre, 1, Period.WEEK), start, measure)
            progress = good(progress_on(goal, measure.summing, values, TODAY))
            assert isinstance(progress, MaintainProgress)
            assert progress.share == 1

    def test_before_anything_is_closed_there_is_none(self) -> None:
        goal = goal_of(Maintain(5, 1), TODAY)
        assert refused(progress_on(goal, Summing.MEAN, (), TODAY)) == TooFew("closed periods", 0, 1)
        early = progress_on(goal, Summing.MEAN, (), days_after(TODAY, -1))
        assert refused(early) == Undefined("progress", "the goal has not begun")


class TestGoal5:
    """GOAL-5. A streak counts the periods met in a row up to the last closed one, and the longest since the goal began; the open period neither breaks nor extends it."""

    @given(st.lists(st.booleans(), max_size=100))
    def test_it_is_the_last_run_and_the_longest_one(self, met: list[bool]) -> None:
        runs = [len(run) for run in "".join("x" if kept else " " for kept in met).split(" ")]
        progress = a_streak(met)
        assert progress.current == runs[-1]
        assert progress.longest == max(runs)
        kept = progress.adherence
        assert (kept is None) == (not met)
        assert kept is None or (kept.kept, kept.due) == (met.count(True), len(met))

    @given(st.lists(st.booleans(), max_size=40), st.sampled_from([None, 1.0, 9.0]))
    def test_today_is_pending(self, met: list[bool], today: float | None) -> None:
        progress = a_streak(met, today=today)
        assert progress.current == a_streak(met).current
        assert progress.pending_met == (today == 9.0)

    @given(
        st.lists(st.tuples(st.booleans(), st.integers(1, 120)), min_size=1, max_size=4),
        st.integers(0, 3),
    )
    def test_the_longest_never_falls(self, runs: list[tuple[bool, int]], freezes: int) -> None:
        met = [kept for kept, days in runs for _ in range(days)]
        found = [a_streak(met[:n], freezes) for n in range(0, len(met) + 1, 60)]
        assert all(one.current <= one.longest for one in found)
        assert all(one.longest <= two.longest for one, two in itertools.pairwise(found))

    def test_it_remembers_years(self) -> None:
        kept = a_streak([True] * 800)
        assert (kept.current, kept.longest) == (800, 800)
        broken = a_streak([True] * 400 + [False] * 400)
        assert (broken.current, broken.longest) == (0, 400)

    @given(st.integers(0, 6))
    def test_a_week_is_closed_on_the_next_monday(self, weekday: int) -> None:
        goal = goal_of(Streak(30.0, period=Period.WEEK), days_after(MONDAY, -14))
        values = a_series([5.0] * 14, days_after(MONDAY, -1))
        assert streak_of(goal, values, days_after(MONDAY, weekday)).current == 2
        assert streak_of(goal, values, days_after(MONDAY, -1)).current == 1

    def test_at_most_is_the_other_side(self) -> None:
        goal = goal_of(Streak(5.0, Sense.AT_MOST), days_after(TODAY, -3))
        assert streak_of(goal, a_series([5.0, 6.0, 4.0, None], TODAY)).current == 1


class TestFreezes:
    """Frozen misses in a streak; the formula itself is GOAL-6."""

    def test_two_misses_with_one_freeze(self) -> None:
        assert a_streak([True, True, False, True], freezes=1).current == 3
        assert a_streak([True, True, False, True], freezes=1).freezes_left == 0
        assert a_streak([True, False, False, True], freezes=1).current == 1
        assert a_streak([True, True], freezes=2).freezes_left == 2

    def test_other_kinds_before_judge_by_their_own_terms(self) -> None:
        start, values = days_after(TODAY, -4), a_series([3.0, 9.0, 9.0, 9.0, None], TODAY)
        later = Agreed(moment_on(days_after(TODAY, -2)), Terms("", AT_LEAST_5))
        limited = streak_of(goal_of(Avoid(3, period=Period.DAY), start).changed(later), values)
        assert (limited.current, limited.longest) == (2, 2)
        reached = streak_of(goal_of(Reach(1, 2), start).changed(later), values)
        assert (reached.current, reached.longest) == (2, 2)


class TestGoal7:
    """GOAL-7. A period is due where the goal ran on each of its days; a paused day neither breaks nor extends anything."""

    @given(st.lists(st.booleans(), min_size=1, max_size=30), st.lists(st.booleans(), max_size=30))
    def test_paused_days_might_as_well_not_be(self, before: list[bool], after: list[bool]) -> None:
        paused = 9
        whole = len(before) + paused + len(after)
        goal = goal_of(AT_LEAST_5, days_after(TODAY, -whole))
        rest = goal.changed(
            Turned(moment_on(days_after(TODAY, len(before) - whole)), State.PAUSED)
        ).changed(Turned(moment_on(days_after(TODAY, -len(after))), State.ACTIVE))
        met = [*before, *[False] * paused, *after]
        values = a_series([9.0 if kept else 1.0 for kept in met], days_after(TODAY, -1))
        found, bare = streak_of(rest, values), a_streak([*before, *after])
        assert (found.current, found.longest) == (bare.current, bare.longest)
        assert found.adherence == bare.adherence

    def test_the_week_it_began_in_is_not_due(self) -> None:
        aim = Streak(30.0, period=Period.WEEK)
        values = a_series([9.0] * 14, days_after(MONDAY, -1))
        late = goal_of(aim, days_after(MONDAY, -13))
        assert (
            streak_of(late, values).adherence
            == streak_of(goal_of(aim, days_after(MONDAY, -7)), values).adherence
        )


class TestGoal8:
    """GOAL-8. A period is judged by the terms that held on its last day."""

    @given(st.lists(numbers, min_size=2, max_size=30), numbers, numbers, st.data())
    def test_new_terms_do_not_judge_the_past(
        self, values: list[float], old: float, new: float, data: st.DataObject
    ) -> None:
        at = data.draw(st.integers(0, len(values)))
        start = days_after(TODAY, -len(values))
        goal = goal_of(Streak(old), start).changed(
            Agreed(moment_on(days_after(start, at)), Terms("harder", Streak(new)))
        )
        found = streak_of(goal, a_series([*values, None], TODAY))
        met = [value >= (old if n < at else new) for n, value in enumerate(values)]
        assert found.adherence is not None
        assert found.adherence.kept == sum(met)

    def test_the_terms_of_a_past_day(self) -> None:
        start, between = days_after(TODAY, -9), days_after(TODAY, -4)
        goal = goal_of(Reach(80, 70), start).changed(
            Agreed(moment_on(between), Terms("", Reach(80, 60)))
        )
        values = a_series([80.0, 79.0, 78.0, 77.0, 76.0, 75.0, 75.0, 75.0, 75.0, 75.0], TODAY)
        shares = [
            found.share
            for day in (days_after(between, -1), between, TODAY)
            if isinstance(
                found := good(progress_on(goal, Summing.MEAN, values, day)), ReachProgress
            )
        ]
        assert shares == [0.4, 0.25, 0.25]


class TestGoal9:
    """GOAL-9. The local day of a value decides where it counts, so moving to another zone breaks no streak."""

    @given(st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"]))
    def test_a_streak_survives_a_journey(self, zone: str) -> None:
        me, profiles, clock = somebody(), FixedProfiles(), PinnedClock()
        values = a_series([9.0] * 30, days_after(TODAY, 2))
        goals = goals_service(FixedMeasures({"activity.steps": values}), None, clock, profiles)
        start = days_after(TODAY, -10)
        command = SetGoal(me, "activity.steps", Terms("walk", AT_LEAST_5), start)
        before = good(goals.set_goal(command))
        profiles.zone = TimeZone(zone)
        after = good(goals.goal(me, before.goal.id))
        one, two = good(before.progress), good(after.progress)
        assert isinstance(one, StreakProgress)
        assert isinstance(two, StreakProgress)
        assert two.current == one.current + (after.day - before.day).days
        assert two.current == two.longest
