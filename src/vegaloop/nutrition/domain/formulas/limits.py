"""The bodies and days the formulas of energy are declared on."""

from __future__ import annotations

from typing import Final

# The bodies formulas are declared on: the lightest and the heaviest that people had, roundly.
MASS_KG: Final = (1.0, 650.0)
HEIGHT_M: Final = (0.3, 2.8)
AGE_YEARS: Final = (0.0, 130.0)
# No day of food or of work comes near its upper end.
DAY_KCAL: Final = (0.0, 100_000.0)
GRAMS: Final = (0.0, 1e6)  # Of any part of any food: a ton is no food.
