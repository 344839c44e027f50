"""Records that are readings of a body, and pairs of records that are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    Girths,
    Glucose,
    RestingHeartRate,
    Scale,
    Temperature,
    Value,
    Weight,
)
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import Dimension, amount_of
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.domain.found import FoundReading, Misshapen, NotTaken, Place
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Distance, HeartRate, Mass
from vegaloop.kernel.result import Failure, Result, Success, mapped

__all__ = ("PRESSURES", "READINGS", "Pressures", "value_of")

PRESSURES: Final = ("BloodPressureSystolic", "BloodPressureDiastolic")
_PRESSURE: Final = "blood_pressure"
_PRESSURE_MOST_MMHG: Final = 1_000
_PAIRS_MOST: Final = 1_000_000
_Read: TypeAlias = Result[Value, OutOfRange]


def _resting(rate_bpm: float) -> _Read:
    return mapped(HeartRate.of_bpm(rate_bpm), RestingHeartRate)


def _weight(mass_g: float) -> _Read:
    return mapped(Mass.of_grams(mass_g), Weight)


def _waist(length_m: float) -> _Read:
    return mapped(Distance.of_meters(length_m), lambda waist: Girths(waist=waist))


def _body(celsius: float) -> _Read:
    return mapped(Temperature.of_celsius(Scale.BODY, celsius), _as_value)


def _wrist(celsius: float) -> _Read:
    return mapped(Temperature.of_celsius(Scale.SKIN, celsius), _as_value)


def _fat(percent: float) -> _Read:
    return mapped(BodyFat.of_percent(percent), _as_value)


def _as_value(value: Value) -> Value:
    return value


@final
class _Kind(Struct, frozen=True):
    """How a type is read; the wrist is read when its night ends, all else when it begins."""

    dimension: Dimension
    read: Callable[[float], _Read]
    at_end: bool = False


READINGS: Final[dict[str, _Kind]] = {
    "RestingHeartRate": _Kind(Dimension.RATE, _resting),
    "BodyMass": _Kind(Dimension.MASS, _weight),
    "BodyFatPercentage": _Kind(Dimension.SHARE, _fat),
    "WaistCircumference": _Kind(Dimension.LENGTH, _waist),
    "BodyTemperature": _Kind(Dimension.TEMPERATURE, _body),
    "BasalBodyTemperature": _Kind(Dimension.TEMPERATURE, _body),
    "AppleSleepingWristTemperature": _Kind(Dimension.TEMPERATURE, _wrist, at_end=True),
}


def value_of(name: str, value: float, unit: str | None) -> Result[Value, OutOfRange | Misshapen]:
    """Read the value of a record that is a reading."""
    if name == "BloodGlucose":
        return _glucose(value, unit)
    kind = READINGS[name]
    amount = amount_of(value, kind.dimension, unit)
    if amount is None:
        return Failure(Misshapen("unit", (unit or "")[:60], f"a unit of {kind.dimension.value}"))
    return kind.read(amount)


def _glucose(value: float, unit: str | None) -> Result[Value, OutOfRange | Misshapen]:
    # HealthKit has the molar mass in the unit: mmol<180.1558800000541>/L.
    plain = (unit or "").replace(" ", "").lower()
    if plain == "mg/dl":
        return mapped(Glucose.of_mg_dl(value), _as_value)
    if plain.startswith("mmol") and plain.endswith("/l"):
        return mapped(Glucose.of_mmol_l(value), _as_value)
    return Failure(Misshapen("unit", (unit or "")[:60], "mg/dL or mmol/L"))


@final
class _Side(Struct, frozen=True):
    text: str
    place: Place
    mmhg: float


@final
class Pressures:
    """Systolic and diastolic pressures, paired by their source and the instant."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._found: dict[tuple[SourceId, str], dict[str, _Side]] = {}
        self._zones: dict[tuple[SourceId, str], str] = {}

    def add(self, source: SourceId, start: str, name: str, mmhg: float, place: Place) -> None:
        """Take one of the two; the same one again, as a child of its pair, is the same."""
        if len(self._found) < _PAIRS_MOST:
            self._found.setdefault((source, start), {})[name] = _Side(start, place, mmhg)

    def put_in(self, source: SourceId, start: str, zone: str) -> None:
        """Say which zone a pair was read in."""
        self._zones[source, start] = zone

    def found(self) -> Iterator[FoundReading | NotTaken]:
        """Pair them; one without the other is no reading."""
        for (source, start), sides in self._found.items():
            place = next(iter(sides.values())).place
            lacking = [name for name in PRESSURES if name not in sides]
            if lacking:
                reason = Misshapen(lacking[0], "", "the other pressure of the same instant")
                yield NotTaken(place, _PRESSURE, reason)
                continue
            when = self._times.when(start, "startDate", self._zones.get((source, start)))
            pressure = _pressure(*(sides[name].mmhg for name in PRESSURES))
            yield Maker(source).reading(place, _PRESSURE, when, pressure)
        self._found.clear()


def _pressure(systolic: float, diastolic: float) -> Result[Value, OutOfRange]:
    for name, given in zip(PRESSURES, (systolic, diastolic), strict=True):
        if not 0 <= given <= _PRESSURE_MOST_MMHG:
            return Failure(OutOfRange(name, given, 0, _PRESSURE_MOST_MMHG))
    return Success(BloodPressure(round(systolic), round(diastolic)))
