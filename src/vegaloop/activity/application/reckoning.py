"""Keeping derived loads true: whatever changed, the loads and the days that hang on it follow.

Rule 1: after every write the loads of all sessions are what they would be if the sessions had come
in any other order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.application.following import Change, follow
from vegaloop.activity.application.linking import relink
from vegaloop.activity.application.loading import reckoned, renewed
from vegaloop.activity.application.peaking import remake_peaks
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.regrading import regrade, regraded
from vegaloop.activity.domain.load_history import LoadHistory, history_of
from vegaloop.activity.domain.load_year import bounds_of
from vegaloop.activity.domain.peaks import NO_PEAKS, Peaks
from vegaloop.activity.domain.session import LoadChange, Session
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.thresholds import Span
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import YEAR_LEAST, YEAR_MOST, LocalDate

__all__ = (
    "LINKED",
    "Change",
    "Draft",
    "amend",
    "history_before",
    "keep",
    "recompute",
    "regroup",
    "remove",
    "renew",
    "replace",
    "settle",
    "withdraw",
)

# After five years a load weighs e^(-5·365/42) < 2^-53 in CTL: no float can tell it was there.
MEMORY_YEARS: Final = 5
LINKED: Final = "linked"


@final
class Draft(Struct, frozen=True):
    """A new session before its loads are known, with what was recorded of it."""

    session: Session
    streams: Streams = Streams()
    peaks: Peaks = NO_PEAKS


@final
class Settled(Struct, frozen=True):
    """Sessions as they are now, in the order given, and the loads that changed."""

    sessions: tuple[Session, ...]
    told: tuple[LoadChange, ...]


def keep(
    log: TrainingLog,
    profile: Profile,
    drafts: Sequence[Draft],
    change: Change,
) -> tuple[Session, ...]:
    """Keep new sessions with their loads, linked with those they are one training with."""
    for draft in drafts:
        log.add(draft.session, draft.streams)
        log.put_peaks(draft.session.id, draft.peaks)
    return settle(log, profile, [draft.session for draft in drafts], change).sessions


def replace(
    log: TrainingLog, profile: Profile, old: Session, draft: Draft, change: Change
) -> Session:
    """Put what a source says now in place of what it said; the id stays."""
    log.remove(old.id)
    log.add(draft.session, draft.streams)
    log.put_peaks(old.id, draft.peaks)
    (settled,) = settle(log, profile, (draft.session,), change, (old,)).sessions
    return settled


def amend(
    log: TrainingLog, profile: Profile, old: Session, new: Session, change: Change
) -> Session:
    """Replace a session by what a person now says of it."""
    moved = new if new.sport is old.sport else regraded(log, new)
    log.update(moved)
    if moved.sport is not old.sport:
        remake_peaks(log, (moved,))
    (settled,) = settle(log, profile, (moved,), change, (old,)).sessions
    return settled


def remove(log: TrainingLog, profile: Profile, session: Session, change: Change) -> None:
    """Forget a session, and its file with the last session of it; no import brings it back."""
    withdraw(log, profile, session, change)
    if session.file is not None and not log.of_file(session.file.hash):
        content = session.content
        log.bury(session.file.hash, change.at)
        if content is not None and content.hash != session.file.hash:
            log.bury(content.hash, change.at)


def withdraw(log: TrainingLog, profile: Profile, session: Session, change: Change) -> None:
    """Forget a session, and its file with the last session of it, as if it had never come."""
    linked = () if session.link is None else log.linked(session.link.lead)
    log.remove(session.id)
    if session.file is not None and not log.of_file(session.file.hash):
        log.remove_file(session.file.hash)
    rest = tuple(one for one in linked if one.id != session.id)
    settle(log, profile, rest, Change(change.id, LINKED, change.at), (session, *rest))


def settle(
    log: TrainingLog,
    profile: Profile,
    sessions: Sequence[Session],
    change: Change,
    before: Sequence[Session] = (),
) -> Settled:
    """Group kept sessions anew and let all loads follow; `before` are sessions as they were."""
    moved = relink(log, sessions)
    now = {one.id: one for one in sessions} | {new.id: new for _, new in moved}
    settled = {one.id: one for one in reckoned(log, profile, tuple(now.values()))}
    log.put_loads(tuple(settled.values()))
    given, was = {one.id for one in sessions}, {one.id: one for one in before}
    own = [(was[new.id], new) for new in settled.values() if new.id in was]
    others = [(old, settled[old.id]) for old, _ in moved if old.id not in given]
    touched = (*before, *(old for old, _ in others), *settled.values())
    told = follow(log, profile, touched, change, ((change.cause, own), (LINKED, others)))
    return Settled(tuple(settled[one.id] for one in sessions), told)


def regroup(
    log: TrainingLog, profile: Profile, span: Span, change: Change
) -> tuple[LoadChange, ...]:
    """Find what is one training among sessions kept before anybody looked for it."""
    moved = relink(log, log.between(span.start, span.end))
    olds, news = tuple(old for old, _ in moved), tuple(new for _, new in moved)
    return settle(log, profile, news, Change(change.id, LINKED, change.at), olds).told


def recompute(
    log: TrainingLog, profile: Profile, span: Span, change: Change
) -> tuple[LoadChange, ...]:
    """Compute the loads of a span anew, and tell which ones changed."""
    changed = renewed(log, profile, log.between(span.start, span.end))
    touched = tuple(session for pair in changed for session in pair)
    return follow(log, profile, touched, change, ((change.cause, changed),))


def renew(log: TrainingLog, profile: Profile, change: Change) -> None:
    """Compute every load and peak anew that an earlier version of the formulas computed. Rule ACT-39."""
    if any(year.is_stale for year in log.years(YEAR_LEAST, YEAR_MOST)):
        first = LocalDate(dt.date(YEAR_LEAST, 1, 1))
        regrade(log, log.between(first, None))
        recompute(log, profile, Span(first, None), change)
        remake_peaks(log, log.between(first, None))
        log.put_years([year.renewed for year in log.years(YEAR_LEAST, YEAR_MOST)])


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
