"""The energy of food and of labels, as rules (formula book N1). Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.kernel.evidence import Outside, Undefined
from vegaloop.nutrition.formulas import (
    ATWATER_SPECIFIC,
    POLYOLS_US,
    AtwaterFactors,
    AtwaterGroup,
    CarbohydrateBasis,
    Composition,
    Polyol,
    alcohol_g,
    energy_atwater_general_kcal,
    energy_atwater_specific_kcal,
    energy_eu_label_kj,
    energy_polyols_us_kcal,
    label_agrees,
    label_fits,
)

PARTS = (
    "protein_g",
    "fat_g",
    "carbohydrate_g",
    "fibre_g",
    "alcohol_g",
    "polyols_g",
    "organic_acids_g",
)
amounts_g = st.integers(0, 5_000).map(lambda n: n / 10)
foods = st.fixed_dictionaries(dict.fromkeys(PARTS, amounts_g))
bases = st.sampled_from(CarbohydrateBasis)
energies = st.sampled_from((energy_atwater_general_kcal, energy_eu_label_kj))
NONE = dict.fromkeys(PARTS, 0.0)


class TestNut70:
    """NUT-70. The energy of food adds up over foods, scales with the amount and never falls with more of a part."""

    @given(a=foods, b=foods, basis=bases, energy_of=energies)
    def test_it_adds_up(self, a, b, basis, energy_of) -> None:
        apart = sum(good(energy_of(Composition(basis=basis, **one))) for one in (a, b))
        together = Composition(basis=basis, **{part: a[part] + b[part] for part in PARTS})
        assert good(energy_of(together)) == pytest.approx(apart)

    @given(a=foods, factor=st.integers(0, 50), basis=bases, energy_of=energies)
    def test_it_scales(self, a, factor, basis, energy_of) -> None:
        once = good(energy_of(Composition(basis=basis, **a)))
        many = Composition(basis=basis, **{part: factor * grams for part, grams in a.items()})
        assert good(energy_of(many)) == pytest.approx(factor * once)

    @given(a=foods, part=st.sampled_from(PARTS), more=amounts_g, basis=bases, energy_of=energies)
    def test_it_never_falls(self, a, part, more, basis, energy_of) -> None:
        less = good(energy_of(Composition(basis=basis, **a)))
        richer = Composition(basis=basis, **(a | {part: a[part] + more}))
        assert good(energy_of(richer)) >= less

    @pytest.mark.parametrize(
        ("part", "kcal", "kj"),
        [
            ("protein_g", 4, 17),
            ("fat_g", 9, 37),
            ("carbohydrate_g", 4, 17),
            ("fibre_g", 2, 8),
            ("alcohol_g", 7, 29),
            ("polyols_g", 2.4, 10),
            ("organic_acids_g", 3, 13),
        ],
    )
    def test_by_these_factors(self, part: str, kcal: float, kj: float) -> None:
        gram = Composition(**(NONE | {part: 1.0}))
        assert good(energy_atwater_general_kcal(gram)) == kcal
        assert good(energy_eu_label_kj(gram)) == kj

    @pytest.mark.parametrize("part", PARTS)
    @pytest.mark.parametrize("grams", [-0.1, 1e6 + 1, math.nan, math.inf])
    def test_only_of_amounts_that_can_be(self, part: str, grams: float) -> None:
        wrong = refused(energy_atwater_general_kcal(Composition(**(NONE | {part: grams}))))
        assert isinstance(wrong, Outside)
        assert (wrong.what, wrong.least, wrong.most) == (part, 0, 1e6)
        assert good(energy_atwater_general_kcal(Composition(**(NONE | {part: 1e6})))) > 0

    def test_each_polyol_by_its_own_factor(self) -> None:
        assert {one.value: POLYOLS_US[one] for one in Polyol} == {
            "allulose": 0.4,
            "erythritol": 0.0,
            "hsh": 3.0,
            "isomalt": 2.0,
            "lactitol": 2.0,
            "maltitol": 2.1,
            "mannitol": 1.6,
            "sorbitol": 2.6,
            "xylitol": 2.4,
        }
        held = ((Polyol.XYLITOL, 10.0), (Polyol.ERYTHRITOL, 50.0), (Polyol.ALLULOSE, 5.0))
        assert good(energy_polyols_us_kcal(held)) == pytest.approx(26)
        assert good(energy_polyols_us_kcal(())) == 0
        wrong = refused(energy_polyols_us_kcal(((Polyol.ISOMALT, -1.0),)))
        assert wrong == Outside("isomalt_g", -1.0, 0, 1e6)


class TestNut71:
    """NUT-71. The specific energy of a food takes the factors of its group, and is undefined for a part the group has none for."""

    @given(amounts=st.tuples(amounts_g, amounts_g, amounts_g), group=st.sampled_from(AtwaterGroup))
    def test_it_does(self, amounts: tuple[float, float, float], group: AtwaterGroup) -> None:
        factors = ATWATER_SPECIFIC[group]
        each = (factors.protein, factors.fat, factors.carbohydrate)
        result = energy_atwater_specific_kcal(*amounts, factors)
        if any(grams and factor is None for grams, factor in zip(amounts, each, strict=True)):
            assert isinstance(refused(result), Undefined)
        else:
            expected = sum(g * (f or 0) for g, f in zip(amounts, each, strict=True))
            assert good(result) == pytest.approx(expected)

    def test_the_factors(self) -> None:
        told = {group.value: ATWATER_SPECIFIC[group] for group in AtwaterGroup}
        assert told == {
            "egg": AtwaterFactors(4.36, 9.02, 3.68),
            "milk": AtwaterFactors(4.27, 8.79, 3.87),
            "meat_and_fish": AtwaterFactors(4.27, 9.02, None),
            "fruit": AtwaterFactors(3.36, 8.37, 3.60),
            "white_wheat_flour": AtwaterFactors(4.05, 8.37, 4.12),
            "rice": AtwaterFactors(3.82, 8.37, 4.16),
            "legumes": AtwaterFactors(3.47, 8.37, 4.07),
            "nuts": AtwaterFactors(3.47, 8.37, 4.07),
            "potato": AtwaterFactors(2.78, 8.37, 4.03),
            "sugar": AtwaterFactors(None, None, 3.87),
        }

    def test_a_part_without_a_factor_may_be_absent(self) -> None:
        sugar = ATWATER_SPECIFIC[AtwaterGroup.SUGAR]
        assert good(energy_atwater_specific_kcal(0, 0, 10, sugar)) == pytest.approx(38.7)
        meat = ATWATER_SPECIFIC[AtwaterGroup.MEAT_AND_FISH]
        assert good(energy_atwater_specific_kcal(20, 10, 0, meat)) == pytest.approx(175.6)

    def test_what_is_undefined_is_named(self) -> None:
        meat = ATWATER_SPECIFIC[AtwaterGroup.MEAT_AND_FISH]
        assert refused(energy_atwater_specific_kcal(20, 10, 1, meat)) == Undefined(
            "energy of carbohydrate_g", "the food group has no factor for it"
        )
        assert refused(energy_atwater_specific_kcal(1, 0, 99, AtwaterFactors(None, 9, 4))) == (
            Undefined("energy of protein_g", "the food group has no factor for it")
        )

    @pytest.mark.parametrize(
        ("amounts", "what"),
        [((-1, 0, 0), "protein_g"), ((0, -1, 0), "fat_g"), ((0, 0, math.nan), "carbohydrate_g")],
    )
    def test_only_of_amounts_that_can_be(
        self, amounts: tuple[float, float, float], what: str
    ) -> None:
        wrong = refused(energy_atwater_specific_kcal(*amounts, AtwaterFactors(4, 9, 4)))
        assert isinstance(wrong, Outside)
        assert wrong.what == what


class TestNut72:
    """NUT-72. The alcohol of a drink is its volume by its strength by 0.789 g/ml."""

    @given(ml=st.integers(0, 2_000), abv=st.integers(0, 100), times=st.integers(0, 5))
    def test_it_is(self, ml: int, abv: int, times: int) -> None:
        assert good(alcohol_g(ml, abv)) == pytest.approx(ml * abv * 0.00789)
        assert good(alcohol_g(times * ml, abv)) == pytest.approx(times * good(alcohol_g(ml, abv)))

    def test_of_half_a_litre_of_beer(self) -> None:
        assert good(alcohol_g(500, 5)) == pytest.approx(19.725)

    @pytest.mark.parametrize(
        ("ml", "abv", "what"),
        [(-1, 5, "drink_ml"), (100, 100.1, "abv_percent"), (1, -1, "abv_percent")],
    )
    def test_only_of_drinks_that_can_be(self, ml: float, abv: float, what: str) -> None:
        wrong = refused(alcohol_g(ml, abv))
        assert isinstance(wrong, Outside)
        assert wrong.what == what


class TestNut73:
    """NUT-73. A stated energy agrees with the computed one within 20 % of it, or 10 kcal in 100 g."""

    @pytest.mark.parametrize(
        ("stated", "computed", "agrees"),
        [
            (400, 480, True),
            (400, 480.1, False),
            (400, 320, True),
            (400, 319.9, False),
            (50, 60, True),
            (50, 60.1, False),
            (20, 10, True),
            (20, 9.9, False),
            (0, 10, True),
            (0, 10.5, False),
        ],
    )
    def test_at_its_bounds(self, stated: float, computed: float, agrees: bool) -> None:
        assert good(label_agrees(stated, computed)) is agrees

    @given(stated=st.integers(0, 900))
    def test_an_energy_agrees_with_itself(self, stated: int) -> None:
        assert good(label_agrees(stated, stated))

    @given(grams=st.lists(st.floats(0, 100), min_size=5, max_size=5), stated=st.floats(0, 902))
    def test_in_plain_numbers_it_is_the_same(self, grams: list[float], stated: float) -> None:
        protein, fat, carbohydrate, fibre, alcohol = grams
        computed = (
            good(
                energy_atwater_general_kcal(
                    Composition(
                        protein_g=protein,
                        fat_g=fat,
                        carbohydrate_g=carbohydrate,
                        fibre_g=fibre,
                        alcohol_g=alcohol,
                        basis=basis,
                    )
                )
            )
            for basis in CarbohydrateBasis
        )
        fits = label_fits(stated, (protein, fat, carbohydrate), fibre_g=fibre, alcohol_g=alcohol)
        assert fits == any(good(label_agrees(stated, kcal)) for kcal in computed)

    @pytest.mark.parametrize("wrong", [-1.0, 10_000.5, math.nan])
    def test_only_of_energies_that_can_be(self, wrong: float) -> None:
        first, second = refused(label_agrees(wrong, 1)), refused(label_agrees(1, wrong))
        assert isinstance(first, Outside)
        assert isinstance(second, Outside)
        assert (first.what, second.what) == ("stated_kcal_per_100_g", "computed_kcal_per_100_g")
        assert good(label_agrees(10_000, 10_000))


class TestNut77:
    """NUT-77. Fibre that is counted in the carbohydrate gives its energy once."""

    @given(food=foods)
    def test_by_difference_it_is_there_already(self, food: dict[str, float]) -> None:
        by_difference = Composition(basis=CarbohydrateBasis.BY_DIFFERENCE, **food)
        without = Composition(**(food | {"fibre_g": 0.0}))
        for energy_of in (energy_atwater_general_kcal, energy_eu_label_kj):
            assert good(energy_of(by_difference)) == pytest.approx(good(energy_of(without)))

    @given(food=foods)
    def test_beside_available_carbohydrate_it_is_added(self, food: dict[str, float]) -> None:
        without = Composition(**(food | {"fibre_g": 0.0}))
        kcal = good(energy_atwater_general_kcal(Composition(**food)))
        assert kcal == pytest.approx(
            good(energy_atwater_general_kcal(without)) + 2 * food["fibre_g"]
        )
