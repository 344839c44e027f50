"""Fitbit: signed notes that a day has changed, and documents of days to be fetched.

Rule 1: a note is believed for its signature, and says nothing but where to look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, final
from urllib.parse import quote

from msgspec import Raw

from vegaloop.device_sync.adapters.vendors.answers import BUSY, read_as, retry_after, trouble_in
from vegaloop.device_sync.adapters.vendors.feeding import SOUGHT_AFTER, turn_in
from vegaloop.device_sync.adapters.vendors.fitbit_documents import (
    DOCUMENTS,
    forms_of,
    is_refused,
    is_unscoped,
)
from vegaloop.device_sync.adapters.vendors.fitbit_notes import (
    COLLECTIONS,
    ENDINGS,
    REVOKED,
    Note,
    messages_of,
)
from vegaloop.device_sync.adapters.vendors.fitbit_reading import fetched, named, paged, topic_of
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
    owned,
)
from vegaloop.device_sync.adapters.vendors.signing import (
    SHA1,
    asked_in,
    hmac_base64,
    signed,
)
from vegaloop.device_sync.adapters.vendors.times import day_in
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import (
    ABSENT,
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
    PageCall,
    Read,
    Tokens,
    is_same,
)
from vegaloop.device_sync.domain.coverage import Span
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.trouble import Busy, Denied, Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant, days_after

__all__ = ("FitbitDriver",)

_SCOPE: Final = (
    "activity heartrate sleep weight oxygen_saturation respiratory_rate temperature cardio_fitness"
)
_SIGNATURE: Final = "x-fitbit-signature"
_LAPSED: Final = ("invalid_grant", "invalid_token", "expired_token")
_HOUR_S: Final = 3_600


@final
class FitbitDriver:
    """Speaks to Fitbit (Web API, versions 1 and 1.2)."""

    vendor: Vendor = Vendor.FITBIT
    allowances: tuple[Allowance, ...] = (Allowance(150, _HOUR_S, per_person=True),)
    # A note tells within minutes. A tracker keeps a week of details until its phone is near, and a
    # night is reckoned anew on the day after.
    rhythms: Mapping[DataKind, Rhythm] = {
        kind: Rhythm(dt.timedelta(hours=6), 7, 30, forms_of(kind), sought_after=SOUGHT_AFTER)
        for kind in DataKind
    }

    def __init__(
        self, api: str = "https://api.fitbit.com", site: str = "https://www.fitbit.com"
    ) -> None:
        self._api = api
        self._site = site

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents, to each scope by itself."""
        more = asked_for(state, challenge)
        return consent_url(f"{self._site}/oauth2/authorize", keys, redirect, _SCOPE, more)

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        return self._token(keys, by_code(keys, redirect, code, verifier))

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens; the old refresh token works once."""
        return self._token(keys, by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read the tokens, whose they are, and for what."""
        if answer.status in (400, 401) and is_refused(answer.body, _LAPSED):
            return Failure(Denied(now))
        return owned(answer, before, now, "tokens.user_id", lambda read: read.user_id)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Subscribe to each collection there is consent for, and to the end of the consent."""
        granted_to = [name for name, (scope, _) in COLLECTIONS.items() if scope in tokens.scopes]
        return tuple(self._subscribe(name, tokens) for name in (*granted_to, ENDINGS[0]))

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give the consent back."""
        form = (("token", tokens.refresh or tokens.access),)
        url = f"{self._api}/oauth2/revoke"
        return Call(verb=Verb.POST, url=url, headers=(basic(keys),), form=form)

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Answer 204 where the code is the one Fitbit gave us, and 404 where not, as it asks."""
        if not keys.is_word(envelope.word):
            return Failure(NotAuthentic("word"))
        is_code = is_same(asked_in(envelope).get("verify", ""), keys.word)
        return Success(Asked(204 if is_code else 404, "text/plain", b""))

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Verify the notes, and take them one by one."""
        wanted = hmac_base64(f"{keys.secret}&", envelope.body, SHA1)
        passed = signed(keys, envelope, _SIGNATURE, wanted)
        notes = event_in(passed, tuple[Raw, ...])
        return mapped(notes, lambda told: tuple(messages_of(told, now)))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for one document of a window; a long list of activities goes on at its last day."""
        name, token = turn_in(forms_of(kind), reading.page)
        start = day_in(token) or reading.days[0]
        days = max(start, reading.days[0]), reading.days[1]
        return PageCall(self._get(name, days, access), topic_of("page", name, days))

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read a note, the documents it made us fetch, or a document of a window."""
        if topic == REVOKED:
            return Success(Ended(context.received_at))
        if topic.startswith(ABSENT):
            return self._sought(topic.removeprefix(ABSENT), body, context)
        if topic.startswith(HINT):
            match read_as(body, Note, "note"):
                case Success(note):
                    return self._hinted(note, context)
                case Failure(misread):
                    return Failure(misread)
        way, _, of = topic.partition(":")
        found = named(of)
        if found is None or way not in ("page", "fetched"):
            return Failure(Misread("topic", "a topic of Fitbit"))
        names, days = found
        if way == "page":
            return paged(names[0], body, days, context)
        return fetched(names, body, days, context)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong; a document without consent is read, and found empty."""
        if answer.status == 403 and is_unscoped(answer.body):
            return None
        reset = answer.headers.get("fitbit-rate-limit-reset")
        if answer.status == 429 and reset and not answer.headers.get("retry-after"):
            return Busy(retry_after({"retry-after": reset}, now, BUSY))
        return trouble_in(answer, now)

    def _token(self, keys: Keys, form: Form) -> Call:
        told = tuple(pair for pair in form if pair[0] != "client_secret")
        url = f"{self._api}/oauth2/token"
        return Call(verb=Verb.POST, url=url, headers=(basic(keys),), form=told)

    def _subscribe(self, collection: str, tokens: Tokens) -> Call:
        named = quote(f"{tokens.account}-{collection}", safe="")
        url = f"{self._api}/1/user/-/{collection}/apiSubscriptions/{named}.json"
        return Call(verb=Verb.POST, url=url, headers=(bearer(tokens.access),))

    def _get(self, name: str, days: Span, access: str) -> Call:
        return get(f"{self._api}{DOCUMENTS[name].address(name, days)}", access)

    def _sought(self, name: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        day = day_in(body.decode("ascii", "replace"))
        if day is None or name not in DOCUMENTS or context.access is None:
            return Failure(Misread(name, "a day of a document"))
        days = day, days_after(day, 1)
        fetch = Fetch(name, self._get(name, days, context.access))
        return Success(Hint((fetch,), topic_of("fetched", name, days)))

    def _hinted(self, note: Note, context: Context) -> Result[Read, Trouble]:
        day, known = day_in(note.date), COLLECTIONS.get(note.collectionType)
        if day is None or known is None or context.access is None:
            return Failure(Misread("note.date", "a day of a collection"))
        days, (_, names) = (day, days_after(day, 1)), known
        fetches = tuple(
            Fetch(name, self._get(name, days, context.access), optional=name != names[0])
            for name in names
        )
        return Success(Hint(fetches, topic_of("fetched", ",".join(names), days)))
