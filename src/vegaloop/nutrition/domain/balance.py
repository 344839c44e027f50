"""What days cost a person, read off their own intake and weight (formula book N14).

Rule 1: only measured weights count, and only days logged in full; nothing is filled in.
Rule 2: everything is worked out from the records each time: a new log changes it at once.
Rule 3: an under-logged intake gives an expenditure as much too low; that cancels where the target
is eaten by the same log.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import fmean
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.circumstances import Body
from vegaloop.nutrition.domain.day import DayLog
from vegaloop.nutrition.domain.diet import WHOLE, Diet, quality_of, usable
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.formulas.adaptive import (
    ENERGY_DENSITY_KCAL_PER_KG,
    Belief,
    Observation,
    adaptive_tdee_kcal,
    after_days,
    energy_density_forbes_kcal_per_kg,
    standard_error_kcal,
    updated,
)

__all__ = (
    "LEAD_DAYS",
    "LOOK_BACK_DAYS",
    "Adaptive",
    "Balance",
    "Density",
    "TrendWeight",
    "adaptive_expenditure",
    "balance_of",
    "density_of",
)

BLOCK_DAYS: Final = 21
BLOCKS: Final = 4
LOOK_BACK_DAYS: Final = BLOCK_DAYS * BLOCKS
SPAN_DAYS_LEAST: Final = 14
WEIGH_INS_LEAST: Final = 4
# Five days of seven, as for energy availability.
LOGGED_SHARE_LEAST: Final = 5 / 7
# A trend that began this shortly before a balance still runs after the weight.
LEAD_DAYS: Final = 14
# Two-sided, 95 % of a normal distribution.
DEVIATIONS: Final = 1.96
METHOD: Final = "energy-balance/kalman-of-21-days"
WISHNOFSKY: Final = "wishnofsky_1958"
FORBES: Final = "forbes_1987"


@final
class TrendWeight(Struct, frozen=True):
    """The trend on a day with a weigh-in; a day without one has none."""

    day: LocalDate
    trend_kg: float


@final
class Density(Struct, frozen=True):
    """What a kilogram of change is taken to hold, and by which method."""

    kcal_per_kg: float
    method: str


@final
class Balance(Struct, frozen=True):
    """What days cost between two weigh-ins: `days` lie between them, and their meals count."""

    first: LocalDate
    last: LocalDate
    days: int
    days_logged: int
    mean_intake_kcal: float
    weight_change_kg: float
    tdee_kcal: float
    error_kcal: float
    quality: float


@final
class Adaptive(Struct, frozen=True):
    """What a day is believed to cost, and the balances that taught it, oldest first."""

    tdee: Result[Derived, NoNumber]
    density: Density
    balances: tuple[Balance, ...]


def density_of(body: Body) -> Density:
    """Choose the energy density: by the measured fat of a body, else 7700 kcal/kg (N14, NUT-46)."""
    usual = Density(ENERGY_DENSITY_KCAL_PER_KG, WISHNOFSKY)
    fat_kg = body.measured_fat_kg
    if fat_kg is None:
        return usual
    match energy_density_forbes_kcal_per_kg(fat_kg):
        case Failure():
            return usual
        case Success(kcal_per_kg):
            return Density(kcal_per_kg, FORBES)


def balance_of(
    diet: Diet, weights: tuple[TrendWeight, ...], start: LocalDate, end: LocalDate
) -> Result[Balance, NoNumber]:
    """Balance the intake of the days between the weigh-ins of [start, end] (N14, NUT-47).

    From four weigh-ins that span two weeks, with five days in seven logged in full between them.
    """
    inside = tuple(one for one in weights if start <= one.day <= end)
    if len(inside) < WEIGH_INS_LEAST:
        return Failure(TooFew("weigh-ins", len(inside), WEIGH_INS_LEAST))
    first, last = inside[0], inside[-1]
    days = (last.day - first.day).days
    if days < SPAN_DAYS_LEAST:
        return Failure(TooFew("days between weigh-ins", days, SPAN_DAYS_LEAST))
    used = usable(diet, first.day, last.day, _intake_of, WHOLE)
    needed = math.ceil(LOGGED_SHARE_LEAST * days)
    if len(used) < needed:
        return Failure(TooFew("days logged in full", len(used), needed))
    mean_kcal, quality = fmean(one.eaten for one in used), quality_of(used)
    return _balanced(diet, first, last, mean_kcal, quality, len(used))


def adaptive_expenditure(diet: Diet, weights: tuple[TrendWeight, ...]) -> Adaptive:
    """Learn what a day costs from four blocks of three weeks before a morning (N14, NUT-48)."""
    blocks = tuple(
        balance_of(diet, weights, diet.day_before(far), diet.day_before(far - BLOCK_DAYS))
        for far in range(LOOK_BACK_DAYS, 0, -BLOCK_DAYS)
    )
    balances = tuple(one for block in blocks for one in _there(block))
    density = density_of(diet.known.body)
    match blocks[-1]:
        case Failure(reason) if not balances:
            return Adaptive(Failure(reason), density, ())
        case Success() | Failure():
            learned = _learned(diet, weights, balances, density)
            return Adaptive(Success(learned), density, balances)


def _intake_of(_: Diet, log: DayLog) -> tuple[float, float] | None:
    return None if log.macros.without_energy else (log.macros.energy.kcal, 0.0)


def _balanced(
    diet: Diet,
    first: TrendWeight,
    last: TrendWeight,
    mean_kcal: float,
    quality: float,
    days_logged: int,
) -> Result[Balance, NoNumber]:
    density, days = density_of(diet.known.body).kcal_per_kg, (last.day - first.day).days
    match both(
        adaptive_tdee_kcal(mean_kcal, first.trend_kg, last.trend_kg, days, density),
        standard_error_kcal(density, days),
    ):
        case Failure(faults):
            return Failure(faults[0])
        case Success((tdee_kcal, error_kcal)):
            return Success(
                Balance(
                    first=first.day,
                    last=last.day,
                    days=days,
                    days_logged=days_logged,
                    mean_intake_kcal=mean_kcal,
                    weight_change_kg=last.trend_kg - first.trend_kg,
                    tdee_kcal=tdee_kcal,
                    error_kcal=error_kcal,
                    quality=quality,
                )
            )


def _there(block: Result[Balance, NoNumber]) -> tuple[Balance, ...]:
    match block:
        case Success(found):
            return (found,)
        case Failure():
            return ()


def _learned(
    diet: Diet,
    weights: tuple[TrendWeight, ...],
    balances: tuple[Balance, ...],
    density: Density,
) -> Derived:
    first, last = balances[0], balances[-1]
    belief = Belief(first.tdee_kcal, first.error_kcal**2)
    for before, one in pairwise(balances):
        days_later = (one.last - before.last).days
        belief = updated(belief, Observation(one.tdee_kcal, one.error_kcal, days_later))
    now = after_days(belief, (diet.day - last.last).days)
    slack_kcal = DEVIATIONS * now.deviation_kcal
    return Derived(
        value=now.kcal,
        low=now.kcal - slack_kcal,
        high=now.kcal + slack_kcal,
        method=f"{METHOD}/{density.method}",
        formula_version=FORMULA_VERSION,
        window_days=LOOK_BACK_DAYS,
        n_valid=sum(one.days_logged for one in balances),
        quality=_quality(balances),
        notes=_notes(weights, balances),
    )


def _quality(balances: tuple[Balance, ...]) -> float:
    """Half for one balance, three quarters for two, all for three, by how complete the logs are."""
    return min(1.0, (len(balances) + 1) / BLOCKS) * fmean(one.quality for one in balances)


def _notes(weights: tuple[TrendWeight, ...], balances: tuple[Balance, ...]) -> tuple[str, ...]:
    lead_days = (balances[0].first - weights[0].day).days
    young = len(balances) == 1 and lead_days < LEAD_DAYS
    return ("intake-as-logged", *(("trend-warming-up",) if young else ()))
