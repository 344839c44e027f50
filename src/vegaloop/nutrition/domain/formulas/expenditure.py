"""What a day costs, kcal, from rest, daily life and training (formula book N3).

Rule 1: training is counted once: by an activity level of the whole day, or by its sessions on top
of the level of a day without any, never by both.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from vegaloop.kernel.evidence import Outside, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import DAY_KCAL

__all__ = (
    "NON_EXERCISE_FACTOR",
    "NON_EXERCISE_FACTORS",
    "PalBand",
    "pal_band",
    "tdee_kcal",
    "tdee_of_training_kcal",
    "thermic_effect_kcal",
)

# A day without training costs between 1.3 and 1.4 times rest (N3).
NON_EXERCISE_FACTORS: Final = (1.3, 1.4)
NON_EXERCISE_FACTOR: Final = 1.35
# From lying still to a mountain stage: Westerterp 1986 measured up to 5 in the Tour de France.
FACTORS: Final = (1.0, 5.0)
THERMIC_SHARE: Final = 0.10


class PalBand(StrEnum):
    """The lifestyles of FAO/WHO/UNU 2004, and what lies below and above them."""

    BELOW = "below-sedentary"
    SEDENTARY = "sedentary"
    ACTIVE = "active"
    VIGOROUS = "vigorous"
    ABOVE = "above-vigorous"


def tdee_kcal(resting_kcal: float, factor: float) -> Result[float, Outside]:
    """Scale the resting energy of a day by an activity level from 1 to 5, kcal (N3, NUT-41).

    Domain: 0 to 100,000 kcal. Source: FAO/WHO/UNU 2004.
    """
    fault = outside(
        ("resting_kcal", resting_kcal, *DAY_KCAL),
        ("factor", factor, *FACTORS),
    )
    if fault is not None:
        return Failure(fault)
    return Success(resting_kcal * factor)


def tdee_of_training_kcal(
    resting_kcal: float, net_exercise_kcal: float, factor: float = NON_EXERCISE_FACTOR
) -> Result[float, Outside]:
    """Add the net energy of sessions to a day of 1.3 to 1.4 times rest, kcal (N3, NUT-41).

    Domain: 0 to 100,000 kcal each. Source: definition.
    """
    fault = outside(
        ("resting_kcal", resting_kcal, *DAY_KCAL),
        ("net_exercise_kcal", net_exercise_kcal, *DAY_KCAL),
        ("factor", factor, *NON_EXERCISE_FACTORS),
    )
    if fault is not None:
        return Failure(fault)
    return Success(resting_kcal * factor + net_exercise_kcal)


def thermic_effect_kcal(eaten_kcal: float) -> Result[float, Outside]:
    """Estimate what digesting a day's food costs, kcal: a tenth of it (N3, NUT-41).

    Domain: 0 to 100,000 kcal. Source: VegaLoop's own, as N3 names nobody.
    """
    fault = outside(("eaten_kcal", eaten_kcal, *DAY_KCAL))
    if fault is not None:
        return Failure(fault)
    return Success(THERMIC_SHARE * eaten_kcal)


def pal_band(level: float) -> Result[PalBand, Outside]:
    """Name the lifestyle of a physical activity level (FAO/WHO/UNU 2004; N3, NUT-41).

    Domain: a level, without a unit, of 1 to 5. Each band holds its lower bound; the last one its
    upper bound, 2.40, too.
    """
    fault = outside(("physical_activity_level", level, *FACTORS))
    if fault is not None:
        return Failure(fault)
    if level < 1.40:
        return Success(PalBand.BELOW)
    if level < 1.70:
        return Success(PalBand.SEDENTARY)
    if level < 2.00:
        return Success(PalBand.ACTIVE)
    return Success(PalBand.VIGOROUS if level <= 2.40 else PalBand.ABOVE)
