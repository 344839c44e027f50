"""The tables readings are kept in."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    text,
)

from vegaloop.biometrics.domain.reading import EXTERNAL_ID_CHARACTERS_MOST
from vegaloop.infrastructure.database import METADATA, InstantColumn
from vegaloop.kernel.time import Instant


class _ReadingColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    reading_id: Named[UUID] = Column(Uuid, primary_key=True)
    kind: Named[str] = Column(String(32))
    source: Named[str] = Column(String(64))
    began_at: Named[Instant] = Column(InstantColumn)
    at: Named[Instant] = Column(InstantColumn)
    utc_offset_s: Named[int] = Column(Integer)
    zone: Named[str | None] = Column(String(64))
    local_date: Named[dt.date] = Column(Date)
    device: Named[UUID | None] = Column(Uuid)
    recorded_at: Named[Instant] = Column(InstantColumn)
    standing: Named[str] = Column(String(16))
    sort: Named[str | None] = Column(String(16))
    amount: Named[int | None] = Column(BigInteger)
    beats: Named[int] = Column(Integer)
    artefacts: Named[int] = Column(Integer)
    several: Named[bytes | None] = Column(LargeBinary)
    detail: Named[bytes | None] = Column(LargeBinary)
    modified_at: Named[Instant | None] = Column(InstantColumn)
    external_id: Named[str | None] = Column(String(EXTERNAL_ID_CHARACTERS_MOST))
    __row_pos__: tuple[
        UUID,
        UUID,
        str,
        str,
        Instant,
        Instant,
        int,
        str | None,
        dt.date,
        UUID | None,
        Instant,
        str,
        str | None,
        int | None,
        int,
        int,
        bytes | None,
        bytes | None,
        Instant | None,
        str | None,
    ]


class _IntervalColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    reading_id: Named[UUID] = Column(Uuid, primary_key=True)
    rr_us: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, bytes]


class _WaitingColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    reading_id: Named[UUID] = Column(Uuid, primary_key=True)
    __row_pos__: tuple[UUID, UUID]


_IS_NAMED: Final = text("external_id IS NOT NULL")
READINGS: Final = Table(
    "biometrics_reading",
    METADATA,
    _ReadingColumns,
    UniqueConstraint("person_id", "kind", "source", "began_at"),
    # One for what a morning reads, one for lists of any kind, newest first.
    Index("ix_biometrics_reading_kind", "person_id", "kind", "standing", "local_date"),
    Index("ix_biometrics_reading_list", "person_id", "standing", "local_date", "at", "reading_id"),
    # Of those that have a name alone, so that no other question is asked of it.
    Index(
        "ix_biometrics_reading_name",
        "person_id",
        "kind",
        "source",
        "external_id",
        sqlite_where=_IS_NAMED,
        postgresql_where=_IS_NAMED,
    ),
)
# Apart, because a night of beats weighs more than a year of readings.
INTERVALS: Final = Table("biometrics_rr", METADATA, _IntervalColumns)
# The readings that count and have a correction waiting beside them: a few, of all there are.
WAITING: Final = Table("biometrics_waiting", METADATA, _WaitingColumns)
