"""Larders and imports in three stores, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    initialize,
    invariant,
    multiple,
    rule,
)

from tests.machines.nutrition_stores import SEEN, StoresAgree, agree
from tests.strategies.kitchen import imported_meals, own_entries, sources
from tests.strategies.nutrition import FOODS, OATS, TEA, TODAY, entries
from tests.support import NOW
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import (
    Food,
    FoodEntry,
    FoodId,
    ImportedMeal,
    Landed,
    MealEntry,
    MealId,
    MealKind,
    MealLanded,
    MealsReceipt,
    MealsWithdrawn,
    Order,
    OwnFood,
    Recipe,
    RecipeEntry,
    WeighedEntry,
    imported_meal_id,
)
from vegaloop.nutrition.domain.homemade import is_recipe

EMPTY: Final = ImportedMeal(
    "empty", MealEntry(MealKind.SNACK, NOW, (), source=SourceId("cronometer"))
)
masses = st.integers(1, 500).map(float)


def said_of(key: str, mass_g: float, source: str = "cronometer") -> ImportedMeal:
    """So much of oats, as another diary says."""
    oats = (WeighedEntry(OATS.id, mass_g),)
    return ImportedMeal(key, MealEntry(MealKind.SNACK, NOW, oats, source=SourceId(source)))


class LardersAgree(StoresAgree):
    """One person's larder, in every store at once, beside a plain list of what must be there."""

    foods = Bundle("foods")
    recipes = Bundle("recipes")
    meals = Bundle("meals")

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[FoodId, Food] = {}
        self.said: list[ImportedMeal] = []

    @initialize(target=foods)
    def begin(self) -> object:
        nobodys, no_recipe = FoodId("own:nope"), FoodId("recipe:nope")
        assert self.cook([(nobodys, 1.0)]) is None
        self.eat(nobodys, 1.0, MealKind.SNACK)
        self.favour(nobodys, True)
        for one in (nobodys, no_recipe):
            self.remove(one)
        return multiple(OATS.id, TEA.id, nobodys, no_recipe)

    @initialize(targets=(foods, recipes), entry=own_entries)
    def begin_with_a_pie(self, entry: FoodEntry) -> object:
        """A pie of a filling of a food of one's own."""
        own = self.keep_food(entry)
        filling = self.cook([(own, 200.0)])
        assert filling is not None
        pie = self.cook([(filling, 300.0), (OATS.id, 100.0)])
        assert pie is not None
        self.amend_recipe(filling, pie, 1.0)
        for inside in (OATS.id, own):  # The pie follows, whatever the food of one's own is.
            self.amend_recipe(filling, inside, 250.0)
        self.amend_food(own, entry)
        return multiple(own, filling, pie)

    @initialize(target=meals, batch=st.lists(imported_meals, min_size=1, max_size=2))
    def begin_with_an_import(self, batch: list[ImportedMeal]) -> object:
        self.landed([EMPTY, said_of("mine", 1.0), said_of("mine", 2.0), said_of("mine", 2.0)])
        self.each(
            "remove meal",
            lambda n: n.remove_meal(self.me, imported_meal_id(self.me, said_of("mine", 1.0))),
        )
        self.landed([said_of("mine", 2.0), said_of("theirs", 2.0)])
        self.take_back(SourceId("cronometer"), "mine", "theirs", "nothing")
        twice = [said_of("twice", 99.0, source) for source in ("lose_it", "apple_health")]
        for told in (twice[:1], twice, [said_of("twice", 300.0)], [said_of("twice", 99.0)]):
            self.landed(told)
        return self.import_meals(batch)

    @rule(target=foods, entry=own_entries)
    def keep(self, entry: FoodEntry) -> object:
        return self.keep_food(entry)

    def keep_food(self, entry: FoodEntry) -> FoodId:
        own = self.each("keep", lambda n: n.keep_food(self.me, entry))
        assert isinstance(own, OwnFood)
        self.kept[own.food.id] = own.food
        return own.food.id

    @rule(food=foods, entry=own_entries)
    def amend_food(self, food: FoodId, entry: FoodEntry) -> None:
        own = self.each("amend food", lambda n: n.amend_food(self.me, food, entry))
        assert (own is None) == (food not in self.kept or is_recipe(food))
        if isinstance(own, OwnFood):
            self.kept[food] = own.food
            self.follow(food)

    @rule(food=foods | recipes)
    def remove(self, food: FoodId) -> None:
        if is_recipe(food):
            gone = self.each("remove recipe", lambda n: n.remove_recipe(self.me, food))
        else:
            gone = self.each("remove food", lambda n: n.remove_food(self.me, food))
        assert (gone is None) == (food not in self.kept)
        self.kept.pop(food, None)

    @rule(
        targets=(foods, recipes),
        inside=st.lists(st.tuples(foods | recipes, masses), min_size=1, max_size=3),
    )
    def make(self, inside: list[tuple[FoodId, float]]) -> object:
        made = self.cook(inside)
        return multiple() if made is None else made

    def cook(self, inside: list[tuple[FoodId, float]]) -> FoodId | None:
        entry = RecipeEntry("Dish", tuple(WeighedEntry(*one) for one in inside), serves=2.0)
        made = self.each("cook", lambda n: n.cook(self.me, entry))
        if not isinstance(made, Recipe):
            return None
        self.kept[made.food.id] = made.food
        return made.food.id

    @rule(food=recipes, inside=foods | recipes, mass_g=masses)
    def amend_recipe(self, food: FoodId, inside: FoodId, mass_g: float) -> None:
        entry = RecipeEntry("Again", (WeighedEntry(inside, mass_g),))
        made = self.each("amend recipe", lambda n: n.amend_recipe(self.me, food, entry))
        if isinstance(made, Recipe):
            self.kept[food] = made.food
            self.follow(food)

    def follow(self, changed: FoodId) -> None:
        """Take over the dishes a food is in, and see that no other has changed."""
        held = {changed}
        for id_ in sorted(filter(is_recipe, self.kept)) * 5:
            found = self.all[0].recipe(self.me, id_)
            assert isinstance(found, Success)
            recipe = found.unwrap()
            if any(one.food in held for one in recipe.dish.ingredients):
                held.add(id_)
                SEEN["followed"] += recipe.food != self.kept[id_]
                self.kept[id_] = recipe.food

    @rule(food=foods, marks=st.booleans())
    def favour(self, food: FoodId, marks: bool) -> None:
        if marks:
            self.each("favour", lambda n: n.favour(self.me, food))
        else:
            self.each("disfavour", lambda n: n.disfavour(self.me, food))
        self.each("favourites", lambda n: n.favourites(self.me))

    @rule(food=foods | recipes, mass_g=masses, kind=st.sampled_from(MealKind))
    def eat(self, food: FoodId, mass_g: float, kind: MealKind) -> None:
        entry = MealEntry(kind, NOW, (WeighedEntry(food, mass_g),))
        done = self.each("eat", lambda n: n.log_meal(self.me, entry))
        if done is not None:
            assert food in self.kept or food in FOODS
        self.each("not yours", lambda n: n.food(self.you, food))

    @rule(target=meals, batch=st.lists(imported_meals | st.just(EMPTY), max_size=6))
    def import_meals(self, batch: list[ImportedMeal]) -> object:
        self.said = batch
        return self.landed(batch)

    @rule()
    def import_again(self) -> None:
        self.landed(self.said)

    def landed(self, batch: list[ImportedMeal]) -> object:
        receipt = self.each("import", lambda n: n.import_meals(self.me, batch))
        assert isinstance(receipt, MealsReceipt)
        landed = [one for one in receipt.items if isinstance(one, MealLanded)]
        for one in landed:
            SEEN[one.landed.value] += 1
        SEEN["refused"] += len(receipt.refused)
        return multiple(*(one.id for one in landed))

    @rule(keys=st.lists(st.integers(0, 9), max_size=5), source=sources)
    def withdraw(self, keys: list[int], source: SourceId) -> None:
        self.take_back(source, *(f"row {key}" for key in keys))

    def take_back(self, source: SourceId, *keys: str) -> None:
        told = self.each("withdraw", lambda n: n.withdraw_meals(self.me, source, keys))
        assert isinstance(told, MealsWithdrawn)
        SEEN["withdrawn"] += len(told.gone)
        SEEN["not withdrawn"] += len(told.locked)

    @rule(meal=meals, entry=entries, removes=st.booleans())
    def change_meal(self, meal: MealId, entry: MealEntry, removes: bool) -> None:
        if removes:
            self.each("remove meal", lambda n: n.remove_meal(self.me, meal))
        else:
            self.each("amend meal", lambda n: n.amend_meal(self.me, meal, entry))
        self.each("history", lambda n: n.history(self.me, meal))

    @invariant()
    def what_is_kept_is_there(self) -> None:
        foods = self.each("foods", lambda n: n.foods(self.me, "", 99))
        assert isinstance(foods, tuple)
        there = {food.id: food for food in foods if food.id not in FOODS}
        assert there == self.kept
        assert self.each("yours", lambda n: n.own_foods(self.you)) == ()
        start, end = days_after(TODAY, -9), days_after(TODAY, 3)
        self.each("days", lambda n: n.days(self.me, start, end))
        for order in Order:
            self.each("eaten", lambda n, order=order: n.eaten_foods(self.me, None, order, 9))


def test_memory_sqlite_and_postgres_agree(
    sqlite_database: Database, postgres_database: Database
) -> None:
    sometimes = (
        "keep",
        "amend food",
        "amend food: NoSuchOwnFood",
        "remove food",
        "remove recipe",
        "remove recipe: NoSuchRecipe",
        "cook",
        "cook: UnknownFood",
        "amend recipe",
        "amend recipe: Circular",
        "followed",
        "favour: UnknownFood",
        "eat",
        "eat: UnknownFood",
        *(one.value for one in Landed),
        "refused",
        "withdrawn",
        "not withdrawn",
    )
    run = settings(max_examples=25, stateful_step_count=25, deadline=None)
    agree(LardersAgree, (sqlite_database, postgres_database), run, sometimes)
