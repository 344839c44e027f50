"""What is in a zip: by the directory at its end, or by the header before each file.

Rule 1: what its end says of it is not believed: its entries are counted as whoever reads it would
meet them, and no further than they may be.
Rule 2: where the directory is not whole, the files before it may be, each behind its own header.
"""

from __future__ import annotations

import io
import struct
from itertools import islice
from typing import BinaryIO, Final

from vegaloop.infrastructure.formats.entries import Contents, Entry
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.zip_entries import Told, entry_of, wide
from vegaloop.infrastructure.formats.zip_headers import entries_along
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("is_zip", "zip_contents")

MOST_DIRECTORY_BYTES: Final = 64 * 2**20
_LEAST: Final = {b"PK\x03\x04": 30, b"PK\x05\x06": 22}  # Bytes of what begins so.
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_BYTES: Final = 20
_LONGEST_COMMENT: Final = 65_535
_LENGTHS: Final = struct.Struct("<3H")  # Of name, extra fields and comment.
_LENGTHS_AT: Final = 28
_SIGNATURE: Final = b"PK\x05\x05"  # May stand at the end of a directory.
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")


def is_zip(head: bytes) -> bool:
    """Tell a zip by its first bytes."""
    return len(head) >= _LEAST.get(head[:4], len(head) + 1)


def zip_contents(stream: BinaryIO, most: int) -> Contents:
    """List what is in a zip, up to where it is damaged; ReadFault where that is too much."""
    end = stream.seek(0, io.SEEK_END)
    begins = max(0, end - _END.size - _LONGEST_COMMENT - _LOCATOR_BYTES - _END_64.size)
    stream.seek(begins)
    tail = stream.read(end - begins)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return _along(stream, most, Damaged("zip", end, None, "no directory at its end"))
    ends, size, told_at = _directory(tail, at)
    if size > MOST_DIRECTORY_BYTES:
        raise ReadFault(TooLarge("bytes of the directory of a zip", MOST_DIRECTORY_BYTES))
    place = begins + ends - size
    damage = Damaged("zip", max(0, place), None, "a directory that is none")
    if place < 0:
        return _along(stream, most, damage)
    stream.seek(place)
    # What was put in front of a zip is not counted by what it says of its places.
    directory = stream.read(size)
    entries, reached = _listed(directory, place - told_at, most)
    if reached < size and not directory.startswith(_SIGNATURE, reached):
        return _along(stream, most, damage)
    return Contents(entries)


def _along(stream: BinaryIO, most: int, damage: Damaged) -> Contents:
    entries = list(islice(entries_along(stream), most + 1))
    if len(entries) > most:
        raise ReadFault(TooLarge("files in an archive", most))
    return Contents(entries, damage)


def _directory(tail: bytes, at: int) -> tuple[int, int, int]:
    """Find where the directory ends in the last bytes, how many it has, and where it says it begins."""
    _, _, _, _, _, size, told_at, _ = _END.unpack_from(tail, at)
    large = at - _LOCATOR_BYTES - _END_64.size
    if (
        large >= 0
        and tail.startswith(b"PK\x06\x07", at - _LOCATOR_BYTES)
        and tail.startswith(b"PK\x06\x06", large)
    ):
        *_, size, told_at = _END_64.unpack_from(tail, large)
        return large, size, told_at
    return at, size, told_at


def _listed(directory: bytes, shift: int, most: int) -> tuple[list[Entry], int]:
    """List what is in a directory, and say how far it is one."""
    places, at = list[int](), 0
    while directory.startswith(b"PK\x01\x02", at) and at + _ENTRY.size <= len(directory):
        if len(places) == most:
            raise ReadFault(TooLarge("files in an archive", most))
        places.append(at)
        at += _ENTRY.size + sum(_LENGTHS.unpack_from(directory, at + _LENGTHS_AT))
    return [_entry(directory, place, shift) for place in places], at


def _entry(directory: bytes, at: int, shift: int) -> Entry:
    (_, _, _, flags, method, _, _, crc, packed, size, name_bytes, extra_bytes,
     _, _, _, attributes, begins) = _ENTRY.unpack_from(directory, at)  # fmt: skip
    at += _ENTRY.size
    name = directory[at : at + name_bytes]
    extra = directory[at + name_bytes : at + name_bytes + extra_bytes]
    size, packed, begins = wide(extra, (size, packed, begins))
    return entry_of(Told(name, flags, method, crc, packed, size, attributes), begins + shift)
