"""Counters that run from midnight, turned into what was counted between two readings of them.

Rule 1: a counter that was not read before began at zero, at midnight or with the file.
Rule 2: what a counter shows as the file begins was counted in the file before.
Rule 3: one that shows less than before, or is read on another day, began anew.
Rule 4: every kind of movement has a counter of its own: what it counted is of the time since any of
them was read, and what two of them counted at once is a sum.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.fit.clock import WallClock, times_of
from vegaloop.imports.adapters.readers.fit.profile import Monitoring
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.fit_table import Messages, Row
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.units import METERS_PER_FLOOR

__all__ = ("monitored",)

_DAY_S: Final = 86_400
_ON_FOOT: Final = frozenset({1, 6})  # Running and walking: their cycles are written as steps.
_SWIMMING: Final = 5
_TYPE_BITS: Final = 0x1F


@final
class _Reading(Struct, frozen=True):
    """What a counter showed, and where that is written."""

    at: int
    time: float
    shown: float


def monitored(
    messages: Messages, clock: WallClock, maker: Maker, arrival: Arrival
) -> Iterator[Found]:
    """Find the samples of a day."""
    rows = messages.rows(Monitoring)
    times = times_of(rows, clock.begun)
    counters: dict[Metric, dict[int, list[_Reading]]] = {}
    for row, time in zip(rows, times, strict=True):
        yield from _momentary(row, time, clock, maker, arrival)
        kind = _kind_of(row)
        if _other(row, kind):
            yield maker.unsupported(arrival.place(byte=row.at), "count of another movement")
        for metric, shown in _counted(row, kind):
            if time is not None:
                readings = counters.setdefault(metric, {}).setdefault(kind, [])
                readings.append(_Reading(row.at, time, shown))
    for metric, kinds in counters.items():
        read = sorted({reading.time for readings in kinds.values() for reading in readings})
        sums: dict[tuple[float, float], tuple[int, float]] = {}
        for readings in kinds.values():
            for reading, start, amount in _between(readings, clock):
                since = max([start, *read[: bisect_left(read, reading.time)][-1:]])
                at, counted = sums.get((since, reading.time), (reading.at, 0.0))
                sums[since, reading.time] = at, counted + amount
        for (start, end), (at, amount) in sums.items():
            place, length_s = arrival.place(byte=at), end - start
            yield maker.sample(place, metric, clock.when(start), amount, length_s)


def _momentary(
    row: Row, time: float | None, clock: WallClock, maker: Maker, arrival: Arrival
) -> Iterator[Found]:
    """What a message says of its own moment: a heart rate, and what was added since the last."""
    given = row.numbers
    found = {Metric.HEART_RATE: given.get(Monitoring.HEART_RATE)}
    moderate, vigorous = (
        given.get(Monitoring.MODERATE_MINUTES),
        given.get(Monitoring.VIGOROUS_MINUTES),
    )
    if moderate is not None or vigorous is not None:
        found[Metric.INTENSITY_TIME] = (moderate or 0) + 2 * (vigorous or 0)
    ascent = given.get(Monitoring.ASCENT)
    if ascent is not None:
        found[Metric.FLOORS] = ascent / 1_000 / METERS_PER_FLOOR
    for metric, value in found.items():
        if value:
            yield maker.sample(arrival.place(byte=row.at), metric, clock.when(time), value)


def _kind_of(row: Row) -> int:
    own = row.numbers.get(Monitoring.ACTIVITY_TYPE)
    packed = row.numbers.get(Monitoring.TYPE_AND_INTENSITY)
    return int(own) if own is not None else int(packed or 0) & _TYPE_BITS


def _cycles(row: Row) -> float | None:
    return row.numbers.get(Monitoring.CYCLES, row.numbers.get(Monitoring.CYCLES_16))


def _other(row: Row, kind: int) -> bool:
    """Whether a counter is of a movement that is neither of feet nor of arms."""
    return bool(_cycles(row)) and kind not in _ON_FOOT and kind != _SWIMMING


def _counted(row: Row, kind: int) -> Iterator[tuple[Metric, float]]:
    given, cycles = row.numbers, _cycles(row)
    distance = given.get(Monitoring.DISTANCE, given.get(Monitoring.DISTANCE_16))
    energy = given.get(Monitoring.ACTIVE_CALORIES)
    if cycles is not None and kind in _ON_FOOT:
        yield Metric.STEPS, cycles
    elif cycles is not None and kind == _SWIMMING:
        yield Metric.STROKES, cycles / 2
    if distance is not None:
        yield Metric.DISTANCE, distance / 100
    if energy is not None:
        yield Metric.ACTIVE_ENERGY, energy


def _between(readings: list[_Reading], clock: WallClock) -> Iterator[tuple[_Reading, float, float]]:
    """Each reading that shows more than the one before, with since when, and how much more."""
    before: _Reading | None = None
    for reading in sorted(readings, key=lambda one: one.time):
        midnight = _midnight_before(reading.time, clock)
        if before is None and reading.time == clock.begun:
            before = reading
            continue
        start, shown = midnight, 0.0
        if before is None:
            start = max(midnight, min(clock.begun or midnight, reading.time))
        elif before.time >= midnight:
            start = before.time
            shown = before.shown if reading.shown >= before.shown else 0.0
        if reading.shown > shown:
            yield reading, start, reading.shown - shown
        before = reading


def _midnight_before(fit_s: float, clock: WallClock) -> float:
    """The midnight before a time; at midnight that of the day it ends."""
    match clock.when(fit_s - 1):
        case Success(when):
            wall = when.moment.local
            into_day = wall - dt.datetime.combine(wall.date(), dt.time(), wall.tzinfo)
            return fit_s - 1 - into_day.total_seconds()
        case Failure():
            return fit_s - fit_s % _DAY_S
