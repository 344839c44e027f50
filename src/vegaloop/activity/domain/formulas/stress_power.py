"""Stress by power: intensity, variability, and the score of a ride (formula book A7)."""

from __future__ import annotations

from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    POWER_MOST_W,
    SECONDS_MOST,
)
from vegaloop.kernel.evidence import NoNumber, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("intensity_factor", "tss", "variability_index")

POWER_LEAST_W: Final = 1.0  # A threshold or a mean below it is no divisor, but a stopped wheel.


def intensity_factor(weighted_w: float, ftp_w: float) -> Result[float, NoNumber]:
    """Divide weighted power by threshold power: IF, 1 for what is held an hour (A7).

    Powers in W, the weighted one in [0, 1e6] and the threshold in [1, 1e6]; the threshold is that
    of the day of the ride. Source: Coggan 2003. Rule ACT-61.
    """
    fault = outside(
        ("weighted_w", weighted_w, 0, POWER_MOST_W), ("ftp_w", ftp_w, POWER_LEAST_W, POWER_MOST_W)
    )
    return Success(weighted_w / ftp_w) if fault is None else Failure(fault)


def variability_index(weighted_w: float, mean_w: float) -> Result[float, NoNumber]:
    """Divide weighted power by mean power: VI, near 1 for an even ride (A7).

    Powers in W, the weighted one in [0, 1e6] and the mean in [1, 1e6]. Source: Coggan 2003.
    Rule ACT-61.
    """
    fault = outside(
        ("weighted_w", weighted_w, 0, POWER_MOST_W),
        ("mean_w", mean_w, POWER_LEAST_W, POWER_MOST_W),
    )
    return Success(weighted_w / mean_w) if fault is None else Failure(fault)


def tss(duration_s: float, weighted_w: float, ftp_w: float) -> Result[float, NoNumber]:
    """Score stress by weighted power: 100 · h · IF², so 100 for an hour at threshold (A7).

    `duration_s` in s up to 6e7, powers in W as in `intensity_factor`. Source: Coggan 2003.
    Rules ACT-7 and ACT-61.
    """
    fault = outside(("duration_s", duration_s, 0, SECONDS_MOST))
    if fault is not None:
        return Failure(fault)
    match intensity_factor(weighted_w, ftp_w):
        case Failure(reason):
            return Failure(reason)
        case Success(intensity):
            return Success(100 * (duration_s / 3_600) * intensity * intensity)
