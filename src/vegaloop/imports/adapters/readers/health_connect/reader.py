"""Health Connect: the records of Android's store, as apps write them to JSON.

There is no export format of its own; this reads the names of the records and of their fields, in
any style and with units as objects or in the name (from memory of the platform's interface).

Rule 1: an end without an offset has that of the start; a time in UTC without one is put at home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.adapters.readers.health_connect.kinds import KINDS, is_kind, kind_of
from vegaloop.imports.adapters.readers.health_connect.values import Entry
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

_LISTS: Final = ("records", "data", "healthConnectRecords", "entries")
_TYPE: Final = ("recordType", "record_type", "dataType", "type")
_PACKED: Final = ("record", "data")
_LOOKED_AT: Final = 5
_IN: Final = re.compile(r"in[A-Z]")
_RECORD: Final = re.compile(r" ?records?$")


@final
class HealthConnect:
    """Reads a document with lists by type, a list of records, or a record."""

    kind = "health_connect"

    def fits(self, value: object) -> bool:
        """Tell by the types of its first records, and by what only they have beside it."""
        found = list(_records(value))
        return any(_is_record(kind, Fields(one)) for kind, one in found[:_LOOKED_AT])

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each record."""
        unplaced = Unplaced()
        for item, (named, value) in enumerate(_records(document.value), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            name = kind_of(named)
            read = KINDS.get(name)
            if read is None:
                unplaced.add(_RECORD.sub("", spoken(named)) or "record", place)
                continue
            yield from read(Entry(record, place, arrival.profile, unplaced))
            yield from record.told(place, name)
        yield from unplaced.told()


def _is_record(kind: str, record: Fields) -> bool:
    known = is_kind(kind) and (
        "time" in record or "startTime" in record or "startTimeMillis" in record
    )
    theirs = "metadata" in record or kind.endswith("Record") or _has_offset(record)
    return known and (theirs or any(_is_quantity(one) for one in record.values()))


def _is_quantity(held: object) -> bool:
    """Whether something is a number as the platform writes one: `{"inKilograms": 70.5}`."""
    return isinstance(held, dict) and bool(held) and all(_IN.match(str(name)) for name in held)


def _has_offset(record: Fields) -> bool:
    return any(name in record for name in ("zoneOffset", "startZoneOffset", "dataOrigin"))


def _records(value: object) -> Iterator[tuple[str, object]]:
    """Every record with the type it says, or the name of the list it stands in."""
    if isinstance(value, list):
        for one in value:
            yield _typed(one), _unpacked(one)
        return
    whole = Fields(value)
    if any(whole.get(name) is not None for name in _TYPE) and not isinstance(
        whole.get(*_TYPE), list | dict
    ):
        yield _typed(value), _unpacked(value)
        return
    for name in _LISTS:
        held = whole.get(name)
        if isinstance(held, list | dict):
            yield from _records(held) if isinstance(held, list) else _by_type(held)
            return
    if isinstance(value, dict):
        yield from _by_type(value)


def _by_type(lists: dict[object, object]) -> Iterator[tuple[str, object]]:
    for name, held in lists.items():
        if is_kind(str(name)) and isinstance(held, list):
            for one in held:
                yield str(name), one


def _unpacked(one: object) -> object:
    """A record, also where its fields stand in one of their own beside its type."""
    inner = Fields(one).get(*_PACKED)
    return {**one, **inner} if isinstance(one, dict) and isinstance(inner, dict) else one


def _typed(one: object) -> str:
    named = Fields(one).get(*_TYPE)
    return named if isinstance(named, str) else ""


READERS: Final = (HealthConnect(),)
