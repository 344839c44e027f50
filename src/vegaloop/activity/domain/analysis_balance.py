"""W′ balance through a session: how near to empty the rider was, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.capacity_fits import (
    MAYBE_NOT_ALL_OUT,
    TRAINING_QUALITY,
    all_out,
    best_powers,
)
from vegaloop.activity.domain.figure import Figure, figured
from vegaloop.activity.domain.formulas.critical import valid_critical_power
from vegaloop.activity.domain.formulas.mean_maximal import CURVE_GAPS
from vegaloop.activity.domain.formulas.one_hz import Run, joined
from vegaloop.activity.domain.formulas.w_balance import wbal_differential_j
from vegaloop.activity.domain.peaks import SessionPeaks
from vegaloop.activity.domain.thresholds import Thresholds
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "POINTS_MOST",
    "Balance",
    "BalancePoint",
    "CriticalPower",
    "balance_of",
    "critical_power_on",
)

POINTS_MOST: Final = 400
METHOD: Final = f"differential/{CURVE_GAPS.word}"
GIVEN: Final = "given"
DOUBTS: Final = (MAYBE_NOT_ALL_OUT,)
SHOWN: Final = "cp2_work_time_of_90_days"


@final
class CriticalPower(Struct, frozen=True):
    """Critical power and W′ on a day, and where they come from."""

    cp_w: float
    w_prime_j: float
    method: str
    quality: float = 1.0
    notes: tuple[str, ...] = ()


@final
class BalancePoint(Struct, frozen=True):
    """What was left of W′ after a second; below zero where CP or W′ is set too low."""

    at_s: int
    left_j: float


@final
class Balance(Struct, frozen=True, kw_only=True):
    """W′ balance through a session; the points are some of its seconds, the least one among them."""

    critical: CriticalPower
    least_j: Figure
    end_j: Figure
    points: tuple[BalancePoint, ...]


def critical_power_on(
    thresholds: Thresholds, peaks: Sequence[SessionPeaks]
) -> Result[CriticalPower, NoNumber]:
    """Tell critical power and W′ as the person gave them, else as the best efforts show. Rule ACT-70.

    `peaks` are those of the 90 days before a day; what they show is at most too little, and below
    0.9 of the FTP given for the day it is told as undefined. Rule ACT-111.
    """
    cp, w_prime = thresholds.cp, thresholds.w_prime
    if cp is not None and w_prime is not None:
        return Success(CriticalPower(cp.watts, w_prime.amount, GIVEN))
    match all_out(valid_critical_power(best_powers(peaks)), thresholds.ftp):
        case Failure(reason):
            return Failure(reason)
        case Success(fit):
            shown = CriticalPower(fit.critical, fit.reserve, SHOWN, TRAINING_QUALITY, DOUBTS)
            return Success(shown)


def balance_of(
    runs: Sequence[Run], critical: Result[CriticalPower, NoNumber]
) -> Result[Balance, NoNumber]:
    """Follow W′ balance through a session; after an hour without power it is full again.

    A gap up to an hour counts as rest. Rules ACT-65 and ACT-70.
    """
    if not runs:
        return Failure(Missing("power_w"))
    match critical:
        case Failure(reason):
            return Failure(reason)
        case Success(known):
            return _balance(joined(runs, CURVE_GAPS), known)


def _balance(blocks: Sequence[Run], critical: CriticalPower) -> Result[Balance, NoNumber]:
    seconds: list[int] = []
    left: list[float] = []
    for block in blocks:
        match wbal_differential_j(block.values, critical.cp_w, critical.w_prime_j):
            case Failure(reason):
                return Failure(reason)
            case Success(row):
                seconds += range(block.start_s, block.end_s)
                left += row
    notes = (*critical.notes, "below-zero") if min(left) < 0 else critical.notes

    def told(left_j: float) -> Figure:
        return figured(Success(left_j), METHOD, len(left), critical.quality, notes)

    return Success(
        Balance(
            critical=critical,
            least_j=told(min(left)),
            end_j=told(left[-1]),
            points=tuple(BalancePoint(seconds[n], left[n]) for n in _shown(left)),
        )
    )


def _shown(left: Sequence[float]) -> list[int]:
    """Some places of a row, evenly apart, with its least value and its last among them."""
    step = -(-len(left) // (POINTS_MOST - 2))
    marked = {left.index(min(left)), len(left) - 1}
    return sorted(marked.union(range(0, len(left), step)))
