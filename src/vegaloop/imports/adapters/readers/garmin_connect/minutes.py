"""Garmin's series of a day: heart rate, stress, steps, oxygen, breath and variability.

Rule 1: a moment without a measurement, null or below zero, is no sample, and is counted.
Rule 2: the minutes of a day and its total are two sources, so that of what both tell one counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Hrv, Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.making import UNMEASURED
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import on_wall, seconds_between
from vegaloop.imports.adapters.readers.garmin_connect.clock import (
    INTRADAY,
    MAKER,
    gmt_in,
    instant_in,
    offset_between,
)
from vegaloop.imports.adapters.readers.garmin_connect.days import (
    day_of_record,
    midnight_in,
    resting,
)
from vegaloop.imports.domain.found import Found, Place

__all__ = ("MINUTES", "pairs")

_FIVE_MINUTES_S: Final = 300.0
# The lists of pairs, what they are of, and the least that is a measurement.
_LISTS: Final = (
    ("heartRateValues", Metric.HEART_RATE, 1.0),
    ("stressValuesArray", Metric.STRESS, 0.0),
    ("respirationValuesArray", Metric.RESPIRATION, 1.0),
    ("spO2HourlyAverages", Metric.OXYGEN, 1.0),
    ("spO2SingleValues", Metric.OXYGEN, 1.0),
)


def _is_day(record: Fields) -> bool:
    has_start = "startTimestampGMT" in record or record.within("event").has("eventType")
    return has_start and any(name in record for name, *_ in _LISTS)


def _read_day(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    ahead_s = offset_between(record, "startTimestampGMT", "startTimestampLocal")
    event_ms = record.within("event").number("timezoneOffset")
    if ahead_s is None and event_ms is not None and abs(event_ms) <= OFFSET_MOST_S * 1_000:
        ahead_s = round(event_ms / 1_000)
    for name, metric, least in _LISTS:
        yield from pairs(record.many(name), metric, least, ahead_s, place, arrival)
    if "bodyBatteryValuesArray" in record:
        yield MAKER.unsupported(place, "body battery")
    midnight = midnight_in(record, ahead_s, arrival.profile)
    yield from resting(record, "restingHeartRate", midnight, place)
    yield from record.told(place, "day")


def pairs(
    given: list[object],
    metric: Metric,
    least: float,
    ahead_s: int | None,
    place: Place,
    arrival: Arrival,
) -> Iterator[Found]:
    """Read pairs of a time in milliseconds and a value."""
    for pair in given:
        if not isinstance(pair, list) or len(pair) < 2:
            yield MAKER.misshapen(place, metric.value, "pair", "", "a time and a value")
            continue
        when = on_wall(instant_in(pair[0], arrival.profile, "time"), ahead_s)
        if pair[1] is None:
            yield MAKER.unsupported(place, UNMEASURED)
            continue
        value = Fields({"value": pair[1]}).number("value")
        if value is not None and value < least:
            yield MAKER.unsupported(place, UNMEASURED)
        else:
            yield MAKER.sample(place, metric, when, value)


def _is_steps(record: Fields) -> bool:
    return record.has("startGMT", "endGMT", "steps")


def _read_steps(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    start, end = (instant_in(record.get(f"{side}GMT"), arrival.profile, side) for side in _SIDES)
    length_s = seconds_between(start, end) or 0.0
    yield INTRADAY.sample(place, Metric.STEPS, start, record.number("steps"), length_s)


_SIDES: Final = ("start", "end")


def _is_variability(record: Fields) -> bool:
    return "calendarDate" in record.within("hrvSummary") or "hrvReadings" in record


def _read_variability(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a night's mean, and the five minutes it is made of."""
    yield from _read_mean(record.within("hrvSummary"), place, arrival)
    for one in record.many("hrvReadings"):
        reading = Fields(one)
        when = gmt_in(reading, "readingTimeGMT", "readingTimeLocal", arrival.profile)
        value = reading.number("hrvValue")
        yield MAKER.sample(place, Metric.HRV_RMSSD, when, value, _FIVE_MINUTES_S)
    yield from record.told(place, "hrv")


def _is_mean(record: Fields) -> bool:
    return record.has("calendarDate", "lastNightAvg")


def _read_mean(summary: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    mean = summary.number("lastNightAvg")
    if mean is not None:
        read = Hrv.of_rmssd_ms(mean, "lastNightAvg")
        day = day_of_record(summary)
        yield day_reading(MAKER, place, "hrv", day, read, arrival.profile)
    if summary.get("status") is not None:
        yield MAKER.unsupported(place, "hrv status")


MINUTES: Final[tuple[DocumentReader, ...]] = (
    Items("garmin_connect", _is_day, _read_day),
    Items("garmin_connect", _is_steps, _read_steps),
    Items("garmin_connect", _is_variability, _read_variability),
    Items("garmin_connect", _is_mean, _read_mean, under="hrvSummaries"),
)
