"""Parting from a vendor: whoever ends a consent, all that was under it ends with it."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.gating import asked, renewed
from vegaloop.device_sync.application.parts import Configured, Parts, stands
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.waking import feeds_of
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.trouble import Denied, Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, error_in, value_in
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

    def work(book: SyncBook) -> tuple[bytes | None, bool] | None:
        connection, sealed = book.connection(vendor), book.sealed(vendor)
        if connection is None:
            return None
        part(book, connection.ended(now), Step.DISCONNECTED, now)
        return sealed, book.lane().is_free(now)

    match parts.books.write(person, work):
        case None:
            return Failure(NotConnected(vendor))
        case (sealed, is_alone):
            match _revoked(parts, person, vendor, sealed, is_alone=is_alone):
                case Success(answer):
                    return Success(Parted(vendor, now, is_told=answer is not None))
                case Failure(trouble):
                    return Success(Parted(vendor, now, is_told=False, trouble=trouble))


def _revoked(
    parts: Parts, person: PersonId, vendor: Vendor, sealed: bytes | None, *, is_alone: bool
) -> Result[Answer | None, Trouble]:
    """Tell the vendor; None where there is nothing to tell it with, or no way to.

    Who is not alone asks for no new tokens: whoever has the lane may be at it.
    """
    set_up = parts.vendors.get(vendor)
    tokens = None if sealed is None else value_in(parts.seal.unseal(person, vendor, sealed))
    if set_up is None or tokens is None:
        return Success(None)
    call = set_up.driver.revoke(set_up.keys, tokens)
    if call is None:
        return Success(None)
    if tokens.refresh is None or not is_alone:
        return asked(parts, set_up, person, call)
    # What is over some vendors refuse, and some answer well and go on under the newer ones.
    if tokens.expires_at is None or tokens.expires_at > parts.clock.now():
        told = asked(parts, set_up, person, call)
        if not isinstance(error_in(told), Denied):
            return told
    return _revoked_anew(parts, set_up, person, tokens)


def _revoked_anew(
    parts: Parts, set_up: Configured, person: PersonId, tokens: Tokens
) -> Result[Answer | None, Trouble]:
    """Tell the vendor with new tokens, which are asked for once and kept nowhere."""
    match renewed(parts, set_up, person, tokens):
        case Failure(trouble):
            return Failure(trouble)
        case Success(fresh):
            call = set_up.driver.revoke(set_up.keys, fresh)
            return Success(None) if call is None else asked(parts, set_up, person, call)
