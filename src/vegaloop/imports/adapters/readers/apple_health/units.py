"""Units as HealthKit, and as apps that write into it, call them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from vegaloop.kernel.units import (
    JOULES_PER_KCAL,
    KELVIN_AT_0_C,
    KG_PER_POUND,
    METERS_PER_INCH,
    METERS_PER_MILE,
    ML_PER_IMPERIAL_FLUID_OUNCE,
    ML_PER_US_FLUID_OUNCE,
    MMHG_PER_KPA,
    celsius_from_fahrenheit,
)

__all__ = ("Dimension", "amount_of", "factor_of")


class Dimension(StrEnum):
    """What a unit is one of; each with the unit amounts are given in here."""

    COUNT = "a count"
    LENGTH = "a length"  # Metres.
    ENERGY = "an energy"  # Kilocalories.
    TIME = "a time"  # Seconds.
    RATE = "a rate"  # A minute.
    SHARE = "a share"  # Percent, of whatever is above one as it stands.
    CAPACITY = "an oxygen uptake"  # Millilitres a kilogram and minute.
    MASS = "a mass"  # Grams.
    VOLUME = "a volume"  # Millilitres.
    TEMPERATURE = "a temperature"  # Degrees Celsius.
    PRESSURE = "a pressure"  # Millimetres of mercury.
    POWER = "a power"  # Watts.
    SPEED = "a speed"  # Metres a second.


_POUND_G: Final = KG_PER_POUND * 1_000
_FOOT_M: Final = 12 * METERS_PER_INCH
# As HealthKit writes units, in lower case, and some as other apps and languages do.
_UNITS: Final[dict[Dimension, dict[str, float]]] = {
    Dimension.COUNT: {"count": 1, "": 1},
    Dimension.LENGTH: {
        "m": 1,
        "km": 1_000,
        "cm": 0.01,
        "mm": 0.001,
        "in": METERS_PER_INCH,
        "ft": _FOOT_M,
        "yd": 3 * _FOOT_M,
        "mi": METERS_PER_MILE,
        "км": 1_000,
        "м": 1,
        "公里": 1_000,
        "千米": 1_000,
        "米": 1,
    },
    # A calorie with a capital letter is a thousand of those without; HealthKit has both.
    Dimension.ENERGY: {
        "kcal": 1,
        "Cal": 1,
        "cal": 0.001,
        "kj": 1_000 / JOULES_PER_KCAL,
        "j": 1 / JOULES_PER_KCAL,
        "ккал": 1,
        "кдж": 1_000 / JOULES_PER_KCAL,
        "千卡": 1,
        "大卡": 1,
        "千焦": 1_000 / JOULES_PER_KCAL,
    },
    Dimension.TIME: {
        "s": 1,
        "sec": 1,
        "ms": 0.001,
        "min": 60,
        "hr": 3_600,
        "h": 3_600,
        "d": 86_400,
    },
    Dimension.RATE: {
        "count/min": 1,
        "bpm": 1,
        "beats/min": 1,
        "count/s": 60,
        "hz": 60,
        "rpm": 1,
        "": 1,
    },
    Dimension.SHARE: {"%": 1, "": 1},
    Dimension.CAPACITY: {
        "ml/min·kg": 1,
        "ml/kg·min": 1,
        "ml/(kg*min)": 1,
        "ml/kg*min": 1,
        "ml/min*kg": 1,
        "ml/(min*kg)": 1,
        "ml/kg/min": 1,
        "": 1,
    },
    Dimension.MASS: {
        "g": 1,
        "kg": 1_000,
        "mg": 1e-3,
        "mcg": 1e-6,
        "ug": 1e-6,
        "μg": 1e-6,
        "lb": _POUND_G,
        "lbs": _POUND_G,
        "oz": _POUND_G / 16,
        "st": 14 * _POUND_G,
        "кг": 1_000,
        "公斤": 1_000,
        "千克": 1_000,
        "斤": 500,
        "磅": _POUND_G,
    },
    Dimension.VOLUME: {
        "ml": 1,
        "l": 1_000,
        "cl": 10,
        "dl": 100,
        "fl_oz_us": ML_PER_US_FLUID_OUNCE,
        "fl_oz_imp": ML_PER_IMPERIAL_FLUID_OUNCE,
        "cup_us": 8 * ML_PER_US_FLUID_OUNCE,
        "cup_imp": 10 * ML_PER_IMPERIAL_FLUID_OUNCE,
        "pt_us": 16 * ML_PER_US_FLUID_OUNCE,
        "pt_imp": 20 * ML_PER_IMPERIAL_FLUID_OUNCE,
    },
    Dimension.PRESSURE: {"mmhg": 1, "kpa": MMHG_PER_KPA, "": 1},
    Dimension.POWER: {"w": 1, "kw": 1_000},
    Dimension.SPEED: {
        "m/s": 1,
        "km/hr": 1 / 3.6,
        "km/h": 1 / 3.6,
        "mi/hr": METERS_PER_MILE / 3_600,
        "mph": METERS_PER_MILE / 3_600,
    },
}


def factor_of(dimension: Dimension, unit: str | None) -> float | None:
    """How many of the unit of its dimension one of a unit is; None where nobody knows it."""
    plain = (unit or "").replace(" ", "").replace("µ", "μ")
    known = _UNITS.get(dimension, {})
    return known.get(plain) or known.get(plain.lower())


def amount_of(value: float, dimension: Dimension, unit: str | None) -> float | None:
    """Convert a value to the unit of its dimension; None where nobody knows its own."""
    if dimension is Dimension.TEMPERATURE:
        return _celsius(value, (unit or "").replace("°", "deg").replace(" ", "").lower())
    factor = factor_of(dimension, unit)
    if factor is None:
        return None
    if dimension is Dimension.SHARE and 0 <= value <= 1:
        return value * 100
    return value * factor


def _celsius(value: float, unit: str) -> float | None:
    match unit:
        case "degc" | "c":
            return value
        case "degf" | "f":
            return celsius_from_fahrenheit(value)
        case "k":
            return value - KELVIN_AT_0_C
        case _:
            return None
