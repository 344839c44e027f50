"""The exact edges of goals: at a bound, just inside of it and just outside."""

from __future__ import annotations

import itertools
import math

import pytest

from tests.strategies.goals import (
    AT_LEAST_5,
    BEGUN,
    CTL,
    FALLING,
    MONDAY,
    STEPS,
    TODAY,
    WEIGHT,
    FixedMeasures,
    a_forecast,
    a_series,
    an_appraisal,
    goal_of,
    goals_service,
    line_through,
    points_at,
)
from tests.support import good, refused, somebody
from vegaloop.goals import (
    Arrived,
    Avoid,
    AvoidProgress,
    Counting,
    Expected,
    Maintain,
    MaintainProgress,
    Reach,
    ReachProgress,
    SetGoal,
    Streak,
    StreakProgress,
    Terms,
    Unreachable,
)
from vegaloop.goals.domain.footing import Footing, share_of_days
from vegaloop.goals.domain.formulas.arrival import Meeting, meeting_within
from vegaloop.goals.domain.formulas.line import Line
from vegaloop.goals.domain.formulas.progress import Run, band_score, share_left
from vegaloop.goals.domain.outlook import WhyNot, forecast_on
from vegaloop.goals.domain.period import Period, Span
from vegaloop.goals.domain.progress import looks_back_to, progress_on
from vegaloop.goals.domain.restraint import volume_restraint
from vegaloop.goals.formulas import (
    Belief,
    autocorrelation_factor,
    bayes_slope,
    level_ahead,
    reach_probability,
    step_noise,
)
from vegaloop.kernel.evidence import Missing, Undefined
from vegaloop.kernel.signal import Summing
from vegaloop.kernel.time import days_after

NEAR = pytest.approx


class TestForecasts:
    """The forecast of a goal to the digit."""

    def test_a_chance(self) -> None:
        due = days_after(TODAY, 30)
        found = a_forecast(FALLING, Reach(81, 74, due), BEGUN)
        line = line_through([(n, one.value) for n, one in enumerate(FALLING)])
        pace = -7 / 57
        slope = bayes_slope(Belief(pace, -pace / 2), Belief(line.slope, line.slope_se))
        level = Belief(line.at(27), line.level_se(27))
        predicted = good(level_ahead(level, slope, 30, 0.01))
        assert good(found.probability) == NEAR(good(reach_probability(predicted, 74, rising=False)))

    def test_gaps_at_both_ends(self) -> None:
        days = [0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20]
        values = tuple(
            one
            for n, one in enumerate(
                a_series([80 - n / 8 for n in range(21)], days_after(TODAY, -3))
            )
            if n in days
        )
        found = a_forecast(values, Reach(80, 70), BEGUN)
        assert (found.level_now, found.slope_per_day) == (NEAR(80 - 23 / 8), NEAR(-1 / 8))
        assert found.robust_slope_per_day == NEAR(-1 / 8)
        assert isinstance(found.arrival, Expected)
        assert found.arrival.on == days_after(TODAY, 57)
        there = a_forecast(values, Reach(81, 77.5), BEGUN)
        assert there.arrival == Arrived(days_after(TODAY, -3))
        past = a_forecast(values, Reach(81, 77.25), BEGUN).arrival
        assert past == Expected(TODAY, TODAY, TODAY)

    @pytest.mark.parametrize(("days", "reachable"), [(3_640, True), (3_653, True), (3_654, False)])
    def test_the_horizon(self, days: int, reachable: bool) -> None:
        values = a_series([n / 8 for n in range(28)], TODAY)
        found = a_forecast(values, Reach(0, (27 + days) / 8), BEGUN)
        if reachable:
            assert isinstance(found.arrival, Expected)
            assert found.arrival.on == days_after(TODAY, days)
            assert found.arrival.latest is None
        else:
            assert found.arrival == Unreachable(WhyNot.BEYOND_HORIZON)

    def test_only_a_way_has_one(self) -> None:
        found = forecast_on(goal_of(AT_LEAST_5, BEGUN), Summing.SUM, (), TODAY)
        assert refused(found) == Undefined("forecast", "only a goal to reach a value has one")

    def test_a_total_is_widened_and_wanders_by_its_steps(self) -> None:
        values = a_series([10.0 + 3 * math.sin(n / 3) for n in range(28)], TODAY)
        goal = goal_of(Reach(0, 900, days_after(TODAY, 60)), BEGUN, STEPS)
        found = good(forecast_on(goal, Summing.SUM, values, TODAY))
        totals = list(itertools.accumulate(one.value for one in values))
        line = line_through(list(enumerate(totals)))
        rest = line.residuals(points_at(*enumerate(totals)))
        wide = line.widened(autocorrelation_factor(rest))
        assert found.slope_se_per_day == NEAR(wide.slope_se) != NEAR(line.slope_se)
        slope = bayes_slope(Belief(900 / 87, 450 / 87), Belief(wide.slope, wide.slope_se))
        level = Belief(wide.at(27), wide.level_se(27))
        predicted = good(level_ahead(level, slope, 60, step_noise(rest)))
        assert good(found.probability) == NEAR(good(reach_probability(predicted, 900, rising=True)))

    def test_how_full_a_window_is(self) -> None:
        assert [share_of_days(n) for n in (7, 28, 56)] == [0.25, 1, 1]

    def test_a_bound_left_of_what_was_measured(self) -> None:
        vague = Line(100, -1, 1, 2, 28, 13.5, 4)
        assert meeting_within(vague, 50, -100, 2) == Meeting(-100, None)
        assert meeting_within(vague, 50, 13.5, 2) == Meeting(NEAR(25.66275245753), None)
        rising = Line(0, 1, 1, 2, 28, 13.5, 4)
        assert meeting_within(rising, 50, -100, 2) == Meeting(-100, None)


class TestProgress:
    """The progress of a goal to the digit."""

    def test_a_limit(self) -> None:
        values = a_series([2.0, 1.0], days_after(MONDAY, 1))
        day = days_after(MONDAY, 1)
        goal = goal_of(Avoid(3), days_after(MONDAY, -7), STEPS)
        at = good(progress_on(goal, Summing.SUM, values, day))
        assert at == AvoidProgress(0, 3, True, Span(MONDAY, days_after(MONDAY, 7)), None, None)
        whole = (*a_series([1.0] * 7, days_after(MONDAY, -1)), *values)
        over = good(progress_on(goal_of(Avoid(4), goal.start, STEPS), Summing.SUM, whole, day))
        assert isinstance(over, AvoidProgress)
        assert (over.share, over.within, over.recent) == (0.25, True, 0)
        assert over.adherence is not None
        assert (over.adherence.kept, over.adherence.due) == (0, 1)

    def test_at_the_limit_is_kept(self) -> None:
        start = days_after(TODAY, -2)
        values = a_series([3.0, 3.5, 0.0], TODAY)
        limited = goal_of(Avoid(3, Counting.SUM, Period.DAY), start, STEPS)
        found = good(progress_on(limited, Summing.SUM, values, TODAY))
        assert isinstance(found, AvoidProgress)
        assert found.adherence is not None
        assert (found.adherence.kept, found.adherence.due) == (1, 2)
        band = goal_of(Maintain(2, 1), start)
        kept = good(progress_on(band, Summing.MEAN, values, TODAY))
        assert isinstance(kept, MaintainProgress)
        assert (kept.adherence.kept, kept.share) == (1, 0.75)

    def test_a_way(self) -> None:
        goal = goal_of(Reach(80, 70), BEGUN)
        found = good(progress_on(goal, Summing.MEAN, a_series([76.0, None], TODAY), TODAY))
        assert found == ReachProgress(0.4, 76, days_after(TODAY, -1))

    def test_a_week_that_is_open(self) -> None:
        goal = goal_of(Streak(30.0, period=Period.WEEK), MONDAY)
        day = days_after(MONDAY, 3)
        for each, met in ((7.5, True), (7.4, False)):
            found = good(progress_on(goal, Summing.SUM, a_series([each] * 4, day), day))
            assert isinstance(found, StreakProgress)
            assert (found.pending_met, found.since) == (met, MONDAY)
        average = good(progress_on(goal, Summing.MEAN, a_series([30.0] * 4, day), day))
        assert isinstance(average, StreakProgress)
        assert average.pending_met

    def test_how_far_back(self) -> None:
        way, old = Reach(80, 70), days_after(TODAY, -5_000)
        assert looks_back_to(goal_of(way, old), Summing.SUM, TODAY) == old
        assert looks_back_to(goal_of(way, old), Summing.MEAN, TODAY) == days_after(TODAY, -84)
        kept = goal_of(AT_LEAST_5, old)
        assert looks_back_to(kept, Summing.SUM, TODAY) == days_after(TODAY, -3_653)

    def test_small_bands_and_limits(self) -> None:
        assert band_score(5.75, 5, 0.5) == 0.5
        assert share_left(0.125, 0.5) == 0.75
        assert Run(3, 3, (100,)).frozen_lately(100) == (100,)
        assert Run(3, 3, (100,)).frozen_lately(130) == ()


class TestPaces:
    """What a pace rests on."""

    def test_a_volume(self) -> None:
        found = good(volume_restraint(a_series([10.0] * 20, TODAY), TODAY))
        assert found.footing == Footing(140, "total", 14, 14, 1)

    def test_whose_limit_it_is(self) -> None:
        rise = an_appraisal(Reach(40, 60, days_after(TODAY, 70)), (), CTL, TODAY).pace
        assert good(rise.advised).method == good(rise.hard).method == "ctl-ramp"
        loss = an_appraisal(Reach(80, 76, days_after(TODAY, 70)), (), start=TODAY).pace
        assert good(loss.advised).method == good(loss.hard).method == "helms-2014"
        assert good(loss.hard).notes == ()

    def test_no_day_is_safe_within_ten_years(self) -> None:
        far = an_appraisal(Reach(40, 400, days_after(TODAY, 70)), (), CTL, TODAY).pace
        assert good(far.safe_on) == days_after(TODAY, 360)
        farther = an_appraisal(Reach(40, 3_694, days_after(TODAY, 70)), (), CTL, TODAY).pace
        assert refused(farther.safe_on) == Undefined("safe day", "none lies within ten years")

    def test_every_figure_of_what_asks_for_no_rate(self) -> None:
        why = Undefined("pace", "only a goal to reach a value has one")
        pace = an_appraisal(AT_LEAST_5, ()).pace
        reasons = (pace.required, pace.advised, pace.hard, pace.floor, pace.verdict, pace.safe_on)
        assert [refused(one) for one in reasons] == [why] * 6

    def test_every_figure_of_what_is_gone(self) -> None:
        me, known = somebody(), FixedMeasures()
        goals = goals_service(known)
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 70)))))
        known.published = ()
        told = good(goals.goal(me, mine.goal.id)).appraisal
        figures = (told.chance, told.days_to_target, told.adherence, told.recent_adherence)
        assert [refused(one) for one in figures] == [Missing(WEIGHT.name)] * 4
