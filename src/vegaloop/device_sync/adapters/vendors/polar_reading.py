"""Reading what Polar told: events, documents of a day, and exercises.

Rule 1: Polar tells no time of change: what came later stands.
Rule 2: what is of a day is called by its day, whichever list it came in.
"""

from __future__ import annotations

from typing import Final, final

import msgspec
from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as
from vegaloop.device_sync.adapters.vendors.feeding import after, each_as, is_id, page_of
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.adapters.vendors.times import day_in, of_epoch_s, of_iso
from vegaloop.device_sync.application.drivers import HINT, Context, Follow, Message, Page
from vegaloop.device_sync.domain.record import Record, mark_of
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import local_date_of

__all__ = (
    "EXERCISE",
    "FORMS",
    "KINDS",
    "Event",
    "gone_exercise",
    "listed_exercises",
    "records",
    "told",
)

EXERCISE: Final = "exercise"
# What is read of each kind, one after the other; of the rest nothing has a place here.
FORMS: Final = {
    DataKind.ACTIVITIES: (EXERCISE,),
    DataKind.BODY: ("physical-info", "bodytemperature", "skintemperature"),
    DataKind.DAYS: ("activity",),
    DataKind.HEART: ("continuous-heart-rate", "spo2"),
    DataKind.SLEEP: ("sleep", "nightly-recharge"),
}
KINDS: Final = {form: kind for kind, forms in FORMS.items() for form in forms}
# What each event is of; the wise ones of sleep have no place here.
_TOLD: Final = {
    "ACTIVITY_SUMMARY": ("activity",),
    "CONTINUOUS_HEART_RATE": ("continuous-heart-rate",),
    "EXERCISE": (EXERCISE,),
    "PHYSICAL_INFORMATION": ("physical-info",),
    "SLEEP": ("sleep", "nightly-recharge"),
}


@final
class Event(Struct, frozen=True):
    """What a webhook tells; the address in it is never called."""

    event: str
    user_id: int | str | None = None
    entity_id: int | str | None = None
    date: str | None = None
    timestamp: str | None = None


@final
class _Named(Struct, frozen=True):
    id: int | str | None = None
    date: str | None = None
    sleep_date: str | None = None
    start_time: str | None = None
    test_time: int | None = None
    created: str | None = None
    modified: str | None = None
    modified_time: str | None = None


@final
class _Lists(Struct, frozen=True):
    nights: tuple[Raw, ...] | None = None
    recharges: tuple[Raw, ...] | None = None
    heart_rates: tuple[Raw, ...] | None = None


def told(event: Event, body: bytes) -> tuple[Message, ...]:
    """Say what an event tells; nothing where it has no place here."""
    who = id_text(event.user_id)
    if not is_name(who):
        return ()
    what = id_text(event.entity_id) or event.date or ""
    when = event.timestamp or str(mark_of(body))
    return tuple(
        Message(Account(who), Follow(f"{HINT}{form}", key_of(form, who, what, when), body))
        for form in _TOLD.get(event.event, ())
    )


def listed_exercises(body: bytes) -> Result[Page, Trouble]:
    """Read the list of exercises: each is followed up once for each of its editions."""
    match _each_in(body, EXERCISE):
        case Success(found) if not all(is_id(id_text(one.id)) for _, one in found):
            return Failure(Misread(f"{EXERCISE}.id", "an id"))
        case Success(found):
            return Success(Page((), tuple(_followed(raw, id_text(one.id)) for raw, one in found)))
        case Failure(error):
            return Failure(error)


def gone_exercise(name: str, context: Context) -> Record:
    """Say that an exercise is there no more."""
    return Record.gone(KINDS[EXERCISE], EXERCISE, name, context.received_at)


def records(
    form: str, body: bytes, context: Context, *, is_last: bool = False
) -> Result[Page, Trouble]:
    """Read a document, or a list of them, and say what comes next where it is one of a feed."""
    turn = None if is_last else after(FORMS[KINDS[form]], form, None)
    match _each_in(body, form):
        case Success(found):
            made = (_record(form, raw, one, context) for raw, one in found)
            return page_of(made, turn, form)
        case Failure(error):
            return Failure(error)


def _followed(raw: Raw, name: str) -> Follow:
    key = f"{EXERCISE}-{name}:{mark_of(bytes(raw))}"
    event = msgspec.json.encode(Event("EXERCISE", entity_id=name))
    return Follow(f"{HINT}{EXERCISE}", key, event, (EXERCISE, name))


def _record(form: str, raw: Raw, one: _Named, context: Context) -> Record:
    day = one.date or one.sleep_date or one.start_time
    name = {
        EXERCISE: id_text(one.id),
        "bodytemperature": one.start_time,
        "physical-info": one.modified or one.created,
        "spo2": id_text(one.test_time),
    }.get(form, (day or "")[:10])
    measured = of_epoch_s(one.test_time) or of_iso(one.modified)
    lived = None if measured is None else local_date_of(measured, context.zone)
    return Record(
        kind=KINDS[form],
        form=form,
        external_id=name or "",
        modified_at=of_iso(one.modified or one.modified_time) or context.received_at,
        day=lived if day is None else day_in(day),
        data=bytes(raw),
    )


def _each_in(body: bytes, form: str) -> Result[tuple[tuple[Raw, _Named], ...], Misread]:
    """Read the things of an answer: a list, one under a name, one thing, or nothing (204)."""
    if not body.strip():
        return Success(())
    alone = value_in(read_as(body, tuple[Raw, ...], form))
    if alone is not None:
        return each_as(alone, _Named, form)
    match read_as(body, _Lists, form):
        case Success(held):
            lists = (held.nights, held.recharges, held.heart_rates)
            named = next((one for one in lists if one is not None), (Raw(body),))
            return each_as(named, _Named, form)
        case Failure(error):
            return Failure(error)
