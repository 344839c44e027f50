"""A day of a diary: what was eaten, how complete the log is, and what is left to eat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from statistics import median
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, later
from vegaloop.nutrition.domain.circumstances import (
    Circumstances,
    Why,
)
from vegaloop.nutrition.domain.expenditure import (
    expenditure_kcal,
)
from vegaloop.nutrition.domain.formulas.completeness import day_completeness
from vegaloop.nutrition.domain.meal import Meal
from vegaloop.nutrition.domain.nutrients import NOTHING, Macros
from vegaloop.nutrition.domain.targets import (
    Targets,
    decide_targets,
)
from vegaloop.nutrition.domain.totals import Totals

__all__ = (
    "CannotCloseDay",
    "DayAhead",
    "DayLog",
    "DayReport",
    "DayTally",
    "Left",
    "Settled",
    "completeness",
    "decide_closing",
    "nutrients_of",
    "report_of",
)

EXPECTED_FROM_DAYS: Final = 60
# Where a day begins first on Earth, the clocks are this far ahead of UTC.
FIRST_ON_EARTH: Final = dt.timedelta(hours=14)
_NOTHING: Final = NOTHING.macros


@final
class DayLog(Struct, frozen=True):
    """What the log of a day adds up to; a person closes it to say that it is complete.

    `macros` totals energy and macronutrients; `nutrients_of` adds up all that its meals hold.
    """

    day: LocalDate
    closed_at: Instant | None = None
    meals: int = 0
    newest: Instant | None = None
    macros: Totals = Totals()

    def of_meals(self, meals: Iterable[Meal]) -> DayLog:
        """Add the day up anew."""
        found = tuple(meals)
        newest = max((meal.eaten.at for meal in found), default=None)
        macros = Totals.over(p.nutrients.macros for meal in found for p in meal.portions)
        return DayLog(self.day, self.closed_at, len(found), newest, macros)

    def with_meal(self, meal: Meal) -> DayLog:
        """Add one meal to what it adds up to."""
        newest = max(self.newest or meal.eaten.at, meal.eaten.at)
        macros = self.macros + meal.macros
        return DayLog(self.day, self.closed_at, self.meals + 1, newest, macros)

    def closed(self, at: Instant | None) -> DayLog:
        """Close it at an instant, or open it again; the first closing stays."""
        closed_at = None if at is None else self.closed_at or at
        return DayLog(self.day, closed_at, self.meals, self.newest, self.macros)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said about it: no meal, and nobody called it complete."""
        return not self.meals and self.closed_at is None

    @property
    def eaten(self) -> Macros:
        """What was eaten, at least; nothing at all on a closed day without meals."""
        if self.is_empty:
            return Macros()
        return self.macros.macros if self.meals else _NOTHING

    @property
    def settled(self) -> Energy | None:
        """Its energy, where the person calls it complete and every portion of it has one."""
        whole = self.closed_at is not None and not self.macros.without_energy
        return self.macros.energy if whole else None

    @property
    def observed_at(self) -> Instant | None:
        """When the newest thing known about it happened."""
        return self.newest or self.closed_at


@final
class Settled(Struct, frozen=True):
    """The energy of a day that was closed and is known in full."""

    day: LocalDate
    energy: Energy


@final
class Left(Struct, frozen=True):
    """What a day still asks for: target less eaten, below zero where more was eaten."""

    energy_kcal: float | None
    protein_g: float | None
    carbohydrate_g: float | None
    fat_g: float | None
    fibre_g: float | None


@final
class DayReport(Struct, frozen=True):
    """A day: eaten, asked for, left, and how complete its log is."""

    log: DayLog
    targets: Targets
    left: Left
    completeness: Result[float, Why]


@final
class DayTally(Struct, frozen=True):
    """A day among others: eaten, and how complete its log is."""

    log: DayLog
    completeness: Result[float, Why]


@final
class DayAhead(Struct, frozen=True, tag="nutrition/day-ahead"):
    """A day that has not begun anywhere on Earth."""

    day: LocalDate
    newest: LocalDate


CannotCloseDay: TypeAlias = DayAhead


def decide_closing(day: LocalDate, now: Instant) -> Result[LocalDate, CannotCloseDay]:
    """Decide whether a day has begun, so that its log can be complete."""
    newest = LocalDate(later(now, FIRST_ON_EARTH).date())
    return Failure(DayAhead(day, newest)) if day > newest else Success(day)


def nutrients_of(meals: Iterable[Meal]) -> Totals:
    """Add up every nutrient of some meals."""
    return Totals.over(portion.nutrients for meal in meals for portion in meal.portions)


def report_of(log: DayLog, settled: Iterable[Settled], known: Circumstances) -> DayReport:
    """Put a day's log beside what the day asks for."""
    targets = decide_targets(log.day, known)
    return DayReport(log, targets, _left(log, targets), completeness(log, settled, known))


def completeness(
    log: DayLog, settled: Iterable[Settled], known: Circumstances
) -> Result[float, Why]:
    """Judge how much of a day was logged, in [0, 1] (N13, NUT-9).

    A closed day is complete; an open one is as complete as its energy reaches three quarters of
    what is expected: the median of the days closed in the 60 before it, else its expenditure.
    """
    if log.closed_at is not None:
        return Success(1.0)
    match _expected_kcal(log.day, settled, known):
        case Failure(why):
            return Failure(why)
        case Success(expected_kcal):
            match day_completeness(log.macros.energy.kcal, expected_kcal):
                case Failure(reason):
                    return Failure((reason,))
                case Success(share):
                    return Success(share)


def _expected_kcal(
    day: LocalDate, settled: Iterable[Settled], known: Circumstances
) -> Result[float, Why]:
    first = days_after(day, -EXPECTED_FROM_DAYS)
    closed = [one.energy.kcal for one in settled if first <= one.day < day]
    return Success(median(closed)) if closed else expenditure_kcal(day, known)


def _left(log: DayLog, targets: Targets) -> Left:
    def less(target: float | None, eaten: float | None) -> float | None:
        spent = 0.0 if not log.meals else eaten
        return None if target is None or spent is None else target - spent

    eaten = log.eaten
    return Left(
        energy_kcal=less(targets.energy_kcal, eaten.energy.kcal if eaten.energy else None),
        protein_g=less(targets.protein_g, _grams(eaten.protein)),
        carbohydrate_g=less(targets.carbohydrate_g, _grams(eaten.carbohydrate)),
        fat_g=less(targets.fat_g, _grams(eaten.fat)),
        fibre_g=less(targets.fibre_g, _grams(eaten.fibre)),
    )


def _grams(mass: Mass | None) -> float | None:
    return None if mass is None else mass.grams
