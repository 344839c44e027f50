"""Strava: events that are hints, a list that is followed up, and what is wrong with an answer."""

from __future__ import annotations

import json
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
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.application.drivers import Ended, Hint, Page
from vegaloop.device_sync.domain.trouble import Busy, Denied, Down, Forbidden, Gone
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.imports.domain.found import FoundRecording

DRIVER: Final = StravaDriver()
KIND: Final = DataKind.ACTIVITIES
ID: Final = 154504250376823
EVENT: Final = {
    "aspect_type": "update",
    "event_time": 1773987000,
    "object_id": ID,
    "object_type": "activity",
    "owner_id": 134815,
    "subscription_id": 120475,
    "updates": {"title": "Messy"},
}
ACTIVITY: Final = {
    "id": ID,
    "athlete": {"id": 134815, "resource_state": 1},
    "resource_state": 3,
    "name": "Happy Friday",
    "sport_type": "Run",
    "start_date": "2018-05-02T23:15:09Z",
    "start_date_local": "2018-05-03T01:15:09Z",
    "timezone": "(GMT+01:00) Europe/Paris",
    "elapsed_time": 3,
    "moving_time": 3,
    "distance": 9.0,
    "kudos_count": 3,
}
STREAMS: Final = {
    "time": {"data": [0, 1, 2], "series_type": "time", "original_size": 3, "resolution": "high"},
    "heartrate": {"data": [90, 91, 92], "series_type": "time", "original_size": 3},
}


def contract() -> Contract:
    return Contract("https://www.strava.com/api/v3", CONTRACTS / "strava_v3.swagger.json")


def told(**changes: object) -> bytes:
    return json.dumps({**EVENT, **changes}).encode()


def key(**changes: object) -> str:
    (message,) = good(DRIVER.messages(KEYS, envelope(told(**changes)), RECEIVED))
    return message.follow.key


class TestEvents:
    def test_an_event_is_a_hint_about_its_owner(self) -> None:
        (message,) = good(DRIVER.messages(KEYS, envelope(told()), RECEIVED))
        assert message.account == "134815"
        assert message.follow.topic == "hint:activity"
        assert message.follow.body == told()

    def test_the_same_event_has_the_same_key_and_another_another(self) -> None:
        others = [
            key(event_time=1773987001),
            key(object_id=1),
            key(aspect_type="create"),
            key(updates={"title": "Tidy"}),
            key(owner_id=1),
        ]
        assert key() == key()
        assert len({key(), *others}) == 6

    @needs_shared_data
    @pytest.mark.parametrize("aspect", ["create", "update", "delete"])
    def test_what_it_is_about_is_fetched_with_its_streams_as_the_contract_has_it(
        self, aspect: str
    ) -> None:
        hint = good(DRIVER.read("hint:activity", told(aspect_type=aspect), context()))
        assert isinstance(hint, Hint)
        one, streams = hint.fetches
        assert (one.name, one.optional) == ("activity", False)
        assert (streams.name, streams.optional) == ("streams", True)
        assert contract().allows(one.call)
        assert contract().allows(streams.call)
        assert ("authorization", "Bearer access-1") in one.call.headers

    def test_what_is_gone_leaves_a_tombstone_of_when_it_was_told(self) -> None:
        hint = good(DRIVER.read("hint:activity", told(aspect_type="delete"), context()))
        (gone,) = hint.if_gone
        assert (gone.external_id, gone.data, gone.modified_at) == (str(ID), None, RECEIVED)

    def test_an_id_that_is_no_number_leads_nowhere(self) -> None:
        body = told(object_id="../../oauth/deauthorize?")
        assert refused(DRIVER.read("hint:activity", body, context()))

    @pytest.mark.parametrize("said", ["false", False])
    def test_a_person_who_left_is_left_alone_at_once(self, said: object) -> None:
        body = told(object_type="athlete", object_id=134815, updates={"authorized": said})
        (message,) = good(DRIVER.messages(KEYS, envelope(body), RECEIVED))
        assert isinstance(good(DRIVER.read(message.follow.topic, body, context())), Ended)

    def test_nobody_leaves_in_the_future(self) -> None:
        body = told(object_type="athlete", updates={"authorized": "false"}, event_time=4e9)
        assert good(DRIVER.read("push:athlete", body, context())) == Ended(RECEIVED)

    def test_what_else_is_told_of_a_person_is_nothing(self) -> None:
        body = told(object_type="athlete", updates={"weight": 70})
        assert good(DRIVER.read("push:athlete", body, context())) == Page()


class TestActivities:
    def test_an_activity_with_streams_is_read_by_imports_as_it_was_kept(self) -> None:
        body = json.dumps({"activity": ACTIVITY, "streams": STREAMS}).encode()
        (record,) = good(DRIVER.read("fetched:activity", body, context())).records
        assert (record.external_id, str(record.day)) == (str(ID), "2018-05-03")
        assert record.data == body
        (found,) = [
            one for one in documents_in(json.loads(body)) if isinstance(one, FoundRecording)
        ]
        assert found is not None

    def test_one_without_streams_is_kept_alone(self) -> None:
        alone = json.dumps(ACTIVITY).encode()
        for body in (b'{"activity": ' + alone + b"}", alone):
            (record,) = good(DRIVER.read("fetched:activity", body, context())).records
            assert record.data == alone
            assert any(isinstance(one, FoundRecording) for one in documents_in(ACTIVITY))


class TestList:
    @needs_shared_data
    def test_a_window_holds_its_days_wherever_they_are_lived(self) -> None:
        asked = DRIVER.page(KIND, reading("2024-03-01", "2024-03-15"), "access-1")
        assert contract().allows(asked.call)
        query = query_of(asked.call.url)
        assert int(query["after"]) < 1709251200 - 14 * 3600  # Midnight of the first in UTC.
        assert int(query["before"]) >= 1710460800 + 12 * 3600
        assert int(query["per_page"]) == 200

    @needs_shared_data
    def test_the_example_of_the_contract_is_followed_activity_by_activity(self) -> None:
        document = json.loads((CONTRACTS / "strava_v3.swagger.json").read_text())
        example = document["paths"]["/athlete/activities"]["get"]["responses"]["200"]["examples"]
        body = json.dumps(example["application/json"]).encode()
        page = good(DRIVER.read("page:activities:1:1900000000", body, context()))
        assert page.records == ()
        assert len(page.follow) == 2
        for follow in page.follow:
            assert isinstance(good(DRIVER.read(follow.topic, follow.body, context())), Hint)

    def test_kudos_are_no_change_and_another_name_is_one(self) -> None:
        def key_of(**changes: object) -> str:
            body = json.dumps([{**ACTIVITY, **changes}]).encode()
            (follow,) = good(DRIVER.read("page:activities:1:2", body, context())).follow
            return follow.key

        assert key_of() == key_of(kudos_count=4, comment_count=1, has_kudoed=True)
        assert len({key_of(), key_of(name="x"), key_of(elapsed_time=4), key_of(id=1)}) == 4

    @given(
        starts=st.lists(st.integers(1_000, 2_000), min_size=1, max_size=40, unique=True),
        size=st.integers(2, 7),
        descending=st.booleans(),
        added=st.integers(1_000, 2_000),
    )
    def test_all_are_followed_in_either_order_though_the_list_grows(
        self, starts: list[int], size: int, descending: bool, added: int
    ) -> None:
        bounds, seen, pages = (900, 2_100), set[int](), 0
        listed = dict.fromkeys(starts)
        while True:
            after, before = bounds
            page = sorted((at for at in listed if after < at < before), reverse=descending)[:size]
            body = json.dumps([{"id": at, "start_date": _iso(at)} for at in page]).encode()
            read = good(DRIVER.read(f"page:activities:{after}:{before}", body, context()))
            seen.update(json.loads(follow.body)["object_id"] for follow in read.follow)
            listed.setdefault(added)
            pages += 1
            assert pages < 90
            if read.next is None:
                break
            asked = query_of(
                DRIVER.page(KIND, reading("2024-01-01", "2024-01-02", read.next), "a").call.url
            )
            bounds = int(asked["after"]), int(asked["before"])
        assert {str(at) for at in starts} <= seen

    def test_an_empty_list_is_the_last(self) -> None:
        assert good(DRIVER.read("page:activities:1:2", b"[]", context())) == Page()


def _iso(seconds: int) -> str:
    return f"1970-01-01T00:{seconds // 60:02}:{seconds % 60:02}Z"


class TestConsent:
    def test_the_first_answer_says_whose_tokens_they_are(self) -> None:
        first = {"access_token": "a", "refresh_token": "r", "expires_in": 60, "athlete": {"id": 9}}
        found = good(DRIVER.tokens(answer(first), None, RECEIVED))
        assert (found.account, found.refresh) == ("9", "r")
        assert (found.expires_at - RECEIVED).total_seconds() == 60
        assert refused(DRIVER.tokens(answer({"access_token": "a"}), None, RECEIVED))

    @pytest.mark.parametrize("field", ["refresh_token", "code"])
    def test_a_grant_it_does_not_know_is_the_persons_to_give_anew(self, field: str) -> None:
        fault = {"message": "Bad Request", "errors": [{"field": field, "code": "invalid"}]}
        error = refused(DRIVER.tokens(answer(fault, 400), TOKENS, RECEIVED))
        assert error == Denied(RECEIVED)

    def test_the_challenge_is_echoed_to_whoever_knows_the_word_twice(self) -> None:
        query = (
            ("hub.mode", "subscribe"),
            ("hub.verify_token", KEYS.word),
            ("hub.challenge", "15f7d1a91c1f40f8a748fd134752feb3"),
        )
        said = good(DRIVER.challenge(KEYS, envelope(query=query)))
        assert json.loads(said.body) == {"hub.challenge": "15f7d1a91c1f40f8a748fd134752feb3"}
        for left_out in range(3):
            some = query[:left_out] + query[left_out + 1 :]
            assert refused(DRIVER.challenge(KEYS, envelope(query=some)))
        wrong = (query[0], ("hub.verify_token", "guess"), query[2])
        assert refused(DRIVER.challenge(KEYS, envelope(query=wrong)))


class TestTrouble:
    def test_too_many_calls_are_forgiven_when_their_window_ends(self) -> None:
        quarter = answer(status=429, x_ratelimit_limit="100,1000", x_ratelimit_usage="101,300")
        of_day = answer(status=429, x_readratelimit_limit="9,10", x_readratelimit_usage="1,10")
        until = [DRIVER.trouble(one, RECEIVED).until for one in (quarter, of_day)]
        assert [one.strftime("%d %H:%M") for one in until] == ["20 06:45", "21 00:00"]

    def test_it_says_how_long_to_wait_itself_where_it_does(self) -> None:
        busy = DRIVER.trouble(answer(status=429, retry_after="60"), RECEIVED)
        assert isinstance(busy, Busy)
        assert (busy.until - RECEIVED).total_seconds() == 60

    def test_a_scope_that_was_not_given_is_no_lost_consent(self) -> None:
        fault = {"errors": [{"field": "activity:read_permission", "code": "missing"}]}
        assert DRIVER.trouble(answer(fault, 401), RECEIVED) == Forbidden("activities")
        assert DRIVER.trouble(answer({}, 401), RECEIVED) == Denied(RECEIVED)

    def test_other_statuses_are_as_everywhere(self) -> None:
        assert isinstance(DRIVER.trouble(answer(status=404), RECEIVED), Gone)
        assert isinstance(DRIVER.trouble(answer(status=502), RECEIVED), Down)
        assert DRIVER.trouble(answer(), RECEIVED) is None
