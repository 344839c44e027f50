"""Samples as XML readers meet them, and what follows from points on a track."""

from __future__ import annotations

import datetime as dt
import math
from array import array
from typing import Final

from vegaloop.activity.adapters.readers.columns import Columns
from vegaloop.activity.domain.activity_file import TooLarge
from vegaloop.activity.domain.formulas.distance import great_circle_m
from vegaloop.activity.domain.formulas.geodesic import Position
from vegaloop.activity.domain.streams import MISSING, MOST, Channel
from vegaloop.infrastructure.formats.fault import ReadFault

__all__ = ("MOST_RECORDINGS", "Points", "in_steps", "number", "time_of", "way_m")

MOST_POINTS: Final = 2_000_000
MOST_RECORDINGS: Final = 500
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_LAST_MS: Final = 7_258_118_400_000  # 2200: spans of all times up to here can be counted.
_LATITUDE_MOST: Final = 90
_LONGITUDE_MOST: Final = 180
_PER_UNIT: Final = {channel: channel.per_unit for channel in Channel}


class Points:
    """Columns that grow by a sample at a time."""

    def __init__(self) -> None:
        self.times_ms: array[int] = array("q")
        self._columns: dict[Channel, array[int]] = {}

    def __len__(self) -> int:
        return len(self.times_ms)

    def add(self, time_ms: int, values: dict[Channel, float]) -> None:
        """Keep a sample given in bpm, W, rpm, m/s, m, °C and degrees."""
        if len(self) >= MOST_POINTS:
            raise ReadFault(TooLarge("points", MOST_POINTS))
        if (
            abs(values.get(Channel.LATITUDE, 0)) > _LATITUDE_MOST
            or abs(values.get(Channel.LONGITUDE, 0)) > _LONGITUDE_MOST
        ):
            values = {of: v for of, v in values.items() if of not in _POSITION}
        self.times_ms.append(time_ms)
        columns = self._columns
        for channel in values.keys() - columns.keys():
            columns[channel] = array("i", [MISSING]) * (len(self) - 1)
        for channel, column in columns.items():
            column.append(in_steps(values.get(channel, math.nan), channel))

    def columns(self) -> Columns:
        """All samples as they came, without the channels nothing was written in."""
        found = {of: c for of, c in self._columns.items() if c.count(MISSING) < len(c)}
        return Columns(self.times_ms, found)


_POSITION: Final = {Channel.LATITUDE, Channel.LONGITUDE}


def in_steps(value: float, channel: Channel) -> int:
    """A value in the steps of its channel; MISSING for what a column cannot hold."""
    steps = value * _PER_UNIT[channel]
    return round(steps) if abs(steps) <= MOST else MISSING


def number(text: str) -> float | None:
    """A decimal number; None for anything else."""
    try:
        return float(text)
    except ValueError:
        return None


def time_of(text: str) -> tuple[int, int] | None:
    """An ISO 8601 time as milliseconds since 1970 and its offset in seconds.

    A time without a zone is UTC, as both formats promise; None is for what is no time.
    """
    try:
        given = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = given.utcoffset()
    if offset is None:
        given = given.replace(tzinfo=dt.UTC)
    ms = (given - _EPOCH) // _MILLISECOND
    offset_s = int(offset.total_seconds()) if offset else 0
    return (ms, offset_s) if 0 <= ms <= _LAST_MS else None


def way_m(columns: Columns, breaks: set[int]) -> list[float]:
    """How far the track has gone at each sample, in metres; no way leads into a break.

    Great circles on a sphere of the mean radius (haversine).
    """
    latitudes = columns.channels.get(Channel.LATITUDE)
    longitudes = columns.channels.get(Channel.LONGITUDE)
    if latitudes is None or longitudes is None:
        return []
    unit = Channel.LATITUDE.per_unit
    way: list[float] = []
    gone = 0.0
    last: Position | None = None
    for n, (latitude, longitude) in enumerate(zip(latitudes, longitudes, strict=True)):
        if n in breaks:
            last = None
        if latitude != MISSING and longitude != MISSING:
            here = Position(latitude / unit, longitude / unit)
            gone += great_circle_m(last, here) if last else 0
            last = here
        way.append(gone)
    return way
