"""The tables of imports."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
)

from vegaloop.infrastructure.database import METADATA, InstantColumn
from vegaloop.kernel.time import Instant


class _ImportColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    import_id: Named[UUID] = Column(Uuid, primary_key=True)
    content: Named[str] = Column(String(64))
    state: Named[str] = Column(String(10))
    brought_at: Named[Instant] = Column(InstantColumn)
    token: Named[UUID | None] = Column(Uuid)
    told: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, str, str, Instant, UUID | None, bytes]


class _ItemColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    import_id: Named[UUID] = Column(Uuid, primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    fate: Named[str] = Column(String(12))
    item: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, int, str, bytes]


class _PieceColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    import_id: Named[UUID] = Column(Uuid, primary_key=True)
    file: Named[int] = Column(Integer, primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    name: Named[str] = Column(String(200))
    size: Named[int] = Column(BigInteger)
    data: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, int, int, str, int, bytes]


class _WaitingColumns(TypedColumns):
    import_id: Named[UUID] = Column(Uuid, primary_key=True)
    person_id: Named[UUID] = Column(Uuid)
    brought_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, UUID, Instant]


IMPORTS: Final = Table("imports_import", METADATA, _ImportColumns)
ITEMS: Final = Table("imports_item", METADATA, _ItemColumns)
PIECES: Final = Table("imports_piece", METADATA, _PieceColumns)
# Who waits, of everybody: nothing but names, and gone when it is done.
WAITING: Final = Table("imports_waiting", METADATA, _WaitingColumns)

Index("ix_imports_import_by_time", IMPORTS.c.person_id, IMPORTS.c.brought_at, IMPORTS.c.import_id)
Index("ix_imports_import_by_content", IMPORTS.c.person_id, IMPORTS.c.content)
Index("ix_imports_waiting_by_time", WAITING.c.brought_at)
