"""Oura: signed hints that name a document, and pages of each collection.

Rule 1: a collection is asked for a day more on either side, since its ends mean other things in each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final, final

import msgspec

from vegaloop.device_sync.adapters.vendors.answers import read_as, trouble_in
from vegaloop.device_sync.adapters.vendors.feeding import NO_TOPIC, is_id, turn_in
from vegaloop.device_sync.adapters.vendors.hooks import event_in, recent, stamped
from vegaloop.device_sync.adapters.vendors.oauth import (
    asked_for,
    by_code,
    by_refresh,
    consent_url,
    get,
    id_text,
    owned_later,
)
from vegaloop.device_sync.adapters.vendors.oura_reading import (
    FOLLOWED,
    FORMS,
    HEART,
    Event,
    beats,
    document,
    documents,
    gone,
    told,
)
from vegaloop.device_sync.adapters.vendors.signing import (
    NO_CHALLENGE,
    SHA256,
    asked_in,
    hmac_hex,
    signed,
)
from vegaloop.device_sync.adapters.vendors.times import around, iso, span_in
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
    Page,
    PageCall,
    Read,
    Tokens,
    is_same,
)
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant, days_after

__all__ = ("OuraDriver",)

_SIGNATURE: Final = "x-oura-signature"
_PATHS: Final = {"vo2_max": "vO2_max"}
_SCOPE: Final = "personal daily heartrate workout session spo2Daily"
_CHALLENGE: Final = re.compile(r"[\x20-\x7e]{1,512}")


@final
class OuraDriver:
    """Speaks to Oura."""

    vendor: Vendor = Vendor.OURA
    # 5,000 requests in 5 minutes for an application.
    allowances: tuple[Allowance, ...] = (Allowance(5_000, 300),)
    # A ring holds about a week until it meets its phone, so that a week comes at once; webhooks tell
    # of all but the heart rate first. Of that Oura gives thirty days in one call at most.
    rhythms: Mapping[DataKind, Rhythm] = {
        kind: Rhythm(
            dt.timedelta(hours=1),
            8,
            14 if kind is DataKind.HEART else 28,
            tuple(form for form in forms if form in FOLLOWED),
        )
        for kind, forms in FORMS.items()
    }

    def __init__(
        self, api: str = "https://api.ouraring.com", site: str = "https://cloud.ouraring.com"
    ) -> None:
        self._api, self._site = api, site

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents."""
        more = asked_for(state, challenge)
        return consent_url(f"{self._site}/oauth/authorize", keys, redirect, _SCOPE, more)

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        form = by_code(keys, redirect, code, verifier)
        return Call(verb=Verb.POST, url=f"{self._api}/oauth/token", form=form)

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens, with a refresh token that works once."""
        return Call(verb=Verb.POST, url=f"{self._api}/oauth/token", form=by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read tokens, or whose they are, which only a call after them tells."""
        return owned_later(answer, before, now)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Ask whose the tokens are."""
        return (get(f"{self._api}/v2/usercollection/personal_info", tokens.access),)

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give the consent back."""
        form = (("access_token", tokens.access),)
        return Call(verb=Verb.POST, url=f"{self._api}/oauth/revoke", form=form)

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Repeat a challenge that came with the word we gave for a token of verification."""
        asked = asked_in(envelope)
        challenge = asked.get("challenge", "")
        is_ours = is_same(asked.get("verification_token", ""), keys.word)
        if not keys.is_word(envelope.word) or not is_ours:
            return Failure(NotAuthentic("word"))
        if _CHALLENGE.fullmatch(challenge) is None:
            return NO_CHALLENGE
        body = msgspec.json.encode({"challenge": challenge})
        return Success(Asked(200, "application/json", body))

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Verify an event by its signature over its time and its body."""
        stamp = envelope.headers.get("x-oura-timestamp", "")
        wanted = hmac_hex(keys.secret, stamped(stamp, envelope.body), SHA256)
        # Oura writes it in capital letters; small ones say the same.
        is_capital = envelope.headers.get(_SIGNATURE, "").isupper()
        passed = signed(keys, envelope, _SIGNATURE, wanted.upper() if is_capital else wanted)
        event = event_in(recent(passed, stamp, now), Event)
        return mapped(event, lambda read: told(read, stamp, envelope.body))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for a page of one of the collections of a kind."""
        form, token = turn_in(FORMS[kind], reading.page)
        start, end = reading.days
        topic = f"page:{kind}:{form}"
        if form == HEART:
            span = around(reading.days)
            asked = ("start_datetime", iso(span.start)), ("end_datetime", iso(span.end))
            topic = f"{topic}:{start}:{end}"
        else:
            first, last = days_after(start, -1), days_after(end, 1)
            asked = ("start_date", first.isoformat()), ("end_date", last.isoformat())
        more = (("next_token", token),) if token else ()
        return PageCall(get(self._collection(form), access, (*asked, *more)), topic)

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read an event, the document it named, or a page."""
        match topic.split(":"):
            case ["hint", form] if form in FOLLOWED:
                return self._hint(form, body, context)
            case ["hint", "absent", form] if form in FOLLOWED:
                return self._sought(form, body.decode("utf-8", "replace"), context)
            case ["fetched", form] if form in FOLLOWED:
                return document(form, body, context)
            case ["page", _, "heartrate", first, after]:
                days = span_in(first, after)
                return Failure(NO_TOPIC) if days is None else beats(body, days, context)
            case ["page", _, form] if form in FOLLOWED:
                return documents(form, body, context)
        return Failure(NO_TOPIC)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong with an answer."""
        return trouble_in(answer, now, dt.timedelta(minutes=5))

    def _hint(self, form: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        match read_as(body, Event, "event"):
            case Success(event) if event.is_deletion and is_id(id_text(event.object_id)):
                return Success(Page((gone(form, id_text(event.object_id), context),)))
            case Success(event):
                return self._sought(form, id_text(event.object_id), context)
            case Failure(error):
                return Failure(error)

    def _sought(self, form: str, name: str, context: Context) -> Result[Read, Trouble]:
        if not is_id(name):
            return Failure(Misread("event.object_id", "an id"))
        fetch = Fetch(form, get(f"{self._collection(form)}/{name}", context.access or ""))
        return Success(Hint((fetch,), f"fetched:{form}", (gone(form, name, context),)))

    def _collection(self, form: str) -> str:
        return f"{self._api}/v2/usercollection/{_PATHS.get(form, form)}"
