"""The web API's answers: days of a series, minutes of a day, and what a night came to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from vegaloop.biometrics import (
    BodyFat,
    Hrv,
    Metric,
    Respiration,
    Scale,
    SpO2,
    Temperature,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of, weight_of
from vegaloop.imports.adapters.readers.common.days import day_in, day_reading, day_sample
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, time_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document

__all__ = ("FitbitAnswers", "OxygenDays")

# Kilometres in the unit of the series, and minutes of two intensities.
_SERIES: Final = {
    "steps": (Metric.STEPS, 1.0),
    "floors": (Metric.FLOORS, 1.0),
    "distance": (Metric.DISTANCE, 1_000.0),
    "heart": (Metric.HEART_RATE, 1.0),
    "active-zone-minutes": (Metric.INTENSITY_TIME, 1.0),
}
_ZONES: Final = Maker(source_of("fitbit", "active zone minutes"))
_NIGHTLY: Final = ("hrv", "br", "tempSkin", "tempCore", "cardioScore")
_NAMED: Final = re.compile(r"(activities|body|sleep|foods-log)(-tracker)?-(.+)$", re.IGNORECASE)
_RANGE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)$", re.ASCII)
_SECONDS: Final = {"second": 1.0, "minute": 60.0, "hour": 3_600.0}


@final
class FitbitAnswers:
    """Reads them."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return "fitbit"

    def fits(self, value: object) -> bool:
        """Tell by the name of the list in it, which is that of the series, and by its days."""
        if not isinstance(value, dict):
            return False
        whole = Fields(value)
        named = [name for name in value if isinstance(name, str) and _is_named(name)]
        return any(
            all("dateTime" in Fields(one) for one in whole.many(name)[:3])
            and (name not in _NIGHTLY or bool(whole.many(name)))
            for name in named
            if isinstance(value.get(name), list)
        ) or (bool(whole.many("water")) and "water" in whole.within("summary"))

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one series after the other."""
        return _answers(document, arrival)


def _is_named(name: str) -> bool:
    return name in _NIGHTLY or _NAMED.match(name) is not None


def _answers(document: Document, arrival: Arrival) -> Iterator[Found]:
    value, whole = document.value, Fields(document.value)
    names = list(value) if isinstance(value, dict) else []
    for name in names:
        if not isinstance(name, str) or name.endswith("-intraday"):
            continue
        found = _NAMED.match(name)
        for item, one in enumerate(whole.many(name) if _is_named(name) else [], 1):
            place, entry = arrival.place(line=document.line, item=item), Fields(one)
            if found is None:
                yield from _night(name, entry, place, arrival)
                continue
            series = found.group(3)
            minutes = whole.within(f"{name}-intraday").many("dataset")
            yield from _day(
                f"{found.group(1)}-{series}", entry, place, arrival, has_minutes=bool(minutes)
            )
            if item == 1 and minutes:
                yield from _minutes(series, whole.within(f"{name}-intraday"), entry, arrival)
    for item, one in enumerate(whole.many("water"), 1):
        place = arrival.place(line=document.line, item=item)
        yield MAKER.misshapen(place, "meal", "date", Fields(one).text("amount"), "a day")


def _day(
    name: str, entry: Fields, place: Place, arrival: Arrival, *, has_minutes: bool
) -> Iterator[Found]:
    """Read a day of a series; where its minutes are told as well, these are what counts."""
    day, profile, inner = entry.get("dateTime"), arrival.profile, entry.within("value")
    series = name.partition("-")[2]
    if name == "body-weight" and (kg := entry.number("value")) is not None:
        weight = weight_of(kg, "value")
        yield day_reading(MAKER, place, "weight", day, weight, profile)
    elif name == "body-fat" and (percent := entry.number("value")) is not None:
        fat = BodyFat.of_percent(percent, "value")
        yield day_reading(MAKER, place, "body_fat", day, fat, profile)
    elif name == "activities-heart":
        if rate := inner.number("restingHeartRate"):
            read = resting_rate_of(rate, "restingHeartRate")
            yield day_reading(MAKER, place, "resting_heart_rate", day, read, profile)
        yield MAKER.unsupported(place, "time in a heart rate zone")
    elif name == "activities-active-zone-minutes":
        value = inner.number("activeZoneMinutes")
        yield day_sample(_ZONES, place, Metric.INTENSITY_TIME, day, value, profile)
    elif name.startswith("activities-") and series in _SERIES:
        metric, unit = _SERIES[series]
        value = entry.number("value")
        if not has_minutes:
            total = None if value is None else value * unit
            yield day_sample(MAKER, place, metric, day, total, profile)
    else:
        yield MAKER.unsupported(place, spoken(name))


def _minutes(series: str, intraday: Fields, day: Fields, arrival: Arrival) -> Iterator[Found]:
    step = intraday.number("datasetInterval") or 1.0
    step_s = step * _SECONDS.get(intraday.text("datasetType") or "minute", 60.0)
    date = day_in(day.get("dateTime"))[:10]
    known = _SERIES.get(series)
    for item, one in enumerate(intraday.many("dataset"), 1):
        entry, place = Fields(one), arrival.place(item=item)
        if known is None:
            yield MAKER.unsupported(place, f"{spoken(series)} of a minute")
            continue
        metric, unit = known
        when = time_in(f"{date}T{entry.text('time')}", arrival.profile, "time")
        value = entry.number("value")
        scaled = None if value is None else value * unit
        length_s = 0.0 if metric is Metric.HEART_RATE else step_s
        yield MAKER.sample(place, metric, when, scaled, length_s)


def _night(name: str, entry: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    day, inner, profile = entry.get("dateTime"), entry.within("value"), arrival.profile
    match name:
        case "hrv":
            if (rmssd := inner.number("dailyRmssd")) is not None:
                read = Hrv.of_rmssd_ms(rmssd, "dailyRmssd")
                yield day_reading(MAKER, place, "hrv", day, read, profile)
            for one in (Fields(given) for given in entry.many("minutes")):
                when = time_in(one.text("minute"), profile, "minute")
                value = one.within("value").number("rmssd")
                yield MAKER.sample(place, Metric.HRV_RMSSD, when, value, 300.0)
        case "br" if (rate := inner.number("breathingRate")) is not None:
            read_rate = Respiration.of_per_min(rate, "breathingRate")
            yield day_reading(MAKER, place, "respiration", day, read_rate, profile)
        case "tempSkin" if (change := inner.number("nightlyRelative")) is not None:
            skin = Temperature.of_celsius(Scale.DEVIATION, change, "nightlyRelative")
            yield day_reading(MAKER, place, "temperature", day, skin, profile)
        case "tempCore" if (celsius := entry.number("value")) is not None:
            core = Temperature.of_celsius(Scale.BODY, celsius, "value")
            when = time_in(entry.text("dateTime"), profile, "dateTime")
            yield MAKER.reading(place, "temperature", when, core)
        case "cardioScore":
            value = _vo2max(inner)
            yield day_sample(MAKER, place, Metric.VO2MAX, day, value, profile)
        case _:
            yield MAKER.misshapen(place, name, "value", entry.get("value"), "a value")


def _vo2max(inner: Fields) -> float | None:
    """Read `44-48` as its middle, as Fitbit means it; `45.2` as it is."""
    span = _RANGE.match(inner.text("vo2Max"))
    if span is None:
        return inner.number("vo2Max")
    return (float(span.group(1)) + float(span.group(2))) / 2


@final
class OxygenDays:
    """Reads the web API's oxygen of one night or of several, with or without its minutes."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return "fitbit"

    def fits(self, value: object) -> bool:
        """Tell by the day with its mean, least and greatest, or its minutes."""
        first = Fields(value[0] if isinstance(value, list) and value else value)
        if not first.has("dateTime"):
            return False
        minute = Fields(next(iter(first.many("minutes")), None))
        return first.within("value").has("avg", "min", "max") or minute.has("minute", "value")

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one night after the other."""
        value = document.value
        for item, one in enumerate(value if isinstance(value, list) else [value], 1):
            night, place = Fields(one), arrival.place(line=document.line, item=item)
            mean = night.within("value").number("avg")
            if mean is not None:
                read = SpO2.of_percent(mean, "avg")
                day = night.get("dateTime")
                yield day_reading(MAKER, place, "spo2", day, read, arrival.profile)
            for minute in (Fields(given) for given in night.many("minutes")):
                when = time_in(minute.text("minute"), arrival.profile, "minute")
                yield MAKER.sample(place, Metric.OXYGEN, when, minute.number("value"), 60.0)
