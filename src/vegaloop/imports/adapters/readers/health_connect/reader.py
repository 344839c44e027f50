"""Health Connect: the records of Android's store, as apps write them to JSON.

The platform's own export is a database; this reads the names of the records and of their fields,
in any style and with units as objects or in the name (from memory of the platform's interface).

Rule 1: an end without an offset has that of the start; a time in UTC without one is put at home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.naming import known_as
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.adapters.readers.health_connect.kinds import KINDS, is_kind
from vegaloop.imports.adapters.readers.health_connect.packing import Packer
from vegaloop.imports.adapters.readers.health_connect.shapes import (
    kind_in_fields,
    kind_in_name,
    kind_of,
    left_in,
    packed_in,
)
from vegaloop.imports.adapters.readers.health_connect.values import Entry
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

_LOOKED_AT: Final = 5
_TIMES: Final = ("time", "startTime", "startTimeMillis", "start", "sessionEndTime")
_IN: Final = re.compile(r"in[A-Z]")
_RECORD: Final = re.compile(r" ?records?$")


@final
class HealthConnect:
    """Reads a document with lists by type, a list of records, or a record."""

    kind = "health_connect"

    def fits(self, value: object) -> bool:
        """Tell by the types of its first records, and by what only they have beside it."""
        first = islice(packed_in(value), _LOOKED_AT)
        return any(_is_record(named, one) for _, named, one in first)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each record; the usual ones of series are packed."""
        unplaced, packer = Unplaced(), Packer(document.line, arrival)
        in_name = kind_in_name(arrival.base)
        for item, named, record in packed_in(document.value):
            name = kind_of(named) or (in_name if is_kind(in_name) else kind_in_fields(record))
            if packer.add(item, name, record):
                if packer.is_full:
                    yield from packer.packed()
                continue
            read = KINDS.get(name)
            place = arrival.place(line=document.line, item=item)
            if read is None:
                unplaced.add(_RECORD.sub("", spoken(named or name)) or "record", place)
                continue
            entry = Entry(record, place, arrival.profile, unplaced)
            yield from known_as(read(entry), entry.id, entry.edited_at)
            yield from record.told(place, name)
        yield from packer.packed()
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what is no list of records."""
        return left_in(value)


def _is_record(named: str, record: Fields) -> bool:
    if not any(name in record for name in _TIMES):
        return False
    if not named:
        return _has_origin(record)
    theirs = "metadata" in record or named.endswith("Record") or _has_offset(record)
    theirs = theirs or any(_is_quantity(one) for one in record.values())
    told = kind_in_fields(record) == kind_of(named) and "T" in record.text(*_TIMES)
    return is_kind(named) and (theirs or told)


def _has_origin(record: Fields) -> bool:
    """Whether a record without a type says where the platform has it from."""
    metadata = record.get("metadata")
    if isinstance(metadata, dict):
        return Fields(metadata).get("dataOrigin", "lastModifiedTime") is not None
    told = _has_offset(record) or record.has("app", "start", "data")
    return told and is_kind(kind_in_fields(record))


def _is_quantity(held: object) -> bool:
    """Whether something is a number as the platform writes one: `{"inKilograms": 70.5}`."""
    return isinstance(held, dict) and bool(held) and all(_IN.match(str(name)) for name in held)


def _has_offset(record: Fields) -> bool:
    return any(name in record for name in ("zoneOffset", "startZoneOffset", "dataOrigin"))


READERS: Final = (HealthConnect(),)
