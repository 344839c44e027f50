"""How much carbohydrate training asks for: a day, around a session and during it (formula book N6).

Source: Burke 2011, J Sports Sci 29(S1):S17; Thomas, Erdman & Burke 2016, MSSE 48:543.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Final

from vegaloop.kernel.evidence import NoNumber, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import MASS_KG
from vegaloop.nutrition.domain.formulas.span import Span

__all__ = (
    "CARBOHYDRATE_G_PER_KG",
    "LOADING_HOURS",
    "TrainingLoad",
    "carbohydrate_before_g",
    "carbohydrate_during_g_per_h",
    "carbohydrate_g_per_kg",
    "carbohydrate_recovery_g",
)

# Made continuous: (hours at moderate effort or harder, g/kg); between them straight lines.
KNOTS: Final = ((0.0, 3.5), (1.0, 6.0), (2.0, 7.5), (3.0, 8.5), (4.5, 10.0))
HOURS_MOST: Final = 48.0
LOADING_HOURS: Final = Span(36, 48)
BEFORE_HOURS: Final = (1.0, 4.0)
BEFORE_G_PER_KG: Final = Span(1, 4)
RECOVERY_G_PER_KG_H: Final = Span(1.0, 1.2)
RECOVERY_HOURS_MOST: Final = 4.0
NOTHING_BELOW_HOURS: Final = 0.75
LITTLE_BELOW_HOURS: Final = 1.25
LONG_ABOVE_HOURS: Final = 2.5
NOTHING_G_PER_H: Final = Span(0, 0)
# The sources say a mouth rinse or small amounts: that is up to where the next range begins.
LITTLE_G_PER_H: Final = Span(0, 30)
USUAL_G_PER_H: Final = Span(30, 60)
LONG_G_PER_H: Final = Span(60, 90)


class TrainingLoad(StrEnum):
    """How much a day trains, in the words of the consensus."""

    LIGHT = "light"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"
    LOADING = "loading"


# Light is skill work, moderate about 1 h a day, high 1 to 3 h, very high more than 4 to 5 h;
# loading is for the 36 to 48 h before a long race.
CARBOHYDRATE_G_PER_KG: Final[Mapping[TrainingLoad, Span]] = {
    TrainingLoad.LIGHT: Span(3, 5),
    TrainingLoad.MODERATE: Span(5, 7),
    TrainingLoad.HIGH: Span(6, 10),
    TrainingLoad.VERY_HIGH: Span(8, 12),
    TrainingLoad.LOADING: Span(10, 12),
}


def carbohydrate_g_per_kg(hours: float) -> Result[float, NoNumber]:
    """Read the continuous carbohydrate target, g/kg, at so many hours of training (N6, NUT-5).

    Domain: 0 to 48 h at moderate effort or harder. Non-decreasing, from 3.5 g/kg without training
    to 10 g/kg at 4.5 hours and more. Source: VegaLoop's own, through the ranges of Burke 2011.
    """
    wrong = outside(("hours", hours, 0, HOURS_MOST))
    if wrong is not None:
        return Failure(wrong)
    for (left_h, left), (right_h, right) in pairwise(KNOTS):
        if hours < right_h:
            return Success(left + (right - left) * (hours - left_h) / (right_h - left_h))
    return Success(KNOTS[-1][1])


def carbohydrate_during_g_per_h(session_hours: float) -> Result[Span, NoNumber]:
    """Give what to eat during a session, g/h, by how long it lasts (N6, NUT-76).

    Domain: 0 to 48 h. Below 45 minutes nothing, below 75 a mouth rinse or little, up to 2.5 hours
    30 to 60, beyond that up to 90 of sugars that are taken up in several ways. Source: Burke 2011;
    Thomas 2016.
    """
    wrong = outside(("session_hours", session_hours, 0, HOURS_MOST))
    if wrong is not None:
        return Failure(wrong)
    if session_hours < NOTHING_BELOW_HOURS:
        return Success(NOTHING_G_PER_H)
    if session_hours < LITTLE_BELOW_HOURS:
        return Success(LITTLE_G_PER_H)
    return Success(LONG_G_PER_H if session_hours > LONG_ABOVE_HOURS else USUAL_G_PER_H)


def carbohydrate_before_g(weight_kg: float, hours_before: float) -> Result[Span, NoNumber]:
    """Give what to eat before a session of an hour and more, in grams: 1 to 4 g/kg (N6, NUT-76).

    Domain: 1 to 650 kg, 1 to 4 hours before. Source: Burke 2011; Thomas 2016.
    """
    wrong = outside(
        ("weight_kg", weight_kg, *MASS_KG),
        ("hours_before", hours_before, *BEFORE_HOURS),
    )
    return Success(BEFORE_G_PER_KG.times(weight_kg)) if wrong is None else Failure(wrong)


def carbohydrate_recovery_g(weight_kg: float, hours: float) -> Result[Span, NoNumber]:
    """Give what to eat in each of the first hours after a session, in grams: 1.0 to 1.2 g/kg (N6).

    Domain: 1 to 650 kg, 0 to 4 h; for those who train again within eight hours. Source: Burke 2011;
    Thomas 2016 (NUT-76).
    """
    wrong = outside(
        ("weight_kg", weight_kg, *MASS_KG),
        ("hours", hours, 0, RECOVERY_HOURS_MOST),
    )
    return (
        Success(RECOVERY_G_PER_KG_H.times(weight_kg * hours)) if wrong is None else Failure(wrong)
    )
