"""How fake vendors give tokens, change them and take them back: one table of their addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

import msgspec

from tests.device_sync.fake_vendor.faults import Reply
from tests.device_sync.fake_vendor.server import Ask
from tests.device_sync.fake_vendor.store import Account

Route: TypeAlias = Callable[[Account, Ask, re.Match[str]], Reply]
Routes: TypeAlias = tuple[tuple[str, str, Route], ...]


def answer(body: object, status: int = 200) -> Reply:
    """Write an answer in JSON."""
    return Reply(status, msgspec.json.encode(body))


def exchanged(store: Account, ask: Ask, _: re.Match[str]) -> Reply:
    """Give tokens for a code or for a token that was given before."""
    given = _granted(store, ask)
    if given is None:
        return answer({"error": "invalid_grant"}, 400)
    who, access, refresh = given
    return answer(_tokens(store, ask, who, access, refresh))


def exchanged_by_withings(store: Account, ask: Ask, _: re.Match[str]) -> Reply:
    """Do the same as Withings does: every answer is a 200 with a status of its own."""
    form = ask.form
    if form.get("action") == "revoke":
        store.revoke(form.get("userid", ""))
        return answer({"status": 0, "body": {}})
    if form.get("action") != "requesttoken":
        return answer({"status": 2554, "error": "Unknown action"})
    given = _granted(store, ask)
    if given is None:
        return answer({"status": 401, "body": {}, "error": "invalid refresh_token"})
    who, access, refresh = given
    return answer({"status": 0, "body": _tokens(store, ask, who, access, refresh)})


def revoked(store: Account, ask: Ask, _: re.Match[str]) -> Reply:
    """Take a consent back, by its token wherever it stands."""
    for token in (
        ask.token,
        ask.form.get("token"),
        ask.form.get("access_token"),
        ask.query.get("access_token"),
    ):
        who = store.owner(token or "")
        if who is not None:
            store.revoke(who)
            return Reply(204) if ask.method == "DELETE" else answer({})
    return answer({"error": "invalid_token"}, 401)


def subscribed(store: Account, ask: Ask, _: re.Match[str]) -> Reply:
    """Remember that somebody wants to be told."""
    who = store.whose(ask.token) or ""
    store.subscribed(who, f"{ask.host}{ask.path}?{ask.body.decode('utf-8', 'replace')}")
    return answer({"id": len(store.subscriptions), "polar-user-id": who}, 201)


def may(route: Route) -> Route:
    """Let a route be asked only with a token that lets somebody in now."""

    def asked(store: Account, ask: Ask, match: re.Match[str]) -> Reply:
        if store.whose(ask.token) is None:
            return answer({"error": "invalid_token"}, 401)
        return route(store, ask, match)

    return asked


def _granted(store: Account, ask: Ask) -> tuple[str, str, str] | None:
    form = ask.form
    if form.get("grant_type") == "refresh_token":
        return store.by_refresh(form.get("refresh_token", ""))
    return store.by_code(form.get("code", ""), form.get("code_verifier"))


def _tokens(store: Account, ask: Ask, who: str, access: str, refresh: str) -> dict[str, object]:
    number: object = int(who) if who.isdecimal() else who
    return {
        "token_type": "Bearer",
        "access_token": access,
        # Polar's tokens last, and are not changed for others.
        **({} if "polar" in ask.host else {"refresh_token": refresh}),
        "expires_in": store.token_life_s,
        "expires_at": int(store.now().timestamp()) + store.token_life_s,
        "scope": "everything",
        "user_id": who,
        "userid": who,
        "x_user_id": number,
        **({"athlete": {"id": number}} if "strava" in ask.host else {}),
    }


CONSENT: Final[Routes] = (
    ("POST", r"www\.strava\.com/(api/v3/)?oauth/token", exchanged),
    ("POST", r"www\.strava\.com/oauth/deauthorize", revoked),
    ("POST", r"www\.strava\.com/api/v3/push_subscriptions", subscribed),
    ("POST", r"api\.ouraring\.com/oauth/token", exchanged),
    ("*", r"api\.ouraring\.com/oauth/revoke", revoked),
    ("POST", r"api\.ouraring\.com/v2/webhook/subscription", subscribed),
    ("POST", r"api\.prod\.whoop\.com/oauth/oauth2/token", exchanged),
    ("DELETE", r"api\.prod\.whoop\.com/developer/v2/user/access", revoked),
    ("POST", r"wbsapi\.withings\.net/v2/oauth2", exchanged_by_withings),
    ("POST", r"polarremote\.com/v2/oauth2/token", exchanged),
    ("POST", r"www\.polaraccesslink\.com/v3/users", may(subscribed)),
    ("DELETE", r"www\.polaraccesslink\.com/v3/users/([^/]+)", revoked),
    ("POST", r"api\.fitbit\.com/oauth2/token", exchanged),
    ("POST", r"api\.fitbit\.com/oauth2/revoke", revoked),
    ("POST", r"api\.fitbit\.com/1/user/-/(.+/)?apiSubscriptions/[^/]+\.json", may(subscribed)),
    ("POST", r"oauth2\.googleapis\.com/token", exchanged),
    ("POST", r"oauth2\.googleapis\.com/revoke", revoked),
    (
        "POST",
        r"(connectapi|diauth|apis)\.garmin\.com/(di-oauth2-service|oauth2?).*/token",
        exchanged,
    ),
    ("DELETE", r"apis\.garmin\.com/wellness-api/rest/user/registration", revoked),
)
