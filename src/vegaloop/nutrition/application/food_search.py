"""Finding a food by the words somebody types: what has them all, then what has the most.

Rule 1: each step is taken only where those before it found too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations
from typing import Final, Protocol, TypeAlias

from vegaloop.nutrition.domain.barcode import barcode_of
from vegaloop.nutrition.domain.food import Food
from vegaloop.nutrition.domain.search import Closeness, Hit, Meaning, in_order
from vegaloop.nutrition.domain.spelling import (
    edits_allowed,
    folded,
    in_number,
    joined,
    nearest,
    parts_of,
    spelled_alike,
    typed_words,
)

__all__ = ("COUNTED_MOST", "FoodSource", "find_foods")

# What fewer foods have as it was typed may be a mistake that others made as well.
FEW: Final = 20
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

    def held(self, words: Collection[str]) -> Collection[str]:
        """Tell those of some words that its foods may have: none that they have is left out."""
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
    counts = _counts(sources, [Meaning((word,)) for word in words])
    plain = _plain(words, counts)
    # The last word may not be typed to its end.
    begun = [*plain[:-1], Meaning(begins=words[-1:])]
    known = {one for _, one in theirs}
    found = ((one, place) for one in others for place in one.having(begun, most))
    theirs += ((Closeness.WORDS_BEGIN, one) for one in found if one not in known)
    yield in_order(theirs)
    if barcode_of(query) is not None:
        return
    alike = _spelled_alike(sources, query, words, plain)
    if alike != plain:
        yield from _having(sources, alike, most)
    if not mine:
        yield from _having((own,), _corrected((own,), words, alike, words), most)
    doubted = _doubted(words, counts, [closeness for closeness, _ in theirs])
    meant = _corrected(sources, words, alike, doubted) if doubted else alike
    if meant != alike:
        yield from _having(sources, meant, most)
    # Several words that one food has are taken to be meant.
    ways = (alike,) if meant == alike or (theirs and all(counts)) else (alike, meant)
    for source, some in _the_most_of(sources, words, ways):
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


def _counts(sources: Sequence[FoodSource], meanings: Sequence[Meaning]) -> list[int]:
    """Count the foods that have each meaning, wherever they are."""
    counted = [one.counts(meanings, COUNTED_MOST) for one in sources]
    return [sum(counts[at] for counts in counted) for at, _ in enumerate(meanings)]


def _plain(words: Sequence[str], counts: Sequence[int]) -> list[Meaning]:
    """Take each word for what it is, or for the beginning of one where no food has it."""
    return [
        Meaning((word,)) if count else Meaning(begins=(word,))
        for word, count in zip(words, counts, strict=True)
    ]


def _spelled_alike(
    sources: Sequence[FoodSource], query: str, words: Sequence[str], plain: Sequence[Meaning]
) -> list[Meaning]:
    """Add how else each word may be written, and where else words may be parted."""
    alike, neighbours = spelled_alike(query), joined(words)
    others = {word: (*alike[word], *neighbours.get(word, ())) for word in words}
    pairs = {word: parts_of(word) for word in words}
    parts = (part for of in pairs.values() for pair in of for part in pair)
    held = _held(sources, {*parts, *chain.from_iterable(others.values())})
    # Both parts may be words of some foods, and of none together.
    parted = {
        word: Meaning(pairs=some)
        for word, of in pairs.items()
        if (some := tuple(pair for pair in of if held.issuperset(pair)))
    }
    found = dict(zip(parted, _counts(sources, tuple(parted.values())), strict=True))
    return [
        Meaning(
            (*one.whole, *(other for other in others[word] if other in held)),
            one.begins,
            parted[word].pairs if found.get(word) else (),
        )
        for word, one in zip(words, plain, strict=True)
    ]


def _held(sources: Sequence[FoodSource], words: Collection[str]) -> set[str]:
    return {word for one in sources for word in one.held(words)}


def _doubted(words: Sequence[str], counts: Sequence[int], found: Sequence[Closeness]) -> list[str]:
    """Tell which words may be mistakes: those few foods have, and all if no food has all of them.

    Nothing is where enough foods have all that was typed, or one is called so in several words.
    """
    called_so = len(words) > 1 and any(closeness is Closeness.NAME for closeness in found)
    if len(found) >= FEW or called_so:
        return []
    apart = not found and all(counts)
    return [word for word, count in zip(words, counts, strict=True) if apart or count < FEW]


def _corrected(
    sources: Sequence[FoodSource],
    words: Sequence[str],
    meant: Sequence[Meaning],
    doubted: Sequence[str],
) -> list[Meaning]:
    """Say what else may be meant by the words that are doubted, be it one or several."""
    near = _near(sources, doubted)
    return [
        Meaning(tuple(dict.fromkeys((*one.whole, *near[word]), True)), one.begins, one.pairs)
        if word in near
        else one
        for word, one in zip(words, meant, strict=True)
    ]


def _near(sources: Sequence[FoodSource], words: Sequence[str]) -> dict[str, list[str]]:
    """Find what may be meant by each word, or by it in the other number, and both numbers of that."""
    forms = {word: (word, *in_number(word)) for word in words}
    asked = list(dict.fromkeys(chain.from_iterable(forms.values()), True))
    found = [dict(zip(asked, one.near(asked), strict=True)) for one in sources]
    chosen = {
        word: nearest(
            {other for form in of for near in found for other in near[form]}, word, MEANT_MOST
        )
        for word, of in forms.items()
    }
    numbered = {one: (*in_number(one),) for near in chosen.values() for one in near}
    held = _held(sources, {*chain.from_iterable(numbered.values())})
    # A word of three letters is too short to be doubted, but for the s of several.
    return {
        word: [
            *near,
            *(
                other
                for one in near
                for other in numbered[one]
                if other in held and (edits_allowed(other) or word.endswith("s"))
            ),
        ]
        for word, near in chosen.items()
    }


def _the_most_of(
    sources: Sequence[FoodSource], words: Sequence[str], ways: Sequence[Sequence[Meaning]]
) -> Iterator[tuple[FoodSource, tuple[Meaning, ...]]]:
    """Choose ever fewer of some words, of as many first the rarest, and who has each of them.

    Each is meant in several ways, and in the last one by most foods.
    """
    counted = [[one.counts(meant, COUNTED_MOST) for one in sources] for meant in ways]
    counts = [sum(of[at] for of in counted[-1]) for at, _ in enumerate(words)]
    rarest = sorted((counts[at], -len(word), word, at) for at, word in enumerate(words))
    held = [at for count, _, _, at in rarest if count][:COMBINED_MOST]
    for size in range(min(len(held), len(words) - 1), 0, -1):
        for some in combinations(held, size):
            told = {
                tuple(way[at] for at in some): of for way, of in zip(ways, counted, strict=True)
            }
            for meanings, having in told.items():
                for source, of in zip(sources, having, strict=True):
                    if all(of[at] for at in some):
                        yield source, meanings
