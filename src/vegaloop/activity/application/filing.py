"""From a file as read to the sessions it is kept as."""

from __future__ import annotations

from collections.abc import Sequence

from vegaloop.activity.application.commands import Imported, ImportFile, KeptSession
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.reckoning import Draft
from vegaloop.activity.domain.activity_file import ActivityFile, Device
from vegaloop.activity.domain.admission import CannotPlace, decide_recorded
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.session import (
    TWIN_START_MOST,
    ContentHash,
    FileRef,
    Origin,
    Session,
    SessionId,
    possible_duplicate,
)
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, TimeZone, later

__all__ = ("beside", "drafts_of", "known")


def known(log: TrainingLog, hash: ContentHash) -> Imported | None:
    """Find what is kept of a file, if it is."""
    sessions = log.of_file(hash)
    if not sessions:
        return None
    return Imported(tuple(beside(log, session) for session in sessions), already_known=True)


def beside(log: TrainingLog, session: Session) -> KeptSession:
    """Look for another session that may be the same."""
    at = session.start.at
    near = log.near(later(at, -TWIN_START_MOST), later(at, TWIN_START_MOST))
    twins = (other.id for other in near if possible_duplicate(session, other))
    return KeptSession(session, next(twins, None))


def drafts_of(
    command: ImportFile,
    file: ActivityFile,
    name: ContentHash,
    ids: Sequence[SessionId],
    home: TimeZone,
    now: Instant,
) -> Result[tuple[Draft, ...], CannotPlace]:
    """Make a session of every recording of a file, or say which one cannot be placed in time."""
    origin = Origin(
        source=command.source,
        format=file.format,
        device=_words(file.device),
        file_name=command.file_name,
    )
    drafts: list[Draft] = []
    for n, (new, recording) in enumerate(zip(ids, file.recordings, strict=True)):
        reference = FileRef(name, n)
        decided = decide_recorded(
            new, recording, origin, reference, command.start, home, now, file.notes
        )
        match decided:
            case Failure(error):
                return Failure(error)
            case Success(session):
                peaks = peaks_of(recording.streams, session.facts.pauses_ms, session.sport)
                drafts.append(Draft(session, recording.streams, peaks))
    return Success(tuple(drafts))


def _words(device: Device) -> str | None:
    words = (word for word in (device.manufacturer, device.product) if word is not None)
    return " ".join(words) or None
