"""Parting from a vendor: whoever ends a consent, all that was under it ends with it."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.application.gating import asked
from vegaloop.device_sync.application.parts import Parts, stands
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.waking import feeds_of
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant

__all__ = ("NotConnected", "Parted", "disconnect", "lapse", "part")


@final
class NotConnected(Struct, frozen=True, tag="sync/not-connected"):
    """There is no such connection."""

    vendor: Vendor


@final
class Parted(Struct, frozen=True):
    """A consent that is over here at `at`; whether the vendor knows, and what hindered it if not."""

    vendor: Vendor
    at: Instant
    is_told: bool
    trouble: Trouble | None = None


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


def disconnect(parts: Parts, person: PersonId, vendor: Vendor) -> Result[Parted, NotConnected]:
    """Take a consent back: here at once, then at the vendor if it can be told."""
    now = parts.clock.now()

    def work(book: SyncBook) -> tuple[bytes | None] | None:
        connection, sealed = book.connection(vendor), book.sealed(vendor)
        if connection is None:
            return None
        part(book, connection.ended(now), Step.DISCONNECTED, now)
        return (sealed,)

    match parts.books.write(person, work):
        case None:
            return Failure(NotConnected(vendor))
        case (sealed,):
            match _revoked(parts, person, vendor, sealed):
                case Success(answer):
                    return Success(Parted(vendor, now, is_told=answer is not None))
                case Failure(trouble):
                    return Success(Parted(vendor, now, is_told=False, trouble=trouble))


def _revoked(
    parts: Parts, person: PersonId, vendor: Vendor, sealed: bytes | None
) -> Result[Answer | None, Trouble]:
    """Tell the vendor; None where there is nothing to tell it with, or no way to."""
    set_up = parts.vendors.get(vendor)
    tokens = None if sealed is None else value_in(parts.seal.unseal(person, vendor, sealed))
    call = None if set_up is None or tokens is None else set_up.driver.revoke(set_up.keys, tokens)
    if set_up is None or call is None:
        return Success(None)
    match asked(parts, set_up, person, call):
        case Success(answer):
            return Success(answer)
        case Failure(trouble):
            return Failure(trouble)
