"""Nutrition over HTTP: the routes of recipes."""

from __future__ import annotations

from typing import Final

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from vegaloop.infrastructure.bodies import PAGE_USUAL, Page
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.bodies import FoodBody
from vegaloop.nutrition.adapters.food_ids import to_food_id
from vegaloop.nutrition.adapters.kitchen_bodies import (
    RecipeBody,
    RecipeEntryBody,
    from_recipe,
    to_recipe_entry,
)
from vegaloop.nutrition.adapters.offset_paging import Cursor, Limit, cut
from vegaloop.nutrition.adapters.problems import problem_for_no_recipe, problem_for_recipe
from vegaloop.nutrition.adapters.translations import from_food
from vegaloop.nutrition.application.service import Nutrition


@post("/nutrition/recipes", sync_to_thread=True, responses=refusals(s422="It cannot be made so"))
def keep_recipe(
    data: JSONBody[RecipeEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> RecipeBody:
    """Keep a recipe; the answer has what 100 g of the dish hold."""
    kept = nutrition.cook(person, to_recipe_entry(data))
    return from_recipe(or_raise(kept, problem_for_recipe))


@get("/nutrition/recipes", sync_to_thread=True, responses=refusals())
def list_recipes(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[FoodBody]:
    """List your recipes as something to eat, newest first; one by itself has its ingredients."""
    return cut(tuple(map(from_food, nutrition.recipes(person))), limit, cursor)


@get(
    "/nutrition/recipes/{food_id:str}",
    sync_to_thread=True,
    responses=refusals(s404="No such recipe"),
)
def show_recipe(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> RecipeBody:
    """Show a recipe."""
    found = nutrition.recipe(person, to_food_id(food_id))
    return from_recipe(or_raise(found, problem_for_no_recipe))


@put(
    "/nutrition/recipes/{food_id:str}",
    sync_to_thread=True,
    responses=refusals(s404="No such recipe", s422="It cannot be made so"),
)
def amend_recipe(
    food_id: FromPath[str],
    data: JSONBody[RecipeEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> RecipeBody:
    """Replace a recipe; what was eaten of it stays what it was."""
    kept = nutrition.amend_recipe(person, to_food_id(food_id), to_recipe_entry(data))
    return from_recipe(or_raise(kept, problem_for_recipe))


@delete(
    "/nutrition/recipes/{food_id:str}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="No such recipe"),
)
def remove_recipe(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> RecipeBody:
    """Take a recipe out; meals and other recipes hold what they held of it."""
    removed = nutrition.remove_recipe(person, to_food_id(food_id))
    return from_recipe(or_raise(removed, problem_for_no_recipe))


HANDLERS: Final = (keep_recipe, list_recipes, show_recipe, amend_recipe, remove_recipe)
