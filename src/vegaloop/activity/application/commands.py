"""What can be asked of activity beyond a single value, and what it answers."""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import UNSET, Struct, UnsetType

from vegaloop.activity.domain.activity_file import CannotRead
from vegaloop.activity.domain.admission import CannotPlace
from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.session import LoadChange, Session, SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.thresholds import DatedThresholds
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant

__all__ = (
    "AmendActivity",
    "CannotImport",
    "ImportFile",
    "Imported",
    "KeptSession",
    "Receipt",
    "RefusedFile",
    "ThresholdsSet",
)

CannotImport: TypeAlias = CannotRead | CannotPlace


@final
class ImportFile(Struct, frozen=True, kw_only=True):
    """A file to keep the sessions of; `start` says when, for a device that never knew the date."""

    data: bytes
    source: SourceId = SourceId("file")
    file_name: str | None = None
    start: Instant | None = None


@final
class KeptSession(Struct, frozen=True):
    """A session, and another one that may be the same, recorded by something else."""

    session: Session
    possible_duplicate_of: SessionId | None = None


@final
class Imported(Struct, frozen=True):
    """The sessions of a file; `already_known` if it had been uploaded before."""

    sessions: tuple[KeptSession, ...]
    already_known: bool


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
