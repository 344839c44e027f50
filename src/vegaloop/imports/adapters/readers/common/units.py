"""Units as UCUM codes them, and as people write them beside; each a factor to one of its dimension.

Rule 1: a unit nobody knows has no factor: it is never taken for another.
Rule 2: what stands in braces only says what is counted: `{beats}/min` is `/min`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from vegaloop.kernel.units import (
    DAYS_PER_JULIAN_YEAR,
    JOULES_PER_KCAL,
    KELVIN_AT_0_C,
    KG_PER_OUNCE,
    KG_PER_POUND,
    KG_PER_STONE,
    METERS_PER_FOOT,
    METERS_PER_INCH,
    METERS_PER_MILE,
    METERS_PER_YARD,
    MMHG_PER_KPA,
    celsius_from_fahrenheit,
)

__all__ = ("Dimension", "amount_in")


class Dimension(StrEnum):
    """What a unit is one of, and in words the unit amounts are given in here."""

    MASS = "a mass"  # Kilograms.
    LENGTH = "a length"  # Metres.
    TIME = "a time"  # Seconds.
    ENERGY = "an energy"  # Kilocalories.
    PRESSURE = "a pressure"  # Millimetres of mercury.
    RATE = "a rate"  # A minute.
    SHARE = "a share"  # Percent.
    COUNT = "a count"
    TEMPERATURE = "a temperature"  # Degrees Celsius.
    UPTAKE = "an oxygen uptake"  # Millilitres a kilogram and minute.
    VOLUME = "a volume"  # Millilitres.
    MASS_CONCENTRATION = "a concentration by mass"  # Milligrams a decilitre.
    MOLES_CONCENTRATION = "a concentration by amount"  # Millimoles a litre.


_KCAL_PER_J: Final = 1 / JOULES_PER_KCAL
_DAY_S: Final = 86_400.0
_MONTH_S: Final = DAYS_PER_JULIAN_YEAR / 12 * _DAY_S
_YEAR_S: Final = DAYS_PER_JULIAN_YEAR * _DAY_S
# UCUM tells m from M, so its codes are matched as they stand; words are matched in small letters.
_CODES: Final[dict[Dimension, dict[str, float]]] = {
    Dimension.MASS: {
        "kg": 1,
        "g": 1e-3,
        "mg": 1e-6,
        "ug": 1e-9,
        "t": 1e3,
        "[lb_av]": KG_PER_POUND,
        "[oz_av]": KG_PER_OUNCE,
        "[stone_av]": KG_PER_STONE,
    },
    Dimension.LENGTH: {
        "m": 1,
        "km": 1e3,
        "dm": 0.1,
        "cm": 0.01,
        "mm": 0.001,
        "[in_i]": METERS_PER_INCH,
        "[ft_i]": METERS_PER_FOOT,
        "[yd_i]": METERS_PER_YARD,
        "[mi_i]": METERS_PER_MILE,
    },
    Dimension.TIME: {
        "ps": 1e-12,
        "ns": 1e-9,
        "us": 1e-6,
        "ms": 1e-3,
        "s": 1,
        "min": 60,
        "h": 3_600,
        "d": _DAY_S,
        "wk": 7 * _DAY_S,
        "mo": _MONTH_S,
        "a": _YEAR_S,
    },
    Dimension.ENERGY: {
        "kcal": 1,
        "[Cal]": 1,
        "kcal_th": 1,
        "cal": 1e-3,
        "cal_th": 1e-3,
        "J": _KCAL_PER_J,
        "kJ": 1e3 * _KCAL_PER_J,
        "MJ": 1e6 * _KCAL_PER_J,
    },
    Dimension.PRESSURE: {
        "mm[Hg]": 1,
        "kPa": MMHG_PER_KPA,
        "hPa": 0.1 * MMHG_PER_KPA,
        "Pa": 1e-3 * MMHG_PER_KPA,
    },
    Dimension.RATE: {
        "/min": 1,
        "1/min": 1,
        "min-1": 1,
        "/s": 60,
        "1/s": 60,
        "Hz": 60,
        "/h": 1 / 60,
    },
    Dimension.SHARE: {"%": 1, "1": 100},
    Dimension.COUNT: {"1": 1, "": 1},
    Dimension.UPTAKE: {
        "mL/kg/min": 1,
        "ml/kg/min": 1,
        "mL/(kg.min)": 1,
        "ml/(kg.min)": 1,
        "mL/(min.kg)": 1,
        "mL/min/kg": 1,
        "mL/kg.min": 1,
    },
    Dimension.VOLUME: {"mL": 1, "ml": 1, "L": 1e3, "l": 1e3},
    Dimension.MASS_CONCENTRATION: {"mg/dL": 1, "mg/dl": 1, "g/L": 100, "g/l": 100, "mg/L": 0.1},
    Dimension.MOLES_CONCENTRATION: {"mmol/L": 1, "mmol/l": 1, "umol/L": 1e-3, "mol/L": 1e3},
}
_WORDS: Final[dict[Dimension, dict[str, float]]] = {
    Dimension.MASS: {
        "lb": KG_PER_POUND,
        "lbs": KG_PER_POUND,
        "pound": KG_PER_POUND,
        "pounds": KG_PER_POUND,
        "oz": KG_PER_OUNCE,
        "st": KG_PER_STONE,
        "kgs": 1,
        "kilogram": 1,
        "kilograms": 1,
        "metric ton": 1e3,
    },
    Dimension.LENGTH: {
        "in": METERS_PER_INCH,
        "inch": METERS_PER_INCH,
        "inches": METERS_PER_INCH,
        "ft": METERS_PER_FOOT,
        "yd": METERS_PER_YARD,
        "mi": METERS_PER_MILE,
        "mile": METERS_PER_MILE,
        "miles": METERS_PER_MILE,
        "meter": 1,
        "meters": 1,
    },
    Dimension.TIME: {
        "sec": 1,
        "second": 1,
        "seconds": 1,
        "minute": 60,
        "minutes": 60,
        "hr": 3_600,
        "hrs": 3_600,
        "hour": 3_600,
        "hours": 3_600,
        "day": _DAY_S,
        "days": _DAY_S,
        "mo": _MONTH_S,
        "yr": _YEAR_S,
    },
    Dimension.ENERGY: {"kilocalories": 1, "kilojoules": 1e3 * _KCAL_PER_J},
    Dimension.PRESSURE: {"mmhg": 1, "mm hg": 1},
    Dimension.RATE: {
        "bpm": 1,
        "beats/min": 1,
        "beats/minute": 1,
        "beats per minute": 1,
        "breaths/min": 1,
        "breaths/minute": 1,
        "breaths per minute": 1,
        "per minute": 1,
        "count/min": 1,
        "brpm": 1,
    },
    Dimension.SHARE: {"percent": 1},
    Dimension.COUNT: {"#": 1, "count": 1, "steps": 1, "step": 1, "floors": 1, "flights": 1},
    Dimension.UPTAKE: {"ml/kg.min": 1, "ml/(kg*min)": 1, "ml/min/kg": 1, "ml/min·kg": 1},
}
_CELSIUS: Final[dict[str, Callable[[float], float]]] = {
    "cel": float,
    "c": float,
    "degc": float,
    "°c": float,
    "celsius": float,
    "[degf]": celsius_from_fahrenheit,
    "f": celsius_from_fahrenheit,
    "degf": celsius_from_fahrenheit,
    "°f": celsius_from_fahrenheit,
    "fahrenheit": celsius_from_fahrenheit,
    "k": lambda kelvin: kelvin - KELVIN_AT_0_C,
}
_BRACES: Final = re.compile(r"\{[^{}]*\}")


def amount_in(dimension: Dimension, value: float, unit: str) -> float | None:
    """Convert a value to the unit of a dimension; None where its own is none of it."""
    code = _BRACES.sub("", unit).strip()
    word = code.casefold()
    if dimension is Dimension.TEMPERATURE:
        read = _CELSIUS.get(word)
        return None if read is None else read(value)
    # UCUM tells `m` from `M`: what stands as it codes it comes before what people call it.
    factor = _CODES[dimension].get(code) or _WORDS.get(dimension, {}).get(word)
    return None if factor is None else value * factor
