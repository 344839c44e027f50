"""The resources of a document, wherever they are packed, and whose they are.

Rule 1: what a bundle holds, and what another resource contains, is found; bundles in bundles too.
Rule 2: what a bundle asks to be deleted is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.fhir.resources import reference_in
from vegaloop.imports.domain.found import Place
from vegaloop.infrastructure.formats.json import Document

__all__ = ("BUNDLE", "OBSERVATION", "People", "Resource", "resources_in", "type_of")

OBSERVATION: Final = "Observation"
BUNDLE: Final = "Bundle"
_PATIENT: Final = "Patient"
_TYPE: Final = re.compile(r"[A-Z][A-Za-z]{2,63}$", re.ASCII)
_REFERENCE: Final = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/([^/|#?]+)(?:/_history/.*)?$", re.DOTALL)
_PACKED_MOST: Final = 8


@final
class Resource(Struct, frozen=True):
    """A resource, where it stands, and what its bundle calls it."""

    place: Place
    value: object
    full_url: str = ""


def type_of(value: object) -> str:
    """The type of a resource; empty where it is none."""
    named = value.get("resourceType") if isinstance(value, dict) else None
    return named if isinstance(named, str) and _TYPE.match(named) else ""


def resources_in(document: Document, arrival: Arrival) -> Iterator[Resource]:
    """Find all of them, in their order; items are counted through the whole document."""
    value, line = document.value, document.line
    items = value if isinstance(value, list) else [value]
    is_one = not isinstance(value, list) and type_of(value) != BUNDLE
    packed = (found for item in items for found in _unpacked(item, "", 0))
    for number, (one, full_url) in enumerate(packed, 1):
        place = arrival.place(line=line, item=None if is_one else number)
        yield Resource(place, one, full_url)
        for inner in _list_in(one, "contained"):
            yield Resource(place, inner)


def _unpacked(value: object, full_url: str, depth: int) -> Iterator[tuple[object, str]]:
    if type_of(value) != BUNDLE or depth >= _PACKED_MOST:
        yield value, full_url
        return
    for entry in _list_in(value, "entry"):
        held = entry if isinstance(entry, dict) else {}
        named, resource = held.get("fullUrl"), held.get("resource")
        request = held.get("request")
        if isinstance(request, dict) and request.get("method") == "DELETE":
            resource = None
        yield from _unpacked(resource, named if isinstance(named, str) else "", depth + 1)


def _list_in(value: object, name: str) -> list[object]:
    held = value.get(name) if isinstance(value, dict) else None
    return held if isinstance(held, list) else []


@final
class People:
    """Counts the patients resources are of, however these are referred to."""

    def __init__(self) -> None:
        self._patients: set[str] = set()
        self._subjects: set[str] = set()
        self._named: dict[str, str] = {}

    def meet(self, resource: Resource) -> None:
        """See whose a resource is: a patient's own, or an observation of one."""
        value = resource.value
        if not isinstance(value, dict):
            return
        match type_of(value):
            case "Patient":
                own = f"{_PATIENT}/{value.get('id')}" if value.get("id") else resource.full_url
                self._patients.add(own)
                self._named[resource.full_url] = own
            case "Observation":
                subject = _subject(value.get("subject"))
                if subject:
                    self._subjects.add(subject)
            case _:
                return

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._patients | {self._named.get(one, one) for one in self._subjects})


def _subject(value: object) -> str:
    """Name a subject the same however it is referred to; empty where that is no patient."""
    reference = reference_in(value)
    written = (reference.reference or "").strip()
    if not written:
        identifier = reference.identifier
        named = identifier.get("value") if isinstance(identifier, dict) else None
        return named if isinstance(named, str) else ""
    if written.startswith("#"):
        return f"{_PATIENT}/{written[1:]}"
    found = _REFERENCE.match(written)
    if found is None:
        return written
    kind, own = found.groups()
    return f"{_PATIENT}/{own}" if kind == _PATIENT else ""
