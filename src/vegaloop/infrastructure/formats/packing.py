"""What a file may be packed in, and what unpacks it piece by piece."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from typing import Final, Protocol, final

from msgspec import Struct

__all__ = ("BROKEN", "GZIP", "METHODS", "Packing", "Unpacker", "packing_of")

MOST_DICTIONARY_BYTES: Final = 80 * 2**20  # What `xz -9` asks for has 65.
BROKEN: Final = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Unpacker(Protocol):
    """Whatever unpacks one stream, and gives no more at once than it is asked for."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether it has to be given more to give more."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the stream."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Take packed bytes, and give at most so many unpacked ones."""
        ...


@final
class _Inflate:
    """What zlib unpacks, in the manner of the others."""

    def __init__(self, bits: int) -> None:
        self._inner = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


@final
class _AsItIs:
    """What is not packed at all, and ends where nothing is given any more."""

    needs_input: Final = True
    unused_data: Final = b""

    def __init__(self) -> None:
        self.eof = False

    def decompress(self, data: bytes, max_length: int) -> bytes:
        self.eof = not data
        return data


def _lzma() -> Unpacker:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_DICTIONARY_BYTES)


@final
class Packing(Struct, frozen=True):
    """A way to pack one file: what it is called, its name ends with, and it begins with."""

    name: str
    ending: str
    begins: re.Pattern[bytes]
    unpacker: Callable[[], Unpacker]


GZIP: Final = Packing("gzip", ".gz", re.compile(rb"\x1f\x8b"), lambda: _Inflate(31))
_PACKINGS: Final = (
    GZIP,
    Packing("bzip2", ".bz2", re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)"), bz2.BZ2Decompressor),
    Packing("xz", ".xz", re.compile(rb"\xfd7zXZ\0"), _lzma),
)
# Of the entries of a zip, by the numbers of its specification.
METHODS: Final[dict[int, Callable[[], Unpacker]]] = {
    0: _AsItIs,
    8: lambda: _Inflate(-15),
    12: bz2.BZ2Decompressor,
    95: _lzma,
}


def packing_of(head: bytes) -> Packing | None:
    """Tell by its first bytes what a file is packed in; None where it is not."""
    return next((one for one in _PACKINGS if one.begins.match(head)), None)
