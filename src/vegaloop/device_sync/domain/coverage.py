"""Which days a vendor's data was read of: spans of days, and what is missing between them.

Rule 1: spans are half-open, in order, and neither touch nor overlap: equal days are equal values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("NO_DAYS", "Days", "Span", "days_of")

# The first day, and the first day after.
Span: TypeAlias = tuple[LocalDate, LocalDate]


@final
class Days(Struct, frozen=True):
    """Some days, as spans."""

    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        last: LocalDate | None = None
        for start, end in self.spans:
            if start >= end or (last is not None and start <= last):
                raise ValueError("spans of days are in order, and neither touch nor overlap")
            last = end

    def __contains__(self, day: LocalDate) -> bool:
        return any(start <= day < end for start, end in self.spans)

    def __len__(self) -> int:
        return sum((end - start).days for start, end in self.spans)

    def with_span(self, span: Span) -> Days:
        """These days and those of a span."""
        start, end = span
        if start >= end:
            return self
        apart = [one for one in self.spans if one[1] < start or one[0] > end]
        near = [one for one in self.spans if one[1] >= start and one[0] <= end]
        joined = (
            min([start, *(one[0] for one in near)]),
            max([end, *(one[1] for one in near)]),
        )
        return Days(tuple(sorted([*apart, joined])))

    def without(self, span: Span) -> Days:
        """These days but those of a span."""
        return Days(tuple(_cut(self.spans, span)))

    def within(self, span: Span) -> Days:
        """Those of these days that are in a span."""
        start, end = span
        clipped = ((max(start, one), min(end, other)) for one, other in self.spans)
        return Days(tuple((one, other) for one, other in clipped if one < other))

    def missing_in(self, span: Span) -> Days:
        """The days of a span that are not among these."""
        missing = days_of([span])
        for one in self.spans:
            missing = missing.without(one)
        return missing

    def last(self, most: int) -> Span | None:
        """The last span, of so many days at most; None where there are no days."""
        if not self.spans:
            return None
        start, end = self.spans[-1]
        return max(start, days_after(end, -most)), end


def _cut(spans: Iterable[Span], hole: Span) -> Iterator[Span]:
    for start, end in spans:
        for part in ((start, min(end, hole[0])), (max(start, hole[1]), end)):
            if part[0] < part[1] and hole[0] < hole[1]:
                yield part
        if hole[0] >= hole[1]:
            yield start, end


def days_of(spans: Iterable[Span]) -> Days:
    """Join spans in any order, also ones that overlap."""
    days = NO_DAYS
    for span in spans:
        days = days.with_span(span)
    return days


NO_DAYS: Final = Days()
