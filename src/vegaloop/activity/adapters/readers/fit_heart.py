"""Heart beats in FIT files: intervals between them, and what a strap remembered by itself."""

from __future__ import annotations

from array import array
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns
from vegaloop.activity.adapters.readers.fit_values import seconds, whole
from vegaloop.activity.domain.streams import MISSING, Channel
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.infrastructure.formats.fit_profile import HeartRates
from vegaloop.infrastructure.formats.fit_table import Messages, Row

__all__ = ("merged", "rr_intervals", "strap_heart_rates")

_TICKS: Final = 1_024  # A second of the strap's clock.
_WHOLE: Final = 32_768
_STALE_MS: Final = 5_000  # A strap writes at every beat, or once a second.
_NOT_SET: Final = 0xFF
_HRV_TIME: Final = 0
_LONGEST_MS: Final = 0xFFFF


def rr_intervals(hrv: Messages, records: Messages, times_ms: array[int]) -> list[tuple[int, int]]:
    """Each interval in milliseconds, with the time of the sample it was written after."""
    of, intervals_ms = hrv.spread(_HRV_TIME)  # Written in thousandths of a second.
    after = np.searchsorted(records.offsets, hrv.offsets[of]) - 1
    written = np.array([NO_TIME, *times_ms], dtype=np.int64)[after + 1]
    kept = (intervals_ms > 0) & (intervals_ms < _LONGEST_MS)
    return list(zip(written[kept].tolist(), intervals_ms[kept].astype(int).tolist(), strict=True))


def strap_heart_rates(rows: list[Row]) -> list[tuple[int, int]]:
    """The strap's heart rates: milliseconds since 1970, and beats per minute."""
    found: list[tuple[int, int]] = []
    zero_s: float | None = None
    ticks = 0
    for row in rows:
        stamp = seconds(row, HeartRates.TIMESTAMP)
        events = row.integers(HeartRates.EVENT_TIMESTAMP, 4)
        if stamp is not None and events:
            zero_s = stamp + _fraction(row) - events[0] / _TICKS
        if events:
            ticks = events[-1]
        else:
            for low in _twelve_bits(row.raw.get(HeartRates.EVENT_TIMESTAMP_12, b"")):
                ticks += (low - ticks) & 0xFFF
                events.append(ticks)
        rates = row.raw.get(HeartRates.FILTERED_BPM, b"")
        if zero_s is None:
            continue
        found += [
            (round((zero_s + FIT_EPOCH_S + event / _TICKS) * 1_000), bpm)
            for event, bpm in zip(events, rates, strict=False)
            if bpm not in (0, _NOT_SET)
        ]
    return sorted(found)


def merged(columns: Columns, strap: list[tuple[int, int]]) -> Columns:
    """Columns whose heart rate is the strap's wherever it had just felt one."""
    times = np.array(columns.times_ms, dtype=np.int64)
    beats: NDArray[np.int64] = np.array(strap, dtype=np.int64)
    last = np.searchsorted(beats[:, 0], times + 999, side="right") - 1  # Samples floor the second.
    fresh = (last >= 0) & (times - beats[last, 0] <= _STALE_MS)
    own = columns.channels.get(Channel.HEART_RATE)
    given = np.array(own or [MISSING] * len(times), dtype=np.int32)
    rates: array[int] = array("i")
    rates.frombytes(np.where(fresh, beats[last, 1], given).astype(np.int32).tobytes())
    return Columns(columns.times_ms, {**columns.channels, Channel.HEART_RATE: rates})


def _fraction(row: Row) -> float:
    fine = whole(row, HeartRates.FRACTIONAL_TIMESTAMP)
    if fine is not None:
        return fine % _WHOLE / _WHOLE
    return (whole(row, HeartRates.TIME_256) or 0) / 256


def _twelve_bits(raw: bytes) -> list[int]:
    bits = int.from_bytes(raw, "little")
    return [bits >> at & 0xFFF for at in range(0, len(raw) * 8 - 11, 12)]
