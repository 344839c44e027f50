"""What a session's loads are made of, and no threshold changes: its sufficient statistics.

Rule 1: thresholds come later; an effort is computed once, when the session is written, so that new
thresholds need no second look at the streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.heart import TimeAtRate, mean_rate_bpm, time_at_rates
from vegaloop.activity.domain.power import at_one_hz, weighted_power_w
from vegaloop.activity.domain.recording import Recording, Totals
from vegaloop.activity.domain.streams import Channel
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, Interval, epoch_us

__all__ = ("Effort", "PowerSum", "Rpe", "effort_by_hand", "effort_of")


@final
class Rpe(Struct, frozen=True, order=True):
    """How hard a session felt on Borg's CR10 scale, in tenths of a step."""

    tenths: int

    def __post_init__(self) -> None:
        if not 0 <= self.tenths <= 100:
            raise ValueError(f"a rating of {self.tenths} tenths cannot be")

    @classmethod
    def of_cr10(cls, rating: float, field: str = "rpe") -> Result[Rpe, OutOfRange]:
        """Read a rating from 0 to 10; Borg's other scale, 6 to 20, is refused with the rest."""
        if not 0 <= rating <= 10:
            return Failure(OutOfRange(field, rating, 0, 10))
        return Success(cls(round(rating * 10)))

    @property
    def cr10(self) -> float:
        """The rating from 0 to 10."""
        return self.tenths / 10


@final
class PowerSum(Struct, frozen=True):
    """Power over a session: what it weighs, how long it was measured, the work it did.

    `averaged` says that only a mean was known, which weighs less than its parts would.
    """

    weighted_w: float
    measured: Duration
    work: Energy
    averaged: bool = False


@final
class Effort(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a session's loads are made of; None or empty where nothing was recorded.

    `duration` is the time the timer ran; `heart_averaged` says that only a mean rate was known;
    `energy` is what the device says was spent, rest included.
    """

    duration: Duration
    distance: Distance | None = None
    power: PowerSum | None = None
    heart: TimeAtRate = ()
    heart_averaged: bool = False
    energy: Energy | None = None

    @property
    def mean_heart_rate_bpm(self) -> float | None:
        """Mean heart rate over the time it was measured."""
        return mean_rate_bpm(self.heart)

    @property
    def heart_minutes(self) -> float:
        """How long the heart rate was measured."""
        return sum(ms for _, ms in self.heart) / 60_000


# A sensor that says something for less than this share of a session says too little about it.
COVERED_LEAST: Final = 0.5


def effort_of(recording: Recording) -> Effort:
    """Sum up a recording's streams, or its totals where there are none. Rule ACT-10."""
    totals = recording.totals
    duration = totals.timer or totals.elapsed
    pauses = _pauses_ms(recording.start, recording.pauses)
    times = recording.streams.numbers
    heart, power = recording.streams.get(Channel.HEART_RATE), recording.streams.get(Channel.POWER)
    beats = time_at_rates(times, heart.numbers, pauses) if heart else ()
    watts = _power_sum(at_one_hz(times, power.numbers, pauses)) if power else None
    by_totals = effort_by_hand(totals, duration)
    enough_ms = COVERED_LEAST * duration.seconds * 1_000
    covered = sum(ms for _, ms in beats) >= enough_ms and beats != ()
    return Effort(
        duration=duration,
        distance=totals.distance,
        power=watts or by_totals.power,
        heart=beats if covered else by_totals.heart or beats,
        heart_averaged=not covered and by_totals.heart != (),
        energy=totals.energy,
    )


def effort_by_hand(totals: Totals, duration: Duration) -> Effort:
    """Sum up a session of which only totals are known."""
    rate, power = totals.average_heart_rate, totals.average_power
    return Effort(
        duration=duration,
        distance=totals.distance,
        power=None if power is None else _averaged(power, duration),
        heart=() if rate is None else _steady(rate, duration),
        heart_averaged=rate is not None,
        energy=totals.energy,
    )


def _averaged(power: Power, duration: Duration) -> PowerSum:
    work = Energy(round(power.watts * duration.seconds))
    return PowerSum(power.watts, duration, work, averaged=True)


def _steady(rate: HeartRate, duration: Duration) -> TimeAtRate:
    return ((rate.amount, duration.amount // 1_000),)


def _power_sum(blocks: Sequence[Sequence[float]]) -> PowerSum | None:
    weighted_w = weighted_power_w(blocks)
    if weighted_w is None:
        return None
    seconds = sum(len(block) for block in blocks)
    work = Energy(round(sum(sum(block) for block in blocks)))
    return PowerSum(weighted_w, Duration(seconds * 1_000_000), work)


def _pauses_ms(start: Instant | None, pauses: tuple[Interval, ...]) -> list[tuple[int, int]]:
    if start is None:
        return []
    began_us = epoch_us(start)
    spans = (
        ((epoch_us(p.start) - began_us) // 1_000, (epoch_us(p.end) - began_us) // 1_000)
        for p in pauses
    )
    return _merged(sorted(span for span in spans if span[0] < span[1]))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
