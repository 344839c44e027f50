"""Form, monotony and the acute to chronic ratio out of daily loads (formula book A5, A10, A12)."""

from __future__ import annotations

import math
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.acwr import acwr_uncoupled
from vegaloop.activity.domain.formulas.fitness import CTL_DAYS, ramp_rate
from vegaloop.activity.domain.formulas.sameness import Sameness, monotony_strain
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.load_history import LOAD, WEEK_DAYS, LoadHistory
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("METHOD", "Form", "form_on")

METHOD: Final = "pmc_exp_morning"  # A10: exponential alpha; form is yesterday's CTL − ATL.


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


def form_on(history: LoadHistory, day: LocalDate) -> Result[Form, NoNumber]:
    """Tell form on the morning of a day, from a history that ends the evening before."""
    yesterday = days_after(day, -1)
    if not len(history) or history.end != day:
        return Failure(Missing(f"sessions up to {yesterday}"))
    history = history.latest
    if not history.knows(range(len(history))):
        return Failure(Missing(LOAD))
    ctl, atl = history.fitness
    sameness = _finite_sameness(history)
    days = history.days_lived
    return Success(
        Form(
            day=day,
            ctl=ctl[-1],
            atl=atl[-1],
            tsb=ctl[-1] - atl[-1],
            ramp=value_in(ramp_rate(ctl)),
            acwr=value_in(acwr_uncoupled(history.loads)),
            monotony=None if sameness is None else sameness.monotony,
            strain=None if sameness is None else sameness.strain,
            history_days=days,
            warming_up=days < CTL_DAYS,
            mixed=len(history.methods(CTL_DAYS)) > 1,
            incomplete_days=history.incomplete_days(CTL_DAYS),
        )
    )


def _finite_sameness(history: LoadHistory) -> Sameness | None:
    """The sameness of the last seven days, where they were lived and were not all alike."""
    if len(history) < WEEK_DAYS:
        return None
    match monotony_strain(history.loads[-WEEK_DAYS:]):
        case Success(found) if math.isfinite(found.monotony):
            return found
        case Success() | Failure():
            return None
