"""The directory of a zip, counted before anybody reads it.

Rule 1: what its end says of it is not believed: its entries are counted as whoever reads it would
meet them, and no further than they may be.
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO, Final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("entries_in",)

MOST_DIRECTORY_BYTES: Final = 64 * 2**20
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_BYTES: Final = 20
_LONGEST_COMMENT: Final = 65_535
_ENTRY_BYTES: Final = 46
_LENGTHS: Final = struct.Struct("<3H")  # Of name, extra fields and comment.
_LENGTHS_AT: Final = 28


def entries_in(stream: BinaryIO, most: int) -> int:
    """Count the entries of a zip; ReadFault where there are more, or no directory."""
    end = stream.seek(0, io.SEEK_END)
    begins = max(0, end - _END.size - _LONGEST_COMMENT - _LOCATOR_BYTES - _END_64.size)
    stream.seek(begins)
    tail = stream.read(end - begins)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise ReadFault(Damaged("zip", end, None, "no directory at its end"))
    ends, size = _directory(tail, at)
    if size > MOST_DIRECTORY_BYTES:
        raise ReadFault(TooLarge("bytes of the directory of a zip", MOST_DIRECTORY_BYTES))
    if size > begins + ends:
        raise ReadFault(Damaged("zip", end, None, "a directory larger than the file"))
    stream.seek(begins + ends - size)
    count = _counted(stream.read(size), most)
    if count > most:
        raise ReadFault(TooLarge("files in a zip", most))
    return count


def _directory(tail: bytes, at: int) -> tuple[int, int]:
    """Find where the directory ends in the last bytes, and how many it has."""
    _, _, _, _, _, size, _, _ = _END.unpack_from(tail, at)
    large = at - _LOCATOR_BYTES - _END_64.size
    if (
        large >= 0
        and tail.startswith(b"PK\x06\x07", at - _LOCATOR_BYTES)
        and tail.startswith(b"PK\x06\x06", large)
    ):
        *_, size, _ = _END_64.unpack_from(tail, large)
        return large, size
    return at, size


def _counted(directory: bytes, most: int) -> int:
    count = at = 0
    while count <= most and directory.startswith(b"PK\x01\x02", at):
        if at + _ENTRY_BYTES > len(directory):
            break
        at += _ENTRY_BYTES + sum(_LENGTHS.unpack_from(directory, at + _LENGTHS_AT))
        count += 1
    return count
