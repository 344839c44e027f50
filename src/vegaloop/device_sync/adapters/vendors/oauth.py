"""OAuth2 as all vendors speak it (RFC 6749, RFC 7636): addresses, forms, and answers with tokens.

Rule 1: a secret stands in a header or a form, never in an address.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from typing import Final, TypeAlias, final
from urllib.parse import urlencode

from msgspec import Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as, trouble_in
from vegaloop.device_sync.application.calling import Answer, Call, Verb
from vegaloop.device_sync.application.drivers import Keys, Tokens
from vegaloop.device_sync.domain.trouble import OURS, Denied, Misread, Refused, Trouble
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant, later

__all__ = (
    "Form",
    "Granted",
    "asked_for",
    "basic",
    "bearer",
    "by_code",
    "by_refresh",
    "consent_url",
    "denied_in",
    "expiry",
    "get",
    "granted",
    "id_text",
    "introduced",
    "owned",
    "owned_later",
    "tokens_of",
)

Form: TypeAlias = tuple[tuple[str, str], ...]

# No token of any vendor is said to live longer; what is beyond does not expire.
_LIFE_MOST_S: Final = 10 * 365 * 86_400


@final
class Granted(Struct, frozen=True):
    """What a token endpoint answers; which of it there is depends on the vendor."""

    access_token: str = ""
    refresh_token: str | None = None
    expires_in: int | float | None = None
    scope: str | None = None
    user_id: int | str | None = None
    userid: int | str | None = None
    x_user_id: int | str | None = None


@final
class _Person(Struct, frozen=True):
    id: int | str | None = None
    user_id: int | str | None = None
    healthUserId: str | None = None  # noqa: N815  # Google's name.
    userId: int | str | None = None  # noqa: N815  # Garmin's name.

    @property
    def name(self) -> str:
        told = (self.healthUserId, self.userId, self.user_id, self.id)
        return id_text(next((one for one in told if one is not None), None))


@final
class _Refusal(Struct, frozen=True):
    error: str | None = None


def consent_url(site: str, keys: Keys, redirect: str, scope: str, more: Form) -> str:
    """Say where a person consents; `more` is the state and what else the vendor wants there."""
    asked = {
        "response_type": "code",
        "client_id": keys.client_id,
        "redirect_uri": redirect,
        "scope": scope,
    }
    return (
        f"{site}?{urlencode({name: value for name, value in asked.items() if value} | dict(more))}"
    )


def asked_for(state: str, challenge: str) -> Form:
    """Say what a consent proves itself with afterwards: our state, and the challenge of PKCE."""
    return (("state", state), ("code_challenge", challenge), ("code_challenge_method", "S256"))


def by_code(keys: Keys, redirect: str, code: str, verifier: str) -> Form:
    """Ask for tokens with a code, our secret in the form."""
    return (
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect),
        ("code_verifier", verifier),
        ("client_id", keys.client_id),
        ("client_secret", keys.secret),
    )


def by_refresh(keys: Keys, tokens: Tokens) -> Form:
    """Ask for new tokens with the old ones, our secret in the form."""
    return (
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh or ""),
        ("client_id", keys.client_id),
        ("client_secret", keys.secret),
    )


def basic(keys: Keys) -> tuple[str, str]:
    """Say who we are in a header (RFC 7617)."""
    given = base64.b64encode(f"{keys.client_id}:{keys.secret}".encode()).decode()
    return "authorization", f"Basic {given}"


def bearer(access: str) -> tuple[str, str]:
    """Say in a header what we may (RFC 6750)."""
    return "authorization", f"Bearer {access}"


def get(url: str, access: str, query: Form = ()) -> Call:
    """Ask for JSON with a token."""
    asked = f"{url}?{urlencode(query)}" if query else url
    return Call(verb=Verb.GET, url=asked, headers=(bearer(access), ("accept", "application/json")))


def granted(answer: Answer, now: Instant) -> Result[Granted, Trouble]:
    """Read what a token endpoint answered."""
    trouble = denied_in(answer, now)
    if trouble is not None:
        return Failure(trouble)
    match read_as(answer.body, Granted, "tokens"):
        case Success(read) if read.access_token:
            return Success(read)
        case Success():
            return Failure(Misread("tokens.access_token", "a token"))
        case Failure(error):
            return Failure(error)


def denied_in(answer: Answer, now: Instant) -> Trouble | None:
    """Say what is wrong with an answer of a token endpoint, whose refusals are of its own kind.

    A grant it does not know is the person's to give anew; a client it does not know is ours to mend.
    """
    if answer.status in (400, 401):
        match read_as(answer.body, _Refusal, "refusal"):
            case Success(_Refusal(error="invalid_grant" | "invalid_token" | "access_denied")):
                return Denied(now)
            case Success(_Refusal(error="invalid_client" | "unauthorized_client")):
                return Refused(OURS)
            case Success() | Failure():
                pass
    return trouble_in(answer, now)


def expiry(expires_in: float | None, now: Instant) -> Instant | None:
    """Say when a token ends that lives so many seconds; None where it does not."""
    if expires_in is None or not 0 <= expires_in <= _LIFE_MOST_S:
        return None
    return later(now, dt.timedelta(seconds=expires_in))


def tokens_of(
    read: Granted, before: Tokens | None, now: Instant, account: int | str | None = None
) -> Tokens:
    """Make tokens of an answer: what it leaves out is as before, but for when they end.

    An account that nobody told yet is empty.
    """
    who = id_text(account)
    scopes = tuple((read.scope or "").replace(",", " ").split())
    return Tokens(
        access=read.access_token,
        refresh=read.refresh_token or (None if before is None else before.refresh),
        expires_at=expiry(read.expires_in, now),
        account=Account(who or ("" if before is None else before.account)),
        scopes=scopes or (() if before is None else before.scopes),
    )


def owned(
    answer: Answer,
    before: Tokens | None,
    now: Instant,
    field: str,
    who: Callable[[Granted], int | str | None],
) -> Result[Tokens, Trouble]:
    """Read tokens that say whose they are; `field` names where, `who` reads it."""
    match granted(answer, now):
        case Success(read):
            found = tokens_of(read, before, now, who(read))
            return Success(found) if found.account else Failure(Misread(field, "an id"))
        case Failure(error):
            return Failure(error)


def owned_later(answer: Answer, before: Tokens | None, now: Instant) -> Result[Tokens, Trouble]:
    """Read tokens, or whose they are, where only a call after them tells."""
    if before is not None and not before.account:
        return introduced(answer, before, now)
    return mapped(granted(answer, now), lambda read: tokens_of(read, before, now))


def introduced(answer: Answer, before: Tokens, now: Instant) -> Result[Tokens, Trouble]:
    """Complete tokens that do not say whose they are with an answer about that person."""
    trouble = trouble_in(answer, now)
    if trouble is not None:
        return Failure(trouble)
    match read_as(answer.body, _Person, "person"):
        case Success(person) if is_name(person.name):
            who = Account(person.name)
            return Success(
                Tokens(before.access, before.refresh, before.expires_at, who, before.scopes)
            )
        case Success():
            return Failure(Misread("person.id", "an id"))
        case Failure(error):
            return Failure(error)


def id_text(given: int | str | None) -> str:
    """Write a vendor's id as text, empty where there is none."""
    return "" if given is None else str(given)
