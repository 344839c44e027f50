"""The shelf of foods everybody chooses from, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies.foods import mistyped, record, records, stated_foods, words
from tests.support import good, refused
from vegaloop.nutrition.adapters.catalogue_memory import MemoryCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.application.food_ports import Stocked
from vegaloop.nutrition.domain.barcode import barcode_of, check_digit_agrees
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.food_record import (
    FoodRecord,
    NothingKnown,
    StatedFood,
    decide_food,
)
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.search import place_of
from vegaloop.nutrition.domain.spelling import edits_allowed, folded, is_near, shortenings


def a_shelf(*records: FoodRecord, starters: bool = False) -> MemoryCatalogue:
    shelf = MemoryCatalogue(StarterCatalogue() if starters else StarterCatalogue(lambda: ()))
    shelf.put(records)
    return shelf


def stated(number: int = 1, name: str = "Oat milk", **more: object) -> StatedFood:
    return structs.replace(StatedFood(id=FoodId(f"off:{number:08}"), name=name), **more)


class TestNut130:
    """NUT-130. A food is found by its own name first, and by any beginning of each word of its name and brand."""

    @given(held=st.lists(records, min_size=1, max_size=12), data=st.data())
    def test_it_is(self, held: list[FoodRecord], data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(held))
        shelf = a_shelf(*(other for other in held if other.food.id != one.food.id), one)
        by_name = shelf.search(one.food.name, 50)
        assert folded(by_name[0].name) == folded(one.food.name)
        assert one.food in by_name
        for word in folded(f"{one.food.name} {one.food.brand or ''}").split():
            begun = word[: data.draw(st.integers(1, len(word)))]
            assert one.food in shelf.search(begun.upper(), 50)

    @pytest.mark.parametrize(
        ("written", "plain"),
        [("Crème  Brûlée!", "creme brulee"), ("STRAẞE", "strasse"), ("Smørrebrød", "smorrebrod")],
    )
    def test_folded(self, written: str, plain: str) -> None:
        assert folded(written) == plain
        assert folded(plain) == plain


class TestNut131:
    """NUT-131. A word of four to seven letters is found with one letter wrong, missing, added or swapped with its neighbour, and one of eight or more with two."""

    @given(word=words, data=st.data())
    def test_it_is(self, word: str, data: st.DataObject) -> None:
        plain = folded(word)
        typed = data.draw(mistyped(plain, edits_allowed(plain)))
        if edits_allowed(plain) and folded(typed):
            one = record(stated(name=f"{word} of the house"))
            assert one.food in a_shelf(one).search(typed, 9)

    @given(word=words, typed=words)
    def test_words_within_reach_share_a_shortening(self, word: str, typed: str) -> None:
        one, other = folded(word), folded(typed)
        if is_near(one, other):
            assert shortenings(one, edits_allowed(one)) & shortenings(other, edits_allowed(one))

    @pytest.mark.parametrize(
        ("word", "typed", "near"),
        [
            ("milk", "mlik", True),
            ("milk", "mkli", False),
            ("rye", "rie", False),
            ("chocolate", "choclatte", True),
            ("chocolate", "choklatte", False),
            ("e150d", "e151d", False),
            ("abcdefgh", "bacdefhg", True),
        ],
    )
    def test_examples(self, word: str, typed: str, near: bool) -> None:
        assert is_near(word, typed) == near


class TestNut132:
    """NUT-132. Of foods equally close the starter foods come first, then those with fewer flaws, then those people most likely mean, then shorter names."""

    def test_order(self) -> None:
        whole = {"energy_kcal": 40.0, "amounts_ng": _macros(1, 2, 4.5), "standing": 2}
        held = (
            stated(1, "Milk of flaws"),
            stated(2, "Milk rarely meant", **whole | {"standing": 1}),
            stated(3, "Milk with a longer name", **whole),
            stated(4, "Milk in short", **whole),
            stated(5, "Oat milk", **whole | {"standing": 9}),
        )
        shelf = a_shelf(*map(record, held), starters=True)
        found = [food for food in shelf.search("milk", 400) if food.source.startswith("off:")]
        assert [food.id[-1] for food in found] == ["4", "3", "2", "1", "5"]
        ours = shelf.search("milk", 400)
        begun = [food for food in ours if food.name.lower().startswith("milk")]
        assert begun.index(next(f for f in begun if f.id[:3] == "off")) == len(begun) - 4

    @given(one=records, other=records)
    def test_a_place_is_one_number_of_a_food(self, one: FoodRecord, other: FoodRecord) -> None:
        assert 0 <= place_of(one) < 2**63
        if one.flaws < other.flaws <= 3:
            assert place_of(one) < place_of(other)
        if one.food.id == other.food.id and one.food.name == other.food.name:
            assert (place_of(one) == place_of(other)) == (
                (min(one.flaws, 3), one.standing) == (min(other.flaws, 3), other.standing)
            )


def _macros(protein_g: float, fat_g: float, carbohydrate_g: float) -> tuple[object, ...]:
    return (
        (Nutrient.PROTEIN, protein_g * 1e9),
        (Nutrient.FAT, fat_g * 1e9),
        (Nutrient.CARBOHYDRATE, carbohydrate_g * 1e9),
    )


class TestNut133:
    """NUT-133. A barcode is the number its digits make: leading zeros, spaces and hyphens change nothing."""

    @given(number=st.integers(1, 10**14 - 1), zeros=st.integers(0, 9))
    def test_it_is(self, number: int, zeros: int) -> None:
        barcode = barcode_of(str(number))
        assert barcode is not None
        assert len(barcode) == 14
        assert int(barcode) == number
        assert barcode_of(barcode) == barcode_of("0" * zeros + str(number)) == barcode
        assert barcode_of(" ".join(str(number)) + "-") == barcode

    @pytest.mark.parametrize("written", ["", "0", "000", "12a", "٣", "123456789012345", "-"])
    def test_what_is_none(self, written: str) -> None:
        assert barcode_of(written) is None

    @pytest.mark.parametrize("typed", ["0049000042566", "49000042566", "00049000042566"])
    def test_a_food_is_found_by_it(self, typed: str) -> None:
        cola, other = record(stated(1, "Cola", code="049000042566")), record(stated(2, typed))
        assert a_shelf(other, cola).search(typed, 9)[0] == cola.food


class TestNut134:
    """NUT-134. The check digit is judged of codes of 8, 12, 13 and 14 digits alone."""

    @given(digits=st.text("0123456789", min_size=1, max_size=24).filter(lambda d: set(d) != {"0"}))
    def test_it_is(self, digits: str) -> None:
        flags = record(stated(code=digits)).food.flags
        barcode = barcode_of(digits)
        judged = len(digits) in {8, 12, 13, 14}
        assert (FoodFlag.NO_GTIN in flags) == (not judged)
        wrong = judged and barcode is not None and not check_digit_agrees(barcode)
        assert (FoodFlag.WRONG_CHECK_DIGIT in flags) == wrong
        assert (FoodFlag.LEADING_ZEROS in flags) == digits.startswith("0")

    @given(number=st.integers(0, 10**12 - 1))
    def test_one_digit_of_ten_is_right(self, number: int) -> None:
        codes = (barcode_of(f"{number:012}{digit}") for digit in range(10))
        assert sum(check_digit_agrees(one) for one in codes if one is not None) == (number > 0)


class TestNut135:
    """NUT-135. A figure that cannot be is left out and the food is flagged; no other figure changes."""

    @given(
        food=stated_foods(),
        figure=st.sampled_from((-1e9, 1.1e11, math.nan, math.inf, -math.inf, 1e300)),
    )
    def test_it_is(self, food: StatedFood, figure: float) -> None:
        others = tuple(one for one in food.amounts_ng if one[0] is not Nutrient.ZINC)
        amounts = ((Nutrient.ZINC, figure), *others)
        found = record(structs.replace(food, amounts_ng=amounts)).food
        plain = record(structs.replace(food, amounts_ng=others)).food
        assert found.per_100_g == plain.per_100_g
        assert set(found.flags) == {*plain.flags, FoodFlag.IMPOSSIBLE_FIGURE}

    @given(food=stated_foods(), kcal=st.sampled_from((-1.0, 903.0, 1e9, math.nan, math.inf)))
    def test_an_energy(self, food: StatedFood, kcal: float) -> None:
        found = record(structs.replace(food, energy_kcal=kcal)).food
        assert found.per_100_g.energy is None
        assert FoodFlag.IMPOSSIBLE_ENERGY in found.flags


class TestNut136:
    """NUT-136. A food is flagged where its energy is far from that of its macronutrients, they weigh more than 100 g, or a part weighs more than the whole."""

    @pytest.mark.parametrize(
        ("kcal", "grams", "more", "flags"),
        [
            (85.0, (5, 5, 5), {}, ()),
            (85.0, (5, 5, 5), {Nutrient.SUGARS: 6}, (FoodFlag.PART_OVER_WHOLE,)),
            (85.0, (5, 5, 5), {Nutrient.SATURATES: 5.4}, ()),
            (200.0, (5, 5, 5), {}, (FoodFlag.ENERGY_DISAGREES,)),
            (210.0, (5, 5, 30), {Nutrient.FIBRE: 40}, ()),
            (600.0, (34, 34, 33.4), {}, (FoodFlag.OVER_100_G,)),
            (None, (5, 5, 5), {}, (FoodFlag.NO_ENERGY,)),
        ],
    )
    def test_examples(
        self,
        kcal: float | None,
        grams: tuple[float, float, float],
        more: dict[Nutrient, float],
        flags: tuple[FoodFlag, ...],
    ) -> None:
        held = (*_macros(*grams), *((one, g * 1e9) for one, g in more.items()))
        assert record(stated(energy_kcal=kcal, amounts_ng=held)).food.flags == flags

    def test_what_is_not_told(self) -> None:
        flags = record(stated(energy_kcal=50.0)).food.flags
        assert flags == (FoodFlag.NO_MACRONUTRIENTS,)


class TestNut137:
    """NUT-137. Of two editions of a food the later one stays, whichever came first, and the same one again changes nothing."""

    @given(held=st.lists(records, min_size=1, max_size=20), data=st.data())
    def test_it_does(self, held: list[FoodRecord], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(held))
        cut = data.draw(st.integers(0, len(held)))
        whole, parts = a_shelf(*held), a_shelf(*shuffled[:cut])
        parts.put(shuffled[cut:])
        assert whole.search("", 99) == parts.search("", 99)
        again = whole.put(held)
        assert again == Stocked(known=len(held))
        assert whole.search("", 99) == parts.search("", 99)
        latest = max(one.published_s for one in held if one.food.id == held[0].food.id)
        (stays,) = whole.foods((held[0].food.id,))
        assert any(one.food == stays and one.published_s == latest for one in held)

    def test_a_record_a_starter_food_was_read_from_is_known(self) -> None:
        starter = StarterCatalogue()
        source = starter.search("banana", 1)[0].source
        shelf = a_shelf(starters=True)
        assert shelf.put((record(structs.replace(stated(), id=FoodId(source))),)).known == 1


class TestNut144:
    """NUT-144. A record without a name and without a figure is refused; one without a name is called by its brand or its code."""

    @pytest.mark.parametrize(
        ("more", "called"),
        [({"brand": "Alpro"}, "Alpro"), ({"code": "12345670", "energy_kcal": 1.0}, "12345670")],
    )
    def test_it_is(self, more: dict[str, object], called: str) -> None:
        assert refused(decide_food(stated(name=" \x00"))) == NothingKnown("off:00000001")
        food = good(decide_food(stated(name="", **more))).food
        assert food.name == called
        assert FoodFlag.NO_NAME in food.flags


class TestNut145:
    """NUT-145. Carbohydrate by difference that comes out up to 5 g below nothing is nothing."""

    @given(grams=st.floats(-8, 3))
    def test_it_is(self, grams: float) -> None:
        held = ((Nutrient.CARBOHYDRATE, grams * 1e9),)
        food = record(stated(amounts_ng=held)).food
        mass = food.per_100_g.of(Nutrient.CARBOHYDRATE)
        assert (mass is None) == (FoodFlag.IMPOSSIBLE_FIGURE in food.flags) == (grams < -5)
        assert mass is None or mass.grams == pytest.approx(max(grams, 0), abs=1e-9)
