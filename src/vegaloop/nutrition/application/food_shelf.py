"""The shelf of foods everybody chooses from: filled from what others publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, final

from msgspec import Struct

from vegaloop.nutrition.application.food_ports import FoodFiles, FoodReader, FoodStock, Stocked
from vegaloop.nutrition.domain.food_record import (
    FoodFound,
    FoodItem,
    FoodReady,
    FoodRecord,
    FoodRefused,
    ReadyFood,
)

__all__ = ("FoodShelf", "Shelved")

# Fewer cost more each, and of more everybody else waits for longer than half a second.
BATCH: Final = 16_000


@final
class Shelved(Struct, frozen=True):
    """What became of some records: how many were kept or not, and those refused."""

    stocked: Stocked
    refused: tuple[FoodRefused, ...]


@final
class FoodShelf:
    """The foods everybody chooses from, as somebody fills them in."""

    __slots__ = ("_reader", "_stock")

    def __init__(self, stock: FoodStock, reader: FoodReader) -> None:
        self._stock = stock
        self._reader = reader

    def recognises(self, head: bytes, name: str) -> bool:
        """Tell by its first bytes whether a file is one of foods."""
        return self._reader.recognises(head, name)

    def read(self, files: FoodFiles) -> Iterator[FoodItem]:
        """Read the foods of some files, one at a time, in bounded memory."""
        return self._reader.read(files)

    def shelve(self, items: Sequence[FoodItem]) -> Shelved:
        """Keep foods that were read; the same ones again change nothing (NUT-137)."""
        refused = tuple(item for item in items if isinstance(item, FoodRefused))
        stocked = Stocked()
        for start in range(0, len(items), BATCH):
            batch = items[start : start + BATCH]
            found = (_kept(item) for item in batch)
            stocked += self._stock.put([one for one in found if one is not None])
        return Shelved(stocked, refused)

    def fill(self, files: FoodFiles) -> Iterator[Shelved]:
        """Read some files and keep their foods, a batch at a time; each answer is of one batch."""
        for batch in _batches(self.read(files)):
            yield self.shelve(batch)


def _kept(item: FoodItem) -> FoodRecord | ReadyFood | None:
    match item:
        case FoodFound(record=record):
            return record
        case FoodReady(food=food):
            return food
        case FoodRefused():
            return None


def _batches(items: Iterable[FoodItem]) -> Iterator[tuple[FoodItem, ...]]:
    remaining = iter(items)
    while batch := tuple(islice(remaining, BATCH)):
        yield batch
