"""The highest heart rate: estimated from age, or seen (A20)."""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum
from itertools import accumulate
from typing import Final

from vegaloop.activity.domain.formulas.declared import BPM_MOST, SECONDS_MOST
from vegaloop.activity.domain.heart import TimeAtRate
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("HrMaxEquation", "hr_max_bpm", "observed_hr_max_bpm")

AGE_MOST_YEARS: Final = 120.0
CLEAN_LEAST_S: Final = 600  # Half a percent of less is a second or two: one bad contact.
SHARE_BELOW: Final = 0.995
MS_MOST: Final = 1_000 * SECONDS_MOST
RATE_MOST: Final = 1_000 * BPM_MOST


class HrMaxEquation(StrEnum):
    """Whose line over age; the standard error of each is 7 to 11 bpm."""

    TANAKA = "tanaka"
    GELLISH = "gellish"
    NES = "nes"
    FOX = "fox"


# Intercept and slope: Tanaka 2001, J Am Coll Cardiol 37:153; Gellish 2007; Nes 2013; Fox 1971,
# which rests on no study.
_LINES: Final = {
    HrMaxEquation.TANAKA: (208.0, 0.7),
    HrMaxEquation.GELLISH: (207.0, 0.7),
    HrMaxEquation.NES: (211.0, 0.64),
    HrMaxEquation.FOX: (220.0, 1.0),
}


def hr_max_bpm(
    age_years: float, equation: HrMaxEquation = HrMaxEquation.TANAKA
) -> Result[float, Outside]:
    """Estimate the maximal heart rate in bpm from age, on 0 to 120 years (A20).

    Tanaka's line, 208 - 0.7·age, is the default. Source: Tanaka 2001; Gellish 2007; Nes 2013; Fox
    1971, which rests on no study. Rule ACT-9.
    """
    wrong = outside(("age_years", age_years, 0, AGE_MOST_YEARS))
    if wrong is not None:
        return Failure(wrong)
    intercept, slope = _LINES[equation]
    return Success(intercept - slope * age_years)


def observed_hr_max_bpm(times: TimeAtRate) -> Result[float, NoNumber]:
    """Find the heart rate in bpm at or below which 99.5 % of the time of a session was spent (A20).

    `times` is the clean time at each rate (ACT-8); below ten minutes of it there is too little.
    Source: definition. Rule ACT-36.
    """
    wrong = outside(
        *(("ms", ms, 0, MS_MOST) for _, ms in times),
        *(("rate", rate, 0, RATE_MOST) for rate, _ in times),
    )
    if wrong is not None:
        return Failure(wrong)
    total_ms = sum(ms for _, ms in times)
    if total_ms < CLEAN_LEAST_S * 1_000:
        return Failure(TooFew("seconds of heart rate", total_ms // 1_000, CLEAN_LEAST_S))
    below_ms = accumulate(ms for _, ms in times)
    enough = bisect_left(list(below_ms), total_ms * SHARE_BELOW)
    return Success(times[enough][0] / 1_000)
