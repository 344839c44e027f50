"""Letting what was put off be tried now, and putting off what would not work."""

from __future__ import annotations

from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.progress import StepTaken
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.time import Instant

__all__ = ("due_now", "feeds_of", "hinder", "hold_off", "look_again", "wake")


def feeds_of(book: SyncBook, vendor: Vendor) -> tuple[Feed, ...]:
    """Find the feeds of a vendor."""
    return tuple(feed for feed in book.feeds() if feed.vendor is vendor)


def hinder(book: SyncBook, taken: StepTaken) -> None:
    """Tell of a step that did not work, and let the person see what stood in the way."""
    book.tell(taken)
    under = book.connection(taken.vendor)
    if under is not None and taken.trouble is not None:
        book.put_connection(under.hindered(taken.trouble))


def wake(book: SyncBook, now: Instant, vendor: Vendor | None) -> int:
    """Let whatever waits of a vendor, or of all, be tried now; tell how many deliveries that are."""
    waiting = book.replay(DeliveryQuery(vendor, State.WAITING), now)
    due_now(book, now)
    return waiting


def hold_off(
    book: SyncBook, vendor: Vendor, until: Instant, trouble: Trouble, now: Instant
) -> None:
    """Let nothing ask a vendor before: each for itself would only hear the same."""
    book.put_off(vendor, until, trouble, now)
    for feed in feeds_of(book, vendor):
        if feed.run_at < until or feed.is_due(now):
            book.put_feed(feed.put_off(until, trouble))


def look_again(book: SyncBook, vendor: Vendor) -> None:
    """Let the next pages of a vendor be news: what it told meanwhile may have been told back."""
    for feed in feeds_of(book, vendor):
        if feed.seen:
            book.put_feed(feed.unseen())


def due_now(book: SyncBook, now: Instant) -> None:
    """Let a lane be looked at now."""
    lane = book.lane()
    due_at = now if lane.due_at is None else min(lane.due_at, now)
    book.put_lane(Lane(lane.person, due_at, lane.token, lane.until))
