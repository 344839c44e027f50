"""The account export's series: `{"dateTime": …, "value": …}`, one file a metric and span.

Rule 1: that it is a series its content says; of what it is, where its values are bare numbers, is
written nowhere but in the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import (
    day_in,
    day_reading,
    day_sample,
    whole_day,
)
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, is_time, time_in
from vegaloop.imports.adapters.readers.fitbit.packing import Packer
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.result import Failure, Success

__all__ = ("FitbitSeries",)

# A metric and what one of the file's numbers is in its unit: centimetres, and feet gone up.
_EACH_MINUTE: Final = {
    "steps": (Metric.STEPS, 1.0),
    "distance": (Metric.DISTANCE, 0.01),
    "altitude": (Metric.FLOORS, 0.1),
    "floors": (Metric.FLOORS, 1.0),
}
_ACTIVE: Final = {"very_active_minutes": 2, "moderately_active_minutes": 1}
# What an answer or a table tells of a day as one number is of another source.
_MINUTES: Final = Maker(source_of("fitbit", "active minutes"))
_NO_ROOM: Final = {
    "calories": "total energy",
    "lightly_active_minutes": "light activity time",
    "sedentary_minutes": "sedentary time",
}
_VO2MAX: Final = ("demographicVO2Max", "runVO2Max")
_MINUTE_S: Final = 60.0
_ACTIVE_S: Final = 22 * 3_600.0  # Less than the shortest day.
_STEM: Final = re.compile(r"([a-z][a-z0-9_]*?)(?:[- ]?\(?\d[\d\- ()]*)?(?:\.json)?$")


@final
class FitbitSeries:
    """Reads them."""

    def __init__(self) -> None:
        self._items = Items("fitbit", _is_entry, _read_entry)

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._items.kind

    def fits(self, value: object) -> bool:
        """Tell by the two fields of its entries."""
        return isinstance(value, list) and self._items.fits(value)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read the entries; active minutes are of one of two intensities, by the name."""
        if _stem(arrival) in _ACTIVE:
            return _active_minutes(document, arrival)
        return self._packed(document, arrival)

    def _packed(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Pack what is usual; what is not is read one by one, and told."""
        metric, unit = _EACH_MINUTE.get(_stem(arrival), (Metric.HEART_RATE, 0.0))
        packer = Packer(document.line, arrival, metric, unit, _MINUTE_S if unit else 0.0)
        for item, entry in enumerate(_entries(document), 1):
            if not packer.add(item, entry):
                if packer and packer.is_apart:  # Its order among them tells which hour it was.
                    yield packer.packed()
                place = arrival.place(line=document.line, item=item)
                yield from _read_entry(Fields(entry), place, arrival)
            elif packer.is_full:
                yield packer.packed()
        if packer:
            yield packer.packed()


def _entries(document: Document) -> list[object]:
    return document.value if isinstance(document.value, list) else [document.value]


def _is_entry(entry: Fields) -> bool:
    return entry.has("dateTime", "value") and len(entry.values()) == 2 and _is_timed(entry)


def _is_timed(entry: Fields) -> bool:
    return is_time(entry.text("dateTime"))


def _read_entry(entry: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    day, value = entry.get("dateTime"), entry.within("value")
    if not value:
        yield _bare(entry, place, arrival)
    elif "bpm" in value:
        bpm = value.number("bpm")
        if value.number("confidence") == 0:
            yield MAKER.unsupported(place, "heart rate without confidence")
            return
        when = time_in(entry.text("dateTime"), arrival.profile, "dateTime")
        yield MAKER.sample(place, Metric.HEART_RATE, when, bpm)
    elif "valuesInZones" in value:
        yield MAKER.unsupported(place, "time in a heart rate zone")
    elif value.has("value", "error"):
        rate = value.number("value")
        if rate is None:
            given = value.get("value")
            yield MAKER.misshapen(place, "resting_heart_rate", "value", given, "a heart rate")
            return
        read = resting_rate_of(rate)
        on = value.get("date") or day
        yield day_reading(MAKER, place, "resting_heart_rate", on, read, arrival.profile)
    elif any(name in value for name in _VO2MAX):
        vo2max = value.number(*_VO2MAX)
        yield day_sample(MAKER, place, Metric.VO2MAX, day, vo2max, arrival.profile)
    else:
        yield MAKER.unsupported(place, "series of an unknown shape")


def _bare(entry: Fields, place: Place, arrival: Arrival) -> Found:
    stem = _stem(arrival)
    if stem in _NO_ROOM:
        return MAKER.unsupported(place, _NO_ROOM[stem])
    if stem not in _EACH_MINUTE:
        return MAKER.unsupported(place, "series without a name")
    metric, unit = _EACH_MINUTE[stem]
    number = entry.number("value")
    if number is None:
        wanted = "a number"
        return MAKER.misshapen(place, metric.value, "value", entry.get("value"), wanted)
    when = time_in(entry.text("dateTime"), arrival.profile, "dateTime")
    return MAKER.sample(place, metric, when, number * unit, _MINUTE_S)


def _active_minutes(document: Document, arrival: Arrival) -> Iterator[Found]:
    """Add up one intensity by day, the vigorous minutes twice, as they are recommended.

    The other intensity is another file, which may come another day: the vigorous minutes begin and
    end a second later, and both end before the day does, so that neither lies within the other and
    they add up: of totals as long as the day there is one.
    """
    what, weight = Metric.INTENSITY_TIME, _ACTIVE[_stem(arrival)]
    days: dict[str, tuple[Place, float]] = {}
    for item, one in enumerate(_entries(document), 1):
        place, entry = arrival.place(line=document.line, item=item), Fields(one)
        number, day = entry.number("value"), day_in(entry.get("dateTime"))[:10]
        if number is None:
            yield _MINUTES.misshapen(place, what.value, "value", entry.get("value"), "minutes")
            continue
        first, minutes = days.get(day, (place, 0.0))
        days[day] = first, minutes + weight * number
    late_s = weight - 1.0
    for day, (place, minutes) in days.items():
        match whole_day(day, arrival.profile, "dateTime"):
            case Success(found):
                begins = Success(stepped(found.begins, late_s))
                yield _MINUTES.sample(place, what, begins, minutes, _ACTIVE_S)
            case Failure(bad_day):
                yield NotTaken(place, what.value, bad_day)


def _stem(arrival: Arrival) -> str:
    """Find what the name of a file says it is of: `steps` of `…/steps-2018-01-01.json`."""
    found = _STEM.match(arrival.base.casefold())
    return found.group(1) if found else ""
