"""Baselines begun anew, in SQL: restarts, what changed, and the baselines as last reckoned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
    delete,
    func,
    insert,
    select,
)

from vegaloop.biometrics.domain.restarts import BaselineChange, BaselineKind, Reckoned, Restart
from vegaloop.infrastructure.database import METADATA, InstantColumn, replace_row
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate


class _RestartColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    kind: Named[str] = Column(String(32), primary_key=True)
    start_date: Named[dt.date] = Column(Date, primary_key=True)
    set_at: Named[Instant] = Column(InstantColumn)
    note: Named[str | None] = Column(String(200))
    __row_pos__: tuple[UUID, str, dt.date, Instant, str | None]


class _ChangeColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    change: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, int, bytes]


class _ReckonedColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    reckoned: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, bytes]


_restarts: Final = Table("biometrics_restart", METADATA, _RestartColumns)
_changes: Final = Table("biometrics_baseline_change", METADATA, _ChangeColumns)
_reckoned: Final = Table("biometrics_reckoned", METADATA, _ReckonedColumns)
_CHANGE: Final = msgspec.json.Decoder(BaselineChange)
_RECKONED: Final = msgspec.json.Decoder(Reckoned)


def select_restarts(connection: Connection, person: PersonId) -> tuple[Restart, ...]:
    """Read the restarts of a person, the earliest day first."""
    c = _restarts.c
    query = (
        select(c.kind, c.start_date, c.set_at, c.note)
        .where(c.person_id == person)
        .order_by(c.start_date, c.kind)
    )
    return tuple(
        Restart(BaselineKind(kind), LocalDate(day), set_at, note)
        for kind, day, set_at, note in connection.execute(query)
    )


def put_restart(connection: Connection, person: PersonId, restart: Restart) -> None:
    """Keep a restart in the place of one of the same kind and day."""
    row = {
        "person_id": person,
        "kind": restart.kind.value,
        "start_date": restart.start,
        "set_at": restart.set_at,
        "note": restart.note,
    }
    connection.execute(replace_row(connection, _restarts), [row])


def drop_restart(
    connection: Connection, person: PersonId, kind: BaselineKind, start: LocalDate
) -> None:
    """Forget a restart."""
    c = _restarts.c
    gone = delete(_restarts).where(
        c.person_id == person, c.kind == kind.value, c.start_date == start
    )
    connection.execute(gone)


def select_changes_of_baselines(
    connection: Connection, person: PersonId, limit: int
) -> tuple[BaselineChange, ...]:
    """Read what became of baselines, newest first."""
    c = _changes.c
    query = select(c.change).where(c.person_id == person).order_by(c.number.desc()).limit(limit)
    return tuple(_CHANGE.decode(blob) for (blob,) in connection.execute(query))


def add_changes(
    connection: Connection, person: PersonId, changes: Sequence[BaselineChange]
) -> None:
    """Keep what became of baselines, each as the next one of the person."""
    c = _changes.c
    if not changes:
        return
    known = connection.execute(select(func.count(c.number)).where(c.person_id == person)).scalar()
    rows = [
        {"person_id": person, "number": number, "change": msgspec.json.encode(change)}
        for number, change in enumerate(changes, start=known or 0)
    ]
    connection.execute(insert(_changes), rows)


def select_reckoned(connection: Connection, person: PersonId) -> Reckoned | None:
    """Read the baselines of a person as they were last reckoned."""
    c = _reckoned.c
    query = select(c.reckoned).where(c.person_id == person)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else _RECKONED.decode(found)


def put_reckoned(connection: Connection, person: PersonId, reckoned: Reckoned) -> None:
    """Keep the baselines in the place of those before."""
    row = {"person_id": person, "reckoned": msgspec.json.encode(reckoned)}
    connection.execute(replace_row(connection, _reckoned), [row])
