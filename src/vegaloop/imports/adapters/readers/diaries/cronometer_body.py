"""Cronometer's other tables: biometrics, exercises and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, final

from vegaloop.biometrics import (
    BodyFat,
    Girths,
    Hrv,
    Metric,
    Respiration,
    SpO2,
    Value,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    pressure_of,
    resting_rate_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.clocks import at_clock, clock_s
from vegaloop.imports.adapters.readers.common.columns import column, header_with
from vegaloop.imports.adapters.readers.common.days import date_in, day_sample, midnight_of
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.diaries.exercises import Exercise, Exercises
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_of, unit_in
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success, error_in, mapped

__all__ = ("CronometerBiometrics", "CronometerExercises", "CronometerNotes")

Cells: TypeAlias = dict[str, str]
Read: TypeAlias = Callable[[float, str], Result[Value, OutOfRange]]

_MAKER: Final = Maker(source_of("cronometer"))
_PRESSURE: Final = "blood pressure"
_SERIES: Final = {"heart rate": Metric.HEART_RATE, "vo2 max": Metric.VO2MAX}
_DAYS: Final = {"steps": Metric.STEPS, "floors": Metric.FLOORS}


def _weight(number: float, unit: str) -> Result[Value, OutOfRange]:
    return weight_of(amount_in(Dimension.MASS, number, unit or "kg") or number)


def _temperature(number: float, unit: str) -> Result[Value, OutOfRange]:
    celsius = amount_in(Dimension.TEMPERATURE, number, unit)
    return body_temperature_of(number if celsius is None else celsius)


def _glucose(number: float, unit: str) -> Result[Value, OutOfRange]:
    return glucose_of(number, unit_in(unit) or GlucoseUnit.MG_DL)


def _girth(name: str) -> Read:
    def read(number: float, unit: str) -> Result[Value, OutOfRange]:
        length = Distance.of_meters(_meters(number, unit), name)
        match name:
            case "neck":
                return mapped(length, lambda one: Girths(neck=one))
            case "hip":
                return mapped(length, lambda one: Girths(hip=one))
            case _:
                return mapped(length, lambda one: Girths(waist=one))

    return read


def _meters(number: float, unit: str) -> float:
    meters = amount_in(Dimension.LENGTH, number, unit)
    return number / 100 if meters is None else meters


_READINGS: Final[dict[str, tuple[str, Read]]] = {
    "weight": ("weight", _weight),
    "body fat": ("body_fat", lambda n, _: BodyFat.of_percent(n)),
    "resting heart rate": ("resting_heart_rate", lambda n, _: resting_rate_of(n)),
    "body temperature": ("temperature", _temperature),
    "temperature": ("temperature", _temperature),
    "blood glucose": ("glucose", _glucose),
    "glucose": ("glucose", _glucose),
    "heart rate variability": ("hrv", lambda n, _: Hrv.of_rmssd_ms(n)),
    "oxygen saturation": ("spo2", lambda n, _: SpO2.of_percent(n)),
    "blood oxygen": ("spo2", lambda n, _: SpO2.of_percent(n)),
    "respiration rate": ("respiration", lambda n, _: Respiration.of_per_min(n)),
    "waist size": ("girths", _girth("waist")),
    "hip size": ("girths", _girth("hip")),
    "neck size": ("girths", _girth("neck")),
}


_KNOWN: Final = frozenset((*_READINGS, *_SERIES, *_DAYS))
# What a unit must be of, where one stands there.
_DIMENSIONS: Final = {
    "weight": Dimension.MASS,
    "body temperature": Dimension.TEMPERATURE,
    "temperature": Dimension.TEMPERATURE,
    "waist size": Dimension.LENGTH,
    "hip size": Dimension.LENGTH,
    "neck size": Dimension.LENGTH,
}


@final
class CronometerBiometrics:
    """Reads biometrics.csv."""

    kind: Final = "cronometer"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names a metric, its unit and its amount."""
        return header_with(first, {"day", "metric", "unit", "amount"})

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one entry after the other."""
        unplaced = Unplaced()
        for place, held in _rows(table, arrival):
            yield from _biometric(held, place, arrival.profile, unplaced)
        yield from unplaced.told()


@final
class CronometerExercises:
    """Reads exercises.csv."""

    kind: Final = "cronometer"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names an exercise and its minutes."""
        return header_with(first, {"day", "exercise", "minutes"})

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one exercise after the other."""
        unplaced = Unplaced()
        exercises = Exercises(_MAKER.source, unplaced)
        for place, held in _rows(table, arrival):
            burned = held.get("caloriesburned") or held.get("caloriesburnedkcal", "")
            one = Exercise(
                day=held.get("day", ""),
                time=held.get("time", ""),
                name=held.get("exercise", ""),
                minutes=held.get("minutes", ""),
                energy_kcal=number_in(burned),
            )
            yield from exercises.found(place, one, arrival.profile)
        yield from unplaced.told()


@final
class CronometerNotes:
    """Reads notes.csv, for which there is no room."""

    kind: Final = "cronometer"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line of nothing but a day, a time, a group and a note."""
        for at, line in enumerate(first):
            names = set(map(column, line.cells))
            if {"day", "note"} <= names <= {"day", "time", "group", "note"}:
                return at
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Count them."""
        unplaced = Unplaced()
        for row in table:
            unplaced.add("note", arrival.place(line=row.line))
        yield from unplaced.told()


def _biometric(held: Cells, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    name, origin = _named(held.get("metric", ""))
    unit, amount = held.get("unit", "").casefold(), held.get("amount", "")
    maker = Maker(source_of("cronometer", origin))
    when = _clock_time(held, profile) or midnight_of(held.get("day", ""), profile, "day")
    if name == _PRESSURE:
        systolic, diastolic = map(number_in, (amount.partition("/")[::2]))
        if systolic is None or diastolic is None:
            yield maker.misshapen(place, "blood_pressure", "amount", amount, "such as 120/80")
        else:
            yield maker.reading(place, "blood_pressure", when, pressure_of(systolic, diastolic))
        return
    number = number_in(amount)
    undated = error_in(when)
    if undated is not None:
        yield NotTaken(place, name or "reading", undated)
    elif name not in _KNOWN:
        unplaced.add(name or "measure without a name", place)
    elif number is None:
        yield maker.misshapen(place, name, "amount", amount, "a number")
    elif unit and (of := _DIMENSIONS.get(name)) and amount_in(of, number, unit) is None:
        yield maker.misshapen(place, name, "unit", unit, f"a unit of {of.value}")
    elif name in _READINGS:
        what, read = _READINGS[name]
        yield maker.reading(place, what, when, read(number, unit))
    elif name in _DAYS:
        yield day_sample(maker, place, _DAYS[name], held.get("day", ""), number, profile)
    else:
        yield maker.sample(place, _SERIES[name], when, number)


def _named(metric: str) -> tuple[str, str]:
    """What was measured, and whose scale wrote it down.

    `Weight (Withings)` is a weight of theirs, and `Heart Rate (Resting)` a resting heart rate.
    """
    name, *beside = (part.strip(" )") for part in metric.casefold().split("("))
    for part in beside:
        if f"{part} {name}" in _KNOWN:
            name = f"{part} {name}"
            beside.remove(part)
            break
    return name, " ".join(beside)


def _clock_time(held: Cells, profile: Profile) -> Result[When, BadTime] | None:
    """When something was, where a time of day is told."""
    seconds = clock_s(held.get("time", ""))
    match date_in(held.get("day", ""), "day"):
        case Failure(error):
            return Failure(error)
        case Success(day):
            return None if seconds is None else at_clock(day, seconds, profile)


def _rows(table: Table, arrival: Arrival) -> Iterator[tuple[Place, Cells]]:
    names = [column(cell) for cell in table.header.cells]
    for row in table:
        held = dict(zip(names, row.cells, strict=False))
        yield arrival.place(line=row.line), held
