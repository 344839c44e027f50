"""Own foods, favourites and habits, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given

from tests.strategies.cookery import SOUP, cooked, kept, stocked
from tests.strategies.kitchen import own_entries
from tests.strategies.nutrition import OATS, TEA, TODAY, Kitchen, grams
from tests.support import NOW, good, refused, somebody
from vegaloop.kernel.errors import Blank, NotOneOf, OutOfRange, TooLong
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import (
    Food,
    FoodEntry,
    FoodId,
    LarderFull,
    MealEntry,
    MealKind,
    NoSuchOwnFood,
    NoSuchRecipe,
    NotABarcode,
    Order,
    RecipeEntry,
    RepeatedServing,
    ServedEntry,
    Serving,
    ServingEntry,
    UnknownFood,
    WeighedEntry,
)
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.habit import FAVOURITES_MOST
from vegaloop.nutrition.domain.homemade import HOMEMADE_MOST


class TestNut160:
    """NUT-160. A food of one's own is seen and eaten by nobody else."""

    @given(entry=own_entries)
    def test_it_is(self, entry: FoodEntry) -> None:
        kitchen, you = Kitchen(), somebody()
        own = kept(kitchen, entry)
        one, nutrition = own.food.id, kitchen.nutrition
        assert good(nutrition.food(kitchen.me, one)) == own.food
        assert kitchen.eat(WeighedEntry(one, 50.0)).meal.portions[0].food == one
        assert refused(nutrition.food(you, one)) == UnknownFood("food_id", one)
        assert refused(nutrition.own_food(you, one)) == NoSuchOwnFood(one)
        assert refused(nutrition.remove_food(you, one)) == NoSuchOwnFood(one)
        assert refused(nutrition.amend_food(you, one, entry)) == (NoSuchOwnFood(one),)
        assert own.food not in nutrition.foods(you, "", 99)
        assert nutrition.own_foods(you) == ()
        meal = MealEntry(MealKind.LUNCH, NOW, (WeighedEntry(one, 50.0),))
        assert refused(nutrition.log_meal(you, meal)) == (UnknownFood("portions[0].food_id", one),)

    def test_nor_are_recipes(self) -> None:
        kitchen, you = Kitchen(), somebody()
        recipe = cooked(kitchen, WeighedEntry(OATS.id, 80.0))
        one = recipe.food.id
        assert refused(kitchen.nutrition.recipe(you, one)) == NoSuchRecipe(one)
        assert refused(kitchen.nutrition.remove_recipe(you, one)) == NoSuchRecipe(one)
        assert refused(kitchen.nutrition.food(you, one)) == UnknownFood("food_id", one)
        entry = RecipeEntry("Mine", (WeighedEntry(one, 10.0),))
        assert refused(kitchen.nutrition.amend_recipe(you, one, entry)) == (NoSuchRecipe(one),)
        assert refused(kitchen.nutrition.cook(you, entry)) == (
            UnknownFood("ingredients[0].food_id", one),
        )


class TestNut161:
    """NUT-161. So much of a food of one's own as its figures are stated for holds what is stated."""

    @given(entry=own_entries)
    def test_it_does(self, entry: FoodEntry) -> None:
        kitchen = Kitchen()
        own = kept(kitchen, entry)
        held = kitchen.eat(WeighedEntry(own.food.id, entry.per_g)).meal.portions[0].nutrients
        stated = dict(entry.stated)
        named = {f"{nutrient.field}": nutrient.stated(mass) for nutrient, mass in held.amounts}
        assert named.keys() == stated.keys() - {"energy_kcal"}
        for field, value in named.items():
            assert math.isclose(value, stated[field], abs_tol=1e-5)
        if "energy_kcal" in stated:
            assert held.energy is not None
            assert abs(held.energy.kcal - stated["energy_kcal"]) <= 4 / 4_184

    def test_without_an_energy_it_is_that_of_the_macronutrients(self) -> None:
        stated = (("protein_g", 10.0), ("carbohydrate_g", 20.0), ("fat_g", 5.0))
        own = kept(Kitchen(), FoodEntry("Bar", stated, per_g=50.0))
        assert own.food.per_100_g.energy == Energy(2 * (40 + 80 + 45) * 4_184)

    def test_a_serving_is_eaten_by_its_name(self) -> None:
        kitchen = Kitchen()
        own = kept(kitchen, FoodEntry("Bar", SOUP.stated, servings=(ServingEntry(" bar ", 40.0),)))
        assert own.food.servings == (Serving("bar", grams(40)),)
        eaten = kitchen.eat(ServedEntry(own.food.id, "bar", 2.0)).meal.portions[0]
        assert eaten.mass == grams(80)
        assert eaten.source == "own"


class TestNut162:
    """NUT-162. All that is wrong with a food of one's own is told at once, and what is doubtful flagged."""

    def test_it_is(self) -> None:
        entry = FoodEntry(
            " ",
            (("protein_g", 31.0), ("gold_g", 1.0), ("energy_kcal", 300.0)),
            per_g=30.0,
            servings=(
                ServingEntry("", 10.0),
                ServingEntry("bar", 0.0),
                ServingEntry("bar", 10.0),
            ),
            brand=" ",
            barcode="a12",
        )
        faults = refused(Kitchen().nutrition.keep_food(somebody(), entry))
        told = {(type(one), getattr(one, "field", None)) for one in faults}
        assert told == {
            (Blank, "name"),
            (Blank, "brand"),
            (NotABarcode, "barcode"),
            (OutOfRange, "nutrients.protein_g"),
            (NotOneOf, "nutrients"),
            (OutOfRange, "nutrients.energy_kcal"),
            (Blank, "servings[0].name"),
            (OutOfRange, "servings[1].mass_g"),
            (RepeatedServing, "servings[2].name"),
        }

    @pytest.mark.parametrize("per_g", [0.0, -1.0, math.nan, math.inf, 5_001.0])
    def test_a_base_that_cannot_be(self, per_g: float) -> None:
        entry = FoodEntry("Bar", (), per_g=per_g)
        (fault,) = refused(Kitchen().nutrition.keep_food(somebody(), entry))
        assert isinstance(fault, OutOfRange)
        assert fault.field == "per_g"

    def test_lengths(self) -> None:
        servings = tuple(ServingEntry(f"{n}", 1.0) for n in range(21))
        entry = FoodEntry("x" * 201, (), servings=servings)
        assert refused(Kitchen().nutrition.keep_food(somebody(), entry)) == (
            TooLong("name", 201, 200),
            TooLong("servings", 21, 20),
        )

    def test_doubts_are_flags(self) -> None:
        stated = (("energy_kcal", 500.0), ("protein_g", 1.0), ("carbohydrate_g", 1.0))
        entry = FoodEntry(
            "Bar", (*stated, ("fat_g", 1.0), ("sugars_g", 2.0)), barcode="4006381333932"
        )
        food = kept(Kitchen(), entry).food
        assert food.flags == (
            FoodFlag.ENERGY_DISAGREES,
            FoodFlag.PART_OVER_WHOLE,
            FoodFlag.WRONG_CHECK_DIGIT,
        )
        assert food.barcode == "04006381333932"
        right = kept(Kitchen(), FoodEntry("Bar", (*stated[1:], ("fat_g", 1.0)), barcode="96385074"))
        assert right.food.flags == ()

    def test_a_larder_is_full_at_last(self) -> None:
        kitchen = Kitchen()
        for _ in range(HOMEMADE_MOST):
            kept(kitchen)
        full = (LarderFull(HOMEMADE_MOST),)
        assert refused(kitchen.nutrition.keep_food(kitchen.me, SOUP)) == full
        entry = RecipeEntry("Dish", (WeighedEntry(OATS.id, 1.0),))
        assert refused(kitchen.nutrition.cook(kitchen.me, entry)) == full


class TestNut163:
    """NUT-163. Amending or removing a food or a recipe changes nothing that was eaten of it."""

    @given(before=own_entries, after=own_entries)
    def test_it_does_not(self, before: FoodEntry, after: FoodEntry) -> None:
        kitchen = Kitchen()
        own = kept(kitchen, before)
        dish = cooked(kitchen, WeighedEntry(own.food.id, 60.0))
        eaten = (WeighedEntry(own.food.id, 50.0), WeighedEntry(dish.food.id, 50.0))
        meal = kitchen.eat(*eaten).meal
        nutrition, me = kitchen.nutrition, kitchen.me
        amended = good(nutrition.amend_food(me, own.food.id, after))
        assert (amended.version, amended.food.name) == (2, after.name)
        entry = RecipeEntry("Another", (WeighedEntry(OATS.id, 10.0),))
        assert good(nutrition.amend_recipe(me, dish.food.id, entry)).version == 2
        assert good(nutrition.meal(me, meal.id)) == meal
        assert good(nutrition.remove_food(me, own.food.id)) == amended
        assert good(nutrition.remove_recipe(me, dish.food.id)).food.name == "Another"
        assert good(nutrition.meal(me, meal.id)) == meal
        assert nutrition.own_foods(me) == nutrition.recipes(me) == ()


class TestNut172:
    """NUT-172. A search shows the person's own foods and recipes before those of the catalogue that fit as well."""

    def test_it_does(self) -> None:
        kitchen = Kitchen()
        own = kept(kitchen, FoodEntry("Oats of mine", SOUP.stated))
        dish = cooked(kitchen, WeighedEntry(OATS.id, 80.0), name="Overnight oats")
        kept(kitchen)
        found = kitchen.nutrition.foods(kitchen.me, "oats", 9)
        assert found == (own.food, dish.food, OATS)
        assert [food.source for food in found] == ["own", "recipe", OATS.source]
        assert kitchen.nutrition.foods(kitchen.me, "oats", 2) == found[:2]
        assert kitchen.nutrition.foods(somebody(), "oats", 9) == (OATS,)

    def test_one_nearly_so_called_comes_last(self) -> None:
        kitchen = Kitchen()
        own = kept(kitchen, FoodEntry("Granola", SOUP.stated)).food
        assert kitchen.nutrition.foods(kitchen.me, "grannola", 9) == (own,)
        mine = kept(kitchen, FoodEntry("Teak", SOUP.stated)).food
        assert kitchen.nutrition.foods(kitchen.me, "teak", 9) == (mine,)
        for most in range(1, 4):
            few = kitchen.nutrition.foods(kitchen.me, "", most)
            assert few == kitchen.nutrition.foods(kitchen.me, "", 9)[:most]


class TestNut173:
    """NUT-173. A favourite is marked once, and listed for as long as the food is there."""

    def test_it_is(self) -> None:
        kitchen = Kitchen()
        nutrition, me, own = kitchen.nutrition, kitchen.me, kept(kitchen)
        for minute, one in enumerate((OATS.id, own.food.id, TEA.id, OATS.id)):
            kitchen.clock.set(NOW + dt.timedelta(minutes=minute))
            assert good(nutrition.favour(me, one)).id == one
        assert nutrition.favourites(me) == (TEA, own.food, OATS)
        assert nutrition.favourites(somebody()) == ()
        del kitchen.shelf.held[TEA.id]
        good(nutrition.remove_food(me, own.food.id))
        assert nutrition.favourites(me) == (OATS,)
        nutrition.disfavour(me, OATS.id)
        nutrition.disfavour(me, OATS.id)
        assert nutrition.favourites(me) == ()
        nope = FoodId("nope")
        assert refused(nutrition.favour(me, nope)) == UnknownFood("food_id", nope)

    def test_there_is_room_for_some(self) -> None:
        ids = [FoodId(f"oats-{n}") for n in range(FAVOURITES_MOST + 1)]
        kitchen = stocked(
            *(Food(one, "Oats", OATS.category, OATS.source, (), OATS.per_100_g) for one in ids)
        )
        for one in ids[:-1]:
            good(kitchen.nutrition.favour(kitchen.me, one))
        good(kitchen.nutrition.favour(kitchen.me, ids[0]))
        full = refused(kitchen.nutrition.favour(kitchen.me, ids[-1]))
        assert full == LarderFull(FAVOURITES_MOST)


class TestNut174:
    """NUT-174. Foods eaten of late are those of 90 days, each with its last portion and how many meals had it."""

    def test_they_are(self) -> None:
        kitchen = Kitchen()
        own = kept(kitchen)
        kitchen.eat(WeighedEntry(TEA.id, 300.0), days_ago=90)
        kitchen.eat(WeighedEntry(OATS.id, 60.0), WeighedEntry(OATS.id, 70.0), days_ago=89)
        kitchen.eat(WeighedEntry(own.food.id, 250.0), days_ago=2)
        kitchen.eat(ServedEntry(OATS.id, "cup", 0.5), days_ago=3)
        gone = kept(kitchen)
        kitchen.eat(WeighedEntry(gone.food.id, 1.0), days_ago=1)
        good(kitchen.nutrition.remove_food(kitchen.me, gone.food.id))

        def told(kind: MealKind | None, order: Order, most: int = 9) -> list[tuple[str, int]]:
            found = kitchen.nutrition.eaten_foods(kitchen.me, kind, order, most)
            return [(one.food.id, one.habit.meals) for one in found]

        recent = [(own.food.id, 1), (OATS.id, 2)]
        assert told(None, Order.RECENT) == told(MealKind.LUNCH, Order.RECENT) == recent
        assert told(None, Order.FREQUENT) == recent[::-1]
        assert told(None, Order.FREQUENT, 1) == recent[1:]
        assert told(MealKind.DINNER, Order.RECENT) == []
        last = kitchen.nutrition.eaten_foods(kitchen.me, None, Order.RECENT, 9)[1].habit.last
        assert (last.mass, last.served is not None) == (grams(40), True)
        assert kitchen.nutrition.eaten_foods(somebody(), None, Order.RECENT, 9) == ()


class TestNut175:
    """NUT-175. A day is copied with its own foods and dishes, also those that were removed since."""

    def test_it_is(self) -> None:
        kitchen = Kitchen()
        nutrition, me, own = kitchen.nutrition, kitchen.me, kept(kitchen)
        dish = cooked(kitchen, WeighedEntry(own.food.id, 100.0), serves=2)
        eaten = (WeighedEntry(own.food.id, 80.0), ServedEntry(dish.food.id, "serving", 1.0))
        meal = kitchen.eat(*eaten, days_ago=1).meal
        good(nutrition.remove_food(me, own.food.id))
        good(nutrition.remove_recipe(me, dish.food.id))
        yesterday = days_after(TODAY, -1)
        (copy,) = good(nutrition.copy_day(me, yesterday, TODAY)).copied
        assert copy.portions == meal.portions
        again = good(nutrition.copy_meal(me, meal.id, NOW, None)).meal
        assert again.portions == meal.portions
