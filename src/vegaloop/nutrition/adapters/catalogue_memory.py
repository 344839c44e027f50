"""The catalogue in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import final

from vegaloop.nutrition.adapters.catalogue_stock import (
    Edition,
    arrivals_of,
    former,
    latest,
    published_of,
)
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.adapters.packing_foods import unpack
from vegaloop.nutrition.application.food_ports import FoodStock, Stocked
from vegaloop.nutrition.application.food_search import find_foods
from vegaloop.nutrition.application.ports import NONE_OWN, Catalogue
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord, ReadyFood
from vegaloop.nutrition.domain.search import Shelf, Spelled, spelled

__all__ = ("MemoryCatalogue",)


@final
class MemoryCatalogue(Catalogue, FoodStock):
    """The starter foods, and what was put beside them, in dicts never changed."""

    def __init__(self, starters: StarterCatalogue) -> None:
        self._starters = starters
        self._held: dict[str, tuple[ReadyFood, Edition, Spelled]] = {}
        self._shelf = Shelf(many=True)

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        named = (self._held[one][2].food for one in ids if one in self._held)
        return (*self._starters.foods(ids), *named)

    def search(self, query: str, most: int, own: Shelf = NONE_OWN) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first, a person's own before others."""
        return find_foods(own, (self._starters.shelf, self._shelf), query, most)

    def put(self, records: Sequence[FoodRecord | ReadyFood]) -> Stocked:
        """Keep some records; of two with one id the later edition stays."""
        incoming, known = latest(records, self._starters.sources)
        held = {one: edition for one, (_, edition, _) in self._held.items()}
        arrivals = arrivals_of(incoming, held, known)
        written = [incoming[one] for one in (*arrivals.new, *arrivals.later)]
        self._held = self._held | {
            one.food.id: (one.food, one.edition, spelled(unpack(one.food.packed).food))
            for one in written
        }
        held_foods = [food for food, _, _ in self._held.values()]
        old = former(published_of(held_foods))
        placed = sorted((one.place, one.id) for one in held_foods if one.id not in old)
        self._shelf = Shelf((self._held[one][2] for _, one in placed), many=True)
        return arrivals.stocked
