"""Rows of device sync, and the values they are of."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import ColumnElement, and_, or_

from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import Delivery, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.progress import Outcome, StepTaken
from vegaloop.device_sync.domain.schedule import NEVER, waits_most
from vegaloop.device_sync.domain.trouble import NO_STREAK, Trouble
from vegaloop.imports import Held
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

__all__ = (
    "CONNECTION",
    "DELIVERY",
    "FEED",
    "HELD",
    "OUTCOME",
    "STEP",
    "delivery_of",
    "delivery_row",
    "is_due_in",
    "is_small",
    "trouble_row",
)

CONNECTION: Final = msgspec.json.Decoder(Connection)
DELIVERY: Final = msgspec.json.Decoder(Delivery)
FEED: Final = msgspec.json.Decoder(Feed)
HELD: Final[msgspec.json.Decoder[tuple[Held, ...]]] = msgspec.json.Decoder(tuple[Held, ...])
OUTCOME: Final = msgspec.json.Decoder(Outcome)
STEP: Final = msgspec.json.Decoder(StepTaken)
# More would fill a page of SQLite with two deliveries.
_SMALL_BYTES: Final = 1_024
_TROUBLE: Final[msgspec.json.Decoder[Trouble]] = msgspec.json.Decoder(Trouble)


def delivery_row(person: PersonId, delivery: Delivery) -> dict[str, object]:
    """Write a delivery: how far it is in columns of its own, so that many change at once."""
    return {
        "person_id": person,
        "delivery_id": delivery.id,
        "vendor": delivery.vendor.value,
        "key": delivery.key,
        "asks": delivery.asks,
        "received_at": delivery.received_at,
        "run_at": delivery.run_at,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "trouble": trouble_row(delivery.trouble),
        "ended_at": delivery.ended_at,
        "told": msgspec.json.encode(delivery),
    }


def is_small(body: bytes) -> bool:
    """Ask whether a body is kept with its delivery."""
    return len(body) <= _SMALL_BYTES


def delivery_of(
    told: bytes,
    run_at: Instant,
    state: str,
    attempts: int,
    trouble: bytes | None,
    ended_at: Instant | None,
) -> Delivery:
    """Read a delivery: what it is, and how far."""
    what = DELIVERY.decode(told)
    return Delivery(
        id=what.id,
        vendor=what.vendor,
        way=what.way,
        topic=what.topic,
        key=what.key,
        received_at=what.received_at,
        run_at=run_at,
        state=State(state),
        attempts=attempts,
        trouble=None if trouble is None else _TROUBLE.decode(trouble),
        ended_at=ended_at,
        pulled=what.pulled,
        account=what.account,
        # Where many are replayed at once only their columns are written.
        streak=what.streak if attempts else NO_STREAK,
    )


def is_due_in(at: ColumnElement[Instant], now: Instant) -> ColumnElement[bool]:
    """Ask whether it is time for what is to be done then, as `is_due` has it."""
    return or_(at <= now, and_(at > waits_most(now), at < NEVER))


def trouble_row(trouble: Trouble | None) -> bytes | None:
    """Write what stands in the way."""
    return None if trouble is None else msgspec.json.encode(trouble)
