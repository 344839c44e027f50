"""Meals out of other diaries, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.strategies.kitchen import imported_meals
from tests.strategies.nutrition import FOODS, OATS, TODAY, ZONES, Kitchen
from tests.support import NOW, good, refused, somebody
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import TimeZone, days_after, days_from
from vegaloop.nutrition import (
    DayFull,
    DayToldInItems,
    EatenInFuture,
    Food,
    ImportedMeal,
    Landed,
    Meal,
    MealEntry,
    MealKind,
    MealLanded,
    MealRefused,
    MealsReceipt,
    NoSuchMeal,
    StatedEntry,
    UnknownFood,
    WeighedEntry,
    imported_meal_id,
    water_drunk,
)
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.day import DayLog
from vegaloop.nutrition.domain.meal import MEALS_A_DAY_MOST
from vegaloop.nutrition.domain.nutrients import Nutrient

DIARY: Final = SourceId("cronometer")
batches = st.lists(imported_meals, max_size=12)


def a_meal(key: str, kcal: float = 300.0, *, days_ago: int = 0, name: str = "bowl") -> ImportedMeal:
    portions = (StatedEntry(name, (("energy_kcal", kcal),)),)
    eaten_at = NOW - dt.timedelta(days=days_ago)
    return ImportedMeal(key, MealEntry(MealKind.LUNCH, eaten_at, portions, source=DIARY))


def told(receipt: MealsReceipt) -> list[str]:
    return [
        "refused" if isinstance(one, MealRefused) else one.landed.value for one in receipt.items
    ]


def diary_of(kitchen: Kitchen) -> tuple[Meal, ...]:
    days = days_from(days_after(TODAY, -9), days_after(TODAY, 3))
    found = (kitchen.nutrition.day(kitchen.me, day) for day in days)
    meals: list[Meal] = []
    for report, there in found:
        assert report.log == DayLog(report.log.day).of_meals(there)
        meals += there
    return tuple(meals)


class TestNut176:
    """NUT-176. A meal is kept once: the same import again, in whatever parts, changes nothing."""

    @given(batch=batches, cut=st.integers(0, 12))
    def test_once(self, batch: list[ImportedMeal], cut: int) -> None:
        whole, parts = Kitchen(), Kitchen()
        parts.me = whole.me
        first = whole.nutrition.import_meals(whole.me, batch)
        kept = diary_of(whole)
        for part in (batch[:cut], batch[cut:]):
            parts.nutrition.import_meals(parts.me, part)
        # What another source's words hid and showed again in between has more versions.
        assert [replace(one, version=1) for one in diary_of(parts)] == [
            replace(one, version=1) for one in kept
        ]
        last = list({imported_meal_id(whole.me, one): one for one in batch}.values())
        # Of one key told twice the last word stands; said again by itself it is no news.
        if all(isinstance(one, MealLanded) for one in first.items):
            again = whole.nutrition.import_meals(whole.me, last)
            assert told(again) == ["known"] * len(last)
            assert diary_of(whole) == kept

    def test_of_everybody_and_every_source_by_themselves(self) -> None:
        kitchen, you, one = Kitchen(), somebody(), a_meal("1")
        eaten = a_meal("1", 310).entry.portions
        other = ImportedMeal("1", MealEntry(one.entry.kind, NOW, eaten, source=SourceId("other")))
        assert told(kitchen.nutrition.import_meals(kitchen.me, (one, other, one))) == [
            "kept",
            "kept",
            "known",
        ]
        assert told(kitchen.nutrition.import_meals(you, (one,))) == ["kept"]

    def test_a_day_is_decided_once(self) -> None:
        kitchen, one = Kitchen(), a_meal("1")
        kitchen.nutrition.import_meals(kitchen.me, (one,))
        kept = diary_of(kitchen)
        profile = kitchen.circle.known.profile
        moved = type(profile)(
            profile.sex, profile.birth_date, profile.height, TimeZone("Pacific/Kiritimati")
        )
        kitchen.circle.known = Circumstances(moved, kitchen.circle.known.body)
        assert told(kitchen.nutrition.import_meals(kitchen.me, (one,))) == ["known"]
        assert diary_of(kitchen) == kept

    def test_what_the_catalogue_learned_is_no_news_of_the_source(self) -> None:
        kitchen = Kitchen()
        said = MealEntry(MealKind.SNACK, NOW, (WeighedEntry(OATS.id, 40.0),), source=DIARY)
        kitchen.nutrition.import_meals(kitchen.me, (ImportedMeal("1", said),))
        changed = Food(
            OATS.id, OATS.name, OATS.category, OATS.source, (), OATS.per_100_g.scaled(0.5)
        )
        kitchen.shelf.held[OATS.id] = changed
        receipt = kitchen.nutrition.import_meals(kitchen.me, (ImportedMeal("1", said),))
        assert told(receipt) == ["known"]

    @pytest.mark.parametrize(("key", "source"), [("", "cronometer"), ("1", "manual")])
    def test_what_is_no_import_cannot_be_made(self, key: str, source: str) -> None:
        entry = MealEntry(MealKind.SNACK, NOW, (), source=SourceId(source))
        with pytest.raises(ValueError, match="a key, and a source"):
            ImportedMeal(key, entry)


class TestNut177:
    """NUT-177. What a source changed takes the place of what it said before, which stays in the history."""

    @given(kcals=st.lists(st.integers(1, 900), min_size=2, max_size=5, unique=True))
    def test_it_does(self, kcals: list[int]) -> None:
        kitchen = Kitchen()
        ago = [n % 3 for n in range(len(kcals))]
        said = [a_meal("1", kcal, days_ago=days) for kcal, days in zip(kcals, ago, strict=True)]
        receipts = [told(kitchen.nutrition.import_meals(kitchen.me, (one,))) for one in said]
        assert receipts == [["kept"], *([["amended"]] * (len(kcals) - 1))]
        (meal,) = diary_of(kitchen)
        assert meal.version == len(kcals)
        assert meal.macros.energy.kcal == pytest.approx(kcals[-1])
        assert meal.source == DIARY
        history = good(kitchen.nutrition.history(kitchen.me, meal.id))
        assert [one.meal.macros.energy.kcal for one in history] == pytest.approx(kcals)


class TestNut178:
    """NUT-178. A meal the person amended or removed is left as they left it, whatever its source says."""

    @given(later=st.integers(1, 900), removes=st.booleans())
    def test_it_is(self, later: int, removes: bool) -> None:
        kitchen, one = Kitchen(), a_meal("1", 400)
        nutrition, me = kitchen.nutrition, kitchen.me
        id_ = imported_meal_id(me, one)
        assert nutrition.import_meals(me, (one,)).items == (MealLanded("1", id_, Landed.KEPT),)
        if removes:
            good(nutrition.remove_meal(me, id_))
        else:
            mine = MealEntry(MealKind.DINNER, NOW, (WeighedEntry(OATS.id, 10.0),))
            good(nutrition.amend_meal(me, id_, mine))
        left = diary_of(kitchen)
        for said in (one, a_meal("1", later, days_ago=1)):
            receipt = nutrition.import_meals(me, (said,))
            assert receipt.landed(Landed.LOCKED) == (MealLanded("1", id_, Landed.LOCKED),)
            assert diary_of(kitchen) == left
        if removes:
            assert refused(nutrition.meal(me, id_)) == NoSuchMeal(id_)


class TestNut179:
    """NUT-179. An imported meal that cannot be is refused by itself, with all that is wrong with it."""

    def test_it_is(self) -> None:
        kitchen = Kitchen()
        ahead = NOW + dt.timedelta(days=2)
        wrong = MealEntry(
            MealKind.SNACK,
            ahead,
            (WeighedEntry(OATS.id, -1.0), StatedEntry("x", (("protein_g", -1.0),))),
            source=DIARY,
        )
        receipt = kitchen.nutrition.import_meals(
            kitchen.me, (a_meal("1"), ImportedMeal("2", wrong), a_meal("3"))
        )
        assert told(receipt) == ["kept", "refused", "kept"]
        (refusal,) = receipt.refused
        assert refusal.key == "2"
        assert [type(reason) for reason in refusal.reasons] == [
            EatenInFuture,
            OutOfRange,
            OutOfRange,
        ]
        assert len(diary_of(kitchen)) == 2

    def test_a_food_there_is_not(self) -> None:
        kitchen = Kitchen()
        del kitchen.shelf.held[OATS.id]
        said = MealEntry(MealKind.SNACK, NOW, (WeighedEntry(OATS.id, 1.0),), source=DIARY)
        (refusal,) = kitchen.nutrition.import_meals(kitchen.me, (ImportedMeal("1", said),)).refused
        assert refusal.reasons == (UnknownFood("portions[0].food_id", OATS.id),)

    def test_a_day_has_room_for_some(self) -> None:
        kitchen = Kitchen()
        batch = [a_meal(f"{n}") for n in range(MEALS_A_DAY_MOST + 1)]
        receipt = kitchen.nutrition.import_meals(kitchen.me, batch)
        (refusal,) = receipt.refused
        assert refusal == MealRefused("30", (DayFull(TODAY, MEALS_A_DAY_MOST),))
        assert told(kitchen.nutrition.import_meals(kitchen.me, (a_meal("0", 1),))) == ["amended"]
        elsewhere = a_meal("31", days_ago=1)
        kitchen.nutrition.import_meals(kitchen.me, (elsewhere,))
        moved = kitchen.nutrition.import_meals(kitchen.me, (a_meal("31"), a_meal("0", days_ago=2)))
        assert told(moved) == ["refused", "amended"]
        assert told(kitchen.nutrition.import_meals(kitchen.me, (a_meal("31"),))) == ["amended"]


class TestNut180:
    """NUT-180. Of each imported meal it is told, in order, whether it was kept, amended, known, locked, merged or refused."""

    @given(batch=batches, zone=st.sampled_from(ZONES))
    def test_it_is(self, batch: list[ImportedMeal], zone: str) -> None:
        kitchen = Kitchen()
        profile = kitchen.circle.known.profile
        home = type(profile)(profile.sex, profile.birth_date, profile.height, TimeZone(zone))
        kitchen.circle.known = Circumstances(home, kitchen.circle.known.body)
        kitchen.shelf.held = dict(FOODS)
        receipt = kitchen.nutrition.import_meals(kitchen.me, batch)
        assert [one.key for one in receipt.items] == [one.key for one in batch]
        counts = Counter(told(receipt))
        meals = diary_of(kitchen)
        assert counts["kept"] == len(meals)
        assert counts["locked"] == 0
        assert len(receipt.refused) == counts["refused"]
        assert sum(meal.version - 1 for meal in meals) == counts["amended"]
        ids = {one.id for one in receipt.items if isinstance(one, MealLanded)}
        hidden = {one.id for one in receipt.landed(Landed.MERGED)}
        assert ids - hidden == {meal.id for meal in meals}


class TestNut181:
    """NUT-181. Water drunk is a portion that holds water, and is known to hold nothing else."""

    @given(millilitres=st.integers(1, 5_000))
    def test_it_is(self, millilitres: int) -> None:
        kitchen = Kitchen()
        said = MealEntry(MealKind.SNACK, NOW, (water_drunk(millilitres / 1_000),), source=DIARY)
        kitchen.nutrition.import_meals(kitchen.me, (ImportedMeal("water", said),))
        (meal,) = diary_of(kitchen)
        (portion,) = meal.portions
        water = portion.nutrients.of(Nutrient.WATER)
        assert water is not None
        assert water.grams == pytest.approx(millilitres, abs=1e-8)
        assert portion.nutrients.energy is not None
        assert not portion.nutrients.energy.amount
        assert not any(
            mass.amount for nutrient, mass in portion.nutrients.amounts if nutrient != "water"
        )
        assert kitchen.report().log.macros.without_energy == 0


class TestNut182:
    """NUT-182. The sum of a day that a source tells is in the diary only where no other meal of that source is, in whatever order they come."""

    @given(st.permutations(("sum", "1", "2")), st.booleans())
    def test_in_any_order(self, order: list[str], at_once: bool) -> None:
        kitchen = Kitchen()
        batch = [self.said(key) for key in order]
        for part in (batch,) if at_once else [(one,) for one in batch]:
            kitchen.nutrition.import_meals(kitchen.me, part)
        for _ in range(2):
            assert sorted(meal.name or "" for meal in diary_of(kitchen)) == ["1", "2"]
            (refusal,) = kitchen.nutrition.import_meals(kitchen.me, batch).refused
            assert refusal.reasons == (DayToldInItems(TODAY),)

    def test_alone_it_is_kept_once_and_amended(self) -> None:
        kitchen = Kitchen()
        first, more = self.said("sum"), self.said("sum", 400.0)
        other = a_meal("1", days_ago=1)
        fates = told(kitchen.nutrition.import_meals(kitchen.me, (first, first, other, more)))
        assert fates == ["kept", "known", "kept", "amended"]

    def test_the_persons_own_word_stands(self) -> None:
        kitchen, day_sum = Kitchen(), self.said("sum")
        kitchen.nutrition.import_meals(kitchen.me, (day_sum,))
        meal = imported_meal_id(kitchen.me, day_sum)
        own = MealEntry(MealKind.LUNCH, NOW, day_sum.entry.portions, name="mine")
        good(kitchen.nutrition.amend_meal(kitchen.me, meal, own))
        kitchen.nutrition.import_meals(kitchen.me, (self.said("1"),))
        assert sorted(meal.name or "" for meal in diary_of(kitchen)) == ["1", "mine"]

    @staticmethod
    def said(key: str, kcal: float = 300.0) -> ImportedMeal:
        one = a_meal(key, kcal)
        entry = MealEntry(MealKind.LUNCH, NOW, one.entry.portions, name=key, source=DIARY)
        return ImportedMeal(key, entry, sums_day=key == "sum")
