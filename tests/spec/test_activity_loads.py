"""The rules of single loads as formulas: impulse, stress, rating, for all numbers."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import beats, close, factors
from tests.support import good, refused
from vegaloop.activity import LoadMethod, MethodLoad, Sport, Thresholds
from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.formulas.stress_power import tss
from vegaloop.activity.domain.heart import mean_rate_bpm, time_at_rates
from vegaloop.activity.domain.load_methods import loads_of
from vegaloop.activity.domain.physique import HrMaxBy, Physique
from vegaloop.activity.formulas import (
    Coefficients,
    TrimpVariant,
    coefficients,
    hrss,
    hrtss_avg,
    rtss,
    stss,
    trimp_banister,
    trimp_edwards,
    trimp_lucia,
    trimp_of_times,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Duration, HeartRate

sexes = st.sampled_from(list(Sex))
minutes = st.floats(0, 600)
NAN = math.nan
MEN, WOMEN = coefficients(Sex.MALE), coefficients(Sex.FEMALE)
FIVE = st.lists(minutes, min_size=5, max_size=5)


class TestAct7:
    """ACT-7. An hour at threshold is a stress of 100 by every method, and stress never falls when a session is longer or harder."""

    @given(st.floats(1, 100))
    def test_an_hour_at_threshold(self, threshold: float) -> None:
        assert close(good(tss(3_600, threshold, threshold)), 100)
        assert close(good(rtss(3_600, threshold * 3_600, threshold)), 100)
        assert close(good(stss(3_600, threshold * 3_600, threshold)), 100)
        assert close(good(hrtss_avg(3_600, threshold, threshold)), 100)

    @given(st.integers(100, 180), sexes, st.sampled_from(TrimpVariant))
    def test_an_hour_at_lthr(self, lthr: int, sex: Sex, variant: TrimpVariant) -> None:
        by = coefficients(sex, variant)
        trimp = good(trimp_banister(60, lthr, 50, 190, by))
        assert close(good(hrss(trimp, lthr, 50, 190, by)), 100)

    @given(st.floats(0, 50_000), st.floats(0, 50_000), st.floats(0, 290), st.floats(0, 290))
    def test_longer_or_harder_is_never_less(self, s: float, t: float, p: float, q: float) -> None:
        short, long, easy, hard = min(s, t), max(s, t), min(p, q), max(p, q)
        for formula in (tss, hrtss_avg):
            assert 0 <= good(formula(short, easy, 200)) <= good(formula(long, hard, 200))
        near, far = easy * 100, hard * 100
        for by_speed in (rtss, stss):
            assert 0 <= good(by_speed(3_600, near, 4)) <= good(by_speed(3_600, far, 4))

    def test_swimming_faster_costs_the_cube_and_running_the_square(self) -> None:
        assert close(good(rtss(3_600, 1.2 * 3_600, 1)), 144)
        assert close(good(stss(3_600, 1.2 * 3_600, 1)), 172.8)
        assert close(good(rtss(7_200, 3_600, 1)), 50)

    @given(st.floats(1.5, 90))
    def test_intensity_is_capped(self, speed: float) -> None:
        assert close(good(rtss(3_600, speed * 3_600, 1)), 225)
        assert close(good(stss(3_600, speed * 3_600, 1)), 337.5)
        assert close(good(hrtss_avg(3_600, 3 * speed, 2)), 225)

    def test_no_time_has_no_stress(self) -> None:
        assert good(rtss(0, 100, 3)) == good(stss(0, 0, 3)) == good(hrtss_avg(0, 150, 160)) == 0

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(hrtss_avg(3_600, 150, 0)) == Outside("lthr_bpm", 0, 1, 300)
        assert refused(hrtss_avg(-1, 150, 160)) == Outside("duration_s", -1, 0, 6e7)
        assert refused(hrtss_avg(1, 301, 160)) == Outside("hr_bpm", 301, 0, 300)
        assert refused(rtss(1, 100, 0)) == Outside("threshold_speed_m_s", 0, 0.01, 100)
        assert refused(stss(1, -1, 1)) == Outside("distance_m", -1, 0, 1e8)
        assert refused(rtss(6.1e7, 1, 1)) == Outside("duration_s", 6.1e7, 0, 6e7)
        assert refused(hrss(-1, 160, 50, 190, MEN)) == Outside("trimp", -1, 0, 1e6)
        assert refused(hrss(50, 50, 50, 190, MEN)) == Undefined(
            "hrss", "lthr_bpm is not above hr_rest_bpm"
        )
        assert isinstance(refused(hrss(50, 160, 190, 190, MEN)), Undefined)
        assert math.isnan(good_outside(hrtss_avg(NAN, 1, 1)).given)


def good_outside(result: object) -> Outside:
    found = refused(result)  # type: ignore[arg-type]  # Any failed result.
    assert isinstance(found, Outside)
    return found


class TestAct8:
    """ACT-8. The impulse of heart rate is additive over time, never negative, and at least that of the mean rate."""

    @given(st.lists(beats, min_size=2, max_size=100), sexes)
    def test_at_least_that_of_the_mean(self, of: list[int], sex: Sex) -> None:
        times = time_at_rates([n * 1_000 for n in range(len(of))], of, [])
        mean = mean_rate_bpm(times)
        assert mean is not None
        by = coefficients(sex)
        by_parts = good(trimp_of_times(times, 40, 200, by))
        spent = sum(ms for _, ms in times) / 60_000
        assert by_parts >= good(trimp_banister(spent, mean, 40, 200, by)) - 1e-9 >= -1e-9

    @given(minutes, minutes, beats, sexes)
    def test_additive(self, a: float, b: float, bpm: int, sex: Sex) -> None:
        by = coefficients(sex)
        parts = [good(trimp_banister(t, bpm, 50, 190, by)) for t in (a, b)]
        assert close(good(trimp_banister(a + b, bpm, 50, 190, by)), math.fsum(parts))
        rate, ms = bpm * 1_000, round(a * 60_000)
        both = good(trimp_of_times(((rate, ms), (rate, ms)), 50, 190, by))
        assert close(both, 2 * good(trimp_of_times(((rate, ms),), 50, 190, by)))

    @given(st.integers(0, 50), st.floats(0, 100), sexes)
    def test_at_rest_or_below_there_is_none_of_it(self, bpm: int, t: float, sex: Sex) -> None:
        assert good(trimp_banister(t, bpm, 50, 190, coefficients(sex))) == 0

    @given(st.integers(190, 300), sexes)
    def test_above_the_maximum_it_is_that_of_the_maximum(self, bpm: int, sex: Sex) -> None:
        by = coefficients(sex)
        assert good(trimp_banister(1, bpm, 50, 190, by)) == by.a * math.exp(by.b)

    @given(st.integers(50, 190), st.integers(50, 190), sexes)
    def test_harder_is_never_less(self, a: int, b: int, sex: Sex) -> None:
        by = coefficients(sex)
        easy, hard = (good(trimp_banister(60, bpm, 50, 190, by)) for bpm in sorted((a, b)))
        assert easy <= hard

    @given(beats, sexes)
    def test_it_is_undefined_without_reserve(self, rest: int, sex: Sex) -> None:
        by = coefficients(sex)
        reason = Undefined("heart rate reserve", "hr_max_bpm is not above hr_rest_bpm")
        assert refused(trimp_banister(60, 150, rest, rest, by)) == reason
        assert refused(trimp_of_times(((150_000, 1),), rest, rest, by)) == reason

    def test_the_coefficients_and_whose_they_are(self) -> None:
        assert Coefficients(0.64, 1.92) == MEN
        assert Coefficients(0.86, 1.67) == WOMEN
        assert {coefficients(Sex.MALE, one) for one in TrimpVariant} == {MEN}
        assert coefficients(Sex.FEMALE, TrimpVariant.GOLDEN_CHEETAH) == Coefficients(0.64, 1.67)
        assert coefficients(Sex.FEMALE, TrimpVariant.RUNALYZE) == Coefficients(0.8218, 1.67)
        assert [one.value for one in TrimpVariant] == [
            "banister_0.86",
            "gc_0.64",
            "runalyze_0.8218",
        ]

    def test_an_hour_of_a_man_and_of_a_woman(self) -> None:
        assert close(good(trimp_banister(60, 150, 60, 190, MEN)), 100.440292724)
        assert close(good(trimp_banister(60, 150, 60, 190, WOMEN)), 113.516788072)

    def test_runalyze_lets_the_sexes_agree_at_the_maximum(self) -> None:
        women = coefficients(Sex.FEMALE, TrimpVariant.RUNALYZE)
        assert close(*(by.a * math.exp(by.b) for by in (MEN, women)), rel=1e-4)

    def test_outside_its_domain_there_is_none(self) -> None:
        given_ = (("duration_minutes", -1.0), ("hr_bpm", 301.0), ("rest_bpm", -1.0))
        wrong = [
            refused(trimp_banister(-1, 150, 50, 190, MEN)),
            refused(trimp_banister(1, 301, 50, 190, MEN)),
            refused(trimp_banister(1, 150, -1, 190, MEN)),
        ]
        assert [(one.what, one.given) for one in wrong if isinstance(one, Outside)] == [*given_]
        assert refused(trimp_of_times((), 50, 301, MEN)) == Outside("max_bpm", 301, 0, 300)

    @given(st.lists(beats, min_size=2, max_size=60))
    def test_time_at_each_rate_sums_to_the_time(self, of: list[int]) -> None:
        times = time_at_rates([n * 1_000 for n in range(len(of))], of, [])
        assert sum(ms for _, ms in times) == (len(of) - 1) * 1_000
        assert [rate for rate, _ in times] == sorted({bpm * 1_000 for bpm in of[:-1]})

    def test_a_rate_no_heart_has_is_the_sensors(self) -> None:
        times = [n * 1_000 for n in range(6)]
        assert time_at_rates(times, [25, 24, 240, 241, 0, 100], []) == (
            (25_000, 2_000),
            (240_000, 3_000),
        )

    def test_no_time_has_no_mean(self) -> None:
        assert mean_rate_bpm(()) is None
        assert mean_rate_bpm(((100_000, 1), (200_000, 3))) == 175


class TestAct10:
    """ACT-10. Time in which the timer stood still or the sensor was away is in no load."""

    @given(st.integers(1, 3_600), st.integers(1, 10_000))
    def test_a_pause_is_not_counted(self, before: int, pause: int) -> None:
        end = before + pause + 10
        times = [n * 1_000 for n in (*range(before + 1), *range(before + pause, end))]
        counted = time_at_rates(
            times, [150] * len(times), [(before * 1_000, (before + pause) * 1_000)]
        )
        assert sum(ms for _, ms in counted) == (before + 9) * 1_000

    @given(st.lists(beats, min_size=2, max_size=50), st.integers(31, 5_000))
    def test_a_long_gap_is_not_counted(self, of: list[int], gap: int) -> None:
        times = [n * 1_000 for n in range(len(of))]
        apart = [*times, *(times[-1] + gap * 1_000 + time for time in times)]
        counted = time_at_rates(apart, [*of, *of], [])
        assert sum(ms for _, ms in counted) == 2 * (len(of) - 1) * 1_000

    def test_half_a_minute_is_no_long_gap(self) -> None:
        assert time_at_rates([0, 30_000], [100, 100], []) == ((100_000, 30_000),)
        assert time_at_rates([0, 30_001], [100, 100], []) == ()

    @given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30))
    def test_pauses_within_a_step_are_taken_off(self, first: int, second: int, more: int) -> None:
        pauses = [(0, first * 1_000), (first * 1_000, (first + second) * 1_000)]
        end = (first + second + more) * 1_000
        counted = time_at_rates(
            [0, end, end + 1_000], [100, 100, 0], [p for p in pauses if p[1] > p[0]]
        )
        assert counted == ((100_000, more * 1_000),)


class TestAct30:
    """ACT-30. Edwards' and Lucia's impulses weigh the minutes in each zone by its place, add up over sessions, and are shown but never counted."""

    @given(FIVE, FIVE)
    def test_edwards_adds_up(self, a: list[float], b: list[float]) -> None:
        both = [x + y for x, y in zip(a, b, strict=True)]
        assert close(good(trimp_edwards(both)), good(trimp_edwards(a)) + good(trimp_edwards(b)))

    @given(minutes, minutes, minutes, factors)
    def test_lucia_scales_with_time(self, a: float, b: float, c: float, k: float) -> None:
        assert close(good(trimp_lucia(a * k, b * k, c * k)), k * good(trimp_lucia(a, b, c)))

    def test_each_zone_has_its_weight(self) -> None:
        for place in range(5):
            assert good(trimp_edwards([float(n == place) for n in range(5)])) == place + 1
        assert [good(trimp_lucia(*row)) for row in ((1, 0, 0), (0, 1, 0), (0, 0, 1))] == [1, 2, 3]

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(trimp_edwards([1, 2, 3, 4])) == TooFew("zones of Edwards", 4, 5)
        assert refused(trimp_edwards([1, 2, 3, 4, -1])) == Outside("minutes", -1, 0, 1e6)
        assert refused(trimp_lucia(0, 1e6 + 1, 0)) == Outside("minutes", 1e6 + 1, 0, 1e6)
        assert isinstance(refused(trimp_lucia(NAN, 1, 0)), Outside)

    def test_both_are_shown_and_neither_counts(self) -> None:
        heart = tuple((bpm * 1_000, 60_000) for bpm in (99, 100, 120, 140, 160, 180, 200))
        values = Thresholds(hr_max=HeartRate(200_000), lthr=HeartRate(160_000))
        for by, estimated in ((HrMaxBy.GIVEN, False), (HrMaxBy.TANAKA, True)):
            physique = Physique(values, None, values.hr_max, by)
            effort = Effort(duration=Duration(420_000_000), heart=heart)
            told = loads_of(Sport.ROWING, effort, None, physique, None)
            by_method = {one.method: one for one in told.values}
            edwards = MethodLoad(LoadMethod.EDWARDS, 20.0, estimated)
            assert by_method[LoadMethod.EDWARDS] == edwards
            lucia = MethodLoad(LoadMethod.LUCIA, 3 + 2 + 3 * 3, estimated=True)
            assert by_method[LoadMethod.LUCIA] == lucia
            assert told.counted == by_method[LoadMethod.HEART_RATE_MEAN]
            assert told.formula_version == "activity-2"
            averaged = Effort(duration=effort.duration, heart=heart, heart_averaged=True)
            mean = loads_of(Sport.ROWING, averaged, None, physique, None)
            assert MethodLoad(LoadMethod.EDWARDS, 20.0, estimated=True) in mean.values

    def test_where_the_first_threshold_of_lucia_lies(self) -> None:
        values = Thresholds(lthr=HeartRate(160_000))
        for mbpm, weight in ((127_999, 1), (128_000, 2), (159_999, 2), (160_000, 3)):
            effort = Effort(duration=Duration(60_000_000), heart=((mbpm, 60_000),))
            told = loads_of(Sport.ROWING, effort, None, Physique(values, None, None, None), None)
            assert told.by(LoadMethod.LUCIA) == weight
            assert told.by(LoadMethod.EDWARDS) is None
