"""A recording: one session of a sport as a device wrote it, with its laps and streams.

Rule 1: a recording says what the device wrote; nothing in it is computed by VegaLoop but what a
note says is.
Rule 2: what the device did not write is None, never zero.
Rule 3: a recording whose device never knew the date has no start, and cannot be placed in a day.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct, structs

from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Streams
from vegaloop.kernel.formats import Note, Remark
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Mass, Power, Quantity
from vegaloop.kernel.time import Instant, Interval, epoch_us

__all__ = (
    "Lap",
    "Length",
    "Note",
    "PausesMs",
    "Recording",
    "Remark",
    "Sensor",
    "Sport",
    "StrengthSet",
    "Totals",
)

# Spans in which the timer stood still, in milliseconds after the start; in order, none touching.
PausesMs: TypeAlias = tuple[tuple[int, int], ...]

Q = TypeVar("Q", bound=Quantity)
_COSTS_SOMETHING_S: Final = 60


@final
class Totals(Struct, frozen=True, kw_only=True):
    """The sums and means a device keeps of a session or a lap.

    `average_cadence_centi_rpm` counts hundredths of a revolution (cycling), stride (running) or
    stroke (swimming) per minute.
    """

    elapsed: Duration
    timer: Duration | None = None
    distance: Distance | None = None
    energy: Energy | None = None
    average_heart_rate: HeartRate | None = None
    maximum_heart_rate: HeartRate | None = None
    average_power: Power | None = None
    maximum_power: Power | None = None
    average_cadence_centi_rpm: int | None = None
    ascent: Distance | None = None
    descent: Distance | None = None

    def filled(self, other: Totals) -> Totals:
        """These totals, and what other ones say where they say nothing."""
        return Totals(
            elapsed=self.elapsed,
            timer=self.timer or other.timer,
            distance=self.distance or other.distance,
            energy=self.energy or other.energy,
            average_heart_rate=self.average_heart_rate or other.average_heart_rate,
            maximum_heart_rate=self.maximum_heart_rate or other.maximum_heart_rate,
            average_power=self.average_power or other.average_power,
            maximum_power=self.maximum_power or other.maximum_power,
            average_cadence_centi_rpm=(
                other.average_cadence_centi_rpm
                if self.average_cadence_centi_rpm is None
                else self.average_cadence_centi_rpm
            ),
            ascent=self.ascent or other.ascent,
            descent=self.descent or other.descent,
        )

    def measured(self, *, of_lap: bool = False) -> Totals:
        """These totals without the zeros of what nobody has none of. Rule ACF-91.

        A lap may be rolled without a watt, and what is short cost less than half a kilocalorie.
        """
        short = self.elapsed.seconds < _COSTS_SOMETHING_S
        return Totals(
            elapsed=self.elapsed,
            timer=self.timer,
            distance=self.distance,
            energy=self.energy if of_lap or short else _any_of(self.energy),
            average_heart_rate=_any_of(self.average_heart_rate),
            maximum_heart_rate=_any_of(self.maximum_heart_rate),
            average_power=self.average_power if of_lap else _any_of(self.average_power),
            maximum_power=self.maximum_power if of_lap else _any_of(self.maximum_power),
            average_cadence_centi_rpm=self.average_cadence_centi_rpm,
            ascent=self.ascent,
            descent=self.descent,
        )


def _any_of(quantity: Q | None) -> Q | None:
    return quantity if quantity is not None and quantity.amount else None


@final
class Lap(Struct, frozen=True, omit_defaults=True):
    """A part of a recording between two presses of the lap button (or as the device split it).

    `trigger` is what ended it (`manual`, `distance`, `session_end` …) and `intensity` what it was
    for (`active`, `rest`, `warmup` …), in FIT's words.
    """

    start: Instant | None
    totals: Totals
    trigger: str | None = None
    intensity: str | None = None

    def measured(self) -> Lap:
        """This lap without a heart rate of zero."""
        return structs.replace(self, totals=self.totals.measured(of_lap=True))


@final
class Length(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One length of a pool; idle where the swimmer rested."""

    start: Instant | None
    elapsed: Duration
    active: bool
    strokes: int | None = None
    stroke: str | None = None


@final
class StrengthSet(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One set of repetitions, or the rest between two; `exercise` is FIT's word for its kind."""

    start: Instant | None
    duration: Duration
    active: bool
    repetitions: int | None = None
    weight: Mass | None = None
    exercise: str | None = None


@final
class Sensor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something a device listened to: what it measures, who made it, how full its battery was.

    Words where they are known, else the numbers its maker gave.
    """

    kind: str | None = None
    manufacturer: str | None = None
    product: str | None = None
    serial: int | None = None
    battery: str | None = None
    battery_percent: int | None = None


@final
class Recording(Struct, frozen=True, kw_only=True):
    """One session: a sport from its start to its end.

    `utc_offset_s` is what the wall clock was ahead of UTC, if the file says so; `wall_start` is
    what that clock showed, where the file knows no more than that; with a `start` beside it that
    was read at home. `sub_sport` is FIT's word for the variety
    (or the number of a sport nobody knows). The n-th time of the streams is so many milliseconds
    after `start`.
    """

    sport: Sport
    start: Instant | None
    totals: Totals
    streams: Streams
    sub_sport: str | None = None
    name: str | None = None
    utc_offset_s: int | None = None
    wall_start: dt.datetime | None = None
    laps: tuple[Lap, ...] = ()
    lengths: tuple[Length, ...] = ()
    sets: tuple[StrengthSet, ...] = ()
    pauses: tuple[Interval, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def rr_intervals_ms(self) -> tuple[int, ...]:
        """The intervals between heart beats in milliseconds, in their order."""
        return tuple(self.streams.beats)

    @property
    def pauses_ms(self) -> PausesMs:
        """When the timer stood still, as the times of the streams are counted."""
        if self.start is None:
            return ()
        began_us = epoch_us(self.start)
        spans = (
            ((epoch_us(p.start) - began_us) // 1_000, (epoch_us(p.end) - began_us) // 1_000)
            for p in self.pauses
        )
        return _merged(sorted(span for span in spans if span[0] < span[1]))


def _merged(spans: list[tuple[int, int]]) -> PausesMs:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
