"""What arrived, as members: a file, what is packed in it, the files of an archive and of those in it.

Rule 1: the name of a member is only ever shown; nothing is written to the disk under any name.
Rule 2: a limit is known before it is reached: what the directory of a zip admits to is refused
unopened, and what it conceals stops while it is read.
Rule 3: what is too large by itself is refused by itself; only what everything together may hold
is refused together.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, Final, TypeAlias, final

from vegaloop.infrastructure.formats.bounds import Allowance, Meter
from vegaloop.infrastructure.formats.entries import Contents, Entry
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.member import USUAL, Limits, Member, Opens, Packed
from vegaloop.infrastructure.formats.packing import GZIP, Packing, packing_of
from vegaloop.infrastructure.formats.streams import (
    PIECE,
    Extracted,
    Plain,
    Salvaging,
    Unpacked,
    opened_anew,
    part_of,
)
from vegaloop.infrastructure.formats.tar_headers import is_tar, tar_contents
from vegaloop.infrastructure.formats.zip_directory import is_zip, zip_contents
from vegaloop.infrastructure.formats.zip_headers import behind_header
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("USUAL", "Limits", "Member", "members_of")

_Tells: TypeAlias = Callable[[bytes], bool]
_Lists: TypeAlias = Callable[[BinaryIO, int], Contents]

_FIRST_BYTES: Final = 512  # As many as tell an archive.
_ARCHIVES: Final[tuple[tuple[_Tells, _Lists], ...]] = (
    (is_zip, zip_contents),
    (is_tar, tar_contents),
)
_NAME_CHARACTERS: Final = 1_000
# Control characters, and what stands for bytes of a name that were no letters.
_UNSPEAKABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LITTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_TOO_DEEP_MOST: Final = 10  # More of them are a bomb.
_IN_MEMORY: Final = 16 * 2**20
_FORESEEN: Final = 2**21  # Bytes of what is packed that are unpacked before anybody reads them.


def members_of(
    name: str,
    open_stream: Opens,
    bytes_in: int,
    held: ExitStack,
    limits: Limits = USUAL,
    on_read: Callable[[int], None] | None = None,
    *,
    beside: bool = False,
) -> Iterator[Member]:
    """List the files in what arrived; a member that may not be opened carries its fault.

    Where it came `beside` others, the files of an archive have its name in front of theirs.
    They can be opened until `held` lets go of the archives they are in. `on_read` hears how many
    bytes are read for the first time, and may end it with a ReadFault.
    """
    most = limits.most_unpacked(bytes_in)
    allowance = Allowance(most) if on_read is None else Allowance(most, on_read)
    return _Archive(held, limits, allowance, beside=beside).members(name, open_stream, 0)


@final
class _Archive:
    def __init__(
        self, held: ExitStack, limits: Limits, allowance: Allowance, *, beside: bool
    ) -> None:
        self._held = held
        self._limits = limits
        self._allowance = allowance
        # What is not packed was counted where it came from.
        self._unpacked = Allowance(sys.maxsize, allowance.on_read)
        self._left = limits.members
        self._beside = beside
        self._too_deep = 0

    def members(self, name: str, open_stream: Opens, depth: int) -> Iterator[Member]:
        """List the files in what is opened, which is in so many archives."""
        with open_stream() as stream:
            head = stream.read(_FIRST_BYTES)
        packing, lists = packing_of(head), _lists_of(head)
        if packing is not None:
            yield from self._in_packing(name, open_stream, packing, depth)
        elif lists is None:
            yield self._named(name, lambda: Salvaging(self._plain(open_stream())))
        elif depth > self._limits.nested:
            yield self._deep(name)
        else:
            yield from self._in_archive(name, open_stream, lists, depth)

    def _in_packing(
        self, name: str, open_stream: Opens, packing: Packing, depth: int
    ) -> Iterator[Member]:
        if depth > self._limits.nested + 1:
            yield self._deep(name)
            return
        inner = name[: -len(packing.ending)] if name.lower().endswith(packing.ending) else name
        meter = Meter(self._limits.most_of_file, self._allowance)
        member = self._named(
            inner,
            lambda: Salvaging(Unpacked(open_stream(), meter, packing)),
            packed=Packed(
                lambda: _foresee(Unpacked(open_stream(), meter, packing)),
                open_stream if packing is GZIP else None,
            ),
        )
        yield from self._inner(member, depth, depth + 1)

    def _in_archive(
        self,
        name: str,
        open_stream: Opens,
        lists: _Lists,
        depth: int,
        cut: ReadFault | None = None,
    ) -> Iterator[Member]:
        """List the files in an archive, of which there is no more than what came before the `cut`."""
        stream = self._held.enter_context(open_stream())
        contents = lists(stream, self._left)
        self._left -= len(contents.entries)
        end = stream.seek(0, io.SEEK_END)
        entries = [
            (entry, self._fault_of(entry, end, cut))
            for entry in contents.entries
            if not _is_litter(entry)
        ]
        told = sum(e.promise.size or 0 for e, fault in entries if e.headed and fault is None)
        if told > self._allowance.left and contents.damage is None:
            fact = TooLarge("unpacked bytes", max(0, self._allowance.left))
            yield self._named(name, open_stream, fault=ReadFault(fact))
            return
        prefix = f"{name}/" if depth or self._beside else ""
        for entry, fault in entries:
            member = self._member(prefix + entry.name, stream, entry, fault)
            yield from self._from(member, depth)
        # That it stops being an archive where it is cut is the same once more.
        damage = cut.fact if cut is not None else contents.damage
        if not entries and damage is None:
            yield self._named(name, io.BytesIO)  # Nothing is in it: told as of a file.
        if damage is not None:
            yield self._named(name, open_stream, fault=ReadFault(damage))

    def _from(self, member: Member, depth: int) -> Iterator[Member]:
        """List what is in a file of an archive; in one that was brought, none takes the others along."""
        try:
            yield from self._inner(member, depth + 1, depth + 1)
        except ReadFault as fault:
            if depth or self._allowance.left < 0 or not isinstance(fault.fact, TooLarge):
                raise
            yield self._named(member.name, member.open, fault=fault)

    def _inner(self, member: Member, depth: int, packed_depth: int) -> Iterator[Member]:
        """List what is in a file that came out of something, which is most often itself."""
        try:
            first = member.head(_FIRST_BYTES)
        except ReadFault as fault:
            member.fault, first = fault, b""
        lists = _lists_of(first)
        if packing_of(first) is not None:
            yield from self.members(member.name, member.open, packed_depth)
        elif lists is not None:
            yield from self._copied(member, lists, depth)
        else:
            yield member

    def _fault_of(self, entry: Entry, end: int, cut: ReadFault | None) -> ReadFault | None:
        """Say why a file of an archive that ends there is never opened, if it is not."""
        most = self._limits.most_of_file(entry.packed)
        if entry.refused is not None:
            return ReadFault(Damaged(entry.promise.format, 0, None, entry.refused))
        if (entry.promise.size or 0) > most:
            return ReadFault(TooLarge("unpacked bytes", most))
        # Rows of a bomb are no rows, also those before it was stopped.
        is_bomb = cut is not None and isinstance(cut.fact, TooLarge)
        return cut if is_bomb and entry.at + entry.packed > end else None

    def _member(self, name: str, stream: BinaryIO, entry: Entry, fault: ReadFault | None) -> Member:
        shared = self._allowance if entry.headed else self._unpacked
        meter = Meter(self._limits.most_of_file, shared)

        def extracted() -> Extracted:
            at = behind_header(stream, entry.at) if entry.headed else entry.at
            packed = part_of(stream, at, entry.packed)
            return Extracted(packed, meter, entry.unpacker, entry.promise)

        # Nothing told how large it is.
        untold = Packed(lambda: _foresee(extracted())) if entry.promise.size is None else None
        return self._named(name, lambda: Salvaging(extracted()), packed=untold, fault=fault)

    def _copied(self, member: Member, lists: _Lists, depth: int) -> Iterator[Member]:
        """List the files of an archive that is packed in something, as far as it comes out of that."""
        if depth > self._limits.nested:
            yield self._deep(member.name)
            return
        # An archive is read from its end, which what is packed cannot be.
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # It is held.
        self._held.callback(copy.close)
        cut = _spooled(member, copy)
        if cut is not None and self._allowance.left < 0:
            raise cut
        yield from self._in_archive(member.name, lambda: opened_anew(copy), lists, depth, cut)

    def _deep(self, name: str) -> Member:
        fault = ReadFault(TooLarge("archives within archives", self._limits.nested))
        self._too_deep += 1
        if self._too_deep > _TOO_DEEP_MOST:
            raise fault
        return self._named(name, io.BytesIO, fault=fault)

    def _plain(self, stream: BinaryIO) -> Plain:
        return Plain(stream, Meter(lambda _: self._limits.unpacked_bytes, self._unpacked))

    def _named(
        self,
        name: str,
        open_stream: Opens,
        *,
        packed: Packed | None = None,
        fault: ReadFault | None = None,
    ) -> Member:
        shown = _UNSPEAKABLE.sub("\ufffd", name[-_NAME_CHARACTERS:])
        return Member(shown, open_stream, self._limits, packed=packed, fault=fault)


def _is_litter(entry: Entry) -> bool:
    name = entry.name
    return name.endswith(("/", *_LITTER[1:])) or name.startswith(_LITTER[0])


def _lists_of(head: bytes) -> _Lists | None:
    return next((lists for tells, lists in _ARCHIVES if tells(head)), None)


def _spooled(member: Member, copy: tempfile.SpooledTemporaryFile[bytes]) -> ReadFault | None:
    """Copy a member as far as it goes; what is wrong with it is given back."""
    try:
        with member.begun() as stream:
            while piece := stream.read(PIECE):
                copy.write(piece)
    except ReadFault as fault:
        if not isinstance(fault.fact, Damaged | TooLarge):
            raise
        return fault
    except OSError as error:
        raise ReadFault(Damaged("archive", copy.tell(), None, str(error.strerror))) from None
    return None


def _foresee(raw: Unpacked | Extracted) -> None:
    with raw:
        while raw.taken < _FORESEEN and raw.read(PIECE):
            pass
