"""Reading what Strava told: events of people, activities with their streams, and pages of the list."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from vegaloop.device_sync.adapters.vendors import strava_shapes as shapes
from vegaloop.device_sync.adapters.vendors.answers import instant_in, read_as
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.times import seconds
from vegaloop.device_sync.application.drivers import HINT, Context, Ended, Follow, Page, Read
from vegaloop.device_sync.domain.record import Record, mark_of
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import day_of

__all__ = (
    "ACTIVITY",
    "HINTED",
    "athlete",
    "bounds_in",
    "bounds_of",
    "fetched",
    "listed",
    "record",
)

ACTIVITY: Final = "activity"
HINTED: Final = f"{HINT}{ACTIVITY}"


def record(id: str, context: Context, began: dt.datetime | None, data: bytes | None) -> Record:
    """Make a record of an activity, without bytes where it was deleted."""
    return Record(
        kind=DataKind.ACTIVITIES,
        form=ACTIVITY,
        external_id=id,
        modified_at=context.received_at,
        day=None if began is None else day_of(began),
        data=data,
    )


def athlete(event: shapes.Event, context: Context) -> Read:
    """Read what is told of a person: whether they took their consent back."""
    if not event.takes_consent_back:
        return Page()
    at = shapes.time_of(event.event_time) or context.received_at
    return Ended(min(at, context.received_at))


def fetched(body: bytes, context: Context) -> Result[Read, Trouble]:
    """Read an activity with its streams, or without where it has none."""
    both = value_in(read_as(body, shapes.Pair, "fetched"))
    one = body if both is None else bytes(both.activity)
    match read_as(one, shapes.Activity, "activity"):
        case Success(activity):
            began = activity.start_date_local or activity.start_date
            data = one if both is None or both.streams is msgspec.UNSET else body
            return Success(Page((record(id_text(activity.id), context, began, data),)))
        case Failure(error):
            return Failure(error)


def listed(bounds: str, activities: tuple[shapes.Activity, ...]) -> Page:
    """Follow each activity that is new or says something new, and say where the list goes on.

    It goes on from its last start, included, until that is the same as before: in which order
    Strava lists depends on what it was asked for.
    """
    follow = tuple(map(_followed, activities))
    before = bounds_in(bounds)
    starts = [seconds(at) for one in activities if (at := instant_in(one.start_date)) is not None]
    if before is None or not starts:
        return Page((), follow)
    if starts[0] <= starts[-1]:
        now = max(before[0], starts[-1] - 1), before[1]
    else:
        now = before[0], min(before[1], starts[-1] + 1)
    return Page((), follow, None if now == before else bounds_of(*now))


def bounds_of(after_s: int, before_s: int) -> str:
    """Write the bounds of a page, both of them excluded."""
    return f"{after_s}:{before_s}"


def bounds_in(text: str) -> tuple[int, int] | None:
    """Read them; None where they are none."""
    after_s, before_s = (shapes.number_of(part) for part in (*text.split(":", 1), "")[:2])
    return None if after_s is None or before_s is None else (after_s, before_s)


def _followed(one: shapes.Activity) -> Follow:
    told = id_text(one.id)
    key = f"{ACTIVITY}-{told}:{mark_of(msgspec.json.encode(one))}"
    event = msgspec.json.encode(shapes.Event(ACTIVITY, told))
    return Follow(HINTED, key, event, (ACTIVITY, told))
