"""Foods of USDA FoodData Central as its tables: food.csv, food_nutrient.csv and those beside them.

Rule 1: what is held does not grow with the download. Tables that are in the order of their foods,
as those of whole downloads are, are read side by side; others anew for each hundred thousand foods.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from typing import BinaryIO, Final, TypeAlias, final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.nutrition.adapters.readers.amounts import (
    food_item,
    number_in,
    refusal,
    seconds_of_date,
)
from vegaloop.nutrition.adapters.readers.fdc_json import standing_of
from vegaloop.nutrition.adapters.readers.fdc_nutrients import energy_and_amounts, nutrient_id_of
from vegaloop.nutrition.adapters.readers.fdc_order import InStep, ids_ascend
from vegaloop.nutrition.adapters.readers.lines import open_table
from vegaloop.nutrition.adapters.readers.shelves import shelf_of
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import FoodItem, FoodPlace, FoodRefused, StatedFood

__all__ = ("FdcTables", "fdc_table_of")

FOODS_A_PASS: Final = 100_000
FOODS_IN_STEP: Final = 10_000
_Opened: TypeAlias = tuple[str, Callable[[], BinaryIO]]
_Row: TypeAlias = tuple[int, tuple[str, ...]]

# What each table of a download must have, by which it is known.
_TABLES: Final = {
    "food": ("fdc_id", "data_type", "description"),
    "food_nutrient": ("fdc_id", "nutrient_id", "amount"),
    "branded_food": ("fdc_id", "brand_owner", "gtin_upc"),
    "food_portion": ("fdc_id", "gram_weight"),
    "food_category": ("id", "code", "description"),
    "nutrient": ("id", "name", "unit_name"),
}
# Kinds of record somebody can eat; samples and purchases that went into them are no foods.
_EATEN: Final = frozenset(
    {"foundation_food", "sr_legacy_food", "survey_fndds_food", "branded_food", "experimental_food"}
)
_IN_SERVINGS: Final = frozenset({"g", "grm", "ml", "mlt", "gm"})
_UNSPECIFIED: Final = frozenset({"", "Quantity not specified"})


def fdc_table_of(header: tuple[str, ...]) -> str | None:
    """Tell which table of a download has such columns."""
    names = set(header)
    return next((kind for kind, needed in _TABLES.items() if names.issuperset(needed)), None)


@final
class _Food:
    """What is gathered of a food until it is whole."""

    __slots__ = (
        "barcode",
        "brand",
        "category",
        "figures",
        "kind",
        "line",
        "name",
        "on",
        "servings",
    )

    def __init__(self, line: int, cells: tuple[str, ...]) -> None:
        self.line = line
        self.kind, self.name, self.category, self.on = cells
        self.brand = self.barcode = ""
        self.figures = array("d")
        self.servings: list[tuple[str, float]] = []


@final
class FdcTables:
    """The tables of one download."""

    def __init__(self, tables: Mapping[str, _Opened]) -> None:
        self._tables = tables
        units = (cells for _, cells in self._rows("nutrient", "id", "unit_name"))
        self._units = {nutrient_id_of(None, number): unit for number, unit in units}
        self._groups = {
            cells[0]: cells[1] for _, cells in self._rows("food_category", "id", "description")
        }

        self._in_step: dict[str, InStep] = {}

    def read(self) -> Iterator[FoodItem]:
        """Read every food."""
        in_order = all(self._is_in_order(kind) for kind in ("food", *_BESIDE))
        foods_a_pass = FOODS_IN_STEP if in_order else FOODS_A_PASS
        file = self._tables["food"][0]
        columns = ("fdc_id", "data_type", "description", "food_category_id", "publication_date")
        rows = self._rows("food", *columns)
        while True:
            foods: dict[str, _Food] = {}
            for line, (fdc_id, *cells) in islice(_eaten(rows), foods_a_pass):
                if fdc_id.isascii() and fdc_id.isdecimal():
                    foods[fdc_id] = _Food(line, tuple(cells))
                else:
                    yield refusal(FoodPlace(file, line=line), "fdc_id", fdc_id)
            if not foods:
                return
            yield from self._complaints(foods, in_order=in_order)
            for fdc_id, food in foods.items():
                yield food_item(FoodPlace(file, line=food.line), self._stated(fdc_id, food))

    def _is_in_order(self, kind: str) -> bool:
        if kind not in self._tables:
            return True
        try:
            with self._tables[kind][1]() as stream:
                column = open_table(stream).places["fdc_id"]
            with self._tables[kind][1]() as stream:
                return ids_ascend(stream, column, strictly=kind == "food")
        except ReadFault:
            return False

    def _complaints(self, foods: dict[str, _Food], *, in_order: bool) -> Iterator[FoodRefused]:
        """Gather what other tables say of some foods; where one breaks off, say so."""
        last = max(map(int, foods))
        for kind, (columns, gather) in _BESIDE.items():
            try:
                if in_order:
                    if kind not in self._in_step:
                        self._in_step[kind] = InStep(self._rows(kind, *columns))
                    gather(foods, self._in_step[kind].up_to(last))
                else:
                    gather(foods, self._rows(kind, *columns))
            except ReadFault as fault:
                yield FoodRefused(FoodPlace(self._tables[kind][0]), fault.fact)

    def _stated(self, fdc_id: str, food: _Food) -> StatedFood:
        ids, units = [*map(int, food.figures[::2])], self._units
        energy_kcal, amounts_ng = energy_and_amounts(
            zip(ids, food.figures[1::2], [units.get(one, "") for one in ids], strict=True)
        )
        return StatedFood(
            id=FoodId(f"fdc:{fdc_id}"),
            name=food.name,
            brand=food.brand,
            code=food.barcode.strip(),
            category=shelf_of(self._groups.get(food.category, food.category)),
            servings=tuple(food.servings),
            energy_kcal=energy_kcal,
            amounts_ng=amounts_ng,
            published_s=seconds_of_date(food.on),
            standing=standing_of(food.kind),
        )

    def _rows(self, kind: str, *columns: str) -> Iterator[_Row]:
        """Read some columns of a table; none where the download does not have it."""
        if kind not in self._tables:
            return
        with self._tables[kind][1]() as stream:
            table = open_table(stream)
            places = [table.places.get(name, -1) for name in columns]
            width, cells_of = len(table.header), itemgetter(*places)
            for line, row in table.rows:
                if len(row) >= width:
                    row.append("")  # What a column that is not there says.
                    yield line, cells_of(row)


def _eaten(rows: Iterator[_Row]) -> Iterator[_Row]:
    return (row for row in rows if row[1][1] in _EATEN)


def _gather_figures(foods: dict[str, _Food], rows: Iterator[_Row]) -> None:
    ids: dict[str, int | None] = {}
    for _, (fdc_id, number, amount) in rows:
        food = foods.get(fdc_id)
        if food is None:
            continue
        if number not in ids:
            ids[number] = nutrient_id_of(None, number)
        id_, value = ids[number], number_in(amount)
        if id_ is not None and value is not None:
            food.figures.append(id_)
            food.figures.append(value)


def _gather_brands(foods: dict[str, _Food], rows: Iterator[_Row]) -> None:
    for _, (fdc_id, owner, barcode, size, unit, household, group, brand) in rows:
        food = foods.get(fdc_id)
        if food is None:
            continue
        food.brand, food.barcode = brand or owner, barcode
        food.category = food.category or group
        grams = number_in(size)
        if grams is not None and unit.lower() in _IN_SERVINGS:
            food.servings.append((household or f"{grams:g} {unit.lower()}", grams))


def _gather_portions(foods: dict[str, _Food], rows: Iterator[_Row]) -> None:
    for _, (fdc_id, weight, amount, told, modifier) in rows:
        food, grams = foods.get(fdc_id), number_in(weight)
        if food is not None and grams is not None:
            many = number_in(amount)
            measure = f"{many:g} {modifier}" if many is not None and modifier else modifier
            food.servings.append((measure if told in _UNSPECIFIED else told, grams))


# The tables beside that of the foods: which columns are read, and what becomes of their rows.
_BESIDE: Final[
    dict[str, tuple[tuple[str, ...], Callable[[dict[str, _Food], Iterator[_Row]], None]]]
] = {
    "food_nutrient": (("fdc_id", "nutrient_id", "amount"), _gather_figures),
    "branded_food": (
        (
            "fdc_id",
            "brand_owner",
            "gtin_upc",
            "serving_size",
            "serving_size_unit",
            "household_serving_fulltext",
            "branded_food_category",
            "brand_name",
        ),
        _gather_brands,
    ),
    "food_portion": (
        ("fdc_id", "gram_weight", "amount", "portion_description", "modifier"),
        _gather_portions,
    ),
}
