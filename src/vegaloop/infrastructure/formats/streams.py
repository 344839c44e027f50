"""Streams that give no more than they may: parts of a file, and what is packed in it."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, Final, TypeAlias, final

from vegaloop.infrastructure.formats.bounds import Meter
from vegaloop.infrastructure.formats.entries import Promise
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.packing import BROKEN, Packing, Unpacker
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = (
    "PIECE",
    "Extracted",
    "Plain",
    "Salvaging",
    "Unpacked",
    "opened_anew",
    "opened_by",
    "part_of",
)

_Shared: TypeAlias = BinaryIO | tempfile.SpooledTemporaryFile[bytes]

PIECE: Final = 256 * 1024
MOST_GZIPS: Final = 100_000  # Tools that pack in blocks write one for every 64 kB.
_EMPTY_MOST: Final = 1_000  # Of those with nothing in them.
# What is left when a gzip ends is copied, so that no more is at hand than is soon used up. What
# is at hand may be unpacked before it is counted: of a bomb there is little at first.
_PACKED: Final = 16 * 1024
_PACKED_FIRST: Final = 1024
_HEAD: Final = 10  # As many bytes as tell one packing from another.


class _Counted(io.RawIOBase):
    """Gives what comes out, up to a limit."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter
        self._given = 0
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        piece = self._more(len(buffer))
        self._given += len(piece)
        self._meter.reach(self._given, self._taken)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()

    @property
    def taken(self) -> int:
        """How many bytes went into what came out."""
        return self._taken

    def _more(self, size: int) -> bytes:
        raise NotImplementedError

    def _packed(self) -> bytes:
        packed = self._stream.read(min(_PACKED, max(_PACKED_FIRST, self._taken)))
        self._taken += len(packed)
        return packed


@final
class Plain(_Counted):
    """What is not packed at all."""

    def _more(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._taken += len(piece)
        return piece


@final
class Unpacked(_Counted):
    """What comes out of a gzip or the like, or of several one after the other, which count as one.

    `trailing` tells whether something that is none came after them.
    """

    def __init__(self, stream: BinaryIO, meter: Meter, packing: Packing) -> None:
        super().__init__(stream, meter)
        self._packing = packing
        self._unpacker = packing.unpacker()
        self._rest = b""
        self._streams = 1
        self.trailing = False

    def _more(self, size: int) -> bytes:
        while not self.trailing:
            if self._unpacker.eof and not self._begun_anew():
                return b""
            wants = self._unpacker.needs_input
            packed = (self._rest or self._packed()) if wants else b""
            self._rest = b""
            found = _unpacked(self._unpacker, packed, size, self._packing.name, self._given)
            if found:
                return found
            if wants and not packed:
                raise ReadFault(Damaged(self._packing.name, self._given, None, "ends early"))
        return b""

    def _begun_anew(self) -> bool:
        """Begin the next one, where one follows."""
        rest = self._unpacker.unused_data
        while len(rest) < _HEAD and (more := self._packed()):
            rest += more
        self.trailing = bool(rest) and not self._packing.begins.match(rest)
        if self.trailing or not rest:
            self._rest = b""
            return False
        self._rest = rest
        self._streams += 1
        if self._streams > min(MOST_GZIPS, _EMPTY_MOST + self._given):
            raise ReadFault(TooLarge("gzips one after the other", MOST_GZIPS))
        self._unpacker = self._packing.unpacker()
        return True


@final
class Extracted(_Counted):
    """What comes out of one file of an archive, held against what the archive says of it."""

    def __init__(
        self, stream: BinaryIO, meter: Meter, unpacker: Callable[[], Unpacker], promise: Promise
    ) -> None:
        super().__init__(stream, meter)
        self._unpacker = unpacker()
        self._promise = promise
        self._crc = 0

    def _more(self, size: int) -> bytes:
        promise, unpacker, found = self._promise, self._unpacker, b""
        while not found and not unpacker.eof:
            wants = unpacker.needs_input
            packed = self._packed() if wants else b""
            found = _unpacked(unpacker, packed, size, promise.format, self._given)
            if wants and not packed and not found and not unpacker.eof:
                raise self._broken("ends early")
        given = self._given + len(found)
        size_told = given if promise.size is None else promise.size
        if given > size_told or (not found and given < size_told):
            raise self._broken("not as long as it says")
        if promise.crc is not None:
            self._crc = zlib.crc32(found, self._crc)
            if not found and self._crc != promise.crc:
                raise self._broken("wrong checksum")
        return found

    def _broken(self, what: str) -> ReadFault:
        return ReadFault(Damaged(self._promise.format, self._given, None, what))


def _unpacked(unpacker: Unpacker, packed: bytes, size: int, format: str, at: int) -> bytes:
    try:
        return unpacker.decompress(packed, size)
    except BROKEN as error:
        raise ReadFault(Damaged(format, at, None, str(error))) from None


@final
class Salvaging(io.BufferedReader):
    """Gives what came before the damage to whoever asks for more, and the fault to the next."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw, PIECE)
        self._fault: ReadFault | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or as many as there are; ReadFault where there are none."""
        if size is None or size < 0:
            return super().read(size)
        if self._fault is not None:
            raise self._fault
        pieces: list[bytes] = []
        try:
            while size and self.peek() and (piece := self.read1(size)):
                pieces.append(piece)
                size -= len(piece)
        except ReadFault as fault:
            if not pieces:
                raise
            self._fault = fault
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def part_of(file: _Shared, at: int, size: int) -> BinaryIO:
    """Open a part of a file that others read as well, at a place of its own."""
    return opened_by(partial(_given, file, at), size, _PACKED)


def opened_anew(file: _Shared) -> BinaryIO:
    """Open one more reader of a file, at a place of its own."""
    return opened_by(partial(_given, file, 0), file.seek(0, io.SEEK_END))


def _given(file: _Shared, begins: int, at: int, most: int) -> bytes:
    file.seek(begins + at)
    return file.read(most)


def opened_by(given: Callable[[int, int], bytes], size: int, ahead: int = PIECE) -> BinaryIO:
    """Open so many bytes that can be read from anywhere.

    `given` gives at most so many from a place on, and some where there are any.
    """
    return io.BufferedReader(_Placed(given, size), ahead)


@final
class _Placed(io.RawIOBase):
    """A reader with a place of its own."""

    def __init__(self, given: Callable[[int, int], bytes], size: int) -> None:
        self._given = given
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        starts = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}
        self._at = max(0, starts[whence] + offset)
        return self._at

    def tell(self) -> int:
        """Tell where it is."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        """Read from there on."""
        most = min(len(buffer), self._size - self._at)
        piece = self._given(self._at, most) if most > 0 else b""
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
