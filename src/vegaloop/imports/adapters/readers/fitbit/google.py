"""The tables of the folders Google calls `…_GoogleData`.

Rule 1: they name the source of each line; theirs are sources of their own, so that of a series
told twice one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from vegaloop.biometrics import BodyFat, Hrv, Metric, Respiration, SpO2, Value
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of, weight_of
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.itemwise import ReadOne, Rows
from vegaloop.imports.adapters.readers.common.kinds import TableReader
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import on_wall, seconds_between
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT
from vegaloop.imports.adapters.readers.fitbit.google_nights import GoogleNights
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.result import Result

__all__ = ("GOOGLE_TABLES", "of_day")

E = TypeVar("E")

_MM: Final = 0.001

# Metric, columns of the value, its scale, seconds it speaks for.
_GOOGLE: Final[tuple[tuple[Metric, tuple[str, ...], float, float], ...]] = (
    (Metric.STEPS, ("steps",), 1.0, 60.0),
    (Metric.DISTANCE, ("distance",), 1.0, 60.0),
    (Metric.FLOORS, ("floors",), 1.0, 60.0),
    (Metric.OXYGEN, ("oxygen saturation percentage",), 1.0, 0.0),
    (Metric.HRV_RMSSD, ("root mean square of successive differences milliseconds",), 1.0, 300.0),
    (Metric.SKIN_TEMPERATURE, ("temperature celsius",), 1.0, 0.0),
)


def of_day(
    what: str,
    field: str,
    value_of: Callable[[float, str], Result[Value, E]],
    maker_of: Callable[[Fields], Maker],
) -> ReadOne:
    """Make a reader of rows with a value of a day, or of the night it began with."""

    def read(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
        number = row.number(field)
        if number is None:
            yield row.unread(place, what, field, "a number")
            return
        value = value_of(number, field)
        yield day_reading(maker_of(row), place, what, row.get("timestamp"), value, arrival.profile)

    return read


def _heart_rate(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a heart rate; that the one of a day is at rest is written in the name of the file."""
    maker, rate = _of(row), row.number("beats per minute")
    if "resting" in arrival.base.casefold() and rate:
        read = resting_rate_of(rate, "beats per minute")
        day = row.get("timestamp")
        yield day_reading(maker, place, "resting_heart_rate", day, read, arrival.profile)
        return
    when = of_iso(row.text("timestamp"), arrival.profile, "timestamp")
    yield maker.sample(place, Metric.HEART_RATE, when, rate)


def _breaths(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a breath; that the one of a day is of its night is written in the name of the file."""
    read = _DAILY_BREATH if "daily" in arrival.base.casefold() else _BREATH
    yield from read(row, place, arrival)


def _google_series(metric: Metric, names: tuple[str, ...], unit: float, length_s: float) -> ReadOne:
    def read(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
        maker = _of(row)
        when = of_iso(row.text("timestamp"), arrival.profile, "timestamp")
        value = row.number(*names)
        yield maker.sample(place, metric, when, None if value is None else value * unit, length_s)

    return read


def _google_weight(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    when = of_iso(row.text("timestamp"), arrival.profile, "timestamp")
    grams, percent = row.number("weight grams"), row.number("body fat percentage")
    if grams is not None:
        yield _of(row).reading(place, "weight", when, weight_of(grams / 1_000, "weight grams"))
    if percent is not None:
        fat = BodyFat.of_percent(percent, "body fat percentage")
        yield _of(row).reading(place, "body_fat", when, fat)
    yield from row.told(place, "weight")


def _google_exercise(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    start, end = (
        on_wall(
            of_iso(row.text(f"exercise_{side}"), arrival.profile, f"exercise_{side}"),
            offset_in(row.text("utc_offset")),
        )
        for side in ("start", "end")
    )
    mm = row.number("tracker_total_distance_mm")
    told = Told(
        elapsed_s=seconds_between(start, end),
        energy_kcal=row.number("tracker_total_calories"),
        distance_m=None if mm is None else mm * _MM,
        mean_rate_bpm=row.number("tracker_avg_heart_rate"),
    )
    workout = Workout(
        sport=row.text("activity_name"),
        start=start,
        told=told,
        source=FITBIT,
        external_id=row.text("exercise_id"),
    )
    yield from recordings_of(place, workout)


def _of(row: Fields) -> Maker:
    return Maker(source_of("fitbit", row.text("data source")))


_BREATH: Final = _google_series(Metric.RESPIRATION, ("breaths per minute",), 1.0, 0.0)
_DAILY_BREATH: Final = of_day("respiration", "breaths per minute", Respiration.of_per_min, _of)
_DAILY_HRV: Final = "average heart rate variability milliseconds"
_DAILY_OXYGEN: Final = "average percentage"

GOOGLE_TABLES: Final[tuple[TableReader, ...]] = (
    GoogleNights(),
    Rows("fitbit", [("timestamp", "breaths per minute", "data source")], _breaths),
    Rows(
        "fitbit",
        [("timestamp", _DAILY_HRV)],
        of_day("hrv", _DAILY_HRV, Hrv.of_rmssd_ms, _of),
    ),
    Rows(
        "fitbit",
        [("timestamp", _DAILY_OXYGEN, "lower bound percentage")],
        of_day("spo2", _DAILY_OXYGEN, SpO2.of_percent, _of),
    ),
    Rows("fitbit", [("timestamp", "beats per minute", "data source")], _heart_rate),
    Rows(
        "fitbit",
        [("timestamp", "weight grams"), ("timestamp", "body fat percentage")],
        _google_weight,
    ),
    Rows("fitbit", [("exercise_id", "exercise_start", "exercise_end")], _google_exercise),
    *(
        Rows("fitbit", [("timestamp", *names, "data source")], _google_series(metric, names, *how))
        for metric, names, *how in _GOOGLE
    ),
)
