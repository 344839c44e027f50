"""Recipes: how a person makes a dish, and the decision whether it can be made so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.errors import Malformed, OutOfRange
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Mass
from vegaloop.kernel.result import Failure, Result, Success, all_of, error_in, mapped
from vegaloop.kernel.time import Instant
from vegaloop.nutrition.domain.dish import COOKED_G, Dish, Ingredient, cooked
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.homemade import LarderFull, name_faults
from vegaloop.nutrition.domain.portion import (
    CannotEat,
    Served,
    ServedEntry,
    UnknownFood,
    UnknownServing,
    WeighedEntry,
    mass_taken,
)

__all__ = (
    "DEPTH_MOST",
    "INGREDIENTS_MOST",
    "CannotCook",
    "Circular",
    "IngredientEntry",
    "NoSuchRecipe",
    "Recipe",
    "RecipeEntry",
    "TooDeep",
    "decide_recipe",
    "remade",
)

DEPTH_MOST: Final = 5  # A pie of a filling of a sauce of a stock is four.
INGREDIENTS_MOST: Final = 100
SERVES: Final = (0.1, 1_000.0)

IngredientEntry: TypeAlias = WeighedEntry | ServedEntry


@final
class RecipeEntry(Struct, frozen=True):
    """What somebody says goes into a dish and comes out of the pot, not yet checked.

    Without a cooked mass a dish weighs what went into it; `serves` is how many servings it makes.
    """

    name: str
    ingredients: tuple[IngredientEntry, ...]
    cooked_mass_g: float | None = None
    serves: float | None = None


@final
class Recipe(Struct, frozen=True):
    """A dish as it is eaten, and how it is made; what was eaten of an earlier version stays."""

    food: Food
    dish: Dish
    version: int
    changed_at: Instant

    def following(self, replaced: Recipe) -> Recipe:
        """Take its place: the next version of it."""
        return Recipe(self.food, self.dish, replaced.version + 1, self.changed_at)


@final
class NoSuchRecipe(Struct, frozen=True, tag="nutrition/no-such-recipe"):
    """A recipe that is not among this person's own."""

    id: FoodId


@final
class Circular(Struct, frozen=True, tag="nutrition/circular-recipe"):
    """An ingredient that is the dish itself, or has it in it."""

    field: str
    given: FoodId


@final
class TooDeep(Struct, frozen=True, tag="nutrition/recipe-too-deep"):
    """Recipes within recipes, more levels of them than anybody cooks."""

    given: int
    most: int


CannotCook: TypeAlias = (
    UnknownFood | UnknownServing | Circular | TooDeep | LarderFull | NoSuchRecipe | Malformed
)


def decide_recipe(
    entry: RecipeEntry, *, id: FoodId, foods: Mapping[FoodId, Food], now: Instant
) -> Result[Recipe, tuple[CannotEat, ...]]:
    """Decide whether an entry makes a dish, and tell everything that is wrong with it."""
    ingredients = _ingredients(entry, foods)
    faults = (
        *name_faults(entry.name, "name"),
        *_range_faults("cooked_mass_g", entry.cooked_mass_g, COOKED_G),
        *_range_faults("serves", entry.serves, SERVES),
        *(error_in(ingredients) or ()),
    )
    match ingredients:
        case Success(held) if not faults:
            dish = Dish(id, entry.name.strip(), held, _mass(entry.cooked_mass_g), entry.serves)
            match cooked(dish):
                case Failure(impossible):
                    return Failure((impossible,))
                case Success(food):
                    return Success(Recipe(food, dish, 1, now))
        case Success() | Failure():
            return Failure(faults)


def remade(recipe: Recipe, foods: Mapping[FoodId, Food]) -> Result[Recipe, OutOfRange]:
    """Make a recipe anew of foods that changed; what is not among them holds what it held."""
    dish = recipe.dish
    ingredients = tuple(
        one.of(foods[one.food]) if one.food in foods else one for one in dish.ingredients
    )
    anew = Dish(dish.id, dish.name, ingredients, dish.cooked, dish.serves)
    version, at = recipe.version, recipe.changed_at
    return mapped(cooked(anew), lambda food: Recipe(food, anew, version, at))


def _ingredients(
    entry: RecipeEntry, foods: Mapping[FoodId, Food]
) -> Result[tuple[Ingredient, ...], tuple[CannotEat, ...]]:
    given = len(entry.ingredients)
    if not 1 <= given <= INGREDIENTS_MOST:
        return Failure((OutOfRange("ingredients", given, 1, INGREDIENTS_MOST),))
    return all_of(
        _ingredient(one, foods, f"ingredients[{place}]")
        for place, one in enumerate(entry.ingredients)
    )


def _ingredient(
    entry: IngredientEntry, foods: Mapping[FoodId, Food], field: str
) -> Result[Ingredient, CannotEat]:
    food = foods.get(entry.food)
    if food is None:
        return Failure(UnknownFood(f"{field}.food_id", entry.food))
    served = Served(entry.serving, entry.count) if isinstance(entry, ServedEntry) else None
    return mapped(
        mass_taken(entry, food, field),
        lambda mass: Ingredient(food.id, food.name, mass, food.per_100_g, served),
    )


def _range_faults(
    field: str, given: float | None, span: tuple[float, float]
) -> tuple[OutOfRange, ...]:
    return (
        () if given is None or span[0] <= given <= span[1] else (OutOfRange(field, given, *span),)
    )


def _mass(grams: float | None) -> Mass | None:
    return None if grams is None else Mass(round(grams * NANOGRAMS_PER_GRAM))
