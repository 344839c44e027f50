"""The energy of food from what it holds (formula book N1).

Atwater & Bryant 1900; Merrill & Watt 1973, USDA Handbook 74; EU Regulation 1169/2011, annex XIV;
21 CFR 101.9 for polyols in the United States.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import NoNumber, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import GRAMS

__all__ = (
    "ATWATER_GENERAL",
    "ATWATER_SPECIFIC",
    "EU_LABEL_KJ",
    "POLYOLS_US",
    "AtwaterFactors",
    "AtwaterGroup",
    "CarbohydrateBasis",
    "Composition",
    "GeneralFactors",
    "Polyol",
    "alcohol_g",
    "energy_atwater_general_kcal",
    "energy_atwater_specific_kcal",
    "energy_eu_label_kj",
    "energy_polyols_us_kcal",
    "label_agrees",
    "label_fits",
)

ETHANOL_G_PER_ML: Final = 0.789
LABEL_TOLERANCE_SHARE: Final = 0.20
LABEL_TOLERANCE_KCAL: Final = 10.0
KCAL_PER_100_G: Final = (0.0, 1e4)


class CarbohydrateBasis(StrEnum):
    """What a stated carbohydrate is: EU labels leave fibre out, US labels and USDA count it in."""

    AVAILABLE = "available"
    BY_DIFFERENCE = "by_difference"


class Polyol(StrEnum):
    """A sweetener the body takes up in part; allulose is a sugar that is counted with them."""

    ALLULOSE = "allulose"
    ERYTHRITOL = "erythritol"
    HYDROGENATED_STARCH_HYDROLYSATE = "hsh"
    ISOMALT = "isomalt"
    LACTITOL = "lactitol"
    MALTITOL = "maltitol"
    MANNITOL = "mannitol"
    SORBITOL = "sorbitol"
    XYLITOL = "xylitol"


FACTOR_MOST: Final = 10.0


class AtwaterGroup(StrEnum):
    """The foods that have factors of their own."""

    EGG = "egg"
    MILK = "milk"
    MEAT_AND_FISH = "meat_and_fish"
    FRUIT = "fruit"
    WHITE_WHEAT_FLOUR = "white_wheat_flour"
    RICE = "rice"
    LEGUMES = "legumes"
    NUTS = "nuts"
    POTATO = "potato"
    SUGAR = "sugar"


@final
class Composition(Struct, frozen=True, kw_only=True):
    """What so much food holds, in grams; what is left out is not in it.

    Polyols are those with energy: erythritol has none, in the EU and in the US.
    """

    protein_g: float
    fat_g: float
    carbohydrate_g: float
    basis: CarbohydrateBasis = CarbohydrateBasis.AVAILABLE
    fibre_g: float = 0.0
    alcohol_g: float = 0.0
    polyols_g: float = 0.0
    organic_acids_g: float = 0.0


@final
class GeneralFactors(Struct, frozen=True):
    """Energy a gram of each part of any food."""

    protein: float
    fat: float
    carbohydrate: float
    alcohol: float
    fibre: float
    polyols: float
    organic_acids: float


@final
class AtwaterFactors(Struct, frozen=True):
    """Energy a gram, in kcal, of the parts of a certain food; None where it has no such part."""

    protein: float | None
    fat: float | None
    carbohydrate: float | None

    def __post_init__(self) -> None:
        known = (one for one in (self.protein, self.fat, self.carbohydrate) if one is not None)
        if not all(0 <= one <= FACTOR_MOST for one in known):
            raise ValueError("no gram of food gives so much energy")


ATWATER_GENERAL: Final = GeneralFactors(4, 9, 4, 7, 2, 2.4, 3)
EU_LABEL_KJ: Final = GeneralFactors(17, 37, 17, 29, 8, 10, 13)

ATWATER_SPECIFIC: Final[Mapping[AtwaterGroup, AtwaterFactors]] = {
    AtwaterGroup.EGG: AtwaterFactors(4.36, 9.02, 3.68),
    AtwaterGroup.MILK: AtwaterFactors(4.27, 8.79, 3.87),
    AtwaterGroup.MEAT_AND_FISH: AtwaterFactors(4.27, 9.02, None),
    AtwaterGroup.FRUIT: AtwaterFactors(3.36, 8.37, 3.60),
    AtwaterGroup.WHITE_WHEAT_FLOUR: AtwaterFactors(4.05, 8.37, 4.12),
    AtwaterGroup.RICE: AtwaterFactors(3.82, 8.37, 4.16),
    AtwaterGroup.LEGUMES: AtwaterFactors(3.47, 8.37, 4.07),
    AtwaterGroup.NUTS: AtwaterFactors(3.47, 8.37, 4.07),
    AtwaterGroup.POTATO: AtwaterFactors(2.78, 8.37, 4.03),
    AtwaterGroup.SUGAR: AtwaterFactors(None, None, 3.87),
}

POLYOLS_US: Final[Mapping[Polyol, float]] = {
    Polyol.ALLULOSE: 0.4,
    Polyol.ERYTHRITOL: 0.0,
    Polyol.HYDROGENATED_STARCH_HYDROLYSATE: 3.0,
    Polyol.ISOMALT: 2.0,
    Polyol.LACTITOL: 2.0,
    Polyol.MALTITOL: 2.1,
    Polyol.MANNITOL: 1.6,
    Polyol.SORBITOL: 2.6,
    Polyol.XYLITOL: 2.4,
}


def energy_atwater_general_kcal(food: Composition) -> Result[float, NoNumber]:
    """Compute the energy of any food in kcal by the general factors (N1, NUT-70).

    Domain: every part from 0 g. Where the carbohydrate is by difference its fibre is in it, and is
    not added once more. Source: Atwater & Bryant 1900; Regulation (EU) 1169/2011, annex XIV.
    """
    return _general(food, ATWATER_GENERAL)


def energy_eu_label_kj(food: Composition) -> Result[float, NoNumber]:
    """Compute the energy of any food in kJ as EU labels state it (N1, NUT-70).

    Domain: every part from 0 g. These factors are rounded for themselves: the result is not
    4.184 times the kilocalories. Source: Regulation (EU) 1169/2011, annex XIV.
    """
    return _general(food, EU_LABEL_KJ)


def energy_atwater_specific_kcal(
    protein_g: float, fat_g: float, carbohydrate_by_difference_g: float, factors: AtwaterFactors
) -> Result[float, NoNumber]:
    """Compute the energy of a certain food in kcal by its own factors (N1, NUT-71).

    Domain: every part from 0 g; undefined where the food holds a part it has no factor for.
    Source: Merrill & Watt 1973.
    """
    parts = (
        ("protein_g", protein_g, factors.protein),
        ("fat_g", fat_g, factors.fat),
        ("carbohydrate_g", carbohydrate_by_difference_g, factors.carbohydrate),
    )
    wrong = outside(*((what, grams, *GRAMS) for what, grams, _ in parts))
    if wrong is not None:
        return Failure(wrong)
    energy_kcal = 0.0
    for what, grams, factor in parts:
        if factor is not None:
            energy_kcal += grams * factor
        elif grams:
            return Failure(Undefined(f"energy of {what}", "the food group has no factor for it"))
    return Success(energy_kcal)


def energy_polyols_us_kcal(polyols: Iterable[tuple[Polyol, float]]) -> Result[float, NoNumber]:
    """Compute the energy of polyols in kcal, each by its own factor (N1, NUT-70).

    Domain: every amount from 0 g. Source: 21 CFR 101.9, undated.
    """
    held = tuple(polyols)
    wrong = outside(*((f"{polyol}_g", grams, *GRAMS) for polyol, grams in held))
    if wrong is not None:
        return Failure(wrong)
    return Success(sum(POLYOLS_US[polyol] * grams for polyol, grams in held))


def alcohol_g(drink_ml: float, abv_percent: float) -> Result[float, NoNumber]:
    """Compute the ethanol of a drink in grams from its volume and strength (N1, NUT-72).

    Domain: volume from 0 ml, strength 0 to 100 % by volume; ethanol weighs 0.789 g/ml. Source:
    definition.
    """
    wrong = outside(
        ("drink_ml", drink_ml, *GRAMS),
        ("abv_percent", abv_percent, 0, 100),
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(drink_ml * abv_percent / 100 * ETHANOL_G_PER_ML)


def label_agrees(
    stated_kcal_per_100_g: float, computed_kcal_per_100_g: float
) -> Result[bool, NoNumber]:
    """Tell whether a stated energy is near the computed one (N1, NUT-73).

    Near is 20 % of what is stated, or 10 kcal in 100 g where that is more. Domain: from 0 kcal.
    Source: VegaLoop's own, as N1 names nobody.
    """
    stated, computed = stated_kcal_per_100_g, computed_kcal_per_100_g
    wrong = outside(
        ("stated_kcal_per_100_g", stated, *KCAL_PER_100_G),
        ("computed_kcal_per_100_g", computed, *KCAL_PER_100_G),
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(_is_near(stated, computed))


def label_fits(
    stated_kcal: float,
    macros_g: tuple[float, float, float],
    *,
    fibre_g: float = 0.0,
    alcohol_g: float = 0.0,
) -> bool:
    """Tell whether a stated energy is near that of protein, fat and carbohydrate (N1, NUT-73).

    `label_agrees` of `energy_atwater_general_kcal` in plain numbers, for catalogues of millions. It
    fits where it does with the carbohydrate taken by difference, or without its fibre. Domain: each
    from 0 to 100 g, the energy from 0 kcal, as the caller has seen. Source: VegaLoop's own.
    """
    protein_g, fat_g, carbohydrate_g = macros_g
    factors = ATWATER_GENERAL
    rest = alcohol_g * factors.alcohol
    kcal = protein_g * factors.protein + fat_g * factors.fat + carbohydrate_g * factors.carbohydrate
    if _is_near(stated_kcal, kcal + rest):
        return True
    return fibre_g > 0 and _is_near(stated_kcal, kcal + fibre_g * factors.fibre + rest)


def _is_near(stated_kcal: float, computed_kcal: float) -> bool:
    allowed_kcal = max(LABEL_TOLERANCE_SHARE * stated_kcal, LABEL_TOLERANCE_KCAL)
    return abs(stated_kcal - computed_kcal) <= allowed_kcal


def _general(food: Composition, factors: GeneralFactors) -> Result[float, NoNumber]:
    fibre = factors.fibre if food.basis is CarbohydrateBasis.AVAILABLE else 0
    parts = (
        ("protein_g", food.protein_g, factors.protein),
        ("fat_g", food.fat_g, factors.fat),
        ("carbohydrate_g", food.carbohydrate_g, factors.carbohydrate),
        ("fibre_g", food.fibre_g, fibre),
        ("alcohol_g", food.alcohol_g, factors.alcohol),
        ("polyols_g", food.polyols_g, factors.polyols),
        ("organic_acids_g", food.organic_acids_g, factors.organic_acids),
    )
    energy_kcal = 0.0
    for what, grams, factor in parts:
        wrong = None if 0 <= grams <= GRAMS[1] else outside((what, grams, *GRAMS))
        if wrong is not None:
            return Failure(wrong)
        energy_kcal += grams * factor
    return Success(energy_kcal)
