"""Bodies of data points, each to what its schema is of.

Rule 1: a mean over an interval is taken for what it is; of any other statistic there is no room.
Rule 2: without a time there is no day to keep a body on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, final

from vegaloop.activity import Sport, sport_of
from vegaloop.imports.adapters.readers.apple_health.sports import sport_of_workout
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import pressure_of
from vegaloop.imports.adapters.readers.common.measures import (
    READING_MOST_S,
    Amount,
    Span,
    measured,
)
from vegaloop.imports.adapters.readers.common.naming import known_as
from vegaloop.imports.adapters.readers.common.persons import height_measured
from vegaloop.imports.adapters.readers.common.pressures import PRESSURE
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.open_mhealth.beats import Beats
from vegaloop.imports.adapters.readers.open_mhealth.frames import duration_s
from vegaloop.imports.adapters.readers.open_mhealth.healthkit import HealthKit
from vegaloop.imports.adapters.readers.open_mhealth.points import Point
from vegaloop.imports.adapters.readers.open_mhealth.schemas import FRAME
from vegaloop.imports.domain.found import Found
from vegaloop.kernel.result import Failure, Success

__all__ = ("Bodies",)

# The field of a body, and what it is a measure of.
_MEASURES: Final = {
    "blood-glucose": ("blood_glucose", "glucose"),
    "body-temperature": ("body_temperature", "temperature"),
    "body-weight": ("body_weight", "weight"),
    "body-fat-percentage": ("body_fat_percentage", "body_fat"),
    "heart-rate": ("heart_rate", "heart_rate"),
    "oxygen-saturation": ("oxygen_saturation", "spo2"),
    "respiratory-rate": ("respiratory_rate", "respiration"),
    "step-count": ("step_count", "steps"),
    "calories-burned": ("kcal_burned", "active_energy"),
    "minutes-moderate-activity": ("minutes_moderate_activity", "exercise_time"),
}
_COUNTED: Final = frozenset(("step-count", "calories-burned", "minutes-moderate-activity"))
_WORKOUTS: Final = frozenset(("physical-activity", "hk-workout"))
_PRESSURES: Final = ("systolic_blood_pressure", "diastolic_blood_pressure")
_SLEEPS: Final = {
    "sleep-duration": "sleep_duration",
    "total-sleep-time": "total_sleep_time",
    "sleep-episode": "total_sleep_time",
}
_USED: Final[dict[str, tuple[str, ...]]] = (
    {
        "blood-pressure": _PRESSURES,
        "rr-interval": ("rr_interval",),
        "body-height": ("body_height",),
        "physical-activity": ("activity_name", "distance", "kcal_burned"),
        "hk-workout": ("activity_name", "distance", "kcal_burned", "duration", "metadata"),
        "sleep-episode": (
            "total_sleep_time",
            "wake_after_sleep_onset",
            "sleep_maintenance_efficiency_percentage",
            "is_main_sleep",
        ),
    }
    | {name: (field,) for name, field in _SLEEPS.items() if name != "sleep-episode"}
    | {name: (field,) for name, (field, _) in _MEASURES.items()}
)
_ALWAYS: Final = frozenset(
    (FRAME, "descriptive_statistic", "descriptive_statistic_denominator", "statistic_window")
)
_FIELDS_MOST: Final = 50
_NAME_MOST: Final = 60


@final
class Bodies:
    """Takes bodies; what stands alone waits until the end for what it is a part of."""

    def __init__(self, arrival: Arrival) -> None:
        self._profile = arrival.profile
        self._beats = Beats()
        self._healthkit = HealthKit(arrival)

    def read(self, point: Point) -> Iterator[Found]:
        """Read one."""
        if point.name.startswith("hk-") and point.name not in _WORKOUTS:
            yield from self._healthkit.read(point)
            return
        used = _USED.get(point.name)
        if used is None:
            yield point.no_room()
            return
        if not _is_taken(point):
            yield point.no_room(f"({point.statistic})")
            return
        if not point.has_time:
            yield point.no_room("without a time")
            return
        match point.span(self._profile):
            case Failure(bad_time):
                yield point.not_taken(bad_time)
            case Success(span):
                yield from known_as(self._taken(point, span), point.external_id)
                for field in sorted(point.fields - _ALWAYS - set(used))[:_FIELDS_MOST]:
                    yield point.maker.unsupported(point.place, spoken(field[:_NAME_MOST]))

    def ended(self) -> Iterator[Found]:
        """Put together what stood apart."""
        yield from self._beats.found()
        yield from self._healthkit.ended()

    def _taken(self, point: Point, span: Span) -> Iterator[Found]:
        name, body = point.name, point.body
        if name in _WORKOUTS:
            yield from _workout(point, span)
        elif name in _SLEEPS:
            yield _sleep(point, span)
        elif name == "blood-pressure":
            yield _pressure(point, span)
        elif name == "rr-interval":
            rr_ms = body.within("rr_interval").number("value")
            self._beats.add(point.maker.source, span.at, rr_ms or 0.0, point.place)
        elif name == "body-height":
            amount = _amount(point, "body_height")
            yield from height_measured(point.maker, point.place, amount, Success(span.at))
        elif name in _COUNTED and not span.length_s:
            yield point.no_room("without how long it was counted")
        else:
            field, what = _MEASURES[name]
            yield measured(point.maker, point.place, what, span, _amount(point, field))


def _is_taken(point: Point) -> bool:
    """Whether it is a value, or the mean of values of what is not counted."""
    summed = point.name in _COUNTED
    statistics = ("", "sum") if summed else ("",) if point.name in _SLEEPS else ("", "average")
    if point.name == "rr-interval":
        statistics = ("",)
    return point.statistic in statistics


def _amount(point: Point, field: str) -> Amount:
    """The number in a field; none that can be is told where it is measured."""
    if isinstance(point.body.get(field), dict):
        inner = point.body.within(field)
        value, unit = inner.number("value"), inner.text("unit")
    else:  # Steps had no unit before the third version.
        value, unit = point.body.number(field), "steps"
    return Amount(math.nan if value is None else value, unit, field)


def _in(point: Point, field: str, dimension: Dimension) -> float | None:
    """What a field holds, in the unit of a dimension; None where it holds none."""
    amount = _amount(point, field) if field in point.body else None
    return None if amount is None else amount_in(dimension, amount.value, amount.unit)


def _pressure(point: Point, span: Span) -> Found:
    if span.length_s > READING_MOST_S:
        return point.no_room("of more than a week")
    high, low = (_amount(point, field).value for field in _PRESSURES)
    return point.maker.reading(point.place, PRESSURE, Success(span.at), pressure_of(high, low))


def _sleep(point: Point, span: Span) -> Found:
    if span.rough or not span.length_s:
        return point.no_room("without its start and end")
    slept_s = _in(point, _SLEEPS[point.name], Dimension.TIME)
    awake_s = _in(point, "wake_after_sleep_onset", Dimension.TIME)
    share = _in(point, "sleep_maintenance_efficiency_percentage", Dimension.SHARE)
    if slept_s is None and awake_s is not None:
        slept_s = span.length_s - awake_s
    elif slept_s is None and share is not None:
        slept_s = span.length_s * share / 100
    nap = "is_main_sleep" in point.body and not point.body.flag("is_main_sleep")
    start, end = Success(span.start), Success(span.at)
    return point.maker.sleep(point.place, start, end, slept_s=slept_s, nap=nap)


def _workout(point: Point, span: Span) -> Iterator[Found]:
    lasted_s = None if span.rough else span.length_s or None
    moved_s = duration_s(point.body.within("duration"))
    if lasted_s is None and moved_s is None:
        yield point.no_room("without how long it took")
        return
    activity = point.body.text("activity_name")
    sport: str | Sport = activity
    if point.name == "hk-workout":
        known, variety = sport_of_workout(activity)
        sport = variety if variety and sport_of(variety)[0] is known else known
    told = Told(
        elapsed_s=lasted_s,
        timer_s=moved_s,
        distance_m=_in(point, "distance", Dimension.LENGTH),
        energy_kcal=_in(point, "kcal_burned", Dimension.ENERGY),
    )
    workout = Workout(
        sport=sport,
        start=Success(span.at if span.rough else span.start),
        told=told,
        source=point.maker.source,
        external_id=point.external_id,
    )
    yield from recordings_of(point.place, workout)
