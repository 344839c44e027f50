"""Readings in SQL: tables, and the units of work over one person's rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias, TypeVar, final

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    bindparam,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
    update,
)

from vegaloop.biometrics.adapters.baseline_tables import (
    add_changes,
    drop_restart,
    put_reckoned,
    put_restart,
    select_changes_of_baselines,
    select_reckoned,
    select_restarts,
)
from vegaloop.biometrics.adapters.need_tables import (
    add_change,
    drop_need,
    put_need,
    select_changes,
    select_needs,
)
from vegaloop.biometrics.adapters.rows import (
    ACCEPTED,
    QUARANTINED,
    REMOVED,
    from_row,
    observed_from,
    row_of,
)
from vegaloop.biometrics.adapters.series_tables import SqlTape
from vegaloop.biometrics.adapters.tables import READINGS, WAITING
from vegaloop.biometrics.adapters.told_rows import (
    drop_readings,
    mark_waiting,
    put_beats,
    select_beats,
    select_named,
    select_of_kind,
    select_told,
)
from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import NeedChange, SleepNeed
from vegaloop.biometrics.domain.reading import Identity, Name, Observed, Reading, ReadingId
from vegaloop.biometrics.domain.restarts import BaselineChange, BaselineKind, Reckoned, Restart
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.infrastructure.database import Database, keep_first
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")

_ObservedRow: TypeAlias = tuple[
    str, int, int, dt.date, str, str | None, int | None, int, int, bytes | None
]

_CHUNK: Final = 900  # Instants a statement: far below what either engine binds.


@final
class SqlChart(SqlTape, Chart):
    """One person's rows."""

    def known(self, identities: Sequence[Identity]) -> tuple[Reading, ...]:
        """The readings with these identities, removed ones too."""
        c = READINGS.c
        found: list[Reading] = []
        for kind, source, instants in _chunks(identities):
            query = select(READINGS).where(
                c.person_id == self._person,
                c.kind == kind,
                c.source == source,
                c.began_at.in_(instants),
            )
            found += (from_row(*row) for row in self._connection.execute(query))
        return tuple(found)

    def named(self, names: Sequence[Name]) -> tuple[Reading, ...]:
        """The readings their sources have these names for, removed ones too."""
        return select_named(self._connection, self._person, names)

    def told_on(
        self, of: tuple[Kind, SourceId], days: tuple[LocalDate, LocalDate]
    ) -> tuple[Reading, ...]:
        """The readings of a kind and source on the days of [start, end), removed ones too, by start."""
        return select_told(self._connection, self._person, of, days)

    def of_kind(self, kind: Kind, days: tuple[LocalDate, LocalDate]) -> tuple[Reading, ...]:
        """The readings of a kind on the days of [start, end), but for removed ones, unordered."""
        return select_of_kind(self._connection, self._person, kind, days)

    def find(self, id: ReadingId) -> Reading | None:
        """A reading by its id, unless it was removed."""
        c = READINGS.c
        query = select(READINGS).where(
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
        c = READINGS.c
        waiting = select(WAITING.c.reading_id).where(WAITING.c.person_id == self._person)
        standing = (
            or_(c.standing == QUARANTINED, c.reading_id.in_(waiting))
            if query.quarantined
            else c.standing == ACCEPTED
        )
        wanted = [c.person_id == self._person, standing]
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
        found = select(READINGS).where(*wanted).order_by(*newest_first).limit(query.limit)
        return tuple(from_row(*row) for row in self._connection.execute(found))

    def intervals(self, id: ReadingId) -> RrIntervals | None:
        """The beats behind a variability, if they were given."""
        return select_beats(self._connection, self._person, id)

    def add(self, readings: Sequence[Reading]) -> None:
        """Keep new readings; one whose id or identity is kept already is not kept again."""
        rows = [{"person_id": self._person, **row_of(reading)} for reading in readings]
        if rows:
            self._connection.execute(keep_first(self._connection, READINGS), rows)
            mark_waiting(
                self._connection,
                self._person,
                [reading for reading in readings if reading.correction is not None],
            )

    def replace(self, readings: Sequence[Reading]) -> None:
        """Put readings in the place of those with their ids."""
        c = READINGS.c
        rows = [{"of_id": reading.id, **row_of(reading)} for reading in readings]
        if rows:
            place = update(READINGS).where(
                c.person_id == self._person, c.reading_id == bindparam("of_id")
            )
            self._connection.execute(place, rows)
            mark_waiting(self._connection, self._person, readings)

    def put_intervals(self, given: Sequence[tuple[ReadingId, RrIntervals | None]]) -> None:
        """Keep the beats behind variabilities in the place of any before; None is none."""
        put_beats(self._connection, self._person, given)

    def drop(self, ids: Collection[ReadingId]) -> None:
        """Forget readings, and the beats behind them."""
        drop_readings(self._connection, self._person, ids)

    def sleep_needs(self) -> tuple[SleepNeed, ...]:
        """What the person set as their need of sleep, one of each day it holds from."""
        return select_needs(self._connection, self._person)

    def put_sleep_need(self, need: SleepNeed) -> None:
        """Keep a need in the place of one that holds from the same day."""
        put_need(self._connection, self._person, need)

    def drop_sleep_need(self, effective_from: LocalDate) -> None:
        """Forget the need that holds from a day on, if there is one."""
        drop_need(self._connection, self._person, effective_from)

    def need_changes(self) -> tuple[NeedChange, ...]:
        """What setting needs has changed, newest first."""
        return select_changes(self._connection, self._person)

    def add_need_change(self, change: NeedChange) -> None:
        """Keep what setting a need changed."""
        add_change(self._connection, self._person, change)

    def restarts(self) -> tuple[Restart, ...]:
        """The baselines a person began anew, the earliest day first."""
        return select_restarts(self._connection, self._person)

    def put_restart(self, restart: Restart) -> None:
        """Keep a restart in the place of one of the same kind and day."""
        put_restart(self._connection, self._person, restart)

    def drop_restart(self, kind: BaselineKind, start: LocalDate) -> None:
        """Forget a restart, if there is one."""
        drop_restart(self._connection, self._person, kind, start)

    def baseline_changes(self, limit: int) -> tuple[BaselineChange, ...]:
        """What became of baselines that changed all at once, newest first."""
        return select_changes_of_baselines(self._connection, self._person, limit)

    def add_baseline_changes(self, changes: Sequence[BaselineChange]) -> None:
        """Keep what became of baselines."""
        add_changes(self._connection, self._person, changes)

    def reckoned(self) -> Reckoned | None:
        """The baselines as they were last reckoned."""
        return select_reckoned(self._connection, self._person)

    def put_reckoned(self, reckoned: Reckoned) -> None:
        """Keep the baselines in the place of those before."""
        put_reckoned(self._connection, self._person, reckoned)


@cache
def _counting(kinds: tuple[Kind, ...]) -> CompoundSelect[*_ObservedRow]:
    """Ask for some kinds, each by its own stretch of the index; made once, for that is half of it."""
    c = READINGS.c
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
