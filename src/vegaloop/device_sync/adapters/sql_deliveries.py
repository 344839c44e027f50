"""What came for one person, and when it is due, in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy import Connection as SqlConnection

from vegaloop.device_sync.adapters.rows import (
    OUTCOME,
    delivery_of,
    delivery_row,
    is_due_in,
    is_small,
    trouble_row,
)
from vegaloop.device_sync.adapters.tables import (
    BODIES,
    DELIVERIES,
    FEEDS,
    LANES,
)
from vegaloop.device_sync.application.ports import (
    DeliveryQuery,
)
from vegaloop.device_sync.domain.delivery import OVER, Delivery, DeliveryId, State
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.progress import Outcome
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.database import keep_first, replace_row
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

__all__ = ("SqlDeliveries",)

_Asked: TypeAlias = Select[bytes, Instant, str, int, bytes | None, Instant | None]


class SqlDeliveries:
    """One person's lane and deliveries."""

    def __init__(self, connection: SqlConnection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def lane(self) -> Lane:
        """The lane, as it is now; nobody else changes it before this transaction ends."""
        c = LANES.c
        query = (
            select(c.due_at, c.token, c.until).where(c.person_id == self._person).with_for_update()
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:  # What is not there is locked by nobody.
            first = {"person_id": self._person}
            self._connection.execute(keep_first(self._connection, LANES), [first])
            row = self._connection.execute(query).one()
        return Lane(self._person, *row)

    def put_lane(self, lane: Lane) -> None:
        """Replace it."""
        row = {
            "person_id": self._person,
            "due_at": lane.due_at,
            "token": lane.token,
            "until": lane.until,
        }
        self._connection.execute(replace_row(self._connection, LANES), [row])

    def add(self, delivery: Delivery, body: bytes) -> bool:
        """Keep a delivery; False where one with its key is kept."""
        row = delivery_row(self._person, delivery) | {"body": body if is_small(body) else None}
        adding = keep_first(self._connection, DELIVERIES).returning(DELIVERIES.c.delivery_id)
        if self._connection.execute(adding, row).first() is None:
            return False
        if not is_small(body):
            kept = {"person_id": self._person, "delivery_id": delivery.id, "body": body}
            self._connection.execute(keep_first(self._connection, BODIES), [kept])
        return True

    def put(self, delivery: Delivery, outcome: Outcome | None = None) -> None:
        """Replace a delivery that is kept, with what became of its records."""
        c = DELIVERIES.c
        place = update(DELIVERIES).where(c.person_id == self._person, c.delivery_id == delivery.id)
        self._connection.execute(place.values(delivery_row(self._person, delivery)))
        if outcome is not None:
            told = {
                "person_id": self._person,
                "delivery_id": delivery.id,
                "body": b"",  # A small one is with its delivery.
                "outcome": msgspec.json.encode(outcome),
            }
            self._connection.execute(replace_row(self._connection, BODIES, "outcome"), [told])

    def replay(self, query: DeliveryQuery, now: Instant) -> int:
        """Let many deliveries be worked at again as `Delivery.replayed` has it; tell how many."""
        c = DELIVERIES.c
        again = update(DELIVERIES).where(c.person_id == self._person, *_fits(query))
        waiting = State.WAITING.value
        return self._connection.execute(
            again.values(state=waiting, run_at=now, attempts=0, trouble=None, ended_at=None)
        ).rowcount

    def put_off(self, vendor: Vendor, until: Instant, trouble: Trouble, now: Instant) -> None:
        """Put off what would ask a vendor before, or now, as `Delivery.put_off` has it."""
        c = DELIVERIES.c
        waiting = _fits(DeliveryQuery(vendor, State.WAITING))
        place = update(DELIVERIES).where(c.person_id == self._person, *waiting)
        early = place.where(c.asks.is_(True), or_(c.run_at < until, is_due_in(c.run_at, now)))
        self._connection.execute(early.values(run_at=until, trouble=trouble_row(trouble)))

    def delivery(self, id: DeliveryId) -> Delivery | None:
        """A delivery by its id."""
        asked = self._asked(DELIVERIES.c.delivery_id == id)
        return next(iter(self._found(asked)), None)

    def under_key(self, vendor: Vendor, key: str) -> Delivery | None:
        """The delivery of a vendor that is kept under a key."""
        c = DELIVERIES.c
        asked = self._asked(c.vendor == vendor.value, c.key == key)
        return next(iter(self._found(asked)), None)

    def body(self, id: DeliveryId) -> bytes:
        """What came with a delivery."""
        c, b = DELIVERIES.c, BODIES.c
        small = select(c.body).where(c.person_id == self._person, c.delivery_id == id)
        body = self._connection.execute(small).scalar_one()
        if body is not None:
            return body
        large = select(b.body).where(b.person_id == self._person, b.delivery_id == id)
        return self._connection.execute(large).scalar_one()

    def outcome(self, id: DeliveryId) -> Outcome | None:
        """What became of its records; None before it was taken."""
        c = BODIES.c
        query = select(c.outcome).where(c.person_id == self._person, c.delivery_id == id)
        told = self._connection.execute(query).scalar_one_or_none()
        return None if told is None else OUTCOME.decode(told)

    def due(self, now: Instant) -> Delivery | None:
        """The delivery to work at next: of those that are due the first received."""
        c = DELIVERIES.c
        asked = self._asked(c.state == State.WAITING.value, is_due_in(c.run_at, now))
        first = asked.order_by(c.received_at, c.delivery_id).limit(1)
        return next(iter(self._found(first)), None)

    def next_due(self) -> Instant | None:
        """When something is due next, be it past."""
        d, f = DELIVERIES.c, FEEDS.c
        waiting = (
            select(d.run_at)
            .where(d.person_id == self._person, d.state == State.WAITING.value)
            .order_by(d.run_at)
            .limit(1)
        )
        feeds = select(f.run_at).where(f.person_id == self._person).order_by(f.run_at).limit(1)
        found = (self._connection.execute(one).scalar_one_or_none() for one in (waiting, feeds))
        return min((one for one in found if one is not None), default=None)

    def deliveries(
        self, query: DeliveryQuery, before: DeliveryId | None, most: int
    ) -> tuple[Delivery, ...]:
        """Some deliveries that came before one, the newest first."""
        c = DELIVERIES.c
        asked = self._asked(*_fits(query))
        if before is not None:
            asked = asked.where(c.delivery_id < before)
        return self._found(asked.order_by(c.delivery_id.desc()).limit(most))

    def counts(self) -> Mapping[tuple[Vendor, State], int]:
        """How many deliveries there are in each state in which something is left to do."""
        c = DELIVERIES.c
        states = [one.value for one in State if one not in OVER]
        query = (
            select(c.vendor, c.state, func.count())
            .where(c.person_id == self._person, c.state.in_(states))
            .group_by(c.vendor, c.state)
        )
        rows = self._connection.execute(query)
        return {(Vendor(vendor), State(state)): count for vendor, state, count in rows}

    def forget(self, ended_before: Instant, most: int) -> int:
        """Forget so many deliveries that are over, and were before; tell how many."""
        c, b = DELIVERIES.c, BODIES.c
        old = (
            select(c.delivery_id)
            .where(
                c.person_id == self._person,
                c.state.in_([one.value for one in OVER]),
                c.ended_at < ended_before,
            )
            .order_by(c.received_at, c.delivery_id)
            .limit(most)
        )
        ids = self._connection.execute(old).scalars().all()
        if ids:
            self._connection.execute(
                delete(BODIES).where(b.person_id == self._person, b.delivery_id.in_(ids))
            )
            self._connection.execute(
                delete(DELIVERIES).where(c.person_id == self._person, c.delivery_id.in_(ids))
            )
        return len(ids)

    def _asked(self, *fits: ColumnElement[bool]) -> _Asked:
        c = DELIVERIES.c
        return select(c.told, c.run_at, c.state, c.attempts, c.trouble, c.ended_at).where(
            c.person_id == self._person, *fits
        )

    def _found(self, asked: _Asked) -> tuple[Delivery, ...]:
        return tuple(delivery_of(*row) for row in self._connection.execute(asked))


def _fits(query: DeliveryQuery) -> Iterator[ColumnElement[bool]]:
    c = DELIVERIES.c
    if query.vendor is not None:
        yield c.vendor == query.vendor.value
    if query.state is not None:
        yield c.state == query.state.value
    if query.since is not None:
        yield c.received_at >= query.since
