"""Copying a day: each of its meals once more, at the same time of another day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.nutrition.domain.eaten import Untimely, moved
from vegaloop.nutrition.domain.meal import DayFull, Meal, MealId, copied_meal

__all__ = (
    "CannotCopyDay",
    "Copies",
    "NothingCopied",
    "NothingToCopy",
    "SameDay",
    "SkippedTime",
    "Uncopied",
    "decide_copies",
)


@final
class NothingToCopy(Struct, frozen=True, tag="nutrition/nothing-to-copy"):
    """A day without meals."""

    day: LocalDate


@final
class SameDay(Struct, frozen=True, tag="nutrition/same-day"):
    """A day that would be copied onto itself."""

    day: LocalDate


@final
class SkippedTime(Struct, frozen=True, tag="nutrition/skipped-time"):
    """A time that the clocks of a day skipped, on to the next day."""

    eaten_at: Instant
    day: LocalDate


@final
class Uncopied(Struct, frozen=True, tag="nutrition/uncopied"):
    """A meal that was not copied with its day, and why."""

    meal_id: MealId
    reason: Untimely | SkippedTime


@final
class NothingCopied(Struct, frozen=True, tag="nutrition/nothing-copied"):
    """A day of which no meal can be copied to another."""

    refused: tuple[Uncopied, ...]


@final
class Copies(Struct, frozen=True):
    """The copies of the meals of a day, and the meals that have none."""

    made: tuple[Meal, ...]
    refused: tuple[Uncopied, ...]


CannotCopyDay: TypeAlias = SameDay | NothingToCopy | NothingCopied | DayFull


def decide_copies(
    meals: Sequence[Meal],
    ids: Sequence[MealId],
    source: LocalDate,
    target: LocalDate,
    now: Instant,
) -> Result[Copies, SameDay | NothingToCopy | NothingCopied]:
    """Decide which meals of a day can be copied to another, one id for each (NUT-37, NUT-38)."""
    if source == target:
        return Failure(SameDay(source))
    if not meals:
        return Failure(NothingToCopy(source))
    made: list[Meal] = []
    refused: list[Uncopied] = []
    for meal, fresh in zip(meals, ids, strict=True):
        match moved(meal.eaten, (target - source).days, now):
            case Failure(untimely):
                refused.append(Uncopied(meal.id, untimely))
            case Success(eaten):
                if eaten.local_date == target:
                    made.append(copied_meal(meal, id=fresh, eaten=eaten, now=now))
                else:
                    refused.append(Uncopied(meal.id, SkippedTime(eaten.at, target)))
    if not made:
        return Failure(NothingCopied(tuple(refused)))
    return Success(Copies(tuple(made), tuple(refused)))
