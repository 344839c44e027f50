"""Tables as lines of cells, whatever separates them and however they are encoded.

Rule 1: lines are numbered as an editor numbers them, from 1, also where a cell holds several.
Rule 2: a table is read as it comes, never whole, and a line of it has an end also where its cells
hold several.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, final

from msgspec import Struct

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("Line", "Row", "Table", "lines_of", "looks_like_text")

MOST_CELLS: Final = 4_096  # Open Food Facts has 206 columns, Fitbit a few hundred.
MOST_CELL_CHARACTERS: Final = 1_000_000
_HEAD_BYTES: Final = 64 * 1024
_HEAD_LINES: Final = 20
_DELIMITERS: Final = ",;\t|"
_TEXT: Final = bytes((*b"\t\n\r\f\x1b", *range(32, 256)))
_STRAY_MOST: Final = 16  # One of so many; of what is no text it is one of nine and more.
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

csv.field_size_limit(MOST_CELL_CHARACTERS)


@final
class Line(Struct, frozen=True):
    """The cells of a line, stripped of the space around them."""

    number: int
    cells: tuple[str, ...]


@final
class Row(Struct, frozen=True):
    """A line below a header: its cells by the names of their columns."""

    line: int
    cells: tuple[str, ...]
    places: dict[str, tuple[int, ...]]

    def get(self, *names: str) -> str:
        """The first cell of these columns that holds anything; empty where none does."""
        for name in names:
            for text in self.all(name):
                if text:
                    return text
        return ""

    def all(self, name: str) -> tuple[str, ...]:
        """The cells of every column of a name, for tables that have one twice."""
        cells, places = self.cells, self.places.get(name, ())
        return tuple(cells[n] for n in places if n < len(cells))


@final
class Table:
    """What stands below a header line."""

    def __init__(self, header: Line, lines: Iterator[Line]) -> None:
        self.header = header
        self._lines = lines
        self._places: dict[str, tuple[int, ...]] = {}
        for n, name in enumerate(header.cells):
            self._places[name] = (*self._places.get(name, ()), n)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[Row]:
        for line in self._lines:
            if any(line.cells):
                yield Row(line.number, line.cells, self._places)


def looks_like_text(head: bytes) -> bool:
    """Tell whether a file begins like text: next to nothing that no editor would write."""
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return True
    # A stray one in a note costs the note a letter, not the person the table.
    return bool(head) and len(head.translate(None, _TEXT)) * _STRAY_MOST <= len(head)


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """Read the lines of a table; ReadFault where it stops being one."""
    buffered = io.BufferedReader(_Raw(stream), _HEAD_BYTES)
    head = buffered.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    text = io.TextIOWrapper(buffered, encoding=_encoding(head), errors="replace", newline="")
    bounded = _Bounded(text)
    rows = csv.reader(bounded, delimiter=_delimiter(head))
    while True:
        at = rows.line_num + 1
        bounded.taken = 0
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise ReadFault(Damaged("csv", 0, at, str(error))) from None
        if len(cells) > MOST_CELLS:
            raise ReadFault(TooLarge("cells of a line", MOST_CELLS))
        yield Line(at, tuple(cell.strip() for cell in cells))


@final
class _Bounded:
    """The lines of a text, so many characters of them until `taken` is set back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.taken = 0
        self._text = text

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MOST_CELL_CHARACTERS + 1)
        self.taken += len(line)
        if self.taken > MOST_CELL_CHARACTERS:
            raise ReadFault(TooLarge("characters of a line", MOST_CELL_CHARACTERS))
        if not line:
            raise StopIteration
        return line.replace("\0", "\ufffd")


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    try:
        # The head may end inside a letter.
        head[:-4].decode("utf-8") if len(head) >= _HEAD_BYTES else head.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(head: bytes) -> str:
    """The mark that stands equally often on most of the first lines."""
    text = head.decode(_encoding(head), errors="replace")
    first = list(itertools.islice((line for line in text.splitlines() if line), _HEAD_LINES))
    return max(_DELIMITERS, key=lambda mark: _evenness(first, mark))


def _evenness(lines: Sequence[str], mark: str) -> int:
    counts = Counter(n for line in lines if (n := _outside_quotes(line, mark)))
    return max((times * min(each, 50) for each, times in counts.items()), default=0)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


class _Raw(io.RawIOBase):
    """Makes whatever can be read by the piece fit for a buffer."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
