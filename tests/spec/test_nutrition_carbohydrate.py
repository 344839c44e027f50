"""Protein, fat and carbohydrate as formulas, as rules (formula book N5–N7, N10)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.kernel.evidence import NoNumber, Outside, Undefined
from vegaloop.kernel.result import Result
from vegaloop.nutrition.formulas import (
    AMDR_PERCENT,
    CARBOHYDRATE_G_PER_KG,
    LOADING_HOURS,
    CarbohydrateBasis,
    EnergyPart,
    GlycaemicBand,
    Span,
    TrainingLoad,
    available_carbohydrate_g,
    carbohydrate_before_g,
    carbohydrate_during_g_per_h,
    carbohydrate_g_per_kg,
    carbohydrate_recovery_g,
    energy_share_percent,
    fat_target_g,
    glycaemic_load,
    glycaemic_load_band,
    glycaemic_load_day_band,
    meal_glycaemic_index,
    net_carbs_g,
    protein_basis_kg,
    protein_floor_g_per_kg,
    protein_in_deficit_g,
    protein_per_meal_g,
    protein_target_g,
)

masses_kg = st.integers(10, 6_500).map(lambda n: n / 10)
grams = st.integers(0, 5_000).map(lambda n: n / 10)
indices = st.integers(0, 150).map(float)


def wrong_of(result: Result[object, NoNumber]) -> tuple[str, float, float]:
    """What lies outside, and what would have been right."""
    reason = refused(result)
    assert isinstance(reason, Outside)
    return reason.what, reason.least, reason.most


class TestNut75:
    """NUT-75. Nobody is asked for less protein than 0.83 g/kg, from 65 years on 1.0 g/kg."""

    @given(kg=masses_kg, per_kg=st.integers(0, 50).map(lambda n: n / 10), age=st.integers(0, 130))
    def test_nobody_is(self, kg: float, per_kg: float, age: int) -> None:
        floor = 1.0 if age >= 65 else 0.83
        assert good(protein_floor_g_per_kg(age)) == floor
        assert good(protein_target_g(kg, per_kg, age)) == pytest.approx(kg * max(per_kg, floor))

    def test_of_an_unknown_age_the_floor_is_that_of_adults(self) -> None:
        assert good(protein_floor_g_per_kg(None)) == 0.83
        assert good(protein_floor_g_per_kg(64.99)) == 0.83
        assert good(protein_target_g(100, 0.5, None)) == pytest.approx(83)

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(protein_target_g(0.9, 1.6, 30)) == ("basis_kg", 1, 650)
        assert wrong_of(protein_target_g(70, 5.1, 30)) == ("g_per_kg", 0, 5)
        assert wrong_of(protein_target_g(70, 1.6, 131)) == ("age_years", 0, 130)
        assert wrong_of(protein_basis_kg(651, 1.8)) == ("weight_kg", 1, 650)
        assert wrong_of(protein_basis_kg(80, 2.9)) == ("height_m", 0.3, 2.8)
        assert wrong_of(protein_per_meal_g(math.nan)) == ("basis_kg", 1, 650)
        assert wrong_of(protein_in_deficit_g(0)) == ("fat_free_mass_kg", 1, 650)

    def test_the_ranges_of_a_meal_and_of_a_deficit(self) -> None:
        assert good(protein_per_meal_g(80)) == Span(20, 32)
        lean = good(protein_in_deficit_g(60))
        assert (lean.least, lean.most) == (pytest.approx(138), pytest.approx(186))

    def test_the_basis_stops_at_a_body_mass_index_of_27_5(self) -> None:
        assert good(protein_basis_kg(70, 1.8)) == 70
        assert good(protein_basis_kg(200, 2.0)) == 110

    def test_a_range_is_not_reversed(self) -> None:
        for least, most in ((2.0, 1.0), (-1.0, 1.0)):
            with pytest.raises(ValueError, match="reversed"):
                Span(least, most)
        assert Span(0, 0).times(3) == Span(0, 0)


class TestNut76:
    """NUT-76. What a session asks for during it follows its length, before and after it the body mass."""

    @pytest.mark.parametrize(
        ("hours", "least", "most"),
        [
            (0, 0, 0),
            (0.7499, 0, 0),
            (0.75, 0, 30),
            (1.2499, 0, 30),
            (1.25, 30, 60),
            (2.5, 30, 60),
            (2.5001, 60, 90),
            (48, 60, 90),
        ],
    )
    def test_during_it(self, hours: float, least: float, most: float) -> None:
        assert good(carbohydrate_during_g_per_h(hours)) == Span(least, most)

    @given(a=st.integers(0, 4_800), b=st.integers(0, 4_800))
    def test_a_longer_one_never_asks_for_less(self, a: int, b: int) -> None:
        short, long = (good(carbohydrate_during_g_per_h(n / 100)) for n in (min(a, b), max(a, b)))
        assert short.least <= long.least
        assert short.most <= long.most

    @given(kg=masses_kg, tenths=st.integers(0, 40))
    def test_after_it(self, kg: float, tenths: int) -> None:
        found = good(carbohydrate_recovery_g(kg, tenths / 10))
        assert found.least == pytest.approx(kg * tenths / 10)
        assert found.most == pytest.approx(1.2 * found.least)

    def test_before_it(self) -> None:
        for hours in (1, 4):
            assert good(carbohydrate_before_g(70, hours)) == Span(70, 280)

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(carbohydrate_during_g_per_h(48.1)) == ("session_hours", 0, 48)
        assert wrong_of(carbohydrate_during_g_per_h(-0.1)) == ("session_hours", 0, 48)
        assert wrong_of(carbohydrate_before_g(0, 2)) == ("weight_kg", 1, 650)
        assert wrong_of(carbohydrate_before_g(70, 0.9)) == ("hours_before", 1, 4)
        assert wrong_of(carbohydrate_before_g(70, 4.1)) == ("hours_before", 1, 4)
        assert wrong_of(carbohydrate_recovery_g(0, 2)) == ("weight_kg", 1, 650)
        assert wrong_of(carbohydrate_recovery_g(70, 4.1)) == ("hours", 0, 4)
        assert wrong_of(carbohydrate_g_per_kg(-0.1)) == ("hours", 0, 48)
        assert wrong_of(carbohydrate_g_per_kg(48.1)) == ("hours", 0, 48)
        assert good(carbohydrate_g_per_kg(48)) == 10

    def test_the_ranges_of_a_day(self) -> None:
        assert {load.value: CARBOHYDRATE_G_PER_KG[load] for load in TrainingLoad} == {
            "light": Span(3, 5),
            "moderate": Span(5, 7),
            "high": Span(6, 10),
            "very_high": Span(8, 12),
            "loading": Span(10, 12),
        }
        assert Span(36, 48) == LOADING_HOURS


class TestNut78:
    """NUT-78. The share of a part in the energy is what its grams give of it, undefined where no energy was eaten."""

    @given(part=st.sampled_from(EnergyPart), eaten=grams, kcal=st.integers(1, 10_000))
    def test_it_is(self, part: EnergyPart, eaten: float, kcal: int) -> None:
        fatty = part not in {EnergyPart.CARBOHYDRATE, EnergyPart.PROTEIN, EnergyPart.ADDED_SUGARS}
        share = good(energy_share_percent(part, eaten, kcal))
        assert share == pytest.approx(100 * (9 if fatty else 4) * eaten / kcal)

    def test_it_needs_energy(self) -> None:
        assert refused(energy_share_percent(EnergyPart.FAT, 0, 0)) == Undefined(
            "share of fat in the energy", "no energy was eaten"
        )
        assert wrong_of(energy_share_percent(EnergyPart.FAT, -1, 1)) == ("eaten_g", 0, 1e6)
        assert wrong_of(energy_share_percent(EnergyPart.FAT, 1, -1)) == ("energy_kcal", 0, 1e6)
        assert wrong_of(energy_share_percent(EnergyPart.FAT, 1, 1e6 + 1)) == ("energy_kcal", 0, 1e6)

    def test_the_ranges(self) -> None:
        assert {part.value: AMDR_PERCENT[part] for part in EnergyPart} == {
            "carbohydrate": Span(45, 65),
            "protein": Span(10, 35),
            "fat": Span(20, 35),
            "linoleic_acid_n6": Span(5, 10),
            "alpha_linolenic_acid_n3": Span(0.6, 1.2),
            "added_sugars": Span(0, 10),
            "saturates": Span(0, 10),
        }

    def test_the_fat_of_a_day_that_cannot_be_is_refused(self) -> None:
        assert wrong_of(fat_target_g(-1, 1, 1, 70))[0] == "energy_kcal"
        assert wrong_of(fat_target_g(2_000, -1, 1, 70))[0] == "protein_g"
        assert wrong_of(fat_target_g(2_000, 1, -1, 70))[0] == "carbohydrate_g"
        assert wrong_of(fat_target_g(2_000, 1, 1, 0))[0] == "weight_kg"


class TestNut80:
    """NUT-80. Net carbohydrate is never below zero, and fibre is taken off only where it is counted in."""

    @given(carbohydrate=grams, fibre=grams, erythritol=grams, maltitol=grams)
    def test_it_is(
        self, carbohydrate: float, fibre: float, erythritol: float, maltitol: float
    ) -> None:
        polyols = (("erythritol", erythritol), ("maltitol", maltitol))
        us = good(net_carbs_g(carbohydrate, fibre, polyols))
        eu = good(net_carbs_g(carbohydrate, fibre, polyols, CarbohydrateBasis.AVAILABLE))
        sweet = erythritol + maltitol / 2
        assert us == pytest.approx(max(0, max(0, carbohydrate - fibre) - sweet))
        assert eu == pytest.approx(max(0, carbohydrate - sweet))
        assert 0 <= us <= eu

    def test_by_the_name_of_the_polyol(self) -> None:
        named = (("Erythritol ", 3.0), ("ALLULOSE", 2.0), ("xylitol", 4.0), ("isomalt", 2.0))
        assert good(net_carbs_g(30, 0, named)) == 22
        assert good(net_carbs_g(30, 4)) == 26

    def test_what_can_be_taken_up(self) -> None:
        by_difference, available = CarbohydrateBasis.BY_DIFFERENCE, CarbohydrateBasis.AVAILABLE
        assert good(available_carbohydrate_g(20, 5, by_difference)) == 15
        assert good(available_carbohydrate_g(4, 5, by_difference)) == 0
        assert good(available_carbohydrate_g(20, 5, available)) == 20

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(net_carbs_g(-1, 0)) == ("carbohydrate_g", 0, 1e6)
        assert wrong_of(net_carbs_g(1, math.inf)) == ("fibre_g", 0, 1e6)
        assert wrong_of(net_carbs_g(1, 0, (("xylitol", -1.0),))) == ("xylitol", 0, 1e6)


class TestNut81:
    """NUT-81. A glycaemic load is proportional to the index and the carbohydrate; the index of a meal is their mean by carbohydrate."""

    @given(index=indices, carbohydrate=grams)
    def test_it_is(self, index: float, carbohydrate: float) -> None:
        load = good(glycaemic_load(index, carbohydrate))
        assert load == pytest.approx(index * carbohydrate / 100)

    @given(
        parts=st.lists(st.tuples(indices, st.integers(1, 500).map(float)), min_size=1, max_size=6)
    )
    def test_the_index_of_a_meal_lies_between_those_of_its_foods(
        self, parts: list[tuple[float, float]]
    ) -> None:
        index = good(meal_glycaemic_index(parts))
        lowest, highest = min(one for one, _ in parts), max(one for one, _ in parts)
        assert lowest - 1e-9 <= index <= highest + 1e-9
        load = sum(good(glycaemic_load(*part)) for part in parts)
        carbohydrate = sum(held for _, held in parts)
        assert good(glycaemic_load(min(150.0, index), carbohydrate)) == pytest.approx(load)

    def test_of_no_carbohydrate_there_is_no_index(self) -> None:
        nothing = Undefined("glycaemic index of a meal", "it has no carbohydrate")
        assert refused(meal_glycaemic_index(())) == nothing
        assert refused(meal_glycaemic_index([(70.0, 0.0)])) == nothing
        assert good(meal_glycaemic_index([(70.0, 10.0), (30.0, 30.0)])) == 40

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(glycaemic_load(150.1, 10)) == ("glycaemic_index", 0, 150)
        assert wrong_of(glycaemic_load(50, -1)) == ("available_carbohydrate_g", 0, 1e6)
        assert wrong_of(meal_glycaemic_index([(-1.0, 10.0)])) == ("glycaemic_index", 0, 150)
        assert wrong_of(glycaemic_load_band(-1)) == ("glycaemic_load", 0, 1e6)
        assert wrong_of(glycaemic_load_day_band(math.nan)) == ("glycaemic_load", 0, 1e6)

    @pytest.mark.parametrize(
        ("load", "band"),
        [(0, "low"), (10, "low"), (10.01, "medium"), (19.99, "medium"), (20, "high")],
    )
    def test_the_words_for_a_portion(self, load: float, band: str) -> None:
        assert good(glycaemic_load_band(load)) is GlycaemicBand(band)

    @pytest.mark.parametrize(
        ("load", "band"),
        [(79.99, "low"), (80, "medium"), (120, "medium"), (120.01, "high")],
    )
    def test_the_words_for_a_day(self, load: float, band: str) -> None:
        assert good(glycaemic_load_day_band(load)) is GlycaemicBand(band)
