"""Imports in memory, for tests and for embedding."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TypeVar, final
from uuid import UUID

from vegaloop.imports.application.ports import ImportLog, ImportLogs, ListedItem, Piece
from vegaloop.imports.domain.bringing import Import, ImportId
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

A = TypeVar("A")


@final
class MemoryImportLog(ImportLog):
    """One person's imports, each value replaced as a whole."""

    def __init__(self) -> None:
        self._imports: dict[ImportId, Import] = {}
        self._items: dict[ImportId, tuple[ListedItem, ...]] = {}
        self.pieces: dict[ImportId, tuple[Piece, ...]] = {}

    def __copy__(self) -> MemoryImportLog:
        copied = MemoryImportLog()
        copied._imports = dict(self._imports)
        copied._items = dict(self._items)
        copied.pieces = dict(self.pieces)
        return copied

    def add(self, brought: Import) -> None:
        """Keep a new import."""
        self._imports[brought.id] = brought

    def put(self, brought: Import, token: UUID | None) -> bool:
        """Replace an import that has this token, None where none has; False where it has another."""
        known = self._imports.get(brought.id)
        if known is None or known.token != token:
            return False
        self._imports[brought.id] = brought
        return True

    def find(self, id: ImportId) -> Import | None:
        """An import by its id."""
        return self._imports.get(id)

    def unfinished(self, content: str) -> Import | None:
        """An import of this content that was left half-way, if there is one."""
        left = (
            one
            for one in self._imports.values()
            if one.content == content and one.finished_at is None
        )
        return min(left, key=_place, default=None)

    def listed(self, before: tuple[Instant, ImportId] | None, most: int) -> tuple[Import, ...]:
        """Some imports brought before a place, newest first."""
        older = [one for one in self._imports.values() if before is None or _place(one) < before]
        return tuple(sorted(older, key=_place, reverse=True)[:most])

    def append(self, id: ImportId, number: int, items: Sequence[Item]) -> None:
        """Add items to a receipt, the first of them with this number."""
        listed = (ListedItem(n, item) for n, item in enumerate(items, number))
        self._items[id] = (*self._items.get(id, ()), *listed)

    def clear(self, id: ImportId) -> None:
        """Forget the items of a receipt."""
        self._items.pop(id, None)

    def items(
        self, id: ImportId, fate: Fate | None, start: int, most: int
    ) -> tuple[ListedItem, ...]:
        """Some items of a receipt from a number on (of one fate, if given), in order."""
        asked = (
            one
            for one in self._items.get(id, ())
            if one.number >= start and fate in {None, one.item.fate}
        )
        return tuple(asked)[:most]

    def remove(self, id: ImportId) -> None:
        """Forget an import with its receipt and its bytes."""
        self.drop_bytes(id)
        self.clear(id)
        self._imports.pop(id, None)

    def keep_bytes(self, brought: Import, pieces: Sequence[Piece]) -> None:
        """Keep what a new import is of until it is done; from now on it is waiting."""
        self.pieces[brought.id] = tuple(map(_kept, pieces))

    def waiting(self) -> tuple[tuple[Instant, ImportId], ...]:
        """The imports whose bytes are kept, and when they were brought."""
        return tuple(_place(self._imports[waits]) for waits in self.pieces)

    def drop_bytes(self, id: ImportId) -> None:
        """Forget the bytes of an import; it waits no longer."""
        self.pieces.pop(id, None)


def _place(brought: Import) -> tuple[Instant, ImportId]:
    return brought.brought_at, brought.id


def _kept(piece: Piece) -> Piece:
    with piece.open() as stream:
        data = stream.read()
    return Piece(piece.name, piece.size, lambda: io.BytesIO(data))


@final
class MemoryImportLogs(ImportLogs):
    """Every import of the process."""

    def __init__(self, revisions: Revisions) -> None:
        self._shelves = Shelves(MemoryImportLog, revisions)
        self._people: dict[PersonId, None] = {}

    def read(self, person: PersonId, work: Callable[[ImportLog], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelves.read(person, work)

    def write(self, person: PersonId, work: Callable[[ImportLog], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        self._people[person] = None
        return self._shelves.write(person, work)

    def pieces(self, person: PersonId, id: ImportId) -> tuple[Piece, ...]:
        """The files that are kept of an import."""
        return self._shelves.read(person, lambda log: log.pieces.get(id, ()))

    def waiting(self, most: int) -> tuple[tuple[PersonId, ImportId], ...]:
        """Some imports whose bytes are kept, of everybody, the oldest first."""
        found = [
            (brought_at, waits, person)
            for person in self._people
            for brought_at, waits in self._shelves.read(person, MemoryImportLog.waiting)
        ]
        return tuple((person, waits) for _, waits, person in sorted(found)[:most])
