"""The careful caller against a server that behaves in every bad manner: it always ends, in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec
import pytest

from tests.device_sync.fake_vendor import (
    BROKEN,
    BUSY,
    DEPTH,
    GARBLING,
    NOBODY,
    REDIRECTS,
    Ask,
    FakeVendor,
    Fault,
    Faults,
    Quota,
    Reply,
    calling,
)
from tests.device_sync.fake_vendor.faults import bomb
from tests.support import NOW, at, good, refused
from vegaloop.device_sync.adapters.calling import HttpCaller, Limits, Network
from vegaloop.device_sync.adapters.reach import Reach
from vegaloop.device_sync.application.calling import (
    Answer,
    Call,
    CannotCall,
    NoAnswer,
    TooLong,
    Verb,
)
from vegaloop.infrastructure.system import monotonic_s
from vegaloop.kernel.result import Failure, Success

BODY: Final = {"id": 7, "name": "Ride", "distance": 12.5, "laps": [{"id": 1, "watts": 200}]}
JSON: Final = msgspec.json.encode(BODY)
QUICK: Final = Limits(connect_s=1.0, read_s=0.3, call_s=0.6, bytes_most=1_000_000)
# A call may take so much longer than it is allowed to: the machine has other things to do.
SLACK_S: Final = 0.7


def answers(ask: Ask) -> Reply:
    return Reply(200, JSON, (("X-One", "a"), ("X-One", "b"), ("Set-Cookie", "who=you")))


@pytest.fixture
def vendor() -> Iterator[FakeVendor]:
    with FakeVendor(answers, lambda: at(NOW)) as served:
        yield served


@pytest.fixture
def caller(vendor: FakeVendor) -> Iterator[HttpCaller]:
    made = calling(vendor.origin, QUICK)
    yield made
    made.close()


def get(vendor: FakeVendor, path: str = "/thing") -> Call:
    return Call(verb=Verb.GET, url=f"{vendor.origin}{path}")


def ended(caller: HttpCaller, call: Call, most_s: float) -> Answer | CannotCall:
    """What a call ended in, an answer or none, within so many seconds."""
    began = time.monotonic()
    result = caller.call(call)
    assert time.monotonic() - began <= most_s
    match result:
        case Success(answer):
            return answer
        case Failure(error):
            return error


class TestWhatIsAsked:
    """A call is made as it was written, by who we are, with nothing of another call."""

    def test_an_answer_is_as_it_came(self, vendor: FakeVendor, caller: HttpCaller) -> None:
        answer = good(caller.call(get(vendor, "/a%20b?c=d%26e")))
        assert (answer.status, answer.body) == (200, JSON)
        assert answer.headers["x-one"] == "a, b"
        (seen,) = vendor.seen
        assert (seen.ask.path, seen.ask.query) == ("/a%20b", {"c": "d&e"})
        assert seen.ask.headers["user-agent"].startswith("VegaLoop/")
        assert seen.ask.headers["host"] == vendor.origin.removeprefix("http://")

    def test_bodies_are_forms_or_json(self, vendor: FakeVendor, caller: HttpCaller) -> None:
        form = (("a", "1"), ("a", "é&="))
        good(caller.call(Call(verb=Verb.POST, url=f"{vendor.origin}/", form=form)))
        good(caller.call(Call(verb=Verb.PUT, url=f"{vendor.origin}/", json=b'{"a":1}')))
        good(caller.call(Call(verb=Verb.POST, url=f"{vendor.origin}/")))
        good(caller.call(Call(verb=Verb.DELETE, url=f"{vendor.origin}/")))
        first, second, third, fourth = (seen.ask for seen in vendor.seen)
        assert first.body == b"a=1&a=%C3%A9%26%3D"
        assert first.headers["content-type"] == "application/x-www-form-urlencoded"
        assert (second.body, second.headers["content-type"]) == (b'{"a":1}', "application/json")
        assert third.headers["content-length"] == "0"
        assert "content-length" not in fourth.headers

    def test_no_cookie_is_kept(self, vendor: FakeVendor, caller: HttpCaller) -> None:
        for _ in range(2):
            good(caller.call(get(vendor)))
        assert not any("cookie" in seen.ask.headers for seen in vendor.seen)

    def test_the_environment_decides_nothing(
        self, vendor: FakeVendor, caller: HttpCaller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert good(caller.call(get(vendor))).status == 200

    def test_a_header_cannot_say_who_we_are_or_break_out(
        self, vendor: FakeVendor, caller: HttpCaller
    ) -> None:
        own = (("User-Agent", "x"), ("Host", "evil.test"), ("Content-Length", "9"))
        call = Call(verb=Verb.GET, url=f"{vendor.origin}/", headers=own)
        good(caller.call(call))
        assert vendor.seen[0].ask.headers["user-agent"] != "x"
        for broken in ("a\r\nX-Evil: 1", "a\0b", "a\nb"):
            call = Call(verb=Verb.GET, url=f"{vendor.origin}/", headers=(("x-given", broken),))
            assert refused(caller.call(call)) == NoAnswer("protocol")
        assert len(vendor.seen) == 1

    def test_many_threads_use_one_caller(self, vendor: FakeVendor, caller: HttpCaller) -> None:
        with ThreadPoolExecutor(8) as threads:
            found = threads.map(lambda n: good(caller.call(get(vendor, f"/{n}"))).status, range(64))
            assert set(found) == {200}
        assert {seen.ask.path for seen in vendor.seen} == {f"/{n}" for n in range(64)}

    def test_after_it_was_closed_it_calls_nobody(
        self, vendor: FakeVendor, caller: HttpCaller
    ) -> None:
        caller.close()
        caller.close()
        assert refused(caller.call(get(vendor))) == NoAnswer("closed")
        assert not vendor.seen


class TestBadManners:
    """Whatever a vendor does instead of answering, the call ends in time and says how."""

    @pytest.mark.parametrize(
        ("fault", "how"),
        [
            (Fault.RESET, NoAnswer("reset")),
            (Fault.RESET_MIDDLE, NoAnswer("reset")),
            (Fault.CUT_MIDDLE, NoAnswer("reset")),
            (Fault.SILENT, NoAnswer("timeout")),
            (Fault.SLOW_HEAD, NoAnswer("timeout")),
            (Fault.SLOW_BODY, NoAnswer("timeout")),
            (Fault.NOT_HTTP, NoAnswer("protocol")),
            (Fault.ENDLESS_HEAD, NoAnswer("protocol")),
            (Fault.HUGE, TooLong(QUICK.bytes_most)),
            (Fault.HUGE_UNTOLD, TooLong(QUICK.bytes_most)),
            (Fault.BOMB, TooLong(QUICK.bytes_most)),
            (Fault.BAD_GZIP, NoAnswer("protocol")),
            (Fault.OTHER_PACKING, NoAnswer("protocol")),
        ],
    )
    def test_there_is_no_answer(
        self, vendor: FakeVendor, caller: HttpCaller, fault: Fault, how: object
    ) -> None:
        bomb()  # Packed once, before anybody waits for it.
        vendor.faults.next(fault)
        assert ended(caller, get(vendor), QUICK.call_s + SLACK_S) == how
        assert good(caller.call(get(vendor))).status == 200

    @pytest.mark.parametrize("fault", [*BUSY, *BROKEN, *REDIRECTS, *GARBLING])
    def test_there_is_an_answer_as_it_came(
        self, vendor: FakeVendor, caller: HttpCaller, fault: Fault
    ) -> None:
        vendor.faults.next(fault)
        found = ended(caller, get(vendor), QUICK.call_s + SLACK_S)
        assert isinstance(found, Answer)
        if fault in BUSY:
            assert found.status == 429
            assert ("retry-after" in found.headers) == (fault is not Fault.BUSY_ABSENT)
        elif fault in BROKEN:
            assert found.status == BROKEN[fault]
        elif fault in REDIRECTS:
            assert (found.status, found.headers["location"]) == (302, REDIRECTS[fault])
        else:
            assert found.body != JSON
        assert len(vendor.seen) == 1

    def test_every_fault_is_tried(self) -> None:
        none = TestBadManners.test_there_is_no_answer.pytestmark[0].args[1]
        tried = {fault for fault, _ in none} | {*BUSY, *BROKEN, *REDIRECTS, *GARBLING}
        assert tried == set(Fault)

    def test_a_byte_now_and_then_ends_at_the_deadline_whatever_the_clock_says(
        self, vendor: FakeVendor
    ) -> None:
        # Each byte comes well within the time for one read: only the whole call has an end.
        told = iter(range(10_000))
        limits = Limits(read_s=5.0, call_s=25.0)
        caller = calling(vendor.origin, limits, lambda: float(next(told)))
        vendor.faults.next(Fault.SLOW_BODY)
        assert ended(caller, get(vendor), 5.0) == NoAnswer("timeout")
        caller.close()

    def test_nobody_is_there(self, vendor: FakeVendor, caller: HttpCaller) -> None:
        vendor.stop()
        assert ended(caller, get(vendor), SLACK_S) == NoAnswer("refused")
        vendor.start()
        assert good(caller.call(get(vendor))).status == 200

    def test_somebody_listens_and_never_accepts(self) -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=1) as quiet:
            origin = f"http://127.0.0.1:{quiet.getsockname()[1]}"
            caller = calling(origin, QUICK)
            call = Call(verb=Verb.GET, url=f"{origin}/")
            assert ended(caller, call, QUICK.call_s + SLACK_S) == NoAnswer("timeout")
            caller.close()

    def test_names_that_lead_nowhere_or_take_too_long(self, vendor: FakeVendor) -> None:
        stop = threading.Event()

        def never(host: str, port: int) -> tuple[str, ...]:
            stop.wait(10)
            return ()

        def unknown(host: str, port: int) -> tuple[str, ...]:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")

        for resolve in (unknown, never, lambda host, port: ()):
            caller = HttpCaller(
                Reach(frozenset({"api.vendor.test"})),
                monotonic_s,
                QUICK,
                Network(resolve, trust=NOBODY),
            )
            call = Call(verb=Verb.GET, url="https://api.vendor.test/")
            assert ended(caller, call, QUICK.connect_s + SLACK_S) == NoAnswer("dns")
            caller.close()
        stop.set()


class TestTheFakeItself:
    """The server counts what is asked of it too early and too often, and ends when it is told."""

    def test_calls_before_they_are_allowed_are_counted(self) -> None:
        now = at(NOW)
        with FakeVendor(answers, lambda: now, faults=Faults()) as vendor:
            caller = calling(vendor.origin, QUICK)
            vendor.faults.next(Fault.BUSY_SECONDS)
            for _ in range(3):
                good(caller.call(get(vendor)))
            assert [seen.is_early for seen in vendor.seen] == [False, True, True]
            assert vendor.early == 2
            caller.close()

    def test_calls_over_a_quota_are_counted(self) -> None:
        with FakeVendor(answers, lambda: at(NOW), quota=Quota([(2, 900)])) as vendor:
            caller = calling(vendor.origin, QUICK)
            statuses = [good(caller.call(get(vendor))).status for _ in range(3)]
            assert statuses == [200, 200, 429]
            assert vendor.quota.over == 1
            caller.close()

    def test_a_seed_says_what_goes_wrong(self) -> None:
        drawn = [
            [Faults(seed, 0.5, tuple(Fault)).draw("/") for _ in range(1)] for seed in (1, 1, 2, 3)
        ]
        assert drawn[0] == drawn[1]
        many = Faults(4, 0.5, tuple(Fault), most=10)
        assert sum(many.draw("/") is not None for _ in range(200)) == 10

    def test_depth_is_as_it_is_told(self, vendor: FakeVendor, caller: HttpCaller) -> None:
        vendor.faults.next(Fault.DEEP)
        assert good(caller.call(get(vendor))).body.count(b"[") == DEPTH
