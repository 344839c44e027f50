"""From what comes in to the sessions it is kept as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from msgspec import Struct

from vegaloop.activity.application import reckoning
from vegaloop.activity.application.commands import (
    Imported,
    KeptSession,
    RemovedBefore,
    SessionsWithdrawn,
)
from vegaloop.activity.application.comparing import Comparing
from vegaloop.activity.application.linking import said_in
from vegaloop.activity.application.parcels import Arrival, Parcel
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.reckoning import Change
from vegaloop.activity.application.superseding import superseding
from vegaloop.activity.domain.groups import pair_of
from vegaloop.activity.domain.multisport import event_with
from vegaloop.activity.domain.session import ContentHash, Edition, Session, SessionId
from vegaloop.activity.domain.twins import AROUND
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import later

__all__ = ("Standing", "beside", "shelve", "standing_of", "take_back")


@final
class Standing(Struct, frozen=True):
    """What is kept of something that comes in, and what becomes of it where that needs no more."""

    kept: tuple[Session, ...]
    settled: Result[Imported, RemovedBefore] | None


def standing_of(log: TrainingLog, arrival: Arrival) -> Standing:
    """Find what became of something before, and whether anything is new in it."""
    kept = log.of_file(arrival.name)
    if kept:
        beside = arrival.beside
        news = beside is not None and any(
            one.hearing(beside.said, beside.name) is not one for one in kept
        )
        known = _is_known(kept[0], arrival.edition) and not news
        return Standing(kept, _as_imported(log, kept) if known else None)
    buried = log.buried(arrival.names)
    if not buried or arrival.revives:
        return Standing((), None)
    return Standing((), Failure(RemovedBefore(min(buried.values()))))


def shelve(
    log: TrainingLog, profile: Profile, parcels: Sequence[Parcel], change: Change
) -> tuple[Result[Imported, RemovedBefore], ...]:
    """Keep parcels, all new ones at once; one that came meanwhile, or twice, is known."""
    waiting: list[Parcel] = []
    found: list[tuple[Parcel, Standing]] = []
    for parcel in parcels:
        name = parcel.arrival.name
        if any(one.arrival.name == name for one in waiting):
            _keep(log, profile, waiting, change)
            waiting = []
        standing = standing_of(log, parcel.arrival)
        if standing.settled is None and not standing.kept:
            waiting.append(parcel)
        elif standing.settled is None:
            _renew(log, profile, standing.kept, parcel, change)
        found.append((parcel, standing))
    _keep(log, profile, waiting, change)
    return tuple(
        _as_shelved(log, parcel, standing) if standing.settled is None else standing.settled
        for parcel, standing in found
    )


def beside(log: TrainingLog, session: Session) -> KeptSession:
    """Put beside a session what it is one training with, or an event, and what only looks alike."""
    return KeptSession(
        session,
        _look_alike(log, session),
        () if session.link is None else log.linked(session.link.lead),
        () if session.file is None else event_with(session, log.of_file(session.file.hash)),
    )


def _keep(log: TrainingLog, profile: Profile, parcels: Sequence[Parcel], change: Change) -> None:
    for parcel in parcels:
        if parcel.file is not None:
            log.keep_file(parcel.file)
        for name in parcel.arrival.names if parcel.arrival.revives else ():
            log.unbury(name)
    reckoning.keep(log, profile, [draft for one in parcels for draft in one.drafts], change)


def _renew(
    log: TrainingLog, profile: Profile, kept: Sequence[Session], parcel: Parcel, change: Change
) -> None:
    if parcel.arrival.edition is not None:
        _supersede(log, profile, kept, parcel, change)
        return
    for one in kept:
        now, beside = log.session(one.id), parcel.arrival.beside
        if now is not None and beside is not None:
            new = now.hearing(beside.said, beside.name)
            reckoning.amend(log, profile, now, new, change)


def _supersede(
    log: TrainingLog, profile: Profile, kept: Sequence[Session], parcel: Parcel, change: Change
) -> None:
    """Put each session of a new edition in its place; one that is in it no more goes, if it may."""
    if parcel.file is not None:
        log.remove_file(parcel.file.hash)
        log.keep_file(parcel.file)
    drafts = {_place_of(draft.session): draft for draft in parcel.drafts}
    for one in kept:
        # What was done before may have put it in another place.
        now, draft = log.session(one.id) or one, drafts.pop(_place_of(one), None)
        if draft is not None:
            reckoning.replace(log, profile, now, superseding(now, draft), change)
        elif not now.facts.by_hand:
            reckoning.withdraw(log, profile, now, change)
    reckoning.keep(log, profile, tuple(drafts.values()), change)


def take_back(
    log: TrainingLog, profile: Profile, names: Sequence[ContentHash], change: Change
) -> SessionsWithdrawn:
    """Forget the sessions of some names, but where the person amended one of those of a name."""
    gone: list[SessionId] = []
    locked: list[SessionId] = []
    for kept in map(log.of_file, names):
        ids = [one.id for one in kept]
        if any(one.facts.by_hand for one in kept):
            locked += ids
            continue
        gone += ids
        for now in filter(None, map(log.session, ids)):
            reckoning.withdraw(log, profile, now, change)
    return SessionsWithdrawn(tuple(gone), tuple(locked))


def _as_shelved(
    log: TrainingLog, parcel: Parcel, standing: Standing
) -> Result[Imported, RemovedBefore]:
    sessions = tuple(beside(log, one) for one in log.of_file(parcel.arrival.name))
    before = bool(standing.kept)
    return Success(
        Imported(
            sessions,
            already_known=False,
            replaced=before and parcel.arrival.beside is None,
            reworded=before and parcel.arrival.beside is not None,
        )
    )


def _place_of(session: Session) -> int:
    return 0 if session.file is None else session.file.index


def _is_known(kept: Session, edition: Edition | None) -> bool:
    before = kept.facts.edition
    if edition is None or before is None:
        return True
    return edition.content == before.content or edition.is_older_than(before)


def _as_imported(log: TrainingLog, sessions: Sequence[Session]) -> Result[Imported, RemovedBefore]:
    return Success(Imported(tuple(beside(log, one) for one in sessions), already_known=True))


def _look_alike(log: TrainingLog, session: Session) -> SessionId | None:
    at, twin_of = session.start.at, Comparing(log).twin
    near = log.near(later(at, -AROUND), later(at, AROUND))
    alike = [one for one in near if not _one(session, one) and twin_of(session, one) is not None]
    said = said_in(log) if alike else {}
    return next((one.id for one in alike if pair_of(session, one) not in said), None)


def _one(session: Session, other: Session) -> bool:
    one, two = session.link, other.link
    return one is not None and two is not None and one.lead == two.lead
