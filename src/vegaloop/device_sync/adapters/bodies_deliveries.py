"""The bodies of what came, and of what is done with it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, final
from uuid import UUID

from msgspec import Meta, Raw, Struct

from vegaloop.device_sync.adapters.bodies import DaySpanBody, TroubleBody, from_trouble
from vegaloop.device_sync.application.overseeing import DeliveryShown
from vegaloop.device_sync.application.ports import Numbered
from vegaloop.device_sync.domain.delivery import Delivery, State, Way
from vegaloop.device_sync.domain.progress import Counts, Fate, Landed, Step, counts_of
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.infrastructure.bodies import Page, page_of


@final
class DeliveryBody(Struct, frozen=True):
    """Something that came, and how far it is; `kind` and `days` are of what was pulled."""

    id: UUID
    vendor: Vendor
    way: Way
    state: State
    received_at: dt.datetime
    due_at: dt.datetime | None
    ended_at: dt.datetime | None
    attempts: int
    trouble: TroubleBody | None
    kind: DataKind | None
    days: DaySpanBody | None


@final
class RecordBody(Struct, frozen=True):
    """One record of a delivery, as the vendor names it, and what became of it."""

    form: str
    external_id: str
    fate: Fate
    reason: Annotated[
        Raw, Meta(description="Why it was not taken: a fact with its `type`, or null.")
    ]


@final
class DeliveryShownBody(Struct, frozen=True):
    """A delivery, and what became of each of its records once it was taken."""

    delivery: DeliveryBody
    counts: Counts | None
    records: tuple[RecordBody, ...]


@final
class StepBody(Struct, frozen=True):
    """One step of a person's sync."""

    at: dt.datetime
    vendor: Vendor
    step: Step
    kind: DataKind | None
    counts: Counts | None
    trouble: TroubleBody | None


@final
class ReplayedBody(Struct, frozen=True):
    """How many deliveries are worked at again."""

    deliveries: int


def from_delivery(delivery: Delivery) -> DeliveryBody:
    """Answer a delivery."""
    pulled = delivery.pulled
    return DeliveryBody(
        delivery.id,
        delivery.vendor,
        delivery.way,
        delivery.state,
        delivery.received_at,
        delivery.run_at if delivery.state is State.WAITING else None,
        delivery.ended_at,
        delivery.attempts,
        from_trouble(delivery.vendor, delivery.trouble),
        None if pulled is None else pulled.kind,
        None if pulled is None else DaySpanBody(*pulled.days),
    )


def from_deliveries(found: tuple[Delivery, ...], limit: int) -> Page[DeliveryBody]:
    """Answer a page of deliveries; one more than its limit was asked for."""
    key = (found[limit - 1].id,) if len(found) > limit else ()
    return page_of(tuple(map(from_delivery, found)), limit, key)


def from_shown(shown: DeliveryShown) -> DeliveryShownBody:
    """Answer a delivery with its records."""
    outcome = shown.outcome
    return DeliveryShownBody(
        from_delivery(shown.delivery),
        None if outcome is None else counts_of(outcome),
        () if outcome is None else tuple(map(_from_landed, outcome.landed)),
    )


def from_step(numbered: Numbered) -> StepBody:
    """Answer a step."""
    taken = numbered.taken
    trouble = from_trouble(taken.vendor, taken.trouble)
    return StepBody(taken.at, taken.vendor, taken.step, taken.kind, taken.counts, trouble)


def _from_landed(landed: Landed) -> RecordBody:
    reason = Raw((landed.reason or "null").encode())
    return RecordBody(landed.form, landed.external_id, landed.fate, reason)
