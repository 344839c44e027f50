"""Feeds of several documents, one after the other; and series cut into days.

Rule 1: a page is named by its document and, behind a bar, by the vendor's own word for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, TypeVar, final

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as
from vegaloop.device_sync.application.drivers import Page
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Misread
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, TimeZone, local_date_of

__all__ = (
    "NO_TOPIC",
    "SOUGHT_AFTER",
    "Piece",
    "Row",
    "after",
    "by_day",
    "each_as",
    "is_id",
    "listed",
    "page_of",
    "there",
    "turn_in",
)

# What a window does not have is looked for so much later, by its day or hour.
SOUGHT_AFTER: Final = dt.timedelta(minutes=15)

A = TypeVar("A")


class Row(NamedTuple):
    """One row of a series, as it was written: when it was, what it is called, and its JSON."""

    at: Instant | None
    name: str
    data: Raw


@final
class Piece(Struct, frozen=True):
    """Rows of one local day, in order."""

    day: LocalDate
    rows: tuple[Row, ...]


def turn_in(forms: Sequence[str], page: str | None) -> tuple[str, str | None]:
    """Say which document of a feed is next, and which page of it; the first where none is named."""
    form, _, token = (page or "").partition("|")
    return (form, token or None) if form in forms else (forms[0], None)


def after(forms: Sequence[str], form: str, token: str | None) -> str | None:
    """Name the page that comes after one of a document; None after the last."""
    if token:
        return f"{form}|{token}"
    rest = forms[forms.index(form) + 1 :]
    return f"{rest[0]}|" if rest else None


def each_as(
    raws: Iterable[Raw], shape: type[A], what: str
) -> Result[tuple[tuple[Raw, A], ...], Misread]:
    """Read each of some things as a shape, beside what was written; the first that is none counts."""
    found: list[tuple[Raw, A]] = []
    for raw in raws:
        match read_as(bytes(raw), shape, what):
            case Success(one):
                found.append((raw, one))
            case Failure(error):
                return Failure(error)
    return Success(tuple(found))


def page_of(records: Iterable[Record], turn: str | None, what: str) -> Result[Page, Misread]:
    """Make a page of records, all of which must be called something."""
    held = tuple(records)
    if not all(is_name(record.external_id) for record in held):
        return Failure(Misread(f"{what}.id", "an id"))
    return Success(Page(held, next=turn))


def by_day(rows: Iterable[Row], home: TimeZone) -> tuple[Piece, ...] | None:
    """Put the rows of each local day together, in order; None where one is of no time."""
    timed: list[tuple[Instant, str, Row]] = []
    for row in rows:
        if row.at is None:
            return None
        timed.append((row.at, row.name, row))
    days: dict[LocalDate, list[Row]] = {}
    for at, _, row in sorted(timed, key=itemgetter(0, 1)):
        days.setdefault(local_date_of(at, home), []).append(row)
    return tuple(Piece(day, tuple(held)) for day, held in days.items())


def there(records: Iterable[Record]) -> tuple[Record, ...]:
    """Take what a window has: that it does not have something may be a mistake, and is looked for."""
    return tuple(record for record in records if record.data is not None)


def listed(raws: Iterable[Raw]) -> bytes:
    """Write a JSON list of what was written before."""
    return b"[" + b",".join(bytes(raw) for raw in raws) + b"]"


def is_id(given: str) -> bool:
    """Tell whether something from outside can stand in a path, and lead nowhere else."""
    return _ID.fullmatch(given) is not None


_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
NO_TOPIC: Final = Misread("topic", "one of this vendor")
