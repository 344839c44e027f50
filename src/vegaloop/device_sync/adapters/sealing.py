"""Tokens sealed at rest: AES-256-GCM, each row bound to its person and its vendor.

Rule 1: what is sealed is the id of its key, a nonce and the ciphertext; anything else is refused.
Rule 2: the first key seals, all unseal: a key is changed by putting another before it, and is let go
when nothing is sealed with it any more.
Rule 3: a nonce of 96 bits is drawn anew each time; a key seals less than 2^32 times (SP 800-38D).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final, TypeAlias, final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.surroundings import NotSealed, Seal
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("KEY_BYTES", "AesSeal", "NotAKeyRing", "RandomBytes", "SealingKey", "keys_of", "text_of")

# Draws so many bytes that nobody can guess.
RandomBytes: TypeAlias = Callable[[int], bytes]

KEY_BYTES: Final = 32
_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
# What else is ever sealed with these keys is bound to another word.
_PURPOSE: Final = b"vegaloop/vendor-tokens/1\0"


@final
class SealingKey(Struct, frozen=True):
    """A key, and what it is known by; its bytes are in no text that is made of it."""

    id: str
    secret: bytes

    def __post_init__(self) -> None:
        if not _KEY_ID.fullmatch(self.id) or len(self.secret) != KEY_BYTES:
            raise ValueError("a key has a short id and 256 bits")

    def __repr__(self) -> str:
        return f"SealingKey({self.id!r})"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return [("id", self.id)]


@final
class NotAKeyRing(Struct, frozen=True, tag="sync/not-keys"):
    """Text that keys cannot be read from: which of them, from 1, and what is wrong with it."""

    number: int
    why: str


def keys_of(text: str) -> Result[tuple[SealingKey, ...], NotAKeyRing]:
    """Read keys from text such as `k2:BASE64,k1:BASE64`, the one that seals first."""
    keys: dict[str, SealingKey] = {}
    for number, part in enumerate(text.strip().split(","), 1):
        key_id, _, written = part.strip().partition(":")
        if not _KEY_ID.fullmatch(key_id):
            return Failure(NotAKeyRing(number, "an id and a colon before it"))
        if key_id in keys:
            return Failure(NotAKeyRing(number, "an id of its own"))
        try:
            secret = base64.b64decode(written, validate=True)
        except (binascii.Error, ValueError):
            return Failure(NotAKeyRing(number, "base64"))
        if len(secret) != KEY_BYTES:
            return Failure(NotAKeyRing(number, "32 bytes"))
        keys[key_id] = SealingKey(key_id, secret)
    return Success(tuple(keys.values()))


def text_of(key: SealingKey) -> str:
    """Write a key as it is read."""
    return f"{key.id}:{base64.b64encode(key.secret).decode()}"


@final
class AesSeal(Seal):
    """Seals with AES-256-GCM; any number of threads may use one."""

    def __init__(self, keys: tuple[SealingKey, ...], random_bytes: RandomBytes) -> None:
        if not keys:
            raise ValueError("nothing is sealed without a key")
        self._first = keys[0].id
        self._ciphers = {key.id: AESGCM(key.secret) for key in keys}
        self._random_bytes = random_bytes

    def seal(self, person: PersonId, vendor: Vendor, tokens: Tokens) -> bytes:
        """Seal tokens for one person and one vendor."""
        head = self._first.encode("ascii")
        nonce = self._random_bytes(_NONCE_BYTES)
        if len(nonce) != _NONCE_BYTES:
            raise ValueError("a nonce has 96 bits")
        plain = msgspec.json.encode(tokens)
        bound = _bound(self._first, person, vendor)
        sealed = self._ciphers[self._first].encrypt(nonce, plain, bound)
        return bytes([len(head)]) + head + nonce + sealed

    def unseal(self, person: PersonId, vendor: Vendor, sealed: bytes) -> Result[Tokens, NotSealed]:
        """Open them again."""
        key_id, rest = _cut(sealed)
        if key_id is None or len(rest) < _NONCE_BYTES + _TAG_BYTES:
            return Failure(NotSealed("not sealed"))
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            return Failure(NotSealed("key missing"))
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            plain = cipher.decrypt(nonce, ciphertext, _bound(key_id, person, vendor))
        except InvalidTag:
            return Failure(NotSealed("changed, or of somebody else"))
        try:
            return Success(_TOKENS.decode(plain))
        except msgspec.ValidationError:  # Sealed by an edition whose tokens were other ones.
            return Failure(NotSealed("no tokens"))

    def is_stale(self, sealed: bytes) -> bool:
        """Tell whether they were sealed with an older key."""
        return _cut(sealed)[0] != self._first


def _cut(sealed: bytes) -> tuple[str | None, bytes]:
    """Cut the id of the key from what it sealed; the id is None where there is none."""
    length = sealed[0] if sealed else 0
    head, rest = sealed[1 : 1 + length], sealed[1 + length :]
    key_id = head.decode("latin-1")
    return (key_id if _KEY_ID.fullmatch(key_id) else None), rest


def _bound(key_id: str, person: PersonId, vendor: Vendor) -> bytes:
    # The person has 16 bytes and the id of a key no NUL: no two rows are bound to the same.
    return _PURPOSE + person.bytes + key_id.encode("ascii") + b"\0" + vendor.value.encode("ascii")


_TOKENS: Final = msgspec.json.Decoder(Tokens)
