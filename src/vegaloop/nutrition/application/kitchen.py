"""What a person keeps to eat again: foods of their own, recipes, favourites, and habits."""

from __future__ import annotations

from collections.abc import Iterable

from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, days_after
from vegaloop.nutrition.application import larders
from vegaloop.nutrition.application.nourishment import Nourishment
from vegaloop.nutrition.application.ports import (
    Bodies,
    Catalogue,
    Diaries,
    Diary,
    Exertions,
    ReferenceIntakes,
)
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.food_quality import FoodQuality, quality_of
from vegaloop.nutrition.domain.habit import (
    LOOK_BACK_DAYS,
    CannotFavour,
    EatenFood,
    Order,
    habits_of,
)
from vegaloop.nutrition.domain.homemade import (
    CannotKeepFood,
    FoodEntry,
    NoSuchOwnFood,
    OwnFood,
    decide_own_food,
    is_homemade,
    is_recipe,
    own_food_id,
    recipe_id,
)
from vegaloop.nutrition.domain.meal import MEALS_A_DAY_MOST, MealKind
from vegaloop.nutrition.domain.portion import UnknownFood
from vegaloop.nutrition.domain.recipe import CannotCook, NoSuchRecipe, Recipe, RecipeEntry
from vegaloop.nutrition.domain.search import shortest_first

__all__ = ("Cookery",)


class Cookery(Nourishment):
    """The foods a person can choose from, and what they keep among them."""

    __slots__ = ("_ids",)

    def __init__(
        self,
        diaries: Diaries,
        catalogue: Catalogue,
        intakes: ReferenceIntakes,
        profiles: Profiles,
        bodies: Bodies,
        exertions: Exertions,
        clock: Clock,
        ids: Ids,
    ) -> None:
        super().__init__(diaries, catalogue, intakes, profiles, bodies, exertions, clock)
        self._ids = ids

    def foods(self, person: PersonId, query: str, most: int) -> tuple[Food, ...]:
        """Find foods by words, the person's own and their recipes before others that fit as well."""
        own = shortest_first(self._diaries.read(person, lambda diary: diary.shelf()))
        return self._catalogue.search(query, most, own)

    def food(self, person: PersonId, id: FoodId) -> Result[Food, UnknownFood]:
        """Find a food of the catalogue, one of the person's own, or a recipe."""
        found = self._found(person, (id,))
        return Success(found[id]) if id in found else Failure(UnknownFood("food_id", id))

    def food_quality(self, person: PersonId, id: FoodId) -> Result[FoodQuality, UnknownFood]:
        """Find a food, and judge it by all that is known of it."""
        match self.food(person, id):
            case Failure(error):
                return Failure(error)
            case Success(food):
                return Success(quality_of(food))

    def keep_food(
        self, person: PersonId, entry: FoodEntry
    ) -> Result[OwnFood, tuple[CannotKeepFood, ...]]:
        """Keep a food of a person's own."""
        fresh = own_food_id(self._ids.fresh())
        match decide_own_food(entry, id=fresh, now=self._clock.now()):
            case Failure(faults):
                return Failure(faults)
            case Success(food):
                kept = self._diaries.write(person, lambda diary: larders.added_food(diary, food))
                match kept:
                    case Failure(full):
                        return Failure((full,))
                    case Success(made):
                        return Success(made)

    def amend_food(
        self, person: PersonId, id: FoodId, entry: FoodEntry
    ) -> Result[OwnFood, tuple[CannotKeepFood, ...]]:
        """Replace an own food, and make the recipes it is in anew; meals stay what they were."""
        match decide_own_food(entry, id=id, now=self._clock.now()):
            case Failure(faults):
                return Failure(faults)
            case Success(food):
                kept = self._diaries.write(person, lambda diary: larders.amended_food(diary, food))
                match kept:
                    case Failure(error):
                        return Failure((error,))
                    case Success(made):
                        return Success(made)

    def remove_food(self, person: PersonId, id: FoodId) -> Result[OwnFood, NoSuchOwnFood]:
        """Take an own food out; meals and recipes hold what they held of it."""
        return self._diaries.write(person, lambda diary: larders.removed_food(diary, id))

    def own_food(self, person: PersonId, id: FoodId) -> Result[OwnFood, NoSuchOwnFood]:
        """Find a food of a person's own."""
        found = self._diaries.read(person, lambda diary: diary.own_food(id))
        return Failure(NoSuchOwnFood(id)) if found is None else Success(found)

    def own_foods(self, person: PersonId) -> tuple[Food, ...]:
        """List the foods of a person's own, newest first."""
        shelf = self._diaries.read(person, lambda diary: diary.shelf())
        return tuple(food for food in shelf if not is_recipe(food.id))

    def cook(self, person: PersonId, entry: RecipeEntry) -> Result[Recipe, tuple[CannotCook, ...]]:
        """Keep a recipe."""
        fresh, now = recipe_id(self._ids.fresh()), self._clock.now()
        shelved = self._shelved(one.food for one in entry.ingredients)
        return self._diaries.write(
            person, lambda diary: larders.cooked(diary, shelved, entry, fresh, now)
        )

    def amend_recipe(
        self, person: PersonId, id: FoodId, entry: RecipeEntry
    ) -> Result[Recipe, tuple[CannotCook, ...]]:
        """Replace a recipe, and make those it is in anew; meals stay what they were."""
        shelved, now = self._shelved(one.food for one in entry.ingredients), self._clock.now()
        return self._diaries.write(
            person, lambda diary: larders.recooked(diary, shelved, entry, id, now)
        )

    def remove_recipe(self, person: PersonId, id: FoodId) -> Result[Recipe, NoSuchRecipe]:
        """Take a recipe out; meals and other recipes hold what they held of it."""
        return self._diaries.write(person, lambda diary: larders.removed_recipe(diary, id))

    def recipe(self, person: PersonId, id: FoodId) -> Result[Recipe, NoSuchRecipe]:
        """Find a recipe."""
        found = self._diaries.read(person, lambda diary: diary.recipe(id))
        return Failure(NoSuchRecipe(id)) if found is None else Success(found)

    def recipes(self, person: PersonId) -> tuple[Food, ...]:
        """List recipes as something to eat, newest first."""
        shelf = self._diaries.read(person, lambda diary: diary.shelf())
        return tuple(food for food in shelf if is_recipe(food.id))

    def favour(self, person: PersonId, id: FoodId) -> Result[Food, CannotFavour]:
        """Mark a food as a favourite; one that is marked stays as it is."""
        now = self._clock.now()
        match self.food(person, id):
            case Failure(error):
                return Failure(error)
            case Success(food):
                return self._diaries.write(person, lambda diary: larders.favoured(diary, food, now))

    def disfavour(self, person: PersonId, id: FoodId) -> None:
        """Take the mark off a food, if it has one."""
        self._diaries.write(person, lambda diary: diary.disfavour(id))

    def favourites(self, person: PersonId) -> tuple[Food, ...]:
        """List the foods a person marked that there still are, the last marked first."""
        marked = self._diaries.read(person, lambda diary: diary.favourites())
        foods = self._found(person, tuple(one.food for one in marked))
        return tuple(foods[one.food] for one in marked if one.food in foods)

    def eaten_foods(
        self, person: PersonId, kind: MealKind | None, order: Order, most: int
    ) -> tuple[EatenFood, ...]:
        """List foods of the meals of 90 days, of one kind of meal if it is named."""
        today = self.today(person)
        start, end = days_after(today, 1 - LOOK_BACK_DAYS), days_after(today, 2)
        meals_most = (LOOK_BACK_DAYS + 1) * MEALS_A_DAY_MOST
        meals = self._diaries.read(person, lambda diary: diary.meals(start, end, None, meals_most))
        habits = habits_of(meals, kind, order)
        foods = self._found(person, tuple(habit.food for habit in habits))
        return tuple(
            EatenFood(foods[habit.food], habit) for habit in habits if habit.food in foods
        )[:most]

    def _found(self, person: PersonId, ids: Iterable[FoodId]) -> dict[FoodId, Food]:
        named = tuple(ids)
        shelved = self._shelved(named)
        if not any(map(is_homemade, named)):
            return {food.id: food for food in shelved}

        def work(diary: Diary) -> dict[FoodId, Food]:
            return larders.found(diary, shelved, named)

        return self._diaries.read(person, work)

    def _shelved(self, ids: Iterable[FoodId]) -> tuple[Food, ...]:
        named = frozenset(one for one in ids if not is_homemade(one))
        return self._catalogue.foods(named) if named else ()
