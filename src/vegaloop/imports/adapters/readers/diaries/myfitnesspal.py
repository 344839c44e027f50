"""MyFitnessPal: sums of meals, exercises, and reports of its website.

Rule 1: vitamins and minerals without a unit are percentages of a daily value, which is none of
ours: they are named and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at, column, place_of
from vegaloop.imports.adapters.readers.common.eating import (
    Plates,
    kind_named,
    portion_of,
    usual_time,
)
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.diaries.clocks import clock_in
from vegaloop.imports.adapters.readers.diaries.exercises import Exercise, Exercises
from vegaloop.imports.adapters.readers.diaries.figures import ENERGY, Figures
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.units import JOULES_PER_KCAL
from vegaloop.nutrition import MealKind

__all__ = ("MyFitnessPalExercises", "MyFitnessPalMeals", "MyFitnessPalReport")

_MAKER: Final = Maker(source_of("myfitnesspal"))
_DATES: Final = ("date", "datum", "fecha", "data")
_MEALS: Final = ("meal", "mahlzeit", "repas", "comida", "pasto", "refeição", "maaltijd", "måltid")
_TIMES: Final = ("time", "uhrzeit", "heure", "hora", "ora", "tijd")
_NOTES: Final = ("note", "note", "notiz", "notizen", "nota", "notas", "remarque", "notitie")
_ABOUT: Final = frozenset((*_DATES, *_MEALS, *_TIMES))
_EXERCISES: Final = (
    "exercise", "übung", "exercice", "ejercicio", "esercizio", "exercício", "oefening", "övning",
)  # fmt: skip
_BURNED: Final = ("calori", "calorí", "kalori", "kilojoul")
_MINUTES: Final = ("minut",)
_CORRECTION: Final = re.compile(r"calorie adjustment|kalorienanpassung|ajust\w* d\w+ calor")
_OF_FOODS: Final = frozenset(("name", "foodname", "quantity", "mealtype", "timestamp"))
# What it writes without a unit. Vitamins and minerals are not among it: those are percentages.
_KCAL, _GRAM, _MILLIGRAM = "kcal", "g", "mg"
_ENERGIES: Final = (
    "calories", "kalorien", "calorías", "calorie", "calorieën", "energy", "kalorier",
)  # fmt: skip
_GRAMS: Final = (
    "fat", "saturatedfat", "fiber", "fibre", "sugar", "sugars", "carbohydrates", "protein",
    "gesättigtefettsäuren", "gesättigtesfett", "ballaststoffe", "zucker", "eiweiß",
    "kohlenhydrate", "fett", "graissessaturées", "fibres", "sucres", "grasassaturadas", "fibra",
    "azúcar", "azúcares", "grassisaturi", "zuccheri", "verzadigdvet", "vezels", "suikers",
    "lipides", "glucides", "protéines", "grasas", "carbohidratos", "proteínas", "grassi",
    "carboidrati", "proteine", "vetten", "koolhydraten", "eiwitten",
)  # fmt: skip
_UNITS: Final = {
    **dict.fromkeys(_ENERGIES, _KCAL),
    **dict.fromkeys(_GRAMS, _GRAM),
    **dict.fromkeys(("sodium", "potassium", "natrium", "kalium", "sodio", "potasio"), _MILLIGRAM),
    "kilojoules": "kj",
}


@final
class MyFitnessPalMeals:
    """Reads Nutrition-Summary.csv: a line a meal."""

    kind: Final = "myfitnesspal"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names a date, a meal and figures, and no food."""
        for at, line in enumerate(first):
            names = set(map(column, line.cells))
            if names & set(_DATES) and names & set(_MEALS) and not names & _OF_FOODS:
                fields = {one.field for one in Figures(line.cells, _UNITS).known}
                if ENERGY in fields and len(fields) >= 3:
                    return at
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one meal after the other."""
        figures, unplaced = Figures(table.header.cells, _UNITS, _ABOUT), Unplaced()
        names = [column(cell) for cell in table.header.cells]
        places = [place_of(names, several) for several in (_DATES, _TIMES, _MEALS)]
        plates = Plates(_MAKER.source)
        for row in table:
            place = arrival.place(line=row.line)
            day, time, meal = (cell_at(row, at) for at in places)
            yield from figures.wrong(row.cells, place)
            figures.without_room(row.cells, place, unplaced)
            kind = kind_named(meal)
            when, usual = clock_in(day, time, usual_time(kind), arrival.profile)
            stated = figures.stated(row.cells)
            if not stated:
                unplaced.add("meal of nothing", place)
                continue
            portion = portion_of(meal or "Meal", stated)
            yield from plates.meals(
                place,
                when,
                [portion],
                key=f"{day}|{meal}|{time}",
                kind=kind or (MealKind.SNACK if usual else None),
                name="" if kind else meal,
                time_assumed=usual,
            )
        yield from unplaced.told()


@final
class MyFitnessPalExercises:
    """Reads Exercise-Summary.csv, which has no time of day."""

    kind: Final = "myfitnesspal"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names a date, an exercise, its energy and its minutes."""
        return next((n for n, line in enumerate(first) if -1 not in _of_exercise(line.cells)), None)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one exercise after the other; what a device corrects the energy by is none."""
        unplaced = Unplaced()
        exercises = Exercises(_MAKER.source, unplaced)
        places = _of_exercise(table.header.cells)
        note_at = place_of([column(cell) for cell in table.header.cells], _NOTES)
        in_kj = "kilojoul" in column(table.header.cells[places[2]])
        for row in table:
            place = arrival.place(line=row.line)
            day, name, energy, minutes = (cell_at(row, at) for at in places)
            if _CORRECTION.search(name.casefold()):
                unplaced.add("correction of the energy", place)
                continue
            burned = number_in(energy)
            if burned is not None and in_kj:
                burned = burned * 1_000 / JOULES_PER_KCAL
            one = Exercise(
                day=day,
                name=name,
                minutes=minutes,
                energy_kcal=burned,
                notes=cell_at(row, note_at),
            )
            yield from exercises.found(place, one, arrival.profile)
        yield from unplaced.told()


@final
class MyFitnessPalReport:
    """Reads the answer of a report: sums of days without a year, made of what meals tell."""

    kind: Final = "myfitnesspal"

    def fits(self, value: object) -> bool:
        """Tell by the names of a chart and its outcome."""
        report = Fields(value)
        return report.has("chartType", "category", "outcome") and "results" in report.within(
            "outcome"
        )

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Name the report, and count its days."""
        report = Fields(document.value)
        days = len(report.within("outcome").many("results"))
        title = report.text("title") or report.text("category")
        place = arrival.place(line=document.line)
        yield _MAKER.unsupported(place, f"report: {title}"[:60], max(1, days))


def _of_exercise(header: Sequence[str]) -> tuple[int, int, int, int]:
    """Where the date, the exercise, its energy and its minutes stand; -1 for what does not."""
    names = [column(cell) for cell in header]

    def place(parts: Sequence[str]) -> int:
        return next((n for n, name in enumerate(names) if any(p in name for p in parts)), -1)

    # `Date`, `Exercise`, `Type`, `Exercise Calories`, `Exercise Minutes`, in several languages.
    return place_of(names, _DATES), place_of(names, _EXERCISES), place(_BURNED), place(_MINUTES)
