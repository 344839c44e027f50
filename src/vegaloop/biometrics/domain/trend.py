"""Weigh-ins as a trend, and how fast they change (formula book B9).

Rule 1: only what was weighed goes in: no day is filled in, and a rate is not fitted to a trend.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.trend_weight import (
    filtered_kg,
    smoothed_kg,
    weight_rate,
)
from vegaloop.biometrics.domain.kinds import Weight
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.weight import (
    EWMA_METHOD,
    LOCAL_LEVEL_METHOD,
    MATURE_WEIGH_INS,
    RATE_DAYS,
    RATE_DAYS_LEAST,
    RATE_METHOD,
    WINDOW_DAYS,
    TrendMethod,
)
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, epoch_us

_MICROSECONDS_A_DAY: Final = 86_400_000_000
_SE_OF_95_PERCENT: Final = 1.96  # Of a normal distribution.
_METHOD_NAMES: Final = {
    TrendMethod.EWMA: EWMA_METHOD,
    TrendMethod.LOCAL_LEVEL: LOCAL_LEVEL_METHOD,
}


@final
class TrendPoint(Struct, frozen=True):
    """A weigh-in, and the trend it left."""

    day: LocalDate
    at: Instant
    weight_kg: float
    trend_kg: float


@final
class WeightTrend(Struct, frozen=True):
    """The trend through the weigh-ins of some days, oldest first."""

    points: tuple[TrendPoint, ...]
    window_days: int
    n_valid: int
    method: str
    formula_version: str = FORMULA_VERSION


@final
class WeightReport(Struct, frozen=True):
    """A trend, where it stands by both methods, and its rate in kg a week with its error.

    `level` bounds the weight behind the noise at 95 %; so does `rate` the rate.
    """

    trend: WeightTrend
    smoothed: Result[Derived, NoNumber]
    level: Result[Derived, NoNumber]
    rate: Result[Derived, NoNumber]
    rate_se: Result[Derived, NoNumber]


def weight_trend(
    readings: Sequence[Observed], start: LocalDate, method: TrendMethod = TrendMethod.EWMA
) -> WeightTrend:
    """Draw the trend through weigh-ins; those before `start` only lead in to it."""
    points = trend_points(readings, method)
    shown = tuple(point for point in points if point.day >= start)
    return WeightTrend(shown, WINDOW_DAYS, len(points), _METHOD_NAMES[method])


def trend_points(
    readings: Sequence[Observed], method: TrendMethod = TrendMethod.EWMA
) -> tuple[TrendPoint, ...]:
    """Give each weigh-in with the trend it left, oldest first."""
    weights = _weigh_ins(readings)
    series = [(_days_of(at), kg) for at, _, kg in weights]
    return tuple(
        TrendPoint(day, at, kg, trend_kg)
        for (at, day, kg), trend_kg in zip(weights, _drawn(series, method), strict=True)
    )


def weight_report(
    readings: Sequence[Observed], start: LocalDate, end: LocalDate, method: TrendMethod
) -> WeightReport:
    """Tell the trend over [start, end), where both methods see it end, and how fast it goes."""
    rate, rate_se = _rate(readings, end)
    return WeightReport(
        weight_trend(readings, start, method),
        latest_trend(readings),
        _level(readings),
        rate,
        rate_se,
    )


def latest_trend(readings: Sequence[Observed]) -> Result[Derived, NoNumber]:
    """Tell where the smoothed trend ends, kg."""
    points = trend_points(readings)
    if not points:
        return Failure(Missing("weight"))
    return Success(_trended(points[-1].trend_kg, EWMA_METHOD, len(points)))


def _level(readings: Sequence[Observed]) -> Result[Derived, NoNumber]:
    weights = _weigh_ins(readings)
    if not weights:
        return Failure(Missing("weight"))
    *_, (level_kg, variance_kg2) = filtered_kg(
        [(_days_of(at), kg) for at, _, kg in weights], weights[0][2]
    )
    either_way = _SE_OF_95_PERCENT * math.sqrt(variance_kg2)
    return Success(_trended(level_kg, LOCAL_LEVEL_METHOD, len(weights), either_way))


def _trended(kg: float, method: str, n_valid: int, either_way_kg: float | None = None) -> Derived:
    return Derived(
        value=kg,
        low=None if either_way_kg is None else kg - either_way_kg,
        high=None if either_way_kg is None else kg + either_way_kg,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=WINDOW_DAYS,
        n_valid=n_valid,
        quality=min(1.0, n_valid / MATURE_WEIGH_INS),
        notes=("warming-up",) if n_valid < MATURE_WEIGH_INS else (),
    )


def _rate(
    readings: Sequence[Observed], end: LocalDate
) -> tuple[Result[Derived, NoNumber], Result[Derived, NoNumber]]:
    start = days_after(end, -RATE_DAYS)
    recent = [(at, day, kg) for at, day, kg in _weigh_ins(readings) if start <= day < end]
    series = [(_days_of(at), kg) for at, _, kg in recent]
    days = (recent[-1][1] - recent[0][1]).days if recent else 0
    if days < RATE_DAYS_LEAST:
        reason: NoNumber = TooFew("weigh_in_days_apart", days, RATE_DAYS_LEAST)
        return Failure(reason), Failure(reason)
    match weight_rate(series):
        case Failure(reason):
            return Failure(reason), Failure(reason)
        case Success(rate):
            either_way = _SE_OF_95_PERCENT * rate.se_kg_a_week
            low, high = rate.kg_a_week - either_way, rate.kg_a_week + either_way
            return (
                Success(_rated(rate.kg_a_week, len(series), low, high)),
                Success(_rated(rate.se_kg_a_week, len(series))),
            )


def _rated(
    kg_a_week: float, n_valid: int, low: float | None = None, high: float | None = None
) -> Derived:
    return Derived(
        value=kg_a_week,
        low=low,
        high=high,
        method=RATE_METHOD,
        formula_version=FORMULA_VERSION,
        window_days=RATE_DAYS,
        n_valid=n_valid,
        quality=min(1.0, n_valid / MATURE_WEIGH_INS),
    )


def _weigh_ins(readings: Sequence[Observed]) -> list[tuple[Instant, LocalDate, float]]:
    return sorted(
        (r.at, r.local_date, r.value.mass.kg) for r in readings if isinstance(r.value, Weight)
    )


def _days_of(at: Instant) -> float:
    return epoch_us(at) / _MICROSECONDS_A_DAY


def _drawn(series: Sequence[tuple[float, float]], method: TrendMethod) -> tuple[float, ...]:
    match method:
        case TrendMethod.EWMA:
            return smoothed_kg(series)
        case TrendMethod.LOCAL_LEVEL:
            prior_kg = series[0][1] if series else 0.0
            return tuple(level_kg for level_kg, _ in filtered_kg(series, prior_kg))
