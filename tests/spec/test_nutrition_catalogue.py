"""The starter catalogue, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import csv
import gzip
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Serving
from vegaloop.nutrition.domain.nutrients import HUNDRED_GRAMS, Nutrient, Nutrients, Unit

SHARED: Final = Path(__file__).resolve().parents[3] / "shared"

foods = st.sampled_from(starter_foods())


class TestNut27:
    """NUT-27. Every food of the starter catalogue has an id of its own and a FoodData Central id."""

    def test_ids_and_sources_are_unique(self) -> None:
        catalogue = starter_foods()
        assert len(catalogue) >= 300
        assert len({food.id for food in catalogue}) == len(catalogue)
        assert len({food.name for food in catalogue}) == len(catalogue)
        assert len({food.source for food in catalogue}) == len(catalogue)
        assert {food.category for food in catalogue} == set(FoodCategory) - {FoodCategory.OTHER}

    @given(food=foods)
    def test_each_has_a_record_servings_and_energy(self, food: Food) -> None:
        namespace, _, record = food.source.partition(":")
        assert namespace == "fdc"
        assert record.isdecimal()
        assert food.servings
        assert food.per_100_g.energy is not None
        assert food.portion(HUNDRED_GRAMS) == food.per_100_g

    def test_a_food_that_cannot_be_is_refused(self) -> None:
        with pytest.raises(ValueError, match="weighs something"):
            Serving("cup", Mass(0))
        with pytest.raises(ValueError, match="an id and a name"):
            Food(FoodId(""), "Air", FoodCategory.SNACKS, SourceId("test"), (), Nutrients())
        too_much = Nutrients(None, ((Nutrient.FAT, HUNDRED_GRAMS + Mass(1)),))
        with pytest.raises(ValueError, match="more than 100 g"):
            Food(FoodId("fat"), "Fat", FoodCategory.FATS, SourceId("test"), (), too_much)

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

    @given(food=foods, nutrient=st.sampled_from(Nutrient))
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
