"""Nutrients and the starter catalogue, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import csv
import gzip
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec import Struct

from vegaloop.kernel.evidence import Undefined
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.domain.food import Food, FoodCategory
from vegaloop.nutrition.domain.nutrients import (
    HUNDRED_GRAMS,
    NOTHING,
    Known,
    Nutrient,
    Nutrients,
    Totals,
    Unit,
)

SHARED: Final = Path(__file__).resolve().parents[3] / "shared"

nutrients = st.sampled_from(Nutrient)
masses = st.integers(0, HUNDRED_GRAMS.amount).map(Mass)
energies = st.integers(0, 4_000_000).map(Energy)
mixtures = st.builds(
    Nutrients.of_amounts,
    st.none() | energies,
    st.dictionaries(nutrients, masses, max_size=12).map(dict.items),
)
portions = st.lists(mixtures, max_size=6)
eaten = st.integers(0, 5 * 10**9).map(Mass)
foods = st.sampled_from(starter_foods())


class TestNut20:
    """NUT-20. A nutrient that is not known is absent, never zero."""

    @given(mixture=mixtures, nutrient=nutrients, mass=eaten, factor=st.floats(0, 50))
    def test_unknown_stays_unknown(
        self, mixture: Nutrients, nutrient: Nutrient, mass: Mass, factor: float
    ) -> None:
        unknown = mixture.of(nutrient) is None
        event(f"unknown: {unknown}")
        assert (mixture.portion(mass).of(nutrient) is None) == unknown
        assert (mixture.scaled(factor).of(nutrient) is None) == unknown
        assert (Totals.over([mixture]).of(nutrient) is None) == unknown
        assert (mixture.portion(mass).energy is None) == (mixture.energy is None)

    @given(nutrient=nutrients)
    def test_a_known_zero_is_known(self, nutrient: Nutrient) -> None:
        assert Nutrients(None, ((nutrient, Mass(0)),)).of(nutrient) == Mass(0)

    @given(nutrient=nutrients, mass=masses)
    def test_no_nutrient_is_there_twice(self, nutrient: Nutrient, mass: Mass) -> None:
        with pytest.raises(ValueError, match="at most once"):
            Nutrients(None, ((nutrient, mass), (nutrient, mass)))


class TestNut21:
    """NUT-21. In a sum of two foods a nutrient is known where it is known in both."""

    @given(a=mixtures, b=mixtures, nutrient=nutrients)
    def test_it_is(self, a: Nutrients, b: Nutrients, nutrient: Nutrient) -> None:
        of_a, of_b, of_both = a.of(nutrient), b.of(nutrient), (a + b).of(nutrient)
        if of_a is None or of_b is None:
            assert of_both is None
        else:
            assert of_both == of_a + of_b
        assert ((a + b).energy is None) == (a.energy is None or b.energy is None)


class TestNut22:
    """NUT-22. Adding nutrients or totals takes any order and grouping; nothing added adds nothing."""

    @given(a=mixtures, b=mixtures, c=mixtures)
    def test_nutrients(self, a: Nutrients, b: Nutrients, c: Nutrients) -> None:
        assert a + b == b + a
        assert (a + b) + c == a + (b + c)
        assert a + NOTHING == a

    @given(a=portions, b=portions, c=portions)
    def test_totals(self, a: list[Nutrients], b: list[Nutrients], c: list[Nutrients]) -> None:
        x, y, z = Totals.over(a), Totals.over(b), Totals.over(c)
        assert x + y == y + x
        assert (x + y) + z == x + (y + z)
        assert x + Totals() == x

    @given(a=portions, b=portions)
    def test_the_total_of_two_meals_is_the_sum_of_their_totals(
        self, a: list[Nutrients], b: list[Nutrients]
    ) -> None:
        assert Totals.over(a + b) == Totals.over(a) + Totals.over(b)


class TestNut23:
    """NUT-23. A portion holds in proportion to its mass what 100 g hold, each to the nearest unit."""

    @given(mixture=mixtures)
    def test_100_g_hold_what_100_g_hold(self, mixture: Nutrients) -> None:
        assert mixture.portion(HUNDRED_GRAMS) == mixture

    @given(mixture=mixtures, mass=eaten)
    def test_within_half_a_unit_of_the_exact_share(self, mixture: Nutrients, mass: Mass) -> None:
        portion = mixture.portion(mass)
        for (_, held), (_, whole) in zip(portion.amounts, mixture.amounts, strict=True):
            exact = whole.amount * mass.amount
            assert abs(2 * (held.amount * HUNDRED_GRAMS.amount - exact)) <= HUNDRED_GRAMS.amount

    @given(mixture=mixtures, a=eaten, b=eaten)
    def test_two_portions_are_one_but_for_rounding(
        self, mixture: Nutrients, a: Mass, b: Mass
    ) -> None:
        apart, together = mixture.portion(a) + mixture.portion(b), mixture.portion(a + b)
        for (_, one), (_, other) in zip(apart.amounts, together.amounts, strict=True):
            assert abs(one.amount - other.amount) <= 1

    @given(mixture=mixtures, a=eaten, b=eaten)
    def test_more_of_a_food_never_holds_less(self, mixture: Nutrients, a: Mass, b: Mass) -> None:
        less, more = mixture.portion(min(a, b)), mixture.portion(max(a, b))
        for (_, small), (_, large) in zip(less.amounts, more.amounts, strict=True):
            assert small <= large


class TestNut24:
    """NUT-24. Scaling multiplies all that is known, each amount to its nearest unit."""

    @given(mixture=mixtures)
    def test_by_one_and_by_nought(self, mixture: Nutrients) -> None:
        assert mixture.scaled(1) == mixture
        assert all(mass == Mass(0) for _, mass in mixture.scaled(0).amounts)

    @given(mixture=mixtures, a=st.floats(0, 20), b=st.floats(0, 20))
    def test_one_factor_after_another_is_their_product_but_for_rounding(
        self, mixture: Nutrients, a: float, b: float
    ) -> None:
        twice, once = mixture.scaled(a).scaled(b), mixture.scaled(a * b)
        for (_, one), (_, other) in zip(twice.amounts, once.amounts, strict=True):
            assert abs(one.amount - other.amount) <= b / 2 + 1

    @given(mixture=mixtures, times=st.integers(0, 20))
    def test_by_a_whole_number_it_is_repeated_addition(
        self, mixture: Nutrients, times: int
    ) -> None:
        if not times:
            return
        added = mixture
        for _ in range(times - 1):
            added += mixture
        assert mixture.scaled(times) == added


class TestNut25:
    """NUT-25. A total adds what is known, and keeps the energy each nutrient is known for."""

    @given(eaten=portions, nutrient=nutrients)
    def test_it_does(self, eaten: list[Nutrients], nutrient: Nutrient) -> None:
        total = Totals.over(eaten)
        informed = [portion for portion in eaten if portion.of(nutrient) is not None]
        if not informed:
            assert total.of(nutrient) is None
            return
        amounts = [portion.of(nutrient) for portion in informed]
        joules = sum(portion.energy.amount for portion in informed if portion.energy is not None)
        expected = Known(Mass(sum(mass.amount for mass in amounts if mass)), Energy(joules))
        assert dict(total.sums)[nutrient] == expected
        assert total.of(nutrient) == expected.amount

    @given(eaten=portions)
    def test_portions_without_energy_are_counted(self, eaten: list[Nutrients]) -> None:
        total = Totals.over(eaten)
        assert total.without_energy == sum(portion.energy is None for portion in eaten)
        assert total.energy.amount == sum(p.energy.amount for p in eaten if p.energy is not None)


class TestNut26:
    """NUT-26. The coverage of a nutrient is a share of the energy, undefined where there is none."""

    @given(eaten=portions, nutrient=nutrients)
    def test_it_lies_between_none_and_all(self, eaten: list[Nutrients], nutrient: Nutrient) -> None:
        total = Totals.over(eaten)
        match total.coverage(nutrient):
            case Success(share):
                assert 0 <= share <= 1
                assert total.energy.amount > 0
            case Failure(reason):
                assert isinstance(reason, Undefined)
                assert total.energy.amount == 0

    @given(eaten=st.lists(st.builds(Nutrients.of_amounts, energies, st.just(NOTHING.amounts))))
    def test_what_is_known_of_all_is_covered_fully(self, eaten: list[Nutrients]) -> None:
        match Totals.over(eaten).coverage(Nutrient.IRON):
            case Success(share):
                assert share == 1
            case Failure():
                assert not sum(portion.energy.amount for portion in eaten if portion.energy)

    @given(eaten=portions, more=energies, nutrient=nutrients)
    def test_a_portion_of_unknown_content_never_raises_it(
        self, eaten: list[Nutrients], more: Energy, nutrient: Nutrient
    ) -> None:
        before = Totals.over(eaten).coverage(nutrient)
        after = Totals.over([*eaten, Nutrients(more)]).coverage(nutrient)
        match before, after:
            case Success(old), Success(new):
                assert new <= old
            case _:
                event("no energy before")


class TestNut27:
    """NUT-27. Every food of the starter catalogue has an id of its own and a FoodData Central id."""

    def test_ids_and_sources_are_unique(self) -> None:
        catalogue = starter_foods()
        assert len(catalogue) >= 300
        assert len({food.id for food in catalogue}) == len(catalogue)
        assert len({food.name for food in catalogue}) == len(catalogue)
        assert len({food.source for food in catalogue}) == len(catalogue)
        assert {food.category for food in catalogue} == set(FoodCategory)

    @given(food=foods)
    def test_each_has_a_record_servings_and_energy(self, food: Food) -> None:
        namespace, _, record = food.source.partition(":")
        assert namespace == "fdc"
        assert record.isdecimal()
        assert food.servings
        assert food.per_100_g.energy is not None
        assert food.portion(HUNDRED_GRAMS) == food.per_100_g

    def test_each_holds_what_its_record_says(self) -> None:
        published = _published()
        for food in starter_foods():
            for nutrient, grams in published[food.source].items():
                mass = food.per_100_g.of(nutrient)
                assert mass is not None, food.id
                assert mass.grams == pytest.approx(max(grams, 0), abs=1e-3), (food.id, nutrient)

    def test_each_with_an_sr28_number_holds_what_that_release_says(self) -> None:
        release = _sr28()
        numbered = [(row, release[row["ndb_number"]]) for row in _rows() if row["ndb_number"]]
        assert len({row["ndb_number"] for row, _ in numbered}) == len(numbered)
        for ours, theirs in numbered:
            energy_kcal = float(theirs["Energ_Kcal"])
            assert float(ours["energy_kcal"]) == pytest.approx(energy_kcal, abs=1.5), ours["id"]
            for column, name in SR28_VERBATIM.items():
                assert (ours[column] or "0", bool(ours[column])) == (
                    f"{float(theirs[name] or 0):g}",
                    bool(theirs[name]),
                ), (ours["id"], column)

    def test_alcohol_is_what_the_rest_leaves_of_100_g(self) -> None:
        release = _sr28()
        for row in _rows():
            if row["alcohol_g"]:
                rest = sum(float(release[row["ndb_number"]][name]) for name in SR28_BUT_ALCOHOL)
                assert float(row["alcohol_g"]) == pytest.approx(100 - rest, abs=0.051), row["id"]


class _Amount(Struct, frozen=True):
    nutrientId: int  # noqa: N815  # FoodData Central's own word
    value: float | None = None


class _Record(Struct, frozen=True):
    fdcId: int  # noqa: N815  # FoodData Central's own word
    foodNutrients: tuple[_Amount, ...]  # noqa: N815  # FoodData Central's own word


SR28_MACRONUTRIENTS: Final = {
    "Protein_(g)": Nutrient.PROTEIN,
    "Carbohydrt_(g)": Nutrient.CARBOHYDRATE,
    "Lipid_Tot_(g)": Nutrient.FAT,
}
SR28_BUT_ALCOHOL: Final = ("Water_(g)", "Ash_(g)", *SR28_MACRONUTRIENTS)
SR28_VERBATIM: Final = {
    "water_g": "Water_(g)",
    "iron_mg": "Iron_(mg)",
    "magnesium_mg": "Magnesium_(mg)",
    "potassium_mg": "Potassium_(mg)",
    "vitamin_c_mg": "Vit_C_(mg)",
    "folate_dfe_ug": "Folate_DFE_(µg)",
}


def _rows() -> list[dict[str, str]]:
    """Read the catalogue as it is written."""
    catalogue = resources.files("vegaloop.nutrition.adapters.catalogue") / "foods.csv"
    with catalogue.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _usda() -> Path:
    """Find the shared USDA files."""
    folder = SHARED / "data/nutrition/usda"
    if not folder.is_dir():
        pytest.skip("the shared USDA files are not here")
    return folder


def _sr28() -> dict[str, dict[str, str]]:
    """Read release SR28, by the number of the food."""
    with gzip.open(_usda() / "sr28_abbrev.csv.gz", "rt", encoding="utf-8-sig") as lines:
        return {row["NDB_No"]: row for row in csv.DictReader(lines)}


def _published() -> dict[str, dict[Nutrient, float]]:
    """Read the macronutrients, in grams, of every record of the shared USDA files.

    A record that is not among them is known by its number in release SR28.
    """
    folder = _usda()
    columns = {
        "procnt": Nutrient.PROTEIN,
        "choavldf": Nutrient.CARBOHYDRATE,
        "fat": Nutrient.FAT,
    }
    numbers = {1003: Nutrient.PROTEIN, 1005: Nutrient.CARBOHYDRATE, 1004: Nutrient.FAT}
    published: dict[str, dict[Nutrient, float]] = {}
    with gzip.open(folder / "fdc_search_foods.jsonl.gz", "rb") as lines:
        for line in lines:
            record = msgspec.json.decode(line, type=_Record)
            published[f"fdc:{record.fdcId}"] = {
                numbers[held.nutrientId]: held.value
                for held in record.foodNutrients
                if held.nutrientId in numbers and held.value is not None
            }
    with gzip.open(folder / "fdc_foundation_foods.csv.gz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            published[f"fdc:{row['code']}"] = {
                nutrient: float(row[column]) for column, nutrient in columns.items() if row[column]
            }
    release = _sr28()
    for ours in _rows():
        if ours["ndb_number"]:
            theirs = release[ours["ndb_number"]]
            held = {kind: float(theirs[name]) for name, kind in SR28_MACRONUTRIENTS.items()}
            published.setdefault(f"fdc:{ours['fdc_id']}", held)
    return published


# Grams a food may seem to exceed its own mass by: each of its figures was rounded by the source.
ROUNDING_G: Final = 0.5
MACRONUTRIENTS: Final = (
    Nutrient.PROTEIN,
    Nutrient.CARBOHYDRATE,
    Nutrient.FAT,
    Nutrient.ALCOHOL,
)


class TestNut28:
    """NUT-28. The macronutrients of 100 g of a food weigh 100 g at most, but for rounding."""

    @given(food=foods)
    def test_they_do(self, food: Food) -> None:
        held = [food.per_100_g.of(nutrient) for nutrient in MACRONUTRIENTS]
        assert sum(mass.grams for mass in held if mass is not None) <= 100 + ROUNDING_G

    @given(food=foods, nutrient=nutrients)
    def test_amounts_come_back_in_their_unit(self, food: Food, nutrient: Nutrient) -> None:
        mass = food.per_100_g.of(nutrient)
        if mass is None:
            return
        match nutrient.mass(nutrient.stated(mass)):
            case Success(again):
                assert again == mass
            case Failure(error):
                pytest.fail(str(error))

    def test_units_are_those_of_the_reference_intakes(self) -> None:
        path = SHARED / "science/dri.csv"
        if not path.is_file():
            pytest.skip("the shared reference intakes are not here")
        ours = {"fibre_total": "fibre"}
        # Water is stated in litres there, and protein a kilogram is a target, not a nutrient.
        others = {"total_water", "protein_per_kg"}
        with path.open(encoding="utf-8") as lines:
            units = {row["nutrient"]: row["unit"] for row in csv.DictReader(lines)}
        assert {Nutrient(ours.get(n, n)): Unit(u) for n, u in units.items() if n not in others} == {
            Nutrient(ours.get(n, n)): Nutrient(ours.get(n, n)).unit
            for n in units
            if n not in others
        }


# Whose stated energy the general factors miss, and why.
BY_OTHER_FACTORS: Final = {"brussels-sprouts", "nori", "spirulina"}  # Vegetable factors are lower.
ALCOHOL_UNKNOWN: Final = {"vodka-and-water", "whisky-and-water"}
ENERGY_OF_FAT_ONLY: Final = {"olive-oil", "rapeseed-oil", "sunflower-oil"}


class TestNut29:
    """NUT-29. The energy of a food agrees with its macronutrients, or is a listed exception."""

    def test_it_does(self) -> None:
        missed = {food.id for food in starter_foods() if not _agrees(food)}
        assert missed == BY_OTHER_FACTORS | ALCOHOL_UNKNOWN

    def test_only_some_oils_have_no_protein_and_carbohydrate_on_record(self) -> None:
        bare = {
            food.id
            for food in starter_foods()
            if any(food.per_100_g.of(macro) is None for macro in MACRONUTRIENTS[:3])
        }
        assert bare == ENERGY_OF_FAT_ONLY


def _agrees(food: Food) -> bool:
    """The label check of N1; carbohydrate is by difference, so its fibre is already in it."""
    kcal_per_g = zip(MACRONUTRIENTS, (4, 4, 9, 7), strict=True)
    held = ((food.per_100_g.of(nutrient), factor) for nutrient, factor in kcal_per_g)
    computed_kcal = sum(mass.grams * factor for mass, factor in held if mass is not None)
    stated_kcal = food.per_100_g.energy.kcal if food.per_100_g.energy else 0.0
    return abs(stated_kcal - computed_kcal) <= max(0.2 * stated_kcal, 10)
