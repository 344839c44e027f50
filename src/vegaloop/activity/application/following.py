"""What hangs on the loads of sessions: other sessions, the packed days, and the record of changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.application.loading import renewed
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.load_methods import PAIR_WINDOW_DAYS
from vegaloop.activity.domain.load_year import LoadYear, Tally, day_load
from vegaloop.activity.domain.physique import SEEN_WINDOW_DAYS, estimated_hr_max
from vegaloop.activity.domain.session import LoadChange, Session, SessionId
from vegaloop.activity.domain.thresholds import in_force
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Instant, LocalDate, days_after

__all__ = ("Change", "Stage", "follow")

# A cause, and the sessions whose loads it changed, as they were and as they are.
Stage: TypeAlias = tuple[str, Sequence[tuple[Session, Session]]]


@final
class Change(Struct, frozen=True):
    """Why loads change, when, and under which id the change is told."""

    id: UUID
    cause: str
    at: Instant


def follow(
    log: TrainingLog,
    profile: Profile,
    touched: Sequence[Session],
    change: Change,
    changed: Sequence[Stage] = (),
) -> tuple[LoadChange, ...]:
    """Let what hangs on other sessions, and the packed days, follow; tell what changed.

    A rate that was seen moves the estimated maximum, and with it loads; a load moves what a rating
    is worth; nothing moves what was seen.
    """
    raised = renewed(log, profile, _raised(log, profile, touched))
    moved = (*touched, *(session for pair in raised for session in pair))
    paired = [session.local_date for session in moved if session.loads.stress_per_au is not None]
    rerated: list[tuple[Session, Session]] = []
    if paired:
        start, end = days_after(min(paired), 1), days_after(max(paired), PAIR_WINDOW_DAYS + 1)
        rerated = renewed(log, profile, log.rated_between(start, end))
    _refresh_days(log, {s.local_date for s in (*moved, *(new for _, new in rerated))})
    told = _told((*changed, ("heart_rate_seen", raised), ("rating_scale", rerated)), change)
    log.add_changes(told)
    return told


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


def _told(stages: Sequence[Stage], change: Change) -> tuple[LoadChange, ...]:
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
            before=first[key][1].counted_load,
            after=new.counted_load,
        )
        for key, new in last.items()
        if first[key][1].counted_load != new.counted_load
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
