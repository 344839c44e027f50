"""What training leaves of a day's food for the body (formula book N4).

Rule 1: an orientation, never a diagnosis: the IOC's 2023 statement has no universal threshold.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from vegaloop.kernel.evidence import Outside, Undefined, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import DAY_KCAL, MASS_KG

__all__ = (
    "REDUCED_BELOW_KCAL_PER_KG",
    "WOMEN_LOW_BELOW_KCAL_PER_KG",
    "Orientation",
    "energy_availability_kcal_per_kg",
    "orientation_of",
)

# Women: Loucks & Thuma 2003; men: effects were reported from 9 to 25 (Koehler 2016, Fagerberg 2018).
REDUCED_BELOW_KCAL_PER_KG: Final = 45.0
WOMEN_LOW_BELOW_KCAL_PER_KG: Final = 30.0
MEN_REPORTED_KCAL_PER_KG: Final = (9.0, 25.0)


class Orientation(StrEnum):
    """Where a value lies among those that studies reported, in words that judge nobody."""

    WOMEN_FROM_45 = "women-45-and-more"
    WOMEN_30_TO_45 = "women-30-to-45"
    WOMEN_BELOW_30 = "women-below-30"
    MEN_ABOVE_25 = "men-above-25"
    MEN_9_TO_25 = "men-9-to-25"
    MEN_BELOW_9 = "men-below-9"


def energy_availability_kcal_per_kg(
    eaten_kcal: float, net_exercise_kcal: float, fat_free_mass_kg: float
) -> Result[float, Outside | Undefined]:
    """Compute the energy availability of a day, kcal/kg of fat-free mass (Loucks 2004; N4, NUT-11).

    Domain: 0 to 100,000 kcal, 1 to 650 kg; there is no value without fat-free mass.
    `net_exercise_kcal` is without what the same minutes would have cost at rest. Below zero
    training took more than was eaten.
    """
    if fat_free_mass_kg <= 0:
        return Failure(Undefined("energy availability", "fat-free mass is not above zero"))
    fault = outside(
        ("eaten_kcal", eaten_kcal, *DAY_KCAL),
        ("net_exercise_kcal", net_exercise_kcal, *DAY_KCAL),
        ("fat_free_mass_kg", fat_free_mass_kg, *MASS_KG),
    )
    if fault is not None:
        return Failure(fault)
    return Success((eaten_kcal - net_exercise_kcal) / fat_free_mass_kg)


def orientation_of(kcal_per_kg: float, sex: Sex) -> Result[Orientation, Outside]:
    """Place an energy availability, kcal/kg, among the values reported for a sex (N4, NUT-43).

    Domain: -100,000 to 100,000 kcal/kg. Source: Loucks & Thuma 2003 for women; Koehler 2016,
    Fagerberg 2018 for men.
    """
    fault = outside(("kcal_per_kg", kcal_per_kg, -DAY_KCAL[1], DAY_KCAL[1]))
    return Success(_placed(kcal_per_kg, sex)) if fault is None else Failure(fault)


def _placed(kcal_per_kg: float, sex: Sex) -> Orientation:
    if Sex(sex) is Sex.FEMALE:
        if kcal_per_kg >= REDUCED_BELOW_KCAL_PER_KG:
            return Orientation.WOMEN_FROM_45
        low = kcal_per_kg < WOMEN_LOW_BELOW_KCAL_PER_KG
        return Orientation.WOMEN_BELOW_30 if low else Orientation.WOMEN_30_TO_45
    least, most = MEN_REPORTED_KCAL_PER_KG
    if kcal_per_kg > most:
        return Orientation.MEN_ABOVE_25
    return Orientation.MEN_BELOW_9 if kcal_per_kg < least else Orientation.MEN_9_TO_25
