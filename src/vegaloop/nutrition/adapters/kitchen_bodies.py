"""The bodies of what a person cooks and keeps, and their translations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final

from msgspec import Meta, Struct

from vegaloop.infrastructure.bodies import Name
from vegaloop.nutrition.adapters.bodies import FoodBody, ServedBody, WeighedBody
from vegaloop.nutrition.adapters.translations import from_food
from vegaloop.nutrition.domain.dish import Ingredient
from vegaloop.nutrition.domain.food import FoodCategory, FoodId
from vegaloop.nutrition.domain.habit import EatenFood
from vegaloop.nutrition.domain.homemade import FoodEntry, OwnFood, ServingEntry
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.portion import ServedEntry, WeighedEntry
from vegaloop.nutrition.domain.recipe import IngredientEntry, Recipe, RecipeEntry

_NutrientName: TypeAlias = Annotated[str, Meta(max_length=40, examples=["protein_g"])]
_Written: TypeAlias = Annotated[str, Meta(max_length=40, examples=["4006381333931"])]
# Far more than the domain takes: it says how many are too many, in its own words.
_SERVINGS_READ_MOST: Final = 100
_NUTRIENTS_READ_MOST: Final = 100
_INGREDIENTS_READ_MOST: Final = 1_000


@final
class ServingEntryBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A usual way to measure a food out, and what that weighs."""

    name: Annotated[Name, Meta(examples=["slice"])]
    mass_g: float


@final
class FoodEntryBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A food of your own, with the figures of its label for `per_g` grams of it."""

    name: Name
    nutrients: Annotated[
        dict[_NutrientName, float],
        Meta(
            max_length=_NUTRIENTS_READ_MOST,
            description="What is known, in units its name says; what is absent stays unknown.",
            examples=[{"energy_kcal": 250.0, "protein_g": 20.0}],
        ),
    ]
    category: FoodCategory = FoodCategory.OTHER
    per_g: float = 100.0
    servings: Annotated[tuple[ServingEntryBody, ...], Meta(max_length=_SERVINGS_READ_MOST)] = ()
    brand: Name | None = None
    barcode: _Written | None = None


@final
class OwnFoodBody(Struct, frozen=True):
    """A food of your own as it stands."""

    food: FoodBody
    version: int
    changed_at: dt.datetime


@final
class RecipeEntryBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What goes into a dish, and what comes out; without `cooked_mass_g` it weighs what went in."""

    name: Name
    ingredients: Annotated[
        tuple[WeighedBody | ServedBody, ...], Meta(max_length=_INGREDIENTS_READ_MOST)
    ]
    cooked_mass_g: float | None = None
    serves: Annotated[float | None, Meta(examples=[4.0])] = None


@final
class IngredientBody(Struct, frozen=True):
    """So much of a food in a dish."""

    food_id: str
    name: str
    mass_g: float
    serving: str | None
    servings: float | None
    energy_kcal: float | None


@final
class UnknownNutrientBody(Struct, frozen=True):
    """A nutrient of the dish nobody knows, and the ingredients it is not known of."""

    nutrient: Nutrient
    food_ids: tuple[str, ...]


@final
class RecipeBody(Struct, frozen=True):
    """A dish as it is eaten, and how it is made."""

    food: FoodBody
    ingredients: tuple[IngredientBody, ...]
    raw_mass_g: float
    cooked_mass_g: float | None
    serves: float | None
    unknown: tuple[UnknownNutrientBody, ...]
    version: int
    changed_at: dt.datetime


@final
class EatenFoodBody(Struct, frozen=True):
    """A food, the last portion of it, when that was, and in how many meals of 90 days."""

    food: FoodBody
    mass_g: float | None
    serving: str | None
    servings: float | None
    eaten_at: dt.datetime
    meals: int


def to_food_entry(body: FoodEntryBody) -> FoodEntry:
    """Read what somebody says a food holds."""
    return FoodEntry(
        name=body.name,
        stated=tuple(body.nutrients.items()),
        category=body.category,
        per_g=body.per_g,
        servings=tuple(ServingEntry(one.name, one.mass_g) for one in body.servings),
        brand=body.brand,
        barcode=body.barcode,
    )


def to_recipe_entry(body: RecipeEntryBody) -> RecipeEntry:
    """Read how somebody makes a dish."""
    ingredients = tuple(map(_to_ingredient, body.ingredients))
    return RecipeEntry(body.name, ingredients, body.cooked_mass_g, body.serves)


def _to_ingredient(body: WeighedBody | ServedBody) -> IngredientEntry:
    match body:
        case WeighedBody():
            return WeighedEntry(FoodId(body.food_id), body.mass_g)
        case ServedBody():
            return ServedEntry(FoodId(body.food_id), body.serving, body.servings)


def from_own_food(own: OwnFood) -> OwnFoodBody:
    """Write an own food."""
    return OwnFoodBody(from_food(own.food), own.version, own.changed_at)


def from_recipe(recipe: Recipe) -> RecipeBody:
    """Write a recipe."""
    dish = recipe.dish
    return RecipeBody(
        food=from_food(recipe.food),
        ingredients=tuple(map(_from_ingredient, dish.ingredients)),
        raw_mass_g=dish.raw_mass.grams,
        cooked_mass_g=None if dish.cooked is None else dish.cooked.grams,
        serves=dish.serves,
        unknown=tuple(UnknownNutrientBody(*one) for one in dish.unknown),
        version=recipe.version,
        changed_at=recipe.changed_at,
    )


def _from_ingredient(one: Ingredient) -> IngredientBody:
    served, energy = one.served, one.nutrients.energy
    return IngredientBody(
        food_id=one.food,
        name=one.name,
        mass_g=one.mass.grams,
        serving=None if served is None else served.serving,
        servings=None if served is None else served.count,
        energy_kcal=None if energy is None else energy.kcal,
    )


def from_eaten_food(eaten: EatenFood) -> EatenFoodBody:
    """Write how somebody eats a food."""
    last, habit = eaten.habit.last, eaten.habit
    return EatenFoodBody(
        food=from_food(eaten.food),
        mass_g=None if last.mass is None else last.mass.grams,
        serving=None if last.served is None else last.served.serving,
        servings=None if last.served is None else last.served.count,
        eaten_at=habit.eaten.local,
        meals=habit.meals,
    )
