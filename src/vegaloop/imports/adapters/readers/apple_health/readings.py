"""Records that are readings of a body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics import BodyFat, Glucose, Value
from vegaloop.imports.adapters.readers.apple_health.units import amount_of
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    resting_rate_of,
    skin_temperature_of,
    waist_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.pressures import DIASTOLIC, SYSTOLIC
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.domain.found import Misshapen
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Result

__all__ = ("PRESSURES", "READINGS", "value_of")

PRESSURES: Final = {"BloodPressureSystolic": SYSTOLIC, "BloodPressureDiastolic": DIASTOLIC}


@final
class _Kind(Struct, frozen=True):
    """How a type is read; the wrist is read when its night ends, all else when it begins."""

    dimension: Dimension
    read: Callable[[float], Result[Value, OutOfRange]]
    at_end: bool = False


READINGS: Final[dict[str, _Kind]] = {
    "RestingHeartRate": _Kind(Dimension.RATE, resting_rate_of),
    "BodyMass": _Kind(Dimension.MASS, weight_of),
    "BodyFatPercentage": _Kind(Dimension.SHARE, BodyFat.of_percent),
    "WaistCircumference": _Kind(Dimension.LENGTH, waist_of),
    "BodyTemperature": _Kind(Dimension.TEMPERATURE, body_temperature_of),
    "BasalBodyTemperature": _Kind(Dimension.TEMPERATURE, body_temperature_of),
    "AppleSleepingWristTemperature": _Kind(Dimension.TEMPERATURE, skin_temperature_of, at_end=True),
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
        return Glucose.of_mg_dl(value)
    if plain.startswith("mmol") and plain.endswith("/l"):
        return Glucose.of_mmol_l(value)
    return Failure(Misshapen("unit", (unit or "")[:60], "mg/dL or mmol/L"))
