"""Progress and adherence as plain numbers (formula book G1 and G5)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import final

from msgspec import Struct

from vegaloop.goals.domain.student import normal_quantile
from vegaloop.kernel.evidence import NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success


def reach_share(start: float, target: float, current: float) -> Result[float, NoNumber]:
    """Tell how much of the way to a target is gone, in [0, 1], up or down (G1, GOAL-1).

    Any one unit. Where there is no way to go it is 1 at the target and undefined elsewhere.
    """
    if target == start:
        if current == target:
            return Success(1.0)
        return Failure(Undefined("progress", "the target is where the goal starts"))
    return Success(_clamped((current - start) / (target - start)))


def maintain_score(value: float, centre: float, tolerance: float) -> float:
    """Score a period: 1 within the tolerance, falling in a line to 0 at twice it (G1, GOAL-2).

    Any one unit, tolerance not negative; a band without width is met at its centre only.
    """
    away = abs(value - centre)
    if away <= tolerance:
        return 1.0
    return 0.0 if tolerance <= 0 else _clamped(2 - away / tolerance)


def avoid_share(used: float, limit: float) -> float:
    """Tell how much of a limit is left, in [0, 1] (G1, GOAL-3).

    Any one unit, limit not negative; a limit of nothing is whole until anything is used.
    """
    if limit <= 0:
        return 1.0 if used <= 0 else 0.0
    return _clamped(1 - used / limit)


@final
class Run(Struct, frozen=True):
    """How many periods in a row were met: up to now, and at most."""

    current: int = 0
    longest: int = 0
    frozen: tuple[int, ...] = ()

    def after(self, at: int, freezes: int, *, met: bool) -> Run:
        """Go on by one closed due period, ending on day number `at` (G1, GOAL-5, GOAL-6).

        A miss inside a run is frozen while fewer than `freezes` were in the 30 days up to it.
        """
        if met:
            return Run(self.current + 1, max(self.longest, self.current + 1), self.frozen)
        if self.current and len(self.frozen_lately(at)) < freezes:
            return Run(self.current, self.longest, (*self.frozen_lately(at), at))
        return Run(0, self.longest, self.frozen)

    def frozen_lately(self, at: int) -> tuple[int, ...]:
        """The days of the freezes in the 30 days up to day number `at`."""
        return tuple(day for day in self.frozen if at - 30 < day <= at)


@final
class Adherence(Struct, frozen=True):
    """Periods kept of those due, with the 95 % interval of the rate behind them."""

    kept: int
    due: int
    rate: float
    lower: float
    upper: float


def adherence(kept: int, due: int, confidence: float = 0.95) -> Result[Adherence, NoNumber]:
    """Estimate how reliably periods are kept, by the interval of Wilson 1927 (G5, GOAL-4).

    A share in [0, 1] of whole periods; undefined where none was due.
    """
    if due <= 0 or not 0 <= kept <= due:
        return Failure(Undefined("adherence", "no period was due"))
    rate, z = kept / due, normal_quantile(0.5 + confidence / 2)
    centre = (rate + z * z / (2 * due)) / (1 + z * z / due)
    half = z / (1 + z * z / due) * math.sqrt(rate * (1 - rate) / due + z * z / (4 * due * due))
    lower = 0.0 if kept == 0 else max(0.0, centre - half)
    upper = 1.0 if kept == due else min(1.0, centre + half)
    return Success(Adherence(kept, due, rate, lower, upper))


def mean(values: Sequence[float]) -> float:
    """Average at least one value, exactly rounded whatever their order."""
    return math.fsum(values) / len(values)


def _clamped(share: float) -> float:
    return min(1.0, max(0.0, share))
