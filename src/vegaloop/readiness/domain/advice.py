"""From a score to words, and to what to do today (formula book R4 and R6)."""

from __future__ import annotations

from typing import Final

from vegaloop.readiness.domain.evidence import Evidence
from vegaloop.readiness.domain.verdict import (
    Advice,
    AdviceCode,
    AdviceReason,
    Band,
    Level,
    Standing,
)

CONFIDENCE_LEAST: Final = 0.35
# Kiviniemi 2007: a 7-day HRV below its normal range calls for an easy day.
HRV_TREND_LOW_Z: Final = -0.5

_BANDS: Final = ((85, Band.PEAK), (70, Band.HIGH), (55, Band.MODERATE), (40, Band.LOW))
_LEVELS: Final = ((0.75, Level.HIGH), (0.5, Level.MEDIUM))
_STANDINGS: Final = ((0.75, Standing.GOOD), (0.5, Standing.FAIR), (0.25, Standing.POOR))
_STRICTNESS: Final = tuple(AdviceCode)


def band_of(score: float) -> Band:
    """Name the band of an unrounded score; a band includes its lower bound."""
    return next((band for least, band in _BANDS if score >= least), Band.VERY_LOW)


def level_of(confidence: float) -> Level:
    """Name the level of a confidence that is enough for a score."""
    return next((level for least, level in _LEVELS if confidence >= least), Level.LOW)


def standing_of(sub_score: float) -> Standing:
    """Name how good a sub-score is."""
    return next((word for least, word in _STANDINGS if sub_score >= least), Standing.BAD)


def half_width_of(confidence: float) -> float:
    """Widen the score by a rule of thumb: 5 points when sure, 30 when not at all (R4)."""
    return 5 + 25 * (1 - confidence)


def advise(band: Band, evidence: Evidence) -> Advice:
    """Advise by the band, or by the trend of HRV where that is stricter."""
    by_band = Advice(_advised_by(band), AdviceReason.BAND)
    by_trend = _advised_by_trend(evidence)
    if by_trend is None:
        return by_band
    return max(by_band, by_trend, key=_strictness)


def is_low(trend_z: float | None) -> bool:
    """Tell whether the 7-day HRV is below its normal range."""
    return trend_z is not None and trend_z < HRV_TREND_LOW_Z


def _advised_by(band: Band) -> AdviceCode:
    match band:
        case Band.PEAK | Band.HIGH:
            return AdviceCode.AS_PLANNED
        case Band.MODERATE:
            return AdviceCode.SWAP_HARD_SESSION
        case Band.LOW | Band.VERY_LOW:
            return AdviceCode.REST_OR_ZONE_1


def _advised_by_trend(evidence: Evidence) -> Advice | None:
    if not is_low(evidence.hrv_trend_z):
        return None
    if is_low(evidence.hrv_trend_z_before):
        return Advice(AdviceCode.REST, AdviceReason.HRV_BELOW_RANGE_TWO_DAYS)
    return Advice(AdviceCode.LOW_INTENSITY, AdviceReason.HRV_BELOW_RANGE)


def _strictness(advice: Advice) -> int:
    return _STRICTNESS.index(advice.code)
