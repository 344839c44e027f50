"""Streams of server-sent events, and the word that ends them."""

from __future__ import annotations

import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from types import FrameType
from typing import Final, final

import anyio
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send

__all__ = ("EVENT_STREAM", "EventStream", "also_when_told_to_stop")

EVENT_STREAM: Final = "text/event-stream"
# No proxy keeps anything of it back.
_HEADERS: Final = (("cache-control", "no-store"), ("x-accel-buffering", "no"))


@final
class EventStream(ASGIResponse):
    """An answer that goes on until there is no more to tell, or until its reader goes."""

    _should_set_content_length = False

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        super().__init__(media_type=EVENT_STREAM, headers=_HEADERS)
        self._pieces = pieces

    async def send_body(self, send: Send, receive: Receive) -> None:
        """Tell what there is."""
        async with anyio.create_task_group() as group:
            group.start_soon(_until_gone, receive, group.cancel_scope.cancel)
            async with aclosing(self._pieces) as pieces:
                async for piece in pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            group.cancel_scope.cancel()


async def _until_gone(receive: Receive, end: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    end()


def also_when_told_to_stop(tell: Callable[[], None]) -> None:
    """Tell somebody of SIGTERM as well: a server waits for open answers before it ends anything."""
    before = signal.getsignal(signal.SIGTERM)

    def hear(signum: int, frame: FrameType | None) -> None:
        tell()
        if callable(before):
            before(signum, frame)

    signal.signal(signal.SIGTERM, hear)
