"""How the simulated vendor is spoken to."""

from __future__ import annotations

import datetime as dt
import hmac
from typing import Final, final

import msgspec

from tests.device_sync.simulated.vendor import QUOTA, WINDOW_S, is_night
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    ABSENT,
    HINT,
    Asked,
    Context,
    Driver,
    Ended,
    Envelope,
    Fetch,
    Follow,
    Hint,
    Keys,
    Message,
    NotAuthentic,
    Page,
    PageCall,
    Read,
    Tokens,
)
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Busy, Denied, Down, Gone, Misread, Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, epoch_us, from_epoch_us, later

KEYS: Final = Keys("client", "secret", "word")
OVERLAP_DAYS: Final = 5
_NIGHT: Final = "night"


class _Thing(msgspec.Struct):
    id: str
    modified: int
    day: dt.date
    says: str | None


class _Items(msgspec.Struct):
    items: tuple[_Thing, ...]
    next: str | None


class _Token(msgspec.Struct):
    access: str
    refresh: str
    until: int
    account: str


class _Both(msgspec.Struct):
    thing: _Thing
    more: object = None


class _Hook(msgspec.Struct):
    account: str
    id: str
    modified: int
    day: dt.date
    gone: bool
    ended: int | None = None


@final
class SimulatedDriver(Driver):
    """A driver like others."""

    vendor = Vendor.STRAVA
    allowances = (Allowance(QUOTA, WINDOW_S),)

    def __init__(self) -> None:
        every = dt.timedelta(hours=2)
        self.rhythms = {
            DataKind.ACTIVITIES: Rhythm(every, OVERLAP_DAYS, 10),
            DataKind.SLEEP: Rhythm(every, OVERLAP_DAYS, 10, (_NIGHT,)),
        }

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        return f"https://vendor.example/consent?state={state}&challenge={challenge}"

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        form = (("code", code), ("verifier", verifier))
        return Call(verb=Verb.POST, url="https://vendor.example/consented", form=form)

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        return _token({"refresh_token": tokens.refresh or ""})

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        if answer.status == 400:
            return Failure(Denied(now))
        wrong = self.trouble(answer, now)
        if wrong is not None:
            return Failure(wrong)
        try:
            told = msgspec.json.decode(answer.body, type=_Token)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            return Failure(Down("misread"))
        account = Account(told.account)
        return Success(Tokens(told.access, told.refresh, from_epoch_us(told.until), account, ()))

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        return ()

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        return _call("/revoke", tokens.access)

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        return Failure(NotAuthentic("challenge"))

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        if not hmac.compare_digest(envelope.word.encode(), keys.word.encode()):
            return Failure(NotAuthentic("word"))
        hook = msgspec.json.decode(envelope.body, type=_Hook)
        if hook.ended is not None:
            ended = Follow("push:ended", f"ended:{hook.ended}", envelope.body)
            return Success((Message(Account(hook.account), ended),))
        follow = Follow(f"{HINT}thing", f"{hook.id}:{hook.modified}", envelope.body)
        return Success((Message(Account(hook.account), follow),))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        start, end = reading.days
        asked = {"from": start.isoformat(), "to": end.isoformat()}
        if kind is DataKind.SLEEP:
            asked["night"] = "1"
        elif reading.since is not None:
            asked = {"since": str(epoch_us(reading.since))}
        if reading.page is not None:
            asked["page"] = reading.page
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return PageCall(_call(f"/list?{query}", access), f"page:{kind.value}")

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        try:
            if topic == f"{HINT}thing":
                return Success(_hinted(msgspec.json.decode(body, type=_Hook), context))
            if topic == f"{ABSENT}{_NIGHT}":
                return Success(_sought(body.decode(), context))
            if topic == "push:ended":
                hook = msgspec.json.decode(body, type=_Hook)
                return Success(Ended(from_epoch_us(hook.ended or 0)))
            if topic == "fetched:both":
                both = msgspec.json.decode(body, type=_Both)
                return Success(Page((_record(both.thing),)))
            if topic == "fetched:thing":
                return Success(Page((_record(msgspec.json.decode(body, type=_Thing)),)))
            page = msgspec.json.decode(body, type=_Items)
            return Success(Page(tuple(map(_record, page.items)), (), page.next))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            return Failure(Misread("body", "JSON"))

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        match answer.status:
            case 200:
                return None
            case 401:
                return Denied(now)
            case 404:
                return Gone("thing")
            case 429:
                wait_s = int(answer.headers.get("retry-after", "60"))
                return Busy(later(now, dt.timedelta(seconds=wait_s)))
            case status:
                return Down("status", status)


def _hinted(hook: _Hook, context: Context) -> Read:
    gone = _record(_Thing(hook.id, hook.modified, hook.day, None))
    if hook.gone:
        return Page((gone,))
    access = context.access or ""
    fetch = Fetch("thing", _call(f"/object/{hook.id}", access))
    if int(hook.id) % 3:
        # What is not there any more was deleted, or nobody knows: as vendors have it.
        return Hint((fetch,), "fetched:thing", (gone,) if int(hook.id) % 2 else ())
    more = Fetch("more", _call(f"/more/{hook.id}", access), optional=True)
    return Hint((fetch, more), "fetched:both")


def _sought(id: str, context: Context) -> Read:
    gone = _record(_Thing(id, epoch_us(context.received_at), context.received_at.date(), None))
    fetch = Fetch("thing", _call(f"/object/{id}", context.access or ""))
    return Hint((fetch,), "fetched:thing", (gone,))


def _record(thing: _Thing) -> Record:
    is_of_night = is_night(thing.id)
    return Record(
        kind=DataKind.SLEEP if is_of_night else DataKind.ACTIVITIES,
        form=_NIGHT if is_of_night else "thing",
        external_id=thing.id,
        modified_at=from_epoch_us(thing.modified),
        day=LocalDate(thing.day),
        data=None if thing.says is None else thing.says.encode(),
    )


def _call(path: str, access: str) -> Call:
    header = ("authorization", f"Bearer {access}")
    return Call(verb=Verb.GET, url=f"https://vendor.example{path}", headers=(header,))


def _token(form: dict[str, str]) -> Call:
    return Call(verb=Verb.POST, url="https://vendor.example/token", form=tuple(form.items()))
