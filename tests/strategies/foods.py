"""Made-up records of foods, and what is typed to find them."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from msgspec import structs

from tests.support import good
from vegaloop.nutrition.domain.food import FoodCategory, FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord, StatedFood, decide_food
from vegaloop.nutrition.domain.nutrients import Nutrient

WORDS: Final = (
    "milk", "oat", "crème", "fraîche", "Chocolate", "chocolat", "biscuits", "Käse", "wholemeal",
    "yogurt", "7up", "naturel", "strawberry", "peanut", "butter", "rye", "bread", "E150d", "soja",
    "strawbery", "strawberries", "peanutbutter", "O'Boy", "oboy", "egg", "eggs", "Jerry’s", "oats",
)  # fmt: skip

words: Final = st.sampled_from(WORDS)
names: Final = st.lists(words, min_size=1, max_size=4).map(" ".join)
codes: Final = st.integers(1, 10**13 - 1).map(str)
energies: Final = st.none() | st.floats(0, 900)
amounts: Final = st.dictionaries(st.sampled_from(Nutrient), st.floats(0, 33e9), max_size=12).map(
    lambda held: tuple(held.items())
)


@st.composite
def stated_foods(draw: st.DrawFn) -> StatedFood:
    """Any record of a food that has a name."""
    return StatedFood(
        id=FoodId(f"off:{draw(st.integers(1, 40)):08}"),
        name=draw(names),
        brand=draw(st.sampled_from(("", "Alpro", "Nestlé", "Mars Inc."))),
        code=draw(st.sampled_from(("", "4012345678901", "0049000042566")) | codes),
        category=draw(st.sampled_from(FoodCategory)),
        servings=(("1 cup", 240.0),),
        energy_kcal=draw(energies),
        amounts_ng=draw(amounts),
        published_s=draw(st.integers(0, 3)),
        standing=draw(st.integers(0, 15)),
    )


def record(stated: StatedFood) -> FoodRecord:
    """The food a record makes, which must be one."""
    return good(decide_food(stated))


records: Final = stated_foods().map(record)


@st.composite
def mistyped(draw: st.DrawFn, word: str, edits: int) -> str:
    """A word with so many of its letters wrong, missing, added or swapped, none of them twice."""
    behind = len(word) + 1
    for left in reversed(range(edits)):
        at = behind = draw(st.integers(2 * left, behind - 2))
        kind = draw(st.sampled_from(("wrong", "missing", "added", "swapped")))
        letter = draw(st.sampled_from("aeqxz"))
        if kind == "wrong":
            word = word[:at] + letter + word[at + 1 :]
        elif kind == "missing":
            word = word[:at] + word[at + 1 :]
        elif kind == "added":
            word = word[:at] + letter + word[at:]
        else:
            word = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return word


@st.composite
def editions(draw: st.DrawFn) -> FoodRecord:
    """Any edition of one of a few products of FoodData Central."""
    number = draw(st.integers(1, 15))
    stated = draw(stated_foods())
    # A product keeps its barcode; each of its editions has a number of its own.
    id_, code = FoodId(f"fdc:{number}"), ("4012345678901", "0049000042566", "")[number % 3]
    return record(structs.replace(stated, id=id_, code=code))
