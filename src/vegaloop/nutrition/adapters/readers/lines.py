"""Tables as rows of cells, one line at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import BinaryIO, Final, final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.rows import BoundedLines, buffered, rows_of
from vegaloop.kernel.formats import Damaged

__all__ = ("Table", "header_of", "open_table")

_MARKS: Final = "\t,;|^"


@final
class Table:
    """The rows below a header, each with its line, and the places of the columns by name."""

    def __init__(self, header: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> None:
        self.header = tuple(header)
        self.rows = rows
        self.places: Mapping[str, int] = {name: n for n, name in reversed([*enumerate(header)])}


def header_of(head: bytes) -> tuple[str, ...]:
    """Read the names of the columns off the first bytes of a file; none where it is no table."""
    first, _, _ = head.partition(b"\n")
    if b"\0" in first:
        return ()
    try:
        return open_table(io.BytesIO(first)).header
    except ReadFault:
        return ()


def _mark_in(line: str) -> str:
    """Find what separates the cells of a header; empty where nothing does."""
    mark = max(_MARKS, key=line.count)
    return mark if line.count(mark) else ""


def open_table(stream: BinaryIO) -> Table:
    """Open a table; ReadFault where it is none, or stops being one."""
    text = io.TextIOWrapper(buffered(stream), encoding="utf-8-sig", errors="replace", newline="")
    lines = BoundedLines(text, nul="")
    mark = _mark_in(lines.first)
    if not mark:
        raise ReadFault(Damaged("csv", 0, 1, "no header"))
    rows = rows_of(lines, mark, _quote(mark))
    _, header = next(rows, (1, []))
    return Table([name.strip() for name in header], filter(itemgetter(1), rows))


def _quote(mark: str) -> str | None:
    # Tables set apart by tabs put nothing in quotes, and names begin with a quotation mark.
    return {"\t": None, "^": "~"}.get(mark, '"')
