"""xPower: weighted power by an exponential memory of 25 s, and what is scored by it (A9)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    POWER_MOST_W,
    SECONDS_MOST,
    outside_of_all,
)
from vegaloop.activity.domain.formulas.one_hz import Run
from vegaloop.kernel.evidence import Missing, NoNumber, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("bike_score", "relative_intensity", "xpower_w")

MEMORY_S: Final = 25.0
NEGLIGIBLE_W: Final = 0.1  # Below it a gap adds no more to the mean.
POWER_LEAST_W: Final = 1.0


def xpower_w(runs: Sequence[Run], sample_s: float = 1.0) -> Result[float, NoNumber]:
    """Weigh power in W by an exponential memory of 25 s: the fourth-power mean of it (A9).

    `runs` are in W, in [0, 1e6], one number each `sample_s` (0.01 to 60 s). The memory starts at
    zero; over a gap it fades step by step, and the steps count in the mean, until less than 0.1 W
    is left. Missing without any power. Source: Skiba 2006. Rule ACT-63.
    """
    fault = outside(("sample_s", sample_s, 0.01, 60)) or outside_of_all(
        "power_w", (run.values for run in runs), 0, POWER_MOST_W
    )
    if fault is not None:
        return Failure(fault)
    weight = sample_s / (MEMORY_S + sample_s)
    kept = 1 - weight
    memory_w, fourth_powers, count, last_s = 0.0, 0.0, 0, 0
    for run in runs:
        missing = run.start_s - last_s
        while missing > 0 and memory_w > NEGLIGIBLE_W:
            memory_w *= kept
            fourth_powers += memory_w**4
            count += 1
            missing -= 1
        for power_w in run.values:
            memory_w = kept * memory_w + weight * power_w
            squared = memory_w * memory_w
            fourth_powers += squared * squared
        count += len(run.values)
        last_s = run.end_s
    if not count:
        return Failure(Missing("power_w"))
    return Success(math.sqrt(math.sqrt(fourth_powers / count)))


def relative_intensity(xpower: float, cp_w: float) -> Result[float, NoNumber]:
    """Divide xPower by critical power, both in W: a share without a unit (A9).

    xPower lies in [0, 1e6], critical power in [1, 1e6]. Source: Skiba 2006. Rule ACT-63.
    """
    fault = outside(
        ("xpower_w", xpower, 0, POWER_MOST_W), ("cp_w", cp_w, POWER_LEAST_W, POWER_MOST_W)
    )
    return Success(xpower / cp_w) if fault is None else Failure(fault)


def bike_score(duration_s: float, xpower: float, cp_w: float) -> Result[float, NoNumber]:
    """Score stress by xPower: 100 · h · RI², so 100 for an hour at critical power (A9).

    `duration_s` in s up to 6e7, powers in W. Source: Skiba 2006. Rule ACT-63.
    """
    fault = outside(("duration_s", duration_s, 0, SECONDS_MOST))
    if fault is not None:
        return Failure(fault)
    match relative_intensity(xpower, cp_w):
        case Failure(reason):
            return Failure(reason)
        case Success(intensity):
            return Success(100 * (duration_s / 3_600) * intensity * intensity)
