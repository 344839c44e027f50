"""Strava: webhooks that tell what changed and are not signed, and a list without streams.

Rule 1: what an event says is not believed, but fetched: what is not there any more was deleted.
Rule 2: Strava tells no time of modification: an edition is of when it came, and so is a tombstone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Final, final

import msgspec

from vegaloop.device_sync.adapters.vendors import strava_shapes as shapes
from vegaloop.device_sync.adapters.vendors.answers import read_as, trouble_in
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
    owned,
)
from vegaloop.device_sync.adapters.vendors.signing import (
    NO_CHALLENGE,
    asked_in,
    key_of,
    worded,
)
from vegaloop.device_sync.adapters.vendors.strava_reading import (
    ACTIVITY,
    HINTED,
    athlete,
    bounds_in,
    bounds_of,
    fetched,
    listed,
    record,
)
from vegaloop.device_sync.adapters.vendors.times import around, seconds
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    ABSENT,
    Asked,
    Context,
    Envelope,
    Fetch,
    Follow,
    Hint,
    Keys,
    Message,
    NotAuthentic,
    PageCall,
    Read,
    Tokens,
    is_same,
)
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.trouble import Busy, Denied, Forbidden, Misread, Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant

__all__ = ("StravaDriver",)

_ATHLETE: Final = "push:athlete"
_TOPICS: Final = {ACTIVITY: HINTED, "athlete": _ATHLETE}
_FETCHED: Final = f"fetched:{ACTIVITY}"
_PAGE: Final = "page:activities:"
_SCOPE: Final = "read,activity:read_all"
_STREAMS: Final = (
    "time,latlng,distance,altitude,velocity_smooth,heartrate,cadence,watts,temp,moving,grade_smooth"
)
_PER_PAGE: Final = 200
_QUARTER_S: Final = 900
_DAY_S: Final = 86_400


@final
class StravaDriver:
    """Speaks to Strava (API version 3)."""

    vendor: Vendor = Vendor.STRAVA
    # What an application may read, and not what it may do: we do nothing but read.
    allowances: tuple[Allowance, ...] = (Allowance(100, _QUARTER_S), Allowance(1_000, _DAY_S))
    # Webhooks tell within seconds, but only three times: what was missed in an outage is listed
    # twice a day. Rides are uploaded days after they were ridden, and two weeks fit one page.
    rhythms: Mapping[DataKind, Rhythm] = {
        DataKind.ACTIVITIES: Rhythm(dt.timedelta(hours=12), 14, 90, (ACTIVITY,))
    }

    def __init__(
        self, api: str = "https://www.strava.com/api/v3", site: str = "https://www.strava.com"
    ) -> None:
        self._api = api
        self._site = site

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents: Strava lets them tick off each scope."""
        more = (("approval_prompt", "auto"), *asked_for(state, challenge))
        return consent_url(f"{self._site}/oauth/authorize", keys, redirect, _SCOPE, more)

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        return self._token(by_code(keys, redirect, code, verifier))

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens; the old refresh token may end with it."""
        return self._token(by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read the tokens, and whose they are, which only the first answer tells."""
        if shapes.is_lapsed(answer):
            return Failure(Denied(now))
        return owned(answer, before, now, "athlete.id", lambda _: shapes.athlete_in(answer.body))

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Nothing: one subscription tells of all people."""
        return ()

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give the consent back."""
        url = f"{self._site}/oauth/deauthorize"
        form = (("access_token", tokens.access),)
        return Call(verb=Verb.POST, url=url, headers=(bearer(tokens.access),), form=form)

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Echo the challenge to whoever knows the word twice: in the address and in the query."""
        query = asked_in(envelope)
        challenge = query.get("hub.challenge", "")
        if not keys.is_word(envelope.word) or not is_same(
            query.get("hub.verify_token", ""), keys.word
        ):
            return Failure(NotAuthentic("word"))
        if query.get("hub.mode") != "subscribe" or not challenge:
            return NO_CHALLENGE
        try:
            body = msgspec.json.encode({"hub.challenge": challenge})
        except UnicodeEncodeError:
            return NO_CHALLENGE
        return Success(Asked(200, "application/json", body))

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Read the one event a webhook tells of."""
        match event_in(worded(keys, envelope), shapes.Event):
            case Success(event) if event.object_type in _TOPICS:
                follow = Follow(_TOPICS[event.object_type], key_of(*event.parts), envelope.body)
                return Success((Message(Account(id_text(event.owner_id)), follow),))
            case Success():
                return Success(())
            case Failure(error):
                return Failure(error)

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """List a window by when activities began.

        A page is named by the starts it lies between, so that it is the same whatever is added or
        deleted meanwhile.
        """
        window = around(reading.days)
        bounds = bounds_in(reading.page or "") or (seconds(window.start) - 1, seconds(window.end))
        query = tuple(zip(("after", "before"), map(str, bounds), strict=True))
        url = f"{self._api}/athlete/activities"
        call = get(url, access, (*query, ("per_page", str(_PER_PAGE))))
        return PageCall(call, f"{_PAGE}{bounds_of(*bounds)}")

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read an event, an activity with its streams, or a page of the list."""
        if topic in (HINTED, _ATHLETE):
            match read_as(body, shapes.Event, "event"):
                case Success(event) if topic == HINTED:
                    return self._hinted(event, context)
                case Success(event):
                    return Success(athlete(event, context))
                case Failure(error):
                    return Failure(error)
        if topic == f"{ABSENT}{ACTIVITY}":
            return self._hinted(shapes.Event(ACTIVITY, body.decode("utf-8", "replace")), context)
        if topic == _FETCHED:
            return fetched(body, context)
        if topic.startswith(_PAGE):
            return mapped(
                read_as(body, tuple[shapes.Activity, ...], "list"),
                partial(listed, topic.removeprefix(_PAGE)),
            )
        return Failure(Misread("topic", "a topic of Strava"))

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong; too many calls are forgiven at the next quarter hour, or at midnight."""
        if answer.status in (401, 403) and shapes.lacks_permission(answer.body):
            return Forbidden("activities")
        if answer.status != 429 or answer.headers.get("retry-after"):
            return trouble_in(answer, now)
        is_of_day = any(
            shapes.is_spent(answer.headers, name) for name in ("x-ratelimit", "x-readratelimit")
        )
        return Busy(Allowance(1, _DAY_S if is_of_day else _QUARTER_S).window(now).end)

    def _token(self, form: Form) -> Call:
        return Call(verb=Verb.POST, url=f"{self._site}/oauth/token", form=form)

    def _hinted(self, event: shapes.Event, context: Context) -> Result[Read, Trouble]:
        number = shapes.number_of(event.object_id)
        if number is None:
            return Failure(Misread("event.object_id", "a number"))
        if context.access is None:
            return Failure(Misread("access", "a token"))
        url, access = f"{self._api}/activities/{number}", context.access
        streams = (("keys", _STREAMS), ("key_by_type", "true"))
        fetches = (
            Fetch("activity", get(url, access, (("include_all_efforts", "false"),))),
            Fetch("streams", get(f"{url}/streams", access, streams), optional=True),
        )
        gone = record(str(number), context, None, None)
        return Success(Hint(fetches, _FETCHED, (gone,), event.aspect_type == "delete"))
