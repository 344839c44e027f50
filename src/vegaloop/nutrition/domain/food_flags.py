"""What makes one doubt a record of a food: told beside the food, never mended in silence."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from vegaloop.nutrition.domain.barcode import GTIN_LENGTHS, Barcode, check_digit_agrees
from vegaloop.nutrition.domain.formulas.food_energy import label_fits
from vegaloop.nutrition.domain.nutrients import HUNDRED_GRAMS, Nutrient

__all__ = (
    "ENERGY_MOST_KCAL",
    "FLAWS",
    "FoodFlag",
    "can_be_energy",
    "can_be_mass",
    "can_be_masses",
    "doubts_of_code",
    "doubts_of_figures",
)

# 100 g of lard hold 902 kcal by its own factor, and nothing one eats holds more.
ENERGY_MOST_KCAL: Final = 902.0
# Each figure of a label is rounded: sums and parts may seem to exceed the whole by this much.
ROUNDING_NG: Final = 500_000_000.0
_NG_PER_G: Final = 1e9
_MASS_MOST_NG: Final = HUNDRED_GRAMS.amount


class FoodFlag(StrEnum):
    """A reason to doubt a food, or the code it is known by."""

    NO_NAME = "no-name"
    NO_ENERGY = "no-energy"
    NO_MACRONUTRIENTS = "no-macronutrients"
    ENERGY_DISAGREES = "energy-disagrees"
    IMPOSSIBLE_ENERGY = "impossible-energy"
    IMPOSSIBLE_FIGURE = "impossible-figure"
    OVER_100_G = "over-100-g"
    PART_OVER_WHOLE = "part-over-whole"
    WRONG_CHECK_DIGIT = "wrong-check-digit"
    NO_GTIN = "no-gtin"
    LEADING_ZEROS = "leading-zeros"

    __hash__ = str.__hash__  # As of a nutrient: looked up by the hundred thousand.


# What speaks against choosing a food; the others are about how its code was written.
FLAWS: Final = frozenset(
    {
        FoodFlag.NO_NAME,
        FoodFlag.NO_ENERGY,
        FoodFlag.NO_MACRONUTRIENTS,
        FoodFlag.ENERGY_DISAGREES,
        FoodFlag.IMPOSSIBLE_ENERGY,
        FoodFlag.IMPOSSIBLE_FIGURE,
        FoodFlag.OVER_100_G,
        FoodFlag.PART_OVER_WHOLE,
        FoodFlag.WRONG_CHECK_DIGIT,
    }
)

_PARTS: Final = (
    (Nutrient.SUGARS, Nutrient.CARBOHYDRATE),
    (Nutrient.SATURATES, Nutrient.FAT),
)


def can_be_energy(kcal: float) -> bool:
    """Tell whether 100 g of a food can hold so much energy; NaN cannot."""
    return 0 <= kcal <= ENERGY_MOST_KCAL


def can_be_mass(nanograms: float) -> bool:
    """Tell whether 100 g of a food can hold so much of something; NaN cannot."""
    return 0 <= nanograms <= _MASS_MOST_NG


def can_be_masses(nanograms: Collection[float]) -> bool:
    """Tell whether 100 g of a food can hold so much of each of some things."""
    # A sum with NaN in it is NaN; the least and the greatest would not tell.
    return not nanograms or (
        sum(nanograms) >= 0 and min(nanograms) >= 0 and max(nanograms) <= _MASS_MOST_NG
    )


def doubts_of_code(written: str, barcode: Barcode | None) -> tuple[FoodFlag, ...]:
    """Doubt the barcode of a food by how it was written (NUT-134)."""
    if not written:
        return ()
    zeros = (FoodFlag.LEADING_ZEROS,) if written[0] == "0" else ()
    if barcode is None or len(written) not in GTIN_LENGTHS:
        return (*zeros, FoodFlag.NO_GTIN)
    return zeros if check_digit_agrees(barcode) else (*zeros, FoodFlag.WRONG_CHECK_DIGIT)


def doubts_of_figures(
    energy_kcal: float | None, stated_ng: Mapping[Nutrient, float]
) -> list[FoodFlag]:
    """Doubt what 100 g of a food are said to hold (NUT-135, NUT-136)."""
    doubts: list[FoodFlag] = []
    stated = stated_ng.get
    protein, fat = stated(Nutrient.PROTEIN), stated(Nutrient.FAT)
    carbohydrate, alcohol = stated(Nutrient.CARBOHYDRATE), stated(Nutrient.ALCOHOL, 0.0)
    all_can_be = can_be_masses(stated_ng.values())
    if not all_can_be:
        doubts.append(FoodFlag.IMPOSSIBLE_FIGURE)
    if (protein or 0) + (fat or 0) + (carbohydrate or 0) + alcohol > _MASS_MOST_NG + ROUNDING_NG:
        doubts.append(FoodFlag.OVER_100_G)
    if _has_part_over_whole(stated_ng):
        doubts.append(FoodFlag.PART_OVER_WHOLE)
    if energy_kcal is None:
        doubts.append(FoodFlag.NO_ENERGY)
    elif not can_be_energy(energy_kcal):
        doubts.append(FoodFlag.IMPOSSIBLE_ENERGY)
    elif protein is not None and fat is not None and carbohydrate is not None:
        held = protein, fat, carbohydrate, stated(Nutrient.FIBRE, 0.0), alcohol
        # Figures that cannot be are left out, and have a flag of their own.
        if (all_can_be or can_be_masses(held)) and not _energy_agrees(energy_kcal, held):
            doubts.append(FoodFlag.ENERGY_DISAGREES)
    if protein is None or fat is None or carbohydrate is None:
        doubts.append(FoodFlag.NO_MACRONUTRIENTS)
    return doubts


def _has_part_over_whole(stated_ng: Mapping[Nutrient, float]) -> bool:
    for part, whole in _PARTS:
        held = stated_ng.get(part)
        if held is not None and held > stated_ng.get(whole, math.inf) + ROUNDING_NG:
            return True
    return False


def _energy_agrees(kcal: float, held_ng: tuple[float, float, float, float, float]) -> bool:
    """Check a label whose carbohydrate may or may not count fibre: one of the two must do."""
    protein, fat, carbohydrate, fibre, alcohol = held_ng
    macros_g = protein / _NG_PER_G, fat / _NG_PER_G, carbohydrate / _NG_PER_G
    fibre_g, alcohol_g = fibre / _NG_PER_G, alcohol / _NG_PER_G
    return label_fits(kcal, macros_g, fibre_g=fibre_g, alcohol_g=alcohol_g)
