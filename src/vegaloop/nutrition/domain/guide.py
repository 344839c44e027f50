"""What to eat around the training of a day, and at each of its meals (formula book N5, N6).

Rule 1: all the training of a day counts as one session; `hours` are those at moderate effort or
harder.
"""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.formulas.carbohydrate import (
    carbohydrate_before_g,
    carbohydrate_during_g_per_h,
    carbohydrate_recovery_g,
)
from vegaloop.nutrition.domain.formulas.macros import protein_basis_kg, protein_per_meal_g
from vegaloop.nutrition.domain.formulas.span import Span

__all__ = ("FuelGuide", "guide_of")

BEFORE_HOURS: Final = 1.0
RECOVERY_HOURS: Final = 1.0


@final
class FuelGuide(Struct, frozen=True):
    """Carbohydrate before, during and after the training of a day, and protein at each meal."""

    day: LocalDate
    hours: float
    carbohydrate_before_g: Result[Span, NoNumber]
    carbohydrate_during_g_per_h: Result[Span, NoNumber]
    carbohydrate_after_g_per_h: Result[Span, NoNumber]
    protein_per_meal_g: Result[Span, NoNumber]


def guide_of(day: LocalDate, known: Circumstances) -> FuelGuide:
    """Say what to eat around the training of a day (N5, N6; NUT-95).

    Around no session there is nothing to eat: a day of rest has a reason there (NUT-103).
    """
    hours = known.exertion(day).moderate_or_harder_hours
    before, during, after = _around(day, hours, known.body.weight_kg)
    return FuelGuide(
        day=day,
        hours=hours,
        carbohydrate_before_g=before,
        carbohydrate_during_g_per_h=during,
        carbohydrate_after_g_per_h=after,
        protein_per_meal_g=_per_meal(known),
    )


def _around(
    day: LocalDate, hours: float, weight_kg: float | None
) -> tuple[Result[Span, NoNumber], Result[Span, NoNumber], Result[Span, NoNumber]]:
    if not hours:
        no_session = f"no session at moderate effort or harder is logged on {day}"
        resting = Failure(Undefined("carbohydrate around a session", no_session))
        return resting, resting, resting
    during = carbohydrate_during_g_per_h(hours)
    if weight_kg is None:
        unweighed = Failure(Missing("weight_kg"))
        return unweighed, during, unweighed
    before = carbohydrate_before_g(weight_kg, BEFORE_HOURS)
    return before, during, carbohydrate_recovery_g(weight_kg, RECOVERY_HOURS)


def _per_meal(known: Circumstances) -> Result[Span, NoNumber]:
    weight_kg, height = known.body.weight_kg, known.profile.height
    if weight_kg is None:
        return Failure(Missing("weight_kg"))
    if height is None:
        return Failure(Missing("height_m"))
    match protein_basis_kg(weight_kg, height.meters):
        case Failure(reason):
            return Failure(reason)
        case Success(basis_kg):
            return protein_per_meal_g(basis_kg)
