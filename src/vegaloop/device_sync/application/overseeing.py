"""What a person sees of their sync, and the button that tries again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.device_sync.application.parts import Parts, everybody, today_of
from vegaloop.device_sync.application.ports import DeliveryQuery, Numbered, SyncBook
from vegaloop.device_sync.application.waking import due_now, feeds_of, wake
from vegaloop.device_sync.domain.connection import Connection, is_over
from vegaloop.device_sync.domain.coverage import Days, days_of
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.progress import Outcome
from vegaloop.device_sync.domain.schedule import NEVER
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

__all__ = (
    "CannotDismiss",
    "CannotReplay",
    "ConsentOver",
    "DeliveryShown",
    "Gap",
    "NoSuchDelivery",
    "NotDead",
    "Overseeing",
    "VendorStatus",
)

_AT_ONCE: Final = 1_000
# What waits first: what is replayed waits afterwards, and is not counted twice.
_NOT_DISMISSED: Final = (State.WAITING, State.DONE, State.DEAD)


@final
class NoSuchDelivery(Struct, frozen=True, tag="sync/no-such-delivery"):
    """There is no delivery by this id."""

    id: DeliveryId


@final
class ConsentOver(Struct, frozen=True, tag="sync/consent-over"):
    """Nothing of this vendor may be taken: it is not connected."""

    vendor: Vendor


@final
class NotDead(Struct, frozen=True, tag="sync/not-dead"):
    """Only what is dead can be dismissed; this is in another state."""

    id: DeliveryId
    state: State


CannotReplay: TypeAlias = NoSuchDelivery | ConsentOver
CannotDismiss: TypeAlias = NoSuchDelivery | NotDead


@final
class Gap(Struct, frozen=True):
    """Days of which a kind of data is missing, and those of which it came and could not be taken."""

    vendor: Vendor
    kind: DataKind
    missing: Days
    untaken: Days


@final
class VendorStatus(Struct, frozen=True):
    """How it stands with one vendor; `connection` is None for what a phone sends.

    `worked_at` is when something last came and was taken, `trouble` what stands in the way since, or
    what the newest delivery that is dead died of; `next_at` is when it is tried next by itself.
    """

    vendor: Vendor
    is_set_up: bool
    connection: Connection | None
    waiting: int
    dead: int
    gaps: tuple[Gap, ...]
    worked_at: Instant | None
    trouble: Trouble | None
    next_at: Instant | None


@final
class DeliveryShown(Struct, frozen=True):
    """A delivery, and what became of its records once it was taken."""

    delivery: Delivery
    outcome: Outcome | None


@final
class Overseeing:
    """Tells how it stands, and lets things be tried again."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def status(self, person: PersonId) -> tuple[VendorStatus, ...]:
        """Tell how it stands with every vendor that is set up, connected, or has sent something."""
        today = today_of(self._parts, person)

        def work(book: SyncBook) -> tuple[VendorStatus, ...]:
            connections = {one.vendor: one for one in book.connections()}
            counts = book.counts()
            senders = {vendor for vendor, _ in counts}
            if book.deliveries(DeliveryQuery(Vendor.PHONE), None, 1):
                senders.add(Vendor.PHONE)
            gaps = _gaps(book, connections, today)
            return tuple(
                VendorStatus(
                    vendor,
                    vendor in self._parts.vendors or vendor is Vendor.PHONE,
                    connections.get(vendor),
                    counts.get((vendor, State.WAITING), 0),
                    counts.get((vendor, State.DEAD), 0),
                    tuple(gap for gap in gaps if gap.vendor is vendor),
                    _worked_at(book, vendor, connections.get(vendor)),
                    _trouble(book, vendor, connections.get(vendor)),
                    _next_at(book, vendor, counts.get((vendor, State.WAITING), 0)),
                )
                for vendor in sorted({*self._parts.vendors, *connections, *senders})
            )

        return self._parts.books.read(person, work)

    def gaps(self, person: PersonId, vendor: Vendor | None = None) -> tuple[Gap, ...]:
        """Tell what is missing, of each kind of data of each connected vendor, or of one."""
        today = today_of(self._parts, person)

        def work(book: SyncBook) -> tuple[Gap, ...]:
            found = _gaps(book, {one.vendor: one for one in book.connections()}, today)
            return tuple(gap for gap in found if vendor in {None, gap.vendor})

        return self._parts.books.read(person, work)

    def deliveries(
        self, person: PersonId, query: DeliveryQuery, before: DeliveryId | None, most: int
    ) -> tuple[Delivery, ...]:
        """List what came, the newest first."""
        return self._parts.books.read(person, lambda book: book.deliveries(query, before, most))

    def delivery(self, person: PersonId, id: DeliveryId) -> Result[DeliveryShown, NoSuchDelivery]:
        """Show one delivery, with what became of each of its records."""

        def work(book: SyncBook) -> DeliveryShown | None:
            found = book.delivery(id)
            return None if found is None else DeliveryShown(found, book.outcome(id))

        shown = self._parts.books.read(person, work)
        return Failure(NoSuchDelivery(id)) if shown is None else Success(shown)

    def kept_as(self, person: PersonId, delivery: Delivery) -> Delivery:
        """Find the delivery that is kept under the key of one that came again."""
        vendor, key = delivery.vendor, delivery.key
        kept = self._parts.books.read(person, lambda book: book.under_key(vendor, key))
        return delivery if kept is None else kept

    def replay(self, person: PersonId, id: DeliveryId) -> Result[Delivery, CannotReplay]:
        """Let one delivery be worked at again, whatever became of it, where its vendor may be heard."""
        now = self._parts.clock.now()

        def work(book: SyncBook) -> Result[Delivery, CannotReplay]:
            found = book.delivery(id)
            if found is None:
                return Failure(NoSuchDelivery(id))
            if is_over(found.vendor, book.connection(found.vendor)):
                return Failure(ConsentOver(found.vendor))
            again = found.replayed(now)
            book.put(again)
            due_now(book, now)
            return Success(again)

        return self._parts.books.write(person, work)

    def replay_all(self, person: PersonId, query: DeliveryQuery) -> int:
        """Let many deliveries be worked at again, of vendors that may be heard; tell how many."""
        now = self._parts.clock.now()

        def work(book: SyncBook) -> int:
            due_now(book, now)
            return _replayed(book, query, now)

        return self._parts.books.write(person, work)

    def dismiss(self, person: PersonId, id: DeliveryId) -> Result[Delivery, CannotDismiss]:
        """Let a delivery that is dead count as failed no more; it is kept, with what it died of."""
        now = self._parts.clock.now()

        def work(book: SyncBook) -> Result[Delivery, CannotDismiss]:
            found = book.delivery(id)
            if found is None:
                return Failure(NoSuchDelivery(id))
            if found.state is State.DISMISSED:
                return Success(found)
            if found.state is not State.DEAD:
                return Failure(NotDead(id, found.state))
            book.put(dismissed := found.dismissed(now))
            under = book.connection(found.vendor)
            if under is not None and under.trouble == found.trouble:
                book.put_connection(under.relieved())
            return Success(dismissed)

        return self._parts.books.write(person, work)

    def try_again(self, person: PersonId, vendor: Vendor | None) -> int:
        """Try now what failed, what was put off and what is missing; tell how many deliveries."""
        now = self._parts.clock.now()

        def work(book: SyncBook) -> int:
            _replayed(book, DeliveryQuery(vendor, State.DEAD), now)
            for feed in book.feeds():
                connection = book.connection(feed.vendor)
                if vendor in {None, feed.vendor} and connection and connection.grant:
                    book.put_feed(feed.asked(now))
            return wake(book, now, vendor)

        return self._parts.books.write(person, work)

    def steps(self, person: PersonId, after: int, most: int) -> tuple[Numbered, ...]:
        """Tell the steps after a number, for whoever watches."""
        return self._parts.books.read(person, lambda book: book.steps(after, most))

    def last_step(self, person: PersonId) -> int:
        """Tell the number of the last step, for whoever watches from now on."""
        return self._parts.books.read(person, lambda book: book.last_step())

    def people(self) -> Iterator[PersonId]:
        """Go through everybody who ever had something sent."""
        return everybody(self._parts.books)


def _replayed(book: SyncBook, query: DeliveryQuery, now: Instant) -> int:
    """Replay what can be worked at: all else would only die of having no consent."""
    asked = tuple(Vendor) if query.vendor is None else (query.vendor,)
    states = _NOT_DISMISSED if query.state is None else (query.state,)
    heard = [one for one in asked if not is_over(one, book.connection(one))]
    queries = (DeliveryQuery(one, state, query.since) for one in heard for state in states)
    return sum(book.replay(one, now) for one in queries)


def _gaps(
    book: SyncBook, connections: Mapping[Vendor, Connection], today: LocalDate
) -> tuple[Gap, ...]:
    """Tell what is missing; of who was disconnected nothing is wanted. Rule DSY-121."""
    dead = book.deliveries(DeliveryQuery(state=State.DEAD), None, _AT_ONCE)
    return tuple(
        Gap(
            feed.vendor,
            feed.kind,
            feed.missing(connections[feed.vendor].wanted_from, today),
            _untaken(feed, dead),
        )
        for feed in book.feeds()
        if not is_over(feed.vendor, connections.get(feed.vendor))
    )


def _worked_at(book: SyncBook, vendor: Vendor, connection: Connection | None) -> Instant | None:
    if connection is not None:
        return connection.worked_at
    done = book.deliveries(DeliveryQuery(vendor, State.DONE), None, 1)
    return done[0].ended_at if done else None


def _trouble(book: SyncBook, vendor: Vendor, connection: Connection | None) -> Trouble | None:
    if connection is not None and connection.trouble is not None:
        return connection.trouble
    dead = book.deliveries(DeliveryQuery(vendor, State.DEAD), None, 1)
    return dead[0].trouble if dead else None


def _next_at(book: SyncBook, vendor: Vendor, waiting: int) -> Instant | None:
    query = DeliveryQuery(vendor, State.WAITING)
    times = [one.run_at for one in (book.deliveries(query, None, _AT_ONCE) if waiting else ())]
    times += [feed.run_at for feed in feeds_of(book, vendor) if feed.run_at < NEVER]
    return min(times, default=None)


def _untaken(feed: Feed, dead: Sequence[Delivery]) -> Days:
    return days_of(
        one.pulled.days
        for one in dead
        if one.vendor is feed.vendor and one.pulled is not None and one.pulled.kind is feed.kind
    )
