"""What two processes tell each other while one reads foods and the other keeps them.

Whoever reads asks for bytes of files, by a number of its own for each it opens, and is answered in
the order it asked; what it finds it tells in blocks, each with its length before it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from enum import IntEnum
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.kernel.formats import FormatFault
from vegaloop.nutrition.adapters.catalogue_stock import ready_of
from vegaloop.nutrition.domain.food_record import (
    FoodFound,
    FoodItem,
    FoodReady,
    FoodRefused,
)

__all__ = ("ANSWER", "ASK", "BLOCKS", "FAULTS", "LENGTH", "NAMES", "Ask", "Block")

# What is asked, the number of what is open, and which file it is or how many bytes of it.
ASK: Final = struct.Struct("!BIQ")
# Whether it is a fault, and how many bytes follow.
ANSWER: Final = struct.Struct("!?Q")
LENGTH: Final = struct.Struct("!Q")


class Ask(IntEnum):
    """What whoever reads asks for."""

    OPEN = 0
    READ = 1
    CLOSE = 2  # Not answered.


@final
class Block(Struct, frozen=True, array_like=True):
    """Some of what was found, and what was refused with its place among all of it.

    What was found is made ready for a shelf here, where the other process is not held up by it.
    After the last nothing comes; `fault` is what the reader raised.
    """

    found: tuple[FoodReady, ...]
    refused: tuple[tuple[int, FoodRefused], ...]
    is_last: bool = False
    fault: FormatFault | None = None

    @classmethod
    def of(
        cls, items: Sequence[FoodItem], *, is_last: bool = False, fault: FormatFault | None = None
    ) -> Block:
        """Set what was found and what was refused apart."""
        found = tuple(
            FoodReady(one.place, ready_of(one.record)) if isinstance(one, FoodFound) else one
            for one in items
            if not isinstance(one, FoodRefused)
        )
        refused = tuple((n, one) for n, one in enumerate(items) if isinstance(one, FoodRefused))
        return cls(found, refused, is_last, fault)

    @property
    def items(self) -> list[FoodItem]:
        """All of it in order."""
        items: list[FoodItem] = [*self.found]
        for at, one in self.refused:
            items.insert(at, one)
        return items


BLOCKS: Final = msgspec.msgpack.Decoder(Block)
FAULTS: Final[msgspec.msgpack.Decoder[FormatFault]] = msgspec.msgpack.Decoder(FormatFault)
# Names are bytes: not every name in an archive can be written as UTF-8.
NAMES: Final = msgspec.msgpack.Decoder(tuple[bytes, ...])
