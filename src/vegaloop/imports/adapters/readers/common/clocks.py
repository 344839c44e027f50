"""Clock times without a day, and the moments a wall at home shows them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_wall
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import LocalDate

__all__ = ("at_clock", "clock_s", "half_day_hour")

_CLOCK: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d{1,9})?)?\s*(?:([AP])\.?M\.?)?$", re.ASCII | re.IGNORECASE
)
_HOURS_OF_A_CLOCK: Final = 12


def clock_s(text: str) -> float | None:
    """Read `5:17`, `23:41:07.500` or `5:17 PM` as seconds since midnight; None where it is none."""
    found = _CLOCK.match(text.strip())
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    known = half_day_hour(hour, found.group(5))
    if known is None or known > 23 or minute > 59 or second > 59:
        return None
    fraction = float((found.group(4) or ".0").replace(",", "."))
    return known * 3_600 + minute * 60 + second + fraction


def half_day_hour(hour: int, half: str | None) -> int | None:
    """The hour of a day, of one on a clock of twelve hours in the half `A` or `P`; None if none."""
    if half is None:
        return hour
    if not 1 <= hour <= _HOURS_OF_A_CLOCK:
        return None
    return hour % _HOURS_OF_A_CLOCK + _HOURS_OF_A_CLOCK * (half in "pP")


def at_clock(day: LocalDate, seconds: float, profile: Profile) -> Result[When, BadTime]:
    """The moment a wall clock at home shows so many seconds after midnight."""
    wall = dt.datetime(day.year, day.month, day.day) + dt.timedelta(seconds=seconds)  # noqa: DTZ001  # A wall has no zone.
    return of_wall(wall, profile)
