"""Recipes within recipes: no dish is in itself, and none is many levels deep."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.recipe import (
    DEPTH_MOST,
    Circular,
    Recipe,
    RecipeEntry,
    TooDeep,
    remade,
)

__all__ = ("following", "knots")

# Each recipe there is, with what goes into it.
_Uses: TypeAlias = Mapping[FoodId, Collection[FoodId]]


def knots(
    id: FoodId, entry: RecipeEntry, recipes: Iterable[Recipe]
) -> tuple[Circular | TooDeep, ...]:
    """Find where an entry would put a dish into itself, or recipes too deep into one another."""
    uses = _uses(recipes) | {id: tuple(one.food for one in entry.ingredients)}
    circles = tuple(
        Circular(f"ingredients[{place}].food_id", one.food)
        for place, one in enumerate(entry.ingredients)
        if id in _all_in(one.food, uses)
    )
    if circles:
        return circles
    depth = max(_levels(uses).values())
    return (TooDeep(depth, DEPTH_MOST),) if depth > DEPTH_MOST else ()


def following(changed: Food, recipes: Collection[Recipe]) -> tuple[Recipe, ...]:
    """Make anew the recipes a changed food is in, and those that one of these is in.

    A dish that could not be of the food as it is now stays what it was.
    """
    foods, made = {changed.id: changed}, list[Recipe]()
    levels = _levels(_uses(recipes))

    def level(recipe: Recipe) -> int:
        return levels[recipe.food.id]

    for recipe in sorted(recipes, key=level):
        if recipe.food.id in foods or all(one.food not in foods for one in recipe.dish.ingredients):
            continue
        match remade(recipe, foods):
            case Success(anew):
                foods[anew.food.id] = anew.food
                made.append(anew)
            case Failure():
                continue
    return tuple(made)


def _uses(recipes: Iterable[Recipe]) -> dict[FoodId, Collection[FoodId]]:
    return {
        recipe.food.id: tuple(one.food for one in recipe.dish.ingredients) for recipe in recipes
    }


def _all_in(id: FoodId, uses: _Uses) -> frozenset[FoodId]:
    """Gather a food and all that is in it, however deep."""
    found, open_ = {id}, [id]
    while open_:
        for one in uses.get(open_.pop(), ()):
            if one not in found:
                found.add(one)
                open_.append(one)
    return frozenset(found)


def _levels(uses: _Uses) -> dict[FoodId, int]:
    """Count for each recipe how many recipes are in one another there, itself among them."""
    levels: dict[FoodId, int] = {}

    def level(id: FoodId) -> int:
        if id not in levels:
            levels[id] = 1 + max((level(one) for one in uses[id] if one in uses), default=0)
        return levels[id]

    for recipe in uses:
        level(recipe)
    return levels
