"""Google Health: notifications under a word, documents of days and hours, and what is no longer there."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import (
    KEYS,
    RECEIVED,
    TOKENS,
    answer,
    context,
    envelope,
    query_of,
    reading,
)
from tests.readers.google_points import DAY, KINDS, SUMS, date, point, summed
from tests.readers.vendor_files import documents_in
from tests.support import good, refused
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.google_health_documents import (
    DOCUMENTS,
    Way,
    field_of,
    forms_of,
)
from vegaloop.device_sync.application.calling import Verb
from vegaloop.device_sync.application.drivers import Asked, Hint, Keys, NotAuthentic, Page
from vegaloop.device_sync.domain.trouble import Busy, Denied, Forbidden, Gone, Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.imports.domain.found import NotTaken
from vegaloop.kernel.time import later

DRIVER: Final = GoogleHealthDriver()
POINTS: Final = "https://health.googleapis.com/v4/users/me/dataTypes/{}/dataPoints"
AUTHORISED: Final = {"authorization": f"Bearer {KEYS.word}"}
VERIFICATION: Final = b'{"type": "verification"}'
UNSCOPED: Final = {
    "error": {
        "code": 403,
        "message": "Request had insufficient authentication scopes.",
        "status": "PERMISSION_DENIED",
        "details": [{"@type": "x", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}],
    }
}
# The filter each way of telling time is asked for by, as the public reference has it.
FILTERS: Final = {
    Way.DATED: r"{}\.date",
    Way.MOMENT: r"{}\.sample_time\.civil_time",
    Way.BEGUN: r"{}\.interval\.civil_start_time",
    Way.ENDED: r"{}\.interval\.civil_end_time",
}


def note(data_type: str = "sleep", **more: Any) -> dict[str, Any]:
    told = {"startTime": "2026-03-07T00:15:00", "endTime": "2026-03-07T07:15:00"}
    data = {
        "version": "1",
        "clientProvidedSubscriptionName": "ours",
        "healthUserId": "abcd-1234",
        "operation": "UPSERT",
        "dataType": data_type,
        "intervals": [{"civilIso8601TimeInterval": told}],
    }
    return {"data": data | more}


def took(body: bytes, headers: dict[str, str] | None = None, keys: Keys = KEYS) -> Any:
    given_headers = AUTHORISED if headers is None else headers
    return DRIVER.messages(keys, envelope(body, headers=given_headers), RECEIVED)


def told(*notes: dict[str, Any]) -> list[Any]:
    return list(good(took(json.dumps(notes).encode())))


def document(name: str, *days: dt.date, token: str = "") -> bytes:
    """An answer as Google writes it, the newest first."""
    field, newest = field_of(name), sorted(days, reverse=True)
    if DOCUMENTS[name].way is Way.SUMMED:
        return json.dumps({"rollupDataPoints": [summed(field, day) for day in newest]}).encode()
    body = {"dataPoints": [point(field, day) for day in newest]}
    return json.dumps(body | ({"nextPageToken": token} if token else {})).encode()


def page_topic(name: str, start: str, end: str) -> str:
    return f"page:{name}:{start}T00:{end}T00"


class TestNotifications:
    def test_each_is_a_hint_about_its_person(self) -> None:
        messages = told(note(), note("weight", healthUserId="other"), note("altitude"))
        assert [(one.account, one.follow.topic) for one in messages] == [
            ("abcd-1234", "hint:sleep"),
            ("other", "hint:weight"),
        ]
        (alone,) = good(took(json.dumps(note()).encode()))
        assert alone == messages[0]

    @pytest.mark.parametrize("operation", ["UPSERT", "DELETE", "WHATEVER"])
    def test_whatever_was_done_the_stretch_is_read_again(self, operation: str) -> None:
        (message,) = told(note(operation=operation))
        hint = good(DRIVER.read(message.follow.topic, message.follow.body, context()))
        assert isinstance(hint, Hint)
        (fetch,) = hint.fetches
        assert '"2026-03-07T00:00:00"' in query_of(fetch.call.url)["filter"]
        assert '"2026-03-08T00:00:00"' in query_of(fetch.call.url)["filter"]
        assert hint.topic == "fetched:sleep:2026-03-07T00:2026-03-08T00"

    def test_what_changes_with_it_is_read_again_too(self) -> None:
        topics = [one.follow.topic for one in told(note("total-calories"), note("run-vo2-max"))]
        wanted = ("active-energy-burned", "run-vo2-max", "daily-vo2-max")
        assert topics == [f"hint:{name}" for name in wanted]

    def test_heart_rates_are_read_again_by_the_hour(self) -> None:
        (message,) = told(note("heart-rate"))
        hint = good(DRIVER.read(message.follow.topic, message.follow.body, context()))
        assert hint.topic == "fetched:heart-rate:2026-03-07T00:2026-03-07T08"

    def test_a_stretch_is_the_same_however_it_is_written(self) -> None:
        civil = {
            f"{side}DateTime": {"date": date(DAY), "time": {"hours": hour, "minutes": 15}}
            for side, hour in (("start", 0), ("end", 7))
        }
        (as_date,) = told(note(intervals=[{"civilDateTimeInterval": civil}]))
        (as_text,) = told(note())
        assert as_date.follow == as_text.follow

    def test_where_only_instants_are_told_every_wall_that_may_be_meant_is_read(self) -> None:
        physical = {"startTime": "2026-03-07T01:00:00Z", "endTime": "2026-03-07T11:00:00Z"}
        (message,) = told(note(intervals=[{"physicalTimeInterval": physical}]))
        assert json.loads(message.follow.body) == {"start": "2026-03-06T00", "end": "2026-03-09T00"}

    def test_a_notification_without_a_stretch_is_about_now(self) -> None:
        (message,) = told(note(intervals=[]))
        day = RECEIVED.date()
        body = json.loads(message.follow.body)
        assert body["start"] < day.isoformat() < body["end"]

    def test_stretches_that_touch_are_one_and_long_ones_several(self) -> None:
        def between(start: str, end: str) -> dict[str, Any]:
            ends = {"startTime": f"{start}T08:00:00", "endTime": f"{end}T09:00:00"}
            return {"civilIso8601TimeInterval": ends}

        days = [between("2026-03-02", "2026-03-03"), between("2026-03-01", "2026-03-02")]
        (one,) = told(note(intervals=days))
        assert json.loads(one.follow.body) == {"start": "2026-03-01T00", "end": "2026-03-04T00"}
        many = told(note("weight", intervals=[between("1999-01-01", "2026-03-01")]))
        spans = [json.loads(each.follow.body) for each in many]
        assert len(spans) == 24
        assert spans[0]["end"] == "2026-03-02T00"
        assert all(older["end"] == newer["start"] for newer, older in pairwise(spans))

    def test_forged_ones_are_not_authentic(self) -> None:
        """Each bit of the word flipped, each other way to write it, and ten thousand guesses."""
        real, chance = AUTHORISED["authorization"], random.Random(11)
        body = json.dumps(note()).encode()
        forged: list[dict[str, str]] = [
            *({"authorization": _flipped(real, bit)} for bit in range(len(real) * 8)),
            *({"authorization": text} for text in ("", " ", KEYS.word, KEYS.secret, real.lower())),
            *({"authorization": text} for text in (f"{real} ", f" {real}", real[:-1], "Bearer ")),
            {"x-authorization": real},
            {"google-health-api-signature": "AAAA"},
            {},
        ]
        letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
        while len(forged) < 10_000:
            guess = "".join(chance.choice(letters) for _ in KEYS.word)
            forged.append({"authorization": f"Bearer {guess}"})
        accepted = [one for one in forged if not refused(took(body, one))]
        assert (len(forged) >= 10_000, accepted) == (True, [])
        assert good(took(body))

    def test_the_header_does_not_stand_in_for_the_address_nor_the_address_for_the_header(
        self,
    ) -> None:
        body = json.dumps(note()).encode()
        elsewhere = envelope(body, "another", headers=AUTHORISED)
        assert refused(DRIVER.messages(KEYS, elsewhere, RECEIVED)) == NotAuthentic("word")
        assert refused(took(body, {})) == NotAuthentic("authorization")
        unset = Keys(KEYS.client_id, KEYS.secret, "")
        bare = envelope(body, "", headers={"authorization": "Bearer "})
        assert refused(DRIVER.messages(unset, bare, RECEIVED)) == NotAuthentic("word")

    def test_one_sent_again_has_its_key_and_one_of_later_another(self) -> None:
        def keys_at(seconds: int) -> list[str]:
            came = envelope(json.dumps([note(), note("steps")]).encode(), headers=AUTHORISED)
            now = later(RECEIVED, dt.timedelta(seconds=seconds))
            return [one.follow.key for one in good(DRIVER.messages(KEYS, came, now))]

        assert keys_at(0) == keys_at(30)
        assert set(keys_at(0)).isdisjoint(keys_at(600))
        assert len(set(keys_at(0))) == 2

    def test_a_verification_is_answered_where_it_bears_the_word_and_refused_where_not(self) -> None:
        came = envelope(VERIFICATION, headers=AUTHORISED)
        assert good(DRIVER.challenge(KEYS, came)) == Asked(201, "text/plain", b"")
        assert refused(DRIVER.challenge(KEYS, envelope(VERIFICATION)))
        assert refused(took(VERIFICATION, {}))
        told_something = envelope(json.dumps(note()).encode(), headers=AUTHORISED)
        assert refused(DRIVER.challenge(KEYS, told_something)) == NotAuthentic("challenge")

    @pytest.mark.parametrize("body", [b"", b"3", b'"data"', b"[", b"\xff"])
    def test_what_is_no_notification_is_sent_again(self, body: bytes) -> None:
        assert refused(took(body)) == NotAuthentic("body")


def _flipped(text: str, bit: int) -> str:
    changed = bytearray(text.encode())
    changed[bit // 8] ^= 1 << bit % 8
    return changed.decode("latin-1")


class TestCalls:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_documents_are_asked_for_as_the_reference_has_them(self, name: str) -> None:
        kind, page = DOCUMENTS[name].kind, f"{name}|"
        call = DRIVER.page(kind, reading("2026-03-01", "2026-03-08", page), "tok").call
        assert dict(call.headers)["authorization"] == "Bearer tok"
        if DOCUMENTS[name].way is Way.SUMMED:
            assert (call.verb, call.url) == (Verb.POST, POINTS.format(name) + ":dailyRollUp")
            assert json.loads(call.json or b"") == {
                "range": {
                    "start": {"date": {"year": 2026, "month": 3, "day": 1}},
                    "end": {"date": {"year": 2026, "month": 3, "day": 8}},
                },
                "windowSizeDays": 1,
                "pageSize": 10_000,
            }
            return
        bare, _, _ = call.url.partition("?")
        assert (call.verb, bare) == (Verb.GET, POINTS.format(name) + ":reconcile")
        query = query_of(call.url)
        assert set(query) == {"filter", "pageSize"}
        assert int(query["pageSize"]) == (25 if name in ("exercise", "sleep") else 10_000)
        field = FILTERS[DOCUMENTS[name].way].format(name.replace("-", "_"))
        midnight = "" if DOCUMENTS[name].way is Way.DATED else "T00:00:00"
        wanted = rf'{field} >= "2026-03-01{midnight}" AND {field} < "2026-03-08{midnight}"'
        assert re.fullmatch(wanted, query["filter"])

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_every_document_is_of_a_point_the_readers_know(self, name: str) -> None:
        assert field_of(name) in (SUMS if DOCUMENTS[name].way is Way.SUMMED else KINDS)

    def test_a_consent_is_asked_for_that_lasts(self) -> None:
        url = DRIVER.authorise_url(KEYS, "https://we.example/back", "state", "challenge")
        asked = parse_qs(urlsplit(url).query)
        assert url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
        assert (asked["access_type"], asked["prompt"]) == (["offline"], ["consent"])
        assert all(one.endswith(".readonly") for one in asked["scope"][0].split())

    def test_tokens_are_changed_and_given_back_at_googles_own_address(self) -> None:
        for call in (DRIVER.exchange(KEYS, "r", "c", "v"), DRIVER.refresh(KEYS, TOKENS)):
            assert call.url == "https://oauth2.googleapis.com/token"
        given_back = DRIVER.revoke(KEYS, TOKENS)
        assert given_back is not None
        assert given_back.url == "https://oauth2.googleapis.com/revoke"
        assert dict(given_back.form or ()) == {"token": TOKENS.refresh}

    def test_whose_tokens_are_is_told_by_a_call_after_them(self) -> None:
        scope = "https://www.googleapis.com/auth/googlehealth.sleep.readonly"
        body = {"access_token": "a", "refresh_token": "r", "expires_in": 3599, "scope": scope}
        first = good(DRIVER.tokens(answer(body), None, RECEIVED))
        assert (first.account, first.scopes) == ("", (scope,))
        (call,) = DRIVER.after_consent(KEYS, first)
        assert call.url == "https://health.googleapis.com/v4/users/me/identity"
        who = {"name": "users/me/identity", "legacyUserId": "A4U9", "healthUserId": "abcd-1234"}
        whole = good(DRIVER.tokens(answer(who), first, RECEIVED))
        assert (whole.account, whole.refresh, whole.scopes) == ("abcd-1234", "r", (scope,))
        assert isinstance(refused(DRIVER.tokens(answer({}), first, RECEIVED)), Misread)


class TestDays:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_a_piece_is_read_by_imports_as_it_was_cut(self, name: str) -> None:
        second = DAY + dt.timedelta(days=1)
        body = document(name, DAY, second)
        read = good(DRIVER.read(page_topic(name, "2026-03-07", "2026-03-09"), body, context()))
        held = [one for one in read.records if one.data is not None]
        assert [str(one.day) for one in held] == ["2026-03-07", "2026-03-08"]
        for record in held:
            hour = "T08" if name == "heart-rate" else ""
            assert (record.form, record.external_id) == (name, f"{record.day}{hour}")
            found = documents_in(json.loads(record.data))
            assert any(not isinstance(one, NotTaken) for one in found), found

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_a_day_that_has_nothing_any_more_is_gone(self, name: str) -> None:
        topic = page_topic(name, "2026-03-06", "2026-03-09").replace("page", "fetched")
        read = good(DRIVER.read(topic, document(name, DAY), context()))
        gone = {str(one.day) for one in read.records if one.data is None}
        assert gone >= {"2026-03-06", "2026-03-08"}
        assert len([one for one in read.records if one.data is not None]) == 1
        empty = good(DRIVER.read(topic, b"{}", context()))
        assert all(one.data is None for one in empty.records)
        assert len(empty.records) == (72 if name == "heart-rate" else 3)
        page = good(DRIVER.read(topic.replace("fetched", "page"), b"{}", context()))
        assert page.records == ()

    def test_days_that_were_never_read_have_nothing_to_be_deleted(self) -> None:
        topic = page_topic("sleep", "2026-01-01", "2026-07-01")
        read = good(DRIVER.read(topic, document("sleep", DAY), context()))
        assert [str(one.day) for one in read.records] == ["2026-03-07"]

    @pytest.mark.parametrize("kind", DataKind)
    def test_the_documents_of_a_kind_come_one_after_the_other(self, kind: DataKind) -> None:
        seen, page = [], None
        while True:
            asked = DRIVER.page(kind, reading("2026-03-07", "2026-03-09", page), "a")
            name = asked.topic.split(":")[1]
            seen.append(name)
            page = good(DRIVER.read(asked.topic, document(name, DAY), context())).next
            if page is None:
                break
        assert tuple(seen) == forms_of(kind)

    def test_a_point_is_of_the_day_on_the_wall_where_it_was(self) -> None:
        sample = {"physicalTime": "2026-03-07T23:30:00Z", "utcOffset": "32400s"}
        bodies = {
            "2026-03-08": sample,
            "2026-03-07": {**sample, "utcOffset": "-3600s"},
            "2026-03-09": {**sample, "civilTime": {"date": {**date(DAY), "day": 9}}},
        }
        for day, told_at in bodies.items():
            one = {"weight": {"sampleTime": told_at, "weightGrams": 72_500}}
            body = json.dumps({"dataPoints": [one]}).encode()
            topic = page_topic("weight", "2026-03-06", "2026-03-11")
            read = good(DRIVER.read(topic, body, context()))
            assert [str(each.day) for each in read.records if each.data] == [day]

    def test_what_one_page_does_not_have_of_a_hint_is_followed_up(self) -> None:
        days = [DAY + dt.timedelta(days=n) for n in range(3)]
        topic = "fetched:weight:2026-03-01T00:2026-03-11T00"
        read = good(DRIVER.read(topic, document("weight", *days, token="more"), context()))
        assert isinstance(read, Page)
        (follow,) = read.follow
        assert (follow.topic, json.loads(follow.body)) == (
            "hint:weight",
            {"start": "2026-03-01T00", "end": "2026-03-08T00"},
        )
        assert {one.external_id for one in read.records if one.data} == {"2026-03-08", "2026-03-09"}
        whole = good(DRIVER.read(topic, document("weight", *days), context()))
        assert whole.follow == ()


class TestTrouble:
    def test_a_document_without_consent_is_empty_and_the_first_of_a_kind_is_refused(self) -> None:
        assert DRIVER.trouble(answer(UNSCOPED, 403), RECEIVED) is None
        body = json.dumps(UNSCOPED).encode()
        topic = page_topic("body-fat", "2026-03-07", "2026-03-08")
        rest = good(DRIVER.read(topic, body, context()))
        assert (rest.records, rest.next) == ((), "height|")
        first = page_topic("weight", "2026-03-07", "2026-03-08")
        assert refused(DRIVER.read(first, body, context())) == Forbidden("body")

    def test_what_is_forbidden_for_another_reason_is_told(self) -> None:
        off = json.loads(json.dumps(UNSCOPED))
        off["error"]["details"] = [{"reason": "SERVICE_DISABLED"}]
        assert isinstance(DRIVER.trouble(answer(off, 403), RECEIVED), Forbidden)
        assert isinstance(DRIVER.trouble(answer({}, 404), RECEIVED), Gone)
        assert isinstance(DRIVER.trouble(answer({}, 401), RECEIVED), Denied)

    def test_too_many_calls_are_forgiven_after_a_minute(self) -> None:
        busy = DRIVER.trouble(answer(status=429), RECEIVED)
        assert isinstance(busy, Busy)
        assert (busy.until - RECEIVED).total_seconds() == 60

    def test_a_grant_it_does_not_know_is_the_persons_to_give_anew(self) -> None:
        fault = {
            "error": "invalid_grant",
            "error_description": "Token has been expired or revoked.",
        }
        assert refused(DRIVER.tokens(answer(fault, 400), TOKENS, RECEIVED)) == Denied(RECEIVED)

    @pytest.mark.parametrize("kind", ["heart-rate", "weight", "sleep", "steps"])
    @given(when=st.sampled_from(({}, {"date": {}}, {"sampleTime": {}}, {"interval": {}}, 3, None)))
    def test_a_point_without_its_time_is_misread(self, kind: str, when: object) -> None:
        field = "rollupDataPoints" if kind == "steps" else "dataPoints"
        body = json.dumps({field: [{field_of(kind): when}]}).encode()
        error = refused(DRIVER.read(page_topic(kind, "2026-03-07", "2026-03-08"), body, context()))
        assert isinstance(error, Misread)
