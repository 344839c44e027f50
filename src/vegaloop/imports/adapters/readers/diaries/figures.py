"""The columns of a food diary: which nutrient each is of, and in what unit.

Rule 1: a unit stands in brackets; where it does not, it is the one the diary always writes.
Rule 2: a figure that is another thing than the nutrient here (an activity in international units
that depends on the form, a percentage of a daily value) is named and left out (IMP-54).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.domain.found import Misshapen, NotTaken, Place
from vegaloop.kernel.units import JOULES_PER_KCAL, KG_PER_OUNCE, KG_PER_POUND, UG_PER_IU_VITAMIN_D
from vegaloop.nutrition import Nutrient

__all__ = ("ENERGY", "Figure", "Figures", "mass_in_g")

ENERGY: Final = "energy_kcal"
_SHOWN: Final = 60
_MOST: Final = 5e12  # 5 kg in nanograms: more than anybody eats of one thing, in any unit.
_KCAL_MOST: Final = 45_000.0  # 5 kg of fat.
_NANOGRAMS: Final = {
    "kg": 1e12, "g": 1e9, "mg": 1e6, "µg": 1e3, "μg": 1e3, "ug": 1e3, "mcg": 1e3, "ml": 1e9,
}  # fmt: skip
_KCAL: Final = {"kcal": 1.0, "cal": 1.0, "kj": 1_000 / JOULES_PER_KCAL}
_IN_BRACKETS: Final = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")
_AMOUNT: Final = re.compile(r"\s*(\d[\d.,]*)\s*(kg|mg|g|grams?|oz|lbs?|ounces?)\b", re.IGNORECASE)
_GRAMS_IN: Final = {
    "kg": 1_000.0, "g": 1.0, "gram": 1.0, "grams": 1.0, "mg": 0.001,
    "oz": KG_PER_OUNCE * 1_000, "ounce": KG_PER_OUNCE * 1_000, "ounces": KG_PER_OUNCE * 1_000,
    "lb": KG_PER_POUND * 1_000, "lbs": KG_PER_POUND * 1_000,
}  # fmt: skip

_NAMES: Final[Mapping[Nutrient, str]] = {
    Nutrient.ALCOHOL: "alcohol alkohol alcool alcol",
    Nutrient.ALPHA_LINOLENIC_ACID_N3: "ala alphalinolenicacid",
    Nutrient.BIOTIN: "biotin b7biotin biotina",
    Nutrient.CALCIUM: "calcium kalzium calcio cálcio",
    Nutrient.CARBOHYDRATE: (
        "carbs carbohydrates carbohydrate totalcarbohydrates totalcarbohydrate kohlenhydrate "
        "glucides hidratosdecarbono carbohidratos carboidrati carboidratos koolhydraten "
        "kolhydrater kulhydrater karbohydrater"
    ),
    Nutrient.CHLORIDE: "chloride",
    Nutrient.CHOLINE: "choline",
    Nutrient.CHROMIUM: "chromium",
    Nutrient.COPPER: "copper kupfer cuivre cobre rame",
    Nutrient.FAT: "fat totalfat fett lipides graisses matièresgrasses grasas grassi gordura "
    "gorduras vetten vet fedt",
    Nutrient.FIBRE: "fiber fibre dietaryfiber ballaststoffe fibres fibra fibre vezels fibras",
    Nutrient.FLUORIDE: "fluoride",
    Nutrient.FOLATE_DFE: "folatedfe",  # Total folate is another quantity.
    Nutrient.IODINE: "iodine",
    Nutrient.IRON: "iron eisen fer hierro ferro ijzer",
    Nutrient.LINOLEIC_ACID_N6: "la linoleicacid",
    Nutrient.MAGNESIUM: "magnesium magnésium magnesio magnésio",
    Nutrient.MANGANESE: "manganese",
    Nutrient.MOLYBDENUM: "molybdenum",
    Nutrient.NIACIN: "b3niacin niacin",
    Nutrient.PANTOTHENIC_ACID: "b5pantothenicacid pantothenicacid",
    Nutrient.PHOSPHORUS: "phosphorus",
    Nutrient.POTASSIUM: "potassium kalium potasio potassio potássio",
    Nutrient.PROTEIN: "protein proteins eiweiß eiweiss protéines proteínas proteine proteínas "
    "eiwit eiwitten",
    Nutrient.RIBOFLAVIN: "b2riboflavin riboflavin",
    Nutrient.SATURATES: (
        "saturated saturatedfat saturatedfats gesättigtefettsäuren gesättigtesfett graissessaturées "
        "grasassaturadas grasasaturada grassisaturi gordurasaturada verzadigdvet"
    ),
    Nutrient.SELENIUM: "selenium",
    Nutrient.SODIUM: "sodium natrium sodio sódio",
    Nutrient.SUGARS: "sugars sugar zucker sucres azúcares azúcar zuccheri açúcar açúcares suikers",
    Nutrient.THIAMIN: "b1thiamine thiamin thiamine",
    Nutrient.VITAMIN_A_RAE: "vitamina vitaminarae",
    Nutrient.VITAMIN_B12: "b12cobalamin vitaminb12",
    Nutrient.VITAMIN_B6: "b6pyridoxine vitaminb6",
    Nutrient.VITAMIN_C: "vitaminc",
    Nutrient.VITAMIN_D: "vitamind",
    Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL: "vitamine",
    Nutrient.VITAMIN_K: "vitamink",
    Nutrient.WATER: "water wasser eau agua acqua",
    Nutrient.ZINC: "zinc zink",
}
_NUTRIENTS: Final = {name: nutrient for nutrient, names in _NAMES.items() for name in names.split()}
_ENERGIES: Final = frozenset(
    [
        "energy",
        "calories",
        "kalorien",
        "calorías",
        "calorie",
        "energie",
        "énergie",
        "energía",
        "energia",
        "calorieën",
        "kilojoules",
        "kalorier",
        "kaloriar",
        "kilojoule",
    ]
)


@final
class Figure(Struct, frozen=True):
    """A column of figures: where it stands, what it is of, and what one of its unit is of ours."""

    at: int
    field: str
    factor: float
    most: float


@final
class Figures:
    """The columns of figures of a diary."""

    def __init__(
        self, header: Sequence[str], units: Mapping[str, str], others: frozenset[str] = frozenset()
    ) -> None:
        """`units` are those of columns without one, `others` are no figures at all."""
        self.known: list[Figure] = []
        self._without_room: list[tuple[int, str]] = []
        for at, name in enumerate(header):
            figure = _figure(at, name, units)
            if column(name) in others or not name:
                continue
            if figure is None:
                self._without_room.append((at, name))
            elif all(figure.field != one.field for one in self.known):
                self.known.append(figure)

    def stated(self, cells: Sequence[str]) -> list[tuple[str, float]]:
        """The figures of a line that can be."""
        found = ((one, _number(cells, one.at)) for one in self.known)
        return [
            (one.field, number * one.factor)
            for one, number in found
            if number is not None and 0 <= number * one.factor <= one.most
        ]

    def wrong(self, cells: Sequence[str], place: Place) -> Iterator[NotTaken]:
        """Tell the figures of a line that cannot be."""
        for one in self.known:
            text = cells[one.at] if one.at < len(cells) else ""
            number = _number(cells, one.at)
            if text and (number is None or not 0 <= number * one.factor <= one.most):
                reason = Misshapen(one.field, text[:_SHOWN], f"a number from 0 to {one.most:g}")
                yield NotTaken(place, "figure", reason)

    def without_room(self, cells: Sequence[str], place: Place, unplaced: Unplaced) -> None:
        """Count what a line tells that there is no room for."""
        for at, name in self._without_room:
            if at < len(cells) and cells[at]:
                unplaced.add(name, place)


def mass_in_g(amount: str) -> float | None:
    """Read `150 g`, `2 oz` or `1 cup (240 g)`; None where no mass is told."""
    inside = _IN_BRACKETS.search(amount)
    for text in (amount, inside.group(1) if inside else ""):
        found = _AMOUNT.match(text)
        number = number_in(found.group(1)) if found else None
        if found is not None and number is not None:
            return number * _GRAMS_IN[found.group(2).casefold()]
    return None


def _figure(at: int, name: str, units: Mapping[str, str]) -> Figure | None:
    brackets = _IN_BRACKETS.search(name)
    bare = column(name[: brackets.start()] if brackets else name)
    unit = brackets.group(1).casefold() if brackets else units.get(bare, "")
    if bare in _ENERGIES:
        factor = _KCAL.get(unit)
        return None if factor is None else Figure(at, ENERGY, factor, _KCAL_MOST)
    nutrient = _NUTRIENTS.get(bare)
    if nutrient is None:
        return None
    factor = _NANOGRAMS.get(unit)
    if nutrient is Nutrient.VITAMIN_D and unit in ("iu", "ie", "ui"):
        factor = UG_PER_IU_VITAMIN_D * _NANOGRAMS["ug"]
    if factor is None:
        return None
    per_unit = nutrient.unit.nanograms
    return Figure(at, nutrient.field, factor / per_unit, _MOST / per_unit)


def _number(cells: Sequence[str], at: int) -> float | None:
    return number_in(cells[at]) if at < len(cells) else None
