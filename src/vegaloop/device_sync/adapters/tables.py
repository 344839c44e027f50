"""The tables of device sync.

Rule 1: what is large, and what became of it, is kept apart, so that a delivery can change without it
being written again; what is small is written with its delivery, at once.
Rule 2: a lane says when something of a person is due and who is at it: nothing but names and times, so
that all that wait are found at once. So are the accounts of vendors, their gates, and consents asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
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
)

from vegaloop.infrastructure.database import METADATA, InstantColumn
from vegaloop.kernel.time import Instant

__all__ = (
    "ACCOUNTS",
    "BODIES",
    "CONNECTIONS",
    "CONSENTS",
    "DELIVERIES",
    "FEEDS",
    "GATES",
    "LANES",
    "RECORDS",
    "SPENT",
    "STEPS",
)


class _LaneColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    due_at: Named[Instant | None] = Column(InstantColumn)
    token: Named[UUID | None] = Column(Uuid)
    until: Named[Instant | None] = Column(InstantColumn)
    __row_pos__: tuple[UUID, Instant | None, UUID | None, Instant | None]


class _DeliveryColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    delivery_id: Named[UUID] = Column(Uuid, primary_key=True)
    vendor: Named[str] = Column(String(10))
    key: Named[str] = Column(String(128))
    asks: Named[bool] = Column(Boolean)
    received_at: Named[Instant] = Column(InstantColumn)
    run_at: Named[Instant] = Column(InstantColumn)
    state: Named[str] = Column(String(10))
    attempts: Named[int] = Column(Integer)
    trouble: Named[bytes | None] = Column(LargeBinary)
    ended_at: Named[Instant | None] = Column(InstantColumn)
    told: Named[bytes] = Column(LargeBinary)
    body: Named[bytes | None] = Column(LargeBinary)
    __row_pos__: tuple[
        UUID,
        UUID,
        str,
        str,
        bool,
        Instant,
        Instant,
        str,
        int,
        bytes | None,
        Instant | None,
        bytes,
        bytes | None,
    ]


class _BodyColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    delivery_id: Named[UUID] = Column(Uuid, primary_key=True)
    body: Named[bytes] = Column(LargeBinary)
    outcome: Named[bytes | None] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, bytes, bytes | None]


class _ConnectionColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    vendor: Named[str] = Column(String(10), primary_key=True)
    told: Named[bytes] = Column(LargeBinary)
    sealed: Named[bytes | None] = Column(LargeBinary)
    __row_pos__: tuple[UUID, str, bytes, bytes | None]


class _AccountColumns(TypedColumns):
    vendor: Named[str] = Column(String(10), primary_key=True)
    account: Named[str] = Column(String(128), primary_key=True)
    person_id: Named[UUID] = Column(Uuid)
    __row_pos__: tuple[str, str, UUID]


class _FeedColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    vendor: Named[str] = Column(String(10), primary_key=True)
    kind: Named[str] = Column(String(12), primary_key=True)
    run_at: Named[Instant] = Column(InstantColumn)
    told: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, str, str, Instant, bytes]


class _RecordColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    vendor: Named[str] = Column(String(10), primary_key=True)
    form: Named[str] = Column(String(60), primary_key=True)
    external_id: Named[str] = Column(String(128), primary_key=True)
    modified_at: Named[Instant] = Column(InstantColumn)
    is_gone: Named[bool] = Column(Boolean)
    mark: Named[int] = Column(BigInteger)
    held: Named[bytes] = Column(LargeBinary)
    held_from: Named[Instant | None] = Column(InstantColumn)
    held_until: Named[Instant | None] = Column(InstantColumn)
    is_open: Named[bool] = Column(Boolean)
    kind: Named[str | None] = Column(String(12))
    local_date: Named[dt.date | None] = Column(Date)
    __row_pos__: tuple[
        UUID,
        str,
        str,
        str,
        Instant,
        bool,
        int,
        bytes,
        Instant | None,
        Instant | None,
        bool,
        str | None,
        dt.date | None,
    ]


class _StepColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    told: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, int, bytes]


class _GateColumns(TypedColumns):
    vendor: Named[str] = Column(String(10), primary_key=True)
    failures: Named[int] = Column(Integer)
    open_until: Named[Instant | None] = Column(InstantColumn)
    paused_until: Named[Instant | None] = Column(InstantColumn)
    __row_pos__: tuple[str, int, Instant | None, Instant | None]


class _SpentColumns(TypedColumns):
    vendor: Named[str] = Column(String(10), primary_key=True)
    whose: Named[str] = Column(String(36), primary_key=True)
    window_s: Named[int] = Column(Integer, primary_key=True)
    start: Named[Instant] = Column(InstantColumn)
    calls: Named[int] = Column(Integer)
    __row_pos__: tuple[str, str, int, Instant, int]


class _ConsentColumns(TypedColumns):
    state_hash: Named[str] = Column(String(64), primary_key=True)
    person_id: Named[UUID] = Column(Uuid)
    vendor: Named[str] = Column(String(10))
    verifier: Named[str] = Column(String(128))
    redirect: Named[str] = Column(String(300))
    until: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[str, UUID, str, str, str, Instant]


LANES: Final = Table("sync_lane", METADATA, _LaneColumns)
DELIVERIES: Final = Table(
    "sync_delivery", METADATA, _DeliveryColumns, UniqueConstraint("person_id", "vendor", "key")
)
BODIES: Final = Table("sync_body", METADATA, _BodyColumns)
CONNECTIONS: Final = Table("sync_connection", METADATA, _ConnectionColumns)
ACCOUNTS: Final = Table("sync_account", METADATA, _AccountColumns)
FEEDS: Final = Table("sync_feed", METADATA, _FeedColumns)
RECORDS: Final = Table("sync_record", METADATA, _RecordColumns)
STEPS: Final = Table("sync_step", METADATA, _StepColumns)
# Of all people: when a vendor may be called, and how often it was.
GATES: Final = Table("sync_gate", METADATA, _GateColumns)
SPENT: Final = Table("sync_spent", METADATA, _SpentColumns)
# Who asked for which consent, under the hash of a word only their browser knows.
CONSENTS: Final = Table("sync_consent", METADATA, _ConsentColumns)

Index("ix_sync_lane_due_at", LANES.c.due_at)
Index("ix_sync_record_by_time", RECORDS.c.person_id, RECORDS.c.vendor, RECORDS.c.held_from)
Index(
    "ix_sync_record_by_day",
    RECORDS.c.person_id,
    RECORDS.c.vendor,
    RECORDS.c.kind,
    RECORDS.c.local_date,
)
Index(
    "ix_sync_delivery_by_state",
    DELIVERIES.c.person_id,
    DELIVERIES.c.state,
    DELIVERIES.c.received_at,
    DELIVERIES.c.delivery_id,
)
