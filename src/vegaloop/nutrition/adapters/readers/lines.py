"""Tables as rows of cells, one line at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final, final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("Table", "header_of", "mark_in", "open_table")

LINE_CHARACTERS_MOST: Final = 1_000_000
CELLS_MOST: Final = 4_096
_BOM: Final = "\ufeff"
_MARKS: Final = "\t,;|^"


@final
class Table:
    """The rows below a header, each with its line, and the places of the columns by name."""

    def __init__(self, header: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> None:
        self.header = tuple(header)
        self.rows = rows
        self.places: Mapping[str, int] = {name: n for n, name in reversed([*enumerate(header)])}

    def place(self, *names: str) -> int | None:
        """Where the first of some columns stands that is there."""
        return next((self.places[name] for name in names if name in self.places), None)


def header_of(head: bytes) -> tuple[str, ...]:
    """Read the names of the columns off the first bytes of a file; none where it is no table."""
    first, _, _ = head.partition(b"\n")
    if b"\0" in first:
        return ()
    line = first.decode("utf-8", "replace").removeprefix(_BOM).rstrip("\r")
    mark = mark_in(line)
    if not mark:
        return ()
    try:
        return tuple(cell.strip() for cell in next(_cells(iter((line,)), mark), ()))
    except csv.Error:
        return ()


def mark_in(line: str) -> str:
    """Find what separates the cells of a header; empty where nothing does."""
    mark = max(_MARKS, key=line.count)
    return mark if line.count(mark) else ""


def open_table(stream: BinaryIO) -> Table:
    """Open a table; ReadFault where it is none, or stops being one."""
    lines = _lines(stream)
    first = next(lines, "").removeprefix(_BOM)
    mark = mark_in(first)
    if not mark:
        raise ReadFault(Damaged("csv", 0, 1, "no header"))
    cells = _numbered(_chained(first, lines), mark)
    _, header = next(cells, (1, []))
    return Table([name.strip() for name in header], cells)


def _lines(stream: BinaryIO) -> Iterator[str]:
    text = io.TextIOWrapper(_Buffered(stream), encoding="utf-8", errors="replace", newline="")
    while line := text.readline(LINE_CHARACTERS_MOST + 1):
        if len(line) > LINE_CHARACTERS_MOST:
            raise ReadFault(TooLarge("characters of a line", LINE_CHARACTERS_MOST))
        yield line


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _numbered(lines: Iterator[str], mark: str) -> Iterator[tuple[int, list[str]]]:
    """Number rows by the line they begin on: a cell in quotes may hold several."""
    counted = _Counted(lines)
    cells = _cells(counted, mark)
    while True:
        number, counted.taken = counted.number + 1, 0
        try:
            row = next(cells)
        except StopIteration:
            return
        except csv.Error as error:
            raise ReadFault(Damaged("csv", 0, number, str(error))) from None
        if len(row) > CELLS_MOST:
            raise ReadFault(TooLarge("cells of a line", CELLS_MOST))
        if row:
            yield number, row


def _cells(lines: Iterator[str], mark: str) -> Iterator[list[str]]:
    # Tables set apart by tabs put nothing in quotes, and names begin with a quotation mark.
    if mark == "\t":
        return (line.rstrip("\r\n").split("\t") for line in lines)
    csv.field_size_limit(LINE_CHARACTERS_MOST)
    return csv.reader(lines, delimiter=mark, quotechar="~" if mark == "^" else '"')


@final
class _Counted:
    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.number = 0
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self.taken += len(line)
        if self.taken > LINE_CHARACTERS_MOST:  # Of a row: cells in quotes may hold many lines.
            raise ReadFault(TooLarge("characters of a line", LINE_CHARACTERS_MOST))
        return line.replace("\0", "")


class _Buffered(io.BufferedReader):
    """A stream that may offer no more than `read`."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(_Raw(stream), 1 << 18)


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
