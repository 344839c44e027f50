"""The weight behind the weigh-ins (formula book B9).

Rule 1: a trend lies between the least and the greatest of what went into it.
Rule 2: a trend never looks ahead: nothing is interpolated.
Rule 3: a rate is fitted to what was weighed, never to a trend: smoothing would bend it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import mean
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

KEPT_A_DAY: Final = 0.9  # Walker 1991, made aware of the time between weigh-ins.
OBSERVATION_VARIANCE_KG2: Final = 0.25
LEVEL_VARIANCE_KG2_A_DAY: Final = 0.01
PRIOR_VARIANCE_KG2: Final = 1.0
RATE_WEIGH_INS_LEAST: Final = 3
_DAYS_A_WEEK: Final = 7
_WEIGHT_KG_MOST: Final = 1e6
_DAYS_MOST: Final = 1e9

# Weigh-ins as (days on any time line, kg), oldest first.
WeighIns: TypeAlias = Sequence[tuple[float, float]]


@final
class Rate(Struct, frozen=True):
    """How fast a weight changes, with the standard error of that."""

    kg_a_week: float
    se_kg_a_week: float


def trend_weight_ewma(
    weigh_ins: WeighIns, seed_kg: float | None = None, kept_a_day: float = KEPT_A_DAY
) -> Result[tuple[float, ...], NoNumber]:
    """Smooth weigh-ins with alpha = 1 - 0.9^days since the last, kg (Walker 1991; B9, BIO-26).

    Without a seed it starts with the first one; a seed was one day before it. Days that are
    missing are waited for, not interpolated. `kept_a_day` is in [0, 1].
    """
    for fault in (
        *outside("kept_a_day", kept_a_day, 0, 1),
        *(() if seed_kg is None else outside("seed_kg", seed_kg, 0, _WEIGHT_KG_MOST)),
        *_faults(weigh_ins),
    ):
        return Failure(fault)
    return Success(smoothed_kg(weigh_ins, seed_kg, kept_a_day))


def smoothed_kg(
    weigh_ins: WeighIns, seed_kg: float | None = None, kept_a_day: float = KEPT_A_DAY
) -> tuple[float, ...]:
    """Do as `trend_weight_ewma` with weigh-ins that are known to be numbers in their order, kg.

    Total on such ones (Walker 1991; book B9, BIO-26).
    """
    trend: list[float] = []
    level = seed_kg
    before = weigh_ins[0][0] - 1 if weigh_ins else 0.0
    for at, weight_kg in weigh_ins:
        alpha = 1 - math.pow(kept_a_day, at - before)
        level = weight_kg if level is None else level + alpha * (weight_kg - level)
        before = at
        trend.append(level)
    return tuple(trend)


def trend_weight_hackers_pencil(previous_trend: float, weight: float) -> Result[float, Outside]:
    """Carry a trend by a tenth of the distance, that rounded to 0.1 (Walker 1991; B9, BIO-77).

    In the unit of both, kg or pounds, from 0 to 1e6: the way to do it with paper and pencil, where
    a half is rounded up and the sign is written before it.
    """
    for fault in (
        *outside("previous_trend", previous_trend, 0, _WEIGHT_KG_MOST),
        *outside("weight", weight, 0, _WEIGHT_KG_MOST),
    ):
        return Failure(fault)
    distance = weight - previous_trend
    # Decimals are no binary fractions: what is a half on paper must be one here.
    tenths = math.floor(round(abs(distance), 6) + 0.5)
    return Success(round(previous_trend + math.copysign(tenths / 10, distance), 9))


def trend_weight_local_level(
    weigh_ins: Sequence[tuple[float, float | None]],
    *,
    prior_kg: float | None = None,
    prior_variance_kg2: float = PRIOR_VARIANCE_KG2,
    observation_variance_kg2: float = OBSERVATION_VARIANCE_KG2,
    level_variance_kg2_a_day: float = LEVEL_VARIANCE_KG2_A_DAY,
) -> Result[tuple[tuple[float, float], ...], NoNumber]:
    """Filter weigh-ins as a random walk seen through noise: (kg, kg²) at each.

    The prior, by default the first weight, is of the time of the first one; a weight of None is a
    day that is waited through. Variances are positive (definition of the Kalman filter of a local
    level; book B9, BIO-26).
    """
    known = [(at, kg) for at, kg in weigh_ins if kg is not None]
    for fault in (
        *(() if prior_kg is None else outside("prior_kg", prior_kg, 0, _WEIGHT_KG_MOST)),
        *outside("prior_variance_kg2", prior_variance_kg2, 0, _WEIGHT_KG_MOST),
        *outside("observation_variance_kg2", observation_variance_kg2, 1e-9, _WEIGHT_KG_MOST),
        *outside("level_variance_kg2_a_day", level_variance_kg2_a_day, 0, _WEIGHT_KG_MOST),
        *_faults([(at, 0.0 if kg is None else kg) for at, kg in weigh_ins]),
    ):
        return Failure(fault)
    if prior_kg is None and not known:
        return Failure(TooFew("weigh_ins", 0, 1))
    return Success(
        filtered_kg(
            weigh_ins,
            known[0][1] if prior_kg is None else prior_kg,
            prior_variance_kg2,
            observation_variance_kg2,
            level_variance_kg2_a_day,
        )
    )


def filtered_kg(
    weigh_ins: Sequence[tuple[float, float | None]],
    prior_kg: float,
    prior_variance_kg2: float = PRIOR_VARIANCE_KG2,
    observation_variance_kg2: float = OBSERVATION_VARIANCE_KG2,
    level_variance_kg2_a_day: float = LEVEL_VARIANCE_KG2_A_DAY,
) -> tuple[tuple[float, float], ...]:
    """Do as `trend_weight_local_level` with weigh-ins known to be numbers in their order.

    Total on such ones: (kg, kg²) at each (definition of the Kalman filter of a local level; book
    B9, BIO-26).
    """
    level, variance = prior_kg, prior_variance_kg2
    before = weigh_ins[0][0] if weigh_ins else 0.0
    filtered: list[tuple[float, float]] = []
    for at, weight_kg in weigh_ins:
        variance += level_variance_kg2_a_day * (at - before)
        before = at
        if weight_kg is not None:
            gain = variance / (variance + observation_variance_kg2)
            level += gain * (weight_kg - level)
            variance *= 1 - gain
        filtered.append((level, variance))
    return tuple(filtered)


def weight_rate(weigh_ins: WeighIns) -> Result[Rate, NoNumber]:
    """Fit a straight line to weigh-ins by least squares: kg a week and its standard error.

    From three weigh-ins on, not all of one time (definition; book B9, BIO-78).
    """
    for fault in _faults(weigh_ins):
        return Failure(fault)
    if len(weigh_ins) < RATE_WEIGH_INS_LEAST:
        return Failure(TooFew("weigh_ins", len(weigh_ins), RATE_WEIGH_INS_LEAST))
    at_mean, kg_mean = mean([at for at, _ in weigh_ins]), mean([kg for _, kg in weigh_ins])
    spread = math.fsum((at - at_mean) ** 2 for at, _ in weigh_ins)
    if spread == 0:
        return Failure(Undefined("weight_rate", "all weigh-ins are of one time"))
    slope = math.fsum((at - at_mean) * (kg - kg_mean) for at, kg in weigh_ins) / spread
    rest = math.fsum((kg - kg_mean - slope * (at - at_mean)) ** 2 for at, kg in weigh_ins)
    se = math.sqrt(rest / (len(weigh_ins) - 2) / spread)
    for fault in (
        *outside("kg_a_week", _DAYS_A_WEEK * slope, -_WEIGHT_KG_MOST, _WEIGHT_KG_MOST),
        *outside("se_kg_a_week", _DAYS_A_WEEK * se, 0, _WEIGHT_KG_MOST),
    ):
        return Failure(fault)
    return Success(Rate(_DAYS_A_WEEK * slope, _DAYS_A_WEEK * se))


def _faults(weigh_ins: WeighIns) -> tuple[NoNumber, ...]:
    for at, kg in weigh_ins:
        for fault in (
            *outside("at_days", at, -_DAYS_MOST, _DAYS_MOST),
            *outside("weight_kg", kg, 0, _WEIGHT_KG_MOST),
        ):
            return (fault,)
    if any(later < at for (at, _), (later, _) in itertools.pairwise(weigh_ins)):
        return (Undefined("trend_weight", "the weigh-ins are not in the order of time"),)
    return ()
