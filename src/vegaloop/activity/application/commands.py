"""What can be asked of activity beyond a single value, and what it answers."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, final

from msgspec import UNSET, Struct, UnsetType

from vegaloop.activity.domain.activity_file import CannotRead
from vegaloop.activity.domain.admission import NoSuchActivity
from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.placing import CannotPlace
from vegaloop.activity.domain.recording import Note, Recording, Totals
from vegaloop.activity.domain.session import LoadChange, Session, SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.thresholds import DatedThresholds
from vegaloop.activity.domain.words import Spoken
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant

__all__ = (
    "AmendActivity",
    "CannotImport",
    "CannotKeep",
    "CannotPair",
    "Fate",
    "ImportFile",
    "Imported",
    "ItemKept",
    "ItemOutcome",
    "ItemRefused",
    "KeepRecording",
    "KeptSession",
    "NotLinked",
    "Receipt",
    "RefusedFile",
    "RemovedBefore",
    "SessionsWithdrawn",
    "ThresholdsSet",
)


@final
class RemovedBefore(Struct, frozen=True, tag="activity/removed-before"):
    """A session the person removed, which no import brings back unless they ask for it."""

    removed_at: Instant


CannotKeep: TypeAlias = CannotPlace | RemovedBefore
CannotImport: TypeAlias = CannotRead | CannotKeep


@final
class ImportFile(Struct, frozen=True, kw_only=True):
    """A file to keep the sessions of; `start` says when, for a device that never knew the date.

    `revives` brings back what the person removed: for a file they hand over again themselves.
    `sport`, `name`, `notes` and `rpe` are what stands beside the file where it comes from, `totals`
    the figures beside one of a single session.
    A file whose source has a name for it (`external_id`) takes the place of the one that came under
    that name before, unless it was `modified_at` before that one.
    """

    data: bytes
    source: SourceId = SourceId("file")
    file_name: str | None = None
    start: Instant | None = None
    sport: Sport | None = None
    name: str | None = None
    notes: str | None = None
    rpe: Rpe | None = None
    totals: Totals | None = None
    revives: bool = False
    external_id: str | None = None
    modified_at: Instant | None = None

    @property
    def spoken(self) -> Spoken:
        """What stands beside the file."""
        return Spoken(sport=self.sport, name=self.name, notes=self.notes, rpe=self.rpe)


@final
class KeepRecording(Struct, frozen=True, kw_only=True):
    """A session its source tells of without a file; `external_id` is the source's name for it.

    What comes under the same name later is what the source says now, unless it was `modified_at`
    before; `notes` and `rpe` are what the person said there, `remarks` what was odd about it.
    """

    recording: Recording
    source: SourceId
    external_id: str
    device: str | None = None
    file_name: str | None = None
    notes: str | None = None
    rpe: Rpe | None = None
    remarks: tuple[Note, ...] = ()
    modified_at: Instant | None = None


@final
class KeptSession(Struct, frozen=True):
    """A session with those it is one training with, and those it is part of one event with.

    `possible_duplicate_of` looks like the same, but not surely; `linked` are the sessions of one
    training with the one that counts, itself among them; `parts` are those of a multisport event.
    """

    session: Session
    possible_duplicate_of: SessionId | None = None
    linked: tuple[Session, ...] = ()
    parts: tuple[Session, ...] = ()


@final
class Imported(Struct, frozen=True):
    """The sessions of a file; `already_known` if it had been uploaded before.

    `replaced` says that its source had said something else of it before, `reworded` that what stood
    beside the file is new.
    """

    sessions: tuple[KeptSession, ...]
    already_known: bool
    replaced: bool = False
    reworded: bool = False


class Fate(StrEnum):
    """What became of an item of a batch that was not refused."""

    KEPT = "kept"
    KNOWN = "known"
    REPLACED = "replaced"
    LINKED = "linked"
    REWORDED = "reworded"  # The file was known, and what was said beside it was not.


@final
class ItemKept(Struct, frozen=True):
    """An item that is kept, and as which sessions.

    `linked` are those kept before that one of them is one training with; `remarks` say what was odd.
    """

    fate: Fate
    sessions: tuple[SessionId, ...]
    linked: tuple[SessionId, ...] = ()
    remarks: tuple[Note, ...] = ()


@final
class ItemRefused(Struct, frozen=True):
    """An item that was not kept, and why."""

    reason: CannotImport


ItemOutcome: TypeAlias = ItemKept | ItemRefused


@final
class SessionsWithdrawn(Struct, frozen=True):
    """What became of the sessions of a name its source takes back; none of either were never kept.

    `locked` are those the person amended, or that are of one file with such a one: they stay.
    """

    gone: tuple[SessionId, ...] = ()
    locked: tuple[SessionId, ...] = ()


@final
class RefusedFile(Struct, frozen=True):
    """A file that was not kept, and why."""

    file_name: str | None
    reason: CannotImport


@final
class Receipt(Struct, frozen=True):
    """What became of many files: kept anew, seen before, refused."""

    kept: int
    seen: int
    refused: tuple[RefusedFile, ...] = ()


class Inseparable(StrEnum):
    """Why two sessions can be told neither together nor apart."""

    ITSELF = "itself"
    PARTS_OF_ONE_EVENT = "parts-of-one-event"


@final
class NotLinked(Struct, frozen=True, tag="activity/not-linked"):
    """Two sessions that cannot be told apart or together: one and the same, or parts of one file."""

    one: SessionId
    other: SessionId
    why: Inseparable


CannotPair: TypeAlias = NoSuchActivity | NotLinked


@final
class AmendActivity(Struct, frozen=True, kw_only=True):
    """What a person says about a session; what is UNSET stays, None takes a value away."""

    sport: Sport | UnsetType = UNSET
    name: str | UnsetType | None = UNSET
    notes: str | UnsetType | None = UNSET
    rpe: Rpe | UnsetType | None = UNSET


@final
class ThresholdsSet(Struct, frozen=True):
    """An entry of thresholds as kept, and the loads it changed."""

    entry: DatedThresholds
    changes: tuple[LoadChange, ...]
