"""What stands before each file of a zip, and behind those whose size was not known before."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from vegaloop.infrastructure.formats.entries import Entry
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.zip_entries import Told, entry_of, wide
from vegaloop.kernel.formats import Damaged

__all__ = ("behind_header", "entries_along")

_HEADER: Final = struct.Struct("<4s5H3L2H")
_MARK: Final = b"PK\x03\x04"
_ENDS_LATER: Final = 8  # The flag of a file that has its sizes behind it.
_UNTOLD: Final = (0, 0xFFFF_FFFF)
_BEHIND: Final = b"PK\x07\x08"
_NARROW: Final = struct.Struct("<4s3L")
_WIDE: Final = struct.Struct("<4sL2Q")
_PIECE: Final = 2**20
_MOST_TRIED: Final = 1_000_000  # Marks that only look like what stands behind a file.


def behind_header(stream: BinaryIO, at: int) -> int:
    """Find where a file begins whose header begins there; ReadFault where none does."""
    header = b""
    if 0 <= at < stream.seek(0, io.SEEK_END):
        stream.seek(at)
        header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_MARK):
        raise ReadFault(Damaged("zip", at, None, "no header of a file"))
    *_, name, extra = _HEADER.unpack(header)
    return at + _HEADER.size + int(name) + int(extra)


def entries_along(stream: BinaryIO) -> Iterator[Entry]:
    """List files by the headers before them, one after the other, as long as there are any."""
    at, end = 0, stream.seek(0, io.SEEK_END)
    while at < end:
        stream.seek(at)
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_MARK):
            return
        _, _, flags, method, _, _, crc, *sizes, name_bytes, extra_bytes = _HEADER.unpack(header)
        name = stream.read(name_bytes)
        packed, size = wide(stream.read(extra_bytes), sizes)
        begins = stream.tell()
        told = Told(name, flags, method, crc, packed, size)
        ends = begins + packed
        if flags & _ENDS_LATER and packed in _UNTOLD:
            told, ends = _told_behind(stream, begins, end, told)
        yield entry_of(told, at)
        at = ends


def _told_behind(stream: BinaryIO, begins: int, end: int, told: Told) -> tuple[Told, int]:
    """Look for what stands behind a file: its checksum and sizes; without it all the rest is of it."""
    at = stream.seek(begins)
    tried, held = 0, b""
    while tried < _MOST_TRIED and (piece := stream.read(_PIECE)):
        held += piece
        found = held.find(_BEHIND)
        while found >= 0 and found + _WIDE.size <= max(len(held), _WIDE.size):
            packed = at + found - begins
            for behind in (_WIDE, _NARROW):
                if found + behind.size <= len(held):
                    _, crc, *sizes = behind.unpack_from(held, found)
                    if sizes[0] == packed:
                        known = told._replace(crc=crc, packed=packed, size=sizes[1])
                        return known, at + found + behind.size
            tried += 1
            found = held.find(_BEHIND, found + 1)
        kept = len(held) - min(len(held), _WIDE.size)
        at, held = at + kept, held[kept:]
    return told._replace(crc=None, packed=end - begins, size=None), end
