"""A meal, and the one decision about it: may it be logged?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NewType, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, all_of
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone
from vegaloop.nutrition.domain.eaten import EatenInFuture, EatenTooLongAgo, decide_eaten
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.portion import (
    MANUAL,
    Portion,
    PortionEntry,
    PortionLine,
    StatedEntry,
    UnknownFood,
    UnknownServing,
    decide_portion,
)
from vegaloop.nutrition.domain.totals import Totals

__all__ = (
    "MEALS_A_DAY_MOST",
    "PORTIONS_MOST",
    "CannotAmendMeal",
    "CannotLogMeal",
    "Change",
    "DayFull",
    "Meal",
    "MealEntry",
    "MealId",
    "MealKind",
    "MealLine",
    "MealVersion",
    "NoSuchMeal",
    "NothingEaten",
    "TooManyPortions",
    "copied_meal",
    "decide_meal",
    "foods_named",
)

MealId = NewType("MealId", UUID)

PORTIONS_MOST: Final = 50
MEALS_A_DAY_MOST: Final = 30


class MealKind(StrEnum):
    """Which meal of the day it was, or where it stood to training."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    SNACK = "snack"
    BEFORE_TRAINING = "before_training"
    DURING_TRAINING = "during_training"
    AFTER_TRAINING = "after_training"


@final
class MealEntry(Struct, frozen=True):
    """What somebody says they ate and when, not yet checked."""

    kind: MealKind
    eaten_at: dt.datetime
    portions: tuple[PortionEntry, ...]
    time_zone: str | None = None
    name: str | None = None
    source: SourceId = MANUAL


@final
class Meal(Struct, frozen=True):
    """What one person ate at one moment; its day is that of the clock on the wall there."""

    id: MealId
    kind: MealKind
    eaten: Moment
    portions: tuple[Portion, ...]
    logged_at: Instant
    version: int = 1
    name: str | None = None
    source: SourceId = MANUAL

    def __post_init__(self) -> None:
        if not self.portions or self.version < 1:
            raise ValueError("a meal has portions, and versions count from 1")

    @property
    def local_date(self) -> LocalDate:
        """The day it belongs to."""
        return self.eaten.local_date

    def following(self, replaced: Meal) -> Meal:
        """Take its place: the next version of one that was first logged when that was."""
        return Meal(
            self.id,
            self.kind,
            self.eaten,
            self.portions,
            self.logged_at,
            replaced.version + 1,
            self.name,
            self.source,
        )

    @property
    def macros(self) -> Totals:
        """The energy and macronutrients of all its portions."""
        return Totals.over(portion.nutrients.macros for portion in self.portions)

    @property
    def line(self) -> MealLine:
        """Itself as a list shows it."""
        return MealLine(
            self.id,
            self.kind,
            self.eaten,
            tuple(portion.line for portion in self.portions),
            self.logged_at,
            self.version,
            self.name,
            self.source,
        )


@final
class MealLine(Struct, frozen=True):
    """A meal as a list shows it: of its nutrients the energy and macronutrients alone."""

    id: MealId
    kind: MealKind
    eaten: Moment
    portions: tuple[PortionLine, ...]
    logged_at: Instant
    version: int = 1
    name: str | None = None
    source: SourceId = MANUAL

    @property
    def local_date(self) -> LocalDate:
        """The day it belongs to."""
        return self.eaten.local_date

    @property
    def macros(self) -> Totals:
        """The energy and macronutrients of all its portions."""
        return Totals.over(portion.macros for portion in self.portions)


class Change(StrEnum):
    """What ended a version of a meal."""

    AMENDED = "amended"
    REMOVED = "removed"
    MERGED = "merged"  # Another source tells the same, and that is shown.


@final
class MealVersion(Struct, frozen=True):
    """A meal as it was until somebody changed it; the version in force has no end."""

    meal: Meal
    ended_at: Instant | None = None
    ended_by: Change | None = None


@final
class NothingEaten(Struct, frozen=True, tag="nutrition/nothing-eaten"):
    """A meal without portions."""

    kind: MealKind


@final
class TooManyPortions(Struct, frozen=True, tag="nutrition/too-many-portions"):
    """More portions than one meal can have."""

    given: int
    most: int


@final
class DayFull(Struct, frozen=True, tag="nutrition/day-full"):
    """A day that has as many meals as one can have."""

    day: LocalDate
    most: int


@final
class NoSuchMeal(Struct, frozen=True, tag="nutrition/no-such-meal"):
    """A meal that is not in this person's diary."""

    id: MealId


CannotLogMeal: TypeAlias = (
    EatenInFuture
    | EatenTooLongAgo
    | NothingEaten
    | TooManyPortions
    | DayFull
    | UnknownFood
    | UnknownServing
    | Malformed
)
CannotAmendMeal: TypeAlias = CannotLogMeal | NoSuchMeal


def foods_named(entry: MealEntry) -> frozenset[FoodId]:
    """Gather the catalogue foods an entry speaks of."""
    return frozenset(p.food for p in entry.portions if not isinstance(p, StatedEntry))


def decide_meal(
    entry: MealEntry,
    *,
    id: MealId,
    foods: Mapping[FoodId, Food],
    home: TimeZone,
    now: Instant,
) -> Result[Meal, tuple[CannotLogMeal, ...]]:
    """Decide whether an entry makes a meal, and tell everything that is wrong with it."""
    eaten = decide_eaten(entry.eaten_at, entry.time_zone, home, now)
    portions = _portions(entry, foods)
    match eaten:
        case Failure(untimely):
            return Failure((untimely, *_errors(portions)))
        case Success(moment):
            match portions:
                case Failure(errors):
                    return Failure(errors)
                case Success(held):
                    name, source = entry.name, entry.source
                    return Success(Meal(id, entry.kind, moment, held, now, 1, name, source))


def copied_meal(meal: Meal, *, id: MealId, eaten: Moment, now: Instant) -> Meal:
    """Make a meal of the same portions at another moment; they hold what they held."""
    return Meal(id, meal.kind, eaten, meal.portions, now, name=meal.name, source=meal.source)


def _portions(
    entry: MealEntry, foods: Mapping[FoodId, Food]
) -> Result[tuple[Portion, ...], tuple[CannotLogMeal, ...]]:
    given = len(entry.portions)
    if not given:
        return Failure((NothingEaten(entry.kind),))
    if given > PORTIONS_MOST:
        return Failure((TooManyPortions(given, PORTIONS_MOST),))
    decided = (
        decide_portion(portion, foods, f"portions[{index}]")
        for index, portion in enumerate(entry.portions)
    )
    match all_of(decided):
        case Success(portions):
            return Success(portions)
        case Failure(refused):
            return Failure(tuple(error for errors in refused for error in errors))


def _errors(result: Result[object, tuple[CannotLogMeal, ...]]) -> tuple[CannotLogMeal, ...]:
    match result:
        case Success():
            return ()
        case Failure(errors):
            return errors
