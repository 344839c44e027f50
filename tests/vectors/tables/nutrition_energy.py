"""Vectors of energy in and out: formula book N2–N4, N14, N15."""

from __future__ import annotations

from typing import Final

from tests.vectors.book import Formula, Given
from vegaloop.kernel.person import Sex
from vegaloop.nutrition.domain.energy import (
    bmr_mifflin_kcal,
    energy_availability_kcal_per_kg,
    rmr_cunningham_1980_kcal,
    tdee_kcal,
)


def _mifflin(x: Given) -> object:
    return bmr_mifflin_kcal(x["weight_kg"], x["height_cm"], x["age_y"], Sex(x["sex"]))


FORMULAS: Final[dict[str, Formula]] = {
    "bmr_mifflin": _mifflin,
    "rmr_cunningham_1980": lambda x: rmr_cunningham_1980_kcal(x["ffm_kg"]),
    "energy_availability": lambda x: energy_availability_kcal_per_kg(
        x["ei_kcal"], x["eee_kcal"], x["ffm_kg"]
    ),
    "tdee_factor": lambda x: tdee_kcal(x["bmr_kcal"], x["factor"]),
}
