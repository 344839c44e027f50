"""Tables as lines of cells, whatever separates them and however they are encoded."""

from __future__ import annotations

import codecs
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, final

from msgspec import Struct

from vegaloop.infrastructure.formats.rows import BoundedLines, buffered, rows_of

__all__ = ("Line", "Row", "Table", "lines_of", "looks_like_text")

_HEAD_BYTES: Final = 64 * 1024
_HEAD_LINES: Final = 20
_DELIMITERS: Final = ",;\t|"
_TEXT: Final = bytes((*b"\t\n\r\f\x1b", *range(32, 256)))
_STRAY_MOST: Final = 16  # One of so many; of what is no text it is one of nine and more.
_ASCII: Final = bytes(range(128))
_UNREADABLE: Final = "\ufffd"
# Of the letters beyond ASCII that come out whole: of an old code page hardly any does.
_WHOLE_LEAST: Final = 4
_UTF_8: Final = codecs.getincrementaldecoder("utf-8")
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


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
    stream = buffered(stream)
    head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    text = io.TextIOWrapper(stream, encoding=_encoding(head), errors="replace", newline="")
    lines = BoundedLines(text, nul=_UNREADABLE)
    for number, cells in rows_of(lines, _delimiter(head)):
        yield Line(number, tuple(map(str.strip, cells)))


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return "utf-8" if _is_utf_8(head, ends=len(head) < _HEAD_BYTES) else "cp1252"


def _is_utf_8(head: bytes, *, ends: bool) -> bool:
    """Tell UTF-8 with next to no broken letter; what does not end here may be cut inside one."""
    text = _UTF_8("replace").decode(head, final=ends)
    broken = text.count(_UNREADABLE) - head.count(_UNREADABLE.encode())
    beyond_ascii = len(text) - len(head) + len(head.translate(None, _ASCII))
    return broken * _WHOLE_LEAST <= beyond_ascii - broken


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
