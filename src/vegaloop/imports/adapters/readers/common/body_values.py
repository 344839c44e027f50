"""Values of a body several vendors tell in the same plain numbers."""

from __future__ import annotations

from typing import Final

from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    CheckIn,
    Girths,
    Glucose,
    Hrv,
    Respiration,
    RestingHeartRate,
    RrIntervals,
    Scale,
    Sleep,
    SpO2,
    SpO2Night,
    Temperature,
    Value,
    Weight,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Distance, HeartRate, Mass
from vegaloop.kernel.result import Failure, Result, Success, mapped

__all__ = (
    "body_temperature_of",
    "is_unmeasured",
    "pressure_of",
    "resting_rate_of",
    "skin_temperature_of",
    "waist_of",
    "weight_of",
)

_MMHG_MOST: Final = 1_000.0


def is_unmeasured(value: Value | RrIntervals) -> bool:
    """Tell whether a value is zero of what nobody has none of: devices write it for want of one."""
    match value:
        case Weight(mass):
            return not mass.amount
        case RestingHeartRate(rate):
            return not rate.amount
        case Girths(neck, waist, hip):
            return not any(girth.amount for girth in (neck, waist, hip) if girth is not None)
        case BloodPressure(systolic, diastolic):
            return not systolic or not diastolic
        case Hrv(amount) | SpO2(amount) | Respiration(amount) | Glucose(amount):
            return not amount
        case BodyFat() | Temperature() | Sleep() | SpO2Night() | CheckIn() | RrIntervals():
            return False


def weight_of(kg: float, field: str = "weight_kg") -> Result[Value, OutOfRange]:
    """Read a weigh-in in kilograms."""
    return mapped(Mass.of_kg(kg, field), Weight)


def pressure_of(systolic: float, diastolic: float) -> Result[Value, OutOfRange]:
    """Read a blood pressure in mmHg."""
    for field, given in (("systolic_mmhg", systolic), ("diastolic_mmhg", diastolic)):
        if not 0 <= given <= _MMHG_MOST:
            return Failure(OutOfRange(field, given, 0, _MMHG_MOST))
    return Success(BloodPressure(round(systolic), round(diastolic)))


def resting_rate_of(bpm: float, field: str = "resting_heart_rate_bpm") -> Result[Value, OutOfRange]:
    """Read a resting heart rate in beats a minute."""
    return mapped(HeartRate.of_bpm(bpm, field), RestingHeartRate)


def body_temperature_of(celsius: float) -> Result[Value, OutOfRange]:
    """Read the temperature inside of a body in degrees Celsius."""
    return Temperature.of_celsius(Scale.BODY, celsius)


def skin_temperature_of(celsius: float) -> Result[Value, OutOfRange]:
    """Read the temperature of the skin in degrees Celsius."""
    return Temperature.of_celsius(Scale.SKIN, celsius)


def waist_of(length_m: float) -> Result[Value, OutOfRange]:
    """Read the girth of a waist in metres."""
    return mapped(Distance.of_meters(length_m, "waist_m"), lambda waist: Girths(waist=waist))
