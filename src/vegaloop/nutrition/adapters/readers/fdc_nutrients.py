"""The nutrients of FoodData Central that we keep, and how its figures are read.

Sources: nutrient.csv of FoodData Central; 21 CFR 101.9 for the unit of vitamin D. International
units of vitamins A and E are left out: without the form of the vitamin they are no mass.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from vegaloop.kernel.units import kcal_from_kj
from vegaloop.nutrition.adapters.readers.amounts import NG_PER_UNIT
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = ("UNITS", "energy_and_amounts", "nutrient_id_of")

ENERGY: Final = 1008
# The energy, else that by specific, else that by general Atwater factors, else kilojoules.
ATWATER: Final = (2048, 2047)
ENERGY_KJ: Final = 1062
NG_PER_IU_VITAMIN_D: Final = 25.0
_VITAMIN_D_IU: Final = 1110

# Number, id, unit, and the nutrient; where two are of one nutrient the first that is there counts.
_TABLE: Final = (
    ("203", 1003, "G", Nutrient.PROTEIN),
    ("204", 1004, "G", Nutrient.FAT),
    ("205", 1005, "G", Nutrient.CARBOHYDRATE),
    ("221", 1018, "G", Nutrient.ALCOHOL),
    ("255", 1051, "G", Nutrient.WATER),
    ("291", 1079, "G", Nutrient.FIBRE),
    ("293", 2033, "G", Nutrient.FIBRE),
    ("269", 2000, "G", Nutrient.SUGARS),
    ("269.3", 1063, "G", Nutrient.SUGARS),
    ("301", 1087, "MG", Nutrient.CALCIUM),
    ("302", 1088, "MG", Nutrient.CHLORIDE),
    ("303", 1089, "MG", Nutrient.IRON),
    ("304", 1090, "MG", Nutrient.MAGNESIUM),
    ("305", 1091, "MG", Nutrient.PHOSPHORUS),
    ("306", 1092, "MG", Nutrient.POTASSIUM),
    ("307", 1093, "MG", Nutrient.SODIUM),
    ("309", 1095, "MG", Nutrient.ZINC),
    ("310", 1096, "UG", Nutrient.CHROMIUM),
    ("312", 1098, "MG", Nutrient.COPPER),
    ("313", 1099, "UG", Nutrient.FLUORIDE),
    ("314", 1100, "UG", Nutrient.IODINE),
    ("315", 1101, "MG", Nutrient.MANGANESE),
    ("316", 1102, "UG", Nutrient.MOLYBDENUM),
    ("317", 1103, "UG", Nutrient.SELENIUM),
    ("320", 1106, "UG", Nutrient.VITAMIN_A_RAE),
    ("323", 1109, "MG", Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL),
    ("328", 1114, "UG", Nutrient.VITAMIN_D),
    ("324", _VITAMIN_D_IU, "IU", Nutrient.VITAMIN_D),
    ("354", 1137, "UG", Nutrient.BORON),
    ("371", 1146, "UG", Nutrient.NICKEL),
    ("401", 1162, "MG", Nutrient.VITAMIN_C),
    ("404", 1165, "MG", Nutrient.THIAMIN),
    ("405", 1166, "MG", Nutrient.RIBOFLAVIN),
    ("406", 1167, "MG", Nutrient.NIACIN),
    ("410", 1170, "MG", Nutrient.PANTOTHENIC_ACID),
    ("415", 1175, "MG", Nutrient.VITAMIN_B6),
    ("416", 1176, "UG", Nutrient.BIOTIN),
    ("418", 1178, "UG", Nutrient.VITAMIN_B12),
    ("421", 1180, "MG", Nutrient.CHOLINE),
    ("430", 1185, "UG", Nutrient.VITAMIN_K),
    ("435", 1190, "UG", Nutrient.FOLATE_DFE),
    ("606", 1258, "G", Nutrient.SATURATES),
    ("675", 1316, "G", Nutrient.LINOLEIC_ACID_N6),
    ("851", 1404, "G", Nutrient.ALPHA_LINOLENIC_ACID_N3),
)
_ENERGIES: Final = {"208": ENERGY, "268": ENERGY_KJ, "957": 2047, "958": 2048}
_NUTRIENTS: Final = {id: (rank, one) for rank, (_, id, _, one) in enumerate(_TABLE)}  # noqa: A001
UNITS: Final = {id: unit for _, id, unit, _ in _TABLE}  # noqa: A001
_BY_NUMBER: Final = {number: id for number, id, _, _ in _TABLE} | _ENERGIES  # noqa: A001
_NUMBERS: Final = frozenset(_NUTRIENTS) | frozenset(_ENERGIES.values())


def nutrient_id_of(written: object, number: object) -> int | None:
    """Find a nutrient by its id or, in older files, by its number; None where it is not kept."""
    if isinstance(written, int) and written in _NUMBERS:
        return written
    text = str(number if number is not None else written)
    return _BY_NUMBER.get(text.removesuffix(".0")) or _id_in(text)


def _id_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and int(text) in _NUMBERS else None


def energy_and_amounts(
    figures: Iterable[tuple[int, float, str]],
) -> tuple[float | None, tuple[tuple[Nutrient, float], ...]]:
    """Read figures of 100 g by id and unit: the energy in kcal, the nutrients in nanograms.

    Units may be in any letters. An empty one is the usual one of the nutrient; one that is no mass
    leaves the figure out.
    """
    energies: dict[int, float] = {}
    held: dict[Nutrient, float] = {}
    ranks: dict[Nutrient, int] = {}
    for id_, value, unit in figures:
        known = _known(id_, unit)
        if known is None:
            continue
        rank, nutrient, factor = known
        if nutrient is None:
            energies.setdefault(id_, value)
        elif ranks.setdefault(nutrient, rank) >= rank:
            ranks[nutrient], held[nutrient] = rank, value * factor
    return _energy(energies), tuple(held.items())


@lru_cache(1_024)
def _known(id_: int, unit: str) -> tuple[int, Nutrient | None, float] | None:
    """Tell the rank and the nutrient of figures in a unit, and nanograms in one; None is energy."""
    unit = unit.upper()
    if id_ not in _NUTRIENTS:
        return (0, None, 1.0) if id_ != ENERGY or unit in {"", "KCAL"} else None
    rank, nutrient = _NUTRIENTS[id_]
    factor = NG_PER_UNIT.get(unit or UNITS[id_])
    if id_ == _VITAMIN_D_IU:
        factor = NG_PER_IU_VITAMIN_D if unit in {"", "IU"} else None
    return None if factor is None else (rank, nutrient, factor)


def _energy(energies: dict[int, float]) -> float | None:
    for one in (ENERGY, *ATWATER):
        if one in energies:
            return energies[one]
    kj = energies.get(ENERGY_KJ)
    return None if kj is None else kcal_from_kj(kj)
