"""What a search finds of several words, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.cookery import SOUP, kept
from tests.strategies.foods import mistyped, names, record, records
from tests.strategies.nutrition import (
    OATS,
    Kitchen,
    matching,
)
from tests.support import good, refused
from vegaloop.nutrition import (
    Food,
    FoodEntry,
    Nutrients,
    UnknownFood,
)
from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.adapters.catalogue_memory import MemoryCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord, StatedFood
from vegaloop.nutrition.domain.spelling import edits_allowed, folded

MANY = 99


def a_shelf(*called: str) -> MemoryCatalogue:
    """A catalogue of nothing but foods so called."""
    shelf = MemoryCatalogue(StarterCatalogue(lambda: ()))
    shelf.put([_food(number, name) for number, name in enumerate(called, 1)])
    return shelf


def _food(number: int, name: str) -> FoodRecord:
    return record(StatedFood(id=FoodId(f"off:{number:08}"), name=name))


def found(shelf: MemoryCatalogue, query: str, most: int = MANY) -> list[str]:
    """The names of what a search finds."""
    return [food.name for food in shelf.search(query, most)]


class TestNut36:
    """NUT-36. A food is found by the words of its name in any case and with or without accents, the closest first."""

    @given(food=st.sampled_from(starter_foods()), data=st.data())
    def test_by_any_of_its_words_in_any_order(self, food: Food, data: st.DataObject) -> None:
        words = food.name.replace(",", " ").upper().split()
        asked = " ".join(data.draw(st.permutations(words)))
        assert food in matching(starter_foods(), asked, 400)

    @given(food=st.sampled_from(starter_foods()))
    def test_its_very_name_comes_first(self, food: Food) -> None:
        assert matching(starter_foods(), food.name, 1) == (food,)

    def test_closeness_and_accents(self) -> None:
        names = ("Pâté of duck", "Duck", "Duckling, roast", "Roast duck", "Abducking")
        shelf = [
            Food(FoodId(name), name, OATS.category, OATS.source, (), Nutrients()) for name in names
        ]
        found = [food.name for food in matching(shelf, "duck", 9)]
        assert found == ["Duck", "Duckling, roast", "Roast duck", "Pâté of duck", "Abducking"]
        assert [food.name for food in matching(shelf, "PATE", 9)] == ["Pâté of duck"]
        assert matching(shelf, "goose", 9) == ()
        assert len(matching(shelf, "", 3)) == 3

    def test_the_catalogue_finds_and_gives(self) -> None:
        catalogue, kitchen = StarterCatalogue(), Kitchen()
        oats = catalogue.search("rolled oats", 1)[0]
        assert catalogue.foods((oats.id, FoodId("nope"))) == (oats,)
        assert kitchen.nutrition.foods(kitchen.me, "oats", 5) == (OATS,)
        assert good(kitchen.nutrition.food(kitchen.me, OATS.id)) == OATS
        missing = refused(kitchen.nutrition.food(kitchen.me, FoodId("nope")))
        assert missing == UnknownFood("food_id", FoodId("nope"))


class TestNut183:
    """NUT-183. Foods that have every word typed come first; where they are fewer than asked for, those with the most of the words follow, the rarest words weighing most."""

    @given(held=st.lists(records, max_size=15), asked=names)
    def test_more_of_the_words_come_before_fewer(self, held: list[FoodRecord], asked: str) -> None:
        shelf = MemoryCatalogue(StarterCatalogue(lambda: ()))
        shelf.put(held)
        words = set(folded(asked).split())
        foods = shelf.foods([one.food.id for one in held])
        known = {word for food in foods for word in _words(food.name, food.brand)}
        if not words <= known:
            return  # What else may be meant by a word no food has is another rule's.
        shown = shelf.search(asked, MANY)
        having = [len(words & _words(food.name, food.brand)) for food in shown]
        whole = [count for count in having if count == len(words)]
        assert having[: len(whole)] == whole or len(words) == 1
        some = {food.id for food in foods if words & _words(food.name, food.brand)}
        assert some <= {food.id for food in shown}

    def test_an_unknown_word_hides_nothing(self) -> None:
        shelf = a_shelf("Organic rolled oats", "Rolled oats", "Organic milk")
        assert found(shelf, "organic zzqx oats") == [
            "Organic rolled oats",
            "Organic milk",
            "Rolled oats",
        ]
        assert found(shelf, "zzqx qqxw") == []

    def test_the_rarest_word_weighs_most(self) -> None:
        shelf = a_shelf("Oat milk", "Rice milk", "Soy milk", "Saffron rice", "Saffron milk tea")
        assert found(shelf, "saffron milk")[:2] == ["Saffron milk tea", "Saffron rice"]
        assert set(found(shelf, "saffron milk")[2:]) == {"Oat milk", "Rice milk", "Soy milk"}

    @given(data=st.data())
    def test_mistakes_in_every_word(self, data: st.DataObject) -> None:
        name = ("strawberry", "chocolate", "biscuits")
        typed = " ".join(data.draw(mistyped(word, edits_allowed(word))) for word in name)
        assert found(a_shelf(" ".join(name), "Rye bread"), typed)[:1] == [" ".join(name)]


class TestNut184:
    """NUT-184. Words written as one are found apart, and a word written apart is found as one, also where other foods are written as it was typed; an apostrophe parts no word."""

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("Peanut butter", "peanutbutter"),
            ("Peanut butter", "pea nut butter"),
            ("Cocacola", "coca cola"),
            ("Coca Cola", "CocaCola"),
            ("Cocacola Zero", "coca cola zero"),
            ("Ice cream, vanilla", "vanilla icecream"),
            ("7up", "7 up"),
            ("Grandmas soup", "grandma's soup"),
            ("Grandma’s soup", "grandmas soup"),
            ("O'Boy", "oboy"),
            ("Oboy", "o'boy"),
            ("Up 7", "7up"),
        ],
    )
    def test_they_are(self, name: str, typed: str) -> None:
        assert found(a_shelf("Bread", name, "Butter milk"), typed)[0] == name

    @given(
        one=st.text("abcdefgh", min_size=3, max_size=9),
        other=st.text("abcdefgh", min_size=3, max_size=9),
    )
    def test_whatever_they_are(self, one: str, other: str) -> None:
        apart, joined = f"{one} {other}", one + other
        assert found(a_shelf("Xyz", apart), joined) == [apart]
        assert found(a_shelf("Xyz", joined), apart) == [joined]

    @given(
        one=st.text("abcdefgh", min_size=3, max_size=9),
        other=st.text("abcdefgh", min_size=3, max_size=9),
        count=st.integers(1, 5),
    )
    def test_whoever_else_is_written_so(self, one: str, other: str, count: int) -> None:
        apart, joined = f"{one} {other}", one + other
        for typed, meant in ((joined, apart), (apart, joined)):
            shelf = a_shelf(*(f"{typed} {number}" for number in range(count)), f"{meant} 9")
            shown = found(shelf, typed)
            assert meant + " 9" in shown
            assert all(name.startswith(f"{typed} ") for name in shown[:count])


class TestNut202:
    """NUT-202. A word that fewer than twenty foods have hides nothing: those that have it come first, then those with what may be meant by it, in the singular and the plural; a word of three letters is meant only by what ends in s."""

    @given(data=st.data(), count=st.integers(1, 19))
    def test_misspelt_by_others_too(self, data: st.DataObject, count: int) -> None:
        word, several = data.draw(
            st.sampled_from(
                [("strawberry", "strawberries"), ("banana", "bananas"), ("egg", "eggs")]
            )
        )
        edits = 1 if word == "egg" else edits_allowed(word)
        typed = data.draw(mistyped(several if word == "egg" else word, edits))
        if not typed or typed in (word, several):
            return
        wrong = [f"{typed} {number:02}" for number in range(count)]
        shelf = a_shelf(*wrong, f"Raw {word}", f"Raw {several}", "Bread")
        shown = found(shelf, typed)
        assert sorted(shown[:count]) == wrong
        assert f"Raw {several}" in shown
        assert (f"Raw {word}" in shown) == (word != "egg" or typed.endswith("s"))

    def test_a_common_word_is_meant(self) -> None:
        shelf = a_shelf("Strawberry", *(f"Strawbery {number:02}" for number in range(20)))
        assert "Strawberry" not in found(shelf, "strawbery")

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("egs", "Egg"), ("bannana", "Bananas, raw"), ("strawbery jam", "Jam of strawberries")],
    )
    def test_what_people_type(self, typed: str, meant: str) -> None:
        assert meant in found(a_shelf("Bannana chips", "Egs", "Strawbery jam", meant), typed)


class TestNut185:
    """NUT-185. A word is found in the singular and in the plural, and with its umlauts written out or left out."""

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("Egg, boiled", "eggs"),
            ("Eggs, boiled", "egg"),
            ("Oat drink", "oats"),
            ("Berry jam", "berries"),
            ("Berries", "berry"),
            ("Tomato soup", "tomatoes"),
            ("Mango leaf", "mango leaves"),
            ("Crème fraîche", "creme fraiche"),
            ("Creme fraiche", "CRÈME FRAÎCHE"),
        ],
    )
    def test_it_is(self, name: str, typed: str) -> None:
        assert found(a_shelf("Bread", "Rice", name), typed) == [name]

    @pytest.mark.parametrize("typed", ["Müsli", "muesli", "MU\u0308SLI"])
    def test_umlauts(self, typed: str) -> None:
        written = (
            "Müsli",
            "Muesli bar",
            "Musli, dry",
            "Bircher-Müsli",
            "Muesli, nuts",
            "MÜSLI mix",
        )
        assert set(found(a_shelf("Bread", *written), typed)) == set(written)
        assert set(found(a_shelf("Bread", *written[3:5]), "musli")) == set(written[3:5])


class TestNut186:
    """NUT-186. A longer list of what a search found begins with the shorter one."""

    @given(
        held=st.lists(records, max_size=25),
        asked=names | names.flatmap(lambda name: mistyped(name, 2)),
        most=st.integers(1, 30),
    )
    def test_it_does(self, held: list[FoodRecord], asked: str, most: int) -> None:
        shelf = MemoryCatalogue(StarterCatalogue())
        shelf.put(held)
        assert shelf.search(asked, most) == shelf.search(asked, 40)[:most]

    @given(asked=names, most=st.integers(1, 30))
    def test_with_ones_own_foods(self, asked: str, most: int) -> None:
        kitchen = Kitchen()
        for name in ("Oat bread", "Milk rice", "Strawbery jam"):
            kept(kitchen, FoodEntry(name, SOUP.stated))
        shown = kitchen.nutrition.foods(kitchen.me, asked, 40)
        assert kitchen.nutrition.foods(kitchen.me, asked, most) == shown[:most]


class TestNut187:
    """NUT-187. Foods that have the words whole come before those whose words begin so; of several words only the last, or one no food has whole, may be begun, but in a person's own and the starter foods each may."""

    def test_whole_before_begun(self) -> None:
        shelf = a_shelf("Big oatmeal", "A very big bowl of oat drink")
        assert found(shelf, "oat") == ["A very big bowl of oat drink", "Big oatmeal"]

    def test_which_word_may_be_begun(self) -> None:
        shelf = a_shelf("Chocolate milk", "Choc chip", "Oat bran")
        assert found(shelf, "milk choc", 1) == found(shelf, "mil choco", 1) == ["Chocolate milk"]
        assert found(shelf, "choc mil") == ["Choc chip", "Chocolate milk"]
        starters = tuple(food for food in starter_foods() if "milk" in food.name.lower())
        assert matching(starters, "choc mil", 1)[0].name == "Milk chocolate"


class TestNut188:
    """NUT-188. Several words that one food has are taken to be meant where a food is called so, or no word is rare; else a rare word is doubted, and a word more foods have only where there are all of them."""

    def test_meant(self) -> None:
        shelf = a_shelf("Diary milk", "Dairy milk", "Bread")
        assert found(shelf, "diary milk") == ["Diary milk", "Dairy milk"]
        assert found(shelf, "diary bread") == ["Bread", "Diary milk", "Dairy milk"]

    def test_doubted(self) -> None:
        shelf = a_shelf("Diary notes", "Dairy milk")
        assert found(shelf, "diary milk")[0] == "Dairy milk"
        assert found(shelf, "diary mlik") == ["Dairy milk", "Diary notes"]
        common = a_shelf("Dairy milk", "Milk tea", *(f"Diary {number}" for number in range(20)))
        assert found(common, "diary mlik")[:2] == ["Milk tea", "Dairy milk"]
        assert found(common, "diary milk")[0] == "Dairy milk"

    def test_called_so(self) -> None:
        shelf = a_shelf("Diary milk", "Dairy milk shake")
        assert found(shelf, "diary milk") == ["Diary milk", "Dairy milk shake"]
        assert found(shelf, "diary milk shake")[0] == "Dairy milk shake"


def _words(name: str, brand: str | None) -> set[str]:
    return set(folded(f"{name} {brand or ''}").split())
