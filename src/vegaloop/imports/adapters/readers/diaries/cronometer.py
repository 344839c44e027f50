"""Cronometer's diary: servings, and the sums of days.

Rule 1: servings of one day, group and time are one meal.
Rule 2: the sum of a day is taken only where no serving of it came along (IMP-55).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at, column, header_with
from vegaloop.imports.adapters.readers.common.days import date_in
from vegaloop.imports.adapters.readers.common.eating import (
    Plates,
    kind_named,
    portion_of,
    usual_time,
)
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.diaries.beside import told_beside
from vegaloop.imports.adapters.readers.diaries.clocks import clock_in
from vegaloop.imports.adapters.readers.diaries.figures import Figures, mass_in_g
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition import MealKind, StatedEntry

__all__ = ("CronometerDays", "CronometerServings")

Meals: TypeAlias = dict[tuple[str, str, str], tuple[Place, list[StatedEntry]]]

_MEALS_MOST: Final = 30  # Of a day.
_MAKER: Final = Maker(source_of("cronometer"))
_SERVING: Final = frozenset(("day", "foodname", "amount"))
_ABOUT: Final = frozenset(("day", "time", "group", "foodname", "amount", "category"))
_DAY: Final = frozenset(("date", "energykcal", "completed"))
_DAY_PLAIN: Final = frozenset(("date", "energykcal", "proteing", "netcarbsg"))
_DAY_ABOUT: Final = frozenset(("date", "completed"))
_SUM: Final = "Sum of the day"
_LOOKED_AT: Final = 3


@final
class CronometerServings:
    """Reads servings.csv."""

    kind: Final = "cronometer"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names the day, the food and how much of it."""
        return header_with(first, _SERVING)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read all servings, then tell the meals they make."""
        figures, unplaced = Figures(table.header.cells, {}, _ABOUT), Unplaced()
        places = {column(name): at for at, name in enumerate(table.header.cells)}
        meals: Meals = {}
        for row in table:
            place = arrival.place(line=row.line)
            day, time, group, name, amount = (
                cell_at(row, places.get(one, -1))
                for one in ("day", "time", "group", "foodname", "amount")
            )
            yield from figures.wrong(row.cells, place)
            figures.without_room(row.cells, place, unplaced)
            stated = figures.stated(row.cells)
            if not name and not stated:
                unplaced.add("serving of nothing", place)
                continue
            portion = portion_of(name, stated, mass_in_g(amount))
            meals.setdefault((day, time, group), (place, []))[1].append(portion)
        plates = Plates(_MAKER.source)
        for (day, time, group), (place, portions) in _fewer(meals).items():
            kind = kind_named(group)
            when, usual = clock_in(day, time, usual_time(kind), arrival.profile)
            yield from plates.meals(
                place,
                when,
                portions,
                key=f"{day}|{group}|{time}",
                kind=kind,
                name="" if kind else group,
                time_assumed=usual,
            )
        yield from unplaced.told()


@final
class CronometerDays:
    """Reads dailysummary.csv."""

    kind: Final = "cronometer"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names a day's energy and whether it is complete."""
        for at, line in enumerate(first):
            names = set(map(column, line.cells))
            if names >= _DAY or (names >= _DAY_PLAIN and "foodname" not in names):
                return at
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one day after the other."""
        figures, unplaced = Figures(table.header.cells, {}, _DAY_ABOUT), Unplaced()
        places = {column(name): at for at, name in enumerate(table.header.cells)}
        served, plates = told_beside(arrival, _days_in), Plates(_MAKER.source)
        for row in table:
            place, day = arrival.place(line=row.line), cell_at(row, places.get("date", -1))
            match date_in(day):
                case Failure(error):
                    yield NotTaken(place, "meal", error)
                    continue
                case Success(read) if read.isoformat() in served:
                    unplaced.add("total of a day with servings", place)
                    continue
                case Success():
                    pass
            stated = figures.stated(row.cells)
            yield from figures.wrong(row.cells, place)
            figures.without_room(row.cells, place, unplaced)
            if not any(number for _, number in stated):
                unplaced.add("day without an entry", place)
                continue
            when, usual = clock_in(day, "", usual_time(MealKind.LUNCH), arrival.profile)
            portions = [portion_of(_SUM, stated)]
            yield from plates.meals(
                place,
                when,
                portions,
                key=f"{day}|sum",
                kind=MealKind.SNACK,
                name=_SUM,
                time_assumed=usual,
                sums_day=True,
            )
        yield from unplaced.told()


def _fewer(meals: Meals) -> Meals:
    """Leave the times out of days on which each serving has its own, and too many had one."""
    each = Counter(day for day, _, _ in meals)
    found: Meals = {}
    first: dict[tuple[str, str], tuple[str, str, str]] = {}
    for key, (place, portions) in meals.items():
        day, _, group = key
        kept = first.setdefault((day, group), key) if each[day] > _MEALS_MOST else key
        found.setdefault(kept, (place, []))[1].extend(portions)
    return found


def _days_in(lines: Iterator[Line]) -> Iterator[str]:
    """The days of servings, where these lines are some."""
    at = -1
    for number, line in enumerate(lines):
        names = list(map(column, line.cells))
        if at >= 0:
            yield line.cells[at][:10] if at < len(line.cells) else ""
        elif set(names) >= _SERVING:
            at = names.index("day")
        elif number >= _LOOKED_AT:
            return
