"""The documents Google Health tells of: where each is asked for, and of which stretch of a wall clock.

Rule 1: Google sums days up and reconciles several devices: what it tells is asked for as told so.
Rule 2: days and hours are those of the wall where somebody was, which Google calls civil time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias, final

import msgspec
from msgspec import Struct

from vegaloop.device_sync.adapters.vendors.oauth import Form, bearer, get
from vegaloop.device_sync.adapters.vendors.times import day_in
from vegaloop.device_sync.application.calling import Call, Verb
from vegaloop.device_sync.domain.coverage import Span
from vegaloop.device_sync.domain.vendor import DataKind

__all__ = (
    "DOCUMENTS",
    "Document",
    "Stretch",
    "Way",
    "call_for",
    "field_of",
    "forms_of",
    "piece_called",
    "stretch_in",
    "told_by",
    "whole",
    "written",
)

# From one time on a wall, which has no zone, to another.
Stretch: TypeAlias = tuple[dt.datetime, dt.datetime]

_DAY: Final = dt.timedelta(days=1)
_HOUR: Final = dt.timedelta(hours=1)
# The most that is given at once, and of what is told with all that happened in it.
_PER_PAGE: Final = 10_000
_SESSIONS_PER_PAGE: Final = 25
_WRITTEN: Final = "%Y-%m-%dT%H"


class Way(StrEnum):
    """How the points of a document tell when they were: the field they are asked for by."""

    SUMMED = "summed"  # By days, which are asked for otherwise.
    DATED = "date"
    MOMENT = "sample_time.civil_time"
    BEGUN = "interval.civil_start_time"
    ENDED = "interval.civil_end_time"


@final
class Document(Struct, frozen=True):
    """A document: the kind of data it has, how it tells time, and what a record of it is of.

    `step` is so long that a page has all of it.
    """

    kind: DataKind
    way: Way
    step: dt.timedelta = _DAY
    per_page: int = _PER_PAGE


# Of each kind the first is what it cannot do without.
DOCUMENTS: Final[Mapping[str, Document]] = {
    "exercise": Document(DataKind.ACTIVITIES, Way.BEGUN, per_page=_SESSIONS_PER_PAGE),
    "weight": Document(DataKind.BODY, Way.MOMENT),
    "body-fat": Document(DataKind.BODY, Way.MOMENT),
    "height": Document(DataKind.BODY, Way.MOMENT),
    "blood-glucose": Document(DataKind.BODY, Way.MOMENT),
    "core-body-temperature": Document(DataKind.BODY, Way.MOMENT),
    "daily-vo2-max": Document(DataKind.BODY, Way.DATED),
    "run-vo2-max": Document(DataKind.BODY, Way.MOMENT),
    "steps": Document(DataKind.DAYS, Way.SUMMED),
    "distance": Document(DataKind.DAYS, Way.SUMMED),
    "floors": Document(DataKind.DAYS, Way.SUMMED),
    "active-energy-burned": Document(DataKind.DAYS, Way.SUMMED),
    "active-zone-minutes": Document(DataKind.DAYS, Way.SUMMED),
    "hydration-log": Document(DataKind.DAYS, Way.BEGUN),
    # A heart beats every second at the most: ten thousand points are more than two hours.
    "heart-rate": Document(DataKind.HEART, Way.MOMENT, _HOUR),
    "daily-resting-heart-rate": Document(DataKind.HEART, Way.DATED),
    "heart-rate-variability": Document(DataKind.HEART, Way.MOMENT),
    "oxygen-saturation": Document(DataKind.HEART, Way.MOMENT),
    "sleep": Document(DataKind.SLEEP, Way.ENDED, per_page=_SESSIONS_PER_PAGE),
    "daily-heart-rate-variability": Document(DataKind.SLEEP, Way.DATED),
    "daily-oxygen-saturation": Document(DataKind.SLEEP, Way.DATED),
    "daily-respiratory-rate": Document(DataKind.SLEEP, Way.DATED),
    "daily-sleep-temperature-derivations": Document(DataKind.SLEEP, Way.DATED),
}


# What changes with a kind of data Google tells of, without being told of itself.
_WITH: Final = {
    "daily-oxygen-saturation": "oxygen-saturation",
    "run-vo2-max": "daily-vo2-max",
    "total-calories": "active-energy-burned",
}


def told_by(data_type: str) -> tuple[str, ...]:
    """Name the documents that have changed where Google tells of a kind of data."""
    return tuple(one for one in (data_type, _WITH.get(data_type, "")) if one in DOCUMENTS)


def forms_of(kind: DataKind) -> tuple[str, ...]:
    """Name the documents of a kind, the first first."""
    return tuple(name for name, one in DOCUMENTS.items() if one.kind is kind)


def field_of(name: str) -> str:
    """Say in which field of a point a document has what it tells."""
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)


def call_for(api: str, name: str, of: Stretch, access: str, token: str = "") -> Call:
    """Ask for a document of a stretch."""
    document = DOCUMENTS[name]
    parent = f"{api}/v4/users/me/dataTypes/{name}/dataPoints"
    if document.way is Way.SUMMED:
        asked: dict[str, object] = {
            "range": {"start": _civil(of[0]), "end": _civil(of[1])},
            "windowSizeDays": 1,
            "pageSize": document.per_page,
        }
        body = msgspec.json.encode(asked | ({"pageToken": token} if token else {}))
        headers = (bearer(access), ("accept", "application/json"))
        return Call(verb=Verb.POST, url=f"{parent}:dailyRollUp", headers=headers, json=body)
    field = f"{name.replace('-', '_')}.{document.way.value}"
    start, end = (_literal(at, document.way) for at in of)
    query: Form = (
        ("filter", f'{field} >= "{start}" AND {field} < "{end}"'),
        ("pageSize", str(document.per_page)),
    )
    return get(f"{parent}:reconcile", access, (*query, *((("pageToken", token),) if token else ())))


def whole(days: Span) -> Stretch:
    """Take days from the midnight of the first to that after the last."""
    start, end = (dt.datetime.combine(day, dt.time()) for day in days)
    return start, end


def written(at: dt.datetime) -> str:
    """Write a whole hour on a wall."""
    return at.strftime(_WRITTEN)


def stretch_in(start: str, end: str) -> Stretch | None:
    """Read a stretch of whole hours; None where it is none."""
    first, after = _hour_in(start), _hour_in(end)
    return None if first is None or after is None or first >= after else (first, after)


def piece_called(name: str, called: str) -> Stretch | None:
    """Find the day or the hour a record of a document is called by; None where it is none."""
    step = DOCUMENTS[name].step
    begins = _hour_in(called if step == _HOUR else f"{called}T00")
    return None if begins is None else (begins, begins + step)


def _hour_in(text: str) -> dt.datetime | None:
    if day_in(text) is None:
        return None
    try:
        return dt.datetime.strptime(text, _WRITTEN)  # noqa: DTZ007  # A wall has no zone.
    except ValueError:
        return None


def _civil(at: dt.datetime) -> dict[str, object]:
    return {"date": {"year": at.year, "month": at.month, "day": at.day}}


def _literal(at: dt.datetime, way: Way) -> str:
    return at.date().isoformat() if way is Way.DATED else at.isoformat()
