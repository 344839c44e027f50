"""Bytes that nearly are activity files: what a disk, a cable or an attacker makes of them."""

from __future__ import annotations

from random import Random
from typing import Final

_LONGEST: Final = 40
_AWKWARD: Final = (0x00, 0x01, 0x0E, 0x3C, 0x40, 0x60, 0x7F, 0x80, 0xE0, 0xFF)


def mutated(seed: bytes, chance: Random) -> bytes:
    """One to eight changes: bytes set, bits turned, pieces cut, doubled, moved or lost."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
        at = chance.randrange(len(data) + 1)
        piece = data[at : at + chance.randrange(1, _LONGEST)]
        match chance.randrange(8):
            case 0 | 1 | 2 if at < len(data):
                data[at] = chance.choice((*_AWKWARD, chance.randrange(256)))
            case 3 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 4:
                del data[at : at + len(piece)]
            case 5:
                data[at:at] = piece * chance.randrange(1, 4)
            case 6:
                del data[at:]
            case _:
                data[at:at] = chance.randbytes(chance.randrange(1, _LONGEST))
    return bytes(data)
