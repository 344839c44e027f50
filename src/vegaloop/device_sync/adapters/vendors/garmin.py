"""Garmin: summaries that are pushed, or pinged and fetched where the ping says; never asked for.

Rule 1: a page asks Garmin to push some days once more (202); what is missing comes by push.
Rule 2: Garmin does not sign: a push is taken under the word in its address, and from our own client.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, final

from msgspec import Raw

from vegaloop.device_sync.adapters.vendors.answers import read_as, trouble_in
from vegaloop.device_sync.adapters.vendors.feeding import after, turn_in
from vegaloop.device_sync.adapters.vendors.garmin_hooks import LEFT, PUSH, followed, messages_of
from vegaloop.device_sync.adapters.vendors.garmin_reading import (
    FILES,
    KINDS,
    PERMISSIONS,
    Summary,
    file_of,
    permitted,
    records_of,
)
from vegaloop.device_sync.adapters.vendors.hooks import event_in
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
from vegaloop.device_sync.adapters.vendors.signing import NO_CHALLENGE, worded
from vegaloop.device_sync.adapters.vendors.times import around, seconds
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    HINT,
    Asked,
    Context,
    Ended,
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
from vegaloop.device_sync.domain.trouble import Forbidden, Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success, mapped, value_in
from vegaloop.kernel.time import Instant

__all__ = ("GarminDriver",)

_FETCHED: Final = "fetched:"
_PAGE: Final = "page:"
_CLIENT: Final = "garmin-client-id"
_REST: Final = "/wellness-api/rest"
# What can be asked for again, by the kind of data.
_BACKFILLS: Final[Mapping[DataKind, tuple[str, ...]]] = {
    DataKind.ACTIVITIES: ("activities", "activityDetails"),
    DataKind.BODY: ("bodyComps", "bloodPressures", "skinTemp"),
    DataKind.DAYS: ("dailies", "epochs", "stressDetails", "userMetrics"),
    DataKind.HEART: ("pulseOx", "respiration", "hrv", "healthSnapshot"),
    DataKind.SLEEP: ("sleeps",),
}
# Garmin repeats a push until we take it, and does not want to be asked for what it pushes: once a
# day for two days covers what was refused while we were away. A call asks for thirty days at most,
# of which two are for the clocks of the world.
_RHYTHM: Final = Rhythm(dt.timedelta(hours=24), 2, 28, is_pushed=True)


@final
class GarminDriver:
    """Speaks to Garmin (Health API and Activity API, with OAuth2)."""

    vendor: Vendor = Vendor.GARMIN
    allowances: tuple[Allowance, ...] = (
        Allowance(100, 60),
        Allowance(200, 86_400, per_person=True),
    )
    rhythms: Mapping[DataKind, Rhythm] = dict.fromkeys(_BACKFILLS, _RHYTHM)

    def __init__(
        self,
        api: str = "https://apis.garmin.com",
        site: str = "https://connect.garmin.com",
        door: str = "https://diauth.garmin.com",
    ) -> None:
        self._api = api
        self._site = site
        self._door = door

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents; what to, they choose there."""
        more = asked_for(state, challenge)
        return consent_url(f"{self._site}/oauth2Confirm", keys, redirect, "", more)

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        return self._token(by_code(keys, redirect, code, verifier))

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens; the old refresh token ends with it."""
        return self._token(by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read tokens, or whose they are, which only a call after them tells."""
        return owned_later(answer, before, now)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Ask whose the tokens are."""
        return (get(f"{self._api}{_REST}/user/id", tokens.access),)

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give the consent back."""
        url = f"{self._api}{_REST}/user/registration"
        return Call(verb=Verb.DELETE, url=url, headers=(bearer(tokens.access),))

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Refuse: Garmin never asks."""
        return NO_CHALLENGE

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Take a push or a ping apart, summary by summary."""
        client = envelope.headers.get(_CLIENT)
        if client is not None and not is_same(client, keys.client_id):
            return Failure(NotAuthentic("client"))
        lists = event_in(worded(keys, envelope), dict[str, Raw])
        return mapped(lists, lambda told: tuple(messages_of(told, now)))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask Garmin to push one kind of summary of a window once more."""
        form, _ = turn_in(_BACKFILLS[kind], reading.page)
        window = around(reading.days)
        start_s, end_s = seconds(window.start), seconds(min(window.end, reading.began_at))
        query = (
            ("summaryStartTimeInSeconds", str(start_s)),
            ("summaryEndTimeInSeconds", str(max(end_s, start_s + 1))),
        )
        call = get(f"{self._api}{_REST}/backfill/{form}", access, query)
        return PageCall(call, f"{_PAGE}{kind.value}:{form}")

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read a summary, an address to fetch some from, what was there, or that more will come."""
        name = topic.partition(":")[2]
        if topic == f"{PUSH}{LEFT}":
            return Success(Ended(context.received_at))
        if topic == f"{PUSH}{PERMISSIONS}":
            told = read_as(body, Summary, PERMISSIONS)
            return mapped(told, lambda one: permitted(one, context))
        if topic.startswith(_FETCHED) and name.startswith(f"{FILES}:"):
            return Success(Page((file_of(name.partition(":")[2], body, context),)))
        if topic.startswith(_PAGE):
            return _asked_again(name)
        if name not in KINDS:
            return Failure(Misread("topic", "a topic of Garmin"))
        if topic.startswith(HINT):
            return self._hinted(name, body, context)
        raws: Result[tuple[bytes, ...], Misread] = Success((body,))
        if topic.startswith(_FETCHED):
            raws = mapped(
                read_as(body, tuple[Raw, ...], name), lambda some: tuple(map(bytes, some))
            )
        match raws:
            case Success(found):
                return mapped(records_of(name, found, context), Page)
            case Failure(error):
                return Failure(error)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong; that days were asked for before (409) is nothing."""
        match answer.status:
            case 409:
                return None
            case 412:
                return Forbidden("data")
            case _:
                return trouble_in(answer, now)

    def _token(self, form: Form) -> Call:
        url = f"{self._door}/di-oauth2-service/oauth/token"
        return Call(verb=Verb.POST, url=url, form=form)

    def _hinted(self, name: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        ping = value_in(read_as(body, Summary, name))
        url = None if ping is None else followed(self._api, ping.callbackURL or "")
        if ping is None or url is None:
            return Failure(Misread(f"{name}.callbackURL", "an address of Garmin"))
        if context.access is None:
            return Failure(Misread("access", "a token"))
        headers = (bearer(context.access),)
        call = Call(verb=Verb.GET, url=url, headers=headers, given=True)
        called = id_text(ping.summaryId) or id_text(ping.activityId)
        if name == FILES and not called:
            return Failure(Misread(f"{name}.summaryId", "an id"))
        topic = f"{_FETCHED}{name}:{called}" if name == FILES else f"{_FETCHED}{name}"
        return Success(Hint((Fetch(name, call),), topic))


def _asked_again(name: str) -> Result[Read, Trouble]:
    """Go on to the next kind of summary: what was asked for comes by push."""
    kind, _, form = name.partition(":")
    forms = next((forms for one, forms in _BACKFILLS.items() if one.value == kind), ())
    if form not in forms:
        return Failure(Misread("topic", "a topic of Garmin"))
    return Success(Page((), (), after(forms, form, None)))
