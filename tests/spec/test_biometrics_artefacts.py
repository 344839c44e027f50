"""Beats that were missed, extra or ectopic, as laws. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.beats import APART, hearts, with_ectopic, with_extra, with_missed
from tests.strategies.biometrics import WATCH, biometrics_in_memory, morning_of_day
from tests.support import good, refused, somebody
from vegaloop.biometrics import Corrections, Hrv, HrvMethod, NewReading, RrIntervals
from vegaloop.biometrics.domain.formulas import artefacts as decisions
from vegaloop.biometrics.formulas import (
    Artefact,
    Corrected,
    Fault,
    lipponen_tarvainen,
    rmssd,
)
from vegaloop.kernel.evidence import TooFew

rr = st.lists(st.integers(300, 1_900).map(float), min_size=3, max_size=60)


class TestBio44:
    """BIO-44. Correction leaves the recording of a heart without artefacts as it is, and again what it has made of one with them."""

    @given(heart=hearts())
    def test_a_clean_one_stays(self, heart: list[float]) -> None:
        found = good(lipponen_tarvainen(heart))
        assert (found.rr_ms, found.faults) == (tuple(heart), ())
        assert [beat.origin for beat in found.beats] == list(range(len(heart)))

    @given(heart=hearts(), place=st.integers(10, 90), share=st.floats(0.3, 0.7))
    def test_its_own_output_stays(self, heart: list[float], place: int, share: float) -> None:
        mended = good(lipponen_tarvainen(with_extra(heart, place, share)))
        again = good(lipponen_tarvainen(mended.rr_ms))
        assert (again.rr_ms, again.faults) == (mended.rr_ms, ())

    @given(one=st.integers(300, 2_000).map(float), times=st.integers(50, 120))
    def test_a_paced_heart_stays(self, one: float, times: int) -> None:
        assert good(lipponen_tarvainen([one] * times)).rr_ms == (one,) * times

    @given(heart=st.lists(st.integers(250, 2_300).map(float), min_size=50, max_size=110))
    def test_it_makes_a_recording_longer_only_by_missed_beats(self, heart: list[float]) -> None:
        found = good(lipponen_tarvainen(heart))
        assert len(found.beats) <= 2 * len(heart)
        kinds = {fault.artefact for fault in found.faults}
        if Artefact.MISSED not in kinds:
            assert len(found.beats) <= len(heart)
        if not kinds & {Artefact.MISSED, Artefact.EXTRA}:
            assert len(found.beats) == len(heart)
        places = [fault.index for fault in found.faults]
        assert places == sorted(set(places))
        assert all(0 <= place < len(heart) for place in places)

    def test_it_needs_fifty_beats(self) -> None:
        assert refused(lipponen_tarvainen([800.0] * 49)) == TooFew("rr_intervals", 49, 50)
        assert good(lipponen_tarvainen([800.0] * 50)).faults == ()

    def test_a_heart_that_alternates_stays(self) -> None:
        turns = [750.0, 850.0] * 30
        assert good(lipponen_tarvainen(turns)).rr_ms == tuple(turns)

    def test_where_no_beat_is_of_a_heart_at_rest_none_is_made_up(self) -> None:
        beats = [2_500.0] * 40 + [100.0] + [2_500.0] * 40
        found = good(lipponen_tarvainen(beats))
        assert found.rr_ms == tuple(beats)
        assert found.faults == (Fault(40, Artefact.LONG_SHORT),)


class TestBio45:
    """BIO-45. A missed, an extra and an ectopic beat are found, counted once each and mended: what is left varies as the heart did, to within a quarter."""

    @given(heart=hearts(), place=st.integers(0, 100))
    def test_a_missed_one(self, heart: list[float], place: int) -> None:
        found = good(lipponen_tarvainen(with_missed(heart, place)))
        assert found.faults == (Fault(place, Artefact.MISSED),)
        assert len(found.beats) == len(heart)
        assert sum(found.rr_ms) == pytest.approx(sum(heart))
        self.near(found, heart)

    @given(heart=hearts(), place=st.integers(0, 100), share=st.floats(0.3, 0.7))
    def test_an_extra_one(self, heart: list[float], place: int, share: float) -> None:
        found = good(lipponen_tarvainen(with_extra(heart, place, share)))
        assert found.faults == (Fault(place, Artefact.EXTRA),)
        assert found.rr_ms == tuple(heart)

    @given(heart=hearts(), place=st.integers(1, 100), share=st.floats(0.25, 0.4))
    def test_an_ectopic_one(self, heart: list[float], place: int, share: float) -> None:
        found = good(lipponen_tarvainen(with_ectopic(heart, place, share)))
        assert {fault.index for fault in found.faults} == {place, place + 1}
        assert found.count(Artefact.ECTOPIC) + found.count(Artefact.LONG_SHORT) == 2
        assert len(found.beats) == len(heart)
        self.near(found, heart)

    @given(heart=hearts(180), kinds=st.permutations(["missed", "extra", "ectopic"] * 2))
    def test_several(self, heart: list[float], kinds: list[str]) -> None:
        faulty = heart
        # From the end on, so that the places before stay where they are.
        for place, kind in zip(range(7 * APART, APART, -APART), kinds, strict=True):
            match kind:
                case "missed":
                    faulty = with_missed(faulty, place)
                case "extra":
                    faulty = with_extra(faulty, place, 0.4)
                case _:
                    faulty = with_ectopic(faulty, place, 0.3)
        found = good(lipponen_tarvainen(faulty))
        assert (found.count(Artefact.MISSED), found.count(Artefact.EXTRA)) == (2, 2)
        assert len(found.beats) == len(heart)
        self.near(found, heart)

    @staticmethod
    def near(found: Corrected, heart: list[float]) -> None:
        assert good(rmssd(found.rr_ms)) == pytest.approx(good(rmssd(heart)), rel=0.25)

    def test_what_lies_outside_a_heart_at_rest_is_no_end_of_a_line(self) -> None:
        steady = [800.0, 820.0] * 40
        found = good(lipponen_tarvainen([*steady, 2_500.0, 2_500.0, 2_500.0]))
        assert found.rr_ms == (*steady, 820, 2_500, 2_500)


class TestDecisions:
    """BIO-45 rests on the decisions of the paper: their limits, one by one."""

    @staticmethod
    def look(step: list[float], off: float = 0.0, limit: float = 0.0) -> decisions.Look:
        """A beat at place 1 of three, seen with these steps, each in units of its limit."""
        rr_ms, middle = (800.0, 1_650.0, 800.0), (800.0,) * 3
        return decisions.Look(rr_ms, middle, (limit,) * 3, step, (0.0, off, 0.0))

    @pytest.mark.parametrize(
        ("step", "is_ectopic"),
        [
            ([-0.44, 2.0, -0.44, 0, 0], True),
            ([-0.43, 2.0, -0.44, 0, 0], False),
            ([-0.44, 2.0, -0.43, 0, 0], False),
            ([-9.0, 1.0, -9.0, 0, 0], False),
            ([0.44, -2.0, 0.44, 0, 0], True),
            ([0.43, -2.0, 0.44, 0, 0], False),
            ([0.44, -2.0, 0.43, 0, 0], False),
            ([9.0, -1.0, 9.0, 0, 0], False),
        ],
    )
    def test_ectopic(self, step: list[float], is_ectopic: bool) -> None:
        assert self.look(step).is_ectopic(1) is is_ectopic

    def test_before_the_first_beat_nothing_steps(self) -> None:
        assert not self.look([2.0, -9.0, 0, 0, 0]).is_ectopic(0)
        assert not self.look([-2.0, 9.0, 0, 0, 0]).is_ectopic(0)

    @pytest.mark.parametrize(
        ("step", "off", "limit", "fault"),
        [
            ([0, 1.1, -1.1, 0, 0], 0, 25.1, Artefact.MISSED),
            ([0, 1.1, 0, -1.1, 0], 0, 25.1, Artefact.MISSED),
            ([0, 1.1, -1.1, 0, 0], 0, 25, Artefact.LONG_SHORT),
            ([0, 1.0, -1.1, 0, 0], 0, 25.1, None),
            ([0, 1.1, -1.0, 0, 0], 0, 25.1, None),
            ([0, -1.1, 1.1, 0, 0], 0, 1_650.1, Artefact.EXTRA),
            ([0, -1.1, 0, 1.1, 0], 0, 1_650.1, Artefact.EXTRA),
            ([0, -1.1, 1.1, 0, 0], 0, 1_650, Artefact.LONG_SHORT),
            ([0, -1.0, 1.1, 0, 0], 0, 1_650.1, None),
            ([0, -1.1, 1.0, 0, 0], 0, 1_650.1, None),
            ([0, 1.1, 0, 0, 0], 3.01, 0, Artefact.LONG_SHORT),
            ([0, 1.1, 0, 0, 0], -3.01, 0, Artefact.LONG_SHORT),
            ([0, 1.1, 0, 0, 0], 3.0, 0, None),
            ([0, -1.1, 0, 0, 0], 3.0, 0, None),
        ],
    )
    def test_long_and_short(
        self, step: list[float], off: float, limit: float, fault: Artefact | None
    ) -> None:
        assert self.look(step, off, limit).fault_of(1) is fault

    def test_the_last_interval_is_cut_from_nothing(self) -> None:
        look = decisions.Look((800.0,), (800.0,), (500.0,), [-2.0, 2.0, 0.0], (0.0,))
        assert look.fault_of(0) is Artefact.LONG_SHORT

    @given(values=st.lists(st.floats(-900, 900), min_size=2, max_size=200))
    def test_limits_are_of_the_91_around(self, values: list[float]) -> None:
        sizes = [abs(value) for value in values]
        for k, limit in enumerate(decisions.limits(values)):
            near = sizes[max(0, k - 45) : k + 46]
            low, middle, high = statistics.quantiles(near, n=4, method="inclusive")
            assert limit == pytest.approx(max(50, 2 * middle, 5.2 * (high - low) / 2))

    @given(heart=hearts(60, 90))
    def test_a_beat_is_off_the_median_of_the_eleven_around(self, heart: list[float]) -> None:
        look = decisions.look_at(heart)
        for k, (rr_ms, middle) in enumerate(zip(heart, look.middle, strict=True)):
            assert middle == statistics.median(heart[max(0, k - 5) : k + 6])
            twice = 2 if rr_ms < middle else 1
            assert look.off[k] * look.limit[k] == pytest.approx(twice * (rr_ms - middle))
        assert look.step[-1] == 0
        assert len(look.step) == len(heart) + 2

    def test_the_names_are_told(self) -> None:
        assert [one.value for one in Artefact] == ["missed", "extra", "ectopic", "long_short"]


class TestBio56:
    """BIO-56. Beats are corrected when they are read in: after Lipponen and Tarvainen from 50 on, else after Malik; the recording stays as it came, and the method and the counts stay with the variability."""

    @given(heart=hearts(), place=st.integers(1, 100))
    def test_they_are(self, heart: list[float], place: int) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        faulty = good(RrIntervals.of_ms(with_missed(heart, place)))
        reading = good(biometrics.record(me, NewReading(morning_of_day(0), faulty, WATCH))).reading
        value = reading.value
        assert isinstance(value, Hrv)
        assert value.method is value.corrected_by is HrvMethod.LIPPONEN_TARVAINEN
        assert value.corrections is not None
        assert (value.corrections.missed, value.corrections.total, value.artefacts) == (1, 1, 1)
        assert value.beats == len(heart) - 1
        assert value.rmssd_ms == pytest.approx(good(rmssd(heart)), rel=0.25)
        assert good(biometrics.recording(me, reading.id)).rr == faulty

    def test_a_short_recording_is_filtered(self) -> None:
        beats = (800.0, 1_000.0, 810.0, 2_500.0, 820.0, *([800.0, 820.0] * 22))
        value = good(Hrv.of_rr(good(RrIntervals.of_ms(beats))))
        assert value.corrected_by is HrvMethod.MALIK
        assert value.corrections is not None
        assert (value.corrections.removed, value.artefacts, value.beats) == (2, 2, 49)
        longer = good(Hrv.of_rr(good(RrIntervals.of_ms((*beats, 800.0)))))
        assert longer.corrected_by is HrvMethod.LIPPONEN_TARVAINEN

    def test_what_cannot_be_mended_is_removed(self) -> None:
        beats = [*([800.0, 820.0] * 30), *([2_500.0] * 3)]
        value = good(Hrv.of_rr(good(RrIntervals.of_ms(beats))))
        assert value.corrections == Corrections(long_short=1, removed=2)
        assert (value.artefacts, value.beats) == (3, 63)
        assert value.rmssd_ms < 20

    def test_what_was_kept_before_says_so(self) -> None:
        assert Hrv(50_000).corrected_by is None
        assert Hrv(50_000, 300, 2).corrected_by is HrvMethod.RANGE
