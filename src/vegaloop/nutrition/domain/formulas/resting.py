"""The energy of a body at rest, kcal a day (formula book N2).

Rule 1: arguments no body has, and results no body could live on, are refused, never clamped.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from vegaloop.kernel.evidence import Outside, Undefined, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import AGE_YEARS, HEIGHT_M, MASS_KG

__all__ = (
    "MIFFLIN_AGES_YEARS",
    "CannotRest",
    "RestingMethod",
    "bmr_harris_benedict_1984_kcal",
    "bmr_katch_mcardle_kcal",
    "bmr_mifflin_kcal",
    "fat_free_mass_of_kg",
    "rmr_cunningham_1980_kcal",
)

CannotRest = Outside | Undefined

MIFFLIN_AGES_YEARS: Final = (19, 78)
BODY_FAT_PERCENT: Final = (0.0, 100.0)
HEIGHT_CM: Final = (HEIGHT_M[0] * 100, HEIGHT_M[1] * 100)


class RestingMethod(StrEnum):
    """The equations of resting energy, by their names in answers."""

    CUNNINGHAM = "cunningham_1980"
    MIFFLIN = "mifflin_1990"
    HARRIS_BENEDICT = "harris_benedict_1984"
    KATCH_MCARDLE = "katch_mcardle_1991"


def bmr_mifflin_kcal(
    weight_kg: float, height_cm: float, age_years: float, sex: Sex
) -> Result[float, CannotRest]:
    """Estimate the resting energy of an adult, kcal a day (Mifflin & St Jeor 1990; N2, NUT-40).

    Domain: 1 to 650 kg, 30 to 280 cm, 0 to 130 years. Fitted to people from 19 to 78 years, of whom
    four in five lie within 10 % of it.
    """
    constant = 5 if Sex(sex) is Sex.MALE else -161
    kcal = 10 * weight_kg + 6.25 * height_cm - 5 * age_years + constant
    return _of_a_body(kcal, weight_kg, height_cm, age_years)


def bmr_harris_benedict_1984_kcal(
    weight_kg: float, height_cm: float, age_years: float, sex: Sex
) -> Result[float, CannotRest]:
    """Estimate the resting energy of an adult, kcal a day (Roza & Shizgal 1984; N2, NUT-40).

    Domain: 1 to 650 kg, 30 to 280 cm, 0 to 130 years.
    """
    if Sex(sex) is Sex.MALE:
        kcal = 88.362 + 13.397 * weight_kg + 4.799 * height_cm - 5.677 * age_years
    else:
        kcal = 447.593 + 9.247 * weight_kg + 3.098 * height_cm - 4.330 * age_years
    return _of_a_body(kcal, weight_kg, height_cm, age_years)


def rmr_cunningham_1980_kcal(fat_free_mass_kg: float) -> Result[float, CannotRest]:
    """Estimate the resting energy of an athlete, kcal a day (Cunningham 1980; N2, NUT-40).

    Domain: 1 to 650 kg of fat-free mass.
    """
    return _of_lean(500 + 22 * fat_free_mass_kg, fat_free_mass_kg)


def bmr_katch_mcardle_kcal(fat_free_mass_kg: float) -> Result[float, CannotRest]:
    """Estimate the resting energy of anybody, kcal a day (Cunningham 1991; N2, NUT-40).

    Domain: 1 to 650 kg of fat-free mass. Known as Katch & McArdle's; it lies below Cunningham's of
    1980 for every fat-free mass.
    """
    return _of_lean(370 + 21.6 * fat_free_mass_kg, fat_free_mass_kg)


def fat_free_mass_of_kg(weight_kg: float, body_fat_percent: float) -> Result[float, Outside]:
    """Give what of a weight is not fat, kg; the share of fat is from 0 to 100 % (N2, NUT-40).

    Domain: 1 to 650 kg. Source: definition.
    """
    fault = outside(
        ("weight_kg", weight_kg, *MASS_KG),
        ("body_fat_percent", body_fat_percent, *BODY_FAT_PERCENT),
    )
    if fault is not None:
        return Failure(fault)
    return Success(weight_kg * (1 - body_fat_percent / 100))


def _of_a_body(
    kcal: float, weight_kg: float, height_cm: float, age_years: float
) -> Result[float, CannotRest]:
    fault = outside(
        ("weight_kg", weight_kg, *MASS_KG),
        ("height_cm", height_cm, *HEIGHT_CM),
        ("age_years", age_years, *AGE_YEARS),
    )
    if fault is not None:
        return Failure(fault)
    if kcal <= 0:
        return Failure(Undefined("resting energy", "no body of that age is so light and short"))
    return Success(kcal)


def _of_lean(kcal: float, fat_free_mass_kg: float) -> Result[float, CannotRest]:
    fault = outside(("fat_free_mass_kg", fat_free_mass_kg, *MASS_KG))
    if fault is not None:
        return Failure(fault)
    return Success(kcal)
