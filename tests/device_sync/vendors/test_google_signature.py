"""Signatures of Google Health: by a key it published, over the very bytes, and by nobody else."""

from __future__ import annotations

import base64
import json
import random
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import KEYS, RECEIVED, envelope
from tests.device_sync.vendors.signing_vendors import (
    KEY_NUMBER as NUMBER,
)
from tests.device_sync.vendors.signing_vendors import (
    google_signature,
    keyset,
    written,
)
from tests.support import good, refused
from vegaloop.app.settings import Settings
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.app.vendors import set_up
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.google_health_signature import (
    SIGNATURE,
    is_signed,
    signers_in,
)
from vegaloop.device_sync.application.drivers import NotAuthentic
from vegaloop.device_sync.domain.vendor import Vendor

PRIVATE: Final = ec.generate_private_key(ec.SECP256R1())
BODY: Final = json.dumps(
    {"data": {"healthUserId": "abcd", "operation": "UPSERT", "dataType": "sleep"}}
).encode()
# A key Google published once, as public code has it.
PUBLISHED: Final = (
    "EgYIAxACGAIaIQBDWg3kaiabjtrVXbSSbcn6e3QqiCLD+B4GuhC/Z1C6miIhACarm0VQv9WjNZG/AB0itXCIGFW5ddInmBFU"
    "jK/8w0v3"
)


def signature(
    body: bytes = BODY, number: int = NUMBER, by: ec.EllipticCurvePrivateKey = PRIVATE
) -> str:
    return google_signature(body, number, by)


DRIVER: Final = GoogleHealthDriver(keyset=keyset(written(PRIVATE)))


def took(body: bytes, signed: str | None, driver: GoogleHealthDriver = DRIVER) -> object:
    headers = {"authorization": f"Bearer {KEYS.word}"}
    headers |= {} if signed is None else {SIGNATURE: signed}
    return driver.messages(KEYS, envelope(body, headers=headers), RECEIVED)


def test_what_google_signed_is_taken() -> None:
    assert good(took(BODY, signature()))
    other = ec.generate_private_key(ec.SECP256R1())
    both = GoogleHealthDriver(keyset=keyset(written(other), written(PRIVATE)))
    assert good(took(BODY, signature(number=NUMBER + 1), both))
    assert good(took(BODY, signature(by=other), both))


def test_a_key_that_was_published_is_read() -> None:
    assert set(signers_in(keyset(PUBLISHED))) == {NUMBER}


def test_of_ten_thousand_forgeries_none_is_taken() -> None:
    """Each bit of the body and of the signature flipped, other keys, and guesses."""
    real, chance = base64.b64decode(signature()), random.Random(5)
    forged: list[tuple[bytes, str | None]] = [
        *((_flipped(BODY, bit), base64.b64encode(real).decode()) for bit in range(len(BODY) * 8)),
        *((BODY, base64.b64encode(_flipped(real, n)).decode()) for n in range(len(real) * 8)),
        *((BODY, text) for text in (None, "", " ", "AAAA", "AQ==", base64.b64encode(real[:-1]))),
        (BODY, signature(by=ec.generate_private_key(ec.SECP256R1()))),
        (BODY, signature(number=NUMBER + 1)),
        (BODY, signature(BODY + b" ")),
        (json.dumps(json.loads(BODY), separators=(",", ":")).encode(), signature()),
    ]
    forged = [(body, one.decode() if isinstance(one, bytes) else one) for body, one in forged]
    while len(forged) < 10_000:
        guess = real[:5] + chance.randbytes(len(real) - 5)
        forged.append((BODY, base64.b64encode(guess).decode()))
    accepted = [one for one in forged if not refused(took(*one))]
    assert (len(forged) >= 10_000, accepted) == (True, [])


@pytest.mark.parametrize(
    "bad",
    ["{}", "x", "[]", keyset("AAAA"), keyset("!"), keyset(written(PRIVATE), status="DISABLED")],
)
def test_without_a_key_nothing_is_signed(bad: str) -> None:
    assert signers_in(bad) == {}
    unable = GoogleHealthDriver(keyset=bad)
    assert refused(took(BODY, signature(), unable)) == NotAuthentic("signature")


@given(st.text(max_size=200), st.binary(max_size=80))
def test_anything_is_read(text: str, data: bytes) -> None:
    assert not is_signed(signers_in(keyset(written(PRIVATE))), text, data)
    assert len(signers_in(keyset(base64.b64encode(data).decode()))) <= 1
    signers_in(text)


def test_it_is_set_up_by_what_the_environment_says() -> None:
    given_keys = {"CLIENT_ID": "our-client", "SECRET": "our-secret", "WORD": KEYS.word}
    environment = {f"VEGALOOP_GOOGLE_HEALTH_{name}": held for name, held in given_keys.items()}
    keys = vendor_keys(environment)
    assert keys == {Vendor.GOOGLE_HEALTH: KEYS}
    settings = Settings.read(environment | {"VEGALOOP_GOOGLE_HEALTH_KEYSET": "{}"})
    driver = set_up(settings, keys)[Vendor.GOOGLE_HEALTH].driver
    body = envelope(BODY, headers={"authorization": f"Bearer {KEYS.word}"})
    assert refused(driver.messages(KEYS, body, RECEIVED)) == NotAuthentic("signature")


def _flipped(given_bytes: bytes, bit: int) -> bytes:
    changed = bytearray(given_bytes)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
