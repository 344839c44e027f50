"""A record of a food as one blob, and the fingerprint of it.

Rule 1: the blob is the whole record, field by field in their order: equal ones are known to be
equal, and what a later version adds to a record comes last.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from vegaloop.nutrition.domain.food_record import FoodRecord

__all__ = ("fingerprint", "pack", "unpack")

_FINGERPRINT_BYTES: Final = 8
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(FoodRecord)


def pack(record: FoodRecord) -> bytes:
    """Write a record."""
    return _ENCODER.encode(record)


def unpack(packed: bytes) -> FoodRecord:
    """Read it back."""
    return _DECODER.decode(packed)


def fingerprint(packed: bytes) -> int:
    """Sum up a record in a signed number of 64 bits."""
    summed = hashlib.blake2b(packed, digest_size=_FINGERPRINT_BYTES)
    return int.from_bytes(summed.digest(), "big", signed=True)
