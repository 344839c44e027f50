"""Activity in SQL: one person's rows, and the statements over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, TypeVar, final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)

from vegaloop.activity.adapters.blocks import packed_file
from vegaloop.activity.adapters.derived_sql import COUNTS
from vegaloop.activity.adapters.linked_sql import LinkedRows
from vegaloop.activity.adapters.rows import (
    from_bout_row,
    from_file_row,
    from_peaks_row,
    from_session_row,
    from_tally_row,
    load_values,
    packed_peaks,
    said_values,
    session_values,
)
from vegaloop.activity.adapters.stream_rows import TIMES, blocks_of, streams_of
from vegaloop.activity.adapters.tables import files, sessions, streams
from vegaloop.activity.adapters.tables import peaks as peaks_table
from vegaloop.activity.application.ports import (
    ActivityQuery,
    KeptFile,
    TrainingLog,
    TrainingLogs,
)
from vegaloop.activity.domain.link import SessionKey
from vegaloop.activity.domain.load import RATED
from vegaloop.activity.domain.load_year import Tally
from vegaloop.activity.domain.peaks import NO_PEAKS, Peaks, SessionPeaks
from vegaloop.activity.domain.session import Bout, ContentHash, Session, SessionId
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.infrastructure.database import Database, keep_first
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")


_Rows: TypeAlias = Select[
    UUID, Instant, int, str | None, dt.date, str, str | None, int | None, bytes, bytes, bytes | None
]


def _rows() -> _Rows:
    """Read what a session is made of."""
    c = sessions.c
    return select(
        c.session_id,
        c.at_us,
        c.utc_offset_s,
        c.zone,
        c.local_date,
        c.sport,
        c.file_hash,
        c.file_index,
        c.facts,
        c.loads,
        c.link,
    )


def _bouts() -> Select[dt.date, str, bytes, bytes]:
    c = sessions.c
    mine = c.person_id == bindparam("person")
    days = c.local_date >= bindparam("start"), c.local_date < bindparam("end")
    read = select(c.local_date, c.sport, c.facts, c.loads)
    return read.where(mine, COUNTS, *days).order_by(c.at_us, c.session_id)


# Put together once, because that takes longer than running them.
_ROWS: Final = _rows()
_BOUTS: Final = _bouts()


@final
class SqlTrainingLog(LinkedRows, TrainingLog):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        super().__init__(connection, person)
        self._mine = sessions.c.person_id == person

    def add(self, session: Session, streams: Streams) -> None:
        """Keep a session with its streams; a second one with its id is not kept."""
        row = session_values(self._person, session)
        self._connection.execute(keep_first(self._connection, sessions), [row])
        self._add_streams(session.id, streams)

    def _add_streams(self, id: SessionId, columns: Streams) -> None:
        rows = [
            {"person_id": self._person, "session_id": id, "channel": channel, "block": block}
            for channel, block in blocks_of(columns)
        ]
        if rows:
            self._connection.execute(keep_first(self._connection, streams), rows)

    def update(self, session: Session) -> None:
        """Replace the sport, the facts, the loads and the link of a session, if it is kept."""
        self._connection.execute(
            update(sessions)
            .where(self._mine, sessions.c.session_id == session.id)
            .values(said_values(session))
        )

    def put_loads(self, sessions_: Sequence[Session]) -> None:
        """Replace the loads of sessions that are kept."""
        if not sessions_:
            return
        rows = [{"of": session.id, **load_values(session)} for session in sessions_]
        values: dict[str, object] = {name: bindparam(name) for name in rows[0] if name != "of"}
        of_id = sessions.c.session_id == bindparam("of")
        self._connection.execute(update(sessions).where(self._mine, of_id).values(values), rows)

    def remove(self, id: SessionId) -> None:
        """Forget a session, its streams and its peaks."""
        self.put_peaks(id, NO_PEAKS)
        c = streams.c
        mine = (c.person_id == self._person) & (c.session_id == id)
        self._connection.execute(delete(streams).where(mine))
        self._connection.execute(delete(sessions).where(self._mine, sessions.c.session_id == id))

    def put_peaks(self, id: SessionId, peaks: Peaks) -> None:
        """Keep the peaks of a session in place of what they were; none at all are not kept."""
        c = peaks_table.c
        mine = (c.person_id == self._person) & (c.session_id == id)
        self._connection.execute(delete(peaks_table).where(mine))
        if peaks != NO_PEAKS:
            row = {"person_id": self._person, "session_id": id, "peaks": packed_peaks(peaks)}
            self._connection.execute(insert(peaks_table), [row])

    def peaks(self, start: LocalDate, end: LocalDate) -> tuple[SessionPeaks, ...]:
        """The peaks of the sessions of [start, end) that have any, oldest first."""
        c, p = sessions.c, peaks_table.c
        query = (
            select(c.local_date, c.sport, c.session_id, p.peaks)
            .join(peaks_table, (p.person_id == c.person_id) & (p.session_id == c.session_id))
            .where(self._mine, COUNTS, c.local_date >= start, c.local_date < end)
            .order_by(c.at_us, c.session_id)
        )
        return tuple(from_peaks_row(*row) for row in self._connection.execute(query))

    def session(self, id: SessionId) -> Session | None:
        """One session, if it is kept."""
        query = _ROWS.where(self._mine, sessions.c.session_id == id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else from_session_row(*row)

    def listed(self, query: ActivityQuery) -> tuple[Session, ...]:
        """The sessions a query asks for, newest first, at most `query.most` of them."""
        c = sessions.c
        found = _ROWS.where(self._mine)
        if not query.with_duplicates:
            found = found.where(COUNTS)
        if query.sport is not None:
            found = found.where(c.sport == query.sport.value)
        if query.start is not None:
            found = found.where(c.local_date >= query.start)
        if query.end is not None:
            found = found.where(c.local_date < query.end)
        if query.before is not None:
            found = found.where(tuple_(c.at_us, c.session_id) < query.before)
        newest = found.order_by(c.at_us.desc(), c.session_id.desc()).limit(query.most)
        return self._sessions(newest)

    def between(self, start: LocalDate, end: LocalDate | None) -> tuple[Session, ...]:
        """The sessions of the local days [start, end), oldest first."""
        c = sessions.c
        query = _ROWS.where(self._mine, c.local_date >= start)
        if end is not None:
            query = query.where(c.local_date < end)
        return self._sessions(query.order_by(c.at_us, c.session_id))

    def rated_between(self, start: LocalDate, end: LocalDate) -> tuple[Session, ...]:
        """Those of the days [start, end) whose load is by rating, oldest first."""
        c = sessions.c
        rated = c.load_method.in_([method.value for method in RATED])
        days = c.local_date >= start, c.local_date < end
        query = _ROWS.where(self._mine, COUNTS, *days, rated)
        return self._sessions(query.order_by(c.at_us, c.session_id))

    def near(self, start: Instant, end: Instant) -> tuple[Session, ...]:
        """The sessions that begin in [start, end], oldest first."""
        c = sessions.c
        query = _ROWS.where(self._mine, c.at_us >= start, c.at_us <= end)
        return self._sessions(query.order_by(c.at_us, c.session_id))

    def of_file(self, file: ContentHash) -> tuple[Session, ...]:
        """The sessions of a file, in its order."""
        c = sessions.c
        query = _ROWS.where(self._mine, c.file_hash == file)
        return self._sessions(query.order_by(c.file_index))

    def linked(self, lead: SessionId) -> tuple[Session, ...]:
        """The sessions that are one training with the one that counts, it included, oldest first."""
        c = sessions.c
        query = _ROWS.where(self._mine, c.lead_id == lead)
        return self._sessions(query.order_by(c.at_us, c.session_id))

    def keyed(self, key: SessionKey) -> tuple[Session, ...]:
        """The session that has a key, if one is kept."""
        c = sessions.c
        file, _, index = key.partition(":")
        named = (c.file_hash == file) & (c.file_index == int(index)) if index else None
        return self._sessions(
            _ROWS.where(self._mine, c.session_id == UUID(key) if named is None else named)
        )

    def _sessions(self, query: _Rows) -> tuple[Session, ...]:
        return tuple(from_session_row(*row) for row in self._connection.execute(query))

    def streams(self, id: SessionId, channels: frozenset[Channel] | None) -> Streams | None:
        """The streams of a session (of those channels, if given), if it is kept."""
        c = streams.c
        query = select(c.channel, c.block).where(c.person_id == self._person, c.session_id == id)
        if channels is not None:
            query = query.where(c.channel.in_([TIMES, *(one.value for one in channels)]))
        blocks = {row.channel: row.block for row in self._connection.execute(query)}
        if not blocks:
            return None if self.session(id) is None else Streams()
        return streams_of(blocks)

    def keep_file(self, file: KeptFile) -> None:
        """Keep a file as it came; the first with its content stays."""
        row = {
            "person_id": self._person,
            "hash": file.hash,
            "data": packed_file(file.data),
            "format": file.format.value,
            "received_at": file.received_at,
        }
        self._connection.execute(keep_first(self._connection, files), [row])

    def file(self, hash: ContentHash) -> KeptFile | None:
        """A file as it came."""
        query = select(files).where(files.c.person_id == self._person, files.c.hash == hash)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else from_file_row(*row)

    def remove_file(self, hash: ContentHash) -> None:
        """Forget a file."""
        self._connection.execute(
            delete(files).where(files.c.person_id == self._person, files.c.hash == hash)
        )

    def bouts(self, start: LocalDate, end: LocalDate) -> tuple[Bout, ...]:
        """What the sessions of [start, end) cost, oldest first."""
        asked = {"person": self._person, "start": start, "end": end}
        return tuple(from_bout_row(*row) for row in self._connection.execute(_BOUTS, asked))

    def tallies(self, start: LocalDate, end: LocalDate) -> tuple[Tally, ...]:
        """The numbers of the sessions of [start, end), oldest day first."""
        c = sessions.c
        query = (
            select(
                c.local_date, c.elapsed_us, c.distance_mm, c.load, c.load_method, c.stress_per_au
            )
            .where(self._mine, COUNTS, c.local_date >= start, c.local_date < end)
            .order_by(c.local_date, c.at_us, c.session_id)
        )
        return tuple(from_tally_row(*row) for row in self._connection.execute(query))


@final
class SqlTrainingLogs(TrainingLogs):
    """Training logs in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[TrainingLog], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlTrainingLog(c, person)))

    def write(self, person: PersonId, work: Callable[[TrainingLog], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlTrainingLog(c, person)))
