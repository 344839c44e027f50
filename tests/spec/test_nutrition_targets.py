"""What a day asks a person to eat, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.nutrition import (
    TODAY,
    circumstances,
    exertions,
    heights_mm,
    hours,
    profiles,
    weights_kg,
)
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body, DayExertion
from vegaloop.nutrition.domain.energy import (
    bmr_mifflin_kcal,
    energy_atwater_general_kcal,
    energy_availability_kcal_per_kg,
    rmr_cunningham_1980_kcal,
)
from vegaloop.nutrition.domain.targets import (
    Circumstances,
    carbohydrate_g_per_kg,
    decide_targets,
    expenditure_kcal,
    fat_target_g,
    protein_basis_kg,
)

figures = st.integers(0, 5_000).map(float)
ages_years = st.integers(19, 78).map(float)
YESTERDAY = days_after(TODAY, -1)


def trained(known: Circumstances, *training: DayExertion) -> Circumstances:
    return Circumstances(known.profile, known.body, training)


class TestNut2:
    """NUT-2. Energy at rest is Cunningham's where the fat-free mass is known, else Mifflin's."""

    @given(known=circumstances)
    def test_the_method_is_told(self, known: Circumstances) -> None:
        targets = decide_targets(TODAY, known)
        lean = known.body.fat_free_mass_kg
        assert targets.resting_energy_method == (
            "mifflin_1990" if lean is None else "cunningham_1980"
        )
        event(f"method: {targets.resting_energy_method}")

    @given(weight=weights_kg, height=heights_mm, age=ages_years, more=st.integers(1, 50))
    def test_mifflin_rises_with_weight_and_height_and_falls_with_age(
        self, weight: float, height: int, age: float, more: int
    ) -> None:
        kcal = bmr_mifflin_kcal(weight, height / 10, age, Sex.FEMALE)
        assert bmr_mifflin_kcal(weight + more, height / 10, age, Sex.FEMALE) > kcal
        assert bmr_mifflin_kcal(weight, height / 10 + more, age, Sex.FEMALE) > kcal
        assert bmr_mifflin_kcal(weight, height / 10, age + more, Sex.FEMALE) < kcal
        men = bmr_mifflin_kcal(weight, height / 10, age, Sex.MALE)
        assert men - kcal == pytest.approx(166)

    @given(lean=st.integers(20, 100), more=st.integers(1, 20))
    def test_cunningham_rises_with_fat_free_mass(self, lean: int, more: int) -> None:
        assert rmr_cunningham_1980_kcal(lean + more) > rmr_cunningham_1980_kcal(lean)


class TestNut3:
    """NUT-3. A day costs 1.35 times rest, and the net energy of its training exactly once."""

    @given(known=circumstances, kcal=st.integers(0, 5_000).map(float), hard_hours=hours)
    def test_a_session_adds_what_it_cost_and_nothing_more(
        self, known: Circumstances, kcal: float, hard_hours: float
    ) -> None:
        at_rest = good(expenditure_kcal(TODAY, trained(known)))
        session = DayExertion(TODAY, hard_hours, kcal)
        yesterdays = DayExertion(YESTERDAY, hard_hours, 999.0)
        spent = good(expenditure_kcal(TODAY, trained(known, yesterdays, session)))
        assert spent == pytest.approx(at_rest + kcal)

    @given(known=circumstances)
    def test_a_session_of_unknown_cost_is_not_free(self, known: Circumstances) -> None:
        unknown = trained(known, DayExertion(TODAY, 1.0, None))
        assert refused(expenditure_kcal(TODAY, unknown)) == (
            Missing(f"net energy of the training of {TODAY}"),
        )
        assert decide_targets(TODAY, unknown).energy_kcal is None
        assert decide_targets(TODAY, unknown).protein_g is not None

    def test_a_plain_day(self) -> None:
        known = Circumstances(Profile(), Body(70.0, 60.0), (DayExertion(TODAY, 1.0, 600.0),))
        assert good(expenditure_kcal(TODAY, known)) == pytest.approx((500 + 22 * 60) * 1.35 + 600)


class TestNut4:
    """NUT-4. The protein target is 1.6 g/kg, of the body mass up to a body mass index of 27.5, and names this choice."""

    @given(known=circumstances)
    def test_it_is(self, known: Circumstances) -> None:
        height, weight = known.profile.height, known.body.weight_kg
        assert height is not None
        assert weight is not None
        targets = decide_targets(TODAY, known)
        protein_g = targets.protein_g
        assert protein_g is not None
        assert protein_g == pytest.approx(1.6 * min(weight, 27.5 * height.meters**2))
        assert targets.protein_method == "mixed_1.6"
        event("heavy" if protein_g < 1.6 * weight else "light")

    @given(weight=weights_kg, more=st.integers(0, 100), height=heights_mm)
    def test_more_weight_never_asks_for_less(self, weight: float, more: int, height: int) -> None:
        least = protein_basis_kg(weight, height / 1_000)
        assert protein_basis_kg(weight + more, height / 1_000) >= least


class TestNut5:
    """NUT-5. The carbohydrate target lies between 3.5 and 10 g/kg and never falls with more training."""

    @given(less=hours, more=hours)
    def test_it_does(self, less: float, more: float) -> None:
        low = carbohydrate_g_per_kg(min(less, more))
        high = carbohydrate_g_per_kg(max(less, more))
        assert 3.5 <= low <= high <= 10

    @given(hard_hours=hours)
    def test_no_step_is_steep(self, hard_hours: float) -> None:
        assert carbohydrate_g_per_kg(hard_hours + 0.01) - carbohydrate_g_per_kg(hard_hours) < 0.03

    @pytest.mark.parametrize(
        ("hard_hours", "per_kg"), [(0, 3.5), (1, 6), (2, 7.5), (3, 8.5), (4.5, 10), (9, 10)]
    )
    def test_at_the_knots(self, hard_hours: float, per_kg: float) -> None:
        assert carbohydrate_g_per_kg(hard_hours) == pytest.approx(per_kg)

    @given(known=circumstances)
    def test_yesterday_counts_half(self, known: Circumstances) -> None:
        weight = known.body.weight_kg or 0.0
        today, yesterday = known.exertion(TODAY), known.exertion(YESTERDAY)
        load = today.moderate_or_harder_hours + 0.5 * yesterday.moderate_or_harder_hours
        asked = decide_targets(TODAY, known).carbohydrate_g
        assert asked == pytest.approx(weight * carbohydrate_g_per_kg(load))


class TestNut6:
    """NUT-6. The fat target is the rest of the energy, within 20 to 35 % of it."""

    @given(energy=st.integers(1_000, 8_000), protein=figures, carbohydrate=figures, kg=weights_kg)
    def test_it_stays_within(
        self, energy: int, protein: float, carbohydrate: float, kg: float
    ) -> None:
        share = 9 * fat_target_g(energy, protein, carbohydrate, kg) / energy
        assert 0.2 - 1e-9 <= share <= 0.35 + 1e-9

    def test_between_the_bounds_the_energy_is_used_up(self) -> None:
        assert fat_target_g(2_500, 120, 340, 70) == pytest.approx((2_500 - 480 - 1_360) / 9)
        assert fat_target_g(2_500, 150, 380, 80) == pytest.approx(64)  # 0.8 g/kg


class TestNut7:
    """NUT-7. A target that cannot be computed is missing with its reasons, never a default."""

    def test_of_nobody_everything_is_missing(self) -> None:
        targets = decide_targets(TODAY, Circumstances())
        assert targets.is_empty
        assert (targets.fat_g, targets.fibre_g) == (None, None)
        assert targets.missing == tuple(
            Missing(what) for what in ("weight_kg", "height_m", "birth_date", "sex")
        )

    @given(known=circumstances)
    def test_of_whom_all_is_known_nothing_is_missing(self, known: Circumstances) -> None:
        targets = decide_targets(TODAY, known)
        assert targets.missing == ()
        assert not targets.is_empty
        assert targets.fibre_g == pytest.approx(0.014 * (targets.energy_kcal or 0))
        assert targets.formula_version == "nutrition-1"

    @given(profile=profiles, training=exertions(TODAY))
    def test_without_a_weight_no_part_is_guessed(
        self, profile: Profile, training: tuple[DayExertion, ...]
    ) -> None:
        targets = decide_targets(TODAY, Circumstances(profile, Body(), training))
        assert targets.is_empty
        assert targets.missing == (Missing("weight_kg"),)

    @pytest.mark.parametrize("weight", [0.0, -1.0, float("nan")])
    def test_a_body_weighs_something(self, weight: float) -> None:
        with pytest.raises(ValueError, match="weighs"):
            Body(weight_kg=weight)


class TestNut8:
    """NUT-8. A change of weight changes the targets at once."""

    @given(
        profile=profiles, kg=st.integers(40, 60), more=st.integers(1, 20), training=exertions(TODAY)
    )
    def test_it_does(
        self, profile: Profile, kg: int, more: int, training: tuple[DayExertion, ...]
    ) -> None:
        tall = Profile(profile.sex, profile.birth_date, Distance(2_000), profile.home_zone)
        before = decide_targets(TODAY, Circumstances(tall, Body(float(kg)), training))
        after = decide_targets(TODAY, Circumstances(tall, Body(float(kg + more)), training))
        assert (after.protein_g or 0) > (before.protein_g or 0)
        assert (after.carbohydrate_g or 0) > (before.carbohydrate_g or 0)
        assert (after.energy_kcal or 0) > (before.energy_kcal or 0)


class TestNut11:
    """NUT-11. Energy availability rises with food, falls with training, and needs fat-free mass."""

    @given(eaten=figures, spent=figures, lean=st.integers(20, 100), more=st.integers(1, 500))
    def test_it_does(self, eaten: float, spent: float, lean: int, more: int) -> None:
        value = good(energy_availability_kcal_per_kg(eaten, spent, lean))
        assert good(energy_availability_kcal_per_kg(eaten + more, spent, lean)) > value
        assert good(energy_availability_kcal_per_kg(eaten, spent + more, lean)) < value
        both = good(energy_availability_kcal_per_kg(eaten + more, spent + more, lean))
        assert both == pytest.approx(value)

    @given(eaten=figures, spent=figures, lean=st.integers(-5, 0))
    def test_without_it_there_is_none(self, eaten: float, spent: float, lean: int) -> None:
        assert isinstance(refused(energy_availability_kcal_per_kg(eaten, spent, lean)), Undefined)


class TestEnergyOfFood:
    """The energy of food is additive, homogeneous, and rises with every macronutrient (N1)."""

    @given(a=st.tuples(figures, figures, figures), b=st.tuples(figures, figures, figures))
    def test_additive(self, a: tuple[float, float, float], b: tuple[float, float, float]) -> None:
        apart = sum(
            energy_atwater_general_kcal(protein_g=p, fat_g=f, carbohydrate_available_g=c)
            for p, f, c in (a, b)
        )
        protein, fat, carbohydrate = (x + y for x, y in zip(a, b, strict=True))
        together = energy_atwater_general_kcal(
            protein_g=protein, fat_g=fat, carbohydrate_available_g=carbohydrate
        )
        assert together == pytest.approx(apart)
