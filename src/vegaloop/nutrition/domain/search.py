"""Finding a food by the words somebody types."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from vegaloop.nutrition.domain.food import Food

__all__ = ("matching",)


def matching(foods: Iterable[Food], query: str, most: int) -> tuple[Food, ...]:
    """Find the foods whose name has every word of a query, the closest first.

    Closest is the very name, then a name that begins so, then one whose words begin so, then any
    that holds it; shorter names before longer ones. A query without a letter or digit finds
    nothing, an empty one every food (NUT-110).
    """
    wanted = _plain(query)
    if query and not wanted:
        return ()
    ranked = ((_rank(_plain(food.name), wanted), food) for food in foods)
    hits = sorted(
        ((rank, food) for rank, food in ranked if rank),
        key=_closeness,
    )
    return tuple(food for _, food in hits[:most])


def _closeness(hit: tuple[int, Food]) -> tuple[int, int, str, str]:
    rank, food = hit
    return rank, len(food.name), food.name, food.id


def _rank(name: str, wanted: str) -> int:
    """How far a name is from what is wanted: 1 is nearest, 0 is no match."""
    words = name.split()
    if name == wanted:
        return 1
    if name.startswith(wanted):
        return 2
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 3
    return 4 if all(part in name for part in wanted.split()) else 0


def _plain(text: str) -> str:
    """Drop case, accents and what is neither letter nor digit."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
