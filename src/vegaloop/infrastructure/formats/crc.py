"""The checksum of FIT files: CRC-16/ARC, many lanes at a time.

A file is cut into equal lanes that are stepped together, a 16-bit word a step; since the checksum
is linear over GF(2), sixteen lanes of zeros that begin as the sixteen single bits show what one
lane does to the checksum before it, and the lanes are joined with that.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ("crc16",)

_POLYNOMIAL: Final = 0xA001
_FEW_LANES: Final = 128
_MANY_LANES: Final = 1_024
_MUCH: Final = 2**18  # From here on more lanes save more steps than joining them costs.
_BITS: Final = 16


@cache
def _after_byte() -> tuple[int, ...]:
    table: list[int] = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc >> 1) ^ (_POLYNOMIAL if crc & 1 else 0)
        table.append(crc)
    return tuple(table)


@cache
def _after_word() -> NDArray[np.uint16]:
    byte = np.array(_after_byte(), dtype=np.uint16)
    state = np.arange(65_536, dtype=np.uint16)
    for _ in range(2):
        state = byte[state & 0xFF] ^ (state >> np.uint16(8))
    return state


def crc16(data: memoryview) -> int:
    """The checksum of some bytes."""
    lanes = _MANY_LANES if len(data) >= _MUCH else _FEW_LANES
    striped = len(data) // (2 * lanes) * 2 * lanes
    crc = _striped(data[:striped], lanes) if striped else 0
    table = _after_byte()
    for byte in data[striped:]:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc


def _striped(data: memoryview, lanes: int) -> int:
    table = _after_word()
    given = np.frombuffer(data, dtype="<u2").reshape(lanes, -1).T
    words = np.zeros((len(given), lanes + _BITS), dtype=np.uint16)
    words[:, :lanes] = given
    state = np.zeros(lanes + _BITS, dtype=np.uint16)
    state[lanes:] = 1 << np.arange(_BITS)
    for word in words:
        state = table[state ^ word]
    ends: list[int] = state.tolist()
    crc = 0
    for end in ends[:lanes]:
        crc = end ^ _moved(crc, ends[lanes:])
    return crc


def _moved(crc: int, effects: list[int]) -> int:
    moved = 0
    while crc:
        lowest = crc & -crc
        moved ^= effects[lowest.bit_length() - 1]
        crc ^= lowest
    return moved
