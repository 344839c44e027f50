"""What is usual for a person, as rules (docs/rules.md)."""

from __future__ import annotations

import math
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    RING,
    TODAY,
    WATCH,
    hrv,
    morning_of_day,
    resting,
    sent,
    with_readings,
)
from tests.support import good, refused
from vegaloop.biometrics import (
    HrvStatus,
    RestingStatus,
)
from vegaloop.biometrics.domain.hrv import HrvDay, hrv_status
from vegaloop.biometrics.domain.resting import RestingDay, resting_status
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import SignalName
from vegaloop.kernel.time import LocalDate, days_after

A = TypeVar("A")
E = TypeVar("E")
rmssds = st.lists(st.none() | st.floats(10, 200), min_size=67, max_size=67)
bpms = st.lists(st.none() | st.floats(35, 90), min_size=67, max_size=67)


def hrv_days(rmssd_ms: list[float | None], factor: float = 1) -> dict[LocalDate, HrvDay]:
    """The days up to today, newest first."""
    return {
        days_after(TODAY, -ago): HrvDay(value * factor, 1, morning_of_day(ago).at)
        for ago, value in enumerate(rmssd_ms)
        if value is not None
    }


def resting_days(bpm: list[float | None], shift: float = 0) -> dict[LocalDate, RestingDay]:
    """The days up to today, newest first."""
    return {
        days_after(TODAY, -ago): RestingDay(value + shift, morning_of_day(ago).at)
        for ago, value in enumerate(bpm)
        if value is not None
    }


def either(result: Result[A, E]) -> A | E:
    """The value of a result, or its error."""
    match result:
        case Success(value):
            return value
        case Failure(error):
            return error


class TestBio15:
    """BIO-15. Scaling every RMSSD, or shifting every resting heart rate, leaves the z-scores and their quality as they are."""

    @given(rmssd_ms=rmssds, factor=st.floats(0.3, 3))
    def test_scaled(self, rmssd_ms: list[float | None], factor: float) -> None:
        usual = either(hrv_status(WATCH, hrv_days(rmssd_ms), TODAY))
        scaled = either(hrv_status(WATCH, hrv_days(rmssd_ms, factor), TODAY))
        if isinstance(usual, TooFew):
            assert scaled == usual
        else:
            for name in ("z7", "z1", "quality", "n_valid", "balance"):
                assert getattr(scaled, name) == pytest.approx(getattr(usual, name), abs=1e-9)

    @given(bpm=bpms, shift=st.floats(-10, 10))
    def test_shifted(self, bpm: list[float | None], shift: float) -> None:
        usual = either(resting_status(WATCH, resting_days(bpm), TODAY))
        shifted = either(resting_status(WATCH, resting_days(bpm, shift), TODAY))
        if isinstance(usual, TooFew):
            assert shifted == usual
        else:
            for name in ("z", "quality", "n_valid"):
                assert getattr(shifted, name) == pytest.approx(getattr(usual, name), abs=1e-9)


class TestBio16:
    """BIO-16. A baseline is made of one source, and the source that knows best speaks."""

    def test_the_longer_and_fresher_history_speaks(self) -> None:
        old = [hrv(ago, 50, RING) for ago in range(20, 67)]
        new = [hrv(ago, 80) for ago in range(25)]
        biometrics, me = with_readings([*old, *new])
        status = good(biometrics.hrv_status(me, TODAY))
        assert (status.source, status.n_valid) == (WATCH, 18)
        assert status.z7 == pytest.approx(0)

    @given(new=st.lists(st.floats(20, 200), min_size=1, max_size=5))
    def test_a_second_source_changes_no_baseline(self, new: list[float]) -> None:
        own = [hrv(ago, 50 + ago % 5) for ago in range(67)]
        biometrics, me = with_readings(own)
        before = good(biometrics.hrv_status(me, TODAY))
        good(biometrics.record_all(me, [hrv(ago, value, RING) for ago, value in enumerate(new)]))
        assert good(biometrics.hrv_status(me, TODAY)) == before


class TestBio17:
    """BIO-17. A baseline is published from 14 valid days on; before, it says how many there are."""

    @given(days=st.integers(0, 20))
    def test_it_is(self, days: int) -> None:
        ago = [*range(3), *range(10, 10 + days)]
        biometrics, me = with_readings([x for d in ago for x in (hrv(d, 50), resting(d, 50))])
        morning = biometrics.morning(me, TODAY)
        if days < 14:
            assert refused(morning.hrv) == TooFew("hrv_baseline_days", days, 14)
            assert refused(morning.resting) == TooFew("resting_heart_rate_baseline_days", days, 14)
        else:
            assert good(morning.hrv).n_valid == good(morning.resting).n_valid == days
            assert good(morning.hrv).quality == pytest.approx(min(1, days / 42))

    def test_a_week_needs_three_days(self) -> None:
        before = [hrv(ago, 50) for ago in range(7, 47)]
        biometrics, me = with_readings([*before, hrv(1, 60), hrv(2, 60)])
        assert refused(biometrics.hrv_status(me, TODAY)) == TooFew("hrv_recent_days", 2, 3)
        good(biometrics.record(me, hrv(0, 60)))
        assert good(biometrics.hrv_status(me, TODAY)).z7 == pytest.approx(math.log(1.2) / 0.05)

    def test_this_morning_alone_speaks_for_itself(self) -> None:
        biometrics, me = with_readings([hrv(ago, 50) for ago in (0, *range(7, 47))])
        status = good(biometrics.hrv_status(me, TODAY))
        assert (status.z7, status.cv7_percent) == (None, None)
        assert status.balance == status.z1 == pytest.approx(0)

    def test_no_night_of_three_is_too_few(self) -> None:
        biometrics, me = with_readings([resting(ago, 50) for ago in range(3, 40)])
        found = refused(biometrics.morning(me, TODAY).resting)
        assert found == TooFew("resting_heart_rate_recent_nights", 0, 1)

    def test_nothing_is_missing_not_too_few(self) -> None:
        biometrics, me = with_readings([])
        assert refused(biometrics.hrv_status(me, TODAY)) == Missing("hrv")


class TestBio18:
    """BIO-18. A morning at the usual has z-scores of zero, a higher RMSSD never lowers the variability signal, and a higher heart rate never lowers the resting signal."""

    @given(rmssd_ms=st.integers(5, 300), bpm=st.integers(30, 120))
    def test_the_usual(self, rmssd_ms: int, bpm: int) -> None:
        own = [x for ago in range(67) for x in (hrv(ago, rmssd_ms), resting(ago, bpm))]
        biometrics, me = with_readings(own)
        assert sent(biometrics, me, SignalName.HRV).value == pytest.approx(0)
        assert sent(biometrics, me, SignalName.RHR).value == pytest.approx(0)
        assert sent(biometrics, me, SignalName.HRV).quality == 1
        status = good(biometrics.hrv_status(me, TODAY))
        assert status.low_ms < status.usual_ms < status.high_ms
        assert status.cv7_percent == pytest.approx(0, abs=1e-6)

    @given(rmssd_ms=rmssds, more=st.floats(1, 3))
    def test_more_variability(self, rmssd_ms: list[float | None], more: float) -> None:
        today = rmssd_ms[0] or 50
        usual = either(hrv_status(WATCH, hrv_days([today, *rmssd_ms[1:]]), TODAY))
        higher = either(hrv_status(WATCH, hrv_days([today * more, *rmssd_ms[1:]]), TODAY))
        if isinstance(usual, HrvStatus):
            assert isinstance(higher, HrvStatus)
            assert higher.balance >= usual.balance

    @given(bpm=bpms, more=st.floats(0, 30))
    def test_more_heart_rate(self, bpm: list[float | None], more: float) -> None:
        today = bpm[0] or 50
        usual = either(resting_status(WATCH, resting_days([today, *bpm[1:]]), TODAY))
        higher = either(resting_status(WATCH, resting_days([today + more, *bpm[1:]]), TODAY))
        if isinstance(usual, RestingStatus):
            assert isinstance(higher, RestingStatus)
            assert higher.z >= usual.z

    def test_a_week_of_one_millisecond_has_no_share_of_spread(self) -> None:
        status = good(hrv_status(WATCH, hrv_days([1.0] * 67), TODAY))
        assert status.cv7_percent is None
