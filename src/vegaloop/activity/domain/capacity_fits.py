"""Critical power and critical speed out of a person's best efforts (formula book A14).

Rule 1: a fit tells both its numbers with one standard error, and how well it fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.activity.domain.figure import Figure
from vegaloop.activity.domain.formulas.critical import (
    CriticalFit,
    PowerEffort,
    cp2_power_inverse_time,
    cp2_work_time,
    lasting_efforts,
    valid_critical_power,
    valid_critical_speed,
)
from vegaloop.activity.domain.formulas.critical3 import CriticalFit3, valid_morton
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.peaks import SessionPeaks
from vegaloop.activity.domain.sport import RIDDEN
from vegaloop.kernel.evidence import Derived, NoNumber, Undefined
from vegaloop.kernel.quantity import Power
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "FROM_TRAINING",
    "MAYBE_NOT_ALL_OUT",
    "TRAINING_QUALITY",
    "TWENTY_MINUTES_S",
    "WINDOW_DAYS",
    "CriticalFigures",
    "all_out",
    "best_powers",
    "best_speeds",
    "critical_powers",
    "critical_speed",
)

WINDOW_DAYS: Final = 90
TWENTY_MINUTES_S: Final = 1_200
# The best of training is seldom all that somebody has: between a guess and a test.
TRAINING_QUALITY: Final = 0.6
MAYBE_NOT_ALL_OUT: Final = "best-efforts-may-not-be-all-out"
FTP_SHARE_LEAST: Final = 0.9  # CP lies near FTP or above it; far below, nobody went all out.
FROM_TRAINING: Final = "from-best-efforts-in-training"
ONE_ERROR: Final = "low-and-high-are-one-standard-error"

FitT = TypeVar("FitT", CriticalFit, CriticalFit3)
_Row: TypeAlias = tuple[str, float, float]  # The method, the value and its standard error.


@final
class CriticalFigures(Struct, frozen=True, kw_only=True):
    """One fit: what can be held (W or m/s), what can be spent above it (J or m), how well it fits.

    `greatest` is the power at no time at all, of the fit with three parameters alone.
    """

    method: str
    critical: Figure
    reserve: Figure
    greatest: Figure | None
    r2: float | None


def best_powers(peaks: Iterable[SessionPeaks]) -> tuple[PowerEffort, ...]:
    """The most power held on a ride for each duration."""
    best: dict[int, float] = {}
    for one in peaks:
        if one.sport in RIDDEN:
            for peak in one.peaks.powers:
                best[peak.seconds] = max(peak.watts, best.get(peak.seconds, 0.0))
    return tuple(PowerEffort(seconds, best[seconds]) for seconds in sorted(best))


def best_speeds(runs: Iterable[SessionPeaks]) -> tuple[PowerEffort, ...]:
    """The fastest run over each distance, as a speed over its time: d = CS·t + D′ is W = CP·t + W′."""
    best: dict[float, float] = {}
    for one in runs:
        for run in one.peaks.distances:
            best[run.meters] = min(run.seconds, best.get(run.meters, run.seconds))
    return tuple(PowerEffort(best[meters], meters / best[meters]) for meters in sorted(best))


def all_out(fit: Result[FitT, NoNumber], ftp: Power | None) -> Result[FitT, NoNumber]:
    """Refuse a fit whose critical power lies below 0.9 of FTP, where that is known. Rule ACT-111."""
    match fit:
        case Success(found) if ftp is not None and found[0] < FTP_SHARE_LEAST * ftp.watts:
            why = f"efforts-not-all-out: below {FTP_SHARE_LEAST} of ftp_w"
            return Failure(Undefined("cp_w", why))
        case Success() | Failure():
            return fit


def critical_powers(
    efforts: Sequence[PowerEffort], ftp: Power | None = None
) -> tuple[CriticalFigures, ...]:
    """Fit critical power to the best powers in three ways; the first is the default."""
    by_work, by_inverse = "cp2_work_time", "cp2_power_inverse_time"
    lasting = lasting_efforts(efforts)
    return (
        _two(by_work, all_out(valid_critical_power(lasting, cp2_work_time), ftp), len(lasting)),
        _two(
            by_inverse,
            all_out(valid_critical_power(lasting, cp2_power_inverse_time), ftp),
            len(lasting),
        ),
        _three(efforts, ftp),
    )


def critical_speed(efforts: Sequence[PowerEffort]) -> CriticalFigures:
    """Fit critical speed to the best speeds: in m/s, and m."""
    lasting = lasting_efforts(efforts)
    return _two("critical_speed_distance_time", valid_critical_speed(lasting), len(lasting))


def _two(method: str, fit: Result[CriticalFit, NoNumber], n_valid: int) -> CriticalFigures:
    match fit:
        case Failure(reason):
            return _no_fit(method, reason)
        case Success(found):
            critical = (method, found.critical, found.critical_se)
            reserve = (method, found.reserve, found.reserve_se)
            return _fitted(critical, reserve, None, found, n_valid)


def _three(efforts: Sequence[PowerEffort], ftp: Power | None) -> CriticalFigures:
    method = "cp3_morton"
    short = [one for one in efforts if one.duration_s <= TWENTY_MINUTES_S]
    match all_out(valid_morton(short), ftp):
        case Failure(reason):
            return _no_fit(method, reason)
        case Success(found):
            critical = (method, found.cp_w, found.cp_se_w)
            reserve = (method, found.w_prime_j, found.w_prime_se_j)
            greatest = (method, found.p_max_w, found.p_max_se_w)
            return _fitted(critical, reserve, greatest, found, len(short))


def _fitted(
    critical: _Row,
    reserve: _Row,
    greatest: _Row | None,
    fit: CriticalFit | CriticalFit3,
    n_valid: int,
) -> CriticalFigures:
    return CriticalFigures(
        method=critical[0],
        critical=_with_error(critical, n_valid, fit.r2),
        reserve=_with_error(reserve, n_valid, fit.r2),
        greatest=None if greatest is None else _with_error(greatest, n_valid, fit.r2),
        r2=fit.r2,
    )


def _with_error(row: _Row, n_valid: int, r2: float) -> Figure:
    method, value, error = row
    return Success(
        Derived(
            value=value,
            method=method,
            formula_version=FORMULA_VERSION,
            window_days=WINDOW_DAYS,
            n_valid=n_valid,
            quality=TRAINING_QUALITY * max(0.0, r2),
            low=value - error,
            high=value + error,
            notes=(FROM_TRAINING, MAYBE_NOT_ALL_OUT, ONE_ERROR),
        )
    )


def _no_fit(method: str, reason: NoNumber) -> CriticalFigures:
    return CriticalFigures(
        method=method, critical=Failure(reason), reserve=Failure(reason), greatest=None, r2=None
    )
