"""Rows that break off before the last column.

Rule 1: where most rows of a table are as long as its header, a shorter one among them of which a
reader took and refused nothing is damaged, and told. Several in a row are another part of a file,
and a line that begins with a mark is its title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.kinds import TableReader
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Unsupported
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.infrastructure.formats.fault import ReadFault

__all__ = ("read_table",)

_SHOWN: Final = 60
_TOLD_MOST: Final = 1_000
_TITLES: Final = ("#", "-", "=", "*")


def read_table(
    reader: TableReader, header: Line, lines: Iterator[Line], arrival: Arrival
) -> Iterator[Found]:
    """Read what stands below a header, and tell the rows that break off."""
    cut = _CutRows(header)
    try:
        for one in reader.read(Table(header, cut.seen(lines)), arrival):
            cut.hear(one)
            yield one
    except ReadFault:
        yield from cut.told(arrival)
        raise
    yield from cut.told(arrival)


@final
class _CutRows:
    """Counts rows, and remembers short ones until something is told of them."""

    def __init__(self, header: Line) -> None:
        self._names = max((n for n, name in enumerate(header.cells, 1) if name), default=0)
        self._rows = 0
        self._short = 0
        self._untold: dict[int, str] = {}
        self._last: int | None = None  # The line before, if it was short.

    def seen(self, lines: Iterator[Line]) -> Iterator[Line]:
        """Pass lines on."""
        for line in lines:
            if any(line.cells):
                self._rows += 1
                self._look(line)
            yield line

    def _look(self, line: Line) -> None:
        if len(line.cells) >= self._names or line.cells[0].startswith(_TITLES):
            self._last = None
            return
        self._short += 1
        if self._last is not None:
            self._untold.pop(self._last, None)
        elif len(self._untold) < _TOLD_MOST:
            self._untold[line.number] = ",".join(line.cells)[:_SHOWN]
        self._last = line.number

    def hear(self, one: Found) -> None:
        """Forget a row that something was taken or refused of."""
        named = isinstance(one, NotTaken) and isinstance(one.reason, Unsupported)
        if self._untold and one.place.line is not None and not named:
            self._untold.pop(one.place.line, None)

    def told(self, arrival: Arrival) -> Iterator[NotTaken]:
        """Tell the rows that are left."""
        if 2 * self._short < self._rows:
            for line, given in self._untold.items():
                reason = Misshapen("row", given, f"{self._names} cells")
                yield NotTaken(arrival.place(line=line), "row", reason)
