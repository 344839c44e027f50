"""The signatures of Google Health: ECDSA over the raw body, by one of the public keys it publishes.

Rule 1: the keys are a keyset as Tink writes it in JSON, and a signature names the key it is by.
Rule 2: whatever is no keyset has no keys, and nothing is signed by any of them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.hashes import SHA256
from msgspec import Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.kernel.result import value_in

__all__ = ("SIGNATURE", "Signers", "is_signed", "signers_in")

Signers: TypeAlias = Mapping[int, EllipticCurvePublicKey]

SIGNATURE: Final = "google-health-api-signature"
_ENABLED: Final = "ENABLED"
# What stands before a signature: one byte that is 1, and the number of the key in four.
_VERSION: Final = bytes([1])
_PREFIX_BYTES: Final = 5
# The numbers of the fields of a key, and how long a field with its length before it may be.
_X, _Y = 3, 4
_WITH_LENGTH: Final = 2
_LENGTH_MOST: Final = 127


@final
class _Material(Struct, frozen=True):
    value: str


@final
class _Key(Struct, frozen=True, rename="camel"):
    key_id: int
    key_data: _Material
    status: str = _ENABLED


@final
class _Keyset(Struct, frozen=True):
    key: tuple[_Key, ...]


def signers_in(keyset: str) -> Signers:
    """Read the keys of a keyset that are in use."""
    read = value_in(read_as(keyset.encode("utf-8", "surrogatepass"), _Keyset, "keyset"))
    held = () if read is None else read.key
    found = ((one.key_id, _key_in(one.key_data.value)) for one in held if one.status == _ENABLED)
    return {number: key for number, key in found if key is not None}


def is_signed(signers: Signers, signature: str, body: bytes) -> bool:
    """Tell whether a body was signed by one of these keys."""
    try:
        given = base64.b64decode(signature, validate=True)
        signer = signers.get(int.from_bytes(given[1:_PREFIX_BYTES], "big"))
        if signer is None or not given.startswith(_VERSION):
            return False
        signer.verify(given[_PREFIX_BYTES:], body, ECDSA(SHA256()))
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True


def _key_in(value: str) -> EllipticCurvePublicKey | None:
    """Read a point of P-256; None where it is none."""
    try:
        fields = dict(_fields(base64.b64decode(value, validate=True)))
        x, y = (int.from_bytes(fields.get(number, b""), "big") for number in (_X, _Y))
        return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    except (binascii.Error, ValueError):
        return None


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Read the fields of a protocol buffer that have their length before them; none is long here."""
    at = 0
    while at + 1 < len(data):
        number, wire = data[at] >> 3, data[at] & 7
        size = data[at + 1]
        if wire != _WITH_LENGTH or size > _LENGTH_MOST:
            at += 2  # A small number: the version of the key.
            continue
        yield number, data[at + 2 : at + 2 + size]
        at += 2 + size
