"""The short way of webhooks: what goes well is answered here, all else is put to the routes.

Rule 1: nobody is refused here: the routes are asked again, and say why.
Rule 2: what is answered is what the routes would answer, and once it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, ReceiveMessage, Scope, Send

from vegaloop.device_sync.adapters.gathering import Gathering
from vegaloop.device_sync.adapters.hook_bodies import HOOKS, VENDORS
from vegaloop.device_sync.adapters.http_hooks import (
    ASK_BY_MESSAGE,
    AT_ONCE_BYTES,
    envelope_of,
    status_for,
)
from vegaloop.device_sync.application.accepting import Accepting
from vegaloop.device_sync.application.drivers import Envelope
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.problem import ProblemRaised
from vegaloop.kernel.result import Failure, Success

__all__ = ("ShortWay",)

_NO_CONTENT: Final = 204
_EMPTY: Final = ((b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0"))


@final
class ShortWay:
    """Takes webhooks before the routes of an application do."""

    def __init__(self, app: ASGIApp, accepting: Callable[[], Accepting]) -> None:
        self._app = app
        self._accepting = accepting
        self._gathering = Gathering(lambda arrivals: accepting().accept(arrivals))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, here or there."""
        if scope["type"] == ScopeType.HTTP and scope["method"] == "POST":
            place, _, word = scope["path"].removeprefix(HOOKS).partition("/")
            vendor = VENDORS.get(place) if scope["path"].startswith(HOOKS) else None
            if vendor is not None and vendor not in ASK_BY_MESSAGE:
                with suppress(ProblemRaised):  # Asked again, it is raised again: Rule 1.
                    begun = await receive()
                    if await self._is_taken(scope, vendor, word, begun):
                        await _answer(send, status_for(vendor))
                        return
                    receive = _from(begun, receive)
        await self._app(scope, receive, send)

    async def _is_taken(
        self, scope: HTTPScope, vendor: Vendor, word: str, begun: ReceiveMessage
    ) -> bool:
        if begun["type"] != "http.request" or len(begun["body"]) > AT_ONCE_BYTES:
            return False
        envelope = envelope_of(scope, word, begun["body"])
        # A server says that more comes until nothing has.
        if envelope.headers.get("content-length") != str(len(envelope.body)):
            return False
        try:
            return await self._is_kept(vendor, envelope)
        except Exception:  # noqa: BLE001  # Rule 1.
            return False

    async def _is_kept(self, vendor: Vendor, envelope: Envelope) -> bool:
        match self._accepting().hook(vendor, envelope):
            case Failure(_):
                return False
            case Success(arrivals):
                if arrivals:
                    await self._gathering.keep(arrivals)
                return True


async def _answer(send: Send, status: int) -> None:
    headers = () if status == _NO_CONTENT else _EMPTY
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _from(begun: ReceiveMessage, receive: Receive) -> Receive:
    """Begin to receive anew."""
    waiting = [begun]

    async def again() -> ReceiveMessage:
        return waiting.pop() if waiting else await receive()

    return again
