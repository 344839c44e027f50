"""What a day costs as figures: rest by each equation, the day by factor, and by the records."""

from __future__ import annotations

from statistics import fmean
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_from
from vegaloop.nutrition.domain.balance import Adaptive, TrendWeight, adaptive_expenditure
from vegaloop.nutrition.domain.circumstances import Circumstances, DayExertion, Why
from vegaloop.nutrition.domain.diet import Diet, known_or_none
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.expenditure import (
    DayCost,
    Rest,
    cost_of,
    net_exercise_kcal,
    rest_by_each,
    rest_of,
)
from vegaloop.nutrition.domain.formulas.expenditure import (
    NON_EXERCISE_FACTOR,
    NON_EXERCISE_FACTORS,
    PalBand,
    pal_band,
    thermic_effect_kcal,
)
from vegaloop.nutrition.domain.formulas.resting import MIFFLIN_AGES_YEARS, RestingMethod

__all__ = ("Spending", "believed_tdee", "spending_of", "usual_tdee")

# Mifflin & St Jeor 1990: four people in five lie within 10 % of the equation.
REST_SLACK: Final = 0.1
REST_QUALITY: Final = 0.8
ESTIMATED_QUALITY: Final = 0.5
USUAL_DAYS: Final = 28
USUAL_DAYS_LEAST: Final = 20


@final
class Spending(Struct, frozen=True):
    """What a day costs: rest, training and all together, by factor and by the records.

    `level` is the believed cost over rest, `band` its lifestyle by FAO/WHO/UNU 2004.
    """

    day: LocalDate
    rest: Result[Derived, NoNumber]
    rest_by_each: tuple[tuple[RestingMethod, Result[Derived, NoNumber]], ...]
    net_exercise_kcal: Result[float, NoNumber]
    thermic_effect: Result[Derived, NoNumber]
    energy_methods: tuple[str, ...]
    tdee: Result[Derived, NoNumber]
    adaptive: Adaptive
    level: Result[Derived, NoNumber]
    band: Result[PalBand, NoNumber]


def spending_of(diet: Diet, weights: tuple[TrendWeight, ...]) -> Spending:
    """Tell what a day costs, every way that can be told (N2, N3, N14; NUT-42)."""
    day, known = diet.day, diet.known
    rest, adaptive = rest_of(day, known), adaptive_expenditure(diet, weights)
    tdee = _tdee(day, known)
    believed = _either(adaptive.tdee, tdee)
    level = _level(believed, rest)
    return Spending(
        day=day,
        rest=_rest(day, known, rest),
        rest_by_each=tuple((m, _rest(day, known, one)) for m, one in rest_by_each(day, known)),
        net_exercise_kcal=_first_reason(net_exercise_kcal(day, known)),
        thermic_effect=_thermic(believed),
        energy_methods=known.exertion(day).energy_methods,
        tdee=tdee,
        adaptive=adaptive,
        level=level,
        band=_band(level),
    )


def believed_tdee(diet: Diet, weights: tuple[TrendWeight, ...]) -> Result[Derived, NoNumber]:
    """Tell what a usual day costs: by the records, else by rest and training (NUT-49)."""
    return _either(adaptive_expenditure(diet, weights).tdee, usual_tdee(diet))


def usual_tdee(diet: Diet) -> Result[Derived, NoNumber]:
    """Tell what the days of four weeks cost on average, by rest and the training logged (NUT-49).

    Training of unknown cost is not free: twenty of the days must be known.
    """
    days = days_from(diet.day_before(USUAL_DAYS), diet.day)
    each = (known_or_none(net_exercise_kcal(day, diet.known)) for day in days)
    found = [kcal for kcal in each if kcal is not None]
    if len(found) < USUAL_DAYS_LEAST:
        return Failure(TooFew("days of known training", len(found), USUAL_DAYS_LEAST))
    usual = Circumstances(
        diet.known.profile, diet.known.body, (DayExertion(diet.day, 0.0, fmean(found)),)
    )
    match cost_of(diet.day, usual):
        case Failure(why):
            return Failure(why[0])
        case Success(cost):
            return Success(_by_factor(diet.day, usual, cost, (USUAL_DAYS, len(found))))


def _tdee(day: LocalDate, known: Circumstances) -> Result[Derived, NoNumber]:
    match cost_of(day, known):
        case Failure(why):
            return Failure(why[0])
        case Success(cost):
            return Success(_by_factor(day, known, cost, (1, 1)))


def _by_factor(
    day: LocalDate,
    known: Circumstances,
    cost: DayCost,
    seen: tuple[int, int],
) -> Derived:
    least, most = NON_EXERCISE_FACTORS
    window_days, n_valid = seen
    rest, exercise_kcal = cost.rest, cost.exercise_kcal
    quality, notes = _trust(day, known, rest)
    return Derived(
        value=cost.kcal,
        low=rest.kcal * (1 - REST_SLACK) * least + exercise_kcal,
        high=rest.kcal * (1 + REST_SLACK) * most + exercise_kcal,
        method=f"{rest.method}/{NON_EXERCISE_FACTOR}-times-rest-and-net-training",
        formula_version=FORMULA_VERSION,
        window_days=window_days,
        n_valid=n_valid,
        quality=quality,
        notes=notes,
    )


def _rest(
    day: LocalDate, known: Circumstances, rest: Result[Rest, Why]
) -> Result[Derived, NoNumber]:
    match rest:
        case Failure(why):
            return Failure(why[0])
        case Success(found):
            quality, notes = _trust(day, known, found)
            return Success(
                Derived(
                    value=found.kcal,
                    low=found.kcal * (1 - REST_SLACK),
                    high=found.kcal * (1 + REST_SLACK),
                    method=found.method,
                    formula_version=FORMULA_VERSION,
                    window_days=1,
                    n_valid=1,
                    quality=quality,
                    notes=notes,
                )
            )


def _trust(day: LocalDate, known: Circumstances, rest: Rest) -> tuple[float, tuple[str, ...]]:
    by_lean = rest.method in {RestingMethod.CUNNINGHAM, RestingMethod.KATCH_MCARDLE}
    if by_lean:
        estimated = known.body.lean_is_estimated
        return (
            (ESTIMATED_QUALITY, ("estimated-fat-free-mass",)) if estimated else (REST_QUALITY, ())
        )
    least, most = MIFFLIN_AGES_YEARS
    fitted = least <= (known.profile.age_years(day) or 0) <= most
    return (REST_QUALITY, ()) if fitted else (ESTIMATED_QUALITY, ("outside-fitted-ages",))


def _either(
    first: Result[Derived, NoNumber], second: Result[Derived, NoNumber]
) -> Result[Derived, NoNumber]:
    match first:
        case Success():
            return first
        case Failure():
            return second


def _thermic(believed: Result[Derived, NoNumber]) -> Result[Derived, NoNumber]:
    """What digesting costs where as much is eaten as is spent; it is part of that."""
    match believed:
        case Failure(reason):
            return Failure(reason)
        case Success(cost):
            match thermic_effect_kcal(cost.value):
                case Failure(fault):
                    return Failure(fault)
                case Success(kcal):
                    return Success(_over(cost, kcal, "a-tenth-of-the-expenditure"))


def _level(
    believed: Result[Derived, NoNumber], rest: Result[Rest, Why]
) -> Result[Derived, NoNumber]:
    match believed:
        case Failure(reason):
            return Failure(reason)
        case Success(cost):
            match rest:
                case Failure(why):
                    return Failure(why[0])
                case Success(found):
                    method = f"{cost.method}/over-{found.method}"
                    return Success(_over(cost, cost.value / found.kcal, method))


def _over(cost: Derived, value: float, method: str) -> Derived:
    return Derived(
        value=value,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=cost.window_days,
        n_valid=cost.n_valid,
        quality=min(cost.quality, REST_QUALITY),
    )


def _band(level: Result[Derived, NoNumber]) -> Result[PalBand, NoNumber]:
    match level:
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            return pal_band(found.value)


def _first_reason(found: Result[float, Why]) -> Result[float, NoNumber]:
    match found:
        case Success(value):
            return Success(value)
        case Failure(why):
            return Failure(why[0])
