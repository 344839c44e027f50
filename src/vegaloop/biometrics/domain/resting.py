"""Resting heart rate against a person's own usual (formula book B6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.baseline import (
    BASELINE_DAYS,
    RECENT_NIGHTS,
    recent_resting,
    resting_baseline,
)
from vegaloop.biometrics.domain.quality import (
    FORMULA_VERSION,
    freshness,
    history_quality,
)
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

# The nights that are judged are no part of what they are judged by.
METHOD: Final = "mean-of-3-nights/median-of-the-60-days-before/mad-sd"
WINDOW_DAYS: Final = RECENT_NIGHTS + BASELINE_DAYS


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
    recent = bpm_days(days, start, days_after(day, 1))
    before = bpm_days(days, days_after(start, -BASELINE_DAYS), start)
    match resting_baseline(before), recent_resting(recent):
        case Failure(reason), _:
            return Failure(reason)
        case _, Failure(reason):
            return Failure(reason)
        case Success(baseline), Success(recent_bpm):
            newest = max(at for at in days if at <= day)
            return Success(
                RestingStatus(
                    source=source,
                    z=baseline.z(recent_bpm),
                    recent_bpm=recent_bpm,
                    usual_bpm=baseline.middle,
                    spread_bpm=baseline.spread,
                    quality=history_quality(baseline.n_valid) * freshness((day - newest).days),
                    observed_at=days[newest].observed_at,
                    window_days=WINDOW_DAYS,
                    n_recent=sum(bpm is not None for bpm in recent),
                    n_valid=baseline.n_valid,
                )
            )


def bpm_days(
    days: Mapping[LocalDate, RestingDay], start: LocalDate, end: LocalDate
) -> tuple[float | None, ...]:
    """Lay out the heart rates of the days of [start, end), None where nothing was read."""
    found = (days.get(day) for day in days_from(start, end))
    return tuple(None if one is None else one.bpm for one in found)
