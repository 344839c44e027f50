"""Days and weeks as the periods a goal is judged by.

Rule 1: a period is half-open, [start, end), in the local days of the values themselves.
Rule 2: a week begins on Monday (ISO 8601).
"""

from __future__ import annotations

from enum import StrEnum
from typing import final

from msgspec import Struct

from vegaloop.kernel.time import LocalDate, days_after


class Period(StrEnum):
    """How often a goal is judged."""

    DAY = "day"
    WEEK = "week"

    @property
    def days(self) -> int:
        """How many days it has."""
        match self:
            case Period.DAY:
                return 1
            case Period.WEEK:
                return 7


@final
class Span(Struct, frozen=True):
    """The local days from `start` up to, not including, `end`."""

    start: LocalDate
    end: LocalDate

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a span has at least one day")

    @property
    def numbers(self) -> range:
        """Its days as day numbers, oldest first."""
        return range(self.start.toordinal(), self.end.toordinal())


def span_around(day: LocalDate, period: Period) -> Span:
    """Find the period a day lies in."""
    start = day if period is Period.DAY else days_after(day, -day.weekday())
    return Span(start, days_after(start, period.days))


def closed_periods(since: LocalDate, day: LocalDate, period: Period) -> tuple[range, ...]:
    """Find the whole periods in [since, day) as day numbers, oldest first.

    The period of `day` is not closed. Ten years of days are walked for a streak, so days are
    numbers here: making a date of each would cost more than judging them.
    """
    around = span_around(since, period)
    first = (around.start if around.start == since else around.end).toordinal()
    stop = day.toordinal() - period.days + 1
    return tuple(range(n, n + period.days) for n in range(first, stop, period.days))
