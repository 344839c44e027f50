"""Keeping derived loads true: whatever changed, the loads and the days that hang on it follow.

Rule 1: after every write the loads of all sessions are what they would be if the sessions had come
in any other order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.application.peaking import remake_peaks
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.regrading import regrade, regraded
from vegaloop.activity.domain.load_history import LoadHistory, history_of
from vegaloop.activity.domain.load_methods import (
    PAIR_WINDOW_DAYS,
    RatedPair,
    loads_of,
    own_ratio,
)
from vegaloop.activity.domain.load_year import LoadYear, Tally, bounds_of, day_load
from vegaloop.activity.domain.peaks import NO_PEAKS, Peaks
from vegaloop.activity.domain.physique import (
    SEEN_WINDOW_DAYS,
    SeenRate,
    estimated_hr_max,
    physique_on,
    seen_hr_max,
)
from vegaloop.activity.domain.session import LoadChange, Session, SessionId
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.thresholds import DatedThresholds, Span, in_force
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import YEAR_LEAST, YEAR_MOST, Instant, LocalDate, days_after

__all__ = (
    "Change",
    "Draft",
    "amend",
    "history_before",
    "keep",
    "recompute",
    "remove",
    "renew",
    "seen_before",
)

# After five years a load weighs e^(-5·365/42) < 2^-53 in CTL: no float can tell it was there.
MEMORY_YEARS: Final = 5


@final
class Change(Struct, frozen=True):
    """Why loads change, when, and under which id the change is told."""

    id: UUID
    cause: str
    at: Instant


@final
class Draft(Struct, frozen=True):
    """A new session before its loads are known, with what was recorded of it."""

    session: Session
    streams: Streams = Streams()
    peaks: Peaks = NO_PEAKS


def keep(
    log: TrainingLog,
    profile: Profile,
    drafts: Sequence[Draft],
    change: Change,
) -> tuple[Session, ...]:
    """Keep new sessions with their loads."""
    kept = _reckoned(log, profile, [draft.session for draft in drafts])
    for session, draft in zip(kept, drafts, strict=True):
        log.add(session, draft.streams)
        log.put_peaks(session.id, draft.peaks)
    _follow(log, profile, kept, change)
    return kept


def amend(
    log: TrainingLog, profile: Profile, old: Session, new: Session, change: Change
) -> Session:
    """Replace a session by what a person now says of it."""
    moved = new if new.sport is old.sport else regraded(log, new)
    (settled,) = _reckoned(log, profile, [moved])
    log.update(settled)
    if settled.sport is not old.sport:
        remake_peaks(log, (settled,))
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


def renew(log: TrainingLog, profile: Profile, change: Change) -> None:
    """Compute every load and peak anew that an earlier version of the formulas computed. Rule ACT-39."""
    if any(year.is_stale for year in log.years(YEAR_LEAST, YEAR_MOST)):
        first = LocalDate(dt.date(YEAR_LEAST, 1, 1))
        regrade(log, log.between(first, None))
        recompute(log, profile, Span(first, None), change)
        remake_peaks(log, log.between(first, None))
        log.put_years([year.renewed for year in log.years(YEAR_LEAST, YEAR_MOST)])


def seen_before(
    log: TrainingLog,
    profile: Profile,
    thresholds: Sequence[DatedThresholds],
    days: Sequence[LocalDate],
) -> tuple[SeenRate, ...]:
    """The heart rates seen up to some days that are above what age gives, where nobody gave one."""
    open_days = [day for day in days if in_force(thresholds, day).hr_max is None]
    # Age gives least on the last day: what is above that may be above on an earlier one.
    least = estimated_hr_max(profile, max(open_days)) if open_days else None
    if least is None:
        return ()
    start, end = days_after(min(open_days), -SEEN_WINDOW_DAYS), days_after(max(open_days), 1)
    return log.seen_rates(least, start, end)


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
    hearts = [session for session in sessions if session.facts.effort.heart]
    own = (SeenRate(one.local_date, rate) for one in hearts if (rate := one.seen_rate))
    days = [session.local_date for session in hearts]
    seen = (*own, *seen_before(log, profile, thresholds, days))

    def loaded(session: Session) -> Session:
        day, facts = session.local_date, session.facts
        physique = physique_on(day, in_force(thresholds, day), profile, seen_hr_max(seen, day))
        ratio = own_ratio(pairs, day)
        return session.loaded(loads_of(session.sport, facts.effort, facts.rpe, physique, ratio))

    return tuple(map(loaded, sessions))


def _raised(log: TrainingLog, profile: Profile, touched: Sequence[Session]) -> tuple[Session, ...]:
    """The sessions on whose day a rate seen in others may be the maximal one."""
    days = [
        one.local_date
        for one in touched
        if (rate := one.seen_rate) is not None
        and (least := estimated_hr_max(profile, days_after(one.local_date, SEEN_WINDOW_DAYS)))
        and rate > least
    ]
    if not days or in_force(log.thresholds(), min(days)).hr_max is not None:
        return ()
    return log.between(min(days), days_after(max(days), SEEN_WINDOW_DAYS + 1))


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
    """Let what hangs on other sessions, and the packed days, follow; tell what changed.

    A rate that was seen moves the estimated maximum, and with it loads; a load moves what a rating
    is worth; nothing moves what was seen.
    """
    raised = _renewed(log, profile, _raised(log, profile, touched))
    moved = (*touched, *(session for pair in raised for session in pair))
    paired = [session.local_date for session in moved if session.loads.stress_per_au is not None]
    rerated: list[tuple[Session, Session]] = []
    if paired:
        start, end = days_after(min(paired), 1), days_after(max(paired), PAIR_WINDOW_DAYS + 1)
        rerated = _renewed(log, profile, log.rated_between(start, end))
    _refresh_days(log, {s.local_date for s in (*moved, *(new for _, new in rerated))})
    stages = ((change.cause, changed), ("heart_rate_seen", raised), ("rating_scale", rerated))
    told = _told(stages, change)
    log.add_changes(told)
    return told


def _told(
    stages: Sequence[tuple[str, Sequence[tuple[Session, Session]]]], change: Change
) -> tuple[LoadChange, ...]:
    """Tell each load that changed once, by its first cause, from what it was to what it became."""
    first: dict[SessionId, tuple[str, Session]] = {}
    last: dict[SessionId, Session] = {}
    for cause, pairs in stages:
        for old, new in pairs:
            first.setdefault(old.id, (cause, old))
            last[new.id] = new
    return tuple(
        LoadChange(
            id=change.id,
            session=key,
            local_date=new.local_date,
            at=change.at,
            cause=first[key][0],
            before=first[key][1].loads.counted,
            after=new.loads.counted,
        )
        for key, new in last.items()
        if first[key][1].loads.counted != new.loads.counted
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
