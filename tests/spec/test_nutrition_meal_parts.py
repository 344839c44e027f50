"""Which parts of a whole meal one has, and how that is told (NUT-44)."""

from __future__ import annotations

import pytest

from tests.strategies.nutrition import OATS, TEA, Kitchen, grams
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Energy
from vegaloop.nutrition import (
    Body,
    Food,
    FoodCategory,
    FoodId,
    MealOnDay,
    Nutrient,
    Nutrients,
    PortionEntry,
    StatedEntry,
    WeighedEntry,
)
from vegaloop.nutrition.domain.circumstances import Circumstances


def food_of(name: str, category: FoodCategory) -> Food:
    held = ((Nutrient.PROTEIN, grams(0)), (Nutrient.CARBOHYDRATE, grams(0)))
    per_100_g = Nutrients.of_amounts(Energy(1), held)
    return Food(FoodId(name), name, category, SourceId("test:3"), (), per_100_g)


SHELF = {category: food_of(str(category), category) for category in FoodCategory}
# Fifteen grams of protein are a quarter of a gram for each of 60 kg.
WHOLE = (("protein_g", 15.0), ("carbohydrate_g", 15.0))


def eaten(*portions: PortionEntry) -> MealOnDay:
    kitchen = Kitchen()
    kitchen.shelf.held |= {food.id: food for food in SHELF.values()}
    return kitchen.eat(*portions)


def of(category: FoodCategory, mass_g: float = 80.0) -> WeighedEntry:
    return WeighedEntry(SHELF[category].id, mass_g)


class TestMealParts:
    """A meal has its parts by what it holds and by the shelf its foods stand on."""

    @pytest.mark.parametrize(
        ("held", "share"),
        [
            (WHOLE, 0.5),
            ((("protein_g", 14.99), ("carbohydrate_g", 15.0)), 0.25),
            ((("protein_g", 15.0), ("carbohydrate_g", 14.99)), 0.25),
            ((("protein_g", 0.0), ("carbohydrate_g", 0.0)), 0.0),
        ],
    )
    def test_by_what_it_holds(self, held: tuple[tuple[str, float], ...], share: float) -> None:
        assert good(eaten(StatedEntry("dish", held)).completeness).value == share

    @pytest.mark.parametrize("category", FoodCategory)
    def test_by_the_shelf(self, category: FoodCategory) -> None:
        found = good(eaten(of(category)).completeness)
        counts = {"vegetables", "fruit", "drinks", "plant_drinks"}
        assert found.value == (0.25 if category.value in counts else 0)

    def test_vegetables_and_fruit_are_eaten_together(self) -> None:
        for green_g, share in ((40.0, 0.25), (39.9, 0.0)):
            meal = eaten(of(FoodCategory.VEGETABLES, 40.0), of(FoodCategory.FRUIT, green_g))
            assert good(meal.completeness).value == share

    def test_a_whole_meal(self) -> None:
        green, drink = of(FoodCategory.VEGETABLES), of(FoodCategory.DRINKS)
        found = good(eaten(StatedEntry("dish", WHOLE), green, drink).completeness)
        assert (found.value, found.method, found.n_valid) == (1, "share-of-four-parts", 2)
        assert (found.window_days, found.notes, found.formula_version) == (1, (), "nutrition-1")

    def test_a_label_alone_may_be_a_drink(self) -> None:
        assert good(eaten(StatedEntry("dish", WHOLE)).completeness).notes == ("at-least",)
        oats = eaten(WeighedEntry(OATS.id, 80.0))
        assert good(oats.completeness).notes == ()

    def test_what_is_not_known_is_not_judged(self) -> None:
        assert refused(eaten(StatedEntry("dish", ())).completeness) == Missing("protein_g")
        protein = StatedEntry("bar", (("protein_g", 20.0),))
        assert refused(eaten(protein).completeness) == Missing("carbohydrate_g")
        nobody = Kitchen()
        nobody.circle.known = Circumstances()
        assert refused(nobody.eat(WeighedEntry(TEA.id, 300.0)).completeness) == Missing("weight_kg")
        light = Kitchen()
        light.circle.known = Circumstances(body=Body(0.01))
        fault = refused(light.eat(StatedEntry("dish", WHOLE)).completeness)
        assert isinstance(fault, Outside)
