"""What is promised, and looked at while things happen: nothing is lost, doubled, stuck or unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Final, final

import msgspec

from tests.device_sync.simulated.driver import OVERLAP_DAYS
from tests.device_sync.simulated.surroundings import KeptThings, Watch
from tests.device_sync.simulated.vendor import SimulatedVendor, Thing, is_night
from vegaloop.device_sync.application.drivers import ABSENT
from vegaloop.device_sync.application.overseeing import Overseeing
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook, SyncBooks
from vegaloop.device_sync.domain.connection import Connected, Connection, Lapsed
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.record import name_of
from vegaloop.device_sync.domain.trouble import Gone
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate, epoch_us, later

VENDOR: Final = Vendor.STRAVA
OVERLAP: Final = dt.timedelta(days=OVERLAP_DAYS)


class _Told(msgspec.Struct):
    id: str
    modified: int


class _List(msgspec.Struct):
    items: tuple[_Told, ...]


class _Pair(msgspec.Struct):
    thing: _Told


class _Gone(_Told):
    gone: bool = False
    ended: int | None = None


@final
class Promises(Watch):
    """Remembers what was kept and acknowledged, and says what was broken of it."""

    def __init__(self, vendor: SimulatedVendor) -> None:
        self._vendor = vendor
        self._accounts: dict[PersonId, Account] = {}
        self._granted: dict[PersonId, Account] = {}
        self._read: dict[tuple[PersonId, DataKind], tuple[Instant, Instant]] = {}
        self._done: set[DeliveryId] = set()
        self._ids: dict[tuple[PersonId, str], DeliveryId] = {}
        self._kept: dict[tuple[PersonId, str], int] = {}
        self.accepted: dict[tuple[PersonId, str], None] = {}
        self.seen: set[str] = set()
        self.broken: list[str] = []

    # What happens.

    def added(self, person: PersonId, delivery: Delivery, body: bytes) -> None:
        """Remember which edition of what is kept."""
        self.seen |= {"night that is sought"} if delivery.topic.startswith(ABSENT) else set()
        for told in _told(delivery.topic, body):
            before = self._kept.get((person, told.id), 0)
            self._kept[person, told.id] = max(before, told.modified)

    def put(self, person: PersonId, delivery: Delivery) -> None:
        """What is done is done once, and is one delivery under its key."""
        if self._ids.setdefault((person, delivery.key), delivery.id) != delivery.id:
            self.broken.append(f"{delivery.key} is two deliveries")
        if delivery.id in self._done:
            self.broken.append(f"{delivery.topic} {delivery.key} was done, and is worked at again")
        if delivery.state is State.DONE:
            self._done.add(delivery.id)
        if delivery.state is State.DEAD:
            self.seen.add("dead letter")

    def replayed(self, waiting: Sequence[DeliveryId]) -> None:
        """Somebody wants these done again."""
        self.seen |= {"replay of what was done"} if self._done & set(waiting) else set()
        self._done -= set(waiting)

    def stands(self, person: PersonId, connection: Connection) -> None:
        """From now on the vendor is asked nothing under a consent that is over."""
        before = self._granted.pop(person, None)
        self._accounts[person] = connection.account
        match connection.standing:
            case Connected():
                self._granted[person] = connection.account
            case Lapsed():
                self.seen.add("lapse")
            case _:
                self.seen.add("disconnection")
        if before is not None and before != self._granted.get(person):
            self._vendor.over(before)

    def fed(self, person: PersonId, feed: Feed) -> None:
        """Remember until when a feed was read, by a clock that is right."""
        last, _ = self._read.get((person, feed.kind), (None, None))
        if feed.cursor != last and feed.cursor is not None:
            self._read[person, feed.kind] = feed.cursor, min(feed.cursor, self._vendor.clock.now())

    # What must be so.

    def look(self, person: PersonId, books: SyncBooks) -> None:
        """Look at what one person's book says."""
        self.broken += books.read(person, lambda book: self._wrong(person, book))

    def goes_on(self, since: Instant, book: SyncBook) -> None:
        """Find what was not tried again by itself since all is well."""
        connection = book.connection(VENDOR)
        if connection is None or connection.grant is None:  # It waits for the person.
            return
        waiting = book.deliveries(DeliveryQuery(state=State.WAITING), None, 10_000)
        self.broken += [
            f"{one.topic} waits still"
            for one in waiting
            if one.received_at <= since and not isinstance(one.trouble, Gone)
        ]
        self.broken += [
            f"{feed.kind} was not read again"
            for feed in book.feeds()
            if feed.cursor is None or feed.cursor <= since
        ]

    def _wrong(self, person: PersonId, book: SyncBook) -> list[str]:
        found = [
            f"{key} was acknowledged, and is gone"
            for whose, key in self.accepted
            if whose == person and book.under_key(VENDOR, name_of(key)) is None
        ]
        now, due_at, lane = self._vendor.clock.now(), book.next_due(), book.lane()
        if due_at is not None and (lane.due_at is None or lane.due_at > max(due_at, now)):
            found.append(f"something is due at {due_at}, and its lane only at {lane.due_at}")
        for feed in book.feeds():
            found += self._unread(person, feed.at(now, LocalDate(now.date())))
        return found

    def _unread(self, person: PersonId, feed: Feed) -> list[str]:
        """Find what the vendor had when it was asked, and what nobody knows to be missing."""
        if feed.cursor is None:
            return []
        # What moves while pages are turned is passed over, and looked at again so long.
        of_nights, day = feed.kind is DataKind.SLEEP, dt.timedelta(days=1)
        _, cursor = self._read[person, feed.kind]
        cursor_us = epoch_us(later(cursor, -day if of_nights else -OVERLAP))
        # Of nights that are older than what is read again only webhooks tell.
        first = (cursor - OVERLAP + 2 * day).date() if of_nights else dt.date.min
        return [
            f"{thing.id} of {thing.day} is neither kept nor missing, and the cursor is beyond it"
            for thing in self._vendor.things.get(self._accounts[person], {}).values()
            if is_night(thing.id) is of_nights
            and thing.modified_us < cursor_us
            and thing.day >= first
            and thing.day in feed.covered
            and self._kept.get((person, thing.id), 0) < thing.modified_us
            and thing.says is not None
        ]

    def settled(self, people: Sequence[PersonId], kept: KeptThings, seen: Overseeing) -> list[str]:
        """Say what is wrong after everything was well again."""
        found = [*self.broken, *self._vendor.faults, *_doubled(kept)]
        for person in people:
            told = self._vendor.things.get(self._accounts[person], {})
            have = kept.things.get(person, {})
            found += _differs(told, {one: says for one, says in have.items() if one in told})
            found += self._of_others(person, told, kept)
            missing = [gap for gap in seen.gaps(person) if gap.missing.spans]
            if missing:
                found.append(f"days are missing: {missing}")
        return found

    def _of_others(
        self, person: PersonId, told: Collection[str], kept: KeptThings
    ) -> Iterator[str]:
        """Find what came of another account, and is not as that said it at any time."""
        last = {name: says or None for whose, name, says in kept.effects if whose == person}
        for name, says in last.items():
            if name not in told and says not in self._vendor.said[name]:
                yield f"{name} of another account says {says!r}, which that never said"


def _differs(told: dict[str, Thing], have: dict[str, str]) -> list[str]:
    truth = {one.id: one.says for one in told.values() if one.says is not None}
    both = have.keys() & truth.keys()
    return [
        *(f"{one} is lost" for one in sorted(truth.keys() - have.keys())),
        *(f"{one} was deleted, and is there" for one in sorted(have.keys() - truth.keys())),
        *(f"{one} says {have[one]!r}" for one in sorted(both) if have[one] != truth[one]),
    ]


def _doubled(kept: KeptThings) -> list[str]:
    """Find what had the same effect twice in a row."""
    last: dict[tuple[PersonId, str], str] = {}
    found: list[str] = []
    for person, name, says in kept.effects:
        if last.get((person, name)) == says:
            found.append(f"{name} had the effect of {says!r} twice")
        last[person, name] = says
    return found


def _told(topic: str, body: bytes) -> tuple[_Told, ...]:
    if topic == "push:ended" or topic.startswith(ABSENT):
        return ()
    if topic == "fetched:thing":
        return (msgspec.json.decode(body, type=_Told),)
    if topic == "fetched:both":
        return (msgspec.json.decode(body, type=_Pair).thing,)
    if topic.startswith("page:"):
        return msgspec.json.decode(body, type=_List).items
    hint = msgspec.json.decode(body, type=_Gone)
    return (hint,) if hint.gone else ()
