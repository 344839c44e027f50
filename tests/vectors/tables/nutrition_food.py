"""Vectors of food: formula book C1, N1, N8–N12."""

from __future__ import annotations

from typing import Final

from tests.vectors.book import Formula, Given
from vegaloop.kernel.units import kj_from_kcal
from vegaloop.nutrition.domain.energy import energy_atwater_general_kcal


def _atwater(x: Given) -> object:
    others = {name: grams for name, grams in x.items() if name != "carb_available_g"}
    return energy_atwater_general_kcal(carbohydrate_available_g=x["carb_available_g"], **others)


FORMULAS: Final[dict[str, Formula]] = {
    "energy_atwater_general": _atwater,
    "kj_from_kcal": lambda x: kj_from_kcal(x["kcal"]),
}
