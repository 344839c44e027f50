"""The starter catalogue: everyday foods from USDA FoodData Central, which is in the public domain.

Every row of `foods.csv` names the FoodData Central record (`fdc_id`) its figures come from; an
empty cell is a figure that record does not have. Names, categories and the weights of servings
are our own. Amounts are per 100 g, with the unit in the name of the column. For SR Legacy foods
`ndb_number` is the number of the same food in release SR28.

- Carbohydrate is by difference, fibre included; where the difference comes out negative it is 0.
- Energy is the record's: its energy, else by its specific, else by general Atwater factors. Three
  oils have none: theirs is 9 kcal a gram of their fat (the sum of fatty acids, as on a label).
- A food with an SR28 number has its minerals and vitamins from there and, where we hold no copy of
  its record, energy and macronutrients too. Both describe the same food, and what is known of
  energy and macronutrients is the same in both.
- SR28 states no alcohol: it is what water, ash, protein, fat and carbohydrate leave of 100 g.
- Folate of a food nobody fortified is its own dietary folate equivalent.
- The fibre of raw potatoes is left empty: the method used counts their raw starch.

`quality.csv` says how a food is judged, where that is sure, and is empty where it is not: the table
of the Nutri-Score, the fruit, vegetables and legumes in it (potatoes are none), and the glycaemic
index with glucose at 100, the means of Atkinson, Foster-Powell & Brand-Miller 2008, Diabetes Care
31:2281, table 1. Coffee, tea and alcoholic drinks have no Nutri-Score.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Final

from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Energy, Mass
from vegaloop.kernel.units import JOULES_PER_KCAL
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Quality, Serving
from vegaloop.nutrition.domain.formulas.nutri_score import NutriScoreCategory
from vegaloop.nutrition.domain.nutrients import Nutrient, Nutrients

__all__ = ("starter_foods",)

QUALITIES: Final = ["id", "nutri_score", "fvl_percent", "glycaemic_index"]
UNKNOWN: Final = Quality()


@cache
def starter_foods() -> tuple[Food, ...]:
    """Read the catalogue, once a process and only when somebody asks."""
    with resources.files(__package__).joinpath("foods.csv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines)
        _, _, _, _, _, _, energy, *columns = next(rows)
        if energy != "energy_kcal":
            raise ValueError(f"{energy} is not where energy_kcal should be")
        nutrients, qualities = _nutrients_of(columns), _qualities()
        return tuple(_food(row, nutrients, qualities.get(row[0], UNKNOWN)) for row in rows)


def _qualities() -> dict[str, Quality]:
    with resources.files(__package__).joinpath("quality.csv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines)
        if next(rows) != QUALITIES:
            raise ValueError(f"the columns are not {', '.join(QUALITIES)}")
        return {
            slug: Quality(
                NutriScoreCategory(table) if table else None,
                float(fvl_percent) if fvl_percent else None,
                float(index) if index else None,
            )
            for slug, table, fvl_percent, index in rows
        }


def _nutrients_of(columns: list[str]) -> tuple[tuple[int, Nutrient, int], ...]:
    """The nutrients in the order they are kept, each with its place and its nanograms a unit."""
    names = {nutrient.field: nutrient for nutrient in Nutrient}
    found = ((names[column], place) for place, column in enumerate(columns))
    return tuple((place, n, n.unit.nanograms) for n, place in sorted(found))


def _food(
    row: list[str], nutrients: tuple[tuple[int, Nutrient, int], ...], quality: Quality
) -> Food:
    slug, name, category, fdc_id, _, servings, energy_kcal, *stated = row
    return Food(
        id=FoodId(slug),
        name=name,
        category=FoodCategory(category),
        source=SourceId(f"fdc:{fdc_id}"),
        servings=tuple(_serving(serving) for serving in servings.split(";")),
        per_100_g=Nutrients(
            Energy(round(float(energy_kcal) * JOULES_PER_KCAL)),
            tuple(
                (nutrient, Mass(round(float(stated[place]) * nanograms)))
                for place, nutrient, nanograms in nutrients
                if stated[place]
            ),
        ),
        quality=quality,
    )


def _serving(text: str) -> Serving:
    name, grams = text.split("=")
    return Serving(name, Mass(round(float(grams) * NANOGRAMS_PER_GRAM)))
