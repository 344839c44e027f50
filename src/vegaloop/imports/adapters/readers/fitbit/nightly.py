"""What the web API tells of a night as one number, and its minutes: heart, breath, skin, oxygen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from vegaloop.biometrics import Hrv, Metric, Respiration, Scale, SpO2, Temperature
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.days import day_reading, day_sample
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import left_out
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, time_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document

__all__ = ("NIGHTLY", "OxygenDays", "read_night")

NIGHTLY: Final = ("hrv", "br", "tempSkin", "tempCore", "cardioScore")
_RANGE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)$", re.ASCII)
_STAGES: Final = ("deepSleepSummary", "lightSleepSummary", "remSleepSummary")


def read_night(name: str, entry: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a night of the list of a name."""
    day, inner, profile = entry.get("dateTime"), entry.within("value"), arrival.profile
    rate = inner.number("breathingRate")
    if rate is None:
        rate = inner.within("fullSleepSummary").number("breathingRate")
    match name:
        case "hrv":
            if (rmssd := inner.number("dailyRmssd")) is not None:
                read = Hrv.of_rmssd_ms(rmssd, "dailyRmssd")
                yield day_reading(MAKER, place, "hrv", day, read, profile)
            yield from left_out(inner, ("deepRmssd",), place)
            for one in (Fields(given) for given in entry.many("minutes")):
                when, value = time_in(one.text("minute"), profile, "minute"), one.within("value")
                rmssd = value.number("rmssd")
                yield MAKER.sample(place, Metric.HRV_RMSSD, when, rmssd, 300.0)
                yield from left_out(value, ("coverage", "hf", "lf"), place)
        case "br" if rate is not None:
            read_rate = Respiration.of_per_min(rate, "breathingRate")
            yield day_reading(MAKER, place, "respiration", day, read_rate, profile)
            yield from left_out(inner, _STAGES, place)
        case "tempSkin" if (change := inner.number("nightlyRelative")) is not None:
            skin = Temperature.of_celsius(Scale.DEVIATION, change, "nightlyRelative")
            yield day_reading(MAKER, place, "temperature", day, skin, profile)
        case "tempCore" if (celsius := entry.number("value")) is not None:
            core = Temperature.of_celsius(Scale.BODY, celsius, "value")
            when = time_in(entry.text("dateTime"), profile, "dateTime")
            yield MAKER.reading(place, "temperature", when, core)
        case "cardioScore":
            yield day_sample(MAKER, place, Metric.VO2MAX, day, _vo2max(inner), profile)
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
        return first.within("value").has("avg", "min", "max") or (
            minute.has("minute", "value") and not isinstance(minute.get("value"), dict)
        )

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
                spread = {"spo2_min": night.within("value").get("min")}
                spread["spo2_max"] = night.within("value").get("max")
                yield from left_out(Fields(spread), spread, place)
            for minute in (Fields(given) for given in night.many("minutes")):
                when = time_in(minute.text("minute"), arrival.profile, "minute")
                yield MAKER.sample(place, Metric.OXYGEN, when, minute.number("value"), 60.0)
