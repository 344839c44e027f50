"""What comes in, made ready before any transaction begins: its name, and the sessions in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.activity.application.commands import ImportFile, KeepRecording
from vegaloop.activity.application.ports import KeptFile
from vegaloop.activity.application.reckoning import Draft
from vegaloop.activity.domain.activity_file import ActivityFile, Device
from vegaloop.activity.domain.origin import Edition, FileRef, Origin
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.placing import CannotPlace, Provenance, content_hash
from vegaloop.activity.domain.recording import Recording
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.words import ContentHash, Spoken
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = (
    "Arrival",
    "Beside",
    "Maker",
    "Parcel",
    "arrival_of",
    "arrival_told",
    "names_of",
    "parcel_of_file",
    "parcel_told",
)

# What makes a session of a recording and of where it came from.
Maker: TypeAlias = Callable[[Recording, Provenance], Result[Session, CannotPlace]]


@final
class Beside(Struct, frozen=True):
    """What a source says beside a file, and a name for that."""

    said: Spoken
    name: ContentHash


@final
class Arrival(Struct, frozen=True):
    """What something that comes in is called, before anybody has read it."""

    name: ContentHash
    edition: Edition | None = None
    revives: bool = False
    beside: Beside | None = None

    @property
    def names(self) -> tuple[ContentHash, ...]:
        """All it is known by: a file its source has a name for by its content too."""
        file = None if self.edition is None else self.edition.file
        return (self.name,) if file is None else (self.name, file)


@final
class Parcel(Struct, frozen=True):
    """What is kept of one thing that comes in, made before any transaction begins.

    It has no drafts where the sessions are there, and only what is said of them is new.
    """

    arrival: Arrival
    drafts: tuple[Draft, ...] = ()
    file: KeptFile | None = None


def arrival_of(command: ImportFile, content: bytes) -> Arrival:
    """Name a file as its source does, else by its content, and what stands beside it by both."""
    said, name = command.spoken, content_hash(content)
    if command.external_id is not None:
        told_as, named = names_of(command.source, command.external_id)
        edition = Edition(
            content_hash(repr((name, said)).encode()), command.modified_at, told_as, name
        )
        return Arrival(named, edition, command.revives)
    if said == Spoken():
        return Arrival(name, revives=command.revives)
    return Arrival(name, revives=command.revives, beside=Beside(said, _heard(command)))


def names_of(source: SourceId, external_id: str) -> tuple[ContentHash, ContentHash]:
    """Name what a source has a name for: the session it tells, and the file of it."""
    told, file = repr((source, external_id)), repr((source, external_id, "file"))
    return content_hash(told.encode()), content_hash(file.encode())


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
            rpe=command.rpe,
            totals=command.totals if len(file.recordings) == 1 else None,
            heard=() if command.spoken == Spoken() else (_heard(command),),
            edition=arrival.edition,
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
    name, _ = names_of(command.source, command.external_id)
    said = repr((command.recording, command.device, command.notes, command.rpe, command.remarks))
    edition = Edition(content_hash(said.encode()), command.modified_at)
    return Arrival(name, edition)


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


def _heard(command: ImportFile) -> ContentHash:
    return content_hash(repr((command.source, command.spoken)).encode())


def _draft(recording: Recording, told: Provenance, make: Maker) -> Result[Draft, CannotPlace]:
    match make(recording, told):
        case Failure(error):
            return Failure(error)
        case Success(session):
            peaks = peaks_of(recording.streams, session.facts.pauses_ms, session.sport)
            return Success(Draft(session, recording.streams, peaks))


def _words(device: Device) -> str | None:
    words = (word for word in (device.manufacturer, device.product) if word is not None)
    return " ".join(words) or None
