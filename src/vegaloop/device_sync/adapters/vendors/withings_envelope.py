"""The envelope all answers of Withings come in: HTTP says 200, and a status in it says what is wrong.

Rule 1: what is forbidden is no trouble of a call, but of what was asked: some people's intraday figures
are, and all the rest they have is read.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, final

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as, retry_after, trouble_in
from vegaloop.device_sync.adapters.vendors.oauth import Granted
from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.domain.trouble import (
    Busy,
    Denied,
    Down,
    Forbidden,
    Misread,
    Refused,
    Trouble,
)
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = ("Body", "body_in", "granted_in", "is_empty", "trouble_of")

_FORBIDDEN: Final = frozenset({214, 277, 2553, 2554, 2555})
_DENIED: Final = frozenset({100, 101, 102, 200, 401})
_REFUSED: Final = frozenset({*range(201, 214), 293, 294, 295, 503, *range(504, 512)})
_EMPTY: Final = (b"[]", b"{}", b"null")
_EMPTY_LONGEST: Final = 64
_MINUTE: Final = dt.timedelta(minutes=1)
_SPENT: Final = re.compile(r"invalid[ _]?(refresh_?token|grant|code|token)", re.IGNORECASE)


@final
class _Envelope(Struct, frozen=True):
    status: int
    body: Raw = Raw(b"{}")
    error: str | None = None


@final
class Body(Struct, frozen=True):
    """What an envelope holds: records in a list, and whether there are more."""

    measuregrps: Raw = Raw(b"[]")
    activities: Raw = Raw(b"[]")
    series: Raw = Raw(b"[]")
    timezone: str | None = None
    more: bool | int | None = None
    offset: int | None = None

    @property
    def turn(self) -> str | None:
        """Which page comes next, None after the last."""
        return str(self.offset) if self.more and self.offset else None


def trouble_of(answer: Answer, now: Instant) -> Trouble | None:
    """Say what is wrong with an answer to a call for data."""
    trouble = trouble_in(answer, now, _MINUTE)
    if trouble is not None:
        return trouble
    match read_as(answer.body, _Envelope, "answer"):
        case Success(envelope) if envelope.status in _FORBIDDEN:
            return None
        case Success(envelope):
            return _meant(envelope, answer, now)
        case Failure(error):
            return error


def granted_in(answer: Answer, now: Instant) -> Result[Granted, Trouble]:
    """Read tokens out of an answer; what was spent only the person can renew."""
    trouble = trouble_in(answer, now, _MINUTE)
    if trouble is not None:
        return Failure(trouble)
    match read_as(answer.body, _Envelope, "tokens"):
        case Success(envelope) if envelope.status and _SPENT.search(envelope.error or ""):
            return Failure(Denied(now))
        case Success(envelope) if envelope.status:
            return Failure(_meant(envelope, answer, now) or Refused(envelope.status))
        case Success(envelope) if is_empty(envelope.body):
            return Success(Granted())
        case Success(envelope):
            return read_as(bytes(envelope.body), Granted, "tokens")
        case Failure(error):
            return Failure(error)


def body_in(answer: bytes, what: str) -> Result[Body, Trouble]:
    """Read the body of an answer that was kept."""
    match read_as(answer, _Envelope, what):
        case Success(envelope) if envelope.status in _FORBIDDEN:
            return Failure(Forbidden(what))
        case Success(envelope) if envelope.status:
            return Failure(Misread(f"{what}.status", "0"))
        case Success(envelope) if is_empty(envelope.body):
            return Success(Body())
        case Success(envelope):
            return read_as(bytes(envelope.body), Body, what)
        case Failure(error):
            return Failure(error)


def is_empty(raw: Raw) -> bool:
    """Tell whether there is nothing: what is an object elsewhere is then a list."""
    held = bytes(raw)
    return len(held) < _EMPTY_LONGEST and held.translate(None, b" \t\r\n") in _EMPTY


def _meant(envelope: _Envelope, answer: Answer, now: Instant) -> Trouble | None:
    match envelope.status:
        case 0:
            return None
        case 601:
            return Busy(retry_after(answer.headers, now, _MINUTE))
        case status if status in _FORBIDDEN:
            return Forbidden("data")
        case status if status in _DENIED:
            return Denied(now)
        case status if status in _REFUSED:
            return Refused(status)
        case status:
            return Down("status", status)
