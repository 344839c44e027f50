"""An entry of a zip, as its directory and the header before it tell it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final, NamedTuple

from vegaloop.infrastructure.formats.entries import Entry, Promise
from vegaloop.infrastructure.formats.packing import METHODS

__all__ = ("Told", "entry_of", "wide")

_LOCKED: Final = 0x2041  # Encrypted, strongly, or with a directory that is.
_LOCKED_METHOD: Final = 99
_LINK: Final = 0xA000  # The kind of file in the upper half of what Unix writes there.
_WIDE: Final = 0xFFFF_FFFF
_WIDE_FIELD: Final = 1
_FIELD: Final = struct.Struct("<2H")
_NUMBER: Final = struct.Struct("<Q")


class Told(NamedTuple):
    """What is told of an entry; a size is None where it is not known."""

    name: bytes
    flags: int
    method: int
    crc: int | None
    packed: int
    size: int | None
    attributes: int = 0


def entry_of(told: Told, at: int) -> Entry:
    """Make an entry that begins there of what is told of it."""
    promise = Promise("zip", told.size, told.crc)
    unpacker = METHODS.get(told.method, METHODS[0])
    return Entry(_text(told.name), at, told.packed, promise, unpacker, _refusal(told), headed=True)


def wide(extra: bytes, numbers: Sequence[int]) -> Sequence[int]:
    """Put numbers of 64 bits, which stand apart, in the place of those they did not fit into."""
    at = 0
    while at + _FIELD.size <= len(extra):
        kind, length = _FIELD.unpack_from(extra, at)
        at += _FIELD.size
        if kind == _WIDE_FIELD:
            field = extra[at : at + length]
            return _widened(field, numbers)
        at += length
    return numbers


def _widened(field: bytes, numbers: Sequence[int]) -> list[int]:
    found: list[int] = []
    at = 0
    for number in numbers:
        if number == _WIDE and at + _NUMBER.size <= len(field):
            found.append(_NUMBER.unpack_from(field, at)[0])
            at += _NUMBER.size
        else:
            found.append(number)
    return found


def _refusal(told: Told) -> str | None:
    if told.flags & _LOCKED or told.method == _LOCKED_METHOD:
        return "it is encrypted"
    if (told.attributes >> 16) & 0xF000 == _LINK:
        return "it is a link"
    if told.method not in METHODS:
        return f"it is packed by a method not known here, {told.method}"
    return None


def _text(name: bytes) -> str:
    """The letters of a name: of old zips they are those of the first PCs."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp437")
