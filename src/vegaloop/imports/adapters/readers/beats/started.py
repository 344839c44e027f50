"""When a recording began that does not say so itself.

Rule 1: what the person said counts first, then a time in the name of the file (IMP-52).
Rule 2: a name with several dates, or with one that may be read in two ways, says nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.clocks import half_day_hour
from vegaloop.imports.adapters.readers.common.days import midnight_of
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_wall
from vegaloop.kernel.result import Result, Success

__all__ = ("start_of",)

_DATE: Final = re.compile(
    r"(?<!\d)(?:((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})"
    r"|(\d{1,2})[-_.](\d{1,2})[-_.]((?:19|20)\d{2}))(?!\d)",
    re.ASCII,
)
_CLOCK: Final = re.compile(
    r"(?:[T _.-]+|\s+at\s+)(\d{1,2}(?=\D)|\d{2})[-_.:h]?(\d{2})(?:[-_.:m]?(\d{2}))?"
    r"(?!\d|[ _]?min)(?:[ _]?([AP])\.?M)?",
    re.ASCII | re.IGNORECASE,
)


def start_of(arrival: Arrival) -> Result[When, BadTime] | None:
    """Find when it began; None where nothing says."""
    if arrival.start is not None:
        return Success(arrival.start)
    named = [(day, found.end()) for found in _DATE.finditer(arrival.base) for day in _days(found)]
    if len({day for day, _ in named}) != 1:
        return None
    day, end = named[0]
    clock = _clock(arrival.base, end)
    if clock is None:
        return midnight_of(day.isoformat(), arrival.profile)
    return of_wall(dt.datetime.combine(day, clock), arrival.profile)


def _days(found: re.Match[str]) -> set[dt.date]:
    """The days a date may be."""
    year, month, day, first, second, last = (int(part or 0) for part in found.groups())
    orders = {(year, month, day)} if year else {(last, first, second), (last, second, first)}
    return {dt.date(*one) for one in orders if _is_day(*one)}


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _clock(base: str, after: int) -> dt.time | None:
    """Read the time of day behind a date; None where none stands there."""
    found = _CLOCK.match(base, after)
    if found is None:
        return None
    hour = half_day_hour(int(found.group(1)), found.group(4))
    try:
        return None if hour is None else dt.time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None
