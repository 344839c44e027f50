"""Reading notifications of Withings: forms that say whose data of which kind changed, and of when.

Rule 1: two notifications of one thing may be the same to the letter, be it told again or changed again:
after ten minutes the same one is another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from vegaloop.device_sync.adapters.vendors.answers import is_name
from vegaloop.device_sync.adapters.vendors.oauth import Form
from vegaloop.device_sync.adapters.vendors.signing import key_of, moment_of
from vegaloop.device_sync.adapters.vendors.times import day_in, of_epoch_s, seconds
from vegaloop.device_sync.adapters.vendors.withings_asking import (
    DAY_S,
    INTRADAY,
    by_days,
    by_span,
)
from vegaloop.device_sync.application.drivers import HINT, Follow, Message, NotAuthentic
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, Interval, TimeZone, day_span, local_date_of

__all__ = ("ENDED", "told", "window_in")

ENDED: Final = "push:ended"
# What notifications are of, and the documents that are then asked for.
_TOLD: Final = {
    "1": ("measure",),
    "2": ("measure",),
    "4": ("measure",),
    "16": ("activity", "workouts", INTRADAY),
    "44": ("sleep",),
    "54": ("heart",),
    "58": ("measure",),
}
_PERSON: Final = "46"
_ENDS: Final = ("delete", "unlink")
_FIELDS_MOST: Final = 20
_SECONDS: Final = re.compile(r"[0-9]{1,12}")
_APPLI: Final = re.compile(r"[0-9]{1,5}")


def told(body: bytes, now: Instant) -> Result[tuple[Message, ...], NotAuthentic]:
    """Say what a notification tells; nothing where it is of what has no place here."""
    form = _form_in(body)
    who, appli = form.get("userid", ""), form.get("appli", "")
    if not is_name(who) or _APPLI.fullmatch(appli) is None:
        return Failure(NotAuthentic("body"))
    topics = tuple(f"{HINT}{one}" for one in _TOLD.get(appli, ()))
    if appli == _PERSON and form.get("action") in _ENDS:
        topics = (ENDED,)
    parts = (moment_of(now), *(f"{name}={form[name]}" for name in sorted(form)))
    return Success(
        tuple(Message(Account(who), Follow(topic, key_of(topic, *parts), body)) for topic in topics)
    )


def window_in(form: str, body: bytes, zone: TimeZone) -> Form | None:
    """Say what a notification is of: a stretch of time, or the days that are in it."""
    span = _span_in(_form_in(body), zone)
    if span is None:
        return None
    start, end = seconds(span.start), seconds(span.end)
    match form:
        case "measure" | "heart":
            return by_span(start, end + 1)
        case "intraday":
            return by_span(start, min(end, start + DAY_S))
        case _:
            first, last = (local_date_of(at, zone).isoformat() for at in (span.start, span.end))
            return by_days(first, last)


def _form_in(body: bytes) -> Mapping[str, str]:
    """Read a form; of a name that stands twice the first counts, and what is none is empty."""
    try:
        pairs = parse_qsl(body.decode("ascii"), max_num_fields=_FIELDS_MOST)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def _span_in(told: Mapping[str, str], zone: TimeZone) -> Interval | None:
    day = day_in(told.get("date"))
    if day is not None:
        return day_span(day, zone)
    start, end = (_moment(told.get(name, "")) for name in ("startdate", "enddate"))
    return None if start is None or end is None or end < start else Interval(start, end)


def _moment(given: str) -> Instant | None:
    return of_epoch_s(int(given)) if _SECONDS.fullmatch(given) else None
