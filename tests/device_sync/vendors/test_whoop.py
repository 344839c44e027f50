"""WHOOP: events of sleeps, workouts and recoveries, and pages of each."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import pytest

from tests.device_sync.vendors.driving import (
    CONTRACTS,
    KEYS,
    RECEIVED,
    TOKENS,
    Contract,
    answer,
    context,
    query_of,
    reading,
)
from tests.device_sync.vendors.signing_vendors import WHOOP
from tests.readers.vendor_files import documents_in
from tests.support import good, needs_shared_data, refused
from vegaloop.device_sync.adapters.vendors.whoop import WhoopDriver
from vegaloop.device_sync.adapters.vendors.whoop_reading import KINDS
from vegaloop.device_sync.application.drivers import Hint, Page
from vegaloop.device_sync.domain.trouble import Busy, Denied, Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.imports.domain.found import FoundReading

DRIVER: Final = WhoopDriver()
NAME: Final = WHOOP.event["id"]
SLEEP: Final = {
    "id": NAME,
    "cycle_id": 93845,
    "user_id": 10129,
    "created_at": "2024-06-01T11:25:44.774Z",
    "updated_at": "2024-06-01T14:25:44.774Z",
    "start": "2024-05-31T04:00:00.000Z",
    "end": "2024-05-31T11:30:00.000Z",
    "timezone_offset": "-05:00",
    "nap": False,
    "score_state": "SCORED",
    "score": {"stage_summary": {}, "respiratory_rate": 16.1},
}


def contract() -> Contract:
    return Contract("https://api.prod.whoop.com/developer", CONTRACTS / "whoop_v2.openapi.json")


def told(**changes: object) -> bytes:
    return json.dumps({**WHOOP.event, **changes}).encode()


class TestEvents:
    @needs_shared_data
    def test_the_example_of_the_contract_is_a_hint(self) -> None:
        path = CONTRACTS / "examples" / "whoop-webhook-sleep-updated-example.json"
        request = json.loads(path.read_text())["request"]
        assert {name.lower() for name in request["headers"]} > set(WHOOP.sent().headers)
        body = json.dumps(request["body"]).encode()
        (message,) = good(DRIVER.messages(KEYS, WHOOP.sent(body), RECEIVED))
        assert (message.account, message.follow.topic) == ("10129", "hint:sleep")
        hint = good(DRIVER.read("hint:sleep", body, context()))
        (fetch,) = hint.fetches
        assert contract().allows(fetch.call)
        assert fetch.call.url.endswith(f"/v2/activity/sleep/{request['body']['id']}")

    @needs_shared_data
    def test_a_recovery_is_found_through_its_sleep(self) -> None:
        body = told(type="recovery.updated")
        (message,) = good(DRIVER.messages(KEYS, WHOOP.sent(body), RECEIVED))
        first = good(DRIVER.read(message.follow.topic, body, context()))
        assert first.fetches[0].call.url.endswith(f"/v2/activity/sleep/{NAME}")
        assert first.topic.startswith("hint:")
        second = good(DRIVER.read(first.topic, json.dumps(SLEEP).encode(), context()))
        assert isinstance(second, Hint)
        assert second.fetches[0].call.url.endswith("/v2/cycle/93845/recovery")
        for hint in (first, second):
            assert contract().allows(hint.fetches[0].call)
            (gone,) = hint.if_gone
            assert gone.name == ("recovery", NAME)

    @pytest.mark.parametrize("form", KINDS)
    def test_a_deletion_leaves_a_tombstone_under_the_name_of_what_it_was(self, form: str) -> None:
        body = told(type=f"{form}.deleted")
        (gone,) = good(DRIVER.read(f"hint:{form}", body, context())).records
        assert (gone.name, gone.data, gone.kind) == ((form, NAME), None, KINDS[form])

    @pytest.mark.parametrize("type_", ["cycle.updated", "sleep", "sleep.scored", "", "x.deleted"])
    def test_what_is_of_no_use_is_taken_and_not_followed(self, type_: str) -> None:
        assert good(DRIVER.messages(KEYS, WHOOP.sent(told(type=type_)), RECEIVED)) == ()

    @pytest.mark.parametrize("name", ["../../user/access", "", ".."])
    def test_an_id_that_is_none_leads_nowhere(self, name: str) -> None:
        assert isinstance(refused(DRIVER.read("hint:sleep", told(id=name), context())), Misread)
        strayed = json.dumps({**SLEEP, "cycle_id": name}).encode()
        assert isinstance(refused(DRIVER.read("hint:recovery-of", strayed, context())), Misread)


class TestPages:
    @needs_shared_data
    @pytest.mark.parametrize("kind", KINDS.values())
    @pytest.mark.parametrize("page", [None, "MTIzOjEyMzEyMw"])
    def test_a_page_is_asked_for_as_the_contract_has_it(
        self, kind: DataKind, page: str | None
    ) -> None:
        call = DRIVER.page(kind, reading("2024-06-01", "2024-06-03", page), "access-1").call
        assert contract().allows(call)
        asked = query_of(call.url)
        assert asked.get("nextToken") == page
        # Whatever the zone, no moment of these days is outside.
        assert asked["start"] <= "2024-05-31T10:00:00.000Z"
        assert asked["end"] >= "2024-06-03T12:00:00.000Z"

    def test_a_sleep_is_of_the_day_of_waking_where_it_was_slept(self) -> None:
        body = json.dumps({"records": [SLEEP], "next_token": "t"}).encode()
        page = good(DRIVER.read("page:sleep:sleep", body, context()))
        (record,) = page.records
        assert (record.external_id, str(record.day), page.next) == (NAME, "2024-05-31", "t")
        assert record.modified_at.isoformat() == "2024-06-01T14:25:44.774000+00:00"
        assert any(isinstance(one, FoundReading) for one in documents_in(json.loads(record.data)))

    @needs_shared_data
    @pytest.mark.parametrize(
        ("example", "kind", "form"),
        [
            ("whoop-list-sleep-example.json", "sleep", "sleep"),
            ("whoop-sleep-example.json", "sleep", "sleep"),
            ("whoop-recovery-example.json", "heart", "recovery"),
            ("whoop-list-workouts-example.json", "activities", "workout"),
            ("whoop-workout-example.json", "activities", "workout"),
        ],
    )
    def test_the_examples_are_cut_into_records_that_imports_reads(
        self, example: str, kind: str, form: str
    ) -> None:
        given = json.loads((CONTRACTS / "examples" / example).read_text())
        answered = next(
            (given[name] for name in ("response", "body", "value") if name in given), given
        )
        answered = answered.get("body", answered)
        body = json.dumps(answered).encode()
        page = good(DRIVER.read(f"page:{kind}:{form}", body, context()))
        assert len(page.records) == len(answered["records"]) > 0
        for record, one in zip(page.records, answered["records"], strict=True):
            assert json.loads(record.data) == one
            assert record.modified_at == dt.datetime.fromisoformat(one["updated_at"])
            assert record.day is not None
            assert documents_in(one)

    def test_an_empty_page_ends_a_feed(self) -> None:
        assert good(DRIVER.read("page:sleep:sleep", b'{"records":[]}', context())) == Page()
        assert refused(DRIVER.read("page:sleep:sleep", b"{}", context()))


class TestConsent:
    @needs_shared_data
    def test_whose_the_tokens_are_is_asked_afterwards(self) -> None:
        tokens = good(DRIVER.tokens(answer({"access_token": "a"}), None, RECEIVED))
        (call,) = DRIVER.after_consent(KEYS, tokens)
        assert contract().allows(call)
        whole = good(DRIVER.tokens(answer({"user_id": 10129, "email": "x"}), tokens, RECEIVED))
        assert whole.account == "10129"
        assert isinstance(refused(DRIVER.tokens(answer({}), tokens, RECEIVED)), Misread)

    @needs_shared_data
    def test_a_consent_is_given_back_as_the_contract_has_it(self) -> None:
        assert contract().allows(DRIVER.revoke(KEYS, TOKENS))

    def test_a_refresh_asks_for_the_next_refresh_token(self) -> None:
        assert dict(DRIVER.refresh(KEYS, TOKENS).form)["scope"] == "offline"
        lapsed = answer({"error": "invalid_grant"}, 400)
        assert refused(DRIVER.tokens(lapsed, TOKENS, RECEIVED)) == Denied(RECEIVED)

    def test_its_own_header_says_how_long_to_wait(self) -> None:
        trouble = DRIVER.trouble(answer({}, 429, x_ratelimit_reset="37"), RECEIVED)
        assert trouble == Busy(RECEIVED + dt.timedelta(seconds=37))
        asked = DRIVER.trouble(answer({}, 429, x_ratelimit_reset="37", retry_after="60"), RECEIVED)
        assert asked == Busy(RECEIVED + dt.timedelta(seconds=60))
