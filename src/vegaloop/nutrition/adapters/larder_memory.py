"""Larders in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Collection

from vegaloop.kernel.time import Instant
from vegaloop.nutrition.application.ports import Larder
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.habit import Favourite
from vegaloop.nutrition.domain.homemade import OwnFood
from vegaloop.nutrition.domain.recipe import Recipe


class MemoryLarder(Larder):
    """One person's own foods, recipes and favourites, in dicts never changed."""

    def __init__(self) -> None:
        self._own: dict[FoodId, OwnFood] = {}
        self._recipes: dict[FoodId, Recipe] = {}
        self._favourites: dict[FoodId, Favourite] = {}

    def shelf(self) -> tuple[Food, ...]:
        """All own foods and recipes as something to eat, newest first."""
        own = (one.food for one in self._own.values())
        foods = (*own, *(one.food for one in self._recipes.values()))
        return tuple(sorted(foods, key=_newest, reverse=True))

    def homemade(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the own foods and recipes named that there are, as something to eat."""
        return tuple(food for food in self.shelf() if food.id in ids)

    def own_food(self, id: FoodId) -> OwnFood | None:
        """An own food, if it is there."""
        return self._own.get(id)

    def recipe(self, id: FoodId) -> Recipe | None:
        """A recipe, if it is there."""
        return self._recipes.get(id)

    def recipes(self) -> tuple[Recipe, ...]:
        """Every recipe, newest first."""
        return tuple(self._recipes[one] for one in sorted(self._recipes, reverse=True))

    def keep(self, homemade: OwnFood | Recipe) -> None:
        """Keep an own food or a recipe, in the place of one with its id."""
        match homemade:
            case OwnFood():
                self._own = self._own | {homemade.food.id: homemade}
            case Recipe():
                self._recipes = self._recipes | {homemade.food.id: homemade}

    def discard(self, id: FoodId) -> None:
        """Take an own food or a recipe out."""
        self._own = {kept: food for kept, food in self._own.items() if kept != id}
        self._recipes = {kept: dish for kept, dish in self._recipes.items() if kept != id}

    def favourites(self) -> tuple[Favourite, ...]:
        """What the person marked, the last first."""
        return tuple(sorted(self._favourites.values(), key=_marked, reverse=True))

    def favour(self, favourite: Favourite) -> None:
        """Mark a food; one that is marked stays as it is."""
        self._favourites = {favourite.food: favourite} | self._favourites

    def disfavour(self, food: FoodId) -> None:
        """Take the mark off a food."""
        self._favourites = {kept: one for kept, one in self._favourites.items() if kept != food}


def _newest(food: Food) -> str:
    return food.id.partition(":")[2]


def _marked(favourite: Favourite) -> tuple[Instant, FoodId]:
    return favourite.marked_at, favourite.food
