"""Withings: answers of its API, as they were kept; the tables of its export are beside.

Rule 1: an answer tells the same whole, as its body, and as the list or the record in it; but the
zone it names once for all measures stands in its body alone.
Rule 2: an answer whose status is not 0 is an error, and is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import all_but, beside
from vegaloop.imports.adapters.readers.common.record_kinds import RecordKinds
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in
from vegaloop.imports.adapters.readers.withings.days import read_day, read_minutes
from vegaloop.imports.adapters.readers.withings.hearts import read_heart
from vegaloop.imports.adapters.readers.withings.measures import read_group
from vegaloop.imports.adapters.readers.withings.nights import read_spans, read_summary, second_in
from vegaloop.imports.adapters.readers.withings.sports import read_workout
from vegaloop.imports.adapters.readers.withings.tables import READERS as TABLE_READERS
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

_GROUP, _SPAN = "group", "span"
# What a record is, most telling first; groups and spans are read with what stands about them.
_KINDS: Final = RecordKinds(
    (
        (_GROUP, ("grpid", "measures"), None),
        (_SPAN, ("startdate", "state"), None),
        ("activity", ("startdate", "category"), read_workout),
        ("raw signal", ("startdate", "sensor_name"), None),
        ("sleep", ("startdate", "data"), read_summary),
        ("ecg", ("timestamp", "ecg"), read_heart),
        ("ecg", ("timestamp", "stetho"), read_heart),
        ("ecg", ("timestamp", "bloodpressure"), read_heart),
        ("stethoscope", ("timestamp", "signalid", "vhd"), None),
        ("day", ("date", "totalcalories"), read_day),
        ("day", ("date", "timezone", "steps"), read_day),
        ("day", ("date", "timezone", "deviceid"), read_day),
    )
)
# The lists of a body, and what their records are where these do not say so themselves.
_LISTS: Final = {"measuregrps": _GROUP, "activities": "day", "series": "", "rawdata": ""}
_NOT_TAKEN: Final = {
    "devices": "device",
    "goals": "goal",
    "profiles": "profile",
    "user": "user",
    "survey": "survey",
    "signal": "signal",
}
# What stands beside a list; where that is empty, nothing else says what it was of.
_PAGE: Final = frozenset(("more", "offset"))
_ERROR: Final = frozenset(("status", "error"))
_LOOKED_AT: Final = 5  # Of a list: its first may be the broken one.


@final
class WithingsApi:
    """Reads an answer, whole or only its body, or the records or the one record in it."""

    kind = "withings"

    def fits(self, value: object) -> bool:
        """Tell by what an answer holds."""
        whole = _opened(value, "value")
        if isinstance(whole, dict) and isinstance(whole.get("status"), int):
            is_error = "error" in whole and whole.keys() <= _ERROR
            if "body" in whole or is_error:
                return True
        body = _opened(whole, "body")
        if isinstance(body, dict):
            if isinstance(body.get("measuregrps"), list) or _minutes(body):
                return True
            if any(body.get(name) == [] for name in _LISTS) and body.keys() >= _PAGE:
                return True
        first = (one for _, records in _lists(body) for one in records[:_LOOKED_AT])
        return any(_KINDS.what(Fields(one)) for one in first)

    def is_frame(self, value: object) -> bool:
        """Tell lists of records, but not of parts of a night, nor without the zone they are in."""
        body = _opened(_opened(value, "value"), "body")
        if not isinstance(body, dict) or not all(
            isinstance(body.get(name, []), list) for name in _LISTS
        ):
            return False
        lists = _lists(body)
        kinds = {
            _LISTS.get(named) or _KINDS.what(Fields(one)) for named, held in lists for one in held
        }
        is_placed = _GROUP not in kinds or "timezone" in body
        return _SPAN not in kinds and is_placed and all(named for named, _ in lists)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read what it holds."""
        unplaced, place = Unplaced(), arrival.place(line=document.line)
        whole = _opened(document.value, "value")
        answer, body = Fields(whole), _opened(whole, "body")
        status = answer.number("status")
        if status:
            wanted = "0, an answer that is no error"
            yield NotTaken(place, "record", Misshapen("status", f"{status:g}", wanted))
        answer.within("body")
        yield from answer.told(place, "record")
        yield from _read_records(body, arrival, unplaced)
        zone = Fields(body).text("timezone")
        for item, (second, value) in enumerate(_minutes(body).items(), 1):
            minutes, at = Fields(value), arrival.place(item=item)
            when = of_epoch_in(second_in(str(second)), zone, arrival.profile, "series")
            yield from read_minutes(when, minutes, at, unplaced)
            yield from minutes.told(at, "day")
        for name, what in _NOT_TAKEN.items():
            if Fields(body).get(name) not in (None, []):
                unplaced.add(what, place)
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the body of an answer, and beside the lists in it."""
        whole = _opened(value, "value")
        body = _opened(whole, "body")
        of_body = {} if _KINDS.what(Fields(body)) else all_but(body, {*_LISTS, *_NOT_TAKEN})
        return of_body if body is whole else beside(whole, {"body"}) | of_body


def _read_records(body: object, arrival: Arrival, unplaced: Unplaced) -> Iterator[Found]:
    zone, profile = Fields(body).text("timezone"), arrival.profile
    spans: list[tuple[Place, Fields]] = []
    for listed, records in _lists(body):
        for item, one in enumerate(records, 1):
            record, place = Fields(one), arrival.place(item=item)
            match _LISTS.get(listed) or _KINDS.what(record):
                case "group":
                    yield from read_group(record, place, zone, profile, unplaced)
                    yield from record.told(place, "record")
                case "span":
                    spans.append((place, record))
                case "day":
                    yield from read_day(record, place, profile, unplaced)
                    yield from record.told(place, "day")
                case _:
                    yield from _KINDS.read(record, place, profile, unplaced, else_named="series")
    yield from read_spans(spans, zone, profile, unplaced)
    for place, record in spans:
        yield from record.told(place, "sleep")


def _lists(body: object) -> list[tuple[str, list[object]]]:
    """The records of a body by the list they stand in, or what stands in no list."""
    if isinstance(body, list):
        return [("", body)]
    if not isinstance(body, dict) or _KINDS.what(Fields(body)):
        return [("", [body])]
    found: list[tuple[str, list[object]]] = []
    for name in _LISTS:
        held = body.get(name)
        if held and isinstance(held, dict) and not _minutes({name: held}):
            held = [held]
        if isinstance(held, list):
            found.append((name, held))
    return found


def _minutes(body: object) -> dict[object, object]:
    """What was counted from each second on, where a body tells that."""
    series = body.get("series") if isinstance(body, dict) else None
    if not isinstance(series, dict) or not all(str(name).isdecimal() for name in series):
        return {}
    return series


def _opened(value: object, name: str) -> object:
    """What an envelope holds; what is none is itself."""
    inner = value.get(name) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else value


READERS: Final = (WithingsApi(), *TABLE_READERS)
