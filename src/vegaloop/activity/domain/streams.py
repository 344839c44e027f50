"""What a device wrote down second by second: one packed column a channel.

Rule 1: every column of a recording has one number for each of its times.
Rule 2: a column is little-endian 32-bit integers of its channel's unit; MISSING stands where
the device wrote nothing.
Rule 3: times are milliseconds after the start, never going back; a record may precede the start.
Rule 4: what no channel is for is kept beside them by the name and unit of whoever measured it.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self, final

from msgspec import Struct

__all__ = (
    "MISSING",
    "MOST",
    "Channel",
    "Extra",
    "Measure",
    "Stream",
    "Streams",
    "packed",
    "packed_times",
)

MISSING: Final = -(2**31)
MOST: Final = 2**31 - 1
_COLUMN: Final = "i"  # 4 bytes wherever CPython runs.
_TIMES: Final = "q"


class Channel(StrEnum):
    """What a column holds; its unit is the one each member names."""

    HEART_RATE = "heart_rate"  # beats per minute
    POWER = "power"  # watts
    CADENCE = "cadence"  # hundredths of a revolution (cycling) or stride (running) per minute
    SPEED = "speed"  # millimetres per second
    DISTANCE = "distance"  # centimetres since the start
    ALTITUDE = "altitude"  # millimetres above the sea
    TEMPERATURE = "temperature"  # hundredths of a degree Celsius
    LATITUDE = "latitude"  # ten-millionths of a degree
    LONGITUDE = "longitude"  # ten-millionths of a degree

    @property
    def per_unit(self) -> int:
        """How many of the column's steps make one bpm, W, rpm, m/s, m, °C or degree."""
        return _PER_UNIT[self]


_PER_UNIT: Final = {
    Channel.HEART_RATE: 1,
    Channel.POWER: 1,
    Channel.CADENCE: 100,
    Channel.SPEED: 1_000,
    Channel.DISTANCE: 100,
    Channel.ALTITUDE: 1_000,
    Channel.TEMPERATURE: 100,
    Channel.LATITUDE: 10_000_000,
    Channel.LONGITUDE: 10_000_000,
}


@final
class Stream(Struct, frozen=True):
    """One channel of a recording, packed."""

    channel: Channel
    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) % 4:
            raise ValueError("a column is made of 4-byte numbers")

    @classmethod
    def of_values(cls, channel: Channel, values: Iterable[float | None]) -> Self:
        """Pack numbers given in bpm, W, rpm, m/s, m, °C or degrees; None is missing."""
        return cls(channel, packed(_scaled(value, channel.per_unit) for value in values))

    def __len__(self) -> int:
        return len(self.data) // 4

    @property
    def numbers(self) -> array[int]:
        """The column as integers of its own unit, MISSING where nothing was written."""
        return _unpacked(_COLUMN, self.data)

    @property
    def values(self) -> tuple[float | None, ...]:
        """The column in bpm, W, rpm, m/s, m, °C or degrees, None where nothing was written."""
        return _values(self.numbers, self.channel.per_unit)


@final
class Measure(Struct, frozen=True):
    """Something measured that no channel is for: `per_unit` whole numbers make one of its unit."""

    name: str
    unit: str = ""
    per_unit: float = 1

    def __post_init__(self) -> None:
        if not (math.isfinite(self.per_unit) and self.per_unit > 0):
            raise ValueError("a unit is made of some steps")


@final
class Extra(Struct, frozen=True):
    """A column of something no channel is for, packed as channels are."""

    measure: Measure
    data: bytes

    def __len__(self) -> int:
        return len(self.data) // 4

    @property
    def numbers(self) -> array[int]:
        """The column as integers, MISSING where nothing was written."""
        return _unpacked(_COLUMN, self.data)

    @property
    def values(self) -> tuple[float | None, ...]:
        """The column in the unit of its measure, None where nothing was written."""
        return _values(self.numbers, self.measure.per_unit)


@final
class Streams(Struct, frozen=True):
    """All columns of one recording, over the same times (64-bit little-endian milliseconds).

    `beats_ms` has the intervals between heart beats, in their order (32-bit milliseconds).
    """

    times_ms: bytes = b""
    columns: tuple[Stream, ...] = ()
    extras: tuple[Extra, ...] = ()
    beats_ms: bytes = b""

    def __post_init__(self) -> None:
        if len(self.times_ms) % 8:
            raise ValueError("times are made of 8-byte numbers")
        lengths = {len(one.data) // 4 for one in self.columns}
        lengths |= {len(one.data) // 4 for one in self.extras}
        if not lengths <= {len(self)}:
            raise ValueError("a column has one number for each time")
        if len({column.channel for column in self.columns}) != len(self.columns):
            raise ValueError("a channel has one column")
        if len({extra.measure.name for extra in self.extras}) != len(self.extras):
            raise ValueError("a measure has one column")
        if len(self.beats_ms) % 4:
            raise ValueError("intervals are made of 4-byte numbers")
        times = self.numbers.tolist()
        if any(later < earlier for earlier, later in pairwise(times)):
            raise ValueError("times never go back")

    def __len__(self) -> int:
        return len(self.times_ms) // 8

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels there is a column of."""
        return tuple(column.channel for column in self.columns)

    @property
    def numbers(self) -> array[int]:
        """The times as integers: milliseconds after the start."""
        return _unpacked(_TIMES, self.times_ms)

    @property
    def seconds(self) -> tuple[float, ...]:
        """The times in seconds after the start."""
        return tuple(ms / 1_000 for ms in self.numbers)

    @property
    def beats(self) -> array[int]:
        """The intervals between heart beats in milliseconds."""
        return _unpacked(_COLUMN, self.beats_ms)

    def get(self, channel: Channel) -> Stream | None:
        """The column of a channel, if the device wrote one."""
        return next((column for column in self.columns if column.channel is channel), None)

    def values(self, channel: Channel) -> tuple[float | None, ...]:
        """A channel in bpm, W, rpm, m/s, m, °C or degrees; empty if there is no such column."""
        column = self.get(channel)
        return column.values if column else ()


def packed(numbers: Iterable[int]) -> bytes:
    """Pack integers of a channel's unit (MISSING among them) into a column."""
    return _bytes_of(array(_COLUMN, numbers))


def packed_times(times_ms: Iterable[int]) -> bytes:
    """Pack milliseconds after the start."""
    return _bytes_of(array(_TIMES, times_ms))


def _values(numbers: array[int], per_unit: float) -> tuple[float | None, ...]:
    return tuple(None if n == MISSING else n / per_unit for n in numbers)


def _scaled(value: float | None, per_unit: int) -> int:
    if value is None or not abs(value * per_unit) <= MOST:  # NaN fails this too.
        return MISSING
    return round(value * per_unit)


def _bytes_of(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _unpacked(code: str, data: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
