"""The Nutri-Score of 2023 from what 100 g or 100 ml hold (formula book N12).

Source: Santé publique France and the International Scientific Committee of the Nutri-Score,
2022–2023. Nothing is rounded before it is compared.
Rule 1: a point for each threshold strictly exceeded; only the ratio of saturates counts from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber, Outside, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Grade", "NutriScore", "NutriScoreCategory", "NutriScoreFacts", "nutri_score_2023")

KJ_PER_G_OF_SATURATES: Final = 37.0
PER_HUNDRED: Final = (0.0, 100.0)
ENERGY_RANGE_KJ: Final = (0.0, 4_000.0)  # 100 g of pure fat hold 3,766 kJ.

ENERGY_KJ: Final = tuple(335.0 * n for n in range(1, 11))
ENERGY_OF_SATURATES_KJ: Final = tuple(120.0 * n for n in range(1, 11))
ENERGY_OF_DRINKS_KJ: Final = (30.0, 90.0, 150.0, 210.0, 240.0, 270.0, 300.0, 330.0, 360.0, 390.0)
# fmt: off
SUGARS_G: Final = (
    3.4, 6.8, 10.0, 14.0, 17.0, 20.0, 24.0, 27.0, 31.0, 34.0, 37.0, 41.0, 44.0, 48.0, 51.0,
)
# fmt: on
SUGARS_OF_DRINKS_G: Final = (0.5, 2.0, 3.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0)
SATURATES_G: Final = tuple(float(n) for n in range(1, 11))
SATURATES_SHARE_PERCENT: Final = tuple(10.0 + 6.0 * n for n in range(10))
SALT_G: Final = tuple(n / 5 for n in range(1, 21))
PROTEIN_G: Final = (2.4, 4.8, 7.2, 9.6, 12.0, 14.0, 17.0)
PROTEIN_OF_DRINKS_G: Final = (1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0)
FIBRE_G: Final = (3.0, 4.1, 5.2, 6.3, 7.4)
FVL_PERCENT: Final = (40.0, 60.0, 80.0)
FVL_POINTS: Final = (0, 1, 2, 5)
FVL_POINTS_OF_DRINKS: Final = (0, 2, 4, 6)
SWEETENER_POINTS: Final = 4
PROTEIN_POINTS_OF_RED_MEAT_MOST: Final = 2
# From so many negative points on, protein does not count.
NO_PROTEIN_FROM: Final = 11
NO_PROTEIN_FROM_IN_FATS: Final = 7


class NutriScoreCategory(StrEnum):
    """Which table of points a food is judged by; milk and plant drinks are beverages."""

    GENERAL = "general"
    CHEESE = "cheese"
    RED_MEAT = "red_meat"
    FAT_OIL_NUTS_SEEDS = "fat_oil_nuts_seeds"
    BEVERAGE = "beverage"
    WATER = "water"


class Grade(StrEnum):
    """The letter on the front of the pack."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


_GENERAL_STEPS: Final = ((0, Grade.A), (2, Grade.B), (10, Grade.C), (18, Grade.D))
_STEPS: Final[Mapping[NutriScoreCategory, tuple[tuple[int, Grade], ...]]] = {
    NutriScoreCategory.GENERAL: _GENERAL_STEPS,
    NutriScoreCategory.CHEESE: _GENERAL_STEPS,
    NutriScoreCategory.RED_MEAT: _GENERAL_STEPS,
    NutriScoreCategory.FAT_OIL_NUTS_SEEDS: (
        (-6, Grade.A),
        (2, Grade.B),
        (10, Grade.C),
        (18, Grade.D),
    ),
    NutriScoreCategory.BEVERAGE: ((2, Grade.B), (6, Grade.C), (9, Grade.D)),
    NutriScoreCategory.WATER: (),
}


@final
class NutriScoreFacts(Struct, frozen=True, kw_only=True):
    """What 100 g, or 100 ml of a drink, hold; `fvl_percent` is fruit, vegetables and legumes.

    `fat_g` is asked for in fats, oils, nuts and seeds alone.
    """

    energy_kj: float
    sugars_g: float
    saturates_g: float
    salt_g: float
    protein_g: float
    fibre_g: float
    fvl_percent: float
    fat_g: float | None = None
    non_nutritive_sweeteners: bool = False


@final
class NutriScore(Struct, frozen=True):
    """The score, low being better, with its grade and the two sums it is the difference of."""

    score: int
    grade: Grade
    negative: int
    positive: int


def nutri_score_2023(
    category: NutriScoreCategory, facts: NutriScoreFacts
) -> Result[NutriScore, NoNumber]:
    """Compute the Nutri-Score of 2023 and its grade (N12, NUT-85, NUT-86).

    Domain: masses 0 to 100 g and energy 0 to 4,000 kJ in 100 g or 100 ml, shares 0 to 100 %; fats
    need their fat. The score, in points, lies from -18 to 55; water is A whatever its score.
    Source: Santé publique France 2023.
    """
    wrong = _fault(facts)
    if wrong is not None:
        return Failure(wrong)
    match category:
        case NutriScoreCategory.FAT_OIL_NUTS_SEEDS:
            return _of_fat(facts)
        case NutriScoreCategory.BEVERAGE | NutriScoreCategory.WATER:
            return Success(_of_drink(category, facts))
        case NutriScoreCategory.GENERAL | NutriScoreCategory.CHEESE | NutriScoreCategory.RED_MEAT:
            return Success(_of_food(category, facts))


def _of_food(category: NutriScoreCategory, facts: NutriScoreFacts) -> NutriScore:
    negative = (
        _exceeded(ENERGY_KJ, facts.energy_kj)
        + _exceeded(SUGARS_G, facts.sugars_g)
        + _exceeded(SATURATES_G, facts.saturates_g)
        + _exceeded(SALT_G, facts.salt_g)
    )
    protein = _exceeded(PROTEIN_G, facts.protein_g)
    if category is NutriScoreCategory.RED_MEAT:
        protein = min(protein, PROTEIN_POINTS_OF_RED_MEAT_MOST)
    if negative >= NO_PROTEIN_FROM and category is not NutriScoreCategory.CHEESE:
        protein = 0
    return _judged(category, negative, protein + _plants(facts, FVL_POINTS))


def _of_drink(category: NutriScoreCategory, facts: NutriScoreFacts) -> NutriScore:
    negative = (
        _exceeded(ENERGY_OF_DRINKS_KJ, facts.energy_kj)
        + _exceeded(SUGARS_OF_DRINKS_G, facts.sugars_g)
        + _exceeded(SATURATES_G, facts.saturates_g)
        + _exceeded(SALT_G, facts.salt_g)
        + (SWEETENER_POINTS if facts.non_nutritive_sweeteners else 0)
    )
    protein = _exceeded(PROTEIN_OF_DRINKS_G, facts.protein_g)
    return _judged(category, negative, protein + _plants(facts, FVL_POINTS_OF_DRINKS))


def _of_fat(facts: NutriScoreFacts) -> Result[NutriScore, NoNumber]:
    match _saturates_percent(facts):
        case Failure(reason):
            return Failure(reason)
        case Success(percent):
            negative = (
                _exceeded(ENERGY_OF_SATURATES_KJ, KJ_PER_G_OF_SATURATES * facts.saturates_g)
                + _exceeded(SUGARS_G, facts.sugars_g)
                + sum(percent >= threshold for threshold in SATURATES_SHARE_PERCENT)
                + _exceeded(SALT_G, facts.salt_g)
            )
            counts = negative < NO_PROTEIN_FROM_IN_FATS
            protein = _exceeded(PROTEIN_G, facts.protein_g) if counts else 0
            positive = protein + _plants(facts, FVL_POINTS)
            return Success(_judged(NutriScoreCategory.FAT_OIL_NUTS_SEEDS, negative, positive))


def _saturates_percent(facts: NutriScoreFacts) -> Result[float, NoNumber]:
    if facts.fat_g is None:
        return Failure(Missing("fat_g"))
    if not facts.saturates_g:
        return Success(0.0)
    if not facts.fat_g:
        return Failure(Undefined("share of saturates in the fat", "there is no fat"))
    # Labels are decimal: 4.6 g of 10 g are 46 %, not 45.99999999999999.
    return Success(round(100 * facts.saturates_g / facts.fat_g, 9))


def _plants(facts: NutriScoreFacts, fvl_points: Sequence[int]) -> int:
    fvl = fvl_points[_exceeded(FVL_PERCENT, facts.fvl_percent)]
    return _exceeded(FIBRE_G, facts.fibre_g) + fvl


def _judged(category: NutriScoreCategory, negative: int, positive: int) -> NutriScore:
    score = negative - positive
    worst = Grade.A if category is NutriScoreCategory.WATER else Grade.E
    grade = next((grade for most, grade in _STEPS[category] if score <= most), worst)
    return NutriScore(score, grade, negative, positive)


def _exceeded(thresholds: Sequence[float], amount: float) -> int:
    return sum(amount > threshold for threshold in thresholds)


def _fault(facts: NutriScoreFacts) -> Outside | None:
    return outside(
        ("energy_kj", facts.energy_kj, *ENERGY_RANGE_KJ),
        ("sugars_g", facts.sugars_g, *PER_HUNDRED),
        ("saturates_g", facts.saturates_g, *PER_HUNDRED),
        ("salt_g", facts.salt_g, *PER_HUNDRED),
        ("protein_g", facts.protein_g, *PER_HUNDRED),
        ("fibre_g", facts.fibre_g, *PER_HUNDRED),
        ("fvl_percent", facts.fvl_percent, *PER_HUNDRED),
        *(() if facts.fat_g is None else (("fat_g", facts.fat_g, *PER_HUNDRED),)),
    )
