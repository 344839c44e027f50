"""Quantities as bare numbers; None stays None."""

from __future__ import annotations

from typing import Final

from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power

__all__ = ("bpm", "kcal", "meters", "seconds", "times_s", "watts")

# A timer that is rounded, or stopped late, is not a reason to doubt.
_ROUNDED_S: Final = 60


def meters(distance: Distance | None) -> float | None:
    """A distance in m."""
    return None if distance is None else distance.meters


def kcal(energy: Energy | None) -> float | None:
    """An energy in kcal."""
    return None if energy is None else energy.kcal


def bpm(rate: HeartRate | None) -> float | None:
    """A heart rate in beats a minute."""
    return None if rate is None else rate.bpm


def watts(power: Power | None) -> float | None:
    """A power in W."""
    return None if power is None else power.watts


def seconds(duration: Duration | None) -> float | None:
    """A duration in s."""
    return None if duration is None else duration.seconds


def times_s(elapsed: Duration, moving: Duration, *, doubtful: bool) -> tuple[float | None, float]:
    """Elapsed and moving time in s, the first None where it is in doubt. Rule ACT-165."""
    if doubtful or moving.seconds > elapsed.seconds + _ROUNDED_S:
        return None, moving.seconds
    return elapsed.seconds, min(moving.seconds, elapsed.seconds)
