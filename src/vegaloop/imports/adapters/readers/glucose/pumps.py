"""What pumps export: Medtronic's CareLink and Tandem's t:connect, several sections in one table.

Rule 1: of a pump only concentrations and carbohydrate are taken; insulin is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at, column
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, order_in, time_in
from vegaloop.imports.adapters.readers.common.eating import Plates
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_in, unit_in
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Table

__all__ = ("CareLink", "Tandem")

_CARELINK: Final = {"index", "date", "time", "sensorglucose"}
_METERS: Final = ("bgreading", "bgsource", "sensorcalibrationbg")
_CARBOHYDRATE: Final = "bwzcarbinput"
_TANDEM: Final = {"devicetype", "serialnumber", "description", "eventdatetime"}
_DESCRIBED: Final = {"EGV": "", "BG": "meter"}


@final
class CareLink:
    """Reads CareLink's, whose header comes again with every section."""

    kind: Final = "carelink"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the first header, below what it says of the person."""
        return next((at for at, line in enumerate(first) if set(_bare(line)) >= _CARELINK), None)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one line after the other."""
        orders, unplaced = order_in(arrival), Unplaced()
        plates = Plates(source_of("carelink"))
        header, undecided = table.header, 0
        for row in table:
            line = Line(row.line, row.cells)
            if set(_bare(line)) >= _CARELINK:
                header = line
            elif orders.decided is DayOrder.UNDECIDED:
                undecided += 1
            elif not row.cells[0].startswith("---"):
                yield from _carelink(header, line, orders.decided, arrival, plates, unplaced)
        if undecided:
            place = arrival.place(line=table.header.number)
            yield NotTaken(place, "glucose", DayOrMonthFirst(orders.example), undecided)
        yield from unplaced.told()


@final
class Tandem:
    """Reads Tandem's: readings in the first section, what the pump gave in the others."""

    kind: Final = "tandem"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header of the readings."""
        return next((at for at, line in enumerate(first) if set(_bare(line)) >= _TANDEM), None)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one reading after the other."""
        places = {name: at for at, name in enumerate(_bare(table.header))}
        unit = next((u for name in table.header.cells if (u := unit_in(name))), GlucoseUnit.MG_DL)
        value_at = next((at for name, at in places.items() if name.startswith("reading")), -1)
        orders, unplaced = order_in(arrival), Unplaced()
        for row in table:
            line = Line(row.line, row.cells)
            described = cell_at(line, places["description"])
            place = arrival.place(line=row.line)
            if described not in _DESCRIBED:
                unplaced.add("pump event", place)
                continue
            maker = Maker(source_of("tandem", _DESCRIBED[described]))
            written = cell_at(line, places["eventdatetime"])
            when = time_in(written, orders.decided, arrival.profile)
            if orders.decided is DayOrder.UNDECIDED:
                yield NotTaken(place, "glucose", DayOrMonthFirst(orders.example))
            else:
                yield glucose_in(cell_at(line, value_at), unit, maker, place, when)
        yield from unplaced.told()


def _carelink(
    header: Line,
    line: Line,
    order: DayOrder,
    arrival: Arrival,
    plates: Plates,
    unplaced: Unplaced,
) -> Iterator[Found]:
    place, taken = arrival.place(line=line.number), False
    held = {name: cell for name, cell in zip(_bare(header), line.cells, strict=False) if cell}
    when = time_in(f"{held.get('date', '')} {held.get('time', '')}", order, arrival.profile)
    for name, cell in zip(header.cells, line.cells, strict=False):
        plain, unit = column(name.partition("(")[0]), unit_in(name)
        if not cell or unit is None:
            continue
        if plain == "sensorglucose":
            yield glucose_in(cell, unit, Maker(source_of("carelink")), place, when)
            taken = True
        elif plain in _METERS and not taken:
            yield glucose_in(cell, unit, Maker(source_of("carelink", "meter")), place, when)
            taken = True
    if _CARBOHYDRATE in held:
        grams = number_in(held[_CARBOHYDRATE])
        if grams != 0:  # The pump asks for it with each bolus.
            yield from plates.carbohydrate(place, when, grams)
        taken = True
    if not taken:
        unplaced.add("pump event", place)


def _bare(line: Line) -> list[str]:
    """The names of columns without their units and marks."""
    return [column(cell.partition("(")[0]) for cell in line.cells]
