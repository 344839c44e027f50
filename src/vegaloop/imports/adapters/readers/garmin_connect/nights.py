"""Garmin's nights: the export's `…_sleepData.json`, and the answer of the sleep service.

Rule 1: what a night came to stands at the midnight of the day it was woken on, as in the files
that tell it by day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import (
    Hrv,
    Metric,
    Respiration,
    Scale,
    SpO2,
    Stage,
    StageSpan,
    Temperature,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.making import NO_SLEEP, UNMEASURED
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.spans import laid_out
from vegaloop.imports.adapters.readers.common.walls import on_wall
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.garmin_connect.clock import (
    MAKER,
    instant_in,
    offset_between,
)
from vegaloop.imports.adapters.readers.garmin_connect.days import day_of_record
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result, value_in
from vegaloop.kernel.time import Instant

__all__ = ("NIGHTS",)

_STAGES: Final = {0.0: Stage.DEEP, 1.0: Stage.LIGHT, 2.0: Stage.REM, 3.0: Stage.AWAKE}
_ASLEEP: Final = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")
# The series beside a night: metric, the fields of its times and of its values.
_SERIES: Final = (
    ("sleepHeartRate", Metric.HEART_RATE, "startGMT", "value"),
    ("sleepStress", Metric.STRESS, "startGMT", "value"),
    ("wellnessEpochSPO2DataDTOList", Metric.OXYGEN, "epochTimestamp", "spo2Reading"),
    (
        "wellnessEpochRespirationDataDTOList",
        Metric.RESPIRATION,
        "startTimeGMT",
        "respirationValue",
    ),
    ("hrvData", Metric.HRV_RMSSD, "startGMT", "value"),
)
_SPAN_OF_HRV_S: Final = 300.0


def _is_night(record: Fields) -> bool:
    return record.has("sleepStartTimestampGMT", "sleepEndTimestampGMT", "calendarDate")


def _is_answer(record: Fields) -> bool:
    return "dailySleepDTO" in record


def _read_answer(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    night = record.within("dailySleepDTO")
    ahead_s = offset_between(night, "sleepStartTimestampGMT", "sleepStartTimestampLocal")
    yield from _read_night(night, place, arrival, record.many("sleepLevels"))
    yield from _read_series(record, place, arrival, ahead_s)
    rate = record.number("restingHeartRate")
    day, profile = day_of_record(night), arrival.profile
    if rate:
        read = resting_rate_of(rate, "restingHeartRate")
        yield day_reading(MAKER, place, "resting_heart_rate", day, read, profile)
    change = record.number("avgSkinTempDeviationC")
    if change is not None:
        skin = Temperature.of_celsius(Scale.DEVIATION, change, "avgSkinTempDeviationC")
        yield day_reading(MAKER, place, "temperature", day, skin, profile)
    rmssd = record.number("avgOvernightHrv")
    if rmssd is not None:
        hrv = Hrv.of_rmssd_ms(rmssd, "avgOvernightHrv")
        yield day_reading(MAKER, place, "hrv", day, hrv, profile)
    if record.get("bodyBatteryChange", "sleepBodyBattery") is not None:
        yield MAKER.unsupported(place, "body battery")
    yield from record.told(place, "sleep")


def _read_exported(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    yield from _read_night(record, place, arrival, record.many("sleepLevels"))
    yield from record.told(place, "sleep")


def _read_night(
    night: Fields, place: Place, arrival: Arrival, levels: list[object]
) -> Iterator[Found]:
    profile, day = arrival.profile, day_of_record(night)
    start = _side(night, "Start", profile)
    end = _side(night, "End", profile)
    stages: tuple[StageSpan, ...] = ()
    asleep, woke = value_in(start), value_in(end)
    if asleep is not None and woke is not None:
        stages = _stages(levels, asleep.at, woke.at, profile)
    known = [seconds for name in _ASLEEP if (seconds := night.number(name)) is not None]
    slept_s = sum(known) if known else night.number("sleepTimeSeconds")
    if night.get("sleepStartTimestampGMT") is None and night.get("sleepEndTimestampGMT") is None:
        yield MAKER.unsupported(place, NO_SLEEP)
    else:
        yield MAKER.sleep(place, start, end, slept_s=slept_s, stages=stages)
    if known and not stages:
        yield MAKER.unsupported(place, "sleep stage without its times")
    oxygen = night.number("averageSpO2Value")
    if oxygen is None:
        oxygen = night.within("spo2SleepSummary").number("averageSPO2")
    breaths = night.number("averageRespirationValue", "averageRespiration")
    if oxygen is not None:
        spo2 = SpO2.of_percent(oxygen, "averageSpO2Value")
        yield day_reading(MAKER, place, "spo2", day, spo2, profile)
    if breaths is not None:
        rate = Respiration.of_per_min(breaths, "averageRespirationValue")
        yield day_reading(MAKER, place, "respiration", day, rate, profile)
    if "sleepScores" in night:
        yield MAKER.unsupported(place, "sleep score")
    if "sleepNeed" in night:
        yield MAKER.unsupported(place, "sleep need")
    yield from _naps(night, place, profile)


def _side(night: Fields, side: str, profile: Profile) -> Result[When, BadTime]:
    gmt = f"sleep{side}TimestampGMT"
    ahead_s = offset_between(night, gmt, f"sleep{side}TimestampLocal")
    return on_wall(instant_in(night.get(gmt), profile, gmt), ahead_s)


def _naps(night: Fields, place: Place, profile: Profile) -> Iterator[Found]:
    for one in night.many("dailyNapDTOS", "napList"):
        nap = Fields(one)
        start = instant_in(nap.get("napStartTimestampGMT"), profile, "napStartTimestampGMT")
        end = instant_in(nap.get("napEndTimestampGMT"), profile, "napEndTimestampGMT")
        slept_s = nap.number("napTimeSec")
        yield MAKER.sleep(place, start, end, slept_s=slept_s, nap=True)


def _stages(
    given: list[object], start: Instant, end: Instant, profile: Profile
) -> tuple[StageSpan, ...]:
    """Read the stages; none where one of them is none, and the sums count."""
    spans: list[tuple[Stage, Instant, dt.timedelta]] = []
    for one in given:
        span = Fields(one)
        level = span.number("activityLevel")
        stage = None if level is None else _STAGES.get(level)
        began = value_in(instant_in(span.get("startGMT"), profile, "startGMT"))
        ended = value_in(instant_in(span.get("endGMT"), profile, "endGMT"))
        if stage is None or began is None or ended is None:
            return ()
        spans.append((stage, began.at, ended.at - began.at))
    spans.sort(key=_begin)
    return laid_out(spans, start, end)


def _read_series(
    record: Fields, place: Place, arrival: Arrival, ahead_s: int | None
) -> Iterator[Found]:
    for name, metric, time, value in _SERIES:
        for one in record.many(name):
            reading = Fields(one)
            number = reading.number(value)
            if number is None or number < 0 or (number == 0 and metric is not Metric.STRESS):
                yield MAKER.unsupported(place, UNMEASURED)
                continue
            found = instant_in(reading.get(time), arrival.profile, time)
            length_s = _SPAN_OF_HRV_S if metric is Metric.HRV_RMSSD else 0.0
            yield MAKER.sample(place, metric, on_wall(found, ahead_s), number, length_s)


def _begin(span: tuple[Stage, Instant, dt.timedelta]) -> Instant:
    return span[1]


NIGHTS: Final[tuple[DocumentReader, ...]] = (
    Items("garmin_connect", _is_answer, _read_answer),
    Items("garmin_connect", _is_night, _read_exported),
)
