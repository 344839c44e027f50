"""The files an archive lists, whatever kind of archive it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from msgspec import Struct

from vegaloop.infrastructure.formats.packing import Unpacker
from vegaloop.kernel.formats import Damaged

__all__ = ("Contents", "Entry", "Promise")


@final
class Promise(Struct, frozen=True):
    """What an archive says of a file in it: its format, the size and the checksum of the file."""

    format: str
    size: int | None
    crc: int | None


@final
class Entry(Struct, frozen=True):
    """A file in an archive: where it begins there, how many bytes it has there, what unpacks it.

    One that is `refused`, for a reason, is never opened; one that is `headed` has the header of a
    zip there, of a length it tells itself.
    """

    name: str
    at: int
    packed: int
    promise: Promise
    unpacker: Callable[[], Unpacker]
    refused: str | None = None
    headed: bool = False


@final
class Contents(Struct, frozen=True):
    """What an archive lists, and where it stops being one."""

    entries: list[Entry]
    damage: Damaged | None = None
