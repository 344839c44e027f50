"""Weigh-ins as a trend, and the body of a day (formula book B9, B10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.body import NOTHING_KNOWN, BodyOnDay, body_on
from vegaloop.biometrics.domain.kinds import BodyFat, Kind, Weight
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.weight import (
    EWMA_METHOD,
    LOCAL_LEVEL_METHOD,
    WINDOW_DAYS,
    TrendMethod,
    trend_ewma,
    trend_local_level,
)
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Instant, LocalDate, epoch_us

BODY_KINDS: Final = (Kind.WEIGHT, Kind.BODY_FAT)
_MICROSECONDS_A_DAY: Final = 86_400_000_000


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


def weight_trend(
    readings: Sequence[Observed], start: LocalDate, method: TrendMethod = TrendMethod.EWMA
) -> WeightTrend:
    """Draw the trend through weigh-ins; those before `start` only lead in to it."""
    points = trend_points(readings, method)
    name = EWMA_METHOD if method is TrendMethod.EWMA else LOCAL_LEVEL_METHOD
    shown = tuple(point for point in points if point.day >= start)
    return WeightTrend(shown, WINDOW_DAYS, len(points), name)


def trend_points(
    readings: Sequence[Observed], method: TrendMethod = TrendMethod.EWMA
) -> tuple[TrendPoint, ...]:
    """Give each weigh-in with the trend it left, oldest first."""
    weights = sorted(
        (r.at, r.local_date, r.value.mass.kg) for r in readings if isinstance(r.value, Weight)
    )
    series = [(epoch_us(at) / _MICROSECONDS_A_DAY, kg) for at, _, kg in weights]
    return tuple(
        TrendPoint(day, at, kg, trend_kg)
        for (at, day, kg), trend_kg in zip(weights, _smoothed(series, method), strict=True)
    )


def _smoothed(series: Sequence[tuple[float, float]], method: TrendMethod) -> tuple[float, ...]:
    match method:
        case TrendMethod.EWMA:
            return trend_ewma(series)
        case TrendMethod.LOCAL_LEVEL:
            return tuple(level_kg for level_kg, _ in trend_local_level(series))


def body_of(profile: Profile, readings: Sequence[Observed]) -> BodyOnDay:
    """Put together what the readings of the last half year know of a body."""
    points = trend_points(readings)
    fats = [(r.at, r.value.percent) for r in readings if isinstance(r.value, BodyFat)]
    newest_fat = max(fats, default=None)
    fat_percent = None if newest_fat is None else newest_fat[1]
    if not points:
        return NOTHING_KNOWN if fat_percent is None else BodyOnDay(body_fat_percent=fat_percent)
    return body_on(profile, points[-1].trend_kg, fat_percent, points[-1].day)
