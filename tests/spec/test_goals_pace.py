"""The rules of what a goal asks for each week, over days."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    CTL,
    DISTANCE,
    FAT,
    HEIGHT,
    STEPS,
    TODAY,
    TREND,
    WEIGHT,
    a_series,
    an_appraisal,
    numbers,
    positive,
)
from tests.support import good, refused
from vegaloop.goals import Avoid, Maintain, Pace, Reach, Sense, Streak, Verdict
from vegaloop.goals.domain.aim import Aim
from vegaloop.goals.domain.pace import FOR_ATHLETES, LONG_RUN
from vegaloop.goals.domain.period import Period
from vegaloop.goals.domain.restraint import ASSOCIATION, LOW_ENERGY, Body
from vegaloop.kernel.evidence import Derived, Missing, Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import DayValue, Measure
from vegaloop.kernel.time import LocalDate, days_after

NEAR = pytest.approx
UNMEASURED = Undefined("floor", "none is published for this measure")


def due_in(days: int) -> LocalDate:
    return days_after(TODAY, days)


def a_pace(
    measure: Measure,
    aim: Aim,
    values: Sequence[DayValue] = (),
    body: Body | None = None,
    start: LocalDate = TODAY,
) -> Pace:
    return an_appraisal(aim, tuple(values), measure, start, body).pace


class TestGoal43:
    """GOAL-43. A goal that asks for more than is safe is a goal all the same: its answer says unsafe, and names the earliest safe day."""

    @pytest.mark.parametrize(
        ("measure", "aim", "verdict", "advised", "hard", "safe_in"),
        [
            (WEIGHT, Reach(80, 76, due_in(35)), Verdict.WITHIN, 0.8, 1.2, 35),
            (WEIGHT, Reach(80, 76, due_in(34)), Verdict.FAST, 0.8, 1.2, 35),
            (WEIGHT, Reach(80, 76, due_in(24)), Verdict.FAST, 0.8, 1.2, 35),
            (WEIGHT, Reach(80, 76, due_in(23)), Verdict.UNSAFE, 0.8, 1.2, 35),
            (TREND, Reach(80, 76, due_in(23)), Verdict.UNSAFE, 0.8, 1.2, 35),
            (WEIGHT, Reach(80, 84, due_in(70)), Verdict.WITHIN, 0.4, 0.4, 70),
            (WEIGHT, Reach(80, 84, due_in(69)), Verdict.UNSAFE, 0.4, 0.4, 70),
            (CTL, Reach(40, 61, due_in(21)), Verdict.WITHIN, 7, 10, 21),
            (CTL, Reach(40, 61, due_in(15)), Verdict.FAST, 7, 10, 21),
            (CTL, Reach(40, 61, due_in(14)), Verdict.UNSAFE, 7, 10, 21),
        ],
    )
    def test_each_limit(
        self,
        measure: Measure,
        aim: Reach,
        verdict: Verdict,
        advised: float,
        hard: float,
        safe_in: int,
    ) -> None:
        pace = a_pace(measure, aim)
        assert good(pace.verdict) is verdict
        assert (good(pace.advised).value, good(pace.hard).value) == (NEAR(advised), NEAR(hard))
        assert good(pace.safe_on) == due_in(safe_in)
        assert refused(pace.floor) == (UNMEASURED if measure is CTL else Missing("height"))

    @given(st.integers(50, 120), st.integers(-15, 15).filter(bool), st.integers(1, 900))
    def test_the_safe_day_is_safe(self, now: int, way: int, days: int) -> None:
        pace = a_pace(WEIGHT, Reach(now, now + way, due_in(days)))
        safe_on = good(pace.safe_on)
        again = a_pace(WEIGHT, Reach(now, now + way, safe_on))
        assert good(again.verdict) is Verdict.WITHIN
        assert (good(pace.verdict) is Verdict.WITHIN) == (due_in(days) >= safe_on)

    def test_a_slow_loss_needs_no_note_for_athletes(self) -> None:
        slow = a_pace(WEIGHT, Reach(80, 76, due_in(51)))
        assert good(slow.required).notes == ()
        quick = a_pace(WEIGHT, Reach(80, 76, due_in(49)))
        assert good(quick.required).notes == (FOR_ATHLETES,)
        assert good(quick.verdict) is Verdict.WITHIN
        assert good(a_pace(WEIGHT, Reach(80, 84, due_in(9))).required).notes == ()
        assert good(a_pace(HEIGHT, Reach(80, 76, due_in(9))).required).notes == ()

    def test_without_a_due_day_the_safe_one_is_still_named(self) -> None:
        pace = a_pace(WEIGHT, Reach(80, 76))
        assert refused(pace.required) == refused(pace.verdict) == Missing("due day")
        assert good(pace.safe_on) == due_in(35)

    def test_after_the_due_day(self) -> None:
        start = days_after(TODAY, -30)
        pace = a_pace(WEIGHT, Reach(80, 76, days_after(TODAY, -1)), start=start)
        assert refused(pace.verdict) == Undefined("required rate", "no day is left")
        assert good(pace.safe_on) == due_in(35)

    def test_a_target_that_is_reached_asks_for_nothing(self) -> None:
        values = a_series([75.9], TODAY)
        pace = a_pace(WEIGHT, Reach(80, 76, due_in(1)), values)
        assert (good(pace.required).value, good(pace.verdict)) == (0, Verdict.WITHIN)
        assert refused(pace.safe_on) == Undefined("safe day", "the target is reached")


class TestLowEnergy:
    """A loss is bounded by energy availability where it is known; the formula is GOAL-37."""

    FALLING = a_series([80 - n / 70 for n in range(28)], TODAY)
    KNOWN = Body(Sex.FEMALE, 25.0, 33.0)

    def test_it_lowers_the_limit(self) -> None:
        level = 80 - 27 / 70
        pace = a_pace(WEIGHT, Reach(80, 76, due_in(60)), self.FALLING, self.KNOWN)
        most = 0.1 + 7 * 3 * 0.75 * level / 7_700
        assert (good(pace.advised).value, good(pace.hard).value) == (NEAR(most), NEAR(most))
        assert good(pace.advised).notes == good(pace.hard).notes == (LOW_ENERGY,)
        assert good(pace.advised).method == "helms-2014"
        assert good(pace.verdict) is Verdict.UNSAFE

    @pytest.mark.parametrize(
        ("values", "body"),
        [
            (FALLING, Body(Sex.FEMALE, 25.0, None)),
            (FALLING, Body(Sex.FEMALE, None, 33.0)),
            (FALLING, Body(Sex.FEMALE, 25.0, 60.0)),
            (FALLING, Body(Sex.FEMALE, 25.0, 300.0)),
            ((), KNOWN),
        ],
    )
    def test_without_it_the_limit_is_that_of_mass(
        self, values: tuple[DayValue, ...], body: Body
    ) -> None:
        pace = a_pace(WEIGHT, Reach(80, 76, due_in(60)), values, body)
        level = 80 - 27 / 70 if values else 80
        assert good(pace.advised).value == NEAR(0.01 * level)
        assert good(pace.hard).value == NEAR(0.015 * level)
        assert good(pace.advised).notes == ()

    def test_a_gain_is_not_bounded_by_it(self) -> None:
        rising = a_series([80 + n / 70 for n in range(28)], TODAY)
        pace = a_pace(WEIGHT, Reach(80, 84, due_in(100)), rising, self.KNOWN)
        assert good(pace.advised).method == "iraki-2019"
        assert good(pace.advised).value == NEAR(0.005 * (80 + 27 / 70))

    def test_a_body_that_is_none(self) -> None:
        pace = a_pace(WEIGHT, Reach(1_200, 1_100, due_in(60)))
        assert isinstance(refused(pace.verdict), Outside)
        assert isinstance(refused(pace.advised), Outside)
        assert isinstance(refused(pace.safe_on), Outside)


class TestBodyFat:
    """A goal over body fat has a floor and no rate (GOAL-39)."""

    @pytest.mark.parametrize(
        ("sex", "target", "verdict", "least"),
        [
            (Sex.MALE, 5.0, Verdict.WITHIN, 5),
            (Sex.MALE, 4.9, Verdict.UNSAFE, 5),
            (Sex.FEMALE, 12.0, Verdict.WITHIN, 12),
            (Sex.FEMALE, 11.9, Verdict.UNSAFE, 12),
        ],
    )
    def test_the_floor(self, sex: Sex, target: float, verdict: Verdict, least: float) -> None:
        pace = a_pace(FAT, Reach(20, target), (), Body(sex))
        assert (good(pace.verdict), good(pace.floor).value) == (verdict, least)
        assert good(pace.floor).method == "body-fat-floor"
        assert refused(pace.required) == Missing("due day")
        assert isinstance(refused(pace.advised), Undefined)

    def test_a_floor_needs_a_sex(self) -> None:
        assert refused(a_pace(FAT, Reach(20, 15)).floor) == Missing("sex")


class TestVolume:
    """A distance is held against that of the last 14 days; the formula is GOAL-38."""

    WALKED = a_series([*[10_000.0] * 16, *[1_000.0] * 14], TODAY)

    def test_a_total_to_reach(self) -> None:
        aim, start = Reach(0, 100_000, due_in(70)), days_after(TODAY, -1)
        pace = a_pace(DISTANCE, aim, self.WALKED, start=start)
        assert good(pace.required).value == NEAR(9_800)
        assert good(pace.required).method == "total/remaining-over-weeks"
        advised = good(pace.advised)
        assert (advised.value, advised.method) == (NEAR(9_100), "nielsen-2014")
        assert (advised.window_days, advised.n_valid, advised.notes) == (14, 14, (ASSOCIATION,))
        assert refused(pace.hard) == Undefined("hard limit", "none is published for this measure")
        assert good(pace.verdict) is Verdict.FAST
        assert good(pace.safe_on) == due_in(76)

    @pytest.mark.parametrize(
        ("aim", "required", "verdict", "notes"),
        [
            (Streak(9_100, period=Period.WEEK), 9_100, Verdict.WITHIN, ()),
            (Streak(9_101, period=Period.WEEK), 9_101, Verdict.FAST, ()),
            (Streak(1_300), 9_100, Verdict.WITHIN, ()),
            (Streak(11_000), 77_000, Verdict.FAST, ()),
            (Streak(11_001), 77_007, Verdict.FAST, (LONG_RUN,)),
            (Streak(11_001, period=Period.WEEK), 11_001, Verdict.FAST, ()),
        ],
    )
    def test_a_distance_to_keep_up(
        self, aim: Streak, required: float, verdict: Verdict, notes: tuple[str, ...]
    ) -> None:
        pace = a_pace(DISTANCE, aim, self.WALKED)
        assert good(pace.required) == Derived(
            value=required,
            method="threshold",
            formula_version="goals-4",
            window_days=30,
            n_valid=30,
            notes=notes,
        )
        assert good(pace.verdict) is verdict
        assert good(pace.advised).value == NEAR(9_100)
        assert refused(pace.safe_on) == Undefined(
            "safe day", "only a goal to reach a value has one"
        )
        assert refused(pace.floor) == UNMEASURED

    def test_any_run_is_long_after_none(self) -> None:
        assert good(a_pace(DISTANCE, Streak(1.05)).required).notes == (LONG_RUN,)

    def test_only_the_last_days_count(self) -> None:
        older = a_series([9e6, *[0.0] * 30], TODAY)
        pace = a_pace(DISTANCE, Streak(1_000), older)
        assert good(pace.required).notes == (LONG_RUN,)
        nothing = Undefined("volume limit", "there was no volume in the last 14 days")
        assert refused(pace.verdict) == refused(pace.hard) == refused(pace.advised) == nothing


class TestGoal44:
    """GOAL-44. A goal over a measure without a published limit has a required rate and no verdict, and says why."""

    @given(numbers, positive, st.integers(1, 400))
    def test_a_rate_without_a_verdict(self, now: float, way: float, days: int) -> None:
        why = Undefined("limit", "none is published for this measure in that direction")
        for measure in (HEIGHT, STEPS):
            pace = a_pace(measure, Reach(now, now + way, due_in(days)))
            assert good(pace.required).value == NEAR(way * 7 / days)
            assert refused(pace.verdict) == refused(pace.advised) == refused(pace.hard) == why
            assert refused(pace.safe_on) == why

    def test_fitness_may_fall_as_it_likes(self) -> None:
        assert isinstance(refused(a_pace(CTL, Reach(60, 40, due_in(7))).verdict), Undefined)

    @pytest.mark.parametrize("aim", [Maintain(5, 1), Avoid(5), Streak(5), Streak(5, Sense.AT_MOST)])
    def test_other_kinds_ask_for_no_rate(self, aim: Aim) -> None:
        why = Undefined("pace", "only a goal to reach a value has one")
        measure = DISTANCE if aim == Streak(5, Sense.AT_MOST) else WEIGHT
        pace = a_pace(measure, aim)
        assert {refused(pace.required), refused(pace.verdict), refused(pace.safe_on)} == {why}
