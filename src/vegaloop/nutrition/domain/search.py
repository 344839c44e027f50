"""Foods as a search compares them, and in which order they are told.

Rule 1: how close a food is follows from the food and the words alone, so every store agrees.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import chain, repeat
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.nutrition.domain.barcode import Barcode, barcodes_of
from vegaloop.nutrition.domain.food import Food
from vegaloop.nutrition.domain.food_record import FoodRecord
from vegaloop.nutrition.domain.spelling import (
    edits_allowed,
    folded,
    in_lexicon,
    is_near,
    run_together,
    shortened,
    shortenings,
    typed_words,
)

__all__ = (
    "Closeness",
    "Hit",
    "Meaning",
    "Shelf",
    "Spelled",
    "any_of",
    "in_order",
    "place_of",
    "shortest_first",
    "spelled",
    "texts_of",
)

A = TypeVar("A")

_TIE_BYTES: Final = 6
_FLAWS_MOST: Final = 3
_STANDINGS: Final = 16
_LENGTHS: Final = 256
_BRANDS_REMEMBERED: Final = 2**13


class Closeness(IntEnum):
    """How near a food that has all that was typed is to it."""

    BARCODE = 0
    NAME = 1
    NAME_BEGINS = 2
    WORDS = 3
    WORDS_BEGIN = 4
    HOLDS = 5


# How near a food is, and its place where it was found.
Hit: TypeAlias = tuple[Closeness, int]


@final
class Meaning(Struct, frozen=True):
    """What may be meant by a word: whole words, beginnings of words, or two words written as one."""

    whole: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def any_of(meanings: Collection[Meaning]) -> Meaning:
    """Mean any of some."""
    return Meaning(
        tuple(word for one in meanings for word in one.whole),
        tuple(begin for one in meanings for begin in one.begins),
        tuple(pair for one in meanings for pair in one.pairs),
    )


@final
class Spelled(Struct, frozen=True):
    """A food as a search compares it: its folded name, and a text with a space around each word.

    The words are those of its name and its brand.
    """

    food: Food
    name: str
    text: str


@final
class Shelf:
    """Foods held in memory, in the order they are told in where all else is equal.

    In few foods, words may be begun, or in the midst of others.
    """

    def __init__(self, foods: Iterable[Spelled] = (), *, many: bool = False) -> None:
        self._foods = tuple(foods)
        self._least = Closeness.WORDS if many else Closeness.HOLDS

    def typed(self, query: str, most: int) -> list[Hit]:
        """Find so many foods by barcode, by name or by all the words typed, in order."""
        wanted, codes, parts = folded(query), barcodes_of(query), typed_words(query)
        # Whatever is found by words has the longest of them somewhere.
        longest = max(parts, key=len, default="")
        held = [at for at, one in enumerate(self._foods) if longest in one.text]
        if codes:
            held = sorted(
                {*held, *chain.from_iterable(map(self._by_barcode.get, codes, repeat(())))}
            )
        ranked = [(_rank(self._foods[at], wanted, parts, codes), at) for at in held]
        found = [(rank, at) for rank, at in ranked if rank is not None and rank <= self._least]
        return sorted(found)[:most]

    def having(self, meanings: Sequence[Meaning], most: int) -> list[int]:
        """Find so many foods that have each of some meanings."""
        return sorted(set.intersection(*map(self._having, meanings)))[:most]

    def counts(self, meanings: Sequence[Meaning], most: int) -> list[int]:
        """Count the foods that have each meaning, up to so many."""
        return [min(len(self._having(meaning)), most) for meaning in meanings]

    def held(self, words: Collection[str]) -> Collection[str]:
        """Tell those of some words that its foods have."""
        return self._by_word.keys() & words

    def near(self, words: Sequence[str]) -> list[Collection[str]]:
        """Find the words of its foods that somebody may have meant by each."""
        return [self._near(word) if self._foods else () for word in words]

    def foods(self, places: Sequence[int]) -> list[Food]:
        """Read the foods at some places."""
        return [self._foods[place].food for place in places]

    def _near(self, word: str) -> Collection[str]:
        lexicon = self._lexicon
        found = {other for short in shortened(word) for other in lexicon.get(short, ())}
        return [other for other in found if is_near(other, word)]

    def _having(self, meaning: Meaning) -> set[int]:
        held, none = self._by_word, frozenset[int]()
        having = set[int]().union(*(held.get(word, none) for word in meaning.whole))
        for begin in meaning.begins:
            having.update(*map(held.__getitem__, self._beginning(begin)))
        for one, other in meaning.pairs:
            having.update(held.get(one, none) & held.get(other, none))
        return having

    def _beginning(self, begin: str) -> Iterator[str]:
        words = self._words
        for at in range(bisect_left(words, begin), len(words)):
            if not words[at].startswith(begin):
                return
            yield words[at]

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._by_word)

    @cached_property
    def _by_barcode(self) -> dict[Barcode, list[int]]:
        found: dict[Barcode, list[int]] = {}
        for at, one in enumerate(self._foods):
            if one.food.barcode is not None:
                found.setdefault(one.food.barcode, []).append(at)
        return found

    @cached_property
    def _by_word(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for at, one in enumerate(self._foods):
            for word in one.text.split():
                found.setdefault(word, set()).add(at)
        return {word: frozenset(foods) for word, foods in found.items()}

    @cached_property
    def _lexicon(self) -> dict[str, list[str]]:
        lexicon: dict[str, list[str]] = {}
        for word in in_lexicon(self._by_word):
            for short in shortenings(word, edits_allowed(word)):
                lexicon.setdefault(short, []).append(word)
        return lexicon


def in_order(found: Iterable[tuple[Closeness, A]]) -> list[A]:
    """Put what was found in order, each once, where it is closest."""
    return list(dict.fromkeys([one for _, one in sorted(found, key=_closeness)], True))


def spelled(food: Food) -> Spelled:
    """Fold what a search compares of a food."""
    name, text = texts_of(food.name, food.brand)
    return Spelled(food, name, f"{text} ")


def texts_of(name: str, brand: str | None) -> tuple[str, str]:
    """Fold the name of a food, and give it with a text of a space before each word of both."""
    plain, whole = folded(name), f"{name} {brand}" if brand else name
    text = f" {plain} {_folded_brand(brand)}" if brand else f" {plain}"
    together = run_together(whole)
    return plain, f"{text} {together}" if together else text


# A brand has many foods, which often stand near each other.
_folded_brand: Final = lru_cache(_BRANDS_REMEMBERED)(folded)


def place_of(record: FoodRecord) -> int:
    """Say where a food stands on a large shelf: one number each, the lowest first (NUT-132).

    Foods with fewer flaws come first, then those people most likely mean, then shorter names; the
    last six bytes set apart what is equal so far.
    """
    standing = _STANDINGS - 1 - record.standing
    rank = min(record.flaws, _FLAWS_MOST) * _STANDINGS + standing
    rank = rank * _LENGTHS + min(len(record.name), _LENGTHS - 1)
    tie = hashlib.blake2b(record.id.encode(), digest_size=_TIE_BYTES).digest()
    return (rank << (8 * _TIE_BYTES)) | int.from_bytes(tie, "big")


def _closeness(hit: tuple[Closeness, object]) -> Closeness:
    return hit[0]


def shortest_first(foods: Iterable[Food]) -> Shelf:
    """Put the foods of a small shelf in order: the shorter names first."""
    return Shelf(sorted(map(spelled, foods), key=_by_length))


def _by_length(one: Spelled) -> tuple[int, str, str]:
    return len(one.food.name), one.food.name, one.food.id


def _rank(
    one: Spelled, wanted: str, parts: tuple[str, ...], codes: tuple[Barcode, ...]
) -> Closeness | None:
    if one.food.barcode in codes:
        return Closeness.BARCODE
    if one.name == wanted:
        return Closeness.NAME
    if one.name.startswith(wanted):
        return Closeness.NAME_BEGINS
    if all(f" {part} " in one.text for part in parts):
        return Closeness.WORDS
    if all(f" {part}" in one.text for part in parts):
        return Closeness.WORDS_BEGIN
    return Closeness.HOLDS if all(part in one.name for part in parts) else None
