"""Pieces that the bodies of every context are made of: texts, times, pages."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import zlib
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Annotated, Final, Generic, TypeAlias, TypeVar, final

import msgspec
from msgspec import Meta, Struct

from vegaloop.infrastructure.problem import problem
from vegaloop.kernel.errors import Malformed, UnknownZone
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Moment, NotAnInstant, TimeZone, moment_of, time_zone_of

A = TypeVar("A")

# PostgreSQL cannot keep NUL in a text, and nobody means it.
_NO_NUL: Final = r"^[^\x00]*$"
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200, pattern=_NO_NUL)]
Note: TypeAlias = Annotated[str, Meta(max_length=2_000, pattern=_NO_NUL)]
ZoneName: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=64, pattern=_NO_NUL, examples=["Europe/Paris"])
]
Time: TypeAlias = Annotated[
    dt.datetime,
    Meta(
        tz=True,
        description="RFC 3339 with its offset; `Z` alone says when but not where, and takes "
        "the person's home zone unless a time zone is named.",
        examples=["2026-03-28T07:30:00+01:00"],
    ),
]
# The address of the list that is asked for: a cursor names it, and leads on in no other.
LIST_ASKED: Final = ContextVar("list_asked", default="")
PAGE_MOST: Final = 200
PAGE_USUAL: Final = 20


@final
class Pagination(Struct, frozen=True):
    """Where a page stands; hand `next_cursor` back as `cursor` to go on."""

    next_cursor: str | None
    has_more: bool


class Page(Struct, Generic[A], frozen=True):
    """Some of many."""

    data: tuple[A, ...]
    pagination: Pagination


def to_moment(at: dt.datetime, zone: str | None, home: TimeZone) -> Result[Moment, Malformed]:
    """Read when and where from a body."""
    named: Result[TimeZone, UnknownZone] | None = None if zone is None else time_zone_of(zone)
    match named:
        case None:
            return _moment(at, None, home)
        case Success(known):
            return _moment(at, known, home)
        case Failure(error):
            return Failure(error)


def _moment(at: dt.datetime, zone: TimeZone | None, home: TimeZone) -> Result[Moment, NotAnInstant]:
    return moment_of(at, zone, home)


def page_of(found: Sequence[A], limit: int, key: Sequence[object]) -> Page[A]:
    """Make a page of the `limit + 1` records that were looked for; `key` finds the last one kept."""
    more = len(found) > limit
    return Page(tuple(found[:limit]), Pagination(to_cursor(*key) if more else None, more))


def to_cursor(*key: object) -> str:
    """Wrap a sort key, and the list it is a place in, so that nobody builds on its inside."""
    raw = msgspec.json.encode((_mark_of_list(), key))
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def of_cursor(cursor: str, kind: type[A]) -> A:
    """Unwrap a sort key, or raise the problem of a cursor this list did not give out."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        mark, key = msgspec.json.decode(raw, type=tuple[int, msgspec.Raw])
        if mark == _mark_of_list():
            return msgspec.json.decode(key, type=kind)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        pass
    raise problem("bad-cursor", "The cursor was not given out here", 400)


def _mark_of_list() -> int:
    return zlib.crc32(LIST_ASKED.get().encode())
