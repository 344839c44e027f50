"""A record a phone pushed, as device sync hands it on: by itself, wrapped with what it is of.

Rule 1: a record is taken whole, or refused with the first thing that is wrong with it.
Rule 2: a type there is no room for is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.records import Fields, shown
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.phone.eaten import hydration, nutrition
from vegaloop.imports.adapters.readers.phone.entry import PLATFORMS, Entry, Read
from vegaloop.imports.adapters.readers.phone.measured import (
    MEASURED,
    beats,
    height,
    measured,
    pressure,
)
from vegaloop.imports.adapters.readers.phone.slept import sleep
from vegaloop.imports.adapters.readers.phone.trained import workout
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.result import Failure, Success, both

__all__ = ("READERS",)

ReadEntry: TypeAlias = Callable[[Entry], Read]

_RECORD: Final = "phone_record"
_SHOWN: Final = 60
_KINDS: Final[dict[str, ReadEntry]] = {
    **dict.fromkeys(MEASURED, measured),
    "blood_pressure": pressure,
    "height": height,
    "hydration": hydration,
    "nutrition": nutrition,
    "rr_intervals_ms": beats,
    "sleep": sleep,
    "workout": workout,
}


@final
class PhoneRecord:
    """Reads one record."""

    kind: Final = "phone"

    def fits(self, value: object) -> bool:
        """Tell by the word it is wrapped under, and by its platform."""
        return isinstance(value, dict) and _RECORD in value and value.get("source") in PLATFORMS

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read it, or say what is wrong with it."""
        wrapped, place = Fields(document.value), arrival.place(line=document.line)
        record, fault = Fields(wrapped.get(_RECORD)), wrapped.within("fault")
        if fault:
            field = fault.text("field")
            given = shown(record.as_sent(field)) if record else ""
            wrong = Misshapen(field, given, fault.text("wanted"))
            yield NotTaken(place, "record", wrong)
            return
        entry = Entry(
            record, wrapped.text("source"), wrapped.text("device"), place, arrival.profile
        )
        read = _KINDS.get(entry.form)
        if read is None:
            yield entry.maker.unsupported(place, spoken(entry.form)[:_SHOWN] or "record")
            return
        match _in_time(entry, read):
            case Success(found):
                yield from found
            case Failure(error):
                yield NotTaken(place, entry.form, error)
        yield from record.told(place, entry.form)


def _in_time(entry: Entry, read: ReadEntry) -> Read:
    if not entry.has_zone:
        return entry.wrong("zone", "the IANA name of a zone, or null")
    if not entry.has_origin:
        return entry.wrong("origin", "a text, or null")
    match both(entry.start, entry.end):
        case Failure(errors):
            return Failure(errors[0])
        case Success((start, end)) if end.at < start.at:
            return entry.wrong("end", "a time not before the start")
        case Success():
            return read(entry)


READERS: Final[tuple[DocumentReader, ...]] = (PhoneRecord(),)
