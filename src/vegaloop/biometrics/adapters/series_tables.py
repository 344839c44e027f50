"""Series in SQL: a row for each metric, day and source, with a compressed block of its samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Final, TypeAlias
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    LargeBinary,
    Named,
    Select,
    String,
    Table,
    TypedColumns,
    Uuid,
    bindparam,
    delete,
    func,
    select,
)

from vegaloop.biometrics.application.ports import Tape
from vegaloop.biometrics.domain.series.blocks import Amount, Block, Brief, Packed, SourceSeen
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.voices import SourcePriority
from vegaloop.infrastructure.database import METADATA, InstantColumn, replace_row
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import Instant, LocalDate


class _BlockColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    metric: Named[str] = Column(String(32), primary_key=True)
    local_date: Named[dt.date] = Column(Date, primary_key=True)
    source: Named[str] = Column(String(64), primary_key=True)
    n: Named[int] = Column(Integer)
    total: Named[int] = Column(BigInteger)
    spilled: Named[int] = Column(BigInteger)
    least: Named[int] = Column(Integer)
    most: Named[int] = Column(Integer)
    last: Named[int] = Column(Integer)
    first_ms: Named[int] = Column(BigInteger)
    last_ms: Named[int] = Column(Integer)
    day_total: Named[int] = Column(BigInteger)
    packed: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, str, dt.date, str, int, int, int, int, int, int, int, int, int, bytes]


class _PriorityColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    metric: Named[str] = Column(String(32), primary_key=True)
    sources: Named[bytes] = Column(LargeBinary)
    set_at: Named[Instant] = Column(InstantColumn)
    __row_pos__: tuple[UUID, str, bytes, Instant]


_BriefRow: TypeAlias = tuple[str, dt.date, str, int, int, int, int, int, int, int, int]

_SERIES: Final = Table("biometrics_series", METADATA, _BlockColumns)
# It has all that the list of sources is made of: no block is read for it.
Index(
    "ix_biometrics_series_by_source",
    _SERIES.c.person_id,
    _SERIES.c.metric,
    _SERIES.c.source,
    _SERIES.c.local_date,
    _SERIES.c.n,
)
_PRIORITIES: Final = Table("biometrics_source_priority", METADATA, _PriorityColumns)
_ALL: Final = "all"
_SOURCES: Final = msgspec.json.Decoder(tuple[SourceId, ...])


class SqlTape(Tape):
    """One person's rows of series."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def briefs(self, metric: Metric | None, start: LocalDate, end: LocalDate) -> tuple[Brief, ...]:
        """What the blocks of a metric, or of all, come to on the days of [start, end), unordered."""
        c = _SERIES.c
        query: Select[*_BriefRow] = select(
            c.metric,
            c.local_date,
            c.source,
            c.n,
            c.total,
            c.spilled,
            c.least,
            c.most,
            c.last,
            c.last_ms,
            c.day_total,
        ).where(c.person_id == self._person, c.metric.in_(_names(metric)))
        wanted = query.where(c.local_date >= start, c.local_date < end)
        return tuple(_brief_from(*row) for row in self._connection.execute(wanted).all())

    def blocks(
        self, of: tuple[Metric, SourceId | None], days: tuple[LocalDate, LocalDate]
    ) -> tuple[Packed, ...]:
        """The blocks of a metric, of one source or all, on the days of [start, end), by day."""
        c = _SERIES.c
        (metric, source), (start, end) = of, days
        wanted = [c.person_id == self._person, c.metric == metric.value]
        wanted += [c.local_date >= start, c.local_date < end]
        if source is not None:
            wanted.append(c.source == source)
        query = select(c.source, c.first_ms, c.packed).where(*wanted)
        rows = self._connection.execute(query.order_by(c.local_date, c.source)).all()
        return tuple(Packed(SourceId(name), first_ms, data) for name, first_ms, data in rows)

    def put_blocks(self, blocks: Sequence[Block]) -> None:
        """Keep blocks in the place of those of the same metric, day and source."""
        rows = [{"person_id": self._person, **_row_of(block)} for block in blocks]
        if rows:
            self._connection.execute(replace_row(self._connection, _SERIES), rows)

    def drop_blocks(self, of: tuple[Metric, SourceId], days: Collection[LocalDate]) -> None:
        """Forget the blocks of a metric and source on some days."""
        c, (metric, source) = _SERIES.c, of
        mine = (c.person_id == self._person) & (c.metric == metric.value) & (c.source == source)
        gone = delete(_SERIES).where(mine, c.local_date == bindparam("day"))
        if days:
            self._connection.execute(gone, [{"day": day} for day in days])

    def sources(self) -> tuple[SourceSeen, ...]:
        """The sources there are blocks of, by metric and name."""
        c = _SERIES.c
        query = (
            select(
                c.metric,
                c.source,
                func.count(c.local_date),
                func.sum(c.n),
                func.min(c.local_date),
                func.max(c.local_date),
            )
            .where(c.person_id == self._person)
            .group_by(c.metric, c.source)
            .order_by(c.metric, c.source)
        )
        return tuple(
            SourceSeen(
                Metric(metric), SourceId(source), days, int(n), LocalDate(first), LocalDate(last)
            )
            for metric, source, days, n, first, last in self._connection.execute(query)
        )

    def priorities(self) -> tuple[SourcePriority, ...]:
        """What the person said of the order of sources, that of all metrics first."""
        c = _PRIORITIES.c
        query = select(c.metric, c.sources, c.set_at).where(c.person_id == self._person)
        found = [
            SourcePriority(None if name == _ALL else Metric(name), _SOURCES.decode(blob), set_at)
            for name, blob, set_at in self._connection.execute(query)
        ]
        return tuple(sorted(found, key=lambda one: one.metric or ""))

    def put_priority(self, priority: SourcePriority) -> None:
        """Keep an order of sources in the place of that of the same metric; an empty one is none."""
        c = _PRIORITIES.c
        name = _ALL if priority.metric is None else priority.metric.value
        if not priority.sources:
            gone = delete(_PRIORITIES).where(c.person_id == self._person, c.metric == name)
            self._connection.execute(gone)
            return
        row = {
            "person_id": self._person,
            "metric": name,
            "sources": msgspec.json.encode(priority.sources),
            "set_at": priority.set_at,
        }
        self._connection.execute(replace_row(self._connection, _PRIORITIES), [row])


def _names(metric: Metric | None) -> list[str]:
    return [one.value for one in Metric] if metric is None else [metric.value]


def _row_of(block: Block) -> dict[str, object]:
    brief, amount = block.brief, block.brief.amount
    return {
        "metric": brief.metric.value,
        "local_date": brief.day,
        "source": brief.source,
        "n": amount.n,
        "total": amount.total,
        "spilled": brief.spilled,
        "least": amount.least,
        "most": amount.most,
        "last": amount.last,
        "first_ms": block.packed.first_ms,
        "last_ms": amount.last_ms,
        "day_total": brief.day_total,
        "packed": block.packed.data,
    }


def _brief_from(  # noqa: PLR0913, PLR0917  # One argument a column.
    metric: str,
    day: dt.date,
    source: str,
    n: int,
    total: int,
    spilled: int,
    least: int,
    most: int,
    last: int,
    last_ms: int,
    day_total: int,
) -> Brief:
    amount = Amount(n, total, least, most, last, last_ms)
    return Brief(Metric(metric), SourceId(source), LocalDate(day), amount, spilled, day_total)
