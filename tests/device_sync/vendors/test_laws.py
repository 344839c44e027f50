"""Whatever comes from outside, a driver answers a Result, and believes nobody without the word."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import (
    JUNK,
    KEYS,
    RECEIVED,
    TOKENS,
    context,
    envelope,
    reading,
)
from tests.device_sync.vendors.signing_vendors import OURA, POLAR, SIGNERS, WHOOP
from tests.support import refused
from vegaloop.app.vendors import HOSTS
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.adapters.vendors.withings import WithingsDriver
from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.application.drivers import Driver, Hint, Keys, Page
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.result import Failure, Success

NAMING: Final[tuple[Driver, ...]] = (
    *(StravaDriver(), FitbitDriver(), GarminDriver(), GoogleHealthDriver()),
)
WITHINGS: Final = WithingsDriver(hook="https://we.example/hooks/withings")
DRIVERS: Final = (*NAMING, OURA.driver, WHOOP.driver, WITHINGS, POLAR.driver)
TOPICS: Final = (
    *("hint:activity", "push:athlete", "fetched:activity", "page:activities:1:2"),
    *("hint:sleep", "push:revoked", "page:steps:2024-06-01:2024-06-02", "page:steps:x:y"),
    *("fetched:sleep,hrv:2024-06-01:2024-06-02", "fetched:spo2:2024-06-01:2024-06-02"),
    *("push:dailies", "hint:epochs", "fetched:sleeps", "fetched:activityFiles:1", "page:days:hrv"),
    *("push:deregistrations", "push:userPermissionsChange", "hint:activityFiles"),
    *("hint:sleep", "hint:workout", "fetched:sleep", "fetched:vo2_max", "page:body:vo2_max"),
    *("page:heart:heartrate:2024-06-01:2024-06-03", "page:heart:heartrate:x:y", "hint:recovery"),
    *("hint:recovery-of", "fetched:recovery", "page:heart:recovery", "page:activities:workout"),
    *("push:ended", "hint:night", "hint:intraday", "fetched:night:1", "fetched:intraday"),
    *("page:heart:intraday:", "page:heart:intraday:9", "page:sleep:sleep", "page:body:measure"),
    *("page:days:activity", "fetched:measure", "page:activities:exercise", "hint:exercise"),
    *("fetched:exercise", "page:sleep:nightly-recharge", "page:heart:spo2", "hint:physical-info"),
    *("hint:heart-rate", "fetched:heart-rate:2024-06-01T10:2024-06-01T12", "page:steps:x:y"),
    *("page:exercise:2024-06-01T00:2024-06-03T00", "page:steps:2024-06-01T00:2024-06-03T00"),
)
TEXT: Final = st.text(st.characters(), max_size=40)
ID: Final = st.integers() | TEXT
# Objects of the right names and any values: the fields all these documents have.
SHAPED: Final = st.fixed_dictionaries(
    {},
    optional={
        name: ID | st.none() | st.floats() | st.lists(st.none(), max_size=1)
        for name in (
            *("id", "object_id", "entity_id", "sleep_id", "cycle_id", "user_id", "userid", "grpid"),
            *("day", "date", "timestamp", "event_time", "updated_at", "created_at", "start", "end"),
            *("event", "event_type", "data_type", "type", "timezone", "timezone_offset", "status"),
            *(
                "startdate",
                "enddate",
                "modified",
                "test_time",
                "start_time",
                "next_token",
                "offset",
            ),
        )
    },
)
HEADERS: Final = st.dictionaries(
    st.sampled_from(
        (
            *("retry-after", "x-ratelimit-limit", "x-ratelimit-usage", "x-ratelimit-reset"),
            *("fitbit-rate-limit-reset", "garmin-client-id", "x-fitbit-signature"),
            *("x-oura-signature", "x-oura-timestamp", "polar-webhook-signature"),
            *("x-whoop-signature", "x-whoop-signature-timestamp", "authorization"),
        )
    ),
    TEXT | st.sampled_from(("0", "-1", "1e9", "10,20", "9" * 40, "Fri, 31 Feb 2024 00:00:00 GMT")),
)


def written(value: object) -> bytes:
    return json.dumps(value).encode()


WRAPPED: Final = st.builds(
    lambda one, wrap: written(wrap(one)),
    SHAPED,
    st.sampled_from(
        (
            lambda one: one,
            lambda one: [one],
            lambda one: {"data": [one], "next_token": one.get("next_token")},
            lambda one: {"records": [one]},
            lambda one: {"nights": [one]},
            lambda one: {"status": 0, "body": {"series": [one], "measuregrps": [one], "more": 1}},
            lambda one: {"status": one.get("status", 0), "body": {"series": {"17": one}}},
            lambda one: {"status": 0, "body": []},
            lambda one: {
                "sleep": {"status": 0, "body": {"series": [one]}},
                "night": {"status": 0, "body": {"series": []}},
            },
        )
    ),
)
ANYTHING: Final = JUNK | WRAPPED

each_driver = pytest.mark.parametrize("driver", DRIVERS, ids=lambda one: one.vendor)


def ends(result: object) -> bool:
    return isinstance(result, Success | Failure)


@each_driver
@given(body=ANYTHING, headers=HEADERS, query=st.lists(st.tuples(TEXT, TEXT), max_size=3))
def test_any_request_ends_in_a_result(driver, body, headers, query) -> None:
    came = envelope(body, headers=headers, query=tuple(query))
    assert ends(driver.messages(KEYS, came, RECEIVED))
    assert ends(driver.challenge(KEYS, came))


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda one: one.driver.vendor)
@given(body=ANYTHING)
def test_any_body_that_was_signed_ends_in_a_result(signer, body) -> None:
    assert ends(signer.driver.messages(KEYS, signer.sent(body), RECEIVED))


@each_driver
@given(body=ANYTHING, topic=st.sampled_from(TOPICS) | TEXT, access=st.none() | st.just("access"))
def test_anything_that_is_read_ends_in_a_result(driver, body, topic, access) -> None:
    match driver.read(topic, body, context(access=access)):
        case Success(Page(records=records, next=turn)):
            # What is kept under a name has one that every table holds.
            assert all(0 < len(one.external_id) <= 128 for one in records)
            assert all(one.external_id.isascii() for one in records)
            if turn is not None:
                for kind in driver.rhythms:
                    assert driver.page(kind, reading("2024-06-01", "2024-06-03", turn), "a")
        case Success(Hint(fetches=fetches)):
            for one in fetches:
                assert urlsplit(one.call.url).netloc in HOSTS
                assert "/.." not in one.call.url
        case Success() | Failure():
            pass


@each_driver
@given(body=ANYTHING, status=st.integers(100, 599), headers=HEADERS)
def test_any_answer_ends_in_tokens_or_trouble(driver, body, status, headers) -> None:
    unnamed = type(TOKENS)(TOKENS.access, None, None, type(TOKENS.account)(""), ())
    for before in (None, TOKENS, unnamed):
        assert ends(driver.tokens(Answer(status, headers, body), before, RECEIVED))
    driver.trouble(Answer(status, headers, body), RECEIVED)


@each_driver
@given(word=TEXT)
def test_nothing_is_taken_under_another_word(driver, word) -> None:
    for given_word in (word, KEYS.word[:-1], KEYS.word + " ", ""):
        for body in (b"[]", b"userid=1&appli=1"):
            assert refused(driver.messages(KEYS, envelope(body, given_word), RECEIVED))
        assert refused(driver.challenge(KEYS, envelope(b"", given_word)))


@each_driver
def test_nothing_is_taken_where_no_word_is_set(driver) -> None:
    unset = Keys(KEYS.client_id, KEYS.secret, "")
    for body in (b"[]", b"userid=1&appli=1"):
        assert refused(driver.messages(unset, envelope(body, ""), RECEIVED))
    for query in (("verify", ""), ("challenge", "x")):
        assert refused(driver.challenge(unset, envelope(b"", "", query=(query,))))


@each_driver
def test_a_consent_is_asked_for_with_its_state_and_the_challenge_of_pkce(driver) -> None:
    url = driver.authorise_url(KEYS, "https://we.example/back?a=b", "state&1", "challenge")
    for part in (
        *("client_id=our-client", "state=state%261", "code_challenge=challenge"),
        *("code_challenge_method=S256", "response_type=code"),
        "redirect_uri=https%3A%2F%2Fwe.example%2Fback%3Fa%3Db",
    ):
        assert part in url
    assert ("scope=" in url) != (driver.vendor is Vendor.GARMIN)  # Which has none to ask for.
    assert KEYS.secret not in url
    call = driver.exchange(KEYS, "https://we.example/back", "the-code", "the-verifier")
    form = dict(call.form)
    assert {"code": "the-code", "code_verifier": "the-verifier"}.items() <= form.items()
    assert form["grant_type"] == "authorization_code"
    assert KEYS.secret not in call.url


@each_driver
def test_no_call_has_a_secret_or_a_token_in_its_address(driver) -> None:
    calls = [driver.refresh(KEYS, TOKENS), *driver.after_consent(KEYS, TOKENS)]
    calls += [one for one in (driver.revoke(KEYS, TOKENS),) if one is not None]
    calls += [
        driver.page(kind, reading("2024-06-01", "2024-06-03"), "tok").call
        for kind in driver.rhythms
    ]
    for call in calls:
        for secret in (KEYS.secret, TOKENS.access, TOKENS.refresh, "tok"):
            assert f"={secret}" not in call.url


@pytest.mark.parametrize("driver", NAMING, ids=lambda one: one.vendor)
def test_a_refresh_that_leaves_out_what_stays_keeps_it(driver) -> None:
    bare = Answer(200, {}, b'{"access_token": "access-2"}')
    match driver.tokens(bare, TOKENS, RECEIVED):
        case Success(found):
            assert (found.access, found.refresh) == ("access-2", TOKENS.refresh)
            assert (found.account, found.scopes) == (TOKENS.account, TOKENS.scopes)
        case Failure(error):
            raise AssertionError(error)
