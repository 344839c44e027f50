"""The formulas of the adaptive expenditure, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.kernel.evidence import Outside, TooFew
from vegaloop.nutrition import Body
from vegaloop.nutrition.domain.balance import density_of
from vegaloop.nutrition.formulas import (
    Belief,
    Observation,
    adaptive_tdee_kcal,
    after_days,
    energy_density_forbes_kcal_per_kg,
    forbes_lean_share,
    standard_error_kcal,
    updated,
)

kcals = st.integers(500, 6_000).map(float)
trends_kg = st.integers(400, 2_000).map(lambda n: n / 10)
spans = st.integers(14, 100)
densities = st.integers(1_816, 9_441).map(float)


class TestNut45:
    """NUT-45. An energy balance is the mean intake less what the change of weight holds, over the days between its ends."""

    @given(eaten=kcals, start=trends_kg, end=trends_kg, days=spans, density=densities)
    def test_it_is(self, eaten: float, start: float, end: float, days: int, density: float) -> None:
        spent = good(adaptive_tdee_kcal(eaten, start, end, days, density))
        assert (eaten - spent) * days == pytest.approx(density * (end - start), abs=1e-6)
        assert good(adaptive_tdee_kcal(eaten + 100, start, end, days, density)) > spent

    @given(eaten=kcals, weight=trends_kg, days=spans)
    def test_a_steady_weight_costs_what_is_eaten(
        self, eaten: float, weight: float, days: int
    ) -> None:
        assert good(adaptive_tdee_kcal(eaten, weight, weight, days)) == eaten

    def test_with_the_usual_density(self) -> None:
        assert good(adaptive_tdee_kcal(2_200, 80, 79.3, 14)) == pytest.approx(2_585)

    @pytest.mark.parametrize(
        ("what", "given"),
        [
            ("mean_intake_kcal", -1.0),
            ("trend_start_kg", 0.9),
            ("trend_end_kg", 650.1),
            ("days", 0.999),
            ("days", math.nan),
            ("energy_density_kcal_per_kg", 10_000.1),
            ("energy_density_kcal_per_kg", 0.9),
        ],
    )
    def test_outside_its_domain(self, what: str, given: float) -> None:
        asked = {
            "mean_intake_kcal": 2_000.0,
            "trend_start_kg": 80.0,
            "trend_end_kg": 80.0,
            "days": 14.0,
            "energy_density_kcal_per_kg": 7_700.0,
        } | {what: given}
        fault = refused(adaptive_tdee_kcal(**asked))
        assert isinstance(fault, Outside)
        assert fault.what == what


class TestNut120:
    """NUT-120. An energy balance is told of fourteen days or more: in fewer, water outweighs what was eaten."""

    @given(eaten=kcals, weight=trends_kg, days=st.floats(1, 14, exclude_max=True))
    def test_not_of_fewer(self, eaten: float, weight: float, days: float) -> None:
        fault = refused(adaptive_tdee_kcal(eaten, weight, weight, days))
        assert fault == TooFew("days", int(days), 14)
        assert good(adaptive_tdee_kcal(eaten, weight, weight, 14)) == eaten


class TestNut46:
    """NUT-46. A kilogram of change holds what Forbes's curve gives for measured fat, else 7700 kcal, and the method is named."""

    @given(fat=st.integers(0, 600), more=st.integers(1, 50))
    def test_the_fatter_a_body_the_less_of_a_change_is_lean(self, fat: int, more: int) -> None:
        share = good(forbes_lean_share(fat))
        assert share == 10.4 / (10.4 + fat)
        assert good(forbes_lean_share(fat + more)) < share
        density = good(energy_density_forbes_kcal_per_kg(fat))
        assert density == pytest.approx(1_816 * share + 9_441 * (1 - share))
        assert 1_816 <= density < good(energy_density_forbes_kcal_per_kg(fat + more)) < 9_441

    def test_at_known_bodies(self) -> None:
        assert good(forbes_lean_share(20)) == pytest.approx(0.34210526315789475)
        assert good(energy_density_forbes_kcal_per_kg(0)) == 1_816
        assert good(energy_density_forbes_kcal_per_kg(10.4)) == (1_816 + 9_441) / 2

    @pytest.mark.parametrize(("fat", "c"), [(-0.1, 10.4), (651.0, 10.4), (20.0, 0.0)])
    def test_outside_its_domain(self, fat: float, c: float) -> None:
        fault = refused(forbes_lean_share(fat, c))
        assert fault.what == ("fat_kg" if c else "c_kg")
        assert refused(energy_density_forbes_kcal_per_kg(-1)) == Outside("fat_kg", -1, 0.0, 650.0)

    def test_the_method_is_chosen_by_what_was_measured(self) -> None:
        measured = density_of(Body(80.0, 60.0))
        assert measured.method == "forbes_1987"
        assert measured.kcal_per_kg == good(energy_density_forbes_kcal_per_kg(20))
        for body in (Body(80.0), Body(), Body(80.0, 60.0, lean_is_estimated=True)):
            assert (density_of(body).kcal_per_kg, density_of(body).method) == (
                7_700,
                "wishnofsky_1958",
            )
        assert density_of(Body(1_000.0, 60.0)).method == "wishnofsky_1958"


class TestNut48:
    """NUT-48. The belief of what a day costs moves towards each balance by 150 kcal a week at most, and widens by 20 kcal per root of a day."""

    def test_water_alone(self) -> None:
        assert good(standard_error_kcal(7_700, 14)) == pytest.approx(192.5)
        assert good(standard_error_kcal(7_700, 28)) == pytest.approx(96.25)
        assert refused(standard_error_kcal(7_700, 0)) == Outside("days", 0, 1.0, 36_600.0)
        fault = Outside("energy_density_kcal_per_kg", 0, 1.0, 10_000.0)
        assert refused(standard_error_kcal(0, 14)) == fault

    @given(kcal=kcals, observed=kcals, deviation=st.integers(1, 500), days=st.integers(1, 100))
    def test_it_moves_towards_what_is_observed_and_no_further(
        self, kcal: float, observed: float, deviation: int, days: int
    ) -> None:
        belief = Belief(kcal, deviation**2)
        moved = updated(belief, Observation(observed, 100, days))
        assert min(kcal, observed) <= moved.kcal <= max(kcal, observed)
        assert abs(moved.kcal - kcal) <= 150 * days / 7 + 1e-9
        assert 0 < moved.variance_kcal2 < after_days(belief, days).variance_kcal2
        assert moved.variance_kcal2 < 100**2

    @given(kcal=kcals, days=st.integers(0, 100))
    def test_it_widens_with_time(self, kcal: float, days: int) -> None:
        later = after_days(Belief(kcal, 900), days)
        assert later == Belief(kcal, 900 + 400 * days)
        assert later.deviation_kcal == math.sqrt(900 + 400 * days)

    @given(kcal=kcals)
    def test_what_it_expects_changes_nothing_but_its_certainty(self, kcal: float) -> None:
        assert updated(Belief(kcal, 900), Observation(kcal, 100, 7)).kcal == kcal

    def test_a_plain_step_and_a_clamped_one(self) -> None:
        # The variance before is 6400 + 400 * 9 = 10000, the gain a half.
        moved = updated(Belief(2_000, 6_400), Observation(2_100, 100, 9))
        assert (moved.kcal, moved.variance_kcal2) == (2_050, 5_000)
        assert updated(Belief(2_000, 6_400), Observation(9_000, 100, 7)).kcal == 2_150
        assert updated(Belief(2_000, 6_400), Observation(500, 100, 14)).kcal == 1_700
        assert updated(Belief(2_000, 6_400), Observation(9_000, 100, 0)).kcal == 2_000

    def test_a_day_before_widens_nothing(self) -> None:
        assert after_days(Belief(2_000, 900), -1) == Belief(2_000, 900)

    @pytest.mark.parametrize(
        ("observed", "error", "days"),
        [
            (math.nan, 100.0, 7.0),
            (2_000.0, math.inf, 7.0),
            (2_000.0, 0.0, 7.0),
            (2_000.0, 100.0, -0.1),
        ],
    )
    def test_an_observation_is_never_exact(
        self, observed: float, error: float, days: float
    ) -> None:
        with pytest.raises(ValueError, match="never exact"):
            Observation(observed, error, days)

    @pytest.mark.parametrize(
        ("kcal", "variance"), [(2_000.0, 0.0), (math.nan, 1.0), (2_000.0, math.inf)]
    )
    def test_a_belief_is_never_certain(self, kcal: float, variance: float) -> None:
        with pytest.raises(ValueError, match="never certain"):
            Belief(kcal, variance)
