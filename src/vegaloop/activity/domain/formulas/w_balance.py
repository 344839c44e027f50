"""W′ balance: how much of the work above critical power is left (formula book A15).

Rule 1: the answer is by the differential form unless another is asked for.
Rule 2: a balance below zero says that CP or W′ is set too low; it is told, never clamped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    outside_of_all,
)
from vegaloop.kernel.evidence import NoNumber, Outside, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "CP_LEAST_W",
    "CP_MOST_W",
    "W_PRIME_LEAST_J",
    "W_PRIME_MOST_J",
    "Recovery",
    "recovery_tau_s",
    "wbal_differential_j",
    "wbal_integral_j",
)

# The bounds of A14: what lies beyond them belongs to no human.
CP_LEAST_W: Final = 1.0
CP_MOST_W: Final = 800.0
W_PRIME_LEAST_J: Final = 500.0
W_PRIME_MOST_J: Final = 60_000.0
SAMPLE_MOST_W: Final = 1e4  # Power samples; nobody pushes a fifth of it.


class Recovery(StrEnum):
    """By whose time constant W′ comes back in the integral form."""

    SKIBA = "skiba_2012"
    BARTRAM = "bartram_2018"


def wbal_differential_j(
    watts: Sequence[float], cp_w: float, w_prime_j: float
) -> Result[Sequence[float], NoNumber]:
    """Follow W′ balance in J through each second: spent above CP, won back below it (A15).

    `watts` at 1 Hz in [0, 1e4], `cp_w` in [1, 800], `w_prime_j` in [500, 60000]; the n-th answer
    is after the n-th second. What comes back is a share of what is lacking, never more than that.
    Source: Skiba, Fulford, Clarke et al. 2015, EJAP 115:703. Rule ACT-65.
    """
    fault = _fault(watts, cp_w, w_prime_j)
    if fault is not None:
        return Failure(fault)
    left_j = w_prime_j
    balance: list[float] = []
    for power_w in watts:
        above_w = power_w - cp_w
        if above_w >= 0:
            left_j -= above_w
        else:
            left_j -= above_w * (w_prime_j - left_j) / w_prime_j
            if left_j > w_prime_j:
                left_j = w_prime_j
        balance.append(left_j)
    return Success(balance)


def wbal_integral_j(
    watts: Sequence[float], cp_w: float, w_prime_j: float, tau_s: float
) -> Result[Sequence[float], NoNumber]:
    """Follow W′ balance in J by the integral of what was spent, fading with a time constant (A15).

    `watts`, `cp_w` and `w_prime_j` as in `wbal_differential_j`, `tau_s` in [1, 1e6]; computed in
    one pass (Waterworth). Source: Skiba et al. 2012, MSSE 44:1526. Rule ACT-65.
    """
    fault = _fault(watts, cp_w, w_prime_j) or outside(("tau_s", tau_s, 1, 1e6))
    if fault is not None:
        return Failure(fault)
    kept, debt_j = math.exp(-1 / tau_s), 0.0
    balance: list[float] = []
    for power_w in watts:
        debt_j = debt_j * kept + max(0.0, power_w - cp_w)
        balance.append(w_prime_j - debt_j)
    return Success(balance)


def recovery_tau_s(
    watts: Sequence[float], cp_w: float, by: Recovery = Recovery.SKIBA
) -> Result[float, NoNumber]:
    """Tell the time constant in s with which W′ comes back, from the depth of recovery (A15).

    The depth is CP less the mean of the powers below CP, all of CP where none is below. Skiba:
    546 · exp(-0.01 · depth) + 316; Bartram, for elite riders: 2287.2 · depth^-0.688. Powers in W
    as in `wbal_differential_j`. Source: Skiba et al. 2012; Bartram et al. 2018. Rule ACT-65.
    """
    fault = _fault(watts, cp_w, W_PRIME_LEAST_J)
    if fault is not None:
        return Failure(fault)
    below = [power_w for power_w in watts if power_w < cp_w]
    depth_w = cp_w - math.fsum(below) / len(below) if below else cp_w
    if by is Recovery.SKIBA:
        return Success(546 * math.exp(-0.01 * depth_w) + 316)
    return Success(2_287.2 * math.pow(depth_w, -0.688))


def _fault(watts: Sequence[float], cp_w: float, w_prime_j: float) -> Outside | None:
    return outside(
        ("cp_w", cp_w, CP_LEAST_W, CP_MOST_W),
        ("w_prime_j", w_prime_j, W_PRIME_LEAST_J, W_PRIME_MOST_J),
    ) or outside_of_all("power_w", (watts,), 0, SAMPLE_MOST_W)
