"""The body a weight forecast starts from (formula book N15): its parts, and what keeps it as it is.

Constants are those of Hall 2010 (Am J Physiol 298:E449) and Chow & Hall 2008, published in joules.
"""

from __future__ import annotations

import math
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Outside, Undefined, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import kcal_from_kj
from vegaloop.nutrition.domain.formulas.limits import HEIGHT_M, MASS_KG

__all__ = ("Baseline", "Person", "baseline_of")

FAT_KCAL_PER_KG: Final = kcal_from_kj(39_500)
LEAN_KCAL_PER_KG: Final = kcal_from_kj(7_600)
FORBES_KG: Final = 10.4 * LEAN_KCAL_PER_KG / FAT_KCAL_PER_KG
FAT_UPKEEP_KCAL_PER_KG: Final = kcal_from_kj(13)
LEAN_UPKEEP_KCAL_PER_KG: Final = kcal_from_kj(92)
THERMIC_SHARE: Final = 0.10
CARBOHYDRATE_SHARE: Final = 0.5
GLYCOGEN_KG: Final = 0.5
# A gram of glycogen is stored with 2.7 g of water.
GLYCOGEN_WITH_WATER: Final = 3.7

ADULT_YEARS: Final = (18.0, 130.0)
LEVELS: Final = (1.0, 3.0)


@final
class Person(Struct, frozen=True):
    """Whom the forecast is for; `level` is the physical activity level at a steady weight.

    Where the fat is measured it is taken, else estimated (Jackson 2002).
    """

    sex: Sex
    weight_kg: float
    height_m: float
    age_years: float
    level: float
    fat_kg: float | None = None


@final
class Baseline(Struct, frozen=True):
    """A body in balance: its parts, what it eats, and what its upkeep costs beside its tissues."""

    weight_kg: float
    fat_kg: float
    lean_kg: float
    extracellular_water_kg: float
    intake_kcal: float
    activity_kcal_per_kg: float

    @property
    def constant_kcal(self) -> float:
        """What is left of the intake after activity and the upkeep of tissues."""
        tissues = LEAN_UPKEEP_KCAL_PER_KG * self.lean_kg + FAT_UPKEEP_KCAL_PER_KG * self.fat_kg
        return self.intake_kcal - self.activity_kcal_per_kg * self.weight_kg - tissues


def baseline_of(person: Person) -> Result[Baseline, Outside | Undefined]:
    """Take a person apart: fat (Jackson 2002), water outside cells (Silva), glycogen, lean (N15)."""
    fault = outside(
        ("weight_kg", person.weight_kg, *MASS_KG),
        ("height_m", person.height_m, *HEIGHT_M),
        ("age_years", person.age_years, *ADULT_YEARS),
        ("physical_activity_level", person.level, *LEVELS),
    )
    if fault is not None:
        return Failure(fault)
    fat_kg = _fat_kg(person) if person.fat_kg is None else person.fat_kg
    water_kg = _extracellular_water_kg(person)
    lean_kg = person.weight_kg - fat_kg - water_kg - GLYCOGEN_WITH_WATER * GLYCOGEN_KG
    resting_kcal = _resting_kcal(person)
    if not (fat_kg > 0 and lean_kg > 0 and water_kg > 0 and resting_kcal > 0):
        return Failure(Undefined("hall_dynamic_weight", "no adult body has such parts"))
    return Success(
        Baseline(
            weight_kg=person.weight_kg,
            fat_kg=fat_kg,
            lean_kg=lean_kg,
            extracellular_water_kg=water_kg,
            intake_kcal=resting_kcal * person.level,
            activity_kcal_per_kg=((1 - THERMIC_SHARE) * person.level - 1)
            * resting_kcal
            / person.weight_kg,
        )
    )


def _fat_kg(person: Person) -> float:
    log_bmi = math.log(person.weight_kg / person.height_m**2)
    if Sex(person.sex) is Sex.MALE:
        percent = 0.14 * person.age_years + 37.31 * log_bmi - 103.94
    else:
        percent = 0.14 * person.age_years + 39.96 * log_bmi - 102.01
    return person.weight_kg * percent / 100


def _extracellular_water_kg(person: Person) -> float:
    if Sex(person.sex) is Sex.MALE:
        return 0.025 * person.age_years + 9.57 * person.height_m + 0.191 * person.weight_kg - 12.4
    return 5.98 * person.height_m + 0.167 * person.weight_kg - 4.0


def _resting_kcal(person: Person) -> float:
    constant = 5 if Sex(person.sex) is Sex.MALE else -161
    return 9.99 * person.weight_kg + 625 * person.height_m - 4.92 * person.age_years + constant
