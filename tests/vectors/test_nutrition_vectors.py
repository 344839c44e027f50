"""Nutrition formulas against the published vectors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.units import kj_from_kcal
from vegaloop.nutrition.domain.energy import (
    bmr_mifflin_kcal,
    energy_atwater_general_kcal,
    energy_availability_kcal_per_kg,
    rmr_cunningham_1980_kcal,
    tdee_kcal,
)

Given = dict[str, Any]


def _energy_availability(given: Given) -> float | None:
    spent = given["eee_kcal"]
    match energy_availability_kcal_per_kg(given["ei_kcal"], spent, given["ffm_kg"]):
        case Success(value):
            return value
        case Failure():
            return None


def _atwater(given: Given) -> float:
    others = {name: grams for name, grams in given.items() if name != "carb_available_g"}
    return energy_atwater_general_kcal(carbohydrate_available_g=given["carb_available_g"], **others)


def _mifflin(given: Given) -> float:
    sex = Sex(given["sex"])
    return bmr_mifflin_kcal(given["weight_kg"], given["height_cm"], given["age_y"], sex)


FORMULAS: Final[dict[str, Callable[[Given], float | None]]] = {
    "bmr_mifflin": _mifflin,
    "rmr_cunningham_1980": lambda given: rmr_cunningham_1980_kcal(given["ffm_kg"]),
    "energy_availability": _energy_availability,
    "tdee_factor": lambda given: tdee_kcal(given["bmr_kcal"], given["factor"]),
    "energy_atwater_general": _atwater,
    "kj_from_kcal": lambda given: kj_from_kcal(given["kcal"]),
}

VECTORS: Final = [
    vector
    for vector in json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
    if vector["formula"] in FORMULAS
]


def test_every_formula_has_vectors() -> None:
    assert {vector["formula"] for vector in VECTORS} == set(FORMULAS)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_vector(vector: dict[str, object]) -> None:
    formula, inputs, tolerance = vector["formula"], vector["inputs"], vector["tolerance"]
    assert isinstance(formula, str)
    assert isinstance(inputs, dict)
    assert isinstance(tolerance, dict)
    found = FORMULAS[formula](inputs)
    if vector["expected"] is None:
        assert found is None
    else:
        near = pytest.approx(
            vector["expected"], abs=tolerance.get("abs", 0), rel=tolerance.get("rel", 0)
        )
        assert found == near
