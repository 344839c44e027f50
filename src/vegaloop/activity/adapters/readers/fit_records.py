"""The samples of a FIT file, brought to the units of the streams."""

from __future__ import annotations

from array import array
from typing import Final

import numpy as np

from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns, Of
from vegaloop.activity.adapters.readers.fit_extras import developers_of, extras_of, packed_column
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.infrastructure.formats.fit_profile import Record
from vegaloop.infrastructure.formats.fit_table import Floats, Messages, Row

__all__ = ("columns_of", "whole_ms")

_DEGREES_E7: Final = 180 / 2**31 * 10_000_000  # Positions are written in semicircles.
_QUARTER_TURN: Final = 900_000_000
_HALF_TURN: Final = 1_800_000_000
_ROLLS_AT: Final = 4_096  # The compressed distance has 12 bits.


def columns_of(records: Messages, descriptions: list[Row]) -> Columns:
    """Read the samples in the order they were written."""
    channels = _native(records)
    for of, numbers in (
        extras_of(records) | developers_of(records, descriptions, channels)
    ).items():
        channels.setdefault(of, numbers)
    return Columns(whole_ms(records.timestamps()), channels)


def whole_ms(fit_seconds: Floats) -> array[int]:
    """Turn FIT's seconds into milliseconds since 1970, NO_TIME where there are none."""
    none = ~((fit_seconds >= 0) & (fit_seconds <= 0xFFFF_FFFF))
    ms = np.rint((np.where(none, 0, fit_seconds) + FIT_EPOCH_S) * 1_000).astype("<i8")
    times: array[int] = array("q")
    times.frombytes(np.where(none, NO_TIME, ms).tobytes())
    return times


def _native(records: Messages) -> dict[Of, array[int]]:
    packed_speed, packed_distance = _compressed(records)
    latitude = records.column(Record.LATITUDE) * _DEGREES_E7
    latitude[np.abs(latitude) > _QUARTER_TURN] = np.nan
    longitude = records.column(Record.LONGITUDE) * _DEGREES_E7
    longitude[np.abs(longitude) > _HALF_TURN] = np.nan
    fraction = records.column(Record.FRACTIONAL_CADENCE) / 128
    cadence = records.column(Record.CADENCE) + np.where(np.isnan(fraction), 0, fraction)
    speed = _first_of(records.column(Record.ENHANCED_SPEED), records.column(Record.SPEED))
    altitude = _first_of(records.column(Record.ENHANCED_ALTITUDE), records.column(Record.ALTITUDE))
    found = {
        Channel.HEART_RATE: records.column(Record.HEART_RATE),
        Channel.POWER: records.column(Record.POWER),
        Channel.CADENCE: _first_of(records.column(Record.CADENCE_256) / 256, cadence) * 100,
        Channel.SPEED: _first_of(speed, packed_speed),
        Channel.DISTANCE: _first_of(records.column(Record.DISTANCE), packed_distance),
        Channel.ALTITUDE: (altitude / 5 - 500) * 1_000,
        Channel.TEMPERATURE: records.column(Record.TEMPERATURE) * 100,
        Channel.LATITUDE: latitude,
        Channel.LONGITUDE: longitude,
    }
    return {of: packed_column(c) for of, c in found.items() if not np.isnan(c).all()}


def _compressed(records: Messages) -> tuple[Floats, Floats]:
    """Speed (mm/s) and distance (cm) from the three bytes that hold 12 bits of each."""
    speed = np.full(len(records), np.nan)
    distance = np.full(len(records), np.nan)
    gone = 0
    last = 0
    if Record.COMPRESSED_SPEED_DISTANCE not in records.numbers:
        return speed, distance
    for n, raw in enumerate(records.bytes_of(Record.COMPRESSED_SPEED_DISTANCE)):
        if len(raw) != 3 or raw == b"\xff\xff\xff":
            continue
        bits = int.from_bytes(raw, "little")
        speed[n] = (bits & 0xFFF) * 10  # Hundredths of a metre per second.
        gone += (bits >> 12) - last & _ROLLS_AT - 1
        last = bits >> 12
        distance[n] = gone * 100 / 16  # Sixteenths of a metre.
    return speed, distance


def _first_of(best: Floats, else_this: Floats) -> Floats:
    return np.where(np.isnan(best), else_this, best)
