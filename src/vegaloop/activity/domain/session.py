"""A session as VegaLoop keeps it: one bout of one sport, with its day, its facts and its loads.

Rule 1: a session has a start on the wall clock it was lived by, and a day that never changes.
Rule 2: what a person says about a session (name, sport, rating, notes) stands above the file.
Rule 3: of the sessions that are one training one counts.
"""

from __future__ import annotations

from typing import final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort, Rpe
from vegaloop.activity.domain.formulas.limits import observed_hr_max_bpm
from vegaloop.activity.domain.ground import Graded
from vegaloop.activity.domain.link import Link, SessionId, SessionKey
from vegaloop.activity.domain.load import Loads, MethodLoad
from vegaloop.activity.domain.load_year import Tally
from vegaloop.activity.domain.origin import Edition, FileRef, Origin
from vegaloop.activity.domain.recording import (
    Lap,
    Length,
    Note,
    PausesMs,
    Sensor,
    StrengthSet,
    Totals,
)
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.words import ContentHash, Said, Spoken, Words
from vegaloop.kernel.quantity import Duration, HeartRate
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, LocalDate, Moment

__all__ = (
    "Bout",
    "ContentHash",
    "Edition",
    "Facts",
    "FileRef",
    "LoadChange",
    "Origin",
    "Said",
    "Session",
    "SessionId",
    "Words",
)


@final
class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything about a session that nobody searches by; `notes` are the person's own.

    `pauses_ms` is when the timer stood still: what is derived of the streams later needs it.
    `edition` is there where no file was, `by_hand` is what the person amended, and `leads` says that
    they chose it to count among those that are one training; the other words are as in `Words`.
    """

    origin: Origin
    totals: Totals
    effort: Effort
    name: str | None = None
    notes: str | None = None
    sub_sport: str | None = None
    rpe: Rpe | None = None
    zone_assumed: bool = False
    start_assumed: bool = False
    laps: tuple[Lap, ...] = ()
    lengths: tuple[Length, ...] = ()
    sets: tuple[StrengthSet, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    remarks: tuple[Note, ...] = ()
    pauses_ms: PausesMs = ()
    edition: Edition | None = None
    by_hand: tuple[Said, ...] = ()
    leads: bool = False
    heard: tuple[ContentHash, ...] = ()
    own: Spoken | None = None
    recorded_as: Sport | None = None

    def amended(self, words: Words) -> Facts:
        """These facts with other words about them."""
        return self._with(self.effort, words)

    def measured(self, effort: Effort) -> Facts:
        """These facts with another effort."""
        return self._with(effort, self.words)

    @property
    def words(self) -> Words:
        """What can be said otherwise."""
        return Words(
            self.name,
            self.notes,
            self.rpe,
            self.by_hand,
            self.leads,
            self.heard,
            self.own,
            self.recorded_as,
        )

    def _with(self, effort: Effort, words: Words) -> Facts:
        return Facts(
            origin=self.origin,
            totals=self.totals,
            effort=effort,
            name=words.name,
            notes=words.notes,
            sub_sport=self.sub_sport,
            rpe=words.rpe,
            zone_assumed=self.zone_assumed,
            start_assumed=self.start_assumed,
            laps=self.laps,
            lengths=self.lengths,
            sets=self.sets,
            sensors=self.sensors,
            remarks=self.remarks,
            pauses_ms=self.pauses_ms,
            edition=self.edition,
            by_hand=words.by_hand,
            leads=words.leads,
            heard=words.heard,
            own=words.own,
            recorded_as=words.recorded_as,
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
    link: Link | None = None

    @property
    def key(self) -> SessionKey:
        """What it is whenever it is imported: its file and its place in it, else its id."""
        file = self.file
        return SessionKey(str(self.id) if file is None else f"{file.hash}:{file.index}")

    @property
    def content(self) -> FileRef | None:
        """The file it was read from, by its content, and its place in it; None where there was none."""
        file, edition = self.file, self.facts.edition
        if file is None or edition is None:
            return file
        return None if edition.file is None else FileRef(edition.file, file.index)

    @property
    def told_as(self) -> ContentHash | None:
        """Its source and the source's own name for it; None where it has none."""
        file, edition = self.file, self.facts.edition
        if file is None or edition is None:
            return None
        return file.hash if edition.file is None else edition.told_as

    @property
    def spoken(self) -> Spoken:
        """What it says itself, whatever others of its training do."""
        facts = self.facts
        return facts.own or Spoken(
            sport=self.sport, name=facts.name, notes=facts.notes, rpe=facts.rpe
        )

    @property
    def own_sport(self) -> Sport:
        """The sport it says itself."""
        own = self.facts.own
        return self.sport if own is None else own.sport or self.sport

    @property
    def own(self) -> Session:
        """This session as it says itself."""
        return self.saying(self.spoken)

    @property
    def counts(self) -> bool:
        """Whether it is in loads and sums: alone, or the one of its training that counts."""
        return self.link is None or self.link.lead == self.id

    @property
    def counted_load(self) -> MethodLoad | None:
        """The load it adds to its day, if it adds one."""
        return self.loads.counted if self.counts else None

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
        return self._with(self.sport, self.facts, loads, self.link)

    def regraded(self, graded: Graded | None) -> Session:
        """This session with another speed it was worth on the flat; its loads are computed next."""
        return self.linked(self.link, self.facts.effort.regraded(graded))

    def linked(self, link: Link | None, effort: Effort) -> Session:
        """This session among others, with what it then makes of the effort; loads are next."""
        return self._with(self.sport, self.facts.measured(effort), self.loads, link)

    def amended(self, sport: Sport, words: Words) -> Session:
        """This session with other words about it; its loads are computed next."""
        return self._with(sport, self.facts.amended(words), self.loads, self.link)

    def hearing(self, said: Spoken, name: ContentHash) -> Session:
        """This session with what a source now says beside its file; as it is if that is nothing new."""
        own = self.own
        locked = own.sport is not Sport.GENERIC or Said.SPORT in own.facts.by_hand
        sport = own.sport if locked else said.sport or own.sport
        new = own.amended(sport, own.facts.words.hearing(said, name))
        is_new = name not in self.facts.heard and new.spoken != own.spoken
        return new if is_new else self

    def saying(self, said: Spoken) -> Session:
        """This session with the words of its whole training; its loads are computed next."""
        return self.amended(said.sport or self.sport, self.facts.words.lent(said, self.spoken))

    def _with(self, sport: Sport, facts: Facts, loads: Loads, link: Link | None) -> Session:
        return Session(
            id=self.id,
            sport=sport,
            start=self.start,
            local_date=self.local_date,
            facts=facts,
            loads=loads,
            file=self.file,
            link=link,
        )


@final
class LoadChange(Struct, frozen=True, kw_only=True):
    """That the load of a session changed: when, why, from what and to what.

    `cause` names what changed: thresholds, amendment, linked (or linked no more), replaced (by its
    source), version, heart_rate_seen, rating_scale or recomputation.
    """

    id: UUID
    session: SessionId
    local_date: LocalDate
    at: Instant
    cause: str
    before: MethodLoad | None
    after: MethodLoad | None
