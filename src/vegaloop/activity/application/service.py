"""Activity: the calls other code may make, one transaction each."""

from __future__ import annotations

from typing import final

from msgspec import UNSET

from vegaloop.activity.application import reckoning
from vegaloop.activity.application.analysing import NobodyWeighed
from vegaloop.activity.application.commands import (
    AmendActivity,
    KeptSession,
    ThresholdsSet,
)
from vegaloop.activity.application.filing import beside
from vegaloop.activity.application.insight import LoggedHistories
from vegaloop.activity.application.pairing import Pairing
from vegaloop.activity.application.ports import (
    ActivityQuery,
    BodyMasses,
    FileReader,
    Histories,
    KeptFile,
    TrainingLog,
    TrainingLogs,
)
from vegaloop.activity.application.reckoning import Draft
from vegaloop.activity.application.recorded import recorded
from vegaloop.activity.application.upkeep import Upkeep
from vegaloop.activity.domain.admission import (
    CannotLogActivity,
    LogActivity,
    NoSuchActivity,
    decide_by_hand,
)
from vegaloop.activity.domain.session import LoadChange, Said, Session, SessionId, Words
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.activity.domain.thresholds import (
    CannotSetThresholds,
    DatedThresholds,
    NoSuchThresholds,
    Span,
    Thresholds,
    changed_span,
    decide_thresholds,
    replaced,
    without,
)
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import YEAR_LEAST, YEAR_MOST, Clock, Instant, LocalDate, local_date_of


@final
class Activity(Pairing):
    """What people train, and what it adds up to."""

    __slots__ = ()

    def __init__(
        self,
        logs: TrainingLogs,
        profiles: Profiles,
        reader: FileReader,
        clock: Clock,
        ids: Ids,
        histories: Histories | None = None,
        masses: BodyMasses | None = None,
    ) -> None:
        upkeep, weighed = Upkeep(logs, profiles, clock, ids), masses or NobodyWeighed()
        laid_out = histories or LoggedHistories(upkeep)
        super().__init__(logs, profiles, reader, clock, ids, upkeep, laid_out, weighed)

    def today(self, person: PersonId) -> LocalDate:
        """Tell what day it is where a person is at home."""
        return local_date_of(self._clock.now(), self._profiles.profile(person).home_zone)

    def log_activity(
        self, person: PersonId, command: LogActivity
    ) -> Result[KeptSession, CannotLogActivity]:
        """Keep a session somebody remembers."""
        profile, change = self._profiles.profile(person), self._change("logged")
        new = SessionId(self._ids.fresh())
        match decide_by_hand(new, command, profile, change.at):
            case Failure(error):
                return Failure(error)
            case Success(session):

                def work(log: TrainingLog) -> KeptSession:
                    (kept,) = reckoning.keep(log, profile, [Draft(session)], change)
                    return beside(log, kept)

                return Success(self._logs.write(person, work))

    def activities(self, person: PersonId, query: ActivityQuery) -> tuple[Session, ...]:
        """List sessions, newest first."""
        return self._upkeep.read(
            person, lambda log: log.listed(query), lambda found: any(map(_is_stale, found))
        )

    def activity(self, person: PersonId, id: SessionId) -> Result[KeptSession, NoSuchActivity]:
        """Find one session."""

        def work(log: TrainingLog) -> KeptSession | None:
            found = log.session(id)
            return None if found is None else beside(log, found)

        kept = self._upkeep.read(
            person, work, lambda one: one is not None and _is_stale(one.session)
        )
        return Failure(NoSuchActivity(id)) if kept is None else Success(kept)

    def streams(
        self, person: PersonId, id: SessionId, channels: frozenset[Channel] | None = None
    ) -> Result[Streams, NoSuchActivity]:
        """Give what a device wrote second by second (of those channels, if given)."""

        def work(log: TrainingLog) -> Streams | None:
            session = log.session(id)
            return None if session is None else recorded(log, session, channels)

        found = self._logs.read(person, work)
        return Failure(NoSuchActivity(id)) if found is None else Success(found)

    def original(self, person: PersonId, id: SessionId) -> Result[KeptFile, NoSuchActivity]:
        """Give the file a session came from, as it was uploaded."""

        def work(log: TrainingLog) -> KeptFile | None:
            found = log.session(id)
            return None if found is None or found.file is None else log.file(found.file.hash)

        file = self._logs.read(person, work)
        return Failure(NoSuchActivity(id)) if file is None else Success(file)

    def amend(
        self, person: PersonId, id: SessionId, command: AmendActivity
    ) -> Result[KeptSession, NoSuchActivity]:
        """Change what a person says about a session; its loads follow."""
        profile, change = self._profiles.profile(person), self._change("amendment")

        def work(log: TrainingLog) -> Result[KeptSession, NoSuchActivity]:
            old = log.session(id)
            if old is None:
                return Failure(NoSuchActivity(id))
            new = reckoning.amend(log, profile, old, _amended(old, command), change)
            return Success(beside(log, new))

        return self._logs.write(person, work)

    def remove(self, person: PersonId, id: SessionId) -> Result[SessionId, NoSuchActivity]:
        """Forget a session, its streams, and its file if nothing else came from it."""
        profile, change = self._profiles.profile(person), self._change("removal")

        def work(log: TrainingLog) -> Result[SessionId, NoSuchActivity]:
            found = log.session(id)
            if found is None:
                return Failure(NoSuchActivity(id))
            reckoning.remove(log, profile, found, change)
            return Success(id)

        return self._logs.write(person, work)

    def thresholds(self, person: PersonId) -> tuple[DatedThresholds, ...]:
        """Tell every entry of thresholds, oldest date first."""
        return self._logs.read(person, lambda log: log.thresholds())

    def set_thresholds(
        self, person: PersonId, effective_from: LocalDate, values: Thresholds
    ) -> Result[ThresholdsSet, CannotSetThresholds]:
        """Set what is valid from a date on; the loads of the days it holds for follow."""
        profile, change = self._profiles.profile(person), self._change("thresholds")
        match decide_thresholds(effective_from, values, change.at):
            case Failure(error):
                return Failure(error)
            case Success(entry):

                def work(log: TrainingLog) -> ThresholdsSet:
                    before = log.thresholds()
                    span = changed_span(before, replaced(before, entry), effective_from)
                    log.put_thresholds(entry)
                    changes = reckoning.recompute(log, profile, span, change)
                    return ThresholdsSet(entry, changes)

                return Success(self._logs.write(person, work))

    def remove_thresholds(
        self, person: PersonId, effective_from: LocalDate
    ) -> Result[tuple[LoadChange, ...], NoSuchThresholds]:
        """Take back the entry of a date; the loads of the days it held for follow."""
        profile, change = self._profiles.profile(person), self._change("thresholds")

        def work(log: TrainingLog) -> Result[tuple[LoadChange, ...], NoSuchThresholds]:
            before = log.thresholds()
            after = without(before, effective_from)
            if after == before:
                return Failure(NoSuchThresholds(effective_from))
            log.remove_thresholds(effective_from)
            span = changed_span(before, after, effective_from)
            return Success(reckoning.recompute(log, profile, span, change))

        return self._logs.write(person, work)

    def recompute(self, person: PersonId, start: LocalDate) -> tuple[LoadChange, ...]:
        """Link and compute all loads from a day on anew: after the profile or a formula has changed."""
        profile, change = self._profiles.profile(person), self._change("recomputation")
        span = Span(start, None)

        def work(log: TrainingLog) -> tuple[LoadChange, ...]:
            linked = reckoning.regroup(log, profile, span, change)
            return (*linked, *reckoning.recompute(log, profile, span, change))

        return self._logs.write(person, work)

    def load_changes(
        self,
        person: PersonId,
        before: tuple[Instant, str] | None = None,
        session: SessionId | None = None,
        most: int = 20,
    ) -> tuple[LoadChange, ...]:
        """Tell which loads changed, newest first."""

        def work(log: TrainingLog) -> tuple[bool, tuple[LoadChange, ...]]:
            stale = any(year.is_stale for year in log.years(YEAR_LEAST, YEAR_MOST))
            return stale, log.changes(before, session, most)

        return self._upkeep.read(person, work, lambda found: found[0])[1]


def _is_stale(session: Session) -> bool:
    return session.loads.is_stale


def _amended(shown: Session, command: AmendActivity) -> Session:
    old, facts = shown.own, shown.facts
    words = old.facts.words
    said = {
        Said.SPORT: (command.sport, shown.sport),
        Said.NAME: (command.name, facts.name),
        Said.NOTES: (command.notes, facts.notes),
        Said.RPE: (command.rpe, facts.rpe),
    }
    # Only what a source can say otherwise later is to be left alone. Rules ACT-147, ACT-155.
    told = [
        one
        for one, (now, before) in said.items()
        if shown.file is not None
        and now is not UNSET
        and (facts.edition is not None or now != before)
    ]
    by_hand = (one for one in Said if one in words.by_hand or one in told)
    sport = old.sport if command.sport is UNSET else command.sport
    recorded_as = words.recorded_as or old.sport
    return old.amended(
        sport,
        Words(
            words.name if command.name is UNSET else command.name,
            words.notes if command.notes is UNSET else command.notes,
            words.rpe if command.rpe is UNSET else command.rpe,
            tuple(by_hand),
            words.leads,
            words.heard,
            recorded_as=None if shown.file is None or sport is recorded_as else recorded_as,
        ),
    )
