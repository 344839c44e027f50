"""Oura: events of documents, pages of collections, and the heart rate of each day."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import parse_qsl

import pytest

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
from tests.device_sync.vendors.signing_vendors import OURA
from tests.readers.vendor_files import documents_in
from tests.support import good, needs_shared_data, refused
from vegaloop.device_sync.adapters.vendors.oura import OuraDriver
from vegaloop.device_sync.adapters.vendors.oura_reading import FOLLOWED, FORMS
from vegaloop.device_sync.application.calling import Verb
from vegaloop.device_sync.application.drivers import Hint, NotAuthentic
from vegaloop.device_sync.domain.trouble import Busy, Denied, Forbidden, Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.imports.domain.found import FoundReading

DRIVER: Final = OuraDriver()
API: Final = "https://api.ouraring.com"
NIGHT: Final = {
    "id": "night-1",
    "day": "2024-06-01",
    "bedtime_start": "2024-05-31T23:30:00.000+02:00",
    "bedtime_end": "2024-06-01T07:00:00.000+02:00",
    "time_in_bed": 27_000,
    "total_sleep_duration": 25_200,
    "sleep_phase_5_min": "4221" * 20,
    "type": "long_sleep",
}


def contract() -> Contract:
    return Contract(API, CONTRACTS / "oura_v2_1.27.openapi.json")


def told(**changes: object) -> bytes:
    return json.dumps({**OURA.event, **changes}).encode()


def walked(kind: DataKind) -> list[tuple[str, str]]:
    """The topics and addresses of a feed, whose collections all have two pages."""
    page, asked = None, []
    while True:
        call = DRIVER.page(kind, reading("2024-06-01", "2024-06-03", page), "access-1")
        asked.append((call.topic, call.call.url))
        token = None if "next_token" in call.call.url else "more"
        body = json.dumps({"data": [], "next_token": token}).encode()
        page = good(DRIVER.read(call.topic, body, context())).next
        if page is None:
            return asked


class TestEvents:
    @needs_shared_data
    @pytest.mark.parametrize("form", FOLLOWED)
    def test_the_document_an_event_names_is_fetched_as_the_contract_has_it(self, form: str) -> None:
        sent = OURA.sent(told(data_type=form))
        (message,) = good(DRIVER.messages(KEYS, sent, RECEIVED))
        assert message.follow.topic == f"hint:{form}"
        hint = good(DRIVER.read(message.follow.topic, sent.body, context()))
        assert isinstance(hint, Hint)
        (fetch,) = hint.fetches
        assert contract().allows(fetch.call)
        assert fetch.call.url.endswith(f"/{OURA.event['object_id']}")
        assert ("authorization", "Bearer access-1") in fetch.call.headers
        assert hint.topic == f"fetched:{form}"

    @needs_shared_data
    def test_what_is_followed_can_be_subscribed_to(self) -> None:
        document = json.loads((CONTRACTS / "oura_v2_1.27.openapi.json").read_text())
        kinds = document["components"]["schemas"]["ExtApiV2DataType"]["enum"]
        assert set(FOLLOWED) <= set(kinds)

    def test_what_has_no_place_here_is_taken_and_not_followed(self) -> None:
        sent = OURA.sent(told(data_type="ring_configuration"))
        assert good(DRIVER.messages(KEYS, sent, RECEIVED)) == ()

    def test_a_deletion_is_of_the_time_it_came_as_all_else_is(self) -> None:
        body = told(event_type="delete")
        (gone,) = good(DRIVER.read("hint:sleep", body, context())).records
        assert gone.data is None
        assert gone.external_id == OURA.event["object_id"]
        assert gone.modified_at == RECEIVED

    def test_what_is_gone_when_it_is_fetched_leaves_a_tombstone(self) -> None:
        hint = good(DRIVER.read("hint:sleep", told(), context()))
        (gone,) = hint.if_gone
        assert (gone.data, gone.modified_at) == (None, RECEIVED)

    @pytest.mark.parametrize("name", ["../personal_info", "a/b", "", ".", "x" * 129, "a?b=c", "é"])
    def test_an_id_that_is_none_leads_nowhere(self, name: str) -> None:
        assert refused(DRIVER.read("hint:sleep", told(object_id=name), context())) == Misread(
            "event.object_id", "an id"
        )


class TestChallenge:
    def query(self, **changes: str) -> tuple[tuple[str, str], ...]:
        asked = {"verification_token": KEYS.word, "challenge": "c-42", **changes}
        return tuple(asked.items())

    def test_a_challenge_with_our_word_is_repeated(self) -> None:
        found = good(DRIVER.challenge(KEYS, envelope(query=self.query())))
        assert (found.status, json.loads(found.body)) == (200, {"challenge": "c-42"})

    @pytest.mark.parametrize(
        "changes",
        [{"verification_token": "x"}, {"verification_token": ""}, {"challenge": ""},
         {"challenge": "x" * 513}, {"challenge": "\ud800"}],
    )  # fmt: skip
    def test_any_other_is_refused(self, changes: dict[str, str]) -> None:
        found = refused(DRIVER.challenge(KEYS, envelope(query=self.query(**changes))))
        assert isinstance(found, NotAuthentic)

    def test_it_is_repeated_only_at_the_address_with_the_word(self) -> None:
        for word in ("", "guess"):
            found = refused(DRIVER.challenge(KEYS, envelope(word=word, query=self.query())))
            assert found == NotAuthentic("word")


class TestPages:
    @needs_shared_data
    @pytest.mark.parametrize("kind", FORMS)
    def test_each_page_of_each_collection_is_asked_for_once_as_the_contract_has_it(
        self, kind: DataKind
    ) -> None:
        asked = walked(kind)
        assert len(set(asked)) == len(asked) == 2 * len(FORMS[kind])
        for page in (None, *(f"{form}|tok" for form in FORMS[kind])):
            call = DRIVER.page(kind, reading("2024-06-01", "2024-06-03", page), "access-1").call
            assert contract().allows(call)

    def test_days_are_asked_for_with_one_more_on_either_side(self) -> None:
        call = DRIVER.page(DataKind.SLEEP, reading("2024-06-01", "2024-06-03"), "a").call
        assert query_of(call.url) == {"start_date": "2024-05-31", "end_date": "2024-06-04"}

    def test_a_night_of_a_page_is_read_by_imports(self) -> None:
        body = json.dumps({"data": [NIGHT], "next_token": None}).encode()
        (record,) = good(DRIVER.read("page:sleep:sleep", body, context())).records
        assert (record.external_id, str(record.day)) == ("night-1", "2024-06-01")
        assert (record.kind, record.modified_at) == (DataKind.SLEEP, RECEIVED)
        assert any(isinstance(one, FoundReading) for one in documents_in(json.loads(record.data)))
        (alone,) = good(DRIVER.read("fetched:sleep", json.dumps(NIGHT).encode(), context())).records
        assert (alone.name, alone.data) == (record.name, record.data)

    def test_one_broken_document_breaks_its_page(self) -> None:
        body = json.dumps({"data": [NIGHT, {"day": "2024-06-02"}]}).encode()
        assert isinstance(refused(DRIVER.read("page:sleep:sleep", body, context())), Misread)


class TestHeartRates:
    TOPIC: Final = "page:heart:heartrate:2024-06-01:2024-06-03"

    def rows(self, *times: str) -> list[dict[str, object]]:
        return [{"bpm": 60, "source": "rest", "timestamp": time} for time in times]

    def read(self, *times: str) -> list[tuple[str, str, int]]:
        body = json.dumps({"data": self.rows(*times), "next_token": None}).encode()
        records = good(DRIVER.read(self.TOPIC, body, context())).records
        return [(r.external_id, str(r.day), len(json.loads(r.data)["data"])) for r in records]

    def test_each_local_day_of_the_window_is_a_record(self) -> None:
        times = ("2024-05-31T21:59:00+00:00", "2024-05-31T22:00:00+00:00", "2024-06-01T12:00:00Z",
                 "2024-06-01T22:00:00+00:00", "2024-06-02T22:00:00+00:00")  # fmt: skip
        assert self.read(*reversed(times)) == [
            ("2024-05-31T22:00:00+00:00", "2024-06-01", 2),
            ("2024-06-01T22:00:00+00:00", "2024-06-02", 1),
        ]

    def test_a_day_that_is_cut_by_a_page_is_two_records(self) -> None:
        (first, *_), (second, *_) = (
            self.read("2024-06-01T10:00:00Z", "2024-06-01T10:05:00Z")[0],
            self.read("2024-06-01T10:10:00Z")[0],
        )
        assert first != second

    def test_they_are_read_by_imports(self) -> None:
        body = json.dumps({"data": self.rows("2024-06-01T10:00:00Z"), "next_token": None}).encode()
        (record,) = good(DRIVER.read(self.TOPIC, body, context())).records
        assert documents_in(json.loads(record.data))

    def test_one_without_a_time_breaks_its_page(self) -> None:
        body = json.dumps({"data": self.rows("soon")}).encode()
        assert refused(DRIVER.read(self.TOPIC, body, context())) == Misread(
            "heartrate.timestamp", "a time"
        )


class TestConsent:
    def test_the_first_tokens_do_not_say_whose_they_are_and_the_next_call_does(self) -> None:
        given = {"access_token": "a", "refresh_token": "r", "expires_in": 3_600}
        tokens = good(DRIVER.tokens(answer(given), None, RECEIVED))
        assert tokens.account == ""
        (call,) = DRIVER.after_consent(KEYS, tokens)
        assert call.verb is Verb.GET
        whole = good(DRIVER.tokens(answer({"id": "d0c1-4711", "age": 40}), tokens, RECEIVED))
        assert (whole.account, whole.access, whole.refresh) == ("d0c1-4711", "a", "r")

    @needs_shared_data
    def test_who_that_is_is_asked_as_the_contract_has_it(self) -> None:
        (call,) = DRIVER.after_consent(KEYS, TOKENS)
        assert contract().allows(call)
        example = (CONTRACTS / "examples" / "oura-personalinforesponse-example.json").read_text()
        nobody = good(DRIVER.tokens(answer({"access_token": "a"}), None, RECEIVED))
        found = good(DRIVER.tokens(answer(json.loads(example)), nobody, RECEIVED))
        assert found.account == "string"

    def test_a_refresh_keeps_what_it_leaves_out(self) -> None:
        found = good(DRIVER.tokens(answer({"access_token": "access-2"}), TOKENS, RECEIVED))
        assert (found.access, found.refresh, found.account) == ("access-2", "refresh-1", "4711")

    @pytest.mark.parametrize(
        ("status", "body", "wanted"),
        [
            (400, {"error": "invalid_grant"}, Denied),
            (401, {}, Denied),
            (403, {}, Forbidden),
            (429, {}, Busy),
            (200, {"access_token": ""}, Misread),
            (200, [], Misread),
        ],
    )
    def test_no_tokens_have_a_reason(self, status: int, body: object, wanted: type) -> None:
        assert isinstance(refused(DRIVER.tokens(answer(body, status), TOKENS, RECEIVED)), wanted)

    def test_a_secret_stands_in_the_form(self) -> None:
        call = DRIVER.refresh(KEYS, TOKENS)
        assert dict(call.form)["client_secret"] == KEYS.secret
        assert dict(parse_qsl(call.url.partition("?")[2])) == {}
