"""Words as a search compares them: folded, and what may have been meant by each.

Rule 1: texts are compared without case, accents and what is neither letter nor digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, combinations, pairwise
from typing import Final

__all__ = (
    "edits_allowed",
    "folded",
    "in_lexicon",
    "in_number",
    "is_near",
    "joined",
    "nearest",
    "parts_of",
    "run_together",
    "shortened",
    "shortenings",
    "spelled_alike",
    "typed_words",
)

LONG_WORD: Final = 8
SHORT_WORD: Final = 4
LONGEST_WORD: Final = 32
# More words than this nobody types: the others are not looked at.
WORDS_MOST: Final = 12
# Of a long word the beginning is enough: two words that differ little begin much the same.
COMPARED: Final = 7
# The parts of words that were written as one are no shorter.
PART_LEAST: Final = 3
_BETWEEN: Final = re.compile(r"[\W_]+")  # What is neither letter nor digit of any script.
# Letters that are no letter and an accent, as people without that key type them.
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)
# How umlauts are written out, and what they are without their dots.
_UMLAUTS: Final = {"ä": "ae", "ö": "oe", "ü": "ue"}
_DOTTED: Final = str.maketrans(_UMLAUTS)
_WRITTEN_OUT: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))
# The ends of words that name several and one; where a word has several, each is tried.
_ENDS: Final = (("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("y", "ies"), ("f", "ves"))
_TAKE_ES: Final = ("o", "s", "x", "z", "ch", "sh")
_APOSTROPHE: Final = re.compile("['`\u00b4\u02bc\u2018\u2019]")


def typed_words(query: str) -> tuple[str, ...]:
    """Take apart what was typed: each word once, in their order."""
    return tuple(dict.fromkeys(folded(query).split(), True))[:WORDS_MOST]


def folded(text: str) -> str:
    """Drop case, accents and what is neither letter nor digit."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = " ".join(map(_without_accents, lowered.split()))
    # Most names are letters and spaces, which needs no pattern.
    if lowered.replace(" ", "").isalnum():
        return " ".join(lowered.split())
    return _BETWEEN.sub(" ", lowered).strip()


def run_together(text: str) -> str:
    """Fold those words of a text that an apostrophe parts, without it: they may be typed as one."""
    if _APOSTROPHE.search(text) is None:
        return ""
    parted = (word for word in text.split() if _APOSTROPHE.search(word.strip("'`\u2018\u2019")))
    return folded(" ".join(_APOSTROPHE.sub("", word) for word in parted))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_LETTERS)).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def spelled_alike(query: str) -> dict[str, tuple[str, ...]]:
    """Write each word typed as it may be written as well: of one or several, umlauts or not."""
    written = unicodedata.normalize("NFC", query.casefold())
    out = folded(written.translate(_DOTTED)).split()
    found: dict[str, tuple[str, ...]] = {}
    for word, spelled_out in zip(folded(query).split(), out, strict=False):
        others = (spelled_out, *in_number(word), *_without_umlauts(word))
        found[word] = tuple({other: True for other in others if other != word})
    return found


def in_number(word: str) -> Iterator[str]:
    """Write a word that names one or several as it names the other."""
    if not word.isalpha() or len(word) < PART_LEAST:
        return
    if word.endswith(_TAKE_ES):
        yield word + "es"
    if word.endswith("ss"):
        return
    if not word.endswith("s"):
        yield word + "s"
    for end, other in _ENDS:
        stem = word.removesuffix(end)
        if stem != word and len(stem) + len(other) >= PART_LEAST:
            yield stem + other


def _without_umlauts(word: str) -> Iterator[str]:
    for out, plain in _WRITTEN_OUT:
        if out in word:
            yield word.replace(out, plain)


def parts_of(word: str) -> tuple[tuple[str, str], ...]:
    """Take a word apart in two, in every way."""
    if word.isdecimal() or len(word) > LONGEST_WORD:
        return ()
    cuts = (
        at
        for at in range(1, len(word))
        if PART_LEAST <= at <= len(word) - PART_LEAST
        or word[at - 1].isdecimal() is not word[at].isdecimal()
    )
    return tuple((word[:at], word[at:]) for at in cuts)


def joined(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Write each of some words as one with its neighbours."""
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairwise(words):
        for word in (one, other):
            found[word] = (*found.get(word, ()), one + other)
    return found


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped (NUT-131)."""
    if not SHORT_WORD <= len(word) <= LONGEST_WORD or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG_WORD else 1


def in_lexicon(words: Collection[str]) -> set[str]:
    """Give the words a mistake is looked for among: of one too short, what names several of it."""
    return {*words, *(word + "s" for word in words if len(word) == SHORT_WORD - 1)}


def is_near(word: str, typed: str) -> bool:
    """Tell whether somebody may have meant this word."""
    allowed = edits_allowed(word)
    if not allowed or abs(len(word) - len(typed)) > allowed:
        return False
    if len(set(word).symmetric_difference(typed)) > 2 * allowed:  # An edit changes two letters.
        return False
    return _is_within(allowed, word, typed)


def nearest(words: Iterable[str], typed: str, most: int) -> list[str]:
    """Choose so many of words that are near, those with one mistake first."""
    ranked = sorted((not _is_within(1, word, typed), word) for word in words)
    return [word for _, word in ranked[:most]]


def _is_within(edits: int, one: str, other: str) -> bool:
    """Tell whether words are so many edits apart: wrong, missing, added and swapped neighbours.

    The optimal string alignment distance (Damerau 1964): no letter is edited twice.
    """
    if one == other:
        return True
    if not edits or abs(len(one) - len(other)) > edits:
        return False
    begin, shorter = 0, min(len(one), len(other))
    while begin < shorter and one[begin] == other[begin]:
        begin += 1
    one, other = one[begin:], other[begin:]
    return (
        _is_within(edits - 1, one[1:], other[1:])
        or _is_within(edits - 1, one[1:], other)
        or _is_within(edits - 1, one, other[1:])
        or (one[:2] == other[1::-1] and _is_within(edits - 1, one[2:], other[2:]))
    )


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
    ways = (combinations(start, len(start) - out) for out in range(most + 1))
    return frozenset(map("".join, chain.from_iterable(ways)))
