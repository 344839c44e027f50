"""Meals out of another diary: each is kept once, and what the person changed is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias, final
from uuid import uuid5

from msgspec import Struct

from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.meal import (
    CannotLogMeal,
    Change,
    Meal,
    MealEntry,
    MealId,
    MealKind,
    MealVersion,
)
from vegaloop.nutrition.domain.nutrients import Nutrients
from vegaloop.nutrition.domain.portion import MANUAL, Portion, Served, StatedEntry

__all__ = (
    "CannotImportMeal",
    "DayToldInItems",
    "ImportedItem",
    "ImportedMeal",
    "Landed",
    "MealLanded",
    "MealRefused",
    "MealsReceipt",
    "MealsWithdrawn",
    "day_sum_id",
    "fate_of",
    "imported_meal_id",
    "is_locked",
    "told_meal_id",
    "water_drunk",
)


@final
class ImportedMeal(Struct, frozen=True):
    """A meal as a source tells it; `key` names it among all the meals of `entry.source`.

    `sums_day` where it is all of a day in one, of which a source has one a day.
    """

    key: str
    entry: MealEntry
    sums_day: bool = False

    def __post_init__(self) -> None:
        if not self.key or self.entry.source == MANUAL:
            raise ValueError("an imported meal has a key, and a source that is not the person")


class Landed(StrEnum):
    """What became of an imported meal.

    `KEPT` is new, `AMENDED` took the place of what the same source said before, `KNOWN` says
    nothing new, `LOCKED` was amended or removed by the person, and stays as they left it, and
    `MERGED` is not shown, because what another source tells of the same is.
    """

    KEPT = "kept"
    AMENDED = "amended"
    KNOWN = "known"
    LOCKED = "locked"
    MERGED = "merged"


@final
class MealLanded(Struct, frozen=True, tag="landed"):
    """An imported meal that is in the diary, or once was; `shown` is the one it was merged with."""

    key: str
    id: MealId
    landed: Landed
    shown: MealId | None = None


@final
class DayToldInItems(Struct, frozen=True, tag="nutrition/day-told-in-items"):
    """The sum of a day of which the diary has the meals the same source told one by one."""

    day: LocalDate


CannotImportMeal: TypeAlias = CannotLogMeal | DayToldInItems


@final
class MealRefused(Struct, frozen=True, tag="refused"):
    """An imported meal that cannot be, and everything that is wrong with it."""

    key: str
    reasons: tuple[CannotImportMeal, ...]


ImportedItem: TypeAlias = MealLanded | MealRefused


@final
class MealsReceipt(Struct, frozen=True):
    """What became of each meal of a batch, in the order they came."""

    items: tuple[ImportedItem, ...]

    def landed(self, how: Landed) -> tuple[MealLanded, ...]:
        """Those that landed so."""
        return tuple(one for one in self.items if isinstance(one, MealLanded) and one.landed == how)

    @property
    def refused(self) -> tuple[MealRefused, ...]:
        """Those that were refused."""
        return tuple(one for one in self.items if isinstance(one, MealRefused))


@final
class MealsWithdrawn(Struct, frozen=True):
    """What became of meals a source takes back, by their keys; what is in neither was never told.

    `locked` are those the person amended or removed: they stay as they left them.
    """

    gone: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()


def imported_meal_id(person: PersonId, imported: ImportedMeal) -> MealId:
    """Name an imported meal: the same whenever the same source tells of it."""
    if imported.sums_day:
        return day_sum_id(person, imported.entry.source, LocalDate(imported.entry.eaten_at.date()))
    return told_meal_id(person, imported.entry.source, imported.key)


def told_meal_id(person: PersonId, source: SourceId, key: str) -> MealId:
    """Name the meal a source has a key for."""
    return MealId(uuid5(person, f"{source}\n{key}"))


def day_sum_id(person: PersonId, source: SourceId, day: LocalDate) -> MealId:
    """Name the sum of a day of a source."""
    return MealId(uuid5(person, f"{source}\nsum of a day\n{day.isoformat()}"))


def fate_of(said: Meal, current: Meal | None, past: Sequence[MealVersion]) -> Landed:
    """Decide what becomes of a meal a source tells of, beside what the diary has of it.

    The person's own word stands: a meal they amended is theirs, one they removed stays away.
    """
    if current is None and not past:
        return Landed.KEPT
    if is_locked(said.source, current, past):
        return Landed.LOCKED
    before = past[-1].meal if current is None else current
    return Landed.KNOWN if _content(said) == _content(before) else Landed.AMENDED


def is_locked(source: SourceId, current: Meal | None, past: Sequence[MealVersion]) -> bool:
    """Tell whether the person amended or removed a meal that a source told."""
    if current is not None:
        return current.source != source
    removed = any(one.ended_by is Change.REMOVED for one in past)
    return removed or any(one.meal.source != source for one in past[-1:])


def water_drunk(litres: float) -> StatedEntry:
    """Say so much water as a portion of a meal: one that holds nothing else, and is known to."""
    grams = litres * 1_000  # A litre of water weighs a kilogram, but for its temperature.
    nothing = ("energy_kcal", "protein_g", "carbohydrate_g", "fat_g", "fibre_g", "alcohol_g")
    return StatedEntry("Water", (("water_g", grams), *((name, 0.0) for name in nothing)), grams)


_Said: TypeAlias = tuple[str, FoodId | None, Mass | None, Served | None, Nutrients | None]


def _content(meal: Meal) -> tuple[MealKind, Instant, str | None, tuple[_Said, ...]]:
    """What a source said. Its zone is none of it: a day is decided once, when it is written."""
    return meal.kind, meal.eaten.at, meal.name, tuple(map(_said, meal.portions))


def _said(portion: Portion) -> _Said:
    # What the catalogue says of a food may change without the source having said anything new.
    held = portion.nutrients if portion.food is None else None
    return portion.name, portion.food, portion.mass, portion.served, held
