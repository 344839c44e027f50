"""Every published vector of the readiness model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest

from tests.strategies.readiness import TODAY
from tests.support import NOW, at, good, refused
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import Signal, SignalName
from vegaloop.readiness import Ailment, Evidence, score


class _Given(msgspec.Struct):
    value: float
    quality: float


class _Inputs(msgspec.Struct):
    signals: dict[str, _Given]
    sex: Sex
    flags: tuple[Ailment, ...]


class _Expected(msgspec.Struct):
    confidence: float
    score: float | None
    raw: float | None = None
    contributions: dict[str, float] = {}
    caps: tuple[str, ...] = ()
    band: str | None = None
    confidence_level: str | None = None


class _Vector(msgspec.Struct):
    id: str
    inputs: _Inputs
    expected: _Expected
    tolerance: dict[str, float]


class _Any(msgspec.Struct):
    formula: str


_FILE: Final = Path(__file__).with_name("vectors.json").read_bytes()
VECTORS: Final = [
    msgspec.json.decode(raw, type=_Vector)
    for raw in msgspec.json.decode(_FILE, type=list[msgspec.Raw])
    if msgspec.json.decode(raw, type=_Any).formula == "readiness_score"
]


def _evidence(inputs: _Inputs) -> Evidence:
    published = tuple(
        Signal(SignalName(name), given.value, given.quality, at(NOW), 60, 60)
        for name, given in inputs.signals.items()
    )
    return Evidence(TODAY, published, inputs.sex, inputs.flags)


def test_there_are_twelve() -> None:
    assert len(VECTORS) == 12


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_vector(vector: _Vector) -> None:
    expected, within = vector.expected, vector.tolerance["abs"]
    answer = score(_evidence(vector.inputs))
    if expected.score is None:
        assert refused(answer).confidence == pytest.approx(expected.confidence, abs=within)
        return
    readiness = good(answer)
    contributions = {one.name.value: one.contribution for one in readiness.contributions}
    assert readiness.score == pytest.approx(expected.score, abs=within)
    assert readiness.raw == pytest.approx(expected.raw, abs=within)
    assert contributions == pytest.approx(expected.contributions, abs=within)
    assert tuple(cap.name.value for cap in readiness.caps) == expected.caps
    assert readiness.band.value == expected.band
    assert readiness.confidence == pytest.approx(expected.confidence, abs=within)
    assert readiness.level.value == expected.confidence_level
