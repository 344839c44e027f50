"""Tables in the order of their foods, read side by side in one pass.

Rule 1: what is not surely in order is not read so: the look that decides it reads every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, TypeAlias, final

from vegaloop.infrastructure.formats.rows import buffered

__all__ = ("InStep", "ids_ascend")

Row: TypeAlias = tuple[int, tuple[str, ...]]

_PIECE: Final = 2**20


def ids_ascend(stream: BinaryIO, column: int, *, strictly: bool) -> bool:
    """Tell whether the rows of a table set apart by commas ascend by a column of whole numbers.

    Rows are not taken apart for it, so a table with a line break in a cell is said not to.
    """
    number = re.compile(
        rb'^(?:"[^"\n]*",|[^",\n]*,){%d}"?(\d{1,18})"?[,\r\n]' % column, re.MULTILINE
    )
    text = buffered(stream)
    text.readline(_PIECE)
    last, rest = -1, b""
    while piece := text.read(_PIECE):
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        lines = whole + newline
        ids = [last, *map(int, number.findall(lines))]
        if len(ids) != lines.count(b"\n") + 1 or ids != sorted(set(ids) if strictly else ids):
            return False
        if len(rest) > _PIECE:
            return False
        last = ids[-1]
    found = number.findall(rest + b"\n") if rest else []
    return not rest or (len(found) == 1 and int(found[0]) >= last + strictly)


@final
class InStep:
    """The rows of a table in the order of their foods, taken as far as some food at a time."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row | None = None

    def up_to(self, last: int) -> Iterator[Row]:
        """Give the rows of foods up to one, by its number; their id is the first cell."""
        if self._next is not None and int(self._next[1][0]) > last:
            return
        if self._next is not None:
            yield self._next
            self._next = None
        for row in self._rows:
            if int(row[1][0]) > last:
                self._next = row
                return
            yield row
