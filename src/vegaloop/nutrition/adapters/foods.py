"""The catalogue of foods, held in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import final

from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.application.ports import Catalogue
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.search import matching


@final
class StarterCatalogue(Catalogue):
    """The starter foods, read when somebody first asks."""

    def __init__(self, foods: Callable[[], tuple[Food, ...]] = starter_foods) -> None:
        self._read = foods

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        return tuple(self._by_id[one] for one in ids if one in self._by_id)

    def search(self, query: str, most: int) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first."""
        return matching(self._by_id.values(), query, most)

    @cached_property
    def _by_id(self) -> dict[FoodId, Food]:
        return {food.id: food for food in self._read()}
