"""Parting from a vendor: whoever ends a consent, all that was under it ends with it."""

from __future__ import annotations

from vegaloop.device_sync.application.parts import stands
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.waking import feeds_of
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.kernel.time import Instant

__all__ = ("lapse", "part")


def part(book: SyncBook, after: Connection, step: Step, now: Instant) -> None:
    """End a consent: its tokens are forgotten, and nothing is asked for any more."""
    book.put_connection(after)
    book.put_sealed(after.vendor, None)
    for feed in feeds_of(book, after.vendor):
        book.put_feed(feed.paused())
    book.tell(StepTaken(now, after.vendor, step))


def lapse(book: SyncBook, under: Connection, now: Instant) -> None:
    """Let a consent lapse that a vendor no longer honours, where it still stands here."""
    if stands(book, under):
        part(book, under.lapsed(now), Step.NEEDS_RECONNECT, now)
