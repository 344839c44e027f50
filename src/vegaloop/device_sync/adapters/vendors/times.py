"""Times as vendors write them, and the stretch of time that holds some days wherever they are lived.

Rule 1: what is no time is None; nothing raises.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vegaloop.device_sync.adapters.vendors.answers import instant_in
from vegaloop.device_sync.domain.coverage import Span
from vegaloop.kernel.time import (
    UTC_ZONE,
    YEAR_LEAST,
    YEAR_MOST,
    Instant,
    Interval,
    LocalDate,
    TimeZone,
    day_of,
    day_span,
    epoch_us,
    from_epoch_us,
    later,
    local_date_of,
)

__all__ = (
    "around",
    "day_at_offset",
    "day_in",
    "is_recent",
    "iso",
    "of_epoch_s",
    "of_iso",
    "seconds",
    "span_in",
)

# What is signed with its time is taken for so long (the tolerance of Standard Webhooks).
_TOLERANCE: Final = dt.timedelta(minutes=5)
# The first and the last clocks on earth are so far from UTC.
_AHEAD: Final = dt.timedelta(hours=14)
_BEHIND: Final = dt.timedelta(hours=12)
_DIGITS: Final = re.compile(r"[0-9]{9,14}", re.ASCII)
# Seconds since 1970 stay below until the year 5138, milliseconds have been above since 1973.
_MILLIS_LEAST: Final = 100_000_000_000
_OFFSET: Final = re.compile(r"([+-])([01][0-9]):?([0-5][0-9])", re.ASCII)
_EPOCH_MOST_S: Final = 7_000_000_000


def is_recent(stamp: str, now: Instant) -> bool:
    """Tell whether a time in seconds or milliseconds since 1970 is now, give or take five minutes."""
    if _DIGITS.fullmatch(stamp) is None:
        return False
    given = int(stamp)
    at = from_epoch_us(given * 1_000 if given >= _MILLIS_LEAST else given * 1_000_000)
    return abs(now - at) <= _TOLERANCE


def of_iso(given: str | None) -> Instant | None:
    """Read an instant; one without an offset is one in UTC."""
    if given is None:
        return None
    try:
        return instant_in(dt.datetime.fromisoformat(given))
    except ValueError:
        return None


def of_epoch_s(given: float | None) -> Instant | None:
    """Read seconds since 1970."""
    if given is None or not 0 <= given <= _EPOCH_MOST_S:
        return None
    return from_epoch_us(round(given * 1_000_000))


def day_in(given: str | None) -> LocalDate | None:
    """Read the day that something begins with."""
    try:
        day = dt.date.fromisoformat((given or "")[:10])
    except ValueError:
        return None
    return day_of(day) if YEAR_LEAST <= day.year <= YEAR_MOST else None


def span_in(first: str, after: str) -> Span | None:
    """Read the first of some days and the day after the last."""
    start, end = day_in(first), day_in(after)
    return None if start is None or end is None else (start, end)


def day_at_offset(at: Instant | None, offset: str | None, home: TimeZone) -> LocalDate | None:
    """Find the day on a wall with an offset such as -05:00, else at home."""
    if at is None:
        return None
    found = _OFFSET.fullmatch(offset or "")
    if found is None:
        return local_date_of(at, home)
    ahead = dt.timedelta(hours=int(found[2]), minutes=int(found[3]))
    zone = dt.timezone(-ahead if found[1] == "-" else ahead)
    return LocalDate(at.astimezone(zone).date())


def around(days: Span) -> Interval:
    """Find the stretch of time in which some days are lived, in whatever zone."""
    first, after = (day_span(day, UTC_ZONE).start for day in days)
    return Interval(later(first, -_AHEAD), later(after, _BEHIND))


def iso(at: Instant) -> str:
    """Write an instant in UTC, as all vendors that take ISO 8601 read it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def seconds(at: Instant) -> int:
    """Write an instant as whole seconds since 1970."""
    return epoch_us(at) // 1_000_000
