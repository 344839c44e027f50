"""What a reader of a vendor's format is: one class for tables, documents and XML each.

Rule 1: of each file one reader says that it is its own, so their order changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.infrastructure.formats.json import Document

__all__ = ("Choosing", "DocumentReader", "Framing", "Leading", "Reader", "TableReader", "XmlReader")


@runtime_checkable
class TableReader(Protocol):
    """Reads one kind of CSV."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see: `strava`, `libre`."""
        ...

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header among the first lines, by what is in it; None where it is not its kind.

        A table without a header answers -1 where its lines are what it reads.
        """
        ...

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read what stands below the header."""
        ...


@runtime_checkable
class DocumentReader(Protocol):
    """Reads one kind of JSON."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see: `oura`, `fhir`."""
        ...

    def fits(self, value: object) -> bool:
        """Tell by what is in a document whether it is of its kind."""
        ...

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read a document; where each line of a file is one, this one."""
        ...


@runtime_checkable
class Choosing(Protocol):
    """A reader of documents in which may stand more than it reads; any other reads all of them."""

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands in a document of its kind and is told by nothing that it reads."""
        ...


@runtime_checkable
class Framing(Protocol):
    """A reader that says itself which documents of its kind may break off between records.

    Of any other, those it knows by nothing but the records in their lists.
    """

    def is_frame(self, value: object) -> bool:
        """Tell whether all in a document that breaks off is as it would be in the whole one."""
        ...


class XmlReader(Protocol):
    """Reads one kind of XML, as a stream."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see: `apple_health`."""
        ...

    def fits(self, root: str) -> bool:
        """Tell by the outermost element whether it is of its kind."""
        ...

    def read(self, arrival: Arrival) -> Iterator[Found]:
        """Read a document from its member."""
        ...


@runtime_checkable
class Leading(Protocol):
    """A reader whose files name others beside them, and are read before those."""

    @property
    def leads(self) -> Literal[True]:
        """That they are."""
        ...


Reader: TypeAlias = TableReader | DocumentReader
