"""Units as UCUM codes them, and as people and devices write them; each a factor to its dimension's.

Rule 1: a unit nobody knows has no factor: it is never taken for another.
Rule 2: what stands in braces only says what is counted: `{beats}/min` is `/min`.
Rule 3: as it stands a unit is what UCUM codes so; else case, blanks and brackets say nothing, where
no two units differ in them alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Final

from vegaloop.kernel.units import (
    DAYS_PER_JULIAN_YEAR,
    JOULES_PER_KCAL,
    KELVIN_AT_0_C,
    KG_PER_OUNCE,
    KG_PER_POUND,
    KG_PER_STONE,
    KMH_PER_M_S,
    METERS_PER_FOOT,
    METERS_PER_INCH,
    METERS_PER_MILE,
    METERS_PER_YARD,
    ML_PER_IMPERIAL_FLUID_OUNCE,
    ML_PER_US_FLUID_OUNCE,
    MMHG_PER_KPA,
    celsius_from_fahrenheit,
)

__all__ = ("Dimension", "amount_in", "factor_of")


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
    POWER = "a power"  # Watts.
    SPEED = "a speed"  # Metres a second.
    MASS_CONCENTRATION = "a concentration by mass"  # Milligrams a decilitre.
    MOLES_CONCENTRATION = "a concentration by amount"  # Millimoles a litre.


_KCAL_PER_J: Final = 1 / JOULES_PER_KCAL
_DAY_S: Final = 86_400.0
_MONTH_S: Final = DAYS_PER_JULIAN_YEAR / 12 * _DAY_S
# How many of its dimension's unit each of some names is; codes of UCUM come first.
_UNITS: Final[dict[Dimension, tuple[tuple[float, str], ...]]] = {
    Dimension.MASS: (
        (1, "kg kgs kilogram kilograms кг 公斤 千克"),
        (1e-3, "g gram grams gm"),
        (1e-6, "mg"),
        (1e-9, "ug mcg μg"),
        (1e3, "t metricton"),
        (KG_PER_POUND, "[lb_av] lb lbs pound pounds 磅"),
        (KG_PER_OUNCE, "[oz_av] oz ounce ounces"),
        (KG_PER_STONE, "[stone_av] st stone stones"),
        (0.5, "斤 jin"),
    ),
    Dimension.LENGTH: (
        (1, "m meter meters metre metres м 米"),
        (1e3, "km kilometer kilometers kilometre kilometres км 公里 千米"),
        (0.1, "dm"),
        (0.01, "cm centimeter centimeters centimetre centimetres"),
        (0.001, "mm millimeter millimeters millimetre millimetres"),
        (METERS_PER_INCH, "[in_i] in inch inches"),
        (METERS_PER_FOOT, "[ft_i] ft foot feet"),
        (METERS_PER_YARD, "[yd_i] yd yard yards"),
        (METERS_PER_MILE, "[mi_i] mi mile miles"),
    ),
    Dimension.TIME: (
        (1e-12, "ps"),
        (1e-9, "ns"),
        (1e-6, "us μs"),
        (1e-3, "ms"),
        (1, "s sec second seconds"),
        (60, "min minute minutes"),
        (3_600, "h hr hrs hour hours"),
        (_DAY_S, "d day days"),
        (7 * _DAY_S, "wk"),
        (_MONTH_S, "mo"),
        (12 * _MONTH_S, "a yr"),
    ),
    # A calorie with a capital letter is a thousand of those without; both are written.
    Dimension.ENERGY: (
        (1, "kcal [Cal] kcal_th Cal kilocalorie kilocalories ккал 千卡 大卡"),
        (1e-3, "cal cal_th"),
        (_KCAL_PER_J, "J"),
        (1e3 * _KCAL_PER_J, "kJ kilojoule kilojoules кдж 千焦"),
        (1e6 * _KCAL_PER_J, "MJ"),
    ),
    Dimension.PRESSURE: (
        (1, "mm[Hg] mmHg"),
        (MMHG_PER_KPA, "kPa"),
        (0.1 * MMHG_PER_KPA, "hPa"),
        (1e-3 * MMHG_PER_KPA, "Pa"),
    ),
    Dimension.RATE: (
        (1, "/min 1/min min-1 bpm rpm brpm permin perminute count/min beat/min beats/min"),
        (1, "beats/minute beatsperminute br/min breath/min breaths/min breaths/minute"),
        (1, "breathsperminute"),
        (60, "/s 1/s Hz count/s"),
        (1 / 60, "/h"),
    ),
    Dimension.SHARE: ((1, "% percent"), (100, "1")),
    Dimension.COUNT: ((1, "1 # count counts step steps floor floors flight flights"),),
    Dimension.UPTAKE: (
        (1, "mL/kg/min mL/(kg.min) mL/(min.kg) mL/min/kg mL/kg.min mL/(kg*min) mL/(min*kg)"),
        (1, "mL/kg*min mL/min*kg mL/min·kg mL/kg·min"),
    ),
    Dimension.VOLUME: (
        (1, "mL milliliter milliliters millilitre millilitres"),
        (10, "cL"),
        (100, "dL"),
        (1e3, "L liter liters litre litres"),
        (ML_PER_US_FLUID_OUNCE, "fl_oz_us"),
        (ML_PER_IMPERIAL_FLUID_OUNCE, "fl_oz_imp"),
        (8 * ML_PER_US_FLUID_OUNCE, "cup_us"),
        (10 * ML_PER_IMPERIAL_FLUID_OUNCE, "cup_imp"),
        (16 * ML_PER_US_FLUID_OUNCE, "pt_us"),
        (20 * ML_PER_IMPERIAL_FLUID_OUNCE, "pt_imp"),
    ),
    Dimension.POWER: ((1, "W"), (1e3, "kW")),
    Dimension.SPEED: (
        (1, "m/s"),
        (1 / KMH_PER_M_S, "km/h km/hr"),
        (METERS_PER_MILE / 3_600, "mi/hr mi/h mph"),
    ),
    Dimension.MASS_CONCENTRATION: ((1, "mg/dL"), (100, "g/L"), (0.1, "mg/L")),
    Dimension.MOLES_CONCENTRATION: ((1, "mmol/L"), (1e-3, "umol/L μmol/L"), (1e3, "mol/L")),
}
_CELSIUS: Final[dict[str, Callable[[float], float]]] = {
    **dict.fromkeys(("cel", "c", "celsius"), float),
    **dict.fromkeys(("f", "fahrenheit"), celsius_from_fahrenheit),
    "k": lambda kelvin: kelvin - KELVIN_AT_0_C,
}
_BRACES: Final = re.compile(r"\{[^{}]*\}")
_STYLE: Final = re.compile(r"[\s\[\]]")
_DEGREES: Final = re.compile(r"^(?:degrees?|deg|°)")


def _folded(unit: str) -> str:
    return _STYLE.sub("", unit.casefold())


def _as_written(dimension: Dimension) -> dict[str, float]:
    return {name: one for one, names in _UNITS[dimension] for name in names.split()}


def _as_folded(dimension: Dimension) -> dict[str, float]:
    ones: dict[str, set[float]] = {}
    for name, one in _as_written(dimension).items():
        ones.setdefault(_folded(name), set()).add(one)
    return {name: one for name, (one, *others) in ones.items() if not others}


_WRITTEN: Final = {dimension: _as_written(dimension) for dimension in _UNITS}
_FOLDED: Final = {dimension: _as_folded(dimension) for dimension in _UNITS}
_WRITTEN[Dimension.COUNT][""] = 1


@lru_cache(1_024)
def factor_of(dimension: Dimension, unit: str) -> float | None:
    """How many of its dimension's unit one of a unit is; None where nobody knows it."""
    code = _BRACES.sub("", unit).strip()
    known = _WRITTEN[dimension].get(code)
    return _FOLDED[dimension].get(_folded(code)) if known is None else known


def amount_in(dimension: Dimension, value: float, unit: str) -> float | None:
    """Convert a value to the unit of a dimension; None where its own is none of it."""
    if dimension is Dimension.TEMPERATURE:
        read = _CELSIUS.get(_DEGREES.sub("", _folded(unit)))
        return None if read is None else read(value)
    factor = factor_of(dimension, unit)
    return None if factor is None else value * factor
