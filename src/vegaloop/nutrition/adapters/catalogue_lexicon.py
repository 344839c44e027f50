"""The words of the catalogue, each under every way to shorten it: what was mistyped finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import lru_cache
from typing import Final, final

import msgspec
from sqlalchemy import BigInteger, Connection, select

from vegaloop.nutrition.adapters.catalogue_filling import (
    fill,
    listing,
    rows_at_once,
    values_of,
)
from vegaloop.nutrition.adapters.catalogue_index import index_of
from vegaloop.nutrition.adapters.catalogue_tables import food_words
from vegaloop.nutrition.domain.spelling import edits_allowed, is_near, shortened, shortenings

__all__ = ("Lexicon",)

# Many words share a shortening; no more than this are compared letter by letter.
LOOKED_AT_MOST: Final = 2_000
# Most words of a batch were in those before it.
REMEMBERED_MOST: Final = 2**15
_NUMBER_BYTES: Final = 5  # Of a million words, one pair in two such catalogues shares a number.
_NUMBERS: Final = msgspec.json.Decoder(tuple[tuple[int], ...])
_w = food_words.c


@final
class Lexicon:
    """The words of names and brands that are long enough to be mistyped."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._index = index_of(engine, "food_index_typo")
        numbers = self._index.places.columns(place=BigInteger).subquery()
        self._meant = select(_w.word).where(_w.number.in_(select(numbers.c.place)))
        given = values_of(engine, "bigint").columns(value=BigInteger).subquery()
        held = select(_w.number).where(_w.number == given.c.value).exists()
        self._new = select(rows_at_once(engine, given.c.value)).where(~held)

    def near(self, connection: Connection, typed: str) -> list[str]:
        """Find the words somebody may have meant by one."""
        variants = shortened(typed)
        if not variants:
            return []
        values = {"words": self._index.any_of(variants), "most": LOOKED_AT_MOST}
        found = connection.execute(self._meant, values)
        return [word for (word,) in found if is_near(word, typed)]

    def enter(self, connection: Connection, words: Collection[str]) -> None:
        """Enter the words that are not there yet."""
        numbered = {_number_of(word): word for word in words if edits_allowed(word)}
        values = {"listing": listing(numbered, self._engine)}
        (new,) = connection.execute(self._new, values).one()
        entered = sorted((number, numbered[number]) for (number,) in _NUMBERS.decode(new))
        if not entered:
            return
        fill(connection, food_words, entered)
        spelled = [(n, " ".join(shortenings(word, edits_allowed(word)))) for n, word in entered]
        self._index.add(connection, spelled)
        self._index.settle(connection)


@lru_cache(REMEMBERED_MOST)
def _number_of(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=_NUMBER_BYTES).digest(), "big")
