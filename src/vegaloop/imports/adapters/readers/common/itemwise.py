"""Readers of documents and tables that hold the same thing again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, TypeAlias, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.infrastructure.formats.json import Document

__all__ = ("Items", "ReadOne", "Rows")

ReadOne: TypeAlias = Callable[[Fields, Place, Arrival], Iterable[Found]]

_LOOKED_AT: Final = 5  # Of a list: its first may be the broken one.


@lru_cache(2**15)  # Every reader is asked about every cell of the first lines.
@final
class Items:
    """Reads documents that are an object of one shape, or a list of them.

    `under` is the field such a list stands in; where it is empty, the document fits if it has no
    fields but `beside`.
    """

    def __init__(
        self,
        kind: str,
        is_one: Callable[[Fields], bool],
        read_one: ReadOne,
        *,
        under: str = "",
        beside: frozenset[str] = frozenset(),
    ) -> None:
        self._kind = kind
        self._is_one = is_one
        self._read_one = read_one
        self._under = under
        self._beside = beside

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._kind

    def fits(self, value: object) -> bool:
        """Tell by the fields of the first objects whether they are of its shape."""
        found = [Fields(item) for _, item in islice(self._within(value), _LOOKED_AT)]
        if any(self._is_one(item) for item in found):
            return True
        if found or not self._under or not isinstance(value, dict):
            return False
        return value.get(self._under) == [] and set(value) <= {self._under, *self._beside}

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one object after the other."""
        for number, item in self._within(document.value):
            place = arrival.place(line=document.line, item=number)
            yield from self._read_one(Fields(item), place, arrival)

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the list it reads."""
        return beside(value, {self._under, *self._beside} - {""})

    def _within(self, value: object) -> Iterator[tuple[int, object]]:
        """What the document holds, counted from 1: what is no object is one without fields."""
        items = value if isinstance(value, list) else [value]
        if self._under:
            held = (item.get(self._under) for item in items if isinstance(item, dict))
            items = [one for many in held for one in (many if isinstance(many, list) else ())]
        yield from enumerate(items, 1)


@final
class Rows:
    """Reads tables by the names of their columns, however these are written.

    It takes a table that has all columns of any of `headers`.
    """

    def __init__(self, kind: str, headers: Sequence[Sequence[str]], read_one: ReadOne) -> None:
        self._kind = kind
        self._headers = tuple(frozenset(map(column, header)) for header in headers)
        self._read_one = read_one

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._kind

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names its columns."""
        for number, line in enumerate(first):
            names = {column(cell) for cell in line.cells}
            if any(header <= names for header in self._headers):
                return number
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one line after the other."""
        names = tuple(column(cell) for cell in table.header.cells)
        for row in table:
            fields: dict[str, str] = {}
            for name, cell in zip(names, row.cells, strict=False):
                if not fields.get(name):
                    fields[name] = cell
            yield from self._read_one(Fields(fields), arrival.place(line=row.line), arrival)
