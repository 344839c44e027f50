"""Nutrition over HTTP: the routes of meals."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeAlias, final
from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from vegaloop.infrastructure.bodies import PAGE_MOST, PAGE_USUAL, Page, of_cursor, page_of
from vegaloop.infrastructure.days import FIRST_DAY, LAST_DAY, to_day
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import day_of, epoch_us, from_epoch_us
from vegaloop.nutrition.adapters import (
    http_days,
    http_energy,
    http_foods,
    http_kitchen,
    http_quality,
    http_recipes,
)
from vegaloop.nutrition.adapters.bodies import (
    CopyMealBody,
    HistoryBody,
    MealBody,
    MealEntryBody,
    MealLineBody,
    MealOnDayBody,
)
from vegaloop.nutrition.adapters.problems import problem_for_meal, problem_for_no_meal
from vegaloop.nutrition.adapters.translations import (
    from_meal,
    from_meal_line,
    from_meal_on_day,
    from_version,
    to_entry,
)
from vegaloop.nutrition.application.ports import Place
from vegaloop.nutrition.application.service import Nutrition
from vegaloop.nutrition.domain.meal import MealId

_SomeFrom: TypeAlias = Annotated[
    dt.date | None, QueryParameter(name="from", description="The first local day, if any.")
]
_SomeTo: TypeAlias = Annotated[
    dt.date | None, QueryParameter(name="to", description="The local day after the last, if any.")
]


@final
class _PlaceKey(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    day: dt.date
    at_us: Annotated[int, Meta(ge=-(2**52), le=2**52)]
    id: UUID


@post("/meals", sync_to_thread=True, responses=refusals(s422="The meal cannot be logged"))
def log_meal(
    data: JSONBody[MealEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> MealOnDayBody:
    """Log a meal; the answer has what it made of the day."""
    done = or_raise(nutrition.log_meal(person, to_entry(data)), problem_for_meal)
    return from_meal_on_day(done)


@get("/meals", sync_to_thread=True, responses=refusals(s422="A day is out of reach"))
def list_meals(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    start: _SomeFrom = None,
    end: _SomeTo = None,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)] = PAGE_USUAL,
    cursor: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> Page[MealLineBody]:
    """List your meals of some days, newest first; a meal by itself has every nutrient."""
    first, last = to_day(start or FIRST_DAY, "from"), to_day(end or LAST_DAY, "to")
    found = nutrition.meals(person, first, last, _to_place(cursor), limit + 1)
    kept = found[limit - 1] if len(found) > limit else None
    key = () if kept is None else (kept.local_date, epoch_us(kept.eaten.at), kept.id)
    return page_of(tuple(map(from_meal_line, found)), limit, key)


@get("/meals/{meal_id:uuid}", sync_to_thread=True, responses=refusals(s404="No such meal"))
def show_meal(
    meal_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> MealBody:
    """Show a meal."""
    return from_meal(or_raise(nutrition.meal(person, MealId(meal_id)), problem_for_no_meal))


@put(
    "/meals/{meal_id:uuid}",
    sync_to_thread=True,
    responses=refusals(s404="No such meal", s422="The meal cannot be so"),
)
def amend_meal(
    meal_id: FromPath[UUID],
    data: JSONBody[MealEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> MealOnDayBody:
    """Replace a meal; what it was stays in its history."""
    done = nutrition.amend_meal(person, MealId(meal_id), to_entry(data))
    return from_meal_on_day(or_raise(done, problem_for_meal))


@delete(
    "/meals/{meal_id:uuid}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="No such meal"),
)
def remove_meal(
    meal_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> MealOnDayBody:
    """Take a meal out; the answer has the meal as it was, and what is left of the day."""
    done = nutrition.remove_meal(person, MealId(meal_id))
    return from_meal_on_day(or_raise(done, problem_for_no_meal))


@post(
    "/meals/{meal_id:uuid}/copies",
    sync_to_thread=True,
    responses=refusals(s404="No such meal", s422="It cannot be copied there"),
)
def copy_meal(
    meal_id: FromPath[UUID],
    data: JSONBody[CopyMealBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> MealOnDayBody:
    """Log the portions of a meal once more, at another moment."""
    done = nutrition.copy_meal(person, MealId(meal_id), data.eaten_at, data.time_zone)
    return from_meal_on_day(or_raise(done, problem_for_meal))


@get("/meals/{meal_id:uuid}/history", sync_to_thread=True, responses=refusals(s404="No such meal"))
def show_meal_history(
    meal_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> HistoryBody:
    """List every version of a meal, oldest first, also of one that was removed."""
    found = or_raise(nutrition.history(person, MealId(meal_id)), problem_for_no_meal)
    return HistoryBody(tuple(map(from_version, found)))


def _to_place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    key = of_cursor(cursor, _PlaceKey)
    return Place(day_of(key.day), from_epoch_us(key.at_us), MealId(key.id))


def routes() -> Router:
    """Everything nutrition answers to."""
    meals = [log_meal, list_meals, show_meal, amend_meal, remove_meal, copy_meal, show_meal_history]
    days = [*http_days.HANDLERS, *http_energy.HANDLERS, *http_quality.HANDLERS]
    handlers = [*meals, *days, *http_foods.HANDLERS, *http_kitchen.HANDLERS, *http_recipes.HANDLERS]
    return Router("/", route_handlers=handlers, tags=["nutrition"])
