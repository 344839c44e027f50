"""The rules of grade as formulas (formula book A18, law H7)."""

from __future__ import annotations

import math
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.activity.domain.formulas.grade import (
    Gait,
    GradeCurve,
    gap_factor_strava_fit,
    grade_adjusted_pace_s_per_km,
    grade_adjusted_speed_m_s,
    grades,
    kcal_grade,
    kcal_of_grades,
    minetti_cost,
    minetti_factor,
    normalized_graded_speed_m_s,
    way_factors,
)
from vegaloop.kernel.evidence import Outside, TooFew

slopes = st.floats(-0.45, 0.45)
speeds = st.floats(0, 12)


class TestAct96:
    """ACT-96. A steady slope has its own grade all along, and the way back has the opposite one."""

    @given(st.floats(-0.4, 0.4), st.lists(st.floats(0, 60), min_size=1, max_size=40))
    def test_a_steady_slope(self, slope: float, steps: list[float]) -> None:
        way = [math.fsum(steps[:n]) for n in range(len(steps) + 1)]
        found = good(grades(way, [slope * at for at in way]))
        cells = way[-1] / 10  # The last one is whole, or it is not, by less than a float can tell.
        assert len(found) in {math.floor(cells - 1e-9), math.floor(cells + 1e-9)}
        assert all(math.isclose(one, slope, abs_tol=1e-9) for one in found)

    @given(st.lists(st.floats(-50, 50), min_size=2, max_size=40))
    def test_the_way_back(self, of: list[float]) -> None:
        way = [10.0 * n for n in range(len(of))]
        there, back = good(grades(way, of)), good(grades(way, of[::-1]))
        assert all(
            math.isclose(a, -b, abs_tol=1e-9) for a, b in zip(there, back[::-1], strict=True)
        )

    @given(st.lists(st.floats(0, 5), min_size=2, max_size=40))
    def test_a_way_that_never_falls_has_no_grade_below_zero(self, rises: list[float]) -> None:
        way = [10.0 * n for n in range(len(rises))]
        heights = [math.fsum(rises[: n + 1]) for n in range(len(rises))]
        assert all(one >= -1e-9 for one in good(grades(way, heights)))

    def test_a_step_is_smoothed_over_fifty_metres_on_either_side(self) -> None:
        way = [10.0 * n for n in range(41)]
        found = good(grades(way, [0.0] * 21 + [11.0] * 20))
        assert [round(one, 6) for one in found] == [0.0] * 15 + [0.1] * 11 + [0.0] * 14

    def test_near_its_ends_as_much_on_either_side_as_there_is(self) -> None:
        found = good(grades([0, 10, 20, 30], [0, 3, 0, 3]))
        assert [round(one, 6) for one in found] == [0.1, 0.1, 0.1]

    def test_standing_still_and_short_ways_have_none(self) -> None:
        assert len(good(grades([], []))) == len(good(grades([5], [1]))) == 0
        assert len(good(grades([0, 0, 9.9], [1, 5, 3]))) == 0
        assert list(good(grades([0, 0, 10], [7, 5, 6]))) == [pytest.approx(-0.1)]

    def test_it_begins_at_the_first_sample(self) -> None:
        assert list(good(grades([100, 115], [0, 3]))) == [pytest.approx(0.2)]


class TestAct97:
    """ACT-97. A metre of level ground is worth one, a metre of any slope more than nothing, and beyond what was measured there is the cost of the edge, or none."""

    @given(st.floats(-1e6, 1e6))
    def test_minetti_is_positive_and_stops_at_the_edge(self, grade: float) -> None:
        within = max(-0.45, min(0.45, grade))
        for gait in Gait:
            assert good(minetti_cost(grade, gait)) == good(minetti_cost(within, gait)) > 0
        assert good(minetti_factor(grade)) == pytest.approx(good(minetti_cost(grade)) / 3.6)

    @given(st.floats(-34, 34))
    def test_the_fit_is_positive(self, grade_pct: float) -> None:
        assert good(gap_factor_strava_fit(grade_pct)) > 0.8

    def test_level_ground(self) -> None:
        assert good(minetti_cost(0)) == 3.6
        assert good(minetti_cost(0, Gait.WALK)) == 2.5
        assert good(minetti_factor(0)) == good(gap_factor_strava_fit(0)) == 1

    def test_going_down_is_cheapest_at_a_fifth_or_a_tenth(self) -> None:
        cost = {pct: good(minetti_cost(pct / 100)) for pct in range(-45, 46)}
        assert min(cost, key=cost.__getitem__) == -18
        factor = {pct: good(gap_factor_strava_fit(pct)) for pct in range(-34, 35)}
        assert min(factor, key=factor.__getitem__) == -8
        assert round(factor[-9], 2) == round(factor[-8], 2) == 0.88

    def test_walking(self) -> None:
        # By hand, of the same paper: 280.5i⁵ - 58.7i⁴ - 76.8i³ + 51.9i² + 19.6i + 2.5.
        assert good(minetti_cost(0.1, Gait.WALK)) == pytest.approx(4.899_135, abs=1e-6)
        assert good(minetti_cost(-0.1, Gait.WALK)) == pytest.approx(1.127_125, abs=1e-6)

    def test_its_boundaries(self) -> None:
        for formula in (minetti_cost, minetti_factor):
            assert refused(formula(1.1e6)) == Outside("grade", 1.1e6, -1e6, 1e6)
            assert refused(formula(-1.1e6)) == Outside("grade", -1.1e6, -1e6, 1e6)
            assert isinstance(refused(formula(math.nan)), Outside)
        assert refused(gap_factor_strava_fit(34.1)) == Outside("grade_pct", 34.1, -34, 34)
        assert refused(gap_factor_strava_fit(-34.1)) == Outside("grade_pct", -34.1, -34, 34)
        assert isinstance(refused(gap_factor_strava_fit(math.nan)), Outside)
        assert good(gap_factor_strava_fit(34)) > 3
        assert good(gap_factor_strava_fit(-34)) > 1.5


class TestAct98:
    """ACT-98. On level ground the grade-adjusted speed and pace are the speed and the pace themselves."""

    @given(speeds, st.sampled_from(list(GradeCurve)))
    def test_level_ground(self, speed: float, curve: GradeCurve) -> None:
        assert good(grade_adjusted_speed_m_s(speed, 0, curve)) == speed
        assert good(grade_adjusted_pace_s_per_km(100 * speed, 0, curve)) == 100 * speed

    @given(st.floats(0.1, 12), slopes, st.sampled_from(list(GradeCurve)))
    def test_pace_and_speed_agree(self, speed: float, grade: float, curve: GradeCurve) -> None:
        adjusted = good(grade_adjusted_speed_m_s(speed, grade, curve))
        pace = good(grade_adjusted_pace_s_per_km(1_000 / speed, grade, curve))
        assert math.isclose(pace * adjusted, 1_000)
        (factor,) = way_factors([grade], curve)
        assert math.isclose(adjusted, speed * factor)

    def test_the_curve_is_the_fit_unless_another_is_named(self) -> None:
        assert good(grade_adjusted_speed_m_s(3, 0.1)) == 3 * good(gap_factor_strava_fit(10))
        by_energy = good(grade_adjusted_speed_m_s(3, 0.1, GradeCurve.MINETTI))
        assert by_energy == 3 * good(minetti_factor(0.1))
        assert good(grade_adjusted_pace_s_per_km(300, 0.1)) == 300 / good(gap_factor_strava_fit(10))
        assert list(way_factors([0.1])) == [good(gap_factor_strava_fit(10))]

    def test_beyond_the_curve_the_steepest_of_it(self) -> None:
        for grade, edge in ((0.35, 34), (-0.35, -34), (9, 34)):
            fit = good(gap_factor_strava_fit(edge))
            assert good(grade_adjusted_speed_m_s(2, grade)) == 2 * fit

    def test_its_boundaries(self) -> None:
        speed, pace = grade_adjusted_speed_m_s, grade_adjusted_pace_s_per_km
        assert refused(speed(-1, 0)) == Outside("speed_m_s", -1, 0, 1_000)
        assert refused(speed(1_001, 0)) == Outside("speed_m_s", 1_001, 0, 1_000)
        assert refused(pace(-1, 0)) == Outside("pace_s_per_km", -1, 0, 6e7)
        assert refused(pace(6.1e7, 0)) == Outside("pace_s_per_km", 6.1e7, 0, 6e7)
        assert (good(speed(1_000, 0)), good(pace(6e7, 0))) == (1_000, 6e7)
        for formula in (speed, pace):
            assert refused(formula(1, 1.1e6)) == Outside("grade", 1.1e6, -1e6, 1e6)
            assert refused(formula(1, -1.1e6)) == Outside("grade", -1.1e6, -1e6, 1e6)


class TestAct99:
    """ACT-99. The normalized graded speed lies within its speeds, scales with them, and no window of 30 s bridges two blocks."""

    BLOCKS: Final = st.lists(st.lists(speeds, min_size=30, max_size=80), min_size=1, max_size=3)

    @given(BLOCKS)
    def test_within(self, blocks: list[list[float]]) -> None:
        every = [speed for block in blocks for speed in block]
        found = good(normalized_graded_speed_m_s(blocks))
        assert min(every) - 1e-9 <= found <= max(every) + 1e-9

    @given(BLOCKS, st.floats(0.1, 10))
    def test_it_scales(self, blocks: list[list[float]], k: float) -> None:
        found = good(normalized_graded_speed_m_s(blocks))
        scaled = good(normalized_graded_speed_m_s([[k * one for one in b] for b in blocks]))
        assert math.isclose(scaled, k * found, rel_tol=1e-9, abs_tol=1e-12)

    def test_windows_are_of_thirty_seconds_and_bridge_nothing(self) -> None:
        assert good(normalized_graded_speed_m_s([[0.0] + [3.0] * 30])) == pytest.approx(2.95)
        apart = [[1.0] * 30, [4.0] * 31, [99.0] * 29]
        assert good(normalized_graded_speed_m_s(apart)) == pytest.approx(3)

    def test_its_boundaries(self) -> None:
        what = "seconds of speed in a row"
        assert refused(normalized_graded_speed_m_s([])) == TooFew(what, 0, 30)
        assert refused(normalized_graded_speed_m_s([[3.0] * 29, [3.0]])) == TooFew(what, 29, 30)
        assert good(normalized_graded_speed_m_s([[1_000.0] * 30])) == pytest.approx(1_000)
        wrong = [[3.0] * 30, [1_001.0]]
        assert refused(normalized_graded_speed_m_s(wrong)) == Outside("speed_m_s", 1_001, 0, 1_000)
        assert isinstance(refused(normalized_graded_speed_m_s([[-1.0]])), Outside)


class TestAct100:
    """ACT-100. The energy of a way on foot is above rest, proportional to body mass, and the sum of the energies of its parts."""

    weights = st.floats(30, 200)
    ways = st.floats(0, 100_000)

    @given(weights, ways, ways, slopes, st.sampled_from(list(Gait)))
    def test_parts_add_up(self, kg: float, a: float, b: float, grade: float, gait: Gait) -> None:
        whole = good(kcal_grade(kg, a + b, grade, gait))
        parts = good(kcal_grade(kg, a, grade, gait)) + good(kcal_grade(kg, b, grade, gait))
        assert math.isclose(whole, parts, abs_tol=1e-9)
        assert whole >= 0

    @given(weights, ways, slopes, st.floats(0.1, 5))
    def test_twice_the_mass(self, kg: float, way: float, grade: float, k: float) -> None:
        once = good(kcal_grade(kg, way, grade))
        assert math.isclose(good(kcal_grade(k * kg, way, grade)), k * once, abs_tol=1e-9)

    @given(st.lists(slopes, min_size=1, max_size=20))
    def test_of_many_slopes(self, of: list[float]) -> None:
        parts = [good(kcal_grade(70, 10, slope)) for slope in of]
        whole = kcal_of_grades(70, 10.0 * len(of), of, Gait.RUN)
        assert math.isclose(whole, math.fsum(parts), rel_tol=1e-9)

    def test_a_level_kilometre(self) -> None:
        # 3.6 J/kg/m above rest: by hand 70 · 1,000 · 3.6 / 4,184.
        assert good(kcal_grade(70, 1_000, 0)) == pytest.approx(60.229_446)
        assert good(kcal_grade(70, 1_000, 0, Gait.WALK)) == pytest.approx(41.826_004)

    def test_its_boundaries(self) -> None:
        assert refused(kcal_grade(-1, 1, 0)) == Outside("weight_kg", -1, 0, 1_000)
        assert refused(kcal_grade(1_001, 1, 0)) == Outside("weight_kg", 1_001, 0, 1_000)
        assert refused(kcal_grade(70, -1, 0)) == Outside("distance_m", -1, 0, 1e8)
        assert refused(kcal_grade(70, 1.1e8, 0)) == Outside("distance_m", 1.1e8, 0, 1e8)
        assert refused(kcal_grade(70, 1, 1.1e6)) == Outside("grade", 1.1e6, -1e6, 1e6)
        assert refused(kcal_grade(70, 1, -1.1e6)) == Outside("grade", -1.1e6, -1e6, 1e6)
        assert good(kcal_grade(1_000, 1e8, 1e6)) > 0
        assert good(kcal_grade(0, 0, -1e6)) == 0
