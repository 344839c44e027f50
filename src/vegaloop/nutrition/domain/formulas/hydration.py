"""Water: how much a day asks for, what a session sweats, and what to drink of it (formula book N8).

Source: IOM 2005; EFSA 2010; Sawka, ACSM 2007, MSSE 39:377; Hew-Butler 2015 on drinking too much.
Rule 1: nobody is ever advised to drink more than was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vegaloop.kernel.evidence import Asked, NoNumber, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import MASS_KG
from vegaloop.nutrition.domain.formulas.span import Span

__all__ = (
    "DRINKING_MOST_L_PER_H",
    "DRINKS_SHARE",
    "LOSS_MOST_PERCENT",
    "SODIUM_MG_PER_H",
    "WaterMethod",
    "adequate_water_l",
    "drinking_l_per_h",
    "fluid_before_l",
    "mass_loss_percent",
    "replacement_l",
    "sweat_rate_l_per_h",
)

DRINKS_SHARE: Final = 0.8  # The rest is in food.
LOSS_MOST_PERCENT: Final = 2.0
REPLACEMENT_L_PER_KG: Final = Span(1.25, 1.5)
BEFORE_L_PER_KG: Final = Span(0.005, 0.010)
SODIUM_MG_PER_H: Final = Span(300, 600)  # In long sessions in the heat.
LITRES: Final = (0.0, 20.0)
# Nobody was seen to sweat more than 3.7 L/h (Armstrong 1986), nor to lose a tenth of the body
# in a session and walk on.
RATE_L_PER_H: Final = (0.0, 4.0)
CHANGE_MOST_SHARE: Final = 0.1
DRINKING_MOST_L_PER_H: Final = 1.2  # What a stomach passes on (Coyle & Montain 1992).
HOURS_MOST: Final = 24.0
HOURS_LEAST: Final = 1 / 60


class WaterMethod(StrEnum):
    """Whose adequate intake of water it is."""

    IOM = "iom_2005"
    EFSA = "efsa_2010"


_ADEQUATE_L: Final[Mapping[WaterMethod, Mapping[Sex, float]]] = {
    WaterMethod.IOM: {Sex.MALE: 3.7, Sex.FEMALE: 2.7},
    WaterMethod.EFSA: {Sex.MALE: 2.5, Sex.FEMALE: 2.0},
}


def adequate_water_l(method: WaterMethod, sex: Sex) -> float:
    """Give the adequate intake of water of an adult, L a day, food and drinks (N8, NUT-83).

    Total. Source: IOM 2005; EFSA 2010.
    """
    return _ADEQUATE_L[WaterMethod(method)][Sex(sex)]


def sweat_rate_l_per_h(
    before_kg: float, after_kg: float, fluid_l: float, urine_l: float, hours: float
) -> Result[float, NoNumber]:
    """Compute the sweat rate of a session, L/h, 1 kg being 1 L (Sawka 2007; N8, NUT-82).

    Domain: 1 to 650 kg, 0 to 20 L, a minute to 24 hours, a mass that changed by a tenth at most
    and a rate from 0 to 4 L/h; beyond that one of the figures cannot be (NUT-101).
    """
    wrong = outside(
        *_weighed(before_kg, after_kg),
        ("fluid_l", fluid_l, *LITRES),
        ("urine_l", urine_l, *LITRES),
        ("hours", hours, HOURS_LEAST, HOURS_MOST),
    )
    if wrong is not None:
        return Failure(wrong)
    rate_l_per_h = (before_kg - after_kg + fluid_l - urine_l) / hours
    odd = outside(("sweat_rate_l_per_h", rate_l_per_h, *RATE_L_PER_H))
    return Success(rate_l_per_h) if odd is None else Failure(odd)


def mass_loss_percent(before_kg: float, after_kg: float) -> Result[float, NoNumber]:
    """Compute the loss of body mass in a session, in percent; below zero is a gain (N8, NUT-82).

    Domain: 1 to 650 kg, and a change of a tenth of it at most. Source: Sawka 2007.
    """
    wrong = outside(*_weighed(before_kg, after_kg))
    return Success(100 * (before_kg - after_kg) / before_kg) if wrong is None else Failure(wrong)


def replacement_l(before_kg: float, after_kg: float) -> Result[Span, NoNumber]:
    """Give what to drink after a session, L: 1.25 to 1.5 for each kg that was lost (N8, NUT-84).

    Domain: as `mass_loss_percent`; nothing where nothing was lost. Source: Sawka 2007.
    """
    match mass_loss_percent(before_kg, after_kg):
        case Failure(reason):
            return Failure(reason)
        case Success():
            return Success(REPLACEMENT_L_PER_KG.times(max(0.0, before_kg - after_kg)))


def drinking_l_per_h(
    sweat_rate_l_per_h: float, before_kg: float, hours: float
) -> Result[Span, NoNumber]:
    """Give what to drink during a session, L/h, at a sweat rate (N8, NUT-84).

    At least so much that no more than 2 % of the body mass is lost, at most what is sweated, and
    never more than 1.2 L/h. Domain: 0 to 4 L/h, 1 to 650 kg, a minute to 24 hours. Source: Sawka
    2007; Coyle & Montain 1992; Hew-Butler 2015.
    """
    wrong = outside(
        ("sweat_rate_l_per_h", sweat_rate_l_per_h, *RATE_L_PER_H),
        ("before_kg", before_kg, *MASS_KG),
        ("hours", hours, HOURS_LEAST, HOURS_MOST),
    )
    if wrong is not None:
        return Failure(wrong)
    allowed_l_per_h = before_kg * LOSS_MOST_PERCENT / 100 / hours
    most = min(sweat_rate_l_per_h, DRINKING_MOST_L_PER_H)
    return Success(Span(min(most, max(0.0, sweat_rate_l_per_h - allowed_l_per_h)), most))


def fluid_before_l(weight_kg: float) -> Result[Span, NoNumber]:
    """Give what to drink 2 to 4 hours before a session, L: 5 to 10 ml/kg (Sawka 2007; N8, NUT-76).

    Domain: 1 to 650 kg.
    """
    wrong = outside(("weight_kg", weight_kg, *MASS_KG))
    return Success(BEFORE_L_PER_KG.times(weight_kg)) if wrong is None else Failure(wrong)


def _weighed(before_kg: float, after_kg: float) -> tuple[Asked, Asked]:
    least, most = 1 - CHANGE_MOST_SHARE, 1 + CHANGE_MOST_SHARE
    return (
        ("before_kg", before_kg, *MASS_KG),
        ("after_kg", after_kg, least * before_kg, most * before_kg),
    )
