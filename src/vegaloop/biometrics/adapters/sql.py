"""Readings in SQL: tables, and the units of work over one person's rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias, TypeVar, final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    CompoundSelect,
    Connection,
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
    bindparam,
    delete,
    insert,
    literal,
    select,
    tuple_,
    type_coerce,
    union_all,
    update,
)

from vegaloop.biometrics.adapters.rows import (
    ACCEPTED,
    QUARANTINED,
    REMOVED,
    from_row,
    observed_from,
    packed,
    row_of,
    unpacked,
)
from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.reading import Identity, Observed, Reading, ReadingId
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.infrastructure.database import METADATA, Database, InstantColumn, keep_first
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")

_ObservedRow: TypeAlias = tuple[
    str, int, int, dt.date, str, str | None, int | None, int, int, bytes | None
]

_CHUNK: Final = 900  # Instants a statement: far below what either engine binds.


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
    ]


class _IntervalColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    reading_id: Named[UUID] = Column(Uuid, primary_key=True)
    rr_us: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, bytes]


_readings: Final = Table(
    "biometrics_reading",
    METADATA,
    _ReadingColumns,
    UniqueConstraint("person_id", "kind", "source", "began_at"),
    # One for what a morning reads, one for lists of any kind, newest first.
    Index("ix_biometrics_reading_kind", "person_id", "kind", "standing", "local_date"),
    Index("ix_biometrics_reading_list", "person_id", "standing", "local_date", "at", "reading_id"),
)
# Apart, because a night of beats weighs more than a year of readings.
_intervals: Final = Table("biometrics_rr", METADATA, _IntervalColumns)


@final
class SqlChart(Chart):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def known(self, identities: Sequence[Identity]) -> tuple[Reading, ...]:
        """The readings with these identities, removed ones too."""
        c = _readings.c
        found: list[Reading] = []
        for kind, source, instants in _chunks(identities):
            query = select(_readings).where(
                c.person_id == self._person,
                c.kind == kind,
                c.source == source,
                c.began_at.in_(instants),
            )
            found += (from_row(*row) for row in self._connection.execute(query))
        return tuple(found)

    def find(self, id: ReadingId) -> Reading | None:
        """A reading by its id, unless it was removed."""
        c = _readings.c
        query = select(_readings).where(
            c.person_id == self._person, c.reading_id == id, c.standing != REMOVED
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else from_row(*row)

    def counting(self, since: Mapping[Kind, LocalDate], end: LocalDate) -> tuple[Observed, ...]:
        """What the readings that count say: of each kind from its day on, up to `end`, unordered."""
        if not since:
            return ()
        starts = {f"from_{kind.value}": start for kind, start in since.items()}
        given = {"person": self._person, "end": end, **starts}
        # All at once: one by one, SQLAlchemy takes half as long again.
        rows = self._connection.execute(_counting(tuple(since)), given).all()
        return tuple(observed_from(*row) for row in rows)

    def page(self, query: ReadingQuery) -> tuple[Reading, ...]:
        """The readings a query asks for, newest first."""
        c = _readings.c
        standing = QUARANTINED if query.quarantined else ACCEPTED
        wanted = [c.person_id == self._person, c.standing == standing]
        if query.kind is not None:
            wanted.append(c.kind == query.kind.value)
        if query.start is not None:
            wanted.append(c.local_date >= query.start)
        if query.end is not None:
            wanted.append(c.local_date < query.end)
        if query.after is not None:
            key = (query.after.day, query.after.at, query.after.id)
            wanted.append(tuple_(c.local_date, c.at, c.reading_id) < key)
        newest_first = (c.local_date.desc(), c.at.desc(), c.reading_id.desc())
        found = select(_readings).where(*wanted).order_by(*newest_first).limit(query.limit)
        return tuple(from_row(*row) for row in self._connection.execute(found))

    def intervals(self, id: ReadingId) -> RrIntervals | None:
        """The beats behind a variability, if they were given."""
        c = _intervals.c
        query = select(c.rr_us).where(c.person_id == self._person, c.reading_id == id)
        found = self._connection.execute(query).scalar_one_or_none()
        return None if found is None else unpacked(found)

    def add(self, readings: Sequence[Reading]) -> None:
        """Keep new readings; one whose id or identity is kept already is not kept again."""
        rows = [{"person_id": self._person, **row_of(reading)} for reading in readings]
        if rows:
            self._connection.execute(keep_first(self._connection, _readings), rows)

    def replace(self, readings: Sequence[Reading]) -> None:
        """Put readings in the place of those with their ids."""
        c = _readings.c
        rows = [{"of_id": reading.id, **row_of(reading)} for reading in readings]
        if rows:
            place = update(_readings).where(
                c.person_id == self._person, c.reading_id == bindparam("of_id")
            )
            self._connection.execute(place, rows)

    def put_intervals(self, given: Sequence[tuple[ReadingId, RrIntervals | None]]) -> None:
        """Keep the beats behind variabilities in the place of any before; None is none."""
        c = _intervals.c
        if given:
            gone = delete(_intervals).where(
                c.person_id == self._person, c.reading_id == bindparam("of_id")
            )
            self._connection.execute(gone, [{"of_id": reading_id} for reading_id, _ in given])
        rows = [
            {"person_id": self._person, "reading_id": reading_id, "rr_us": packed(rr)}
            for reading_id, rr in given
            if rr is not None
        ]
        if rows:
            self._connection.execute(insert(_intervals), rows)


@cache
def _counting(kinds: tuple[Kind, ...]) -> CompoundSelect[*_ObservedRow]:
    """Ask for some kinds, each by its own stretch of the index; made once, for that is half of it."""
    c = _readings.c
    return union_all(
        *(
            select(
                c.source,
                type_coerce(c.began_at, BigInteger),
                type_coerce(c.at, BigInteger),
                c.local_date,
                c.kind,
                c.sort,
                c.amount,
                c.beats,
                c.artefacts,
                c.several,
            ).where(
                c.person_id == bindparam("person"),
                c.kind == literal(kind.value),
                c.standing == literal(ACCEPTED),
                c.local_date >= bindparam(f"from_{kind.value}"),
                c.local_date < bindparam("end"),
            )
            for kind in kinds
        )
    )


def _chunks(
    identities: Sequence[Identity],
) -> Iterator[tuple[Kind, SourceId, Sequence[Instant]]]:
    """Group identities by kind and source, so that each question stands on the unique index."""
    groups: dict[tuple[Kind, SourceId], list[Instant]] = {}
    for one in dict.fromkeys(identities):
        groups.setdefault((one.kind, one.source), []).append(one.began_at)
    for (kind, source), instants in groups.items():
        for start in range(0, len(instants), _CHUNK):
            yield kind, source, instants[start : start + _CHUNK]


@final
class SqlCharts(Charts):
    """Readings in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[Chart], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlChart(c, person)))

    def write(self, person: PersonId, work: Callable[[Chart], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlChart(c, person)))
