"""Every vector of the formula book, and the checks that would miss one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.vectors.book import OWN, Vector, agrees, plain, vectors
from tests.vectors.report import KEY, lines
from tests.vectors.table import FORMULAS, fault
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.result import Failure, Success


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.id)
def test_a_vector_agrees(vector: Vector, record_property: pytest.RecordProperty) -> None:
    record_property(KEY, vector.formula)
    assert fault(vector) is None


def test_every_name_has_a_function_and_every_function_a_vector(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VEGALOOP_VECTORS", str(OWN))
    assert {vector.formula for vector in vectors()} == set(FORMULAS)


def test_the_file_can_be_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('[{"id": "a", "formula": "bmi", "inputs": {}, "expected": null}]')
    monkeypatch.setenv("VEGALOOP_VECTORS", str(other))
    assert [vector.id for vector in vectors()] == ["a"]


def test_a_wrong_figure_is_a_fault() -> None:
    asked = {"weight_kg": 70, "height_cm": 175}
    assert fault(Vector("bmi", "bmi", asked, 22.857, {"abs": 0.001})) is None
    assert fault(Vector("bmi", "bmi", asked, 22.9, {"abs": 0.001})) is not None
    assert fault(Vector("unheard-of", "unheard-of", {}, 1)) is not None


@pytest.mark.parametrize(
    ("got", "expected", "near"),
    [
        (1.0, 1.05, True),
        (1.0, 1.2, False),
        (math.nan, 1.0, False),
        (Success(1.0), 1.0, True),
        (Failure(Missing("x")), None, True),
        (Failure(Missing("x")), 0, False),
        (0, None, False),
        (math.inf, "inf", True),
        ((1.0, 2.0), [1.0, 2.0], True),
        ((1.0,), [1.0, 2.0], False),
        ({"a": 1.0, "b": 9}, {"a": 1.0}, True),
        ({"b": 9}, {"a": None}, False),
        ("normal", "normal", True),
        ("normal", 1.0, False),
    ],
)
def test_when_a_figure_agrees(got: object, expected: object, near: bool) -> None:
    assert agrees(plain(got), expected, {"abs": 0.1}) is near


@pytest.mark.parametrize(
    ("key", "expected", "near"),
    [
        ("n_missed", 1, True),
        ("n_missed", 2, False),
        ("n_ectopic_min", 2, True),
        ("n_ectopic_min", 3, False),
        ("n_unheard_of_min", 0, False),
        ("rmssd_raw", 80.0, True),
        ("rmssd_raw", 80.1, False),
        ("rmssd_clean_truth", 32.1, True),
        ("rmssd_clean_truth", 31.9, False),
        ("rmssd_corrected_reference", 99.0, True),
    ],
)
def test_when_a_mended_recording_agrees(key: str, expected: float, near: bool) -> None:
    got = {"n_missed": 1, "n_ectopic": 2, "rmssd_raw": 80.0, "rmssd": 40.0}
    tolerance = {"counts": 0, "rmssd_corrected_rel_to_truth": 0.25}
    assert agrees(got, {key: expected}, tolerance) is near


def test_the_counts() -> None:
    told = list(lines([("bmi", True), ("bmi", False), ("rmssd", True)]))
    assert told == ["bmi   1/2", "rmssd 1/1", "2/3 vectors of 2 formulas"]
