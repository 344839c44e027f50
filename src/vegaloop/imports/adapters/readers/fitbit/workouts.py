"""Fitbit's workouts: `exercise-*.json` of the account export, and two answers of the web API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.days import day_sample
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT, MAKER, time_in
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.units import METERS_PER_FOOT, METERS_PER_MILE

__all__ = ("WORKOUTS",)

_METERS: Final = {
    "kilometer": 1_000.0,
    "kilometers": 1_000.0,
    "mile": METERS_PER_MILE,
    "miles": METERS_PER_MILE,
    "meter": 1.0,
    "meters": 1.0,
    "foot": METERS_PER_FOOT,
    "yard": 3 * METERS_PER_FOOT,
    "": 1_000.0,  # What the web API means where it does not say.
}
_METRIC: Final = ("kilometer", "kilometers", "meter", "meters")


def _is_exercise(log: Fields) -> bool:
    return log.has("logId", "activityName", "startTime")


def _is_logged(log: Fields) -> bool:
    return log.has("logId", "name", "startDate", "startTime") or _is_exercise(log)


def _read_exercise(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    day = log.text("startDate")
    written = f"{day}T{log.text('startTime')}" if day else log.text("startTime")
    unit = log.text("distanceUnit").casefold()
    duration_ms, active_ms = log.number("duration"), log.number("activeDuration")
    distance, gain = log.number("distance"), log.number("elevationGain")
    told = Told(
        elapsed_s=None if duration_ms is None else duration_ms / 1_000,
        timer_s=None if active_ms is None else active_ms / 1_000,
        distance_m=distance * _METERS[unit] if distance and unit in _METERS else None,
        energy_kcal=log.number("calories") or None,
        mean_rate_bpm=log.number("averageHeartRate"),
        # Feet, but where distances are metric.
        ascent_m=gain * (1.0 if unit in _METRIC else METERS_PER_FOOT) if gain else None,
    )
    if distance and unit not in _METERS:
        yield MAKER.misshapen(place, "activity", "distanceUnit", unit, "kilometres or miles")
    yield from log.told(place, "activity")
    workout = Workout(
        sport=log.text("activityName", "name"),
        start=time_in(written, arrival.profile, "startTime"),
        told=told,
        source=FITBIT,
        external_id=log.text("logId"),
        device=log.within("source").text("name"),
    )
    yield from recordings_of(place, workout)


def _read_summary(document: Document, arrival: Arrival) -> Iterator[Found]:
    """Read the sums of a day, which say of which day only by what was logged on it."""
    whole = Fields(document.value)
    summary = whole.within("summary")
    if not summary:
        return
    place = arrival.place(line=document.line)
    days = {Fields(one).text("startDate") for one in whole.many("activities")}
    if len(days) != 1:
        yield NotTaken(place, "day", Misshapen("date", "", "a day, which stands nowhere in it"))
        return
    (day,) = days
    totals = [Fields(one) for one in summary.many("distances")]
    km = [one.number("distance") for one in totals if one.text("activity") == "total"]
    very, fairly = summary.number("veryActiveMinutes"), summary.number("fairlyActiveMinutes")
    active = None if very is None or fairly is None else 2 * very + fairly
    for metric, value in (
        (Metric.STEPS, summary.number("steps")),
        (Metric.FLOORS, summary.number("floors")),
        (Metric.DISTANCE, km[0] * 1_000 if km and km[0] is not None else None),
        (Metric.INTENSITY_TIME, active),
    ):
        if value is not None:
            yield day_sample(MAKER, place, metric, day, value, arrival.profile)
    if summary.get("caloriesOut") is not None:
        yield MAKER.unsupported(place, "total energy")


class _Day:
    """Reads the web API's day: what was logged, and what all of it came to."""

    def __init__(self) -> None:
        beside = frozenset(("summary", "goals", "pagination"))
        self._logs = Items("fitbit", _is_logged, _read_exercise, under="activities", beside=beside)

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._logs.kind

    def fits(self, value: object) -> bool:
        """Tell by the activities, or by the sums where nothing was logged."""
        if not self._logs.fits(value):
            return False
        whole = Fields(value)
        return bool(whole.many("activities")) or "lightlyActiveMinutes" in whole.within("summary")

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read the activities, then the sums."""
        yield from self._logs.read(document, arrival)
        yield from _read_summary(document, arrival)


WORKOUTS: Final = (Items("fitbit", _is_exercise, _read_exercise), _Day())
