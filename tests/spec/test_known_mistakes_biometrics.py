"""Mistakes that others made with hearts, nights and sensors, and that are not made here.

Each was found in the source or in the issues of another system; each test is the case it broke on.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.beats import hearts
from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    biometrics_in_memory,
    breathed,
    hrv,
    morning_of_day,
    resting,
    skin,
    slept,
    weigh_in,
    with_readings,
)
from tests.support import good, refused, somebody
from vegaloop.biometrics import (
    BaselineKind,
    Hrv,
    NewReading,
    Outcome,
    ReadingQuery,
    RrIntervals,
)
from vegaloop.biometrics.formulas import (
    hampel,
    hrv_baseline,
    lowest_mean_bpm,
    respiration_baseline,
    resting_baseline,
    rmssd,
    sdnn,
)
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import NoSignal, Signal, SignalName
from vegaloop.kernel.time import days_after


class TestAveragedHeartRate:
    """A heart rate averaged over a minute was turned into "RR intervals" by 60000 / bpm, and RMSSD was taken of them: it says nothing of the beats."""

    @given(heart=hearts())
    def test_averages_of_a_heart_have_lost_its_variability(self, heart: list[float]) -> None:
        of_beats = good(rmssd(heart))
        minutes = [heart[k : k + 60] for k in range(0, len(heart) - 59, 60)]
        averaged = [60_000 / (60_000 / (sum(m) / len(m))) for m in minutes]
        if len(averaged) > 1:
            assert good(rmssd(averaged)) < of_beats

    def test_no_reading_of_heart_rates_makes_a_variability(self) -> None:
        biometrics, me = with_readings([resting(ago, 50 + ago % 9) for ago in range(70)])
        assert refused(biometrics.hrv_status(me, TODAY)) == Missing("hrv")
        report = biometrics.vitals.hrv(me, TODAY, TODAY, days_after(TODAY, 1))
        assert refused(report.rmssd_ms) == refused(report.z7) == Missing("hrv")

    def test_one_interval_a_minute_is_no_recording(self) -> None:
        beats = good(RrIntervals.of_ms([60_000 / bpm for bpm in (50, 52, 51, 49, 50)]))
        biometrics, me = biometrics_in_memory(), somebody()
        recorded = good(biometrics.record(me, NewReading(morning_of_day(0), beats, WATCH)))
        assert recorded.outcome is Outcome.QUARANTINED


class TestTwoKindsOfVariability:
    """RMSSD was kept under the name of SDNN: the two differ by a factor that is another for each person."""

    @given(heart=hearts())
    def test_each_has_its_own_name(self, heart: list[float]) -> None:
        beats = good(RrIntervals.of_ms(heart))
        biometrics, me = with_readings([NewReading(morning_of_day(0), beats, WATCH)])
        report = biometrics.vitals.hrv(me, TODAY, TODAY, days_after(TODAY, 1))
        assert good(report.rmssd_ms).value == pytest.approx(good(rmssd(heart)), abs=1e-3)
        assert good(report.sdnn_ms).value == pytest.approx(good(sdnn(heart)))
        assert good(report.rmssd_ms).method.startswith("rmssd/")
        assert good(report.sdnn_ms).method.startswith("sdnn/")

    def test_what_a_device_gives_is_no_sdnn(self) -> None:
        biometrics, me = with_readings([hrv(0, 50)])
        report = biometrics.vitals.hrv(me, TODAY, TODAY, days_after(TODAY, 1))
        assert refused(report.sdnn_ms) == Missing("beats")


class TestSpreadOfNothing:
    """A robust z divided by a spread of nearly zero: after a month of equal nights a small change was a z of -18, and was dropped without a word."""

    @given(bpm=st.integers(40, 70), step=st.integers(-3, 3))
    def test_equal_nights_have_a_least_spread(self, bpm: int, step: int) -> None:
        assert abs(good(resting_baseline([float(bpm)] * 60)).z(bpm + step)) <= 3
        breath = good(respiration_baseline([14.0] * 30)).z(14 + step / 10)
        assert abs(breath) <= 1 + 1e-9
        equal = good(hrv_baseline([4.0] * 60))
        assert abs(equal.z(4.0 + step / 100)) <= 0.6 + 1e-9

    def test_a_resting_heart_two_beats_up_is_two_and_is_told(self) -> None:
        new = [resting(ago, 50) for ago in range(3, 70)]
        biometrics, me = with_readings([*new, *(resting(ago, 52) for ago in range(3))])
        assert good(biometrics.morning(me, TODAY).resting).z == 2

    def test_a_constant_with_a_small_step_has_no_outlier(self) -> None:
        nights = [50.0] * 5 + [51.0] + [50.0] * 5
        assert good(hampel(nights, 3, 3, 5.0)).outliers == ()
        assert good(hampel([*nights, 80.0, *nights], 3, 3, 5.0)).outliers == (11,)


class TestAverageIsNoMinimum:
    """The average heart rate of a night was kept as its minimum, so the resting one was ten beats too high."""

    def test_the_lowest_half_hour_is_not_the_mean(self) -> None:
        night = [*([70.0] * 120), *([46.0] * 30), *([60.0] * 300)]
        lowest = good(lowest_mean_bpm(night, 60))
        assert lowest == 46
        assert lowest < sum(night) / len(night) - 10

    def test_a_single_low_sample_is_not_it_either(self) -> None:
        night = [*([60.0] * 60), 25.0, *([60.0] * 60)]
        assert good(lowest_mean_bpm(night, 60)) == pytest.approx(60 - 35 / 30)


class TestNobodyIsPunishedForBeginning:
    """Who had no history yet got 0 for consistency, and a low score: the first week looked like an illness."""

    @given(nights=st.integers(0, 6))
    def test_there_is_no_score_yet(self, nights: int) -> None:
        new = [
            one
            for ago in range(nights)
            for one in (hrv(ago, 50), resting(ago, 50), skin(ago, 36), breathed(ago, 14))
        ]
        biometrics, me = with_readings(new)
        published = {one.name: one for one in biometrics.signals(me, TODAY)}
        for name in (SignalName.HRV, SignalName.RHR, SignalName.TEMPERATURE):
            found = published[name]
            assert isinstance(found, NoSignal)
            assert isinstance(found.reason, Missing | TooFew)
        assert refused(biometrics.vitals.illness_pattern(me, TODAY).verdict)

    def test_a_short_history_is_worth_less_but_no_less_good(self) -> None:
        biometrics, me = with_readings([hrv(ago, 50) for ago in range(25)])
        published = {one.name: one for one in biometrics.signals(me, TODAY)}
        found = published[SignalName.HRV]
        assert isinstance(found, Signal)
        assert found.value == pytest.approx(0)
        assert found.quality == 18 / 42


class TestStuckOnAnOldBaseline:
    """Readiness stood still for weeks after a new watch, because the baseline of the old one stayed: nobody could begin it anew, or see what it was."""

    def test_it_can_begin_anew(self) -> None:
        new = [resting(ago, 58 if ago < 30 else 48) for ago in range(100)]
        biometrics, me = with_readings(new)
        stuck = good(biometrics.morning(me, TODAY).resting)
        assert stuck.z > 1
        begun = days_after(TODAY, -29)
        change = good(
            biometrics.baselines.restart(me, BaselineKind.RESTING_HEART_RATE, begun, "watch")
        )
        assert good(biometrics.morning(me, TODAY).resting).z == 0
        assert biometrics.baselines.changes(me) == (change,)

    def test_devices_are_never_mixed_in_one(self) -> None:
        ring = type(WATCH)("ring")
        new = [resting(ago, 48) for ago in range(30, 100)]
        new += [resting(ago, 58, ring) for ago in range(40)]
        biometrics, me = with_readings(new)
        found = good(biometrics.morning(me, TODAY).resting)
        assert (found.source, found.z) == (ring, 0)


class TestGaps:
    """A night that was not recorded was taken for zero, or the number of the day before was shown as today's."""

    @given(gap=st.sets(st.integers(0, 69), max_size=40))
    def test_a_gap_is_no_zero(self, gap: set[int]) -> None:
        read = [ago for ago in range(70) if ago not in gap]
        biometrics, me = with_readings([hrv(ago, 50) for ago in read])
        report = biometrics.vitals.hrv(me, TODAY, days_after(TODAY, -69), days_after(TODAY, 1))
        assert {point.rmssd_ms for point in report.points} <= {50, None}
        for found in (report.mean7_ms, report.usual_ms):
            match found:
                case Success(one):
                    assert one.value == pytest.approx(50)
                case Failure(reason):
                    assert isinstance(reason, Missing | TooFew)

    def test_a_number_of_yesterday_is_not_of_today(self) -> None:
        biometrics, me = with_readings([hrv(ago, 50) for ago in range(1, 70)])
        report = biometrics.vitals.hrv(me, TODAY, TODAY, days_after(TODAY, 1))
        assert refused(report.rmssd_ms) == refused(report.z1) == Missing("hrv")
        assert good(report.z7).quality == 0.5

    def test_a_beat_that_was_lost_is_no_leap_of_the_heart(self) -> None:
        steady = [800.0, 820.0] * 40
        beats = good(RrIntervals.of_ms([*steady, 9_000, *steady]))
        assert good(Hrv.of_rr(beats)).rmssd_ms == pytest.approx(20, abs=0.5)


class TestOneWrongNumber:
    """A slip of a scale took the right weight of that morning out of count until somebody noticed."""

    @given(wrong=st.floats(401, 900))
    def test_the_right_one_stays(self, wrong: float) -> None:
        biometrics, me = with_readings([weigh_in(0, 70, WATCH), weigh_in(0, wrong, WATCH)])
        assert biometrics.body(me, TODAY).weight_kg == 70
        assert len(biometrics.readings(me, ReadingQuery(9, quarantined=True))) == 1

    def test_no_number_leaves_as_nan(self) -> None:
        biometrics, me = with_readings([hrv(0, 0.001), resting(0, 0), slept(0, 0)])
        for one in biometrics.signals(me, TODAY):
            assert isinstance(one, NoSignal) or math.isfinite(one.value)
