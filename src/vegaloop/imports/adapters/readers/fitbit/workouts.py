"""Fitbit's workouts: `exercise-*.json` of the account export, and two answers of the web API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import day_in, day_reading, day_sample
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import left_out
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT, MAKER, time_in
from vegaloop.imports.adapters.readers.fitbit.named import day_named
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant
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
_NOT_TAKEN: Final = (
    "steps",
    "activeZoneMinutes",
    "heartRateZones",
    "activityLevel",
    "swimLengths",
    "poolLength",
    "intervalWorkoutSummaries",
)
_NOT_TAKEN_DAY: Final = (
    "activityCalories",
    "marginalCalories",
    "elevation",
    "heartRateZones",
    "customHeartRateZones",
    "lightlyActiveMinutes",
    "sedentaryMinutes",
    "activeScore",
)


def _is_exercise(log: Fields) -> bool:
    return log.has("logId", "activityName", "startTime")


def _is_logged(log: Fields) -> bool:
    return log.has("logId", "name", "startDate", "startTime") or _is_exercise(log)


def _read_exercise(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
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
    day_only = log.get("hasStartTime") is False
    workout = Workout(
        sport=log.text("activityName", "name"),
        start=time_in(_start_in(log, day_only=day_only), arrival.profile, "startTime"),
        told=told,
        source=FITBIT,
        external_id=log.text("logId"),
        device=log.within("source").text("name"),
        modified_at=_changed(log, arrival.profile),
        time_assumed=day_only,
    )
    yield from recordings_of(place, workout)
    told_too = [name for name in _NOT_TAKEN if log.get(name) not in (None, 0, [], {})]
    yield from left_out(log, told_too, place)


def _start_in(log: Fields, *, day_only: bool) -> str:
    """When it began, as it is written; at noon where only its day was said (IMP-58)."""
    day, written = log.text("startDate"), log.text("startTime")
    if day_only:
        return f"{day or day_in(written)[:10]}T12:00"
    return f"{day}T{written}" if day else written


def _changed(log: Fields, profile: Profile) -> Instant | None:
    """When it was last changed, where that is told with its zone."""
    known = value_in(time_in(log.text("lastModified"), profile, "lastModified"))
    return None if known is None or known.zone_assumed else known.at


def _read_summary(document: Document, arrival: Arrival) -> Iterator[Found]:
    """Read the sums of a day: of all that was logged on it, else of the one their name says."""
    whole = Fields(document.value)
    summary = whole.within("summary")
    if not summary:
        return
    place = arrival.place(line=document.line)
    days = {Fields(one).text("startDate") for one in whole.many("activities")}
    if len(days) != 1 and (named := day_named(arrival)):
        days = {named}
    if len(days) != 1:
        yield NotTaken(place, "day", Misshapen("date", "", "a day, which stands nowhere in it"))
        return
    (day,) = days
    totals = [Fields(one) for one in summary.many("distances")]
    km = [one.number("distance") for one in totals if one.text("activity") == "total"]
    very, fairly = summary.number("veryActiveMinutes"), summary.number("fairlyActiveMinutes")
    active = None if very is None or fairly is None else 2 * very + fairly
    spent, at_rest = summary.number("caloriesOut"), summary.number("caloriesBMR")
    for metric, value in (
        (Metric.STEPS, summary.number("steps")),
        (Metric.FLOORS, summary.number("floors")),
        (Metric.DISTANCE, km[0] * 1_000 if km and km[0] is not None else None),
        (Metric.INTENSITY_TIME, active),
        (Metric.RESTING_ENERGY, at_rest),
        (Metric.ACTIVE_ENERGY, _above(spent, at_rest)),
    ):
        if value is not None:
            yield day_sample(MAKER, place, metric, day, value, arrival.profile)
    if rate := summary.number("restingHeartRate"):
        read = resting_rate_of(rate, "restingHeartRate")
        yield day_reading(MAKER, place, "resting_heart_rate", day, read, arrival.profile)
    if spent is not None and at_rest is None:
        yield MAKER.unsupported(place, "total energy")
    yield from left_out(summary, _NOT_TAKEN_DAY, place)
    yield from summary.told(place, "day")


def _above(spent_kcal: float | None, at_rest_kcal: float | None) -> float | None:
    """What was spent above what is spent at rest."""
    if spent_kcal is None or at_rest_kcal is None:
        return None
    return max(spent_kcal - at_rest_kcal, 0.0)


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
        """Tell by the activities, or by the sums or the page where nothing was logged."""
        if not self._logs.fits(value):
            return False
        whole = Fields(value)
        is_day = "lightlyActiveMinutes" in whole.within("summary")
        return bool(whole.many("activities")) or is_day or "pagination" in whole

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read the activities, then the sums."""
        yield from self._logs.read(document, arrival)
        yield from _read_summary(document, arrival)

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the day."""
        return self._logs.leaves(value)


WORKOUTS: Final = (Items("fitbit", _is_logged, _read_exercise), _Day())
