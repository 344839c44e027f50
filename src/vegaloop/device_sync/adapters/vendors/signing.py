"""Proving who sent something: the word in the address, and signatures over the raw body.

Rule 1: what is compared is compared in constant time, and nothing is the same as what is empty.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from vegaloop.device_sync.application.drivers import (
    Asked,
    Envelope,
    Keys,
    NotAuthentic,
    is_same,
)
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, epoch_us

__all__ = (
    "NO_CHALLENGE",
    "SHA1",
    "SHA256",
    "asked_in",
    "hmac_base64",
    "hmac_hex",
    "key_of",
    "moment_of",
    "signed",
    "worded",
)

SHA1: Final = "sha1"
SHA256: Final = "sha256"
_KEY_BYTES: Final = 24
_SAME_US: Final = 600_000_000


def worded(keys: Keys, envelope: Envelope) -> Result[Envelope, NotAuthentic]:
    """Let pass what came to the address only the vendor knows."""
    if keys.is_word(envelope.word):
        return Success(envelope)
    return Failure(NotAuthentic("word"))


def signed(
    keys: Keys, envelope: Envelope, header: str, wanted: str
) -> Result[Envelope, NotAuthentic]:
    """Let pass what came there with the signature that was wanted; nothing where we have no secret."""
    given = envelope.headers.get(header, "")
    checks = {
        "secret": bool(keys.secret),
        "signature": is_same(given, wanted),
        "word": keys.is_word(envelope.word),
    }
    for what, holds in checks.items():
        if not holds:
            return Failure(NotAuthentic(what))
    return Success(envelope)


def hmac_base64(secret: str, body: bytes, algorithm: str) -> str:
    """Sign a body, as base64."""
    return base64.b64encode(_hmac(secret, body, algorithm)).decode("ascii")


def hmac_hex(secret: str, body: bytes, algorithm: str) -> str:
    """Sign a body, in small hexadecimal letters."""
    return _hmac(secret, body, algorithm).hex()


def key_of(*parts: str) -> str:
    """Make one short key of what makes a message this one: other parts, another key."""
    digest = hashlib.blake2b(digest_size=_KEY_BYTES)
    for part in parts:
        text = part.encode("utf-8", "surrogatepass")
        digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()


def moment_of(now: Instant) -> str:
    """Say in which ten minutes something came: later the same to the letter is told anew."""
    return str(epoch_us(now) // _SAME_US)


def asked_in(envelope: Envelope) -> Mapping[str, str]:
    """Take the query of an address apart; of a name that stands twice the first counts."""
    return dict(reversed(envelope.query))


def _hmac(secret: str, body: bytes, algorithm: str) -> bytes:
    return hmac.digest(secret.encode("utf-8", "surrogatepass"), body, algorithm)


NO_CHALLENGE: Final[Result[Asked, NotAuthentic]] = Failure(NotAuthentic("challenge"))
