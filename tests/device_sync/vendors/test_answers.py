"""What all answers have in common: statuses, how long to wait, and JSON that may be anything."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tests.device_sync.vendors.driving import JUNK, KEYS, RECEIVED, TOKENS, answer
from tests.support import good, refused
from vegaloop.device_sync.adapters.vendors.answers import BUSY, read_as, retry_after, trouble_in
from vegaloop.device_sync.adapters.vendors.oauth import (
    Granted,
    basic,
    denied_in,
    expiry,
    granted,
    tokens_of,
)
from vegaloop.device_sync.adapters.vendors.times import (
    around,
    day_at_offset,
    day_in,
    of_iso,
)
from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.domain.schedule import WAIT_MOST
from vegaloop.device_sync.domain.trouble import (
    Busy,
    Denied,
    Down,
    Forbidden,
    Gone,
    Misread,
    Refused,
)
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import TimeZone, day_of, day_span

PARIS = TimeZone("Europe/Paris")


class Told(Struct):
    """A shape."""

    id: int
    parts: tuple[str, ...] = ()


class TestStatuses:
    @given(status=st.integers(100, 599), body=JUNK)
    def test_each_status_that_is_no_success_is_one_trouble(self, status: int, body: bytes) -> None:
        trouble = trouble_in(Answer(status, {}, body), RECEIVED)
        assert (trouble is None) == (200 <= status < 300)

    @pytest.mark.parametrize(
        ("status", "wanted"),
        [
            (401, Denied(RECEIVED)),
            (403, Forbidden("data")),
            (404, Gone("data")),
            (410, Gone("data")),
            (429, Busy(RECEIVED + BUSY)),
            (408, Down("status", 408)),
            (500, Down("status", 500)),
            (503, Down("status", 503)),
            (302, Refused(302)),
            (400, Refused(400)),
            (422, Refused(422)),
        ],
    )
    def test_what_it_means(self, status: int, wanted: object) -> None:
        assert trouble_in(answer({}, status), RECEIVED) == wanted

    def test_a_vendor_that_is_down_and_says_for_how_long_is_busy(self) -> None:
        found = trouble_in(answer({}, 503, retry_after="120"), RECEIVED)
        assert found == Busy(RECEIVED + dt.timedelta(minutes=2))


class TestRetryAfter:
    @given(seconds=st.integers(0, 10**12))
    def test_seconds_are_waited_up_to_a_day_and_never_none(self, seconds: int) -> None:
        wait = retry_after({"retry-after": str(seconds)}, RECEIVED) - RECEIVED
        assert wait == min(max(dt.timedelta(seconds=min(seconds, 10**6)), dt.timedelta(seconds=5)),
                           WAIT_MOST)  # fmt: skip

    @given(ahead_s=st.integers(-(10**6), 10**6))
    def test_a_date_is_waited_for_up_to_a_day(self, ahead_s: int) -> None:
        at = RECEIVED + dt.timedelta(seconds=ahead_s)
        until = retry_after({"retry-after": format_datetime(at, usegmt=True)}, RECEIVED)
        if 5 <= ahead_s <= WAIT_MOST.total_seconds():
            assert until == at
        else:
            assert RECEIVED < until <= RECEIVED + WAIT_MOST

    @given(text=st.text(max_size=40))
    def test_whatever_it_says_the_wait_is_longer_than_nothing_and_no_longer_than_a_day(
        self, text: str
    ) -> None:
        for name in ({"retry-after": text}, {}):
            assert RECEIVED < retry_after(name, RECEIVED) <= RECEIVED + WAIT_MOST

    @pytest.mark.parametrize("text", ["", "soon", "-5", "1e9", "Fri, 31 Feb 2024 00:00:00 GMT"])
    def test_what_says_nothing_is_the_usual_wait(self, text: str) -> None:
        assert retry_after({"retry-after": text}, RECEIVED) == RECEIVED + BUSY


class TestJson:
    @given(body=JUNK)
    def test_anything_is_read_or_misread(self, body: bytes) -> None:
        for shape in (Told, Granted, tuple[Told, ...], dict[str, Told]):
            assert isinstance(read_as(body, shape, "it"), Success | Failure)

    def test_a_mistake_says_where_it_is_and_nothing_of_what_was_there(self) -> None:
        body = b'{"id": 1, "parts": ["a secret of somebody", 2]}'
        assert refused(read_as(body, Told, "it")) == Misread("it.parts[1]", "text")
        assert refused(read_as(b"{}", Told, "it")) == Misread("it.id", "given")
        assert refused(read_as(b'[{"id": 1}, {}]', tuple[Told, ...], "it")) == Misread(
            "it[1].id", "given"
        )
        assert refused(read_as(b'{"id": 1, "parts": {}}', Told, "it")) == Misread(
            "it.parts", "a list"
        )
        assert refused(read_as(b'{"secret', Told, "it")) == Misread("it", "JSON")
        for body in (b"[" * 1_000_000, b'{"id":1e999}', b'{"id":NaN}', b'"\xff"'):
            assert isinstance(refused(read_as(body, Told, "it")), Misread)


class TestTokens:
    @given(life=st.none() | st.floats(allow_nan=True) | st.integers())
    def test_any_life_is_a_time_or_none(self, life: float | None) -> None:
        until = expiry(life, RECEIVED)
        assert until is None or until >= RECEIVED

    def test_a_client_that_is_unknown_is_ours_to_mend_and_a_grant_the_persons(self) -> None:
        for status in (400, 401):
            assert denied_in(answer({"error": "invalid_grant"}, status), RECEIVED) == Denied(
                RECEIVED
            )
            ours = denied_in(answer({"error": "invalid_client"}, status), RECEIVED)
            assert isinstance(ours, Refused)

    def test_scopes_stand_with_blanks_or_commas_between(self) -> None:
        for scope in ("a b:c", "a,b:c", " a, b:c "):
            read = good(granted(answer({"access_token": "t", "scope": scope}), RECEIVED))
            assert tokens_of(read, None, RECEIVED).scopes == ("a", "b:c")

    def test_when_tokens_end_is_never_taken_from_those_before(self) -> None:
        read = good(granted(answer({"access_token": "t"}), RECEIVED))
        assert TOKENS.expires_at is not None
        assert tokens_of(read, TOKENS, RECEIVED).expires_at is None

    def test_a_secret_of_any_letters_stands_in_a_header(self) -> None:
        name, value = basic(KEYS)
        assert (name, value.isascii()) == ("authorization", True)


class TestTimes:
    @given(text=st.text(max_size=30) | st.datetimes().map(dt.datetime.isoformat))
    def test_any_text_is_a_time_or_none(self, text: str) -> None:
        at, day = of_iso(text), day_in(text)
        assert at is None or at.utcoffset() == dt.timedelta()
        assert day is None or dt.date.fromisoformat(text[:10]) == day
        assert (day_at_offset(at, text, PARIS) is None) == (at is None)

    @given(
        day=st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1)),
        days=st.integers(1, 90),
        zone=st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Paris", "Asia/Kolkata"]),
    )
    def test_no_moment_of_these_days_is_outside_whatever_the_zone(
        self, day: dt.date, days: int, zone: str
    ) -> None:
        last = day + dt.timedelta(days=days)
        span = around((day_of(day), day_of(last)))
        assert span.start <= day_span(day_of(day), TimeZone(zone)).start
        assert span.end >= day_span(day_of(last - dt.timedelta(days=1)), TimeZone(zone)).end

    @pytest.mark.parametrize(
        ("at", "offset", "day"),
        [
            ("2024-06-01T03:30:00Z", "-05:00", "2024-05-31"),
            ("2024-06-01T03:30:00Z", "+0530", "2024-06-01"),
            ("2024-05-31T22:30:00Z", None, "2024-06-01"),
            ("2024-05-31T22:30:00Z", "Z", "2024-06-01"),
        ],
    )
    def test_a_day_is_that_on_the_wall_else_that_at_home(
        self, at: str, offset: str | None, day: str
    ) -> None:
        assert str(day_at_offset(of_iso(at), offset, PARIS)) == day
