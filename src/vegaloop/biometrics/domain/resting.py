"""Resting heart rate against a person's own usual (formula book B6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.quality import (
    FORMULA_VERSION,
    PUBLISH_DAYS,
    freshness,
    history_quality,
)
from vegaloop.biometrics.domain.samples import mad_scaled, mean, median
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

# The nights that are judged are no part of what they are judged by.
METHOD: Final = "mean-of-3-nights/median-of-the-60-days-before/mad-sd"
RECENT_NIGHTS: Final = 3
BASELINE_DAYS: Final = 60
WINDOW_DAYS: Final = RECENT_NIGHTS + BASELINE_DAYS
SD_LEAST_BPM: Final = 1.0


@final
class RestingDay(Struct, frozen=True):
    """The mean resting heart rate one source read on a day."""

    bpm: float
    observed_at: Instant


@final
class RestingStatus(Struct, frozen=True):
    """Where the resting heart rate stands on a morning: `z` is upward of the usual."""

    source: SourceId
    z: float
    recent_bpm: float
    usual_bpm: float
    spread_bpm: float
    quality: float
    observed_at: Instant
    window_days: int
    n_recent: int
    n_valid: int
    method: str = METHOD
    formula_version: str = FORMULA_VERSION


def resting_status(
    source: SourceId, days: Mapping[LocalDate, RestingDay], day: LocalDate
) -> Result[RestingStatus, NoNumber]:
    """Compare the last 3 nights with the 60 days before (book B6)."""
    start = days_after(day, 1 - RECENT_NIGHTS)
    recent = [days[one] for one in days_from(start, days_after(day, 1)) if one in days]
    before = [
        days[one].bpm for one in days_from(days_after(start, -BASELINE_DAYS), start) if one in days
    ]
    if len(before) < PUBLISH_DAYS:
        return Failure(TooFew("resting_heart_rate_baseline_days", len(before), PUBLISH_DAYS))
    if not recent:
        return Failure(TooFew("resting_heart_rate_recent_nights", 0, 1))
    usual, spread = median(before), max(SD_LEAST_BPM, mad_scaled(before))
    recent_bpm = mean([one.bpm for one in recent])
    newest = max(at for at in days if at <= day)
    return Success(
        RestingStatus(
            source=source,
            z=(recent_bpm - usual) / spread,
            recent_bpm=recent_bpm,
            usual_bpm=usual,
            spread_bpm=spread,
            quality=history_quality(len(before)) * freshness((day - newest).days),
            observed_at=days[newest].observed_at,
            window_days=WINDOW_DAYS,
            n_recent=len(recent),
            n_valid=len(before),
        )
    )
