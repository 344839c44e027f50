"""The parts of an activity as they are answered: laps, lengths, sets, sensors, columns."""

from __future__ import annotations

import datetime as dt
from typing import final

from msgspec import Struct

from vegaloop.activity.domain import bare
from vegaloop.activity.domain.recording import Lap, Length, Sensor, StrengthSet
from vegaloop.activity.domain.streams import Extra

__all__ = (
    "ExtraBody",
    "LapBody",
    "LengthBody",
    "SensorBody",
    "SetBody",
    "from_extra",
    "from_lap",
    "from_length",
    "from_sensor",
    "from_set",
)


@final
class LapBody(Struct, frozen=True):
    """A lap; `trigger` is what ended it, `intensity` what it was for.

    `elapsed_s` is null where the lap moved for longer, which cannot be.
    """

    start_at: dt.datetime | None
    elapsed_s: float | None
    moving_s: float | None
    distance_m: float | None
    energy_kcal: float | None
    average_heart_rate_bpm: float | None
    maximum_heart_rate_bpm: float | None
    average_power_w: float | None
    trigger: str | None
    intensity: str | None


@final
class LengthBody(Struct, frozen=True):
    """A length of a pool; idle where the swimmer rested."""

    start_at: dt.datetime | None
    elapsed_s: float
    active: bool
    strokes: int | None
    stroke: str | None


@final
class SetBody(Struct, frozen=True):
    """A set of repetitions, or the rest between two."""

    start_at: dt.datetime | None
    elapsed_s: float
    active: bool
    exercise: str | None
    repetitions: int | None
    weight_kg: float | None


@final
class SensorBody(Struct, frozen=True):
    """Something the device listened to, and how full its battery was."""

    kind: str | None
    manufacturer: str | None
    product: str | None
    serial: int | None
    battery: str | None
    battery_percent: int | None


@final
class ExtraBody(Struct, frozen=True):
    """A column by the name and unit of whoever measured it; null where nothing was written."""

    name: str
    unit: str
    values: tuple[float | None, ...]


def from_lap(lap: Lap) -> LapBody:
    """Tell a lap."""
    totals = lap.totals
    moving = totals.timer or totals.elapsed
    elapsed_s, moving_s = bare.times_s(totals.elapsed, moving, doubtful=False)
    return LapBody(
        lap.start,
        elapsed_s,
        None if totals.timer is None else moving_s,
        bare.meters(totals.distance),
        bare.kcal(totals.energy),
        bare.bpm(totals.average_heart_rate),
        bare.bpm(totals.maximum_heart_rate),
        bare.watts(totals.average_power),
        lap.trigger,
        lap.intensity,
    )


def from_length(one: Length) -> LengthBody:
    """Tell a length."""
    return LengthBody(one.start, one.elapsed.seconds, one.active, one.strokes, one.stroke)


def from_set(one: StrengthSet) -> SetBody:
    """Tell a set."""
    weight_kg = None if one.weight is None else one.weight.kg
    return SetBody(
        one.start, one.duration.seconds, one.active, one.exercise, one.repetitions, weight_kg
    )


def from_sensor(one: Sensor) -> SensorBody:
    """Tell a sensor."""
    return SensorBody(
        one.kind, one.manufacturer, one.product, one.serial, one.battery, one.battery_percent
    )


def from_extra(extra: Extra) -> ExtraBody:
    """Tell a column."""
    return ExtraBody(extra.measure.name, extra.measure.unit, extra.values)
