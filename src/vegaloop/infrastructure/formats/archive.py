"""What arrived, as members: a file, what is in its gzip, the files of a zip, and of zips in it.

Rule 1: the name of a member is only ever shown; nothing is written to the disk under any name.
Rule 2: a limit is known before it is reached: what the directory of a zip admits to is refused
unopened, and what it conceals stops while it is read.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, Final, final

from msgspec import Struct

from vegaloop.infrastructure.formats.bounds import Allowance, Meter
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.streams import (
    BROKEN_ZIP,
    PIECE,
    Gunzip,
    Plain,
    Unzip,
    opened_anew,
)
from vegaloop.infrastructure.formats.zip_directory import entries_in
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("Limits", "Member", "members_of")

HEAD_BYTES: Final = 32 * 1024
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_SMALL: Final = 4 * 1024
_LINK: Final = 0xA000  # The kind of file in the upper half of what Unix writes there.
_ENCRYPTED: Final = 1
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_NAME_CHARACTERS: Final = 1_000
# Control characters, and what stands for bytes of a name that were no letters.
_UNSPEAKABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LITTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_TOO_DEEP_MOST: Final = 10  # More of them are a bomb.
_IN_MEMORY: Final = 16 * 2**20


@final
class Limits(Struct, frozen=True):
    """The most of everything: a year of a health export has 2 GB in 20,000 members."""

    members: int = 50_000
    unpacked_bytes: int = 16 * 2**30
    ratio: int = 200
    small_bytes: int = 20 * 2**20
    nested: int = 2
    whole_bytes: int = 64 * 2**20

    def most_unpacked(self, packed: int) -> int:
        """How much may come out of so many packed bytes."""
        return min(self.unpacked_bytes, max(self.small_bytes, packed * self.ratio))


USUAL: Final = Limits()


@final
class Member:
    """One file of what arrived; opened as often as it is needed.

    `packed` opens it as it is in its gzip, for readers that salvage what is in a broken one.
    """

    def __init__(
        self,
        name: str,
        open_stream: Callable[[], BinaryIO],
        limits: Limits,
        *,
        packed: Callable[[], BinaryIO] | None = None,
        fault: ReadFault | None = None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.fault = fault
        self._open = open_stream
        self._packed = packed

    def head(self) -> bytes:
        """Read its first bytes, as far as they can be; they are not kept, as members are many."""
        return b"".join(self._first())

    def _first(self) -> Iterator[bytes]:
        left = HEAD_BYTES
        with self.open() as stream:
            try:
                while left and (piece := stream.read(min(left, _SMALL))):
                    left -= len(piece)
                    yield piece
            except ReadFault:
                if left == HEAD_BYTES:
                    raise

    def open(self) -> BinaryIO:
        """Open it anew; ReadFault where it cannot be."""
        if self.fault is not None:
            raise self.fault
        return self._open()

    def whole(self, most: int | None = None) -> bytes:
        """All of it, where that is not too much for a file that is read at once."""
        return self._all(self.open, most or self.limits.whole_bytes)

    def original(self) -> bytes:
        """All of it as it came, still in its gzip if it is in one."""
        return self._all(self._packed or self.open, self.limits.whole_bytes)

    def _all(self, open_stream: Callable[[], BinaryIO], most: int) -> bytes:
        pieces, size = list[bytes](), 0
        with open_stream() as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > most:
                    raise ReadFault(TooLarge("bytes of a file that is read at once", most))
                pieces.append(piece)
        return b"".join(pieces)


def members_of(
    name: str,
    open_stream: Callable[[], BinaryIO],
    bytes_in: int,
    held: ExitStack,
    limits: Limits = USUAL,
    on_read: Callable[[int], None] | None = None,
    *,
    beside: bool = False,
) -> Iterator[Member]:
    """List the files in what arrived; a member that may not be opened carries its fault.

    Where it came `beside` others, the files of a zip have its name in front of theirs.
    They can be opened until `held` lets go of the archives they are in. `on_read` hears how many
    bytes are read for the first time, and may end it with a ReadFault.
    """
    most = limits.most_unpacked(bytes_in)
    allowance = Allowance(most) if on_read is None else Allowance(most, on_read)
    return _Archive(held, limits, allowance, beside=beside).members(name, open_stream, bytes_in, 0)


@final
class _Archive:
    def __init__(
        self, held: ExitStack, limits: Limits, allowance: Allowance, *, beside: bool
    ) -> None:
        self._held = held
        self._limits = limits
        self._allowance = allowance
        self._left = limits.members
        self._beside = beside
        self._too_deep = 0

    def members(
        self, name: str, open_stream: Callable[[], BinaryIO], size: int, depth: int
    ) -> Iterator[Member]:
        with open_stream() as stream:
            head = stream.read(4)
        if head.startswith(_GZIP):
            inner = name[:-3] if name.lower().endswith(".gz") else name
            meter = self._meter(size)
            yield self._named(
                inner, lambda: _opened(Gunzip(open_stream(), meter)), packed=open_stream
            )
        elif head in {_ZIP, _EMPTY_ZIP}:
            yield from self._of_zip(name, open_stream, size, depth)
        else:
            meter = Meter(max(size, self._limits.unpacked_bytes), self._allowance)
            yield self._named(name, lambda: _opened(Plain(open_stream(), meter)))

    def _named(
        self,
        name: str,
        open_stream: Callable[[], BinaryIO],
        *,
        packed: Callable[[], BinaryIO] | None = None,
        fault: ReadFault | None = None,
    ) -> Member:
        shown = _UNSPEAKABLE.sub("\ufffd", name[-_NAME_CHARACTERS:])
        return Member(shown, open_stream, self._limits, packed=packed, fault=fault)

    def _meter(self, packed: int) -> Meter:
        return Meter(self._limits.most_unpacked(packed), self._allowance)

    def _of_zip(
        self, name: str, open_stream: Callable[[], BinaryIO], size: int, depth: int
    ) -> Iterator[Member]:
        with open_stream() as stream:
            self._left -= entries_in(stream, self._left)
        try:
            opened = zipfile.ZipFile(self._held.enter_context(open_stream()))
        except BROKEN_ZIP as error:
            raise ReadFault(Damaged("zip", 0, None, str(error))) from None
        entries = [entry for entry in opened.infolist() if not _is_litter(entry)]
        most = min(self._allowance.left, self._limits.most_unpacked(size))
        if sum(entry.file_size for entry in entries) > most:
            raise ReadFault(TooLarge("unpacked bytes", most))
        prefix = f"{name}/" if depth or self._beside else ""
        for entry in entries:
            member = self._member(prefix, opened, entry)
            if member.fault is None and _is_packed(member):
                yield from self._nested(member, entry.file_size, depth)
            else:
                yield member

    def _member(self, prefix: str, opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
        name = prefix + entry.filename
        most = self._limits.most_unpacked(entry.compress_size)
        fault: ReadFault | None = None
        if entry.flag_bits & _ENCRYPTED:
            fault = _refused("it is encrypted")
        elif (entry.external_attr >> 16) & 0xF000 == _LINK:
            fault = _refused("it is a link")
        elif entry.compress_type not in _PACKINGS:
            # What others unpack at once is not bounded.
            fault = _refused(f"it is packed by a method not known here, {entry.compress_type}")
        elif entry.file_size > most:
            fault = ReadFault(TooLarge("unpacked bytes", most))
        meter = self._meter(entry.compress_size)
        return self._named(name, lambda: _opened(Unzip(opened, entry, meter)), fault=fault)

    def _nested(self, member: Member, size: int, depth: int) -> Iterator[Member]:
        if member.head().startswith(_GZIP):
            yield from self.members(member.name, member.open, size, depth)
            return
        if depth >= self._limits.nested:
            member.fault = ReadFault(TooLarge("zips within zips", self._limits.nested))
            self._too_deep += 1
            if self._too_deep > _TOO_DEEP_MOST:
                raise member.fault
            yield member
            return
        # A zip is read from its end, which what is packed in another cannot be.
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # It is held.
        self._held.callback(copy.close)
        with member.open() as stream:
            while piece := stream.read(PIECE):
                copy.write(piece)
        yield from self.members(member.name, lambda: opened_anew(copy), copy.tell(), depth + 1)


def _is_litter(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return name.endswith(("/", *_LITTER[1:])) or name.startswith(_LITTER[0])


def _is_packed(member: Member) -> bool:
    try:
        return member.head()[:4].startswith((_ZIP, _EMPTY_ZIP, _GZIP))
    except ReadFault as fault:
        member.fault = fault
        return False


def _refused(why: str) -> ReadFault:
    return ReadFault(Damaged("zip", 0, None, why))


def _opened(raw: io.RawIOBase) -> BinaryIO:
    return io.BufferedReader(raw, PIECE)
