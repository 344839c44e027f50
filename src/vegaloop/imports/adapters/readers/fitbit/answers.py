"""The web API's answers: days of a series, minutes of a day, and what a night came to.

Rule 1: an entry alone is the same as in its list, where a field of its value says what it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.biometrics import BodyFat, Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of, weight_of
from vegaloop.imports.adapters.readers.common.days import day_in, day_reading, day_sample
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, time_in
from vegaloop.imports.adapters.readers.fitbit.named import day_named
from vegaloop.imports.adapters.readers.fitbit.nightly import NIGHTLY, read_night
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document

__all__ = ("FitbitAnswers",)

# Kilometres in the unit of the series, and minutes of two intensities.
_SERIES: Final = {
    "steps": (Metric.STEPS, 1.0),
    "floors": (Metric.FLOORS, 1.0),
    "distance": (Metric.DISTANCE, 1_000.0),
    "heart": (Metric.HEART_RATE, 1.0),
    "active-zone-minutes": (Metric.INTENSITY_TIME, 1.0),
    "caloriesBMR": (Metric.RESTING_ENERGY, 1.0),
}
_ZONES: Final = Maker(source_of("fitbit", "active zone minutes"))
_NAMED: Final = re.compile(r"(activities|body|sleep|foods-log)(-tracker)?-(.+)$", re.IGNORECASE)
_INTRADAY: Final = "-intraday"
# The list an entry is of, by a field of its value.
_ALONE: Final = {
    "dailyRmssd": "hrv",
    "breathingRate": "br",
    "fullSleepSummary": "br",
    "nightlyRelative": "tempSkin",
    "vo2Max": "cardioScore",
    "restingHeartRate": "activities-heart",
    "heartRateZones": "activities-heart",
    "activeZoneMinutes": "activities-active-zone-minutes",
}
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
        whole = Fields(_listed(value))
        named = [name for name in _names_in(_listed(value)) if _is_named(name)]
        return any(
            all("dateTime" in Fields(one) for one in whole.many(name)[:3])
            and (name not in NIGHTLY or bool(whole.many(name)))
            for name in named
            if isinstance(whole.get(name), list)
        ) or any("dataset" in whole.within(name) for name in named if name.endswith(_INTRADAY))

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one series after the other."""
        return _answers(_listed(document.value), document.line, arrival)

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the series."""
        return beside(value, set(filter(_is_named, _names_in(value))))


def _names_in(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, dict) else []


def _is_named(name: str) -> bool:
    return name in NIGHTLY or _NAMED.match(name) is not None


def _listed(value: object) -> object:
    """Put an entry that stands alone into the list it is of."""
    entry = Fields(value)
    if not entry.has("dateTime"):
        return value
    told, minute = entry.within("value"), Fields(next(iter(entry.many("minutes")), None))
    name = next((name for field, name in _ALONE.items() if field in told), "")
    if not name and "rmssd" in minute.within("value"):
        name = "hrv"
    return {name: [value]} if name else value


def _answers(value: object, line: int | None, arrival: Arrival) -> Iterator[Found]:
    whole = Fields(value)
    for name in filter(_is_named, _names_in(value)):
        if name.endswith(_INTRADAY):
            yield from _intraday(name, whole, line, arrival)
            continue
        found = _NAMED.match(name)
        minutes = whole.get(f"{name}{_INTRADAY}")
        has_minutes = isinstance(minutes, dict) and bool(Fields(minutes).many("dataset"))
        for item, one in enumerate(whole.many(name), 1):
            place, entry = arrival.place(line=line, item=item), Fields(one)
            if found is None:
                yield from read_night(name, entry, place, arrival)
            else:
                series = f"{found.group(1)}-{found.group(3)}"
                yield from _day(series, entry, place, arrival, has_minutes=has_minutes)


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


def _intraday(name: str, whole: Fields, line: int | None, arrival: Arrival) -> Iterator[Found]:
    """Read the minutes of the day beside them, else of the one in the name they were kept under."""
    of_days, found = name.removesuffix(_INTRADAY), _NAMED.match(name)
    series = "" if found is None else found.group(3).removesuffix(_INTRADAY)
    if isinstance(whole.get(name), list):  # Of zones: days of minutes.
        for item, one in enumerate(whole.many(name), 1):
            count = len(Fields(one).many("minutes"))
            place = arrival.place(line=line, item=item)
            yield MAKER.unsupported(place, f"{spoken(series)} of a minute", max(count, 1))
        return
    days = [Fields(one).get("dateTime") for one in whole.many(of_days)]
    date = day_in(days[0])[:10] if days else day_named(arrival)
    yield from _minutes(series, whole.within(name), date, arrival)


def _minutes(series: str, intraday: Fields, date: str, arrival: Arrival) -> Iterator[Found]:
    step = intraday.number("datasetInterval") or 1.0
    step_s = step * _SECONDS.get(intraday.text("datasetType") or "minute", 60.0)
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
