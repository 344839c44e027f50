"""Finding a food by the words somebody types: what has them all, then what has the most.

Rule 1: each step is taken only where those before it found too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final, Protocol, TypeAlias

from vegaloop.nutrition.domain.barcode import barcode_of
from vegaloop.nutrition.domain.food import Food
from vegaloop.nutrition.domain.search import Closeness, Hit, Meaning, in_order, is_enough
from vegaloop.nutrition.domain.spelling import (
    folded,
    joined,
    parts_of,
    spelled_alike,
    typed_words,
)

__all__ = ("COUNTED_MOST", "FoodSource", "find_foods")

# A word that more foods have is as common as any other.
COUNTED_MOST: Final = 200
# No word is misspelled in more ways than this.
MEANT_MOST: Final = 50
# Of more words than this only the rarest count where no food has them all.
COMBINED_MOST: Final = 5


class FoodSource(Protocol):
    """Foods by their places: the order they are told in where all else is equal."""

    def typed(self, query: str, most: int) -> list[Hit]:
        """Find so many foods by barcode, by name or by all the words typed, in order."""
        ...

    def having(self, meanings: Sequence[Meaning], most: int) -> list[int]:
        """Find so many foods that have each of some meanings."""
        ...

    def counts(self, meanings: Sequence[Meaning], most: int) -> list[int]:
        """Count the foods that have each meaning, up to so many."""
        ...

    def near(self, words: Sequence[str]) -> list[Collection[str]]:
        """Find the words of its foods that somebody may have meant by each."""
        ...

    def foods(self, places: Sequence[int]) -> list[Food]:
        """Read the foods at some places."""
        ...


# A source, and a place in it.
_Found: TypeAlias = tuple[FoodSource, int]


def find_foods(
    own: FoodSource, others: Sequence[FoodSource], query: str, most: int
) -> tuple[Food, ...]:
    """Find foods, a person's own before others that fit as well.

    A query without a letter or digit finds nothing, an empty one every food (NUT-110).
    """
    if query and not folded(query):
        return ()
    found: dict[_Found, bool] = {}
    for some in _ever_wider(own, others, query, most):
        found.update(dict.fromkeys(some, True))
        if len(found) >= most:
            break
    shown = list(found)[:most]
    foods: dict[_Found, Food] = {}
    for source in (own, *others):
        places = [place for one, place in shown if one is source]
        if places:
            foods.update(
                zip(((source, place) for place in places), source.foods(places), strict=True)
            )
    return tuple(foods[one] for one in shown)


def _ever_wider(
    own: FoodSource, others: Sequence[FoodSource], query: str, most: int
) -> Iterator[list[_Found]]:
    mine = own.typed(query, most)
    yield [(own, place) for _, place in mine]
    theirs = [(closeness, (one, at)) for one in others for closeness, at in one.typed(query, most)]
    sources, words = (own, *others), typed_words(query)
    if not words or sum(closeness <= Closeness.WORDS for closeness, _ in theirs) >= most:
        yield in_order(theirs)
        return
    plain = _plain(sources, words)
    # The last word may not be typed to its end.
    begun = [*plain[:-1], Meaning(begins=words[-1:])]
    known = {one for _, one in theirs}
    found = ((one, place) for one in others for place in one.having(begun, most))
    theirs += ((Closeness.WORDS_BEGIN, one) for one in found if one not in known)
    yield in_order(theirs)
    if barcode_of(query) is not None:
        return
    meant = _spelled_alike(query, words, plain)
    if meant != plain:
        yield from _having(sources, meant, most)
    if not mine:
        yield from _having((own,), _corrected((own,), words, meant), most)
    if not _is_surely_meant([closeness for closeness, _ in theirs], plain):
        meant = _corrected(others, words, meant)
        yield from _having(others, meant, most)
    for source, some in _the_most_of(sources, words, meant):
        yield _all_of(source, some, most)


def _all_of(source: FoodSource, meanings: Sequence[Meaning], most: int) -> list[_Found]:
    return [(source, place) for place in source.having(meanings, most)]


def _having(
    sources: Sequence[FoodSource], meant: Sequence[Meaning], most: int
) -> Iterator[list[_Found]]:
    for one in sources:
        # What few foods have is counted, and found, faster than all of it at once.
        if all(one.counts(meant, COUNTED_MOST)):
            yield _all_of(one, meant, most)


def _is_surely_meant(found: Sequence[Closeness], plain: Sequence[Meaning]) -> bool:
    """Tell whether enough has what was typed, or anything has several words that there are."""
    several = len(plain) > 1 and not any(one.begins for one in plain)
    return is_enough(found) or (several and bool(found))


def _plain(sources: Sequence[FoodSource], words: Sequence[str]) -> list[Meaning]:
    """Take each word for what it is, or for the beginning of one where no food has it."""
    unknown = {word: Meaning((word,)) for word in words}
    for one in sources:
        counts = one.counts(tuple(unknown.values()), COUNTED_MOST)
        held = zip(tuple(unknown.items()), counts, strict=True)
        unknown = {word: whole for (word, whole), count in held if not count}
    return [Meaning(begins=(word,)) if word in unknown else Meaning((word,)) for word in words]


def _spelled_alike(query: str, words: Sequence[str], plain: Sequence[Meaning]) -> list[Meaning]:
    """Add how else each word may be written."""
    alike = spelled_alike(query)
    return [
        Meaning((*one.whole, *alike[word]), one.begins) if alike[word] else one
        for word, one in zip(words, plain, strict=True)
    ]


def _corrected(
    sources: Sequence[FoodSource], words: Sequence[str], meant: Sequence[Meaning]
) -> list[Meaning]:
    """Say what else may be meant by each word: a mistake in it, or in where it is parted.

    A word some food has is doubted only where there are all of them.
    """
    neighbours, are_known = joined(words), not any(one.begins for one in meant)
    doubted = [word for word, one in zip(words, meant, strict=True) if are_known or one.begins]
    near = _near(sources, doubted)
    corrected = []
    for word, one in zip(words, meant, strict=True):
        others = (*near.get(word, []), *neighbours.get(word, ()))
        whole = dict.fromkeys((*one.whole, *others), True)
        pairs = parts_of(word) if one.begins else ()
        corrected.append(Meaning(tuple(whole), one.begins, pairs))
    return corrected


def _near(sources: Sequence[FoodSource], words: Sequence[str]) -> dict[str, list[str]]:
    found = [one.near(words) for one in sources]
    return {
        word: sorted({other for near in found for other in near[at]})[:MEANT_MOST]
        for at, word in enumerate(words)
    }


def _the_most_of(
    sources: Sequence[FoodSource], words: Sequence[str], meant: Sequence[Meaning]
) -> Iterator[tuple[FoodSource, tuple[Meaning, ...]]]:
    """Choose ever fewer of some words, of as many first the rarest, and who has each of them."""
    counted = [one.counts(meant, COUNTED_MOST) for one in sources]
    counts_of = [[counts[at] for counts in counted] for at, _ in enumerate(meant)]
    rarest = sorted(zip(words, meant, counts_of, strict=True), key=_by_rarity)
    held = [(meaning, counts) for _, meaning, counts in rarest if any(counts)][:COMBINED_MOST]
    for size in range(min(len(held), len(words) - 1), 0, -1):
        for some in combinations(held, size):
            for at, source in enumerate(sources):
                if all(counts[at] for _, counts in some):
                    yield source, tuple(meaning for meaning, _ in some)


def _by_rarity(counted: tuple[str, Meaning, list[int]]) -> tuple[int, int, str]:
    word, _, counts = counted
    return sum(counts), -len(word), word
