"""CGMacros: two sensors, a heart rate and meals in one line a minute.

Rule 1: of a meal counts the share that was eaten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, order_in, time_in
from vegaloop.imports.adapters.readers.common.eating import Plates, kind_named, portion_of
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_in, unit_in
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.result import Result
from vegaloop.nutrition import Nutrient

__all__ = ("CgMacros",)

_SENSORS: Final = ("libregl", "dexcomgl")
_MINUTE_S: Final = 60.0
_FIGURES: Final = {
    "calories": "energy_kcal",
    "carbs": Nutrient.CARBOHYDRATE.field,
    "protein": Nutrient.PROTEIN.field,
    "fat": Nutrient.FAT.field,
    "fiber": Nutrient.FIBRE.field,
}
_WITHOUT_ROOM: Final = {
    "caloriesactivity": "total energy",
    "mets": "metabolic equivalents",
    "intensity": "intensity",
    "imagepath": "pictures",
}
_HEART: Final = Maker(source_of("cgmacros"))


@final
class CgMacros:
    """Reads it."""

    kind: Final = "cgmacros"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names both, or one, of the sensors and the meals."""
        for number, line in enumerate(first):
            names = {column(cell) for cell in line.cells}
            if "timestamp" in names and "mealtype" in names and names & set(_SENSORS):
                return number
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one minute after the other."""
        orders = order_in(arrival)
        if orders.decided is DayOrder.UNDECIDED:
            rows = sum(1 for _ in table)
            place = arrival.place(line=table.header.number)
            yield NotTaken(place, "glucose", DayOrMonthFirst(orders.example), rows)
            return
        names = [column(cell) for cell in table.header.cells]
        units = {
            name: unit_in(cell) or GlucoseUnit.MG_DL
            for name, cell in zip(names, table.header.cells, strict=True)
        }
        plates, unplaced = Plates(source_of("cgmacros")), Unplaced()
        for row in table:
            place = arrival.place(line=row.line)
            held = {name: cell for name, cell in zip(names, row.cells, strict=False) if cell}
            when = time_in(held.get("timestamp", ""), orders.decided, arrival.profile)
            for sensor in _SENSORS:
                if sensor in held:
                    maker = Maker(source_of("cgmacros", sensor.removesuffix("gl")))
                    yield glucose_in(held[sensor], units[sensor], maker, place, when)
            yield from _rest(Fields(held), place, when, plates)
            for name, what in _WITHOUT_ROOM.items():
                if name in held:
                    unplaced.add(what, place)
        yield from unplaced.told()


def _rest(
    record: Fields, place: Place, when: Result[When, BadTime], plates: Plates
) -> Iterator[Found]:
    rate = record.number("hr")
    if rate is not None:
        yield _HEART.sample(place, Metric.HEART_RATE, when, rate, _MINUTE_S)
    figures = {field: record.number(name) for name, field in _FIGURES.items()}
    stated = {field: value for field, value in figures.items() if value is not None}
    if stated or "mealtype" in record:
        percent = record.number("amountconsumed")
        share = 1.0 if percent is None else percent / 100
        if not 0 < share <= 1:
            given, wanted = percent, "a share above 0, to 100 %"
            yield _HEART.misshapen(place, "meal", "amount consumed", given, wanted)
            return
        name = record.text("mealtype")
        eaten = [(field, value * share) for field, value in stated.items() if value >= 0]
        portion = portion_of(name or "Meal", eaten)
        yield from plates.meals(place, when, [portion], kind=kind_named(name), name=name)
    yield from record.told(place, "meal")
