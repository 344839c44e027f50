"""Reading what Oura told: events, documents, and pages of them.

Rule 1: Oura tells no time of change: what came later stands, a deletion like all else, since two clocks
in one order would lose what happened within their difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, final

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as
from vegaloop.device_sync.adapters.vendors.feeding import (
    Piece,
    Row,
    after,
    by_day,
    each_as,
    listed,
    page_of,
)
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.adapters.vendors.times import day_in, of_iso
from vegaloop.device_sync.application.drivers import HINT, Context, Follow, Message, Page
from vegaloop.device_sync.domain.coverage import Span
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("FOLLOWED", "FORMS", "HEART", "Event", "beats", "document", "documents", "gone", "told")

HEART: Final = "heartrate"
# What is read of each kind, one after the other; of the rest nothing has a place here.
FORMS: Final = {
    DataKind.ACTIVITIES: ("workout", "session"),
    DataKind.BODY: ("daily_readiness", "vo2_max"),
    DataKind.DAYS: ("daily_activity",),
    DataKind.HEART: (HEART, "daily_spo2"),
    DataKind.SLEEP: ("sleep",),
}
# The documents there are, and the kind of each: no webhook tells of the heart rate, which is a series.
FOLLOWED: Final = {form: kind for kind, forms in FORMS.items() for form in forms if form != HEART}


@final
class Event(Struct, frozen=True):
    """What a webhook tells."""

    event_type: str
    data_type: str
    object_id: int | str
    user_id: int | str
    event_time: str | None = None

    @property
    def is_deletion(self) -> bool:
        """Whether the document is there no more."""
        return self.event_type == "delete"


@final
class _Document(Struct, frozen=True):
    id: int | str
    day: str | None = None


@final
class _Beat(Struct, frozen=True):
    timestamp: str


@final
class _Page(Struct, frozen=True):
    data: tuple[Raw, ...]
    next_token: str | None = None


def told(event: Event, stamp: str, body: bytes) -> tuple[Message, ...]:
    """Say what an event tells; nothing where its document has no place here."""
    who = id_text(event.user_id)
    if event.data_type not in FOLLOWED or not is_name(who):
        return ()
    parts = (event.event_type, event.data_type, id_text(event.object_id), who)
    key = key_of("oura", *parts, event.event_time or stamp)
    follow = Follow(f"{HINT}{event.data_type}", key, body)
    return (Message(Account(who), follow),)


def gone(form: str, name: str, context: Context) -> Record:
    """Say that a document is there no more."""
    return Record.gone(FOLLOWED[form], form, name, context.received_at)


def document(form: str, body: bytes, context: Context) -> Result[Page, Misread]:
    """Read one document."""
    return _records(form, (Raw(body),), None, context)


def documents(form: str, body: bytes, context: Context) -> Result[Page, Misread]:
    """Read a page of documents."""
    match read_as(body, _Page, form):
        case Success(page):
            turn = after(FORMS[FOLLOWED[form]], form, page.next_token)
            return _records(form, page.data, turn, context)
        case Failure(error):
            return Failure(error)


def beats(body: bytes, days: Span, context: Context) -> Result[Page, Trouble]:
    """Read a page of heart rates: a record for each day of the window that it tells of.

    It is called by its first moment, so that a day that is cut by the end of a page is two.
    """
    match read_as(body, _Page, HEART):
        case Success(page):
            turn = after(FORMS[DataKind.HEART], HEART, page.next_token)
            return _days(each_as(page.data, _Beat, HEART), days, context, turn)
        case Failure(error):
            return Failure(error)


def _records(
    form: str, raws: Iterable[Raw], turn: str | None, context: Context
) -> Result[Page, Misread]:
    match each_as(raws, _Document, form):
        case Success(found):
            records = (_record(form, raw, one, context) for raw, one in found)
            return page_of(records, turn, form)
        case Failure(error):
            return Failure(error)


def _record(form: str, raw: Raw, one: _Document, context: Context) -> Record:
    return Record(
        kind=FOLLOWED[form],
        form=form,
        external_id=id_text(one.id),
        modified_at=context.received_at,
        day=day_in(one.day),
        data=bytes(raw),
    )


def _days(
    found: Result[tuple[tuple[Raw, _Beat], ...], Misread],
    days: Span,
    context: Context,
    turn: str | None,
) -> Result[Page, Trouble]:
    match found:
        case Success(beats):
            rows = (Row(of_iso(beat.timestamp), beat.timestamp, raw) for raw, beat in beats)
            pieces = by_day(rows, context.zone)
            if pieces is None:
                return Failure(Misread(f"{HEART}.timestamp", "a time"))
            inside = (piece for piece in pieces if days[0] <= piece.day < days[1])
            return page_of((_of_day(one, context) for one in inside), turn, HEART)
        case Failure(error):
            return Failure(error)


def _of_day(piece: Piece, context: Context) -> Record:
    return Record(
        kind=DataKind.HEART,
        form=HEART,
        external_id=piece.rows[0].name,
        modified_at=context.received_at,
        day=piece.day,
        data=b'{"data":' + listed(row.data for row in piece.rows) + b"}",
    )
