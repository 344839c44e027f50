"""What nutrition can say a number a day about, for goals and charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Quantity
from vegaloop.kernel.signal import Measure, Summing
from vegaloop.kernel.units import JOULES_PER_KCAL
from vegaloop.nutrition.domain.day import DayLog
from vegaloop.nutrition.domain.nutrients import Macros

__all__ = ("CARBOHYDRATE", "ENERGY", "FAT", "FIBRE", "MEASURES", "PROTEIN", "amount_of", "value_of")

ENERGY: Final = Measure("nutrition.energy_kcal", "Energy eaten", "kcal", Summing.SUM)
PROTEIN: Final = Measure("nutrition.protein_g", "Protein eaten", "g", Summing.SUM)
CARBOHYDRATE: Final = Measure("nutrition.carbohydrate_g", "Carbohydrate eaten", "g", Summing.SUM)
FAT: Final = Measure("nutrition.fat_g", "Fat eaten", "g", Summing.SUM)
FIBRE: Final = Measure("nutrition.fibre_g", "Fibre eaten", "g", Summing.SUM)

_READ: Final[Mapping[Measure, Callable[[Macros], Quantity | None]]] = {
    ENERGY: lambda eaten: eaten.energy,
    PROTEIN: lambda eaten: eaten.protein,
    CARBOHYDRATE: lambda eaten: eaten.carbohydrate,
    FAT: lambda eaten: eaten.fat,
    FIBRE: lambda eaten: eaten.fibre,
}
MEASURES: Final = tuple(_READ)


def amount_of(measure: Measure, log: DayLog) -> int | None:
    """Read a measure off a day, in joules or nanograms; None where nobody knows any of it."""
    held = _READ[measure](log.eaten)
    return None if held is None else held.amount


def value_of(measure: Measure, amount: int) -> float:
    """State so many joules or nanograms in the unit of a measure."""
    return amount / (JOULES_PER_KCAL if measure == ENERGY else NANOGRAMS_PER_GRAM)
