"""What is usual for a person, and how far a day is from it (formula book B5, B6).

Rule 1: a series has one entry a calendar day, oldest first, None where nothing was read: a day
without a reading is missing, never zero.
Rule 2: a baseline without a spread of its own gets the least one a body has, so no z explodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import mean, median, robust_sd, sample_sd
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

RECENT_DAYS: Final = 7
RECENT_LEAST: Final = 3  # Plews 2014.
RECENT_NIGHTS: Final = 3
BASELINE_DAYS: Final = 60
BASELINE_LEAST: Final = 14
SD_LEAST_LN: Final = 0.05
SD_LEAST_BPM: Final = 1.0
NORMAL_RANGE_SD: Final = 0.5  # Plews 2012, 2013; others take 0.75 or 1.
FLAG_BPM: Final = 5.0
FLAG_Z: Final = 2.0
LN_RMSSD: Final = "ln_rmssd"
BPM: Final = "resting_heart_rate_bpm"
LN_RMSSD_RANGE: Final = (-10.0, 25.0)
HEART_RATE_BPM_RANGE: Final = (0.0, 1_000.0)
_FINITE: Final = (-1e12, 1e12)
_SPREAD_RANGE: Final = (0.0, 1e12)


class RestingFlag(StrEnum):
    """By what a resting heart rate stands out."""

    ABOVE = "5-bpm-above-usual"
    TWICE = "z-of-2-on-two-mornings"


@final
class Baseline(Struct, frozen=True):
    """The middle of what is usual, its spread, and on how many valid days it rests."""

    middle: float
    spread: float
    n_valid: int

    def __post_init__(self) -> None:
        if not self.spread > 0:
            raise ValueError("a baseline has a spread")

    def z(self, value: float) -> float:
        """Tell how many spreads a value lies above the middle."""
        return (value - self.middle) / self.spread

    def band(self, factor: float = NORMAL_RANGE_SD) -> tuple[float, float]:
        """Bound the normal range: the middle less and plus so many spreads (Plews 2012; B5)."""
        change = factor * self.spread
        return self.middle - change, self.middle + change


def roll7(ln_rmssd: Sequence[float | None]) -> Result[float, NoNumber]:
    """Give the mean of the valid days among the last 7, ln units; of at least 3 of them.

    Of ln RMSSD (ms) from -10 to 25 (Plews 2014 IJSPP 9:783; book B5, BIO-48).
    """
    match _week(ln_rmssd):
        case Failure(reason):
            return Failure(reason)
        case Success(week):
            return Success(mean(week))


def cv7_percent(ln_rmssd: Sequence[float | None]) -> Result[float, NoNumber]:
    """Give the coefficient of variation of the last 7 days, percent; of at least 3 valid ones.

    Of ln RMSSD (ms) from -10 to 25; undefined where their mean is not above 0 (Plews 2012 EJAP
    112:3729; book B5, BIO-48).
    """
    match _week(ln_rmssd):
        case Failure(reason):
            return Failure(reason)
        case Success(week):
            middle = mean(week)
            if middle <= 0:
                return Failure(Undefined("cv7_percent", "the mean of ln RMSSD is not above 0"))
            cv_percent = 100 * sample_sd(week) / middle
            for fault in outside("cv7_percent", cv_percent, *_SPREAD_RANGE):
                return Failure(fault)
            return Success(cv_percent)


def hrv_baseline(ln_rmssd: Sequence[float | None]) -> Result[Baseline, NoNumber]:
    """Give mean and sample SD of the last 60 days, ln units; of at least 14 valid ones.

    Of ln RMSSD (ms) from -10 to 25; the SD is at least 0.05 (Plews 2013 Sports Med 43:773; book B5,
    BIO-49).
    """
    given = ln_rmssd[-BASELINE_DAYS:]
    match _valid(given, LN_RMSSD, LN_RMSSD_RANGE, "hrv_baseline_days", BASELINE_LEAST):
        case Failure(reason):
            return Failure(reason)
        case Success(days):
            return Success(Baseline(mean(days), max(SD_LEAST_LN, sample_sd(days)), len(days)))


def smallest_worthwhile_change(
    spread: float, factor: float = NORMAL_RANGE_SD
) -> Result[float, NoNumber]:
    """Give the change that says something, in the unit of the spread: by default half of it.

    Of a spread and a factor of at least 0 (Plews 2012; book B5, section D 12, BIO-49).
    """
    for fault in (*outside("spread", spread, *_SPREAD_RANGE), *outside("factor", factor, 0, 10)):
        return Failure(fault)
    return Success(factor * spread)


def z_score(value: float, middle: float, spread: float) -> Result[float, NoNumber]:
    """Tell how many spreads a value lies above the middle, without a unit.

    Of value and middle from -1e12 to 1e12 and a spread from 0, all in one unit; undefined without a
    spread (definition; book B5, B6, BIO-15, BIO-18).
    """
    for fault in (
        *outside("value", value, *_FINITE),
        *outside("middle", middle, *_FINITE),
        *outside("spread", spread, *_SPREAD_RANGE),
    ):
        return Failure(fault)
    if spread == 0:
        return Failure(Undefined("z_score", "there is no spread to compare with"))
    z = (value - middle) / spread
    for fault in outside("z_score", z, *_FINITE):
        return Failure(fault)
    return Success(z)


def resting_baseline(heart_rate_bpm: Sequence[float | None]) -> Result[Baseline, NoNumber]:
    """Give median and robust SD of the last 60 nights, bpm; of at least 14 valid ones.

    Of nights from 0 to 1,000 bpm; the SD is at least 1 bpm (definition; book B6, C4, BIO-50).
    """
    given = heart_rate_bpm[-BASELINE_DAYS:]
    named = "resting_heart_rate_baseline_days"
    match _valid(given, BPM, HEART_RATE_BPM_RANGE, named, BASELINE_LEAST):
        case Failure(reason):
            return Failure(reason)
        case Success(days):
            return Success(Baseline(median(days), max(SD_LEAST_BPM, robust_sd(days)), len(days)))


def recent_resting(heart_rate_bpm: Sequence[float | None]) -> Result[float, NoNumber]:
    """Give the mean of the valid ones among the last 3 nights, bpm; of at least 1.

    Of nights from 0 to 1,000 bpm (definition; book B6, BIO-50).
    """
    given = heart_rate_bpm[-RECENT_NIGHTS:]
    match _valid(given, BPM, HEART_RATE_BPM_RANGE, "resting_heart_rate_recent_nights", 1):
        case Failure(reason):
            return Failure(reason)
        case Success(nights):
            return Success(mean(nights))


def resting_flags(
    last_bpm: float | None, usual_bpm: float, z: float, z_before: float | None
) -> Result[tuple[RestingFlag, ...], NoNumber]:
    """Tell by what a resting heart rate, in bpm, stands out, if by anything.

    Of rates from 0 to 1,000 bpm; `last_bpm` is the last night alone and `z_before` the z of the
    morning before, None where there is none (VegaLoop's own, as the book names nobody; book B6,
    BIO-51).
    """
    for fault in (
        *outside("last_bpm", last_bpm or 0.0, *HEART_RATE_BPM_RANGE),
        *outside("usual_bpm", usual_bpm, *HEART_RATE_BPM_RANGE),
        *outside("z", z, *_FINITE),
        *outside("z_before", z_before or 0.0, *_FINITE),
    ):
        return Failure(fault)
    above = last_bpm is not None and last_bpm - usual_bpm >= FLAG_BPM
    twice = z_before is not None and min(z, z_before) >= FLAG_Z
    return Success(
        (
            *((RestingFlag.ABOVE,) if above else ()),
            *((RestingFlag.TWICE,) if twice else ()),
        )
    )


def _week(ln_rmssd: Sequence[float | None]) -> Result[tuple[float, ...], NoNumber]:
    given = ln_rmssd[-RECENT_DAYS:]
    return _valid(given, LN_RMSSD, LN_RMSSD_RANGE, "hrv_recent_days", RECENT_LEAST)


def _valid(
    given: Sequence[float | None], what: str, limits: tuple[float, float], named: str, least: int
) -> Result[tuple[float, ...], NoNumber]:
    valid = tuple(value for value in given if value is not None)
    for value in valid:
        for fault in outside(what, value, *limits):
            return Failure(fault)
    if len(valid) < least:
        return Failure(TooFew(named, len(valid), least))
    return Success(valid)
