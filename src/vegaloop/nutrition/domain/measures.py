"""What nutrition can say a number a day about, for goals and charts."""

from __future__ import annotations

from typing import Final

from vegaloop.kernel.signal import Measure, Summing
from vegaloop.nutrition.domain.day import DayLog
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = ("MEASURES", "value_of")

_ENERGY: Final = Measure("nutrition.energy_kcal", "Energy eaten", "kcal", Summing.SUM)
_NUTRIENTS: Final = {
    f"nutrition.{nutrient.field}": nutrient
    for nutrient in (Nutrient.PROTEIN, Nutrient.CARBOHYDRATE, Nutrient.FAT, Nutrient.FIBRE)
}

MEASURES: Final = (
    _ENERGY,
    *(
        Measure(name, f"{nutrient.value.capitalize()} eaten", nutrient.unit, Summing.SUM)
        for name, nutrient in _NUTRIENTS.items()
    ),
)


def value_of(measure: Measure, log: DayLog) -> float | None:
    """Read a measure off a day; a day without meals has a value only where it was closed."""
    nutrient = _NUTRIENTS.get(measure.name)
    if nutrient is None:
        return None if log.energy is None else log.energy.kcal
    mass = log.of(nutrient)
    return None if mass is None else nutrient.stated(mass)
