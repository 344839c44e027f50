"""Imports in SQL: how far they are, their receipts, and their bytes until they are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final, TypeVar, final
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, insert, select, tuple_, update

from vegaloop.imports.adapters.pieces import PIECE_BYTES, opened
from vegaloop.imports.adapters.tables import IMPORTS, ITEMS, PIECES, WAITING
from vegaloop.imports.application.ports import ImportLog, ImportLogs, ListedItem, Piece
from vegaloop.imports.domain.bringing import Import, ImportId, State
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

A = TypeVar("A")

_NAME_CHARACTERS: Final = 200
_AT_HAND: Final = 4  # A file is opened to be known, and again to be read.
_OPEN: Final = (State.WAITING.value, State.WORKING.value)
_IMPORT: Final = msgspec.json.Decoder(Import)
_ITEM: Final = msgspec.json.Decoder(Item)


@final
class SqlImportLog(ImportLog):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def add(self, brought: Import) -> None:
        """Keep a new import."""
        self._connection.execute(insert(IMPORTS), [{"person_id": self._person, **_row(brought)}])

    def put(self, brought: Import, token: UUID | None) -> bool:
        """Replace an import that has this token, None where none has; False where it has another."""
        c = IMPORTS.c
        place = update(IMPORTS).where(
            c.person_id == self._person,
            c.import_id == brought.id,
            c.token.is_not_distinct_from(token),
        )
        return self._connection.execute(place.values(_row(brought))).rowcount == 1

    def find(self, id: ImportId) -> Import | None:
        """An import by its id."""
        c = IMPORTS.c
        query = select(c.told).where(c.person_id == self._person, c.import_id == id)
        told = self._connection.execute(query).scalar_one_or_none()
        return None if told is None else _IMPORT.decode(told)

    def unfinished(self, content: str) -> Import | None:
        """An import of this content that was left half-way, if there is one."""
        c = IMPORTS.c
        query = (
            select(c.told)
            .where(c.person_id == self._person, c.content == content, c.state.in_(_OPEN))
            .order_by(c.brought_at, c.import_id)
            .limit(1)
        )
        told = self._connection.execute(query).scalar_one_or_none()
        return None if told is None else _IMPORT.decode(told)

    def listed(self, before: tuple[Instant, ImportId] | None, most: int) -> tuple[Import, ...]:
        """Some imports brought before a place, newest first."""
        c = IMPORTS.c
        query = select(c.told).where(c.person_id == self._person)
        if before is not None:
            query = query.where(tuple_(c.brought_at, c.import_id) < before)
        newest = query.order_by(c.brought_at.desc(), c.import_id.desc()).limit(most)
        return tuple(map(_IMPORT.decode, self._connection.execute(newest).scalars()))

    def append(self, id: ImportId, number: int, items: Sequence[Item]) -> None:
        """Add items to a receipt, the first of them with this number."""
        rows = [
            {
                "person_id": self._person,
                "import_id": id,
                "number": n,
                "fate": item.fate.value,
                "item": msgspec.json.encode(item),
            }
            for n, item in enumerate(items, number)
        ]
        if rows:
            self._connection.execute(insert(ITEMS), rows)

    def clear(self, id: ImportId) -> None:
        """Forget the items of a receipt."""
        c = ITEMS.c
        self._connection.execute(
            delete(ITEMS).where(c.person_id == self._person, c.import_id == id)
        )

    def items(
        self, id: ImportId, fate: Fate | None, start: int, most: int
    ) -> tuple[ListedItem, ...]:
        """Some items of a receipt from a number on (of one fate, if given), in order."""
        c = ITEMS.c
        query = select(c.number, c.item).where(
            c.person_id == self._person, c.import_id == id, c.number >= start
        )
        if fate is not None:
            query = query.where(c.fate == fate.value)
        rows = self._connection.execute(query.order_by(c.number).limit(most))
        return tuple(ListedItem(number, _ITEM.decode(item)) for number, item in rows)

    def remove(self, id: ImportId) -> None:
        """Forget an import with its receipt and its bytes."""
        self.drop_bytes(id)
        self.clear(id)
        c = IMPORTS.c
        self._connection.execute(
            delete(IMPORTS).where(c.person_id == self._person, c.import_id == id)
        )

    def keep_bytes(self, brought: Import, pieces: Sequence[Piece]) -> None:
        """Keep what a new import is of until it is done; from now on it is waiting."""
        for n, piece in enumerate(pieces):
            self._keep_piece(brought.id, n, piece)
        waiting = {
            "import_id": brought.id,
            "person_id": self._person,
            "brought_at": brought.brought_at,
        }
        self._connection.execute(insert(WAITING), [waiting])

    def _keep_piece(self, id: ImportId, file: int, piece: Piece) -> None:
        with piece.open() as stream:
            number = 0
            while data := stream.read(PIECE_BYTES):
                row = {
                    "person_id": self._person,
                    "import_id": id,
                    "file": file,
                    "number": number,
                    "name": piece.name[:_NAME_CHARACTERS],
                    "size": piece.size,
                    "data": data,
                }
                self._connection.execute(insert(PIECES), [row])
                number += 1

    def drop_bytes(self, id: ImportId) -> None:
        """Forget the bytes of an import; it waits no longer."""
        p, w = PIECES.c, WAITING.c
        self._connection.execute(
            delete(PIECES).where(p.person_id == self._person, p.import_id == id)
        )
        self._connection.execute(
            delete(WAITING).where(w.person_id == self._person, w.import_id == id)
        )


@final
class SqlImportLogs(ImportLogs):
    """Imports in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[ImportLog], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlImportLog(c, person)))

    def write(self, person: PersonId, work: Callable[[ImportLog], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlImportLog(c, person)))

    def pieces(self, person: PersonId, id: ImportId) -> tuple[Piece, ...]:
        """The files that are kept of an import; they are read in transactions of their own."""
        c = PIECES.c
        query = (
            select(c.file, c.name, c.size)
            .where(c.person_id == person, c.import_id == id, c.number == 0)
            .order_by(c.file)
        )
        rows = self._database.read(person, lambda connection: connection.execute(query).all())

        @lru_cache(maxsize=_AT_HAND)
        def data(file: int, number: int) -> bytes:
            query = select(c.data).where(
                c.person_id == person, c.import_id == id, c.file == file, c.number == number
            )
            found = self._database.read(person, lambda one: one.execute(query).scalar_one_or_none())
            return found or b""

        return tuple(
            Piece(name, size, partial(opened, size, partial(data, file)))
            for file, name, size in rows
        )

    def waiting(self, most: int) -> tuple[tuple[PersonId, ImportId], ...]:
        """Some imports whose bytes are kept, of everybody, the oldest first."""
        c = WAITING.c
        query = select(c.person_id, c.import_id).order_by(c.brought_at, c.import_id).limit(most)
        with self._database.transaction(writing=False) as connection:
            rows = connection.execute(query).all()
        return tuple((PersonId(person), ImportId(waits)) for person, waits in rows)


def _row(brought: Import) -> dict[str, object]:
    return {
        "import_id": brought.id,
        "content": brought.content,
        "state": brought.state.value,
        "brought_at": brought.brought_at,
        "token": brought.token,
        "told": msgspec.json.encode(brought),
    }
