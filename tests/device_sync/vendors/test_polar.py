"""Polar: events whose addresses are never called, lists of each document, and registration."""

from __future__ import annotations

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
from tests.device_sync.vendors.signing_vendors import POLAR
from tests.readers.vendor_files import documents_in
from tests.support import good, needs_shared_data, refused
from vegaloop.device_sync.adapters.vendors.polar import PolarDriver
from vegaloop.device_sync.adapters.vendors.polar_reading import FORMS, KINDS
from vegaloop.device_sync.application.drivers import Hint, Page
from vegaloop.device_sync.domain.trouble import Denied, Forbidden, Misread
from vegaloop.device_sync.domain.vendor import DataKind

DRIVER: Final = PolarDriver()
EXERCISE: Final = {
    "id": "2AC312F",
    "upload_time": "2024-06-01T10:40:02.000Z",
    "start_time": "2024-06-01T08:40:02",
    "start_time_utc_offset": 120,
    "duration": "PT1H",
    "sport": "RUNNING",
    "distance": 10_000.0,
}
DOCUMENTS: Final = {
    "activity": {
        "start_time": "2024-06-01T00:00:00",
        "end_time": "2024-06-01T23:59:59",
        "active_duration": "PT3H11M",
        "daily_activity": 89.1,
        "steps": 8823,
    },
    "bodytemperature": {
        "measurement_type": "TM_SKIN_TEMPERATURE",
        "sensor_location": "SL_DISTAL",
        "start_time": "2024-06-01T04:00:00",
        "end_time": "2024-06-01T05:00:00",
        "modified_time": "2024-06-01T06:00:00",
        "samples": [{"temperature_celsius": 34.5, "recording_time_delta_milliseconds": 1_000}],
    },
    "continuous-heart-rate": {
        "polar_user": "https://www.polaraccesslink/v3/users/1",
        "date": "2024-06-01",
        "heart_rate_samples": [{"heart_rate": 63, "sample_time": "00:02:08"}],
    },
    "nightly-recharge": {
        "date": "2024-06-01",
        "nightly_recharge_status": 3,
        "heart_rate_avg": 55,
        "beat_to_beat_avg": 1_090,
        "heart_rate_variability_avg": 48,
    },
    "physical-info": {
        "weight": 70.5,
        "weight_source": "SOURCE_MEASURED",
        "created": "2024-05-01T12:00:00Z",
        "modified": "2024-06-01T12:00:00Z",
    },
    "skintemperature": {
        "sleep_time_skin_temperature_celsius": 35.5,
        "deviation_from_baseline_celsius": 0.1,
        "sleep_date": "2024-06-01",
    },
    "sleep": {
        "date": "2024-06-01",
        "sleep_start_time": "2024-05-31T23:39:07+02:00",
        "sleep_end_time": "2024-06-01T07:19:37+02:00",
        "light_sleep": 15_000,
        "deep_sleep": 6_000,
        "rem_sleep": 5_000,
    },
    "spo2": {
        "test_time": 1_717_236_000,
        "time_zone_offset": 120,
        "test_status": "SPO2_TEST_PASSED",
        "blood_oxygen_percent": 97,
    },
}
WRAPS: Final = {
    "nightly-recharge": lambda one: {"recharges": [one]},
    "physical-info": lambda one: one,
    "sleep": lambda one: {"nights": [one]},
}


def contract() -> Contract:
    return Contract(
        "https://www.polaraccesslink.com", CONTRACTS / "polar_accesslink_v3.openapi.json"
    )


def told(event: str, **fields: str) -> bytes:
    return json.dumps({**POLAR.event, "event": event, **fields}).encode()


def hinted(body: bytes) -> list[Hint]:
    messages = good(POLAR.driver.messages(KEYS, POLAR.sent(body), RECEIVED))
    assert all(one.account == "475" for one in messages)
    return [good(DRIVER.read(one.follow.topic, one.follow.body, context())) for one in messages]


def kept(topic: str, value: object) -> Page:
    found = good(DRIVER.read(topic, json.dumps(value).encode(), context()))
    assert isinstance(found, Page)
    return found


class TestEvents:
    @needs_shared_data
    @pytest.mark.parametrize(
        ("event", "paths"),
        [
            ("EXERCISE", ["exercises/aQlC83"]),
            ("SLEEP", ["users/sleep/2024-06-01", "users/nightly-recharge/2024-06-01"]),
            ("CONTINUOUS_HEART_RATE", ["users/continuous-heart-rate/2024-06-01"]),
            ("ACTIVITY_SUMMARY", ["users/activities/2024-06-01"]),
            ("PHYSICAL_INFORMATION", ["users/physical-info"]),
        ],
    )
    def test_what_an_event_is_of_is_fetched_from_an_address_of_ours(
        self, event: str, paths: list[str]
    ) -> None:
        hints = hinted(told(event, date="2024-06-01"))
        asked = [fetch.call for hint in hints for fetch in hint.fetches]
        assert [one.url.partition("?")[0].partition("/v3/")[2] for one in asked] == paths
        for call in asked:
            assert contract().allows(call)
            assert not call.given

    @needs_shared_data
    def test_every_kind_of_event_is_taken(self) -> None:
        document = json.loads((CONTRACTS / "polar_accesslink_v3.openapi.json").read_text())
        followed = set()
        for event in document["components"]["schemas"]["webhookType"]["enum"]:
            body = told(event, date="2024-06-01")
            if good(POLAR.driver.messages(KEYS, POLAR.sent(body), RECEIVED)):
                followed.add(event)
        assert followed == {
            "ACTIVITY_SUMMARY",
            "CONTINUOUS_HEART_RATE",
            "EXERCISE",
            "PHYSICAL_INFORMATION",
            "SLEEP",
        }

    @pytest.mark.parametrize(
        ("topic", "fields"),
        [
            ("hint:exercise", {"entity_id": "../users/475"}),
            ("hint:exercise", {"entity_id": ""}),
            ("hint:sleep", {"date": "../../v3/users"}),
            ("hint:sleep", {}),
            ("hint:activity", {"date": "2024-02-30"}),
        ],
    )
    def test_what_names_nothing_leads_nowhere(self, topic: str, fields: dict[str, str]) -> None:
        body = told("SLEEP", **fields)
        assert refused(DRIVER.read(topic, body, context())) == Misread("event", "an id or a day")


class TestPages:
    @needs_shared_data
    @pytest.mark.parametrize("form", KINDS)
    def test_a_list_is_asked_for_as_the_contract_has_it(self, form: str) -> None:
        window = reading("2024-06-01", "2024-06-29", f"{form}|")
        call = DRIVER.page(KINDS[form], window, "access-1")
        assert contract().allows(call.call)
        asked = query_of(call.call.url)
        if "from" in asked:  # Both days are in it, and Polar gives four weeks at the most.
            assert (asked["from"], asked["to"]) == ("2024-06-01", "2024-06-28")

    @pytest.mark.parametrize("kind", FORMS)
    def test_each_list_of_a_kind_is_asked_for_once(self, kind: DataKind) -> None:
        page, asked = None, []
        while True:
            call = DRIVER.page(kind, reading("2024-06-01", "2024-06-03", page), "a")
            asked.append(call.topic)
            page = kept(call.topic, []).next
            if page is None:
                break
        assert asked == [f"page:{kind}:{form}" for form in FORMS[kind]]

    def test_an_exercise_is_followed_up_where_its_summary_says_something_new(self) -> None:
        def keys(*exercises: object) -> list[str]:
            page = kept("page:activities:exercise", exercises)
            assert page.records == ()
            for one in page.follow:
                hint = good(DRIVER.read(one.topic, one.body, context()))
                assert "/v3/exercises/2AC312F?" in hint.fetches[0].call.url
            return [one.key for one in page.follow]

        (first,) = keys(EXERCISE)
        (changed,) = keys({**EXERCISE, "distance": 10_001.0})
        assert keys(EXERCISE, EXERCISE) == [first, first]
        assert first != changed
        assert first.rpartition(":")[0] == changed.rpartition(":")[0]

    def test_an_exercise_without_an_id_breaks_its_list(self) -> None:
        body = json.dumps([EXERCISE, {"sport": "RUNNING"}]).encode()
        assert isinstance(
            refused(DRIVER.read("page:activities:exercise", body, context())), Misread
        )


class TestRecords:
    @pytest.mark.parametrize("form", DOCUMENTS)
    def test_a_document_is_the_same_record_alone_and_in_its_list_and_imports_reads_it(
        self, form: str
    ) -> None:
        one = DOCUMENTS[form]
        listed = WRAPS.get(form, lambda one: [one])(one)
        (alone,) = kept(f"fetched:{form}", one).records
        (among,) = kept(f"page:{KINDS[form]}:{form}", listed).records
        assert (alone.name, alone.day, alone.kind) == (among.name, among.day, among.kind)
        assert json.loads(alone.data) == json.loads(among.data) == one
        assert str(alone.day) == "2024-06-01"
        assert documents_in(one)

    def test_heart_rates_come_as_one_day_or_as_a_list_of_days(self) -> None:
        one = DOCUMENTS["continuous-heart-rate"]
        for given in (one, [one], {"heart_rates": [one]}):
            (record,) = kept("page:heart:continuous-heart-rate", given).records
            assert record.external_id == "2024-06-01"

    def test_an_exercise_is_known_by_its_id(self) -> None:
        (record,) = kept("fetched:exercise", EXERCISE).records
        assert (record.name, str(record.day)) == (("exercise", "2AC312F"), "2024-06-01")
        assert documents_in(json.loads(record.data))

    def test_another_weight_is_another_record_and_has_its_own_time(self) -> None:
        first = DOCUMENTS["physical-info"]
        names = set()
        for modified in ("2024-06-01T12:00:00Z", "2024-06-02T12:00:00Z"):
            (record,) = kept("fetched:physical-info", {**first, "modified": modified}).records
            assert record.modified_at.isoformat()[:10] == modified[:10]
            names.add(record.external_id)
        assert len(names) == 2

    @pytest.mark.parametrize("body", [b"", b" ", b"[]", b'{"nights": []}'])
    def test_nothing_is_no_trouble(self, body: bytes) -> None:
        assert good(DRIVER.read("fetched:sleep", body, context())) == Page()

    def test_what_is_of_no_day_breaks_its_list(self) -> None:
        assert refused(DRIVER.read("page:sleep:sleep", b'{"nights": [{}]}', context())) == Misread(
            "sleep.id", "an id"
        )


class TestConsent:
    GIVEN: Final = {"access_token": "a", "token_type": "bearer", "expires_in": 315_359_999}

    def test_our_secret_stands_in_a_header(self) -> None:
        call = DRIVER.exchange(KEYS, "https://we/back", "c", "v")
        assert dict(call.headers)["authorization"] == "Basic b3VyLWNsaWVudDpvdXItc2VjcmV0"
        assert not {"client_id", "client_secret"} & dict(call.form).keys()

    def test_tokens_say_whose_they_are_and_last_for_ten_years(self) -> None:
        found = good(DRIVER.tokens(answer({**self.GIVEN, "x_user_id": 475}), None, RECEIVED))
        assert (found.account, found.refresh) == ("475", None)
        assert (found.expires_at - RECEIVED).days == 3_649
        assert isinstance(refused(DRIVER.tokens(answer(self.GIVEN), None, RECEIVED)), Misread)

    @needs_shared_data
    def test_a_person_is_registered_as_the_contract_has_it(self) -> None:
        (call,) = DRIVER.after_consent(KEYS, TOKENS)
        assert contract().allows(call)
        document = json.loads((CONTRACTS / "polar_accesslink_v3.openapi.json").read_text())
        assert set(json.loads(call.json)) == set(
            document["components"]["schemas"]["register"]["required"]
        )
        assert contract().allows(DRIVER.revoke(KEYS, TOKENS))

    @pytest.mark.parametrize("status", [200, 201, 204, 409])
    def test_whoever_is_registered_already_is_registered(self, status: int) -> None:
        assert good(DRIVER.tokens(answer({}, status), TOKENS, RECEIVED)) == TOKENS

    @pytest.mark.parametrize(("status", "wanted"), [(403, Forbidden), (401, Denied)])
    def test_whoever_may_not_be_registered_is_told(self, status: int, wanted: type) -> None:
        assert isinstance(refused(DRIVER.tokens(answer({}, status), TOKENS, RECEIVED)), wanted)
