"""Blood pressure and the published ranges. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import TODAY, biometrics_in_memory, morning_of_day
from tests.support import good, refused, somebody
from vegaloop.biometrics import (
    BloodPressure,
    NewReading,
    PressureRanges,
    PressureReport,
    SevereReading,
)
from vegaloop.biometrics.domain.formulas.blood_pressure import reaches
from vegaloop.biometrics.formulas import (
    HOME_ACC_AHA_2017,
    HOME_ESC_2024,
    AccAha2017,
    Esc2024,
    Pressure,
    bp_category_acc_aha_2017,
    bp_category_esc_2024,
    mean_pressure,
)
from vegaloop.kernel.evidence import Missing, Outside, TooFew
from vegaloop.kernel.time import days_after

ACC, ESC = list(AccAha2017), list(Esc2024)
systolic = st.floats(1, 400) | st.sampled_from([119.9, 120, 130, 135, 140, 180, 180.1])
diastolic = st.floats(1, 400) | st.sampled_from([69.9, 70, 80, 85, 90, 120, 120.1])
pressures = st.builds(Pressure, systolic, diastolic)


def read(days_ago: int, high: int, low: int, minutes: int = 0) -> NewReading:
    """A blood pressure on a morning."""
    return NewReading(morning_of_day(days_ago, minutes), BloodPressure(high, low))


def report(*given_: NewReading) -> PressureReport:
    """What these readings add up to over a fortnight."""
    biometrics, me = biometrics_in_memory(), somebody()
    for new in given_:
        good(biometrics.record(me, new))
    return biometrics.reports.blood_pressure(me, days_after(TODAY, -13), days_after(TODAY, 1))


class TestBio84:
    """BIO-84. A blood pressure is in the higher of the ranges its two pressures name, by ACC/AHA 2017 and by ESC 2024, and a higher one never in a lower range."""

    @pytest.mark.parametrize(
        ("high", "low", "acc", "esc"),
        [
            (119, 69, "normal", "non_elevated"),
            (119.9, 70, "normal", "elevated"),
            (120, 69, "elevated", "elevated"),
            (129, 79, "elevated", "elevated"),
            (129.9, 80, "stage1", "elevated"),
            (130, 60, "stage1", "elevated"),
            (110, 89.9, "stage1", "elevated"),
            (110, 90, "stage2", "hypertension"),
            (140, 70, "stage2", "hypertension"),
            (180, 120, "stage2", "hypertension"),
            (181, 70, "severe_over_180_120", "hypertension"),
            (120, 121, "severe_over_180_120", "hypertension"),
        ],
    )
    def test_at_the_thresholds(self, high: float, low: float, acc: str, esc: str) -> None:
        assert good(bp_category_acc_aha_2017(high, low)) == AccAha2017(acc)
        assert good(bp_category_esc_2024(high, low)) == Esc2024(esc)

    @given(one=pressures, other=pressures)
    def test_a_higher_pressure_is_in_no_lower_range(self, one: Pressure, other: Pressure) -> None:
        higher = Pressure(
            max(one.systolic_mmhg, other.systolic_mmhg),
            max(one.diastolic_mmhg, other.diastolic_mmhg),
        )

        def acc(p: Pressure) -> int:
            return ACC.index(good(bp_category_acc_aha_2017(p.systolic_mmhg, p.diastolic_mmhg)))

        def esc(p: Pressure) -> int:
            return ESC.index(good(bp_category_esc_2024(p.systolic_mmhg, p.diastolic_mmhg)))

        assert acc(one) <= acc(higher)
        assert esc(one) <= esc(higher)

    @pytest.mark.parametrize("wrong", [math.nan, math.inf, 0, 0.9, 400.1, -120])
    def test_what_is_no_pressure_has_none(self, wrong: float) -> None:
        for formula in (bp_category_acc_aha_2017, bp_category_esc_2024):
            first, second = refused(formula(wrong, 80)), refused(formula(120, wrong))
            assert (first.what, first.least, first.most) == ("systolic_mmhg", 1, 400)
            assert second.what == "diastolic_mmhg"
            assert good(formula(400, 400))
            assert good(formula(1, 1))

    def test_at_home_the_thresholds_are_lower(self) -> None:
        assert reaches(Pressure(130, 60), HOME_ACC_AHA_2017)
        assert reaches(Pressure(110, 80), HOME_ACC_AHA_2017)
        assert not reaches(Pressure(129.9, 79.9), HOME_ACC_AHA_2017)
        assert reaches(Pressure(135, 60), HOME_ESC_2024)
        assert reaches(Pressure(110, 85), HOME_ESC_2024)
        assert not reaches(Pressure(134.9, 84.9), HOME_ESC_2024)


class TestBio85:
    """BIO-85. A range of blood pressure is told of the mean of at least two readings on at least two days, and single readings above 180 or 120 are shown as they are."""

    @given(days=st.lists(st.lists(pressures, max_size=4), max_size=5))
    def test_the_mean_lies_among_its_readings(self, days: list[list[Pressure]]) -> None:
        found = mean_pressure(days)
        all_read = [one for day in days for one in day]
        held = sum(bool(day) for day in days)
        if held < 2:
            assert refused(found) == TooFew("blood_pressure_occasions", held, 2)
            return
        mean = good(found)
        highs = [one.systolic_mmhg for one in all_read]
        lows = [one.diastolic_mmhg for one in all_read]
        assert mean.systolic_mmhg == pytest.approx(sum(highs) / len(highs))
        assert mean.diastolic_mmhg == pytest.approx(sum(lows) / len(lows))

    def test_of_what_is_no_pressure_there_is_no_mean(self) -> None:
        assert refused(mean_pressure([[Pressure(0, 80)], [Pressure(120, 80)]])) == Outside(
            "systolic_mmhg", 0, 1, 400
        )

    def test_it_is_told(self) -> None:
        found = report(read(13, 134, 78), read(1, 128, 82, 5), read(1, 132, 80), read(14, 200, 100))
        high, low = good(found.systolic), good(found.diastolic)
        assert (high.value, low.value) == (pytest.approx(394 / 3), 80)
        assert (high.n_valid, high.window_days, high.quality) == (3, 14, 0.25)
        assert high.method == low.method == "mean/2-readings-on-2-days"
        assert good(found.ranges) == PressureRanges(
            AccAha2017.STAGE_1, Esc2024.ELEVATED, True, False
        )
        assert found.severe == ()

    def test_many_readings_are_worth_all(self) -> None:
        given_ = [read(days, 134, 86, minute) for days in range(4) for minute in range(-4, 0)]
        found = report(*given_)
        assert good(found.systolic).quality == 1
        assert good(found.ranges).reaches_home_esc_2024

    def test_one_day_is_not_enough(self) -> None:
        found = report(read(1, 150, 95), read(1, 151, 96, 5))
        reason = TooFew("blood_pressure_occasions", 1, 2)
        assert refused(found.systolic) == refused(found.diastolic) == reason
        assert refused(found.ranges) == reason

    def test_nothing_is_nothing(self) -> None:
        found = report()
        assert refused(found.ranges) == Missing("blood_pressure")
        assert found.severe == ()

    def test_a_severe_reading_is_shown_alone(self) -> None:
        found = report(read(2, 180, 120), read(1, 181, 100), read(0, 120, 70))
        (severe,) = found.severe
        assert severe == SevereReading(morning_of_day(1).at, 181, 100)
        assert good(found.ranges).acc_aha_2017 is AccAha2017.STAGE_2
