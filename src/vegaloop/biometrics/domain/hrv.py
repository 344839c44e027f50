"""Heart rate variability against a person's own usual (formula book B5).

Rule 1: z-scores are of ln RMSSD, so multiplying every RMSSD by one factor changes none of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.baseline import (
    BASELINE_DAYS,
    RECENT_DAYS,
    RECENT_LEAST,
    Baseline,
    cv7_percent,
    hrv_baseline,
    roll7,
)
from vegaloop.biometrics.domain.quality import FORMULA_VERSION, freshness, history_quality
from vegaloop.biometrics.domain.samples import mean
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

# Of the two windows the book allows, the ideal one: the 60 days that ended 7 days ago.
METHOD: Final = "ln-rmssd/60-days-ending-7-days-ago/sample-sd/0.5-sd"
WINDOW_DAYS: Final = RECENT_DAYS + BASELINE_DAYS
BY_DEVICE: Final = "by-device"
_WEEK_WEIGHT: Final = 0.6  # Book R2: h = 0.6 z7 + 0.4 z1.


@final
class HrvDay(Struct, frozen=True):
    """The mean RMSSD one source read on a day, in ms, how far it is worth and how it was made."""

    rmssd_ms: float
    quality: float
    observed_at: Instant
    made_by: str = BY_DEVICE

    @property
    def ln_rmssd(self) -> float:
        """Its natural logarithm; a day without variability is none."""
        return math.log(self.rmssd_ms)


@final
class HrvStatus(Struct, frozen=True):
    """Where variability stands on a morning, in units of the person's own spread.

    `z7` is the mean of the last 7 days, `z1` this morning; None where too little was read.
    `low_ms` and `high_ms` bound the usual range; `cv7_percent` is the spread of the week;
    `usual_ln` and `spread_ln` are mean and SD of the baseline, in ln units.
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
    usual_ln: float
    spread_ln: float
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
    match hrv_baseline(ln_days(days, days_after(start, -BASELINE_DAYS), start)):
        case Failure(reason):
            return Failure(reason)
        case Success(baseline):
            return _against(baseline, source, days, day)


def _against(
    known: Baseline, source: SourceId, days: Mapping[LocalDate, HrvDay], day: LocalDate
) -> Result[HrvStatus, NoNumber]:
    start = days_after(day, 1 - RECENT_DAYS)
    recent = ln_days(days, start, days_after(day, 1))
    week_ln, today = value_in(roll7(recent)), days.get(day)
    read = [one for at in days_from(start, days_after(day, 1)) if (one := days.get(at))]
    if today is None and week_ln is None:
        return Failure(TooFew("hrv_recent_days", len(read), RECENT_LEAST))
    newest = max(at for at in days if at <= day)
    low_ln, high_ln = known.band()
    return Success(
        HrvStatus(
            source=source,
            z7=None if week_ln is None else known.z(week_ln),
            z1=None if today is None else known.z(today.ln_rmssd),
            rmssd_ms=None if today is None else today.rmssd_ms,
            mean7_ms=None if week_ln is None else math.exp(week_ln),
            usual_ms=math.exp(known.middle),
            low_ms=math.exp(low_ln),
            high_ms=math.exp(high_ln),
            cv7_percent=value_in(cv7_percent(recent)),
            quality=history_quality(known.n_valid)
            * mean([one.quality for one in read])
            * freshness((day - newest).days),
            observed_at=days[newest].observed_at,
            window_days=WINDOW_DAYS,
            n_recent=len(read),
            n_valid=known.n_valid,
            usual_ln=known.middle,
            spread_ln=known.spread,
        )
    )


def ln_days(
    days: Mapping[LocalDate, HrvDay], start: LocalDate, end: LocalDate
) -> tuple[float | None, ...]:
    """Lay out the logarithms of the days of [start, end), None where nothing was read."""
    found = (days.get(day) for day in days_from(start, end))
    return tuple(None if one is None else one.ln_rmssd for one in found)
