"""Webhooks over HTTP: of every vendor, true and forged, once and again, and when there is no database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from tests.device_sync.vendors.driving import KEYS
from tests.http.client import client_of
from tests.http.syncing import (
    HOOKS,
    PROBLEMS,
    SIGNED,
    Synced,
    address,
    synced,
)
from tests.support import CountedIds, PinnedClock
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.adapters.inbox import InboxFull

GUESS = "another-word-of-ours-that-nobody-can-guess"


def told(sync: Synced, vendor: Vendor, body: bytes | None = None, word: str = KEYS.word):
    hook = HOOKS[vendor]
    given = hook.body if body is None else body
    return sync.client.post(
        address(vendor, word), content=given, headers={"authorization": "", **hook.headers(given)}
    )


class TestTrue:
    def test_it_is_kept_once_and_answered_as_the_vendor_wants(self, sync: Synced) -> None:
        for vendor, hook in HOOKS.items():
            sync.connect(vendor, hook.account)
            answers = [told(sync, vendor) for _ in range(3)]
            assert {one.status_code for one in answers} == {hook.heard}, answers[0].text
            assert {one.content for one in answers} == {b""}
            (kept,) = sync.deliveries(vendor=vendor)
            assert (kept["way"], kept["state"], kept["vendor"]) == ("webhook", "waiting", vendor)

    def test_of_nobody_here_it_is_answered_the_same_and_kept_nowhere(self, sync: Synced) -> None:
        for vendor, hook in HOOKS.items():
            assert told(sync, vendor).status_code == hook.heard
        assert sync.deliveries() == []

    def test_it_needs_no_token_and_a_wrong_one_does_not_matter(self, sync: Synced) -> None:
        hook = HOOKS[Vendor.STRAVA]
        for token in ("", "Bearer wrong"):
            sync.client.headers["authorization"] = token
            answer = sync.client.post(address("strava"), content=hook.body)
            assert answer.status_code == 200

    def test_twenty_at_once_are_one_delivery(self, sync: Synced) -> None:
        sync.connect(Vendor.WHOOP, HOOKS[Vendor.WHOOP].account)
        with ThreadPoolExecutor(20) as several:
            answers = list(several.map(lambda _: told(sync, Vendor.WHOOP), range(20)))
        assert {one.status_code for one in answers} == {200}
        assert len(sync.deliveries(vendor="whoop")) == 1


class TestForged:
    def test_without_the_word(self, sync: Synced) -> None:
        for vendor, hook in HOOKS.items():
            sync.connect(vendor, hook.account)
            answer = told(sync, vendor, word=GUESS)
            assert (answer.status_code, answer.json()["type"]) == (
                403,
                PROBLEMS + "sync/not-authentic",
            )
        assert sync.deliveries() == []

    def test_changed_after_it_was_signed(self, sync: Synced) -> None:
        for vendor in SIGNED:
            hook = HOOKS[vendor]
            sync.connect(vendor, hook.account)
            signed = hook.headers(hook.body)
            for body, headers in (
                (hook.body + b" ", signed),
                (hook.body, {name: value[:-1] + "~" for name, value in signed.items()}),
                (hook.body, {}),
            ):
                answer = sync.client.post(address(vendor), content=body, headers=headers)
                assert answer.status_code == 403, (body, headers)
        assert sync.deliveries() == []

    def test_what_is_no_event_is_kept_nowhere_and_never_breaks(self, sync: Synced) -> None:
        for vendor, hook in HOOKS.items():
            sync.connect(vendor, hook.account)
            for junk in (b"", b"\xff\xfe", b"[" * 5_000, b'"\\ud800"', b"1e999", b"<xml/>"):
                assert told(sync, vendor, junk).status_code in {200, 204, 403}, junk
        assert sync.deliveries() == []

    def test_more_than_a_megabyte(self, sync: Synced) -> None:
        answer = told(sync, Vendor.WHOOP, b'{"dailies": [' + b" " * 2**20 + b"]}")
        assert (answer.status_code, answer.json()["type"]) == (413, PROBLEMS + "too-large")

    def test_just_under_a_megabyte_is_cut_aside(self, sync: Synced) -> None:
        sync.connect(Vendor.GARMIN, "4711")
        hook = HOOKS[Vendor.GARMIN]
        assert told(sync, Vendor.GARMIN, hook.body + b" " * 900_000).status_code == 200
        assert len(sync.deliveries(vendor="garmin")) == 1


class TestNotSetUp:
    def test_it_is_told(self) -> None:
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        with client_of(vega) as client:
            for vendor in (*HOOKS, "phone", "nobody", "STRAVA"):
                for method in ("GET", "HEAD", "POST"):
                    answer = client.request(method, address(vendor))
                    assert answer.status_code == 404
                    if method != "HEAD":
                        assert answer.json()["type"] == PROBLEMS + "sync/vendor-not-set-up"


class TestChallenges:
    def test_a_vendor_that_looks_is_answered(self, sync: Synced) -> None:
        sync.client.headers.pop("authorization")
        strava = f"hub.mode=subscribe&hub.challenge=15f7d1a91c1f&hub.verify_token={KEYS.word}"
        oura = f"verification_token={KEYS.word}&challenge=abcDEF123"
        for vendor, method, query, heard in (
            ("fitbit", "GET", f"verify={KEYS.word}", (204, b"")),
            ("fitbit", "GET", "verify=guess", (404, b"")),
            ("strava", "GET", strava, (200, b'{"hub.challenge":"15f7d1a91c1f"}')),
            ("oura", "GET", oura, (200, b'{"challenge":"abcDEF123"}')),
            ("withings", "HEAD", "", (200, b"")),
            ("withings", "GET", "", (200, b"")),
        ):
            answer = sync.client.request(method, f"{address(vendor)}?{query}")
            assert (answer.status_code, answer.content) == heard, (vendor, query)

    def test_whoever_does_not_know_the_word_learns_nothing(self, sync: Synced) -> None:
        query = "hub.mode=subscribe&hub.challenge=abc&challenge=abc&verify=abc&odd=1&odd=2"
        for vendor in HOOKS:
            answer = sync.client.get(f"{address(vendor, GUESS)}?{query}")
            assert answer.status_code == 403
            assert "abc" not in answer.text


class TestNoDatabase:
    @pytest.fixture
    def gone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Synced]:
        with synced("sqlite", tmp_path) as opened:
            opened.connect(Vendor.STRAVA, HOOKS[Vendor.STRAVA].account)
            inbox = opened.vega.sync.accepting._inbox

            def broken(*_: object) -> None:
                raise OperationalError("x", None, OSError("database or disk is full"))

            monkeypatch.setattr(type(inbox), "_write", broken)
            yield opened

    def test_it_is_to_be_sent_again(self, gone: Synced, monkeypatch: pytest.MonkeyPatch) -> None:
        for answer in (
            told(gone, Vendor.STRAVA),
            gone.client.post("/v1/sync/phone", content=b'{"records": []}'),
        ):
            assert (answer.status_code, answer.json()["type"]) == (503, PROBLEMS + "not-ready")
            assert int(answer.headers["retry-after"]) > 0
        monkeypatch.undo()
        assert told(gone, Vendor.STRAVA).status_code == 200
        assert len(gone.deliveries(vendor="strava")) == 1

    def test_where_too_many_wait(self, sync: Synced, monkeypatch: pytest.MonkeyPatch) -> None:
        sync.connect(Vendor.STRAVA, HOOKS[Vendor.STRAVA].account)

        def full(*_: object) -> None:
            raise InboxFull("too many wait")

        monkeypatch.setattr(type(sync.vega.sync.accepting._inbox), "submit", full)
        answer = told(sync, Vendor.STRAVA)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
