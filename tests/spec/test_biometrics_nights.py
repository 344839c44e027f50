"""Outliers, and what a night of samples says, as laws. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.biometrics.formulas import (
    OxygenNight,
    hampel,
    lowest_mean_bpm,
    mad_scaled,
    oxygen_night,
    respiration_baseline,
    temperature_deviation_c,
    temperature_usual_c,
)
from vegaloop.kernel.evidence import Outside, TooFew

NAN = math.nan
numbers = st.integers(-10_000, 10_000).map(lambda n: n / 10)
series = st.lists(numbers, min_size=1, max_size=40)
days = st.lists(st.none() | st.floats(2.5, 5.5), max_size=80)
nights = st.lists(st.none() | st.integers(30, 90).map(float), max_size=80)


class TestBio46:
    """BIO-46. The robust SD is that of normal data, is moved by no shift, scales with its values, and is left alone by fewer than half of them."""

    @given(values=series, shift=numbers, factor=st.floats(-4, 4))
    def test_it_is(self, values: list[float], shift: float, factor: float) -> None:
        spread = good(mad_scaled(values))
        assert good(mad_scaled([v + shift for v in values])) == pytest.approx(spread, abs=1e-9)
        scaled = good(mad_scaled([v * factor for v in values]))
        assert scaled == pytest.approx(abs(factor) * spread, abs=1e-9)
        middle = statistics.median(values)
        far = [abs(v - middle) for v in values]
        assert spread == pytest.approx(1.4826 * statistics.median(far))

    def test_wild_values_do_not_move_it(self) -> None:
        assert good(mad_scaled([60.0] * 5 + [1e9] * 4)) == 0
        assert good(mad_scaled([5.0])) == 0

    def test_nothing_has_none(self) -> None:
        assert refused(mad_scaled([])) == TooFew("values", 0, 1)
        assert refused(mad_scaled([1, 2e12])) == Outside("value", 2e12, -1e12, 1e12)
        assert isinstance(refused(mad_scaled([NAN])), Outside)
        assert good(mad_scaled([-1e12, 1e12])) == 1.4826e12


class TestBio47:
    """BIO-47. The Hampel filter leaves a constant as it is, shifts and scales with its values, touches neither the ends nor what it does not flag, and puts a median in the place of the rest."""

    @given(values=series, half=st.integers(1, 4), shift=numbers, factor=st.sampled_from([-2, 0.5]))
    def test_it_does(self, values: list[float], half: int, shift: float, factor: float) -> None:
        # Whole numbers, so that no sum is rounded to the other side of a limit.
        whole = [float(round(v)) for v in values]
        found = good(hampel(whole, half))
        assert len(found.values) == len(whole)
        for k, (before, after) in enumerate(zip(whole, found.values, strict=True)):
            if k in found.outliers:
                window = whole[k - half : k + half + 1]
                assert after == statistics.median(window)
                spread = 1.4826 * statistics.median([abs(v - after) for v in window])
                assert abs(before - after) > 3 * spread
            else:
                assert after == before
        assert all(half <= k < len(whole) - half for k in found.outliers)
        moved = good(hampel([factor * v + round(shift) for v in whole], half))
        assert moved.outliers == found.outliers
        expected = [factor * v + round(shift) for v in found.values]
        assert moved.values == pytest.approx(expected)

    @given(one=numbers, times=st.integers(0, 30))
    def test_a_constant_stays(self, one: float, times: int) -> None:
        found = good(hampel([one] * times))
        assert (found.values, found.outliers) == ((one,) * times, ())

    def test_where_the_rest_is_constant_a_step_of_the_body_is_none(self) -> None:
        spiked = [60.0, 60, 60, 63, 60, 60, 60]
        assert good(hampel(spiked)).outliers == (3,)
        assert good(hampel(spiked, step_least=2.9)).values == (60,) * 7
        assert good(hampel(spiked, step_least=3)).outliers == ()

    def test_three_sigmas_themselves_stay(self) -> None:
        beside = [-3.0, -2, -1, 3 * (1.4826 * 2), 0, 1, 2]
        assert good(hampel(beside)).outliers == ()
        assert good(hampel(beside, n_sigma=2.99)).outliers == (3,)

    @pytest.mark.parametrize(
        ("half", "sigmas", "step", "what"),
        [
            (0, 3, 0, "half_window"),
            (10_001, 3, 0, "half_window"),
            (1, -0.1, 0, "n_sigma"),
            (1, NAN, 0, "n_sigma"),
            (1, 3, -0.1, "step_least"),
        ],
    )
    def test_what_it_is_declared_for(
        self, half: int, sigmas: float, step: float, what: str
    ) -> None:
        fault = refused(hampel([1, 2, 3], half, sigmas, step))
        assert isinstance(fault, Outside)
        assert fault.what == what
        assert isinstance(refused(hampel([NAN])), Outside)
        assert good(hampel([1, 2, 3], 10_000, 0)).outliers == ()


class TestBio52:
    """BIO-52. The resting heart rate of a night is the lowest mean over thirty minutes without a gap, never the mean of the night."""

    @given(bpm=st.lists(st.none() | st.integers(40, 90).map(float), max_size=60))
    def test_it_is(self, bpm: list[float | None]) -> None:
        width = 5
        windows = [bpm[k : k + width] for k in range(len(bpm) - width + 1)]
        means = [statistics.fmean(w) for w in windows if None not in w]
        found = lowest_mean_bpm(bpm, 60, 300)
        if not means:
            assert refused(found) == TooFew("heart_rate_windows", 0, 1)
        else:
            assert good(found) == pytest.approx(min(means))

    def test_thirty_minutes_are_usual(self) -> None:
        night = [60.0] * 30 + [48.0] * 30 + [60.0] * 30
        assert good(lowest_mean_bpm(night, 60)) == 48
        assert good(lowest_mean_bpm(night[:59], 60)) == pytest.approx((29 * 48 + 60) / 30)
        assert good(lowest_mean_bpm([50.0] * 30, 60)) == 50
        assert refused(lowest_mean_bpm([50.0] * 29, 60)) == TooFew("heart_rate_windows", 0, 1)

    @pytest.mark.parametrize(
        ("bpm", "interval_s", "window_s", "fault"),
        [
            (50.0, 0, 300, Outside("interval_s", 0, 0.001, 3_600)),
            (50.0, 3_601, 4_000, Outside("interval_s", 3_601, 0.001, 3_600)),
            (50.0, 60, 59, Outside("window_s", 59, 60, 86_400)),
            (50.0, 60, 86_401, Outside("window_s", 86_401, 60, 86_400)),
            (-1.0, 60, 60, Outside("heart_rate_bpm", -1, 0, 1_000)),
        ],
    )
    def test_what_it_is_declared_for(
        self, bpm: float, interval_s: float, window_s: float, fault: Outside
    ) -> None:
        assert refused(lowest_mean_bpm([None, bpm], interval_s, window_s)) == fault


class TestBio53:
    """BIO-53. The oxygen of a night is the median of its samples from 70 to 100 %, and the time below 90 %; a sample outside is no sample, and none at all is no night."""

    @given(percent=st.lists(st.none() | st.integers(600, 1_010).map(lambda n: n / 10), max_size=50))
    def test_it_is(self, percent: list[float | None]) -> None:
        valid = [one for one in percent if one is not None and 70 <= one <= 100]
        found = oxygen_night(percent, 30)
        if not valid:
            assert refused(found) == TooFew("spo2_samples", 0, 1)
            return
        below = 30 * sum(one < 90 for one in valid)
        assert good(found) == OxygenNight(statistics.median(valid), below, len(valid))

    def test_the_limits_themselves(self) -> None:
        assert good(oxygen_night([69.9, 70, 90, 100, 100.1], 1)) == OxygenNight(90, 1, 3)
        assert refused(oxygen_night([95], 0)) == Outside("interval_s", 0, 0.001, 3_600)
        assert isinstance(refused(oxygen_night([NAN], 1)), TooFew)


class TestBio54:
    """BIO-54. Breath is compared with mean and sample SD of the thirty nights before, seven valid ones at least, with an SD of at least 0.3 a minute."""

    @given(breaths=st.lists(st.none() | st.floats(8, 25), max_size=40))
    def test_it_is(self, breaths: list[float | None]) -> None:
        valid = [one for one in breaths[-30:] if one is not None]
        if len(valid) < 7:
            told = TooFew("respiration_baseline_nights", len(valid), 7)
            assert refused(respiration_baseline(breaths)) == told
            return
        found = good(respiration_baseline(breaths))
        assert found.middle == pytest.approx(statistics.fmean(valid))
        assert found.spread == pytest.approx(max(0.3, statistics.stdev(valid)))
        assert found.n_valid == len(valid)

    def test_a_temperature_is_compared_with_their_median(self) -> None:
        before = [35.0, None, 36.0, 37.0, 36.0, 36.0, None, 35.5, 36.5]
        assert good(temperature_usual_c(before)) == 36
        assert good(temperature_deviation_c(36.75, before)) == 0.75
        assert good(temperature_usual_c([99.0, *([36.0] * 30)])) == 36
        too_few = TooFew("temperature_baseline_nights", 6, 7)
        assert refused(temperature_deviation_c(36, [36] * 6)) == too_few
        assert refused(temperature_usual_c([36] * 6)) == too_few

    def test_no_body_is_like_that(self) -> None:
        fault = Outside("temperature_c", 100.1, -100, 100)
        assert refused(temperature_deviation_c(100.1, [36] * 7)) == fault
        fault = Outside("temperature_baseline", 100.1, -100, 100)
        assert refused(temperature_deviation_c(36, [36] * 7 + [100.1])) == fault
        fault = Outside("respiration_baseline", 200.1, 0, 200)
        assert refused(respiration_baseline([12] * 7 + [200.1])) == fault
        assert good(respiration_baseline([0, 200] * 4)).middle == 100
