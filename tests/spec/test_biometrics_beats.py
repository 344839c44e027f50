"""Beats and what they say, as laws. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import itertools
import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.beats import gaps
from tests.strategies.biometrics import WATCH, biometrics_in_memory, morning_of_day
from tests.support import good, refused, somebody
from vegaloop.biometrics import Hrv, NewReading, Outcome, RrIntervals
from vegaloop.biometrics.domain.samples import mean
from vegaloop.biometrics.formulas import (
    Pnn50Denominator,
    artefact_quality,
    linear_interpolate_rr,
    lipponen_tarvainen,
    ln_rmssd,
    malik_filter,
    pnn50,
    rmssd,
    rr_range_filter,
    sdnn,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

rr = st.lists(st.integers(300, 1_900).map(float), min_size=3, max_size=60)


class TestBio12:
    """BIO-12. RMSSD stays the same when every interval grows by one length or their order is reversed, scales with them, and is at most twice SDNN."""

    @given(rr_ms=rr, more=st.integers(-200, 200), factor=st.floats(0.5, 2))
    def test_it_does(self, rr_ms: list[float], more: int, factor: float) -> None:
        usual = good(rmssd(rr_ms))
        assert good(rmssd([one + more for one in rr_ms])) == pytest.approx(usual)
        assert good(rmssd(rr_ms[::-1])) == pytest.approx(usual)
        assert good(rmssd([one * factor for one in rr_ms])) == pytest.approx(usual * factor)
        assert usual <= 2 * good(sdnn(rr_ms)) + 1e-9

    @given(rr_ms=rr, data=st.data())
    def test_sdnn_knows_no_order(self, rr_ms: list[float], data: st.DataObject) -> None:
        assert good(sdnn(data.draw(st.permutations(rr_ms)))) == good(sdnn(rr_ms))


class TestBio13:
    """BIO-13. A beat out of range breaks both its pairs: nothing is differenced across it."""

    @given(before=rr, wrong=st.integers(2_001, 9_000).map(float), after=rr)
    def test_the_steps_are_those_of_the_parts(
        self, before: list[float], wrong: float, after: list[float]
    ) -> None:
        kept = rr_range_filter([*before, wrong, *after])
        assert kept[len(before)] is None
        assert len(kept) == len(before) + 1 + len(after)
        steps = [b - a for part in (before, after) for a, b in itertools.pairwise(part)]
        assert good(rmssd(kept)) == pytest.approx(math.sqrt(mean([s * s for s in steps])))

    def test_the_limits_themselves_are_kept(self) -> None:
        assert rr_range_filter([299.9, 300, 2_000, 2_000.1, math.nan, None]) == (
            *(None, 300, 2_000),
            *(None, None, None),
        )
        assert rr_range_filter([400, 500, 600], 450, 550) == (None, 500, None)

    def test_a_beat_alone_between_two_faults_counts_in_no_pair(self) -> None:
        assert isinstance(refused(rmssd(rr_range_filter([800, 2_500, 810, 100, 790]))), TooFew)


class TestBio14:
    """BIO-14. A variability with more than 5 % of its beats corrected or removed is worth 0.7, and with more than 10 % it is quarantined."""

    @given(beats=st.integers(40, 200), faults=st.integers(0, 15))
    def test_it_is(self, beats: int, faults: int) -> None:
        # The faults stand at the end, so that the pairs before them stay.
        given_ = [800_000 + 20_000 * (i % 2) for i in range(beats)] + [2_500_000] * faults
        share = faults / (beats + faults)
        recorded = good(
            biometrics_in_memory().record(
                somebody(), NewReading(morning_of_day(0), RrIntervals(tuple(given_)), WATCH)
            )
        )
        hrv = recorded.reading.value
        assert isinstance(hrv, Hrv)
        assert hrv.artefact_share == share
        assert hrv.quality == (0.7 if share > 0.05 else 1)
        assert (recorded.outcome is Outcome.QUARANTINED) == (share > 0.10)

    def test_the_limits_themselves_are_good(self) -> None:
        assert artefact_quality(0.05) == 1
        assert artefact_quality(0.051) == 0.7

    def test_a_recording_shorter_than_a_minute_is_quarantined(self) -> None:
        short = RrIntervals(tuple(800_000 + 20_000 * (i % 2) for i in range(29)))
        new = NewReading(morning_of_day(0), short, WATCH)
        recorded = good(biometrics_in_memory().record(somebody(), new))
        assert recorded.outcome is Outcome.QUARANTINED


class TestBio40:
    """BIO-40. A variability of a steady heart has no logarithm, and two neighbouring beats are the least that has any: neither is zero."""

    def test_a_steady_heart(self) -> None:
        steady = good(rmssd([800.0, 800.0, 800.0]))
        assert steady == 0
        assert refused(ln_rmssd(steady)) == Undefined("ln_rmssd", "zero has no logarithm")
        assert good(ln_rmssd(math.e)) == 1

    @given(rr_ms=gaps)
    def test_what_is_there_is_counted(self, rr_ms: list[float | None]) -> None:
        valid = [one for one in rr_ms if one is not None]
        steps = [b - a for a, b in itertools.pairwise(rr_ms) if a is not None and b is not None]
        if steps:
            assert good(rmssd(rr_ms)) == pytest.approx(math.sqrt(mean([s * s for s in steps])))
        else:
            assert refused(rmssd(rr_ms)) == TooFew("adjacent_rr_pairs", 0, 1)
            assert refused(pnn50(rr_ms)) == TooFew("adjacent_rr_pairs", 0, 1)
        if len(valid) >= 2:
            assert good(sdnn(rr_ms)) == pytest.approx(statistics.stdev(valid))
        else:
            assert refused(sdnn(rr_ms)) == TooFew("rr_intervals", len(valid), 2)

    @given(wrong=st.sampled_from([-0.1, 4_294_967.1, math.inf, -math.inf, math.nan]))
    def test_no_recording_holds_that(self, wrong: float) -> None:
        for found in (
            rmssd([800, wrong]),
            sdnn([800, wrong]),
            pnn50([800, wrong]),
            malik_filter([800, wrong]),
            linear_interpolate_rr([800, wrong]),
            lipponen_tarvainen([800.0] * 60 + [wrong]),
        ):
            fault = refused(found)
            assert isinstance(fault, Outside)
            assert (fault.what, fault.least, fault.most) == ("rr_ms", 0, 4_294_967)
        assert isinstance(refused(ln_rmssd(wrong)), Outside)

    def test_the_ends_of_what_it_holds(self) -> None:
        assert good(rmssd([0, 4_294_967])) == 4_294_967
        assert good(ln_rmssd(4_294_967)) == math.log(4_294_967)
        fault = refused(ln_rmssd(-1))
        assert fault == Outside("rmssd_ms", -1, 0, 4_294_967)


class TestBio41:
    """BIO-41. pNN50 is the share of the steps of more than 50 ms among the intervals, or among their steps where that is asked for, and is told with which."""

    @given(rr_ms=rr)
    def test_it_is(self, rr_ms: list[float]) -> None:
        over = sum(abs(b - a) > 50 for a, b in itertools.pairwise(rr_ms))
        assert good(pnn50(rr_ms)) == over / len(rr_ms)
        by_steps = good(pnn50(rr_ms, Pnn50Denominator.DIFFERENCES))
        assert by_steps == over / (len(rr_ms) - 1)
        assert 0 <= good(pnn50(rr_ms)) <= by_steps <= 1

    def test_fifty_itself_is_none(self) -> None:
        assert good(pnn50([800, 850, 901])) == 1 / 3
        assert good(pnn50([800, None, 860, 920, None])) == 1 / 3
        assert good(pnn50([800, None, 860, 920], Pnn50Denominator.DIFFERENCES)) == 1
        assert [one.value for one in Pnn50Denominator] == ["n_intervals", "n_differences"]


class TestBio42:
    """BIO-42. Malik's filter removes a beat that differs by more than a fifth from the one before it, as recorded, and takes the one after it untested."""

    def test_as_it_was_run(self) -> None:
        given_ = [800, 960, 1_153, 700, 701, None, 300, 350]
        kept = (800, 960, None, 700, 701, None, 300, 350)
        assert good(malik_filter(given_)) == kept
        assert good(malik_filter([800, 960, 767])) == (800, 960, None)
        assert good(malik_filter([800, 960, 768])) == (800, 960, 768)
        assert good(malik_filter([800, 900, 800], 0.1)) == (800, None, 800)
        assert good(malik_filter([])) == ()
        assert good(malik_filter([100, 300], 1)) == (100, None)

    @given(rr_ms=gaps, threshold=st.floats(0, 1))
    def test_it_makes_no_recording_longer(
        self, rr_ms: list[float | None], threshold: float
    ) -> None:
        kept = good(malik_filter(rr_ms, threshold))
        assert len(kept) == len(rr_ms)
        for place, (before, one) in enumerate(zip(rr_ms, kept, strict=True)):
            assert one in {None, before}
            removed = one is None and before is not None
            assert not (removed and place and kept[place - 1] is None)

    @given(one=st.floats(300, 2_000), times=st.integers(1, 80))
    def test_a_constant_stays(self, one: float, times: int) -> None:
        assert good(malik_filter([one] * times)) == (one,) * times

    @pytest.mark.parametrize("threshold", [-0.01, 1.01, math.nan])
    def test_a_share_is_one(self, threshold: float) -> None:
        expected = Outside("threshold", threshold, 0, 1)
        assert repr(refused(malik_filter([800], threshold))) == repr(expected)


class TestBio43:
    """BIO-43. A line over removed beats goes through every beat that was kept, and stays at the nearest one at the ends."""

    @given(rr_ms=gaps)
    def test_it_does(self, rr_ms: list[float | None]) -> None:
        valid = [one for one in rr_ms if one is not None]
        if not valid:
            assert refused(linear_interpolate_rr(rr_ms)) == TooFew("rr_intervals", 0, 1)
            return
        drawn = good(linear_interpolate_rr(rr_ms))
        assert len(drawn) == len(rr_ms)
        assert min(valid) <= min(drawn) <= max(drawn) <= max(valid)
        assert all(one in {None, line} for one, line in zip(rr_ms, drawn, strict=True))
        assert good(linear_interpolate_rr(drawn)) == drawn

    def test_by_equal_steps(self) -> None:
        assert good(linear_interpolate_rr([None, None, 800, None, None, 830, None])) == (
            *(800, 800, 800),
            *(810, 820, 830, 830),
        )
