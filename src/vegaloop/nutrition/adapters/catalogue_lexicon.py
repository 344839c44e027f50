"""The words of the catalogue, each under every way to shorten it: what was mistyped finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Final, final

from sqlalchemy import BigInteger, Connection, select

from vegaloop.nutrition.adapters.catalogue_filling import fill, is_listed, listing
from vegaloop.nutrition.adapters.catalogue_index import index_of
from vegaloop.nutrition.adapters.catalogue_tables import food_words
from vegaloop.nutrition.domain.search import edits_allowed, is_near, shortened, shortenings

__all__ = ("Lexicon",)

MEANT_MOST: Final = 50
# Many words share a shortening; no more than this are compared letter by letter.
LOOKED_AT_MOST: Final = 2_000
_NUMBER_BYTES: Final = 5  # Of a million words, one pair in two such catalogues shares a number.
_w = food_words.c


@final
class Lexicon:
    """The words of names and brands that are long enough to be mistyped."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._index = index_of(engine, "food_index_typo")
        numbers = self._index.places.columns(place=BigInteger).subquery()
        self._meant = select(_w.word).where(_w.number.in_(select(numbers.c.place)))
        self._held = select(_w.number).where(is_listed(_w.number, engine, "bigint"))

    def meant(self, connection: Connection, typed: str) -> tuple[str, ...]:
        """Find the words somebody may have meant by one, in the order of the alphabet."""
        variants = shortened(typed)
        if not variants:
            return ()
        self._index.prepare(connection)
        values = {"words": self._index.any_of(variants), "most": LOOKED_AT_MOST}
        found = connection.execute(self._meant, values)
        return tuple(sorted(word for (word,) in found if is_near(word, typed)))[:MEANT_MOST]

    def enter(self, connection: Connection, words: Collection[str]) -> None:
        """Enter the words that are not there yet."""
        numbered = {_number_of(word): word for word in words if edits_allowed(word)}
        values = {"listing": listing(numbered, self._engine)}
        for (number,) in connection.execute(self._held, values):
            del numbered[number]
        if not numbered:
            return
        entered = sorted(numbered.items())
        fill(connection, food_words, entered)
        spelled = [(n, " ".join(shortenings(word, edits_allowed(word)))) for n, word in entered]
        self._index.add(connection, spelled)
        self._index.settle(connection)


def _number_of(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=_NUMBER_BYTES).digest(), "big")
