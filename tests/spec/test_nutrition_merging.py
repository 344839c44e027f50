"""One meal of several sources, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import export, record
from tests.readers.vendor_files import table_bytes
from tests.strategies.imports import piece, world
from tests.strategies.nutrition import OATS, TODAY, Kitchen
from tests.support import NOW, good
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import day_of
from vegaloop.nutrition import (
    ImportedMeal,
    Landed,
    Meal,
    MealEntry,
    MealKind,
    MealLanded,
    StatedEntry,
    WeighedEntry,
    imported_meal_id,
    water_drunk,
)

OWN: Final = SourceId("myfitnesspal")
OTHER: Final = SourceId("apple_health")
THIRD: Final = SourceId("lose_it")


def said(
    source: SourceId,
    key: str,
    *kcals: float,
    hours_ago: float = 0.0,
    kind: MealKind = MealKind.LUNCH,
    **grams: float,
) -> ImportedMeal:
    """A meal with a portion of each energy, in kcal."""
    more = tuple(grams.items())
    portions = tuple(StatedEntry("bowl", (("energy_kcal", kcal), *more)) for kcal in kcals)
    at = NOW - dt.timedelta(hours=hours_ago)
    return ImportedMeal(key, MealEntry(kind, at, portions, source=source))


def day_sum(source: SourceId, kcal: float) -> ImportedMeal:
    return ImportedMeal("sum", said(source, "sum", kcal).entry, sums_day=True)


def fates(kitchen: Kitchen, *batch: ImportedMeal) -> list[Landed]:
    receipt = kitchen.nutrition.import_meals(kitchen.me, batch)
    return [one.landed for one in receipt.items if isinstance(one, MealLanded)]


def shown(kitchen: Kitchen) -> tuple[Meal, ...]:
    report, there = kitchen.nutrition.day(kitchen.me, TODAY)
    assert report.log == type(report.log)(TODAY).of_meals(there)
    return there


def energies(kitchen: Kitchen) -> list[float]:
    return sorted(round(meal.macros.energy.kcal, 2) for meal in shown(kitchen))


meals = st.builds(
    said,
    st.sampled_from([OWN, OTHER, THIRD]),
    st.sampled_from("abc"),
    st.integers(1_990, 2_020).map(lambda tenths: tenths / 10),
    hours_ago=st.integers(0, 6).map(float),
    kind=st.sampled_from([MealKind.LUNCH, MealKind.SNACK]),
    protein_g=st.integers(9, 11).map(float),
)
sums = st.builds(day_sum, st.sampled_from([OWN, OTHER, THIRD]), st.sampled_from([200.0, 401.0]))


class TestNut197:
    """NUT-197. A meal that several sources tell is shown once, as the one tells it that says most, in whatever order and parts they come; it is the same as one meal at most of each other source."""

    @given(
        batch=st.lists(meals, max_size=7, unique_by=lambda one: (one.entry.source, one.key)),
        data=st.data(),
        cut=st.integers(0, 7),
    )
    def test_in_any_order_and_parts(
        self, batch: list[ImportedMeal], data: st.DataObject, cut: int
    ) -> None:
        whole, parts = Kitchen(), Kitchen()
        parts.me = whole.me
        fates(whole, *batch)
        other = data.draw(st.permutations(batch))
        for part in (other[:cut], other[cut:]):
            fates(parts, *part)
        assert {one.id for one in shown(parts)} == {one.id for one in shown(whole)}
        assert energies(parts) == energies(whole)
        left = shown(whole)
        assert set(fates(whole, *other)) <= {Landed.KNOWN}
        assert shown(whole) == left

    @given(kcals=st.lists(st.integers(50, 900), min_size=1, max_size=6), first=st.booleans())
    def test_a_diary_and_its_copy_are_one(self, kcals: list[int], first: bool) -> None:
        kitchen = Kitchen()
        diary = [said(OWN, str(n), kcal) for n, kcal in enumerate(kcals)]
        copy = [said(OTHER, str(n), kcal + 0.4) for n, kcal in enumerate(kcals)]
        for part in (diary, copy) if first else (copy, diary):
            fates(kitchen, *part)
        assert energies(kitchen) == sorted(map(float, kcals))
        assert Counter(fates(kitchen, *copy, *diary)) == {Landed.KNOWN: 2 * len(kcals)}

    @pytest.mark.parametrize("first", [True, False])
    def test_the_one_with_more_foods_is_shown(self, first: bool) -> None:
        kitchen = Kitchen()
        rich, poor = said(OTHER, "1", 100.0, 114.5), said(OWN, "1", 214.5)
        there = imported_meal_id(kitchen.me, rich)
        before, after = (rich, poor) if first else (poor, rich)
        assert fates(kitchen, before) == [Landed.KEPT]
        assert fates(kitchen, after) == [Landed.MERGED if first else Landed.KEPT]
        assert [meal.id for meal in shown(kitchen)] == [there]

    def test_it_is_told_which_is_shown(self) -> None:
        kitchen = Kitchen()
        rich, poor = said(OWN, "1", 100.0, 114.5), said(OTHER, "1", 214.5)
        mine, theirs = (imported_meal_id(kitchen.me, one) for one in (rich, poor))
        receipt = kitchen.nutrition.import_meals(kitchen.me, (poor, rich))
        assert receipt.items == (
            MealLanded("1", theirs, Landed.MERGED, mine),
            MealLanded("1", mine, Landed.KEPT),
        )

    def test_two_alike_of_one_source_are_two(self) -> None:
        kitchen = Kitchen()
        fates(kitchen, said(OWN, "1", 200.0), said(OWN, "2", 200.0), said(OTHER, "1", 200.0))
        assert energies(kitchen) == [200.0, 200.0]

    def test_a_full_day_has_room_for_what_is_there(self) -> None:
        kitchen = Kitchen()
        for source in (OWN, OTHER):
            fates(kitchen, *(said(source, str(n), 100.0 + 3 * n) for n in range(20)))
        assert len(shown(kitchen)) == 20


class TestNut198:
    """NUT-198. Two sources tell one meal where its energy differs by 1 kcal at most, the protein, fat and carbohydrate both know by 1 g at most, and it is of one kind or within four hours; a meal without energy is like no other."""

    @given(
        kcal=st.integers(0, 20).map(lambda tenths: tenths / 10),
        grams=st.none() | st.integers(0, 20).map(lambda tenths: tenths / 10),
        nutrient=st.sampled_from(["protein_g", "fat_g", "carbohydrate_g"]),
        hours=st.integers(0, 6),
        kind=st.sampled_from([MealKind.LUNCH, MealKind.SNACK]),
    )
    def test_it_is_within_these(
        self, kcal: float, grams: float | None, nutrient: str, hours: int, kind: MealKind
    ) -> None:
        kitchen = Kitchen()
        known = {} if grams is None else {nutrient: 10 + grams}
        fates(kitchen, said(OWN, "1", 300.0, **{nutrient: 10.0}))
        fates(kitchen, said(OTHER, "1", 300 + kcal, hours_ago=hours, kind=kind, **known))
        same = kcal <= 1 and (grams or 0) <= 1 and (hours <= 4 or kind is MealKind.LUNCH)
        assert len(shown(kitchen)) == (1 if same else 2)

    def test_water_is_like_no_other(self) -> None:
        kitchen = Kitchen()
        for source in (OWN, OTHER):
            entry = MealEntry(MealKind.SNACK, NOW, (water_drunk(0.3),), source=source)
            fates(kitchen, ImportedMeal("water", entry))
        assert len(shown(kitchen)) == 2

    def test_what_the_person_logged_or_copied_is_like_no_other(self) -> None:
        kitchen = Kitchen()
        fates(kitchen, said(OWN, "1", 300.0, hours_ago=24))
        good(kitchen.nutrition.copy_day(kitchen.me, shown_day := TODAY - dt.timedelta(1), TODAY))
        assert shown_day < TODAY
        fates(kitchen, said(OTHER, "1", 300.0))
        assert energies(kitchen) == [300.0, 300.0]


class TestNut199:
    """NUT-199. The sum of a day gives way to meals of another source that come to its energy within 2 %, and to such a sum of another source."""

    @given(
        batch=st.lists(meals | sums, max_size=6, unique_by=lambda one: (one.entry.source, one.key)),
        data=st.data(),
    )
    def test_in_any_order(self, batch: list[ImportedMeal], data: st.DataObject) -> None:
        one, other = Kitchen(), Kitchen()
        other.me = one.me
        fates(one, *batch)
        for part in data.draw(st.permutations(batch)):
            fates(other, part)
        assert energies(other) == energies(one)
        for _ in range(2):
            fates(one, *batch)
            assert energies(one) == energies(other)

    @pytest.mark.parametrize(
        ("kcal", "there"), [(400.0, 2), (407.0, 2), (393.0, 2), (410.0, 3), (390.0, 3)]
    )
    @pytest.mark.parametrize("first", [True, False])
    def test_meals_of_another(self, kcal: float, there: int, first: bool) -> None:
        kitchen = Kitchen()
        whole, items = [day_sum(THIRD, kcal)], [said(OWN, "1", 150.0), said(OWN, "2", 250.0)]
        for part in (whole, items) if first else (items, whole):
            fates(kitchen, *part)
        assert len(shown(kitchen)) == there

    def test_three_tellings_of_a_day_are_one_day(self) -> None:
        kitchen = Kitchen()
        for source in (OWN, OTHER):
            fates(kitchen, said(source, "1", 214.5, hours_ago=5), said(source, "2", 750.0))
        for source in (THIRD, SourceId("cronometer")):
            assert fates(kitchen, day_sum(source, 964.5)) == [Landed.MERGED]
        assert energies(kitchen) == [214.5, 750.0]

    def test_three_archives_in_any_order(self) -> None:
        day = "2025-03-06"
        header = ("Date", "Meal", "Calories", "Fat (g)", "Carbohydrates (g)", "Protein (g)")
        rows = [(day, "Breakfast", 214.5, 5, 30, 10), (day, "Lunch", 750, 20, 80, 40)]
        energy = [
            record("DietaryEnergyConsumed", kcal, f"{day} {hour}:00:00 +0000", unit="kcal")
            for kcal, hour in ((214.5, "08"), (750, "12"))
        ]
        sums = ("Date", "Energy (kcal)", "Protein (g)", "Completed")
        archives = [
            table_bytes(header, rows),
            export(energy),
            table_bytes(sums, [(day, 964.5, 50, "true")]),
        ]
        for order in itertools.permutations(archives):
            vega, me = world()
            receipts = [vega.imports.bring(me, "x", [piece(one, "x")]) for one in order * 2]
            report, there = vega.nutrition.day(me, day_of(dt.date.fromisoformat(day)))
            assert report.log.macros.energy.kcal == pytest.approx(964.5)
            assert {meal.source for meal in there} == {"myfitnesspal"}
            assert [one.counts.known for one in receipts[3:]] == [
                sum((one.counts.kept, one.counts.merged)) for one in receipts[:3]
            ]

    def test_sums_alone(self) -> None:
        kitchen = Kitchen()
        fates(kitchen, day_sum(OWN, 2_000.0), day_sum(OTHER, 2_010.0))
        assert len(shown(kitchen)) == 1


class TestNut200:
    """NUT-200. A meal that is shown for another stands for it also once the person removed or amended it; the other comes back only where a source says otherwise."""

    @given(removes=st.booleans(), sums_too=st.booleans())
    def test_the_persons_word_stands(self, removes: bool, sums_too: bool) -> None:
        kitchen = Kitchen()
        nutrition, me = kitchen.nutrition, kitchen.me
        batch = [said(OWN, "1", 200.0), said(OTHER, "1", 200.0), said(OWN, "2", 500.0)]
        batch += [day_sum(THIRD, 700.0)] * sums_too
        fates(kitchen, *batch)
        (meal,) = (one for one in shown(kitchen) if one.macros.energy.kcal < 300)
        if removes:
            good(nutrition.remove_meal(me, meal.id))
        else:
            mine = MealEntry(MealKind.DINNER, NOW, (WeighedEntry(OATS.id, 10.0),))
            good(nutrition.amend_meal(me, meal.id, mine))
        left = energies(kitchen)
        fates(kitchen, *batch)
        assert energies(kitchen) == left
        fates(kitchen, said(OTHER, "9", 333.0))
        assert energies(kitchen) == sorted([*left, 333.0])

    def test_it_comes_back_where_a_source_says_otherwise(self) -> None:
        kitchen = Kitchen()
        fates(kitchen, said(OWN, "1", 200.0), said(OTHER, "1", 200.0))
        assert fates(kitchen, said(OWN, "1", 500.0)) == [Landed.AMENDED]
        assert energies(kitchen) == [200.0, 500.0]
        assert fates(kitchen, said(OTHER, "1", 500.0)) in ([Landed.MERGED], [Landed.AMENDED])
        assert energies(kitchen) == [500.0]
