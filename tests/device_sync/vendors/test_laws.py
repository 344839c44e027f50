"""Whatever comes from outside, a driver answers a Result, and believes nobody without the word."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import JUNK, KEYS, RECEIVED, TOKENS, context, envelope
from tests.support import refused
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.application.drivers import Driver, Keys
from vegaloop.kernel.result import Failure, Success

DRIVERS: Final[tuple[Driver, ...]] = (StravaDriver(), FitbitDriver(), GarminDriver())
TOPICS: Final = (
    *("hint:activity", "push:athlete", "fetched:activity", "page:activities:1:2"),
    *("hint:sleep", "push:revoked", "page:steps:2024-06-01:2024-06-02", "page:steps:x:y"),
    *("fetched:sleep,hrv:2024-06-01:2024-06-02", "fetched:spo2:2024-06-01:2024-06-02"),
    *("push:dailies", "hint:epochs", "fetched:sleeps", "fetched:activityFiles:1", "page:days:hrv"),
    *("push:deregistrations", "push:userPermissionsChange", "hint:activityFiles"),
)
TEXT: Final = st.text(st.characters(), max_size=40)
HEADERS: Final = st.dictionaries(
    st.sampled_from(
        (
            *("retry-after", "x-ratelimit-limit", "x-ratelimit-usage", "x-fitbit-signature"),
            *("fitbit-rate-limit-reset", "garmin-client-id"),
        )
    ),
    TEXT | st.sampled_from(("0", "-1", "1e9", "10,20", "9" * 40, "Fri, 31 Feb 2024 00:00:00 GMT")),
)

each_driver = pytest.mark.parametrize("driver", DRIVERS, ids=lambda one: one.vendor)


def ends(result: object) -> bool:
    return isinstance(result, Success | Failure)


@each_driver
@given(body=JUNK, headers=HEADERS, query=st.lists(st.tuples(TEXT, TEXT), max_size=3))
def test_any_request_ends_in_a_result(driver, body, headers, query) -> None:
    came = envelope(body, headers=headers, query=tuple(query))
    assert ends(driver.messages(KEYS, came, RECEIVED))
    assert ends(driver.challenge(KEYS, came))


@each_driver
@given(body=JUNK, topic=st.sampled_from(TOPICS) | TEXT, access=st.none() | st.just("access"))
def test_anything_that_is_read_ends_in_a_result(driver, body, topic, access) -> None:
    assert ends(driver.read(topic, body, context(access=access)))


@each_driver
@given(body=JUNK, status=st.integers(100, 599), headers=HEADERS)
def test_any_answer_ends_in_tokens_or_trouble(driver, body, status, headers) -> None:
    for before in (None, TOKENS):
        assert ends(driver.tokens(Answer(status, headers, body), before, RECEIVED))
    driver.trouble(Answer(status, headers, body), RECEIVED)


@each_driver
@given(word=TEXT)
def test_nothing_is_taken_under_another_word(driver, word) -> None:
    for given_word in (word, KEYS.word[:-1], KEYS.word + " ", ""):
        assert refused(driver.messages(KEYS, envelope(b"[]", given_word), RECEIVED))
        assert refused(driver.challenge(KEYS, envelope(b"", given_word)))


@each_driver
def test_nothing_is_taken_where_no_word_is_set(driver) -> None:
    unset = Keys(KEYS.client_id, KEYS.secret, "")
    assert refused(driver.messages(unset, envelope(b"[]", ""), RECEIVED))
    assert refused(driver.challenge(unset, envelope(b"", "", query=(("verify", ""),))))


@each_driver
def test_a_consent_is_asked_for_with_its_state_and_the_challenge_of_pkce(driver) -> None:
    url = driver.authorise_url(KEYS, "https://we.example/back?a=b", "state&1", "challenge")
    for part in (
        *("client_id=our-client", "state=state%261", "code_challenge=challenge"),
        *("code_challenge_method=S256", "response_type=code"),
        "redirect_uri=https%3A%2F%2Fwe.example%2Fback%3Fa%3Db",
    ):
        assert part in url
    assert KEYS.secret not in url
    call = driver.exchange(KEYS, "https://we.example/back", "the-code", "the-verifier")
    assert {"code": "the-code", "code_verifier": "the-verifier"}.items() <= dict(call.form).items()
    assert KEYS.secret not in call.url


@each_driver
def test_a_refresh_that_leaves_out_what_stays_keeps_it(driver) -> None:
    bare = Answer(200, {}, b'{"access_token": "access-2"}')
    match driver.tokens(bare, TOKENS, RECEIVED):
        case Success(found):
            assert (found.access, found.refresh) == ("access-2", TOKENS.refresh)
            assert (found.account, found.scopes) == (TOKENS.account, TOKENS.scopes)
        case Failure(error):
            raise AssertionError(error)
