"""What stands before the outermost element of a document: looked through, and its type cut out.

Rule 1: a document type may declare elements and attributes, and nothing of it is ever parsed:
real ones are broken. One that declares entities, or stands elsewhere, is refused.
Rule 2: what is cut out leaves as many bytes and lines behind as it had.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final, final

from msgspec import Struct

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = (
    "MOST_PROLOG_BYTES",
    "Prolog",
    "encoding_of",
    "is_utf_8",
    "prolog_of",
    "refuse_encoding",
    "root_of",
)

MOST_PROLOG_BYTES: Final = 2**17  # Apple's document type has 8 kB.
_PIECE: Final = 2**14
_BOM: Final = b"\xef\xbb\xbf"
_WIDE: Final = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"<\0": "UTF-16LE",
    b"\0<": "UTF-16BE",
}
_DECLARATION: Final = b"<?xml"
_ENDS: Final = ((b"<?", b"?>"), (b"<!--", b"-->"))
_DOCTYPE: Final = b"<!DOCTYPE"
_MOST_DECLARATION_BYTES: Final = 512
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']")
_OWN_ENCODINGS: Final = frozenset(("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"))
# Of a byte a letter, and known to the parser.
_NARROW: Final = re.compile(
    r"(us-)?ascii|iso-?8859-([1-9]|10|13|14|15|16)|latin-?1|(windows-|cp)125[0-8]|koi8-[ru]",
    re.IGNORECASE | re.ASCII,
)
_DECLARED: Final = re.compile(rb"<!DOCTYPE\s+([A-Za-z_][^\s\[<>\"'=]*)")
_NAME: Final = re.compile(rb"<([A-Za-z_][^\s/<>\"'=]*)[\s/>]")
_LAST: Final = re.compile(rb"\]\s*>")
_ENTITIES: Final = re.compile(rb"<!(ENTITY|NOTATION|\[)|%[\w.:-]+;")
_ELSEWHERE: Final = re.compile(rb"\s(SYSTEM|PUBLIC)\s")
_VISIBLE: Final = re.compile(rb"[^\r\n]")


@final
class Prolog(Struct, frozen=True):
    """The first bytes of a document, to be parsed, and the name of its outermost element."""

    head: bytes
    root: str | None

    @property
    def bare(self) -> bytes:
        """The first bytes without a declaration, to be put into another element."""
        at = self.head.find(b"<" + (self.root or "").encode())
        return _blank(self.head[:at]) + self.head[at:]


def root_of(head: bytes) -> str | None:
    """Name the outermost element of a document by its first bytes; None where they have none.

    The name comes without its prefix; of many elements without a root it is that of the first. It
    is named behind a document type to refuse as well, or by it: whoever reads such says why.
    """
    wide = _WIDE.get(head[:2])
    if wide is not None:
        head = head.decode(wide, errors="ignore").encode()
    try:
        found = _looked_through(head)
    except ReadFault:
        found = None
    if found is not None:
        return found.root
    declared = _LAST.search(head)
    name = _NAME.search(head, declared.end() if declared else 0) or _DECLARED.search(head)
    return _local(name.group(1)) if name else None


def prolog_of(stream: BinaryIO) -> Prolog:
    """Read up to the outermost element; ReadFault where entities are declared, or there is no end."""
    head = b""
    while len(head) <= MOST_PROLOG_BYTES:
        piece = stream.read(_PIECE)
        head += piece
        if head[:2] in _WIDE or not piece:
            return Prolog(head, None)
        found = _looked_through(head)
        if found is not None:
            return found
    raise ReadFault(TooLarge("bytes before the outermost element", MOST_PROLOG_BYTES))


def refuse_encoding(head: bytes) -> None:
    """Refuse a document in an encoding the parser would stumble over: none of those documents have."""
    name = _encoding(head)
    if name.upper() not in _OWN_ENCODINGS and not _NARROW.fullmatch(name):
        raise ReadFault(Damaged("xml", 0, 1, "unknown encoding"))


def encoding_of(head: bytes) -> str:
    """Tell by its first bytes what a document is written in, whatever it declares."""
    return _WIDE.get(head[:2], "UTF-8")


def is_utf_8(head: bytes) -> bool:
    """Tell a document in UTF-8 by its first bytes."""
    return encoding_of(head) == "UTF-8" and _encoding(head).upper() == "UTF-8"


def _encoding(head: bytes) -> str:
    wide = _WIDE.get(head[:2])
    if wide is not None:
        head = head[: 2 * _MOST_DECLARATION_BYTES].decode(wide, errors="ignore").encode()
    declared, ends, _ = head[:_MOST_DECLARATION_BYTES].partition(b"?>")
    if not declared.removeprefix(_BOM).startswith(_DECLARATION):
        return "UTF-8"
    if not ends:
        raise ReadFault(Damaged("xml", 0, 1, "declaration without an end"))
    found = _ENCODING.search(declared)
    return found.group(1).decode("ascii", errors="replace") if found else "UTF-8"


def _looked_through(head: bytes) -> Prolog | None:
    """Look through the first bytes; None where the outermost element has not begun in them."""
    at = len(_BOM) if head.startswith(_BOM) else 0
    pieces = [head[:at]]
    while True:
        begins = head.find(b"<", at)
        end = -1 if begins < 0 else _end(head, begins)
        if end < 0:
            return None
        if end == begins:
            name = _NAME.match(head, begins)
            before = _blank(head[at:begins])
            root = _local(name.group(1)) if name else None
            return Prolog(b"".join((*pieces, before, head[begins:])), root)
        kept = begins == len(pieces[0]) and head.startswith(_DECLARATION, begins)
        pieces.append(head[at:end] if kept else _blank(head[at:end]))
        at = end


def _local(name: bytes) -> str:
    return name.decode("utf-8", errors="replace").rpartition(":")[2]


def _end(head: bytes, begins: int) -> int:
    """Find the end of what begins before the outermost element; -1 where it is further on."""
    for first, last in _ENDS:
        if head.startswith(first, begins):
            at = head.find(last, begins)
            return at if at < 0 else at + len(last)
    if head.startswith(_DOCTYPE, begins):
        return _end_of_doctype(head, begins)
    rest = head[begins : begins + len(_DOCTYPE)]
    if _NAME.match(head, begins) or (not _DOCTYPE.startswith(rest) and b">" in head[begins:]):
        return begins
    return -1


def _end_of_doctype(head: bytes, begins: int) -> int:
    opens, closes = head.find(b"[", begins), head.find(b">", begins)
    if closes < 0:
        return -1
    inner = 0 <= opens < closes
    found = _LAST.search(head, opens) if inner else None
    end = found.end() if found else -1 if inner else closes + 1
    declared = head[begins : end if end > 0 else len(head)]
    refused = _ENTITIES.search(declared) or _ELSEWHERE.search(
        declared[: opens - begins if inner else None]
    )
    if refused:
        line = head.count(b"\n", 0, begins + refused.start()) + 1
        what = "entities declared" if refused.re is _ENTITIES else "document type elsewhere"
        raise ReadFault(Damaged("xml", begins + refused.start(), line, what))
    return end


def _blank(text: bytes) -> bytes:
    return _VISIBLE.sub(b" ", text)
