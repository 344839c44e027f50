"""What is usual, and how far from it, as laws. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.biometrics.formulas import (
    Baseline,
    RestingFlag,
    cv7_percent,
    hrv_baseline,
    recent_resting,
    resting_baseline,
    resting_flags,
    roll7,
    smallest_worthwhile_change,
    z_score,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

NAN = math.nan
numbers = st.integers(-10_000, 10_000).map(lambda n: n / 10)
series = st.lists(numbers, min_size=1, max_size=40)
days = st.lists(st.none() | st.floats(2.5, 5.5), max_size=80)
nights = st.lists(st.none() | st.integers(30, 90).map(float), max_size=80)


class TestBio48:
    """BIO-48. The week is the mean of the valid days among the last seven, three of them at least; a day without a reading is none of them, and one more like a day moves it toward that day."""

    @given(ln_rmssd=days)
    def test_it_is(self, ln_rmssd: list[float | None]) -> None:
        week = [day for day in ln_rmssd[-7:] if day is not None]
        if len(week) < 3:
            assert refused(roll7(ln_rmssd)) == TooFew("hrv_recent_days", len(week), 3)
            assert refused(cv7_percent(ln_rmssd)) == TooFew("hrv_recent_days", len(week), 3)
            return
        found = good(roll7(ln_rmssd))
        assert found == pytest.approx(statistics.fmean(week))
        expected = 100 * statistics.stdev(week) / statistics.fmean(week)
        assert good(cv7_percent(ln_rmssd)) == pytest.approx(expected)

    @given(week=st.lists(st.floats(2.5, 5.5), min_size=3, max_size=6), more=st.floats(2.5, 5.5))
    def test_it_moves_toward_a_day(self, week: list[float], more: float) -> None:
        before, after = good(roll7(week)), good(roll7([*week, more]))
        assert abs(after - more) <= abs(before - more) + 1e-12

    def test_a_week_of_one_millisecond_has_no_share_of_spread(self) -> None:
        told = Undefined("cv7_percent", "the mean of ln RMSSD is not above 0")
        assert refused(cv7_percent([0.0, 0.0, 0.0])) == told
        assert refused(cv7_percent([-1.0, -1.0, 1.0])) == told
        assert good(cv7_percent([1.0, 2.0, 3.0])) == 50

    def test_no_logarithm_is_like_that(self) -> None:
        assert refused(roll7([4, 4, 25.1])) == Outside("ln_rmssd", 25.1, -10, 25)
        assert isinstance(refused(roll7([4, 4, NAN])), Outside)
        assert good(roll7([-10.0, -10, 25, 25])) == 7.5


class TestBio49:
    """BIO-49. The baseline of variability is mean and sample SD of the last sixty days, fourteen valid ones at least, with an SD of at least 0.05; the normal range reaches half an SD to both sides."""

    @given(ln_rmssd=days, factor=st.floats(0.2, 5))
    def test_it_is(self, ln_rmssd: list[float | None], factor: float) -> None:
        valid = [day for day in ln_rmssd[-60:] if day is not None]
        if len(valid) < 14:
            assert refused(hrv_baseline(ln_rmssd)) == TooFew("hrv_baseline_days", len(valid), 14)
            return
        found = good(hrv_baseline(ln_rmssd))
        assert found.middle == pytest.approx(statistics.fmean(valid))
        assert found.spread == pytest.approx(max(0.05, statistics.stdev(valid)))
        assert found.n_valid == len(valid)
        low, high = found.band()
        assert (low + high) / 2 == pytest.approx(found.middle)
        change = good(smallest_worthwhile_change(found.spread))
        assert high - found.middle == pytest.approx(change)
        assert found.band(2) == (found.middle - 2 * found.spread, found.middle + 2 * found.spread)
        # Scaling every RMSSD shifts its logarithm, and leaves the z-score as it is.
        shift = math.log(factor)
        moved = good(hrv_baseline([None if d is None else d + shift for d in ln_rmssd]))
        assert moved.z(valid[-1] + shift) == pytest.approx(found.z(valid[-1]), abs=1e-6)

    def test_a_constant_has_the_least_spread(self) -> None:
        found = good(hrv_baseline([4.0] * 14))
        assert found == Baseline(4.0, 0.05, 14)
        assert found.z(4.1) == pytest.approx(2)

    def test_a_change_that_says_something(self) -> None:
        assert good(smallest_worthwhile_change(0.2)) == 0.1
        assert good(smallest_worthwhile_change(0.2, 1)) == 0.2
        assert good(smallest_worthwhile_change(0, 0)) == 0
        assert good(smallest_worthwhile_change(1, 10)) == 10
        assert refused(smallest_worthwhile_change(-1)) == Outside("spread", -1, 0, 1e12)
        assert refused(smallest_worthwhile_change(1, 10.1)) == Outside("factor", 10.1, 0, 10)

    def test_a_baseline_has_a_spread(self) -> None:
        for spread in (0.0, -1.0, NAN):
            with pytest.raises(ValueError, match="spread"):
                Baseline(4.0, spread, 14)

    @given(value=numbers, middle=numbers, spread=st.floats(0.1, 50), by=numbers)
    def test_a_z_score_is_of_no_unit(
        self, value: float, middle: float, spread: float, by: float
    ) -> None:
        found = good(z_score(value, middle, spread))
        assert found == pytest.approx((value - middle) / spread)
        assert Baseline(middle, spread, 14).z(value) == found
        moved = good(z_score(3 * value + by, 3 * middle + by, 3 * spread))
        assert moved == pytest.approx(found, abs=1e-9)

    def test_without_a_spread_there_is_none(self) -> None:
        told = Undefined("z_score", "there is no spread to compare with")
        assert refused(z_score(1, 1, 0)) == told
        assert refused(z_score(2e12, 0, 1)) == Outside("value", 2e12, -1e12, 1e12)
        assert refused(z_score(0, -2e12, 1)) == Outside("middle", -2e12, -1e12, 1e12)
        assert refused(z_score(0, 0, -1)) == Outside("spread", -1, 0, 1e12)


class TestBio50:
    """BIO-50. The baseline of resting heart rate is median and robust SD of the last sixty nights, fourteen valid ones at least, with an SD of at least 1 bpm; the last three nights are averaged against it."""

    @given(bpm=nights)
    def test_it_is(self, bpm: list[float | None]) -> None:
        valid = [one for one in bpm[-60:] if one is not None]
        if len(valid) < 14:
            told = TooFew("resting_heart_rate_baseline_days", len(valid), 14)
            assert refused(resting_baseline(bpm)) == told
        else:
            found = good(resting_baseline(bpm))
            middle = statistics.median(valid)
            far = statistics.median([abs(one - middle) for one in valid])
            assert found == Baseline(middle, max(1.0, 1.4826 * far), len(valid))
        last = [one for one in bpm[-3:] if one is not None]
        if last:
            assert good(recent_resting(bpm)) == pytest.approx(statistics.fmean(last))
        else:
            told = TooFew("resting_heart_rate_recent_nights", 0, 1)
            assert refused(recent_resting(bpm)) == told

    def test_no_heart_beats_like_that(self) -> None:
        limits = ("resting_heart_rate_bpm", 1_000.1, 0, 1_000)
        assert refused(recent_resting([1_000.1])) == Outside(*limits)
        assert refused(resting_baseline([50.0] * 20 + [1_000.1])) == Outside(*limits)
        assert good(recent_resting([0, 1_000])) == 500


class TestBio51:
    """BIO-51. A resting heart rate stands out where the last night is 5 bpm above the usual one, or two mornings in a row have a z of 2."""

    @pytest.mark.parametrize(
        ("last", "z", "before", "flags"),
        [
            (55.0, 0.0, None, ["5-bpm-above-usual"]),
            (54.9, 9.0, None, []),
            (None, 2.0, 2.0, ["z-of-2-on-two-mornings"]),
            (54.9, 1.9, 9.0, []),
            (54.9, 9.0, 1.9, []),
            (45.0, -3.0, -3.0, []),
            (55.0, 2.0, 2.0, ["5-bpm-above-usual", "z-of-2-on-two-mornings"]),
        ],
    )
    def test_it_does(
        self, last: float | None, z: float, before: float | None, flags: list[str]
    ) -> None:
        assert good(resting_flags(last, 50.0, z, before)) == tuple(map(RestingFlag, flags))
