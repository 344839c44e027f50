"""What the answers of all vendors have in common: what a status means, how long to wait, and JSON.

Rule 1: whatever came, nothing here raises, and no trouble repeats a word of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

import msgspec

from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.domain.schedule import WAIT_MOST
from vegaloop.device_sync.domain.trouble import (
    Busy,
    Denied,
    Down,
    Forbidden,
    Gone,
    Misread,
    Refused,
    Trouble,
)
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, instant_of, later

__all__ = ("BUSY", "instant_in", "is_name", "read_as", "retry_after", "trouble_in")

A = TypeVar("A")

# What a vendor has that is too busy and does not say for how long: a quarter of an hour is the
# shortest window in which any of them counts.
BUSY: Final = dt.timedelta(minutes=15)
# One that says "at once" is asked again soon, but not in a circle.
_SOONEST: Final = dt.timedelta(seconds=5)
_SECONDS: Final = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")
_NAME: Final = re.compile(r"[\x21-\x7e]{1,128}")
_KINDS: Final = {
    "array": "a list",
    "object": "an object",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
_MISSING: Final = re.compile(r"Object missing required field `([A-Za-z0-9_.-]{1,80})`")
_EXPECTED: Final = re.compile(rf"Expected `({'|'.join(_KINDS)})(?: \| null)?`")
_PATH: Final = re.compile(r"`(\$[A-Za-z0-9_.\[\]-]{0,80})`\Z")


def trouble_in(answer: Answer, now: Instant, usual: dt.timedelta = BUSY) -> Trouble | None:
    """Say what a status of HTTP means for a call with a token; None where it is an answer.

    `usual` is how long a vendor wants to be left alone that does not say.
    """
    match answer.status:
        case status if 200 <= status < 300:
            return None
        case 401:
            return Denied(now)
        case 403:
            return Forbidden("data")
        case 404 | 410:
            return Gone("data")
        case 429:
            return Busy(retry_after(answer.headers, now, usual))
        case 503 if answer.headers.get("retry-after"):
            return Busy(retry_after(answer.headers, now, usual))
        case status if status >= 500 or status in (408, 425):
            return Down("status", status)
        case status:
            return Refused(status)


def retry_after(headers: Mapping[str, str], now: Instant, usual: dt.timedelta = BUSY) -> Instant:
    """Read when to come back: Retry-After in seconds or as a date; a day later at the most."""
    wait = _wait(headers.get("retry-after", "").strip(), now)
    return later(now, usual if wait is None else min(max(wait, _SOONEST), WAIT_MOST))


def read_as(body: bytes, shape: type[A], what: str) -> Result[A, Misread]:
    """Read JSON as a shape; `what` names the document for whoever looks for the mistake."""
    try:
        return Success(msgspec.json.decode(body, type=shape))
    except msgspec.ValidationError as error:
        return Failure(_misread(str(error), what))
    except (msgspec.DecodeError, ValueError, RecursionError, OverflowError):
        return Failure(Misread(what, "JSON"))


def is_name(given: str) -> bool:
    """Tell whether something from outside can be what a thing or a person is called."""
    return _NAME.fullmatch(given) is not None


def instant_in(given: dt.datetime | None) -> Instant | None:
    """Take a datetime for an instant, one without an offset as UTC; None where it is none."""
    if given is None:
        return None
    aware = given if given.utcoffset() is not None else given.replace(tzinfo=dt.UTC)
    match instant_of(aware):
        case Success(at):
            return at
        case Failure():
            return None


def _misread(told: str, what: str) -> Misread:
    """Say where a document is not of its shape, and what should be there: of what was told our words."""
    path = _PATH.search(told)
    place = f"{what}{path[1][1:] if path else ''}"
    if missing := _MISSING.match(told):
        return Misread(f"{place}.{missing[1]}", "given")
    expected = _EXPECTED.match(told)
    return Misread(place, _KINDS[expected[1]] if expected else "another value")


def _wait(given: str, now: Instant) -> dt.timedelta | None:
    """Read how long to wait; None where nothing can be read."""
    if _SECONDS.fullmatch(given):
        return dt.timedelta(seconds=min(float(given), WAIT_MOST.total_seconds()))
    try:
        at = parsedate_to_datetime(given)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = instant_in(at)
    return None if until is None else until - now
