"""When a meal of a diary was eaten: its day with its time, or the usual one of its kind."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.common.clocks import at_clock, clock_s
from vegaloop.imports.adapters.readers.common.days import date_in
from vegaloop.imports.adapters.readers.common.eating import usual_time
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition import MealKind

__all__ = ("clock_in",)


def clock_in(
    day: str, time: str, kind: MealKind, profile: Profile
) -> tuple[Result[When, BadTime], bool]:
    """Read when a meal was eaten, and tell whether its time was assumed."""
    seconds = clock_s(time)
    match date_in(day):
        case Failure(error):
            return Failure(error), False
        case Success(read) if seconds is None:
            return usual_time(read, kind, profile), True
        case Success(read):
            return at_clock(read, seconds or 0.0, profile), False
