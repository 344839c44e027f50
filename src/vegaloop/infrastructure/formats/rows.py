"""Rows of cells out of the lines of a text, for every table there is.

Rule 1: rows are numbered by the line they begin on, as an editor numbers lines, from 1.
Rule 2: a row has an end, also where its cells hold several lines: a text is never held whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final, TextIO, final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("CELLS_MOST", "ROW_CHARACTERS_MOST", "BoundedLines", "buffered", "rows_of")

CELLS_MOST: Final = 4_096  # Open Food Facts has 206 columns, Fitbit a few hundred.
ROW_CHARACTERS_MOST: Final = 1_000_000
# Lines are split so many characters at a time, where a step for each of them would cost the most.
_BLOCK: Final = 2**16
_BUFFER_BYTES: Final = 2**18

# A row ends before: this only keeps the reader from giving up on a cell by itself.
csv.field_size_limit(2 * ROW_CHARACTERS_MOST)


@final
class BoundedLines:
    """The lines of a text, as many characters of them as a row may have until `taken` is set back.

    What stands for a NUL is `nul`. ReadFault where a line, or what was taken, is too long.
    """

    def __init__(self, text: TextIO, nul: str) -> None:
        self.taken = 0
        self._blocks = self._read(text, nul)
        self._begun = next(self._blocks, [])

    @property
    def first(self) -> str:
        """The first line; empty where there is none."""
        return self._begun[0] if self._begun else ""

    def __iter__(self) -> Iterator[str]:
        return chain(self._begun, chain.from_iterable(self._blocks))

    def _read(self, text: TextIO, nul: str) -> Iterator[list[str]]:
        rest = ""
        while block := text.read(_BLOCK):
            rest += block.replace("\0", nul)
            # The last letter may be the first half of a line end.
            end = max(rest.rfind("\n"), rest.rfind("\r", 0, -1)) + 1
            if end:
                yield self._split(rest[:end])
                rest = rest[end:]
            self._bound(len(rest))
        if rest:
            yield self._split(rest)
            self._bound(0)

    def _split(self, block: str) -> list[str]:
        self._bound(self.taken)
        self.taken += len(block)
        return list(io.StringIO(block, newline=""))

    def _bound(self, characters: int) -> None:
        if characters > ROW_CHARACTERS_MOST:
            raise ReadFault(TooLarge("characters of a line", ROW_CHARACTERS_MOST))


def rows_of(
    lines: BoundedLines, delimiter: str, quote: str | None = '"'
) -> Iterator[tuple[int, list[str]]]:
    """Take lines apart into numbered rows; ReadFault where they stop being rows."""
    if quote is None:
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    number = 1
    try:
        for row in rows:
            if len(row) > CELLS_MOST:
                raise ReadFault(TooLarge("cells of a line", CELLS_MOST))
            yield number, row
            number, lines.taken = rows.line_num + 1, 0
    except csv.Error as error:
        raise ReadFault(Damaged("csv", 0, number, str(error))) from None


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """Put a buffer before whatever can be read by the piece."""
    return io.BufferedReader(_Raw(stream), _BUFFER_BYTES)


@final
class _Raw(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
