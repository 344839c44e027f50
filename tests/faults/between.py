"""Ending the receiver between commit and answer: `python -m tests.faults.between [TIMES]`.

The vendor hears nothing and sends again; what it sends again is known, and has one effect.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Final

from litestar.types import Message, Receive, ReceiveMessage, Scope, Send

from tests.faults.figures import Figures, exactly, leave, number_given, on_both_engines
from tests.faults.people import (
    PEOPLE,
    WORD,
    opened,
    prepared,
    push,
    receive,
    what_became_of,
    work_off,
)
from vegaloop.device_sync.adapters.short_way import ShortWay
from vegaloop.infrastructure.database import open_database

TIMES: Final = 200


def in_a_process(work: Callable[[], None]) -> int:
    """Do work in a process of its own; the signal that ended it, 0 where it ended by itself."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _taken_and_gone(url: str, message: int) -> None:
    with opened(url) as vega:
        receive(vega, message)
        os.kill(os.getpid(), signal.SIGKILL)


def _answering_and_gone(url: str, message: int) -> None:
    """Take it as a server does, and be gone with the first word of the answer."""
    with opened(url) as vega:
        way = ShortWay(_nobody, lambda: vega.sync.accepting)
        asyncio.run(way(*_asked(push(message, PEOPLE))))


async def _nobody(*_: object) -> None:
    raise AssertionError("the routes are asked")


def _asked(body: bytes) -> tuple[Scope, Receive, Send]:
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/v1/hooks/garmin/{WORD}",
        "query_string": b"",
        "headers": [(b"content-length", str(len(body)).encode())],
    }

    async def receive() -> ReceiveMessage:
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(_: Message) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    return scope, receive, send


_WAYS: Final = (_taken_and_gone, _answering_and_gone)


def die_before_answering(url: str, times: int = TIMES) -> Figures:
    """Say what became of pushes whose receiver died after it had kept them."""
    prepared(url)
    ways = itertools.cycle(_WAYS)
    ended = [in_a_process(partial(next(ways), url, message)) for message in range(times)]
    with opened(url) as vega:
        known = sum(receive(vega, message).known for message in range(times))
        work_off(vega)
    with closing(open_database(url)) as database:
        return Figures(
            (
                exactly("kills", ended.count(signal.SIGKILL), times),
                exactly("known when sent again", known, times),
                *what_became_of(database, range(times)),
            )
        )


if __name__ == "__main__":
    trial = partial(die_before_answering, times=number_given(1, TIMES))
    leave(on_both_engines("kill -9 between commit and answer", trial))
