"""What a row of the catalogue holds besides what is searched: one blob, and its fingerprint.

Rule 1: the fingerprint covers all of a record, so that equal ones are known to be equal.
"""

from __future__ import annotations

import hashlib
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.nutrition.domain.food import Quality, Serving
from vegaloop.nutrition.domain.food_record import FoodRecord
from vegaloop.nutrition.domain.nutrients import Nutrient, Nutrients

__all__ = ("Packed", "fingerprint", "pack", "unpack")

_FINGERPRINT_BYTES: Final = 8
_UNJUDGED: Final = Quality()  # No record of a catalogue judges its food.


@final
class Packed(Struct, frozen=True, array_like=True):
    """Servings, figures and judgement of a food, as integers."""

    servings: tuple[tuple[str, int], ...]
    energy_j: int | None
    amounts_ng: dict[Nutrient, int]
    quality: Quality

    @property
    def nutrients(self) -> Nutrients:
        """What 100 g of it hold."""
        return Nutrients(
            None if self.energy_j is None else Energy(self.energy_j),
            tuple((nutrient, Mass(amount)) for nutrient, amount in self.amounts_ng.items()),
        )

    @property
    def measures(self) -> tuple[Serving, ...]:
        """Its servings."""
        return tuple(Serving(name, Mass(amount)) for name, amount in self.servings)


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Packed)


def pack(record: FoodRecord) -> bytes:
    """Write servings, figures and judgement of a food."""
    amounts_ng = dict(zip(record.nutrients, record.amounts_ng, strict=True))
    return _ENCODER.encode((record.servings, record.energy_j, amounts_ng, _UNJUDGED))


def unpack(packed: bytes) -> Packed:
    """Read them back."""
    return _DECODER.decode(packed)


def fingerprint(record: FoodRecord, packed: bytes) -> int:
    """Sum up a record in a signed number of 64 bits."""
    one = record
    head = (one.name, one.brand, one.barcode, one.category, one.flags, one.standing)
    summed = hashlib.blake2b(_ENCODER.encode(head) + packed, digest_size=_FINGERPRINT_BYTES)
    return int.from_bytes(summed.digest(), "big", signed=True)
