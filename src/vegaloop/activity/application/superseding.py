"""What a source says anew of a session, beside what the person said of it."""

from __future__ import annotations

from vegaloop.activity.application.reckoning import Draft
from vegaloop.activity.domain.effort import effort_by
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.session import Facts, Said, Session, Words
from vegaloop.activity.domain.sport import Sport

__all__ = ("superseding",)


def superseding(old: Session, new: Draft) -> Draft:
    """Put a new edition under the id of the old one; what the person amended stays. Rule ACT-147."""
    old = old.own
    by_hand, told = old.facts.by_hand, new.session
    sport = old.sport if Said.SPORT in by_hand else told.sport
    recorded_as = told.sport if sport is not told.sport else None
    facts = told.facts.amended(_words(old.facts, told.facts, recorded_as))
    if sport is not told.sport:
        effort = effort_by(sport, facts.totals, new.streams, facts.pauses_ms)
        facts = facts.measured(effort)
    session = Session(
        id=old.id,
        sport=sport,
        start=told.start,
        local_date=told.local_date,
        facts=facts,
        file=told.file,
        link=old.link,
    )
    return Draft(session, new.streams, peaks_of(new.streams, facts.pauses_ms, sport))


def _words(old: Facts, new: Facts, recorded_as: Sport | None) -> Words:
    by_hand = old.by_hand
    return Words(
        old.name if Said.NAME in by_hand else new.name,
        old.notes if Said.NOTES in by_hand else new.notes,
        old.rpe if Said.RPE in by_hand else new.rpe,
        by_hand,
        old.leads,
        new.heard,
        recorded_as=recorded_as,
    )
