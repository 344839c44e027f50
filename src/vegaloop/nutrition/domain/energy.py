"""Energy: of food, of a body at rest, of a day, and what training leaves of it.

Rule 1: formulas take and give plain floats with the unit in the name; nothing is rounded.
"""

from __future__ import annotations

from typing import Final

from vegaloop.kernel.evidence import Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "FORMULA_VERSION",
    "KCAL_PER_G_CARBOHYDRATE",
    "KCAL_PER_G_FAT",
    "KCAL_PER_G_PROTEIN",
    "bmr_mifflin_kcal",
    "energy_atwater_general_kcal",
    "energy_availability_kcal_per_kg",
    "rmr_cunningham_1980_kcal",
    "tdee_kcal",
)

FORMULA_VERSION: Final = "nutrition-1"

# The general factors: Atwater & Bryant 1900; EU Regulation 1169/2011, annex XIV.
KCAL_PER_G_PROTEIN: Final = 4
KCAL_PER_G_FAT: Final = 9
KCAL_PER_G_CARBOHYDRATE: Final = 4
KCAL_PER_G_ALCOHOL: Final = 7
KCAL_PER_G_FIBRE: Final = 2
KCAL_PER_G_POLYOLS: Final = 2.4


def energy_atwater_general_kcal(
    *,
    protein_g: float,
    fat_g: float,
    carbohydrate_available_g: float,
    fibre_g: float = 0.0,
    alcohol_g: float = 0.0,
    polyols_g: float = 0.0,
) -> float:
    """Compute the energy of food from its macronutrients (N1, NUT-1).

    Where the carbohydrate is total carbohydrate its fibre is in it: then no fibre is added.
    """
    return (
        KCAL_PER_G_PROTEIN * protein_g
        + KCAL_PER_G_FAT * fat_g
        + KCAL_PER_G_CARBOHYDRATE * carbohydrate_available_g
        + KCAL_PER_G_FIBRE * fibre_g
        + KCAL_PER_G_ALCOHOL * alcohol_g
        + KCAL_PER_G_POLYOLS * polyols_g
    )


def bmr_mifflin_kcal(weight_kg: float, height_cm: float, age_years: float, sex: Sex) -> float:
    """Estimate the resting energy of a day (Mifflin & St Jeor 1990, adults; N2, NUT-2)."""
    constant = 5 if sex is Sex.MALE else -161
    return 10 * weight_kg + 6.25 * height_cm - 5 * age_years + constant


def rmr_cunningham_1980_kcal(fat_free_mass_kg: float) -> float:
    """Estimate the resting energy of an athlete's day (Cunningham 1980; N2, NUT-2)."""
    return 500 + 22 * fat_free_mass_kg


def tdee_kcal(resting_kcal: float, factor: float) -> float:
    """Scale the resting energy of a day by an activity factor (N3, NUT-3)."""
    return resting_kcal * factor


def energy_availability_kcal_per_kg(
    eaten_kcal: float, net_exercise_kcal: float, fat_free_mass_kg: float
) -> Result[float, Undefined]:
    """Compute what training leaves of a day's food for the body (Loucks 2004; N4, NUT-11).

    `net_exercise_kcal` is without what the same minutes would have cost at rest; there is no
    value without fat-free mass.
    """
    if fat_free_mass_kg <= 0:
        return Failure(Undefined("energy availability", "fat-free mass is not above zero"))
    return Success((eaten_kcal - net_exercise_kcal) / fat_free_mass_kg)
