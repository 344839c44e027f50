"""Withings: hints that are not signed, a status in each answer, and consent."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import pytest

from tests.device_sync.vendors.asked_of_withings import (
    DRIVER,
    HOOK,
    SPAN,
    actions,
    is_allowed,
    told,
)
from tests.device_sync.vendors.driving import (
    CONTRACTS,
    KEYS,
    RECEIVED,
    TOKENS,
    answer,
    context,
    envelope,
    query_of,
)
from tests.support import good, needs_shared_data, refused
from vegaloop.device_sync.adapters.vendors.withings import WithingsDriver
from vegaloop.device_sync.application.drivers import Ended, Hint, NotAuthentic
from vegaloop.device_sync.domain.trouble import Busy, Denied, Down, Forbidden, Misread, Refused
from vegaloop.kernel.time import Instant


def hinted(appli: int, **fields: str) -> list[Hint]:
    body = told(appli, **fields)
    messages = good(DRIVER.messages(KEYS, envelope(body), RECEIVED))
    assert all(one.account == "363" for one in messages)
    return [good(DRIVER.read(one.follow.topic, one.follow.body, context())) for one in messages]


class TestNotifications:
    @needs_shared_data
    @pytest.mark.parametrize(
        ("appli", "fields", "wanted"),
        [
            (1, SPAN, ["getmeas"]),
            (2, SPAN, ["getmeas"]),
            (4, SPAN, ["getmeas"]),
            (58, SPAN, ["getmeas"]),
            (44, SPAN, ["getsummary"]),
            (54, SPAN, ["list"]),
            (16, {"date": "2024-06-01"}, ["getactivity", "getworkouts", "getintradayactivity"]),
        ],
    )
    def test_what_a_notification_is_of_is_fetched_as_the_contract_has_it(
        self, appli: int, fields: dict[str, str], wanted: list[str]
    ) -> None:
        hints = hinted(appli, **fields)
        assert [dict(one.fetches[0].call.form)["action"] for one in hints] == wanted
        for hint in hints:
            (fetch,) = hint.fetches
            assert is_allowed(fetch.call)
            assert ("authorization", "Bearer access-1") in fetch.call.headers

    @pytest.mark.parametrize(
        ("day", "hours"), [("2024-03-31", 23), ("2024-06-01", 24), ("2024-10-27", 24)]
    )
    def test_a_day_is_that_of_the_person_at_home(self, day: str, hours: int) -> None:
        *_, counted = hinted(16, date=day)  # Of the 25 hours of one, a call gives 24.
        form = dict(counted.fetches[0].call.form)
        assert int(form["enddate"]) - int(form["startdate"]) == hours * 3_600

    def test_the_last_second_of_a_span_is_in_it(self) -> None:
        (hint,) = hinted(1, **SPAN)
        form = dict(hint.fetches[0].call.form)
        assert int(form["startdate"]) <= int(SPAN["startdate"])
        assert int(form["enddate"]) > int(SPAN["enddate"])

    def test_the_word_is_all_there_is_to_believe(self) -> None:
        for body in (told(1, **SPAN), told(46, action="delete")):
            assert refused(DRIVER.messages(KEYS, envelope(body, "guess"), RECEIVED)) == (
                NotAuthentic("word")
            )

    @pytest.mark.parametrize("action", ["delete", "unlink"])
    def test_a_person_who_left_is_left_alone_at_once(self, action: str) -> None:
        assert hinted(46, action=action) == [Ended(RECEIVED)]

    def test_what_is_of_no_use_is_taken_and_not_followed(self) -> None:
        for body in (told(46, action="update"), told(50), told(51), told(99_999)):
            assert good(DRIVER.messages(KEYS, envelope(body), RECEIVED)) == ()

    @pytest.mark.parametrize("body", [b"", b"userid=1", b"appli=1", b"\xff", told("x"), told(-1)])
    def test_what_is_no_notification_is_sent_again(self, body: bytes) -> None:
        assert refused(DRIVER.messages(KEYS, envelope(body), RECEIVED)) == NotAuthentic("body")

    @pytest.mark.parametrize("fields", [{}, {"startdate": "1", "enddate": "x"}, {"date": "soon"}])
    def test_one_that_does_not_say_when_is_found_out(self, fields: dict[str, str]) -> None:
        assert isinstance(
            refused(DRIVER.read("hint:measure", told(1, **fields), context())), Misread
        )

    def test_the_same_soon_after_is_a_redelivery_and_much_later_another_change(self) -> None:
        def key(later_s: int, **fields: str) -> str:
            now = Instant(RECEIVED + dt.timedelta(seconds=later_s))
            body = told(1, **{**SPAN, **fields})
            (message,) = good(DRIVER.messages(KEYS, envelope(body), now))
            return message.follow.key

        assert key(0) == key(299)
        assert len({key(0), key(3_600), key(0, enddate="1717250401"), key(0, userid="9")}) == 4

    def test_our_address_is_there_before_anything_is_told(self) -> None:
        assert good(DRIVER.challenge(KEYS, envelope())).status == 200


class TestStatuses:
    @pytest.mark.parametrize(
        ("status", "wanted"),
        [
            (0, None),
            (100, Denied(RECEIVED)),
            (401, Denied(RECEIVED)),
            (503, Refused(503)),
            (293, Refused(293)),
            (522, Down("status", 522)),
            (2556, Down("status", 2556)),
            (601, Busy(Instant(RECEIVED + dt.timedelta(minutes=1)))),
            (277, None),
        ],
    )
    def test_a_200_says_what_is_wrong(self, status: int, wanted: object) -> None:
        assert DRIVER.trouble(answer({"status": status, "body": {}}), RECEIVED) == wanted

    def test_what_is_forbidden_is_so_where_it_was_asked(self) -> None:
        body = json.dumps({"status": 277, "error": "unauthorized"}).encode()
        for topic, what in (("page:heart:intraday:", "intraday"), ("fetched:measure", "measure")):
            assert refused(DRIVER.read(topic, body, context())) == Forbidden(what)

    def test_what_is_no_json_is_found_out(self) -> None:
        assert isinstance(DRIVER.trouble(answer([]), RECEIVED), Misread)
        assert DRIVER.trouble(answer({}, 502), RECEIVED) == Down("status", 502)


class TestConsent:
    GIVEN: Final = {
        "userid": 363,
        "access_token": "a",
        "refresh_token": "r",
        "expires_in": 10_800,
        "scope": "user.info,user.metrics",
    }

    def test_tokens_come_in_an_envelope(self) -> None:
        found = good(DRIVER.tokens(answer({"status": 0, "body": self.GIVEN}), None, RECEIVED))
        assert (found.account, found.access, found.refresh) == ("363", "a", "r")
        assert found.scopes == ("user.info", "user.metrics")
        assert found.expires_at == RECEIVED + dt.timedelta(hours=3)

    def test_a_refresh_keeps_what_it_leaves_out(self) -> None:
        bare = answer({"status": 0, "body": {"access_token": "access-2"}})
        found = good(DRIVER.tokens(bare, TOKENS, RECEIVED))
        assert (found.access, found.refresh, found.account) == ("access-2", "refresh-1", "4711")

    @needs_shared_data
    def test_they_are_asked_for_as_the_contract_has_it(self) -> None:
        schemas = json.loads((CONTRACTS / "withings.openapi.json").read_text())["components"][
            "schemas"
        ]
        for call, name in (
            (DRIVER.exchange(KEYS, "https://we/back", "c", "v"), "TokenRequestWithClientSecret"),
            (DRIVER.refresh(KEYS, TOKENS), "TokenRequestRefreshWithClientSecret"),
        ):
            form = dict(call.form)
            assert set(schemas[name]["required"]) == set(form) - {"code_verifier"}
            assert form["grant_type"] in schemas[name]["properties"]["grant_type"]["enum"]
            assert form["action"] == "requesttoken"

    @pytest.mark.parametrize(
        ("given", "wanted"),
        [
            ({"status": 503, "body": {}, "error": "Invalid Params: invalid refresh_token"}, Denied),
            ({"status": 401, "body": {}, "error": "invalid refresh_token"}, Denied),
            ({"status": 503, "body": {}, "error": "Invalid Params: missing client_id"}, Refused),
            ({"status": 601, "body": {}}, Busy),
            ({"status": 214, "body": {}}, Forbidden),
            ({"status": 2554, "body": {}}, Forbidden),
            ({"status": 0, "body": {"access_token": "a"}}, Misread),
            ([], Misread),
        ],
    )
    def test_no_tokens_have_a_reason(self, given: object, wanted: type) -> None:
        assert isinstance(refused(DRIVER.tokens(answer(given), None, RECEIVED)), wanted)

    @needs_shared_data
    def test_each_kind_of_data_is_subscribed_to_at_the_address_with_the_word(self) -> None:
        calls = DRIVER.after_consent(KEYS, TOKENS)
        assert all(is_allowed(call) for call in calls)
        assert {dict(call.form)["callbackurl"] for call in calls} == {f"{HOOK}/{KEYS.word}"}
        told_of = {dict(call.form)["appli"] for call in calls}
        assert len(told_of) == len(calls)
        assert "46" in told_of
        for call in calls:
            assert (
                good(DRIVER.tokens(answer({"status": 0, "body": {}}), TOKENS, RECEIVED)) == TOKENS
            )
            assert ("authorization", "Bearer access-1") in call.headers

    def test_where_nobody_can_reach_us_nothing_is_subscribed_to(self) -> None:
        assert WithingsDriver().after_consent(KEYS, TOKENS) == ()

    @needs_shared_data
    def test_a_consent_is_asked_for_as_the_contract_has_it(self) -> None:
        url = DRIVER.authorise_url(KEYS, "https://we/back", "s", "c")
        wanted = actions()["https://account.withings.com/oauth2_user/authorize2", "authorize"]
        assert url.startswith("https://account.withings.com/oauth2_user/authorize2?")
        must = {name for name, is_wanted in wanted.items() if is_wanted}
        assert must <= set(query_of(url))
