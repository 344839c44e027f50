"""Reading what Withings answered: records of each document, nights, and series through a day.

Rule 1: of two tellings that with the later `modified` stands.
Rule 2: a night is told by its summary, and fetched with its stages; the summary stands where there are
none, and never beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import final

import msgspec
from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.feeding import (
    Piece,
    Row,
    after,
    by_day,
    each_as,
    page_of,
)
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.times import day_in, of_epoch_s
from vegaloop.device_sync.adapters.vendors.withings_asking import FORMS, INTRADAY, KINDS
from vegaloop.device_sync.adapters.vendors.withings_envelope import Body, body_in, is_empty
from vegaloop.device_sync.application.drivers import HINT, Context, Follow, Page
from vegaloop.device_sync.domain.record import Record, mark_of
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Failure, Result, Success, both, mapped, value_in
from vegaloop.kernel.time import LocalDate, TimeZone, local_date_of, time_zone_of

__all__ = ("Summary", "intraday", "night_told", "records", "summaries")


@final
class _Thing(Struct, frozen=True):
    """What any record says of itself; a date is a day here and a second there."""

    grpid: int | str | None = None
    id: int | str | None = None
    date: int | str | None = None
    timestamp: int | None = None
    startdate: int | None = None
    modified: int | None = None
    timezone: str | None = None
    deviceid: str | None = None


@final
class Summary(Struct, frozen=True):
    """What a summary of a night says of itself."""

    id: int | str
    startdate: int
    enddate: int
    date: str
    modified: int | None = None
    timezone: str | None = None


@final
class _Night(Struct, frozen=True):
    sleep: Raw
    night: Raw


def records(
    form: str, body: bytes, context: Context, *, is_last: bool = False
) -> Result[Page, Trouble]:
    """Read a page of records, and say which comes next where it is one of a feed."""
    match body_in(body, form):
        case Success(held):
            turn = None if is_last else after(FORMS[KINDS[form]], form, held.turn)
            read = each_as(_list_of(form, held), _Thing, form)
            return _page_of(read, form, held, turn, context)
        case Failure(error):
            return Failure(error)


def summaries(body: bytes, *, is_last: bool = False) -> Result[Page, Trouble]:
    """Read a page of summaries: each night is followed up once for each of its editions."""
    match body_in(body, "sleep"):
        case Success(held):
            turn = None if is_last else after(FORMS[DataKind.SLEEP], "sleep", held.turn)
            read = each_as(_list_in(held.series), Summary, "sleep")
            return mapped(read, partial(_followed, turn))
        case Failure(error):
            return Failure(error)


def night_told(name: str, body: bytes, context: Context) -> Result[Page, Trouble]:
    """Read what was fetched of a night: its stages, or its summary where there are none."""
    match read_as(body, _Night, "night"):
        case Success(answers):
            stages = body_in(bytes(answers.night), "night")
            return _staged(name, stages, body_in(bytes(answers.sleep), "sleep"), context)
        case Failure(error):
            return Failure(error)


def intraday(body: bytes, turn: str | None, context: Context) -> Result[Page, Trouble]:
    """Read what was counted through a day: a record for each local day it tells of.

    It is called by its first moment, so that a day that was cut is two.
    """
    match body_in(body, INTRADAY):
        case Success(held) if is_empty(held.series):
            return Success(Page(next=turn))
        case Success(held):
            return _counted(read_as(bytes(held.series), dict[str, Raw], INTRADAY), turn, context)
        case Failure(error):
            return Failure(error)


def _counted(
    found: Result[dict[str, Raw], Misread], turn: str | None, context: Context
) -> Result[Page, Trouble]:
    match found:
        case Success(rows):
            pieces = by_day((_row(name, raw) for name, raw in rows.items()), context.zone)
            if pieces is None:
                return Failure(Misread(f"{INTRADAY}.series", "seconds since 1970"))
            return page_of((_of_day(one, context) for one in pieces), turn, INTRADAY)
        case Failure(error):
            return Failure(error)


def _page_of(
    found: Result[tuple[tuple[Raw, _Thing], ...], Misread],
    form: str,
    body: Body,
    turn: str | None,
    context: Context,
) -> Result[Page, Trouble]:
    match found:
        case Success(things):
            made = (
                _record(form, one, _data(form, raw, body), body, context) for raw, one in things
            )
            return page_of(made, turn, form)
        case Failure(error):
            return Failure(error)


def _record(form: str, one: _Thing, data: bytes, body: Body, context: Context) -> Record:
    name = {
        "activity": ":".join(filter(None, (id_text(one.date), one.deviceid))),
        "heart": id_text(one.timestamp),
        "measure": id_text(one.grpid),
    }.get(form, id_text(one.id) or id_text(one.startdate))
    return Record(
        kind=KINDS[form],
        form=form,
        external_id=name,
        modified_at=of_epoch_s(one.modified) or context.received_at,
        day=_day(one, _zone(one.timezone or body.timezone, context)),
        data=data,
    )


def _data(form: str, raw: Raw, body: Body) -> bytes:
    """Write one record as a body of its own, with the zone that stands beside all of a list."""
    match form:
        case "measure":
            zone = msgspec.json.encode(body.timezone)
            return b'{"timezone":' + zone + b',"measuregrps":[' + bytes(raw) + b"]}"
        case "activity":
            return b'{"activities":[' + bytes(raw) + b"]}"
        case _:
            return b'{"series":[' + bytes(raw) + b"]}"


def _list_of(form: str, body: Body) -> tuple[Raw, ...]:
    return _list_in(
        {"activity": body.activities, "measure": body.measuregrps}.get(form, body.series)
    )


def _list_in(raw: Raw) -> tuple[Raw, ...]:
    """The records of a list; one that stands there alone is a list of one."""
    if is_empty(raw):
        return ()
    found = value_in(read_as(bytes(raw), tuple[Raw, ...], "list"))
    return (raw,) if found is None else found


def _followed(turn: str | None, found: Iterable[tuple[Raw, Summary]]) -> Page:
    follow = tuple(
        Follow(f"{HINT}night", f"night-{id_text(one.id)}:{_edition(raw, one)}", bytes(raw))
        for raw, one in found
    )
    return Page((), follow, turn)


def _edition(raw: Raw, one: Summary) -> str:
    return str(mark_of(bytes(raw)) if one.modified is None else one.modified)


def _staged(
    name: str, stages: Result[Body, Trouble], sums: Result[Body, Trouble], context: Context
) -> Result[Page, Trouble]:
    match both(stages, sums):
        case Success((staged, told)):
            found = each_as(_list_in(told.series), Summary, "sleep")
            data = None if is_empty(staged.series) else b'{"series":' + bytes(staged.series) + b"}"
            return mapped(found, partial(_night, name, data, context))
        case Failure(errors):
            return Failure(errors[0])


def _night(
    name: str, stages: bytes | None, context: Context, found: Iterable[tuple[Raw, Summary]]
) -> Page:
    made = (
        Record(
            kind=DataKind.SLEEP,
            form="sleep",
            external_id=name,
            modified_at=of_epoch_s(one.modified) or context.received_at,
            day=_waking(one, context),
            data=stages or b'{"series":[' + bytes(raw) + b"]}",
        )
        for raw, one in found
        if id_text(one.id) == name
    )
    return Page(tuple(made))


def _row(name: str, raw: Raw) -> Row:
    is_second = name.isascii() and name.isdigit() and len(name) <= 12
    return Row(of_epoch_s(int(name)) if is_second else None, name, raw)


def _of_day(piece: Piece, context: Context) -> Record:
    held = b",".join(b'"' + row.name.encode() + b'":' + bytes(row.data) for row in piece.rows)
    return Record(
        kind=DataKind.HEART,
        form=INTRADAY,
        external_id=piece.rows[0].name,
        modified_at=context.received_at,
        day=piece.day,
        data=b'{"series":{' + held + b"}}",
    )


def _day(one: _Thing, zone: TimeZone) -> LocalDate | None:
    if isinstance(one.date, str):
        return day_in(one.date)
    at = of_epoch_s(one.date if one.timestamp is None else one.timestamp)
    return None if at is None else local_date_of(at, zone)


def _waking(one: Summary, context: Context) -> LocalDate | None:
    at = of_epoch_s(one.enddate)
    return day_in(one.date) if at is None else local_date_of(at, _zone(one.timezone, context))


def _zone(name: str | None, context: Context) -> TimeZone:
    return (None if name is None else value_in(time_zone_of(name))) or context.zone
