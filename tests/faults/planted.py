"""Faults to plant in the real parts of device sync: each a few lines others really wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Final, TypeAlias
from unittest.mock import patch
from uuid import UUID

import msgspec

from vegaloop.device_sync.adapters.memory import MemorySyncBook
from vegaloop.device_sync.adapters.memory_gates import MemoryGates
from vegaloop.device_sync.adapters.memory_inbox import MemoryInbox
from vegaloop.device_sync.application import (
    asking,
    connecting,
    delivering,
    landing,
    parting,
    parts,
    pulling,
    seeking,
)
from vegaloop.device_sync.application import working as working_module
from vegaloop.device_sync.application.drivers import HINT, Follow, PageCall
from vegaloop.device_sync.application.parts import Hold
from vegaloop.device_sync.application.ports import Acceptance, Arrival, Known, SyncBook
from vegaloop.device_sync.domain import delivery as delivery_module
from vegaloop.device_sync.domain import feed as feed_module
from vegaloop.device_sync.domain import lane as lane_module
from vegaloop.device_sync.domain.breaker import Breaker
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.coverage import days_of
from vegaloop.device_sync.domain.delivery import Delivery, State
from vegaloop.device_sync.domain.feed import Feed, Reading, Rhythm
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.progress import Outcome
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.record import Name
from vegaloop.device_sync.domain.trouble import UNREADABLE, Down, Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate, days_after, epoch_us, later

Plant: TypeAlias = Callable[[], Iterable[AbstractContextManager[object]]]

_put, _learn = MemorySyncBook.put, MemorySyncBook.learn
_failed, _asked, _page_read = Feed.failed, Feed.asked, Feed.read
_submit, _admit = MemoryInbox.submit, MemoryGates.admit
_waits_until, _known = Breaker.waits_until, MemorySyncBook.known
_keep_page, _pull_failed = pulling.Pulling._keep, pulling.Pulling.failed


def forget(book: MemorySyncBook, delivery: Delivery) -> None:
    del book._deliveries[delivery.id], book._keys[delivery.vendor, delivery.key]


def delete_when_done(
    book: MemorySyncBook, delivery: Delivery, outcome: Outcome | None = None
) -> None:
    _put(book, delivery, outcome)
    if delivery.state is State.DONE:
        forget(book, delivery)


def drop_the_dead(book: MemorySyncBook, delivery: Delivery, outcome: Outcome | None = None) -> None:
    _put(book, delivery, outcome)
    if delivery.state is State.DEAD:
        forget(book, delivery)


def moved(feed: Feed, cursor: Instant, covered_until: LocalDate | None = None) -> Feed:
    covered = feed.covered
    if covered_until is not None:
        covered = covered.with_span((days_after(covered_until, -90), covered_until))
    return Feed(
        vendor=feed.vendor,
        kind=feed.kind,
        run_at=feed.run_at,
        cursor=cursor,
        covered=covered,
        reading=feed.reading,
        seen=feed.seen,
        attempts=feed.attempts,
        trouble=feed.trouble,
    )


def move_on_though_it_failed(feed: Feed, now: Instant, trouble: Trouble, chance: float) -> Feed:
    return moved(_failed(feed, now, trouble, chance), now, LocalDate(now.date()))


def move_on_and_then_keep(
    self: pulling.Pulling,
    pull: pulling._Pull,
    after: Feed,
    kept: pulling._Kept,
    _: Reading | None,
) -> bool:
    books, person = self._parts.books, pull.hold.person
    books.write(person, lambda book: book.put_feed(after))
    if kept.is_news:
        books.write(person, lambda book: book.add(kept.page, kept.body))
    return True


def acknowledge_and_then_keep(self: MemoryInbox, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
    answer = Future[Acceptance]()
    answer.set_result(Acceptance(len(arrivals), 0))
    if epoch_us(arrivals[0].delivery.received_at) % 7:  # Others are lost with their process.
        _submit(self, arrivals)
    return answer


def by_arrival(said: landing._Said, known: Known | None) -> bool:
    return known is None or known.edition.mark != said.edition.mark


def no_tombstones(book: MemorySyncBook, vendor: Vendor, known: Mapping[Name, Known]) -> None:
    _learn(book, vendor, known)
    for name, one in known.items():
        if one.edition.is_gone:
            del book._known[vendor, name]


def no_ledger(book: MemorySyncBook, vendor: Vendor, names: Iterable[Name]) -> Mapping[Name, Known]:
    found = _known(book, vendor, tuple(names))
    return {name: Known(one.edition, ()) for name, one in found.items()}


def no_quota(
    self: MemoryGates, vendor: Vendor, person: PersonId, _: Sequence[Allowance], now: Instant
) -> Instant | None:
    return _admit(self, vendor, person, (), now)


def empty_where_unread(
    self: pulling.Pulling,
    pull: pulling._Pull,
    begun: Feed,
    reading: Reading,
    call: PageCall,
    body: bytes,
) -> bool:
    """What cannot be read is taken for an empty page."""

    def dropped(puller: pulling.Pulling, hold: Hold, feed: Feed, trouble: Trouble) -> bool:
        if trouble == Down(UNREADABLE):
            return _keep_page(puller, pull, begun, reading, call, b'{"items": [], "next": null}')
        return _pull_failed(puller, hold, feed, trouble)

    with patch.object(pulling.Pulling, "failed", dropped):
        return _keep_page(self, pull, begun, reading, call, body)


def all_is_here_on_reconnect(feed: Feed, now: Instant) -> Feed:
    return moved(_asked(feed, now), now, LocalDate(now.date()))


def ahead_of_what_was_read(
    feed: Feed,
    reading: Reading,
    rhythm: Rhythm,
    wanted_from: LocalDate,
    today: LocalDate,
    now: Instant,
) -> Feed:
    done = _page_read(feed, reading, rhythm, wanted_from, today, now)
    return moved(done, later(now, dt.timedelta(days=7)))


def let_go_for_good(hold: Hold, now: Instant, book: SyncBook) -> None:
    if book.lane().token == hold.token:
        book.put_lane(Lane(hold.person, None))


def remember_tokens(book: MemorySyncBook, vendor: Vendor, sealed: bytes | None) -> None:
    if sealed is not None and vendor in book._connections:
        book._sealed[vendor] = sealed


def believed(name: Name, known: Known, read: Reading) -> Follow:
    """What is not in a list is gone: nobody is asked."""
    told_us = epoch_us(known.edition.modified_at) + 1
    day = known.day or read.days[0]
    gone = {"account": "", "id": name[1], "modified": told_us, "day": str(day), "gone": True}
    return Follow(f"{HINT}thing", f"{name[1]}:{told_us}", msgspec.json.encode(gone))


def any_key(self: MemorySyncBook, delivery: Delivery, body: bytes) -> bool:
    """No key is looked at: what is sent again is another delivery."""
    self._keys[delivery.vendor, delivery.key] = delivery.id
    self._deliveries[delivery.id] = delivery
    self._bodies[delivery.id] = body
    return True


def _everywhere(name: str, by: object) -> list[AbstractContextManager[object]]:
    modules = (asking, delivering, parting, parts)
    return [patch.object(module, name, by) for module in modules if hasattr(module, name)]


def in_its_time(at: Instant, now: Instant) -> bool:
    return at <= now


PLANTS: Final[Mapping[str, Plant]] = {
    "a delivery is deleted when it is done": lambda: [
        patch.object(MemorySyncBook, "put", delete_when_done)
    ],
    "the fence is dropped": lambda: _everywhere("is_mine", lambda *_: True),
    "a lane is taken while another has it": lambda: [
        patch.object(Lane, "is_free", lambda *_: True)
    ],
    "the cursor moves on a failed pull": lambda: [
        patch.object(Feed, "failed", move_on_though_it_failed)
    ],
    "the cursor moves before the page is kept": lambda: [
        patch.object(pulling.Pulling, "_write", move_on_and_then_keep)
    ],
    "the cursor is ahead of what was read": lambda: [
        patch.object(Feed, "read", ahead_of_what_was_read)
    ],
    "a webhook is acknowledged before it is kept": lambda: [
        patch.object(MemoryInbox, "submit", acknowledge_and_then_keep)
    ],
    "no key is looked at": lambda: [patch.object(MemorySyncBook, "add", any_key)],
    "edits stand by arrival": lambda: [patch.object(landing, "_is_news", by_arrival)],
    "tombstones are forgotten": lambda: [patch.object(MemorySyncBook, "learn", no_tombstones)],
    "what is held is forgotten": lambda: [patch.object(MemorySyncBook, "known", no_ledger)],
    "the breaker is ignored": lambda: [
        patch.object(
            Breaker, "waits_until", lambda self, now: Breaker(0, None, self.paused_until).wait(now)
        ),
        patch.object(Breaker, "wait", _waits_until, create=True),
    ],
    "the quota is ignored": lambda: [patch.object(MemoryGates, "admit", no_quota)],
    "Retry-After is ignored": lambda: [patch.object(Breaker, "paused", lambda self, _: self)],
    "a page that cannot be read is dropped": lambda: [
        patch.object(pulling.Pulling, "_keep", empty_where_unread)
    ],
    "gaps are not reopened on reconnect": lambda: [
        patch.object(Feed, "asked", all_is_here_on_reconnect)
    ],
    "coverage is forgotten": lambda: [
        patch.object(Feed, "missing", lambda *_: days_of(())),
    ],
    "dead letters are dropped": lambda: [patch.object(MemorySyncBook, "put", drop_the_dead)],
    "a lane is let go without what is due next": lambda: [
        patch.object(working_module, "_let_go", let_go_for_good)
    ],
    "tokens outlive a consent": lambda: [
        patch.object(MemorySyncBook, "put_sealed", remember_tokens),
        patch.object(Connection, "grant", connecting.GrantId(UUID(int=1))),
    ],
    "pages are taken for those of one moment": lambda: [
        patch.object(Reading, "is_settled", lambda *_: True)
    ],
    "what is not listed is believed to be gone": lambda: [
        patch.object(seeking, "_sought", believed)
    ],
    "what a clock that was ahead wrote is waited for": lambda: [
        patch.object(module, "is_due", in_its_time)
        for module in (delivery_module, feed_module, lane_module)
    ],
    "what a clock that was ahead wrote is believed": lambda: [
        patch.object(Feed, "at", lambda self, *_: self)
    ],
    "another account's things are asked for": lambda: [
        patch.object(Delivery, "is_of", lambda *_: True)
    ],
    "another account's things are missed": lambda: [
        patch.object(connecting, "put_aside", lambda *_: None)
    ],
    "consents are looked at once only": lambda: _everywhere("stands", lambda *_: True),
}
UNSOUGHT: Final[Mapping[str, Plant]] = {
    "what is not listed is not sought": lambda: [patch.object(pulling, "seek", lambda *_: None)],
}
