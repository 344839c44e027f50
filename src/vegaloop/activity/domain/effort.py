"""What a session's loads are made of, and no threshold changes: its sufficient statistics.

Rule 1: thresholds come later; an effort is computed once, when the session is written, so that new
thresholds need no second look at the streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.one_hz import Run, joined
from vegaloop.activity.domain.formulas.weighted_power import WEIGHTED_GAPS, weighted_power_w
from vegaloop.activity.domain.ground import Graded, graded_of
from vegaloop.activity.domain.heart import TimeAtRate, mean_rate_bpm, time_at_rates
from vegaloop.activity.domain.recording import PausesMs, Recording, Totals
from vegaloop.activity.domain.sampled import completed
from vegaloop.activity.domain.seconds import power_runs
from vegaloop.activity.domain.sport import ON_FOOT, Sport
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "Effort",
    "PowerSum",
    "Rpe",
    "effort_by",
    "effort_by_hand",
    "effort_of",
    "graded_on_foot",
    "power_sum_of",
)


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
    `energy` is what the device says was spent, rest included; `graded` is the speed it was worth on
    the flat, of sessions on foot whose height is known.
    """

    duration: Duration
    distance: Distance | None = None
    power: PowerSum | None = None
    heart: TimeAtRate = ()
    heart_averaged: bool = False
    energy: Energy | None = None
    graded: Graded | None = None

    def regraded(self, graded: Graded | None) -> Effort:
        """This effort with another speed it was worth on the flat."""
        return Effort(
            duration=self.duration,
            distance=self.distance,
            power=self.power,
            heart=self.heart,
            heart_averaged=self.heart_averaged,
            energy=self.energy,
            graded=graded,
        )

    @property
    def mean_heart_rate_bpm(self) -> float | None:
        """Mean heart rate over the time it was measured."""
        return mean_rate_bpm(self.heart)

    @property
    def highest_heart_rate_bpm(self) -> float | None:
        """The highest heart rate that was measured; None where only a mean was known."""
        return None if self.heart_averaged or not self.heart else self.heart[-1][0] / 1_000

    @property
    def mean_power_w(self) -> float | None:
        """Mean power over the time it was measured."""
        power = self.power
        seconds = 0.0 if power is None else power.measured.seconds
        return power.work.amount / seconds if power and seconds else None

    @property
    def heart_minutes(self) -> float:
        """How long the heart rate was measured."""
        return sum(ms for _, ms in self.heart) / 60_000


# A sensor that says something for less than this share of a session says too little about it.
COVERED_LEAST: Final = 0.5


def effort_of(recording: Recording, totals: Totals | None = None) -> Effort:
    """Sum up a recording's streams, or totals (its own where none are given). Rule ACT-10."""
    told = totals or recording.totals
    return effort_by(recording.sport, told, recording.streams, recording.pauses_ms)


def effort_by(sport: Sport, totals: Totals, streams: Streams, pauses_ms: PausesMs) -> Effort:
    """Sum up streams, or totals where there are none. Rule ACT-10."""
    duration = totals.timer or totals.elapsed
    heart = streams.get(Channel.HEART_RATE)
    beats = time_at_rates(streams.numbers, heart.numbers, pauses_ms) if heart else ()
    watts = power_sum_of(power_runs(streams, pauses_ms))
    by_totals = effort_by_hand(_beyond(totals, streams), duration)
    enough_ms = COVERED_LEAST * duration.seconds * 1_000
    covered = sum(ms for _, ms in beats) >= enough_ms and beats != ()
    return Effort(
        duration=duration,
        distance=totals.distance,
        power=watts or by_totals.power,
        heart=beats if covered else by_totals.heart or beats,
        heart_averaged=not covered and by_totals.heart != (),
        energy=totals.energy,
        graded=graded_on_foot(sport, streams, pauses_ms),
    )


def _beyond(totals: Totals, streams: Streams) -> Totals:
    """What totals say beyond the samples: a mean made of these tells no more than they do."""
    made = completed(Totals(elapsed=totals.elapsed), streams)
    rate, power = totals.average_heart_rate, totals.average_power
    return Totals(
        elapsed=totals.elapsed,
        distance=totals.distance,
        energy=totals.energy,
        average_heart_rate=None if rate == made.average_heart_rate else rate,
        average_power=None if power == made.average_power else power,
    )


def graded_on_foot(sport: Sport, streams: Streams, pauses_ms: PausesMs) -> Graded | None:
    """Find the speed a session on foot was worth on the flat, if its height is known."""
    if sport not in ON_FOOT:
        return None
    match graded_of(streams, pauses_ms, sport):
        case Failure():
            return None
        case Success(graded):
            return graded


def effort_by_hand(totals: Totals, duration: Duration) -> Effort:
    """Sum up a session of which only totals are known."""
    rate, power = totals.average_heart_rate, totals.average_power
    return Effort(
        duration=duration,
        distance=totals.distance,
        # A mean of no watt at all is a sensor that was not there. Rule ACT-110.
        power=None if power is None or not power.amount else _averaged(power, duration),
        heart=() if rate is None else _steady(rate, duration),
        heart_averaged=rate is not None,
        energy=totals.energy,
    )


def _averaged(power: Power, duration: Duration) -> PowerSum:
    work = Energy(round(power.watts * duration.seconds))
    return PowerSum(power.watts, duration, work, averaged=True)


def _steady(rate: HeartRate, duration: Duration) -> TimeAtRate:
    return ((rate.amount, duration.amount // 1_000),)


def power_sum_of(runs: Sequence[Run]) -> PowerSum | None:
    """Sum up power second by second; None where no stretch lasts a window."""
    blocks = [run.values for run in joined(runs, WEIGHTED_GAPS)]
    match weighted_power_w(blocks):
        case Failure():
            return None
        case Success(weighted_w):
            seconds = sum(map(len, blocks))
            work = Energy(round(sum(sum(block) for block in blocks)))
            return PowerSum(weighted_w, Duration(seconds * 1_000_000), work)
