"""Plain statistics over a few numbers, the same whatever their order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

MAD_TO_SD: Final = 1.4826  # 1 / Φ⁻¹(3/4): makes the MAD of normal data its SD (book C4).


def mean(values: Sequence[float]) -> float:
    """Average numbers; in their unit; at least one is needed."""
    return math.fsum(values) / len(values)


def sample_sd(values: Sequence[float]) -> float:
    """Give the sample standard deviation (ddof 1); in their unit; 0 for a single number."""
    if len(values) == 1:
        return 0.0
    middle = mean(values)
    return math.sqrt(math.fsum((v - middle) ** 2 for v in values) / (len(values) - 1))


def median(values: Sequence[float]) -> float:
    """Give the middle number, or the mean of the two middle ones; at least one is needed."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def robust_sd(values: Sequence[float]) -> float:
    """Give the robust SD, 1.4826 x median absolute deviation; at least one number is needed."""
    middle = median(values)
    return MAD_TO_SD * median([abs(v - middle) for v in values])


def clamp(value: float, least: float, most: float) -> float:
    """Move a number into [least, most]."""
    return max(least, min(most, value))
