"""What activity needs from outside, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar, final

from msgspec import Struct

from vegaloop.activity.domain.activity_file import ActivityFile, CannotRead, FileFormat
from vegaloop.activity.domain.link import SessionKey, Verdict
from vegaloop.activity.domain.load_history import LoadHistory
from vegaloop.activity.domain.load_year import LoadYear, Tally
from vegaloop.activity.domain.peaks import Peaks, SessionPeaks
from vegaloop.activity.domain.physique import SeenRate
from vegaloop.activity.domain.session import Bout, ContentHash, LoadChange, Session, SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.activity.domain.thresholds import DatedThresholds
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")


class FileReader(Protocol):
    """Whoever can read the files devices write."""

    def unpack(self, data: bytes) -> Result[bytes, CannotRead]:
        """Take bytes out of their gzip, if they are in one."""
        ...

    def read(self, data: bytes, home: Profile) -> Result[ActivityFile, CannotRead]:
        """Read a file, packed or not, what has no zone on the wall at home.

        Whatever is wrong with it is in the failure.
        """
        ...


@final
class KeptFile(Struct, frozen=True):
    """A file exactly as it was uploaded."""

    hash: ContentHash
    data: bytes
    format: FileFormat
    received_at: Instant


@final
class ActivityQuery(Struct, frozen=True, kw_only=True):
    """Which sessions to list: newest first, of [start, end), before a place if one is given.

    Those of a training that counts elsewhere are left out unless asked for.
    """

    sport: Sport | None = None
    start: LocalDate | None = None
    end: LocalDate | None = None
    before: tuple[Instant, SessionId] | None = None
    most: int = 20
    with_duplicates: bool = False


class TrainingLog(Protocol):
    """One person's sessions and what is derived from them, inside one transaction."""

    def add(self, session: Session, streams: Streams) -> None:
        """Keep a session with its streams; a second one with its id is not kept."""
        ...

    def update(self, session: Session) -> None:
        """Replace the sport, the facts, the loads and the link of a session, if it is kept."""
        ...

    def put_loads(self, sessions: Sequence[Session]) -> None:
        """Replace the loads of sessions that are kept."""
        ...

    def remove(self, id: SessionId) -> None:
        """Forget a session, its streams and its peaks."""
        ...

    def session(self, id: SessionId) -> Session | None:
        """One session, if it is kept."""
        ...

    def put_peaks(self, id: SessionId, peaks: Peaks) -> None:
        """Keep the peaks of a session in place of what they were; none at all are not kept."""
        ...

    def peaks(self, start: LocalDate, end: LocalDate) -> tuple[SessionPeaks, ...]:
        """The peaks of the sessions of [start, end) that count and have any, oldest first."""
        ...

    def listed(self, query: ActivityQuery) -> tuple[Session, ...]:
        """The sessions a query asks for, newest first, at most `query.most` of them."""
        ...

    def between(self, start: LocalDate, end: LocalDate | None) -> tuple[Session, ...]:
        """The sessions of the local days [start, end), also those that do not count, oldest first."""
        ...

    def rated_between(self, start: LocalDate, end: LocalDate) -> tuple[Session, ...]:
        """Those that count of the days [start, end) whose load is by rating, oldest first."""
        ...

    def near(self, start: Instant, end: Instant) -> tuple[Session, ...]:
        """The sessions that begin in [start, end], also those that do not count, oldest first."""
        ...

    def of_file(self, file: ContentHash) -> tuple[Session, ...]:
        """The sessions of a file, in its order."""
        ...

    def linked(self, lead: SessionId) -> tuple[Session, ...]:
        """The sessions that are one training with the one that counts, it included, oldest first."""
        ...

    def keyed(self, key: SessionKey) -> tuple[Session, ...]:
        """The session that has a key, if one is kept."""
        ...

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the person said of pairs of sessions, in order of the pairs."""
        ...

    def put_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Keep what the person said, in place of what they had said of the same pairs."""
        ...

    def buried(self, files: Sequence[ContentHash]) -> Mapping[ContentHash, Instant]:
        """Which of some files the person removed, and when."""
        ...

    def bury(self, file: ContentHash, at: Instant) -> None:
        """Remember that the person removed a file; the first time stays."""
        ...

    def unbury(self, file: ContentHash) -> None:
        """Forget that the person removed a file."""
        ...

    def streams(self, id: SessionId, channels: frozenset[Channel] | None) -> Streams | None:
        """The streams of a session (of those channels, if given), in the order of `Channel`."""
        ...

    def keep_file(self, file: KeptFile) -> None:
        """Keep a file as it came; the first with its content stays."""
        ...

    def file(self, hash: ContentHash) -> KeptFile | None:
        """A file as it came."""
        ...

    def remove_file(self, hash: ContentHash) -> None:
        """Forget a file."""
        ...

    def bouts(self, start: LocalDate, end: LocalDate) -> tuple[Bout, ...]:
        """What the sessions of [start, end) that count cost, oldest first."""
        ...

    def tallies(self, start: LocalDate, end: LocalDate) -> tuple[Tally, ...]:
        """The numbers of the sessions of [start, end) that count, oldest day first."""
        ...

    def seen_rates(
        self, above: HeartRate, start: LocalDate, end: LocalDate
    ) -> tuple[SeenRate, ...]:
        """The heart rates above one seen in the sessions of [start, end) that count, oldest first."""
        ...

    def years(self, first: int, last: int) -> tuple[LoadYear, ...]:
        """The packed years from the first to the last, and the very first and last of all.

        In order; of the years asked for those that are kept.
        """
        ...

    def put_years(self, years: Sequence[LoadYear]) -> None:
        """Replace packed years; an empty one is forgotten."""
        ...

    def thresholds(self) -> tuple[DatedThresholds, ...]:
        """Every entry of thresholds, oldest date first."""
        ...

    def put_thresholds(self, entry: DatedThresholds) -> None:
        """Keep an entry, in place of the one of its date if there is one."""
        ...

    def remove_thresholds(self, effective_from: LocalDate) -> None:
        """Forget the entry of a date."""
        ...

    def add_changes(self, changes: Sequence[LoadChange]) -> None:
        """Keep a record of loads that changed; a second one of a change and session is not kept."""
        ...

    def changes(
        self, before: tuple[Instant, str] | None, session: SessionId | None, most: int
    ) -> tuple[LoadChange, ...]:
        """The newest changes (of one session, if given) before a place; see `place_of`."""
        ...


def place_of(change: LoadChange) -> tuple[Instant, str]:
    """Where a change stands among others: by time, then by change and session."""
    return change.at, f"{change.id}/{change.session}"


class TrainingLogs(Protocol):
    """Opens training logs."""

    def read(self, person: PersonId, work: Callable[[TrainingLog], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[TrainingLog], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again."""
        ...


class Histories(Protocol):
    """Whoever lays out what people trained, day by day."""

    def before(self, person: PersonId, day: LocalDate) -> LoadHistory | None:
        """The daily loads up to the evening before a day, as far back as they weigh on it."""
        ...


class BodyMasses(Protocol):
    """Whoever knows what people weigh."""

    def mass_kg(self, person: PersonId, day: LocalDate) -> float | None:
        """The body mass of a person on a day, in kg; None where nobody was weighed up to it."""
        ...
