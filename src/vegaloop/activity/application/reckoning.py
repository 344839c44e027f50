"""Keeping derived loads true: whatever changed, the loads and the days that hang on it follow.

Rule 1: after every write the loads of all sessions are what they would be if the sessions had come
in any other order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.load import (
    PAIR_WINDOW_DAYS,
    RatedPair,
    loads_of,
    own_ratio,
    physique_on,
)
from vegaloop.activity.domain.load_history import LoadHistory, history_of
from vegaloop.activity.domain.load_year import LoadYear, Tally, bounds_of, day_load
from vegaloop.activity.domain.session import LoadChange, Session
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.thresholds import Span, in_force
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Instant, LocalDate, days_after

__all__ = ("Change", "amend", "history_before", "keep", "recompute", "remove")

# After five years a load weighs e^(-5·365/42) < 2^-53 in CTL: no float can tell it was there.
MEMORY_YEARS: Final = 5


@final
class Change(Struct, frozen=True):
    """Why loads change, when, and under which id the change is told."""

    id: UUID
    cause: str
    at: Instant


def keep(
    log: TrainingLog,
    profile: Profile,
    drafts: Sequence[tuple[Session, Streams]],
    change: Change,
) -> tuple[Session, ...]:
    """Keep new sessions with their loads."""
    kept = _reckoned(log, profile, [session for session, _ in drafts])
    for session, (_, streams) in zip(kept, drafts, strict=True):
        log.add(session, streams)
    _follow(log, profile, kept, change)
    return kept


def amend(
    log: TrainingLog, profile: Profile, old: Session, new: Session, change: Change
) -> Session:
    """Replace a session by what a person now says of it."""
    (settled,) = _reckoned(log, profile, [new])
    log.update(settled)
    _follow(log, profile, (old, settled), change, [(old, settled)])
    return settled


def remove(log: TrainingLog, profile: Profile, session: Session, change: Change) -> None:
    """Forget a session, and its file with the last session of it."""
    log.remove(session.id)
    if session.file is not None and not log.of_file(session.file.hash):
        log.remove_file(session.file.hash)
    _follow(log, profile, (session,), change)


def recompute(
    log: TrainingLog, profile: Profile, span: Span, change: Change
) -> tuple[LoadChange, ...]:
    """Compute the loads of a span anew, and tell which ones changed."""
    changed = _renewed(log, profile, log.between(span.start, span.end))
    touched = tuple(session for pair in changed for session in pair)
    return _follow(log, profile, touched, change, changed)


def history_before(
    log: TrainingLog, day: LocalDate, since: LocalDate | None = None
) -> LoadHistory | None:
    """The daily loads up to the evening before a day, as far back as they weigh on `since`."""
    oldest = (since or day).year - MEMORY_YEARS
    years = log.years(oldest, day.year)
    bounds = bounds_of(years)
    if bounds is None or bounds.first >= day:
        return None
    start = max(bounds.first, bounds.first.replace(year=oldest, month=1, day=1))
    return history_of(years, bounds.first, LocalDate(start), day)


def _reckoned(
    log: TrainingLog, profile: Profile, sessions: Sequence[Session]
) -> tuple[Session, ...]:
    thresholds = log.thresholds() if sessions else ()
    pairs = _pairs(log, sessions)
    return tuple(
        session.loaded(
            loads_of(
                session.sport,
                session.facts.effort,
                session.facts.rpe,
                physique_on(session.local_date, in_force(thresholds, session.local_date), profile),
                own_ratio(pairs, session.local_date),
            )
        )
        for session in sessions
    )


def _pairs(log: TrainingLog, sessions: Sequence[Session]) -> tuple[RatedPair, ...]:
    days = [session.local_date for session in sessions if session.facts.rpe is not None]
    if not days:
        return ()
    return tuple(
        RatedPair(tally.day, tally.stress_per_au)
        for tally in log.tallies(days_after(min(days), -PAIR_WINDOW_DAYS), max(days))
        if tally.stress_per_au is not None
    )


def _renewed(
    log: TrainingLog, profile: Profile, sessions: Sequence[Session]
) -> list[tuple[Session, Session]]:
    new = _reckoned(log, profile, sessions)
    changed = [(a, b) for a, b in zip(sessions, new, strict=True) if a.loads != b.loads]
    log.put_loads([session for _, session in changed])
    return changed


def _follow(
    log: TrainingLog,
    profile: Profile,
    touched: Sequence[Session],
    change: Change,
    changed: Sequence[tuple[Session, Session]] = (),
) -> tuple[LoadChange, ...]:
    """Let loads by rating and the packed days follow what was written, and tell what changed."""
    paired = [session.local_date for session in touched if session.loads.stress_per_au is not None]
    rerated: list[tuple[Session, Session]] = []
    if paired:
        start, end = days_after(min(paired), 1), days_after(max(paired), PAIR_WINDOW_DAYS + 1)
        rerated = _renewed(log, profile, log.rated_between(start, end))
    _refresh_days(log, {s.local_date for s in (*touched, *(new for _, new in rerated))})
    told = _told(changed, rerated, change)
    log.add_changes(told)
    return told


def _told(
    changed: Sequence[tuple[Session, Session]],
    rerated: Sequence[tuple[Session, Session]],
    change: Change,
) -> tuple[LoadChange, ...]:
    """Tell each load that changed once, from what it was to what it has become in the end."""
    first = {old.id: old for old, _ in (*rerated, *changed)}
    last = {new.id: new for _, new in (*changed, *rerated)}
    directly = {new.id for _, new in changed}
    return tuple(
        LoadChange(
            id=change.id,
            session=key,
            local_date=new.local_date,
            at=change.at,
            cause=change.cause if key in directly else "rating_scale",
            before=first[key].loads.counted,
            after=new.loads.counted,
        )
        for key, new in last.items()
        if first[key].loads.counted != new.loads.counted
    )


def _refresh_days(log: TrainingLog, days: set[LocalDate]) -> None:
    if not days:
        return
    tallies: dict[LocalDate, list[Tally]] = {day: [] for day in days}
    for tally in log.tallies(min(days), days_after(max(days), 1)):
        if tally.day in tallies:
            tallies[tally.day].append(tally)
    made = {day: day_load(of_day) for day, of_day in tallies.items()}
    first, last = min(days).year, max(days).year
    kept = {year.year: year for year in log.years(first, last)}
    log.put_years(
        [
            kept.get(year, LoadYear(year)).with_days(
                {day: load for day, load in made.items() if day.year == year}
            )
            for year in sorted({day.year for day in days})
        ]
    )
