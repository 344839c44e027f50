"""FHIR resources in JSON: one, a list, a bundle, or one a line as a bulk export writes them.

Rule 1: what is of several patients is nobody's: none of it is taken (IMP-62).
Rule 2: every resource is told: an observation by what it measured, any other by its type, counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.linewise import Lines
from vegaloop.imports.adapters.readers.fhir.bundles import (
    BUNDLE,
    OBSERVATION,
    People,
    resources_in,
    type_of,
)
from vegaloop.imports.adapters.readers.fhir.observations import Observations
from vegaloop.imports.domain.found import Found, NotTaken, Unsupported
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import Document

__all__ = ("Fhir",)

_LOOKED_AT: Final = 5


@final
class Fhir:
    """Reads whatever has a type of resource."""

    kind = "fhir"

    def __init__(self) -> None:
        self._lines = Lines(self.fits)

    def fits(self, value: object) -> bool:
        """Tell by the type of resource, of the document or of one of its first items."""
        items = value[:_LOOKED_AT] if isinstance(value, list) else [value]
        return any(type_of(item) for item in items)

    def is_frame(self, value: object) -> bool:
        """Tell a bundle, which is nothing but resources."""
        return type_of(value) == BUNDLE

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read every resource of a document, or of all lines of its file."""
        if not self._lines.begin(document, arrival):
            return
        people, count = self._people(document, arrival)
        if people.count > 1:
            place, reason = arrival.place(line=document.line), SeveralPeople(people.count)
            yield NotTaken(place, "record", reason, count)
        else:
            yield from self._each(document, arrival)

    def _people(self, document: Document, arrival: Arrival) -> tuple[People, int]:
        """Count the people, and the resources, before any is taken."""
        people, count = People(), 0
        with suppress(ReadFault):  # It is told when all before it has been read.
            for one in self._lines.of(document, arrival):
                for resource in resources_in(one, arrival):
                    people.meet(resource)
                    count += 1
        return people, count

    def _each(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        observations = Observations(arrival.profile)
        for one in self._lines.of(document, arrival):
            for resource in resources_in(one, arrival):
                kind = type_of(resource.value)
                if kind == OBSERVATION:
                    yield from observations.read(resource.value, resource.place)
                else:
                    what = kind or "entry without a resource"
                    yield NotTaken(resource.place, what, Unsupported(what))
        yield from observations.ended()
