"""How well a person was fuelled: energy availability, carbohydrate, protein, as signals.

Rule 1: only days whose log is complete enough count, and the quality is their mean completeness.
Rule 2: the body of a window is the body on its last day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import days_after
from vegaloop.nutrition.domain.availability import WINDOW_DAYS, energy_availability
from vegaloop.nutrition.domain.circumstances import Why
from vegaloop.nutrition.domain.day import DayLog
from vegaloop.nutrition.domain.diet import (
    Diet,
    Used,
    known_or_none,
    newest_of,
    quality_of,
    usable,
)
from vegaloop.nutrition.domain.nutrients import Macronutrient, Nutrient
from vegaloop.nutrition.domain.targets import carbohydrate_target_g, protein_target_g

__all__ = ("fuelling_signals",)

PROTEIN_DAYS: Final = 3
LEAST: Final = 0.5  # Days less complete say nothing at all (R3).
COVERED: Final = 0.8  # N11: of a day's energy, the share whose amount of a nutrient is known.
PROTEIN_DAYS_NEEDED: Final = 2


def fuelling_signals(diet: Diet) -> tuple[Published, ...]:
    """Publish what nutrition knows on the morning of a day (R2, R3; NUT-12 to NUT-14)."""
    return (_energy_signal(diet), _carbohydrate_signal(diet), _protein_signal(diet))


def _energy_signal(diet: Diet) -> Published:
    name = SignalName.ENERGY_AVAILABILITY
    match energy_availability(diet):
        case Failure(reason):
            return NoSignal(name, reason)
        case Success(found):
            return Signal(
                name=name,
                value=found.kcal_per_kg,
                quality=found.quality,
                observed_at=found.observed_at,
                window_days=WINDOW_DAYS,
                n_valid=found.n_valid,
            )


def _carbohydrate_signal(diet: Diet) -> Published:
    name = SignalName.CARBOHYDRATE
    if diet.known.body.weight_kg is None:
        return NoSignal(name, Missing("weight_kg"))
    used = usable(diet, diet.day_before(1), diet.day, _carbohydrate_of, LEAST)
    if not used:
        return NoSignal(name, TooFew("days of carbohydrate", 0, 1))
    if diet.log(diet.day).closed_at is None:
        return _ratio(name, used, window_days=1)
    today = usable(diet, diet.day, days_after(diet.day, 1), _carbohydrate_of, LEAST)
    return _ratio(name, (*used, *today), window_days=2)


def _protein_signal(diet: Diet) -> Published:
    name = SignalName.PROTEIN
    match protein_target_g(diet.day, diet.known):
        case Failure(why):
            return NoSignal(name, why[0])
        case Success():
            start = diet.day_before(PROTEIN_DAYS)
            return _protein_given(name, usable(diet, start, diet.day, _protein_of, LEAST))


def _protein_given(name: SignalName, used: tuple[Used, ...]) -> Published:
    if len(used) < PROTEIN_DAYS_NEEDED:
        return NoSignal(name, TooFew("days of protein", len(used), PROTEIN_DAYS_NEEDED))
    return _ratio(name, used, PROTEIN_DAYS)


def _ratio(name: SignalName, used: Sequence[Used], window_days: int) -> Published:
    eaten, asked = sum(one.eaten for one in used), sum(one.against for one in used)
    return Signal(name, eaten / asked, quality_of(used), newest_of(used), window_days, len(used))


def _carbohydrate_of(diet: Diet, log: DayLog) -> tuple[float, float] | None:
    asked = carbohydrate_target_g(log.day, diet.known)
    return _nutrient_of(log, Nutrient.CARBOHYDRATE, log.eaten.carbohydrate, asked)


def _protein_of(diet: Diet, log: DayLog) -> tuple[float, float] | None:
    return _nutrient_of(
        log, Nutrient.PROTEIN, log.eaten.protein, protein_target_g(log.day, diet.known)
    )


def _nutrient_of(
    log: DayLog, nutrient: Macronutrient, eaten: Mass | None, asked: Result[float, Why]
) -> tuple[float, float] | None:
    asked_g = known_or_none(asked)
    if eaten is None or asked_g is None or not _covered(log, nutrient):
        return None
    return eaten.grams, asked_g


def _covered(log: DayLog, nutrient: Macronutrient) -> bool:
    match log.macros.coverage(nutrient):
        case Success(share):
            return share >= COVERED
        case Failure():
            return not log.macros.without_energy
