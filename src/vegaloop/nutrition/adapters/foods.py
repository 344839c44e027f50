"""The starter foods, held in memory and first on every shelf."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import final

from vegaloop.kernel.identity import SourceId
from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.application.food_search import find_foods
from vegaloop.nutrition.application.ports import NONE_OWN, Catalogue
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.search import Shelf, shortest_first

__all__ = ("StarterCatalogue",)


@final
class StarterCatalogue(Catalogue):
    """The starter foods, read when somebody first asks."""

    def __init__(self, foods: Callable[[], tuple[Food, ...]] = starter_foods) -> None:
        self._read = foods

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        return tuple(self._by_id[one] for one in ids if one in self._by_id)

    def search(self, query: str, most: int, own: Shelf = NONE_OWN) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first, a person's own before others."""
        return find_foods(own, (self.shelf,), query, most)

    @cached_property
    def shelf(self) -> Shelf:
        """Every food as a search compares it, the shortest names first."""
        return shortest_first(self._by_id.values())

    @cached_property
    def sources(self) -> frozenset[SourceId]:
        """The records its figures were read from: nobody needs them a second time."""
        return frozenset(food.source for food in self._by_id.values())

    @cached_property
    def _by_id(self) -> dict[FoodId, Food]:
        return {food.id: food for food in self._read()}
