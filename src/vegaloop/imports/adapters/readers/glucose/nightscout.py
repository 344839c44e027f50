"""Nightscout's tables: the entries as its API writes them, and reports of two sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, Orders, order_in, time_in
from vegaloop.imports.adapters.readers.common.eating import Plates
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import of_epoch_ms
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_in, unit_in
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Table

__all__ = ("NightscoutLines", "NightscoutReport")

_CELLS: Final = (4, 5, 6)  # Time, milliseconds, glucose, direction, device, and a comma behind.
_LOOKED_AT: Final = 5
_DIRECTIONS: Final = frozenset(
    [
        "flat",
        "fortyfiveup",
        "fortyfivedown",
        "singleup",
        "singledown",
        "doubleup",
        "doubledown",
        "tripleup",
        "tripledown",
        "none",
        "not",
        "computable",
        "rate",
        "out",
        "of",
        "range",
        "notcomputable",
        "rateoutofrange",
    ]
)
_METER: Final = "mbg"


@final
class NightscoutLines:
    """Reads entries without a header: an ISO time, the same in milliseconds, mg/dL, a direction."""

    kind: Final = "nightscout"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Say that there is none where the lines are entries."""
        likely = [_is_entry(line.cells) for line in first[:_LOOKED_AT] if any(line.cells)]
        return -1 if sum(likely) * 2 > len(likely) else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one entry after the other."""
        for row in table:
            place = arrival.place(line=row.line)
            cells = (*row.cells, "", "", "", "", "")
            maker = Maker(source_of("nightscout", cells[4]))
            epoch_ms = number_in(cells[1])
            if epoch_ms is None:
                yield maker.misshapen(place, "glucose", "date", cells[1], "milliseconds since 1970")
            else:
                when = of_epoch_ms(epoch_ms, arrival.profile, "date")
                yield glucose_in(cells[2], GlucoseUnit.MG_DL, maker, place, when)


@final
class NightscoutReport:
    """Reads a table of entries, and one of treatments below it."""

    kind: Final = "nightscout"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header of either section."""
        found = (at for at, line in enumerate(first) if _section(line.cells) is not None)
        return next(found, None)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one section after the other."""
        orders = order_in(arrival)
        unplaced, plates = Unplaced(), Plates(source_of("nightscout"))
        section = _section(table.header.cells) or _Section(())
        undecided = 0
        for row in table:
            begun = _section(row.cells)
            if begun is not None:
                section = begun
            elif orders.decided is DayOrder.UNDECIDED:
                undecided += 1
            elif not row.cells[0].startswith("#"):
                line = Line(row.line, row.cells)
                yield from section.read(line, orders, arrival, plates, unplaced)
        if undecided:
            place = arrival.place(line=table.header.number)
            yield NotTaken(place, "glucose", DayOrMonthFirst(orders.example), undecided)
        yield from unplaced.told()


@final
class _Section:
    """The columns of a section."""

    def __init__(self, header: Sequence[str]) -> None:
        self._places = {column(name.partition("(")[0]): at for at, name in enumerate(header)}
        units = (unit_in(name) for name in header)
        self.unit = next((unit for unit in units if unit is not None), None)

    def has(self, *names: str) -> bool:
        """Tell whether it has all these columns."""
        return all(name in self._places for name in names)

    def read(
        self, line: Line, orders: Orders, arrival: Arrival, plates: Plates, unplaced: Unplaced
    ) -> Iterator[Found]:
        """Read a line of it."""
        place = arrival.place(line=line.number)
        written = f"{self._cell(line, 'date')} {self._cell(line, 'time')}".strip()
        when = time_in(written, orders.decided, arrival.profile)
        if self.unit is not None:
            device = self._cell(line, "device")
            meter = " meter" if self._cell(line, "type") == _METER else ""
            maker = Maker(source_of("nightscout", f"{device}{meter}"))
            yield glucose_in(self._cell(line, "glucose"), self.unit, maker, place, when)
            return
        grams = number_in(self._cell(line, "carbs"))
        if grams is not None and grams > 0:
            name, key = self._cell(line, "note"), self._cell(line, "id")
            yield from plates.carbohydrate(place, when, grams, name, key)
        if grams is None or not grams > 0 or self._cell(line, "insulin"):
            kind = self._cell(line, "eventtype") or "other"
            unplaced.add(f"treatment: {kind.casefold()}", place)

    def _cell(self, line: Line, name: str) -> str:
        at = self._places.get(name, -1)
        return line.cells[at] if 0 <= at < len(line.cells) else ""


def _section(cells: Sequence[str]) -> _Section | None:
    """The columns a header of either section names; None where it is none."""
    if not cells or cells[0][:1].isdigit():
        return None
    section = _Section(cells)
    if section.has("date", "time", "glucose", "type") and section.unit is not None:
        return section
    return section if section.has("date", "time", "eventtype", "insulin", "carbs") else None


def _is_entry(cells: Sequence[str]) -> bool:
    if len(cells) not in _CELLS or cells[0][4:5] != "-" or cells[0][10:11] not in ("T", " "):
        return False
    epoch_ms, value = number_in(cells[1]), number_in(cells[2])
    return epoch_ms is not None and epoch_ms > 1e11 and value is not None and not any(cells[5:])
