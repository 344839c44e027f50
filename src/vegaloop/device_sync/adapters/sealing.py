"""Tokens sealed at rest: AES-256-GCM, each row bound to its person and its vendor.

Rule 1: what is sealed is the id of its key, a nonce and the ciphertext; anything else is refused.
Rule 2: the first key seals, all unseal: a key is changed by putting another before it, and is let go
when nothing is sealed with it any more.
Rule 3: a nonce of 96 bits is drawn anew each time; a key seals less than 2^32 times (SP 800-38D).
"""

from __future__ import annotations

from typing import Final, final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vegaloop.device_sync.adapters.key_ring import KEY_ID, KeyRing, RandomBytes
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.surroundings import NotSealed, Seal
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("AesSeal",)

_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
# What else is ever sealed with these keys is bound to another word.
_PURPOSE: Final = b"vegaloop/vendor-tokens/1\0"


@final
class AesSeal(Seal):
    """Seals with AES-256-GCM; any number of threads may use one."""

    def __init__(self, keys: KeyRing, random_bytes: RandomBytes) -> None:
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
    return (key_id if KEY_ID.fullmatch(key_id) else None), rest


def _bound(key_id: str, person: PersonId, vendor: Vendor) -> bytes:
    # The person has 16 bytes and the id of a key no NUL: no two rows are bound to the same.
    return _PURPOSE + person.bytes + key_id.encode("ascii") + b"\0" + vendor.value.encode("ascii")


_TOKENS: Final = msgspec.json.Decoder(Tokens)
