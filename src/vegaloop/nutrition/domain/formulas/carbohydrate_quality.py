"""What carbohydrate does: net carbohydrate, glycaemic index and load (formula book N10)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from vegaloop.kernel.evidence import NoNumber, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.food_energy import CarbohydrateBasis
from vegaloop.nutrition.domain.formulas.limits import GRAMS

__all__ = (
    "GlycaemicBand",
    "available_carbohydrate_g",
    "glycaemic_load",
    "glycaemic_load_band",
    "glycaemic_load_day_band",
    "meal_glycaemic_index",
    "net_carbs_g",
)

# Glucose is 100; maltose, the highest published, is about 105.
GLYCAEMIC_INDEX: Final = (0.0, 150.0)
# Taken for nothing: they leave the body as they came.
NOT_TAKEN_UP: Final = frozenset({"erythritol", "allulose"})
OTHER_POLYOLS_SHARE: Final = 0.5
PORTION_LOW_MOST: Final = 10.0
PORTION_HIGH_LEAST: Final = 20.0
DAY_LOW_BELOW: Final = 80.0
DAY_HIGH_ABOVE: Final = 120.0
LOAD_MOST: Final = 1e6


class GlycaemicBand(StrEnum):
    """A glycaemic load in a word."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def available_carbohydrate_g(
    carbohydrate_g: float, fibre_g: float, basis: CarbohydrateBasis
) -> Result[float, NoNumber]:
    """Compute the carbohydrate a body can take up, in grams (N10, NUT-80).

    Domain: from 0 g. Fibre is taken off where it is counted in, never twice; never below zero.
    Source: definition.
    """
    wrong = outside(
        ("carbohydrate_g", carbohydrate_g, *GRAMS),
        ("fibre_g", fibre_g, *GRAMS),
    )
    if wrong is not None:
        return Failure(wrong)
    if basis is CarbohydrateBasis.AVAILABLE:
        return Success(carbohydrate_g)
    return Success(max(0.0, carbohydrate_g - fibre_g))


def net_carbs_g(
    carbohydrate_g: float,
    fibre_g: float,
    polyols: Iterable[tuple[str, float]] = (),
    basis: CarbohydrateBasis = CarbohydrateBasis.BY_DIFFERENCE,
) -> Result[float, NoNumber]:
    """Compute net carbohydrate in grams, a commercial convention and no regulated figure (N10).

    Domain: from 0 g. Erythritol and allulose are taken off whole, other polyols by half, fibre
    where the basis counts it in: an EU label does not. Never below zero (NUT-80). Source:
    definition of that convention, which has no author.
    """
    held = tuple(polyols)
    wrong = outside(*((name, grams, *GRAMS) for name, grams in held))
    if wrong is not None:
        return Failure(wrong)
    match available_carbohydrate_g(carbohydrate_g, fibre_g, basis):
        case Failure(reason):
            return Failure(reason)
        case Success(available_g):
            return Success(max(0.0, available_g - sum(_left_out_g(*one) for one in held)))


def glycaemic_load(
    glycaemic_index: float, available_carbohydrate_g: float
) -> Result[float, NoNumber]:
    """Compute the glycaemic load of a portion: GI × available carbohydrate / 100 (N10, NUT-81).

    Domain: an index of 0 to 150 with glucose at 100 (ISO 26642), from 0 g. Source: Jenkins 1981;
    Salmerón 1997, JAMA 277:472.
    """
    wrong = outside(
        ("glycaemic_index", glycaemic_index, *GLYCAEMIC_INDEX),
        ("available_carbohydrate_g", available_carbohydrate_g, *GRAMS),
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(glycaemic_index * available_carbohydrate_g / 100)


def meal_glycaemic_index(parts: Iterable[tuple[float, float]]) -> Result[float, NoNumber]:
    """Compute the GI of a meal: the mean of its foods', each by its available carbohydrate (N10).

    `parts` are pairs of index and grams, as for `glycaemic_load`; undefined where there is no
    carbohydrate. Source: Wolever & Jenkins 1986 (NUT-81).
    """
    load = carbohydrate_g = 0.0
    for index, grams in parts:
        match glycaemic_load(index, grams):
            case Failure(reason):
                return Failure(reason)
            case Success(one):
                load += one
                carbohydrate_g += grams
    if not carbohydrate_g:
        return Failure(Undefined("glycaemic index of a meal", "it has no carbohydrate"))
    return Success(100 * load / carbohydrate_g)


def glycaemic_load_band(portion_load: float) -> Result[GlycaemicBand, NoNumber]:
    """Tell whether the load of a portion is low (to 10), high (from 20) or between (N10, NUT-81).

    Domain: a load in grams, from 0 to 1e6. Source: Salmerón 1997, as N10 cites it.
    """
    wrong = outside(("glycaemic_load", portion_load, 0, LOAD_MOST))
    if wrong is not None:
        return Failure(wrong)
    if portion_load <= PORTION_LOW_MOST:
        return Success(GlycaemicBand.LOW)
    high = portion_load >= PORTION_HIGH_LEAST
    return Success(GlycaemicBand.HIGH if high else GlycaemicBand.MEDIUM)


def glycaemic_load_day_band(day_load: float) -> Result[GlycaemicBand, NoNumber]:
    """Tell whether the load of a day is low (below 80), high (above 120) or between (N10, NUT-81).

    Domain: a load in grams, from 0 to 1e6. Source: Salmerón 1997, as N10 cites it.
    """
    wrong = outside(("glycaemic_load", day_load, 0, LOAD_MOST))
    if wrong is not None:
        return Failure(wrong)
    if day_load < DAY_LOW_BELOW:
        return Success(GlycaemicBand.LOW)
    return Success(GlycaemicBand.HIGH if day_load > DAY_HIGH_ABOVE else GlycaemicBand.MEDIUM)


def _left_out_g(polyol: str, grams: float) -> float:
    return grams if polyol.strip().lower() in NOT_TAKEN_UP else OTHER_POLYOLS_SHARE * grams
