"""Packing of what is large: columns of streams, and files as they came."""

from __future__ import annotations

import zlib
from typing import Final

__all__ = ("packed_block", "packed_file", "unpacked_block", "unpacked_file")

# Shuffled columns and FIT files hardly shrink more at six times the cost.
_ZLIB_LEVEL: Final = 1
_GZIP: Final = b"\x1f\x8b"


def packed_block(data: bytes, width: int) -> bytes:
    """Pack a column: all first bytes of its numbers, then all second ones, because these repeat."""
    shuffled = b"".join(data[place::width] for place in range(width))
    return zlib.compress(shuffled, _ZLIB_LEVEL)


def unpacked_block(block: bytes, width: int) -> bytes:
    """Undo `packed_block`."""
    shuffled = zlib.decompress(block)
    count = len(shuffled) // width
    data = bytearray(len(shuffled))
    for place in range(width):
        data[place::width] = shuffled[place * count : (place + 1) * count]
    return bytes(data)


def packed_file(data: bytes) -> bytes:
    """Pack a file, unless it came packed."""
    return data if data.startswith(_GZIP) else zlib.compress(data, _ZLIB_LEVEL)


def unpacked_file(kept: bytes) -> bytes:
    """Undo `packed_file`; a file that came in a gzip stays in it."""
    return kept if kept.startswith(_GZIP) else zlib.decompress(kept)
