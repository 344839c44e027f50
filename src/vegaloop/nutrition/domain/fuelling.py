"""How well a person was fuelled: energy availability, carbohydrate, protein, as signals.

Rule 1: only days whose log is complete enough count, and the quality is their mean completeness.
Rule 2: the body of a window is the body on its last day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from
from vegaloop.nutrition.domain.day import DayLog, Settled, completeness
from vegaloop.nutrition.domain.energy import FORMULA_VERSION, energy_availability_kcal_per_kg
from vegaloop.nutrition.domain.nutrients import Macronutrient, Nutrient
from vegaloop.nutrition.domain.targets import (
    Circumstances,
    Why,
    carbohydrate_target_g,
    net_exercise_kcal,
    protein_target_g,
)

__all__ = ("Diet", "EnergyAvailability", "energy_availability", "fuelling_signals")

WINDOW_DAYS: Final = 7
PROTEIN_DAYS: Final = 3
WHOLE: Final = 0.8  # Days less complete stay out of energy availability (N4, N13).
LEAST: Final = 0.5  # Days less complete say nothing at all (R3).
COVERED: Final = 0.8  # N11: of a day's energy, the share whose amount of a nutrient is known.
DAYS_NEEDED: Final = 5
PROTEIN_DAYS_NEEDED: Final = 2


@final
class Diet(Struct, frozen=True):
    """What is known of a person's eating up to the morning of a day, and of what it needs."""

    day: LocalDate
    logs: tuple[DayLog, ...] = ()
    settled: tuple[Settled, ...] = ()
    known: Circumstances = Circumstances()

    def log(self, day: LocalDate) -> DayLog:
        """The log of a day; an empty one where nothing was said."""
        return next((log for log in self.logs if log.day == day), DayLog(day))

    def day_before(self, days: int) -> LocalDate:
        """The day so many before this morning."""
        return days_after(self.day, -days)


@final
class EnergyAvailability(Struct, frozen=True):
    """The mean of a week, with what it would be had 10 or 20 % of the food gone unlogged.

    An orientation, never a diagnosis: the IOC's 2023 statement has no universal threshold.
    """

    kcal_per_kg: float
    if_tenth_unlogged_kcal_per_kg: float
    if_fifth_unlogged_kcal_per_kg: float
    quality: float
    n_valid: int
    observed_at: Instant
    window_days: int = WINDOW_DAYS
    formula_version: str = FORMULA_VERSION


@final
class _Used(Struct, frozen=True):
    """A day that counts: its eaten amount, what stands against it, and how complete it is."""

    eaten: float
    against: float
    quality: float
    observed_at: Instant


def energy_availability(diet: Diet) -> Result[EnergyAvailability, NoNumber]:
    """Average what training left of the food of the seven days before a morning (N4, NUT-11).

    At least five of them must be logged to 80 %, with the energy of every portion and session.
    """
    ffm_kg = diet.known.body.fat_free_mass_kg
    if ffm_kg is None:
        return Failure(Missing("fat_free_mass_kg"))
    used = _usable(diet, WINDOW_DAYS, _fuel_of, WHOLE)
    if len(used) < DAYS_NEEDED:
        return Failure(TooFew("days logged in full", len(used), DAYS_NEEDED))
    eaten, spent = fmean(u.eaten for u in used), fmean(u.against for u in used)
    values: list[float] = []
    for unlogged in (0.0, 0.1, 0.2):
        match energy_availability_kcal_per_kg(eaten / (1 - unlogged), spent, ffm_kg):
            case Failure(undefined):
                return Failure(undefined)
            case Success(value):
                values.append(value)
    plain, tenth, fifth = values
    return Success(
        EnergyAvailability(plain, tenth, fifth, _quality(used), len(used), _newest(used))
    )


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
    used = _usable(diet, 1, _carbohydrate_of, LEAST)
    if not used:
        return NoSignal(name, TooFew("days of carbohydrate", 0, 1))
    today = diet.log(diet.day)
    if today.closed_at is None:
        return _ratio(name, used, window_days=1)
    return _ratio(name, (*used, *_used(diet, today, _carbohydrate_of, LEAST)), window_days=2)


def _protein_signal(diet: Diet) -> Published:
    name = SignalName.PROTEIN
    match protein_target_g(diet.known):
        case Failure(why):
            return NoSignal(name, why[0])
        case Success():
            return _protein_given(name, _usable(diet, PROTEIN_DAYS, _protein_of, LEAST))


def _protein_given(name: SignalName, used: tuple[_Used, ...]) -> Published:
    if len(used) < PROTEIN_DAYS_NEEDED:
        return NoSignal(name, TooFew("days of protein", len(used), PROTEIN_DAYS_NEEDED))
    return _ratio(name, used, PROTEIN_DAYS)


def _ratio(name: SignalName, used: Sequence[_Used], window_days: int) -> Published:
    eaten, asked = sum(one.eaten for one in used), sum(one.against for one in used)
    if asked <= 0:
        return NoSignal(name, Undefined(name, "nothing is asked for"))
    return Signal(name, eaten / asked, _quality(used), _newest(used), window_days, len(used))


_Pair = tuple[float, float]
_Against = Callable[[Diet, DayLog], _Pair | None]
"""What was eaten and what stands against it; None where either is unknown."""


def _usable(diet: Diet, days: int, against: _Against, least: float) -> tuple[_Used, ...]:
    past = days_from(diet.day_before(days), diet.day)
    return tuple(used for day in past for used in _used(diet, diet.log(day), against, least))


def _used(diet: Diet, log: DayLog, against: _Against, least: float) -> tuple[_Used, ...]:
    observed_at, found = log.observed_at, against(diet, log)
    if observed_at is None or found is None:
        return ()
    eaten, opposed = found
    match completeness(log, diet.settled, diet.known):
        case Success(quality) if quality >= least:
            return (_Used(eaten, opposed, quality, observed_at),)
        case Success() | Failure():
            return ()


def _fuel_of(diet: Diet, log: DayLog) -> _Pair | None:
    spent_kcal = _known(net_exercise_kcal(log.day, diet.known))
    if spent_kcal is None or log.macros.without_energy:
        return None
    return log.macros.energy.kcal, spent_kcal


def _carbohydrate_of(diet: Diet, log: DayLog) -> _Pair | None:
    asked = carbohydrate_target_g(log.day, diet.known)
    return _nutrient_of(log, Nutrient.CARBOHYDRATE, log.eaten.carbohydrate, asked)


def _protein_of(diet: Diet, log: DayLog) -> _Pair | None:
    return _nutrient_of(log, Nutrient.PROTEIN, log.eaten.protein, protein_target_g(diet.known))


def _nutrient_of(
    log: DayLog, nutrient: Macronutrient, eaten: Mass | None, asked: Result[float, Why]
) -> _Pair | None:
    asked_g = _known(asked)
    if eaten is None or asked_g is None or not _covered(log, nutrient):
        return None
    return eaten.grams, asked_g


def _covered(log: DayLog, nutrient: Macronutrient) -> bool:
    match log.macros.coverage(nutrient):
        case Success(share):
            return share >= COVERED
        case Failure():
            return not log.macros.without_energy


def _known(result: Result[float, Why]) -> float | None:
    match result:
        case Success(value):
            return value
        case Failure():
            return None


def _quality(used: Sequence[_Used]) -> float:
    return min(1.0, fmean(one.quality for one in used))


def _newest(used: Sequence[_Used]) -> Instant:
    return max(one.observed_at for one in used)
