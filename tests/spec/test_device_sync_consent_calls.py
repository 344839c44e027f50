"""The calls of a consent: let pass and counted as all are; where people are sent; how it ends."""

from __future__ import annotations

import datetime as dt
from typing import Final, final
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.promises import VENDOR
from tests.device_sync.simulated.vendor import QUOTA, WINDOW_S
from tests.spec.test_device_sync_consents import Consenting
from tests.support import good, refused, somebody
from vegaloop.device_sync.application import connecting, gating
from vegaloop.device_sync.application.calling import Answer, Call, CannotCall
from vegaloop.device_sync.application.connecting import VendorBusy, VendorRefused
from vegaloop.device_sync.application.drivers import Keys, Tokens
from vegaloop.device_sync.application.parting import Parted
from vegaloop.device_sync.application.parts import Configured, Parts
from vegaloop.device_sync.domain.breaker import FAILURES_MOST, Breaker
from vegaloop.device_sync.domain.connection import Disconnected
from vegaloop.device_sync.domain.redirect import REDIRECT_LONGEST, RedirectRefused, redirect_of
from vegaloop.device_sync.domain.trouble import Busy, Down, Trouble
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import later

TEN_MINUTES: Final = dt.timedelta(minutes=10)


class Gated(Consenting):
    """A world of consents, whose gate can be shut; `made` counts the calls that were made."""

    def __init__(self, driver: SimulatedDriver | None = None) -> None:
        super().__init__()
        self.made = 0
        self.parts = self.connecting._parts
        if driver is not None:
            set_up = Configured(driver, self.parts.vendors[VENDOR].keys)
            self.parts = structs.replace(self.parts, vendors={VENDOR: set_up})
            self.connecting._parts = self.parts
        usual = self.world.vendor.call

        def call(call: Call) -> Result[Answer, CannotCall]:
            self.made += 1
            return usual(call)

        self.world.vendor.call = call  # type: ignore[method-assign]  # It counts.

    def shut(self, for_s: int) -> None:
        """Let the vendor ask to be left alone for so long."""
        until = later(self.world.clock.now(), dt.timedelta(seconds=for_s))
        self.parts.gates.change(VENDOR, lambda breaker: breaker.paused(until))

    def breaker(self) -> Breaker:
        """The breaker, as it is."""
        seen: list[Breaker] = []

        def look(breaker: Breaker) -> Breaker:
            seen.append(breaker)
            return breaker

        self.parts.gates.change(VENDOR, look)
        return seen[0]


@final
class Subscribing(SimulatedDriver):
    """A vendor that wants to be called some times more after a consent."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        call = self.revoke(keys, structs.replace(tokens, access="of nobody"))
        assert call is not None
        return (call,) * self._times


def ungated(
    parts: Parts, set_up: Configured, person: PersonId, call: Call
) -> Result[Answer, Trouble]:
    """Call without asking, as it was before."""
    match parts.caller.call(call):
        case Success(answer):
            return Success(answer)
        case Failure():
            return Failure(Down("no-answer"))


class TestDsy78:
    """DSY-78. Each call of a consent, from its first to its end, is let pass and counted as all others are; where one may not be made it is told until when, and an answer that was not used stays good."""

    @given(st.integers(1, 1_200))
    def test_an_answer_that_was_not_used_stays_good(self, shut_s: int) -> None:
        here, me = Gated(), somebody()
        state, code = here.state(me), here.world.vendor.code("mine")
        here.shut(shut_s)
        busy = refused(here.connecting.complete(me, state, code))
        until = later(here.world.clock.now(), dt.timedelta(seconds=shut_s))
        assert busy == VendorBusy(VENDOR, until, shut_s < 600)
        assert here.made == 0
        here.world.advance(dt.timedelta(seconds=shut_s))
        assert isinstance(here.connecting.complete(me, state, code), Success) == (shut_s < 600)
        assert here.made == (shut_s < 600)

    @given(st.integers(0, 4), st.integers(10, 60))
    def test_no_window_has_more_than_it_may(self, after: int, people: int) -> None:
        assert _called_in_a_window(after, people) <= QUOTA

    def test_one_who_does_not_ask_is_found_out(self) -> None:
        with patch.object(connecting, "called", ungated), patch.object(gating, "called", ungated):
            assert _called_in_a_window(1, 60) > QUOTA

    def test_how_they_went_is_told(self) -> None:
        here, me = Gated(), somebody()
        here.world.vendor.is_down = True
        for _ in range(FAILURES_MOST):
            answer = here.connect(me, "mine")
            assert isinstance(refused(answer), VendorRefused)
        assert here.breaker().is_open
        assert isinstance(refused(here.connect(me, "mine")), VendorBusy)
        assert here.made == FAILURES_MOST
        here.world.vendor.is_down = False
        here.world.advance(TEN_MINUTES)
        good(here.connect(me, "mine"))
        assert not here.breaker().is_open

    def test_one_who_does_not_tell_is_found_out(self) -> None:
        with patch.object(gating, "tell_gate", lambda *_: None), pytest.raises(AssertionError):
            self.test_how_they_went_is_told()

    @given(st.integers(1, 9))
    def test_what_follows_a_consent_and_may_not_be_made_hinders(self, left: int) -> None:
        here, me = Gated(Subscribing(9)), somebody()
        _spend(here, QUOTA - left)
        connection = good(here.connect(me, "mine"))
        assert here.made == left
        assert isinstance(connection.trouble, Busy)

    def test_who_it_is_of_may_not_be_asked(self) -> None:
        @final
        class Nameless(SimulatedDriver):
            """A vendor that tells only later whose tokens are."""

            def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
                return (self.refresh(keys, tokens),)

        here, me = Gated(Nameless()), somebody()
        _spend(here, QUOTA - 1)
        answer = refused(here.connect(me, ""))
        assert isinstance(answer, VendorRefused)
        assert isinstance(answer.trouble, Busy)
        assert here.books.read(me, lambda book: book.connections()) == ()


def _spend(here: Gated, calls: int) -> None:
    """Let a new window begin, and somebody else spend so much of it."""
    here.world.advance(dt.timedelta(seconds=WINDOW_S))
    allowances = here.parts.vendors[VENDOR].driver.allowances
    for _ in range(calls):
        now = here.world.clock.now()
        assert here.parts.gates.admit(VENDOR, somebody(), allowances, now) is None


def _called_in_a_window(after: int, people: int) -> int:
    """Let many connect and part at once; tell how many calls were made."""
    here = Gated(Subscribing(after))
    here.world.advance(dt.timedelta(seconds=WINDOW_S))
    for n in range(people):
        person = somebody()
        if isinstance(here.connect(person, str(n)), Success):
            good(here.connecting.disconnect(person, VENDOR))
    return here.made


hosts: Final = st.from_regex(r"[a-z0-9]{1,9}(\.[a-z0-9]{1,9}){0,2}", fullmatch=True)
ports: Final = st.one_of(st.just(""), st.integers(1, 65_535).map(lambda n: f":{n}"))
places: Final = st.from_regex(
    r"(/[A-Za-z0-9._~-]{0,8}){0,3}(\?[a-z]{1,5}=[a-z0-9%]{0,5})?", fullmatch=True
)
allowed: Final = st.one_of(
    st.builds("https://{}{}{}".format, hosts, ports, places),
    st.builds("http://{}{}{}".format, st.sampled_from(("localhost", "127.0.0.1")), ports, places),
    st.builds(
        "{}:/{}".format,
        st.from_regex(r"[a-z][a-z0-9]{0,5}(\.[a-z0-9-]{1,8}){1,3}", fullmatch=True),
        st.from_regex(r"([a-z0-9]{1,9}(/[a-z0-9]{0,9}){0,2})?", fullmatch=True),
    ),
)
REFUSED: Final = (
    "",
    "/connected",
    "//evil.example/",
    "http://evil.example/",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "http://127.0.0.1@evil.example/",
    "http://localhost:80@evil.example/",
    "https://me:password@here.example/",
    "https://here.example\\@evil.example/",
    "https://here.example/#fragment",
    "https://here.example/a b",
    "https://here.example/\n",
    "https://",
    "https:///path",
    "https:here.example",
    "https://.example/",
    "https://h\u00e9re.example/",
    "HTTP://evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "myapp://callback",
    "myapp:/callback",
    "com.example.app://evil.example/",
    "com.example.app:callback",
    ".example:/callback",
    "1com.example:/callback",
    "urn:ietf:wg:oauth:2.0:oob",
    "https://here.example/" + "a" * REDIRECT_LONGEST,
)


class TestDsy79:
    """DSY-79. A person is sent back over HTTPS, over HTTP to their own machine only, or to an app with a scheme of its own that has a dot; any other address is refused with what would be right."""

    @given(allowed)
    def test_these_and(self, address: str) -> None:
        assert good(redirect_of(address)) == address

    @pytest.mark.parametrize("address", REFUSED)
    def test_no_others(self, address: str) -> None:
        here = Consenting()
        answer = refused(here.connecting.begin(somebody(), VENDOR, address))
        assert isinstance(answer, RedirectRefused)
        assert (answer.field, answer.given) == ("redirect_uri", address[:REDIRECT_LONGEST])
        assert "com.example.app:/" in answer.wanted

    @given(
        allowed, st.sampled_from(("\\", " ", "\n", "#", "@evil.example#", "\u202e", "\x00", '"'))
    )
    def test_nothing_is_hidden_in_it(self, address: str, odd: str) -> None:
        assert isinstance(redirect_of(address + odd), Failure)
        assert isinstance(redirect_of(odd + address), Failure)

    @given(st.text(max_size=40))
    def test_whatever_it_is_it_is_answered(self, text: str) -> None:
        match redirect_of(text):
            case Success(address):
                assert address.startswith(("https://", "http://localhost", "http://127.0.0.1")) or (
                    "." in address.partition(":/")[0]
                )
            case Failure(error):
                assert error.given == text


class TestDsy80:
    """DSY-80. Who disconnects is told whether the vendor knows of it, and what stood in the way where it does not."""

    @given(st.sampled_from(("well", "down", "shut", "locked", "away")))
    def test_it_knows_or_it_is_said(self, how: str) -> None:
        here, me = Gated(), somebody()
        good(here.connect(me, "mine"))
        (grant,) = [one for one in here.world.vendor.grants if one.account == "mine"]
        here.world.vendor.is_down = how == "down"
        if how == "shut":
            here.shut(60)
        if how == "locked":
            here.books.write(me, lambda book: book.put_sealed(VENDOR, None))
        if how == "away":
            here.connecting._parts = structs.replace(here.parts, vendors={})
        parted = good(here.connecting.disconnect(me, VENDOR))
        assert parted.is_told == grant.is_revoked == (how == "well")
        expected: dict[str, type[Trouble] | None] = {"down": Down, "shut": Busy}
        assert type(parted.trouble) is (expected.get(how) or type(None))
        assert here.made == 1 + (how in {"well", "down"})
        connection, sealed = here.books.read(
            me, lambda book: (book.connection(VENDOR), book.sealed(VENDOR))
        )
        assert connection is not None
        assert connection.standing == Disconnected(parted.at)
        assert sealed is None

    def test_a_second_time(self) -> None:
        here, me = Gated(), somebody()
        good(here.connect(me, "mine"))
        good(here.connecting.disconnect(me, VENDOR))
        now = here.world.clock.now()
        assert good(here.connecting.disconnect(me, VENDOR)) == Parted(VENDOR, now, is_told=False)
