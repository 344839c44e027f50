"""Steps as server-sent events: told as they are taken, resumed where a reader was, and ended."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import final

import pytest
from litestar import Litestar
from sqlalchemy.exc import OperationalError

from tests.http.client import SilentJournal, a_client
from tests.http.syncing import PROBLEMS, Synced
from tests.support import NOW, at
from vegaloop.app.http import http_app
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.adapters import http_events
from vegaloop.device_sync.adapters.http_events import STREAMS_MOST, Watching
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.trouble import Down
from vegaloop.kernel.identity import PersonId


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_events, "_LOOK_EVERY_S", 0.01)


@final
class Stream:
    """One reader of events: what it was told, and a way to go."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.told = ""
        self._gone = asyncio.Event()
        self._asked = False

    async def receive(self) -> dict[str, object]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.told += message["body"].decode()

    def go(self) -> None:
        self._gone.set()

    @property
    def events(self) -> list[tuple[int, dict[str, object]]]:
        """The events so far: id and data."""
        found = []
        for block in self.told.split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
            if lines:
                assert lines["event"] == "sync.step"
                found.append((int(lines["id"]), json.loads(lines["data"])))
        return found

    async def until(self, said: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not said():  # noqa: ASYNC110  # Nobody tells when it was.
                await asyncio.sleep(0.01)


@asynccontextmanager
async def reading(
    app: Litestar, token: str, query: str = "", **headers: str
) -> AsyncIterator[tuple[Stream, asyncio.Task[None]]]:
    """Read events until the block ends."""
    stream = Stream()
    named = {"authorization": f"Bearer {token}", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/v1/sync/events",
        "raw_path": b"/v1/sync/events",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("test", 1),
        "server": ("test", 80),
        "state": {},
    }
    asked: Awaitable[None] = app(scope, stream.receive, stream.send)
    task = asyncio.ensure_future(asked)
    try:
        yield stream, task
    finally:
        stream.go()
        async with asyncio.timeout(10):
            await task


def take(sync: Synced, *steps: Step, person: PersonId | None = None) -> None:
    """Take steps."""
    whose = sync.vega.accounts.owner() if person is None else person
    for step in steps:
        taken = StepTaken(at(NOW), Vendor.STRAVA, step, trouble=_trouble(step))
        sync.vega.sync.overseeing._parts.books.write(whose, lambda book, one=taken: book.tell(one))


def _trouble(step: Step) -> Down | None:
    return Down("no-answer") if step is Step.PUT_OFF else None


@pytest.fixture
def token(sync: Synced) -> str:
    return sync.client.headers["authorization"].removeprefix("Bearer ")


@pytest.fixture
def app(sync: Synced) -> Litestar:
    return sync.client.app


class TestTold:
    def test_only_what_is_new(self, sync: Synced, app: Litestar, token: str) -> None:
        async def run() -> None:
            take(sync, Step.CONNECTED, Step.FETCHED)
            async with reading(app, token) as (stream, _):
                await stream.until(lambda: ":" in stream.told)
                assert stream.status == 200
                assert stream.headers["content-type"].startswith("text/event-stream")
                assert stream.headers["cache-control"] == "no-store"
                assert stream.events == []
                take(sync, Step.PUT_OFF)
                await stream.until(lambda: stream.events)
                ((number, told),) = stream.events
                assert number == 3
                assert told == {
                    "at": "2026-03-20T06:30:00Z",
                    "vendor": "strava",
                    "step": "put-off",
                    "kind": None,
                    "counts": None,
                    "trouble": {
                        "type": "sync/vendor-down",
                        "sentence": "Strava did not answer.",
                        "not_before": None,
                    },
                }

        asyncio.run(run())

    @pytest.mark.parametrize("how", ["header", "query", "both"])
    def test_from_where_a_reader_was(
        self, sync: Synced, app: Litestar, token: str, how: str
    ) -> None:
        query = {"header": "", "query": "last_event_id=2", "both": "last_event_id=1"}[how]
        headers = {} if how == "query" else {"last-event-id": "2"}

        async def run() -> None:
            take(sync, *[Step.FETCHED] * 5)
            async with reading(app, token, query, **headers) as (stream, _):
                await stream.until(lambda: len(stream.events) >= 3)
                take(sync, Step.TAKEN)
                await stream.until(lambda: len(stream.events) >= 4)
                assert [number for number, _ in stream.events] == [3, 4, 5, 6]

        asyncio.run(run())

    def test_a_number_of_another_time_means_from_now_on(
        self, sync: Synced, app: Litestar, token: str
    ) -> None:
        async def run() -> None:
            take(sync, Step.FETCHED)
            async with reading(app, token, "last_event_id=900") as (stream, _):
                await stream.until(lambda: ":" in stream.told)
                take(sync, Step.TAKEN)
                await stream.until(lambda: stream.events)
                assert [number for number, _ in stream.events] == [2]

        asyncio.run(run())

    def test_nothing_of_anybody_else(self, sync: Synced, app: Litestar, token: str) -> None:
        async def run() -> None:
            async with reading(app, token, "last_event_id=0") as (stream, _):
                take(sync, *[Step.FETCHED] * 3, person=PersonId(sync.vega.accounts._ids.fresh()))
                take(sync, Step.TAKEN)
                await stream.until(lambda: stream.events)
                await asyncio.sleep(0.1)
                assert [told["step"] for _, told in stream.events] == ["taken"]

        asyncio.run(run())

    def test_a_heartbeat(self, app: Litestar, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(http_events, "_HEARTBEAT_S", 0.03)

        async def run() -> None:
            async with reading(app, token) as (stream, _):
                await stream.until(lambda: stream.told.count(": still here\n\n") >= 4)
                assert stream.events == []

        asyncio.run(run())


class TestEnds:
    def test_when_the_reader_goes(self, app: Litestar, token: str) -> None:
        async def run() -> None:
            async with reading(app, token) as (stream, task):
                await stream.until(lambda: stream.told)
                stream.go()
                async with asyncio.timeout(5):
                    await task

        asyncio.run(run())

    def test_when_the_process_is_told_to_stop(self, sync: Synced, token: str) -> None:
        watching = Watching()
        app = http_app(sync.vega, SilentJournal(), watching)

        async def run() -> None:
            async with reading(app, token) as (stream, task):
                await stream.until(lambda: stream.told)
                watching.stop()
                async with asyncio.timeout(5):
                    await task

        asyncio.run(run())

    def test_after_a_while_and_when_the_database_is_gone(
        self, sync: Synced, app: Litestar, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def read_out() -> None:
            async with reading(app, token) as (stream, task):
                async with asyncio.timeout(5):
                    await task
                assert stream.status == 200

        with monkeypatch.context() as patched:
            patched.setattr(http_events, "_LONGEST_S", 0.05)
            asyncio.run(read_out())

        def broken(*_: object) -> None:
            raise OperationalError("x", None, OSError("gone"))

        monkeypatch.setattr(type(sync.vega.sync.overseeing), "steps", broken)
        asyncio.run(read_out())

    def test_too_many_of_one_person(self, app: Litestar, token: str) -> None:
        async def run() -> None:
            opened = [reading(app, token) for _ in range(STREAMS_MOST)]
            streams = [(await one.__aenter__())[0] for one in opened]
            for stream in streams:
                await stream.until(lambda one=stream: one.told)
            async with reading(app, token) as (more, task):
                await task
                assert more.status == 429
                assert int(more.headers["retry-after"]) > 0
                told = json.loads(more.told)
                assert told["type"] == PROBLEMS + "sync/too-many-streams"
                assert told["errors"] == [{"type": "sync/too-many-streams", "most": STREAMS_MOST}]
            await opened.pop().__aexit__(None, None, None)
            async with reading(app, token) as (again, _):
                await again.until(lambda: again.told)
                assert again.status == 200
            for one in opened:
                await one.__aexit__(None, None, None)

        asyncio.run(run())


@pytest.mark.parametrize("query", ["last_event_id=-1", "last_event_id=x", "more=1"])
def test_odd_questions(query: str) -> None:
    with a_client() as client:
        assert client.get(f"/v1/sync/events?{query}").status_code == 400


@pytest.mark.parametrize("given", ["x", "-1", "", "1.5", str(2**40)])
def test_an_odd_header_is_told_by_its_name(given: str) -> None:
    with a_client() as client:
        odd = client.get("/v1/sync/events", headers={"last-event-id": given})
    assert odd.status_code == 400
    (error,) = odd.json()["errors"]
    assert error["field"] == "Last-Event-ID"
    assert error["message"].endswith(f"; given: {given}")
