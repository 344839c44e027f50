"""How long the body of a request may take to come, whoever sends it.

Rule 1: nobody needs to be known for a body to be refused that does not come.
Rule 2: what comes after the body, that the line has ended, is waited for without limit.
Rule 3: one timer watches all who wait: one for each would cost more than all else here does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send
from msgspec import Struct

from vegaloop.infrastructure.problem import ProblemRaised, problem

__all__ = ("InTime", "Patience")

_CLOSE: Final = {"connection": "close"}
_LOOKS: Final = 20  # So often in the shortest patience.


def _is_never(_: str) -> bool:
    return False


@final
class Patience(Struct, frozen=True):
    """How long a whole body may take under `hurried`, and elsewhere each piece of one.

    Nobody is hurried who sends to a path of which `may_be_long` is true.
    """

    hurried: str
    whole_s: float = 10.0
    piece_s: float = 30.0
    may_be_long: Callable[[str], bool] = _is_never

    def is_hurried(self, path: str) -> bool:
        """Tell whether a whole body has to come in time."""
        return path.startswith(self.hurried) and not self.may_be_long(path)


@final
class InTime:
    """Lets an application wait for a body as long as is right, and refuse it with 408 then.

    It belongs to the loop it first answers in.
    """

    def __init__(self, app: ASGIApp, patience: Patience) -> None:
        self.app = app
        self._patience = patience
        self._watch: _Watch | None = None

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer as the application does."""
        if scope["type"] != ScopeType.HTTP:
            return self.app(scope, receive, send)
        if self._watch is None:
            every_s = min(self._patience.whole_s, self._patience.piece_s) / _LOOKS
            self._watch = _Watch(asyncio.get_running_loop(), every_s)
        whole_s = self._patience.whole_s if self._patience.is_hurried(scope["path"]) else None
        return self.app(scope, self._watch.hurried(receive, whole_s, self._patience.piece_s), send)


@final
class _Watch:
    """Looks every so often for who has waited too long, as long as anybody waits."""

    def __init__(self, loop: asyncio.AbstractEventLoop, every_s: float) -> None:
        self._loop = loop
        self._every_s = every_s
        self._until: dict[asyncio.Task[object], float] = {}
        self._late: set[asyncio.Task[object]] = set()
        self._is_looking = False

    def hurried(self, receive: Receive, whole_s: float | None, piece_s: float) -> Receive:
        """Receive a body in time, and what comes after it whenever it comes."""
        until = None if whole_s is None else self._loop.time() + whole_s
        is_coming = True

        async def in_time() -> ReceiveMessage:
            nonlocal is_coming
            if not is_coming:
                return await receive()
            message = await self._by(
                self._loop.time() + piece_s if until is None else until, receive
            )
            is_coming = message["type"] == "http.request" and message["more_body"]
            return message

        return in_time

    async def _by(self, until: float, receive: Receive) -> ReceiveMessage:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be told that it is late")
        cancelled = task.cancelling()
        self._until[task] = until
        if not self._is_looking:
            self._is_looking = True
            self._loop.call_later(self._every_s, self._look)
        try:
            return await receive()
        except asyncio.CancelledError:
            # Of a server that stops, a cancellation is not ours to take back.
            if task in self._late and task.uncancel() <= cancelled:
                raise _too_slow() from None
            raise
        finally:
            self._until.pop(task, None)
            self._late.discard(task)

    def _look(self) -> None:
        now = self._loop.time()
        for task in [task for task, until in self._until.items() if until <= now]:
            del self._until[task]
            self._late.add(task)
            task.cancel()
        self._is_looking = bool(self._until)
        if self._is_looking:
            self._loop.call_later(self._every_s, self._look)


def _too_slow() -> ProblemRaised:
    made = problem("too-slow", "The body did not come in time", 408).problem
    return ProblemRaised(made, _CLOSE)
