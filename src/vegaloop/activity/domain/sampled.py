"""What a session does not say of itself, said by its samples.

Rule 1: what was stated stands, whatever the samples say.
Rule 2: samples without a single watt are of a sensor that was not there. Rule ACT-110.
"""

from __future__ import annotations

from vegaloop.activity.domain.recording import PausesMs, Totals
from vegaloop.activity.domain.seconds import POWER_MOST_W
from vegaloop.activity.domain.streams import MISSING, Channel, Streams
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.result import value_in

__all__ = ("completed",)


def completed(totals: Totals, streams: Streams, pauses_ms: PausesMs = ()) -> Totals:
    """Fill what totals lack from samples: moving time, distance, heart rates and powers. Rule ACF-23."""
    rates = _written(streams, Channel.HEART_RATE)
    watts = [n for n in _written(streams, Channel.POWER) if 0 <= n <= POWER_MOST_W]
    way = _written(streams, Channel.DISTANCE)
    has_rates, has_watts = bool(rates), any(watts)
    return totals.filled(
        Totals(
            elapsed=totals.elapsed,
            timer=_timer(totals.elapsed, pauses_ms) if pauses_ms else None,
            distance=value_in(Distance.of_meters(way[-1] / 100)) if way else None,
            average_heart_rate=value_in(HeartRate.of_bpm(_mean(rates))) if has_rates else None,
            maximum_heart_rate=value_in(HeartRate.of_bpm(max(rates))) if has_rates else None,
            average_power=value_in(Power.of_watts(_mean(watts))) if has_watts else None,
            maximum_power=value_in(Power.of_watts(max(watts))) if has_watts else None,
        )
    )


def _written(streams: Streams, channel: Channel) -> list[int]:
    column = streams.get(channel)
    return [] if column is None else [n for n in column.numbers if n != MISSING]


def _mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


def _timer(elapsed: Duration, pauses_ms: PausesMs) -> Duration:
    """The time that is in no pause."""
    spans = ((1_000 * start, 1_000 * end) for start, end in pauses_ms)
    paused = sum(max(0, min(end, elapsed.amount) - max(start, 0)) for start, end in spans)
    return Duration(elapsed.amount - paused)
