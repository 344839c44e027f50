"""The rules of the figures of a goal, and of what is asked for to make them."""

from __future__ import annotations

import math

import pytest

from tests.strategies.goals import (
    BEGUN,
    FALLING,
    FAT,
    HEIGHT,
    STEPS,
    TODAY,
    TREND,
    WEIGHT,
    FixedFuel,
    FixedMeasures,
    FixedProfiles,
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
    Appraised,
    Goals,
    Maintain,
    Reach,
    SetGoal,
    Streak,
    Terms,
    Verdict,
)
from vegaloop.goals.domain import names
from vegaloop.goals.domain.appraisal import ARRIVED, NOT_BEFORE, UNDERSTATED, WITH_PLAN
from vegaloop.goals.domain.outlook import forecast_on
from vegaloop.goals.domain.restraint import LOW_ENERGY
from vegaloop.goals.formulas import autocorrelation_factor
from vegaloop.kernel.evidence import Derived, Missing, Outside, TooFew, Undefined
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import DayValue, Measure, Summing
from vegaloop.kernel.time import days_after

NEAR = pytest.approx


class TestGoal34:
    """GOAL-34. The probability of a target is that of being there on its due day, and says that it slightly understates reaching it by then."""

    def test_it_says_so(self) -> None:
        aim = Reach(80, 75, days_after(TODAY, 25))
        found = good(an_appraisal(aim, FALLING).chance)
        assert found == Derived(
            value=good(a_forecast(FALLING, aim, BEGUN).probability),
            method="normal-end-value",
            formula_version="goals-4",
            window_days=28,
            n_valid=28,
            notes=(UNDERSTATED,),
        )
        half = good(an_appraisal(aim, FALLING[-14:]).chance)
        assert (half.n_valid, half.quality) == (14, 0.5)

    def test_where_there_is_none(self) -> None:
        assert refused(an_appraisal(Reach(80, 75), FALLING).chance) == Missing("due day")
        few = an_appraisal(Reach(80, 75, days_after(TODAY, 25)), FALLING[-3:])
        assert (
            refused(few.chance) == refused(few.days_to_target) == TooFew("points in 28 days", 3, 10)
        )


class TestDaysToTarget:
    """The days to a target with their interval, open where the slope may be none (GOAL-11)."""

    def test_an_interval(self) -> None:
        found = good(an_appraisal(Reach(80, 75), FALLING).days_to_target)
        assert (found.value, found.low, found.high) == (23, 16, 32)
        assert (found.method, found.notes) == ("ols-28d/normal", ())

    def test_not_before(self) -> None:
        wild = a_series([80 - 0.07 * n + (1.5 if n % 2 else -1.5) for n in range(28)], TODAY)
        found = good(an_appraisal(Reach(80, 70), wild).days_to_target)
        assert (found.high, found.notes) == (None, (NOT_BEFORE,))
        assert found.low is not None
        assert 0 <= found.low < found.value

    def test_a_plan_is_weighed_in(self) -> None:
        planned = an_appraisal(Reach(80, 75, days_after(TODAY, 40)), FALLING).days_to_target
        assert good(planned).notes == (WITH_PLAN,)

    def test_arrived_and_unreachable(self) -> None:
        there = good(an_appraisal(Reach(82, 80), FALLING).days_to_target)
        assert (there.value, there.method, there.notes) == (0, "ols-28d", (ARRIVED,))
        away = refused(an_appraisal(Reach(80, 85), FALLING).days_to_target)
        assert away == Undefined("days to target", "wrong_way")

    def test_smoothed_values_are_less_sure(self) -> None:
        smooth = a_series([80 - 0.1 * n + math.sin(n / 4) / 4 for n in range(28)], TODAY)
        raw, trend = (
            good(forecast_on(goal_of(Reach(80, 70), BEGUN, one), Summing.MEAN, smooth, TODAY))
            for one in (WEIGHT, TREND)
        )
        assert trend.slope_per_day == raw.slope_per_day
        line = line_through([(n, one.value) for n, one in enumerate(smooth)])
        rest = line.residuals(points_at(*((n, one.value) for n, one in enumerate(smooth))))
        factor = autocorrelation_factor(rest)
        assert factor > 3
        assert trend.slope_se_per_day == NEAR(factor * raw.slope_se_per_day)

    def test_a_value_that_is_none(self) -> None:
        values = (*FALLING[:-1], DayValue(TODAY, math.nan))
        found = forecast_on(goal_of(Reach(80, 70), BEGUN), Summing.MEAN, values, TODAY)
        assert isinstance(refused(found), Outside)


class TestGoal47:
    """GOAL-47. A list and the board tell what is cheap; the figures of a goal are told where it is asked for alone, and agree with them."""

    def with_body(
        self, fuel: FixedFuel, sex: Sex | None = None
    ) -> tuple[PersonId, FixedMeasures, Goals]:
        known = FixedMeasures({WEIGHT.name: FALLING, FAT.name: a_series([25.0], TODAY)})
        known.published = (WEIGHT, STEPS, FAT, HEIGHT)
        return somebody(), known, goals_service(known, None, None, FixedProfiles(sex=sex), fuel)

    def test_a_loss_asks_for_body_fat_and_fuel(self) -> None:
        me, known, goals = self.with_body(FixedFuel(28.0))
        aim = Reach(80, 76, days_after(TODAY, 14))
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", aim), BEGUN)))
        assert isinstance(mine, Appraised)
        assert good(mine.appraisal.pace.advised).notes == (LOW_ENERGY,)
        assert good(mine.appraisal.pace.verdict) is Verdict.UNSAFE
        assert known.asked == [WEIGHT.name, FAT.name]
        known.asked.clear()
        (listed,) = goals.goals(me, None, 9)
        assert (listed.progress, listed.forecast) == (mine.progress, mine.forecast)
        assert not isinstance(listed, Appraised)
        assert known.asked == [WEIGHT.name]
        assert good(goals.goal(me, mine.goal.id)) == mine

    @pytest.mark.parametrize("fuel", [FixedFuel(None), FixedFuel(28.0, quality=0.0)])
    def test_fuel_that_is_not_known_bounds_nothing(self, fuel: FixedFuel) -> None:
        me, _, goals = self.with_body(fuel)
        aim = Reach(80, 76, days_after(TODAY, 14))
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", aim), BEGUN)))
        assert good(mine.appraisal.pace.advised).notes == ()

    def test_without_body_fat_no_fuel_is_asked_for(self) -> None:
        me, known, goals = self.with_body(FixedFuel(28.0))
        known.values[FAT.name] = a_series([25.0, *[None] * 85], TODAY)
        aim = Reach(80, 76, days_after(TODAY, 14))
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", aim), BEGUN)))
        assert good(mine.appraisal.pace.advised).notes == ()

    def test_the_floor_is_by_sex(self) -> None:
        me, known, goals = self.with_body(FixedFuel(), Sex.FEMALE)
        mine = good(goals.set_goal(SetGoal(me, FAT.name, Terms("", Reach(25, 11)))))
        assert good(mine.appraisal.pace.floor).value == 12
        assert good(mine.appraisal.pace.verdict) is Verdict.UNSAFE
        assert known.asked == [FAT.name]

    def test_other_goals_ask_for_nothing_else(self) -> None:
        me, known, goals = self.with_body(FixedFuel(33.0))
        good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 90)))))
        good(goals.set_goal(SetGoal(me, HEIGHT.name, Terms("", Reach(90, 80)))))
        good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Maintain(80, 1)))))
        assert known.asked == [WEIGHT.name, HEIGHT.name, WEIGHT.name]

    def test_it_looks_back_far_enough_for_the_volume(self) -> None:
        distance = Measure(names.DISTANCE, "Distance", "m", Summing.SUM)
        known = FixedMeasures({distance.name: a_series([5_000.0] * 40, TODAY)})
        known.published = (distance,)
        me, goals = somebody(), goals_service(known)
        mine = good(goals.set_goal(SetGoal(me, distance.name, Terms("", Streak(5_501.0)))))
        pace = mine.appraisal.pace
        assert good(pace.advised).n_valid == 14
        assert good(pace.required).n_valid == 30
        assert good(pace.required).notes != ()

    def test_a_measure_that_is_gone(self) -> None:
        me, known, goals = self.with_body(FixedFuel())
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 70)))))
        known.published = ()
        gone = good(goals.goal(me, mine.goal.id))
        reasons = [
            refused(gone.appraisal.chance),
            refused(gone.appraisal.adherence),
            refused(gone.appraisal.pace.verdict),
            refused(gone.appraisal.pace.safe_on),
        ]
        assert set(reasons) == {Missing(WEIGHT.name)}
        assert gone.unit is None
