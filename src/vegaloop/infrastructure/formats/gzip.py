"""Bytes as they arrive, brought within bounds and out of their gzip."""

from __future__ import annotations

import io
from typing import Final

from vegaloop.infrastructure.formats.bounds import Allowance, Meter
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.packing import GZIP
from vegaloop.infrastructure.formats.streams import Unpacked
from vegaloop.kernel.formats import Damaged, Note, Remark, TooLarge

__all__ = ("MOST_BYTES", "MOST_UNPACKED_BYTES", "unpacked")

MOST_BYTES: Final = 64 * 2**20  # The largest known activity has 20 MB.
MOST_UNPACKED_BYTES: Final = 256 * 2**20
_MOST_RATIO: Final = 200  # XML of real devices packs 10 to 40 times.
_SMALL: Final = 2**20
_PIECE: Final = 2**20


def unpacked(data: bytes) -> tuple[bytes, tuple[Note, ...]]:
    """Unpack a gzip (as far as it goes), or hand the bytes on; ReadFault beyond the bounds."""
    if len(data) > MOST_BYTES:
        raise ReadFault(TooLarge("bytes", MOST_BYTES))
    if not GZIP.begins.match(data):
        return data, ()
    meter = Meter(_most_unpacked, Allowance(_most_unpacked(len(data))))
    stream = Unpacked(io.BytesIO(data), meter, GZIP)
    found = bytearray()
    try:
        while piece := stream.read(_PIECE):
            found += piece
    except ReadFault as fault:
        if not isinstance(fault.fact, Damaged) or not found:
            raise
        cut = Note(Remark.CUT_OFF, at_byte=len(found), detail="gzip ends early")
        return bytes(found), (cut,)
    if stream.trailing:
        return bytes(found), (Note(Remark.TRAILING_BYTES, detail="after the gzip"),)
    return bytes(found), ()


def _most_unpacked(packed: int) -> int:
    return min(MOST_UNPACKED_BYTES, max(_SMALL, packed * _MOST_RATIO))
