"""Vendors that sign: how each writes a webhook, and ten thousand ways to forge one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
import struct
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.device_sync.vendors.driving import KEYS, RECEIVED, envelope
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.google_health_signature import SIGNATURE
from vegaloop.device_sync.adapters.vendors.oura import OuraDriver
from vegaloop.device_sync.adapters.vendors.polar import PolarDriver
from vegaloop.device_sync.adapters.vendors.whoop import WhoopDriver
from vegaloop.device_sync.application.drivers import Driver, Envelope

KEY_NUMBER: Final = 1_234_567_890
POLAR_KEY: Final = "abe1f3ae-fd33-11e8-8eb2-f2801f1b9fd1"
NOW_S: Final = int(RECEIVED.timestamp())


class Signer(NamedTuple):
    """A vendor, the headers it signs in, and an event of it."""

    driver: Driver
    headers: Callable[[bytes, str, int], dict[str, str]]
    secret: str
    event: dict[str, object]

    @property
    def body(self) -> bytes:
        """The event as it is sent."""
        return json.dumps(self.event).encode()

    def sent(self, body: bytes | None = None, at_s: int = NOW_S) -> Envelope:
        """A webhook as the vendor sends it."""
        given = self.body if body is None else body
        return envelope(given, headers=self.headers(given, self.secret, at_s))


class ListSigner(Signer):
    """A vendor that sends lists of events."""

    @property
    def body(self) -> bytes:
        """The event alone in its list."""
        return json.dumps([self.event]).encode()


def written(private: ec.EllipticCurvePrivateKey) -> str:
    """A public key as Tink writes it: what it is for, and its point with a zero before."""
    point = private.public_key().public_numbers()
    parts = ((2, b"\x08\x03\x10\x02\x18\x02"), (3, b"\x00" + point.x.to_bytes(32, "big")))
    fields = (*parts, (4, b"\x00" + point.y.to_bytes(32, "big")))
    data = b"".join(bytes([n << 3 | 2, len(held)]) + held for n, held in fields)
    return base64.b64encode(b"\x08\x00" + data).decode()


def keyset(*values: str, status: str = "ENABLED") -> str:
    """Keys as they are published."""
    keys = [
        {
            "keyData": {"typeUrl": "x", "value": value, "keyMaterialType": "ASYMMETRIC_PUBLIC"},
            "status": status,
            "keyId": KEY_NUMBER + number,
            "outputPrefixType": "TINK",
        }
        for number, value in enumerate(values)
    ]
    return json.dumps({"primaryKeyId": KEY_NUMBER, "key": keys})


def google_signature(body: bytes, number: int, by: ec.EllipticCurvePrivateKey) -> str:
    """Sign as Tink does: a version, the number of the key, and the signature."""
    signed = by.sign(body, ec.ECDSA(SHA256()))
    return base64.b64encode(b"\x01" + struct.pack(">I", number) + signed).decode()


def _digest(secret: str, signed: bytes) -> bytes:
    return hmac.new(secret.encode(), signed, hashlib.sha256).digest()


def _oura(body: bytes, secret: str, at_s: int) -> dict[str, str]:
    signature = _digest(secret, str(at_s).encode() + body).hex().upper()
    return {"x-oura-signature": signature, "x-oura-timestamp": str(at_s)}


def _whoop(body: bytes, secret: str, at_s: int) -> dict[str, str]:
    stamp = str(at_s * 1_000)
    signature = base64.b64encode(_digest(secret, stamp.encode() + body)).decode()
    return {"x-whoop-signature": signature, "x-whoop-signature-timestamp": stamp}


def _polar(body: bytes, secret: str, _: int) -> dict[str, str]:
    return {"polar-webhook-signature": _digest(secret, body).hex()}


def _fitbit(body: bytes, secret: str, _: int) -> dict[str, str]:
    digest = hmac.new(f"{secret}&".encode(), body, hashlib.sha1).digest()
    return {"x-fitbit-signature": base64.b64encode(digest).decode()}


def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest()) // 2 + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _google(body: bytes, secret: str, _: int) -> dict[str, str]:
    key, signature = _private(secret), "="
    while "=" in signature:  # Where the text has bits to spare, another text is the same signature.
        signature = google_signature(body, KEY_NUMBER, key)
    return {SIGNATURE: signature, "authorization": f"Bearer {KEYS.word}"}


OURA: Final = Signer(
    OuraDriver(),
    _oura,
    KEYS.secret,
    {
        "event_type": "update",
        "data_type": "sleep",
        "object_id": "0b5e7c1c-9f3a-4c5e-8b1e-6d0a2f4f9c11",
        "event_time": "2024-06-01T07:45:12.000Z",
        "user_id": "d0c1-4711",
    },
)
WHOOP: Final = Signer(
    WhoopDriver(),
    _whoop,
    KEYS.secret,
    {
        "user_id": 10129,
        "id": "ecfc6a15-4661-442f-a9a4-f160dd7afae8",
        "type": "sleep.updated",
        "trace_id": "e369c784-5100-49e8-8098-75d35c47b31b",
    },
)
POLAR: Final = Signer(
    PolarDriver(signature_key=POLAR_KEY),
    _polar,
    POLAR_KEY,
    {
        "event": "EXERCISE",
        "user_id": 475,
        "entity_id": "aQlC83",
        "timestamp": "2018-05-15T14:22:24Z",
        "url": "https://169.254.169.254/v3/exercises/aQlC83",
    },
)
FITBIT: Final = ListSigner(
    FitbitDriver(),
    _fitbit,
    KEYS.secret,
    {"collectionType": "sleep", "date": "2026-03-01", "ownerId": "4711"},
)
GOOGLE: Final = Signer(
    GoogleHealthDriver(keyset=keyset(written(_private(KEYS.secret)))),
    _google,
    KEYS.secret,
    {"data": {"healthUserId": "abcd", "operation": "UPSERT", "dataType": "sleep"}},
)
# Whose events all name who they are of in the same way.
SIGNERS: Final = (OURA, WHOOP, POLAR)
EVERY_SIGNER: Final = (*SIGNERS, FITBIT, GOOGLE)


def forged(signer: Signer) -> Iterator[Envelope]:
    """Each bit of the body and of the signature flipped once, and each other way to be wrong."""
    true = signer.sent()
    (header, signature), *rest = true.headers.items()
    for bit in range(len(true.body) * 8):
        yield envelope(_flipped(true.body, bit), headers=true.headers)
    for bit in range(len(signature) * 8):
        broken = _flipped(signature.encode(), bit).decode("latin-1")
        yield envelope(true.body, headers={**true.headers, header: broken})
    for made_up in ("", " ", signature[:-1], signature + "0", signature[::-1], "0" * 64):
        yield envelope(true.body, headers={**true.headers, header: made_up})
    yield envelope(true.body, headers=dict(rest))
    yield envelope(true.body)
    yield envelope(json.dumps(signer.event, indent=1).encode(), headers=true.headers)
    yield envelope(true.body, headers=signer.headers(true.body, signer.secret + "x", NOW_S))
    yield envelope(true.body, headers=signer.headers(true.body, "", NOW_S))


def guessed(signer: Signer, count: int, seed: int) -> Iterator[Envelope]:
    """As many guesses of a signature."""
    chance, true = random.Random(seed), signer.sent()
    (header, signature), *_ = true.headers.items()
    for _ in range(count):
        guess = "".join(chance.choice("0123456789abcdefABCDEF+/=") for _ in signature)
        yield envelope(true.body, headers={**true.headers, header: guess})


def _flipped(given: bytes, bit: int) -> bytes:
    changed = bytearray(given)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
