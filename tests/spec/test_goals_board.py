"""The rules of the board, and of the values a goal stands on."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    MEASURES,
    MONDAY,
    STEPS,
    TODAY,
    WEIGHT,
    FixedMeasures,
    a_series,
    aims,
    avoids,
    days,
    goal_of,
    goals_service,
    maintains,
    measures,
    periods,
    positive,
    series,
    streak_of,
    streaks,
)
from tests.support import NOW, PinnedClock, good, refused, somebody
from vegaloop.goals import (
    Aim,
    AmendGoal,
    Avoid,
    AvoidProgress,
    Counting,
    Expected,
    Maintain,
    MaintainProgress,
    Period,
    Reach,
    ReachProgress,
    Sense,
    SetGoal,
    Streak,
    Terms,
)
from vegaloop.goals.domain.aim import VALUE_MOST
from vegaloop.goals.domain.decisions import DueNotAfterStart, NotSummable
from vegaloop.goals.domain.outlook import forecast_on
from vegaloop.goals.domain.period import Span, closed_periods, span_around
from vegaloop.goals.domain.progress import JUDGED_DAYS_MOST, looks_back_to, progress_on
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import Missing, Undefined
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import DayValue, Measure, Summing, UnknownMeasure
from vegaloop.kernel.time import LocalDate, days_after


class TestGoal20:
    """GOAL-20. The board tells of each open goal what asking for it alone tells, with one look at each measure."""

    @given(st.lists(st.tuples(aims, measures, st.integers(-60, 0)), max_size=8), series)
    def test_the_board_is_the_sum_of_its_goals(
        self, wanted: list[tuple[Aim, Measure, int]], values: list[float | None]
    ) -> None:
        me = somebody()
        found = a_series(values, TODAY)
        known = FixedMeasures({measure.name: found for measure in MEASURES})
        goals = goals_service(known)
        for aim, measure, start in wanted:
            command = SetGoal(me, measure.name, Terms("", aim), days_after(TODAY, start))
            match goals.set_goal(command):
                case Success(standing):
                    assert standing.unit == measure.unit
                case Failure(error):
                    assert isinstance(error, (NotSummable, DueNotAfterStart, OutOfRange))
        known.asked.clear()
        board = goals.board(me, TODAY)
        assert sorted(known.asked) == sorted({one.goal.measure for one in board})
        for one in board:
            alone = good(goals.goal(me, one.goal.id, TODAY))
            assert (alone.goal, alone.unit, alone.day) == (one.goal, one.unit, one.day)
            assert (alone.progress, alone.forecast) == (one.progress, one.forecast)

    def test_a_measure_that_is_gone(self) -> None:
        me, known = somebody(), FixedMeasures()
        goals = goals_service(known)
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Maintain(90, 1))))).goal.id
        known.published = ()
        (one,) = goals.board(me, TODAY)
        assert refused(one.progress) == refused(one.forecast) == Missing(WEIGHT.name)
        assert good(goals.amend(AmendGoal(me, mine, "still"))).unit is None

    def test_a_measure_that_goes_while_it_is_read(self) -> None:
        class Going(FixedMeasures):
            def measured(self, *_: object) -> Failure[UnknownMeasure]:
                return Failure(UnknownMeasure("x", ()))

        me, goals = somebody(), goals_service(Going())
        standing = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(90, 80)))))
        assert refused(standing.progress) == Missing(WEIGHT.name)

    def test_a_goal_to_come_asks_for_nothing(self) -> None:
        me, known = somebody(), FixedMeasures()
        goals = goals_service(known)
        start = days_after(TODAY, 9)
        aim = Reach(0, 1_000)
        standing = good(goals.set_goal(SetGoal(me, STEPS.name, Terms("", aim), start)))
        assert refused(standing.progress) == Undefined("progress", "the goal has not begun")
        assert known.asked == []


class TestGoal21:
    """GOAL-21. Over a measure that adds up, a goal to reach a value counts the total since its first day."""

    @given(st.lists(st.none() | positive, min_size=1, max_size=60), st.integers(0, 70))
    def test_the_total_since_the_first_day(self, values: list[float | None], ago: int) -> None:
        start, found = days_after(TODAY, -ago), a_series(values, TODAY)
        goal = goal_of(Reach(100, 2_000), start, STEPS)
        counted = [one.value for one in found if one.day >= start]
        match progress_on(goal, Summing.SUM, found, TODAY):
            case Success(ReachProgress(share, current, _)):
                assert current == 100 + sum(counted)
                assert share == pytest.approx(min(1, sum(counted) / 1_900))
            case Success(other):
                raise AssertionError(other)
            case Failure(reason):
                assert reason == Missing(STEPS.name)
                assert not counted

    def test_a_total_is_forecast_like_a_level(self) -> None:
        goal = goal_of(Reach(0, 1_000, days_after(TODAY, 80)), days_after(TODAY, -19), STEPS)
        values = a_series([10.0 + n % 3 for n in range(20)], TODAY)
        found = good(forecast_on(goal, Summing.SUM, values, TODAY))
        assert found.slope_per_day == pytest.approx(11, abs=0.1)
        assert isinstance(found.arrival, Expected)
        assert found.arrival.on == days_after(TODAY, 71)


class TestGoal22:
    """GOAL-22. What was not recorded is unknown: it leaves a mean, and keeps no streak alive."""

    @given(maintains, series.filter(lambda some: any(one is not None for one in some)))
    def test_a_mean_is_of_what_is_known(self, aim: Maintain, values: list[float | None]) -> None:
        daily = Maintain(aim.centre, aim.tolerance)
        goal = goal_of(daily, days_after(TODAY, -60))
        progress = good(
            progress_on(goal, Summing.MEAN, a_series(values, days_after(TODAY, -1)), TODAY)
        )
        known = [value for value in values if value is not None]
        assert isinstance(progress, MaintainProgress)
        assert progress.adherence.due == len(known)

    @given(streaks, periods)
    def test_nothing_keeps_nothing_alive(self, aim: Streak, period: Period) -> None:
        at_most = Streak(VALUE_MOST, Sense.AT_MOST, period)
        found = streak_of(goal_of(at_most, days_after(TODAY, -30)), ())
        assert (found.current, found.longest) == (0, 0)
        assert found.adherence is not None
        assert found.adherence.kept == 0
        assert streak_of(goal_of(aim, days_after(TODAY, -30)), ()).current == 0

    @given(avoids | maintains)
    def test_nothing_recorded_is_said(self, aim: Aim) -> None:
        goal = goal_of(aim, days_after(TODAY, -30))
        assert refused(progress_on(goal, Summing.SUM, (), TODAY)) == Missing(WEIGHT.name)

    @given(st.lists(st.none() | positive | st.just(0.0), min_size=7, max_size=7))
    def test_a_limit_counts_what_is_known(self, values: list[float | None]) -> None:
        sunday = days_after(MONDAY, 6)
        known = [value for value in values if value is not None]
        for counting, used in (
            (Counting.SUM, sum(known)),
            (Counting.DAYS, sum(value > 0 for value in known)),
        ):
            goal = goal_of(Avoid(3, counting), days_after(MONDAY, -7))
            found = progress_on(goal, Summing.SUM, a_series(values, sunday), sunday)
            match found:
                case Success(AvoidProgress(used=got, within=within, span=span)):
                    assert got == used
                    assert within == (used <= 3)
                    assert span == Span(MONDAY, days_after(MONDAY, 7))
                case Success(other):
                    raise AssertionError(other)
                case Failure(reason):
                    assert not known
                    assert reason == Missing(WEIGHT.name)


class TestGoal23:
    """GOAL-23. Only the values of a bounded stretch of days before a day decide how a goal stands on it."""

    @given(aims, measures, series, st.integers(0, 500))
    def test_older_and_later_values_change_nothing(
        self, aim: Aim, measure: Measure, values: list[float | None], ago: int
    ) -> None:
        goal = goal_of(aim, days_after(TODAY, -ago), measure)
        first = looks_back_to(goal, measure.summing, TODAY)
        inside = tuple(one for one in a_series(values, TODAY) if one.day >= first)
        older = (DayValue(days_after(first, -9), 3.0), DayValue(days_after(first, -1), 5.0))
        more = (*older, *inside, DayValue(days_after(TODAY, 1), 7.0))
        summing = measure.summing
        assert progress_on(goal, summing, more, TODAY) == progress_on(goal, summing, inside, TODAY)
        assert forecast_on(goal, summing, more, TODAY) == forecast_on(goal, summing, inside, TODAY)
        assert first == goal.start or (TODAY - first).days in (84, JUDGED_DAYS_MOST)


class TestPeriods:
    """Days and ISO weeks tile the calendar."""

    @given(days, periods)
    def test_a_day_lies_in_its_span(self, day: LocalDate, period: Period) -> None:
        span = span_around(day, period)
        assert day.toordinal() in span.numbers
        assert len(span.numbers) == period.days
        assert period is Period.DAY or span.start.weekday() == 0

    @given(days, st.integers(-20, 200), periods)
    def test_closed_periods_tile(self, since: LocalDate, ahead: int, period: Period) -> None:
        day = days_after(since, ahead)
        closed, first, last = (
            closed_periods(since, day, period),
            since.toordinal(),
            day.toordinal(),
        )
        assert all(one.stop == two.start for one, two in itertools.pairwise(closed))
        assert all(first <= one.start and one.stop <= last for one in closed)
        assert all(one == span_around(_day(one.start), period).numbers for one in closed)
        if closed:
            assert closed[0].start - first < period.days
            assert last - closed[-1].stop < period.days
        else:
            assert ahead < 2 * period.days - 1


def _day(number: int) -> LocalDate:
    return LocalDate(dt.date.fromordinal(number))


def test_the_clock_is_only_read_for_today() -> None:
    clock = PinnedClock(NOW + dt.timedelta(days=3))
    goals = goals_service(FixedMeasures(), clock=clock)
    assert goals.today(somebody()) == days_after(TODAY, 3)
    assert goals.measures() == MEASURES
