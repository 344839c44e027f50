"""The sleep of a FIT file: its levels, each lasting until the next.

Rule 1: a sleep begins with its first level that is sleep, and ends with the last.
Rule 2: levels that know of waking only tell of no sleep.
Rule 3: a level nobody knows is told, and its time is in no stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.fit.clock import WallClock
from vegaloop.imports.adapters.readers.fit.profile import SleepLevel
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.fit_table import Row
from vegaloop.kernel.result import value_in

__all__ = ("slept",)

_STAGES: Final = {1: Stage.AWAKE, 2: Stage.LIGHT, 3: Stage.DEEP, 4: Stage.REM}
_KNOWN: Final = frozenset((None, 0, *_STAGES))  # The first could not be measured.
_MINUTE_S: Final = 60.0
_AWAKE_MOST_S: Final = 3 * 3_600  # Whoever is up for so long has got up.


def slept(
    levels: list[Row], ended: float | None, clock: WallClock, maker: Maker, arrival: Arrival
) -> Iterator[Found]:
    """Find the sleeps that levels tell of; `ended` is when the last of them did."""
    told = [
        (at, row.numbers.get(SleepLevel.LEVEL), row.at)
        for row in levels
        if (at := row.numbers.get(SleepLevel.TIMESTAMP)) is not None
    ]
    told.sort(key=lambda one: one[0])
    if not told:
        return
    last = told[-1][0]
    end = ended if ended is not None and last < ended <= last + _AWAKE_MOST_S else last + _MINUTE_S
    spans: list[tuple[Stage | None, float, float, int]] = [
        (_STAGES.get(int(level or 0)), at, until[0], byte)
        for (at, level, byte), until in pairwise([*told, (end, None, 0)])
        if at < until[0]
    ]
    nights = list(_nights(spans))
    for night in nights:
        yield from _sleep(night, clock, maker, arrival)
    strange = Counter(level for _, level, _ in told if level not in _KNOWN)
    for level, count in strange.items():
        byte = next(byte for _, of, byte in told if of == level)
        yield maker.unsupported(arrival.place(byte=byte), f"sleep level {level:.0f}", count)
    waking = len(told) - strange.total()
    if waking and not nights:
        yield maker.unsupported(arrival.place(byte=told[0][2]), "waking level", waking)


def _nights(
    spans: list[tuple[Stage | None, float, float, int]],
) -> Iterator[list[tuple[Stage | None, float, float, int]]]:
    """Runs of spans from sleep to sleep, parted by hours of waking."""
    night: list[tuple[Stage | None, float, float, int]] = []
    asleep = 0  # How many of the night's spans there are up to the last that is sleep.
    for span in spans:
        stage, at, until, _ = span
        if stage in {None, Stage.AWAKE}:
            if asleep and until - night[asleep - 1][2] > _AWAKE_MOST_S:
                yield night[:asleep]
                night, asleep = [], 0
            elif asleep:
                night.append(span)
        else:
            if asleep and at - night[asleep - 1][2] > _AWAKE_MOST_S:
                yield night[:asleep]
                night = []
            night.append(span)
            asleep = len(night)
    if asleep:
        yield night[:asleep]


def _sleep(
    night: list[tuple[Stage | None, float, float, int]],
    clock: WallClock,
    maker: Maker,
    arrival: Arrival,
) -> Iterator[Found]:
    stages: list[StageSpan] = []
    for stage, at, until, _ in night:
        began, left = value_in(clock.when(at)), value_in(clock.when(until))
        if stage is not None and began is not None and left is not None:
            stages.append(StageSpan(stage, began.at, left.at))
    begun, over = clock.when(night[0][1]), clock.when(night[-1][2])
    yield maker.sleep(arrival.place(byte=night[0][3]), begun, over, stages=stages)
