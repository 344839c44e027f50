"""The rules of limits: zones, the maximal heart rate, aerobic capacity."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import close, factors
from tests.support import good, refused
from vegaloop.activity.domain.heart import TimeAtRate
from vegaloop.activity.formulas import (
    HrMaxEquation,
    Scheme,
    Zone,
    hr_max_bpm,
    karvonen_target,
    karvonen_zones,
    ms_between,
    ms_in_zones,
    observed_hr_max_bpm,
    pace_zones,
    vdot,
    vdot_race_time_s,
    vo2max_uth,
    zones_of,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

NO_RESERVE = Undefined("heart rate reserve", "hr_max_bpm is not above hr_rest_bpm")
RISING = [one for one in Scheme if one not in (Scheme.KARVONEN, Scheme.FRIEL_PACE)]
histograms: st.SearchStrategy[TimeAtRate] = st.dictionaries(
    st.integers(25, 240), st.integers(1, 600_000), min_size=1, max_size=60
).map(lambda of: tuple((bpm * 1_000, of[bpm]) for bpm in sorted(of)))
races = st.tuples(st.floats(800, 42_195), st.floats(210, 14_400)).filter(
    lambda race: race[0] / race[1] > 1
)


def inner(zones: tuple[Zone, ...]) -> list[float]:
    return [round(zone.low or 0, 6) for zone in zones[1:]]


class TestAct35:
    """ACT-35. Zones leave no gap and overlap nowhere, a bound belongs to the zone above it, and the time in them is the time the heart rate was measured."""

    @given(st.sampled_from(RISING), st.floats(50, 500))
    def test_no_gap_and_no_overlap(self, scheme: Scheme, threshold: float) -> None:
        zones = good(zones_of(scheme, threshold))
        assert (zones[0].low, zones[-1].high) == (0, None)
        assert all(a.high == b.low for a, b in pairwise(zones))
        lows = [zone.low for zone in zones if zone.low is not None]
        assert lows == sorted(set(lows))
        assert len({zone.name for zone in zones}) == len(zones)

    @given(histograms, st.sampled_from(RISING), st.floats(100, 220))
    def test_the_time_in_them_is_all_of_it(
        self, times: TimeAtRate, scheme: Scheme, threshold: float
    ) -> None:
        zones = good(zones_of(scheme, threshold))
        spent = ms_in_zones(times, zones)
        assert sum(spent) == sum(ms for _, ms in times)
        for zone, ms in zip(zones, spent, strict=True):
            low, high = zone.low or 0, math.inf if zone.high is None else zone.high
            assert ms == sum(one for rate, one in times if low <= rate / 1_000 < high)

    def test_a_bound_belongs_to_the_zone_above(self) -> None:
        zones = (Zone("z1", 0, 100), Zone("z2", 100, None))
        assert ms_in_zones(((99_999, 1), (100_000, 2)), zones) == (1, 2)
        assert ms_between(((99_000, 1), (100_000, 2), (150_000, 4)), [100, 150]) == (2, 4)

    @pytest.mark.parametrize(
        ("scheme", "names", "bounds"),
        [
            (Scheme.COGGAN_POWER, "z1 z2 z3 z4 z5 z6 z7", [55, 75, 90, 105, 120, 150]),
            (Scheme.HR_MAX, "below z1 z2 z3 z4 z5", [50, 60, 70, 80, 90]),
            (Scheme.FRIEL_5, "z1 z2 z3 z4 z5", [81, 89, 94, 100]),
            (Scheme.FRIEL_CYCLING, "z1 z2 z3 z4 z5a z5b z5c", [81, 89, 93, 99, 102, 106]),
            (Scheme.FRIEL_RUNNING, "z1 z2 z3 z4 z5a z5b z5c", [85, 89, 94, 99, 102, 106]),
            (Scheme.COGGAN_HR, "z1 z2 z3 z4 z5", [68, 83, 94, 105]),
        ],
    )
    def test_the_bounds_of_a_threshold_of_a_hundred(
        self, scheme: Scheme, names: str, bounds: list[float]
    ) -> None:
        zones = good(zones_of(scheme, 100))
        assert " ".join(zone.name for zone in zones) == names
        assert inner(zones) == bounds

    def test_the_schemes_by_name(self) -> None:
        assert [one.value for one in Scheme] == [
            "coggan_power_7",
            "hr_max_5",
            "karvonen_hrr_5",
            "friel_lthr_5",
            "friel_lthr_cycling_7",
            "friel_lthr_running_7",
            "coggan_lthr_5",
            "friel_pace_7",
        ]

    def test_pace_goes_from_slow_to_fast_and_is_open_at_both_ends(self) -> None:
        zones = good(pace_zones(100))
        assert inner(zones) == [129, 114, 106, 99, 97, 90]
        assert (zones[0].low, zones[-1].high) == (None, None)
        assert refused(pace_zones(0.5)) == Outside("threshold_pace_s_per_km", 0.5, 1, 36_000)

    @given(st.integers(30, 90), st.integers(150, 210))
    def test_karvonen(self, rest: int, highest: int) -> None:
        assert good(karvonen_target(rest, highest, 0)) == rest
        assert close(good(karvonen_target(rest, highest, 1)), highest)
        zones = good(karvonen_zones(rest, highest))
        assert [zone.name for zone in zones] == ["below", "z1", "z2", "z3", "z4", "z5"]
        assert (zones[0].low, zones[-1].high) == (0, None)
        for zone, share in zip(zones[1:], (0.5, 0.6, 0.7, 0.8, 0.9), strict=True):
            assert zone.low == good(karvonen_target(rest, highest, share))

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(zones_of(Scheme.FRIEL_5, 0.9)) == Outside("threshold", 0.9, 1, 5_000)
        assert refused(karvonen_target(60, 60, 0.5)) == NO_RESERVE
        assert refused(karvonen_zones(60, 60)) == NO_RESERVE
        assert refused(karvonen_target(60, 190, 1.1)) == Outside("intensity", 1.1, 0, 1)
        assert refused(karvonen_target(-1, 190, 1)) == Outside("rest_bpm", -1, 0, 300)
        assert refused(karvonen_target(60, 301, 1)) == Outside("max_bpm", 301, 0, 300)


class TestAct36Formula:
    """The formulas behind ACT-9 and ACT-36."""

    @pytest.mark.parametrize(
        ("equation", "at_20", "at_50"),
        [
            (HrMaxEquation.TANAKA, 194, 173),
            (HrMaxEquation.GELLISH, 193, 172),
            (HrMaxEquation.NES, 198.2, 179),
            (HrMaxEquation.FOX, 200, 170),
        ],
    )
    def test_the_lines(self, equation: HrMaxEquation, at_20: float, at_50: float) -> None:
        assert close(good(hr_max_bpm(20, equation)), at_20)
        assert close(good(hr_max_bpm(50, equation)), at_50)

    def test_tanaka_is_the_default(self) -> None:
        assert hr_max_bpm(40) == hr_max_bpm(40, HrMaxEquation.TANAKA)
        assert refused(hr_max_bpm(121)) == Outside("age_years", 121, 0, 120)
        assert refused(hr_max_bpm(-1)) == Outside("age_years", -1, 0, 120)

    @given(histograms)
    def test_half_a_percent_at_most_is_above_it(self, times: TimeAtRate) -> None:
        total = sum(ms for _, ms in times)
        if total < 600_000:
            needed = TooFew("seconds of heart rate", total // 1_000, 600)
            assert refused(observed_hr_max_bpm(times)) == needed
            return
        found = good(observed_hr_max_bpm(times)) * 1_000
        assert found in {rate for rate, _ in times}
        assert sum(ms for rate, ms in times if rate > found) <= 0.005 * total + 1
        assert sum(ms for rate, ms in times if rate >= found) >= 0.005 * total - 1

    def test_three_seconds_of_ten_minutes_are_no_maximum(self) -> None:
        assert good(observed_hr_max_bpm(((150_000, 597_000), (200_000, 3_000)))) == 150
        assert good(observed_hr_max_bpm(((150_000, 596_999), (200_000, 3_001)))) == 200
        assert refused(observed_hr_max_bpm(((150_000, 599_999),))) == TooFew(
            "seconds of heart rate", 599, 600
        )


class TestAct37:
    """ACT-37. For a distance VDOT falls strictly with time, a predicted race has the VDOT it was predicted from, and outside 3.5 minutes to 4 hours there is neither."""

    @given(races, st.floats(1.001, 1.2))
    def test_slower_is_less(self, race: tuple[float, float], k: float) -> None:
        distance_m, time_s = race
        if time_s * k <= 14_400:
            assert good(vdot(distance_m, time_s * k)) < good(vdot(distance_m, time_s))

    @given(races)
    def test_there_and_back(self, race: tuple[float, float]) -> None:
        distance_m, time_s = race
        again = good(vdot_race_time_s(good(vdot(distance_m, time_s)), distance_m))
        assert math.isclose(again, time_s, rel_tol=1e-9)

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(vdot(5_000, 209.9)) == Outside("time_s", 209.9, 210, 14_400)
        assert refused(vdot(5_000, 14_401)) == Outside("time_s", 14_401, 210, 14_400)
        assert refused(vdot(0.5, 1_000)) == Outside("distance_m", 0.5, 1, 200_000)
        assert refused(vdot(400, 14_400)) == Undefined("vdot", "too slow to cost anything")
        assert isinstance(refused(vdot_race_time_s(50, 800)), Outside)
        assert isinstance(refused(vdot_race_time_s(30, 42_195)), Outside)
        assert refused(vdot_race_time_s(50, 0)) == Outside("distance_m", 0, 1, 200_000)
        assert refused(vdot_race_time_s(math.nan, 5_000)).what == "vdot"

    @pytest.mark.parametrize(
        ("distance_m", "time_s", "rating"),
        [
            (3_000, 660, 52.82784072181966),
            (5_000, 1_197, 49.95219203429321),
            (42_195, 10_800, 53.52826876260377),
        ],
    )
    def test_races_that_another_program_rated(
        self, distance_m: float, time_s: float, rating: float
    ) -> None:
        assert math.isclose(good(vdot(distance_m, time_s)), rating, rel_tol=1e-12)

    @given(st.floats(150, 210), st.floats(30, 90), factors)
    def test_uth_is_a_ratio(self, highest: float, rest: float, k: float) -> None:
        found = good(vo2max_uth(highest, rest))
        assert close(found * rest, 15.3 * highest)
        if highest * k <= 300 and rest * k >= 1:
            assert close(good(vo2max_uth(highest * k, rest * k)), found)

    def test_uth_needs_a_heart_that_can_rise(self) -> None:
        assert refused(vo2max_uth(60, 60)) == Undefined(
            "vo2max", "hr_max_bpm is not above hr_rest_bpm"
        )
        assert refused(vo2max_uth(190, 0)) == Outside("rest_bpm", 0, 1, 300)
        assert refused(vo2max_uth(301, 50)) == Outside("max_bpm", 301, 1, 300)
