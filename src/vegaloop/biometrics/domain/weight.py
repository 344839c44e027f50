"""The weight behind the weigh-ins (formula book B9).

Rule 1: a trend lies between the least and the greatest of what went into it.
Rule 2: a trend never looks ahead: nothing is interpolated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

EWMA_METHOD: Final = "ewma/0.9-a-day"
LOCAL_LEVEL_METHOD: Final = "local-level/q-0.01/r-0.25"
KEPT_A_DAY: Final = 0.9  # Walker 1991, made aware of the time between weigh-ins.
OBSERVATION_VARIANCE_KG2: Final = 0.25
LEVEL_VARIANCE_KG2_A_DAY: Final = 0.01
PRIOR_VARIANCE_KG2: Final = 1.0
WINDOW_DAYS: Final = 180
# A trend rests on little while it has seen few weigh-ins; its lag is 9 days.
MATURE_WEIGH_INS: Final = 10


class TrendMethod(StrEnum):
    """The two ways to draw the trend."""

    EWMA = "ewma"
    LOCAL_LEVEL = "local_level"


def trend_ewma(
    days_and_kg: Sequence[tuple[float, float]],
    seed_kg: float | None = None,
    kept_a_day: float = KEPT_A_DAY,
) -> tuple[float, ...]:
    """Smooth weigh-ins with alpha = 1 - 0.9^days since the last, kg (Walker 1991; book B9).

    Each weigh-in is (days on any time line, kg), oldest first; without a seed it starts with the
    first one, with a seed that was one day before it.
    """
    trend: list[float] = []
    level = seed_kg
    before = days_and_kg[0][0] - 1 if days_and_kg else 0.0
    for at, weight_kg in days_and_kg:
        alpha = 1 - math.pow(kept_a_day, at - before)
        level = weight_kg if level is None else level + alpha * (weight_kg - level)
        before = at
        trend.append(level)
    return tuple(trend)


def trend_local_level(
    days_and_kg: Sequence[tuple[float, float | None]],
    *,
    prior_kg: float | None = None,
    prior_variance_kg2: float = PRIOR_VARIANCE_KG2,
    observation_variance_kg2: float = OBSERVATION_VARIANCE_KG2,
    level_variance_kg2_a_day: float = LEVEL_VARIANCE_KG2_A_DAY,
) -> tuple[tuple[float, float], ...]:
    """Filter weigh-ins as a random walk seen through noise: (kg, kg²) at each (book B9).

    Each weigh-in is (days on any time line, kg or None), oldest first; the prior, by default the
    first weight, is of the first one's time.
    """
    known = [kg for _, kg in days_and_kg if kg is not None]
    if prior_kg is None and not known:
        return ()
    level = known[0] if prior_kg is None else prior_kg
    variance = prior_variance_kg2
    before = days_and_kg[0][0] if days_and_kg else 0.0
    filtered: list[tuple[float, float]] = []
    for at, weight_kg in days_and_kg:
        variance += level_variance_kg2_a_day * (at - before)
        before = at
        if weight_kg is not None:
            gain = variance / (variance + observation_variance_kg2)
            level += gain * (weight_kg - level)
            variance *= 1 - gain
        filtered.append((level, variance))
    return tuple(filtered)
