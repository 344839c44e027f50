"""The glycaemic load of a day and of its meals, as far as indices are known (formula book N10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_quality import (
    GLYCAEMIC_METHOD,
    available_of,
    glycaemic_load_of,
)
from vegaloop.nutrition.domain.formulas.carbohydrate_quality import (
    GlycaemicBand,
    glycaemic_load_day_band,
)
from vegaloop.nutrition.domain.meal import Meal, MealId
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.portion import Portion

__all__ = ("DayGlycaemia", "Glycaemia", "MealGlycaemia", "glycaemia_of")

COVERED: Final = 0.8  # Of the carbohydrate: as for nutrients of the energy.


@final
class Glycaemia(Struct, frozen=True):
    """A load, the mean index behind it, and for which share of the carbohydrate it is known."""

    load: Result[Derived, NoNumber]
    index: Result[Derived, NoNumber]
    coverage: float | None


@final
class MealGlycaemia(Struct, frozen=True):
    """A meal and its load."""

    meal: MealId
    found: Glycaemia


@final
class DayGlycaemia(Struct, frozen=True):
    """A day, its load in a word, and the loads of its meals, oldest first."""

    day: LocalDate
    found: Glycaemia
    band: Result[GlycaemicBand, NoNumber]
    meals: tuple[MealGlycaemia, ...]


@final
class _Part(Struct, frozen=True):
    """The carbohydrate of a portion, and its load; None where its index or fibre is unknown.

    Where the fibre is unknown the carbohydrate is all of it: as much as can be without a load.
    """

    carbohydrate_g: float
    load: float | None


def glycaemia_of(
    day: LocalDate, meals: tuple[Meal, ...], foods: Mapping[FoodId, Food]
) -> DayGlycaemia:
    """Compute the glycaemic load of a day and its meals (Salmerón 1997; N10, NUT-94)."""
    found = _glycaemia(tuple(one for meal in meals for one in meal.portions), foods)
    each = tuple(MealGlycaemia(meal.id, _glycaemia(meal.portions, foods)) for meal in meals)
    return DayGlycaemia(day, found, _band(found.load), each)


def _glycaemia(portions: tuple[Portion, ...], foods: Mapping[FoodId, Food]) -> Glycaemia:
    parts = tuple(part for portion in portions for part in _part(portion, foods))
    if not parts:
        nothing = Missing("portions whose carbohydrate is known")
        return Glycaemia(Failure(nothing), Failure(nothing), None)
    carbohydrate_g = sum(one.carbohydrate_g for one in parts)
    known = tuple((one.carbohydrate_g, one.load) for one in parts if one.load is not None)
    known_g = sum(grams for grams, _ in known)
    coverage = known_g / carbohydrate_g if carbohydrate_g else 1.0
    if coverage < COVERED:
        what = "percent of the carbohydrate whose glycaemic index is known"
        few = TooFew(what, int(100 * coverage), round(100 * COVERED))
        return Glycaemia(Failure(few), Failure(few), coverage)
    load = sum(one for _, one in known)
    # A portion of unknown carbohydrate is in no sum: the answer is as much less sure.
    quality = coverage * len(parts) / len(portions)
    return Glycaemia(
        Success(_figure(load, quality, len(known))),
        _index(load, known_g, quality, len(known)),
        coverage,
    )


def _index(
    load: float, carbohydrate_g: float, quality: float, n_portions: int
) -> Result[Derived, NoNumber]:
    if not carbohydrate_g:
        return Failure(Missing("carbohydrate an index could be of"))
    return Success(_figure(100 * load / carbohydrate_g, quality, n_portions))


def _part(portion: Portion, foods: Mapping[FoodId, Food]) -> tuple[_Part, ...]:
    held = portion.nutrients
    carbohydrate = held.of(Nutrient.CARBOHYDRATE)
    if carbohydrate is None:
        return ()
    food = None if portion.food is None else foods.get(portion.food)
    match available_of(held):
        case Failure():
            return (_Part(carbohydrate.grams, None),)
        case Success(available_g):
            load = glycaemic_load_of(held, None if food is None else food.quality)
            return (_Part(available_g, _known(load)),)


def _known(load: Result[float, NoNumber]) -> float | None:
    match load:
        case Success(value):
            return value
        case Failure():
            return None


def _figure(value: float, quality: float, n_portions: int) -> Derived:
    return Derived(
        value=value,
        method=GLYCAEMIC_METHOD,
        formula_version=FORMULA_VERSION,
        window_days=1,
        n_valid=n_portions,
        quality=quality,
        notes=() if quality == 1 else ("at-least",),
    )


def _band(load: Result[Derived, NoNumber]) -> Result[GlycaemicBand, NoNumber]:
    match load:
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            return glycaemic_load_day_band(found.value)
