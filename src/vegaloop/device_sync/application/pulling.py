"""One step with a feed: a page is asked for and kept raw, and with it how far the feed is.

Rule 1: a page and the cursor behind it are kept in one unit of work: neither is without the other.
Rule 2: whatever goes wrong, the cursor stays where it was.
Rule 3: a page is of the moment it was asked for: what is told while it is on its way is newer.
"""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.drivers import Context, Page, PageCall
from vegaloop.device_sync.application.parts import Configured, Hold, Parts, fenced
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.seeking import seek
from vegaloop.device_sync.application.waking import hinder
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, Pulled, Way
from vegaloop.device_sync.domain.feed import Feed, Reading, Rhythm
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.record import mark_of, mark_of_name
from vegaloop.device_sync.domain.trouble import (
    UNREADABLE,
    Busy,
    Denied,
    Down,
    Forbidden,
    Locked,
    Trouble,
)
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, TimeZone, local_date_of

__all__ = ("Pulling",)


@final
class _Pull(Struct, frozen=True):
    """A feed that is read now: under which lane and consent, how, and where its person is at home."""

    hold: Hold
    feed: Feed
    under: Connection
    set_up: Configured
    rhythm: Rhythm
    zone: TimeZone


@final
class _Kept(Struct, frozen=True):
    """A page that was read, its bytes, and whether it says anything but what it said the last time."""

    page: Delivery
    body: bytes
    is_news: bool


@final
class Pulling:
    """Takes steps with feeds; each tells whether the lane is still held."""

    __slots__ = ("_asking", "_parts")

    def __init__(self, parts: Parts, asking: Asking) -> None:
        self._parts = parts
        self._asking = asking

    def pull(self, hold: Hold, feed: Feed) -> bool:
        """Ask for the next page of a feed, and keep it."""
        set_up = self._parts.vendors.get(feed.vendor)
        under = self._parts.books.read(hold.person, lambda book: book.connection(feed.vendor))
        if under is None or under.grant is None:
            return self._put(hold, feed.paused())
        if set_up is None:  # Here and now: another worker may have it, and this one soon.
            return self.failed(hold, feed, self._asking.missing())
        rhythm = set_up.driver.rhythms.get(feed.kind)
        if rhythm is None:
            return self._put(hold, feed.paused())
        zone = self._parts.profiles.profile(hold.person).home_zone
        match self._asking.tokens(hold, set_up, under, feed.streak):
            case Failure(trouble):
                return self.failed(hold, feed, trouble)
            case Success(tokens):
                pull = _Pull(hold, feed, under, set_up, rhythm, zone)
                return self._ask(pull, tokens.access)

    def failed(self, hold: Hold, feed: Feed, trouble: Trouble) -> bool:
        """Remember what stood in the way, and when to try again."""
        now, chance = self._parts.clock.now(), self._parts.chance()
        if isinstance(trouble, Busy | Locked):
            return self._asking.hold_off(hold, feed.vendor, trouble)
        return self._put(hold, feed.failed(now, trouble, chance))

    def _ask(self, pull: _Pull, access: str) -> bool:
        now = self._parts.clock.now()
        today = local_date_of(now, pull.zone)
        feed = pull.feed.at(now, today)
        reading = feed.next_window(pull.rhythm, pull.under.wanted_from, today, now)
        begun = feed.begun(reading)
        call = pull.set_up.driver.page(feed.kind, reading, access)
        match self._asking.ask(pull.hold, pull.set_up, pull.under, call.call):
            case Failure(trouble):
                if isinstance(trouble, Denied):
                    times = feed.streak.then(trouble).times
                    self._asking.denied(pull.hold, pull.under, times)
                return self.failed(pull.hold, begun, trouble)
            case Success(answer):
                page = self._page(pull, reading, call, now)
                return self._keep(pull, begun, reading, page, answer.body)

    def _keep(
        self, pull: _Pull, begun: Feed, reading: Reading, asked: Delivery, body: bytes
    ) -> bool:
        now = self._parts.clock.now()
        context = Context(pull.under.account, pull.zone, asked.received_at)
        match pull.set_up.driver.read(asked.topic, body, context):
            case Success(Page(next=following) as page):
                # Some say what they are of nowhere but in what was asked for.
                mark = mark_of(asked.topic.encode() + b"\0" + body)
                seen = reading.seen(mark, map(mark_of_name, page.names))
                turned = None if following is None else seen.after(following)
                if following is not None and turned is None:
                    return self.failed(pull.hold, begun.dropped(), Down("circular"))
                # A day that ended while its window was read was not over when it was asked for.
                today = local_date_of(reading.began_at, pull.zone)
                wanted = pull.under.wanted_from
                after = (
                    begun.read(seen, pull.rhythm, wanted, today, now)
                    if turned is None
                    else begun.turned(turned, now)
                )
                kept = _Kept(asked, body, begun.is_news(mark))
                return self._write(pull, after, kept, seen if after.reading is None else None)
            case Failure(Forbidden() as trouble):
                return self.failed(pull.hold, begun, trouble)
            case Success() | Failure():  # It may be the moment: nothing of it is kept.
                return self.failed(pull.hold, begun, Down(UNREADABLE))

    def _page(self, pull: _Pull, reading: Reading, call: PageCall, asked_at: Instant) -> Delivery:
        fresh = self._parts.ids.fresh()
        return Delivery.received(
            DeliveryId(fresh),
            pull.feed.vendor,
            Way.PULL,
            call.topic,
            f"page:{fresh.hex}",
            asked_at,
            Pulled(pull.feed.kind, reading.days),
            pull.under.account,
        )

    def _write(self, pull: _Pull, after: Feed, kept: _Kept, whole: Reading | None) -> bool:
        """Keep a page with how far the feed is; `whole` is a window that it ends."""
        now = self._parts.clock.now()

        def write(book: SyncBook) -> None:
            book.put_feed(after)
            if kept.is_news:
                book.add(kept.page, kept.body)
                book.tell(StepTaken(now, after.vendor, Step.FETCHED, after.kind))
            elif after.reading is None:
                book.put_connection(pull.under.worked(now))
            if whole is not None:
                seek(book, kept.page, whole, pull.rhythm, self._parts.ids)

        return fenced(self._parts, pull.hold, now, write, pull.under)

    def _put(self, hold: Hold, after: Feed) -> bool:
        now = self._parts.clock.now()

        def write(book: SyncBook) -> None:
            book.put_feed(after)
            if after.trouble is not None:
                told = StepTaken(now, after.vendor, Step.PUT_OFF, after.kind, trouble=after.trouble)
                hinder(book, told)

        return fenced(self._parts, hold, now, write)
