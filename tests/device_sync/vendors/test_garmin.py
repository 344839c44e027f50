"""Garmin: pushes, pings that lead nowhere else, and days that are asked for once more."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

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
from tests.readers.vendor_files import documents_in
from tests.support import good, refused
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.adapters.vendors.garmin_reading import KINDS
from vegaloop.device_sync.application.calling import Verb
from vegaloop.device_sync.application.drivers import Ended, Hint, Page, Tokens
from vegaloop.device_sync.domain.trouble import Busy, Denied, Forbidden, Misread
from vegaloop.device_sync.domain.vendor import Account, DataKind
from vegaloop.imports.domain.found import NotTaken
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import later

DRIVER: Final = GarminDriver()
REST: Final = "https://apis.garmin.com/wellness-api/rest"
START_S: Final = 1717192800  # 2024-06-01 00:00 in Paris.
DAILY: Final = {
    "userId": "4711",
    "summaryId": "x1",
    "calendarDate": "2024-06-01",
    "steps": 4210,
    "activityType": "WALKING",
    "startTimeInSeconds": START_S,
    "durationInSeconds": 86400,
    "startTimeOffsetInSeconds": 7200,
    "distanceInMeters": 3146.5,
}
RUN: Final = {
    "userId": "4711",
    "summaryId": "a1",
    "activityId": 1,
    "activityType": "RUNNING",
    "startTimeInSeconds": START_S + 82_800,
    "startTimeOffsetInSeconds": 7200,
    "durationInSeconds": 1800,
    "distanceInMeters": 5000.0,
}
PUSH: Final = {
    "dailies": [DAILY, {**DAILY, "userId": "4712", "summaryId": "x2"}],
    "activities": [RUN],
    "moveIQActivities": [{"userId": "4711", "summaryId": "m1"}],
}
CALLBACK: Final = f"{REST}/epochs?uploadStartTimeInSeconds=1&uploadEndTimeInSeconds=2&token=a.b-c"
ELSEWHERE: Final = (
    *("http://apis.garmin.com/wellness-api/rest/epochs", "file:///etc/passwd", "", "https://"),
    *("https://apis.garmin.com.evil.example/wellness-api/rest/epochs", "https://127.0.0.1/x"),
    "https://169.254.169.254/wellness-api/rest/epochs",
    "https://apis.garmin.com@evil.example/wellness-api/rest/epochs",
    "https://a:b@apis.garmin.com/wellness-api/rest/epochs",
    "https://apis.garmin.com:8443/wellness-api/rest/epochs",
    "https://apis.garmin.com\\@evil.example/wellness-api/rest/epochs",
    "https://apis.garmin.com/wellness-api/rest/../../other",
    "https://apis.garmin.com/other-api/rest/epochs",
    "https://apis.garmin.com/wellness-api/rest/epochs?a=\r\nhost: x",
    "https://apis.garmin.com/wellness-api/rest/epochs#x",
    *("//apis.garmin.com/wellness-api/rest/epochs", "https://[::1/", "HTTPS://apis.garmin.com"),
)


def took(push: object, now=RECEIVED, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return DRIVER.messages(KEYS, envelope(json.dumps(push).encode(), headers=named), now)


def ping(url: str, name: str = "epochs") -> object:
    body = json.dumps({"userId": "4711", "summaryId": "f1", "callbackURL": url}).encode()
    return DRIVER.read(f"hint:{name}", body, context())


class TestPushes:
    def test_a_push_is_cut_by_person_and_summary(self) -> None:
        messages = good(took(PUSH))
        assert [(one.account, one.follow.topic) for one in messages] == [
            ("4711", "push:dailies"),
            ("4712", "push:dailies"),
            ("4711", "push:activities"),
        ]
        assert len({one.follow.key for one in messages}) == 3
        assert [one.follow.key for one in good(took(PUSH))] == [one.follow.key for one in messages]

    def test_a_summary_that_was_added_to_is_another_message(self) -> None:
        (before,), (after,) = (
            good(took({"dailies": [{**DAILY, "steps": steps}]})) for steps in (1, 2)
        )
        assert before.follow.key != after.follow.key

    def test_what_is_odd_in_a_push_loses_nothing_beside_it(self) -> None:
        odd = {**DAILY, "startTimeInSeconds": "soon", "summary": 3}
        push = {"version": 3, "dailies": [odd, 7, {"steps": 1}, DAILY], "sleeps": None}
        messages = good(took(push))
        assert [one.follow.topic for one in messages] == ["push:dailies"] * 2
        first, second = (
            DRIVER.read(one.follow.topic, one.follow.body, context()) for one in messages
        )
        assert isinstance(refused(first), Misread)
        assert len(good(second).records) == 1

    def test_a_push_of_another_client_is_not_authentic(self) -> None:
        assert good(took(PUSH, garmin_client_id=KEYS.client_id))
        assert refused(took(PUSH, garmin_client_id="another"))
        assert refused(took(PUSH, garmin_client_id=""))

    def test_summaries_are_read_by_imports_as_they_were_kept(self) -> None:
        for name, summary, day in (
            ("dailies", DAILY, "2024-06-01"),
            ("activities", RUN, "2024-06-01"),
        ):
            body = json.dumps(summary).encode()
            (record,) = good(DRIVER.read(f"push:{name}", body, context())).records
            assert (record.kind, str(record.day)) == (KINDS[name], day)
            found = documents_in(json.loads(record.data))
            assert any(not isinstance(one, NotTaken) for one in found)

    def test_what_was_changed_by_hand_is_an_edition_of_the_activity(self) -> None:
        body = json.dumps(RUN).encode()
        records = [
            good(DRIVER.read(f"push:{name}", body, context())).records[0]
            for name in ("activities", "manuallyUpdatedActivities")
        ]
        assert records[0].name == records[1].name == ("activities", "a1")

    def test_details_have_their_day_in_the_summary_beside_them(self) -> None:
        body = json.dumps({"userId": "4711", "summaryId": "a1-detail", "summary": RUN}).encode()
        (record,) = good(DRIVER.read("push:activityDetails", body, context())).records
        assert str(record.day) == "2024-06-01"

    def test_a_summary_of_somebody_else_is_not_read(self) -> None:
        body = json.dumps({**DAILY, "userId": "4712"}).encode()
        assert isinstance(refused(DRIVER.read("push:dailies", body, context())), Misread)

    def test_no_id_is_too_long_to_be_kept(self) -> None:
        body = json.dumps({**DAILY, "summaryId": "x" * 5_000}).encode()
        (record,) = good(DRIVER.read("push:dailies", body, context())).records
        assert 0 < len(record.external_id) <= 128


class TestPings:
    def test_a_ping_is_fetched_where_it_says(self) -> None:
        (message,) = good(took({"epochs": [{"userId": "4711", "callbackURL": CALLBACK}]}))
        hint = good(DRIVER.read(message.follow.topic, message.follow.body, context()))
        assert isinstance(hint, Hint)
        (fetch,) = hint.fetches
        assert (fetch.call.url, fetch.call.given) == (CALLBACK, True)
        assert hint.topic == "fetched:epochs"

    @pytest.mark.parametrize("url", ELSEWHERE)
    def test_an_address_elsewhere_is_not_followed(self, url: str) -> None:
        assert isinstance(refused(ping(url)), Misread)

    @given(st.text(max_size=60), st.sampled_from(("", "https://apis.garmin.com", REST)))
    def test_no_address_leads_off_the_host(self, text: str, before: str) -> None:
        body = json.dumps({"userId": "4711", "callbackURL": before + text}).encode()
        match DRIVER.read("hint:epochs", body, context()):
            case Success(hint):
                assert hint.fetches[0].call.url.startswith(f"{REST}/")
            case Failure(error):
                assert isinstance(error, Misread)

    def test_what_a_ping_led_to_is_a_list_of_summaries(self) -> None:
        body = json.dumps([DAILY, {**DAILY, "summaryId": "x3"}]).encode()
        page = good(DRIVER.read("fetched:dailies", body, context()))
        assert [one.external_id for one in page.records] == ["x1", "x3"]

    def test_a_file_is_kept_as_the_watch_wrote_it(self) -> None:
        hint = good(ping(f"{REST}/activityFile?id=1&token=2", "activityFiles"))
        page = good(DRIVER.read(hint.topic, b"\x0e\x10.FIT\xff", context()))
        (record,) = page.records
        assert (record.external_id, record.data) == ("f1", b"\x0e\x10.FIT\xff")


class TestConsent:
    def test_whoever_leaves_is_left_alone_each_time(self) -> None:
        def left(minutes: int):
            now = later(RECEIVED, dt.timedelta(minutes=minutes))
            (message,) = good(took({"deregistrations": [{"userId": "4711"}]}, now))
            return message.follow

        assert good(DRIVER.read(left(0).topic, left(0).body, context())) == Ended(RECEIVED)
        assert left(0).key == left(0).key
        assert left(0).key != left(60).key

    def test_a_change_that_leaves_nothing_we_need_ends_it(self) -> None:
        def changed(*permissions: str) -> object:
            change = {"userId": "4711", "permissions": permissions, "changeTimeInSeconds": START_S}
            (message,) = good(took({"userPermissionsChange": [change]}))
            return good(DRIVER.read(message.follow.topic, message.follow.body, context()))

        assert isinstance(changed("WORKOUT_IMPORT"), Ended)
        assert isinstance(changed(), Ended)
        assert changed("ACTIVITY_EXPORT") == Page()

    def test_who_they_are_is_asked_after_they_consented(self) -> None:
        told = {"access_token": "a", "refresh_token": "r", "expires_in": 86400}
        first = good(DRIVER.tokens(answer(told), None, RECEIVED))
        assert first.account == ""
        (call,) = DRIVER.after_consent(KEYS, first)
        assert (call.verb, call.url) == (Verb.GET, f"{REST}/user/id")
        whole = good(DRIVER.tokens(answer({"userId": "4711"}), first, RECEIVED))
        assert whole == Tokens("a", "r", first.expires_at, Account("4711"), ())
        assert refused(DRIVER.tokens(answer({"access_token": "b"}), first, RECEIVED))

    def test_disconnecting_deletes_the_registration(self) -> None:
        call = DRIVER.revoke(KEYS, TOKENS)
        assert (call.verb, call.url) == (Verb.DELETE, f"{REST}/user/registration")


class TestBackfills:
    @pytest.mark.parametrize("kind", DataKind)
    def test_each_kind_of_summary_is_asked_for_once(self, kind: DataKind) -> None:
        asked, page = [], None
        while True:
            call = DRIVER.page(kind, reading("2024-06-01", "2024-06-29", page), "access-1")
            query = query_of(call.call.url)
            start_s, end_s = (int(query[f"summary{side}TimeInSeconds"]) for side in SIDES)
            assert start_s <= START_S
            assert 0 < end_s - start_s <= 30 * 86_400
            asked.append(call.call.url.split("?")[0].removeprefix(f"{REST}/backfill/"))
            read = good(DRIVER.read(call.topic, b"", context()))
            assert (read.records, read.follow) == ((), ())
            page = read.next
            if page is None:
                break
        assert len(set(asked)) == len(asked) >= 1

    def test_nothing_is_asked_for_that_is_yet_to_come(self) -> None:
        call = DRIVER.page(DataKind.SLEEP, reading("2026-03-19", "2026-03-21"), "access-1").call
        end_s = int(query_of(call.url)["summaryEndTimeInSeconds"])
        assert end_s == int(RECEIVED.timestamp())

    def test_days_that_were_asked_for_before_are_no_trouble(self) -> None:
        troubles = [DRIVER.trouble(answer(status=one), RECEIVED) for one in (202, 409, 412, 401)]
        assert troubles == [None, None, Forbidden("data"), Denied(RECEIVED)]
        assert isinstance(DRIVER.trouble(answer(status=429), RECEIVED), Busy)


SIDES: Final = ("Start", "End")
