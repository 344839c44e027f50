"""Taking foods into the catalogue everybody chooses from, where the person may fill it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from msgspec import Struct

from vegaloop.imports.application.told import refused
from vegaloop.imports.domain.found import Found, FoundFoods, Place
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.nutrition import FoodPlace, FoodRefused, FoodShelf, Shelved

__all__ = ("NotTheOwner", "taken_foods")

_FOOD = "food"


@final
class NotTheOwner(Struct, frozen=True, tag="imports/not-the-owner"):
    """Foods for everybody, brought by somebody who does not run the system."""

    foods: int


def taken_foods(
    shelf: FoodShelf, batch: Sequence[Found], *, may_fill: bool
) -> dict[int, tuple[Item, ...]]:
    """Shelve the foods of a batch; tell of each file how many became what, and what was refused."""
    told: dict[int, tuple[Item, ...]] = {}
    for at, one in enumerate(batch):
        if not isinstance(one, FoundFoods):
            continue
        if may_fill:
            told[at] = _shelved(one, shelf.shelve(one.items))
        else:
            count = len(one.items)
            told[at] = (refused(_FOOD, one.place, NotTheOwner(count), count=count),)
    return told


def _shelved(found: FoundFoods, shelved: Shelved) -> tuple[Item, ...]:
    first, last = _place(found.items[0].place), _place(found.items[-1].place)
    stocked = shelved.stocked
    counts = (
        (Fate.KEPT, stocked.kept),
        (Fate.REPLACED, stocked.replaced),
        (Fate.MERGED, stocked.merged),
        (Fate.KNOWN, stocked.known),
    )
    kept = tuple(
        Item(fate=fate, what=_FOOD, place=first, last=last, count=count)
        for fate, count in counts
        if count
    )
    return (*kept, *map(_refused, shelved.refused))


def _refused(food: FoodRefused) -> Item:
    return refused(_FOOD, _place(food.place), food.reason)


def _place(place: FoodPlace) -> Place:
    return Place(place.file, place.line, place.item)
