"""Connecting with vendors over HTTP: sent to them, back from them, refused, and parted again."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.device_sync.vendors.driving import KEYS
from tests.http.syncing import HOOKS, PROBLEMS, REDIRECT, Synced, address
from tests.support import good, somebody
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.application.calling import NoAnswer
from vegaloop.device_sync.domain.breaker import Breaker
from vegaloop.kernel.result import Failure
from vegaloop.kernel.time import later

EVERY = tuple(sorted(HOOKS))


class TestConnecting:
    @pytest.mark.parametrize("vendor", EVERY)
    def test_every_vendor_and_away_again(self, sync: Synced, vendor: Vendor) -> None:
        made = sync.connect(vendor, HOOKS[vendor].account)
        assert made == {
            "vendor": vendor,
            "connected_at": "2026-03-20T06:30:00Z",
            "wanted_from": "2026-01-19",
        }
        place = f"/v1/sync/connections/{vendor}"
        answer = sync.client.delete(place)
        parted = answer.json()
        assert (answer.status_code, parted["vendor"]) == (200, vendor)
        assert parted["disconnected_at"] == "2026-03-20T06:30:00Z"
        assert (parted["vendor_told"], parted["trouble"]) == (vendor is not Vendor.WITHINGS, None)
        assert ("remove it there" in parted["sentence"]) == (vendor is Vendor.WITHINGS)
        (told,) = [
            one for one in sync.client.get("/v1/sync").json()["vendors"] if one["vendor"] == vendor
        ]
        assert (told["state"], told["can_connect"]) == ("disconnected", True)
        hook = HOOKS[vendor]
        sync.client.post(address(vendor), content=hook.body, headers=hook.headers(hook.body))
        assert sync.deliveries(vendor=vendor) == []

    def test_an_answer_is_taken_once(self, sync: Synced) -> None:
        state, _ = _consented(sync, _begun(sync))
        given = {"state": state, "code": "made-up"}
        refused = sync.client.post("/v1/sync/connections/answer", json=given)
        assert (refused.status_code, refused.json()["type"]) == (
            422,
            PROBLEMS + "sync/vendor-refused",
        )
        again = sync.client.post("/v1/sync/connections/answer", json=given)
        assert (again.status_code, again.json()["type"]) == (
            422,
            PROBLEMS + "sync/consent-unknown",
        )
        assert state not in refused.text + again.text

    def test_somebody_elses_account(self, sync: Synced) -> None:
        connecting, other = sync.vega.sync.connecting, somebody()
        asked = good(connecting.begin(other, Vendor.STRAVA, REDIRECT))
        good(connecting.complete(other, *_consented(sync, asked.address)))
        state, code = _consented(sync, _begun(sync))
        answer = sync.client.post(
            "/v1/sync/connections/answer", json={"state": state, "code": code}
        )
        assert (answer.status_code, answer.json()["type"]) == (409, PROBLEMS + "sync/account-taken")
        assert "1" not in [error.get("account") for error in answer.json()["errors"]]

    def test_a_consent_somebody_else_was_asked_for(self, sync: Synced) -> None:
        asked = good(sync.vega.sync.connecting.begin(somebody(), Vendor.STRAVA, REDIRECT))
        state, code = _consented(sync, asked.address)
        answer = sync.client.post(
            "/v1/sync/connections/answer", json={"state": state, "code": code}
        )
        assert answer.json()["type"] == PROBLEMS + "sync/consent-unknown"

    def test_a_vendor_that_is_down(self, sync: Synced, monkeypatch: pytest.MonkeyPatch) -> None:
        state, code = _consented(sync, _begun(sync))
        caller = sync.vega.sync.connecting._parts.caller
        monkeypatch.setattr(type(caller), "call", lambda *_: Failure(NoAnswer("timeout")))
        answer = sync.client.post(
            "/v1/sync/connections/answer", json={"state": state, "code": code}
        )
        assert (answer.status_code, answer.json()["type"]) == (
            502,
            PROBLEMS + "sync/vendor-unreachable",
        )

    def test_a_vendor_that_is_to_be_left_alone(self, sync: Synced) -> None:
        state, code = _consented(sync, _begun(sync))
        parts = sync.vega.sync.connecting._parts
        until = later(parts.clock.now(), dt.timedelta(minutes=5))
        parts.gates.change(Vendor.STRAVA, lambda breaker: breaker.paused(until))
        given = {"state": state, "code": code}
        busy = sync.client.post("/v1/sync/connections/answer", json=given)
        assert (busy.status_code, busy.json()["type"]) == (503, PROBLEMS + "sync/vendor-busy")
        assert busy.headers["retry-after"] == "Fri, 20 Mar 2026 06:35:00 GMT"
        (error,) = busy.json()["errors"]
        assert (error["until"], error["same_answer"]) == ("2026-03-20T06:35:00Z", True)
        parts.gates.change(Vendor.STRAVA, lambda _: Breaker())
        assert sync.client.post("/v1/sync/connections/answer", json=given).status_code == 200

    def test_what_cannot_be_asked_for(self, sync: Synced) -> None:
        for body, wrong in (
            ({"vendor": "strava"}, "redirect_uri"),
            ({"vendor": "nobody", "redirect_uri": REDIRECT}, "vendor"),
            ({"vendor": "strava", "redirect_uri": "https://a/ b"}, "redirect_uri"),
            ({"vendor": "strava", "redirect_uri": "https://a/" + "b" * 300}, "redirect_uri"),
        ):
            answer = sync.client.post("/v1/sync/connections", json=body)
            assert answer.status_code == 400
            assert [one["field"] for one in answer.json()["errors"]] == [wrong]
        for odd in ("javascript:alert(1)", "http://me.example/", "myapp://back", "/back"):
            body = {"vendor": "strava", "redirect_uri": odd}
            answer = sync.client.post("/v1/sync/connections", json=body)
            assert (answer.status_code, answer.json()["type"]) == (
                422,
                PROBLEMS + "sync/redirect-refused",
            )
            (error,) = answer.json()["errors"]
            assert (error["field"], error["given"]) == ("redirect_uri", odd)
            assert "https://" in error["wanted"]
        phone = {"vendor": "phone", "redirect_uri": REDIRECT}
        answer = sync.client.post("/v1/sync/connections", json=phone)
        assert answer.json()["type"] == PROBLEMS + "sync/vendor-not-set-up"
        early = {"state": "x", "code": "x", "since": "0001-01-01"}
        answer = sync.client.post("/v1/sync/connections/answer", json=early)
        assert answer.json()["type"] == PROBLEMS + "day-out-of-reach"

    @pytest.mark.parametrize("ahead", ["2026-03-21", "2026-11-30", "2199-12-31"])
    def test_what_is_yet_to_come(self, sync: Synced, ahead: str) -> None:
        state, code = _consented(sync, _begun(sync))
        given = {"state": state, "code": code, "since": ahead}
        answer = sync.client.post("/v1/sync/connections/answer", json=given)
        assert (answer.status_code, answer.json()["type"]) == (422, PROBLEMS + "day-ahead")
        (error,) = answer.json()["errors"]
        assert error == {
            "type": "day-ahead",
            "field": "since",
            "given": ahead,
            "today": "2026-03-20",
        }
        again = sync.client.post(
            "/v1/sync/connections/answer", json=given | {"since": "2026-03-20"}
        )
        assert again.json()["wanted_from"] == "2026-03-20"

    def test_none_to_part_from(self, sync: Synced) -> None:
        answer = sync.client.delete("/v1/sync/connections/strava")
        assert (answer.status_code, answer.json()["type"]) == (404, PROBLEMS + "sync/not-connected")
        assert sync.client.delete("/v1/sync/connections/nobody").status_code in {400, 404}


def _begun(sync: Synced) -> str:
    asked = {"vendor": "strava", "redirect_uri": REDIRECT}
    begun = sync.client.post("/v1/sync/connections", json=asked).json()
    assert begun["expires_at"] == "2026-03-20T06:40:00Z"
    assert KEYS.secret not in begun["authorise_url"]
    return str(begun["authorise_url"])


def _consented(sync: Synced, address: str) -> tuple[str, str]:
    """Consent at an address: the state and the code somebody comes back with."""
    query = dict(parse_qsl(urlsplit(address).query))
    return query["state"], sync.store.code("1", query.get("code_challenge"))
