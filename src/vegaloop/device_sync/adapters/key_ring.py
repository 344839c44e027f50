"""Keys that seal tokens, and how they are written: to read them, nothing that seals is loaded."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "KEY_BYTES",
    "KEY_ID",
    "KeyRing",
    "NotAKeyRing",
    "RandomBytes",
    "SealingKey",
    "keys_of",
    "text_of",
)

# Draws so many bytes that nobody can guess.
RandomBytes: TypeAlias = Callable[[int], bytes]

KEY_BYTES: Final = 32
KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


@final
class SealingKey(Struct, frozen=True):
    """A key, and what it is known by; its bytes are in no text that is made of it."""

    id: str
    secret: bytes

    def __post_init__(self) -> None:
        if not KEY_ID.fullmatch(self.id) or len(self.secret) != KEY_BYTES:
            raise ValueError("a key has a short id and 256 bits")

    def __repr__(self) -> str:
        return f"SealingKey({self.id!r})"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return [("id", self.id)]


# The first seals, all open.
KeyRing: TypeAlias = tuple[SealingKey, ...]


@final
class NotAKeyRing(Struct, frozen=True, tag="sync/not-keys"):
    """Text that keys cannot be read from: which of them, from 1, and what is wrong with it."""

    number: int
    why: str


def keys_of(text: str) -> Result[KeyRing, NotAKeyRing]:
    """Read keys from text such as `k2:BASE64,k1:BASE64`, the one that seals first."""
    keys: dict[str, SealingKey] = {}
    for number, part in enumerate(text.strip().split(","), 1):
        key_id, _, written = part.strip().partition(":")
        if not KEY_ID.fullmatch(key_id):
            return Failure(NotAKeyRing(number, "an id and a colon before it"))
        if key_id in keys:
            return Failure(NotAKeyRing(number, "an id of its own"))
        try:
            secret = base64.b64decode(written, validate=True)
        except (binascii.Error, ValueError):
            return Failure(NotAKeyRing(number, "base64 after its colon"))
        if len(secret) != KEY_BYTES:
            return Failure(NotAKeyRing(number, "32 bytes in base64"))
        keys[key_id] = SealingKey(key_id, secret)
    return Success(tuple(keys.values()))


def text_of(key: SealingKey) -> str:
    """Write a key as it is read."""
    return f"{key.id}:{base64.b64encode(key.secret).decode()}"
