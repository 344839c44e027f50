"""Open mHealth in JSON: data points with a header and a body, or bodies alone.

Rule 1: what is not as its schema asks is refused with its first field that is not (IMP-64).
Rule 2: what is of several users is nobody's: none of it is taken (IMP-62).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final, NamedTuple, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.linewise import Lines
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.open_mhealth.bare import schema_of
from vegaloop.imports.adapters.readers.open_mhealth.bodies import Bodies
from vegaloop.imports.adapters.readers.open_mhealth.points import Point
from vegaloop.imports.adapters.readers.open_mhealth.schemas import SchemaId, is_known, violations
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place, Unsupported
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import Document

__all__ = ("OpenMHealth",)

_LOOKED_AT: Final = 5
_DATA_POINT: Final = SchemaId("omh", "data-point", "1.0")
_KIND: Final = "data point"
_NAME_MOST: Final = 60


class _Item(NamedTuple):
    place: Place
    value: object


@final
class OpenMHealth:
    """Reads whatever has the header of a data point, or the fields of a body."""

    kind = "open_mhealth"

    def __init__(self) -> None:
        self._lines = Lines(self.fits)

    def fits(self, value: object) -> bool:
        """Tell by the document, or by one of its first items."""
        items = _held(value)
        return any(_is_point(item) or schema_of(item) for item in items[:_LOOKED_AT])

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read every data point of a document, or of all lines of its file."""
        if not self._lines.begin(document, arrival):
            return
        users, count = self._users(document, arrival)
        if len(users) > 1:
            place, reason = arrival.place(line=document.line), SeveralPeople(len(users))
            yield NotTaken(place, "record", reason, count)
        else:
            yield from self._each(document, arrival)

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the body of what a shim answers with."""
        return beside(value, ("shim", "body")) if "shim" in Fields(value) else {}

    def _users(self, document: Document, arrival: Arrival) -> tuple[set[str], int]:
        """Find the users, and count the items, before any is taken."""
        users: set[str] = set()
        count = 0
        with suppress(ReadFault):  # It is told when all before it has been read.
            for item in self._items(document, arrival):
                user = Fields(_inner(item.value, "header")).get("user_id")
                if isinstance(user, str):
                    users.add(user)
                count += 1
        return users, count

    def _items(self, document: Document, arrival: Arrival) -> Iterator[_Item]:
        for one in self._lines.of(document, arrival):
            items = _held(one.value)
            is_one = len(items) == 1 and items[0] is one.value
            for number, item in enumerate(items, 1):
                yield _Item(arrival.place(line=one.line, item=None if is_one else number), item)

    def _each(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        bodies = Bodies(arrival)
        for place, value in self._items(document, arrival):
            if not _is_point(value):
                yield from _bare(bodies, place, value)
                continue
            wrong = violations(_DATA_POINT, value)
            if wrong:
                yield NotTaken(place, _KIND, wrong[0])
                continue
            header = Fields(_inner(value, "header"))
            named = header.within("schema_id")
            schema = SchemaId(named.text("namespace"), named.text("name"), named.text("version"))
            yield from _judged(bodies, place, schema, _inner(value, "body"), header)
        yield from bodies.ended()


def _bare(bodies: Bodies, place: Place, value: object) -> Iterator[Found]:
    schema = schema_of(value)
    if schema is None:
        wanted = "a data point, or the body of one"
        yield NotTaken(place, _KIND, Misshapen(_KIND, type(value).__name__, wanted))
    else:
        yield from _judged(bodies, place, schema, value, Fields({}))


def _judged(
    bodies: Bodies, place: Place, schema: SchemaId, body: object, header: Fields
) -> Iterator[Found]:
    wrong = violations(schema, body)
    if body == {}:  # A data point may hold nothing, whatever its schema asks of a body.
        what = f"{spoken(schema.name[:_NAME_MOST])} without anything in it"
        yield NotTaken(place, what, Unsupported(what))
    elif wrong:
        yield NotTaken(place, schema.name[:_NAME_MOST], wrong[0])
    elif not is_known(schema):
        what = spoken(schema.name[:_NAME_MOST]) or _KIND
        yield NotTaken(place, what, Unsupported(what))
    else:
        yield from bodies.read(Point(place, schema, body, header))


def _held(value: object) -> list[object]:
    """The items of a document: a list, what a shim answers with in its body, or the document."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and "shim" in value:
        body = value.get("body")
        return body if isinstance(body, list) else [body]
    return [value]


def _inner(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _is_point(value: object) -> bool:
    header = _inner(value, "header")
    return isinstance(header, dict) and ("schema_id" in header or "creation_date_time" in header)
