"""Bytes as they arrive, brought within bounds and out of their gzip."""

from __future__ import annotations

import zlib
from typing import Final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, Note, Remark, TooLarge

__all__ = ("MOST_BYTES", "MOST_UNPACKED_BYTES", "unpacked")

MOST_BYTES: Final = 64 * 2**20  # The largest known activity has 20 MB.
MOST_UNPACKED_BYTES: Final = 256 * 2**20
_MOST_RATIO: Final = 200  # XML of real devices packs 10 to 40 times.
_SMALL: Final = 2**20
_PIECE: Final = 16 * 2**20
_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 31


def unpacked(data: bytes) -> tuple[bytes, tuple[Note, ...]]:
    """Unpack a gzip (as far as it goes), or hand the bytes on; ReadFault beyond the bounds."""
    if len(data) > MOST_BYTES:
        raise ReadFault(TooLarge("bytes", MOST_BYTES))
    if not data.startswith(_GZIP):
        return data, ()
    most = min(MOST_UNPACKED_BYTES, max(_SMALL, len(data) * _MOST_RATIO))
    stream = zlib.decompressobj(_GZIP_WINDOW)
    found = bytearray()
    try:
        while not stream.eof and len(found) <= most:
            piece = min(_PIECE, most + 1 - len(found))
            more = stream.decompress(stream.unconsumed_tail or data, piece)
            found += more
            if not more and not stream.eof:
                break
            data = b""
    except zlib.error as error:
        if not found:
            raise ReadFault(Damaged("gzip", 0, None, str(error))) from error
    if len(found) > most:
        raise ReadFault(TooLarge("unpacked bytes", most))
    if stream.eof and stream.unused_data:
        return bytes(found), (Note(Remark.TRAILING_BYTES, detail="after the gzip"),)
    if stream.eof:
        return bytes(found), ()
    return bytes(found), (Note(Remark.CUT_OFF, at_byte=len(found), detail="gzip ends early"),)
