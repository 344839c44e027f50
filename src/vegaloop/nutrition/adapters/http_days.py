"""Nutrition over HTTP: the routes of days."""

from __future__ import annotations

import datetime as dt
from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from vegaloop.infrastructure.bodies import Page, page_of
from vegaloop.infrastructure.days import FromDay, ToDay, to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.bodies import (
    CopiedDayBody,
    CopyDayBody,
    DayBody,
    DayDetailBody,
    DayTallyBody,
)
from vegaloop.nutrition.adapters.translations import (
    from_copied_day,
    from_detail,
    from_report,
    from_tally,
)
from vegaloop.nutrition.application.service import Nutrition
from vegaloop.nutrition.domain.copying import (
    CannotCopyDay,
    NothingCopied,
    NothingToCopy,
    SameDay,
)
from vegaloop.nutrition.domain.day import CannotCloseDay
from vegaloop.nutrition.domain.meal import DayFull

SPAN_DAYS_MOST: Final = 366


# ---- problems ----


def _problem_for_closing(error: CannotCloseDay) -> ProblemRaised:
    return problem("nutrition/day-ahead", "The day has not begun", 422, error)


def _problem_for_copying(error: CannotCopyDay) -> ProblemRaised:
    match error:
        case NothingToCopy():
            return problem("nutrition/nothing-to-copy", "The day has no meals", 422, error)
        case SameDay():
            return problem("nutrition/same-day", "A day cannot be copied onto itself", 422, error)
        case NothingCopied(refused):
            title = "No meal of the day can be copied there"
            return problem("nutrition/nothing-copied", title, 422, *refused)
        case DayFull():
            return problem("nutrition/day-full", "The day has no room for them", 422, error)


# ---- routes ----


@get("/nutrition/days", sync_to_thread=True, responses=refusals(s422="The days are out of reach"))
def list_days(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    start: FromDay,
    end: ToDay,
) -> Page[DayTallyBody]:
    """List what you ate on the days of a span that have a log, newest first."""
    first, last = to_day(start, "from"), to_day(end, "to")
    span_days = (last - first).days
    if not 1 <= span_days <= SPAN_DAYS_MOST:
        raise malformed_problem((OutOfRange("to", span_days, 1, SPAN_DAYS_MOST),))
    found = nutrition.days(person, first, last)
    return page_of(tuple(map(from_tally, reversed(found))), SPAN_DAYS_MOST, ())


@get("/nutrition/days/{date:date}", sync_to_thread=True, responses=refusals(s422="Out of reach"))
def show_day(
    date: FromPath[dt.date],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> DayDetailBody:
    """Show what you ate on a day, what it asked for, and what is left."""
    return from_detail(*nutrition.day(person, to_day(date)))


@post(
    "/nutrition/days/{date:date}/close",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s422="The day has not begun"),
)
def close_day(
    date: FromPath[dt.date],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> DayBody:
    """Say that the log of a day is complete."""
    closed = nutrition.close_day(person, to_day(date))
    return from_report(or_raise(closed, _problem_for_closing))


@post(
    "/nutrition/days/{date:date}/reopen",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s422="The day is out of reach"),
)
def reopen_day(
    date: FromPath[dt.date],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> DayBody:
    """Say that the log of a day is not complete after all."""
    return from_report(nutrition.reopen_day(person, to_day(date)))


@post(
    "/nutrition/days/{date:date}/copies",
    sync_to_thread=True,
    responses=refusals(s422="The day cannot be copied there"),
)
def copy_day(
    date: FromPath[dt.date],
    data: JSONBody[CopyDayBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> CopiedDayBody:
    """Log every meal of a day once more, at the same time of another day."""
    done = nutrition.copy_day(person, to_day(date), to_day(data.date))
    return from_copied_day(or_raise(done, _problem_for_copying))


HANDLERS: Final = (
    list_days,
    show_day,
    close_day,
    reopen_day,
    copy_day,
)
