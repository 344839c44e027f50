"""JSON of many records, one record at a time: one a line, an array, or an array within an object.

Rule 1: a record is decoded as it comes; of a file of gigabytes no more than one is held.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, final

import msgspec
from msgspec import Struct

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooDeep, TooLarge

__all__ = ("JsonItem", "items_of")

ITEM_BYTES_MOST: Final = 16 * 2**20
DOCUMENT_BYTES_MOST: Final = 64 * 2**20
JSON_DEPTH_MOST: Final = 1_000  # From about there on the decoder gives up.
_PIECE: Final = 2**18
_BOM: Final = b"\xef\xbb\xbf"
# An array, or an object whose first member is one: the downloads of FoodData Central.
_ARRAY: Final = re.compile(rb'\s*(?:\{\s*"\w{1,60}"\s*:\s*)?\[')
_BETWEEN: Final = re.compile(r"[\s,]*")
# How a record begins: with the name of its first member.
_BEGINS: Final = re.compile(r'[\s,]*(\{\s*"\w{1,60}"\s*:)')
_SPACE: Final = " \t\r\n"
_COMMA: Final = f",{_SPACE}"
_RECORDS: Final = msgspec.json.Decoder(list[msgspec.Raw])


@final
class JsonItem(Struct, frozen=True):
    """A record as it is written, and the line or the item it is, from 1."""

    text: bytes | str
    line: int | None = None
    item: int | None = None


def items_of(stream: BinaryIO) -> Iterator[JsonItem]:
    """Read the records of a file; ReadFault where it stops being JSON.

    Of one object that is no line of its own all is given: it may be an answer with records in it.
    """
    head = stream.read(_PIECE).removeprefix(_BOM)
    begun = _ARRAY.match(head)
    if begun is not None:
        yield from _of_array(head[begun.end() :], stream)
        return
    first, newline, _ = head.partition(b"\n")
    if newline and not _is_whole(first):
        yield JsonItem(_whole(head, stream), item=1)
        return
    yield from _of_lines(head, stream)


def _of_lines(head: bytes, stream: BinaryIO) -> Iterator[JsonItem]:
    rest, number = head, 0
    while True:
        *lines, rest = rest.split(b"\n")
        for line in lines:
            number += 1
            if line and not line.isspace():
                yield JsonItem(line, line=number)
        if len(rest) > ITEM_BYTES_MOST:
            raise ReadFault(TooLarge("bytes of a line", ITEM_BYTES_MOST))
        piece = stream.read(max(_PIECE, len(rest)))
        if not piece:
            break
        rest += piece
    if rest and not rest.isspace():
        yield JsonItem(rest, line=number + 1)


def _of_array(head: bytes, stream: BinaryIO) -> Iterator[JsonItem]:
    decoder, decode = codecs.getincrementaldecoder("utf-8")("replace"), json.JSONDecoder()
    text, number = decoder.decode(head), 1
    records, at = _at_once(text)
    while True:
        yield from (JsonItem(bytes(one), item=n) for n, one in enumerate(records, number))
        number, records = number + len(records), []
        between = _BETWEEN.match(text, at)
        at = at if between is None else between.end()
        if text[at : at + 1] == "]":
            return
        try:
            _, end = decode.raw_decode(text, at)
        except RecursionError:
            raise ReadFault(TooDeep(JSON_DEPTH_MOST, 1)) from None
        except ValueError as error:
            held = len(text) - at
            piece = stream.read(max(_PIECE, held))
            if not piece or held > ITEM_BYTES_MOST:
                raise _stopped(number, held, str(error)) from None
            text = text[at:] + decoder.decode(piece)
            records, at = _at_once(text)
            continue
        yield JsonItem(text[at:end], item=number)
        number, at = number + 1, end


def _at_once(text: str) -> tuple[list[msgspec.Raw], int]:
    """Take apart many records of an array at once, and tell where they end; none where in doubt.

    Records begin alike. What is an array up to where the last one seems to begin is one indeed:
    no beginning of a record is a record.
    """
    begins = _BEGINS.match(text)
    end = -1 if begins is None else text.rfind(begins[1], begins.end())
    several = text[:end].strip(_SPACE) if end > 0 else ""
    if not several.endswith(","):
        return [], 0
    try:
        return _RECORDS.decode(f"[{several.strip(_COMMA)}]"), end
    except (msgspec.DecodeError, RecursionError):
        return [], 0


def _stopped(number: int, held: int, said: str) -> ReadFault:
    if held > ITEM_BYTES_MOST:
        return ReadFault(TooLarge("bytes of a record", ITEM_BYTES_MOST))
    what = "ends early" if not held else said.partition(":")[0].lower()
    return ReadFault(Damaged("json", 0, None, f"item {number}: {what}"))


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _whole(head: bytes, stream: BinaryIO) -> bytes:
    rest = stream.read(DOCUMENT_BYTES_MOST + 1)
    if len(head) + len(rest) > DOCUMENT_BYTES_MOST:
        raise ReadFault(TooLarge("bytes of JSON", DOCUMENT_BYTES_MOST))
    return head + rest
