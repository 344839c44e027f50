"""How much of a day or of a meal there is (formula book N13; our own convention)."""

from __future__ import annotations

from typing import Final

from vegaloop.kernel.evidence import Outside, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("WHOLE_SHARE", "day_completeness", "meal_completeness")

# A log that reaches this share of what is expected counts as whole.
WHOLE_SHARE: Final = 0.75
# Of a log anything may be asked: one that cannot be true is still more than whole.
LOGGED_KCAL: Final = (0.0, 1e9)
PROTEIN_G_PER_KG_LEAST: Final = 0.25
VEGETABLE_OR_FRUIT_G_LEAST: Final = 80.0
AMOUNT_G: Final = (0.0, 50_000.0)
PROTEIN_G_PER_KG: Final = (0.0, 1_000.0)


def day_completeness(
    logged_kcal: float, expected_kcal: float, *, closed: bool = False
) -> Result[float, Outside | Undefined]:
    """Judge how much of a day was logged, in [0, 1] (N13, NUT-9).

    A day the person closed is complete; an open one is as complete as its energy, in kcal, reaches
    three quarters of what is expected, and undefined where nothing is expected. Source: VegaLoop's
    own.
    """
    if closed:
        return Success(1.0)
    fault = outside(
        ("logged_kcal", logged_kcal, *LOGGED_KCAL),
        ("expected_kcal", expected_kcal, *LOGGED_KCAL),
    )
    if fault is not None:
        return Failure(fault)
    if expected_kcal == 0:
        return Failure(Undefined("completeness", "no energy is expected"))
    return Success(min(1.0, logged_kcal / (WHOLE_SHARE * expected_kcal)))


def meal_completeness(
    *,
    protein_g_per_kg: float,
    has_carbohydrate_source: bool,
    vegetable_or_fruit_g: float,
    has_fluid: bool,
) -> Result[float, Outside]:
    """Tell how many of four parts a meal has, as a share in [0, 1] (N13, NUT-44).

    The parts are protein of 0.25 g per kg of body mass, a source of carbohydrate, 80 g of
    vegetables or fruit, and something to drink; amounts from 0. Source: VegaLoop's own.
    """
    fault = outside(
        ("protein_g_per_kg", protein_g_per_kg, *PROTEIN_G_PER_KG),
        ("vegetable_or_fruit_g", vegetable_or_fruit_g, *AMOUNT_G),
    )
    if fault is not None:
        return Failure(fault)
    parts = (
        protein_g_per_kg >= PROTEIN_G_PER_KG_LEAST,
        has_carbohydrate_source,
        vegetable_or_fruit_g >= VEGETABLE_OR_FRUIT_G_LEAST,
        has_fluid,
    )
    return Success(sum(parts) / len(parts))
