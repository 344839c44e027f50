"""Made-up foods as the files others publish: the same foods in four formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from vegaloop.nutrition.adapters.readers.fdc_nutrients import UNITS, nutrient_id_of
from vegaloop.nutrition.adapters.readers.off import GRAMS_BY_TAG
from vegaloop.nutrition.domain.food_record import StatedFood
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = ("FORMATS", "write_files")

FORMATS: Final = ("off.tsv", "off.jsonl", "fdc.json", "fdc.csv")
# So wide is the table of Open Food Facts: most of its cells are empty.
COLUMNS: Final = 200
_G: Final = 1e9
_TAGS: Final = {one: tag for tag, one, grams in reversed(GRAMS_BY_TAG) if grams == 1}
# Every other nutrient of the made-up foods has a number of its own at FoodData Central.
_NUMBERS: Final = {
    Nutrient.PROTEIN: 1003, Nutrient.FAT: 1004, Nutrient.CARBOHYDRATE: 1005, Nutrient.FIBRE: 1079,
    Nutrient.SUGARS: 2000, Nutrient.SATURATES: 1258, Nutrient.CALCIUM: 1087, Nutrient.IRON: 1089,
    Nutrient.MAGNESIUM: 1090, Nutrient.PHOSPHORUS: 1091, Nutrient.POTASSIUM: 1092,
    Nutrient.SODIUM: 1093, Nutrient.ZINC: 1095, Nutrient.COPPER: 1098, Nutrient.SELENIUM: 1103,
    Nutrient.VITAMIN_C: 1162, Nutrient.THIAMIN: 1165, Nutrient.NIACIN: 1167, Nutrient.VITAMIN_K: 1185,
}  # fmt: skip
_NG: Final = {"G": _G, "MG": 1e6, "UG": 1e3}


def write_files(foods: Iterable[StatedFood], kind: str, folder: Path) -> list[Path]:
    """Write foods in one of the formats; give the files of it."""
    if kind == "fdc.csv":
        return _tables(foods, folder)
    path = folder / kind
    lines = {"off.tsv": _tsv, "off.jsonl": _jsonl, "fdc.json": _fdc}[kind](foods)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    return [path]


def _tsv(foods: Iterable[StatedFood]) -> Iterator[str]:
    known = ("code", "product_name", "brands", "serving_size", "serving_quantity")
    more = ("last_modified_t", "unique_scans_n", "energy-kcal_100g")
    tags = list(_TAGS.values())
    named = (*known, *more, *(f"{tag}_100g" for tag in tags))
    yield "\t".join((*named, *(f"column_{n}" for n in range(len(named), COLUMNS)))) + "\n"
    blank = "\t" * (COLUMNS - len(named))
    for food in foods:
        held = {_TAGS[one]: f"{ng / _G:.9g}" for one, ng in food.amounts_ng if one in _TAGS}
        scans = 2**food.standing - 1
        cells = (food.code, food.name, food.brand, "1 portion", "30", food.published_s, scans)
        amounts = "\t".join(held.get(tag, "") for tag in tags)
        yield "\t".join(map(str, cells)) + f"\t{food.energy_kcal:.1f}\t{amounts}{blank}\n"


def _jsonl(foods: Iterable[StatedFood]) -> Iterator[str]:
    for food in foods:
        held = {_TAGS[one]: ng / _G for one, ng in food.amounts_ng if one in _TAGS}
        figures: dict[str, object] = {"energy-kcal_100g": food.energy_kcal}
        for tag, grams in held.items():
            shown = {
                "_100g": grams,
                "_value": grams,
                "_unit": "g",
                "": grams,
                "_serving": grams / 3,
            }
            figures |= {f"{tag}{end}": one for end, one in shown.items()}
        product = {
            "_id": food.code,
            "code": food.code,
            "brands": food.brand,
            "product_name": food.name,
            "serving_size": "1 portion",
            "serving_quantity": 30,
            "last_modified_t": food.published_s,
            "unique_scans_n": 2**food.standing - 1,
            "nutriments": figures,
            "images": {"front": {"sizes": {"100": {"h": 100, "w": 75}}, "imgid": "1"}},
            "categories_tags": ["en:snacks", "en:sweet-snacks", "en:biscuits-and-cakes"],
        }
        yield json.dumps(product) + "\n"


def _fdc(foods: Iterable[StatedFood]) -> Iterator[str]:
    yield '{"BrandedFoods": [\n'
    for n, food in enumerate(foods):
        figures = [
            {
                "type": "FoodNutrient",
                "id": n,
                "nutrient": {"id": id_, "number": "1", "name": one, "rank": 1, "unitName": unit},
                "amount": amount,
            }
            for one, id_, unit, amount in _figures(food)
        ]
        record = {
            "foodClass": "Branded",
            "description": food.name,
            "foodNutrients": figures,
            "brandOwner": food.brand,
            "gtinUpc": food.code,
            "servingSize": 30.0,
            "servingSizeUnit": "g",
            "publicationDate": "10/28/2021",
            "dataType": "Branded",
            "fdcId": 1_000_000 + n,
        }
        yield ("," if n else "") + json.dumps(record) + "\n"
    yield "]}\n"


def _tables(foods: Iterable[StatedFood], folder: Path) -> list[Path]:
    names = ("food", "food_nutrient", "branded_food", "nutrient")
    paths = [folder / f"{name}.csv" for name in names]
    food_file, figure_file, brand_file, unit_file = (path.open("w") for path in paths)
    food_file.write('"fdc_id","data_type","description","food_category_id","publication_date"\n')
    figure_file.write('"id","fdc_id","nutrient_id","amount","data_points","derivation_id","min"\n')
    brand_file.write('"fdc_id","brand_owner","brand_name","gtin_upc","ingredients"\n')
    unit_file.write('"id","name","unit_name"\n')
    unit_file.writelines(f'"{id_}","Name","{unit}"\n' for id_, unit in UNITS.items())
    for n, food in enumerate(foods, 1_000_000):
        food_file.write(f'"{n}","branded_food","{food.name}","","2021-10-28"\n')
        brand_file.write(f'"{n}","{food.brand}","","{food.code}","SUGAR, COCOA"\n')
        figure_file.writelines(
            f'"{n}","{n}","{id_}","{amount:.4g}","","71",""\n'
            for _, id_, _, amount in _figures(food)
        )
    for file in (food_file, figure_file, brand_file, unit_file):
        file.close()
    return paths


def _figures(food: StatedFood) -> Iterator[tuple[str, int, str, float]]:
    yield "Energy", 1008, "KCAL", food.energy_kcal or 0.0
    for nutrient, ng in food.amounts_ng:
        id_ = _NUMBERS.get(nutrient)
        if id_ is not None and nutrient_id_of(id_, None):
            yield nutrient.value, id_, UNITS[id_], ng / _NG[UNITS[id_]]
