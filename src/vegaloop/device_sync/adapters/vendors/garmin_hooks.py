"""Taking apart what Garmin pushes and pings: lists of summaries of several people, by their kind.

Rule 1: whatever is odd in a push, nothing beside it is lost.
Rule 2: an address in a ping is followed only to Garmin's own host, and made anew from its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, final
from urllib.parse import urlsplit

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.garmin_reading import KINDS, PERMISSIONS
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of, moment_of
from vegaloop.device_sync.application.drivers import HINT, Follow, Message
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant

__all__ = ("LEFT", "PUSH", "followed", "messages_of")

PUSH: Final = "push:"
LEFT: Final = "deregistrations"
_PATH: Final = re.compile(r"/wellness-api/rest/[A-Za-z0-9_/-]{1,200}", re.ASCII)
_QUERY: Final = re.compile(r"[A-Za-z0-9._~%=&+:/-]{0,4000}", re.ASCII)


@final
class _Item(Struct, frozen=True):
    userId: int | str  # noqa: N815  # their names
    callbackURL: str | None = None  # noqa: N815


def messages_of(lists: Mapping[str, Raw], now: Instant) -> Iterator[Message]:
    """Make a message of each summary of a push that came now."""
    for name, held in lists.items():
        for raw in value_in(read_as(bytes(held), tuple[Raw, ...], name)) or ():
            message = _message(name, bytes(raw), now)
            if message is not None:
                yield message


def followed(api: str, given: str) -> str | None:
    """Find what an address in a ping leads to on Garmin's own host; None where it leads elsewhere."""
    try:
        own, told = urlsplit(api), urlsplit(given)
    except ValueError:
        return None
    is_own = (told.scheme, told.netloc) == (own.scheme, own.netloc)
    is_plain = _PATH.fullmatch(told.path) and _QUERY.fullmatch(told.query) and not told.fragment
    return f"{api}{told.path}?{told.query}" if is_own and is_plain else None


def _message(name: str, raw: bytes, now: Instant) -> Message | None:
    """Make a message of an item of a list; None where it is nobody's, or of a kind we do not take."""
    item = value_in(read_as(raw, _Item, name))
    if item is None:
        return None
    account = Account(id_text(item.userId))
    if name == LEFT:
        # It has no time: whoever leaves, comes back and leaves again says the same twice.
        minute = now.strftime("%Y-%m-%dT%H:%M")
        return Message(account, Follow(f"{PUSH}{name}", key_of(name, account, minute), raw))
    if name not in KINDS and name != PERMISSIONS:
        return None
    way = HINT if item.callbackURL is not None else PUSH
    # A summary that was changed and changed back is the same to the letter.
    key = key_of(name, moment_of(now), raw.decode("utf-8", "surrogateescape"))
    return Message(account, Follow(f"{way}{name}", key, raw))
