"""What is measured of a body, from a number and its unit to a reading or a sample.

Rule 1: what was measured over a span is a sample of that length where there is a series of it,
else a reading at its end.
Rule 2: a number in a unit that is none of what was measured is told and not taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics import (
    LENGTH_MOST_MS,
    BodyFat,
    Girths,
    Glucose,
    Metric,
    Respiration,
    SpO2,
    Value,
)
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    resting_rate_of,
    skin_temperature_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Result, Success, mapped

__all__ = ("MEASURES", "READING_MOST_S", "Amount", "Measure", "Span", "measured")

# The longest that a blood pressure at home is measured for before its mean is told.
READING_MOST_S: Final = 7 * 86_400.0
_LENGTH_MOST_S: Final = LENGTH_MOST_MS / 1_000
_SHOWN: Final = 60
_NUMBER_MOST: Final = 1e18  # Nothing that is measured here comes near.

Read: TypeAlias = Callable[[float], Result[Value, OutOfRange]]


@final
class Span(Struct, frozen=True):
    """When something was measured: from `start`, for so long; `at` is when a reading of it stands.

    A rough one is all that was said of a day: the day itself, or a part of it.
    """

    start: When
    length_s: float
    at: When
    rough: bool = False


@final
class Amount(Struct, frozen=True):
    """A number, its unit as it was written, and the field it stands in."""

    value: float
    unit: str
    field: str = "value"


@final
class Measure(Struct, frozen=True):
    """What becomes of a number of a dimension; an amount, so many `times`, is one of the metric."""

    what: str
    dimension: Dimension
    read: Read | None = None
    metric: Metric | None = None
    times: float = 1.0

    @property
    def is_counted(self) -> bool:
        """Whether numbers of it add up, and say nothing without how long they were counted."""
        return self.read is None and self.metric is not None and self.metric in _COUNTED


def _girths(name: str) -> Read:
    def read(length_m: float) -> Result[Value, OutOfRange]:
        found = Distance.of_meters(length_m, f"{name}_m")
        return mapped(found, lambda length: Girths(**{name: length}))

    return read


_COUNTED: Final = frozenset(
    (Metric.STEPS, Metric.DISTANCE, Metric.ACTIVE_ENERGY, Metric.FLOORS, Metric.EXERCISE_TIME)
)
# Of several in one row, that of the dimension the unit is of.
_ALL: Final[tuple[tuple[Measure, ...], ...]] = (
    (Measure("heart_rate", Dimension.RATE, None, Metric.HEART_RATE),),
    (Measure("resting_heart_rate", Dimension.RATE, resting_rate_of),),
    (Measure("weight", Dimension.MASS, weight_of),),
    (Measure("body_fat", Dimension.SHARE, BodyFat.of_percent),),
    (Measure("temperature", Dimension.TEMPERATURE, body_temperature_of),),
    (
        Measure(
            "skin_temperature", Dimension.TEMPERATURE, skin_temperature_of, Metric.SKIN_TEMPERATURE
        ),
    ),
    (Measure("spo2", Dimension.SHARE, SpO2.of_percent, Metric.OXYGEN),),
    (Measure("respiration", Dimension.RATE, Respiration.of_per_min, Metric.RESPIRATION),),
    (
        Measure("glucose", Dimension.MASS_CONCENTRATION, Glucose.of_mg_dl),
        Measure("glucose", Dimension.MOLES_CONCENTRATION, Glucose.of_mmol_l),
    ),
    (Measure("hrv_sdnn", Dimension.TIME, None, Metric.HRV_SDNN, 1_000),),
    (Measure("vo2max", Dimension.UPTAKE, None, Metric.VO2MAX),),
    (Measure("steps", Dimension.COUNT, None, Metric.STEPS),),
    (Measure("floors", Dimension.COUNT, None, Metric.FLOORS),),
    (Measure("distance", Dimension.LENGTH, None, Metric.DISTANCE),),
    (Measure("active_energy", Dimension.ENERGY, None, Metric.ACTIVE_ENERGY),),
    (Measure("exercise_time", Dimension.TIME, None, Metric.EXERCISE_TIME, 1 / 60),),
    (Measure("waist", Dimension.LENGTH, _girths("waist")),),
    (Measure("hip", Dimension.LENGTH, _girths("hip")),),
    (Measure("neck", Dimension.LENGTH, _girths("neck")),),
)
MEASURES: Final = {row[0].what: row for row in _ALL}


def measured(maker: Maker, place: Place, what: str, span: Span, amount: Amount) -> Found:
    """Make what a number is, or say why it cannot be."""
    if not abs(amount.value) <= _NUMBER_MOST:  # NaN fails this too.
        return maker.misshapen(place, what, amount.field, amount.value, "a number")
    for measure in MEASURES[what]:
        value = amount_in(measure.dimension, amount.value, amount.unit)
        if value is not None:
            return _made(maker, place, measure, span, value)
    wanted = "a unit of " + " or ".join(one.dimension.value for one in MEASURES[what])
    reason = Misshapen(f"{amount.field}.unit", amount.unit[:_SHOWN], wanted)
    return NotTaken(place, what, reason)


def _made(maker: Maker, place: Place, measure: Measure, span: Span, value: float) -> Found:
    metric, read, length_s = measure.metric, measure.read, span.length_s
    is_sample = 0 < length_s <= _LENGTH_MOST_S and not span.rough
    if read is not None and not (metric is not None and is_sample):
        if length_s > READING_MOST_S:
            return maker.unsupported(place, f"{measure.what} of more than a week")
        return maker.reading(place, measure.what, Success(span.at), read(value))
    if metric is None:  # Nothing is measured that is neither read nor a series.
        return maker.unsupported(place, measure.what)
    amount = value * measure.times
    if span.rough and not measure.is_counted:
        return maker.sample(place, metric, Success(span.at), amount)
    return maker.sample(place, metric, Success(span.start), amount, length_s)
