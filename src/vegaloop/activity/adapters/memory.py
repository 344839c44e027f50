"""Activity in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, final

from vegaloop.activity.application.ports import (
    ActivityQuery,
    KeptFile,
    TrainingLog,
    TrainingLogs,
    place_of,
)
from vegaloop.activity.domain.groups import Pair
from vegaloop.activity.domain.link import SessionKey, Verdict
from vegaloop.activity.domain.load import RATED
from vegaloop.activity.domain.load_year import LoadYear, Tally
from vegaloop.activity.domain.peaks import NO_PEAKS, Peaks, SessionPeaks
from vegaloop.activity.domain.physique import SeenRate
from vegaloop.activity.domain.session import Bout, ContentHash, LoadChange, Session, SessionId
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.activity.domain.thresholds import DatedThresholds, replaced, without
from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")


@final
class MemoryTrainingLog(TrainingLog):
    """One person's sessions in dictionaries that are replaced, never changed."""

    def __init__(self) -> None:
        self._sessions: dict[SessionId, Session] = {}
        self._streams: dict[SessionId, Streams] = {}
        self._peaks: dict[SessionId, Peaks] = {}
        self._files: dict[ContentHash, KeptFile] = {}
        self._years: dict[int, LoadYear] = {}
        self._thresholds: tuple[DatedThresholds, ...] = ()
        self._changes: tuple[LoadChange, ...] = ()
        self._verdicts: dict[Pair, Verdict] = {}
        self._buried: dict[ContentHash, Instant] = {}

    def add(self, session: Session, streams: Streams) -> None:
        """Keep a session with its streams; a second one with its id is not kept."""
        self._sessions = {session.id: session, **self._sessions}
        in_order = sorted(streams.columns, key=lambda one: list(Channel).index(one.channel))
        ordered = Streams(streams.times_ms, tuple(in_order), streams.extras, streams.beats_ms)
        self._streams = {session.id: ordered, **self._streams}

    def update(self, session: Session) -> None:
        """Replace the sport, the facts, the loads and the link of a session, if it is kept."""
        if session.id in self._sessions:
            self._sessions = {**self._sessions, session.id: session}

    def put_loads(self, sessions: Sequence[Session]) -> None:
        """Replace the loads of sessions that are kept."""
        for session in sessions:
            self.update(session)

    def remove(self, id: SessionId) -> None:
        """Forget a session, its streams and its peaks."""
        self.put_peaks(id, NO_PEAKS)
        self._sessions = {key: kept for key, kept in self._sessions.items() if key != id}
        self._streams = {key: kept for key, kept in self._streams.items() if key != id}

    def put_peaks(self, id: SessionId, peaks: Peaks) -> None:
        """Keep the peaks of a session in place of what they were; none at all are not kept."""
        put = {**self._peaks, id: peaks}
        self._peaks = {key: kept for key, kept in put.items() if kept != NO_PEAKS}

    def peaks(self, start: LocalDate, end: LocalDate) -> tuple[SessionPeaks, ...]:
        """The peaks of the sessions of [start, end) that have any, oldest first."""
        return tuple(
            SessionPeaks(one.local_date, one.sport, one.id, self._peaks[one.id])
            for one in self._counting(start, end)
            if one.id in self._peaks
        )

    def session(self, id: SessionId) -> Session | None:
        """One session, if it is kept."""
        return self._sessions.get(id)

    def listed(self, query: ActivityQuery) -> tuple[Session, ...]:
        """The sessions a query asks for, newest first, at most `query.most` of them."""
        found = (
            session
            for session in reversed(self._in_order())
            if (session.counts or query.with_duplicates)
            and query.sport in (None, session.sport)
            and (query.start is None or query.start <= session.local_date)
            and (query.end is None or session.local_date < query.end)
            and (query.before is None or (session.start.at, session.id) < query.before)
        )
        return tuple(found)[: query.most]

    def between(self, start: LocalDate, end: LocalDate | None) -> tuple[Session, ...]:
        """The sessions of the local days [start, end), oldest first."""
        return tuple(
            session
            for session in self._in_order()
            if start <= session.local_date and (end is None or session.local_date < end)
        )

    def rated_between(self, start: LocalDate, end: LocalDate) -> tuple[Session, ...]:
        """Those of the days [start, end) whose load is by rating, oldest first."""
        return tuple(
            session
            for session in self._counting(start, end)
            if session.loads.counted is not None and session.loads.counted.method in RATED
        )

    def near(self, start: Instant, end: Instant) -> tuple[Session, ...]:
        """The sessions that begin in [start, end], oldest first."""
        return tuple(one for one in self._in_order() if start <= one.start.at <= end)

    def of_file(self, file: ContentHash) -> tuple[Session, ...]:
        """The sessions of a file, in its order."""
        found = [
            (session.file.index, session)
            for session in self._in_order()
            if session.file is not None and session.file.hash == file
        ]
        return tuple(session for _, session in sorted(found, key=lambda pair: pair[0]))

    def linked(self, lead: SessionId) -> tuple[Session, ...]:
        """The sessions that are one training with the one that counts, it included, oldest first."""
        return tuple(s for s in self._in_order() if s.link is not None and s.link.lead == lead)

    def keyed(self, key: SessionKey) -> tuple[Session, ...]:
        """The session that has a key, if one is kept."""
        return tuple(session for session in self._in_order() if session.key == key)

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the person said of pairs of sessions, in order of the pairs."""
        return tuple(self._verdicts[pair] for pair in sorted(self._verdicts))

    def put_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Keep what the person said, in place of what they had said of the same pairs."""
        self._verdicts = self._verdicts | {(one.one, one.other): one for one in verdicts}

    def buried(self, files: Sequence[ContentHash]) -> Mapping[ContentHash, Instant]:
        """Which of some files the person removed, and when."""
        return {file: self._buried[file] for file in files if file in self._buried}

    def bury(self, file: ContentHash, at: Instant) -> None:
        """Remember that the person removed a file; the first time stays."""
        self._buried = {file: at, **self._buried}

    def unbury(self, file: ContentHash) -> None:
        """Forget that the person removed a file."""
        self._buried = {key: at for key, at in self._buried.items() if key != file}

    def streams(self, id: SessionId, channels: frozenset[Channel] | None) -> Streams | None:
        """The streams of a session (of those channels, if given), if it is kept."""
        kept = self._streams.get(id)
        if kept is None or channels is None:
            return kept
        return Streams(
            kept.times_ms, tuple(column for column in kept.columns if column.channel in channels)
        )

    def keep_file(self, file: KeptFile) -> None:
        """Keep a file as it came; the first with its content stays."""
        self._files = {file.hash: file, **self._files}

    def file(self, hash: ContentHash) -> KeptFile | None:
        """A file as it came."""
        return self._files.get(hash)

    def remove_file(self, hash: ContentHash) -> None:
        """Forget a file."""
        self._files = {key: file for key, file in self._files.items() if key != hash}

    def bouts(self, start: LocalDate, end: LocalDate) -> tuple[Bout, ...]:
        """What the sessions of [start, end) cost, oldest first."""
        return tuple(session.bout for session in self._counting(start, end))

    def tallies(self, start: LocalDate, end: LocalDate) -> tuple[Tally, ...]:
        """The numbers of the sessions of [start, end), oldest day first."""
        found = sorted(self._counting(start, end), key=lambda session: session.local_date)
        return tuple(session.tally for session in found)

    def seen_rates(
        self, above: HeartRate, start: LocalDate, end: LocalDate
    ) -> tuple[SeenRate, ...]:
        """The high heart rates seen in the sessions of [start, end), those above one, oldest first."""
        return tuple(
            SeenRate(session.local_date, rate)
            for session in self._counting(start, end)
            if (rate := session.seen_rate) is not None and rate > above
        )

    def years(self, first: int, last: int) -> tuple[LoadYear, ...]:
        """The packed years from the first to the last, and the very first and last of all."""
        ends = {*list(self._years)[:1], *list(self._years)[-1:]}
        return tuple(y for n, y in self._years.items() if first <= n <= last or n in ends)

    def put_years(self, years: Sequence[LoadYear]) -> None:
        """Replace packed years; an empty one is forgotten."""
        put = {**self._years, **{year.year: year for year in years}}
        self._years = {n: put[n] for n in sorted(put) if not put[n].is_empty}

    def thresholds(self) -> tuple[DatedThresholds, ...]:
        """Every entry of thresholds, oldest date first."""
        return self._thresholds

    def put_thresholds(self, entry: DatedThresholds) -> None:
        """Keep an entry, in place of the one of its date if there is one."""
        self._thresholds = replaced(self._thresholds, entry)

    def remove_thresholds(self, effective_from: LocalDate) -> None:
        """Forget the entry of a date."""
        self._thresholds = without(self._thresholds, effective_from)

    def add_changes(self, changes: Sequence[LoadChange]) -> None:
        """Keep a record of loads that changed; a second one of a change and session is not kept."""
        known = {(change.id, change.session) for change in self._changes}
        new = tuple(one for one in changes if (one.id, one.session) not in known)
        self._changes = (*self._changes, *new)

    def changes(
        self, before: tuple[Instant, str] | None, session: SessionId | None, most: int
    ) -> tuple[LoadChange, ...]:
        """The newest changes (of one session, if given) before a place; see `place_of`."""
        found = (
            change
            for change in sorted(self._changes, key=place_of, reverse=True)
            if session in (None, change.session) and (before is None or place_of(change) < before)
        )
        return tuple(found)[:most]

    def _counting(self, start: LocalDate, end: LocalDate) -> tuple[Session, ...]:
        return tuple(session for session in self.between(start, end) if session.counts)

    def _in_order(self) -> list[Session]:
        return sorted(self._sessions.values(), key=lambda one: (one.start.at, one.id))


@final
class MemoryTrainingLogs(TrainingLogs):
    """Every training log of the process."""

    def __init__(self, revisions: Revisions) -> None:
        self._shelves = Shelves(MemoryTrainingLog, revisions)

    def read(self, person: PersonId, work: Callable[[TrainingLog], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelves.read(person, work)

    def write(self, person: PersonId, work: Callable[[TrainingLog], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._shelves.write(person, work)
