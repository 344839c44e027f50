"""The contract of larders: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from tests.strategies.cookery import SOUP
from tests.strategies.nutrition import OATS, grams
from tests.support import NOW, at, good, somebody
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.nutrition import (
    Diaries,
    Favourite,
    FoodEntry,
    FoodId,
    OwnFood,
    Recipe,
    RecipeEntry,
    ServedEntry,
    ServingEntry,
    WeighedEntry,
)
from vegaloop.nutrition.adapters.memory import MemoryDiaries
from vegaloop.nutrition.adapters.sql import SqlDiaries
from vegaloop.nutrition.application.ports import Diary
from vegaloop.nutrition.domain.homemade import decide_own_food, own_food_id, recipe_id
from vegaloop.nutrition.domain.recipe import decide_recipe


@pytest.fixture
def diaries(database: Database | None) -> Diaries:
    return MemoryDiaries(Revisions()) if database is None else SqlDiaries(database)


def an_own_food(number: int, name: str = "Grüne Soße 🥬") -> OwnFood:
    entry = FoodEntry(
        name,
        SOUP.stated,
        servings=(ServingEntry("Löffel", 15.0),),
        brand="Oma",
        barcode="4006381333932",
    )
    return good(decide_own_food(entry, id=own_food_id(UUID(int=number)), now=at(NOW)))


def a_recipe(number: int, name: str = "Pâté") -> Recipe:
    entry = RecipeEntry(
        name, (WeighedEntry(OATS.id, 80.0), ServedEntry(OATS.id, "cup", 0.5)), 200.0, 4.0
    )
    id_ = recipe_id(UUID(int=number))
    return good(decide_recipe(entry, id=id_, foods={OATS.id: OATS}, now=at(NOW)))


class TestLarderStore:
    """What a larder keeps it gives back, to whom it belongs, and to nobody else."""

    def test_it_comes_back_whole(self, diaries: Diaries) -> None:
        me, you, food, recipe = somebody(), somebody(), an_own_food(1), a_recipe(2)
        for one in (food, recipe):
            diaries.write(me, lambda diary, one=one: diary.keep(one))
        assert diaries.read(me, lambda diary: diary.own_food(food.food.id)) == food
        assert diaries.read(me, lambda diary: diary.recipe(recipe.food.id)) == recipe
        assert diaries.read(me, lambda diary: diary.recipes()) == (recipe,)
        assert diaries.read(me, lambda diary: diary.recipe(food.food.id)) is None
        for id_ in (food.food.id, recipe.food.id):
            assert diaries.read(you, lambda diary, id_=id_: diary.own_food(id_)) is None
            assert diaries.read(you, lambda diary, id_=id_: diary.recipe(id_)) is None
            assert diaries.read(you, lambda diary, id_=id_: diary.homemade((id_,))) == ()
            diaries.write(you, lambda diary, id_=id_: diary.discard(id_))
        assert diaries.read(you, lambda diary: (diary.shelf(), diary.recipes())) == ((), ())
        assert diaries.read(me, lambda diary: diary.shelf()) == (recipe.food, food.food)

    def test_the_newest_comes_first_and_a_new_version_in_its_place(self, diaries: Diaries) -> None:
        me = somebody()
        kept = [an_own_food(3), a_recipe(1), an_own_food(2), a_recipe(4)]
        for one in (*kept, a_recipe(1, "Terrine")):
            diaries.write(me, lambda diary, one=one: diary.keep(one))
        names = [(food.id[-1], food.name) for food in diaries.read(me, lambda d: d.shelf())]
        sauce = an_own_food(2).food.name
        assert names == [("4", "Pâté"), ("3", sauce), ("2", sauce), ("1", "Terrine")]
        some = (kept[2].food.id, kept[3].food.id, FoodId("own:nope"), OATS.id)
        assert diaries.read(me, lambda d: d.homemade(some)) == (kept[3].food, kept[2].food)
        assert diaries.read(me, lambda d: d.homemade(())) == ()
        recipes = diaries.read(me, lambda d: d.recipes())
        assert [recipe.food.name for recipe in recipes] == ["Pâté", "Terrine"]
        for id_ in some:
            diaries.write(me, lambda diary, id_=id_: diary.discard(id_))
        assert [food.id[-1] for food in diaries.read(me, lambda d: d.shelf())] == ["3", "1"]

    def test_favourites_come_last_marked_first(self, diaries: Diaries) -> None:
        me = somebody()
        marks = [
            Favourite(FoodId(name), at(NOW + dt.timedelta(seconds=seconds)))
            for name, seconds in (("tea", 5), ("oats", 9), ("Ale", 5), ("tea", 30))
        ]
        for mark in marks:
            diaries.write(me, lambda diary, mark=mark: diary.favour(mark))
        found = diaries.read(me, lambda diary: diary.favourites())
        assert found == (marks[1], marks[0], marks[2])
        assert diaries.read(somebody(), lambda diary: diary.favourites()) == ()
        diaries.write(somebody(), lambda diary: diary.disfavour(FoodId("tea")))
        diaries.write(me, lambda diary: diary.disfavour(FoodId("oats")))
        assert diaries.read(me, lambda diary: diary.favourites()) == (marks[0], marks[2])

    def test_what_fails_half_way_leaves_nothing(self, diaries: Diaries) -> None:
        me, food = somebody(), an_own_food(1)

        def half_way(diary: Diary) -> None:
            diary.keep(food)
            raise KeyError

        with pytest.raises(KeyError):
            diaries.write(me, half_way)
        assert diaries.read(me, lambda diary: diary.shelf()) == ()


def test_amounts_are_exact(diaries: Diaries) -> None:
    me, recipe = somebody(), a_recipe(7)
    diaries.write(me, lambda diary: diary.keep(recipe))
    (food,) = diaries.read(me, lambda diary: diary.homemade((recipe.food.id,)))
    assert food.portion(grams(37)) == recipe.food.portion(grams(37))
