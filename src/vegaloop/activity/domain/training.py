"""What the days before a morning add up to, each number with its method, window and doubts.

Rule 1: a ratio of loads is for looking at; nothing here says anything about injuries.
Rule 2: where every day was alike monotony and strain are without bound, and are told as "max".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.figure import Figure
from vegaloop.activity.domain.form import METHOD
from vegaloop.activity.domain.formulas.acwr import acwr_coupled, acwr_ewma, acwr_uncoupled
from vegaloop.activity.domain.formulas.fitness import (
    ATL_DAYS,
    CTL_DAYS,
    RAMP_CEILING,
    FormBand,
    form_band,
    form_percent,
    ramp_rate,
)
from vegaloop.activity.domain.formulas.sameness import Deviation, monotony, monotony_strain
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.load_history import LOAD, WEEK_DAYS, LoadHistory, week_load
from vegaloop.kernel.evidence import Confidence, Derived, Missing, NoNumber, TooFew, confidence_of
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

__all__ = ("Sameish", "Training", "Unbounded", "training_on")

CHRONIC_DAYS: Final = 28
WARMING_UP: Final = "warming-up"
MIXED: Final = "mixed-methods"
INCOMPLETE: Final = "incomplete-days"
STEEP: Final = "above-the-common-ceiling-of-8-a-week"
ACWR_NOTES: Final = ("for-display-only", "says-nothing-about-injuries")
SAMENESS_METHOD: Final = f"foster_{Deviation.SAMPLE}"


@final
class Unbounded(Struct, frozen=True):
    """A ratio whose divisor is zero: greater than any number; compare it as the greatest."""

    method: str
    formula_version: str
    window_days: int
    n_valid: int
    quality: float
    notes: tuple[str, ...]

    @property
    def confidence(self) -> Confidence:
        """Its quality in a word."""
        return confidence_of(self.quality)


Sameish: TypeAlias = Result[Derived | Unbounded, NoNumber]


@final
class Training(Struct, frozen=True, kw_only=True):
    """Fitness, fatigue and form on the morning of a day, and how the weeks before were loaded.

    CTL, ATL and form are in stress a day, of the evening before; `ramp` is CTL a week; `week_load`
    and `strain` are in stress.
    """

    day: LocalDate
    ctl: Figure
    atl: Figure
    tsb: Figure
    form_percent: Figure
    form_band: FormBand | None
    ramp: Figure
    week_load: Figure
    monotony: Sameish
    strain: Sameish
    acwr_coupled: Figure
    acwr_uncoupled: Figure
    acwr_ewma: Figure


def training_on(history: LoadHistory | None, day: LocalDate) -> Training:
    """Tell what a history that ends the evening before a day adds up to. Rules ACT-40, ACT-41."""
    if history is None or not len(history):
        return _nothing(day, "sessions")
    history = history.latest
    if not history.knows(range(len(history))):
        return _nothing(day, LOAD)
    ctl, atl = history.fitness
    form = ctl[-1] - atl[-1]
    ramp = ramp_rate(ctl)
    return Training(
        day=day,
        ctl=_figure(history, Success(ctl[-1]), "pmc_exp_42", CTL_DAYS),
        atl=_figure(history, Success(atl[-1]), "pmc_exp_7", ATL_DAYS),
        tsb=_figure(history, Success(form), METHOD, CTL_DAYS),
        form_percent=_figure(history, form_percent(ctl[-1], atl[-1]), "tsb_share_of_ctl", CTL_DAYS),
        form_band=form_band(form),
        ramp=_figure(history, ramp, "ctl_less_ctl_7_days_before", WEEK_DAYS, _steep(ramp)),
        week_load=_figure(history, week_load(history), "sum", WEEK_DAYS),
        monotony=_sameish(history, monotony),
        strain=_sameish(history, _strain),
        acwr_coupled=_ratio(history, acwr_coupled, "acwr_coupled_7_28"),
        acwr_uncoupled=_ratio(history, acwr_uncoupled, "acwr_uncoupled_7_21"),
        acwr_ewma=_ratio(history, acwr_ewma, "acwr_ewma_7_28"),
    )


def _nothing(day: LocalDate, lacking: str) -> Training:
    none: Failure[NoNumber] = Failure(Missing(lacking))
    return Training(
        day=day,
        ctl=none,
        atl=none,
        tsb=none,
        form_percent=none,
        form_band=None,
        ramp=none,
        week_load=none,
        monotony=none,
        strain=none,
        acwr_coupled=none,
        acwr_uncoupled=none,
        acwr_ewma=none,
    )


def _strain(week: Sequence[float]) -> Result[float, NoNumber]:
    match monotony_strain(week):
        case Success(found):
            return Success(found.strain)
        case Failure(reason):
            return Failure(reason)


def _ratio(
    history: LoadHistory,
    form: Callable[[Sequence[float]], Result[float, NoNumber]],
    method: str,
) -> Figure:
    if len(history) < CHRONIC_DAYS:
        return Failure(TooFew("days of load", len(history), CHRONIC_DAYS))
    return _figure(history, form(history.loads), method, CHRONIC_DAYS, ACWR_NOTES)


def _sameish(
    history: LoadHistory, form: Callable[[Sequence[float]], Result[float, NoNumber]]
) -> Sameish:
    if len(history) < WEEK_DAYS:
        return Failure(TooFew("days of load", len(history), WEEK_DAYS))
    match form(history.loads[-WEEK_DAYS:]):
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            told = _derived(history, 0 if math.isinf(value) else value, SAMENESS_METHOD, WEEK_DAYS)
            return Success(_unbounded(told) if math.isinf(value) else told)


def _unbounded(told: Derived) -> Unbounded:
    return Unbounded(
        told.method,
        told.formula_version,
        told.window_days,
        told.n_valid,
        told.quality,
        told.notes,
    )


def _figure(
    history: LoadHistory,
    found: Result[float, NoNumber],
    method: str,
    window_days: int,
    notes: tuple[str, ...] = (),
) -> Figure:
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            return Success(_derived(history, value, method, window_days, notes))


def _derived(
    history: LoadHistory,
    value: float,
    method: str,
    window_days: int,
    notes: tuple[str, ...] = (),
) -> Derived:
    lived = min(window_days, len(history))
    lacking = history.incomplete_days(window_days)
    n_valid = lived - lacking
    return Derived(
        value=value,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=window_days,
        n_valid=n_valid,
        quality=min(1.0, history.days_lived / CTL_DAYS) * n_valid / lived,
        notes=(*_doubts(history, window_days, lacking), *notes),
    )


def _doubts(history: LoadHistory, window_days: int, lacking: int) -> tuple[str, ...]:
    doubts = (
        (WARMING_UP, history.days_lived < CTL_DAYS),
        (MIXED, len(history.methods(window_days)) > 1),
        (INCOMPLETE, lacking > 0),
    )
    return tuple(word for word, so in doubts if so)


def _steep(ramp: Result[float, NoNumber]) -> tuple[str, ...]:
    match ramp:
        case Success(a_week) if a_week > RAMP_CEILING:
            return (STEEP,)
        case Success() | Failure():
            return ()
