"""Where a document of Health Connect has its records, and of what kind each is.

Rule 1: a record is of the kind it says, else of that its list is called; else its fields tell,
and last the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from vegaloop.imports.adapters.readers.common.documents import all_but
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.health_connect.points import is_point, of_points
from vegaloop.imports.adapters.readers.health_connect.words import SHORT

__all__ = ("Packed", "kind_in_fields", "kind_in_name", "kind_of", "left_in", "packed_in")

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
    if _is_one(whole):
        said = whole.get(*_TYPE)
        yield 1, said if isinstance(said, str) else "", _unpacked(value, whole)
        return
    held = _wrapped(whole, value)
    if isinstance(held, list):
        yield from packed_in(held)
    elif isinstance(held, dict):
        yield from _by_type(held)


def left_in(value: object) -> dict[str, object]:
    """What stands in a document that is neither a record nor a list of them."""
    whole = Fields(value)
    if _is_one(whole):
        return {}
    held = _wrapped(whole, value)
    about = {} if held is value else all_but(value, ())
    left = {name: one for name, one in about.items() if one is not held}
    return left | {name: one for name, one in all_but(held, ()).items() if isinstance(one, dict)}


def _wrapped(whole: Fields, value: object) -> object:
    """What a document holds its records in: where nothing is called so, itself."""
    held = (whole.get(name) for name in _LISTS)
    return next((one for one in held if isinstance(one, list | dict)), value)


def _is_one(whole: Fields) -> bool:
    """Whether a document is a record by itself, which has a type or a time."""
    said = whole.get(*_TYPE)
    is_typed = said is not None and not isinstance(said, list | dict)
    return is_typed or any(name in whole for name in ("startTime", "time", "start"))


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
