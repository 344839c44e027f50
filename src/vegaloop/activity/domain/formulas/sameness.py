"""How alike the days of a week are: Foster's monotony and strain (A5)."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from enum import StrEnum
from typing import final

from msgspec import Struct

from vegaloop.activity.domain.formulas.declared import (
    LOAD_MOST,
    outside_of_all,
)
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Deviation", "Sameness", "monotony", "monotony_from_moments", "monotony_strain")


class Deviation(StrEnum):
    """Which standard deviation: Foster 1998 does not say; ddof 1 gives 7.4 % less over a week."""

    SAMPLE = "ddof_1"
    POPULATION = "ddof_0"


@final
class Sameness(Struct, frozen=True):
    """Monotony and strain; both are infinite where every day has the same load."""

    monotony: float
    strain: float


def monotony_strain(
    loads: Sequence[float], by: Deviation = Deviation.SAMPLE
) -> Result[Sameness, NoNumber]:
    """Compare the mean of daily loads with their spread, and multiply their sum by that (A5).

    Loads, in [0, 1e6], are of consecutive days, rest days zero, usually seven; strain is in their
    unit, monotony has none. Infinite where the days are alike; undefined where there is no load;
    one day is too few. Source: Foster 1998. Rule ACT-14.
    """
    match monotony(loads, by):
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            return Success(Sameness(found, found * math.fsum(loads)))


def monotony(loads: Sequence[float], by: Deviation = Deviation.SAMPLE) -> Result[float, NoNumber]:
    """Compare the mean of daily loads with their standard deviation; it has no unit (A5).

    Declared as `monotony_strain`. Source: Foster 1998. Rule ACT-14.
    """
    wrong = outside_of_all("load", (loads,), 0, LOAD_MOST)
    if wrong is not None:
        return Failure(wrong)
    if len(loads) < 2:
        return Failure(TooFew("days of load", len(loads), 2))
    # Rounding must not make days that are alike differ: infinity is exact.
    alike = min(loads) == max(loads)
    return monotony_from_moments(statistics.fmean(loads), 0 if alike else _spread(loads, by))


def monotony_from_moments(mean: float, sd: float) -> Result[float, NoNumber]:
    """Divide the mean of daily loads by their standard deviation; it has no unit (A5).

    Both lie in [0, 1e6]. Infinite where only the deviation is zero, undefined where both are.
    Source: Foster 1998. Rule ACT-14.
    """
    wrong = outside(("mean", mean, 0, LOAD_MOST), ("sd", sd, 0, LOAD_MOST))
    if wrong is not None:
        return Failure(wrong)
    if sd > 0:
        return Success(mean / sd)
    return Success(math.inf) if mean > 0 else Failure(Undefined("monotony", "no load"))


def _spread(loads: Sequence[float], by: Deviation) -> float:
    return statistics.stdev(loads) if by is Deviation.SAMPLE else statistics.pstdev(loads)
