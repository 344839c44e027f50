"""Reading what was uploaded back out of its rows, a megabyte at a time."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, Final, final

__all__ = ("PIECE_BYTES", "opened")

PIECE_BYTES: Final = 2**20


def opened(size: int, piece: Callable[[int], bytes]) -> BinaryIO:
    """Open what was cut into pieces; `piece` gives one by its number, from 0, and often the same."""
    return io.BufferedReader(_Pieces(size, piece), PIECE_BYTES)


@final
class _Pieces(io.RawIOBase):
    def __init__(self, size: int, piece: Callable[[int], bytes]) -> None:
        self._size = size
        self._piece = piece
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        starts = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}
        self._at = max(0, starts[whence] + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        number, start = divmod(self._at, PIECE_BYTES)
        if self._at >= self._size:
            return 0
        given = self._piece(number)[start : start + len(buffer)]
        buffer[: len(given)] = given
        self._at += len(given)
        return len(given)
