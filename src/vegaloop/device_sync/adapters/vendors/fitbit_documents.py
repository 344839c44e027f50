"""The documents Fitbit tells days in: where each is asked for, and how it is cut into days.

Rule 1: Fitbit tells of days, and names nothing it deleted: a record is all that a document has of
a day, so that what was deleted of it is not in its next edition, and a day without anything is gone
where it was asked for by itself: a window may be empty by mistake.
Rule 2: a document the person did not consent to is empty; the first of a kind is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, final
from urllib.parse import urlencode

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.times import day_in
from vegaloop.device_sync.domain.coverage import Span
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Forbidden, Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Failure, Result, Success, mapped, value_in
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

__all__ = ("DOCUMENTS", "Document", "cut_at", "forms_of", "is_refused", "is_unscoped", "records_in")

_ACTIVITIES: Final = "activities"
# The most a list of activities gives at once.
PER_PAGE: Final = 100
# Longer windows are of days that were never read before, of which nothing can have been deleted.
_TOMBSTONES_MOST: Final = 15
_UNSCOPED: Final = "insufficient_scope"


@final
class Document(Struct, frozen=True):
    """A document: the kind of data it has, its address, and the list its entries are in.

    `field` is empty where the list stands alone.
    """

    kind: DataKind
    path: str
    field: str

    def address(self, name: str, days: Span) -> str:
        """Say where it is asked for of some days; Fitbit counts the last of them in."""
        if name == _ACTIVITIES:
            after = days_after(days[0], -1)
            asked = {"afterDate": after, "sort": "asc", "offset": 0, "limit": PER_PAGE}
            return f"{self.path}?{urlencode(asked)}"
        return self.path.format(start=days[0], end=days_after(days[1], -1))


def _series(resource: str, kind: DataKind = DataKind.DAYS) -> Document:
    path = f"/1/user/-/activities/{resource}/date/{{start}}/{{end}}.json"
    return Document(kind, path, f"activities-{resource}")


def _nightly(path: str, field: str, kind: DataKind = DataKind.HEART) -> Document:
    return Document(kind, f"/1/user/-/{path}/date/{{start}}/{{end}}.json", field)


# Of each kind the first is what it cannot do without.
DOCUMENTS: Final[Mapping[str, Document]] = {
    _ACTIVITIES: Document(DataKind.ACTIVITIES, "/1/user/-/activities/list.json", _ACTIVITIES),
    "weight": _nightly("body/log/weight", "weight", DataKind.BODY),
    "skin": _nightly("temp/skin", "tempSkin", DataKind.BODY),
    "core": _nightly("temp/core", "tempCore", DataKind.BODY),
    "steps": _series("steps"),
    "distance": _series("distance"),
    "floors": _series("floors"),
    "resting": _series("caloriesBMR"),
    "zones": _series("active-zone-minutes"),
    "heart": _series("heart", DataKind.HEART),
    "hrv": _nightly("hrv", "hrv"),
    "spo2": _nightly("spo2", ""),
    "breath": _nightly("br", "br"),
    "uptake": _nightly("cardioscore", "cardioScore"),
    "sleep": Document(DataKind.SLEEP, "/1.2/user/-/sleep/date/{start}/{end}.json", "sleep"),
}


@final
class _Entry(Struct, frozen=True):
    dateOfSleep: str | None = None  # noqa: N815  # their names
    dateTime: str | None = None  # noqa: N815
    date: str | None = None
    startTime: str | None = None  # noqa: N815

    @property
    def day(self) -> LocalDate | None:
        return day_in(self.dateOfSleep or self.dateTime or self.date or self.startTime)


@final
class _Fault(Struct, frozen=True):
    errorType: str = ""  # noqa: N815


@final
class _Faults(Struct, frozen=True):
    errors: tuple[_Fault, ...]


@final
class _Pagination(Struct, frozen=True):
    next: str | None = None


@final
class _Paged(Struct, frozen=True):
    pagination: _Pagination


def forms_of(kind: DataKind) -> tuple[str, ...]:
    """Name the documents of a kind, the first first."""
    return tuple(name for name, one in DOCUMENTS.items() if one.kind is kind)


def is_refused(body: bytes, kinds: Iterable[str]) -> bool:
    """Tell whether it is a refusal of one of these kinds."""
    read = value_in(read_as(body, _Faults, "fault"))
    wanted = frozenset(kinds)
    return read is not None and any(one.errorType in wanted for one in read.errors)


def is_unscoped(body: bytes) -> bool:
    """Tell whether it is a refusal for what the person did not consent to."""
    return is_refused(body, (_UNSCOPED,))


def cut_at(name: str, body: bytes, days: Span) -> LocalDate | None:
    """Find the day at which a page of activities breaks off, which is only in part on it."""
    entries = value_in(_entries(DOCUMENTS[name], body)) if name == _ACTIVITIES else None
    read = value_in(read_as(body, _Paged, "pagination"))
    has_next = read is not None and bool(read.pagination.next)
    if entries is None or not (has_next or len(entries) >= PER_PAGE):
        return None
    last = max((day for day, _ in entries), default=days[0])
    cut = max(last, days_after(days[0], 1))
    return cut if cut < days[1] else None


def records_in(
    name: str, body: bytes, days: Span, at: Instant
) -> Result[tuple[Record, ...], Misread | Forbidden]:
    """Cut what a document has of some days, as it was written, into a record a day."""
    document = DOCUMENTS[name]
    if is_unscoped(body):
        is_first = forms_of(document.kind)[0] == name
        return Failure(Forbidden(document.kind.value)) if is_first else Success(())
    return mapped(_entries(document, body), lambda entries: tuple(_made(name, entries, days, at)))


def _entries(document: Document, body: bytes) -> Result[tuple[tuple[LocalDate, Raw], ...], Misread]:
    what = document.field or "spo2"
    raw = body
    if document.field:
        match read_as(body, dict[str, Raw], what):
            case Success(fields) if document.field in fields:
                raw = bytes(fields[document.field])
            case Success():
                return Failure(Misread(what, "a list"))
            case Failure(error):
                return Failure(error)
    match read_as(raw, tuple[Raw, ...], what):
        case Failure(error):
            return Failure(error)
        case Success(raws):
            dated = ((value_in(read_as(bytes(one), _Entry, what)), one) for one in raws)
            days = [(None if entry is None else entry.day, one) for entry, one in dated]
            known = tuple((day, one) for day, one in days if day is not None)
            if len(known) < len(days):
                return Failure(Misread(f"{what}[].date", "a day"))
            return Success(known)


def _made(
    name: str, entries: Iterable[tuple[LocalDate, Raw]], days: Span, at: Instant
) -> Iterable[Record]:
    document = DOCUMENTS[name]
    held: dict[LocalDate, list[bytes]] = {}
    for day, raw in entries:
        if days[0] <= day < days[1]:
            held.setdefault(day, []).append(bytes(raw))
    is_short = (days[1] - days[0]).days <= _TOMBSTONES_MOST
    for day in days_from(*days) if is_short else sorted(held):
        yield Record(
            kind=document.kind,
            form=name,
            external_id=day.isoformat(),
            modified_at=at,
            day=day,
            data=_written(document.field, held[day]) if day in held else None,
        )


def _written(field: str, entries: list[bytes]) -> bytes:
    listed = b"[" + b",".join(entries) + b"]"
    return b'{"%s":%s}' % (field.encode(), listed) if field else listed
