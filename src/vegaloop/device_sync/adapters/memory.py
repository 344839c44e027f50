"""Device sync in memory, for tests and for embedding."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias, TypeVar, final

from vegaloop.device_sync.application.ports import (
    DeliveryQuery,
    HeldSpan,
    Known,
    Numbered,
    SyncBook,
    SyncBooks,
)
from vegaloop.device_sync.domain.connection import Connection, Disconnected
from vegaloop.device_sync.domain.delivery import OVER, Delivery, DeliveryId, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.progress import STEPS_KEPT, Outcome, StepTaken
from vegaloop.device_sync.domain.record import Name, name_of
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")
_Whose: TypeAlias = Callable[[Vendor, Account], PersonId | None]

__all__ = ("MemorySyncBook", "MemorySyncBooks")


@final
class MemorySyncBook(SyncBook):
    """One person's sync, each value replaced as a whole."""

    def __init__(self, person: PersonId, whose: _Whose) -> None:
        self._person, self._whose = person, whose
        self._lane = Lane(person, None)
        self._deliveries: dict[DeliveryId, Delivery] = {}
        self._keys: dict[tuple[Vendor, str], DeliveryId] = {}
        self._bodies: dict[DeliveryId, bytes] = {}
        self._outcomes: dict[DeliveryId, Outcome] = {}
        self._connections: dict[Vendor, Connection] = {}
        self._sealed: dict[Vendor, bytes | None] = {}
        self._feeds: dict[tuple[Vendor, DataKind], Feed] = {}
        self._known: dict[tuple[Vendor, Name], Known] = {}
        self._steps: tuple[Numbered, ...] = ()

    def __copy__(self) -> MemorySyncBook:
        copied = MemorySyncBook(self._person, self._whose)
        copied._lane = self._lane
        copied._deliveries = dict(self._deliveries)
        copied._keys = dict(self._keys)
        copied._bodies = dict(self._bodies)
        copied._outcomes = dict(self._outcomes)
        copied._connections = dict(self._connections)
        copied._sealed = dict(self._sealed)
        copied._feeds = dict(self._feeds)
        copied._known = dict(self._known)
        copied._steps = self._steps
        return copied

    def lane(self) -> Lane:
        """The lane, as it is now."""
        return self._lane

    def put_lane(self, lane: Lane) -> None:
        """Replace it."""
        self._lane = lane

    def add(self, delivery: Delivery, body: bytes) -> bool:
        """Keep a delivery; False where one with its key is kept."""
        key = delivery.vendor, delivery.key
        if key in self._keys:
            return False
        self._keys[key] = delivery.id
        self._deliveries[delivery.id] = delivery
        self._bodies[delivery.id] = body
        return True

    def put(self, delivery: Delivery, outcome: Outcome | None = None) -> None:
        """Replace a delivery that is kept, with what became of its records."""
        if delivery.id not in self._deliveries:
            return
        self._deliveries[delivery.id] = delivery
        if outcome is not None:
            self._outcomes[delivery.id] = outcome

    def replay(self, query: DeliveryQuery, now: Instant) -> int:
        """Let many deliveries be worked at again; tell how many."""
        again = [one.replayed(now) for one in self._fitting(query)]
        self._deliveries.update({one.id: one for one in again})
        return len(again)

    def put_off(self, vendor: Vendor, until: Instant, trouble: Trouble, now: Instant) -> None:
        """Put off what would ask a vendor before, or now."""
        asks = [one for one in self._fitting(DeliveryQuery(vendor, State.WAITING)) if one.asks]
        early = [one for one in asks if one.run_at < until or one.is_due(now)]
        self._deliveries.update({one.id: one.put_off(until, trouble) for one in early})

    def delivery(self, id: DeliveryId) -> Delivery | None:
        """A delivery by its id."""
        return self._deliveries.get(id)

    def under_key(self, vendor: Vendor, key: str) -> Delivery | None:
        """The delivery of a vendor that is kept under a key."""
        found = self._keys.get((vendor, key))
        return None if found is None else self._deliveries[found]

    def body(self, id: DeliveryId) -> bytes:
        """What came with a delivery."""
        return self._bodies[id]

    def outcome(self, id: DeliveryId) -> Outcome | None:
        """What became of its records; None before it was taken."""
        return self._outcomes.get(id)

    def due(self, now: Instant) -> Delivery | None:
        """The delivery to work at next: of those that are due the first received."""
        due = (one for one in self._deliveries.values() if one.is_due(now))
        return min(due, key=_place, default=None)

    def next_due(self) -> Instant | None:
        """When something is due next, be it past."""
        waiting = [one.run_at for one in self._deliveries.values() if one.state is State.WAITING]
        return min([*waiting, *(feed.run_at for feed in self._feeds.values())], default=None)

    def deliveries(
        self, query: DeliveryQuery, before: DeliveryId | None, most: int
    ) -> tuple[Delivery, ...]:
        """Some deliveries that came before one, the newest first."""
        fitting = [one for one in self._fitting(query) if before is None or one.id < before]
        return tuple(sorted(fitting, key=_id, reverse=True)[:most])

    def _fitting(self, query: DeliveryQuery) -> list[Delivery]:
        return [
            one
            for one in self._deliveries.values()
            if query.vendor in {None, one.vendor}
            and query.state in {None, one.state}
            and (query.since is None or one.received_at >= query.since)
        ]

    def counts(self) -> Mapping[tuple[Vendor, State], int]:
        """How many deliveries there are in each state in which something is left to do."""
        states = ((one.vendor, one.state) for one in self._deliveries.values())
        return Counter(one for one in states if one[1] not in OVER)

    def forget(self, ended_before: Instant, most: int) -> int:
        """Forget so many deliveries that are over, and were before; tell how many."""
        old = [
            one
            for one in sorted(self._deliveries.values(), key=_place)
            if one.state in OVER and one.ended_at is not None and one.ended_at < ended_before
        ][:most]
        for one in old:
            del self._deliveries[one.id], self._bodies[one.id]
            del self._keys[one.vendor, one.key]
            self._outcomes.pop(one.id, None)
        return len(old)

    def connections(self) -> tuple[Connection, ...]:
        """Every connection there is or was."""
        return tuple(self._connections[vendor] for vendor in sorted(self._connections))

    def connection(self, vendor: Vendor) -> Connection | None:
        """How the person stands with a vendor."""
        return self._connections.get(vendor)

    def put_connection(self, connection: Connection) -> bool:
        """Replace it, and claim its account; False, and nothing, where that is somebody else's."""
        ends, vendor = isinstance(connection.standing, Disconnected), connection.vendor
        if not ends and self._whose(vendor, connection.account) not in {None, self._person}:
            return False
        self._connections[vendor] = connection
        return True

    def sealed(self, vendor: Vendor) -> bytes | None:
        """The tokens of a vendor, sealed; None where there are none."""
        return self._sealed.get(vendor)

    def put_sealed(self, vendor: Vendor, sealed: bytes | None) -> None:
        """Keep tokens, or forget them."""
        if vendor in self._connections:
            self._sealed[vendor] = sealed

    def feeds(self) -> tuple[Feed, ...]:
        """Every feed."""
        return tuple(self._feeds[key] for key in sorted(self._feeds))

    def put_feed(self, feed: Feed) -> None:
        """Keep a feed, or replace it."""
        self._feeds[feed.vendor, feed.kind] = feed

    def known(self, vendor: Vendor, names: Collection[Name]) -> Mapping[Name, Known]:
        """What is known of some things."""
        found = {name: self._known.get((vendor, name)) for name in names}
        return {name: known for name, known in found.items() if known is not None}

    def held_in(self, vendor: Vendor, spans: Sequence[HeldSpan]) -> Mapping[Name, Known]:
        """The things whose own spans meet any of some."""
        return {
            name: known
            for (whose, name), known in self._known.items()
            if whose is vendor and known.meets(spans)
        }

    def dated(
        self, vendor: Vendor, kind: DataKind, days: tuple[LocalDate, LocalDate]
    ) -> Mapping[Name, Known]:
        """The things of a kind that were on the days of [start, end), but for those that are gone."""
        return {
            name: known
            for (whose, name), known in self._known.items()
            if (whose, known.kind) == (vendor, kind)
            and known.day is not None
            and days[0] <= known.day < days[1]
        }

    def learn(self, vendor: Vendor, known: Mapping[Name, Known]) -> None:
        """Remember what is known of some things."""
        self._known.update({(vendor, name): one for name, one in known.items()})

    def tell(self, taken: StepTaken) -> None:
        """Let whoever watches know of a step."""
        number = self.last_step() + 1
        self._steps = (*self._steps, Numbered(number, taken))[-STEPS_KEPT:]

    def last_step(self) -> int:
        """The number of the last step; 0 before the first."""
        return self._steps[-1].number if self._steps else 0

    def steps(self, after: int, most: int) -> tuple[Numbered, ...]:
        """Some steps after a number, in order."""
        return tuple(one for one in self._steps if one.number > after)[:most]


@final
class MemorySyncBooks(SyncBooks):
    """Device sync in memory."""

    def __init__(self) -> None:
        self._people: dict[PersonId, Shelves[MemorySyncBook]] = {}
        self._kept: set[PersonId] = set()
        self._turn = threading.RLock()

    def read(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelf(person).read(person, work)

    def write(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; of all people one at a time."""
        with self._turn:  # Whoever claims an account sees what all others claimed.
            done = self._shelf(person).write(person, work)
            self._kept.add(person)
            return done

    def waiting(self, now: Instant, most: int) -> tuple[PersonId, ...]:
        """Some people of whom something is due and whose lanes are free, the longest due first."""
        lanes = [self.read(person, lambda book: book.lane()) for person in list(self._people)]
        due = [
            (lane.due_at, lane.person)
            for lane in lanes
            if lane.due_at is not None and lane.is_due(now) and lane.is_free(now)
        ]
        return tuple(person for _, person in sorted(due)[:most])

    def people(self, after: PersonId | None, most: int) -> tuple[PersonId, ...]:
        """Some people of whom anything was ever kept, in the order of their ids, after one of them."""
        return tuple(sorted(one for one in self._kept if after is None or one > after)[:most])

    def whose(self, vendor: Vendor, account: Account) -> PersonId | None:
        """The person a vendor means by an account, where one is connected."""
        for person in list(self._people):
            found = self.read(person, lambda book: book.connection(vendor))
            if found is None or isinstance(found.standing, Disconnected):
                continue
            if name_of(found.account) == name_of(account):
                return person
        return None

    def _shelf(self, person: PersonId) -> Shelves[MemorySyncBook]:
        with self._turn:
            if person not in self._people:
                self._people[person] = Shelves(
                    lambda: MemorySyncBook(person, self.whose), Revisions()
                )
            return self._people[person]


def _place(delivery: Delivery) -> tuple[Instant, DeliveryId]:
    return delivery.received_at, delivery.id


def _id(delivery: Delivery) -> DeliveryId:
    return delivery.id
