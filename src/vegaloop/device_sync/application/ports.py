"""What device sync needs from outside, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.progress import Outcome, StepTaken
from vegaloop.device_sync.domain.record import Edition, Name, Record
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.imports import Held
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate

__all__ = (
    "Acceptance",
    "Arrival",
    "DeliveryQuery",
    "HeldSpan",
    "Inbox",
    "Known",
    "Numbered",
    "Sender",
    "SyncBook",
    "SyncBooks",
)

A = TypeVar("A")


@final
class Sender(Struct, frozen=True):
    """A person as a vendor knows them."""

    vendor: Vendor
    account: Account


@final
class Arrival(Struct, frozen=True):
    """Something that came, and the person it is of: known, or known to a vendor by an account."""

    whose: PersonId | Sender
    delivery: Delivery
    body: bytes


@final
class Acceptance(Struct, frozen=True):
    """How many of what came are new and kept, how many had come before, and are of nobody here."""

    kept: int
    known: int
    strange: int = 0


# The first instant something is held of, and the last.
HeldSpan: TypeAlias = tuple[Instant, Instant]


@final
class Known(Struct, frozen=True):
    """What is known of a thing a vendor told of: its latest edition, and what is held because of it.

    `is_open` where not all of it could be read; `kind` and `day` are its record's, of one that stands.
    """

    edition: Edition
    held: tuple[Held, ...] = ()
    is_open: bool = False
    kind: DataKind | None = None
    day: LocalDate | None = None

    @property
    def span(self) -> HeldSpan | None:
        """From when to when something is held; None where nothing is, or nobody knows when."""
        spans = [one.span for one in self.held if one.span is not None]
        if not spans:
            return None
        return min(start for start, _ in spans), max(last for _, last in spans)

    def meets(self, spans: Iterable[HeldSpan]) -> bool:
        """Tell whether something is held in any of some spans."""
        own = self.span
        return own is not None and any(own[0] <= last and start <= own[1] for start, last in spans)

    def is_dated_by(self, record: Record) -> bool:
        """Tell whether a record is of a later edition, or of this one and says of which day it is."""
        if self.edition != record.edition:
            return self.edition < record.edition
        return not self.edition.is_gone and self.day is None and record.day is not None

    def dated(self, record: Record) -> Known:
        """The same was said again, by a later edition or of a day that was not known."""
        edition = max(self.edition, record.edition)
        # What is gone is of no day.
        is_placed = self.day is None and not edition.is_gone
        return Known(
            edition=edition,
            held=self.held,
            is_open=self.is_open,
            kind=record.kind if is_placed else self.kind,
            day=record.day if is_placed else self.day,
        )


@final
class DeliveryQuery(Struct, frozen=True):
    """Which deliveries: of a vendor, in a state, received since."""

    vendor: Vendor | None = None
    state: State | None = None
    since: Instant | None = None


@final
class Numbered(Struct, frozen=True):
    """A step with its number among all of a person, from 1."""

    number: int
    taken: StepTaken


class SyncBook(Protocol):
    """One person's sync, inside one transaction."""

    def lane(self) -> Lane:
        """The lane, as it is now."""
        ...

    def put_lane(self, lane: Lane) -> None:
        """Replace it."""
        ...

    def add(self, delivery: Delivery, body: bytes) -> bool:
        """Keep a delivery; False where one with its key is kept."""
        ...

    def put(self, delivery: Delivery, outcome: Outcome | None = None) -> None:
        """Replace a delivery that is kept, with what became of its records."""
        ...

    def replay(self, query: DeliveryQuery, now: Instant) -> int:
        """Let many deliveries be worked at again as `Delivery.replayed` has it; tell how many."""
        ...

    def put_off(self, vendor: Vendor, until: Instant, trouble: Trouble, now: Instant) -> None:
        """Put off what would ask a vendor before, or now, as `Delivery.put_off` has it."""
        ...

    def delivery(self, id: DeliveryId) -> Delivery | None:
        """A delivery by its id."""
        ...

    def under_key(self, vendor: Vendor, key: str) -> Delivery | None:
        """The delivery of a vendor that is kept under a key."""
        ...

    def body(self, id: DeliveryId) -> bytes:
        """What came with a delivery."""
        ...

    def outcome(self, id: DeliveryId) -> Outcome | None:
        """What became of its records; None before it was taken."""
        ...

    def due(self, now: Instant) -> Delivery | None:
        """The delivery to work at next: of those that are due the first received."""
        ...

    def next_due(self) -> Instant | None:
        """When something is due next, be it past."""
        ...

    def deliveries(
        self, query: DeliveryQuery, before: DeliveryId | None, most: int
    ) -> tuple[Delivery, ...]:
        """Some deliveries that came before one, the newest first."""
        ...

    def counts(self) -> Mapping[tuple[Vendor, State], int]:
        """How many deliveries there are in each state in which something is left to do."""
        ...

    def forget(self, ended_before: Instant, most: int) -> int:
        """Forget so many deliveries that are over, and were before; tell how many."""
        ...

    def connections(self) -> tuple[Connection, ...]:
        """Every connection there is or was."""
        ...

    def connection(self, vendor: Vendor) -> Connection | None:
        """How the person stands with a vendor."""
        ...

    def put_connection(self, connection: Connection) -> bool:
        """Replace it, and claim its account; False, and nothing, where that is somebody else's."""
        ...

    def sealed(self, vendor: Vendor) -> bytes | None:
        """The tokens of a vendor, sealed; None where there are none."""
        ...

    def put_sealed(self, vendor: Vendor, sealed: bytes | None) -> None:
        """Keep tokens, or forget them."""
        ...

    def feeds(self) -> tuple[Feed, ...]:
        """Every feed."""
        ...

    def put_feed(self, feed: Feed) -> None:
        """Keep a feed, or replace it."""
        ...

    def known(self, vendor: Vendor, names: Collection[Name]) -> Mapping[Name, Known]:
        """What is known of some things."""
        ...

    def held_in(self, vendor: Vendor, spans: Sequence[HeldSpan]) -> Mapping[Name, Known]:
        """The things whose own spans meet any of some."""
        ...

    def dated(
        self, vendor: Vendor, kind: DataKind, days: tuple[LocalDate, LocalDate]
    ) -> Mapping[Name, Known]:
        """The things of a kind that were on the days of [start, end), but for those that are gone."""
        ...

    def learn(self, vendor: Vendor, known: Mapping[Name, Known]) -> None:
        """Remember what is known of some things."""
        ...

    def tell(self, taken: StepTaken) -> None:
        """Let whoever watches know of a step."""
        ...

    def last_step(self) -> int:
        """The number of the last step; 0 before the first."""
        ...

    def steps(self, after: int, most: int) -> tuple[Numbered, ...]:
        """Some steps after a number, in order."""
        ...


class SyncBooks(Protocol):
    """Opens sync books, and knows who waits."""

    def read(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again.

        Of one person there is one at a time: what it reads is as it is until it ends.
        """
        ...

    def waiting(self, now: Instant, most: int) -> tuple[PersonId, ...]:
        """Some people of whom something is due and whose lanes are free, the longest due first."""
        ...

    def people(self, after: PersonId | None, most: int) -> tuple[PersonId, ...]:
        """Some people of whom anything was ever kept, in the order of their ids, after one of them."""
        ...

    def whose(self, vendor: Vendor, account: Account) -> PersonId | None:
        """The person a vendor means by an account, where one is connected."""
        ...


class Inbox(Protocol):
    """Keeps what comes: many acceptances share one write to the disk."""

    def submit(self, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
        """Keep what came; it is on the disk when the answer is there."""
        ...
