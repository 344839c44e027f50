"""The bodies of device sync."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, final

from msgspec import Meta, Struct

from vegaloop.device_sync.adapters.plain import (
    VENDORS,
    SyncState,
    parting_of,
    sentence_of,
    standing_of,
    state_of,
    untold_of,
)
from vegaloop.device_sync.application.connecting import ConsentAsked
from vegaloop.device_sync.application.overseeing import Gap, VendorStatus
from vegaloop.device_sync.application.parting import Parted
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.coverage import Days
from vegaloop.device_sync.domain.trouble import Trouble, not_before, tag_of
from vegaloop.device_sync.domain.vendor import DataKind, Vendor


@final
class TroubleBody(Struct, frozen=True):
    """What stands in the way: a tag for machines, a sentence for people, and when it may be over."""

    type: str
    sentence: str
    not_before: dt.datetime | None


@final
class DaySpanBody(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """Local days, from the first to the day after the last."""

    start: dt.date
    end: dt.date


@final
class GapBody(Struct, frozen=True):
    """The days of which a kind of data did not come, and of which it came and could not be taken."""

    vendor: Vendor
    kind: DataKind
    missing_days: int
    missing: tuple[DaySpanBody, ...]
    untaken: tuple[DaySpanBody, ...]


@final
class VendorSyncBody(Struct, frozen=True):
    """How it stands with one vendor."""

    vendor: Vendor
    name: str
    state: SyncState
    sentence: str
    can_connect: bool
    connected_at: dt.datetime | None
    wanted_from: Annotated[dt.date | None, Meta(description="The first day that is asked for.")]
    last_success_at: dt.datetime | None
    pending: int
    dead: Annotated[int, Meta(description="How many deliveries are not tried again by themselves.")]
    trouble: TroubleBody | None
    next_at: Annotated[dt.datetime | None, Meta(description="When it is tried next, by itself.")]
    gaps: tuple[GapBody, ...]


@final
class SyncBody(Struct, frozen=True):
    """How it stands with every vendor that is set up, connected, or has sent something."""

    vendors: tuple[VendorSyncBody, ...]


@final
class GapsBody(Struct, frozen=True):
    """What is missing, of each kind of data of each connected vendor."""

    gaps: tuple[GapBody, ...]


@final
class ConsentBody(Struct, frozen=True):
    """The address at which you consent, and until when the answer is taken."""

    authorise_url: str
    expires_at: dt.datetime


@final
class ConnectionBody(Struct, frozen=True):
    """A vendor that is connected, and from which day on it is asked."""

    vendor: Vendor
    connected_at: dt.datetime
    wanted_from: dt.date


@final
class PartedBody(Struct, frozen=True):
    """A vendor that is disconnected: nothing of it is taken any more, and what came stays."""

    vendor: Vendor
    disconnected_at: dt.datetime
    sentence: str
    vendor_told: Annotated[
        bool,
        Meta(description="Whether the vendor knows; else remove VegaLoop in your account there."),
    ]
    trouble: TroubleBody | None


def from_asked(asked: ConsentAsked) -> ConsentBody:
    """Answer where to consent."""
    return ConsentBody(asked.address, asked.until)


def from_connection(connection: Connection) -> ConnectionBody:
    """Answer a connection."""
    return ConnectionBody(connection.vendor, connection.connected_at, connection.wanted_from)


def from_parted(parted: Parted) -> PartedBody:
    """Answer a consent that is over."""
    trouble = from_trouble(parted.vendor, parted.trouble, untold_of)
    return PartedBody(parted.vendor, parted.at, parting_of(parted), parted.is_told, trouble)


def from_statuses(statuses: tuple[VendorStatus, ...]) -> SyncBody:
    """Answer how it stands."""
    return SyncBody(tuple(map(_from_status, statuses)))


def from_gaps(gaps: tuple[Gap, ...]) -> GapsBody:
    """Answer what is missing."""
    return GapsBody(tuple(map(_from_gap, gaps)))


def from_trouble(
    vendor: Vendor,
    trouble: Trouble | None,
    said: Callable[[Vendor, Trouble], str] = sentence_of,
) -> TroubleBody | None:
    """Answer what stands in the way, as it is said of that."""
    if trouble is None:
        return None
    return TroubleBody(tag_of(trouble), said(vendor, trouble), not_before(trouble))


def _from_status(status: VendorStatus) -> VendorSyncBody:
    vendor, connection, state = status.vendor, status.connection, state_of(status)
    return VendorSyncBody(
        vendor,
        VENDORS[vendor],
        state,
        standing_of(vendor, state),
        status.is_set_up and vendor is not Vendor.PHONE,
        None if connection is None else connection.connected_at,
        None if connection is None else connection.wanted_from,
        status.worked_at,
        status.waiting,
        status.dead,
        from_trouble(vendor, status.trouble),
        status.next_at,
        tuple(map(_from_gap, status.gaps)),
    )


def _from_gap(gap: Gap) -> GapBody:
    missing, untaken = _from_days(gap.missing), _from_days(gap.untaken)
    return GapBody(gap.vendor, gap.kind, len(gap.missing), missing, untaken)


def _from_days(days: Days) -> tuple[DaySpanBody, ...]:
    return tuple(DaySpanBody(start, end) for start, end in days.spans)
