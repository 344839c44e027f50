"""Fitbit: signed notes, documents of days, and what is no longer in them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import random
import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import (
    CONTRACTS,
    KEYS,
    RECEIVED,
    TOKENS,
    Contract,
    answer,
    context,
    envelope,
    query_of,
    reading,
)
from tests.readers.vendor_files import documents_in
from tests.support import good, needs_shared_data, refused
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.fitbit_documents import DOCUMENTS, forms_of
from vegaloop.device_sync.application.calling import Call, Verb
from vegaloop.device_sync.application.drivers import Ended, Hint, Keys
from vegaloop.device_sync.domain.trouble import Busy, Denied, Forbidden, Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.imports.domain.found import NotTaken
from vegaloop.kernel.time import later

DRIVER: Final = FitbitDriver()
API: Final = "https://api.fitbit.com"
NOTES: Final = json.dumps(
    [
        {"collectionType": "sleep", "date": "2024-06-01", "ownerId": "4711", "ownerType": "user"},
        {"collectionType": "body", "date": "2024-06-02", "ownerId": "ABC", "ownerType": "user"},
        {"collectionType": "foods", "date": "2024-06-02", "ownerId": "ABC", "ownerType": "user"},
    ]
).encode()
UNSCOPED: Final = {"errors": [{"errorType": "insufficient_scope"}], "success": False}
# An entry of each document, and what stands in the place of its day.
ENTRIES: Final = {
    "activities": {
        "logId": 1,
        "activityName": "Run",
        "startTime": "DAYT08:00:00.000+02:00",
        "duration": 1_800_000,
        "activeDuration": 1_800_000,
        "calories": 300,
    },
    "weight": {
        "bmi": 23.5,
        "date": "DAY",
        "logId": 1,
        "source": "Aria",
        "time": "07:00:00",
        "weight": 72.5,
    },
    "skin": {"dateTime": "DAY", "value": {"nightlyRelative": -0.5}, "logType": "x"},
    "core": {"dateTime": "DAYT10:00:00", "value": 37.1},
    "steps": {"dateTime": "DAY", "value": "1433"},
    "distance": {"dateTime": "DAY", "value": "3.1"},
    "floors": {"dateTime": "DAY", "value": "9"},
    "resting": {"dateTime": "DAY", "value": "1600"},
    "zones": {"dateTime": "DAY", "value": {"activeZoneMinutes": 30}},
    "heart": {"dateTime": "DAY", "value": {"restingHeartRate": 55, "heartRateZones": []}},
    "hrv": {"dateTime": "DAY", "value": {"dailyRmssd": 34.9, "deepRmssd": 31.5}},
    "spo2": {"dateTime": "DAY", "value": {"avg": 97.5, "min": 94.0, "max": 100.0}},
    "breath": {"dateTime": "DAY", "value": {"breathingRate": 17.8}},
    "uptake": {"dateTime": "DAY", "value": {"vo2Max": "44-48"}},
    "sleep": {
        "dateOfSleep": "DAY",
        "startTime": "DAYT00:30:00.000",
        "endTime": "DAYT07:30:00.000",
        "logId": 2,
        "minutesAsleep": 400,
        "timeInBed": 420,
        "isMainSleep": True,
        "levels": {"data": [], "summary": {}},
        "type": "classic",
    },
}


def signature(body: bytes, secret: str = KEYS.secret) -> str:
    digest = hmac.new(f"{secret}&".encode(), body, hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def took(body: bytes, signed: str | None, keys: Keys = KEYS) -> object:
    headers = {} if signed is None else {"x-fitbit-signature": signed}
    return DRIVER.messages(keys, envelope(body, headers=headers), RECEIVED)


def entry(name: str, day: str) -> dict[str, object]:
    return json.loads(json.dumps(ENTRIES[name]).replace("DAY", day))


def document(name: str, *days: str) -> bytes:
    entries = [entry(name, day) for day in days]
    field = DOCUMENTS[name].field
    return json.dumps({field: entries} if field else entries).encode()


def contract() -> Contract:
    return Contract(API, *sorted((CONTRACTS / "fitbit").glob("*.json")))


class TestNotes:
    def test_each_note_is_a_hint_about_its_owner(self) -> None:
        messages = good(took(NOTES, signature(NOTES)))
        assert [(one.account, one.follow.topic) for one in messages] == [
            ("4711", "hint:sleep"),
            ("ABC", "hint:body"),
        ]

    def test_forged_notes_are_not_authentic(self) -> None:
        """Every bit of the body and of the signature flipped, and ten thousand others."""
        real, chance = signature(NOTES), random.Random(7)
        forged: list[tuple[bytes, str | None]] = [
            *((_flipped(NOTES, bit), real) for bit in range(len(NOTES) * 8)),
            *((NOTES, "".join(map(chr, _flipped(real.encode(), n)))) for n in range(len(real) * 8)),
            (NOTES, None),
            (NOTES, ""),
            (NOTES, signature(NOTES, "another secret")),
            (NOTES, base64.b64encode(hmac.digest(b"our-secret", NOTES, "sha1")).decode()),
            (NOTES, base64.b64encode(hmac.digest(b"our-secret&", NOTES, "sha256")).decode()),
            (NOTES, hmac.new(b"our-secret&", NOTES, "sha1").hexdigest()),
            (json.dumps(json.loads(NOTES), separators=(",", ":")).encode(), real),
            (NOTES + b" ", real),
            (NOTES, real.lower()),
        ]
        while len(forged) < 10_000:
            forged.append((NOTES, base64.b64encode(chance.randbytes(20)).decode()))
        accepted = [one for one in forged if not refused(took(*one))]
        assert (len(forged) >= 10_000, accepted) == (True, [])

    def test_nothing_is_authentic_where_no_secret_is_set(self) -> None:
        unset = Keys(KEYS.client_id, "", KEYS.word)
        assert refused(took(NOTES, signature(NOTES, ""), unset))

    def test_a_note_sent_again_has_its_key_and_one_of_later_another(self) -> None:
        def keys_at(seconds: int) -> list[str]:
            came = envelope(NOTES, headers={"x-fitbit-signature": signature(NOTES)})
            now = later(RECEIVED, dt.timedelta(seconds=seconds))
            return [one.follow.key for one in good(DRIVER.messages(KEYS, came, now))]

        assert keys_at(0) == keys_at(30)
        assert set(keys_at(0)).isdisjoint(keys_at(600))
        assert len(set(keys_at(0))) == 2

    @pytest.mark.parametrize("kind", ["userRevokedAccess", "deleteUser"])
    def test_a_consent_taken_back_ends_at_once(self, kind: str) -> None:
        body = json.dumps([{"collectionType": kind, "ownerId": "4711"}]).encode()
        (message,) = good(took(body, signature(body)))
        ended = good(DRIVER.read(message.follow.topic, message.follow.body, context()))
        assert ended == Ended(RECEIVED)

    def test_the_code_of_fitbit_is_known_and_any_other_is_not(self) -> None:
        statuses = [
            good(DRIVER.challenge(KEYS, envelope(query=query))).status
            for query in ((("verify", KEYS.word),), (("verify", "guess"),), ())
        ]
        assert statuses == [204, 404, 404]


def _flipped(body: bytes, bit: int) -> bytes:
    changed = bytearray(body)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


class TestCalls:
    @needs_shared_data
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_documents_are_asked_for_as_the_contract_has_them(self, name: str) -> None:
        page = f"{name}|"
        asked = DRIVER.page(DOCUMENTS[name].kind, reading("2024-06-01", "2024-06-09", page), "a")
        call = asked.call
        # A span of days where the contract has single ones, and resources beside its steps.
        url = re.sub(r"activities/(distance|floors|caloriesBMR)/", "activities/steps/", call.url)
        single = re.sub(r"/2024-06-08\.json$", ".json", url)
        period = re.sub(r"/2024-06-08\.json$", "/1d.json", url)
        known = (url, single, period)
        assert any(contract().allows(Call(verb=Verb.GET, url=one)) for one in known)
        assert "/2024-06-01/2024-06-08.json" in url or name == "activities"

    @needs_shared_data
    def test_we_subscribe_to_what_was_consented_to_and_to_the_end_of_it(self) -> None:
        calls = DRIVER.after_consent(KEYS, TOKENS)
        assert all(contract().allows(call) for call in calls)
        assert [call.url.removeprefix(f"{API}/1/user/-/") for call in calls] == [
            "activities/apiSubscriptions/4711-activities.json",
            "sleep/apiSubscriptions/4711-sleep.json",
            "userRevokedAccess/apiSubscriptions/4711-userRevokedAccess.json",
        ]

    def test_a_note_makes_us_fetch_the_documents_of_its_day(self) -> None:
        for message in good(took(NOTES, signature(NOTES))):
            hint = good(DRIVER.read(message.follow.topic, message.follow.body, context()))
            assert isinstance(hint, Hint)
            assert not hint.fetches[0].optional
            assert all(one.optional for one in hint.fetches[1:])
            assert all("2024-06-0" in one.call.url for one in hint.fetches)

    def test_our_secret_stands_in_a_header_and_nowhere_else(self) -> None:
        for call in (DRIVER.exchange(KEYS, "r", "c", "v"), DRIVER.refresh(KEYS, TOKENS)):
            assert dict(call.headers)["authorization"].startswith("Basic ")
            assert KEYS.secret not in f"{call.form} {call.url}"


class TestDays:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_a_day_is_read_by_imports_as_it_was_cut(self, name: str) -> None:
        body = document(name, "2024-06-01", "2024-06-02")
        read = good(DRIVER.read(f"page:{name}:2024-06-01:2024-06-03", body, context()))
        assert [str(one.day) for one in read.records] == ["2024-06-01", "2024-06-02"]
        for record in read.records:
            assert (record.form, record.external_id) == (name, str(record.day))
            found = documents_in(json.loads(record.data))
            assert any(not isinstance(one, NotTaken) for one in found), found

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_a_day_that_has_nothing_any_more_is_gone(self, name: str) -> None:
        body = document(name, "2024-06-02", "2024-06-02")
        read = good(DRIVER.read(f"fetched:{name}:2024-06-01:2024-06-04", body, context()))
        assert [one.data is None for one in read.records] == [True, False, True]

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_of_a_window_it_is_only_not_named(self, name: str) -> None:
        body = document(name, "2024-06-02", "2024-06-02")
        read = good(DRIVER.read(f"page:{name}:2024-06-01:2024-06-04", body, context()))
        assert [(str(one.day), one.data is None) for one in read.records] == [("2024-06-02", False)]

    @pytest.mark.parametrize("kind", DataKind)
    def test_the_documents_of_a_kind_come_one_after_the_other(self, kind: DataKind) -> None:
        seen, page = [], None
        while True:
            asked = DRIVER.page(kind, reading("2024-06-01", "2024-06-03", page), "a")
            name = asked.topic.split(":")[1]
            seen.append(name)
            page = good(DRIVER.read(asked.topic, document(name), context())).next
            if page is None:
                break
        assert tuple(seen) == forms_of(kind)

    def test_several_documents_of_a_day_are_read_together(self) -> None:
        names = ("sleep", "hrv", "spo2")
        parts = {name: json.loads(document(name, "2024-06-01")) for name in names}
        parts["hrv"] = UNSCOPED
        body = json.dumps(parts).encode()
        topic = "fetched:sleep,hrv,spo2,breath:2024-06-01:2024-06-02"
        read = good(DRIVER.read(topic, body, context()))
        assert [one.form for one in read.records] == ["sleep", "spo2"]

    @given(st.lists(st.integers(0, 8), max_size=400), st.integers(1, 60), st.booleans())
    def test_no_day_of_a_long_list_is_cut_in_two(
        self, offsets: list[int], most: int, says_next: bool
    ) -> None:
        kept, held = offsets, {n: min(offsets.count(n), most) for n in range(9)}
        kept = sorted(n for n, count in held.items() for _ in range(count))
        days, page, found = ("2024-06-01", "2024-06-10"), None, dict[str, int]()
        for _ in range(20):
            asked = DRIVER.page(DataKind.ACTIVITIES, reading(*days, page), "a")
            query = query_of(asked.call.url)
            given_days = [f"2024-06-0{n + 1}" for n in kept]
            later_days = [day for day in given_days if day > query["afterDate"]]
            listed = later_days[: most if says_next else int(query["limit"])]
            body = json.loads(document("activities", *listed))
            is_last = len(listed) == len(later_days)
            body["pagination"] = {"next": "" if is_last or not says_next else f"{API}/more"}
            read = good(DRIVER.read(asked.topic, json.dumps(body).encode(), context()))
            for record in read.records:
                assert record.external_id not in found
                found[record.external_id] = len(json.loads(record.data)["activities"])
            page = read.next
            if page is None:
                break
        assert found == {f"2024-06-0{n + 1}": held[n] for n in range(9) if held[n]}


class TestTrouble:
    def test_a_document_without_consent_is_empty_and_the_first_of_a_kind_is_refused(self) -> None:
        assert DRIVER.trouble(answer(UNSCOPED, 403), RECEIVED) is None
        body = json.dumps(UNSCOPED).encode()
        rest = good(DRIVER.read("page:hrv:2024-06-01:2024-06-02", body, context()))
        assert (rest.records, rest.next) == ((), "spo2|")
        first = refused(DRIVER.read("page:heart:2024-06-01:2024-06-02", body, context()))
        assert first == Forbidden("heart")

    def test_too_many_calls_are_forgiven_when_the_hour_is_over(self) -> None:
        for header in ("retry_after", "fitbit_rate_limit_reset"):
            busy = DRIVER.trouble(answer(status=429, **{header: "1478"}), RECEIVED)
            assert isinstance(busy, Busy)
            assert (busy.until - RECEIVED).total_seconds() == 1478

    def test_a_grant_it_does_not_know_is_the_persons_to_give_anew(self) -> None:
        fault = {"errors": [{"errorType": "invalid_grant"}], "success": False}
        assert refused(DRIVER.tokens(answer(fault, 400), TOKENS, RECEIVED)) == Denied(RECEIVED)

    def test_tokens_say_whose_they_are_and_what_for(self) -> None:
        told = {"access_token": "a", "refresh_token": "r", "expires_in": 28800, "user_id": "ABC"}
        found = good(DRIVER.tokens(answer({**told, "scope": "sleep weight"}), None, RECEIVED))
        assert (found.account, found.scopes) == ("ABC", ("sleep", "weight"))

    @pytest.mark.parametrize("body", [b"{}", b'{"hrv": 1}', b'{"hrv": [{"value": 1}]}', b"[]"])
    def test_what_is_no_such_document_is_misread(self, body: bytes) -> None:
        error = refused(DRIVER.read("page:hrv:2024-06-01:2024-06-02", body, context()))
        assert isinstance(error, Misread)
