"""The tables of the folders Google calls `…_GoogleData`.

Rule 1: they name the source of each line; theirs are sources of their own, so that of a series
told twice one counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import BodyFat, Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of, weight_of
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.itemwise import ReadOne, Rows
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import on_wall, seconds_between
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT
from vegaloop.imports.domain.found import Found, Place

__all__ = ("GOOGLE_TABLES",)

_NIGHTS: Final = Maker(source_of("fitbit", "nights"))
_MM: Final = 0.001

# Metric, columns of the value, its scale, seconds it speaks for.
_GOOGLE: Final[tuple[tuple[Metric, tuple[str, ...], float, float], ...]] = (
    (Metric.STEPS, ("steps",), 1.0, 60.0),
    (Metric.DISTANCE, ("distance",), 1.0, 60.0),
    (Metric.FLOORS, ("floors",), 1.0, 60.0),
    (Metric.OXYGEN, ("oxygen saturation percentage",), 1.0, 0.0),
    (Metric.RESPIRATION, ("breaths per minute",), 1.0, 0.0),
    (Metric.HRV_RMSSD, ("root mean square of successive differences milliseconds",), 1.0, 300.0),
    (Metric.SKIN_TEMPERATURE, ("temperature celsius",), 1.0, 0.0),
)


def _heart_rate(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a heart rate; that the one of a day is at rest is written in the name of the file."""
    maker, rate = _of(row), row.number("beats per minute")
    if "resting" in arrival.name.casefold() and rate:
        read = resting_rate_of(rate, "beats per minute")
        day = row.get("timestamp")
        yield day_reading(maker, place, "resting_heart_rate", day, read, arrival.profile)
        return
    when = of_iso(row.text("timestamp"), arrival.profile, "timestamp")
    yield maker.sample(place, Metric.HEART_RATE, when, rate)


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


def _google_sleep(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    start, end = (
        on_wall(
            of_iso(row.text(f"sleep_{side}"), arrival.profile, f"sleep_{side}"),
            offset_in(row.text(f"{side}_utc_offset")),
        )
        for side in ("start", "end")
    )
    minutes = row.number("minutes_asleep")
    slept_s = None if minutes is None else minutes * 60
    yield _NIGHTS.sleep(place, start, end, slept_s=slept_s)


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


GOOGLE_TABLES: Final = (
    Rows("fitbit", [("timestamp", "beats per minute", "data source")], _heart_rate),
    Rows(
        "fitbit",
        [("timestamp", "weight grams"), ("timestamp", "body fat percentage")],
        _google_weight,
    ),
    Rows("fitbit", [("sleep_id", "sleep_start", "sleep_end", "minutes_asleep")], _google_sleep),
    Rows("fitbit", [("exercise_id", "exercise_start", "exercise_end")], _google_exercise),
    *(
        Rows("fitbit", [("timestamp", *names, "data source")], _google_series(metric, names, *how))
        for metric, names, *how in _GOOGLE
    ),
)
