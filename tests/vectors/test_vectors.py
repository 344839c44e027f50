"""Every vector of the formula book, and the checks that would miss one."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import msgspec
import pytest
from msgspec import structs

from tests.vectors.asked import NULLS, Null, UnknownWord, answerable, word
from tests.vectors.book import OWN, Given, Vector, agrees, plain, vectors
from tests.vectors.report import KEY, lines
from tests.vectors.table import FORMULAS, fault
from vegaloop.activity.formulas import Recovery
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success

# Said of a vector for those who read it, and asked by no formula.
TOLD_ONLY: Final = frozenset({"case", "k1", "k2", "sample_s"})


def own_vectors() -> tuple[Vector, ...]:
    return msgspec.json.decode(OWN.read_bytes(), type=tuple[Vector, ...])


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


def _one_of_each() -> tuple[Vector, ...]:
    of_each = {vector.formula: vector for vector in own_vectors() if vector.expected is not None}
    return tuple(of_each.values())


@pytest.mark.parametrize("vector", _one_of_each(), ids=lambda vector: vector.formula)
def test_a_null_is_no_number_and_never_an_exception(vector: Vector) -> None:
    """Rule 1 of `asked`: each input of each formula once as null."""
    for name in vector.inputs:
        asked = structs.replace(vector, inputs={**vector.inputs, name: None}, expected=None)
        if NULLS.get(vector.formula, {}).get(name) is Null.LEFT_OUT or name in TOLD_ONLY:
            assert "raised" not in (fault(asked) or ""), name
        else:
            assert fault(asked) is None, name


@pytest.mark.parametrize(
    ("formula", "asked", "expected"),
    [
        ("mage", {"glucose_mgdl": [80, None, 180, None, 80]}, {"glucose_mgdl": [80, 180, 80]}),
        ("glucose_cv_pct", {"glucose_mgdl": [80, None]}, {"glucose_mgdl": [80]}),
        ("time_in_range_pct", {"glucose_mgdl": [None, 60]}, {"glucose_mgdl": [60]}),
        ("pmc", {"daily_load": [50, None], "at": [1]}, {"daily_load": [50, 0], "at": [1]}),
        ("pmc", {"daily_load": [50], "at": [None]}, None),
        ("pmc", {"daily_load": [50], "seed_ctl": None}, {"daily_load": [50]}),
        ("foster_monotony_strain", {"daily_loads": [50, None]}, None),
        ("acwr_ewma", {"daily_loads": [50, None]}, None),
        ("hampel", {"x": [1, None, 3]}, None),
        ("mad_scaled", {"x": [1, None, 3]}, None),
        ("lipponen_tarvainen", {"rr_ms": [800, None]}, None),
        ("rmssd", {"rr_ms": [800, None]}, {"rr_ms": [800, None]}),
        ("tss", {"np_w": None}, None),
        ("xpower", {"segments_w_s": [[None, 3]]}, {"segments_w_s": [[None, 3]]}),
        ("xpower", {"segments_w_s": [[200, None]]}, None),
        ("nutriscore_2023", {"sugars_g": 1, "fat_g": None}, {"sugars_g": 1}),
        ("nutriscore_2023", {"sugars_g": None}, None),
        ("net_carbs", {"polyols": [{"name": "maltitol", "g": None}]}, None),
        ("bmi", {}, {}),
    ],
)
def test_what_a_null_is(formula: str, asked: Given, expected: Given | None) -> None:
    assert answerable(formula, asked) == expected


def test_a_variant_may_be_called_by_how_it_begins() -> None:
    assert word(Recovery, "skiba_2012") is word(Recovery, "skiba") is Recovery.SKIBA
    assert word(Recovery, "bartram") is Recovery.BARTRAM
    assert word(Sex, "male") is Sex.MALE
    for unknown in ("", "coggan", "bartram_2019"):
        with pytest.raises(UnknownWord):
            word(Recovery, unknown)
    with pytest.raises(UnknownWord):
        word(Null, "l_")


@pytest.mark.parametrize(
    ("formula", "asked"),
    [
        ("wbal_integral", {"tau": "unheard-of"}),
        ("trimp_banister", {"variant": "unheard-of"}),
        ("trimp_banister", {"sex": "unheard-of"}),
        ("nutriscore_2023", {"category": "unheard-of"}),
        ("pmc", {"alpha": "unheard-of"}),
        ("hrmax", {"equation": "unheard-of"}),
        ("aerobic_decoupling_pct", {"sign": "unheard-of"}),
        ("np_full_window", {"gap_policy": "unheard-of"}),
        ("pnn50", {"denominator": "unheard-of"}),
        ("body_fat_navy", {"form": "unheard-of"}),
        ("dri_lookup", {"reference": "unheard-of"}),
        ("net_carbs", {"carb_basis": "unheard-of"}),
        ("energy_atwater_general", {"carb_basis": "unheard-of"}),
        ("reach_probability_normal", {"direction": "unheard-of"}),
        ("readiness_score", {"flags": ["unheard-of"]}),
        ("foster_monotony_strain", {"ddof": 2}),
    ],
)
def test_an_unknown_word_is_a_fault_and_no_exception(formula: str, asked: Given) -> None:
    vector = next(one for one in own_vectors() if one.formula == formula)
    told = fault(structs.replace(vector, inputs=vector.inputs | asked, expected=None))
    assert told is not None
    assert " is none of " in told
    assert not told.startswith("raised")
