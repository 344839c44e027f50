"""The tables of a larder, and the functions between a row and a value."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, Named, String, Table, TypedColumns, Uuid

from vegaloop.infrastructure.database import METADATA, InstantColumn
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant
from vegaloop.nutrition.domain.dish import Dish
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.habit import Favourite
from vegaloop.nutrition.domain.homemade import OwnFood
from vegaloop.nutrition.domain.recipe import Recipe

FOOD: Final = msgspec.json.Decoder(Food)
_DISH: Final = msgspec.json.Decoder(Dish)
# A catalogue may name its foods at some length; what is longer is none of its names.
FOOD_ID_CHARACTERS: Final = 200


class _OwnFoodColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    food_id: Named[str] = Column(String(60), primary_key=True)
    version: Named[int] = Column(Integer)
    changed_at: Named[Instant] = Column(InstantColumn)
    food: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, str, int, Instant, bytes]


class _RecipeColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    food_id: Named[str] = Column(String(60), primary_key=True)
    version: Named[int] = Column(Integer)
    changed_at: Named[Instant] = Column(InstantColumn)
    food: Named[bytes] = Column(LargeBinary)
    dish: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, str, int, Instant, bytes, bytes]


class _FavouriteColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    food_id: Named[str] = Column(String(FOOD_ID_CHARACTERS), primary_key=True)
    marked_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, str, Instant]


own_foods: Final = Table("nutrition_own_food", METADATA, _OwnFoodColumns)
recipes: Final = Table("nutrition_recipe", METADATA, _RecipeColumns)
favourites: Final = Table("nutrition_favourite", METADATA, _FavouriteColumns)


def from_own_food_row(_: UUID, __: str, version: int, changed_at: Instant, food: bytes) -> OwnFood:
    """Read an own food."""
    return OwnFood(FOOD.decode(food), version, changed_at)


def from_recipe_row(  # One parameter a column.
    _: UUID, __: str, version: int, changed_at: Instant, food: bytes, dish: bytes
) -> Recipe:
    """Read a recipe."""
    return Recipe(FOOD.decode(food), _DISH.decode(dish), version, changed_at)


def from_favourite_row(_: UUID, food_id: str, marked_at: Instant) -> Favourite:
    """Read a mark."""
    return Favourite(FoodId(food_id), marked_at)


def own_food_values(person: PersonId, own: OwnFood) -> dict[str, object]:
    """Write an own food."""
    return {
        "person_id": person,
        "food_id": own.food.id,
        "version": own.version,
        "changed_at": own.changed_at,
        "food": msgspec.json.encode(own.food),
    }


def recipe_values(person: PersonId, recipe: Recipe) -> dict[str, object]:
    """Write a recipe."""
    return {
        "person_id": person,
        "food_id": recipe.food.id,
        "version": recipe.version,
        "changed_at": recipe.changed_at,
        "food": msgspec.json.encode(recipe.food),
        "dish": msgspec.json.encode(recipe.dish),
    }


def favourite_values(person: PersonId, favourite: Favourite) -> dict[str, object]:
    """Write a mark."""
    return {
        "person_id": person,
        "food_id": favourite.food,
        "marked_at": favourite.marked_at,
    }
