"""When a recording began that does not say so itself.

Rule 1: what the person said counts first, then a time in the name of the file (IMP-52).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_wall
from vegaloop.kernel.result import Result, Success

__all__ = ("start_of",)

_NAMED: Final = re.compile(
    r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?:[T _.-]+|\s+at\s+)"
    r"(\d{2})[-_.:h]?(\d{2})(?:[-_.:m]?(\d{2}))?(?!\d)",
    re.ASCII,
)


def start_of(arrival: Arrival) -> Result[When, BadTime] | None:
    """Find when it began; None where nothing says."""
    if arrival.start is not None:
        return Success(arrival.start)
    found = _NAMED.search(arrival.base)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        wall = dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # A wall has no zone.
    except ValueError:
        return None
    return of_wall(wall, arrival.profile)
