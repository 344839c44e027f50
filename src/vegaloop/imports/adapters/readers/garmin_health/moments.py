"""What Garmin's Health API tells of a body: series of a day, weigh-ins, pressures, spot checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Hrv, Metric, Scale, SpO2, Temperature
from vegaloop.imports.adapters.readers.common.body_values import pressure_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.adapters.readers.garmin_connect.body import weigh_in
from vegaloop.imports.adapters.readers.garmin_connect.clock import MAKER
from vegaloop.imports.adapters.readers.garmin_health.clock import (
    midnight_in,
    moment_of,
    series_in,
)
from vegaloop.imports.domain.found import Found, FoundSample, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Success

__all__ = ("breath", "oxygen", "pressure", "skin", "snapshot", "stress", "variability", "weighed")

_MEASURED: Final = "measurementTime"
_BREATH: Final = (Metric.RESPIRATION, 1.0, 0.0)
_OXYGEN: Final = (Metric.OXYGEN, 1.0, 0.0)
_STRESS: Final = (Metric.STRESS, 0.0, 0.0)
_VARIABILITY: Final = (Metric.HRV_RMSSD, 1.0, 300.0)
# What a scale says, by the name the weight service has for it.
_WEIGHED: Final = {
    "weight": "weightInGrams",
    "bodyFat": "bodyFatInPercent",
    "bodyWater": "bodyWaterInPercent",
    "boneMass": "boneMassInGrams",
    "muscleMass": "muscleMassInGrams",
}
# The series of a snapshot, by the word it has for them.
_SNAPSHOT: Final = {
    "heart_rate": (Metric.HEART_RATE, 1.0, 0.0),
    "respiration": _BREATH,
    "spo2": _OXYGEN,
    "stress": _STRESS,
}


def stress(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the stress of a day, a value every three minutes."""
    start = moment_of(record, profile)
    name = "timeOffsetStressLevelValues"
    yield from series_in(record, name, _STRESS, start, place, unplaced)
    if record.get("timeOffsetBodyBatteryValues", "bodyBatteryActivityEvents") is not None:
        unplaced.add("body battery", place)


def breath(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the breaths of a day."""
    start = moment_of(record, profile)
    name = "timeOffsetEpochToBreaths"
    yield from series_in(record, name, _BREATH, start, place, unplaced)


def oxygen(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the oxygen of a day; what the person asked for is a reading each."""
    start = moment_of(record, profile)
    name = "timeOffsetSpo2Values"
    if not record.flag("onDemand"):
        yield from series_in(record, name, _OXYGEN, start, place, unplaced)
        return
    for one in series_in(record, name, _OXYGEN, start, place, unplaced):
        if isinstance(one, FoundSample):
            when, value = Success(When(one.sample.moment)), one.sample.value
            yield MAKER.reading(place, "spo2", when, SpO2.of_percent(value, name))
        else:
            yield one


def variability(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a night's mean variability, and the five minutes it is made of."""
    mean = record.number("lastNightAvg")
    if mean is not None:
        read = Hrv.of_rmssd_ms(mean, "lastNightAvg")
        yield MAKER.reading(place, "hrv", midnight_in(record, profile), read)
    start = moment_of(record, profile)
    yield from series_in(record, "hrvValues", _VARIABILITY, start, place, unplaced)
    if record.get("lastNight5MinHigh") is not None:
        unplaced.add("highest variability of a night", place)


def skin(record: Fields, place: Place, profile: Profile, _unplaced: Unplaced) -> Iterator[Found]:
    """Read how far the skin was from its usual temperature in a night."""
    change = record.number("avgDeviationCelsius")
    if change is None:
        yield record.unread(place, "temperature", "avgDeviationCelsius", "degrees Celsius")
        return
    read = Temperature.of_celsius(Scale.DEVIATION, change, "avgDeviationCelsius")
    yield MAKER.reading(place, "temperature", midnight_in(record, profile), read)


def weighed(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read a weigh-in."""
    told = Fields({name: record.get(field) for name, field in _WEIGHED.items()})
    yield from weigh_in(told, place, moment_of(record, profile, _MEASURED))
    yield from told.told(place, "weight")
    unplaced.add_all(record, ("bodyMassIndex",), place)


def pressure(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read a blood pressure."""
    systolic, diastolic = record.number("systolic"), record.number("diastolic")
    if systolic is None or diastolic is None:
        side = "systolic" if systolic is None else "diastolic"
        yield record.unread(place, "blood_pressure", side, "both pressures")
    else:
        when = moment_of(record, profile, _MEASURED)
        yield MAKER.reading(place, "blood_pressure", when, pressure_of(systolic, diastolic))
    if record.get("pulse") is not None:
        unplaced.add("pulse of a blood pressure", place)


def snapshot(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the series of two minutes at rest; its variability is not that of a night."""
    start = moment_of(record, profile)
    for one in record.many("summaries"):
        summary = Fields(one)
        word = summary.text("summaryType").casefold()
        kind = _SNAPSHOT.get(word)
        if kind is None:
            unplaced.add(f"snapshot of {spoken(word)}"[:60], place)
        else:
            yield from series_in(summary, "epochSummaries", kind, start, place, unplaced)
            yield from summary.told(place, kind[0].value)
