"""XML as events, and no more of it than files of records need.

Rule 1: no document type, so no entities of the file's own, and none from elsewhere.
Rule 2: a file that stops being XML is read up to there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol
from xml.parsers import expat

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, Note, Remark, TooDeep

__all__ = ("MOST_DEPTH", "Sink", "read_xml")

MOST_DEPTH: Final = 64
_CHUNK: Final = 2**20


class Sink(Protocol):
    """Whoever takes the elements of a document; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        ...

    def end(self, name: str, text: str) -> None:
        """Take the end of an element, with the text since the last beginning or end."""
        ...


def read_xml(data: bytes, sink_for: Callable[[str], Sink]) -> tuple[Note, ...]:
    """Feed a document to the sink its root element calls for; a note says where it broke off."""
    driver = _Driver(sink_for)
    parser = driver.parser
    view = memoryview(data)
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(bytes(view[at : at + _CHUNK]), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code) or "not XML"
        if not driver.begun:
            raise ReadFault(Damaged("xml", parser.ErrorByteIndex, error.lineno, what)) from error
        broken = Note(
            Remark.CUT_OFF, at_byte=parser.ErrorByteIndex, at_line=error.lineno, detail=what
        )
        return (broken,)
    return ()


class _Driver:
    """The parser, with depth and text kept."""

    def __init__(self, sink_for: Callable[[str], Sink]) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.buffer_size = _CHUNK
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.begun = False
        self._sink: Sink
        self._sink_for = sink_for
        self._depth = 0
        self._text = ""
        self._local: dict[str, str] = {}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise ReadFault(TooDeep(MOST_DEPTH, self.parser.CurrentLineNumber))
        local = self._local.get(name) or self._named(name)
        if not self.begun:
            self._sink = self._sink_for(local)
            self.begun = True
        self._text = ""
        self._sink.start(local, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._sink.end(self._local.get(name) or self._named(name), self._text.strip())
        self._text = ""

    def _said(self, text: str) -> None:
        # Expat buffers, so this is nearly always all there is.
        self._text = self._text + text if self._text else text

    def _named(self, name: str) -> str:
        return self._local.setdefault(name, name.rpartition(" ")[2])

    def _refuse_doctype(self, *_: object) -> None:
        parser = self.parser
        at = parser.CurrentByteIndex
        raise ReadFault(Damaged("xml", at, parser.CurrentLineNumber, "document type declared"))
