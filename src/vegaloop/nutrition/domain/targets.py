"""What a day asks a person to eat, from body, age and the training of two days.

Rule 1: training is counted once, as the net energy of its sessions; the activity factor is that
of a day without training.
Rule 2: what cannot be computed is missing, with the reason; nothing has a default.
Rule 3: nothing here is kept: a new weight gives new targets at once.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.nutrition.domain.energy import (
    FORMULA_VERSION,
    KCAL_PER_G_CARBOHYDRATE,
    KCAL_PER_G_FAT,
    KCAL_PER_G_PROTEIN,
    bmr_mifflin_kcal,
    rmr_cunningham_1980_kcal,
    tdee_kcal,
)

__all__ = (
    "Body",
    "Circumstances",
    "DayExertion",
    "Targets",
    "Why",
    "carbohydrate_g_per_kg",
    "carbohydrate_target_g",
    "decide_targets",
    "expenditure_kcal",
    "fat_target_g",
    "net_exercise_kcal",
    "protein_basis_kg",
    "protein_target_g",
)

A = TypeVar("A")
Why = tuple[NoNumber, ...]

# A day without training lies between 1.3 and 1.4 times rest (N3).
NON_EXERCISE_FACTOR: Final = 1.35
# N5 has 1.4 for endurance and 1.8 in a deficit; what tells them from mixed training is not known.
PROTEIN_G_PER_KG: Final = 1.6
PROTEIN_METHOD: Final = "mixed_1.6"
PROTEIN_BASIS_BMI_MOST: Final = 27.5
YESTERDAY_SHARE: Final = 0.5
# N6, Burke 2011 and Thomas 2016 made continuous: (hours at moderate effort or harder, g/kg).
CARBOHYDRATE_KNOTS: Final = ((0.0, 3.5), (1.0, 6.0), (2.0, 7.5), (3.0, 8.5), (4.5, 10.0))
FAT_SHARE_LEAST: Final = 0.20
FAT_SHARE_MOST: Final = 0.35
FAT_G_PER_KG_LEAST: Final = 0.8
FIBRE_G_PER_KCAL: Final = 0.014  # IOM 2005: an adequate intake is 14 g/1000 kcal.


@final
class Body(Struct, frozen=True):
    """What is known of a body on a day; None is unknown."""

    weight_kg: float | None = None
    fat_free_mass_kg: float | None = None

    def __post_init__(self) -> None:
        if any(kg is not None and not kg > 0 for kg in (self.weight_kg, self.fat_free_mass_kg)):
            raise ValueError("a body weighs something")


@final
class DayExertion(Struct, frozen=True):
    """What a day of training cost; `net_energy_kcal` is None where a session's is unknown."""

    day: LocalDate
    moderate_or_harder_hours: float
    net_energy_kcal: float | None


@final
class Circumstances(Struct, frozen=True):
    """All that targets depend on; a day without an exertion is a day without training."""

    profile: Profile = Profile()
    body: Body = Body()
    exertions: tuple[DayExertion, ...] = ()

    def exertion(self, day: LocalDate) -> DayExertion:
        """The training of a day."""
        rest = DayExertion(day, 0.0, 0.0)
        return next((found for found in self.exertions if found.day == day), rest)


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
    energy, protein = expenditure_kcal(day, known), protein_target_g(known)
    carbohydrate = carbohydrate_target_g(day, known)
    energy_kcal, weight_kg = _value(energy), known.body.weight_kg
    protein_g, carbohydrate_g = _value(protein), _value(carbohydrate)
    fat_g = None
    if not (
        energy_kcal is None or protein_g is None or carbohydrate_g is None or weight_kg is None
    ):
        fat_g = fat_target_g(energy_kcal, protein_g, carbohydrate_g, weight_kg)
    why: Why = (*_reasons(energy), *_reasons(protein), *_reasons(carbohydrate))
    return Targets(
        energy_kcal=energy_kcal,
        protein_g=protein_g,
        carbohydrate_g=carbohydrate_g,
        fat_g=fat_g,
        fibre_g=None if energy_kcal is None else FIBRE_G_PER_KCAL * energy_kcal,
        missing=tuple(w for n, w in enumerate(why) if w not in why[:n]),
        resting_energy_method=None if energy_kcal is None else _method(known.body),
        protein_method=None if protein_g is None else PROTEIN_METHOD,
    )


def expenditure_kcal(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Compute the energy a day costs: rest, daily life and the sessions logged (N3, NUT-3)."""
    resting, exercise = _resting_kcal(day, known), net_exercise_kcal(day, known)
    match resting:
        case Failure(why):
            return Failure((*why, *_reasons(exercise)))
        case Success(resting_kcal):
            match exercise:
                case Failure(unknown):
                    return Failure(unknown)
                case Success(exercise_kcal):
                    return Success(tdee_kcal(resting_kcal, NON_EXERCISE_FACTOR) + exercise_kcal)


def net_exercise_kcal(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Tell the net energy of the sessions of a day; there is none where one of them has none."""
    exercise_kcal = known.exertion(day).net_energy_kcal
    if exercise_kcal is None:
        return Failure((Missing(f"net energy of the training of {day}"),))
    return Success(exercise_kcal)


def protein_target_g(known: Circumstances) -> Result[float, Why]:
    """Compute the protein a day asks for (N5: Thomas 2016, Jaeger 2017; NUT-4)."""
    weight_kg, height = known.body.weight_kg, known.profile.height
    if weight_kg is None or height is None:
        return Failure(_missing(weight_kg=weight_kg, height_m=height))
    return Success(PROTEIN_G_PER_KG * protein_basis_kg(weight_kg, height.meters))


def protein_basis_kg(weight_kg: float, height_m: float) -> float:
    """Take the weight protein is counted by: the actual one, at most that of BMI 27.5 (N5)."""
    return min(weight_kg, PROTEIN_BASIS_BMI_MOST * height_m**2)


def carbohydrate_target_g(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    """Compute the carbohydrate a day asks for, by its training and half of the day before (N6)."""
    weight_kg = known.body.weight_kg
    if weight_kg is None:
        return Failure(_missing(weight_kg=weight_kg))
    today_h = known.exertion(day).moderate_or_harder_hours
    yesterday_h = known.exertion(days_after(day, -1)).moderate_or_harder_hours
    return Success(weight_kg * carbohydrate_g_per_kg(today_h + YESTERDAY_SHARE * yesterday_h))


def carbohydrate_g_per_kg(hours: float) -> float:
    """Read the continuous carbohydrate target at so many hours of training (N6, NUT-5).

    Non-decreasing from 3.5 g/kg without training to 10 g/kg at 4.5 hours and more.
    """
    for (left_h, left), (right_h, right) in pairwise(CARBOHYDRATE_KNOTS):
        if hours < right_h:
            return left + (right - left) * max(0.0, hours - left_h) / (right_h - left_h)
    return CARBOHYDRATE_KNOTS[-1][1]


def fat_target_g(
    energy_kcal: float, protein_g: float, carbohydrate_g: float, weight_kg: float
) -> float:
    """Give fat the rest of the energy, within 20 to 35 % of it and from 0.8 g/kg (N7, NUT-6).

    Where 0.8 g/kg is more than 35 % of the energy, the 35 % hold.
    """
    others_kcal = KCAL_PER_G_PROTEIN * protein_g + KCAL_PER_G_CARBOHYDRATE * carbohydrate_g
    rest_g = (energy_kcal - others_kcal) / KCAL_PER_G_FAT
    least_g = max(FAT_SHARE_LEAST * energy_kcal / KCAL_PER_G_FAT, FAT_G_PER_KG_LEAST * weight_kg)
    return min(max(rest_g, least_g), FAT_SHARE_MOST * energy_kcal / KCAL_PER_G_FAT)


def _resting_kcal(day: LocalDate, known: Circumstances) -> Result[float, Why]:
    body, profile = known.body, known.profile
    if body.fat_free_mass_kg is not None:
        return Success(rmr_cunningham_1980_kcal(body.fat_free_mass_kg))
    age_years, height, sex = profile.age_years(day), profile.height, profile.sex
    if body.weight_kg is None or height is None or age_years is None or sex is None:
        return Failure(
            _missing(weight_kg=body.weight_kg, height_m=height, birth_date=age_years, sex=sex)
        )
    return Success(bmr_mifflin_kcal(body.weight_kg, height.meters * 100, age_years, sex))


def _method(body: Body) -> str:
    return "mifflin_1990" if body.fat_free_mass_kg is None else "cunningham_1980"


def _missing(**facts: object) -> Why:
    return tuple(Missing(name) for name, fact in facts.items() if fact is None)


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
