"""Letting what was put off be tried now."""

from __future__ import annotations

from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.time import Instant

__all__ = ("due_now", "hold_off", "look_again", "wake")


def wake(book: SyncBook, now: Instant, vendor: Vendor | None) -> int:
    """Let whatever waits of a vendor, or of all, be tried now; tell how many deliveries that are."""
    waiting = book.replay(DeliveryQuery(vendor, State.WAITING), now)
    due_now(book, now)
    return waiting


def hold_off(book: SyncBook, vendor: Vendor, until: Instant, trouble: Trouble) -> None:
    """Let nothing of a vendor be tried before: each for itself would only hear the same."""
    book.put_off(vendor, until, trouble)
    for feed in book.feeds():
        if feed.vendor is vendor and feed.run_at < until:
            book.put_feed(feed.put_off(until, trouble))


def look_again(book: SyncBook, vendor: Vendor) -> None:
    """Let the next pages of a vendor be news: what it told meanwhile may have been told back."""
    for feed in book.feeds():
        if feed.vendor is vendor and feed.seen:
            book.put_feed(feed.unseen())


def due_now(book: SyncBook, now: Instant) -> None:
    """Let a lane be looked at now."""
    lane = book.lane()
    due_at = now if lane.due_at is None else min(lane.due_at, now)
    book.put_lane(Lane(lane.person, due_at, lane.token, lane.until))
