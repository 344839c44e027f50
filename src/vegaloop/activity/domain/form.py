"""Form, monotony and the acute to chronic ratio out of daily loads (formula book A5, A10, A12)."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.load_history import CTL_DAYS, LoadHistory
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after

__all__ = (
    "METHOD",
    "Form",
    "acwr_uncoupled",
    "form_on",
    "load_balance",
    "monotony",
)

METHOD: Final = "pmc_exp_morning"  # A10: exponential alpha; form is yesterday's CTL − ATL.
CHRONIC_LEAST_SHARE: Final = 0.1


@final
class Form(Struct, frozen=True):
    """How fit and how tired a person is on the morning of a day, in stress a day.

    `ctl` and `atl` are those of the evening before, `tsb` their difference; `ramp` is the change of
    CTL over seven days. `acwr` is uncoupled, for display only, and says nothing about injuries.
    `incomplete_days` counts days of the last 42 with a session nobody could put a load on, `mixed`
    says that their loads were found by more than one method.
    """

    day: LocalDate
    ctl: float
    atl: float
    tsb: float
    ramp: float | None
    acwr: float | None
    monotony: float | None
    strain: float | None
    history_days: int
    warming_up: bool
    mixed: bool
    incomplete_days: int
    method: str = METHOD
    formula_version: str = FORMULA_VERSION


def monotony(loads: Sequence[float]) -> float | None:
    """Compare the mean of daily loads with their spread (ddof 1): rest days are zeros (A5).

    Infinite where every day is alike; None where there is no load, or less than two days.
    Source: Foster 1998. Rule ACT-14.
    """
    if len(loads) < 2 or not any(loads):
        return None
    if min(loads) == max(loads):
        return math.inf
    return statistics.fmean(loads) / statistics.stdev(loads)


def acwr_uncoupled(loads: Sequence[float]) -> float | None:
    """Compare the mean of the last 7 days with that of the 21 before (A12); the last is newest.

    None below 28 days, and where the earlier mean is not above a tenth of the median of the last 90
    days. Source: Hulin 2014; Windt & Gabbett 2019. Rule ACT-13.
    """
    if len(loads) < 28:
        return None
    acute, chronic = statistics.fmean(loads[-7:]), statistics.fmean(loads[-28:-7])
    least = CHRONIC_LEAST_SHARE * statistics.median(loads[-90:])
    return acute / chronic if chronic > least else None


def load_balance(ctl: float, atl: float) -> float:
    """Form as a share of fitness, in percent: 100 · (CTL − ATL) / max(CTL, 10) (R2)."""
    return 100 * (ctl - atl) / max(ctl, 10)


def form_on(history: LoadHistory, day: LocalDate) -> Result[Form, NoNumber]:
    """Tell form on the morning of a day, from a history that ends the evening before."""
    yesterday = days_after(day, -1)
    if not len(history) or history.end != day:
        return Failure(Missing(f"sessions up to {yesterday}"))
    history = history.latest
    ctl, atl = history.fitness
    week = history.loads[-7:]
    sameness = monotony(week) if len(week) == 7 else None
    finite = None if sameness is None or math.isinf(sameness) else sameness
    days = history.days_lived
    return Success(
        Form(
            day=day,
            ctl=ctl[-1],
            atl=atl[-1],
            tsb=ctl[-1] - atl[-1],
            ramp=ctl[-1] - ctl[-8] if len(ctl) > 7 else None,
            acwr=acwr_uncoupled(history.loads),
            monotony=finite,
            strain=None if finite is None else finite * math.fsum(week),
            history_days=days,
            warming_up=days < CTL_DAYS,
            mixed=len(history.methods(CTL_DAYS)) > 1,
            incomplete_days=history.incomplete_days(CTL_DAYS),
        )
    )
