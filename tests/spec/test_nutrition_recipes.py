"""Recipes, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.cookery import HUNDRED, SOUP, cooked, kept, stocked, water_of
from tests.strategies.kitchen import contents_of_100_g, ingredients_of, own_entries, shelved
from tests.strategies.nutrition import OATS, TEA, Kitchen, grams
from tests.support import good, refused, somebody
from vegaloop.kernel.errors import Blank, OutOfRange
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.nutrition import (
    Circular,
    Food,
    FoodEntry,
    FoodId,
    Nutrient,
    Nutrients,
    RecipeEntry,
    ServedEntry,
    ServingEntry,
    TooDeep,
    UnknownFood,
    UnknownServing,
    WeighedEntry,
)
from vegaloop.nutrition.domain.recipe import DEPTH_MOST


class TestNut164:
    """NUT-164. The energy of a dish is that of its ingredients, and so is what it holds of anything but water."""

    @given(data=st.data(), foods=shelved(contents_of_100_g), share=st.integers(60, 300))
    def test_it_is(self, data: st.DataObject, foods: list[Food], share: int) -> None:
        kitchen = stocked(*foods)
        ingredients = data.draw(ingredients_of([food.id for food in foods]))
        raw = cooked(kitchen, *ingredients).dish.raw_mass
        recipe = cooked(kitchen, *ingredients, cooked_mass_g=raw.grams * share / 100)
        whole, dish = recipe.food.portion(recipe.dish.mass), recipe.dish
        parts = [one.nutrients for one in dish.ingredients]
        # A dish is stated for 100 g: of a whole one, half a unit of that is wrong at most.
        off = 1 + len(parts) + recipe.dish.mass.grams / 100
        energies = [part.energy for part in parts]
        if None in energies:
            assert whole.energy is None
        else:
            assert whole.energy is not None
            summed = sum(one.amount for one in energies if one is not None)
            assert abs(whole.energy.amount - summed) <= off
        for nutrient, held in whole.amounts:
            if nutrient != Nutrient.WATER:
                amounts = [part.of(nutrient) for part in parts]
                summed = sum(one.amount for one in amounts if one is not None)
                assert abs(held.amount - summed) <= off


class TestNut165:
    """NUT-165. Cooking changes the water of a dish and nothing else: twice the mass, half as much in 100 g."""

    @given(data=st.data(), foods=shelved(contents_of_100_g), serves=st.integers(1, 12))
    def test_half_as_much(self, data: st.DataObject, foods: list[Food], serves: int) -> None:
        kitchen = stocked(*foods)
        ingredients = data.draw(ingredients_of([food.id for food in foods]))
        once = cooked(kitchen, *ingredients, serves=serves)
        raw_g = once.dish.raw_mass.grams
        twice = cooked(kitchen, *ingredients, cooked_mass_g=2 * raw_g, serves=serves)
        less, more = twice.food.per_100_g, once.food.per_100_g
        assert (less.energy is None) == (more.energy is None)
        if less.energy is not None and more.energy is not None:
            assert abs(2 * less.energy.amount - more.energy.amount) <= 2
        for nutrient, held in more.amounts:
            if nutrient != Nutrient.WATER:
                there = less.of(nutrient)
                assert there is not None
                assert abs(2 * there.amount - held.amount) <= 2
        gained = water_of(less).amount * 2 - water_of(more).amount
        assert abs(gained - HUNDRED.amount) <= 2

    def test_what_is_lost_beyond_its_water_leaves_it_unknown(self) -> None:
        # 100 g of tea hold 99 g of water: lose 99.5 g, and something else was lost too.
        kitchen = Kitchen()
        boiled = cooked(kitchen, WeighedEntry(TEA.id, 100.0), cooked_mass_g=1.0)
        assert water_of(boiled.food.per_100_g) == Mass(0)
        dry = cooked(kitchen, WeighedEntry(TEA.id, 100.0), cooked_mass_g=0.5)
        assert dry.food.per_100_g.of(Nutrient.WATER) is None


class TestNut166:
    """NUT-166. A dish of one ingredient that weighs what went in is that ingredient."""

    @given(data=st.data(), held=contents_of_100_g)
    def test_it_is(self, data: st.DataObject, held: Nutrients) -> None:
        (food,) = data.draw(shelved(st.just(held)).filter(lambda foods: len(foods) == 1))
        kitchen = stocked(food)
        (one,) = data.draw(ingredients_of([food.id]).map(lambda many: many[:1]))
        recipe = cooked(kitchen, one)
        assert recipe.food.per_100_g == held
        weighed = cooked(kitchen, one, cooked_mass_g=recipe.dish.raw_mass.grams)
        assert weighed.food.per_100_g == held


class TestNut167:
    """NUT-167. What is not known of one ingredient is not known of the dish, and it is named; one without energy hides water alone."""

    @given(data=st.data(), foods=shelved(contents_of_100_g))
    def test_it_is_not(self, data: st.DataObject, foods: list[Food]) -> None:
        kitchen = stocked(*foods)
        ingredients = data.draw(ingredients_of([food.id for food in foods]))
        recipe = cooked(kitchen, *ingredients)
        used = [one.per_100_g for one in recipe.dish.ingredients]
        known = {nutrient for nutrient, _ in recipe.food.per_100_g.amounts}
        hidden = dict(recipe.dish.unknown)
        for nutrient in Nutrient:
            lacking = [
                held.of(nutrient) is None and (held.energy != Energy(0) or nutrient == "water")
                for held in used
            ]
            some = any(held.of(nutrient) is not None for held in used)
            assert (nutrient in known) == (some and not any(lacking))
            assert (nutrient in hidden) == (some and any(lacking))
            if nutrient in hidden:
                ids = [one.food for one in recipe.dish.ingredients]
                assert hidden[nutrient] == tuple(
                    one for one, lacks in zip(ids, lacking, strict=True) if lacks
                )


class TestNut168:
    """NUT-168. A dish does not weigh less than what is known to be in it beside water."""

    @given(mg=st.integers(1, 86_999))
    def test_it_does_not(self, mg: int) -> None:
        # 100 g of oats hold 13 g of protein, 67 g of carbohydrate and 7 g of fat.
        entry = RecipeEntry("Ash", (WeighedEntry(OATS.id, 100.0),), mg / 1_000)
        (fault,) = refused(Kitchen().nutrition.cook(somebody(), entry))
        assert fault == OutOfRange("cooked_mass_g", mg / 1_000, 87.0, 500_000.0)

    def test_all_that_is_wrong_is_told(self) -> None:
        entry = RecipeEntry(
            "",
            (
                WeighedEntry(FoodId("nope"), 1.0),
                ServedEntry(OATS.id, "spoon", 1.0),
                WeighedEntry(OATS.id, math.nan),
            ),
            cooked_mass_g=-1.0,
            serves=0.0,
        )
        faults = refused(Kitchen().nutrition.cook(somebody(), entry))
        assert {(type(one), getattr(one, "field", None)) for one in faults} == {
            (Blank, "name"),
            (OutOfRange, "cooked_mass_g"),
            (OutOfRange, "serves"),
            (UnknownFood, "ingredients[0].food_id"),
            (UnknownServing, "ingredients[1].serving"),
            (OutOfRange, "ingredients[2].mass_g"),
        }

    @pytest.mark.parametrize("many", [0, 101])
    def test_how_many_ingredients(self, many: int) -> None:
        entry = RecipeEntry("Dish", (WeighedEntry(OATS.id, 1.0),) * many)
        assert refused(Kitchen().nutrition.cook(somebody(), entry)) == (
            OutOfRange("ingredients", many, 1, 100),
        )


class TestNut169:
    """NUT-169. A serving of a dish that serves so many is that part of it."""

    @given(serves=st.integers(1, 40), mass_g=st.integers(100, 4_000))
    def test_it_is(self, serves: int, mass_g: int) -> None:
        kitchen = Kitchen()
        recipe = cooked(kitchen, WeighedEntry(OATS.id, 100.0), cooked_mass_g=mass_g, serves=serves)
        (serving,) = recipe.food.servings
        assert abs(serving.mass.amount * serves - grams(mass_g).amount) <= serves
        eaten = kitchen.eat(ServedEntry(recipe.food.id, "serving", 1.0)).meal.portions[0]
        assert (eaten.food, eaten.mass, eaten.source) == (recipe.food.id, serving.mass, "recipe")

    def test_a_dish_nobody_divided_has_none(self) -> None:
        assert cooked(Kitchen(), WeighedEntry(OATS.id, 100.0)).food.servings == ()


class TestNut170:
    """NUT-170. No dish is in itself, and at most five recipes are in one another."""

    def test_at_most_five(self) -> None:
        kitchen, inner = Kitchen(), OATS.id
        for _ in range(DEPTH_MOST):
            inner = cooked(kitchen, WeighedEntry(inner, 100.0)).food.id
        entry = RecipeEntry("Sixth", (WeighedEntry(inner, 100.0),))
        assert refused(kitchen.nutrition.cook(kitchen.me, entry)) == (TooDeep(6, DEPTH_MOST),)

    def test_nor_by_what_is_put_into_the_lowest(self) -> None:
        kitchen, lowest = Kitchen(), cooked(Kitchen(), WeighedEntry(OATS.id, 1.0)).food.id
        lowest = inner = cooked(kitchen, WeighedEntry(OATS.id, 100.0)).food.id
        for _ in range(DEPTH_MOST - 1):
            inner = cooked(kitchen, WeighedEntry(inner, 100.0)).food.id
        other = cooked(kitchen, WeighedEntry(OATS.id, 100.0)).food.id
        entry = RecipeEntry("Lowest", (WeighedEntry(other, 100.0),))
        found = kitchen.nutrition.amend_recipe(kitchen.me, lowest, entry)
        assert refused(found) == (TooDeep(6, DEPTH_MOST),)

    @given(data=st.data(), many=st.integers(2, 5))
    def test_none_is_in_itself(self, data: st.DataObject, many: int) -> None:
        kitchen, ids = Kitchen(), list[FoodId]()
        for _ in range(many):
            inside = data.draw(st.sampled_from([OATS.id, *ids]))
            ids.append(cooked(kitchen, WeighedEntry(inside, 100.0)).food.id)
        changed, given_ = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
        entry = RecipeEntry("Changed", (WeighedEntry(given_, 50.0),))
        within = {changed}
        for one in ids:  # Later ones hold earlier ones alone.
            dish = good(kitchen.nutrition.recipe(kitchen.me, one)).dish
            if any(held.food in within for held in dish.ingredients):
                within.add(one)
        done = kitchen.nutrition.amend_recipe(kitchen.me, changed, entry)
        if given_ in within:
            assert refused(done) == (Circular("ingredients[0].food_id", given_),)
        else:
            assert good(done).version == 2


class TestNut171:
    """NUT-171. Amending a food makes the dishes it is in anew, however deep; removing it leaves them."""

    @given(after=own_entries)
    def test_it_does(self, after: FoodEntry) -> None:
        kitchen = Kitchen()
        nutrition, me = kitchen.nutrition, kitchen.me
        own = kept(kitchen)
        sauce = cooked(kitchen, WeighedEntry(own.food.id, 100.0), name="Sauce")
        lasagne = cooked(kitchen, WeighedEntry(sauce.food.id, 200.0), name="Lasagne")
        amended = good(nutrition.amend_food(me, own.food.id, after))
        anew = [good(nutrition.recipe(me, one.food.id)) for one in (sauce, lasagne)]
        assert [one.food.per_100_g for one in anew] == [amended.food.per_100_g] * 2
        assert [one.version for one in anew] == [1, 1]
        assert good(nutrition.remove_food(me, own.food.id)) == amended
        assert good(nutrition.remove_recipe(me, sauce.food.id)) == anew[0]
        assert good(nutrition.recipe(me, lasagne.food.id)) == anew[1]

    def test_so_many_servings_stay_so_many(self) -> None:
        kitchen = Kitchen()
        entry = FoodEntry("Bread", SOUP.stated, servings=(ServingEntry("slice", 40.0),))
        bread = kept(kitchen, entry)
        toast = cooked(kitchen, ServedEntry(bread.food.id, "slice", 2.0))
        assert toast.dish.mass == grams(80)
        for servings, mass_g in (((ServingEntry("slice", 50.0),), 100), ((), 100)):
            again = FoodEntry("Bread", SOUP.stated, servings=servings)
            good(kitchen.nutrition.amend_food(kitchen.me, bread.food.id, again))
            found = good(kitchen.nutrition.recipe(kitchen.me, toast.food.id))
            assert found.dish.mass == grams(mass_g)

    def test_a_dish_that_could_not_be_stays(self) -> None:
        kitchen = Kitchen()
        own = kept(kitchen)
        dried = cooked(kitchen, WeighedEntry(own.food.id, 100.0), cooked_mass_g=10.0)
        solid = FoodEntry("Sugar", (("carbohydrate_g", 99.0),))
        good(kitchen.nutrition.amend_food(kitchen.me, own.food.id, solid))
        assert good(kitchen.nutrition.recipe(kitchen.me, dried.food.id)) == dried
