"""Nights laid along the clock, minute by minute (formula book B7).

Rule 1: a night reaches from noon to noon; a minute has the time the clock on the wall showed.
Rule 2: a minute the clock skipped is unknown, and of one it showed twice the first counts.
Rule 3: a night nobody recorded is unknown, never a night awake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from vegaloop.biometrics.domain.formulas.sleep import Bout
from vegaloop.biometrics.domain.night import Sleep, Stage
from vegaloop.kernel.time import (
    Instant,
    LocalDate,
    TimeZone,
    day_span,
    days_after,
    days_from,
    epoch_us,
    from_epoch_us,
    moment_in,
)

MINUTES_A_DAY: Final = 1_440
_NOON: Final = MINUTES_A_DAY // 2
_MINUTE_US: Final = 60_000_000

# What somebody did in each minute; None is unknown.
Minutes: TypeAlias = tuple[bool | None, ...]


def nights_by_clock(
    sleeps: Mapping[LocalDate, Sequence[Sleep]], start: LocalDate, end: LocalDate, zone: TimeZone
) -> tuple[Minutes, ...]:
    """Lay the nights that ended on the days of [start, end) along the clock of a zone."""
    everything = [sleep for of_day in sleeps.values() for sleep in of_day]
    days = {
        day: _day_by_clock(everything, day, zone) for day in days_from(days_after(start, -1), end)
    }
    return tuple(
        days[days_after(day, -1)][_NOON:] + days[day][:_NOON]
        if day in sleeps
        else (None,) * MINUTES_A_DAY
        for day in days_from(start, end)
    )


def bouts_in_bed(sleep: Sleep) -> tuple[Bout, ...]:
    """Lay a sleep out by its stages, in minutes to the microsecond; between stages it is unknown."""
    bouts: list[Bout] = []
    reached = sleep.start
    for span in sleep.stages:
        bouts.append((None, _minutes_between(reached, span.start)))
        bouts.append((span.stage is not Stage.AWAKE, _minutes_between(span.start, span.end)))
        reached = span.end
    bouts.append((None, _minutes_between(reached, sleep.end)))
    return tuple(bout for bout in bouts if bout[1])


def _minutes_between(start: Instant, end: Instant) -> float:
    return (epoch_us(end) - epoch_us(start)) / _MINUTE_US


def _day_by_clock(sleeps: Iterable[Sleep], day: LocalDate, zone: TimeZone) -> Minutes:
    span = day_span(day, zone)
    met = [sleep for sleep in sleeps if sleep.start < span.end and span.start < sleep.end]
    lived = _minutes(met, span.start, round(span.seconds / 60))
    if len(lived) == MINUTES_A_DAY:
        return lived
    shown: list[bool | None] = [None] * MINUTES_A_DAY
    start = epoch_us(span.start)
    # Backwards, for the first of two equal times to stay.
    for minute in reversed(range(len(lived))):
        wall = moment_in(from_epoch_us(start + minute * _MINUTE_US), zone).local
        shown[60 * wall.hour + wall.minute] = lived[minute]
    return tuple(shown)


def _minutes(sleeps: Iterable[Sleep], start: Instant, length: int) -> Minutes:
    """Tell of each minute from `start` on whether it began asleep."""
    lived: list[bool | None] = [False] * length

    def paint(begins: Instant, ends: Instant, *, asleep: bool | None) -> None:
        first, last = (_minutes_to(one, start, length) for one in (begins, ends))
        lived[first:last] = [asleep] * (last - first)

    for sleep in sleeps:
        paint(sleep.start, sleep.end, asleep=None if sleep.stages else True)
        for span in sleep.stages:
            paint(span.start, span.end, asleep=span.stage is not Stage.AWAKE)
    return tuple(lived)


def _minutes_to(instant: Instant, start: Instant, length: int) -> int:
    """Count the minutes that begin before an instant."""
    return min(length, max(0, -((epoch_us(start) - epoch_us(instant)) // _MINUTE_US)))
