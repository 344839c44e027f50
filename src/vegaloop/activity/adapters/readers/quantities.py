"""Totals of what a device wrote, or made of its samples where it wrote none."""

from __future__ import annotations

from typing import TypeVar

from vegaloop.activity.adapters.readers.columns import Columns, summary_of
from vegaloop.activity.domain.recording import Totals
from vegaloop.activity.domain.streams import Channel
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.result import value_in

__all__ = ("sampled_totals",)

A = TypeVar("A")
E = TypeVar("E")


def sampled_totals(
    columns: Columns, *, timer_s: float | None = None, distance_m: float | None = None
) -> Totals:
    """What samples in order add up to: their span, and the means of their heart rate and power."""
    heart_rate = summary_of(columns, Channel.HEART_RATE)
    power = summary_of(columns, Channel.POWER)
    return Totals(
        elapsed=Duration((columns.times_ms[-1] - columns.times_ms[0]) * 1_000),
        timer=None if timer_s is None else value_in(Duration.of_seconds(timer_s)),
        distance=None if distance_m is None else value_in(Distance.of_meters(distance_m)),
        average_heart_rate=value_in(HeartRate.of_bpm(heart_rate.mean)) if heart_rate else None,
        maximum_heart_rate=value_in(HeartRate.of_bpm(heart_rate.most)) if heart_rate else None,
        average_power=value_in(Power.of_watts(power.mean)) if power else None,
        maximum_power=value_in(Power.of_watts(power.most)) if power else None,
    )
