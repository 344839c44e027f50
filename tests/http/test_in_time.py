"""A body that does not come is refused, whoever sends it; and nobody is hurried who may wait."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final

import pytest
from litestar.types import ASGIApp

from tests.device_sync.vendors.driving import KEYS
from tests.http.syncing import PROBLEMS, Synced, synced
from tests.support import SilentJournal
from vegaloop.app.http import http_app
from vegaloop.device_sync.adapters.hook_bodies import HOOKS
from vegaloop.device_sync.adapters.short_way import ShortWay
from vegaloop.infrastructure.in_time import InTime, Patience

QUICK: Final = Patience(HOOKS, whole_s=0.2, piece_s=0.2)
Message = dict[str, object]


@pytest.fixture(scope="module")
def somewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synced]:
    with synced("memory", tmp_path_factory.mktemp("slow")) as opened:
        yield opened


def scope_of(path: str, *, method: str = "POST", length: int = 100, token: str = "") -> Message:
    headers = [(b"content-length", str(length).encode()), (b"content-type", b"application/json")]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [*headers, (b"authorization", token.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "extensions": {},
        "state": {},
    }


async def told(app: ASGIApp, scope: Message, pieces: Sequence[bytes], every_s: float) -> Message:
    """Send some pieces, one every so often, and then nothing more; what is answered."""
    coming, answer = list(pieces), list[Message]()

    async def receive() -> Message:
        if not coming:
            await asyncio.Event().wait()
        await asyncio.sleep(every_s)
        return {"type": "http.request", "body": coming.pop(0), "more_body": True}

    async def send(message: Message) -> None:
        answer.append(message)

    async with asyncio.timeout(5):
        await app(scope, receive, send)
    start, body = answer
    return {
        "status": start["status"],
        "headers": dict(start["headers"]),
        "body": json.loads(body["body"]),
    }


def refused(answer: Message) -> bool:
    headers = answer["headers"]
    return (
        answer["status"] == 408
        and headers[b"content-type"] == b"application/problem+json"
        and headers[b"connection"] == b"close"
        and answer["body"]["type"] == f"{PROBLEMS}too-slow"
    )


@pytest.mark.parametrize("pieces", [(), (b"{",), (b"{",) * 30], ids=["none", "half", "drops"])
@pytest.mark.parametrize("vendor", ["garmin", "google"])
@pytest.mark.parametrize("word", ["wrong", KEYS.word])
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_webhook_is_whole_in_time_or_refused(
    somewhere: Synced, method: str, word: str, vendor: str, pieces: Sequence[bytes]
) -> None:
    routes = http_app(somewhere.vega, SilentJournal())
    app = InTime(ShortWay(routes, lambda: somewhere.vega.sync.accepting), QUICK)
    scope = scope_of(f"/v1/hooks/{vendor}/{word}", method=method)
    answer = asyncio.run(told(app, scope, pieces, 0.05))
    assert refused(answer), answer


@pytest.mark.parametrize("path", ["/v1/sync/phone", "/v1/imports", "/v1/meals"])
def test_elsewhere_each_piece_comes_in_time(somewhere: Synced, path: str) -> None:
    app = InTime(http_app(somewhere.vega, SilentJournal()), QUICK)
    scope = scope_of(path, token=somewhere.client.headers["authorization"])
    answer = asyncio.run(told(app, scope, [b"{"] * 3, 0.1))  # Longer in all than one may take.
    assert refused(answer), answer


def test_what_comes_after_the_body_is_waited_for() -> None:
    async def work() -> list[object]:
        coming = iter([("http.request", 0.0), ("http.disconnect", 0.5)])

        async def receive() -> Message:
            kind, after_s = next(coming)
            await asyncio.sleep(after_s)
            return {"type": kind, "body": b"", "more_body": False}

        kinds = list[object]()

        async def app(_: Message, receive_in_time: object, __: object) -> None:
            kinds.extend([(await receive_in_time())["type"] for _ in range(2)])

        await InTime(app, QUICK)(scope_of("/v1/sync/events"), receive, receive)
        return kinds

    assert asyncio.run(work()) == ["http.request", "http.disconnect"]


async def _cancelled(app: InTime, after_s: float) -> BaseException | None:
    """Wait for a body that never comes, and be told to end meanwhile; what comes of it."""

    async def never() -> Message:
        await asyncio.Event().wait()
        return {}

    waiting = asyncio.ensure_future(app(scope_of(f"{HOOKS}garmin/x"), never, never))
    asyncio.get_running_loop().call_later(after_s, waiting.cancel)
    (ended,) = await asyncio.gather(waiting, return_exceptions=True)
    return ended


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.1])
def test_a_server_that_stops_is_not_told_that_a_body_was_late(after_s: float) -> None:
    async def app(_: object, receive: Callable[[], Awaitable[object]], __: object) -> None:
        await receive()

    ended = asyncio.run(_cancelled(InTime(app, QUICK), after_s))
    assert isinstance(ended, asyncio.CancelledError)


def test_nobody_is_watched_for_good() -> None:
    async def work() -> int:
        async def app(_: object, receive: Callable[[], Awaitable[object]], __: object) -> None:
            await receive()

        async def whole() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        in_time = InTime(app, QUICK)
        before = len(asyncio.all_tasks())
        for _ in range(50):
            await in_time(scope_of(f"{HOOKS}garmin/x"), whole, whole)
        await asyncio.sleep(QUICK.whole_s * 1.5)  # Whoever was late once would be told now.
        return len(asyncio.all_tasks()) - before

    assert asyncio.run(work()) == 0
