"""Which edition of a food is kept, the same for every store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.identity import SourceId
from vegaloop.nutrition.adapters.packing_foods import fingerprint, pack
from vegaloop.nutrition.application.food_ports import Stocked
from vegaloop.nutrition.domain.food_record import FoodRecord, ReadyFood
from vegaloop.nutrition.domain.search import place_of, texts_of

__all__ = (
    "Arrivals",
    "Edition",
    "Incoming",
    "Published",
    "arrivals_of",
    "former",
    "latest",
    "published_of",
    "ready_of",
)

# The id of a food, the product it is an edition of, and when it was published.
Published: TypeAlias = tuple[str, str, int]

# When it was published and, of two of one moment, the greater fingerprint.
Edition: TypeAlias = tuple[int, int]


@final
class Incoming(Struct, frozen=True, gc=False):
    """The latest of some records with one id, and how many there were."""

    food: ReadyFood
    count: int

    @property
    def edition(self) -> Edition:
        """Which edition of the food it is."""
        return self.food.published_s, self.food.fingerprint


@final
class Arrivals(Struct, frozen=True):
    """The ids of what is to be written of some records, and what became of all of them."""

    new: tuple[str, ...]
    later: tuple[str, ...]
    stocked: Stocked


def arrivals_of(
    incoming: Mapping[str, Incoming], held: Mapping[str, Edition], known: int
) -> Arrivals:
    """Decide what to write, given what is held; so many were known beforehand (NUT-137)."""
    new: list[str] = []
    later: list[str] = []
    merged = 0
    for food_id, one in incoming.items():
        before = held.get(food_id)
        if before is None:
            new.append(food_id)
        elif before < one.edition:
            later.append(food_id)
        else:
            known += one.count
            continue
        merged += one.count - 1
    stocked = Stocked(len(new), len(later), merged, known)
    return Arrivals(tuple(new), tuple(later), stocked)


def ready_of(record: FoodRecord) -> ReadyFood:
    """Make a record ready to be kept."""
    packed = pack(record)
    name, words = texts_of(record.name, record.brand)
    return ReadyFood(
        record.id,
        record.barcode,
        record.published_s,
        packed,
        fingerprint(packed),
        place_of(record),
        name,
        words,
    )


def latest(
    records: Iterable[FoodRecord | ReadyFood], starters: Collection[SourceId]
) -> tuple[dict[str, Incoming], int]:
    """Take the latest record of each id, and count those the starter foods were read from."""
    found: dict[str, Incoming] = {}
    known = 0
    for one in records:
        if SourceId(one.id) in starters:
            known += 1
            continue
        own = Incoming(one if isinstance(one, ReadyFood) else ready_of(one), 1)
        before = found.get(one.id)
        if before is not None:
            later = own if before.edition < own.edition else before
            own = Incoming(later.food, before.count + 1)
        found[one.id] = own
    return found, known


def published_of(foods: Iterable[ReadyFood]) -> list[Published]:
    """Tell of which products some foods are editions, where they are of any."""
    return [
        (one.id, product, one.published_s) for one in foods if (product := one.product) is not None
    ]


def former(published: Iterable[Published]) -> frozenset[str]:
    """Tell the foods of which a newer edition is among them (NUT-195)."""
    newest: dict[str, tuple[int, int, str]] = {}
    editions = [(id_, of, (when, len(id_), id_)) for id_, of, when in published]
    for _, product, edition in editions:
        newest[product] = max(edition, newest.get(product, edition))
    return frozenset(id_ for id_, product, edition in editions if edition < newest[product])
