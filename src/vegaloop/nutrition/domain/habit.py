"""What a person eats again: the foods they marked, and those they ate of late."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.time import Instant, Moment
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.homemade import LarderFull
from vegaloop.nutrition.domain.meal import MealKind, MealLine
from vegaloop.nutrition.domain.portion import PortionLine, UnknownFood

__all__ = (
    "FAVOURITES_MOST",
    "LOOK_BACK_DAYS",
    "CannotFavour",
    "EatenFood",
    "Favourite",
    "Habit",
    "Order",
    "habits_of",
)

LOOK_BACK_DAYS: Final = 90
FAVOURITES_MOST: Final = 500

CannotFavour: TypeAlias = UnknownFood | LarderFull


class Order(StrEnum):
    """Which foods come first: those eaten last, or those eaten most often."""

    RECENT = "recent"
    FREQUENT = "frequent"


@final
class Favourite(Struct, frozen=True):
    """A food or recipe a person marked, and when."""

    food: FoodId
    marked_at: Instant


@final
class Habit(Struct, frozen=True):
    """A food somebody eats: the last portion of it, when that was, and in how many meals."""

    food: FoodId
    last: PortionLine
    eaten: Moment
    meals: int


@final
class EatenFood(Struct, frozen=True):
    """A food there still is, and how somebody eats it."""

    food: Food
    habit: Habit


def habits_of(meals: Iterable[MealLine], kind: MealKind | None, order: Order) -> tuple[Habit, ...]:
    """Find the foods in some meals, of one kind if that is named; the meals come newest first."""
    last: dict[FoodId, tuple[PortionLine, Moment]] = {}
    counts: dict[FoodId, int] = {}
    for meal in meals:
        if kind is not None and meal.kind != kind:
            continue
        portions = {one.food: one for one in meal.portions if one.food is not None}
        for food, portion in portions.items():
            last.setdefault(food, (portion, meal.eaten))
            counts[food] = counts.get(food, 0) + 1
    habits = tuple(Habit(food, *found, counts[food]) for food, found in last.items())
    return habits if order is Order.RECENT else tuple(sorted(habits, key=_rarity))


def _rarity(habit: Habit) -> int:
    return -habit.meals
