"""Quantities as bare numbers; None stays None."""

from __future__ import annotations

from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power

__all__ = ("bpm", "kcal", "meters", "seconds", "watts")


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
