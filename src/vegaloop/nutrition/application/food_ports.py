"""What a shelf of foods needs from outside: something to keep them in, something to read files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol, TypeAlias, final

from msgspec import Struct

from vegaloop.nutrition.application.ports import Catalogue
from vegaloop.nutrition.domain.food_record import FoodItem, FoodRecord, ReadyFood

__all__ = ("FoodFiles", "FoodReader", "FoodStock", "FoodStore", "Stocked")

# The files of an archive by name, each opened anew as often as it is asked for.
FoodFiles: TypeAlias = Mapping[str, Callable[[], BinaryIO]]


@final
class Stocked(Struct, frozen=True):
    """What became of some records: new foods, later editions, others of one id, those held."""

    kept: int = 0
    replaced: int = 0
    merged: int = 0
    known: int = 0

    def __add__(self, other: Stocked) -> Stocked:
        return Stocked(
            self.kept + other.kept,
            self.replaced + other.replaced,
            self.merged + other.merged,
            self.known + other.known,
        )


class FoodStock(Protocol):
    """Where foods of everybody are kept."""

    def put(self, records: Sequence[FoodRecord | ReadyFood]) -> Stocked:
        """Keep some records, all or none; of two with one id the later edition stays."""
        ...


class FoodReader(Protocol):
    """Whoever reads files of foods."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Tell by its first bytes whether a file is one of foods; its name proves nothing."""
        ...

    def read(self, files: FoodFiles) -> Iterator[FoodItem]:
        """Read every food in some files, one at a time; the files of one export belong together."""
        ...


class FoodStore(Catalogue, FoodStock, Protocol):
    """Foods that can be found, and put beside others."""
