"""Reading what Google Health answered: points, cut into records of a day or an hour each.

Rule 1: Google names no point that is gone, it says that a stretch of time has changed: a record is
all there is of a day or an hour, so that what is gone is not in its next edition; one without
anything is gone where it was asked for by itself: a window may be empty by mistake.
Rule 2: points come in order. A page that goes on is believed up to the day or the hour of its last
point, which is asked for again: no record is cut in two by the end of a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, final

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.feeding import listed
from vegaloop.device_sync.adapters.vendors.google_health_documents import (
    DOCUMENTS,
    Stretch,
    Way,
    field_of,
    forms_of,
    written,
)
from vegaloop.device_sync.adapters.vendors.google_health_times import (
    Civil,
    Date,
    floor,
    physical_wall,
)
from vegaloop.device_sync.application.drivers import Context
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Forbidden, Misread
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, TimeZone, day_of

__all__ = ("Cut", "cut", "is_unscoped")

# Longer windows are of days that were never read before, of which nothing can have been deleted.
_TOMBSTONES_MOST: Final = dt.timedelta(days=15)
_UNSCOPED: Final = frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", ""})
_DAY_CHARACTERS: Final = 10


@final
class Cut(Struct, frozen=True):
    """The records of a page; what of its stretch is left, and the vendor's word for what comes next.

    There is no such word where the rest is less than the stretch was.
    """

    records: tuple[Record, ...]
    rest: Stretch | None = None
    token: str = ""


@final
class _Page(Struct, frozen=True, rename="camel"):
    data_points: tuple[Raw, ...] = ()
    rollup_data_points: tuple[Raw, ...] = ()
    next_page_token: str = ""


@final
class _Interval(Struct, frozen=True, rename="camel"):
    civil_start_time: Civil | None = None
    civil_end_time: Civil | None = None
    start_time: str | None = None
    end_time: str | None = None
    start_utc_offset: str | None = None
    end_utc_offset: str | None = None


@final
class _Sample(Struct, frozen=True, rename="camel"):
    civil_time: Civil | None = None
    physical_time: str | None = None
    utc_offset: str | None = None


@final
class _Point(Struct, frozen=True, rename="camel"):
    """What a point says of its time: of a document, or of a day that was summed up."""

    interval: _Interval = _Interval()
    sample_time: _Sample = _Sample()
    date: Date = Date()
    civil_start_time: Civil | None = None

    def wall(self, way: Way, home: TimeZone) -> dt.datetime | None:
        """Find when it was, on the wall where it was."""
        span, sample = self.interval, self.sample_time
        match way:
            case Way.SUMMED:
                return None if self.civil_start_time is None else self.civil_start_time.wall
            case Way.DATED:
                return self.date.wall
            case Way.MOMENT:
                return _told(sample.civil_time, sample.physical_time, sample.utc_offset, home)
            case Way.BEGUN:
                return _told(span.civil_start_time, span.start_time, span.start_utc_offset, home)
            case Way.ENDED:
                return _told(span.civil_end_time, span.end_time, span.end_utc_offset, home)


@final
class _Detail(Struct, frozen=True):
    reason: str = ""


@final
class _Error(Struct, frozen=True):
    status: str
    details: tuple[_Detail, ...] = ()


@final
class _Refusal(Struct, frozen=True):
    error: _Error


def is_unscoped(body: bytes) -> bool:
    """Tell whether it is a refusal for what the person did not consent to, and for nothing else."""
    read = value_in(read_as(body, _Refusal, "refusal"))
    if read is None or read.error.status != "PERMISSION_DENIED":
        return False
    return {one.reason for one in read.error.details} <= _UNSCOPED


def cut(name: str, body: bytes, of: Stretch, context: Context) -> Result[Cut, Misread | Forbidden]:
    """Cut what a document has of a stretch, as it was written, into a record a day or an hour."""
    document = DOCUMENTS[name]
    if is_unscoped(body):
        is_first = forms_of(document.kind)[0] == name
        return Failure(Forbidden(document.kind.value)) if is_first else Success(Cut(()))
    match read_as(body, _Page, name):
        case Failure(error):
            return Failure(error)
        case Success(page):
            points = page.data_points or page.rollup_data_points
            walls = [_wall_of(name, one, context.zone) for one in points]
            placed: list[tuple[dt.datetime, Raw]] = []
            for wall, point in zip(walls, points, strict=True):
                if wall is None:
                    return Failure(Misread(f"{name}[]", "a point with its time"))
                begins = floor(wall, document.step)
                if of[0] <= begins < of[1]:
                    placed.append((begins, point))
            return Success(_cut(name, placed, of, page.next_page_token, context.received_at))


def _wall_of(name: str, point: Raw, home: TimeZone) -> dt.datetime | None:
    """Find when a point was; None where it does not say, or is of something else."""
    way = DOCUMENTS[name].way
    told: Raw | None = point
    if way is not Way.SUMMED:
        fields = value_in(read_as(bytes(point), dict[str, Raw], name))
        told = None if fields is None else fields.get(field_of(name))
    read = None if told is None else value_in(read_as(bytes(told), _Point, name))
    return None if read is None else read.wall(way, home)


def _told(
    civil: Civil | None, at: str | None, ahead: str | None, home: TimeZone
) -> dt.datetime | None:
    wall = None if civil is None else civil.wall
    return physical_wall(at, ahead, home) if wall is None else wall


def _cut(
    name: str, placed: Sequence[tuple[dt.datetime, Raw]], of: Stretch, onward: str, at: Instant
) -> Cut:
    """Keep what is whole of a page that goes on; a day or an hour it has alone is what can be had."""
    if not onward:
        return Cut(tuple(_records(name, placed, of, at)))
    if not placed:
        return Cut((), of, onward)
    first, last = placed[0][0], placed[-1][0]
    if first < last:  # Google says that the newest come first; the other way is understood.
        kept, rest = (of[0], last), (last, of[1])
    else:
        whole_from = last if first == last else last + DOCUMENTS[name].step
        kept, rest = (whole_from, of[1]), (of[0], whole_from)
    records = tuple(_records(name, placed, kept, at))
    return Cut(records, rest if rest[0] < rest[1] else None)


def _records(
    name: str, placed: Sequence[tuple[dt.datetime, Raw]], of: Stretch, at: Instant
) -> Iterator[Record]:
    document = DOCUMENTS[name]
    held: dict[dt.datetime, list[Raw]] = {}
    for begins, point in placed:
        if of[0] <= begins < of[1]:
            held.setdefault(begins, []).append(point)
    is_short = of[1] - of[0] <= _TOMBSTONES_MOST
    steps = range(max(0, (of[1] - of[0]) // document.step)) if is_short else ()
    every = [of[0] + n * document.step for n in steps] if is_short else sorted(held)
    field = b"rollupDataPoints" if document.way is Way.SUMMED else b"dataPoints"
    is_daily = document.step == dt.timedelta(days=1)
    for begins in every:
        yield Record(
            kind=document.kind,
            form=name,
            external_id=written(begins)[: _DAY_CHARACTERS if is_daily else None],
            modified_at=at,
            day=day_of(begins.date()),
            data=b'{"%s":%s}' % (field, listed(held[begins])) if begins in held else None,
        )
