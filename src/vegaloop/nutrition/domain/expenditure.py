"""What a day costs a person: rest, daily life and training (formula book N2, N3).

Rule 1: training is counted once, as the net energy of its sessions; the activity factor is that
of a day without training.
Rule 2: this is the one place a day's cost is computed; targets, completeness and answers ask here.
"""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.circumstances import Circumstances, Why, missing_of
from vegaloop.nutrition.domain.formulas.expenditure import tdee_of_training_kcal
from vegaloop.nutrition.domain.formulas.resting import (
    RestingMethod,
    bmr_harris_benedict_1984_kcal,
    bmr_katch_mcardle_kcal,
    bmr_mifflin_kcal,
    rmr_cunningham_1980_kcal,
)

__all__ = (
    "DayCost",
    "Rest",
    "cost_of",
    "expenditure_kcal",
    "net_exercise_kcal",
    "rest_by_each",
    "rest_of",
)


@final
class Rest(Struct, frozen=True):
    """What a day at rest costs, by one equation."""

    method: RestingMethod
    kcal: float


@final
class DayCost(Struct, frozen=True):
    """What a day costs all together, and the rest and the training in it."""

    rest: Rest
    exercise_kcal: float
    kcal: float


def rest_of(day: LocalDate, known: Circumstances) -> Result[Rest, Why]:
    """Estimate the resting energy by the equation that fits what is known (N2, NUT-2).

    Cunningham's where fat was measured, else Mifflin's; where that lacks something, Cunningham's
    of the estimated fat-free mass. The reasons are those of the equation that would have been it.
    """
    lean = _by(RestingMethod.CUNNINGHAM, day, known)
    whole = _by(RestingMethod.MIFFLIN, day, known)
    first, second = (whole, lean) if known.body.measured_fat_kg is None else (lean, whole)
    match first:
        case Success():
            return first
        case Failure(why):
            match second:
                case Success():
                    return second
                case Failure():
                    return Failure(why)


def rest_by_each(
    day: LocalDate, known: Circumstances
) -> tuple[tuple[RestingMethod, Result[Rest, Why]], ...]:
    """Estimate the resting energy of a day by every equation, or tell what each one lacks."""
    return tuple((method, _by(method, day, known)) for method in RestingMethod)


def cost_of(day: LocalDate, known: Circumstances) -> Result[DayCost, Why]:
    """Compute what a day costs: rest, daily life and the sessions logged (N3, NUT-3)."""
    rest, exercise = rest_of(day, known), net_exercise_kcal(day, known)
    match rest:
        case Failure(why):
            return Failure((*why, *_reasons(exercise)))
        case Success(found):
            match exercise:
                case Failure(unknown):
                    return Failure(unknown)
                case Success(exercise_kcal):
                    match tdee_of_training_kcal(found.kcal, exercise_kcal):
                        case Failure(fault):
                            return Failure((fault,))
                        case Success(kcal):
                            return Success(DayCost(found, exercise_kcal, kcal))


def expenditure_kcal(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Tell the energy a day costs (N3, NUT-3)."""
    match cost_of(day, known):
        case Success(cost):
            return Success(cost.kcal)
        case Failure(why):
            return Failure(why)


def net_exercise_kcal(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Tell the net energy of the sessions of a day; there is none where one of them has none."""
    exercise_kcal = known.exertion(day).net_energy_kcal
    if exercise_kcal is None:
        return Failure((Missing(f"net energy of the training of {day}"),))
    return Success(exercise_kcal)


def _by(method: RestingMethod, day: LocalDate, known: Circumstances) -> Result[Rest, Why]:
    match _kcal_by(method, day, known):
        case Success(kcal):
            return Success(Rest(method, kcal))
        case Failure(why):
            return Failure(why)


def _kcal_by(method: RestingMethod, day: LocalDate, known: Circumstances) -> Result[float, Why]:
    body, profile = known.body, known.profile
    if method in {RestingMethod.CUNNINGHAM, RestingMethod.KATCH_MCARDLE}:
        lean_kg = body.fat_free_mass_kg
        if lean_kg is None:
            return Failure(missing_of(fat_free_mass_kg=lean_kg))
        by_lean = {
            RestingMethod.CUNNINGHAM: rmr_cunningham_1980_kcal,
            RestingMethod.KATCH_MCARDLE: bmr_katch_mcardle_kcal,
        }
        return _why(by_lean[method](lean_kg))
    age_years, height, sex = profile.age_years(day), profile.height, profile.sex
    if body.weight_kg is None or height is None or age_years is None or sex is None:
        return Failure(
            missing_of(weight_kg=body.weight_kg, height_m=height, birth_date=age_years, sex=sex)
        )
    by_whole = {
        RestingMethod.MIFFLIN: bmr_mifflin_kcal,
        RestingMethod.HARRIS_BENEDICT: bmr_harris_benedict_1984_kcal,
    }
    return _why(by_whole[method](body.weight_kg, height.meters * 100, age_years, sex))


def _why(found: Result[float, NoNumber]) -> Result[float, Why]:
    match found:
        case Success(value):
            return Success(value)
        case Failure(reason):
            return Failure((reason,))


def _reasons(result: Result[float, Why]) -> Why:
    match result:
        case Success():
            return ()
        case Failure(why):
            return why
