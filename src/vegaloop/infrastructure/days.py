"""Local days in a request: only those a calendar can look back and ahead from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final

from litestar.params import QueryParameter
from msgspec import Struct

from vegaloop.infrastructure.problem import ProblemRaised, problem
from vegaloop.kernel.time import YEAR_LEAST, YEAR_MOST, LocalDate, day_of

FIRST_DAY: Final = dt.date(YEAR_LEAST, 1, 1)
LAST_DAY: Final = dt.date(YEAR_MOST, 12, 31)

OneDay: TypeAlias = Annotated[
    dt.date | None,
    QueryParameter(name="date", description="A local day; today in your home zone if not given."),
]
FromDay: TypeAlias = Annotated[
    dt.date, QueryParameter(name="from", description="The first local day.")
]
ToDay: TypeAlias = Annotated[
    dt.date, QueryParameter(name="to", description="The local day after the last one.")
]


@final
class DayOutOfReach(Struct, frozen=True, tag="day-out-of-reach"):
    """A day so far away that the days around it cannot be counted."""

    field: str
    given: dt.date
    first: dt.date
    last: dt.date


def to_day(given: dt.date, field: str = "date") -> LocalDate:
    """Take a day from a request, or raise the problem of one out of reach."""
    if not FIRST_DAY <= given <= LAST_DAY:
        fault = DayOutOfReach(field, given, FIRST_DAY, LAST_DAY)
        raise problem("day-out-of-reach", "The day is out of reach", 422, fault)
    return day_of(given)


@final
class DayAhead(Struct, frozen=True, tag="day-ahead"):
    """A day that has not begun where the person is at home."""

    field: str
    given: dt.date
    today: LocalDate


def day_ahead_problem(field: str, given: dt.date, today: LocalDate) -> ProblemRaised:
    """Refuse a day that has not begun."""
    return problem("day-ahead", "The day has not begun", 422, DayAhead(field, given, today))


def to_begun_day(given: dt.date | None, today: LocalDate) -> LocalDate:
    """Take a day from a request, today if none is named, or raise the problem of one ahead."""
    if given is None:
        return today
    day = to_day(given)
    if day > today:
        raise day_ahead_problem("date", given, today)
    return day
