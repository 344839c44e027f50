"""Heart rate variability on a day and over days, each number with where it comes from (book B5).

Rule 1: one source speaks; a day and a week are compared with days of the same source.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.baseline import (
    RECENT_DAYS,
    cv7_percent,
    roll7,
    smallest_worthwhile_change,
)
from vegaloop.biometrics.domain.formulas.rr import artefact_quality, ln_rmssd, pnn50, sdnn
from vegaloop.biometrics.domain.hrv import (
    METHOD,
    WINDOW_DAYS,
    HrvDay,
    HrvStatus,
    hrv_status,
    ln_days,
)
from vegaloop.biometrics.domain.quality import speaker
from vegaloop.biometrics.domain.restarts import since_restart
from vegaloop.biometrics.domain.rr import CleanRr
from vegaloop.biometrics.domain.told import Basis, told, told_of
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, mapped, value_in
from vegaloop.kernel.time import LocalDate, days_after

ROLL7_METHOD: Final = "exp-of-mean-ln-rmssd/7-days"
CV7_METHOD: Final = "cv-of-ln-rmssd/7-days/sample-sd"
SWC_METHOD: Final = "0.5-sd-of-60-days"

Days: TypeAlias = Mapping[LocalDate, HrvDay]


class WeekReading(StrEnum):
    """What the spread of a week says beside its mean, in words that judge nobody."""

    AS_USUAL = "as-usual"
    LOWER_AND_LESS_STEADY = "lower-and-less-steady"
    LOW_AND_STEADIER = "low-and-steadier"


@final
class HrvPoint(Struct, frozen=True):
    """A day of the chart: what was read, the week up to it, and the band it is held against."""

    day: LocalDate
    rmssd_ms: float | None
    mean7_ms: float | None
    low_ms: float | None
    high_ms: float | None


@final
class HrvReport(Struct, frozen=True):
    """Variability on a morning, and over the days that were asked for, oldest first."""

    day: LocalDate
    source: SourceId | None
    rmssd_ms: Result[Derived, NoNumber]
    ln_rmssd: Result[Derived, NoNumber]
    sdnn_ms: Result[Derived, NoNumber]
    pnn50_percent: Result[Derived, NoNumber]
    mean7_ms: Result[Derived, NoNumber]
    usual_ms: Result[Derived, NoNumber]
    worthwhile_change_ln: Result[Derived, NoNumber]
    cv7_percent: Result[Derived, NoNumber]
    week: Result[WeekReading, NoNumber]
    z7: Result[Derived, NoNumber]
    z1: Result[Derived, NoNumber]
    points: tuple[HrvPoint, ...]


def hrv_report(
    sources: Mapping[SourceId, Days],
    day: LocalDate,
    beats: Mapping[SourceId, CleanRr],
    span: Sequence[LocalDate],
    starts: Sequence[LocalDate] = (),
) -> HrvReport:
    """Put a report together; `beats` has the newest recording each source made on the day.

    From one of `starts` on, what was read before it is no part of the usual.
    """
    begun = {one: since_restart(days, starts, day) for one, days in sources.items()}
    source = speaker(begun, day, hrv_status)
    days: Days = {} if source is None else begun[source]
    whole: Days = {} if source is None else sources[source]
    today = days.get(day)
    clean = None if source is None else beats.get(source)
    status = Failure(Missing("hrv")) if source is None else hrv_status(source, days, day)
    recent = ln_days(days, days_after(day, 1 - RECENT_DAYS), days_after(day, 1))
    n_recent = sum(one is not None for one in recent)
    week = Basis(ROLL7_METHOD, RECENT_DAYS, n_recent)
    spread = Basis(CV7_METHOD, RECENT_DAYS, n_recent)
    return HrvReport(
        day=day,
        source=source,
        rmssd_ms=_today(today, "rmssd", lambda one: Success(one.rmssd_ms)),
        ln_rmssd=_today(today, "ln-rmssd", lambda one: ln_rmssd(one.rmssd_ms)),
        sdnn_ms=_beats(clean, "sdnn/ddof-1", sdnn),
        pnn50_percent=_beats(clean, "pnn50/n-intervals", _pnn50_percent),
        mean7_ms=told(mapped(roll7(recent), math.exp), week),
        usual_ms=told_of(status, lambda one: one.usual_ms, _basis(METHOD), "hrv", _band),
        worthwhile_change_ln=told_of(status, _worthwhile, _basis(SWC_METHOD), "hrv"),
        cv7_percent=told(cv7_percent(recent), spread),
        week=week_reading(source, days, day),
        z7=told_of(status, lambda one: one.z7, _basis(METHOD), "hrv_week"),
        z1=told_of(status, lambda one: one.z1, _basis(METHOD), "hrv"),
        points=tuple(_point(source, since_restart(whole, starts, one), one) for one in span),
    )


def week_reading(
    source: SourceId | None, days: Days, day: LocalDate
) -> Result[WeekReading, NoNumber]:
    """Read the spread of a week beside its mean, against the week before (Plews 2012; book B5).

    Less steady, and lower by more than half an SD; or steadier, and below the normal range; else
    as usual.
    """
    if source is None:
        return Failure(Missing("hrv"))
    match hrv_status(source, days, day):
        case Failure(reason):
            return Failure(reason)
        case Success(status):
            return _reading(status, days, day)


def _reading(status: HrvStatus, days: Days, day: LocalDate) -> Result[WeekReading, NoNumber]:
    weeks = [
        ln_days(days, days_after(end, -RECENT_DAYS), end)
        for end in (days_after(day, 1), days_after(day, 1 - RECENT_DAYS))
    ]
    means = [value_in(roll7(week)) for week in weeks]
    spreads = [value_in(cv7_percent(week)) for week in weeks]
    match means, spreads:
        case [float() as mean, float() as mean_before], [float() as cv, float() as cv_before]:
            change = status.spread_ln / 2
            if cv > cv_before and mean < mean_before - change:
                return Success(WeekReading.LOWER_AND_LESS_STEADY)
            if cv < cv_before and mean < status.usual_ln - change:
                return Success(WeekReading.LOW_AND_STEADIER)
            return Success(WeekReading.AS_USUAL)
        case _:
            return Failure(TooFew("hrv_weeks", sum(mean is not None for mean in means), 2))


def _today(
    today: HrvDay | None, name: str, number: Callable[[HrvDay], Result[float, NoNumber]]
) -> Result[Derived, NoNumber]:
    if today is None:
        return Failure(Missing("hrv"))
    return told(number(today), Basis(f"{name}/{today.made_by}", 1, 1, today.quality))


def _beats(
    clean: CleanRr | None,
    name: str,
    formula: Callable[[Sequence[float | None]], Result[float, NoNumber]],
) -> Result[Derived, NoNumber]:
    if clean is None:
        return Failure(Missing("beats"))
    valid = sum(rr is not None for rr in clean.rr_ms)
    quality = artefact_quality(clean.artefact_share)
    return told(formula(clean.rr_ms), Basis(f"{name}/{clean.method}", 1, valid, quality))


def _pnn50_percent(rr_ms: Sequence[float | None]) -> Result[float, NoNumber]:
    return mapped(pnn50(rr_ms), lambda share: 100 * share)


def _basis(method: str) -> Callable[[HrvStatus], Basis]:
    return lambda status: Basis(method, WINDOW_DAYS, status.n_valid, status.quality)


def _band(status: HrvStatus) -> tuple[float, float]:
    return status.low_ms, status.high_ms


def _worthwhile(status: HrvStatus) -> float | None:
    return value_in(smallest_worthwhile_change(status.spread_ln))


def _point(source: SourceId | None, days: Days, day: LocalDate) -> HrvPoint:
    read = days.get(day)
    status = None if source is None else value_in(hrv_status(source, days, day))
    mean7 = value_in(roll7(ln_days(days, days_after(day, 1 - RECENT_DAYS), days_after(day, 1))))
    return HrvPoint(
        day=day,
        rmssd_ms=None if read is None else read.rmssd_ms,
        mean7_ms=None if mean7 is None else math.exp(mean7),
        low_ms=None if status is None else status.low_ms,
        high_ms=None if status is None else status.high_ms,
    )
