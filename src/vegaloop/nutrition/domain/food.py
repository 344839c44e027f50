"""A food: what 100 g of it hold, and how people measure it out."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, final

from msgspec import Struct

from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Mass
from vegaloop.nutrition.domain.barcode import Barcode
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.formulas.nutri_score import NutriScoreCategory
from vegaloop.nutrition.domain.nutrients import HUNDRED_GRAMS, Nutrients

__all__ = ("Food", "FoodCategory", "FoodId", "Quality", "Serving")

FoodId = NewType("FoodId", str)


class FoodCategory(StrEnum):
    """The shelf a food is found on; `other` where its source does not say, or says another."""

    GRAINS = "grains"
    PASTA_AND_RICE = "pasta_and_rice"
    BREADS = "breads"
    POTATOES = "potatoes"
    VEGETABLES = "vegetables"
    FRUIT = "fruit"
    LEGUMES = "legumes"
    NUTS_AND_SEEDS = "nuts_and_seeds"
    MEAT = "meat"
    FISH = "fish"
    EGGS = "eggs"
    DAIRY = "dairy"
    PLANT_DRINKS = "plant_drinks"
    FATS = "fats"
    SWEETS = "sweets"
    SNACKS = "snacks"
    DRINKS = "drinks"
    SAUCES = "sauces"
    DISHES = "dishes"
    OTHER = "other"


@final
class Serving(Struct, frozen=True):
    """A usual way to measure a food out, and what that weighs."""

    name: str
    mass: Mass

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.mass.amount:
            raise ValueError("a serving has a name and weighs something")


@final
class Quality(Struct, frozen=True):
    """How a food is judged: its Nutri-Score table, its fruit, vegetables and legumes, its GI."""

    nutri_score: NutriScoreCategory | None = None
    fvl_percent: float | None = None
    glycaemic_index: float | None = None


@final
class Food(Struct, frozen=True):
    """Something to eat or drink; `source` says where its figures were read (`fdc:171077`).

    `quality` is what no analysis of nutrients says: None in it is unknown. `flags` are the reasons
    to doubt its record, in the order of their names.
    """

    id: FoodId
    name: str
    category: FoodCategory
    source: SourceId
    servings: tuple[Serving, ...]
    per_100_g: Nutrients
    quality: Quality = Quality()
    brand: str | None = None
    barcode: Barcode | None = None
    flags: tuple[FoodFlag, ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.name.strip():
            raise ValueError("a food has an id and a name")
        if any(mass > HUNDRED_GRAMS for _, mass in self.per_100_g.amounts):
            raise ValueError("100 g of a food cannot hold more than 100 g of a nutrient")

    def portion(self, mass: Mass) -> Nutrients:
        """Say what so much of it holds."""
        return self.per_100_g.portion(mass)
