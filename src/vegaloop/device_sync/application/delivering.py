"""One step with a delivery: what it tells is taken, or what it hints at is fetched and kept.

Rule 1: what was fetched and the end of its hint are one unit of work; so are effect and end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, final

import msgspec
from msgspec.structs import replace

from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.dating import BEFORE_ALL, dated
from vegaloop.device_sync.application.drivers import ABSENT, Context, Ended, Hint, Page
from vegaloop.device_sync.application.following import follow_up
from vegaloop.device_sync.application.landing import land
from vegaloop.device_sync.application.parting import lapse
from vegaloop.device_sync.application.parts import Configured, Hold, Parts, fenced, is_mine
from vegaloop.device_sync.application.ports import Known, SyncBook
from vegaloop.device_sync.application.waking import hinder, look_again
from vegaloop.device_sync.domain.connection import Connection, is_over
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State, Way
from vegaloop.device_sync.domain.progress import Step, StepTaken, counts_of
from vegaloop.device_sync.domain.record import Name, Record
from vegaloop.device_sync.domain.schedule import WAIT_MOST, spread
from vegaloop.device_sync.domain.trouble import (
    UNREADABLE,
    Busy,
    Denied,
    Down,
    Forbidden,
    Gone,
    Locked,
    Misread,
    StillThere,
    Trouble,
)
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, TimeZone, later

__all__ = ("Delivering",)

_NOBODY: Final = Account("")
# Some vendors give a thing back for so long only: what is older is not there, and not gone either.
_SOUGHT_FOR: Final = dt.timedelta(days=7)
# A vendor may tell of a thing, or that it is gone, before all of it knows of it.
_SOUGHT_AGAIN: Final = 2


@final
class Delivering:
    """Takes steps with deliveries; each tells whether the lane is still held."""

    __slots__ = ("_asking", "_parts")

    def __init__(self, parts: Parts, asking: Asking) -> None:
        self._parts = parts
        self._asking = asking

    def deliver(self, hold: Hold, delivery: Delivery) -> bool:
        """Read what was kept, and do what it asks for."""
        vendor, books = delivery.vendor, self._parts.books
        under = books.read(hold.person, lambda book: book.connection(vendor))
        if is_over(vendor, under):
            return self.failed(hold, delivery, Forbidden(vendor.value))
        set_up = self._parts.vendors.get(vendor)
        if not delivery.asks:
            return self._read(hold, delivery, under, None, None)
        if under is None:
            return self.failed(hold, delivery, Forbidden(vendor.value))
        if under.grant is None:  # It waits for the person, who may take more than some attempts.
            now = self._parts.clock.now()
            return self._put(hold, delivery.put_off(later(now, WAIT_MOST), Denied(now)))
        if set_up is None:  # Here and now: another worker may have it, and this one soon.
            return self.failed(hold, delivery, self._asking.missing())
        match self._asking.tokens(hold, set_up, under, delivery.streak):
            case Failure(trouble):
                return self.failed(hold, delivery, trouble)
            case Success(tokens):
                return self._read(hold, delivery, under, set_up, tokens.access)

    def failed(self, hold: Hold, delivery: Delivery, trouble: Trouble) -> bool:
        """Remember what stood in the way, and when to try again."""
        now, chance = self._parts.clock.now(), self._parts.chance()
        if isinstance(trouble, Busy | Locked):
            return self._asking.hold_off(hold, delivery.vendor, trouble)
        return self._put(hold, delivery.failed(now, trouble, chance))

    def _put(self, hold: Hold, after: Delivery) -> bool:
        now = self._parts.clock.now()
        step = Step.PUT_OFF if after.state is State.WAITING else Step.FAILED

        def write(book: SyncBook) -> None:
            book.put(after)
            hinder(book, StepTaken(now, after.vendor, step, trouble=after.trouble))

        return fenced(self._parts, hold, now, write)

    def _read(
        self,
        hold: Hold,
        delivery: Delivery,
        under: Connection | None,
        set_up: Configured | None,
        access: str | None,
    ) -> bool:
        body = self._parts.books.read(hold.person, lambda book: book.body(delivery.id))
        account = _NOBODY if under is None else under.account
        context = Context(account, self._zone(hold), delivery.received_at, access)
        reads = self._parts.reads.get(delivery.vendor)
        if reads is None:  # As above; what asks nobody is put off by itself.
            now, missing = self._parts.clock.now(), self._asking.missing()
            until = spread(now, missing.until - now, self._parts.chance())
            return self._put(hold, delivery.put_off(until, missing))
        match reads.read(delivery.topic, body, context):
            case Failure(trouble):
                return self.failed(hold, delivery, trouble)
            case Success(read):
                match read:
                    case Page():
                        return self._take(hold, delivery, read)
                    case Ended(at=at):
                        return self._end(hold, delivery, under, at)
                    case Hint() if under is None or set_up is None:
                        return self.failed(hold, delivery, Misread("topic", "one of a hint"))
                    case Hint() if not delivery.is_of(under.account):  # Another's is not told us.
                        return self.failed(hold, delivery, Forbidden("account"))
                    case Hint():
                        return self._fetch(hold, delivery, under, set_up, read)

    def _fetch(
        self, hold: Hold, delivery: Delivery, under: Connection, set_up: Configured, hint: Hint
    ) -> bool:
        answers: dict[str, bytes] = {}
        # What is told of it while it is fetched is newer, however late the answer comes.
        asked_at = self._parts.clock.now()
        for fetch in hint.fetches:
            match self._asking.ask(hold, set_up, under, fetch.call):
                case Success(answer):
                    answers[fetch.name] = answer.body
                case Failure(Gone()) if fetch.optional:
                    continue
                case Failure(Gone() as trouble) if hint.if_gone:
                    return self._gone(hold, delivery, hint, trouble, asked_at)
                case Failure(Denied() as trouble):
                    self._asking.denied(hold, under, delivery.streak.then(trouble).times)
                    return self.failed(hold, delivery, trouble)
                case Failure(trouble):
                    return self.failed(hold, delivery, trouble)
        body = _joined(answers, len(hint.fetches))
        context = Context(under.account, self._zone(hold), asked_at)
        match set_up.driver.read(hint.topic, body, context):
            case Failure():  # It may be the moment: what cannot be read is not kept in its place.
                return self.failed(hold, delivery, Down(UNREADABLE))
            case Success():
                still = StillThere("data")
                if hint.is_deletion and delivery.streak.count(still) < _SOUGHT_AGAIN:
                    return self.failed(hold, delivery, still)
                fetched = self._fetched(delivery, under.account, hint.topic, asked_at)
                return self._keep(hold, delivery, under, fetched, body)

    def _gone(
        self, hold: Hold, delivery: Delivery, hint: Hint, trouble: Gone, asked_at: Instant
    ) -> bool:
        """Take out what is not there: at once where it was told or missed, else if it stays away."""
        if hint.is_deletion:
            # What was fetched since it was told is of a part of the vendor that did not know yet.
            gone = tuple(replace(record, modified_at=asked_at) for record in hint.if_gone)
            return self._take(hold, delivery, Page(gone))
        if self._is_late(delivery):
            return self._take(hold, delivery, Page())
        if not delivery.topic.startswith(ABSENT) and delivery.streak.count(trouble) < _SOUGHT_AGAIN:
            return self.failed(hold, delivery, trouble)
        now, names = self._parts.clock.now(), {record.name for record in hint.if_gone}
        known = self._parts.books.read(hold.person, lambda book: book.known(delivery.vendor, names))
        return self._take(hold, delivery, Page(tuple(_missed(hint.if_gone, known, now))))

    def _is_late(self, delivery: Delivery) -> bool:
        """Tell whether a thing was sought so long ago that not finding it says nothing any more."""
        until = later(delivery.received_at, _SOUGHT_FOR)
        return delivery.topic.startswith(ABSENT) and until < self._parts.clock.now()

    def _fetched(
        self, delivery: Delivery, account: Account, topic: str, asked_at: Instant
    ) -> Delivery:
        fresh = self._parts.ids.fresh()
        return Delivery.received(
            DeliveryId(fresh),
            delivery.vendor,
            delivery.way,
            topic,
            f"fetched:{fresh.hex}",
            asked_at,
            account=account,
        )

    def _keep(
        self, hold: Hold, delivery: Delivery, under: Connection, fetched: Delivery, body: bytes
    ) -> bool:
        now = self._parts.clock.now()

        def write(book: SyncBook) -> None:
            book.add(fetched, body)
            book.put(delivery.done(now))
            book.tell(StepTaken(now, delivery.vendor, Step.FETCHED))

        return fenced(self._parts, hold, now, write, under)

    def _take(self, hold: Hold, delivery: Delivery, page: Page) -> bool:
        parts, now, vendor = self._parts, self._parts.clock.now(), delivery.vendor

        def work(book: SyncBook) -> bool:
            under = book.connection(vendor)
            # A consent may have been taken back while this was read.
            if not is_mine(book, hold, now) or is_over(vendor, under):
                return False
            records = dated(book, delivery, page.records, now)
            if under is not None and not delivery.is_of(under.account):
                # What is another account's is not missed where this one does not name it.
                records = tuple(replace(one, day=None) for one in records)
            outcome = land(book, parts.keeper, hold.person, vendor, records)
            follow_up(book, delivery, page.follow, parts.ids, now)
            if delivery.way is not Way.PULL:
                look_again(book, vendor)
            book.put(delivery.done(now), outcome)
            book.tell(StepTaken(now, vendor, Step.TAKEN, counts=counts_of(outcome)))
            if under is not None:
                book.put_connection(under.worked(now))
            return True

        return parts.together(hold.person, lambda: parts.books.write(hold.person, work))

    def _zone(self, hold: Hold) -> TimeZone:
        return self._parts.profiles.profile(hold.person).home_zone

    def _end(self, hold: Hold, delivery: Delivery, under: Connection | None, at: Instant) -> bool:
        now = self._parts.clock.now()

        def write(book: SyncBook) -> None:
            # What is told late may be of a consent before this one.
            if under and under.connected_at <= at and delivery.is_of(under.account):
                lapse(book, under, now)
            book.put(delivery.done(now))

        return fenced(self._parts, hold, now, write)


def _missed(
    records: Iterable[Record], known: Mapping[Name, Known], now: Instant
) -> Iterator[Record]:
    """Date that things are gone as what is known of each is: whatever is later lifts it."""
    for record in records:
        before = known.get(record.name)
        if before is None or not before.edition.is_gone:
            at = BEFORE_ALL if before is None else before.edition.modified_at
            yield replace(record, modified_at=min(record.modified_at, at), missed_at=now)


def _joined(answers: Mapping[str, bytes], asked: int) -> bytes:
    """One answer as it came, several as one object of their names."""
    if asked == 1:
        return next(iter(answers.values()), b"null")
    parts = (msgspec.json.encode(name) + b":" + body for name, body in answers.items())
    return b"{" + b",".join(parts) + b"}"
