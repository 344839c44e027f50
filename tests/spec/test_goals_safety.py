"""The rules of targets that cannot be or should not be, and of what holds before a goal begins."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    BEGUN,
    DISTANCE,
    FAT,
    HEIGHT,
    STEPS,
    TODAY,
    TREND,
    WEIGHT,
    FixedMeasures,
    FixedProfiles,
    a_series,
    an_appraisal,
    goal_of,
    goals_service,
)
from tests.support import NOW, CountedIds, PinnedClock, at, good, refused, somebody
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.biometrics import NewReading, TrendMethod, Weight
from vegaloop.goals import (
    Aim,
    AmendGoal,
    Arrived,
    Avoid,
    Counting,
    Expected,
    Maintain,
    Reach,
    SetGoal,
    Streak,
    Terms,
    Verdict,
)
from vegaloop.goals.domain.formulas.arrival import Meeting, arriving
from vegaloop.goals.domain.formulas.belief import Belief, carried
from vegaloop.goals.domain.outlook import ERRORS, forecast_on
from vegaloop.goals.domain.pace import SEE_A_PROFESSIONAL
from vegaloop.goals.domain.restraint import Body
from vegaloop.goals.formulas import mass_floor_kg, reach_probability
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import Missing, Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Distance, Mass
from vegaloop.kernel.result import Success
from vegaloop.kernel.signal import Measure, Summing
from vegaloop.kernel.time import UTC_ZONE, days_after, moment_in

NEAR = pytest.approx
LEAST_KG = 18.5 * 1.69**2
TALL = Body(height_m=1.69)
TOO_LOW = Undefined("safe day", "the target is under the least value")
LATER = days_after(TODAY, 300)


class TestGoal50:
    """GOAL-50. A fall of body mass to a target under a BMI of 18.5 is unsafe whatever the pace: the least value is told with the word to see a professional, and no safe day."""

    @pytest.mark.parametrize("measure", [WEIGHT, TREND])
    @pytest.mark.parametrize("target", [50.0, 35.0, math.nextafter(LEAST_KG, 0)])
    def test_under_it(self, measure: Measure, target: float) -> None:
        pace = an_appraisal(Reach(61, target, LATER), (), measure, TODAY, TALL).pace
        floor = good(pace.floor)
        assert (floor.value, floor.method) == (NEAR(LEAST_KG), "bmi-18.5")
        assert floor.notes == (SEE_A_PROFESSIONAL,)
        assert good(pace.verdict) is Verdict.UNSAFE
        assert refused(pace.safe_on) == TOO_LOW

    def test_at_it(self) -> None:
        pace = an_appraisal(Reach(61, LEAST_KG, LATER), (), WEIGHT, TODAY, TALL).pace
        assert (good(pace.floor).notes, good(pace.verdict)) == ((), Verdict.WITHIN)
        assert isinstance(pace.safe_on, Success)

    def test_without_a_due_day_too(self) -> None:
        pace = an_appraisal(Reach(61, 50), (), WEIGHT, TODAY, TALL).pace
        assert good(pace.verdict) is Verdict.UNSAFE

    def test_without_a_height_it_is_missing(self) -> None:
        pace = an_appraisal(Reach(61, 50, LATER), (), WEIGHT, TODAY).pace
        assert refused(pace.floor) == Missing("height")
        assert good(pace.verdict) is Verdict.WITHIN

    def test_who_gains_is_on_the_way_out_of_it(self) -> None:
        pace = an_appraisal(Reach(48, 50, LATER), (), WEIGHT, TODAY, TALL).pace
        assert (good(pace.floor).value, good(pace.floor).notes) == (NEAR(LEAST_KG), ())
        assert good(pace.verdict) is Verdict.WITHIN

    def test_too_little_fat_is_no_safer(self) -> None:
        pace = an_appraisal(Reach(20, 11, LATER), (), FAT, TODAY, Body(Sex.FEMALE)).pace
        assert good(pace.floor).notes == (SEE_A_PROFESSIONAL,)
        assert refused(pace.safe_on) == TOO_LOW

    @pytest.mark.parametrize(("measure", "target"), [(WEIGHT, 50.0), (WEIGHT, 90.0)])
    def test_the_height_is_that_of_the_profile(self, measure: Measure, target: float) -> None:
        profiles = FixedProfiles(height=Distance(1_690))
        goals = goals_service(FixedMeasures(), profiles=profiles)
        command = SetGoal(somebody(), measure.name, Terms("", Reach(61, target)))
        found = good(goals.set_goal(command)).appraisal.pace
        assert good(found.floor).value == NEAR(LEAST_KG)

    def test_the_formula(self) -> None:
        assert good(mass_floor_kg(1.69)) == NEAR(52.83785)
        assert [good(mass_floor_kg(one)) for one in (0.5, 3)] == [4.625, 166.5]
        for wrong in (math.nextafter(0.5, 0), math.nextafter(3, 4)):
            assert refused(mass_floor_kg(wrong)) == Outside("height", wrong, 0.5, 3)
        assert isinstance(refused(mass_floor_kg(math.nan)), Outside)


class TestGoal51:
    """GOAL-51. An aim at what cannot be measured is refused: a body mass up to 20 kg or over 400 kg, a share of fat outside 0 to 100 %, and anything else under nothing."""

    @pytest.mark.parametrize(
        ("measure", "aim", "error"),
        [
            (WEIGHT, Reach(61, -50), OutOfRange("aim.target_value", -50, 20.001, 400)),
            (WEIGHT, Reach(61, 20), OutOfRange("aim.target_value", 20, 20.001, 400)),
            (TREND, Reach(61, 20), OutOfRange("aim.target_value", 20, 20.001, 400)),
            (WEIGHT, Reach(61, 400.5), OutOfRange("aim.target_value", 400.5, 20.001, 400)),
            (WEIGHT, Reach(6, 60), OutOfRange("aim.start_value", 6, 20.001, 400)),
            (WEIGHT, Maintain(5, 1), OutOfRange("aim.centre", 5, 20.001, 400)),
            (WEIGHT, Streak(5), OutOfRange("aim.threshold", 5, 20.001, 400)),
            (FAT, Reach(20, -1), OutOfRange("aim.target_value", -1, 0, 100)),
            (FAT, Reach(20, 100.5), OutOfRange("aim.target_value", 100.5, 0, 100)),
            (STEPS, Streak(-1), OutOfRange("aim.threshold", -1, 0, 1e9)),
        ],
    )
    def test_what_is_refused(self, measure: Measure, aim: Aim, error: OutOfRange) -> None:
        known = FixedMeasures()
        known.published = (WEIGHT, TREND, FAT, STEPS)
        me, goals = somebody(), goals_service(known)
        assert refused(goals.set_goal(SetGoal(me, measure.name, Terms("", aim)))) == error
        assert goals.goals(me, None, 9) == ()

    def test_no_amendment_leads_there(self) -> None:
        me, goals = somebody(), goals_service(FixedMeasures())
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(80, 70))))).goal.id
        error = refused(goals.amend(AmendGoal(me, mine, aim=Reach(80, 20))))
        assert error == OutOfRange("aim.target_value", 20, 20.001, 400)

    @pytest.mark.parametrize(
        ("measure", "aim"),
        [
            (WEIGHT, Reach(400, 20.001)),
            (FAT, Reach(100, 0)),
            (STEPS, Reach(0, 1e9)),
            (WEIGHT, Avoid(3, Counting.DAYS)),
        ],
    )
    def test_the_bounds_may_be(self, measure: Measure, aim: Aim) -> None:
        known = FixedMeasures()
        known.published = (WEIGHT, FAT, STEPS)
        good(goals_service(known).set_goal(SetGoal(somebody(), measure.name, Terms("", aim))))


class TestGoal52:
    """GOAL-52. The line of a smoothed measure goes through what was measured, so the rate of a weight goal is that of the weight report, and as sure."""

    def test_the_rate_is_that_of_the_report(self) -> None:
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        me, scatter = vega.accounts.owner(), (0.6, -0.5, 0.1, -0.7, 0.4, 0.0, 0.3)
        readings = [
            NewReading(
                moment_in(at(NOW - dt.timedelta(days=n)), UTC_ZONE),
                Weight(good(Mass.of_kg(62 + 0.02 * n + scatter[n % 7]))),
            )
            for n in range(41)
        ]
        good(vega.biometrics.record_all(me, readings))
        end = days_after(TODAY, 1)
        report = vega.biometrics.reports.weight(me, days_after(end, -28), end, TrendMethod.EWMA)
        aim = Reach(63, 60, days_after(TODAY, 60))
        told = [
            good(vega.goals.set_goal(SetGoal(me, one.name, Terms("", aim), BEGUN)))
            for one in (WEIGHT, TREND)
        ]
        for one in told:
            forecast = good(one.forecast)
            assert 7 * forecast.slope_per_day == NEAR(good(report.rate).value)
            assert 7 * forecast.slope_se_per_day == NEAR(good(report.rate_se).value)
        assert [one.forecast for one in vega.goals.board(me, TODAY)] == [
            one.forecast for one in reversed(told)
        ]

    def test_what_is_reached_is_the_trend(self) -> None:
        trend = a_series([70.0] * 28, TODAY)
        measured = a_series([70.0 + (-1) ** n for n in range(28)], TODAY)
        goal = goal_of(Reach(80, 70), BEGUN, TREND)
        found = good(forecast_on(goal, Summing.MEAN, trend, TODAY, measured))
        assert found.arrival == Arrived(TODAY)

    def test_each_measure_is_looked_at_once(self) -> None:
        known = FixedMeasures({WEIGHT.name: (), TREND.name: ()})
        known.published = (WEIGHT, TREND)
        me, goals = somebody(), goals_service(known)
        good(goals.set_goal(SetGoal(me, TREND.name, Terms("", Reach(80, 90)))))
        assert known.asked == [TREND.name, WEIGHT.name]
        good(goals.set_goal(SetGoal(me, TREND.name, Terms("", Maintain(80, 1)))))
        known.asked.clear()
        goals.board(me, TODAY)
        assert sorted(known.asked) == [TREND.name, WEIGHT.name]
        known.published = (TREND,)
        known.asked.clear()
        goals.board(me, TODAY)
        assert known.asked == [TREND.name]


class TestGoal53:
    """GOAL-53. Before its first day a goal has no progress, no forecast and no pace, and says that it has not begun; too low a target is unsafe on any day."""

    FIRST = days_after(TODAY, 1)
    FALLING = a_series([80 - n / 8 for n in range(28)], TODAY)

    @pytest.mark.parametrize(
        ("measure", "aim"),
        [(WEIGHT, Reach(80, 76, LATER)), (DISTANCE, Streak(5)), (FAT, Reach(80, 76))],
    )
    def test_nothing_is_told(self, measure: Measure, aim: Aim) -> None:
        found = an_appraisal(aim, self.FALLING, measure, self.FIRST, Body(Sex.MALE, height_m=1.7))
        pace, why = found.pace, Undefined("pace", "the goal has not begun")
        told = (pace.required, pace.advised, pace.hard, pace.verdict, pace.safe_on)
        assert [refused(one) for one in told] == [why] * 5
        if isinstance(aim, Reach):
            assert refused(found.chance) == Undefined("forecast", "the goal has not begun")
            assert refused(found.days_to_target) == refused(found.chance)
            assert good(pace.floor).notes == ()

    def test_on_its_first_day_it_is(self) -> None:
        found = an_appraisal(Reach(80, 76, LATER), self.FALLING, WEIGHT, TODAY)
        assert isinstance(found.chance, Success)
        assert isinstance(found.pace.verdict, Success)

    def test_too_low_a_target_is_told_at_once(self) -> None:
        pace = an_appraisal(Reach(61, 50, LATER), (), WEIGHT, self.FIRST, TALL).pace
        assert good(pace.verdict) is Verdict.UNSAFE
        assert good(pace.floor).notes == (SEE_A_PROFESSIONAL,)


class TestGoal54:
    """GOAL-54. The days of arrival are those of the probability: where a target is less than 95 % likely by a day, the latest day of the 90 % interval is not before it."""

    @given(
        st.lists(st.integers(-40, 40), min_size=28, max_size=28),
        st.integers(-30, 30),
        st.integers(-160, 160).filter(bool),
        st.integers(0, 400),
        st.sampled_from([WEIGHT, HEIGHT]),
    )
    def test_they_cannot_contradict_each_other(
        self, noise: list[int], slope: int, way: int, days: int, measure: Measure
    ) -> None:
        values = a_series([80 + slope * n / 100 + e / 32 for n, e in enumerate(noise)], TODAY)
        due = days_after(TODAY, days)
        goal = goal_of(Reach(80, 80 + way / 8, due), BEGUN, measure)
        found = good(forecast_on(goal, Summing.MEAN, values, TODAY))
        if isinstance(found.arrival, Expected):
            latest, chance = found.arrival.latest, good(found.probability)
            if chance < 0.95:
                assert latest is None or latest >= due
            if chance < 0.05:
                assert found.arrival.on >= due
            if chance > 0.5:
                assert found.arrival.not_before <= due

    @given(
        st.integers(-80, 80),
        st.integers(1, 40),
        st.floats(0.01, 3),
        st.floats(0.001, 0.1),
        st.floats(0, 0.1),
        st.sampled_from([1.0, -1.0]),
    )
    def test_the_bounds_are_as_likely_as_they_say(
        self, gap: int, pace: int, level_sd: float, slope_sd: float, noise: float, way: float
    ) -> None:
        level, slope = Belief(0, level_sd), Belief(way * pace / 100, slope_sd)
        target = way * gap / 8
        found = arriving(level, slope, noise, target, ERRORS)

        def chance(days: float) -> float:
            predicted = carried(level, slope, days, noise)
            return good(reach_probability(predicted, target, rising=way > 0))

        if found.earliest > 0:
            assert chance(found.earliest) == NEAR(0.05, abs=1e-6)
        else:
            assert chance(0) > 0.05 - 1e-6
        if found.latest is None:
            assert chance(1e9) < 0.95 + 1e-6
        elif found.latest > 0:
            assert chance(found.latest) == NEAR(0.95, abs=1e-6)
        else:
            assert chance(0) > 0.95 - 1e-6

    def test_to_the_digit(self) -> None:
        assert NEAR(1.6448536269514722) == ERRORS
        sure = arriving(Belief(80, 0), Belief(-0.5, 0), 0, 70, 2)
        assert sure == Meeting(20, 20)
        # (0.5 d - 10)² = 4 (1 + 0.01 d² + 0.25 d), and so 0.21 d² - 11 d + 96 = 0.
        root = math.sqrt(5.5**2 - 0.21 * 96)
        found = arriving(Belief(80, 1), Belief(-0.5, 0.1), 0.25, 70, 2)
        assert found == Meeting(NEAR((5.5 - root) / 0.21), NEAR((5.5 + root) / 0.21))
        assert arriving(Belief(80, 1), Belief(-0.5, 0.25), 0, 70, 2) == Meeting(NEAR(9.6), None)
        assert arriving(Belief(80, 5), Belief(-0.5, 0), 0, 70, 2) == Meeting(0, 40)
        assert arriving(Belief(60, 1), Belief(-0.5, 0.1), 0, 70, 2) == Meeting(0, 0)
        assert arriving(Belief(70, 1), Belief(-0.5, 0), 0, 70, 2) == Meeting(0, 4)
