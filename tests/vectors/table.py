"""From the name a vector gives a formula to our function: every name of the formula book."""

from __future__ import annotations

from typing import Final

from tests.vectors.asked import UnknownWord, answerable
from tests.vectors.book import Formula, Vector, agrees, plain
from tests.vectors.tables import (
    activity_ground,
    activity_load,
    activity_power,
    biometrics_body,
    biometrics_heart,
    goals,
    nutrition_energy,
    nutrition_food,
    readiness,
)

_TABLES: Final = (
    activity_ground,
    activity_load,
    activity_power,
    biometrics_body,
    biometrics_heart,
    goals,
    nutrition_energy,
    nutrition_food,
    readiness,
)
FORMULAS: Final[dict[str, Formula]] = {
    name: formula for table in _TABLES for name, formula in table.FORMULAS.items()
}


def fault(vector: Vector) -> str | None:
    """What is wrong with our answer to a vector, or None."""
    formula = FORMULAS.get(vector.formula)
    if formula is None:
        return f"no formula is called {vector.formula}"
    given = answerable(vector.formula, vector.inputs)
    try:
        got = None if given is None else plain(formula(given))
    except UnknownWord as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  # One formula that breaks must not hide the others.
        return f"raised {error!r}"
    if agrees(got, vector.expected, vector.tolerance):
        return None
    return f"{got!r} is not {vector.expected!r} within {vector.tolerance}"
