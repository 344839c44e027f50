"""Spans of days in a request, no longer than is answered at once."""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.infrastructure.problem import problem
from vegaloop.kernel.time import LocalDate

SPAN_DAYS_MOST: Final = 366


@final
class TooManyDays(Struct, frozen=True, tag="biometrics/too-many-days"):
    """A span of more days than are answered at once, or one that ends before it starts."""

    given: int
    most: int


def checked_span(start: LocalDate, end: LocalDate) -> tuple[LocalDate, LocalDate]:
    """Take the days of [start, end), or raise the problem of too many."""
    days = (end - start).days
    if not 0 <= days <= SPAN_DAYS_MOST:
        fault = TooManyDays(days, SPAN_DAYS_MOST)
        raise problem("biometrics/too-many-days", "The span cannot be answered", 422, fault)
    return start, end
