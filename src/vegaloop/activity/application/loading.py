"""The loads of sessions, by what is known of the person on their days."""

from __future__ import annotations

from collections.abc import Sequence

from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.load_methods import (
    PAIR_WINDOW_DAYS,
    RatedPair,
    loads_of,
    own_ratio,
)
from vegaloop.activity.domain.physique import (
    SEEN_WINDOW_DAYS,
    SeenRate,
    estimated_hr_max,
    physique_on,
    seen_hr_max,
)
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.thresholds import DatedThresholds, in_force
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("reckoned", "renewed", "seen_before")


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


def reckoned(
    log: TrainingLog, profile: Profile, sessions: Sequence[Session]
) -> tuple[Session, ...]:
    """Give sessions the loads they have beside all others."""
    thresholds = log.thresholds() if sessions else ()
    pairs = _pairs(log, sessions)
    hearts = [session for session in sessions if session.facts.effort.heart]
    counted = (one for one in hearts if one.counts)
    own = (SeenRate(one.local_date, rate) for one in counted if (rate := one.seen_rate))
    days = [session.local_date for session in hearts]
    seen = (*own, *seen_before(log, profile, thresholds, days))

    def loaded(session: Session) -> Session:
        day, facts = session.local_date, session.facts
        physique = physique_on(day, in_force(thresholds, day), profile, seen_hr_max(seen, day))
        ratio = own_ratio(pairs, day)
        return session.loaded(loads_of(session.sport, facts.effort, facts.rpe, physique, ratio))

    return tuple(map(loaded, sessions))


def renewed(
    log: TrainingLog, profile: Profile, sessions: Sequence[Session]
) -> list[tuple[Session, Session]]:
    """Compute the loads of kept sessions anew; give those that changed, as they were and are."""
    new = reckoned(log, profile, sessions)
    changed = [(a, b) for a, b in zip(sessions, new, strict=True) if a.loads != b.loads]
    log.put_loads([session for _, session in changed])
    return changed


def _pairs(log: TrainingLog, sessions: Sequence[Session]) -> tuple[RatedPair, ...]:
    days = [session.local_date for session in sessions if session.facts.rpe is not None]
    if not days:
        return ()
    return tuple(
        RatedPair(tally.day, tally.stress_per_au)
        for tally in log.tallies(days_after(min(days), -PAIR_WINDOW_DAYS), max(days))
        if tally.stress_per_au is not None
    )
