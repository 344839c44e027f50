"""WHOOP: signed hints that name a sleep or a workout, and pages of each collection.

Rule 1: an event of a recovery names the sleep it belongs to: that leads to its cycle, and the cycle to
the recovery.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, final

from vegaloop.device_sync.adapters.vendors.answers import read_as, retry_after, trouble_in
from vegaloop.device_sync.adapters.vendors.feeding import NO_TOPIC, is_id
from vegaloop.device_sync.adapters.vendors.hooks import event_in, recent, stamped
from vegaloop.device_sync.adapters.vendors.oauth import (
    Form,
    asked_for,
    bearer,
    by_code,
    by_refresh,
    consent_url,
    get,
    id_text,
    owned_later,
)
from vegaloop.device_sync.adapters.vendors.signing import (
    NO_CHALLENGE,
    SHA256,
    hmac_base64,
    signed,
)
from vegaloop.device_sync.adapters.vendors.times import around, iso
from vegaloop.device_sync.adapters.vendors.whoop_reading import (
    KINDS,
    RECOVERY,
    SLEEP,
    Event,
    Told,
    gone,
    page_in,
    record_in,
    told,
)
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    HINT,
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
)
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.trouble import Busy, Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant

__all__ = ("WhoopDriver",)

_SIGNATURE: Final = "x-whoop-signature"
_STAMP: Final = "x-whoop-signature-timestamp"
_FORMS: Final = {kind: form for form, kind in KINDS.items()}
_PATHS: Final = {
    RECOVERY: "v2/recovery",
    SLEEP: "v2/activity/sleep",
    "workout": "v2/activity/workout",
}
_CYCLE: Final = "recovery-of"
# Without `offline` there is no refresh token.
_SCOPE: Final = "offline read:profile read:recovery read:sleep read:workout"
_PAGE_MOST: Final = "25"
_MINUTE: Final = dt.timedelta(minutes=1)


@final
class WhoopDriver:
    """Speaks to WHOOP."""

    vendor: Vendor = Vendor.WHOOP
    # 100 requests a minute and 10,000 a day for an application.
    allowances: tuple[Allowance, ...] = (Allowance(100, 60), Allowance(10_000, 86_400))
    # A strap holds some days, and a night is scored anew for about as long; webhooks tell first. Of
    # the calls of a day that leaves enough for 800 people.
    rhythms: Mapping[DataKind, Rhythm] = {
        kind: Rhythm(dt.timedelta(hours=6), 7, 28, (form,)) for form, kind in KINDS.items()
    }

    def __init__(
        self,
        api: str = "https://api.prod.whoop.com/developer",
        site: str = "https://api.prod.whoop.com",
    ) -> None:
        self._api, self._site = api, site

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents."""
        more = asked_for(state, challenge)
        return consent_url(f"{self._site}/oauth/oauth2/auth", keys, redirect, _SCOPE, more)

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        return self._for_tokens(by_code(keys, redirect, code, verifier))

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens, with a refresh token that works once."""
        return self._for_tokens((*by_refresh(keys, tokens), ("scope", "offline")))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read tokens, or whose they are, which only a call after them tells."""
        return owned_later(answer, before, now)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Ask whose the tokens are."""
        return (get(f"{self._api}/v2/user/profile/basic", tokens.access),)

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give the consent back."""
        url = f"{self._api}/v2/user/access"
        return Call(verb=Verb.DELETE, url=url, headers=(bearer(tokens.access),))

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Refuse: WHOOP never asks."""
        return NO_CHALLENGE

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Verify an event by its signature over its time and its body."""
        stamp = envelope.headers.get(_STAMP, "")
        wanted = hmac_base64(keys.secret, stamped(stamp, envelope.body), SHA256)
        passed = signed(keys, envelope, _SIGNATURE, wanted)
        event = event_in(recent(passed, stamp, now), Event)
        return mapped(event, lambda read: told(read, stamp, envelope.body))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for a page of a collection."""
        form, span = _FORMS[kind], around(reading.days)
        asked = ("limit", _PAGE_MOST), ("start", iso(span.start)), ("end", iso(span.end))
        more = (("nextToken", reading.page),) if reading.page else ()
        call = get(f"{self._api}/{_PATHS[form]}", access, (*asked, *more))
        return PageCall(call, f"page:{kind}:{form}")

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read an event, what it led to, or a page."""
        match topic.split(":"):
            case ["hint", "recovery-of"]:
                return self._recovery(body, context)
            case ["hint", form] if form in KINDS:
                return self._hint(form, body, context)
            case ["hint", "absent", form] if form in KINDS:
                return self._sought(form, body.decode("utf-8", "replace"), context)
            case ["fetched", form] if form in KINDS:
                return record_in(form, body, context)
            case ["page", _, form] if form in KINDS:
                return page_in(form, body, context)
        return Failure(NO_TOPIC)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong with an answer; how long to wait stands in a header of WHOOP's own."""
        reset = answer.headers.get("x-ratelimit-reset")
        if answer.status == 429 and reset and "retry-after" not in answer.headers:
            return Busy(retry_after({"retry-after": reset}, now, _MINUTE))
        return trouble_in(answer, now, _MINUTE)

    def _hint(self, form: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        match read_as(body, Event, "event"):
            case Success(event) if event.is_deletion and is_id(id_text(event.id)):
                return Success(Page((gone(form, id_text(event.id), context),)))
            case Success(event):
                return self._sought(form, id_text(event.id), context)
            case Failure(error):
                return Failure(error)

    def _sought(self, form: str, name: str, context: Context) -> Result[Read, Trouble]:
        """Ask for something by its id, for a recovery by that of its sleep."""
        if not is_id(name):
            return Failure(Misread("event.id", "an id"))
        of_sleep = form == RECOVERY
        url = f"{self._api}/{_PATHS[SLEEP if of_sleep else form]}/{name}"
        fetch = Fetch(form, get(url, context.access or ""))
        topic = f"{HINT}{_CYCLE}" if of_sleep else f"fetched:{form}"
        return Success(Hint((fetch,), topic, (gone(form, name, context),)))

    def _recovery(self, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read the sleep of a recovery, which names its cycle, and fetch the recovery of that."""
        match read_as(body, Told, SLEEP):
            case Success(sleep) if not is_id(id_text(sleep.cycle_id)):
                return Failure(Misread("sleep.cycle_id", "an id"))
            case Success(sleep):
                missing = gone(RECOVERY, id_text(sleep.id), context)
                url = f"{self._api}/v2/cycle/{id_text(sleep.cycle_id)}/recovery"
                fetch = Fetch(RECOVERY, get(url, context.access or ""))
                return Success(Hint((fetch,), f"fetched:{RECOVERY}", (missing,)))
            case Failure(error):
                return Failure(error)

    def _for_tokens(self, form: Form) -> Call:
        return Call(verb=Verb.POST, url=f"{self._site}/oauth/oauth2/token", form=form)
