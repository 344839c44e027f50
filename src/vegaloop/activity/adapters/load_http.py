"""Activity over HTTP: the routes of thresholds, loads and form."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, final
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from vegaloop.activity.adapters.answers import (
    from_change,
    from_form,
    from_series,
    from_thresholds,
    to_thresholds,
)
from vegaloop.activity.adapters.bodies import (
    FormBody,
    LoadChangeBody,
    LoadSeriesBody,
    RecomputeBody,
    RecomputedBody,
    ThresholdsBody,
    ThresholdsHistoryBody,
    ThresholdsSetBody,
)
from vegaloop.activity.adapters.problems import (
    problem_for_no_form,
    problem_for_no_thresholds,
    problem_for_thresholds,
)
from vegaloop.activity.application.ports import place_of
from vegaloop.activity.application.service import Activity
from vegaloop.activity.domain.session import SessionId
from vegaloop.infrastructure.bodies import PAGE_USUAL, Page, of_cursor, page_of
from vegaloop.infrastructure.days import FromDay, OneDay, ToDay, to_day
from vegaloop.infrastructure.paging import LAST_US, Cursor, Limit
from vegaloop.infrastructure.problem import malformed_problem, or_raise, problem, refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, epoch_us, from_epoch_us

SERIES_DAYS_MOST: Final = 3_660


@final
class _ChangePlace(Struct, frozen=True, array_like=True):
    at_us: Annotated[int, Meta(ge=0, le=LAST_US)]
    place: Annotated[str, Meta(max_length=80, pattern=r"^[0-9a-f/-]*$")]


@final
class TooManyDays(Struct, frozen=True, tag="activity/too-many-days"):
    """A span longer than is answered at once, or one that ends before it starts."""

    given: int
    most: int


@get("/activity/thresholds", sync_to_thread=True, responses=refusals())
def list_thresholds(
    person: NamedDependency[PersonId], activity: NamedDependency[Activity]
) -> ThresholdsHistoryBody:
    """Tell what you said you are capable of, by the day it is valid from."""
    return ThresholdsHistoryBody(tuple(map(from_thresholds, activity.thresholds(person))))


@put(
    "/activity/thresholds",
    sync_to_thread=True,
    responses=refusals(s422="Nobody can be capable of that"),
)
def set_thresholds(
    data: JSONBody[ThresholdsBody],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> ThresholdsSetBody:
    """Set what is valid from a day on; the loads of those days follow at once."""
    day = to_day(data.effective_from, "effective_from")
    values = or_raise(to_thresholds(data), malformed_problem)
    done = or_raise(activity.set_thresholds(person, day, values), problem_for_thresholds)
    return ThresholdsSetBody(from_thresholds(done.entry), len(done.changes))


@delete(
    "/activity/thresholds/{effective_from:date}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="No entry begins on that day"),
)
def remove_thresholds(
    effective_from: FromPath[dt.date],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> RecomputedBody:
    """Take back the entry of a day; the loads of the days it held for follow at once."""
    day = to_day(effective_from, "effective_from")
    changes = or_raise(activity.remove_thresholds(person, day), problem_for_no_thresholds)
    return RecomputedBody(len(changes))


@get("/activity/load-changes", sync_to_thread=True, responses=refusals())
def list_load_changes(
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    activity_id: Annotated[UUID | None, QueryParameter()] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[LoadChangeBody]:
    """Tell which loads changed after they were first computed, newest first."""
    session = None if activity_id is None else SessionId(activity_id)
    before = None if cursor is None else _to_change_place(cursor)
    found = activity.load_changes(person, before, session, limit + 1)
    at, place = place_of(found[limit - 1]) if len(found) > limit else (None, "")
    key = () if at is None else (epoch_us(at), place)
    return page_of(tuple(map(from_change, found)), limit, key)


@post(
    "/activity/load-recomputations",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s422="The day is out of reach"),
)
def recompute_loads(
    data: JSONBody[RecomputeBody],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> RecomputedBody:
    """Compute your loads from a day on anew, after you changed your profile."""
    return RecomputedBody(len(activity.recompute(person, to_day(data.start, "start"))))


@get("/activity/load-series", sync_to_thread=True, responses=refusals(s422="Too many days"))
def show_load_series(
    start: FromDay,
    end: ToDay,
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> LoadSeriesBody:
    """Tell load, fitness and fatigue day by day."""
    first, last = to_day(start, "from"), to_day(end, "to")
    days = (last - first).days
    if not 0 <= days <= SERIES_DAYS_MOST:
        fault = TooManyDays(days, SERIES_DAYS_MOST)
        raise problem("activity/too-many-days", "The span cannot be answered", 422, fault)
    return from_series(activity.load_series(person, first, last))


@get(
    "/activity/form",
    sync_to_thread=True,
    responses=refusals(s404="No activity before that day has a known load"),
)
def show_form(
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    date: OneDay = None,
) -> FormBody:
    """Tell how fit and how tired you are on the morning of a day."""
    day = activity.today(person) if date is None else to_day(date)
    return from_form(or_raise(activity.form(person, day), problem_for_no_form))


def _to_change_place(cursor: str) -> tuple[Instant, str]:
    key = of_cursor(cursor, _ChangePlace)
    return from_epoch_us(key.at_us), key.place


LOAD_ROUTES: Final = (
    list_thresholds,
    set_thresholds,
    remove_thresholds,
    list_load_changes,
    recompute_loads,
    show_load_series,
    show_form,
)
