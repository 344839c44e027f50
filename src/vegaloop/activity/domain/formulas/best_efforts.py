"""The least time a distance was covered in (formula book A16).

Rule 1: an effort is clock time: who stands still on the way is as fast as the clock says.
Rule 2: no effort leads over a stretch somebody cannot have been so fast on.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    METERS_MOST,
    SECONDS_MOST,
    one_to_one,
    outside_of_all,
)
from vegaloop.kernel.arrays import quickest_ways
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "RIDING_MOST_M_S",
    "RUNNING_MOST_M_S",
    "BestTime",
    "WholeSeconds",
    "best_effort_distance_1hz",
    "best_times",
)

RUNNING_MOST_M_S: Final = 12.5  # A16: what is above is a satellite's mistake.
RIDING_MOST_M_S: Final = 30.0
SPEED_MOST_M_S: Final = 1e6


class WholeSeconds(NamedTuple):
    """How many seconds in a row an effort took, and the first of them, counted from 0."""

    seconds: int
    start_index: int


class BestTime(NamedTuple):
    """How long an effort took, and when it began, in seconds on the clock of its samples."""

    time_s: float
    start_s: float


def best_effort_distance_1hz(
    speeds_m_s: Sequence[float], distance_m: float
) -> Result[WholeSeconds, NoNumber]:
    """Find the fewest whole seconds in a row that cover a distance, and the first such (A16).

    `speeds_m_s` has one number a second, from 0 to 1e6; the distance in m lies above 0. TooFew
    where all of them do not cover it. Up to a second more than `best_times` finds. Source:
    definition. Rule ACT-101.
    """
    fault = _no_distance(distance_m) or outside_of_all(
        "speed_m_s", (speeds_m_s,), 0, SPEED_MOST_M_S
    )
    if fault is not None:
        return Failure(fault)
    gone = tuple(accumulate(speeds_m_s, initial=0.0))
    best: WholeSeconds | None = None
    start = 0
    for end, reached_m in enumerate(gone):
        while reached_m - gone[start] >= distance_m:
            if best is None or end - start < best.seconds:
                best = WholeSeconds(end - start, start)
            start += 1
    if best is None:
        return Failure(TooFew("metres", int(gone[-1]), int(distance_m)))
    return Success(best)


def best_times(
    times_s: Sequence[float],
    distances_m: Sequence[float],
    targets_m: Sequence[float],
    speed_most_m_s: float,
) -> tuple[Result[BestTime, NoNumber], ...]:
    """Find the least time in s each distance in m was covered in, to parts of a second (A16).

    Samples say how far one had come at which second; between two of them one moved evenly. Times
    never fall. A step faster than `speed_most_m_s`, or one back, ends one way and begins another.
    TooFew where no way is so long. Source: definition. Rule ACT-101.
    """
    fault = (
        one_to_one(times_s, distances_m)
        or outside(("speed_most_m_s", speed_most_m_s, 0, math.inf))
        or outside_of_all("time_s", (times_s,), -SECONDS_MOST, SECONDS_MOST)
        or outside_of_all("distance_m", (distances_m,), 0, METERS_MOST)
    )
    if fault is not None:
        return (Failure(fault),) * len(targets_m)
    wanted = [target if _no_distance(target) is None else METERS_MOST for target in targets_m]
    found = quickest_ways(array("d", times_s), array("d", distances_m), wanted, speed_most_m_s)
    gone_m = max(distances_m, default=0.0) - min(distances_m, default=0.0)
    return tuple(_told(target, one, gone_m) for target, one in zip(targets_m, found, strict=True))


def _told(
    target_m: float, found: tuple[float, float] | None, gone_m: float
) -> Result[BestTime, NoNumber]:
    fault = _no_distance(target_m)
    if fault is not None:
        return Failure(fault)
    if found is None:
        return Failure(TooFew("metres", int(gone_m), int(target_m)))
    return Success(BestTime(*found))


def _no_distance(distance_m: float) -> Outside | None:
    # A millimetre is what a recorded distance is counted in.
    return outside(("distance_m", distance_m, 0.001, METERS_MOST))
