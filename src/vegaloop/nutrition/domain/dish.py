"""A dish: what went into the pot, and what it holds once it is cooked.

Rule 1: cooking changes the water of a dish and so its mass, never its other nutrients.
Rule 2: what is not known of one ingredient with energy is not known of the dish.
Rule 3: a dish is reckoned in whole numbers and rounded once, so that a dish of one food is that
food.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Energy, Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Serving
from vegaloop.nutrition.domain.homemade import RECIPE, doubts_of
from vegaloop.nutrition.domain.nutrients import HUNDRED_GRAMS, Nutrient, Nutrients
from vegaloop.nutrition.domain.portion import Served

__all__ = ("COOKED_G", "Dish", "Ingredient", "cooked")

COOKED_G: Final = (0.001, 500_000.0)  # From the least portion to what a canteen cooks at once.
SERVING: Final = "serving"
# What is left of a dish when all water is gone; parts of these are already in them.
_DRY: Final = (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE, Nutrient.ALCOHOL)
_ALL_BUT_WATER: Final = frozenset(Nutrient) - {Nutrient.WATER}


@final
class Ingredient(Struct, frozen=True):
    """So much of a food in a dish; `per_100_g` is what the food held when the dish was reckoned."""

    food: FoodId
    name: str
    mass: Mass
    per_100_g: Nutrients
    served: Served | None = None

    @property
    def nutrients(self) -> Nutrients:
        """What so much of it holds."""
        return self.per_100_g.portion(self.mass)

    @property
    def known(self) -> frozenset[Nutrient]:
        """The nutrients that are known of it."""
        return frozenset(nutrient for nutrient, _ in self.per_100_g.amounts)

    @property
    def leaves(self) -> frozenset[Nutrient]:
        """The nutrients a dish with it can be known to hold.

        What has no energy, as salt and tap water, hides none but water: as in the totals of a day,
        whose coverage is a share of the energy (N11).
        """
        energy = self.per_100_g.energy
        hides = energy is None or energy.amount > 0
        return self.known if hides else self.known | _ALL_BUT_WATER

    def of(self, food: Food) -> Ingredient:
        """Take as much of a food that changed: as many servings of it where it still has them."""
        served, mass = self.served, self.mass
        if served is not None:
            named = (
                one.mass.times(served.count) for one in food.servings if one.name == served.serving
            )
            mass = next(named, mass)
        return Ingredient(food.id, food.name, mass, food.per_100_g, served)


@final
class Dish(Struct, frozen=True):
    """What goes into the pot, and what comes out: so much, for so many, where that is known."""

    id: FoodId
    name: str
    ingredients: tuple[Ingredient, ...]
    cooked: Mass | None = None
    serves: float | None = None

    @property
    def raw_mass(self) -> Mass:
        """What goes in weighs so much."""
        return Mass(sum(one.mass.amount for one in self.ingredients))

    @property
    def mass(self) -> Mass:
        """What comes out weighs so much: what went in, where nobody weighed it."""
        return self.cooked or self.raw_mass

    @property
    def unknown(self) -> tuple[tuple[Nutrient, tuple[FoodId, ...]], ...]:
        """The nutrients known of some ingredients, but not of the dish, each with those that hide it."""
        some = frozenset[Nutrient]().union(*(one.known for one in self.ingredients))
        lacking = (
            (nutrient, tuple(one.food for one in self.ingredients if nutrient not in one.leaves))
            for nutrient in sorted(some)
        )
        return tuple((nutrient, foods) for nutrient, foods in lacking if foods)


def cooked(dish: Dish) -> Result[Food, OutOfRange]:
    """Reckon what 100 g of a dish hold (NUT-164 to NUT-168)."""
    sums = _sums(dish.ingredients)
    least = min(dish.raw_mass.amount, _dry(sums))
    whole = dish.mass.amount
    if whole < least:
        grams, most = least / NANOGRAMS_PER_GRAM, COOKED_G[1]
        return Failure(OutOfRange("cooked_mass_g", dish.mass.grams, grams, most))
    known = frozenset[Nutrient](Nutrient).intersection(*(one.leaves for one in dish.ingredients))
    shares = {n: held for n, held in sums.items() if n in known}
    if Nutrient.WATER in shares:
        shares[Nutrient.WATER] += (whole - dish.raw_mass.amount) * HUNDRED_GRAMS.amount
    amounts = ((n, Mass(_rounded(held, whole))) for n, held in shares.items() if held >= 0)
    servings = () if dish.serves is None else (Serving(SERVING, dish.mass.times(1 / dish.serves)),)
    per_100_g = Nutrients.of_amounts(_energy(dish.ingredients, whole), amounts)
    return Success(
        Food(
            id=dish.id,
            name=dish.name,
            category=FoodCategory.DISHES,
            source=RECIPE,
            servings=servings,
            per_100_g=per_100_g,
            flags=doubts_of(per_100_g),
        )
    )


def _sums(ingredients: tuple[Ingredient, ...]) -> dict[Nutrient, int]:
    """What is known to be in all of them, a hundred gram-nanograms for each nanogram."""
    sums: dict[Nutrient, int] = {}
    for one in ingredients:
        for nutrient, held in one.per_100_g.amounts:
            sums[nutrient] = sums.get(nutrient, 0) + held.amount * one.mass.amount
    return sums


def _energy(ingredients: tuple[Ingredient, ...], whole: int) -> Energy | None:
    held = 0
    for one in ingredients:
        if one.per_100_g.energy is None:
            return None
        held += one.per_100_g.energy.amount * one.mass.amount
    return Energy(_rounded(held, whole))


def _dry(sums: Mapping[Nutrient, int]) -> int:
    """The least the dish can weigh, in nanograms: all that is known to be in it beside water."""
    together = sum(sums.get(nutrient, 0) for nutrient in _DRY)
    alone = max((held for nutrient, held in sums.items() if nutrient != Nutrient.WATER), default=0)
    return -(-max(together, alone) // HUNDRED_GRAMS.amount)


def _rounded(held: int, whole: int) -> int:
    return (2 * held + whole) // (2 * whole)
