"""A session as VegaLoop keeps it: one bout of one sport, with its day, its facts and its loads.

Rule 1: a session has a start on the wall clock it was lived by, and a day that never changes.
Rule 2: what a person says about a session (name, sport, rating, notes) stands above the file.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NewType, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.effort import Effort, Rpe
from vegaloop.activity.domain.formulas.limits import observed_hr_max_bpm
from vegaloop.activity.domain.ground import Graded
from vegaloop.activity.domain.load import Loads, MethodLoad
from vegaloop.activity.domain.load_year import Tally
from vegaloop.activity.domain.recording import Lap, Note, PausesMs, Totals
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Duration, HeartRate
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, LocalDate, Moment

__all__ = (
    "TWIN_START_MOST",
    "Bout",
    "ContentHash",
    "Facts",
    "FileRef",
    "LoadChange",
    "Origin",
    "Session",
    "SessionId",
    "possible_duplicate",
)

SessionId = NewType("SessionId", UUID)
ContentHash = NewType("ContentHash", str)

# Two devices on one handlebar are started within seconds and stopped within a breath; the same
# sport at the same second for the same time is hardly ever two sessions.
TWIN_START_MOST: Final = dt.timedelta(seconds=2)
TWIN_ELAPSED_SHARE: Final = 0.02


@final
class FileRef(Struct, frozen=True):
    """Which file a session came from, and which of the sessions in it this is."""

    hash: ContentHash
    index: int


@final
class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a session came from: the source, and what the file says about the device."""

    source: SourceId
    format: FileFormat | None = None
    device: str | None = None
    file_name: str | None = None


@final
class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything about a session that nobody searches by; `notes` are the person's own.

    `pauses_ms` is when the timer stood still: what is derived of the streams later needs it.
    """

    origin: Origin
    totals: Totals
    effort: Effort
    name: str | None = None
    notes: str | None = None
    sub_sport: str | None = None
    rpe: Rpe | None = None
    zone_assumed: bool = False
    laps: tuple[Lap, ...] = ()
    remarks: tuple[Note, ...] = ()
    pauses_ms: PausesMs = ()

    def amended(
        self, effort: Effort, name: str | None, notes: str | None, rpe: Rpe | None
    ) -> Facts:
        """These facts with other words about them, and what they now make of the effort."""
        return Facts(
            origin=self.origin,
            totals=self.totals,
            effort=effort,
            name=name,
            notes=notes,
            sub_sport=self.sub_sport,
            rpe=rpe,
            zone_assumed=self.zone_assumed,
            laps=self.laps,
            remarks=self.remarks,
            pauses_ms=self.pauses_ms,
        )


@final
class Bout(Struct, frozen=True):
    """The part of a session that says what it cost."""

    day: LocalDate
    sport: Sport
    effort: Effort
    rpe: Rpe | None
    loads: Loads


@final
class Session(Struct, frozen=True, kw_only=True):
    """One session; `local_date` was decided when it was written."""

    id: SessionId
    sport: Sport
    start: Moment
    local_date: LocalDate
    facts: Facts
    loads: Loads = Loads()
    file: FileRef | None = None

    @property
    def elapsed(self) -> Duration:
        """From the first to the last moment, pauses included."""
        return self.facts.totals.elapsed

    @property
    def tally(self) -> Tally:
        """The few numbers of it that its day is summed from."""
        counted = self.loads.counted
        return Tally(
            self.local_date,
            self.elapsed,
            self.facts.totals.distance,
            None if counted is None else counted.value,
            None if counted is None else counted.method,
            self.loads.stress_per_au,
        )

    @property
    def seen_rate(self) -> HeartRate | None:
        """The heart rate half a percent of it was above; None of a mean, or of a short time."""
        effort = self.facts.effort
        if effort.heart_averaged:
            return None
        match observed_hr_max_bpm(effort.heart):
            case Failure():
                return None
            case Success(bpm):
                return HeartRate(round(1_000 * bpm))

    @property
    def bout(self) -> Bout:
        """The part of it that says what it cost."""
        facts = self.facts
        return Bout(self.local_date, self.sport, facts.effort, facts.rpe, self.loads)

    def loaded(self, loads: Loads) -> Session:
        """This session with other loads."""
        return self._with(self.sport, self.facts, loads)

    def regraded(self, graded: Graded | None) -> Session:
        """This session with another speed it was worth on the flat; its loads are computed next."""
        old = self.facts
        effort = old.effort.regraded(graded)
        return self._with(self.sport, old.amended(effort, old.name, old.notes, old.rpe), self.loads)

    def amended(
        self, sport: Sport, name: str | None, notes: str | None, rpe: Rpe | None
    ) -> Session:
        """This session with other words about it; its loads are computed next."""
        facts = self.facts.amended(self.facts.effort, name, notes, rpe)
        return self._with(sport, facts, self.loads)

    def _with(self, sport: Sport, facts: Facts, loads: Loads) -> Session:
        return Session(
            id=self.id,
            sport=sport,
            start=self.start,
            local_date=self.local_date,
            facts=facts,
            loads=loads,
            file=self.file,
        )


@final
class LoadChange(Struct, frozen=True, kw_only=True):
    """That the load of a session changed: when, why, from what and to what.

    `cause` names what changed: thresholds, amendment, version, heart_rate_seen, rating_scale or
    recomputation.
    """

    id: UUID
    session: SessionId
    local_date: LocalDate
    at: Instant
    cause: str
    before: MethodLoad | None
    after: MethodLoad | None


def possible_duplicate(one: Session, other: Session) -> bool:
    """Tell whether two sessions look like one, recorded twice. Rule ACT-3."""
    if one.id == other.id or one.sport is not other.sport:
        return False
    if one.file is not None and other.file is not None and one.file.hash == other.file.hash:
        return False  # Parts of one file are parts of one day's race.
    apart = abs(one.start.at - other.start.at)
    longer = max(one.elapsed.amount, other.elapsed.amount)
    differ = abs(one.elapsed.amount - other.elapsed.amount)
    return apart <= TWIN_START_MOST and differ <= TWIN_ELAPSED_SHARE * longer
