"""Lose It!'s food log: a line a food."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.days import date_in, day_in
from vegaloop.imports.adapters.readers.common.eating import (
    Plates,
    kind_named,
    portion_of,
    usual_time,
)
from vegaloop.imports.adapters.readers.common.making import number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.diaries.clocks import clock_in
from vegaloop.imports.adapters.readers.diaries.exercises import Exercise, Exercises
from vegaloop.imports.adapters.readers.diaries.figures import Figures, mass_in_g
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition import MealKind, StatedEntry

__all__ = ("LoseIt",)

_SOURCE: Final = source_of("lose-it")
_NEEDED: Final = frozenset(("date", "name", "quantity", "units", "calories"))
_ABOUT: Final = frozenset(("date", "name", "icon", "type", "meal", "quantity", "units", "deleted"))
_UNITS: Final = {"calories": "kcal"}
_DELETED: Final = ("1", "true", "yes")
_NOT_FOOD: Final = "exercise"
_MINUTES_IN: Final = {"minute": 1.0, "min": 1.0, "hour": 60.0}


@final
class LoseIt:
    """Reads it."""

    kind: Final = "lose-it"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names a food, how much of it, and its meal."""
        for at, line in enumerate(first):
            names = set(map(column, line.cells))
            if names >= _NEEDED and names & {"meal", "type"}:
                return at
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read all foods, then tell the meals they make."""
        figures, unplaced = Figures(table.header.cells, _UNITS, _ABOUT), Unplaced()
        names = [column(cell) for cell in table.header.cells]
        exercises = Exercises(_SOURCE, unplaced)
        meals: dict[tuple[str, str], tuple[Place, list[StatedEntry]]] = {}
        for row in table:
            place = arrival.place(line=row.line)
            held = dict(zip(names, row.cells, strict=False))
            group = held.get("meal") or held.get("type", "")
            if held.get("deleted", "").casefold() in _DELETED:
                unplaced.add("deleted entry", place)
                continue
            day = day_in(held.get("date", ""))
            if group.casefold() == _NOT_FOOD:
                yield from exercises.found(place, _exercise(day, held), arrival.profile)
                continue
            match date_in(day):
                case Failure(error):
                    yield NotTaken(place, "meal", error)
                    continue
                case Success():
                    pass
            yield from figures.wrong(row.cells, place)
            figures.without_room(row.cells, place, unplaced)
            mass_g = mass_in_g(f"{held.get('quantity', '')} {held.get('units', '')}")
            stated = figures.stated(row.cells)
            if not stated:
                unplaced.add("serving of nothing", place)
                continue
            portion = portion_of(held.get("name", ""), stated, mass_g)
            meals.setdefault((day, group), (place, []))[1].append(portion)
        plates = Plates(_SOURCE)
        for (day, group), (place, portions) in meals.items():
            kind = kind_named(group)
            when, usual = clock_in(day, "", usual_time(kind), arrival.profile)
            yield from plates.meals(
                place,
                when,
                portions,
                key=f"{day}|{group}|",
                kind=kind or MealKind.SNACK,
                name="" if kind else group,
                time_assumed=usual,
            )
        yield from unplaced.told()


def _exercise(day: str, held: dict[str, str]) -> Exercise:
    """An exercise among the foods: its quantity is how long it was."""
    unit = held.get("units", "").casefold().rstrip("s")
    number, each = number_in(held.get("quantity", "")), _MINUTES_IN.get(unit)
    return Exercise(
        day=day,
        name=held.get("name", ""),
        minutes="" if number is None or each is None else f"{number * each:g}",
        energy_kcal=number_in(held.get("calories", "")),
    )
