"""How high a way climbs, out of altitudes that tremble (formula book A17).

Rule 1: a climb is told with its method and threshold: without one, noise adds up to mountains.
Rule 2: the zigzag is what VegaLoop shows; the dead band is there to compare with other programs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    outside_of_all,
)
from vegaloop.kernel.evidence import Missing, NoNumber, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "BAROMETER_THRESHOLD_M",
    "GPS_THRESHOLD_M",
    "Legs",
    "elevation_gain_deadband",
    "elevation_gain_zigzag",
    "elevation_loss_zigzag",
    "zigzag",
)

BAROMETER_THRESHOLD_M: Final = 3.0  # A17.
GPS_THRESHOLD_M: Final = 5.0  # A17 gives 5 to 10; by 10 a third of rolling country is lost.
ALTITUDE_MOST_M: Final = 1e6  # Above or below it there is no ground.
THRESHOLD_MOST_M: Final = 1e6


class Legs(NamedTuple):
    """What a way climbed and descended, each leg counted whole."""

    gain: float
    loss: float


def elevation_gain_zigzag(
    altitudes_m: Sequence[float], threshold_m: float
) -> Result[float, NoNumber]:
    """Add up the climbs of at least a threshold, between turns of at least as much, in m (A17).

    The way is cut where it turns up or down by `threshold_m` (0 to 1e6 m) or more; of all such cuts
    this one climbs most. A higher threshold never gives more, and the way back gains what this one
    loses. Missing where there is no altitude. Source: definition. Rule ACT-95.
    """
    fault = _fault(altitudes_m, threshold_m)
    return Success(zigzag(altitudes_m, threshold_m).gain) if fault is None else Failure(fault)


def elevation_loss_zigzag(
    altitudes_m: Sequence[float], threshold_m: float
) -> Result[float, NoNumber]:
    """Add up the descents as `elevation_gain_zigzag` does the climbs, in m (A17).

    Declared on the same domain. Source: definition. Rule ACT-95.
    """
    fault = _fault(altitudes_m, threshold_m)
    return Success(zigzag(altitudes_m, threshold_m).loss) if fault is None else Failure(fault)


def zigzag(altitudes: Sequence[float], threshold: float) -> Legs:
    """Add up legs of at least a threshold, in the unit both are given in.

    Each leg ends at the highest or lowest place before the way turns by the threshold. Whole
    numbers are summed exactly; without an altitude there is no leg. Rule ACT-95.
    """
    legs = [after - before for before, after in pairwise(_turns(altitudes, threshold))]
    return Legs(
        math.fsum(leg for leg in legs if leg > 0), math.fsum(-leg for leg in legs if leg < 0)
    )


def _turns(altitudes: Sequence[float], threshold: float) -> list[float]:
    """The altitudes a way turns at, its beginning and end among them; none where it never does."""
    turns: list[float] = []
    low, high = math.inf, -math.inf
    rising: bool | None = None  # Not known until the way has gone by the threshold.
    for altitude in altitudes:
        low, high = min(low, altitude), max(high, altitude)
        if rising is not False and high - altitude >= threshold:
            turns.append(high)
            rising, low, high = False, altitude, altitude
        elif rising is not True and altitude - low >= threshold:
            turns.append(low)
            rising, low, high = True, altitude, altitude
    return [*turns, high if rising else low]


def elevation_gain_deadband(
    altitudes_m: Sequence[float], threshold_m: float
) -> Result[float, NoNumber]:
    """Add up rises of more than a threshold above a reference that follows, in m (A17).

    For comparison only: a higher threshold can give more, and many small climbs give none. Declared
    on the domain of `elevation_gain_zigzag`. Source: GoldenCheetah, undated. Rule ACT-95.
    """
    fault = _fault(altitudes_m, threshold_m)
    if fault is not None:
        return Failure(fault)
    reference, gain = altitudes_m[0], 0.0
    for altitude in altitudes_m:
        if abs(altitude - reference) > threshold_m:
            gain += max(altitude - reference, 0.0)
            reference = altitude
    return Success(gain)


def _fault(altitudes_m: Sequence[float], threshold_m: float) -> NoNumber | None:
    if not altitudes_m:
        return Missing("altitude_m")
    return outside(("threshold_m", threshold_m, 0, THRESHOLD_MOST_M)) or outside_of_all(
        "altitude_m", (altitudes_m,), -ALTITUDE_MOST_M, ALTITUDE_MOST_M
    )
