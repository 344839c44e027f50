"""The tables of activity."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
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


class _SessionColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    session_id: Named[UUID] = Column(Uuid, primary_key=True)
    at_us: Named[Instant] = Column(InstantColumn)
    utc_offset_s: Named[int] = Column(Integer)
    zone: Named[str | None] = Column(String(64))
    local_date: Named[dt.date] = Column(Date)
    sport: Named[str] = Column(String(40))
    elapsed_us: Named[int] = Column(BigInteger)
    distance_mm: Named[int | None] = Column(BigInteger)
    load: Named[float | None] = Column(Double)
    load_method: Named[str | None] = Column(String(20))
    stress_per_au: Named[float | None] = Column(Double)
    seen_rate_mbpm: Named[int | None] = Column(Integer)
    file_hash: Named[str | None] = Column(String(64))
    file_index: Named[int | None] = Column(Integer)
    facts: Named[bytes] = Column(LargeBinary)
    loads: Named[bytes] = Column(LargeBinary)
    lead_id: Named[UUID | None] = Column(Uuid)
    link: Named[bytes | None] = Column(LargeBinary)
    __row_pos__: tuple[
        UUID,
        UUID,
        Instant,
        int,
        str | None,
        dt.date,
        str,
        int,
        int | None,
        float | None,
        str | None,
        float | None,
        int | None,
        str | None,
        int | None,
        bytes,
        bytes,
        UUID | None,
        bytes | None,
    ]


class _StreamColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    session_id: Named[UUID] = Column(Uuid, primary_key=True)
    channel: Named[str] = Column(String(20), primary_key=True)
    block: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, str, bytes]


class _PeakColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    session_id: Named[UUID] = Column(Uuid, primary_key=True)
    peaks: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, bytes]


class _FileColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    hash: Named[str] = Column(String(64), primary_key=True)
    data: Named[bytes] = Column(LargeBinary)
    format: Named[str] = Column(String(10))
    received_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, str, bytes, str, Instant]


class _BuriedColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    hash: Named[str] = Column(String(64), primary_key=True)
    removed_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, str, Instant]


class _VerdictColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    one_key: Named[str] = Column(String(80), primary_key=True)
    other_key: Named[str] = Column(String(80), primary_key=True)
    together: Named[bool] = Column(Boolean)
    said_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, str, str, bool, Instant]


class _YearColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    year: Named[int] = Column(Integer, primary_key=True)
    loads: Named[bytes] = Column(LargeBinary)
    marks: Named[bytes] = Column(LargeBinary)
    formula_version: Named[str] = Column(String(20), server_default="activity-1")
    __row_pos__: tuple[UUID, int, bytes, bytes, str]


class _ThresholdColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    effective_from: Named[dt.date] = Column(Date, primary_key=True)
    thresholds: Named[bytes] = Column(LargeBinary)
    set_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, dt.date, bytes, Instant]


class _ChangeColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    change_id: Named[UUID] = Column(Uuid, primary_key=True)
    session_id: Named[UUID] = Column(Uuid, primary_key=True)
    place: Named[str] = Column(String(80))
    at_us: Named[Instant] = Column(InstantColumn)
    local_date: Named[dt.date] = Column(Date)
    cause: Named[str] = Column(String(20))
    was: Named[bytes] = Column(LargeBinary)
    became: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, UUID, str, Instant, dt.date, str, bytes, bytes]


sessions: Final = Table("activity_session", METADATA, _SessionColumns)
streams: Final = Table("activity_stream", METADATA, _StreamColumns)
peaks: Final = Table("activity_peaks", METADATA, _PeakColumns)
files: Final = Table("activity_file", METADATA, _FileColumns)
buried: Final = Table("activity_buried", METADATA, _BuriedColumns)
verdicts: Final = Table("activity_verdict", METADATA, _VerdictColumns)
years: Final = Table("activity_load_year", METADATA, _YearColumns)
thresholds: Final = Table("activity_thresholds", METADATA, _ThresholdColumns)
changes: Final = Table("activity_load_change", METADATA, _ChangeColumns)

Index("ix_activity_session_by_time", sessions.c.person_id, sessions.c.at_us, sessions.c.session_id)
Index("ix_activity_session_by_day", sessions.c.person_id, sessions.c.local_date)
Index("ix_activity_session_by_lead", sessions.c.person_id, sessions.c.lead_id)
Index(
    "uq_activity_session_by_file",
    sessions.c.person_id,
    sessions.c.file_hash,
    sessions.c.file_index,
    unique=True,
)
Index("ix_activity_load_change_by_time", changes.c.person_id, changes.c.at_us, changes.c.place)
