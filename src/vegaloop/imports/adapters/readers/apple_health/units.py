"""What HealthKit's units mean where it writes none, or a share of one."""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers.common import units
from vegaloop.imports.adapters.readers.common.units import Dimension

__all__ = ("amount_of", "factor_of")

_UNSAID: Final = {
    Dimension.RATE: "/min",
    Dimension.SHARE: "%",
    Dimension.UPTAKE: "mL/kg/min",
    Dimension.PRESSURE: "mm[Hg]",
}


def factor_of(dimension: Dimension, unit: str | None) -> float | None:
    """How many of the unit of its dimension one of a unit is; None where nobody knows it."""
    return units.factor_of(dimension, unit or _UNSAID.get(dimension, ""))


def amount_of(value: float, dimension: Dimension, unit: str | None) -> float | None:
    """Convert a value to the unit of its dimension; None where nobody knows its own."""
    if dimension is Dimension.SHARE and unit != "1" and 0 <= value <= 1:
        value *= 100  # It is of one, though its unit says percent.
    return units.amount_in(dimension, value, unit or _UNSAID.get(dimension, ""))
