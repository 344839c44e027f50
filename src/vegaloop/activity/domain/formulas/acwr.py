"""Acute over chronic load in its three forms: to look at, never a risk of injury (A12).

Where the chronic mean is zero, or below a tenth of the median of the last 90 days, there was hardly
any load to compare with, and no ratio. Criticism: Lolli 2019; Impellizzeri 2020, 2021.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.declared import LOAD_MOST, outside_of_all
from vegaloop.activity.domain.formulas.fitness import smoothed
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("WEEK_OF_FOUR", "Windows", "acwr_coupled", "acwr_ewma", "acwr_uncoupled")

MEDIAN_DAYS: Final = 90
CHRONIC_LEAST_SHARE: Final = 0.1


@final
class Windows(Struct, frozen=True):
    """Over how many days the acute and the chronic mean reach back."""

    acute_days: int
    chronic_days: int

    def __post_init__(self) -> None:
        if not 1 <= self.acute_days < self.chronic_days:
            raise ValueError("the acute window is the shorter one")


WEEK_OF_FOUR: Final = Windows(7, 28)


def acwr_coupled(loads: Sequence[float], over: Windows = WEEK_OF_FOUR) -> Result[float, NoNumber]:
    """Divide the mean of the last 7 daily loads by that of the last 28, these among them (A12).

    Without a unit, at most 28/7. The last load is the newest; below 28 days there is none, nor
    where there was hardly any load. Source: Hulin 2014; Gabbett 2016, Br J Sports Med 50:273. Rules
    ACT-13, ACT-34.
    """
    return _rolling(loads[-_reach(over) :], over, loads[-over.chronic_days :])


def acwr_uncoupled(loads: Sequence[float], over: Windows = WEEK_OF_FOUR) -> Result[float, NoNumber]:
    """Divide the mean of the last 7 daily loads by that of the 21 before them (A12).

    Without a unit. The last load is the newest; below 28 days there is none, nor where there was
    hardly any load. Source: Windt & Gabbett 2019. Rules ACT-13, ACT-34.
    """
    return _rolling(loads[-_reach(over) :], over, loads[-over.chronic_days : -over.acute_days])


def acwr_ewma(loads: Sequence[float], over: Windows = WEEK_OF_FOUR) -> Result[float, NoNumber]:
    """Divide two exponential means of lambda 2/(days + 1), seeded by the first load (A12).

    Without a unit, of loads in [0, 1e6]. Defined from the first day on, where it is 1, but not
    where there was hardly any load. Source: Williams 2017, Br J Sports Med 51:209. Rules ACT-13,
    ACT-34.
    """
    wrong = outside_of_all("load", (loads,), 0, LOAD_MOST)
    if wrong is not None:
        return Failure(wrong)
    if not loads:
        return Failure(TooFew("days of load", 0, 1))
    acute = smoothed(loads, 2 / (over.acute_days + 1), loads[0])[-1]
    return _ratio(loads, acute, smoothed(loads, 2 / (over.chronic_days + 1), loads[0])[-1])


def _reach(over: Windows) -> int:
    return max(MEDIAN_DAYS, over.chronic_days)


def _rolling(
    loads: Sequence[float], over: Windows, chronic: Sequence[float]
) -> Result[float, NoNumber]:
    wrong = outside_of_all("load", (loads,), 0, LOAD_MOST)
    if wrong is not None:
        return Failure(wrong)
    if len(loads) < over.chronic_days:
        return Failure(TooFew("days of load", len(loads), over.chronic_days))
    return _ratio(loads, statistics.fmean(loads[-over.acute_days :]), statistics.fmean(chronic))


def _ratio(loads: Sequence[float], acute: float, chronic: float) -> Result[float, NoNumber]:
    if chronic == 0 or chronic < CHRONIC_LEAST_SHARE * statistics.median(loads[-MEDIAN_DAYS:]):
        return Failure(Undefined("acwr", "hardly any load in the weeks before"))
    return Success(acute / chronic)
