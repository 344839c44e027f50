"""What a person says of two sessions: that they are one training, that they are not, which counts."""

from __future__ import annotations

from collections.abc import Sequence

from vegaloop.activity.application import reckoning
from vegaloop.activity.application.commands import CannotPair, Inseparable, KeptSession, NotLinked
from vegaloop.activity.application.filing import beside
from vegaloop.activity.application.intake import Intake
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.admission import NoSuchActivity
from vegaloop.activity.domain.groups import pair_of
from vegaloop.activity.domain.link import Verdict
from vegaloop.activity.domain.session import Session, SessionId
from vegaloop.activity.domain.twins import are_parts
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = ("Pairing",)


class Pairing(Intake):
    """Links, separates and chooses at the word of a person; loads follow."""

    __slots__ = ()

    def link(
        self, person: PersonId, id: SessionId, other: SessionId
    ) -> Result[KeptSession, CannotPair]:
        """Let two sessions be one training, whatever they look like. Rule ACT-144."""
        return self._said(person, id, other, together=True)

    def separate(
        self, person: PersonId, id: SessionId, other: SessionId
    ) -> Result[KeptSession, CannotPair]:
        """Take another session out of the training of one, for good. Rule ACT-144."""
        return self._said(person, id, other, together=False)

    def let_count(self, person: PersonId, id: SessionId) -> Result[KeptSession, NoSuchActivity]:
        """Let a session count for its training in place of the one that did. Rule ACT-142."""
        profile, change = self._profiles.profile(person), self._change(reckoning.LINKED)

        def work(log: TrainingLog) -> Result[KeptSession, NoSuchActivity]:
            found = log.session(id)
            if found is None:
                return Failure(NoSuchActivity(id))
            before = _group(log, found)
            chosen = tuple(
                one.own.amended(one.own_sport, one.own.facts.words.leading(leads=one.id == id))
                for one in before
            )
            for one in chosen:
                log.update(one)
            settled = reckoning.settle(log, profile, chosen, change, before).sessions
            return Success(beside(log, next(one for one in settled if one.id == id)))

        return self._logs.write(person, work)

    def _said(
        self, person: PersonId, id: SessionId, other: SessionId, *, together: bool
    ) -> Result[KeptSession, CannotPair]:
        profile, change = self._profiles.profile(person), self._change(reckoning.LINKED)

        def work(log: TrainingLog) -> Result[KeptSession, CannotPair]:
            one, two = log.session(id), log.session(other)
            if one is None or two is None:
                return Failure(NoSuchActivity(id if one is None else other))
            if id == other:
                return Failure(NotLinked(id, other, Inseparable.ITSELF))
            if are_parts(one, two):
                return Failure(NotLinked(id, other, Inseparable.PARTS_OF_ONE_EVENT))
            first, second = _group(log, one), _group(log, two)
            of_two = second if together else (two,)
            log.put_verdicts(_verdicts(first, of_two, change.at, together=together))
            before = (*first, *(each for each in second if each not in first))
            settled = reckoning.settle(log, profile, before, change, before).sessions
            return Success(beside(log, settled[[each.id for each in before].index(id)]))

        return self._logs.write(person, work)


def _group(log: TrainingLog, session: Session) -> tuple[Session, ...]:
    return (session,) if session.link is None else log.linked(session.link.lead)


def _verdicts(
    first: Sequence[Session], second: Sequence[Session], at: Instant, *, together: bool
) -> tuple[Verdict, ...]:
    """Say it of every pair: one that stayed apart would keep the rest apart."""
    pairs = {pair_of(a, b) for a in first for b in second if a.key != b.key}
    return tuple(Verdict(one, other, together, at) for one, other in sorted(pairs))
