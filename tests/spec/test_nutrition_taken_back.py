"""Meals their source deleted, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.spec.test_nutrition_import import DIARY, a_meal, diary_of
from tests.spec.test_nutrition_merging import meals as told_by_several
from tests.strategies.kitchen import imported_meals
from tests.strategies.nutrition import OATS, TODAY, Kitchen
from tests.support import NOW, good, refused
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import (
    ImportedMeal,
    Landed,
    Meal,
    MealEntry,
    MealKind,
    MealLanded,
    MealsWithdrawn,
    NoSuchMeal,
    WeighedEntry,
    imported_meal_id,
)

batches = st.lists(imported_meals | told_by_several, max_size=12)
Named = tuple[SourceId, str]


def named(one: ImportedMeal) -> Named:
    return one.entry.source, one.key


def shown(kitchen: Kitchen) -> list[Meal]:
    """The meals there are, whatever hid them in between."""
    return [replace(one, version=1) for one in diary_of(kitchen)]


def take_back(kitchen: Kitchen, of: set[Named]) -> set[Named]:
    gone: set[Named] = set()
    for source in sorted({source for source, _ in of}):
        keys = tuple(key for one, key in of if one == source)
        told = kitchen.nutrition.withdraw_meals(kitchen.me, source, (*keys, *keys))
        assert told.locked == ()
        gone |= {(source, key) for key in told.gone}
    return gone


class TestNut201:
    """NUT-201. A meal its source takes back is gone with all that was said of it, as if it had never been told, and what it stood for is shown again, unless the person amended or removed it; taking it back again changes nothing, and its source may tell it anew."""

    @given(batch=batches, data=st.data())
    def test_as_if_it_had_never_been_told(
        self, batch: list[ImportedMeal], data: st.DataObject
    ) -> None:
        kitchen, never = Kitchen(), Kitchen()
        never.me = kitchen.me
        gone = {*data.draw(st.lists(st.sampled_from(batch).map(named)))} if batch else set()
        receipt = kitchen.nutrition.import_meals(kitchen.me, batch)
        landed = [isinstance(one, MealLanded) for one in receipt.items]
        taken = [one for one, there in zip(batch, landed, strict=True) if there]
        before = shown(kitchen)
        assert take_back(kitchen, gone) == gone & {named(one) for one in taken}
        never.nutrition.import_meals(never.me, [one for one in taken if named(one) not in gone])
        assert shown(kitchen) == shown(never)
        assert take_back(kitchen, gone) == set()
        assert shown(kitchen) == shown(never)
        for one in gone:
            id_ = next(imported_meal_id(kitchen.me, each) for each in batch if named(each) == one)
            assert refused(kitchen.nutrition.history(kitchen.me, id_)) == NoSuchMeal(id_)
        again = [one for one in taken if named(one) in gone]
        kitchen.nutrition.import_meals(kitchen.me, again)
        assert shown(kitchen) == before

    @pytest.mark.parametrize("how", ["amended", "removed", "amended and removed"])
    def test_what_the_person_touched_stays_and_says_so(self, how: str) -> None:
        kitchen, one = Kitchen(), a_meal("1", 400)
        nutrition, me, id_ = kitchen.nutrition, kitchen.me, imported_meal_id(kitchen.me, one)
        nutrition.import_meals(me, (one,))
        if "amended" in how:
            mine = MealEntry(MealKind.DINNER, NOW, (WeighedEntry(OATS.id, 10.0),))
            good(nutrition.amend_meal(me, id_, mine))
        if "removed" in how:
            good(nutrition.remove_meal(me, id_))
        left, history = diary_of(kitchen), nutrition.history(me, id_)
        for _ in range(2):
            told = nutrition.withdraw_meals(me, DIARY, ("1", "2", "1"))
            assert told == MealsWithdrawn(locked=("1",))
        assert (diary_of(kitchen), nutrition.history(me, id_)) == (left, history)
        assert nutrition.import_meals(me, (one,)).landed(Landed.LOCKED)

    @given(days=st.lists(st.integers(0, 3), min_size=1, max_size=4))
    def test_edits_and_deletions_one_after_the_other(self, days: list[int]) -> None:
        kitchen = Kitchen()
        for ago in days:
            kitchen.nutrition.import_meals(kitchen.me, (a_meal("1", days_ago=ago),))
        assert kitchen.nutrition.withdraw_meals(kitchen.me, DIARY, ("1",)).gone == ("1",)
        assert diary_of(kitchen) == ()
        kitchen.nutrition.import_meals(kitchen.me, (a_meal("1", days_ago=days[0]),))
        (meal,) = diary_of(kitchen)
        assert (meal.version, meal.local_date) == (1, days_after(TODAY, -days[0]))
