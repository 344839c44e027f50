"""Finding foods in the tables of the catalogue, within one transaction.

Rule 1: the places alone are read from an index; whole rows only of the foods that are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, final

import msgspec
from sqlalchemy import Connection

from vegaloop.nutrition.adapters.catalogue_index import Ask, WordIndex, ask_together
from vegaloop.nutrition.adapters.catalogue_lexicon import Lexicon
from vegaloop.nutrition.adapters.packing_foods import unpack
from vegaloop.nutrition.application.food_search import COUNTED_MOST, FoodSource
from vegaloop.nutrition.domain.barcode import barcodes_of
from vegaloop.nutrition.domain.food import Food
from vegaloop.nutrition.domain.search import Closeness, Hit, Meaning, any_of
from vegaloop.nutrition.domain.spelling import folded, typed_words

__all__ = ("SqlFoods",)

_LAST: Final = "\U0010ffff"  # No letter comes after it.

_PLACES: Final = msgspec.json.Decoder(tuple[int, ...])
_FIRST: Final = "SELECT place AS found FROM food ORDER BY place LIMIT ?"
_BY_BARCODE: Final = "SELECT place AS found FROM food WHERE barcode = ? ORDER BY place LIMIT ?"
_NAMED: Final = "SELECT place AS found FROM food WHERE folded = ? ORDER BY place LIMIT ?"
_NAME_BEGINS: Final = (
    "SELECT place AS found FROM food WHERE folded > ? AND folded < ? ORDER BY place LIMIT ?"
)


_AT: Final = "SELECT place, packed FROM food WHERE place IN"


@final
class SqlFoods(FoodSource):
    """The foods of the tables, in the order of their places."""

    def __init__(self, connection: Connection, index: WordIndex, lexicon: Lexicon) -> None:
        self._connection = connection
        self._index = index
        self._lexicon = lexicon
        index.prepare(connection)
        # All the places of what few foods have: what is asked of it again needs no look-up.
        self._many: set[Meaning] = set()
        self._places_of: dict[Meaning, frozenset[int]] = {}
        # Of what many foods have, the places that are among those.
        self._shared_of: dict[Meaning, frozenset[int]] = {}

    def typed(self, query: str, most: int) -> list[Hit]:
        """Find so many foods by barcode, by name or by all the words typed, in order."""
        found: dict[int, Closeness] = {}
        for closeness, places in self._ever_less_close(query, most):
            for place in places:
                found.setdefault(place, closeness)
            if len(found) >= most:
                break
        return [(closeness, place) for place, closeness in found.items()][:most]

    def having(self, meanings: Sequence[Meaning], most: int) -> list[int]:
        """Find so many foods that have each of some meanings."""
        held = [places for one in meanings if (places := self._places_of.get(one)) is not None]
        if not held:
            (first,) = self._places(self._index.first(meanings, most))
            if len(meanings) == 1:
                self._learn(meanings[0], first, most)
            return first
        common = frozenset.intersection(*held)
        rest = [one for one in meanings if one not in self._places_of]
        if common and rest:
            self._share(rest)
            common = common.intersection(*map(self._shared_of.__getitem__, rest))
        return sorted(common)[:most]

    def counts(self, meanings: Sequence[Meaning], most: int) -> list[int]:
        """Count the foods that have each meaning, up to so many."""
        self._look_up(meanings, most)
        return [
            most if one in self._many else min(len(self._places_of[one]), most) for one in meanings
        ]

    def held(self, words: Collection[str]) -> Collection[str]:
        """Tell those of some words that its foods may have."""
        return self._lexicon.held(self._connection, words)

    def near(self, words: Sequence[str]) -> list[Collection[str]]:
        """Find the words of its foods that somebody may have meant by each."""
        return self._lexicon.near(self._connection, words)

    def foods(self, places: Sequence[int]) -> list[Food]:
        """Read the foods at some places."""
        marks = ", ".join([self._index.mark] * len(places))
        rows = self._connection.exec_driver_sql(f"{_AT} ({marks})", tuple(places)).all()
        found: dict[int, bytes] = dict(map(tuple, rows))
        return [unpack(found[place]).food for place in places]

    def _ever_less_close(self, query: str, most: int) -> Iterator[tuple[Closeness, list[int]]]:
        wanted = folded(query)
        if not wanted:
            yield Closeness.NAME_BEGINS, self._places((_FIRST, (most,)))[0]
            return
        codes = [(_BY_BARCODE, (code, most)) for code in barcodes_of(query)]
        named = [(_NAMED, (wanted, most)), (_NAME_BEGINS, (wanted, wanted + _LAST, most))]
        whole = [Meaning((word,)) for word in typed_words(query)]
        # The name of enough foods begins with one word; few begin with several.
        words = [self._index.first(whole, most)] if len(whole) > 1 else []
        found = self._look_up(whole if words else (), COUNTED_MOST, *codes, *named, *words)
        exact, longer = found[len(codes) : len(codes) + len(named)]
        yield (
            Closeness.BARCODE,
            sorted({place for places in found[: len(codes)] for place in places}),
        )
        yield Closeness.NAME, exact
        yield Closeness.NAME_BEGINS, longer
        yield Closeness.WORDS, found[-1] if words else self.having(whole, most)

    def _look_up(self, meanings: Sequence[Meaning], most: int, *more: Ask) -> list[list[int]]:
        """Ask for the places of what is not known yet, and for more in the same statement."""
        unknown = [one for one in meanings if one not in self._places_of and one not in self._many]
        found = self._places(*more, *(self._index.some((one,), most) for one in unknown))
        for one, places in zip(unknown, found[len(more) :], strict=True):
            self._learn(one, places, most)
        return found[: len(more)]

    def _learn(self, meaning: Meaning, places: Sequence[int], most: int) -> None:
        if len(places) < most:
            self._places_of[meaning] = frozenset(places)
            if places:
                self._shared_of.clear()
        elif most >= COUNTED_MOST:
            self._many.add(meaning)

    def _share(self, meanings: Sequence[Meaning]) -> None:
        unknown = [one for one in meanings if one not in self._shared_of]
        if not unknown:
            return
        rare = any_of([one for one, places in self._places_of.items() if places])
        most = sum(map(len, self._places_of.values()))
        asked = [self._index.some((one, rare), most) for one in unknown]
        found = zip(unknown, map(frozenset, self._places(*asked)), strict=True)
        self._shared_of.update(found)

    def _places(self, *asked: Ask) -> list[list[int]]:
        """Ask for places in one statement, and sort each answer."""
        if not asked:
            return []
        found = ask_together(self._connection, self._index, asked)
        return [sorted(_PLACES.decode(places)) for places in found]
