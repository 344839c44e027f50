"""A kitchen with foods of its own in it, in few words."""

from __future__ import annotations

from typing import Final

from tests.strategies.nutrition import Kitchen, grams
from tests.support import good
from vegaloop.kernel.quantity import Mass
from vegaloop.nutrition import (
    Food,
    FoodEntry,
    Nutrient,
    Nutrients,
    OwnFood,
    Recipe,
    RecipeEntry,
    ServedEntry,
    WeighedEntry,
)

SOUP: Final = FoodEntry("Soup", (("energy_kcal", 50.0), ("protein_g", 2.5), ("water_g", 90.0)))
HUNDRED: Final = grams(100)


def kept(kitchen: Kitchen, entry: FoodEntry = SOUP) -> OwnFood:
    return good(kitchen.nutrition.keep_food(kitchen.me, entry))


def cooked(
    kitchen: Kitchen,
    *ingredients: WeighedEntry | ServedEntry,
    cooked_mass_g: float | None = None,
    serves: float | None = None,
    name: str = "Dish",
) -> Recipe:
    entry = RecipeEntry(name, ingredients, cooked_mass_g, serves)
    return good(kitchen.nutrition.cook(kitchen.me, entry))


def stocked(*foods: Food) -> Kitchen:
    kitchen = Kitchen()
    kitchen.shelf.held |= {food.id: food for food in foods}
    return kitchen


def water_of(held: Nutrients) -> Mass:
    found = held.of(Nutrient.WATER)
    assert found is not None
    return found
