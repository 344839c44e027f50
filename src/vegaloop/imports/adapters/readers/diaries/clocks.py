"""When something of a diary was: its day with its time, or the usual one of its kind."""

from __future__ import annotations

import datetime as dt

from vegaloop.imports.adapters.readers.common.clocks import at_clock, clock_s
from vegaloop.imports.adapters.readers.common.days import date_in
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_wall
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("clock_in",)


def clock_in(
    day: str, time: str, usual: dt.time, profile: Profile
) -> tuple[Result[When, BadTime], bool]:
    """Read when something was, and tell whether its time was assumed: the usual one."""
    seconds = clock_s(time)
    match date_in(day):
        case Failure(error):
            return Failure(error), False
        case Success(read) if seconds is None:
            return of_wall(dt.datetime.combine(read, usual), profile), True
        case Success(read):
            return at_clock(read, seconds or 0.0, profile), False
