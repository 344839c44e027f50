"""The contract of the nutrition stores: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from tests.strategies.nutrition import OATS, TODAY, day_log, grams
from tests.support import NOW, at, somebody
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.signal import Measure
from vegaloop.kernel.time import Moment, TimeZone, days_after
from vegaloop.nutrition import (
    Change,
    DayLog,
    Meal,
    MealId,
    MealKind,
    MealLine,
    MealVersion,
    Nutrient,
    Nutrients,
    Place,
    Portion,
    Preference,
    ProteinMethod,
    Served,
)
from vegaloop.nutrition.adapters.memory import MemoryDiaries
from vegaloop.nutrition.adapters.sql import SqlDiaries
from vegaloop.nutrition.application.ports import Diaries, Diary
from vegaloop.nutrition.domain.day import Settled
from vegaloop.nutrition.domain.measures import MEASURES, amount_of
from vegaloop.nutrition.domain.nutrients import NOTHING


@pytest.fixture
def diaries(database: Database | None) -> Diaries:
    return MemoryDiaries(Revisions()) if database is None else SqlDiaries(database)


def a_meal(days_ago: int = 0, minutes_ago: int = 0, name: str | None = "Pâté 🥖") -> Meal:
    return Meal(
        MealId(uuid4()),
        MealKind.AFTER_TRAINING,
        Moment(
            at(NOW - dt.timedelta(days=days_ago, minutes=minutes_ago)),
            3_600,
            TimeZone("Europe/Paris"),
        ),
        (
            Portion(
                "Oats", OATS.portion(grams(40)), OATS.source, grams(40), OATS.id, Served("cup", 0.5)
            ),
            Portion("stew", OATS.per_100_g.scaled(2), SourceId("manual")),
        ),
        at(NOW),
        name=name,
        source=SourceId("demo"),
    )


def a_meal_of(days_ago: int, *held: Nutrients) -> Meal:
    meal = a_meal(days_ago)
    portions = tuple(Portion("something", one, SourceId("test")) for one in held)
    return Meal(meal.id, meal.kind, meal.eaten, portions, meal.logged_at)


def add(diaries: Diaries, person: PersonId, *meals: Meal) -> None:
    def work(diary: Diary) -> None:
        for meal in meals:
            diary.add(meal)

    diaries.write(person, work)


class TestNutritionStore:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    def test_a_meal_comes_back_whole(self, diaries: Diaries) -> None:
        me, you, meal = somebody(), somebody(), a_meal()
        add(diaries, me, meal)
        assert diaries.read(me, lambda diary: diary.meal(meal.id)) == meal
        assert diaries.read(me, lambda diary: diary.meals_on(meal.local_date)) == (meal,)
        assert diaries.read(you, lambda diary: diary.meal(meal.id)) is None
        assert diaries.read(you, lambda diary: diary.meals_on(meal.local_date)) == ()
        diaries.write(you, lambda diary: diary.remove(meal.id))
        assert diaries.read(me, lambda diary: diary.meal(meal.id)) == meal
        diaries.write(me, lambda diary: diary.remove(meal.id))
        assert diaries.read(me, lambda diary: diary.meal(meal.id)) is None

    def test_of_two_meals_with_one_id_the_first_stays(self, diaries: Diaries) -> None:
        me, meal = somebody(), a_meal()
        add(diaries, me, meal, Meal(meal.id, MealKind.SNACK, meal.eaten, meal.portions, at(NOW)))
        assert diaries.read(me, lambda diary: diary.meal(meal.id)) == meal

    def test_meals_come_newest_first_by_pages(self, diaries: Diaries) -> None:
        me = somebody()
        one_instant = [a_meal(1, 5, None) for _ in range(3)]
        meals = [a_meal(), a_meal(0, 9), *one_instant, a_meal(2), a_meal(9)]
        add(diaries, me, *meals)
        start, end = days_after(TODAY, -2), days_after(TODAY, 1)
        expected = sorted(meals[:-1], key=lambda m: (m.local_date, m.eaten.at, m.id), reverse=True)
        found: list[MealLine] = []
        place: Place | None = None
        for _ in range(4):
            page = diaries.read(me, lambda diary, place=place: diary.meals(start, end, place, 2))
            found += page
            if page:
                last = page[-1]
                place = Place(last.local_date, last.eaten.at, last.id)
        assert found == [meal.line for meal in expected]

    def test_versions_come_oldest_first(self, diaries: Diaries) -> None:
        me, meal = somebody(), a_meal()
        second = meal.following(meal)
        first_end = MealVersion(meal, at(NOW), Change.AMENDED)
        second_end = MealVersion(second, at(NOW), Change.REMOVED)
        for version in (second_end, first_end, MealVersion(meal, at(NOW), Change.REMOVED)):
            diaries.write(me, lambda diary, version=version: diary.keep_version(version))
        assert diaries.read(me, lambda diary: diary.versions(meal.id)) == (first_end, second_end)
        assert diaries.read(somebody(), lambda diary: diary.versions(meal.id)) == ()
        day = meal.local_date
        assert diaries.read(me, lambda diary: diary.versions_on(day)) == (first_end, second_end)
        assert diaries.read(me, lambda diary: diary.versions_on(days_after(day, 1))) == ()
        assert diaries.read(somebody(), lambda diary: diary.versions_on(day)) == ()

    def test_ids_a_meal_has_or_had(self, diaries: Diaries) -> None:
        me, there, gone = somebody(), a_meal(), a_meal()
        add(diaries, me, there)
        ended = MealVersion(gone, at(NOW), Change.REMOVED)
        diaries.write(me, lambda diary: diary.keep_version(ended))
        ids = {there.id, gone.id, *(MealId(uuid4()) for _ in range(1_200))}
        assert diaries.read(me, lambda diary: diary.ever(ids)) == {there.id, gone.id}
        assert diaries.read(me, lambda diary: diary.ever(())) == frozenset()
        assert diaries.read(somebody(), lambda diary: diary.ever(ids)) == frozenset()

    def test_a_day_is_replaced_and_an_empty_one_forgotten(self, diaries: Diaries) -> None:
        me = somebody()
        log = DayLog(TODAY, at(NOW)).of_meals((a_meal(),))
        diaries.write(me, lambda diary: diary.put(DayLog(TODAY, at(NOW))))
        diaries.write(me, lambda diary: diary.put(log))
        assert diaries.read(me, lambda diary: diary.log(TODAY)) == log
        assert diaries.read(somebody(), lambda diary: diary.log(TODAY)) == DayLog(TODAY)
        diaries.write(me, lambda diary: diary.put(DayLog(TODAY)))
        assert diaries.read(me, lambda diary: diary.logs(TODAY, days_after(TODAY, 1))) == ()

    def test_days_come_oldest_first_and_settled_ones_by_themselves(self, diaries: Diaries) -> None:
        me = somebody()
        logs = [day_log(days_after(TODAY, -n), 100 * n, closed=n % 2 == 0) for n in range(6)]
        for log in logs:
            diaries.write(me, lambda diary, log=log: diary.put(log))
        start = days_after(TODAY, -4)
        assert diaries.read(me, lambda diary: diary.logs(start, TODAY)) == tuple(logs[4:0:-1])
        assert diaries.read(me, lambda diary: diary.settled(start, TODAY)) == (
            Settled(start, Energy(400 * 4_184)),
            Settled(days_after(TODAY, -2), Energy(200 * 4_184)),
        )

    @pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
    def test_amounts_are_what_is_read_off_the_days(
        self, diaries: Diaries, measure: Measure
    ) -> None:
        me, (start, end) = somebody(), (days_after(TODAY, -7), TODAY)
        unknown, nothing = Nutrients(), Nutrients.of_amounts(Energy(0), NOTHING.amounts)
        protein = Nutrients.of_amounts(None, ((Nutrient.PROTEIN, grams(5)),))
        held = ((unknown,), (nothing,), (nothing, unknown), (protein,), (OATS.per_100_g, unknown))
        logs = [
            DayLog(days_after(TODAY, -n), at(NOW)).of_meals((a_meal_of(n, *portions),))
            for n, portions in enumerate(held, start=1)
        ]
        logs += [DayLog(days_after(TODAY, -6), at(NOW)), day_log(TODAY, 1), day_log(start, 2)]
        for log in logs:
            diaries.write(me, lambda diary, log=log: diary.put(log))
        read = {log.day: amount_of(measure, log) for log in logs}
        assert diaries.read(me, lambda diary: diary.amounts(measure, start, end)) == tuple(
            (day, amount)
            for day, amount in sorted(read.items())
            if amount is not None and day < end
        )
        assert diaries.read(somebody(), lambda diary: diary.amounts(measure, start, end)) == ()

    def test_the_meals_of_some_days(self, diaries: Diaries) -> None:
        me, meals = somebody(), [a_meal(ago, minutes) for ago in range(4) for minutes in (9, 1)]
        add(diaries, me, *reversed(meals))
        days = (days_after(TODAY, -1), days_after(TODAY, -3), days_after(TODAY, -30))
        found = diaries.read(me, lambda diary: diary.meals_of(days))
        assert found == (*meals[6:], *meals[2:4])
        assert diaries.read(me, lambda diary: diary.meals_of(())) == ()
        assert diaries.read(somebody(), lambda diary: diary.meals_of(days)) == ()

    def test_choices_come_oldest_first_one_a_day(self, diaries: Diaries) -> None:
        me, days = somebody(), (days_after(TODAY, 1), days_after(TODAY, -400), TODAY)
        for day, method in zip((*days, TODAY), (*ProteinMethod, ProteinMethod.MIXED), strict=True):
            choice = Preference(day, method)
            diaries.write(me, lambda diary, choice=choice: diary.prefer(choice))
        assert diaries.read(me, lambda diary: diary.preferences()) == (
            Preference(days[1], ProteinMethod.MIXED),
            Preference(TODAY, ProteinMethod.MIXED),
            Preference(days[0], ProteinMethod.ENDURANCE),
        )
        assert diaries.read(somebody(), lambda diary: diary.preferences()) == ()

    def test_what_fails_half_way_leaves_nothing(self, diaries: Diaries) -> None:
        me, meal = somebody(), a_meal()

        def half_way(diary: Diary) -> None:
            diary.add(meal)
            diary.put(DayLog(TODAY, at(NOW)))
            raise KeyError

        with pytest.raises(KeyError):
            diaries.write(me, half_way)
        assert diaries.read(me, lambda diary: diary.meal(meal.id)) is None
        assert diaries.read(me, lambda diary: diary.log(TODAY)) == DayLog(TODAY)
