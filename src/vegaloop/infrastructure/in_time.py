"""How long the body of a request may take to come, whoever sends it.

Rule 1: nobody needs to be known for a body to be refused that does not come.
Rule 2: what comes after the body, that the line has ended, is waited for without limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final, final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send
from msgspec import Struct

from vegaloop.infrastructure.problem import ProblemRaised, problem

__all__ = ("InTime", "Patience")

_CLOSE: Final = {"connection": "close"}


@final
class Patience(Struct, frozen=True):
    """How long a whole body may take under `hurried`, and elsewhere each piece of one."""

    hurried: str
    whole_s: float = 10.0
    piece_s: float = 30.0


@final
class InTime:
    """Lets an application wait for a body as long as is right, and refuse it with 408 then."""

    def __init__(self, app: ASGIApp, patience: Patience) -> None:
        self.app = app
        self._patience = patience

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer as the application does."""
        if scope["type"] == ScopeType.HTTP:
            is_hurried = scope["path"].startswith(self._patience.hurried)
            whole_s = self._patience.whole_s if is_hurried else None
            receive = _hurried(receive, whole_s, self._patience.piece_s)
        return self.app(scope, receive, send)


def _hurried(receive: Receive, whole_s: float | None, piece_s: float) -> Receive:
    loop = asyncio.get_running_loop()
    until = None if whole_s is None else loop.time() + whole_s
    is_coming = True

    async def in_time() -> ReceiveMessage:
        nonlocal is_coming
        if not is_coming:
            return await receive()
        try:
            async with asyncio.timeout_at(loop.time() + piece_s if until is None else until):
                message = await receive()
        except TimeoutError as slow:
            raise _too_slow() from slow
        is_coming = message["type"] == "http.request" and message["more_body"]
        return message

    return in_time


def _too_slow() -> ProblemRaised:
    made = problem("too-slow", "The body did not come in time", 408).problem
    return ProblemRaised(made, _CLOSE)
