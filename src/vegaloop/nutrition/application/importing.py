"""The unit of work that keeps a batch of imported meals: each once, each day added up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import final

from msgspec import Struct
from msgspec.structs import replace

from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.nutrition.application import units
from vegaloop.nutrition.application.merging import merged_on
from vegaloop.nutrition.application.ports import Diary
from vegaloop.nutrition.domain.importing import (
    DayToldInItems,
    ImportedItem,
    ImportedMeal,
    Landed,
    MealLanded,
    MealRefused,
    MealsReceipt,
    MealsWithdrawn,
    day_sum_id,
    fate_of,
    is_locked,
    told_meal_id,
)
from vegaloop.nutrition.domain.meal import (
    MEALS_A_DAY_MOST,
    CannotLogMeal,
    Change,
    DayFull,
    Meal,
    MealId,
    MealVersion,
)

__all__ = ("Told", "imported", "told_of", "withdrawn")


@final
class Told(Struct, frozen=True):
    """A meal as its source tells it: its name there, and the sum of its day if it is not that."""

    key: str
    meal: Meal
    day_sum: MealId | None


def told_of(
    person: PersonId,
    imported: ImportedMeal,
    decided: Result[Meal, tuple[CannotLogMeal, ...]],
) -> Told | MealRefused:
    """Join what was decided of a meal with what its source says of it."""
    match decided:
        case Success(meal) if imported.sums_day:
            return Told(imported.key, meal, None)
        case Success(meal):
            return Told(imported.key, meal, day_sum_id(person, meal.source, meal.local_date))
        case Failure(reasons):
            return MealRefused(imported.key, reasons)


def imported(
    diary: Diary, person: PersonId, told: Sequence[Told | MealRefused], now: Instant
) -> MealsReceipt:
    """Keep what is new in a batch, and tell of each what became of it."""
    days = _Days(diary, person, now)
    meals = [one for one in told if isinstance(one, Told)]
    sums = {one.day_sum for one in meals if one.day_sum is not None}
    ever = set(diary.ever({one.meal.id for one in meals} | sums))
    items: list[ImportedItem] = []
    for one in told:
        match one:
            case MealRefused():
                items.append(one)
            case Told():
                # Most meals of an import are new, and of a new one there is nothing to look up.
                seen = _Seen() if one.meal.id not in ever else _seen(diary, one.meal.id)
                ever.add(one.meal.id)
                items.append(_landed(diary, days, one, seen, now))
                if one.day_sum in ever:
                    _unsum(diary, days, one, now)
    shown_for = days.add_up()
    return MealsReceipt(tuple(_merged(one, shown_for) for one in items))


def withdrawn(
    diary: Diary, person: PersonId, source: SourceId, keys: Sequence[str], now: Instant
) -> MealsWithdrawn:
    """Take out meals their source deleted, with all it ever said of them. Rule NUT-201."""
    days = _Days(diary, person, now)
    gone: list[str] = []
    locked: list[str] = []
    for key in sorted({*keys}):
        id_ = told_meal_id(person, source, key)
        seen = _seen(diary, id_)
        if is_locked(source, seen.current, seen.past):
            locked.append(key)
        elif seen.former is not None:
            diary.forget(id_)
            days.change(seen.former.local_date, 0 if seen.current is None else -1)
            gone.append(key)
    days.add_up()
    return MealsWithdrawn(tuple(gone), tuple(locked))


def _merged(item: ImportedItem, shown_for: Mapping[MealId, MealId]) -> ImportedItem:
    match item:
        case MealLanded(landed=Landed.KEPT | Landed.AMENDED) if item.id in shown_for:
            return replace(item, landed=Landed.MERGED, shown=shown_for[item.id])
        case MealLanded() | MealRefused():
            return item


@final
class _Seen(Struct, frozen=True):
    """What the diary has of an imported meal, and what it was."""

    current: Meal | None = None
    past: tuple[MealVersion, ...] = ()

    @property
    def former(self) -> Meal | None:
        """What its source said of it before."""
        return self.past[-1].meal if self.current is None and self.past else self.current


def _seen(diary: Diary, id: MealId) -> _Seen:
    return _Seen(diary.meal(id), diary.versions(id))


@final
class _Days:
    """How many meals the days of a batch have, and which of them have to be added up."""

    __slots__ = ("_diary", "_meals", "_now", "_person")

    def __init__(self, diary: Diary, person: PersonId, now: Instant) -> None:
        self._diary, self._person, self._now = diary, person, now
        self._meals: dict[LocalDate, int] = {}

    def is_full(self, day: LocalDate) -> bool:
        """Whether a day has no room, also when what is told twice is shown once."""
        if self._count(day) >= MEALS_A_DAY_MOST:
            merged_on(self._diary, self._person, day, self._now)
            self._meals[day] = len(self._diary.meals_on(day))
        return self._meals[day] >= MEALS_A_DAY_MOST

    def change(self, day: LocalDate, by: int) -> None:
        """Note that a day has so many meals more, or fewer."""
        self._meals[day] = self._count(day) + by

    def add_up(self) -> dict[MealId, MealId]:
        """Add up every day that was looked at, and tell what is shown for what is not."""
        shown_for: dict[MealId, MealId] = {}
        for day in self._meals:
            shown_for |= merged_on(self._diary, self._person, day, self._now)
            self._diary.put(self._diary.log(day).of_meals(self._diary.meals_on(day)))
        return shown_for

    def _count(self, day: LocalDate) -> int:
        if day not in self._meals:
            self._meals[day] = self._diary.log(day).meals
        return self._meals[day]


def _landed(diary: Diary, days: _Days, told: Told, seen: _Seen, now: Instant) -> ImportedItem:
    said, current = told.meal, seen.current
    if told.day_sum is None and _in_items(diary, said):
        return MealRefused(told.key, (DayToldInItems(said.local_date),))
    landed = fate_of(said, current, seen.past)
    match landed:
        case Landed.KNOWN | Landed.LOCKED | Landed.MERGED:
            return MealLanded(told.key, said.id, landed)
        case Landed.KEPT | Landed.AMENDED:
            moves = current is None or current.local_date != said.local_date
            if moves and days.is_full(said.local_date):
                return MealRefused(told.key, (DayFull(said.local_date, MEALS_A_DAY_MOST),))
            if current is not None:
                units.taken_out(diary, current, Change.AMENDED, now)
                days.change(current.local_date, -1)
            elif seen.former is not None:
                days.change(seen.former.local_date, 0)
            diary.add(said if seen.former is None else said.following(seen.former))
            days.change(said.local_date, 1)
            return MealLanded(told.key, said.id, landed)


def _in_items(diary: Diary, sum_of_day: Meal) -> bool:
    """Whether the diary has other meals of the source that day."""
    of_day = diary.meals_on(sum_of_day.local_date)
    return any(one.source == sum_of_day.source and one.id != sum_of_day.id for one in of_day)


def _unsum(diary: Diary, days: _Days, told: Told, now: Instant) -> None:
    """Take out the sum of a day one of whose meals is there, but not one the person made theirs."""
    day_sum = None if told.day_sum is None else diary.meal(told.day_sum)
    if day_sum is not None and day_sum.source == told.meal.source and diary.meal(told.meal.id):
        units.taken_out(diary, day_sum, Change.REMOVED, now)
        days.change(day_sum.local_date, -1)
