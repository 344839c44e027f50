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
from tests.support import good
from vegaloop.kernel.evidence import Missing, Outside
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body, DayExertion
from vegaloop.nutrition.domain.circumstances import (
    Circumstances,
)
from vegaloop.nutrition.domain.formulas.carbohydrate import carbohydrate_g_per_kg
from vegaloop.nutrition.domain.formulas.macros import (
    ProteinMethod,
    fat_target_g,
    protein_basis_kg,
)
from vegaloop.nutrition.domain.preferences import Preference
from vegaloop.nutrition.domain.targets import decide_targets

figures = st.integers(0, 5_000).map(float)
ages_years = st.integers(19, 78).map(float)
YESTERDAY = days_after(TODAY, -1)


def trained(known: Circumstances, *training: DayExertion) -> Circumstances:
    return Circumstances(known.profile, known.body, training)


class TestNut4:
    """NUT-4. The protein target is 1.6 g/kg or what the person chose, of the body mass up to a body mass index of 27.5, and names the choice."""

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
        least = good(protein_basis_kg(weight, height / 1_000))
        assert good(protein_basis_kg(weight + more, height / 1_000)) >= least


class TestNut74:
    """NUT-74. What a person chose about protein holds from its day on until the next choice, and changes the targets at once."""

    @given(
        known=circumstances,
        chosen=st.lists(
            st.tuples(st.integers(-9, 9), st.sampled_from(ProteinMethod)),
            max_size=5,
            unique_by=lambda one: one[0],
        ),
    )
    def test_it_does(self, known: Circumstances, chosen: list[tuple[int, ProteinMethod]]) -> None:
        preferences = tuple(Preference(days_after(TODAY, days), how) for days, how in chosen)
        choosing = Circumstances(known.profile, known.body, known.exertions, preferences)
        begun = sorted(one for one in chosen if one[0] <= 0)
        method = begun[-1][1] if begun else ProteinMethod.MIXED
        targets = decide_targets(TODAY, choosing)
        assert targets.protein_method == method
        usual = decide_targets(TODAY, known).protein_g or 0.0
        per_kg = float(method.rpartition("_")[2])
        assert targets.protein_g == pytest.approx(usual * per_kg / 1.6)
        event(method)

    @pytest.mark.parametrize(
        ("method", "per_kg"), [("endurance_1.4", 1.4), ("mixed_1.6", 1.6), ("deficit_1.8", 1.8)]
    )
    def test_the_choices(self, method: str, per_kg: float) -> None:
        known = Circumstances(
            Profile(height=Distance(1_800)),
            Body(70.0),
            preferences=(Preference(TODAY, ProteinMethod(method)),),
        )
        targets = decide_targets(TODAY, known)
        assert targets.protein_g == pytest.approx(70 * per_kg)
        assert decide_targets(YESTERDAY, known).protein_method == "mixed_1.6"


class TestNut5:
    """NUT-5. The carbohydrate target lies between 3.5 and 10 g/kg and never falls with more training."""

    @given(less=hours, more=hours)
    def test_it_does(self, less: float, more: float) -> None:
        low = good(carbohydrate_g_per_kg(min(less, more)))
        high = good(carbohydrate_g_per_kg(max(less, more)))
        assert 3.5 <= low <= high <= 10

    @given(hard_hours=hours)
    def test_no_step_is_steep(self, hard_hours: float) -> None:
        step = good(carbohydrate_g_per_kg(hard_hours + 0.01)) - good(
            carbohydrate_g_per_kg(hard_hours)
        )
        assert step < 0.03

    @pytest.mark.parametrize(
        ("hard_hours", "per_kg"), [(0, 3.5), (1, 6), (2, 7.5), (3, 8.5), (4.5, 10), (9, 10)]
    )
    def test_at_the_knots(self, hard_hours: float, per_kg: float) -> None:
        assert good(carbohydrate_g_per_kg(hard_hours)) == pytest.approx(per_kg)

    @given(known=circumstances)
    def test_yesterday_counts_half(self, known: Circumstances) -> None:
        weight = known.body.weight_kg or 0.0
        today, yesterday = known.exertion(TODAY), known.exertion(YESTERDAY)
        load = today.moderate_or_harder_hours + 0.5 * yesterday.moderate_or_harder_hours
        asked = decide_targets(TODAY, known).carbohydrate_g
        assert asked == pytest.approx(weight * good(carbohydrate_g_per_kg(load)))


class TestNut6:
    """NUT-6. The fat target is the rest of the energy, within 20 to 35 % of it."""

    @given(energy=st.integers(1_000, 8_000), protein=figures, carbohydrate=figures, kg=weights_kg)
    def test_it_stays_within(
        self, energy: int, protein: float, carbohydrate: float, kg: float
    ) -> None:
        share = 9 * good(fat_target_g(energy, protein, carbohydrate, kg)) / energy
        assert 0.2 - 1e-9 <= share <= 0.35 + 1e-9

    def test_between_the_bounds_the_energy_is_used_up(self) -> None:
        assert good(fat_target_g(2_500, 120, 340, 70)) == pytest.approx((2_500 - 480 - 1_360) / 9)
        assert good(fat_target_g(2_500, 150, 380, 80)) == pytest.approx(64)  # 0.8 g/kg


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

    def test_what_no_formula_is_declared_for_is_told_with_the_reason(self) -> None:
        tall = Distance(1_800)
        endless = DayExertion(TODAY, 60.0, 100.0)
        known = Circumstances(Profile(height=tall), Body(70.0, 60.0), (endless,))
        targets = decide_targets(TODAY, known)
        assert targets.carbohydrate_g is None
        assert targets.missing == (Outside("hours", 60.0, 0, 48),)
        heavy = Circumstances(Profile(height=tall), Body(700.0))
        assert Outside("weight_kg", 700.0, 1, 650) in decide_targets(TODAY, heavy).missing
        ancient = Profile(birth_date=TODAY.replace(year=1800), height=tall)
        old = decide_targets(TODAY, Circumstances(ancient, Body(70.0)))
        assert old.protein_g is None
        assert Outside("age_years", 226, 0, 130) in old.missing

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
