"""The catalogue in SQL: the starter foods in memory, all others in tables that belong to nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, final

import msgspec
from sqlalchemy import Connection, bindparam, delete, select

from vegaloop.infrastructure.database import Database
from vegaloop.nutrition.adapters.catalogue_filling import (
    fill,
    is_listed,
    listing,
    make_room,
    rows_at_once,
    take_stock,
)
from vegaloop.nutrition.adapters.catalogue_former import FormerFoods
from vegaloop.nutrition.adapters.catalogue_index import index_of
from vegaloop.nutrition.adapters.catalogue_lexicon import Lexicon
from vegaloop.nutrition.adapters.catalogue_search import SqlFoods
from vegaloop.nutrition.adapters.catalogue_stock import (
    Edition,
    Published,
    arrivals_of,
    former,
    latest,
    published_of,
)
from vegaloop.nutrition.adapters.catalogue_tables import (
    FoodRow,
    food_values,
    foods,
)
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.adapters.packing_foods import unpack
from vegaloop.nutrition.application.food_ports import FoodStock, Stocked
from vegaloop.nutrition.application.food_search import find_foods
from vegaloop.nutrition.application.ports import NONE_OWN, Catalogue
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord, ReadyFood
from vegaloop.nutrition.domain.search import Shelf

__all__ = ("SqlCatalogue",)

# From so many foods on the engine is given room, and counts anew what there is.
MANY: Final = 1_000

_f = foods.c
_BY_ID: Final = select(foods).where(_f.food_id.in_(bindparam("ids", expanding=True)))
_REMOVE: Final = delete(foods).where(_f.place.in_(bindparam("places", expanding=True)))


_RIVALS: Final = msgspec.json.Decoder(tuple[Published, ...])
_HELD: Final = msgspec.json.Decoder(tuple[tuple[str, int, int, int], ...])


@final
class SqlCatalogue(Catalogue, FoodStock):
    """Foods by the million, the same calls on SQLite and on PostgreSQL."""

    def __init__(self, database: Database, starters: StarterCatalogue) -> None:
        self._database = database
        self._starters = starters
        engine = database.engine.dialect.name
        self._index = index_of(engine, "food_index")
        self._lexicon = Lexicon(engine)
        self._former = FormerFoods(engine)
        held = rows_at_once(engine, _f.food_id, _f.place, _f.published_s, _f.fingerprint)
        rivals = rows_at_once(engine, _f.food_id, _f.barcode, _f.published_s)
        self._by_products = select(rivals).where(
            is_listed(_f.barcode, engine, "text"), _f.food_id.startswith("fdc:")
        )
        self._by_ids = select(held).where(is_listed(_f.food_id, engine, "text"))

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        starters = self._starters.foods(ids)
        others = set(ids).difference(food.id for food in starters)
        if not others:
            return starters
        with self._database.transaction(writing=False) as connection:
            found = tuple(unpack(row[-1]).food for row in self._rows(connection, others))
            rest = others.difference(food.id for food in found)
            return (*starters, *found, *self._former.foods(connection, rest))

    def search(self, query: str, most: int, own: Shelf = NONE_OWN) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first, a person's own before others."""
        with self._database.transaction(writing=False) as connection:
            stock = SqlFoods(connection, self._index, self._lexicon)
            return find_foods(own, (self._starters.shelf, stock), query, most)

    def put(self, records: Sequence[FoodRecord | ReadyFood]) -> Stocked:
        """Keep some records; of two with one id the later edition stays."""
        # All that can be is made ready before the transaction: others wait for its end.
        incoming, known = latest(records, self._starters.sources)
        with self._database.transaction(writing=True) as connection:
            if len(incoming) >= MANY:
                make_room(connection)
            held = self._held(connection, incoming)
            before = self._former.held(connection, incoming)
            editions = {one: edition for one, (_, edition) in held.items()}
            arrivals = arrivals_of(incoming, editions | before, known)
            arrived = (*arrivals.new, *arrivals.later)
            published = published_of(incoming[one].food for one in arrived)
            old = former((*self._rivals(connection, published), *published))
            left = self._rows(connection, old.difference(arrived))
            late = [held[one][0] for one in arrivals.later if one in held]
            self._remove(connection, [*late, *(row[0] for row in left)])
            outdated = [food_values(incoming[one].food) for one in arrived if one in old]
            self._former.replace(
                connection, before.keys() & set(arrivals.later), (*left, *outdated)
            )
            written = [incoming[one].food for one in arrived if one not in old]
            if written:
                fill(connection, foods, list(map(food_values, written)))
                self._index.add(connection, [(one.place, one.words) for one in written])
                self._index.settle(connection)
                words = set("".join([one.words for one in written]).split())
                self._lexicon.enter(connection, words)
                if len(written) >= MANY:
                    take_stock(connection)
        return arrivals.stocked

    def _held(self, connection: Connection, ids: Collection[str]) -> dict[str, tuple[int, Edition]]:
        values = {"listing": listing(ids)}
        (found,) = connection.execute(self._by_ids, values).one()
        return {
            one: (place, (published_s, mark))
            for one, place, published_s, mark in _HELD.decode(found)
        }

    def _rivals(self, connection: Connection, arrived: Collection[Published]) -> list[Published]:
        """Find other editions of what arrived."""
        if not arrived:
            return []
        values = {"listing": listing({product for _, product, _ in arrived})}
        (found,) = connection.execute(self._by_products, values).one()
        ids = {food_id for food_id, _, _ in arrived}
        return [one for one in _RIVALS.decode(found) if one[0] not in ids]

    def _rows(self, connection: Connection, ids: Collection[str]) -> list[FoodRow]:
        rows = connection.execute(_BY_ID, {"ids": sorted(ids)}).all() if ids else ()
        return [(*row,) for row in rows]

    def _remove(self, connection: Connection, places: Sequence[int]) -> None:
        if places:
            connection.execute(_REMOVE, {"places": places})
            self._index.remove(connection, places)
