"""What a person set as their need of sleep, in SQL, and what that changed."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Named,
    Table,
    TypedColumns,
    Uuid,
    delete,
    func,
    insert,
    select,
)

from vegaloop.biometrics.domain.need import NeedChange, SleepNeed
from vegaloop.infrastructure.database import METADATA, InstantColumn, replace_row
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import Instant, LocalDate


class _NeedColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    effective_from: Named[dt.date] = Column(Date, primary_key=True)
    need_us: Named[int] = Column(BigInteger)
    set_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, dt.date, int, Instant]


class _ChangeColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    change: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, int, bytes]


_needs: Final = Table("biometrics_need", METADATA, _NeedColumns)
_changes: Final = Table("biometrics_need_change", METADATA, _ChangeColumns)
_DECODER: Final = msgspec.json.Decoder(NeedChange)


def select_needs(connection: Connection, person: PersonId) -> tuple[SleepNeed, ...]:
    """Read the needs of a person, the earliest first."""
    c = _needs.c
    query = (
        select(c.effective_from, c.need_us, c.set_at)
        .where(c.person_id == person)
        .order_by(c.effective_from)
    )
    return tuple(
        SleepNeed(LocalDate(day), Duration(need_us), set_at)
        for day, need_us, set_at in connection.execute(query)
    )


def put_need(connection: Connection, person: PersonId, need: SleepNeed) -> None:
    """Keep a need in the place of one that holds from the same day."""
    row = {
        "person_id": person,
        "effective_from": need.effective_from,
        "need_us": need.need.amount,
        "set_at": need.set_at,
    }
    connection.execute(replace_row(connection, _needs), [row])


def drop_need(connection: Connection, person: PersonId, effective_from: LocalDate) -> None:
    """Forget the need that holds from a day on."""
    c = _needs.c
    gone = delete(_needs).where(c.person_id == person, c.effective_from == effective_from)
    connection.execute(gone)


def select_changes(connection: Connection, person: PersonId) -> tuple[NeedChange, ...]:
    """Read what setting needs has changed, newest first."""
    c = _changes.c
    query = select(c.change).where(c.person_id == person).order_by(c.number.desc())
    return tuple(_DECODER.decode(blob) for (blob,) in connection.execute(query))


def add_change(connection: Connection, person: PersonId, change: NeedChange) -> None:
    """Keep what setting a need changed, as the next one of the person."""
    c = _changes.c
    known = connection.execute(select(func.count(c.number)).where(c.person_id == person)).scalar()
    row = {"person_id": person, "number": known, "change": msgspec.json.encode(change)}
    connection.execute(insert(_changes), [row])
