"""Fitness, fatigue and form out of daily loads (formula book A5, A10, A12).

Rule 1: a day without a session has a load of zero, from the first session on.
Rule 2: everything is on one scale: multiplying all loads by k multiplies CTL and ATL by k.
"""

from __future__ import annotations

import math
import statistics
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple, final

from msgspec import Struct

from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.load_year import LoadHistory
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after

__all__ = (
    "ATL_DAYS",
    "CTL_DAYS",
    "METHOD",
    "Form",
    "acwr_uncoupled",
    "exp_alpha",
    "fitness",
    "form_on",
    "load_balance",
    "monotony",
    "smoothed",
)

CTL_DAYS: Final = 42
ATL_DAYS: Final = 7
METHOD: Final = "pmc_exp_morning"  # A10: exponential alpha; form is yesterday's CTL − ATL.
SEED_ZERO_FROM_DAYS: Final = 126  # Three time constants: what a seed was is forgotten by then.
SEED_DAYS: Final = 28
CHRONIC_LEAST_SHARE: Final = 0.1


class Fitness(NamedTuple):
    """CTL and ATL at the end of each day of a history."""

    ctl: array[float]
    atl: array[float]


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


def exp_alpha(tau_days: float) -> float:
    """The share of a day's load that enters a mean of time constant tau (A10, `exp`)."""
    return 1 - math.exp(-1 / tau_days)


def smoothed(loads: Sequence[float], alpha: float, seed: float = 0) -> array[float]:
    """Run X += alpha · (load − X) over daily loads, from a seed (A10).

    Source: Calvert 1976; Coggan 2003. Rule ACT-12.
    """
    state, states = seed, array("d")
    for load in loads:
        state += alpha * (load - state)
        states.append(state)
    return states


def fitness(history: LoadHistory) -> Fitness:
    """CTL and ATL at the end of each day, seeded as A10 says.

    With n < 126 days behind it a value starts from the mean of the first 28 days (of the n, where
    there are fewer), else from zero; as the recurrence is linear, a seed adds seed · (1 − α)ⁿ.
    """
    ctl_alpha, atl_alpha = exp_alpha(CTL_DAYS), exp_alpha(ATL_DAYS)
    ctl, atl = smoothed(history.loads, ctl_alpha), smoothed(history.loads, atl_alpha)
    if history.from_beginning:
        total, seed = 0.0, 0.0
        for n, load in enumerate(history.loads[: SEED_ZERO_FROM_DAYS - 1], 1):
            if n <= SEED_DAYS:
                total += load
                seed = total / n
            ctl[n - 1] += seed * (1 - ctl_alpha) ** n
            atl[n - 1] += seed * (1 - atl_alpha) ** n
    return Fitness(ctl, atl)


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
    ctl, atl = fitness(history)
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
