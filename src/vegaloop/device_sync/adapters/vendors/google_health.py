"""Google Health: hints that a stretch of time has changed, and documents of days and hours.

Rule 1: a notification is believed for the word it bears, and for Google's signature where we have
its keys; it says nothing but where to look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, final

from msgspec import Raw

from vegaloop.device_sync.adapters.vendors.answers import read_as, trouble_in
from vegaloop.device_sync.adapters.vendors.feeding import (
    NO_TOPIC,
    SOUGHT_AFTER,
    after,
    there,
    turn_in,
)
from vegaloop.device_sync.adapters.vendors.google_health_documents import (
    DOCUMENTS,
    Stretch,
    call_for,
    forms_of,
    piece_called,
    stretch_in,
    whole,
    written,
)
from vegaloop.device_sync.adapters.vendors.google_health_notes import (
    Again,
    hinted,
    messages_of,
)
from vegaloop.device_sync.adapters.vendors.google_health_reading import Cut, cut, is_unscoped
from vegaloop.device_sync.adapters.vendors.google_health_signature import (
    SIGNATURE,
    is_signed,
    signers_in,
)
from vegaloop.device_sync.adapters.vendors.hooks import event_in
from vegaloop.device_sync.adapters.vendors.oauth import (
    asked_for,
    by_code,
    by_refresh,
    consent_url,
    get,
    owned_later,
)
from vegaloop.device_sync.adapters.vendors.signing import (
    NO_CHALLENGE,
    key_of,
)
from vegaloop.device_sync.adapters.vendors.times import iso
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
from vegaloop.kernel.time import Instant

__all__ = ("GoogleHealthDriver",)

_SCOPE: Final = " ".join(
    f"https://www.googleapis.com/auth/googlehealth.{name}.readonly"
    for name in ("activity_and_fitness", "health_metrics_and_measurements", "sleep", "nutrition")
)
_MINUTE: Final = dt.timedelta(minutes=1)
_VERIFICATION: Final = "verification"
_BETWEEN: Final = "~"


def _rhythm(kind: DataKind) -> Rhythm:
    # A tracker keeps a week until its phone is near, and a night is reckoned anew on the day after.
    # Heart rates are ten thousand a day: notifications tell of them first, and a day is soon enough.
    hours, days = (24, 28) if kind is DataKind.HEART else (6, 30)
    return Rhythm(dt.timedelta(hours=hours), 7, days, forms_of(kind), sought_after=SOUGHT_AFTER)


@final
class GoogleHealthDriver:
    """Speaks to Google Health (version 4 of its API)."""

    vendor: Vendor = Vendor.GOOGLE_HEALTH
    allowances: tuple[Allowance, ...] = (
        Allowance(300, 60, per_person=True),
        Allowance(120_000, 60),
    )
    rhythms: Mapping[DataKind, Rhythm] = {kind: _rhythm(kind) for kind in DataKind}

    def __init__(
        self,
        api: str = "https://health.googleapis.com",
        site: str = "https://accounts.google.com",
        tokens: str = "https://oauth2.googleapis.com",
        keyset: str = "",
    ) -> None:
        self._api, self._site, self._tokens = api, site, tokens
        self._signers = signers_in(keyset) if keyset else None

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents; without both of the last a refresh token is given once."""
        more = (*asked_for(state, challenge), ("access_type", "offline"), ("prompt", "consent"))
        return consent_url(f"{self._site}/o/oauth2/v2/auth", keys, redirect, _SCOPE, more)

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        form = by_code(keys, redirect, code, verifier)
        return Call(verb=Verb.POST, url=f"{self._tokens}/token", form=form)

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for a new token; what it is asked with stays good."""
        return Call(verb=Verb.POST, url=f"{self._tokens}/token", form=by_refresh(keys, tokens))

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read tokens, or whose they are, which only a call after them tells."""
        return owned_later(answer, before, now)

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Ask whose the tokens are; notifications are of whoever consented."""
        return (get(f"{self._api}/v4/users/me/identity", tokens.access),)

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give the consent back."""
        form = (("token", tokens.refresh or tokens.access),)
        return Call(verb=Verb.POST, url=f"{self._tokens}/revoke", form=form)

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Answer 201 to a verification that bears the word; one without it is to be refused."""
        match event_in(_admitted(keys, envelope), dict[str, object]):
            case Success(event) if event.get("type") == _VERIFICATION:
                return Success(Asked(201, "text/plain", b""))
            case Success():
                return NO_CHALLENGE
            case Failure(error):
                return Failure(error)

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Take notifications that bear the word, one by one or several at once."""
        body = envelope.body.strip()
        listed = b"[%s]" % body if body.startswith(b"{") else body
        signature = envelope.headers.get(SIGNATURE, "")
        if self._signers is not None and not is_signed(self._signers, signature, envelope.body):
            return Failure(NotAuthentic("signature"))
        told = Envelope(envelope.word, envelope.headers, envelope.query, listed)
        notes = event_in(_admitted(keys, told), tuple[Raw, ...])
        return mapped(notes, lambda read: tuple(messages_of(read, now)))

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for one document of a window, or for what is left of it."""
        name, turn = turn_in(forms_of(kind), reading.page)
        start, end, token = (*(turn or "").split(_BETWEEN, 2), "", "", "")[:3]
        of = stretch_in(start, end) or whole(reading.days)
        return PageCall(call_for(self._api, name, of, access, token), _topic("page", name, of))

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read a notification, the document it made us fetch, or a document of a window."""
        if topic.startswith(ABSENT):
            return self._sought(topic.removeprefix(ABSENT), body, context)
        way, name, start, end = (*topic.split(":"), "", "", "")[:4]
        if name not in DOCUMENTS:
            return Failure(NO_TOPIC)
        if way == "hint":
            return self._hinted(name, body, context)
        of = stretch_in(start, end)
        if of is None or way not in ("page", "fetched"):
            return Failure(NO_TOPIC)
        match cut(name, body, of, context):
            case Success(found):
                turned = _paged(name, found) if way == "page" else _fetched(name, found, context)
                return Success(turned)
            case Failure(error):
                return Failure(error)

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong with an answer; what there is no consent for is read as what it is."""
        if answer.status == 403 and is_unscoped(answer.body):
            return None
        return trouble_in(answer, now, _MINUTE)

    def _hinted(self, name: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        match read_as(body, Again, "hint"):
            case Failure(error):
                return Failure(error)
            case Success(again):
                return self._fetching(name, again.stretch, context)

    def _sought(self, name: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        if name not in DOCUMENTS:
            return Failure(NO_TOPIC)
        return self._fetching(name, piece_called(name, body.decode("ascii", "replace")), context)

    def _fetching(self, name: str, of: Stretch | None, context: Context) -> Result[Read, Trouble]:
        if of is None or context.access is None:
            return Failure(Misread("hint", "a stretch of time"))
        fetch = Fetch(name, call_for(self._api, name, of, context.access))
        return Success(Hint((fetch,), _topic("fetched", name, of)))


def _admitted(keys: Keys, envelope: Envelope) -> Result[Envelope, NotAuthentic]:
    """Let pass what came to the right address, and bears the word in a header as well."""
    if not keys.is_word(envelope.word):
        return Failure(NotAuthentic("word"))
    if not is_same(envelope.headers.get("authorization", ""), f"Bearer {keys.word}"):
        return Failure(NotAuthentic("authorization"))
    return Success(envelope)


def _topic(way: str, name: str, of: Stretch) -> str:
    return f"{way}:{name}:{written(of[0])}:{written(of[1])}"


def _paged(name: str, found: Cut) -> Page:
    rest = () if found.rest is None else (*map(written, found.rest), found.token)
    turn = after(forms_of(DOCUMENTS[name].kind), name, _BETWEEN.join(rest))
    return Page(there(found.records), (), turn)


def _fetched(name: str, found: Cut, context: Context) -> Page:
    """Follow up what a notification told of and one page did not have."""
    follow: tuple[Follow, ...] = ()
    if found.rest is not None and not found.token:
        thing = key_of("google_health", name, *map(written, found.rest))
        follow = (hinted(name, found.rest, f"{thing}:{iso(context.received_at)}"),)
    return Page(found.records, follow)
