"""Weighted power: what a ride weighs on the body, as one power (formula book A6).

Rule 1: no window bridges a gap longer than 30 s, or a pause.
Rule 2: three ways to begin are in use and differ by 1-3 % on short rides; the answer is by full
windows unless another is asked for.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate
from typing import Final

from vegaloop.activity.domain.formulas.declared import POWER_MOST_W, outside_of_all
from vegaloop.activity.domain.formulas.one_hz import Gaps
from vegaloop.kernel.arrays import fourth_powers
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("WEIGHTED_GAPS", "WINDOW_S", "StartUp", "weighted_power_w")

WINDOW_S: Final = 30
# A6: (a) a dropped packet or two is drawn; (b) the rider coasts; (c) beyond, the sensor was away.
WEIGHTED_GAPS: Final = Gaps(drawn_most_s=3, zeros_most_s=30)


class StartUp(StrEnum):
    """What stands for the first 29 seconds, in which no window is full yet."""

    FULL_WINDOWS = "full_windows"
    GROWING_WINDOWS = "growing_windows"
    ZERO_PADDED = "zero_padded"


def weighted_power_w(
    blocks: Sequence[Sequence[float]], start_up: StartUp = StartUp.FULL_WINDOWS
) -> Result[float, NoNumber]:
    """Weigh power in W as physiology does: the fourth-power mean of 30-s means (A6).

    `blocks` are in W at 1 Hz, in [0, 1e6], joined by `WEIGHTED_GAPS`; windows never bridge two of
    them, and a block below 30 s has none. TooFew where no block lasts 30 s; unreliable below 20
    minutes. Source: Allen & Coggan, Training and Racing with a Power Meter, undated. Rule ACT-6.
    """
    fault = outside_of_all("power_w", blocks, 0, POWER_MOST_W)
    if fault is not None:
        return Failure(fault)
    windows, total = 0, 0.0
    for block in blocks:
        if len(block) >= WINDOW_S:
            first = _first_means(block, start_up)
            windows += len(first) + len(block) - WINDOW_S + 1
            total += math.fsum(mean**4 for mean in first)
            total += fourth_powers(array("d", block), WINDOW_S)
    if not windows:
        longest = max(map(len, blocks), default=0)
        return Failure(TooFew("seconds of power in a row", longest, WINDOW_S))
    return Success(math.sqrt(math.sqrt(total / windows)))


def _first_means(block: Sequence[float], start_up: StartUp) -> list[float]:
    """The means of the windows that are not full yet."""
    if start_up is StartUp.FULL_WINDOWS:
        return []
    sums = accumulate(block[: WINDOW_S - 1])
    growing = start_up is StartUp.GROWING_WINDOWS
    return [total / (n if growing else WINDOW_S) for n, total in enumerate(sums, start=1)]
