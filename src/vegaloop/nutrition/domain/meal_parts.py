"""Which of the parts of a whole meal one has (formula book N13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId
from vegaloop.nutrition.domain.formulas.completeness import meal_completeness
from vegaloop.nutrition.domain.meal import Meal

__all__ = ("completeness_of_meal",)

METHOD: Final = "share-of-four-parts"
# A slice of bread: one exchange.
CARBOHYDRATE_G_LEAST: Final = 15.0
GREEN: Final = frozenset({FoodCategory.VEGETABLES, FoodCategory.FRUIT})
FLUID: Final = frozenset({FoodCategory.DRINKS, FoodCategory.PLANT_DRINKS})
AT_LEAST: Final = "at-least"


def completeness_of_meal(
    meal: Meal, foods: Mapping[FoodId, Food], weight_kg: float | None
) -> Result[Derived, NoNumber]:
    """Tell which share of protein, carbohydrate, greens and drink a meal has (N13, NUT-44).

    What was stated by its label alone may be a vegetable or a drink: then the share is at least so
    much, and says so.
    """
    held = meal.macros.macros
    if weight_kg is None or held.protein is None or held.carbohydrate is None:
        facts = (
            ("weight_kg", weight_kg),
            ("protein_g", held.protein),
            ("carbohydrate_g", held.carbohydrate),
        )
        return Failure(next(Missing(name) for name, fact in facts if fact is None))
    shelved = tuple((foods.get(p.food), p.mass) for p in meal.portions if p.food is not None)
    known = tuple((food, mass) for food, mass in shelved if food is not None and mass is not None)
    share = meal_completeness(
        protein_g_per_kg=held.protein.grams / weight_kg,
        has_carbohydrate_source=held.carbohydrate.grams >= CARBOHYDRATE_G_LEAST,
        vegetable_or_fruit_g=sum(mass.grams for food, mass in known if food.category in GREEN),
        has_fluid=any(food.category in FLUID for food, _ in known),
    )
    match share:
        case Failure(fault):
            return Failure(fault)
        case Success(value):
            unsure = len(known) < len(meal.portions) and value < 1
            return Success(
                Derived(
                    value=value,
                    method=METHOD,
                    formula_version=FORMULA_VERSION,
                    window_days=1,
                    n_valid=len(known),
                    notes=(AT_LEAST,) if unsure else (),
                )
            )
