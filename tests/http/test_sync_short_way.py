"""The short way of webhooks answers as the routes do, keeps what they keep, and gathers what comes at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.types import ASGIApp

from tests.device_sync.vendors.driving import KEYS
from tests.http.syncing import HOOKS, Synced, address, synced
from tests.support import SilentJournal
from vegaloop.app.http import http_app
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.adapters.gathering import Gathering
from vegaloop.device_sync.adapters.inbox import InboxFull
from vegaloop.device_sync.adapters.short_way import ShortWay
from vegaloop.device_sync.application.ports import Acceptance, Arrival
from vegaloop.infrastructure.in_time import InTime

_LARGE = b"x" * 70_000
Answer: TypeAlias = tuple[int, frozenset[tuple[bytes, bytes]], bytes]


class Sent(msgspec.Struct, frozen=True):
    """A request, in the pieces it comes in."""

    path: str
    headers: tuple[tuple[str, str], ...]
    pieces: tuple[bytes, ...]
    method: str = "POST"
    query: str = ""


async def asked(app: ASGIApp, sent: Sent) -> Answer:
    """Send a request as a server does: more is to come until an empty piece says otherwise."""
    told: list[dict[str, object]] = []
    coming = iter([*((piece, True) for piece in sent.pieces), (b"", False)])

    async def receive() -> dict[str, object]:
        body, more = next(coming, (b"", False))
        return {"type": "http.request", "body": body, "more_body": more}

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": sent.path,
        "raw_path": sent.path.encode(),
        "root_path": "",
        "query_string": sent.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "extensions": {},
        "state": {},
    }
    answered: Awaitable[None] = app(scope, receive, send)
    await answered
    start, *rest = told
    return start["status"], frozenset(start["headers"]), b"".join(one["body"] for one in rest)


class Twins(msgspec.Struct, frozen=True):
    """Two of the same, and the ways into them: everybody is connected with every vendor."""

    both: tuple[Synced, Synced]
    short: ShortWay
    routes: ASGIApp


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Connect them."""
    with ExitStack() as opened:
        both = [
            opened.enter_context(synced("memory", tmp_path_factory.mktemp("twin")))
            for _ in range(2)
        ]
        for one in both:
            for vendor, hook in HOOKS.items():
                one.connect(vendor, hook.account)
        here, there = (http_app(one.vega, SilentJournal()) for one in both)
        short = ShortWay(here, lambda: both[0].vega.sync.accepting)
        yield Twins((both[0], both[1]), short, there)


def true(vendor: Vendor, body: bytes | None = None) -> Sent:
    hook = HOOKS[vendor]
    body = hook.body if body is None else body
    headers = {"content-length": str(len(body)), **hook.headers(body)}
    return Sent(address(vendor), tuple(headers.items()), (body,))


@st.composite
def requests(draw: st.DrawFn) -> Sent:
    """Webhooks that are true, or odd in one way or several."""
    vendor = draw(st.sampled_from(sorted(HOOKS)))
    odd = b"[5,%s]" % HOOKS[vendor].body.strip(b"[]")
    sent = true(vendor, draw(st.none() | st.binary(max_size=60) | st.sampled_from((odd, _LARGE))))
    (body,) = sent.pieces
    length = draw(st.just(str(len(body))) | st.sampled_from(("", "0", "00", "7", "-1")))
    word = draw(st.just(KEYS.word) | st.sampled_from(("", "wrong", f"{KEYS.word}/", "a/b", "é")))
    at = draw(st.just(len(body)) | st.integers(0, len(body)))
    named = {**dict(sent.headers), "content-length": length}
    dropped = draw(st.sampled_from(("", *named)))
    return Sent(
        draw(st.just(address(vendor, word)) | st.just(f"/v1/hooks/nobody/{word}")),
        tuple((name, value) for name, value in named.items() if name != dropped),
        tuple(piece for piece in (body[:at], body[at:]) if piece),
        draw(st.just("POST") | st.sampled_from(("GET", "HEAD"))),
        draw(st.just("") | st.sampled_from(("a=b&a=c", "verify=1", "%ff"))),
    )


class TestAsTheRoutes:
    @given(requests())
    def test_every_answer_is_that_of_the_routes(self, twins: Twins, sent: Sent) -> None:
        async def both() -> tuple[Answer, Answer]:
            return await asked(twins.short, sent), await asked(twins.routes, sent)

        here, there = asyncio.run(both())
        assert here == there
        kept = [[(d["vendor"], d["way"]) for d in sync.deliveries()] for sync in twins.both]
        assert kept[0] == kept[1]

    @pytest.mark.parametrize("vendor", HOOKS)
    def test_of_every_vendor(self, twins: Twins, vendor: Vendor) -> None:
        status, _, _ = asyncio.run(asked(twins.short, true(vendor)))
        assert status == HOOKS[vendor].heard
        assert len(twins.both[0].deliveries(vendor=vendor)) == 1

    def test_it_does_not_trouble_the_routes(self, twins: Twins) -> None:
        async def nobody(*_: object) -> None:
            raise AssertionError("asked")

        way = ShortWay(nobody, lambda: twins.both[0].vega.sync.accepting)
        assert asyncio.run(asked(way, true(Vendor.GARMIN)))[0] == 200


class Writer:
    """An inbox that writes when it is told to."""

    def __init__(self) -> None:
        self.written: list[tuple[int, Future[Acceptance]]] = []

    def __call__(self, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
        answer = Future[Acceptance]()
        self.written.append((len(arrivals), answer))
        return answer

    def end(self, broken: Exception | None = None) -> None:
        for _, answer in self.written:
            if not answer.done():
                if broken is None:
                    answer.set_result(Acceptance(1, 0, 0))
                else:
                    answer.set_exception(broken)


ONE: Sequence[Arrival] = (None,)  # It is not looked into.


def run(work: Callable[[Writer, Gathering], Awaitable[None]]) -> Writer:
    writer = Writer()

    async def main() -> None:
        async with asyncio.timeout(10):
            await work(writer, Gathering(writer))

    asyncio.run(main())
    return writer


async def a_moment() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class TestGathering:
    @given(st.integers(1, 20), st.integers(0, 20))
    def test_what_comes_together_is_one_write_and_what_comes_meanwhile_the_next(
        self, first: int, later: int
    ) -> None:
        async def work(writer: Writer, gathering: Gathering) -> None:
            some = [asyncio.ensure_future(gathering.keep(ONE)) for _ in range(first)]
            await a_moment()
            more = [asyncio.ensure_future(gathering.keep(ONE)) for _ in range(later)]
            await a_moment()
            assert not any(one.done() for one in (*some, *more)), "answered before it was written"
            writer.end()
            await asyncio.gather(*some)
            await a_moment()
            assert not any(one.done() for one in more), "answered before it was written"
            writer.end()
            await asyncio.gather(*more)

        counts = [count for count, _ in run(work).written]
        assert counts == [first, later] if later else [first]

    @pytest.mark.parametrize("broken", [InboxFull("full"), OSError("disk")])
    def test_each_is_told_of_a_write_that_broke_and_the_next_is_tried(
        self, broken: Exception
    ) -> None:
        async def work(writer: Writer, gathering: Gathering) -> None:
            some = [asyncio.ensure_future(gathering.keep(ONE)) for _ in range(3)]
            await a_moment()
            more = asyncio.ensure_future(gathering.keep(ONE))
            await a_moment()
            writer.end(broken)
            assert await asyncio.gather(*some, return_exceptions=True) == [broken] * 3
            await a_moment()
            writer.end()
            await more

        assert len(run(work).written) == 2

    def test_an_inbox_that_takes_nothing(self) -> None:
        def full(_: Sequence[Arrival]) -> Future[Acceptance]:
            raise InboxFull("full")

        async def work() -> None:
            gathering = Gathering(full)
            for _ in range(2):
                with pytest.raises(InboxFull):
                    await gathering.keep(ONE)

        asyncio.run(work())

    def test_whoever_gave_up_is_told_nothing(self) -> None:
        async def work(writer: Writer, gathering: Gathering) -> None:
            gone, stays = (asyncio.ensure_future(gathering.keep(ONE)) for _ in range(2))
            await a_moment()
            gone.cancel()
            await a_moment()
            writer.end()
            await stays

        run(work)

    def test_a_loop_that_has_ended_troubles_nobody(self, caplog: pytest.LogCaptureFixture) -> None:
        async def work(_: Writer, gathering: Gathering) -> None:
            asyncio.ensure_future(gathering.keep(ONE))  # noqa: RUF006  # It is left behind.
            await a_moment()

        run(work).end()
        assert caplog.text == ""


def test_where_nothing_can_be_kept_the_routes_say_when_to_try_again(
    twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Future[Acceptance]:
        raise InboxFull("full")

    accepting = twins.both[0].vega.sync.accepting
    monkeypatch.setattr(type(accepting), "accept", full)
    status, headers, _ = asyncio.run(asked(twins.short, true(Vendor.GARMIN)))
    assert status == 503
    assert (b"retry-after", b"5") in headers


def test_a_server_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vegaloop.app import asgi

    monkeypatch.setenv("VEGALOOP_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    monkeypatch.setenv("VEGALOOP_LANES", "0")
    made = asgi.application()
    assert isinstance(made, InTime)
    assert isinstance(made.app, ShortWay)
