"""From what comes in to the sessions it is kept as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.application import reckoning
from vegaloop.activity.application.commands import (
    Imported,
    ImportFile,
    KeepRecording,
    KeptSession,
    RemovedBefore,
)
from vegaloop.activity.application.linking import said_in
from vegaloop.activity.application.ports import KeptFile, TrainingLog
from vegaloop.activity.application.reckoning import Change, Draft
from vegaloop.activity.application.superseding import superseding
from vegaloop.activity.domain.activity_file import ActivityFile, Device
from vegaloop.activity.domain.groups import pair_of
from vegaloop.activity.domain.multisport import event_with
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.placing import CannotPlace, Provenance, content_hash
from vegaloop.activity.domain.recording import Recording
from vegaloop.activity.domain.session import (
    ContentHash,
    Edition,
    FileRef,
    Origin,
    Session,
    SessionId,
)
from vegaloop.activity.domain.twins import NEAR_MOST_S, twin_of
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, later

__all__ = (
    "Arrival",
    "Maker",
    "Parcel",
    "arrival_told",
    "beside",
    "parcel_of_file",
    "parcel_told",
    "settled_already",
    "shelve",
)

_NEAR: Final = dt.timedelta(seconds=NEAR_MOST_S)

# What makes a session of a recording and of where it came from.
Maker: TypeAlias = Callable[[Recording, Provenance], Result[Session, CannotPlace]]


@final
class Arrival(Struct, frozen=True):
    """What something that comes in is called, before anybody has read it."""

    name: ContentHash
    edition: Edition | None = None
    revives: bool = False


@final
class Parcel(Struct, frozen=True):
    """What is kept of one thing that comes in, made before any transaction begins."""

    arrival: Arrival
    drafts: tuple[Draft, ...]
    file: KeptFile | None = None


def settled_already(log: TrainingLog, arrival: Arrival) -> Result[Imported, RemovedBefore] | None:
    """Find what became of something before; None where it is to be kept, or to be replaced."""
    sessions = log.of_file(arrival.name)
    if sessions:
        return _as_imported(log, sessions) if _is_known(sessions[0], arrival.edition) else None
    removed_at = log.buried((arrival.name,)).get(arrival.name)
    if removed_at is None or arrival.revives:
        return None
    return Failure(RemovedBefore(removed_at))


def shelve(
    log: TrainingLog, profile: Profile, parcels: Sequence[Parcel], change: Change
) -> tuple[Result[Imported, RemovedBefore], ...]:
    """Keep parcels, all new ones at once; one that came meanwhile, or twice, is known."""
    waiting: list[Parcel] = []
    found: list[tuple[Parcel, Result[Imported, RemovedBefore] | None, bool]] = []
    for parcel in parcels:
        name = parcel.arrival.name
        if any(one.arrival.name == name for one in waiting):
            _keep(log, profile, waiting, change)
            waiting = []
        settled, old = settled_already(log, parcel.arrival), log.of_file(name)
        if settled is None and old:
            draft = superseding(old[0], parcel.drafts[0])
            reckoning.replace(log, profile, old[0], draft, change)
        elif settled is None:
            waiting.append(parcel)
        found.append((parcel, settled, bool(old)))
    _keep(log, profile, waiting, change)
    return tuple(
        _as_imported(log, log.of_file(parcel.arrival.name), known=False, replaced=replaced)
        if settled is None
        else settled
        for parcel, settled, replaced in found
    )


def beside(log: TrainingLog, session: Session) -> KeptSession:
    """Put beside a session what it is one training with, or an event, and what only looks alike."""
    return KeptSession(
        session,
        _look_alike(log, session),
        () if session.link is None else log.linked(session.link.lead),
        () if session.file is None else event_with(session, log.of_file(session.file.hash)),
    )


def parcel_of_file(
    command: ImportFile, file: ActivityFile, arrival: Arrival, make: Maker, now: Instant
) -> Result[Parcel, CannotPlace]:
    """Make a session of every recording of a file, or say which one cannot be placed in time."""
    origin = Origin(
        source=command.source,
        format=file.format,
        device=_words(file.device),
        file_name=command.file_name,
    )
    drafts: list[Draft] = []
    for n, recording in enumerate(file.recordings):
        reference = FileRef(arrival.name, n)
        told = Provenance(
            origin=origin,
            file=reference,
            start=command.start,
            remarks=file.notes,
            sport=command.sport,
            name=command.name,
            notes=command.notes,
        )
        match _draft(recording, told, make):
            case Failure(error):
                return Failure(error)
            case Success(draft):
                drafts.append(draft)
    kept = KeptFile(arrival.name, command.data, file.format, now)
    return Success(Parcel(arrival, tuple(drafts), kept))


def arrival_told(command: KeepRecording) -> Arrival:
    """Name a session by its source and the source's own name for it."""
    name = repr((command.source, command.external_id))
    said = repr((command.recording, command.device, command.notes, command.rpe, command.remarks))
    edition = Edition(content_hash(said.encode()), command.modified_at)
    return Arrival(content_hash(name.encode()), edition)


def parcel_told(
    command: KeepRecording, arrival: Arrival, make: Maker
) -> Result[Parcel, CannotPlace]:
    """Make a session of what a source tells."""
    told = Provenance(
        origin=Origin(source=command.source, device=command.device, file_name=command.file_name),
        file=FileRef(arrival.name, 0),
        remarks=command.remarks,
        notes=command.notes,
        rpe=command.rpe,
        edition=arrival.edition,
    )
    match _draft(command.recording, told, make):
        case Failure(error):
            return Failure(error)
        case Success(draft):
            return Success(Parcel(arrival, (draft,)))


def _keep(log: TrainingLog, profile: Profile, parcels: Sequence[Parcel], change: Change) -> None:
    for parcel in parcels:
        if parcel.file is not None:
            log.keep_file(parcel.file)
        if parcel.arrival.revives:
            log.unbury(parcel.arrival.name)
    reckoning.keep(log, profile, [draft for one in parcels for draft in one.drafts], change)


def _is_known(kept: Session, edition: Edition | None) -> bool:
    before = kept.facts.edition
    if edition is None or before is None:
        return True
    return edition.content == before.content or edition.is_older_than(before)


def _as_imported(
    log: TrainingLog, sessions: Sequence[Session], *, known: bool = True, replaced: bool = False
) -> Result[Imported, RemovedBefore]:
    kept = tuple(beside(log, session) for session in sessions)
    return Success(Imported(kept, already_known=known, replaced=replaced))


def _draft(recording: Recording, told: Provenance, make: Maker) -> Result[Draft, CannotPlace]:
    match make(recording, told):
        case Failure(error):
            return Failure(error)
        case Success(session):
            peaks = peaks_of(recording.streams, session.facts.pauses_ms, session.sport)
            return Success(Draft(session, recording.streams, peaks))


def _look_alike(log: TrainingLog, session: Session) -> SessionId | None:
    at = session.start.at
    near = log.near(later(at, -_NEAR), later(at, _NEAR))
    alike = [one for one in near if twin_of(session, one) is not None and not _one(session, one)]
    said = said_in(log) if alike else {}
    return next((one.id for one in alike if pair_of(session, one) not in said), None)


def _one(session: Session, other: Session) -> bool:
    one, two = session.link, other.link
    return one is not None and two is not None and one.lead == two.lead


def _words(device: Device) -> str | None:
    words = (word for word in (device.manufacturer, device.product) if word is not None)
    return " ".join(words) or None
