"""What imports need from outside, in their own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Protocol, TypeVar, final
from uuid import UUID

from msgspec import Struct

from vegaloop.imports.application.pace import Pace
from vegaloop.imports.domain.bringing import Import, ImportId
from vegaloop.imports.domain.found import Found
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Instant, Moment

A = TypeVar("A")


@final
class Piece(Struct, frozen=True):
    """A file of what was brought: its name, its size in bytes, and how it is opened, again and again.

    One with a `fault`, a tagged fact, is none that can be opened: it is told, and never is.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    fault: Struct | None = None


class ArchiveReader(Protocol):
    """Whoever knows the formats people bring."""

    def read(
        self,
        pieces: Sequence[Piece],
        profile: Profile,
        start: Moment | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Found]:
        """Find everything in what was brought, in the same order each time; nothing is raised.

        `start` is when it began, for files that do not say so; `pace` gives readers up.
        """
        ...


@final
class ListedItem(Struct, frozen=True):
    """An item, and its number in its receipt, from 0."""

    number: int
    item: Item


class ImportLog(Protocol):
    """One person's imports, inside one transaction."""

    def add(self, brought: Import) -> None:
        """Keep a new import."""
        ...

    def put(self, brought: Import, token: UUID | None) -> bool:
        """Replace an import that has this token, None where none has; False where it has another."""
        ...

    def find(self, id: ImportId) -> Import | None:
        """An import by its id."""
        ...

    def unfinished(self, content: str) -> Import | None:
        """An import of this content that was left half-way, if there is one."""
        ...

    def listed(self, before: tuple[Instant, ImportId] | None, most: int) -> tuple[Import, ...]:
        """Some imports brought before a place, newest first."""
        ...

    def append(self, id: ImportId, number: int, items: Sequence[Item]) -> None:
        """Add items to a receipt, the first of them with this number."""
        ...

    def clear(self, id: ImportId) -> None:
        """Forget the items of a receipt."""
        ...

    def items(
        self, id: ImportId, fate: Fate | None, start: int, most: int
    ) -> tuple[ListedItem, ...]:
        """Some items of a receipt from a number on (of one fate, if given), in order."""
        ...

    def remove(self, id: ImportId) -> None:
        """Forget an import with its receipt and its bytes."""
        ...

    def keep_bytes(self, brought: Import, pieces: Sequence[Piece]) -> None:
        """Keep what a new import is of until it is done; from now on it is waiting."""
        ...

    def drop_bytes(self, id: ImportId) -> None:
        """Forget the bytes of an import; it waits no longer."""
        ...


class ImportLogs(Protocol):
    """Opens import logs."""

    def read(self, person: PersonId, work: Callable[[ImportLog], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[ImportLog], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again."""
        ...

    def pieces(self, person: PersonId, id: ImportId) -> tuple[Piece, ...]:
        """The files that are kept of an import; they are read in transactions of their own."""
        ...

    def waiting(self, most: int) -> tuple[tuple[PersonId, ImportId], ...]:
        """Some imports whose bytes are kept, of everybody, the oldest first."""
        ...


class Together(Protocol):
    """Makes one unit of work out of many."""

    def __call__(self, person: PersonId, work: Callable[[], A]) -> A:
        """Run work that writes to several contexts; all of it is kept, or nothing."""
        ...
