"""One file of what arrived, and how much of everything there may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, TypeAlias, final

from msgspec import Struct

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.streams import PIECE
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("USUAL", "Limits", "Member", "Opens", "Packed")

Opens: TypeAlias = Callable[[], BinaryIO]

HEAD_BYTES: Final = 32 * 1024
_SMALL: Final = 4 * 1024


@final
class Limits(Struct, frozen=True):
    """The most of everything: a year of a health export has 2 GB in 20,000 members."""

    members: int = 50_000
    unpacked_bytes: int = 16 * 2**30
    ratio: int = 200
    small_bytes: int = 20 * 2**20
    ratio_of_small: int = 400  # Records that are all the same pack to a 250th, bombs to a 1000th.
    tiny_bytes: int = 2**20
    nested: int = 2
    whole_bytes: int = 64 * 2**20

    def most_unpacked(self, packed: int) -> int:
        """How much may come out of so many packed bytes, of everything together."""
        return min(self.unpacked_bytes, max(self.small_bytes, packed * self.ratio))

    def most_of_file(self, packed: int) -> int:
        """How much may come out of so many packed bytes, of one file."""
        return min(self.most_unpacked(packed), max(self.tiny_bytes, packed * self.ratio_of_small))


USUAL: Final = Limits()


@final
class Packed(Struct, frozen=True):
    """What a file is packed in.

    `foresee` fails where more comes out of it than may; `opened` opens it as it is in its gzip, for
    readers that salvage what is in a broken one.
    """

    foresee: Callable[[], None]
    opened: Opens | None = None


@final
class Member:
    """One file of what arrived; opened as often as it is needed.

    What is packed is looked through once before anybody reads it: rows of a bomb are no rows.
    """

    def __init__(
        self,
        name: str,
        open_stream: Opens,
        limits: Limits,
        *,
        packed: Packed | None = None,
        fault: ReadFault | None = None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.fault = fault
        self._open = open_stream
        self._packed = packed.opened if packed else None
        self._foresee = packed.foresee if packed else None

    def head(self, most: int = HEAD_BYTES) -> bytes:
        """Read its first bytes, as far as they can be; they are not kept, as members are many."""
        return b"".join(self._first(most))

    def _first(self, most: int) -> Iterator[bytes]:
        left = most
        with self.begun() as stream:
            try:
                while left and (piece := stream.read(min(left, _SMALL))):
                    left -= len(piece)
                    yield piece
            except ReadFault:
                if left == most:
                    raise

    def begun(self) -> BinaryIO:
        """Open it for its beginning alone; ReadFault where it cannot be."""
        if self.fault is not None:
            raise self.fault
        return self._open()

    def open(self) -> BinaryIO:
        """Open it anew; ReadFault where it cannot be, or more would come out than may."""
        foresee, self._foresee = self._foresee, None
        if foresee is not None:
            try:
                foresee()
            except ReadFault as fault:
                # What is broken is read up to there.
                if not isinstance(fault.fact, Damaged):
                    self.fault = fault
        return self.begun()

    def whole(self, most: int | None = None) -> bytes:
        """All of it, where that is not too much for a file that is read at once."""
        return self._all(self.open, most or self.limits.whole_bytes)

    def original(self) -> bytes:
        """All of it as it came, still in its gzip if it is in one."""
        return self._all(self._packed or self.open, self.limits.whole_bytes)

    def _all(self, open_stream: Opens, most: int) -> bytes:
        pieces, size = list[bytes](), 0
        with open_stream() as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > most:
                    raise ReadFault(TooLarge("bytes of a file that is read at once", most))
                pieces.append(piece)
        return b"".join(pieces)
