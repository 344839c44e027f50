"""What a day asks a person to eat, from body, age and the training of two days.

Rule 1: what cannot be computed is missing, with the reason; nothing has a default.
Rule 2: nothing here is kept: a new weight gives new targets at once.
"""

from __future__ import annotations

from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.nutrition.domain.circumstances import Circumstances, Why, missing_of
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.expenditure import Rest, expenditure_kcal, rest_of
from vegaloop.nutrition.domain.formulas import macros
from vegaloop.nutrition.domain.formulas.carbohydrate import carbohydrate_g_per_kg
from vegaloop.nutrition.domain.formulas.macros import PROTEIN_G_PER_KG, protein_basis_kg

__all__ = ("Targets", "carbohydrate_target_g", "decide_targets", "protein_target_g")

A = TypeVar("A")

YESTERDAY_SHARE: Final = 0.5
FIBRE_G_PER_KCAL: Final = 0.014  # IOM 2005: an adequate intake is 14 g/1000 kcal.


@final
class Targets(Struct, frozen=True):
    """What a day asks for; None is what cannot be computed, and `missing` says why."""

    energy_kcal: float | None
    protein_g: float | None
    carbohydrate_g: float | None
    fat_g: float | None
    fibre_g: float | None
    missing: Why
    resting_energy_method: str | None
    protein_method: str | None
    formula_version: str = FORMULA_VERSION

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all could be computed."""
        return self.energy_kcal is None and self.protein_g is None and self.carbohydrate_g is None


def decide_targets(day: LocalDate, known: Circumstances) -> Targets:
    """Compute what a day asks for, each part where it can be."""
    energy, protein = expenditure_kcal(day, known), protein_target_g(day, known)
    carbohydrate = carbohydrate_target_g(day, known)
    fat = _fat_target_g(energy, protein, carbohydrate, known)
    why: Why = (*_reasons(energy), *_reasons(protein), *_reasons(carbohydrate), *_reasons(fat))
    energy_kcal, protein_g = _value(energy), _value(protein)
    return Targets(
        energy_kcal=energy_kcal,
        protein_g=protein_g,
        carbohydrate_g=_value(carbohydrate),
        fat_g=_value(fat),
        fibre_g=None if energy_kcal is None else FIBRE_G_PER_KCAL * energy_kcal,
        missing=tuple(w for n, w in enumerate(why) if w not in why[:n]),
        resting_energy_method=None if energy_kcal is None else _method(rest_of(day, known)),
        protein_method=None if protein_g is None else known.protein_method(day),
    )


def protein_target_g(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Compute the protein a day asks for, by what the person chose (N5, NUT-4, NUT-74)."""
    weight_kg, height = known.body.weight_kg, known.profile.height
    if weight_kg is None or height is None:
        return Failure(missing_of(weight_kg=weight_kg, height_m=height))
    match protein_basis_kg(weight_kg, height.meters):
        case Failure(reason):
            return Failure((reason,))
        case Success(basis_kg):
            g_per_kg = PROTEIN_G_PER_KG[known.protein_method(day)]
            age_years = known.profile.age_years(day)
            return _with_why(macros.protein_target_g(basis_kg, g_per_kg, age_years))


def carbohydrate_target_g(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Compute the carbohydrate a day asks for, by its training and half of the day before (N6)."""
    weight_kg = known.body.weight_kg
    if weight_kg is None:
        return Failure(missing_of(weight_kg=weight_kg))
    today_h = known.exertion(day).moderate_or_harder_hours
    yesterday_h = known.exertion(days_after(day, -1)).moderate_or_harder_hours
    match carbohydrate_g_per_kg(today_h + YESTERDAY_SHARE * yesterday_h):
        case Failure(reason):
            return Failure((reason,))
        case Success(g_per_kg):
            return Success(weight_kg * g_per_kg)


def _fat_target_g(
    energy: Result[float, Why],
    protein: Result[float, Why],
    carbohydrate: Result[float, Why],
    known: Circumstances,
) -> Result[float, Why]:
    energy_kcal, protein_g, carbohydrate_g = _value(energy), _value(protein), _value(carbohydrate)
    weight_kg = known.body.weight_kg
    if energy_kcal is None or protein_g is None or carbohydrate_g is None or weight_kg is None:
        return Failure(())  # The others say what is missing.
    return _with_why(macros.fat_target_g(energy_kcal, protein_g, carbohydrate_g, weight_kg))


def _method(rest: Result[Rest, Why]) -> str | None:
    found = _value(rest)
    return None if found is None else found.method


def _with_why(result: Result[A, NoNumber]) -> Result[A, Why]:
    match result:
        case Success(value):
            return Success(value)
        case Failure(reason):
            return Failure((reason,))


def _value(result: Result[A, Why]) -> A | None:
    match result:
        case Success(value):
            return value
        case Failure():
            return None


def _reasons(result: Result[A, Why]) -> Why:
    match result:
        case Success():
            return ()
        case Failure(why):
            return why
