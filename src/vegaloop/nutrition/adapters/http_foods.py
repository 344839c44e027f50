"""Nutrition over HTTP: the routes of the catalogue."""

from __future__ import annotations

from typing import Annotated, Final, final

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct

from vegaloop.infrastructure.bodies import PAGE_MOST, PAGE_USUAL, Page, of_cursor, page_of
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.bodies import FoodBody
from vegaloop.nutrition.adapters.food_ids import to_food_id
from vegaloop.nutrition.adapters.problems import problem_for_no_food
from vegaloop.nutrition.adapters.quality_answers import from_food_quality
from vegaloop.nutrition.adapters.quality_bodies import FoodDetailBody
from vegaloop.nutrition.adapters.translations import from_food
from vegaloop.nutrition.application.service import Nutrition


@final
class _OffsetKey(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    offset: Annotated[int, Meta(ge=0, le=100_000)]


@get("/foods", sync_to_thread=True, responses=refusals())
def list_foods(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    words: Annotated[str, QueryParameter(name="query", max_length=100)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)] = PAGE_USUAL,
    cursor: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> Page[FoodBody]:
    """Find foods by words of name and brand or by barcode: your own first, then the closest."""
    offset = 0 if cursor is None else of_cursor(cursor, _OffsetKey).offset
    found = nutrition.foods(person, words, offset + limit + 1)[offset:]
    return page_of(tuple(map(from_food, found)), limit, (offset + limit,))


@get("/foods/{food_id:str}", sync_to_thread=True, responses=refusals(s404="No such food"))
def show_food(
    food_id: FromPath[str],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> FoodDetailBody:
    """Show a food with all that is known of 100 g of it, and how it is judged."""
    found = or_raise(nutrition.food_quality(person, to_food_id(food_id)), problem_for_no_food)
    return from_food_quality(found)


HANDLERS: Final = (list_foods, show_food)
