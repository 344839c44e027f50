"""Dates that do not say whether the day or the month comes first.

Rule 1: a whole file has one order. A number above 12 decides; else the order in which more days
follow each other; else a clock of twelve hours, which is written where the month comes first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.clocks import half_day_hour
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso, of_wall
from vegaloop.imports.domain.found import Misshapen
from vegaloop.infrastructure.formats.csv import lines_of
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result

__all__ = ("DayOrder", "Orders", "is_stamp", "order_in", "time_in", "wall_in")

_SHOWN: Final = 60
_IDLE_MOST: Final = 1_000_000  # Lines without a number: as many are refused before they are read.
_LOOKED_AT: Final = 8  # Cells of a line: dates stand before what they are of.
_DATE: Final = r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\.?"
_CLOCK: Final = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AP])?\.?\s?(?:M\.?)?"
_STAMP: Final = re.compile(rf"{_DATE}(?:[T,\s]+{_CLOCK})?$", re.ASCII | re.IGNORECASE)
_MONTHS: Final = 12
_DATES_MOST: Final = 40_000  # More days than anybody lives.


class DayOrder(Enum):
    """What comes first in the dates of a file."""

    DAY = "day"
    MONTH = "month"
    UNDECIDED = "undecided"


@final
class Orders:
    """What the dates of a file tell of their order."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int, int]] = set()
        self._twelve_hours = False
        self._decided: DayOrder | None = None
        self.example = ""

    def see(self, text: str) -> None:
        """Look at a cell; what is no date, or has its year first, tells nothing."""
        found = _STAMP.match(text.removesuffix(" UTC")) if text[:1].isdigit() else None
        if found is None or len(found.group(1)) > 2:
            return
        first, second, year = (int(found.group(n)) for n in (1, 2, 3))
        if len(self._seen) < _DATES_MOST:
            self._seen.add((first, second, year))
        self._twelve_hours |= found.group(7) is not None
        self._decided = None
        self.example = self.example or text[:_SHOWN]

    @property
    def decided(self) -> DayOrder:
        """The order of the file; any where all dates read the same."""
        if self._decided is None:
            self._decided = self._decide()
        return self._decided

    def _decide(self) -> DayOrder:
        day_first = any(first > _MONTHS for first, _, _ in self._seen)
        month_first = any(second > _MONTHS for _, second, _ in self._seen)
        if day_first != month_first:
            return DayOrder.DAY if day_first else DayOrder.MONTH
        if all(first == second for first, second, _ in self._seen):
            return DayOrder.DAY
        days = _neighbours((year, second, first) for first, second, year in self._seen)
        months = _neighbours((year, first, second) for first, second, year in self._seen)
        if days != months:
            return DayOrder.DAY if days > months else DayOrder.MONTH
        return DayOrder.MONTH if self._twelve_hours else DayOrder.UNDECIDED


def order_in(arrival: Arrival, also: Callable[[tuple[str, ...]], None] | None = None) -> Orders:
    """Look through a table for the order of its dates; `also` sees its lines on the way."""
    orders, idle = Orders(), 0
    # Where it breaks off is told when it is read.
    with suppress(ReadFault), arrival.member.open() as stream:
        for line in lines_of(stream):
            begun = [cell for cell in line.cells[:_LOOKED_AT] if cell[:1].isdigit()]
            for cell in begun:
                orders.see(cell)
            if also is not None:
                also(line.cells)
            idle += not begun
            if idle > _IDLE_MOST:
                break
    return orders


def is_stamp(text: str) -> bool:
    """Tell whether a cell is a date with a time of day, in any order."""
    found = _STAMP.match(text) if text[:1].isdigit() else None
    return found is not None and found.group(4) is not None


def wall_in(text: str, order: DayOrder) -> dt.datetime | None:
    """Read a date, with or without a time of day behind it; None where it is none."""
    found = _STAMP.match(text.strip())
    if found is None:
        return None
    first, second, third, hour, minute, second_s, half = found.groups()
    if len(first) > 2:
        year, month, day = int(first), int(second), int(third)
    else:
        year = int(third) if len(third) > 2 else 2_000 + int(third)
        month, day = int(first), int(second)
        if order is DayOrder.DAY:
            month, day = day, month
    hours = half_day_hour(int(hour or 0), half)
    if hours is None:
        return None
    try:
        return dt.datetime(year, month, day, hours, int(minute or 0), int(second_s or 0))  # noqa: DTZ001  # A wall has no zone.
    except ValueError:
        return None


def time_in(
    text: str, order: DayOrder, profile: Profile, field: str = "time"
) -> Result[When, BadTime]:
    """Read a time on the wall at home, or with its offset where it has one."""
    wall = wall_in(text, order)
    if wall is not None:
        return of_wall(wall, profile, field)
    if text[:4].isdigit():
        return of_iso(text, profile, field)
    return Failure(Misshapen(field, text[:_SHOWN], "a date and time"))


def _neighbours(dates: Iterable[tuple[int, int, int]]) -> int:
    """How many days follow another one."""
    days: set[int] = set()
    for year, month, day in dates:
        with suppress(ValueError):
            days.add(dt.date(year, month, day).toordinal())
    return sum(day + 1 in days for day in days)
