"""Nutrition over HTTP: the routes of own foods, favourites and habits."""

from __future__ import annotations

from typing import Final

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from vegaloop.infrastructure.bodies import PAGE_USUAL, Page, page_of
from vegaloop.infrastructure.problem import (
    or_raise,
    refusals,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.bodies import FoodBody
from vegaloop.nutrition.adapters.food_ids import to_food_id
from vegaloop.nutrition.adapters.kitchen_bodies import (
    EatenFoodBody,
    FoodEntryBody,
    OwnFoodBody,
    from_eaten_food,
    from_own_food,
    to_food_entry,
)
from vegaloop.nutrition.adapters.offset_paging import Cursor, Limit, cut
from vegaloop.nutrition.adapters.problems import (
    problem_for_favourite,
    problem_for_food,
    problem_for_no_own_food,
)
from vegaloop.nutrition.adapters.translations import from_food
from vegaloop.nutrition.application.service import Nutrition
from vegaloop.nutrition.domain.habit import Order
from vegaloop.nutrition.domain.meal import MealKind


@post("/nutrition/foods", sync_to_thread=True, responses=refusals(s422="It cannot be such a food"))
def keep_food(
    data: JSONBody[FoodEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> OwnFoodBody:
    """Keep a food of your own."""
    kept = nutrition.keep_food(person, to_food_entry(data))
    return from_own_food(or_raise(kept, problem_for_food))


@get("/nutrition/foods", sync_to_thread=True, responses=refusals())
def list_own_foods(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[FoodBody]:
    """List the foods of your own, newest first."""
    return cut(tuple(map(from_food, nutrition.own_foods(person))), limit, cursor)


@get("/nutrition/foods/{food_id:str}", sync_to_thread=True, responses=refusals(s404="No such food"))
def show_own_food(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> OwnFoodBody:
    """Show a food of your own."""
    found = nutrition.own_food(person, to_food_id(food_id))
    return from_own_food(or_raise(found, problem_for_no_own_food))


@put(
    "/nutrition/foods/{food_id:str}",
    sync_to_thread=True,
    responses=refusals(s404="No such food", s422="It cannot be such a food"),
)
def amend_own_food(
    food_id: FromPath[str],
    data: JSONBody[FoodEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> OwnFoodBody:
    """Replace a food of your own; what was eaten of it stays what it was."""
    kept = nutrition.amend_food(person, to_food_id(food_id), to_food_entry(data))
    return from_own_food(or_raise(kept, problem_for_food))


@delete(
    "/nutrition/foods/{food_id:str}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="No such food"),
)
def remove_own_food(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> OwnFoodBody:
    """Take a food of your own out; meals and recipes hold what they held of it."""
    removed = nutrition.remove_food(person, to_food_id(food_id))
    return from_own_food(or_raise(removed, problem_for_no_own_food))


@get("/nutrition/favourites", sync_to_thread=True, responses=refusals())
def list_favourites(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[FoodBody]:
    """List the foods and recipes you marked, the last marked first."""
    return cut(tuple(map(from_food, nutrition.favourites(person))), limit, cursor)


@put(
    "/nutrition/favourites/{food_id:str}",
    sync_to_thread=True,
    responses=refusals(s404="No such food", s422="You keep as many as one can"),
)
def favour(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> FoodBody:
    """Mark a food or a recipe; one that is marked stays as it is."""
    marked = nutrition.favour(person, to_food_id(food_id))
    return from_food(or_raise(marked, problem_for_favourite))


@delete(
    "/nutrition/favourites/{food_id:str}",
    sync_to_thread=True,
    status_code=204,
    responses=refusals(),
)
def disfavour(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> None:
    """Take the mark off a food, if it has one."""
    nutrition.disfavour(person, to_food_id(food_id))


@get("/nutrition/eaten-foods", sync_to_thread=True, responses=refusals())
def list_eaten_foods(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    kind: FromQuery[MealKind | None] = None,
    order: FromQuery[Order] = Order.RECENT,
    limit: Limit = PAGE_USUAL,
) -> Page[EatenFoodBody]:
    """List what you ate in 90 days, the last or the most frequent first; of one kind of meal."""
    found = nutrition.eaten_foods(person, kind, order, limit)
    return page_of(tuple(map(from_eaten_food, found)), limit, ())


HANDLERS: Final = (
    keep_food,
    list_own_foods,
    show_own_food,
    amend_own_food,
    remove_own_food,
    list_favourites,
    favour,
    disfavour,
    list_eaten_foods,
)
