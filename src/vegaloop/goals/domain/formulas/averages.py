"""Averages of at least one value, the same whatever their order."""

from __future__ import annotations

import math
from collections.abc import Sequence


def mean(values: Sequence[float]) -> float:
    """Average at least one value, exactly rounded whatever their order."""
    return math.fsum(values) / len(values)


def median(values: Sequence[float]) -> float:
    """Find the middle of at least one value, or the mean of the middle two."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
