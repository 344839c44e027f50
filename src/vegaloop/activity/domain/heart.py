"""How long the heart beat at each rate: what every formula of heart rate needs of a stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

__all__ = ("TimeAtRate", "mean_rate_bpm", "time_at_rates")

# Milliseconds at each heart rate (in thousandths of a bpm), rates rising: all that any load by
# heart rate needs of a stream, and it does not change with thresholds.
TimeAtRate: TypeAlias = tuple[tuple[int, int], ...]

RATE_LEAST_BPM: Final = 25  # B14: what is outside is the sensor's fault.
RATE_MOST_BPM: Final = 240
HOLD_MOST_MS: Final = 30_000  # A sample stands until the next one, unless the sensor was away.


def time_at_rates(
    times_ms: Sequence[int], rates_bpm: Sequence[int], pauses_ms: Sequence[tuple[int, int]]
) -> TimeAtRate:
    """Count how long the heart beat at each rate while the timer ran.

    A sample stands for the time up to the next valid one, less the pauses in between; a gap of more
    than 30 s, and the last sample, stand for nothing. `pauses_ms` are in order. Rule ACT-8.
    """
    spent = [0] * (RATE_MOST_BPM + 1)
    pauses = iter((*pauses_ms, (1 << 62, 1 << 62)))
    pause_start, pause_end = next(pauses)
    last_ms, last_bpm = 0, 0
    for time_ms, bpm in zip(times_ms, rates_bpm, strict=True):
        if not RATE_LEAST_BPM <= bpm <= RATE_MOST_BPM:
            continue
        paused_ms = 0
        while pause_start < time_ms:
            paused_ms += max(0, min(pause_end, time_ms) - max(pause_start, last_ms))
            if pause_end > time_ms:
                break
            pause_start, pause_end = next(pauses)
        held_ms = time_ms - last_ms - paused_ms
        if last_bpm and held_ms <= HOLD_MOST_MS:
            spent[last_bpm] += held_ms
        last_ms, last_bpm = time_ms, bpm
    return tuple((bpm * 1_000, ms) for bpm, ms in enumerate(spent) if ms)


def mean_rate_bpm(times: TimeAtRate) -> float | None:
    """Mean heart rate over time; None where no time was counted."""
    total_ms = sum(ms for _, ms in times)
    return sum(rate * ms for rate, ms in times) / total_ms / 1_000 if total_ms else None
