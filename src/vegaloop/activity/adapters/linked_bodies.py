"""What is told over HTTP of activities that are one training, or parts of one event."""

from __future__ import annotations

from typing import final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.application.commands import KeptSession
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.link import LinkedBy, Twin
from vegaloop.activity.domain.session import Origin, Session
from vegaloop.activity.domain.streams import Channel


@final
class SourceBody(Struct, frozen=True):
    """Where an activity came from."""

    source: str
    format: FileFormat | None
    device: str | None
    file_name: str | None


@final
class TwinBody(Struct, frozen=True, kw_only=True):
    """How alike two activities are: a ratio is of the less to the more, null where it is unknown.

    Their clocks differ by `shift_s`, whole quarters of an hour, and their starts by `apart_s` more.
    Where one lies within the other the ratios of figures are of the time they share, and
    `ground_share` is how much of the way they were near each other.
    """

    apart_s: float
    shift_s: int
    overlap_share: float
    elapsed_ratio: float
    distance_ratio: float | None
    heart_rate_ratio: float | None
    power_ratio: float | None
    ground_share: float | None


@final
class DuplicateBody(Struct, frozen=True, kw_only=True):
    """One recording of a training: what it was found to be and why, and what the counted one has of it.

    The times of the channels it `gives` are its own and `offset_s`.
    """

    id: UUID
    counts: bool
    source: SourceBody
    linked_by: LinkedBy
    same_as: UUID | None
    why: TwinBody | None
    gives: tuple[Channel, ...]
    offset_s: float


@final
class DuplicatesBody(Struct, frozen=True, kw_only=True):
    """The recordings of one training, oldest first, and which of them counts."""

    counted: UUID
    chosen_by: LinkedBy
    recordings: tuple[DuplicateBody, ...]


@final
class MultisportBody(Struct, frozen=True, kw_only=True):
    """The event an activity is part of: its place, from 1, among all of them in order."""

    position: int
    of: int
    activities: tuple[UUID, ...]


@final
class LinkedBody(Struct, frozen=True, kw_only=True):
    """What an activity is one training with, or an event, and what only looks alike."""

    duplicates: DuplicatesBody | None
    multisport: MultisportBody | None
    possible_duplicate_of: UUID | None


def from_linked(kept: KeptSession) -> LinkedBody:
    """Tell what a session belongs together with."""
    return LinkedBody(
        duplicates=_from_linked(kept),
        multisport=_from_parts(kept),
        possible_duplicate_of=kept.possible_duplicate_of,
    )


def from_origin(origin: Origin) -> SourceBody:
    """Tell where a session came from."""
    return SourceBody(origin.source, origin.format, origin.device, origin.file_name)


def _from_linked(kept: KeptSession) -> DuplicatesBody | None:
    lead = next((one for one in kept.linked if one.counts), None)
    if lead is None or lead.link is None:
        return None
    return DuplicatesBody(
        counted=lead.id,
        chosen_by=lead.link.by,
        recordings=tuple(map(_from_member, kept.linked)),
    )


def _from_member(one: Session) -> DuplicateBody:
    link = one.link
    return DuplicateBody(
        id=one.id,
        counts=one.counts,
        source=from_origin(one.facts.origin),
        linked_by=LinkedBy.AUTOMATIC if link is None else link.by,
        same_as=None if link is None else link.to,
        why=None if link is None or link.twin is None else _from_twin(link.twin),
        gives=() if link is None else link.gives,
        offset_s=0.0 if link is None else link.offset_ms / 1_000,
    )


def _from_twin(twin: Twin) -> TwinBody:
    return TwinBody(
        apart_s=twin.apart_s,
        shift_s=twin.shift_s,
        overlap_share=twin.overlap_share,
        elapsed_ratio=twin.elapsed_ratio,
        distance_ratio=twin.distance_ratio,
        heart_rate_ratio=twin.heart_rate_ratio,
        power_ratio=twin.power_ratio,
        ground_share=twin.ground_share,
    )


def _from_parts(kept: KeptSession) -> MultisportBody | None:
    ids = tuple(one.id for one in kept.parts)
    if kept.session.id not in ids:
        return None
    return MultisportBody(position=ids.index(kept.session.id) + 1, of=len(ids), activities=ids)
