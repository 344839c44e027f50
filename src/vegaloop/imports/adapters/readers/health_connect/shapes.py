"""Where a document of Health Connect has its records, and of what kind each is.

Rule 1: a record is of the kind it says, else of that its list is called; else its fields tell,
and last the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.health_connect.points import is_point, of_points
from vegaloop.imports.adapters.readers.health_connect.words import SHORT

__all__ = ("Packed", "kind_in_fields", "kind_in_name", "kind_of", "packed_in")

# The item it is in its document, what it is called there, and itself.
Packed: TypeAlias = tuple[int, str, Fields]

_LISTS: Final = ("records", "data", "healthConnectRecords", "entries")
_TYPE: Final = ("recordType", "record_type", "dataType", "type")
_PACKED: Final = ("record", "data")
# The kinds of records that have fields no other has; the most telling first.
_TELLING: Final = (
    ("stages", "sleepsession"),
    ("systolic", "bloodpressure"),
    ("exerciseType", "exercisesession"),
    ("mealType", "nutrition"),
    ("floors", "floorsclimbed"),
    ("heartRateVariabilityMillis", "heartratevariabilityrmssd"),
    ("vo2MillilitersPerMinuteKilogram", "vo2max"),
    ("count", "steps"),
    ("bpm", "heartrate"),
    ("beatsPerMinute", "restingheartrate"),
    ("weight", "weight"),
    ("kilograms", "weight"),
    ("volume", "hydration"),
    ("level", "bloodglucose"),
    ("rate", "respiratoryrate"),
    ("temperature", "bodytemperature"),
    ("distance", "distance"),
    ("meters", "distance"),
)
_STEM: Final = re.compile(r"[A-Za-z_]+")


@lru_cache(1_024)
def kind_of(name: str) -> str:
    """The kind a type or a list is of: `StepsRecord`, `steps` and `android…Steps` are one."""
    last = name.rpartition(".")[2].replace("_", "").casefold()
    for ending in ("records", "record", "series"):
        last = last.removesuffix(ending)
    return SHORT.get(last, last)


def kind_in_fields(record: Fields) -> str:
    """The kind only the fields of a record tell; nothing where they fit several."""
    samples = record.get("samples")
    if isinstance(samples, list):
        beats = Fields(samples[0] if samples else None)
        return "heartrate" if beats.get("beatsPerMinute", "bpm") is not None else ""
    return next((kind for field, kind in _TELLING if field in record), "")


def kind_in_name(file: str) -> str:
    """The kind a file is called by: `OxygenSaturationRecord_2024.json`."""
    found = _STEM.match(file)
    return kind_of(found.group()) if found else ""


def packed_in(value: object) -> Iterator[Packed]:
    """Every record of a document."""
    if isinstance(value, list):
        if value and is_point(value[0]):
            yield from of_points(value)
            return
        for item, one in enumerate(value, 1):
            record = Fields(one)
            named = record.get(*_TYPE)
            yield item, named if isinstance(named, str) else "", _unpacked(one, record)
        return
    whole = Fields(value)
    said = whole.get(*_TYPE)
    if said is not None and not isinstance(said, list | dict):
        yield 1, said if isinstance(said, str) else "", _unpacked(value, whole)
        return
    for name in _LISTS:
        held = whole.get(name)
        if isinstance(held, list | dict) and not _is_one(whole):
            yield from packed_in(held) if isinstance(held, list) else _by_type(held)
            return
    if isinstance(value, dict):
        yield from [(1, "", _unpacked(value, whole))] if _is_one(whole) else _by_type(value)


def _is_one(whole: Fields) -> bool:
    """Whether a document is a record by itself, which has a time."""
    return any(name in whole for name in ("startTime", "time", "start"))


def _by_type(lists: dict[object, object]) -> Iterator[Packed]:
    item = 0
    for name, held in lists.items():
        for one in held if isinstance(held, list) else ():
            item += 1
            yield item, str(name), Fields(one)


def _unpacked(one: object, record: Fields) -> Fields:
    """A record, also where its fields stand in one of their own beside its type."""
    inner = record.get(*_PACKED)
    if isinstance(one, dict) and isinstance(inner, dict):
        return Fields({**one, **inner})
    return record
