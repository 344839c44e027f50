"""Resting heart rate on a day and over days, each number with where it comes from (book B6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.baseline import RestingFlag, resting_flags
from vegaloop.biometrics.domain.quality import speaker
from vegaloop.biometrics.domain.restarts import since_restart
from vegaloop.biometrics.domain.resting import (
    METHOD,
    WINDOW_DAYS,
    RestingDay,
    RestingStatus,
    resting_status,
)
from vegaloop.biometrics.domain.told import Basis, told, told_of
from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import LocalDate, days_after

WHAT: Final = "resting_heart_rate"
NIGHT_METHOD: Final = "mean-of-the-readings-of-the-day"

Days: TypeAlias = Mapping[LocalDate, RestingDay]


@final
class RestingPoint(Struct, frozen=True):
    """A day of the chart: what was read, the three nights up to it, and what was usual."""

    day: LocalDate
    bpm: float | None
    mean3_bpm: float | None
    usual_bpm: float | None
    z: float | None


@final
class RestingReport(Struct, frozen=True):
    """Resting heart rate on a morning, and over the days that were asked for, oldest first."""

    day: LocalDate
    source: SourceId | None
    night_bpm: Result[Derived, NoNumber]
    mean3_bpm: Result[Derived, NoNumber]
    usual_bpm: Result[Derived, NoNumber]
    z: Result[Derived, NoNumber]
    flags: Result[tuple[RestingFlag, ...], NoNumber]
    points: tuple[RestingPoint, ...]


def resting_report(
    sources: Mapping[SourceId, Days],
    day: LocalDate,
    span: Sequence[LocalDate],
    starts: Sequence[LocalDate] = (),
) -> RestingReport:
    """Put a report together; from one of `starts` on, what was read before it is not the usual."""
    begun = {one: since_restart(days, starts, day) for one, days in sources.items()}
    source = speaker(begun, day, resting_status)
    days: Days = {} if source is None else begun[source]
    whole: Days = {} if source is None else sources[source]
    status = status_on(source, days, day)
    return RestingReport(
        day=day,
        source=source,
        night_bpm=_night(days.get(day)),
        mean3_bpm=told_of(status, lambda one: one.recent_bpm, _basis, WHAT),
        usual_bpm=told_of(status, lambda one: one.usual_bpm, _basis, WHAT, _band),
        z=told_of(status, lambda one: one.z, _basis, WHAT),
        flags=_flags(status, source, days, day),
        points=tuple(_point(source, since_restart(whole, starts, one), one) for one in span),
    )


def status_on(
    source: SourceId | None, days: Days, day: LocalDate
) -> Result[RestingStatus, NoNumber]:
    """Compare a morning with the usual of its source, where somebody read anything."""
    if source is None:
        return Failure(Missing(WHAT))
    return resting_status(source, days, day)


def _night(read: RestingDay | None) -> Result[Derived, NoNumber]:
    if read is None:
        return Failure(Missing(WHAT))
    return told(Success(read.bpm), Basis(NIGHT_METHOD, 1, 1))


def _basis(status: RestingStatus) -> Basis:
    return Basis(METHOD, WINDOW_DAYS, status.n_valid, status.quality)


def _band(status: RestingStatus) -> tuple[float, float]:
    return status.usual_bpm - status.spread_bpm, status.usual_bpm + status.spread_bpm


def _flags(
    status: Result[RestingStatus, NoNumber], source: SourceId | None, days: Days, day: LocalDate
) -> Result[tuple[RestingFlag, ...], NoNumber]:
    match status:
        case Failure(reason):
            return Failure(reason)
        case Success(one):
            last = days.get(day)
            before = value_in(status_on(source, days, days_after(day, -1)))
            last_bpm = None if last is None else last.bpm
            z_before = None if before is None else before.z
            return resting_flags(last_bpm, one.usual_bpm, one.z, z_before)


def _point(source: SourceId | None, days: Days, day: LocalDate) -> RestingPoint:
    read, status = days.get(day), value_in(status_on(source, days, day))
    return RestingPoint(
        day=day,
        bpm=None if read is None else read.bpm,
        mean3_bpm=None if status is None else status.recent_bpm,
        usual_bpm=None if status is None else status.usual_bpm,
        z=None if status is None else status.z,
    )
