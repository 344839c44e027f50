"""Units of work on a diary: each leaves the days it touches added up."""

from __future__ import annotations

from typing import TypeAlias

from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after
from vegaloop.nutrition.application.ports import Diary
from vegaloop.nutrition.domain.day import EXPECTED_FROM_DAYS, DayLog, Settled
from vegaloop.nutrition.domain.meal import (
    MEALS_A_DAY_MOST,
    Change,
    DayFull,
    Meal,
    MealId,
    MealVersion,
    NoSuchMeal,
)
from vegaloop.nutrition.domain.preferences import Preference

Day: TypeAlias = tuple[DayLog, tuple[Settled, ...], tuple[Preference, ...]]
"""The log of a day, the settled days before it that its completeness is judged by, and choices."""


def added(diary: Diary, meals: tuple[Meal, ...], day: LocalDate) -> Result[Day, DayFull]:
    """Keep meals of one day, if it has room for them."""
    log = diary.log(day)
    if log.meals + len(meals) > MEALS_A_DAY_MOST:
        return Failure(DayFull(day, MEALS_A_DAY_MOST))
    for meal in meals:
        diary.add(meal)
        log = log.with_meal(meal)
    diary.put(log)
    return Success(day_of(diary, log))


def day_of(diary: Diary, log: DayLog) -> Day:
    """Join a day's log with the settled days before it and with what the person chose."""
    settled = diary.settled(days_after(log.day, -EXPECTED_FROM_DAYS), log.day)
    return log, settled, diary.preferences()


def added_up(diary: Diary, day: LocalDate) -> Day:
    """Add a day up anew from its meals."""
    log = diary.log(day).of_meals(diary.meals_on(day))
    diary.put(log)
    return day_of(diary, log)


def amended(diary: Diary, decided: Meal) -> Result[tuple[Meal, Day], NoSuchMeal | DayFull]:
    """Put a meal in the place of the one with its id, and add up both days."""
    replaced, day = diary.meal(decided.id), decided.local_date
    if replaced is None:
        return Failure(NoSuchMeal(decided.id))
    moves = replaced.local_date != day
    if moves and diary.log(day).meals >= MEALS_A_DAY_MOST:
        return Failure(DayFull(day, MEALS_A_DAY_MOST))
    taken_out(diary, replaced, Change.AMENDED, decided.logged_at)
    meal = decided.following(replaced)
    diary.add(meal)
    if moves:
        added_up(diary, replaced.local_date)
    return Success((meal, added_up(diary, day)))


def removed(diary: Diary, id: MealId, now: Instant) -> Result[tuple[Meal, Day], NoSuchMeal]:
    """Take a meal out, keep what it was, and add up its day."""
    meal = diary.meal(id)
    if meal is None:
        return Failure(NoSuchMeal(id))
    taken_out(diary, meal, Change.REMOVED, now)
    return Success((meal, added_up(diary, meal.local_date)))


def taken_out(diary: Diary, meal: Meal, change: Change, now: Instant) -> None:
    """Take a meal out and keep what it was."""
    diary.keep_version(MealVersion(meal, now, change))
    diary.remove(meal.id)


def marked(diary: Diary, day: LocalDate, closed_at: Instant | None) -> Day:
    """Close a day at an instant, or open it again."""
    log = diary.log(day).closed(closed_at)
    diary.put(log)
    return day_of(diary, log)


def versions(diary: Diary, id: MealId) -> tuple[MealVersion, ...]:
    """Every version of a meal, oldest first; the last one is in force unless it has an end."""
    current, past = diary.meal(id), diary.versions(id)
    return past if current is None else (*past, MealVersion(current))
