"""Progress as plain numbers (formula book G1)."""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.formulas.bounds import first_outside
from vegaloop.kernel.evidence import NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success

FREEZE_DAYS: Final = 30


def reach_share(start: float, target: float, current: float) -> Result[float, NoNumber]:
    """Tell how much of the way to a target is gone, in [0, 1], up or down (G1, GOAL-1).

    Any one unit. Where there is no way to go it is 1 at the target and undefined elsewhere. Source:
    definition.
    """
    wrong = first_outside("progress", (start, target, current))
    if wrong is not None:
        return Failure(wrong)
    if target == start:
        if current == target:
            return Success(1.0)
        return Failure(Undefined("progress", "the target is where the goal starts"))
    return Success(_clamped((current - start) / (target - start)))


def maintain_score(value: float, centre: float, tolerance: float) -> Result[float, NoNumber]:
    """Score a period: 1 within the tolerance, falling in a line to 0 at twice it (G1, GOAL-2).

    Any one unit, tolerance not negative; a band without width is met at its centre only. Source:
    definition.
    """
    wrong = first_outside("value", (value, centre)) or first_outside("tolerance", (tolerance,), 0)
    return Success(band_score(value, centre, tolerance)) if wrong is None else Failure(wrong)


def avoid_share(used: float, limit: float) -> Result[float, NoNumber]:
    """Tell how much of a limit is left, in [0, 1] (G1, GOAL-3).

    Any one unit, limit not negative; a limit of nothing is whole until anything is used. Source:
    definition.
    """
    wrong = first_outside("use", (used,)) or first_outside("limit", (limit,), 0)
    return Success(share_left(used, limit)) if wrong is None else Failure(wrong)


def band_score(value: float, centre: float, tolerance: float) -> float:
    """Score a period as `maintain_score` does, of numbers that are known to be."""
    away = abs(value - centre)
    if away <= tolerance:
        return 1.0
    return 0.0 if tolerance <= 0 else _clamped(2 - away / tolerance)


def share_left(used: float, limit: float) -> float:
    """Tell what is left as `avoid_share` does, of numbers that are known to be."""
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
        return tuple(day for day in self.frozen if at - FREEZE_DAYS < day <= at)


def _clamped(share: float) -> float:
    return min(1.0, max(0.0, share))
