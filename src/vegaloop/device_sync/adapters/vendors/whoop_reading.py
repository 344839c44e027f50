"""Reading what WHOOP told: events, records, and pages of them.

Rule 1: of two tellings that with the later `updated_at` stands; a deletion has the time it came.
"""

from __future__ import annotations

from typing import Final, final

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as
from vegaloop.device_sync.adapters.vendors.feeding import each_as, page_of
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.adapters.vendors.times import day_at_offset, of_iso
from vegaloop.device_sync.application.drivers import HINT, Context, Follow, Message, Page
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Misread
from vegaloop.device_sync.domain.vendor import Account, DataKind
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

__all__ = ("KINDS", "RECOVERY", "SLEEP", "Event", "Told", "gone", "page_in", "record_in", "told")

RECOVERY: Final = "recovery"
SLEEP: Final = "sleep"
# What is followed, and the kind of each; a cycle has nothing that has a place here.
KINDS: Final = {
    RECOVERY: DataKind.HEART,
    SLEEP: DataKind.SLEEP,
    "workout": DataKind.ACTIVITIES,
}


@final
class Event(Struct, frozen=True):
    """What a webhook tells; an event of a recovery has the id of its sleep."""

    user_id: int | str
    id: int | str
    type: str
    trace_id: str | None = None

    @property
    def is_deletion(self) -> bool:
        """Whether it is there no more."""
        return self.type.endswith(".deleted")


@final
class Told(Struct, frozen=True):
    """What a sleep, a workout or a recovery says of itself."""

    id: int | str | None = None
    sleep_id: int | str | None = None
    cycle_id: int | str | None = None
    updated_at: str | None = None
    created_at: str | None = None
    start: str | None = None
    end: str | None = None
    timezone_offset: str | None = None


@final
class _Page(Struct, frozen=True):
    records: tuple[Raw, ...]
    next_token: str | None = None


def told(event: Event, stamp: str, body: bytes) -> tuple[Message, ...]:
    """Say what an event tells; nothing where it is of a kind that has no place here."""
    form, _, what = event.type.partition(".")
    who, name = id_text(event.user_id), id_text(event.id)
    if form not in KINDS or what not in ("updated", "deleted") or not is_name(who):
        return ()
    key = key_of("whoop", event.type, who, name, event.trace_id or stamp)
    return (Message(Account(who), Follow(f"{HINT}{form}", key, body)),)


def gone(form: str, name: str, context: Context) -> Record:
    """Say that something is there no more."""
    return Record.gone(KINDS[form], form, name, context.received_at)


def record_in(form: str, body: bytes, context: Context) -> Result[Page, Misread]:
    """Read one record."""
    return _records(form, (Raw(body),), None, context)


def page_in(form: str, body: bytes, context: Context) -> Result[Page, Misread]:
    """Read a page of records."""
    match read_as(body, _Page, form):
        case Success(page):
            return _records(form, page.records, page.next_token or None, context)
        case Failure(error):
            return Failure(error)


def _records(
    form: str, raws: tuple[Raw, ...], turn: str | None, context: Context
) -> Result[Page, Misread]:
    match each_as(raws, Told, form):
        case Success(found):
            return page_of((_record(form, raw, one, context) for raw, one in found), turn, form)
        case Failure(error):
            return Failure(error)


def _record(form: str, raw: Raw, one: Told, context: Context) -> Record:
    return Record(
        kind=KINDS[form],
        form=form,
        external_id=id_text(one.sleep_id if form == RECOVERY else one.id),
        modified_at=of_iso(one.updated_at) or context.received_at,
        day=_day(form, one, context),
        data=bytes(raw),
    )


def _day(form: str, one: Told, context: Context) -> LocalDate | None:
    """Find the day: of a night that of waking, of a recovery that of the morning it was made."""
    lived = {RECOVERY: one.created_at, SLEEP: one.end}.get(form, one.start)
    return day_at_offset(of_iso(lived), one.timezone_offset, context.zone)
