"""Garmin's days: the export's `UDSFile_…`, the daily summary, and the lists of the services."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import (
    date_in,
    day_in,
    day_sample,
    midnight_of,
)
from vegaloop.imports.adapters.readers.common.eating import drink
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.garmin_connect.clock import (
    GARMIN,
    MAKER,
    gmt_in,
    in_figures,
    offset_between,
)
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result, value_in
from vegaloop.kernel.units import METERS_PER_FLOOR

__all__ = ("DAYS", "midnight_in", "resting")

_WELLNESS: Final = ("wellnessStartTimeGmt", "wellnessStartTimeLocal")
_DAY_MOST_S: Final = 25 * 3_600
_WEEK: Final = 7
_SCORES: Final = {
    "averageStressLevel": "stress of a whole day",
    "allDayStress": "stress of a whole day",
    "bodyBatteryHighestValue": "body battery",
    "bodyBattery": "body battery",
    "avgWakingRespirationValue": "respiration of a whole day",
    "respiration": "respiration of a whole day",
    "averageSpo2": "spo2 of a whole day",
    "averageSpo2Value": "spo2 of a whole day",
}


def day_of_record(record: Fields) -> object:
    """The day a record is of, which older exports wrap once more."""
    day = record.get("calendarDate")
    return in_figures(Fields(day).get("date") if isinstance(day, dict) else day)


def resting(
    record: Fields, name: str, midnight: Result[When, BadTime], place: Place
) -> Iterator[Found]:
    """Read the heart rate at rest of a day, at its midnight."""
    rate = record.number(name)
    if rate:
        yield MAKER.reading(place, "resting_heart_rate", midnight, resting_rate_of(rate, name))


def midnight_in(record: Fields, ahead_s: int | None, profile: Profile) -> Result[When, BadTime]:
    """Find the midnight a record's day began with, on the wall it was counted on."""
    return midnight_of(day_of_record(record), profile, "calendarDate", offset_s=ahead_s)


def _is_summary(record: Fields) -> bool:
    has_day = record.has("calendarDate", "totalSteps")
    return has_day and ("wellnessStartTimeGmt" in record or "totalKilocalories" in record)


def _read_summary(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    start = gmt_in(record, *_WELLNESS, arrival.profile)
    end = gmt_in(record, "wellnessEndTimeGmt", "wellnessEndTimeLocal", arrival.profile)
    length_s = seconds_between(start, end)
    for metric, value in _sums(record):
        if value is None:
            continue
        if length_s is None or not 0 < length_s <= _DAY_MOST_S:
            day = day_of_record(record)
            yield day_sample(MAKER, place, metric, day, value, arrival.profile)
        else:
            yield MAKER.sample(place, metric, start, value, length_s)
    own = "currentDayRestingHeartRate"
    rate = own if own in record else "restingHeartRate"
    midnight = midnight_in(record, offset_between(record, *_WELLNESS), arrival.profile)
    yield from resting(record, rate, midnight, place)
    for name, what in _SCORES.items():
        if record.get(name) is not None:
            yield MAKER.unsupported(place, what)
    yield from _drunk(record.within("hydration"), midnight, place)
    yield from record.told(place, "day")


def _drunk(record: Fields, when: Result[When, BadTime], place: Place) -> Iterator[Found]:
    """Read all that was drunk in a day, at its midnight; drinks told one by one count instead."""
    amount = record.number("valueInML")
    if amount:  # None was drunk on most days: that is no drink.
        yield drink(place, GARMIN, when, amount, sums_day=True)


def _sums(record: Fields) -> Iterator[tuple[Metric, float | None]]:
    yield Metric.STEPS, record.number("totalSteps")
    yield Metric.DISTANCE, record.number("totalDistanceMeters", "wellnessDistanceMeters")
    yield Metric.ACTIVE_ENERGY, record.number("activeKilocalories", "wellnessActiveKilocalories")
    yield Metric.RESTING_ENERGY, record.number("bmrKilocalories")
    yield Metric.PUSHES, record.number("totalPushes")
    moderate = record.number("moderateIntensityMinutes", "moderateValue")
    vigorous = record.number("vigorousIntensityMinutes", "vigorousValue")
    # A vigorous minute counts for two moderate ones, as it is recommended.
    known = moderate is not None and vigorous is not None
    yield Metric.INTENSITY_TIME, (moderate or 0) + 2 * (vigorous or 0) if known else None
    meters = record.number("floorsAscendedInMeters")
    floors = None if meters is None else meters / METERS_PER_FLOOR
    yield Metric.FLOORS, record.number("floorsAscended") if floors is None else floors


def _is_steps(record: Fields) -> bool:
    return record.has("calendarDate", "totalSteps", "stepGoal") and not _is_summary(record)


def _read_steps(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    day = day_of_record(record)
    steps, meters = record.number("totalSteps"), record.number("totalDistance")
    for metric, value in ((Metric.STEPS, steps), (Metric.DISTANCE, meters)):
        if value is not None:
            yield day_sample(MAKER, place, metric, day, value, arrival.profile)
    yield from record.told(place, "day")


def _is_intensity(record: Fields) -> bool:
    return record.has("calendarDate", "moderateValue", "vigorousValue")


def _read_intensity(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    value = dict(_sums(record))[Metric.INTENSITY_TIME]
    day = day_of_record(record)
    yield day_sample(MAKER, place, Metric.INTENSITY_TIME, day, value, arrival.profile)


@final
class _Intensities:
    """Reads days of intensity minutes; weeks of them are told apart by nothing but their dates."""

    def __init__(self) -> None:
        self._days = Items("garmin_connect", _is_intensity, _read_intensity)
        self._weeks = Items("garmin_connect", _is_intensity, _read_week)

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._days.kind

    def fits(self, value: object) -> bool:
        """Tell by the fields."""
        return self._days.fits(value)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read days where two of them follow each other within a week, or where there is one."""
        held = document.value if isinstance(document.value, list) else []
        texts = sorted({day_in(day_of_record(Fields(one)))[:10] for one in held})
        days = [day.toordinal() for text in texts if (day := value_in(date_in(text)))]
        is_weekly = len(days) > 1 and all(b - a >= _WEEK for a, b in pairwise(days))
        yield from (self._weeks if is_weekly else self._days).read(document, arrival)


def _is_drinking(record: Fields) -> bool:
    return record.has("calendarDate", "valueInML")


def _read_drinking(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a drink, or all of a day at its midnight; what is taken back again is negative."""
    if record.text("hydrationSource").startswith("ACTIVITY"):
        yield MAKER.unsupported(place, "estimated sweat")
        return
    if record.get("timestampLocal", "timestampGMT") is None:
        yield from _drunk(record, midnight_in(record, None, arrival.profile), place)
    elif amount := record.number("valueInML"):
        when = gmt_in(record, "timestampGMT", "timestampLocal", arrival.profile)
        if record.get("timestampGMT") is None:
            when = of_iso(record.text("timestampLocal"), arrival.profile, "timestampLocal")
        yield drink(place, GARMIN, when, amount)
    yield from record.told(place, "meal")


def _is_week(record: Fields) -> bool:
    return "calendarDate" in record and "wellnessDataDaysCount" in record.within("values")


def _read_week(_record: Fields, place: Place, _arrival: Arrival) -> Iterator[Found]:
    yield MAKER.unsupported(place, "total of a week")


DAYS: Final[tuple[DocumentReader, ...]] = (
    Items("garmin_connect", _is_summary, _read_summary),
    Items("garmin_connect", _is_steps, _read_steps),
    _Intensities(),
    Items("garmin_connect", _is_drinking, _read_drinking),
    Items("garmin_connect", _is_week, _read_week),
)
