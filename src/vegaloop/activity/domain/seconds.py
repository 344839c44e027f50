"""The streams of a recording second by second, without the samples that no body made."""

from __future__ import annotations

from typing import Final

from vegaloop.activity.domain.formulas.one_hz import Run, at_one_hz
from vegaloop.activity.domain.recording import PausesMs
from vegaloop.activity.domain.streams import Channel, Streams

__all__ = ("heart_runs", "power_runs")

POWER_MOST_W: Final = 3_000  # Track sprinters peak near 2,500 W; more is a faulty sample.
RATE_LEAST_BPM: Final = 25  # B14: what is outside is the sensor's fault.
RATE_MOST_BPM: Final = 240


def power_runs(streams: Streams, pauses_ms: PausesMs) -> tuple[Run, ...]:
    """Lay out power in W; empty where none was recorded, nor a single watt. Rule ACT-110."""
    column = streams.get(Channel.POWER)
    if column is None or not any(0 < watts <= POWER_MOST_W for watts in column.numbers):
        return ()
    return _runs(streams, pauses_ms, Channel.POWER, 0, POWER_MOST_W)


def heart_runs(streams: Streams, pauses_ms: PausesMs) -> tuple[Run, ...]:
    """Lay out heart rate in bpm; empty where none was recorded."""
    return _runs(streams, pauses_ms, Channel.HEART_RATE, RATE_LEAST_BPM, RATE_MOST_BPM)


def _runs(
    streams: Streams, pauses_ms: PausesMs, channel: Channel, least: int, most: int
) -> tuple[Run, ...]:
    column = streams.get(channel)
    if column is None:
        return ()
    return at_one_hz(streams.numbers, column.numbers, pauses_ms, least=least, most=most)
