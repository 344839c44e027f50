"""Withings: notifications that are not signed, and calls that all are forms.

Rule 1: a notification is only a hint, and only under the word in its address: what it tells is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, final

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.feeding import NO_TOPIC, is_id, turn_in
from vegaloop.device_sync.adapters.vendors.oauth import (
    Form,
    asked_for,
    bearer,
    by_code,
    by_refresh,
    consent_url,
    id_text,
    tokens_of,
)
from vegaloop.device_sync.adapters.vendors.signing import NO_CHALLENGE
from vegaloop.device_sync.adapters.vendors.times import around, day_in, seconds
from vegaloop.device_sync.adapters.vendors.withings_asking import (
    DAY_S,
    FORMS,
    INTRADAY,
    KINDS,
    PATHS,
    asked,
    by_days,
    by_span,
    fields_of,
)
from vegaloop.device_sync.adapters.vendors.withings_envelope import granted_in, trouble_of
from vegaloop.device_sync.adapters.vendors.withings_notice import told, window_in
from vegaloop.device_sync.adapters.vendors.withings_reading import (
    Summary,
    intraday,
    night_told,
    records,
    summaries,
)
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    Asked,
    Context,
    Ended,
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
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = ("WithingsDriver",)

_SCOPE: Final = "user.info,user.metrics,user.activity"
_SUBSCRIBED: Final = ("1", "2", "4", "16", "44", "46", "54")


@final
class WithingsDriver:
    """Speaks to Withings.

    `hook` is our address for its notifications but for the word, which each person's consent is told
    of; empty where none can reach us.
    """

    vendor: Vendor = Vendor.WITHINGS
    # 120 requests a minute for an application.
    allowances: tuple[Allowance, ...] = (Allowance(120, 60),)
    # What has changed is asked for since the last time, so that a scale that was out of reach for a
    # year costs nothing; what was counted through a day has no such filter, and one call a day.
    rhythms: Mapping[DataKind, Rhythm] = {
        kind: Rhythm(dt.timedelta(hours=6), 2, 7)
        if kind is DataKind.HEART
        else Rhythm(dt.timedelta(hours=2), 14, 90)
        for kind in FORMS
    }

    def __init__(
        self,
        api: str = "https://wbsapi.withings.net",
        site: str = "https://account.withings.com",
        hook: str = "",
    ) -> None:
        self._api, self._site, self._hook = api, site, hook

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents."""
        site = f"{self._site}/oauth2_user/authorize2"
        return consent_url(site, keys, redirect, _SCOPE, asked_for(state, challenge))

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code, which works for half a minute."""
        return self._for_tokens(by_code(keys, redirect, code, verifier))

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens, with a refresh token that works once."""
        return self._for_tokens(by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read tokens out of their envelope; what is answered to a subscription has none."""
        match granted_in(answer, now):
            case Success(read) if read.access_token and read.userid is not None:
                return Success(tokens_of(read, before, now, read.userid))
            case Success(read) if read.access_token and before is not None:
                return Success(tokens_of(read, before, now))
            case Success() if before is not None:
                return Success(before)
            case Success():
                return Failure(Misread("tokens", "a token, and whose it is"))
            case Failure(error):
                return Failure(error)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Ask to be told of this person, of each kind of data by itself."""
        if not self._hook or not keys.word:
            return ()
        address = ("action", "subscribe"), ("callbackurl", f"{self._hook}/{keys.word}")
        return tuple(
            self._call("notify", tokens.access, (*address, ("appli", appli)))
            for appli in _SUBSCRIBED
        )

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Say nothing: that is only for signed calls of Withings' partners."""
        return None

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Be there: Withings looks whether our address answers before it tells anything."""
        return (
            Success(Asked(200, "text/plain", b"")) if keys.is_word(envelope.word) else NO_CHALLENGE
        )

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Take a hint that came to the address only Withings knows."""
        if not keys.is_word(envelope.word):
            return Failure(NotAuthentic("word"))
        return told(envelope.body, now)

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for a page of one of the documents of a kind."""
        form, token = turn_in(FORMS[kind], reading.page)
        if form != INTRADAY:
            wanted = asked(form, reading, token)
            return PageCall(self._ask(form, access, wanted), f"page:{kind}:{form}")
        # A call gives a day at the most: the window is walked through from day to day.
        span = around(reading.days)
        first, end = seconds(span.start), seconds(span.end)
        start = int(token) if token is not None and token.isdecimal() else first
        until = min(start + DAY_S, end)
        turn = str(until) if until < end else ""
        call = self._ask(form, access, by_span(start, until))
        return PageCall(call, f"page:{kind}:{form}:{turn}")

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read a notification, what it led to, or a page."""
        match topic.split(":"):
            case ["push", "ended"]:
                return Success(Ended(context.received_at))
            case ["hint", "night"]:
                return self._night(body, context)
            case ["hint", form] if form in KINDS:
                return self._hint(form, body, context)
            case ["fetched", "night", name]:
                return night_told(name, body, context)
            case ["page", _, "intraday", turn]:
                return intraday(body, f"{INTRADAY}|{turn}" if turn else None, context)
            case ["fetched", "intraday"]:
                return intraday(body, None, context)
            case ["page" | "fetched" as way, *_, "sleep"]:
                return summaries(body, is_last=way == "fetched")
            case ["page" | "fetched" as way, *_, form] if form in KINDS:
                return records(form, body, context, is_last=way == "fetched")
        return Failure(NO_TOPIC)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong with an answer, whose status stands in its body."""
        return trouble_of(answer, now)

    def _hint(self, form: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        wanted = window_in(form, body, context.zone)
        if wanted is None:
            return Failure(Misread("notification", "a stretch of time"))
        fetch = Fetch(form, self._ask(form, context.access or "", wanted))
        return Success(Hint((fetch,), f"fetched:{form}"))

    def _night(self, body: bytes, context: Context) -> Result[Read, Trouble]:
        match read_as(body, Summary, "sleep"):
            case Success(told) if not is_id(id_text(told.id)) or day_in(told.date) is None:
                return Failure(Misread("sleep.id", "an id and a day"))
            case Success(told):
                access = context.access or ""
                fetches = (
                    Fetch("sleep", self._ask("sleep", access, by_days(told.date, told.date))),
                    Fetch(
                        "night", self._ask("night", access, by_span(told.startdate, told.enddate))
                    ),
                )
                return Success(Hint(fetches, f"fetched:night:{id_text(told.id)}"))
            case Failure(error):
                return Failure(error)

    def _ask(self, form: str, access: str, wanted: Form) -> Call:
        return self._call(PATHS[form][0], access, (*fields_of(form), *wanted))

    def _call(self, path: str, access: str, form: Form) -> Call:
        return Call(verb=Verb.POST, url=f"{self._api}/{path}", headers=(bearer(access),), form=form)

    def _for_tokens(self, form: Form) -> Call:
        url = f"{self._api}/v2/oauth2"
        return Call(verb=Verb.POST, url=url, form=(("action", "requesttoken"), *form))
