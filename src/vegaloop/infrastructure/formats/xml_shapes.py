"""Rows of XML that are written alike, read by the shape of one of them.

A program writes each point of a track in the same way: the same elements in the same order with the
same blanks, and other texts. What is learned of one point is markup to be found again as it
stands, and places for texts.

Rule 1: a shape has only markup a parser would take, and plain letters as texts: what is quoted,
commented, of another alphabet or longer does not fit it, and is for the parser.
Rule 2: a shape holds as long as the prefixes in it mean what they meant; whoever learns forgets.
Rule 3: what is learned of one document is bounded, whatever is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, final

from msgspec import Struct

__all__ = ("Shapes", "Taker")

# Whoever takes rows of one shape: the names of their texts, and the texts of each.
Taker: TypeAlias = Callable[[tuple[str, ...], list[tuple[str, ...]]], None]

_MOST_BYTES: Final = 2**12  # Of a point to learn from.
_MOST_NAMES: Final = 60  # Fewer than may lie in each other.
_MOST_HELD: Final = 8
_MOST_LEARNED: Final = 32
_PAYS_FROM: Final = 128  # Rows still to come; to learn costs as much as to parse about as many.
_MOST_AT_ONCE: Final = 4_096
_MOST_RUNS: Final = 16  # Of rows of one shape, if they are short.
_LEAST_IN_RUN: Final = 4
_WINDOW: Final = 2**18
_LONGEST: Final = 99
# What is printed in ASCII but "&'<>] and, in attributes, no more than a blank between words.
_TEXT: Final = rf"[ !#-%(-;=?-\\^-~]{{0,{_LONGEST}}}"
_BLANK: Final = " \t\r\n"
_BLANKS: Final = r"[ \t\r\n]*+"
_KEPT: Final = "\0"  # A place for a text that matters, and for one that does not.
_ANY: Final = "\1"
_ATTRIBUTE: Final = re.compile(r"""([\w.:-]+)([ \t\r\n]*=[ \t\r\n]*["'])([^"'<&]*)(["'])""", re.A)
_MARKUP: Final = re.compile(
    r"<(/?)([A-Za-z_][\w.:-]*)"
    r"""((?:[ \t\r\n]+[\w.:-]+[ \t\r\n]*=[ \t\r\n]*(?:"[^"'<&]*"|'[^"'<&]*'))*+)"""
    r"([ \t\r\n]*/?>)([^<]*)",
    re.A,
)


@final
class _Shape(Struct, frozen=True):
    """How some rows are written, blanks before them and all, and what their texts are of."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]


@final
class Shapes:
    """The shapes of the rows of one document, given the local names whose texts matter."""

    def __init__(self, data: bytes, wanted: frozenset[str]) -> None:
        self._data = data
        self._wanted = wanted
        self._held: list[_Shape] = []
        self._learned: dict[str, re.Pattern[str]] = {}
        self._window = -1
        self._text = ""

    @property
    def learned(self) -> int:
        """How many shapes were learned of the document so far."""
        return len(self._learned)

    def forget(self) -> None:
        """Let go of all shapes, as a prefix may mean something else from here."""
        self._held.clear()

    def learn(
        self, start: int, end: int, given: Mapping[str, str], fields: Mapping[str, str]
    ) -> None:
        """Learn from the row at these bytes, of which a parser told the attributes and texts."""
        if end - start > _MOST_BYTES:
            return
        row = str(self._data[start:end], "latin-1")
        if any(held.pattern.fullmatch(row) for held in self._held):
            return
        drawing = _drawn(row, self._wanted)
        pattern = drawing and self._pattern(drawing.written, end, len(row))
        found = pattern and pattern.fullmatch(row)
        if not (drawing and pattern and found):
            return
        told = {_local(name): text.strip() for name, text in (*fields.items(), *given.items())}
        # Else a text is empty, or two parsers do not agree.
        if [told.get(name) for name in drawing.names] == [text.strip() for text in found.groups()]:
            self._held.insert(0, _Shape(pattern, tuple(drawing.names)))
            del self._held[_MOST_HELD:]

    def _pattern(self, written: str, end: int, size: int) -> re.Pattern[str] | None:
        if written not in self._learned:
            pays = (len(self._data) - end) // size >= _PAYS_FROM
            if not pays or len(self._learned) == _MOST_LEARNED:
                return None
            pattern = re.escape(written).replace(_KEPT, f"({_TEXT})").replace(_ANY, _TEXT)
            self._learned[written] = re.compile(_BLANKS + pattern)
        return self._learned[written]

    def take(self, at: int, alike: Taker) -> int:
        """Hand over the rows from a byte on that have a known shape, and say where they end.

        Where shapes alternate, the parser is as fast, and the rest is left to it.
        """
        found = runs = 0
        while runs < _MOST_RUNS or found > _LEAST_IN_RUN * runs:
            window = at // _WINDOW
            if window != self._window:
                begins = window * _WINDOW
                # A row that begins in a window is whole in it.
                piece = self._data[begins : begins + _WINDOW + 4 * _MOST_BYTES]
                self._window, self._text = window, str(piece, "latin-1")
            for shape in self._held:
                rows, end = _rows(shape.pattern, self._text, at % _WINDOW)
                if rows:
                    alike(shape.names, rows)
                    at = window * _WINDOW + end
                    found, runs = found + len(rows), runs + 1
                    break
            else:
                break
        return at


def _rows(pattern: re.Pattern[str], text: str, at: int) -> tuple[list[tuple[str, ...]], int]:
    match = pattern.match
    rows: list[tuple[str, ...]] = []
    found = match(text, at)
    while found is not None:
        rows.append(found.groups())
        at = found.end()
        found = match(text, at) if len(rows) < _MOST_AT_ONCE else None
    return rows, at


@final
class _Drawing(Struct):
    """A row on its way to a pattern: `names` are of its texts, `met` of all there is in it."""

    written: str
    names: list[str]
    met: list[str]

    def place(self, name: str, wanted: frozenset[str]) -> None:
        """Leave a place for the text of a name."""
        self.written += _KEPT if name in wanted else _ANY
        if name in wanted:
            self.names.append(name)

    def attributes(self, written: str, wanted: frozenset[str]) -> None:
        """Draw attributes; those that say what a prefix means are as they are."""
        at = 0
        for found in _ATTRIBUTE.finditer(written):
            name = found[1]
            if name.startswith("xmlns"):
                continue
            self.written += written[at : found.start(3)]
            self.met.append(_local(name))
            self.place(_local(name), wanted)
            at = found.end(3)
        self.written += written[at:]


def _drawn(row: str, wanted: frozenset[str]) -> _Drawing | None:
    """Draw the shape of a row; None where it has more in it than elements and texts, or one twice."""
    drawing = _Drawing("", [], [])
    opened: list[str] = []
    at = 0
    while at < len(row):
        found = _MARKUP.match(row, at)
        if found is None or len(drawing.met) > _MOST_NAMES or (at and not opened):
            return None
        closes, name, attributes, rest, text = found.groups()
        at = found.end()
        drawing.written += f"<{closes}{name}"
        if closes:
            if attributes or opened.pop() != name:
                return None
        else:
            drawing.met.append(_local(name))
            drawing.attributes(attributes, frozenset() if opened else wanted)
            opened.append(name)
        drawing.written += rest
        if rest.endswith("/>"):
            opened.pop()
        elif not closes and row.startswith("</", at):
            drawing.place(_local(name), wanted)
            continue
        if text.strip(_BLANK):
            return None
        drawing.written += text
    told = [name for name in drawing.met if name in wanted]
    return None if opened or len(set(told)) < len(told) else drawing


def _local(name: str) -> str:
    """Name an element without what is before it, as written or as a parser tells it."""
    return name.rpartition(" ")[2].rpartition(":")[2]
