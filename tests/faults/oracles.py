"""Whoever else reads what we read, and signs what we verify: we are compared with them, not with ourselves.

A reader of ours that reads wrongly, and a verifier that verifies by another key, must disagree with
their oracle: an oracle that is off agrees with whatever we do.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final, TypeAlias, TypeVar
from unittest.mock import patch

import numpy as np

from tests.device_sync.vendors import signing_vendors
from tests.device_sync.vendors.driving import KEYS, RECEIVED
from tests.device_sync.vendors.signing_vendors import EVERY_SIGNER, GOOGLE, Signer
from tests.faults.figures import Figures, at_least, counted, exactly, leave
from tests.readers import official
from tests.readers.fit_bytes import FILE_ID, T0, definition, segment
from vegaloop.activity.adapters.readers.fit_records import columns_of
from vegaloop.activity.domain.streams import MISSING
from vegaloop.device_sync.adapters.vendors import signing
from vegaloop.infrastructure.formats import fit_table
from vegaloop.infrastructure.formats.fit_table import messages_of
from vegaloop.infrastructure.formats.fit_wire import Layout, walk
from vegaloop.kernel.result import Success

T = TypeVar("T")
Plant: TypeAlias = Callable[[], AbstractContextManager[object]]

# Of a sample: when, heart rate, power, distance, altitude, temperature.
_FIELDS: Final = [
    *((253, 4, 0x86), (3, 1, 0x02), (7, 2, 0x84)),
    *((5, 4, 0x86), (78, 4, 0x86), (13, 1, 0x01)),
]
_NOT_SET: Final = 127  # A temperature nobody measured.
_SAMPLES: Final = 60


def a_ride() -> bytes:
    """A minute of a ride, as the bytes of a FIT file in both byte orders."""
    body = FILE_ID
    for local, order in enumerate("<>", 1):
        body += definition(local, 20, _FIELDS, big_endian=order == ">")
        for n in range(_SAMPLES):
            told = (T0 + n, 90 + n, 150 + 3 * n, 833 * n, 2_500 + 7 * n, _NOT_SET - n % 9)
            body += struct.pack(f"{order}BIBHIIb", local, *told)
    return segment(body)


def wrong_numbers() -> Sequence[official.Compared]:
    """Name every field of a ride of which we and the official decoder read other numbers."""
    told = list(official.compared_in("a ride", a_ride()))
    assert len(told) >= len(_FIELDS), "nothing was compared"
    return [one for one in told if one.agree < one.of]


def true_ones() -> Sequence[Signer]:
    """Name every vendor whose own signature we take."""
    return [
        one
        for one in EVERY_SIGNER
        if isinstance(one.driver.messages(KEYS, one.sent(), RECEIVED), Success)
    ]


def _one_more(column: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    return lambda *asked: column(*asked) + 1


def _other_bytes(verify: Callable[..., T]) -> Callable[..., T]:
    return lambda secret, given, *more: verify(secret, given + given[:1], *more)


# What we might get wrong: each must be seen by whoever else reads, or signs.
MISREADINGS: Final[Mapping[str, Plant]] = {
    "numbers are one too high": lambda: patch.object(
        fit_table.Messages, "column", _one_more(fit_table.Messages.column)
    ),
    "what is not set is a number": lambda: patch.dict(fit_table._TYPES, {0x01: ("i1", None)}),
    "every file is little-endian": lambda: patch.object(Layout, "big_endian", new=False),
}
MISSIGNINGS: Final[Mapping[str, Plant]] = {
    "other bytes are signed": lambda: patch.object(signing, "_hmac", _other_bytes(signing._hmac)),
}


def ourselves_in(data: bytes) -> Sequence[Mapping[str, object]]:
    """Read the samples of a file by ourselves, as if the official decoder had."""
    read = columns_of(messages_of(walk(data))[20], [])
    told = [(name, read.channels.get(of), unit) for name, of, unit in official.fields()]
    return [
        {name: c[n] / unit for name, c, unit in told if c is not None and c[n] != MISSING}
        for n in range(len(read))
    ]


class OurHand:
    """Signs as we do, as if it were whoever else signs."""

    def __init__(self, secret: bytes, body: bytes, algorithm: Callable[[], object]) -> None:
        self._asked = secret.decode(), body, algorithm.__name__.removeprefix("openssl_")

    @classmethod
    def new(cls, *asked: object) -> OurHand:
        return cls(*asked)

    def digest(self) -> bytes:
        return signing._hmac(*self._asked)


def reading_unheard() -> str | None:
    """Name what we may read wrongly without the official decoder disagreeing."""
    return _unheard(MISREADINGS, lambda: not wrong_numbers())


def signing_unheard() -> str | None:
    """Name what we may verify wrongly without anybody's own signature being refused."""
    of_many = [one for one in EVERY_SIGNER if one is not GOOGLE]  # It has keys, and no secret.
    return _unheard(MISSIGNINGS, lambda: any(one in true_ones() for one in of_many))


def _unheard(plants: Mapping[str, Plant], agrees: Callable[[], bool]) -> str | None:
    for name, plant in plants.items():
        with plant():
            if agrees():
                return f"{name}, and the oracle agrees"
    return None


def official_off() -> str | None:
    """We are compared with ourselves in place of the official decoder."""
    with patch.object(official, "told_by_official", ourselves_in):
        return reading_unheard()


def signers_off() -> str | None:
    """What we verify is what we signed ourselves."""
    with patch.object(signing_vendors, "hmac", OurHand):
        return signing_unheard()


CHECKS: Final[Mapping[str, Callable[[], str | None]]] = {
    "the official decoder is off": official_off,
    "the hands of others that sign are off": signers_off,
}


def unplanted() -> Mapping[str, str | None]:
    """Look for the same with every oracle in its place: each must be None."""
    disagrees = [one.field for one in wrong_numbers()]
    return {
        "oracle of reading": reading_unheard() or ", ".join(disagrees) or None,
        "oracle of signing": signing_unheard(),
    }


def beside_the_official_decoder() -> Figures:
    """Read every real file there is, and one made here, as the official decoder does."""
    told = [*official.compared(), *official.compared_in("a ride", a_ride())]
    return Figures(
        (
            counted("files", len({one.file for one in told})),
            at_least("numbers compared", sum(one.of for one in told), _SAMPLES),
            exactly("read otherwise", sum(one.of - one.agree for one in told)),
        )
    )


def beside_who_signs() -> Figures:
    """Verify what every vendor that signs signed by its own hand."""
    return Figures((exactly("taken", len(true_ones()), len(EVERY_SIGNER)),))


if __name__ == "__main__":
    leave(
        {
            "FIT beside the official decoder": beside_the_official_decoder,
            "signatures of others' hands": beside_who_signs,
        }
    )
