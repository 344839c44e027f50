"""Reading a webhook after it has proved who sent it: when it was signed, and what it says."""

from __future__ import annotations

from typing import TypeVar

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.times import is_recent
from vegaloop.device_sync.application.drivers import Envelope, NotAuthentic
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = ("event_in", "recent", "stamped")

A = TypeVar("A")


def stamped(stamp: str, body: bytes) -> bytes:
    """Put together what is signed where the time is: the header as it came, and the body."""
    return stamp.encode("utf-8", "surrogatepass") + body


def recent(
    passed: Result[Envelope, NotAuthentic], stamp: str, now: Instant
) -> Result[Envelope, NotAuthentic]:
    """Let pass what was signed now."""
    match passed:
        case Success() if not is_recent(stamp, now):
            return Failure(NotAuthentic("timestamp"))
        case Success() | Failure():
            return passed


def event_in(passed: Result[Envelope, NotAuthentic], shape: type[A]) -> Result[A, NotAuthentic]:
    """Read the event of what passed; what cannot be read is sent again, and found out."""
    match passed:
        case Failure(error):
            return Failure(error)
        case Success(envelope):
            event = read_as(envelope.body, shape, "event")
            return Failure(NotAuthentic("body")) if isinstance(event, Failure) else event
