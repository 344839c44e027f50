"""Finding a food by the words somebody types, the closest first.

Rule 1: texts are compared folded: without case, accents and what is neither letter nor digit.
Rule 2: how close a food is follows from the food and the words alone, so every store agrees.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.nutrition.domain.barcode import Barcode, barcode_of
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord

__all__ = (
    "Closeness",
    "Hit",
    "Shelf",
    "Spelled",
    "edits_allowed",
    "folded",
    "in_order",
    "is_enough",
    "is_near",
    "matching",
    "place_of",
    "shortened",
    "shortenings",
    "shortest_first",
    "spelled",
    "texts_of",
)

ENOUGH: Final = 3  # Fewer hits than this, and what was typed may be misspelled.
LONG_WORD: Final = 8
SHORT_WORD: Final = 4
LONGEST_WORD: Final = 32
# Of a long word the beginning is enough: two words that differ little begin much the same.
COMPARED: Final = 7
_TIE_BYTES: Final = 6
_BETWEEN: Final = re.compile(r"[\W_]+")  # What is neither letter nor digit of any script.
_FLAWS_MOST: Final = 3
_STANDINGS: Final = 16
_LENGTHS: Final = 256
# Letters that are no letter and an accent, as people without that key type them.
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)


class Closeness(IntEnum):
    """How near a food is to what was typed."""

    BARCODE = 0
    NAME = 1
    NAME_BEGINS = 2
    WORDS_BEGIN = 3
    HOLDS = 4
    MISSPELLED = 5


Hit: TypeAlias = tuple[Closeness, Food]


@final
class Spelled(Struct, frozen=True):
    """A food as a search compares it: its folded name, and a text of a space before each word.

    The words are those of its name and its brand.
    """

    food: Food
    name: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words it is found by."""
        return tuple(self.text.split())


@final
class Shelf:
    """Foods held in memory, in the order they are told in where all else is equal."""

    def __init__(self, foods: Iterable[Spelled]) -> None:
        self._foods = tuple(foods)

    def typed(self, query: str) -> list[Hit]:
        """Find foods by the words as they were typed, or by their barcode."""
        wanted, code = folded(query), barcode_of(query)
        if query and not wanted:
            return []
        parts = tuple(wanted.split())
        # Whatever is found by words has the longest of them somewhere.
        longest = "" if code is not None else max(parts, key=len, default="")
        held = (one for one in self._foods if longest in one.text)
        ranked = ((_rank(one, wanted, parts, code), one.food) for one in held)
        return [(rank, food) for rank, food in ranked if rank is not None]

    def misspelled(self, query: str) -> list[Hit]:
        """Find foods that have for every word typed one that begins so or is spelled nearly so."""
        meant = tuple((f" {part}", self._meant(part)) for part in folded(query).split())
        if not meant:
            return []
        return [(Closeness.MISSPELLED, one.food) for one in self._foods if _fits(one, meant)]

    def _meant(self, part: str) -> frozenset[str]:
        lexicon = self._lexicon
        found = {word for short in shortened(part) for word in lexicon.get(short, ())}
        return frozenset(word for word in found if is_near(word, part))

    @cached_property
    def _lexicon(self) -> dict[str, list[str]]:
        lexicon: dict[str, list[str]] = {}
        for word in {word for one in self._foods for word in one.words}:
            for short in shortenings(word, edits_allowed(word)):
                lexicon.setdefault(short, []).append(word)
        return lexicon


def matching(foods: Iterable[Food], query: str, most: int) -> tuple[Food, ...]:
    """Find the foods that have every word of a query, the closest first (NUT-36, NUT-132).

    A query without a letter or digit finds nothing, an empty one every food (NUT-110).
    """
    shelf = shortest_first(foods)
    found = shelf.typed(query)
    return in_order(found if is_enough(found) else [*found, *shelf.misspelled(query)], most)


def is_enough(found: Sequence[Hit]) -> bool:
    """Tell whether what was typed was surely meant so."""
    return len(found) >= ENOUGH or any(closeness <= Closeness.NAME for closeness, _ in found)


def in_order(found: Iterable[Hit], most: int) -> tuple[Food, ...]:
    """Put hits in order, each food once, where it is closest."""
    foods: dict[FoodId, Food] = {}
    for _, food in sorted(found, key=_closeness):
        foods.setdefault(food.id, food)
    return tuple(foods.values())[:most]


def spelled(food: Food) -> Spelled:
    """Fold what a search compares of a food."""
    return Spelled(food, *texts_of(food.name, food.brand))


def texts_of(name: str, brand: str | None) -> tuple[str, str]:
    """Fold the name of a food, and give it with a text of a space before each word of both."""
    plain = folded(name)
    return plain, f" {plain} {folded(brand)}" if brand else f" {plain}"


def folded(text: str) -> str:
    """Drop case, accents and what is neither letter nor digit."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = " ".join(map(_without_accents, lowered.split()))
    return _BETWEEN.sub(" ", lowered).strip()


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_LETTERS)).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


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


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped (NUT-131)."""
    if not SHORT_WORD <= len(word) <= LONGEST_WORD or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG_WORD else 1


def is_near(word: str, typed: str) -> bool:
    """Tell whether somebody may have meant this word."""
    allowed = edits_allowed(word)
    if not allowed or abs(len(word) - len(typed)) > allowed:
        return False
    if len(set(word).symmetric_difference(typed)) > 2 * allowed:  # An edit changes two letters.
        return False
    one, other = _without_what_they_share(word, typed)
    return max(len(one), len(other)) <= allowed or _distance(one, other) <= allowed


def _without_what_they_share(one: str, other: str) -> tuple[str, str]:
    """Take off the letters two words begin and end with alike: no edit is among them."""
    begin = _alike(one, other)
    one, other = one[begin:], other[begin:]
    end = _alike(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _alike(one: str, other: str) -> int:
    letters = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in letters if a != b), min(len(one), len(other)))


def shortened(typed: str) -> frozenset[str]:
    """Shorten a word that was typed in every way one that was meant may have been."""
    # The word meant may be longer, and then have more edits, than the one that was typed.
    most = max(edits_allowed(typed + letters) for letters in ("", "a", "aa"))
    return shortenings(typed, most)


def shortenings(word: str, most: int) -> frozenset[str]:
    """Take out up to so many letters of the beginning of a word, in every way.

    Two words within so many edits of each other have one of these in common; no edits, none.
    """
    if not most:
        return frozenset()
    start = word[:COMPARED]
    ways = range(len(start))
    found = [start, *[start[:n] + start[n + 1 :] for n in ways]]
    if most > 1:
        found += [start[:n] + start[n + 1 : m] + start[m + 1 :] for m in ways for n in range(m)]
    return frozenset(found)


def _fits(one: Spelled, meant: Iterable[tuple[str, frozenset[str]]]) -> bool:
    for part, near in meant:
        if part not in one.text and (not near or near.isdisjoint(one.words)):
            return False
    return True


def _closeness(hit: Hit) -> Closeness:
    return hit[0]


def shortest_first(foods: Iterable[Food]) -> Shelf:
    """Put the foods of a small shelf in order: the shorter names first."""
    return Shelf(sorted(map(spelled, foods), key=_by_length))


def _by_length(one: Spelled) -> tuple[int, str, str]:
    return len(one.food.name), one.food.name, one.food.id


def _rank(
    one: Spelled, wanted: str, parts: tuple[str, ...], code: Barcode | None
) -> Closeness | None:
    if code is not None and one.food.barcode == code:
        return Closeness.BARCODE
    if one.name == wanted:
        return Closeness.NAME
    if one.name.startswith(wanted):
        return Closeness.NAME_BEGINS
    if all(f" {part}" in one.text for part in parts):
        return Closeness.WORDS_BEGIN
    return Closeness.HOLDS if all(part in one.name for part in parts) else None


def _distance(one: str, other: str) -> int:
    """Count the edits between two words: wrong, missing, added and swapped neighbours.

    The optimal string alignment distance (Damerau 1964): no letter is edited twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, (last, letter) in enumerate(_pairs(one), 1):
        above, row = row, [i]
        for j, given in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != given))
            if i > 1 < j and letter == other[j - 2] and last == given:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _pairs(word: str) -> Iterator[tuple[str, str]]:
    return zip(f" {word}", word, strict=False)
