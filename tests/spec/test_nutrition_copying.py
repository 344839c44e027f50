"""Copying a day, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import (
    OATS,
    TODAY,
    ZONES,
    Kitchen,
)
from tests.support import NOW, at, good, refused
from vegaloop.kernel.time import LocalDate, Moment, TimeZone, days_after, moment_at, moment_in
from vegaloop.nutrition import (
    EatenInFuture,
    MealEntry,
    MealKind,
    NothingCopied,
    NothingToCopy,
    SameDay,
    SkippedTime,
    Uncopied,
    WeighedEntry,
)
from vegaloop.nutrition.domain.eaten import moved

OATMEAL = WeighedEntry(OATS.id, 80.0)


class TestNut37:
    """NUT-37. A copied day keeps the time on the clock on the wall, and leaves out what has not come yet."""

    @given(zone=st.sampled_from(ZONES), hour=st.integers(4, 23), days=st.integers(-400, 0))
    def test_the_time_on_the_wall_stays(self, zone: str, hour: int, days: int) -> None:
        eaten = moment_at(dt.datetime(2026, 3, 1, hour, 30), TimeZone(zone))
        there = good(moved(eaten, days, at(NOW)))
        expected = (eaten.local + dt.timedelta(days=days)).replace(tzinfo=None)
        assert there.local.replace(tzinfo=None) == expected

    def test_what_has_not_come_is_left_out_and_counted(self) -> None:
        kitchen = Kitchen()
        early = kitchen.eat(OATMEAL, days_ago=1, hours_ago=2).meal
        late = kitchen.eat(OATMEAL, days_ago=1, hours_ago=-2).meal
        done = good(kitchen.nutrition.copy_day(kitchen.me, days_after(TODAY, -1), TODAY))
        (copy,) = done.copied
        assert copy.portions == early.portions
        assert copy.eaten.at == early.eaten.at + dt.timedelta(days=1)
        (left_out,) = done.refused
        assert (left_out.meal_id, type(left_out.reason)) == (late.id, EatenInFuture)
        assert done.day.log.meals == 1

    def test_an_offset_without_a_zone_stays(self) -> None:
        eaten = Moment(at(NOW - dt.timedelta(days=9)), 12_600)
        assert good(moved(eaten, 2, at(NOW))).utc_offset_s == 12_600

    def test_an_empty_day_has_nothing_to_copy(self) -> None:
        kitchen = Kitchen()
        nothing = kitchen.nutrition.copy_day(kitchen.me, LocalDate(dt.date(2020, 1, 1)), TODAY)
        assert refused(nothing) == NothingToCopy(LocalDate(dt.date(2020, 1, 1)))


class TestNut38:
    """NUT-38. A day is not copied onto itself, nor where no meal of it can be; each meal left out has its reason."""

    @pytest.mark.parametrize("eaten", [0, 2])
    def test_not_onto_itself(self, eaten: int) -> None:
        kitchen = Kitchen()
        for _ in range(eaten):
            kitchen.eat(OATMEAL)
        assert refused(kitchen.nutrition.copy_day(kitchen.me, TODAY, TODAY)) == SameDay(TODAY)
        assert kitchen.report().log.meals == eaten

    @given(ahead=st.integers(1, 400), eaten=st.integers(1, 4))
    def test_not_to_a_day_that_has_not_come(self, ahead: int, eaten: int) -> None:
        kitchen = Kitchen()
        meals = [kitchen.eat(OATMEAL, hours_ago=hours).meal for hours in range(eaten)]
        target = days_after(TODAY, ahead)
        error = refused(kitchen.nutrition.copy_day(kitchen.me, TODAY, target))
        assert isinstance(error, NothingCopied)
        assert {one.meal_id: one.reason for one in error.refused} == {
            meal.id: EatenInFuture(at(meal.eaten.at + dt.timedelta(days=ahead)), at(NOW))
            for meal in meals
        }
        assert kitchen.report(target).log.meals == 0


class TestNut39:
    """NUT-39. A time on the wall that the clocks of a day skip is read that much later, and belongs to no other day."""

    @pytest.mark.parametrize("days", [1, -364])
    def test_half_past_two_in_spring_is_half_past_three(self, days: int) -> None:
        spring = dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC)
        source = moment_in(at(spring - dt.timedelta(days=days)), TimeZone("America/New_York"))
        wall = dt.datetime(2026, 3, 8, 2, 30) - dt.timedelta(days=days)
        assert source.local.replace(tzinfo=None) == wall
        there = good(moved(source, days, at(NOW)))
        assert there == Moment(at(spring), -14_400, TimeZone("America/New_York"))
        assert there.local.isoformat() == "2026-03-08T03:30:00-04:00"

    def test_of_two_in_autumn_it_is_the_first(self) -> None:
        new_york = TimeZone("America/New_York")
        source = moment_in(at(dt.datetime(2025, 11, 3, 6, 30, tzinfo=dt.UTC)), new_york)
        there = good(moved(source, -1, at(NOW)))
        assert there.local.isoformat() == "2025-11-02T01:30:00-04:00"

    def test_it_is_not_copied_to_the_day_after(self) -> None:
        kitchen, zone = Kitchen(), "America/Nuuk"
        eaten_at = dt.datetime(2025, 3, 30, 1, 30, tzinfo=dt.UTC) - dt.timedelta(days=1)
        said = MealEntry(MealKind.SNACK, eaten_at, (OATMEAL,), zone)
        meal = good(kitchen.nutrition.log_meal(kitchen.me, said)).meal
        source, target = meal.local_date, days_after(meal.local_date, 1)
        error = refused(kitchen.nutrition.copy_day(kitchen.me, source, target))
        skipped = SkippedTime(at(eaten_at + dt.timedelta(days=1)), target)
        assert error == NothingCopied((Uncopied(meal.id, skipped),))
