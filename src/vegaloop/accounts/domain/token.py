"""Bearer tokens: shown once, kept only as a hash.

A token is 256 random bits, so a plain SHA-256 cannot be searched backwards; a slow hash is for
passwords, which people choose.
"""

from __future__ import annotations

import hashlib
from typing import NewType, final
from uuid import UUID

from msgspec import Struct

from vegaloop.kernel.time import Instant

TokenId = NewType("TokenId", UUID)
TokenHash = NewType("TokenHash", str)


@final
class Token(Struct, frozen=True):
    """What is kept of a token."""

    id: TokenId
    hash: TokenHash
    label: str
    issued_at: Instant


@final
class IssuedToken(Struct, frozen=True):
    """A token with its secret, which nobody can be shown a second time."""

    token: Token
    secret: str


@final
class NoSuchToken(Struct, frozen=True, tag="accounts/no-such-token"):
    """A token that is not this person's, or is no longer valid."""

    id: TokenId


def hash_of(secret: str) -> TokenHash:
    """Hash a secret for keeping and for looking it up."""
    return TokenHash(hashlib.sha256(secret.encode()).hexdigest())
