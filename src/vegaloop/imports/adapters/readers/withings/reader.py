"""Withings: answers of its API, as they were kept; the tables of its export are beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.withings.days import read_day, read_minutes, read_workout
from vegaloop.imports.adapters.readers.withings.measures import read_group
from vegaloop.imports.adapters.readers.withings.nights import read_spans, read_summary
from vegaloop.imports.adapters.readers.withings.tables import READERS as TABLE_READERS
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

_BODIES: Final = ("measuregrps", "activities", "devices", "goals", "profiles")
_NOT_TAKEN: Final = {
    "devices": "device",
    "goals": "goal",
    "profiles": "profile",
    "user": "user",
    "survey": "survey",
}


@final
class WithingsApi:
    """Reads an answer, whole or only its body, or a list of groups of measures."""

    kind = "withings"

    def fits(self, value: object) -> bool:
        """Tell by what an answer holds."""
        if isinstance(value, list):
            return Fields(next(iter(value), None)).has("grpid", "measures")
        whole = Fields(value)
        inner = whole.within("value")
        if inner.has("status", "body"):
            return True
        body = whole.within("body") if "body" in whole else whole
        if whole.has("status", "body") and isinstance(whole.get("status"), int):
            return True
        return any(isinstance(body.get(name), list) for name in _BODIES[:1])

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read what it holds."""
        unplaced = Unplaced()
        value = document.value
        if isinstance(value, list):
            body = Fields({"measuregrps": value})
        else:
            whole = Fields(value)
            whole = whole.within("value") if "value" in whole else whole
            body = whole.within("body") if "body" in whole else whole
            yield from whole.told(arrival.place(line=document.line), "record")
        yield from _read_body(body, arrival, unplaced)
        for name, what in _NOT_TAKEN.items():
            if body.get(name) not in (None, []):
                unplaced.add(what, arrival.place(line=document.line))
        yield from body.told(arrival.place(line=document.line), "record")
        yield from unplaced.told()


def _read_body(body: Fields, arrival: Arrival, unplaced: Unplaced) -> Iterator[Found]:
    profile = arrival.profile
    zone = body.text("timezone")
    for place, group in _numbered(body.get("measuregrps"), arrival):
        yield from read_group(group, place, zone, profile, unplaced)
        yield from group.told(place, "record")
    for place, day in _numbered(body.get("activities"), arrival):
        yield from read_day(day, place, profile, unplaced)
        yield from day.told(place, "day")
    series = body.get("series")
    if isinstance(series, dict):
        for item, (second, value) in enumerate(series.items(), 1):
            minutes, place = Fields(value), arrival.place(item=item)
            yield from read_minutes(str(second), minutes, place, profile)
            yield from minutes.told(place, "day")
    spans: list[tuple[Place, Fields]] = []
    for place, record in _numbered(series, arrival):
        if "state" in record:
            spans.append((place, record))
        elif "category" in record:
            yield from read_workout(record, place, profile)
        elif record.has("startdate", "data"):
            yield from read_summary(record, place, profile, unplaced)
        else:
            unplaced.add("ecg" if "ecg" in record else "series", place)
    yield from read_spans(spans, profile, unplaced)
    for place, record in spans:
        yield from record.told(place, "sleep")


def _numbered(value: object, arrival: Arrival) -> Iterator[tuple[Place, Fields]]:
    if isinstance(value, list):
        for item, one in enumerate(value, 1):
            yield arrival.place(item=item), Fields(one)


READERS: Final = (WithingsApi(), *TABLE_READERS)
