"""Webhooks of vendors over HTTP: verified and kept, and nothing else.

Rule 1: an answer that says it was taken is given once it is on the disk.
Rule 2: what is of nobody here is answered the same, so that nobody learns who is.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from anyio import to_thread
from litestar import Request, Response, Router, get, head, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.params import FromPath
from litestar.response.base import ASGIResponse
from litestar.types import HTTPScope

from vegaloop.device_sync.adapters.hook_bodies import HOOK_BYTES_LARGEST, VENDORS, body_of
from vegaloop.device_sync.adapters.problems import accepted, hook_problem, not_set_up
from vegaloop.device_sync.application.drivers import Asked, Envelope
from vegaloop.device_sync.application.service import DeviceSync
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.infrastructure.web import PUBLIC
from vegaloop.kernel.result import value_in

__all__ = (
    "ASK_BY_MESSAGE",
    "AT_ONCE_BYTES",
    "envelope_of",
    "hook_routes",
    "status_for",
)

# To verify more takes long enough to be felt by whoever else is answered meanwhile.
AT_ONCE_BYTES: Final = 64 * 1024
_PATH: Final = "/hooks/{vendor:str}/{word:str}"
_HEARD: Final = {Vendor.FITBIT: 204, Vendor.GOOGLE_HEALTH: 204}
# Who asks with a message whether this address is ours.
ASK_BY_MESSAGE: Final = (Vendor.GOOGLE_HEALTH,)


def _open_refusals(**titles: str) -> dict[int, ResponseSpec]:
    """Describe the refusals of a route that asks for no token."""
    return {status: told for status, told in refusals(**titles).items() if status != 401}


_UNPROVEN: Final = "It does not prove who sent it"
_NOT_SET_UP: Final = "The vendor is not set up here"
_REFUSALS: Final = _open_refusals(s403=_UNPROVEN, s404=_NOT_SET_UP)
_NOT_TAKEN: Final = _open_refusals(
    s403=_UNPROVEN, s404=_NOT_SET_UP, s413="Too large", s503="Nothing can be taken in for now"
)

_AnyRequest: TypeAlias = Request[object, object, State]


@dataclass
class HookOperation(Operation):
    """Says in OpenAPI that the body is whatever the vendor sends."""

    def __post_init__(self) -> None:
        content = {"*/*": OpenAPIMediaType(schema=Schema())}
        self.request_body = RequestBody(content, "What the vendor sends.", required=True)


async def _as_it_came(_: _AnyRequest) -> None:
    """Let every query pass: vendors put what they like there."""


@get(
    _PATH,
    opt={PUBLIC: True},
    security=[{}],
    before_request=_as_it_came,
    responses=_REFUSALS,
)
async def answer_vendor(
    request: _AnyRequest,
    vendor: FromPath[str],
    word: FromPath[str],
    sync: NamedDependency[DeviceSync],
) -> Response[bytes]:
    """Answer a vendor that asks whether this address is ours."""
    asked = await _asked(request, sync, vendor, word)
    return Response(asked.body, status_code=asked.status, media_type=asked.media_type)


@head(
    _PATH,
    opt={PUBLIC: True},
    security=[{}],
    before_request=_as_it_came,
    responses=_REFUSALS,
)
async def answer_vendor_shortly(
    request: _AnyRequest,
    vendor: FromPath[str],
    word: FromPath[str],
    sync: NamedDependency[DeviceSync],
) -> Response[None]:
    """Answer a vendor that looks whether this address is there."""
    asked = await _asked(request, sync, vendor, word)
    return Response(None, status_code=asked.status, media_type=asked.media_type)


@post(
    _PATH,
    status_code=200,
    opt={PUBLIC: True},
    security=[{}],
    before_request=_as_it_came,
    request_max_body_size=HOOK_BYTES_LARGEST,
    operation_class=HookOperation,
    responses=_NOT_TAKEN,
)
async def take_hook(
    request: _AnyRequest,
    vendor: FromPath[str],
    word: FromPath[str],
    sync: NamedDependency[DeviceSync],
) -> ASGIResponse:
    """Take what a vendor tells: it is kept when this is answered, and worked at afterwards."""
    sender = _vendor(vendor)
    async with AsyncExitStack() as held:
        body = await body_of(request, sync.accepting, sender, word, held)
        envelope = envelope_of(request.scope, word, body)
        if sender in ASK_BY_MESSAGE:
            asked = value_in(sync.accepting.challenge(sender, envelope))
            if asked is not None:
                return ASGIResponse(status_code=asked.status, media_type=asked.media_type)
        verify = partial(sync.accepting.hook, sender, envelope)
        is_large = len(body) > AT_ONCE_BYTES
        verified = await to_thread.run_sync(verify) if is_large else verify()
        arrivals = or_raise(verified, hook_problem)
        if arrivals:
            await accepted(sync.accepting, arrivals)
        return ASGIResponse(status_code=status_for(sender), media_type="text/plain")


async def _asked(request: _AnyRequest, sync: DeviceSync, vendor: str, word: str) -> Asked:
    envelope = envelope_of(request.scope, word, await request.body())
    return or_raise(sync.accepting.challenge(_vendor(vendor), envelope), hook_problem)


def _vendor(name: str) -> Vendor:
    vendor = VENDORS.get(name)
    if vendor is None:
        raise not_set_up(None)
    return vendor


def envelope_of(scope: HTTPScope, word: str, body: bytes) -> Envelope:
    """Put what a vendor sends into its envelope."""
    query = scope["query_string"].decode("latin-1")
    return Envelope(
        word,
        {name.decode("latin-1").lower(): told.decode("latin-1") for name, told in scope["headers"]},
        tuple(parse_qsl(query, keep_blank_values=True)) if query else (),
        body,
    )


def status_for(vendor: Vendor) -> int:
    """What a vendor takes for a yes."""
    return _HEARD.get(vendor, 200)


def hook_routes() -> Router:
    """Everything vendors are answered at."""
    handlers = [answer_vendor, answer_vendor_shortly, take_hook]
    return Router("/", route_handlers=handlers, tags=["webhooks"])
