"""The catalogue in SQL: the starter foods in memory, all others in tables that belong to nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Self, TypeAlias, final

from msgspec import Struct
from sqlalchemy import BigInteger, Connection, Select, bindparam, delete, select

from vegaloop.infrastructure.database import Database
from vegaloop.nutrition.adapters.catalogue_filling import fill, is_listed, listing, take_stock
from vegaloop.nutrition.adapters.catalogue_index import Alternatives, WordIndex, index_of
from vegaloop.nutrition.adapters.catalogue_lexicon import Lexicon
from vegaloop.nutrition.adapters.catalogue_stock import Edition, Incoming, arrivals_of, latest
from vegaloop.nutrition.adapters.catalogue_tables import (
    FoodRow,
    food_values,
    foods,
    from_food_row,
)
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.application.food_ports import FoodStock, Stocked
from vegaloop.nutrition.application.ports import Catalogue
from vegaloop.nutrition.domain.barcode import barcode_of
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord
from vegaloop.nutrition.domain.search import (
    Closeness,
    Hit,
    folded,
    in_order,
    is_enough,
    texts_of,
)

__all__ = ("SqlCatalogue",)

WORDS_MOST: Final = 12
# From so many new foods on the engine counts anew what there is.
MANY: Final = 1_000
_FoodSelect: TypeAlias = Select[
    int, str, str, str | None, str | None, str, str, str, int, int, int, bytes
]
_LAST: Final = "\U0010ffff"  # No letter comes after it.

_f = foods.c
_BY_ID: Final = select(foods).where(_f.food_id.in_(bindparam("ids", expanding=True)))
_BY_BARCODE: Final = (
    select(foods).where(_f.barcode == bindparam("code")).order_by(_f.place).limit(bindparam("most"))
)
_FIRST: Final = select(foods).order_by(_f.place).limit(bindparam("most"))
# The places alone are read from the index; whole rows only of those that are shown.
_BEGINNING: Final = (
    select(_f.place)
    .where(_f.folded >= bindparam("name"), _f.folded < bindparam("end"))
    .order_by(_f.folded != bindparam("name"), _f.place)
    .limit(bindparam("most"))
)
_BY_NAME: Final = select(foods).where(_f.place.in_(_BEGINNING)).order_by(_f.place)
_REMOVE: Final = delete(foods).where(_f.place.in_(bindparam("places", expanding=True)))


@final
class SqlCatalogue(Catalogue, FoodStock):
    """Foods by the million, the same calls on SQLite and on PostgreSQL."""

    def __init__(self, database: Database, starters: StarterCatalogue) -> None:
        self._database = database
        self._starters = starters
        self._engine = database.engine.dialect.name
        self._index = index_of(self._engine, "food_index")
        self._by_words = _rows_at(self._index)
        self._lexicon = Lexicon(self._engine)
        self._by_ids = select(_f.food_id, _f.place, _f.published_s, _f.fingerprint).where(
            is_listed(_f.food_id, self._engine, "text")
        )

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        starters = self._starters.foods(ids)
        others = set(ids).difference(food.id for food in starters)
        if not others:
            return starters
        with self._database.transaction(writing=False) as connection:
            found = connection.execute(_BY_ID, {"ids": sorted(others)})
            return (*starters, *(from_food_row(*row) for row in found))

    def search(self, query: str, most: int) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first."""
        starters, wanted = self._starters.shelf, folded(query)
        if query and not wanted:
            return ()
        found = starters.typed(query)
        with self._database.transaction(writing=False) as connection:
            found += self._typed(connection, query, wanted, most)
            if not is_enough(found):
                found += starters.misspelled(query)
                found += self._misspelled(connection, wanted.split(), most)
        return in_order(found, most)

    def put(self, records: Sequence[FoodRecord]) -> Stocked:
        """Keep some records; of two with one id the later edition stays."""
        incoming, known = latest(records, self._starters.sources)
        # All that can be is made ready before the transaction: others wait for its end.
        ready = {food_id: _Ready.of(one) for food_id, one in incoming.items()}
        words = {word for one in ready.values() for word in one.text.split()}
        with self._database.transaction(writing=True) as connection:
            held = self._held(connection, incoming)
            editions = {one: edition for one, (_, edition) in held.items()}
            arrivals = arrivals_of(incoming, editions, known)
            self._remove(connection, [held[one][0] for one in arrivals.later])
            written = [ready[one] for one in (*arrivals.new, *arrivals.later)]
            if written:
                fill(connection, foods, [one.row for one in written])
                self._index.add(connection, [(one.row[0], one.text) for one in written])
                self._index.settle(connection)
                self._lexicon.enter(connection, words)
                if len(written) >= MANY:
                    take_stock(connection)
        return arrivals.stocked

    def _held(self, connection: Connection, ids: Collection[str]) -> dict[str, tuple[int, Edition]]:
        found = connection.execute(self._by_ids, {"listing": listing(ids, self._engine)})
        return {one: (place, (published_s, mark)) for one, place, published_s, mark in found}

    def _remove(self, connection: Connection, places: Sequence[int]) -> None:
        if places:
            connection.execute(_REMOVE, {"places": places})
            self._index.remove(connection, places)

    def _typed(self, connection: Connection, query: str, wanted: str, most: int) -> list[Hit]:
        if not wanted:
            rows = connection.execute(_FIRST, {"most": most})
            return [(Closeness.NAME_BEGINS, from_food_row(*row)) for row in rows]
        found: list[Hit] = []
        code = barcode_of(query)
        if code is not None:
            rows = connection.execute(_BY_BARCODE, {"code": code, "most": most})
            found += ((Closeness.BARCODE, from_food_row(*row)) for row in rows)
        span = {"name": wanted, "end": wanted + _LAST, "most": most}
        for row in connection.execute(_BY_NAME, span):
            food = from_food_row(*row)
            very = folded(food.name) == wanted
            found.append((Closeness.NAME if very else Closeness.NAME_BEGINS, food))
        if len(found) < most:
            asked = ((word, ()) for word in wanted.split()[:WORDS_MOST])
            found += self._with_words(connection, asked, most, Closeness.WORDS_BEGIN)
        return found

    def _misspelled(self, connection: Connection, words: list[str], most: int) -> list[Hit]:
        if not words:
            return []
        asked = [(word, self._lexicon.meant(connection, word)) for word in words[:WORDS_MOST]]
        return self._with_words(connection, asked, most, Closeness.MISSPELLED)

    def _with_words(
        self,
        connection: Connection,
        asked: Iterable[Alternatives],
        most: int,
        closeness: Closeness,
    ) -> list[Hit]:
        values = {"words": self._index.query(asked), "most": most}
        self._index.prepare(connection)
        rows = connection.execute(self._by_words, values)
        return [(closeness, from_food_row(*row)) for row in rows]


@final
class _Ready(Struct, frozen=True, gc=False):
    row: FoodRow
    text: str

    @classmethod
    def of(cls, incoming: Incoming) -> Self:
        name, text = texts_of(incoming.record.name, incoming.record.brand)
        return cls(food_values(incoming, name), text)


def _rows_at(index: WordIndex) -> _FoodSelect:
    places = index.places.columns(place=BigInteger).subquery()
    return select(foods).join(places, _f.place == places.c.place).order_by(_f.place)
