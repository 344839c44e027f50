"""The catalogue in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import final

from vegaloop.nutrition.adapters.catalogue_stock import Edition, arrivals_of, latest
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.application.food_ports import FoodStock, Stocked
from vegaloop.nutrition.application.ports import Catalogue
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord
from vegaloop.nutrition.domain.search import (
    Closeness,
    Shelf,
    Spelled,
    in_order,
    is_enough,
    place_of,
    spelled,
)

__all__ = ("MemoryCatalogue",)


@final
class MemoryCatalogue(Catalogue, FoodStock):
    """The starter foods, and what was put beside them, in dicts never changed."""

    def __init__(self, starters: StarterCatalogue) -> None:
        self._starters = starters
        self._held: dict[str, tuple[Edition, int, Spelled]] = {}
        self._shelf = Shelf(())

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        named = (self._held[one][2].food for one in ids if one in self._held)
        return (*self._starters.foods(ids), *named)

    def search(self, query: str, most: int) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first."""
        starters, shelf = self._starters.shelf, self._shelf
        # Of many foods only beginnings of words are looked for, as an index can.
        shelved = (hit for hit in shelf.typed(query) if hit[0] is not Closeness.HOLDS)
        found = [*starters.typed(query), *shelved]
        if not is_enough(found):
            found += [*starters.misspelled(query), *shelf.misspelled(query)]
        return in_order(found, most)

    def put(self, records: Sequence[FoodRecord]) -> Stocked:
        """Keep some records; of two with one id the later edition stays."""
        incoming, known = latest(records, self._starters.sources)
        held = {one: edition for one, (edition, _, _) in self._held.items()}
        arrivals = arrivals_of(incoming, held, known)
        written = [incoming[one] for one in (*arrivals.new, *arrivals.later)]
        self._held = self._held | {
            one.record.id: (one.edition, place_of(one.record), spelled(one.record.food))
            for one in written
        }
        placed = sorted((place, one) for one, (_, place, _) in self._held.items())
        self._shelf = Shelf(self._held[one][2] for _, one in placed)
        return arrivals.stocked
