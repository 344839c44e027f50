"""XML as events, and no more of it than files of records need.

Rule 1: no entities of the file's own, and none from elsewhere: a document type is refused, or is
cut out before it is parsed where those who write such files declare one (xml_prolog.py).
Rule 2: a file that stops being XML is read up to there.
Rule 3: what one parser holds at once is bounded: elements in elements, and what begins with `<`.
Rule 4: rows that are written alike pass by the parser (xml_shapes.py), and nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn, final
from xml.parsers import expat

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.xml_depth import depth_within
from vegaloop.infrastructure.formats.xml_prolog import encoding_of, refuse_encoding
from vegaloop.infrastructure.formats.xml_shapes import Shapes, Taker
from vegaloop.infrastructure.formats.xml_sinks import RowSink, Sink
from vegaloop.kernel.formats import Damaged, Note, Remark, TooDeep, TooLarge

__all__ = (
    "MOST_DEPTH",
    "MOST_MARKUP_BYTES",
    "Held",
    "RowSink",
    "Sink",
    "read_xml",
    "refuse_doctype",
)

MOST_DEPTH: Final = 64
MOST_MARKUP_BYTES: Final = 2**18  # An element's beginning with its attributes, a comment.
MOST_ROW_BYTES: Final = 2**16  # A point with all that is in it.
_CHUNK: Final = 2**16
_TEXT: Final = 2**14
_HEAD: Final = 2**12  # So much is parsed before it is asked what document this is.
_LEAST: Final = 2**6
_WORTH: Final = 2**11  # So much must pass by for another try to be made as soon.
_MOST_GROWN: Final = 14
_PLAIN: Final = frozenset(("UTF-8", "US-ASCII", "ISO-8859-1"))  # What is ASCII in them is itself.


def read_xml(
    data: bytes,
    sink_for: Callable[[str], Sink],
    separator: str | None = " ",
    encoding: str | None = None,
) -> tuple[Note, ...]:
    """Feed a document to the sink its root element calls for; a note says where it broke off.

    One that says nowhere what its prefixes mean is fed anew to another sink, by what follows them;
    one that says it is in another encoding than it is, in its own.
    """
    refuse_encoding(data)
    driver = _Driver(data, sink_for, separator, encoding)
    try:
        driver.parse()
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code) or "not XML"
        at_byte = driver.parser.ErrorByteIndex + driver.passed
        at_line = driver.line(at_byte, error.lineno)
        if separator and what == expat.errors.XML_ERROR_UNBOUND_PREFIX and driver.takes_rows:
            odd = Note(Remark.UNDECLARED_PREFIX, at_byte, at_line, what)
            return (odd, *read_xml(data, sink_for, None, encoding))
        if encoding is None and what == expat.errors.XML_ERROR_INCORRECT_ENCODING:
            odd = Note(Remark.WRONG_ENCODING, at_byte, at_line, what)
            return (odd, *read_xml(data, sink_for, separator, encoding_of(data)))
        if not driver.begun:
            raise ReadFault(Damaged("xml", at_byte, at_line, what)) from error
        return (Note(Remark.CUT_OFF, at_byte, at_line, what),)
    except (LookupError, ValueError) as error:
        _refuse_encoding(error, begun=driver.begun)
    return ()


class _Row(NamedTuple):
    """The row that ended last: where it begins, and its end tag, and what was in it."""

    start: int
    end: int
    given: dict[str, str]
    fields: dict[str, str]


class _Driver:
    """The parser, with depth and text kept.

    Within a row beginnings are not asked for, and texts are gathered by a list itself: of the work
    of a large file that leaves a third.
    """

    def __init__(
        self,
        data: bytes,
        sink_for: Callable[[str], Sink],
        separator: str | None,
        encoding: str | None,
    ) -> None:
        self.parser = expat.ParserCreate(encoding, separator)
        self.parser.buffer_text = True
        self.parser.buffer_size = _TEXT
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartNamespaceDeclHandler = self._prefixes_change
        self.parser.EndNamespaceDeclHandler = self._prefixes_change
        self.begun = False
        self.takes_rows = False
        self.passed = 0  # So many bytes were not for the parser.
        self._data = data
        self._encoding = encoding
        self._sink: Sink
        self._sink_for = sink_for
        self._separator = separator or ":"
        self._local: dict[str, str] = {}
        self._plain = True
        self._rows: frozenset[str] = frozenset()
        self._row_end: re.Pattern[bytes] | None = None
        self._row_at: int | None = None
        self._row = _Row(0, 0, {}, {})
        self._shapes: Shapes | None = None
        self._take: Callable[[dict[str, str], dict[str, str]], None]
        self._alike: Taker
        self._attach()

    def parse(self) -> None:
        """Feed the document: rows of a known shape pass by, and the parser takes the rest."""
        data, parser = self._data, self.parser
        held = Held(parser, MOST_MARKUP_BYTES)
        at = fed = pieces = 0
        while at < len(data):
            end, row_end = self._piece(at, pieces)
            parser.Parse(data[at:end], False)
            fed += end - at
            if end % _CHUNK == 0 or end == len(data):
                held.bound(fed)
                fed = 0
                self._bound_row((end - 1) // _CHUNK * _CHUNK)
            at = self._passing(end) if row_end == self._row.end + self.passed else end
            pieces = 0 if at - end > _WORTH else pieces + 1
        parser.Parse(b"", True)

    def line(self, at_byte: int, parsed: int) -> int:
        """The line of the document at a byte, which is this one to the parser."""
        if not self.passed:
            return parsed
        both, returns, ends = (self._data.count(end, 0, at_byte) for end in (b"\r\n", b"\r", b"\n"))
        return 1 + returns + ends - both

    def _here(self) -> int:
        parser = self.parser
        return self.line(parser.CurrentByteIndex + self.passed, parser.CurrentLineNumber)

    def _piece(self, at: int, pieces: int) -> tuple[int, int | None]:
        """Where the next piece ends, and where the end tag of a row in it begins.

        They grow with their number, as the parser may look at each of them all over again.
        """
        limit = min(at - at % _CHUNK + _CHUNK, len(self._data))
        more = min(pieces, _MOST_GROWN)
        if self._row_end is None:
            return min(limit, at + (_HEAD << more)), None
        least = at + (_LEAST << more) if more else at
        found = self._row_end.search(self._data, min(least, limit), limit)
        return (found.end(), found.start()) if found else (limit, None)

    def _passing(self, at: int) -> int:
        """Learn from the row that has just ended, and say where those of a known shape end."""
        if self._shapes is None:
            return at
        row = self._row
        self._shapes.learn(row.start + self.passed, at, row.given, row.fields)
        end = self._shapes.take(at, self._alike)
        self.passed += end - at
        return end

    def _bound_row(self, chunk_at: int) -> None:
        if self._row_at is not None and chunk_at - self._row_at - self.passed > MOST_ROW_BYTES:
            raise ReadFault(TooLarge("bytes of one point", MOST_ROW_BYTES))

    def _attach(self) -> None:
        parser, named, row_names = self.parser, self._named, set[str]()
        texts: list[str] = []
        given: dict[str, str] = {}
        fields: dict[str, str] = {}
        own = ""  # The name of the row the parser is in.
        depth = ends = again = 0

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal own, given, fields, depth, ends, again
            texts.clear()
            if name not in row_names:
                depth += 1
                self._bound(depth)
                local = named(name)
                if not self.begun:
                    self._open(local)
                if local not in self._rows:
                    self._sink.start(local, attributes)
                    return
                depth -= 1
                row_names.add(name)
            own, given, fields, ends, again = name, attributes, {}, 0, 0
            self._bound(depth + 1)
            self._row_at = parser.CurrentByteIndex
            parser.StartElementHandler = None

        def end(name: str) -> None:
            nonlocal own, depth, ends, again
            if not own:
                if name not in row_names:
                    depth -= 1
                    self._sink.end(named(name), "".join(texts).strip())
                else:  # One that another was in, which ended it.
                    again += 1
                    self._bound(depth + 1 + again)
                texts.clear()
            elif name == own:
                self._row = _Row(self._row_at or 0, parser.CurrentByteIndex, given, fields)
                own, self._row_at = "", None
                texts.clear()
                parser.StartElementHandler = begin
                if depth + 1 + ends > MOST_DEPTH:
                    row = (self._row.start + self.passed, self._row.end + self.passed)
                    self._bound(depth + depth_within(self._data, *row))
                self._take(given, fields)
            else:
                ends += 1
                if texts:
                    # More than one where it is longer than what the parser gathers.
                    fields[name] = texts.pop() if len(texts) == 1 else "".join(texts)
                    texts.clear()

        parser.StartElementHandler = begin
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append

    def _bound(self, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise ReadFault(TooDeep(MOST_DEPTH, self._here()))

    def _open(self, root: str) -> None:
        self._sink = sink = self._sink_for(root)
        self.begun = True
        if isinstance(sink, RowSink):
            self.takes_rows = True
            self._rows = sink.rows
            self._take, self._alike = sink.row, sink.alike
            if self._plain and root not in sink.rows:
                rows = "|".join(map(re.escape, sink.rows))
                self._row_end = re.compile(rf"</(?:[\w.-]+:)?(?:{rows})[ \t\r\n]*>".encode())
                self._shapes = Shapes(self._data, sink.texts)

    def _named(self, name: str) -> str:
        known = self._local.get(name)
        return known or self._local.setdefault(name, name.rpartition(self._separator)[2])

    def _declared(self, _: str, declared: str | None, __: int) -> None:
        encoding = self._encoding or declared
        self._plain = encoding is None or encoding.upper() in _PLAIN

    def _prefixes_change(self, *_: object) -> None:
        if self._row_at is None and self._shapes is not None:
            self._shapes.forget()

    def _refuse_doctype(self, *_: object) -> None:
        refuse_doctype(self.parser)


@final
class Held:
    """How much a parser holds of what it has not seen the end of."""

    def __init__(self, parser: expat.XMLParserType, most: int) -> None:
        self._parser = parser
        self._most = most
        self._fed = 0
        self._reached = 0

    def bound(self, fed: int) -> None:
        """Count bytes that were fed; ReadFault where too many of them are one thing."""
        self._fed += fed
        self._reached = max(self._reached, self._parser.CurrentByteIndex)
        if self._fed - self._reached > self._most:
            raise ReadFault(TooLarge("bytes of one element, without what is in it", self._most))


def _refuse_encoding(error: LookupError | ValueError, *, begun: bool) -> NoReturn:
    """Refuse a document in letters nobody knows; the parser says so before its first element."""
    if begun:
        raise error
    raise ReadFault(Damaged("xml", 0, 1, "unknown encoding")) from None


def refuse_doctype(parser: expat.XMLParserType) -> NoReturn:
    """Refuse a document type, wherever it stands."""
    at = parser.CurrentByteIndex
    raise ReadFault(Damaged("xml", at, parser.CurrentLineNumber, "document type declared"))
