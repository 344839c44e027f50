"""Reading what Fitbit answered: a document of a window, or several of a day."""

from __future__ import annotations

from itertools import chain

from msgspec import Raw

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.feeding import after, there
from vegaloop.device_sync.adapters.vendors.fitbit_documents import (
    DOCUMENTS,
    cut_at,
    forms_of,
    records_in,
)
from vegaloop.device_sync.adapters.vendors.times import day_in
from vegaloop.device_sync.application.drivers import Context, Page, Read
from vegaloop.device_sync.domain.coverage import Span
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("fetched", "named", "paged", "topic_of")


def topic_of(way: str, names: str, days: Span) -> str:
    """Name some documents of some days, and the way they were asked for."""
    return f"{way}:{names}:{days[0]}:{days[1]}"


def named(of: str) -> tuple[tuple[str, ...], Span] | None:
    """Read the documents and days of a topic; None where it is none."""
    names, start, end = (*of.split(":"), "", "", "")[:3]
    first, last, forms = day_in(start), day_in(end), tuple(names.split(","))
    if first is None or last is None or first >= last or any(one not in DOCUMENTS for one in forms):
        return None
    return forms, (first, last)


def paged(name: str, body: bytes, days: Span, context: Context) -> Result[Read, Trouble]:
    """Read a document of a window, and say which comes after it."""
    cut = cut_at(name, body, days)
    forms = forms_of(DOCUMENTS[name].kind)
    turn = after(forms, name, None if cut is None else cut.isoformat())
    match records_in(name, body, (days[0], cut or days[1]), context.received_at):
        case Success(records):
            return Success(Page(there(records), (), turn))
        case Failure(error):
            return Failure(error)


def fetched(
    names: tuple[str, ...], body: bytes, days: Span, context: Context
) -> Result[Read, Trouble]:
    """Read what there is of several documents; of those without consent there is nothing."""
    bodies: dict[str, bytes] = {names[0]: body}
    if len(names) > 1:
        match read_as(body, dict[str, Raw], "fetched"):
            case Success(parts):
                bodies = {name: bytes(parts[name]) for name in names if name in parts}
            case Failure(error):
                return Failure(error)
    found: list[tuple[Record, ...]] = []
    for name, one in bodies.items():
        match records_in(name, one, days, context.received_at):
            case Success(records):
                found.append(records)
            case Failure(Misread() as misread):
                return Failure(misread)
            case Failure():
                continue
    return Success(Page(tuple(chain.from_iterable(found))))
