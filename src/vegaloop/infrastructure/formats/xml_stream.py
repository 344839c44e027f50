"""XML that does not fit into memory, as events, without its text.

Rule 1: memory does not grow with a document, whatever is in it.
Rule 2: where it breaks off, what was before has been told.
Rule 3: what is written alike may be taken without being parsed, where nothing can tell the
difference: between elements of the outermost one, and known to be what the parser would say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import BinaryIO, Final, Protocol, final
from xml.parsers import expat

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.xml import (
    MOST_DEPTH,
    MOST_MARKUP_BYTES,
    Held,
    refuse_doctype,
)
from vegaloop.infrastructure.formats.xml_prolog import (
    Prolog,
    is_utf_8,
    prolog_of,
    refuse_encoding,
)
from vegaloop.kernel.formats import Damaged, TooDeep

__all__ = ("Alike", "Elements", "XmlStream")

_PIECE: Final = 2**16
_PIECE_ALIKE: Final = 2**19  # Of many at once, each costs less.
_REST_MOST: Final = 2**16
_RUN_LEAST: Final = 4  # Of fewer at once, each costs more than to parse it.
_AROUND: Final = b"<_>"  # The element put around many that have none.
_AFTER: Final = b"</_>"


class Elements(Protocol):
    """Whoever takes the elements of a document that is read as a stream.

    `begins` and `ends` have what takes the beginning and the end of an element, by its name, and
    may change on the way; `other` takes the beginning of those without a name there.
    """

    @property
    def begins(self) -> Mapping[str, Callable[[dict[str, str]], None]]:
        """What takes the attributes of an element that begins."""
        ...

    @property
    def ends(self) -> Mapping[str, Callable[[], None]]:
        """What is told that an element ends."""
        ...

    def other(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element nobody else takes."""
        ...


class Alike(Protocol):
    """Whoever takes elements of one name that are written alike, as they stand.

    Each comes as a text: what follows `<name `, up to the line the next of them begins on.
    """

    @property
    def name(self) -> bytes:
        """The name of the elements."""
        ...

    def look(self, texts: Sequence[bytes]) -> bytes:
        """Tell of each text by a byte: 1 where it is a whole element and will be taken, else 0."""
        ...

    def take(self, start: int, end: int, line: int) -> int:
        """Take the texts of [start, end) of those looked at, which begin on a line.

        Tells how many lines they have.
        """
        ...


@final
class XmlStream:
    """A document read piece by piece, without its text, in memory that does not grow with it.

    Where its outermost element is one of `fragments`, there may be many of them.
    """

    def __init__(self, stream: BinaryIO, fragments: Container[str] = ()) -> None:
        self._stream = stream
        self._fragments = fragments
        self._parser = expat.ParserCreate()
        self._held = Held(self._parser, MOST_MARKUP_BYTES)
        self._shift = 0
        self._fed = 0
        self._last = b""  # What was fed last.
        self._ended_at = -1  # Where an element of the outermost one ended, in what was fed.
        self._opening = b""
        self._rest = b""
        self._taken_bytes = 0
        self._taken_lines = 0

    def line(self) -> int:
        """Tell the line of the element that begins or ends, from 1."""
        return self._parser.CurrentLineNumber + self._taken_lines

    def feed(self, elements: Elements, alike: Alike | None = None) -> Iterator[int]:
        """Feed the document to whoever takes it, telling after each piece how many bytes it had.

        Raises ReadFault where it breaks off; what was fed until then stays fed.
        """
        try:
            piece, alike = self._opened(prolog_of(self._stream), alike)
            self._attach(elements, marks=alike is not None)
            while piece:
                if alike is None:
                    self._parse(piece)
                else:
                    self._part(self._rest + piece, alike)
                yield len(piece)
                piece = self._stream.read(_PIECE if alike is None else _PIECE_ALIKE)
            self._parse(self._rest)
            self._parser.Parse(_AFTER if self._shift else b"", True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code) or "not XML"
            at = max(0, self._parser.ErrorByteIndex - self._shift) + self._taken_bytes
            raise ReadFault(Damaged("xml", at, error.lineno + self._taken_lines, what)) from None

    def _parse(self, data: bytes) -> None:
        if data:
            self._parser.Parse(data, False)
            self._held.bound(len(data))
            self._fed, self._last = self._fed + len(data), data

    def _part(self, data: bytes, alike: Alike) -> None:
        """Part what is taken as it stands from what is parsed; what has no end yet stays."""
        self._rest = b""
        opening = self._opening_in(data, alike.name)
        before, *texts = data.split(opening) if opening else (data,)
        self._parse(before)
        looked = alike.look(texts[:-1])
        at, end = 0, len(looked)
        while at < end:
            until = looked.find(b"\0" if looked[at] else b"\1", at)
            until = end if until < 0 else until
            if not looked[at] or until - at < _RUN_LEAST:
                self._parse(opening + opening.join(texts[at:until]))
            elif self._is_between():
                first = self._parser.CurrentLineNumber + self._taken_lines + 1
                self._taken_lines += alike.take(at, until, first)
                self._taken_bytes += sum(map(len, texts[at:until])) + len(opening) * (until - at)
            else:
                until = at + 1
                self._parse(opening + texts[at])
            at = until
        if texts:
            rest = opening + texts[-1]
            if self._is_between() and len(rest) <= _REST_MOST:
                self._rest = rest
            else:
                self._parse(rest)

    def _opening_in(self, data: bytes, name: bytes) -> bytes:
        """Give how elements of a name open on lines of their own; the least indented are outermost."""
        if self._opening not in data or not self._opening:
            found = re.findall(rb"\n[ \t]*<%b " % re.escape(name), data)
            self._opening = min(found, key=len, default=b"")
        return self._opening

    def _is_between(self) -> bool:
        """Whether what was fed ends with an element of the outermost one, and nothing is open."""
        left = self._fed - self._ended_at
        if left == 0:
            return True
        # Where an element has an end of its own, the parser tells where that begins.
        end = self._last[-left:]
        return len(end) == left and end.startswith(b"</") and end.find(b">") == left - 1

    def _opened(self, prolog: Prolog, alike: Alike | None) -> tuple[bytes, Alike | None]:
        refuse_encoding(prolog.head)
        alike = alike if is_utf_8(prolog.head) else None
        if prolog.root not in self._fragments:
            return prolog.head, alike
        self._shift = self._fed = len(_AROUND)
        self._parser.Parse(_AROUND, False)
        return prolog.bare, alike

    def _attach(self, elements: Elements, *, marks: bool) -> None:
        parser, begins, ends, other = self._parser, elements.begins, elements.ends, elements.other
        depth = 1 if self._shift else 0

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MOST_DEPTH:
                raise ReadFault(TooDeep(MOST_DEPTH, self.line()))
            if name in begins:
                begins[name](attributes)
            else:
                other(name, attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            if marks and depth == 1:
                self._ended_at = parser.CurrentByteIndex
            if name in ends:
                ends[name]()

        parser.StartElementHandler = begin
        parser.EndElementHandler = end
        parser.StartDoctypeDeclHandler = lambda *_: refuse_doctype(parser)
