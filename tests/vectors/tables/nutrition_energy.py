"""Vectors of energy in and out: formula book N2–N4, N14, N15."""

from __future__ import annotations

from typing import Final

from tests.vectors.asked import word
from tests.vectors.book import Formula, Given
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition.formulas import (
    ENERGY_DENSITY_KCAL_PER_KG,
    BodyThen,
    Person,
    adaptive_tdee_kcal,
    bmr_harris_benedict_1984_kcal,
    bmr_katch_mcardle_kcal,
    bmr_mifflin_kcal,
    energy_availability_kcal_per_kg,
    fat_free_mass_of_kg,
    forbes_lean_share,
    hall_dynamic_weight,
    rmr_cunningham_1980_kcal,
    tdee_kcal,
)


def _body(x: Given) -> tuple[float, float, float, Sex]:
    height_cm = x["height_cm"] if "height_cm" in x else x["height_m"] * 100
    return x["weight_kg"], height_cm, x["age_y"], word(Sex, x["sex"])


def _katch(x: Given) -> object:
    if "ffm_kg" in x:
        return bmr_katch_mcardle_kcal(x["ffm_kg"])
    match fat_free_mass_of_kg(x["weight_kg"], x["body_fat_pct"]):
        case Success(lean_kg):
            return bmr_katch_mcardle_kcal(lean_kg)
        case Failure():
            return None


def _adaptive(x: Given) -> object:
    return adaptive_tdee_kcal(
        x["mean_intake_kcal"],
        x["trend_start_kg"],
        x["trend_end_kg"],
        x["days"],
        x.get("energy_density_kcal_kg", ENERGY_DENSITY_KCAL_PER_KG),
    )


def _forbes(x: Given) -> object:
    match forbes_lean_share(x["fat_kg"], x.get("c_kg", 10.4)):
        case Success(share):
            return {"dFFM_dBW": share}
        case Failure():
            return None


def _hall(x: Given) -> object:
    level = x["pal"]
    person = Person(word(Sex, x["sex"]), x["weight_kg"], x["height_m"], x["age_y"], level)
    match hall_dynamic_weight(person, x["delta_ei_kcal"], x["at_days"], x.get("dt_days", 1)):
        case Success(bodies):
            return _series(bodies)
        case Failure():
            return None


def _series(bodies: tuple[BodyThen, ...]) -> dict[str, list[float]]:
    return {
        "weight": [body.weight_kg for body in bodies],
        "fat": [body.fat_kg for body in bodies],
        "lean": [body.lean_kg for body in bodies],
        "ecf": [body.extracellular_water_kg for body in bodies],
        "glycogen": [body.glycogen_kg for body in bodies],
        "adaptive_thermogenesis": [body.adaptation_kcal for body in bodies],
    }


FORMULAS: Final[dict[str, Formula]] = {
    "bmr_mifflin": lambda x: bmr_mifflin_kcal(*_body(x)),
    "bmr_harris_benedict_1984": lambda x: bmr_harris_benedict_1984_kcal(*_body(x)),
    "bmr_katch_mcardle": _katch,
    "rmr_cunningham_1980": lambda x: rmr_cunningham_1980_kcal(x["ffm_kg"]),
    "energy_availability": lambda x: energy_availability_kcal_per_kg(
        x["ei_kcal"], x["eee_kcal"], x["ffm_kg"]
    ),
    "tdee_factor": lambda x: tdee_kcal(x["bmr_kcal"], x["factor"]),
    "adaptive_tdee_energy_balance": _adaptive,
    "forbes_partition": _forbes,
    "hall_dynamic_weight": _hall,
}
