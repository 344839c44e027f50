"""Days and weeks as the periods a goal is judged by.

Rule 1: a period is half-open, [start, end), in the local days of the values themselves.
Rule 2: a week begins on Monday (ISO 8601).
"""

from __future__ import annotations

from enum import StrEnum
from typing import final

from msgspec import Struct

from vegaloop.kernel.time import LocalDate, days_after, days_from


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
    def last(self) -> LocalDate:
        """Its last day."""
        return days_after(self.end, -1)

    @property
    def days(self) -> tuple[LocalDate, ...]:
        """Its days, oldest first."""
        return days_from(self.start, self.end)


def span_around(day: LocalDate, period: Period) -> Span:
    """Find the period a day lies in."""
    start = day if period is Period.DAY else days_after(day, -day.weekday())
    return Span(start, days_after(start, period.days))


def closed_spans(since: LocalDate, day: LocalDate, period: Period) -> tuple[Span, ...]:
    """Find the whole periods in [since, day), oldest first; the one of `day` is not closed."""
    around = span_around(since, period)
    first = around.start if around.start == since else around.end
    count = max(0, (day - first).days // period.days)
    days = days_from(first, days_after(first, count * period.days + 1))
    starts = range(0, count * period.days, period.days)
    return tuple(Span(days[n], days[n + period.days]) for n in starts)
