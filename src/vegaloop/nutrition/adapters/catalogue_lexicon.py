"""The words of the catalogue, each under every way to shorten it: what was mistyped finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
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
from vegaloop.nutrition.adapters.catalogue_index import Ask, ask_together, index_of
from vegaloop.nutrition.adapters.catalogue_tables import food_words
from vegaloop.nutrition.domain.search import Meaning
from vegaloop.nutrition.domain.spelling import (
    edits_allowed,
    in_lexicon,
    is_near,
    shortened,
    shortenings,
)

__all__ = ("Lexicon",)

# Many words share a shortening; no more than this are compared letter by letter.
LOOKED_AT_MOST: Final = 2_000
# Most words of a batch were in those before it.
REMEMBERED_MOST: Final = 2**16
# SQLite puts the shortenings of a statement together before it writes them: of so many words they
# stay in the cache of the processor.
WRITTEN_AT_ONCE: Final = 500
_NUMBER_BYTES: Final = 5  # Of a million words, one pair in two such catalogues shares a number.
_NUMBERS: Final = msgspec.json.Decoder(tuple[tuple[int], ...])
_HELD: Final = msgspec.json.Decoder(tuple[int, ...])
_THERE: Final = "SELECT number AS found FROM food_word WHERE number IN"
_WORDS: Final = msgspec.json.Decoder(tuple[str, ...])
_w = food_words.c


@final
class Lexicon:
    """The words of names and brands that are long enough to be mistyped."""

    def __init__(self, engine: str) -> None:
        self._index = index_of(engine, "food_index_typo", WRITTEN_AT_ONCE)
        given = values_of(engine, "bigint").columns(value=BigInteger).subquery()
        held = select(_w.number).where(_w.number == given.c.value).exists()
        listed = "value FROM json_each(?)"
        if engine != "sqlite":
            listed = "CAST(value AS bigint) FROM json_array_elements_text(CAST(? AS json))"
        self._there = f"{_THERE} (SELECT {listed})"
        self._new = select(rows_at_once(engine, given.c.value)).where(~held)

    def near(self, connection: Connection, typed: Sequence[str]) -> list[Collection[str]]:
        """Find the words somebody may have meant by each."""
        # Long words that begin alike are shortened to the same.
        asked = [shortened(word) for word in typed]
        each = {some: self._meant(some) for some in asked if some}
        if not each:
            return [()] * len(typed)
        told = ask_together(connection, self._index, tuple(each.values()))
        found = {some: _WORDS.decode(near) for some, near in zip(each, told, strict=True)}
        return [
            [one for one in found.get(some, ()) if is_near(one, word)]
            for word, some in zip(typed, asked, strict=True)
        ]

    def held(self, connection: Connection, words: Collection[str]) -> Collection[str]:
        """Tell the words that are there, and those that cannot be mistyped: these may be."""
        numbers = {word: _number_of(word) for word in words}
        asked = [number for number in numbers.values() if number is not None]
        if not asked:
            return words
        given = msgspec.json.encode(asked).decode()
        (told,) = ask_together(connection, self._index, [(self._there, (given,))])
        there = {None, *_HELD.decode(told)}
        return [word for word, number in numbers.items() if number in there]

    def _meant(self, variants: Collection[str]) -> Ask:
        numbers, values = self._index.first([Meaning(tuple(variants))], LOOKED_AT_MOST)
        return f"SELECT word AS found FROM food_word WHERE number IN ({numbers})", values  # noqa: S608  # Our own names.

    def enter(self, connection: Connection, words: Collection[str]) -> None:
        """Enter the words that are not there yet."""
        numbered = {
            number: word for word in in_lexicon(words) if (number := _number_of(word)) is not None
        }
        # In their order, neighbours are looked for one after the other.
        values = {"listing": listing(sorted(numbered))}
        (new,) = connection.execute(self._new, values).one()
        entered = sorted((number, numbered[number]) for (number,) in _NUMBERS.decode(new))
        if not entered:
            return
        fill(connection, food_words, entered)
        spelled = [(n, " ".join(shortenings(word, edits_allowed(word)))) for n, word in entered]
        self._index.add(connection, spelled)
        self._index.settle(connection)


@lru_cache(REMEMBERED_MOST)
def _number_of(word: str) -> int | None:
    """Number a word that can be mistyped."""
    if not edits_allowed(word):
        return None
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=_NUMBER_BYTES).digest(), "big")
