"""Streams that give no more than they may: out of a zip, out of a gzip, out of a shared file."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from typing import BinaryIO, Final, final

from vegaloop.infrastructure.formats.bounds import Meter
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("BROKEN_ZIP", "PIECE", "Gunzip", "Plain", "Unzip", "opened_anew")

PIECE: Final = 256 * 1024
MOST_GZIPS: Final = 100_000  # Tools that pack in blocks write one for every 64 kB.
_GZIP: Final = b"\x1f\x8b"
# What is left when a gzip ends is copied, so that no more is at hand than is soon used up.
_PACKED: Final = 16 * 1024
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    struct.error,
)


class _Counted(io.RawIOBase):
    """Gives what comes out, up to a limit."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        piece = self._more(len(buffer))
        self._given += len(piece)
        self._meter.reach(self._given)
        buffer[: len(piece)] = piece
        return len(piece)

    def _more(self, size: int) -> bytes:
        raise NotImplementedError


@final
class Plain(_Counted):
    """What is not packed at all."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        super().__init__(meter)
        self._stream = stream

    def _more(self, size: int) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        """Let go of what it reads."""
        self._stream.close()
        super().close()


@final
class Unzip(_Counted):
    """What comes out of one file of a zip."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter) -> None:
        super().__init__(meter)
        try:
            self._stream = archive.open(entry)
        except BROKEN_ZIP as error:
            raise ReadFault(Damaged("zip", 0, None, str(error))) from None

    def _more(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except BROKEN_ZIP as error:
            raise ReadFault(Damaged("zip", self._given, None, str(error))) from None


@final
class Gunzip(_Counted):
    """What comes out of a gzip, or of several one after the other, which count as one.

    `trailing` tells whether something that is none came after them.
    """

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        super().__init__(meter)
        self._stream = stream
        self._unpacker = zlib.decompressobj(31)
        self._rest = b""
        self._gzips = 1
        self.trailing = False

    def _more(self, size: int) -> bytes:
        while not self.trailing:
            if self._unpacker.eof and not self._begun_anew():
                return b""
            packed = self._rest or self._stream.read(_PACKED)
            try:
                found = self._unpacker.decompress(packed, size)
            except zlib.error as error:
                raise ReadFault(Damaged("gzip", self._given, None, str(error))) from None
            self._rest = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            if found:
                return found
            if not packed:
                raise ReadFault(Damaged("gzip", self._given, None, "ends early"))
        return b""

    def _begun_anew(self) -> bool:
        """Begin the next gzip, where one follows."""
        while len(self._rest) < len(_GZIP) and (more := self._stream.read(_PACKED)):
            self._rest += more
        self.trailing = bool(self._rest) and not self._rest.startswith(_GZIP)
        if self.trailing or not self._rest:
            return False
        self._gzips += 1
        if self._gzips > MOST_GZIPS:
            raise ReadFault(TooLarge("gzips one after the other", MOST_GZIPS))
        self._unpacker = zlib.decompressobj(31)
        return True


def opened_anew(file: tempfile.SpooledTemporaryFile[bytes]) -> BinaryIO:
    """Open one more reader of a temporary file, at a place of its own."""
    return io.BufferedReader(_Shared(file), PIECE)


@final
class _Shared(io.RawIOBase):
    """Several readers of one temporary file, each at its own place."""

    def __init__(self, file: tempfile.SpooledTemporaryFile[bytes]) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        if whence == io.SEEK_CUR:
            offset += self._at
        elif whence == io.SEEK_END:
            self._file.seek(0, io.SEEK_END)
            offset += self._file.tell()
        self._at = offset
        return offset

    def tell(self) -> int:
        """Tell where it is."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer.
        """Read from there on."""
        self._file.seek(self._at)
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
