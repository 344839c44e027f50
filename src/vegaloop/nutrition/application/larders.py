"""Units of work on a larder: each leaves the recipes a changed food is in made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant
from vegaloop.nutrition.application.ports import Larder
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.habit import FAVOURITES_MOST, Favourite
from vegaloop.nutrition.domain.homemade import (
    HOMEMADE_MOST,
    LarderFull,
    NoSuchOwnFood,
    OwnFood,
    is_homemade,
)
from vegaloop.nutrition.domain.recipe import (
    CannotCook,
    NoSuchRecipe,
    Recipe,
    RecipeEntry,
    decide_recipe,
)
from vegaloop.nutrition.domain.recipe_tree import following, knots


def found(larder: Larder, shelved: Sequence[Food], ids: Iterable[FoodId]) -> dict[FoodId, Food]:
    """Join foods of the catalogue with those of a larder that are named."""
    own = frozenset(filter(is_homemade, ids))
    return {food.id: food for food in (*shelved, *(larder.homemade(own) if own else ()))}


def added_food(larder: Larder, food: OwnFood) -> Result[OwnFood, LarderFull]:
    """Keep a new own food, if there is room for it."""
    if len(larder.shelf()) >= HOMEMADE_MOST:
        return Failure(LarderFull(HOMEMADE_MOST))
    larder.keep(food)
    return Success(food)


def amended_food(larder: Larder, decided: OwnFood) -> Result[OwnFood, NoSuchOwnFood]:
    """Put an own food in the place of the one with its id."""
    replaced = larder.own_food(decided.food.id)
    if replaced is None:
        return Failure(NoSuchOwnFood(decided.food.id))
    food = decided.following(replaced)
    larder.keep(food)
    _follow(larder, food.food)
    return Success(food)


def removed_food(larder: Larder, id: FoodId) -> Result[OwnFood, NoSuchOwnFood]:
    """Take an own food out; recipes hold what they held of it."""
    food = larder.own_food(id)
    if food is None:
        return Failure(NoSuchOwnFood(id))
    larder.discard(id)
    larder.disfavour(id)
    return Success(food)


def cooked(
    larder: Larder, shelved: Sequence[Food], entry: RecipeEntry, id: FoodId, now: Instant
) -> Result[Recipe, tuple[CannotCook, ...]]:
    """Keep a new recipe, if it can be made so and there is room for it."""
    if len(larder.shelf()) >= HOMEMADE_MOST:
        return Failure((LarderFull(HOMEMADE_MOST),))
    return _kept(larder, shelved, entry, id, now)


def recooked(
    larder: Larder, shelved: Sequence[Food], entry: RecipeEntry, id: FoodId, now: Instant
) -> Result[Recipe, tuple[CannotCook, ...]]:
    """Put a recipe in the place of the one with its id, if it can be made so."""
    if larder.recipe(id) is None:
        return Failure((NoSuchRecipe(id),))
    return _kept(larder, shelved, entry, id, now)


def removed_recipe(larder: Larder, id: FoodId) -> Result[Recipe, NoSuchRecipe]:
    """Take a recipe out; recipes it was in hold what they held of it."""
    recipe = larder.recipe(id)
    if recipe is None:
        return Failure(NoSuchRecipe(id))
    larder.discard(id)
    larder.disfavour(id)
    return Success(recipe)


def favoured(larder: Larder, food: Food, now: Instant) -> Result[Food, LarderFull]:
    """Mark a food, if there is room for another mark."""
    marked = larder.favourites()
    if len(marked) >= FAVOURITES_MOST and all(one.food != food.id for one in marked):
        return Failure(LarderFull(FAVOURITES_MOST))
    larder.favour(Favourite(food.id, now))
    return Success(food)


def _kept(
    larder: Larder, shelved: Sequence[Food], entry: RecipeEntry, id: FoodId, now: Instant
) -> Result[Recipe, tuple[CannotCook, ...]]:
    tied, replaced = knots(id, entry, larder.recipes()), larder.recipe(id)
    foods = found(larder, shelved, (one.food for one in entry.ingredients))
    match decide_recipe(entry, id=id, foods=foods, now=now):
        case Success(recipe) if not tied:
            made = recipe if replaced is None else recipe.following(replaced)
            larder.keep(made)
            _follow(larder, made.food)
            return Success(made)
        case Success():
            return Failure(tied)
        case Failure(faults):
            return Failure((*faults, *tied))


def _follow(larder: Larder, changed: Food) -> None:
    for recipe in following(changed, larder.recipes()):
        larder.keep(recipe)
