"""Heart rate variability against a person's own usual (formula book B5).

Rule 1: z-scores are of ln RMSSD, so multiplying every RMSSD by one factor changes none of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.quality import (
    FORMULA_VERSION,
    PUBLISH_DAYS,
    freshness,
    history_quality,
)
from vegaloop.biometrics.domain.samples import mean, sample_sd
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

# Of the two windows the book allows, the ideal one: the 60 days that ended 7 days ago.
METHOD: Final = "ln-rmssd/60-days-ending-7-days-ago/sample-sd/0.5-sd"
RECENT_DAYS: Final = 7
RECENT_LEAST: Final = 3  # Plews 2014.
BASELINE_DAYS: Final = 60
WINDOW_DAYS: Final = RECENT_DAYS + BASELINE_DAYS
SD_LEAST_LN: Final = 0.05
NORMAL_RANGE_SD: Final = 0.5  # Plews 2012, 2013.
_WEEK_WEIGHT: Final = 0.6  # Book R2: h = 0.6 z7 + 0.4 z1.


@final
class HrvDay(Struct, frozen=True):
    """The mean RMSSD one source read on a day, in milliseconds, and how far it is worth."""

    rmssd_ms: float
    quality: float
    observed_at: Instant


@final
class HrvStatus(Struct, frozen=True):
    """Where variability stands on a morning, in units of the person's own spread.

    `z7` is the mean of the last 7 days, `z1` this morning; None where too little was read.
    `low_ms` and `high_ms` bound the usual range; `cv7_percent` is the spread of the week.
    """

    source: SourceId
    z7: float | None
    z1: float | None
    rmssd_ms: float | None
    mean7_ms: float | None
    usual_ms: float
    low_ms: float
    high_ms: float
    cv7_percent: float | None
    quality: float
    observed_at: Instant
    window_days: int
    n_recent: int
    n_valid: int
    method: str = METHOD
    formula_version: str = FORMULA_VERSION

    @property
    def balance(self) -> float:
        """The value readiness reads: 0.6 z7 + 0.4 z1, or the one there is (book R2)."""
        if self.z1 is None:
            return self.z7 or 0.0
        if self.z7 is None:
            return self.z1
        return _WEEK_WEIGHT * self.z7 + (1 - _WEEK_WEIGHT) * self.z1


def hrv_status(
    source: SourceId, days: Mapping[LocalDate, HrvDay], day: LocalDate
) -> Result[HrvStatus, NoNumber]:
    """Compare the last week and this morning with the 60 days before (Plews 2012; book B5)."""
    start = days_after(day, 1 - RECENT_DAYS)
    recent = _on(days, start, days_after(day, 1))
    before = [math.log(one.rmssd_ms) for one in _on(days, days_after(start, -BASELINE_DAYS), start)]
    today = days.get(day)
    if len(before) < PUBLISH_DAYS:
        return Failure(TooFew("hrv_baseline_days", len(before), PUBLISH_DAYS))
    if today is None and len(recent) < RECENT_LEAST:
        return Failure(TooFew("hrv_recent_days", len(recent), RECENT_LEAST))
    usual, spread = mean(before), max(SD_LEAST_LN, sample_sd(before))
    week = [math.log(one.rmssd_ms) for one in recent] if len(recent) >= RECENT_LEAST else []
    newest = max(at for at in days if at <= day)
    return Success(
        HrvStatus(
            source=source,
            z7=(mean(week) - usual) / spread if week else None,
            z1=None if today is None else (math.log(today.rmssd_ms) - usual) / spread,
            rmssd_ms=None if today is None else today.rmssd_ms,
            mean7_ms=math.exp(mean(week)) if week else None,
            usual_ms=math.exp(usual),
            low_ms=math.exp(usual - NORMAL_RANGE_SD * spread),
            high_ms=math.exp(usual + NORMAL_RANGE_SD * spread),
            cv7_percent=_cv_percent(week),
            quality=history_quality(len(before))
            * mean([one.quality for one in recent])
            * freshness((day - newest).days),
            observed_at=days[newest].observed_at,
            window_days=WINDOW_DAYS,
            n_recent=len(recent),
            n_valid=len(before),
        )
    )


def _on(days: Mapping[LocalDate, HrvDay], start: LocalDate, end: LocalDate) -> tuple[HrvDay, ...]:
    return tuple(days[day] for day in days_from(start, end) if day in days)


def _cv_percent(week: list[float]) -> float | None:
    if not week or mean(week) <= 0:
        return None
    return 100 * sample_sd(week) / mean(week)
