"""Reading what was uploaded back out of its rows, a megabyte at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from vegaloop.infrastructure.formats.streams import opened_by

__all__ = ("PIECE_BYTES", "opened")

PIECE_BYTES: Final = 2**20


def opened(size: int, piece: Callable[[int], bytes]) -> BinaryIO:
    """Open what was cut into pieces; `piece` gives one by its number, from 0, and often the same."""

    def given(at: int, most: int) -> bytes:
        number, start = divmod(at, PIECE_BYTES)
        return piece(number)[start : start + most]

    return opened_by(given, size, PIECE_BYTES)
