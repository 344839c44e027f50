"""Polar AccessLink (version 3): signed hints that name a day or an exercise, and lists of each.

Rule 1: the address in an event is never called: addresses are made of ids and days.
Rule 2: Polar signs with a key it makes up when the webhook is created; without it nothing is taken but
the ping by which Polar looks whether we are there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, final

import msgspec

from vegaloop.device_sync.adapters.vendors.answers import read_as, trouble_in
from vegaloop.device_sync.adapters.vendors.feeding import NO_TOPIC, is_id, turn_in
from vegaloop.device_sync.adapters.vendors.hooks import event_in
from vegaloop.device_sync.adapters.vendors.oauth import (
    Form,
    asked_for,
    basic,
    bearer,
    by_code,
    by_refresh,
    consent_url,
    get,
    id_text,
    owned,
)
from vegaloop.device_sync.adapters.vendors.polar_reading import (
    EXERCISE,
    FORMS,
    KINDS,
    Event,
    gone_exercise,
    listed_exercises,
    records,
    told,
)
from vegaloop.device_sync.adapters.vendors.signing import (
    NO_CHALLENGE,
    SHA256,
    hmac_hex,
    signed,
    worded,
)
from vegaloop.device_sync.adapters.vendors.times import day_in
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    Asked,
    Context,
    Envelope,
    Fetch,
    Hint,
    Keys,
    Message,
    NotAuthentic,
    PageCall,
    Read,
    Tokens,
)
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant, days_after

__all__ = ("PolarDriver",)

_SIGNATURE: Final = "polar-webhook-signature"
_SCOPE: Final = "accesslink.read_all"
_REGISTERED: Final = 409
_PATHS: Final = {
    "activity": "users/activities",
    "bodytemperature": "users/biosensing/bodytemperature",
    "continuous-heart-rate": "users/continuous-heart-rate",
    EXERCISE: "exercises",
    "nightly-recharge": "users/nightly-recharge",
    "physical-info": "users/physical-info",
    "skintemperature": "users/biosensing/skintemperature",
    "sleep": "users/sleep",
    "spo2": "users/biosensing/spo2",
}
# What is asked for by days; the other lists have the last four weeks, whatever is asked.
_BY_DAYS: Final = frozenset(
    {"activity", "bodytemperature", "continuous-heart-rate", "skintemperature", "spo2"}
)
_WHOLE: Final = {
    "activity": (("steps", "true"), ("activity_zones", "true")),
    EXERCISE: (("samples", "true"), ("zones", "true"), ("route", "true")),
}


@final
class PolarDriver:
    """Speaks to Polar; `signature_key` is what it answered when the webhook was created."""

    vendor: Vendor = Vendor.POLAR
    # 500 and 20 for each person in a quarter of an hour, 5,000 and 100 for each a day: of one person
    # there are always so many.
    allowances: tuple[Allowance, ...] = (Allowance(520, 900), Allowance(5_100, 86_400))
    # Watches meet their phones every few days; webhooks tell first. More than four weeks Polar does
    # not give, of exercises thirty days.
    rhythms: Mapping[DataKind, Rhythm] = {
        kind: Rhythm(dt.timedelta(hours=6), 7, 28, tuple({EXERCISE} & {*forms}), 28)
        for kind, forms in FORMS.items()
    }

    def __init__(
        self,
        api: str = "https://www.polaraccesslink.com",
        site: str = "https://flow.polar.com",
        remote: str = "https://polarremote.com",
        signature_key: str = "",
    ) -> None:
        self._api, self._site, self._remote = api, site, remote
        self._signature_key = signature_key

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents."""
        site = f"{self._site}/oauth2/authorization"
        return consent_url(site, keys, redirect, _SCOPE, asked_for(state, challenge))

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code, our secret in a header."""
        return self._for_tokens(keys, by_code(keys, redirect, code, verifier))

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens: Polar gives none, since those it has given last for ten years."""
        return self._for_tokens(keys, by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read tokens; what is answered to the registration of a person has none."""
        if before is not None:
            trouble = None if answer.status == _REGISTERED else trouble_in(answer, now)
            return Success(before) if trouble is None else Failure(trouble)
        return owned(answer, before, now, "tokens.x_user_id", lambda read: read.x_user_id)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Register the person, without which Polar neither tells nor gives anything."""
        body = msgspec.json.encode({"member-id": f"vegaloop-{tokens.account}"})
        headers = (bearer(tokens.access), ("accept", "application/json"))
        url = f"{self._api}/v3/users"
        return (Call(verb=Verb.POST, url=url, headers=headers, json=body),)

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """End the registration, and with it the consent."""
        url = f"{self._api}/v3/users/{tokens.account}"
        return Call(verb=Verb.DELETE, url=url, headers=(bearer(tokens.access),))

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Refuse: Polar looks with a ping, which is an event."""
        return NO_CHALLENGE

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Verify an event by its signature over its body; a ping has nothing to say."""
        match event_in(worded(keys, envelope), Event):
            case Success(Event(event="PING")):
                return Success(())
            case Success() | Failure():
                pass
        wanted = hmac_hex(self._signature_key, envelope.body, SHA256)
        signers = Keys(keys.client_id, self._signature_key, keys.word)
        event = event_in(signed(signers, envelope, _SIGNATURE, wanted), Event)
        return mapped(event, lambda read: told(read, envelope.body))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for one of the lists of a kind."""
        form, _ = turn_in(FORMS[kind], reading.page)
        first, after = reading.days
        days = ("from", first.isoformat()), ("to", days_after(after, -1).isoformat())
        query = days if form in _BY_DAYS else ()
        more = () if form == EXERCISE else _WHOLE.get(form, ())
        return PageCall(get(self._url(form), access, (*query, *more)), f"page:{kind}:{form}")

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read an event, what it led to, or a list."""
        match topic.split(":"):
            case ["hint", form] if form in KINDS:
                return self._hint(form, body, context)
            case ["hint", "absent", "exercise"]:
                return self._sought(body.decode("utf-8", "replace"), context)
            case ["fetched", form] if form in KINDS:
                return records(form, body, context, is_last=True)
            case ["page", _, "exercise"]:
                return listed_exercises(body)
            case ["page", _, form] if form in KINDS:
                return records(form, body, context)
        return Failure(NO_TOPIC)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong with an answer."""
        return trouble_in(answer, now)

    def _hint(self, form: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        match read_as(body, Event, "event"):
            case Success(event):
                name = _part_of(form, event)
                if name is None:
                    return Failure(Misread("event", "an id or a day"))
                call = get(f"{self._url(form)}{name}", context.access or "", _WHOLE.get(form, ()))
                return Success(Hint((Fetch(form, call),), f"fetched:{form}"))
            case Failure(error):
                return Failure(error)

    def _sought(self, name: str, context: Context) -> Result[Read, Trouble]:
        """Ask for an exercise that was listed, and is no more."""
        if not is_id(name):
            return Failure(Misread("exercise.id", "an id"))
        call = get(f"{self._url(EXERCISE)}/{name}", context.access or "", _WHOLE.get(EXERCISE, ()))
        gone = gone_exercise(name, context)
        return Success(Hint((Fetch(EXERCISE, call),), f"fetched:{EXERCISE}", (gone,)))

    def _url(self, form: str) -> str:
        return f"{self._api}/v3/{_PATHS[form]}"

    def _for_tokens(self, keys: Keys, form: Form) -> Call:
        ours = {"client_id", "client_secret"}
        sent = tuple((name, value) for name, value in form if name not in ours)
        headers = (basic(keys), ("accept", "application/json"))
        url = f"{self._remote}/v2/oauth2/token"
        return Call(verb=Verb.POST, url=url, headers=headers, form=sent)


def _part_of(form: str, event: Event) -> str | None:
    """Say which part of an address names what an event is of; None where the event does not say."""
    if form == "physical-info":
        return ""
    if form == EXERCISE:
        name = id_text(event.entity_id)
        return f"/{name}" if is_id(name) else None
    day = day_in(event.date)
    return None if day is None else f"/{day.isoformat()}"
