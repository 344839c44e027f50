"""Nutrients: which there are, and how much of each is known.

Rule 1: a nutrient that is not known is absent; absent is never zero.
Rule 2: amounts are exact integers (nanograms, joules), so sums need no tolerance.
Rule 3: carbohydrate is total carbohydrate, fibre included, as FoodData Central states it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Literal, Self, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Energy, Mass
from vegaloop.kernel.result import Result

__all__ = (
    "HUNDRED_GRAMS",
    "NOTHING",
    "Macronutrient",
    "Macros",
    "Nutrient",
    "Nutrients",
    "Unit",
)


class Unit(StrEnum):
    """The unit a nutrient is customarily stated in."""

    GRAM = "g"
    MILLIGRAM = "mg"
    MICROGRAM = "ug"

    @property
    def nanograms(self) -> int:
        """How many nanograms one of it is."""
        return _NANOGRAMS[self]


class Nutrient(StrEnum):
    """What a food can be asked for: the macronutrients, and those with a reference intake (N9).

    `NIACIN` is the preformed vitamin, `NIACIN_NE` counts a sixtieth of the tryptophan as well.
    """

    ALCOHOL = "alcohol"
    ALPHA_LINOLENIC_ACID_N3 = "alpha_linolenic_acid_n3"
    BIOTIN = "biotin"
    BORON = "boron"
    CALCIUM = "calcium"
    CARBOHYDRATE = "carbohydrate"
    CHLORIDE = "chloride"
    CHOLINE = "choline"
    CHROMIUM = "chromium"
    COPPER = "copper"
    FAT = "fat"
    FIBRE = "fibre"
    FLUORIDE = "fluoride"
    FOLATE_DFE = "folate_dfe"
    IODINE = "iodine"
    IRON = "iron"
    LINOLEIC_ACID_N6 = "linoleic_acid_n6"
    MAGNESIUM = "magnesium"
    MANGANESE = "manganese"
    MOLYBDENUM = "molybdenum"
    NIACIN = "niacin"
    NIACIN_NE = "niacin_ne"
    NICKEL = "nickel"
    PANTOTHENIC_ACID = "pantothenic_acid"
    PHOSPHORUS = "phosphorus"
    POTASSIUM = "potassium"
    PROTEIN = "protein"
    RIBOFLAVIN = "riboflavin"
    SATURATES = "saturates"
    SELENIUM = "selenium"
    SODIUM = "sodium"
    SUGARS = "sugars"
    THIAMIN = "thiamin"
    VANADIUM = "vanadium"
    VITAMIN_A_RAE = "vitamin_a_rae"
    VITAMIN_B12 = "vitamin_b12"
    VITAMIN_B6 = "vitamin_b6"
    VITAMIN_C = "vitamin_c"
    VITAMIN_D = "vitamin_d"
    VITAMIN_E_ALPHA_TOCOPHEROL = "vitamin_e_alpha_tocopherol"
    VITAMIN_K = "vitamin_k"
    WATER = "water"
    ZINC = "zinc"

    # Nutrients are looked up by the thousand, and the hash of a text is kept; an enum's is not.
    __hash__ = str.__hash__

    @property
    def unit(self) -> Unit:
        """The unit it is customarily stated in."""
        if self in _IN_GRAMS:
            return Unit.GRAM
        return Unit.MICROGRAM if self in _IN_MICROGRAMS else Unit.MILLIGRAM

    @property
    def field(self) -> str:
        """What an amount of it in its unit is called: `protein_g`."""
        return f"{self}_{self.unit}"

    def mass(self, stated: float) -> Result[Mass, OutOfRange]:
        """Read an amount stated in its unit, to the nearest nanogram."""
        return Mass.of_grams(stated * self.unit.nanograms / 1e9, self.field)

    def stated(self, mass: Mass) -> float:
        """State an amount in its unit."""
        return mass.amount / self.unit.nanograms


_NANOGRAMS: Final = {
    Unit.GRAM: 1_000_000_000,
    Unit.MILLIGRAM: 1_000_000,
    Unit.MICROGRAM: 1_000,
}

_IN_GRAMS: Final = frozenset(
    {
        Nutrient.ALCOHOL,
        Nutrient.ALPHA_LINOLENIC_ACID_N3,
        Nutrient.CARBOHYDRATE,
        Nutrient.FAT,
        Nutrient.FIBRE,
        Nutrient.LINOLEIC_ACID_N6,
        Nutrient.PROTEIN,
        Nutrient.SATURATES,
        Nutrient.SUGARS,
        Nutrient.WATER,
    }
)

_IN_MICROGRAMS: Final = frozenset(
    {
        Nutrient.BIOTIN,
        Nutrient.CHROMIUM,
        Nutrient.COPPER,
        Nutrient.FOLATE_DFE,
        Nutrient.IODINE,
        Nutrient.MOLYBDENUM,
        Nutrient.SELENIUM,
        Nutrient.VITAMIN_A_RAE,
        Nutrient.VITAMIN_B12,
        Nutrient.VITAMIN_D,
        Nutrient.VITAMIN_K,
    }
)

Macronutrient: TypeAlias = Literal[
    Nutrient.CARBOHYDRATE, Nutrient.FAT, Nutrient.FIBRE, Nutrient.PROTEIN
]
"""A nutrient every day is asked for."""

HUNDRED_GRAMS: Final = Mass(100 * NANOGRAMS_PER_GRAM)


@final
class Macros(Struct, frozen=True):
    """The energy and the macronutrients of so much food, as far as they are known."""

    energy: Energy | None = None
    carbohydrate: Mass | None = None
    fat: Mass | None = None
    fibre: Mass | None = None
    protein: Mass | None = None

    @property
    def amounts(self) -> tuple[tuple[Macronutrient, Mass], ...]:
        """The macronutrients that are known, sorted."""
        every: tuple[tuple[Macronutrient, Mass | None], ...] = (
            (Nutrient.CARBOHYDRATE, self.carbohydrate),
            (Nutrient.FAT, self.fat),
            (Nutrient.FIBRE, self.fibre),
            (Nutrient.PROTEIN, self.protein),
        )
        return tuple((nutrient, mass) for nutrient, mass in every if mass is not None)


@final
class Nutrients(Struct, frozen=True):
    """What is known to be in so much food; `amounts` is sorted by nutrient, each at most once."""

    energy: Energy | None = None
    amounts: tuple[tuple[Nutrient, Mass], ...] = ()

    def __post_init__(self) -> None:
        names = [nutrient for nutrient, _ in self.amounts]
        if any(map(str.__ge__, names, names[1:])):
            raise ValueError("nutrients are sorted, and each is there at most once")

    @classmethod
    def of_amounts(cls, energy: Energy | None, amounts: Iterable[tuple[Nutrient, Mass]]) -> Self:
        """Gather amounts that come in any order."""
        return cls(energy, tuple(sorted(amounts)))

    def of(self, nutrient: Nutrient) -> Mass | None:
        """How much of a nutrient there is; None where nobody knows."""
        return next((mass for known, mass in self.amounts if known == nutrient), None)

    @property
    def macros(self) -> Macros:
        """Its energy and macronutrients alone."""
        known = dict(self.amounts)
        return Macros(
            self.energy,
            known.get(Nutrient.CARBOHYDRATE),
            known.get(Nutrient.FAT),
            known.get(Nutrient.FIBRE),
            known.get(Nutrient.PROTEIN),
        )

    def portion(self, mass: Mass) -> Nutrients:
        """Take this for what 100 g hold, and say what so much holds; halves round up."""
        return Nutrients(
            None if self.energy is None else Energy(_share(self.energy.amount, mass)),
            tuple((nutrient, Mass(_share(held.amount, mass))) for nutrient, held in self.amounts),
        )

    def per_100_g(self, mass: Mass) -> Nutrients:
        """Take this for what so much holds, and say what 100 g hold; halves round up."""
        return Nutrients(
            None if self.energy is None else Energy(_in_hundred(self.energy.amount, mass)),
            tuple(
                (nutrient, Mass(_in_hundred(held.amount, mass))) for nutrient, held in self.amounts
            ),
        )

    def scaled(self, factor: float) -> Nutrients:
        """Multiply all that is known by a non-negative factor, each to its nearest unit."""
        return Nutrients(
            None if self.energy is None else self.energy.times(factor),
            tuple((nutrient, held.times(factor)) for nutrient, held in self.amounts),
        )

    def __add__(self, other: Nutrients) -> Nutrients:
        """Add two, knowing only what is known of both; `Totals` adds what is known of either."""
        theirs = dict(other.amounts)
        return Nutrients(
            None if self.energy is None or other.energy is None else self.energy + other.energy,
            tuple((known, mass + theirs[known]) for known, mass in self.amounts if known in theirs),
        )


NOTHING: Final = Nutrients.of_amounts(Energy(0), ((nutrient, Mass(0)) for nutrient in Nutrient))
"""What an empty plate holds: a known zero of everything."""


def _share(per_100_g: int, mass: Mass) -> int:
    return (2 * per_100_g * mass.amount + HUNDRED_GRAMS.amount) // (2 * HUNDRED_GRAMS.amount)


def _in_hundred(held: int, mass: Mass) -> int:
    return (2 * held * HUNDRED_GRAMS.amount + mass.amount) // (2 * mass.amount)
