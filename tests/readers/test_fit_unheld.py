"""FIT files that are no activities: what nothing holds is named, and zero is no measurement."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import T0, definition
from tests.spec.test_imports_fit import U1, U2, U4, found, info
from vegaloop.imports.domain.found import FoundReading, FoundSample, NotTaken, Unsupported

SCALE = {3: "visceral fat", 7: "resting metabolic rate", 10: "metabolic age", 13: "body mass index"}


def weighed(weights: list[int], field: int, value: int) -> bytes:
    """Weigh-ins of so many hundredths of a kilogram, with another field."""
    body = definition(1, 30, [(253, 4, U4), (0, 2, U2), (field, 2, U2)])
    return body + b"".join(
        struct.pack("<BIHH", 1, T0 + n, weight, value) for n, weight in enumerate(weights)
    )


@given(st.lists(st.integers(3_000, 20_000), min_size=1, max_size=5), st.sampled_from(sorted(SCALE)))
def test_what_a_scale_tells_beside_is_named_once(weights: list[int], field: int) -> None:
    told = found(weighed(weights, field, 21))
    assert sum(isinstance(one, FoundReading) for one in told) == len(weights)
    (left,) = [one for one in told if isinstance(one, NotTaken)]
    assert (left.what, left.count) == (SCALE[field], len(weights))
    assert left.reason == Unsupported(SCALE[field])
    assert not [one for one in found(weighed(weights, field, 0xFFFF)) if isinstance(one, NotTaken)]


def test_the_metabolic_rate_of_a_day_is_named() -> None:
    rate = definition(1, 103, [(253, 4, U4), (5, 2, U2)]) + struct.pack("<BIH", 1, T0, 1_800)
    beats = definition(2, 55, [(253, 4, U4), (27, 1, U1)]) + struct.pack("<BIB", 2, T0, 60)
    told = found(rate, beats)
    assert [one.what for one in told if isinstance(one, NotTaken)] == ["resting metabolic rate"]


@pytest.mark.parametrize(
    ("message", "field", "size"), [(370, 1, U2), (371, 0, U2), (229, 2, U2), (30, 1, U2)]
)
def test_zero_was_not_measured(message: int, field: int, size: int) -> None:
    body = definition(1, message, [(253, 4, U4), (field, 2, size)])
    told = found(info(T0), body + struct.pack("<BIH", 1, T0, 0))
    assert not [one for one in told if isinstance(one, FoundReading | FoundSample)]
