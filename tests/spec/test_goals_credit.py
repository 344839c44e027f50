"""The rules of how reliably a goal is kept, over days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    AT_LEAST_5,
    FALLING,
    LOAD,
    MONDAY,
    STEPS,
    TODAY,
    UNWELL,
    WEIGHT,
    FixedMeasures,
    a_series,
    a_streak,
    an_appraisal,
    goal_of,
    goals_service,
)
from tests.support import good, refused, somebody
from vegaloop.goals import (
    Avoid,
    AvoidProgress,
    Maintain,
    MaintainProgress,
    Reach,
    Sense,
    SetGoal,
    Streak,
    StreakProgress,
    Terms,
)
from vegaloop.goals.domain.aim import Aim, Counting
from vegaloop.goals.domain.period import Period
from vegaloop.goals.domain.progress import progress_on
from vegaloop.goals.formulas import recent_adherence
from vegaloop.kernel.evidence import Derived, Undefined
from vegaloop.kernel.signal import DayValue, Measure, Summing
from vegaloop.kernel.time import days_after

NEAR = pytest.approx


class TestGoal42:
    """GOAL-42. A period with a day on which the person was ill or injured is not due."""

    @given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
    def test_an_ill_day_might_as_well_not_be(self, told: list[tuple[bool, bool]]) -> None:
        start = days_after(TODAY, -len(told))
        values = a_series([*(9.0 if met else 1.0 for met, _ in told), None], TODAY)
        unwell = {days_after(start, n).toordinal() for n, (_, ill) in enumerate(told) if ill}
        found = good(progress_on(goal_of(AT_LEAST_5, start), Summing.SUM, values, TODAY, unwell))
        assert isinstance(found, StreakProgress)
        bare = a_streak([met for met, ill in told if not ill])
        assert (found.current, found.longest) == (bare.current, bare.longest)
        assert (found.adherence, found.recent) == (bare.adherence, bare.recent)

    @pytest.mark.parametrize("weekday", range(7))
    def test_nor_is_its_week(self, weekday: int) -> None:
        goal = goal_of(Streak(30.0, period=Period.WEEK), days_after(MONDAY, -14))
        unwell = {days_after(MONDAY, weekday - 7).toordinal()}
        values = a_series([5.0] * 14, days_after(MONDAY, -1))
        found = good(progress_on(goal, Summing.SUM, values, TODAY, unwell))
        assert isinstance(found, StreakProgress)
        assert found.adherence is not None
        assert (found.current, found.adherence.due) == (1, 1)

    def test_it_is_asked_for_once_and_not_for_a_way(self) -> None:
        ill = (DayValue(days_after(TODAY, -2), 1.0), DayValue(days_after(TODAY, -1), 0.0))
        known = FixedMeasures({STEPS.name: a_series([9, 9, 1, 9, 9], TODAY), UNWELL.name: ill})
        known.published = (WEIGHT, STEPS, UNWELL)
        me, goals = somebody(), goals_service(known)
        start = days_after(TODAY, -4)
        walk = SetGoal(me, STEPS.name, Terms("", AT_LEAST_5), start)
        answer = good(goals.set_goal(walk)).progress
        found = good(answer)
        assert isinstance(found, StreakProgress)
        assert (found.current, found.longest) == (3, 3)
        assert known.asked == [STEPS.name, UNWELL.name]
        known.asked.clear()
        good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 70)), start)))
        assert UNWELL.name not in known.asked
        known.asked.clear()
        walked = [one for one in goals.board(me, TODAY) if one.goal.measure == STEPS.name]
        assert walked[0].progress == answer
        assert known.asked.count(UNWELL.name) == 1


class TestCredits:
    """The adherence of late of each kind of goal (GOAL-30, GOAL-31)."""

    @staticmethod
    def recent(aim: Aim, measure: Measure, *values: float | None) -> float | None:
        goal = goal_of(aim, days_after(TODAY, -len(values)), measure)
        series = a_series([*values, 0.0], TODAY)
        progress = good(progress_on(goal, measure.summing, series, TODAY))
        assert isinstance(progress, MaintainProgress | AvoidProgress | StreakProgress)
        return progress.recent

    @pytest.mark.parametrize(
        ("aim", "measure", "values", "credits"),
        [
            (AT_LEAST_5, STEPS, (5, 2, 20), (1, 0.4, 1)),
            (AT_LEAST_5, LOAD, (6.25, 2, 12.5), (1, 0.4, 0.5)),
            (AT_LEAST_5, STEPS, (5, None, 5), (1, 0, 1)),
            (Streak(0.5), STEPS, (0.25, 1), (0.5, 1)),
            (Streak(0), STEPS, (0, -1, 1), (1, 0, 1)),
            (Streak(-2), STEPS, (-2, -3, 1), (1, 0, 1)),
            (Streak(5, Sense.AT_MOST), STEPS, (5, 6, 1), (1, 0, 1)),
            (Maintain(5, 2), WEIGHT, (5, 8, None, 9), (1, 0.5, 0)),
            (Avoid(5, Counting.SUM, Period.DAY), STEPS, (5, 6, None, 1), (1, 0, 1)),
            (Avoid(0, Counting.DAYS, Period.DAY), STEPS, (0, 6, None, 0), (1, 0, 1)),
        ],
    )
    def test_each_kind(
        self,
        aim: Aim,
        measure: Measure,
        values: tuple[float | None, ...],
        credits: tuple[float, ...],
    ) -> None:
        assert self.recent(aim, measure, *values) == NEAR(good(recent_adherence(credits)))

    def test_nothing_due_has_none(self) -> None:
        assert self.recent(AT_LEAST_5, STEPS) is None
        assert self.recent(Avoid(5, Counting.SUM, Period.DAY), STEPS) is None


class TestGoal46:
    """GOAL-46. An adherence is shown with its interval where fewer than 30 periods were due."""

    @pytest.mark.parametrize("due", [1, 29, 30, 31])
    def test_the_interval_of_few(self, due: int) -> None:
        met = [n % 3 > 0 for n in range(due)]
        values = a_series([9.0 if kept else 1.0 for kept in met], days_after(TODAY, -1))
        start = days_after(TODAY, -due)
        found = an_appraisal(AT_LEAST_5, values, STEPS, start)
        known = a_streak(met)
        assert known.adherence is not None
        few = due < 30
        assert good(found.adherence) == Derived(
            value=known.adherence.rate,
            method="wilson-1927",
            formula_version="goals-4",
            window_days=due,
            n_valid=due,
            quality=min(1.0, due / 30),
            low=known.adherence.lower if few else None,
            high=known.adherence.upper if few else None,
        )
        recent = good(recent_adherence([1.0 if kept else 0.2 for kept in met]))
        assert good(found.recent_adherence) == Derived(
            value=recent,
            method="ewma-half-life-14",
            formula_version="goals-4",
            window_days=due,
            n_valid=due,
            quality=min(1.0, due / 30),
        )

    def test_where_there_is_none(self) -> None:
        way = an_appraisal(Reach(80, 70), FALLING)
        no_periods = Undefined("adherence", "a goal to reach a value has no periods")
        assert refused(way.adherence) == refused(way.recent_adherence) == no_periods
        new = an_appraisal(AT_LEAST_5, (), STEPS, TODAY)
        assert refused(new.adherence) == Undefined("adherence", "no period was due")
        ahead = an_appraisal(AT_LEAST_5, (), STEPS, days_after(TODAY, 1))
        not_begun = Undefined("progress", "the goal has not begun")
        assert refused(ahead.adherence) == refused(ahead.recent_adherence) == not_begun
