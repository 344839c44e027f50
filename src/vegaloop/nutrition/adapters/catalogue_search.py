"""Finding foods in the tables of the catalogue, within one transaction.

Rule 1: the places alone are read from an index; whole rows only of the foods that are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, final

from sqlalchemy import BigInteger, Connection, TextualSelect, bindparam, select

from vegaloop.nutrition.adapters.catalogue_index import WordIndex
from vegaloop.nutrition.adapters.catalogue_lexicon import Lexicon
from vegaloop.nutrition.adapters.catalogue_tables import foods, from_food_row
from vegaloop.nutrition.application.food_search import FoodSource
from vegaloop.nutrition.domain.barcode import barcodes_of
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.search import Closeness, Hit, Meaning, any_of
from vegaloop.nutrition.domain.spelling import folded, typed_words

__all__ = ("SqlFoods",)

_LAST: Final = "\U0010ffff"  # No letter comes after it.

_f = foods.c
_AT: Final = (
    select(foods).where(_f.place.in_(bindparam("places", expanding=True))).order_by(_f.place)
)
_BY_BARCODE: Final = (
    select(foods)
    .where(_f.barcode.in_(bindparam("codes", expanding=True)))
    .order_by(_f.place)
    .limit(bindparam("most"))
)
_FIRST: Final = select(foods).order_by(_f.place).limit(bindparam("most"))
_BEGINNING: Final = (
    select(_f.place)
    .where(_f.folded >= bindparam("name"), _f.folded < bindparam("end"))
    .order_by(_f.folded != bindparam("name"), _f.place)
    .limit(bindparam("most"))
)
_BY_NAME: Final = select(foods).where(_f.place.in_(_BEGINNING)).order_by(_f.place)


@final
class SqlFoods(FoodSource):
    """The foods of the tables, in the order of their places."""

    def __init__(self, connection: Connection, index: WordIndex, lexicon: Lexicon) -> None:
        self._connection = connection
        self._index = index
        self._lexicon = lexicon
        index.prepare(connection)
        self._first = index.places.columns(place=BigInteger)
        self._some = index.some.columns(place=BigInteger)
        self._read: dict[int, Food] = {}
        # All the places of what few foods have: what is asked of it again needs no look-up.
        self._many: set[Meaning] = set()
        self._places_of: dict[Meaning, frozenset[int]] = {}
        # Of what many foods have, the places that are among those.
        self._shared_of: dict[Meaning, frozenset[int]] = {}

    def typed(self, query: str, most: int) -> list[Hit]:
        """Find so many foods by barcode, by name or by all the words typed, in order."""
        wanted = folded(query)
        if not wanted:
            rows = self._connection.execute(_FIRST, {"most": most}).all()
            return [(Closeness.NAME_BEGINS, from_food_row(*row)) for row in rows]
        found: dict[FoodId, Hit] = {}
        for closeness, foods_so in self._ever_less_close(query, wanted, most):
            for food in foods_so:
                found.setdefault(food.id, (closeness, food))
            if len(found) >= most:
                break
        return list(found.values())[:most]

    def having(self, meanings: Sequence[Meaning], most: int) -> list[Food]:
        """Find so many foods that have each of some meanings."""
        held = [places for one in meanings if (places := self._places_of.get(one)) is not None]
        if not held:
            return self._at(self._places(meanings, most, self._first))
        common = frozenset.intersection(*held)
        for one in meanings:
            if common and one not in self._places_of:
                common &= self._shared(one)
        return self._at(sorted(common)[:most])

    def count(self, meaning: Meaning, most: int) -> int:
        """Count the foods that have a meaning, up to so many."""
        if meaning in self._many:
            return most
        if meaning not in self._places_of:
            places = self._places((meaning,), most, self._some)
            if len(places) == most:
                self._many.add(meaning)
                return most
            self._places_of[meaning] = frozenset(places)
            self._shared_of.clear()
        return len(self._places_of[meaning])

    def near(self, word: str) -> Collection[str]:
        """Find the words of its foods that somebody may have meant by one."""
        return self._lexicon.near(self._connection, word)

    def _ever_less_close(
        self, query: str, wanted: str, most: int
    ) -> Iterator[tuple[Closeness, list[Food]]]:
        codes = barcodes_of(query)
        if codes:
            rows = self._connection.execute(_BY_BARCODE, {"codes": codes, "most": most}).all()
            yield Closeness.BARCODE, [from_food_row(*row) for row in rows]
        span = {"name": wanted, "end": wanted + _LAST, "most": most}
        rows = self._connection.execute(_BY_NAME, span).all()
        named = [from_food_row(*row) for row in rows]
        yield Closeness.NAME, [food for food in named if folded(food.name) == wanted]
        yield Closeness.NAME_BEGINS, named
        whole = [Meaning((word,)) for word in typed_words(query)]
        yield Closeness.WORDS, self.having(whole, most)

    def _places(self, meanings: Sequence[Meaning], most: int, which: TextualSelect) -> list[int]:
        asked = {"words": self._index.query(meanings), "most": most}
        return list(self._connection.scalars(which, asked).all())

    def _shared(self, meaning: Meaning) -> frozenset[int]:
        found = self._shared_of.get(meaning)
        if found is None:
            asked = (meaning, any_of(self._places_of))
            most = sum(map(len, self._places_of.values()))
            found = self._shared_of[meaning] = frozenset(self._places(asked, most, self._some))
        return found

    def _at(self, places: Sequence[int]) -> list[Food]:
        unread = [place for place in places if place not in self._read]
        if unread:
            rows = self._connection.execute(_AT, {"places": unread}).all()
            self._read.update((row[0], from_food_row(*row)) for row in rows)
        return [self._read[place] for place in places]
