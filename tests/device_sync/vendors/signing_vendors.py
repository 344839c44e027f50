"""Vendors that sign: how each writes a webhook, and ten thousand ways to forge one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tests.device_sync.vendors.driving import KEYS, RECEIVED, envelope
from vegaloop.device_sync.adapters.vendors.oura import OuraDriver
from vegaloop.device_sync.adapters.vendors.polar import PolarDriver
from vegaloop.device_sync.adapters.vendors.whoop import WhoopDriver
from vegaloop.device_sync.application.drivers import Driver, Envelope

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
SIGNERS: Final = (OURA, WHOOP, POLAR)


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
