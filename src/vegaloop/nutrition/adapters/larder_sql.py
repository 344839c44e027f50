"""Larders in SQL."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, select

from vegaloop.infrastructure.database import keep_first, replace_row
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.larder_tables import (
    FOOD,
    favourite_values,
    favourites,
    from_favourite_row,
    from_own_food_row,
    from_recipe_row,
    own_food_values,
    own_foods,
    recipe_values,
    recipes,
)
from vegaloop.nutrition.application.ports import Larder
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.habit import Favourite
from vegaloop.nutrition.domain.homemade import OwnFood
from vegaloop.nutrition.domain.recipe import Recipe

# To build a statement takes longer than SQLite needs to run it: these are built once.
_o, _r, _f = own_foods.c, recipes.c, favourites.c
_MY_FOODS: Final = _o.person_id == bindparam("person")
_MY_RECIPES: Final = _r.person_id == bindparam("person")
_MY_FAVOURITES: Final = _f.person_id == bindparam("person")
_NAMED: Final[BindParameter[str]] = bindparam("ids", expanding=True)
_SHELVES: Final = (select(_o.food).where(_MY_FOODS), select(_r.food).where(_MY_RECIPES))
_HOMEMADE: Final = (
    select(_o.food).where(_MY_FOODS, _o.food_id.in_(_NAMED)),
    select(_r.food).where(_MY_RECIPES, _r.food_id.in_(_NAMED)),
)
_FIND_FOOD: Final = select(own_foods).where(_MY_FOODS, _o.food_id == bindparam("id"))
_FIND_RECIPE: Final = select(recipes).where(_MY_RECIPES, _r.food_id == bindparam("id"))
_FIND_RECIPES: Final = select(recipes).where(_MY_RECIPES)
_DISCARD: Final = (
    delete(own_foods).where(_MY_FOODS, _o.food_id == bindparam("id")),
    delete(recipes).where(_MY_RECIPES, _r.food_id == bindparam("id")),
)
_FIND_FAVOURITES: Final = select(favourites).where(_MY_FAVOURITES)
_DISFAVOUR: Final = delete(favourites).where(_MY_FAVOURITES, _f.food_id == bindparam("id"))


class SqlLarder(Larder):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def shelf(self) -> tuple[Food, ...]:
        """All own foods and recipes as something to eat, newest first."""
        found = (row for shelf in _SHELVES for row in self._connection.execute(shelf, self._mine()))
        return tuple(sorted((FOOD.decode(food) for (food,) in found), key=_newest, reverse=True))

    def homemade(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the own foods and recipes named that there are, as something to eat."""
        named = self._mine(ids=tuple(ids))
        found = (row for shelf in _HOMEMADE for row in self._connection.execute(shelf, named))
        return tuple(sorted((FOOD.decode(food) for (food,) in found), key=_newest, reverse=True))

    def own_food(self, id: FoodId) -> OwnFood | None:
        """An own food, if it is there."""
        row = self._connection.execute(_FIND_FOOD, self._mine(id=id)).one_or_none()
        return None if row is None else from_own_food_row(*row)

    def recipe(self, id: FoodId) -> Recipe | None:
        """A recipe, if it is there."""
        row = self._connection.execute(_FIND_RECIPE, self._mine(id=id)).one_or_none()
        return None if row is None else from_recipe_row(*row)

    def recipes(self) -> tuple[Recipe, ...]:
        """Every recipe, newest first."""
        found = self._connection.execute(_FIND_RECIPES, self._mine())
        made = (from_recipe_row(*row) for row in found)
        return tuple(sorted(made, key=lambda recipe: recipe.food.id, reverse=True))

    def keep(self, homemade: OwnFood | Recipe) -> None:
        """Keep an own food or a recipe, in the place of one with its id."""
        match homemade:
            case OwnFood():
                replacing = replace_row(self._connection, own_foods)
                self._connection.execute(replacing, [own_food_values(self._person, homemade)])
            case Recipe():
                replacing = replace_row(self._connection, recipes)
                self._connection.execute(replacing, [recipe_values(self._person, homemade)])

    def discard(self, id: FoodId) -> None:
        """Take an own food or a recipe out."""
        for discarding in _DISCARD:
            self._connection.execute(discarding, self._mine(id=id))

    def favourites(self) -> tuple[Favourite, ...]:
        """What the person marked, the last first."""
        found = self._connection.execute(_FIND_FAVOURITES, self._mine())
        marked = (from_favourite_row(*row) for row in found)
        return tuple(sorted(marked, key=lambda one: (one.marked_at, one.food), reverse=True))

    def favour(self, favourite: Favourite) -> None:
        """Mark a food; one that is marked stays as it is."""
        kept = keep_first(self._connection, favourites)
        self._connection.execute(kept, [favourite_values(self._person, favourite)])

    def disfavour(self, food: FoodId) -> None:
        """Take the mark off a food."""
        self._connection.execute(_DISFAVOUR, self._mine(id=food))

    def _mine(self, **values: object) -> dict[str, object]:
        return {"person": self._person} | values


def _newest(food: Food) -> str:
    return food.id.partition(":")[2]
