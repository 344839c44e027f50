"""JSON as documents: one, or one a line.

Rule 1: what is larger or deeper than any real export is refused before it is looked into.
Rule 2: of what breaks off, the whole documents of its lists are read.
Rule 3: a text has no NUL, which not every database takes: it reads as one that is no letter.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json_broken import frames_of, mended
from vegaloop.kernel.formats import Damaged, TooDeep, TooLarge

__all__ = ("MOST_JSON_BYTES", "Document", "documents_of")

MOST_JSON_BYTES: Final = 128 * 2**20
MOST_JSON_DEPTH: Final = 1_000  # From about there on the decoder gives up.
# Each takes up to 80 bytes of memory: what 50 MB of real samples have.
MOST_JSON_VALUES: Final = 6_000_000
_BETWEEN: Final = (b",", b":", b"[", b"{")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_NUL: Final = rb"\u0000"
_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = b" \t\r\n"
_TRUNCATED: Final = "truncated"
_DECODER: Final = msgspec.json.Decoder(object)


@final
class Document(Struct, frozen=True):
    """A JSON value, and the line it stands on where each line has one.

    `frames` are the objects in it that broke off, without the records of their lists.
    """

    value: object
    line: int | None = None
    frames: tuple[object, ...] = ()


def documents_of(data: bytes) -> Iterator[Document]:
    """Decode a document, or a document a line; ReadFault where it is neither."""
    if len(data) > MOST_JSON_BYTES:
        raise ReadFault(TooLarge("bytes of JSON", MOST_JSON_BYTES))
    text = _plain(data)
    if sum(map(text.count, _BETWEEN)) > MOST_JSON_VALUES:
        raise ReadFault(TooLarge("values of JSON", MOST_JSON_VALUES))
    try:
        whole: object = _DECODER.decode(text)
    except RecursionError:
        raise ReadFault(TooDeep(MOST_JSON_DEPTH, 1)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        first, _, rest = text.partition(b"\n")
        if rest and _is_document(first):
            return _by_line(text)
        at, why = _damage(error, text)
        fault = ReadFault(Damaged("json", at, None, why))
        whole = _whole_before(text[:at])
        if whole is None:
            raise fault from None
        return _broken_off(whole, fault)
    return iter((Document(whole),))


def _plain(data: bytes) -> bytes:
    """The text in UTF-8, without a mark before it and NULs in it."""
    if data.startswith(_WIDE):
        data = data.decode("utf-16", errors="replace").encode()
    text = data.removeprefix(_BOM)
    if _NUL not in text:
        return text
    *before, last = text.split(_NUL)
    return b"".join((*(piece + _nul_after(piece) for piece in before), last))


def _nul_after(piece: bytes) -> bytes:
    """What stands for a NUL, unless its backslash is one that is itself meant."""
    meant = (len(piece) - len(piece.rstrip(b"\\"))) % 2
    return _NUL if meant else rb"\ufffd"


def _by_line(text: bytes) -> Iterator[Document]:
    for number, line in enumerate(io.BytesIO(text), 1):
        if not line.strip(_SPACE):
            continue
        try:
            yield Document(_DECODER.decode(line), number)
        except RecursionError:
            raise ReadFault(TooDeep(MOST_JSON_DEPTH, number)) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            at, why = _damage(error, line)
            raise ReadFault(Damaged("json", at, number, why)) from None


def _broken_off(whole: Document, fault: ReadFault) -> Iterator[Document]:
    yield whole
    raise fault


def _whole_before(text: bytes) -> Document | None:
    """What is whole of a text that is as it should be until it breaks off."""
    closed, opened = mended(text)
    try:
        value: object = _DECODER.decode(closed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return Document(value, frames=frames_of(value, opened))


def _is_document(line: bytes) -> bool:
    try:
        return isinstance(_DECODER.decode(line), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _damage(error: Exception, text: bytes) -> tuple[int, str]:
    """Where a text is broken, and why."""
    said = str(error)
    if isinstance(error, UnicodeDecodeError):
        return _first_unreadable(text), "not UTF-8"
    if said.endswith(_TRUNCATED):
        return len(text), "ends early"
    _, _, position = said.rpartition("(byte ")
    at = position.rstrip(")")
    return int(at) if at.isdigit() else 0, "not JSON"


def _first_unreadable(text: bytes) -> int:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.start
    return 0
