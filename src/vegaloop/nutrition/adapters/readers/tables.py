"""Tables of foods, a row each: Open Food Facts, release SR28 of USDA, INFOODS tag names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Final, TypeAlias

from vegaloop.kernel.units import kcal_from_kj
from vegaloop.nutrition.adapters.readers.amounts import (
    NG_PER_UNIT,
    food_item,
    number_in,
    refusal,
)
from vegaloop.nutrition.adapters.readers.lines import Table
from vegaloop.nutrition.adapters.readers.off import (
    ENERGIES,
    FIGURES,
    TOLD,
    stated_by_off,
)
from vegaloop.nutrition.adapters.readers.shelves import shelf_of
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import FoodItem, FoodPlace, StatedFood
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = ("TableReader", "table_reader_of")

TableReader: TypeAlias = Callable[[Table, str], Iterator[FoodItem]]
# Where a column stands, which nutrient it is of, and the nanograms in one of it.
_Columns: TypeAlias = tuple[tuple[int, Nutrient, float], ...]

NG_PER_G: Final = 1e9
STANDING_SR28: Final = 12
STANDING_INFOODS: Final = 12

# Headers of release SR28, without what is neither letter nor digit, and without the unit.
_SR28: Final = {
    "water": (Nutrient.WATER, "G"),
    "protein": (Nutrient.PROTEIN, "G"),
    "lipidtot": (Nutrient.FAT, "G"),
    "carbohydrt": (Nutrient.CARBOHYDRATE, "G"),
    "fibertd": (Nutrient.FIBRE, "G"),
    "sugartot": (Nutrient.SUGARS, "G"),
    "fasat": (Nutrient.SATURATES, "G"),
    "calcium": (Nutrient.CALCIUM, "MG"),
    "iron": (Nutrient.IRON, "MG"),
    "magnesium": (Nutrient.MAGNESIUM, "MG"),
    "phosphorus": (Nutrient.PHOSPHORUS, "MG"),
    "potassium": (Nutrient.POTASSIUM, "MG"),
    "sodium": (Nutrient.SODIUM, "MG"),
    "zinc": (Nutrient.ZINC, "MG"),
    "copper": (Nutrient.COPPER, "MG"),
    "manganese": (Nutrient.MANGANESE, "MG"),
    "selenium": (Nutrient.SELENIUM, "UG"),
    "vitc": (Nutrient.VITAMIN_C, "MG"),
    "thiamin": (Nutrient.THIAMIN, "MG"),
    "riboflavin": (Nutrient.RIBOFLAVIN, "MG"),
    "niacin": (Nutrient.NIACIN, "MG"),
    "pantoacid": (Nutrient.PANTOTHENIC_ACID, "MG"),
    "vitb6": (Nutrient.VITAMIN_B6, "MG"),
    "folatedfe": (Nutrient.FOLATE_DFE, "UG"),
    "cholinetot": (Nutrient.CHOLINE, "MG"),
    "vitb12": (Nutrient.VITAMIN_B12, "UG"),
    "vitarae": (Nutrient.VITAMIN_A_RAE, "UG"),
    "vite": (Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL, "MG"),
    "vitd": (Nutrient.VITAMIN_D, "UG"),
    "vitk": (Nutrient.VITAMIN_K, "UG"),
}
_UNIT_OF_SR28: Final = re.compile(r"(.*?)(mg|mcg|ug|µg|μg|g)?")

# Tag names of INFOODS, in grams; of two tags of one nutrient the first that is there counts.
_INFOODS: Final = (
    ("procnt", Nutrient.PROTEIN),
    ("protcnt", Nutrient.PROTEIN),
    ("fat", Nutrient.FAT),
    ("fatce", Nutrient.FAT),
    ("choavldf", Nutrient.CARBOHYDRATE),
    ("fibtsw", Nutrient.FIBRE),
    ("fibtg", Nutrient.FIBRE),
    ("sugar", Nutrient.SUGARS),
    ("fasat", Nutrient.SATURATES),
    ("water", Nutrient.WATER),
    ("alc", Nutrient.ALCOHOL),
    ("f18d2cn6", Nutrient.LINOLEIC_ACID_N6),
    ("f18d3cn3", Nutrient.ALPHA_LINOLENIC_ACID_N3),
    ("f18d3n3", Nutrient.ALPHA_LINOLENIC_ACID_N3),
    ("b", Nutrient.BORON),
    ("biot", Nutrient.BIOTIN),
    ("ca", Nutrient.CALCIUM),
    ("choln", Nutrient.CHOLINE),
    ("cr", Nutrient.CHROMIUM),
    ("cu", Nutrient.COPPER),
    ("fd", Nutrient.FLUORIDE),
    ("id", Nutrient.IODINE),
    ("fe", Nutrient.IRON),
    ("mg", Nutrient.MAGNESIUM),
    ("mn", Nutrient.MANGANESE),
    ("mo", Nutrient.MOLYBDENUM),
    ("nia", Nutrient.NIACIN),
    ("ni", Nutrient.NICKEL),
    ("pantac", Nutrient.PANTOTHENIC_ACID),
    ("p", Nutrient.PHOSPHORUS),
    ("k", Nutrient.POTASSIUM),
    ("ribf", Nutrient.RIBOFLAVIN),
    ("se", Nutrient.SELENIUM),
    ("na", Nutrient.SODIUM),
    ("thia", Nutrient.THIAMIN),
    ("vitaa", Nutrient.VITAMIN_A_RAE),
    ("vitb12", Nutrient.VITAMIN_B12),
    ("vitb6a", Nutrient.VITAMIN_B6),
    ("vitb6c", Nutrient.VITAMIN_B6),
    ("vitc", Nutrient.VITAMIN_C),
    ("vitd", Nutrient.VITAMIN_D),
    ("tocpha", Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL),
    ("vitk1", Nutrient.VITAMIN_K),
    ("zn", Nutrient.ZINC),
)
_ENERGY_TAGS: Final = ("enerc", "enercaws", "enercawg")


def table_reader_of(header: tuple[str, ...]) -> TableReader | None:
    """Find who reads a table of foods, by the names of its columns."""
    names = set(header)
    if "code" in names and "product_name" in names and names.intersection(ENERGIES):
        return _off
    plain = {_plain(name) for name in header}
    if {"ndbno", "shrtdesc", "energkcal"} <= plain:
        return _sr28
    tags = {_tag(name) for name in header}
    return _infoods if {"code", "name", "enerc"} <= tags else None


def _off(table: Table, file: str) -> Iterator[FoodItem]:
    code_at, places, width = table.places["code"], table.places, len(table.header)
    columns = tuple((places[name], *held) for name, held in FIGURES.items() if name in places)
    # A cell after the last stands for a column that is not there.
    energies_of = itemgetter(*(places.get(name, width) for name in ENERGIES))
    told_of = itemgetter(*(places.get(name, width) for name in TOLD))
    for line, row in table.rows:
        at = FoodPlace(file, line=line)
        code = row[code_at].strip() if code_at < len(row) else ""
        if not code.isascii() or not code.isdecimal() or len(row) != width:
            yield refusal(at, "code" if len(row) == width else "columns", code)
            continue
        row.append("")
        yield food_item(
            at, stated_by_off(code, told_of(row), energies_of(row), _held(row, columns))
        )


def _sr28(table: Table, file: str) -> Iterator[FoodItem]:
    places = {_plain(name): n for n, name in enumerate(table.header)}
    columns = _sr28_columns(places)
    number, name, energy = (places[one] for one in ("ndbno", "shrtdesc", "energkcal"))
    weights = [(places.get(f"gmwtdesc{n}"), places.get(f"gmwt{n}")) for n in (1, 2)]
    for line, row in table.rows:
        at = FoodPlace(file, line=line)
        given = row[number].strip() if number < len(row) else ""
        if not given.isascii() or not given.isdecimal() or len(row) < len(table.header):
            yield refusal(at, "NDB_No", given)
            continue
        served = (
            (row[d], number_in(row[w])) for d, w in weights if d is not None and w is not None
        )
        stated = StatedFood(
            id=FoodId(f"sr28:{given.lstrip('0').zfill(5)}"),
            name=row[name],
            servings=tuple((said, grams) for said, grams in served if grams is not None),
            energy_kcal=number_in(row[energy]),
            amounts_ng=tuple(_held(row, columns).items()),
            standing=STANDING_SR28,
        )
        yield food_item(at, stated)


def _sr28_columns(places: dict[str, int]) -> _Columns:
    found: list[tuple[int, Nutrient, float]] = []
    for header, place in places.items():
        read = _UNIT_OF_SR28.fullmatch(header)
        name, unit = (header, None) if read is None else read.groups()
        known = _SR28.get(header) or _SR28.get(name or "")
        if known is not None:
            nutrient, usual = known
            found.append((place, nutrient, NG_PER_UNIT[unit.upper() if unit else usual]))
    return tuple(found)


def _infoods(table: Table, file: str) -> Iterator[FoodItem]:
    # Indian tables write a name before each tag, and energy in kJ; the others write it in J.
    is_indian = any(";" in name for name in table.header)
    source, per_kj = ("ifct", 1.0) if is_indian else ("fdc", 1e-3)
    places = {_tag(name): n for n, name in reversed([*enumerate(table.header)])}
    columns = tuple((places[tag], one, NG_PER_G) for tag, one in _INFOODS if tag in places)
    energies = [places[tag] for tag in _ENERGY_TAGS if tag in places]
    group = places.get("category", places.get("grup"))
    for line, row in table.rows:
        at = FoodPlace(file, line=line)
        if len(row) < len(table.header) or not row[places["code"]].strip():
            yield refusal(at, "code", row[0])
            continue
        found = (number_in(row[place]) for place in energies)
        kj = next((one for one in found if one is not None), None)
        stated = StatedFood(
            id=FoodId(f"{source}:{row[places['code']].strip()[:60]}"),
            name=row[places["name"]],
            category=shelf_of("" if group is None else row[group]),
            energy_kcal=None if kj is None else kcal_from_kj(kj * per_kj),
            amounts_ng=tuple(_held(row, columns).items()),
            standing=STANDING_INFOODS,
        )
        yield food_item(at, stated)


def _held(row: list[str], columns: _Columns) -> dict[Nutrient, float]:
    held: dict[Nutrient, float] = {}
    for place, nutrient, ng in columns:
        cell = row[place]
        if cell:  # Most are empty.
            value = number_in(cell)
            if value is not None:
                held.setdefault(nutrient, value * ng)
    return held


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _tag(name: str) -> str:
    return name.rpartition(";")[2].strip().lower()
