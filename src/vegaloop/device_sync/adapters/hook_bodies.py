"""The bodies of webhooks: how much of one is held, by the word in the address it came to.

Rule 1: nobody without that word makes us hold more than what every vendor may send.
Rule 2: of what is larger only some is held at once: whoever sends more waits with it.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Final, TypeAlias

from anyio import Semaphore
from anyio.lowlevel import RunVar
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from vegaloop.device_sync.application.accepting import Accepting
from vegaloop.device_sync.domain.vendor import Vendor

__all__ = ("HOOKS", "HOOK_BYTES_LARGEST", "VENDORS", "body_of", "is_large_taken")

HOOKS: Final = "/v1/hooks/"
VENDORS: Final = {vendor.value: vendor for vendor in Vendor}
_BYTES_MOST: Final = 2**20
# What a vendor wants to be taken, who cannot be asked for it otherwise.
_LARGER: Final = {Vendor.GARMIN: 100 * 2**20}
HOOK_BYTES_LARGEST: Final = max(_LARGER.values())
# Each takes a few times its length while it is cut and written.
_LARGE_AT_ONCE: Final = 2
_large: Final = RunVar[Semaphore]("large_bodies")

_AnyRequest: TypeAlias = Request[object, object, State]


def is_large_taken(accepting: Accepting, path: str) -> bool:
    """Tell whether who sends to an address may send more than others do."""
    place, _, word = path.removeprefix(HOOKS).partition("/")
    vendor = VENDORS.get(place) if path.startswith(HOOKS) else None
    return vendor is not None and vendor in _LARGER and accepting.has_word(vendor, word)


async def body_of(
    request: _AnyRequest, accepting: Accepting, vendor: Vendor, word: str, held: AsyncExitStack
) -> bytes:
    """Read a body as long as its sender may send; what is large has its place until `held` is left."""
    most = _LARGER.get(vendor, _BYTES_MOST) if accepting.has_word(vendor, word) else _BYTES_MOST
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    pieces, length = list[bytes](), 0
    async for piece in request.stream():
        if length <= _BYTES_MOST < length + len(piece) <= most:
            await held.enter_async_context(_places())
        length += len(piece)
        if length > most:
            raise RequestEntityTooLarge
        pieces.append(piece)
    return b"".join(pieces)


def _places() -> Semaphore:
    """Find the places of the loop this runs in."""
    places = _large.get(None)
    if places is None:
        places = Semaphore(_LARGE_AT_ONCE)
        _large.set(places)
    return places
