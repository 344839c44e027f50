"""FreeStyle Libre and Libre Pro: the tables of LibreView and of the software before it.

Rule 1: the columns are known by what they hold, in whatever language: a date with a time, a type of
record from 0 to 6, and units; words are asked only what structure does not say.
Rule 2: the sensor's own readings, scans of it and strips of blood are three sources (IMP-51).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, is_stamp, order_in, time_in
from vegaloop.imports.adapters.readers.common.eating import Plates
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_in, unit_in
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Row, Table

__all__ = ("Libre",)

_KETONES: Final = ("keton", "ceton", "céton", "cetón", "cheton", "кетон", "κετόν", "케톤")
_DEVICES: Final = (
    "device", "meter", "gerät", "appareil", "lecteur", "dispositivo", "apparaat", "enhet", "enhed", "laite",
    "urządzenie", "aparelho", "zařízení", "cihaz", "eszköz", "zariadenie", "naprava",
)  # fmt: skip
_GRAMS: Final = re.compile(r"\(\s*(g|gr|gram\w*)\s*\)", re.IGNORECASE)
_GLUCOSE: Final = re.compile(r"(?:mg/dl|mmol/l)\s*\)?$", re.IGNORECASE)
_COUNTED: Final = "id"  # Of records, in the software for computers.
_INSULIN: Final = "insulin"
_NAMED: Final = {
    "3": "ketones",
    "4": _INSULIN,
    "5": "food without its carbohydrate",
    "6": "events without a value",
}
_INSTRUMENTS: Final = {"0": "", "1": "scan", "2": "strip"}
_TYPES: Final = frozenset("0123456789")


@final
class _Columns(Struct, frozen=True):
    """Where what stands; -1 where nothing does."""

    device: int
    time: int
    type: int
    carbohydrate: int
    glucose: tuple[tuple[int, GlucoseUnit], ...]


@final
class Libre:
    """Reads it."""

    kind: Final = "libre"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line with units, above times and types of records."""
        for number, line in enumerate(first):
            glucose = _glucose_columns(line.cells)
            if glucose:
                below = [one.cells for one in first[number + 1 :]]
                columns = _columns(line.cells, below)
                known = columns.time >= 0 and columns.type >= 0
                if any("(" in line.cells[at] for at, _ in glucose):
                    # Others write units in brackets as well, but not one kind of value a row.
                    return number if known and _is_one_each(glucose, first[number + 1 :]) else None
                return number if known or (not below and len(line.cells) > 4) else None
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one record after the other."""
        sample: list[tuple[str, ...]] = []

        def also(cells: tuple[str, ...]) -> None:
            if len(sample) < 500:
                sample.append(cells)

        orders = order_in(arrival, also)
        if orders.decided is DayOrder.UNDECIDED:
            rows = sum(1 for _ in table)
            place = arrival.place(line=table.header.number)
            yield NotTaken(place, "glucose", DayOrMonthFirst(orders.example), rows)
            return
        columns = _columns(table.header.cells, sample)
        unplaced = Unplaced()
        plates = Plates(source_of("libre"))
        for row in table:
            yield from _record(row, columns, orders.decided, arrival, plates, unplaced)
        yield from unplaced.told()


def _record(  # All of it is told of one row.
    row: Row,
    columns: _Columns,
    order: DayOrder,
    arrival: Arrival,
    plates: Plates,
    unplaced: Unplaced,
) -> Iterator[Found]:
    place = arrival.place(line=row.line)
    kind = cell_at(row, columns.type)
    if kind in _INSTRUMENTS:
        maker = _maker(cell_at(row, columns.device), _INSTRUMENTS[kind])
        when = time_in(cell_at(row, columns.time), order, arrival.profile)
        at, unit = _first_held(row, columns)
        yield glucose_in(cell_at(row, at), unit, maker, place, when)
        return
    grams = number_in(cell_at(row, columns.carbohydrate))
    if kind == "5" and grams is not None:
        when = time_in(cell_at(row, columns.time), order, arrival.profile)
        yield from plates.carbohydrate(place, when, grams)
    elif kind in _TYPES:
        unplaced.add(_NAMED.get(kind, f"record of type {kind}"), place)
    else:
        yield _odd(kind, place)


def _odd(kind: str, place: Place) -> NotTaken:
    wanted = "a type of record from 0 to 9"
    return Maker(source_of("libre")).misshapen(place, "glucose", "record type", kind, wanted)


@lru_cache(64)
def _maker(device: str, instrument: str) -> Maker:
    return Maker(source_of("libre", f"{device} {instrument}"))


def _first_held(row: Row, columns: _Columns) -> tuple[int, GlucoseUnit]:
    held = ((at, unit) for at, unit in columns.glucose if cell_at(row, at))
    return next(held, columns.glucose[0])


def _columns(header: Sequence[str], below: Sequence[Sequence[str]]) -> _Columns:
    glucose = _glucose_columns(header)
    taken = {at for at, _ in glucose}
    times, types = Counter[int](), Counter[int]()
    for cells in below:
        for at, cell in enumerate(cells[: len(header)]):
            if at not in taken and "(" not in header[at] and header[at].casefold() != _COUNTED:
                times[at] += is_stamp(cell)
                types[at] += cell in _TYPES
    grams = next((at for at, name in enumerate(header) if _GRAMS.search(name)), -1)
    device = next((at for at, name in enumerate(header) if name.casefold() in _DEVICES), -1)
    return _Columns(device, _most(times), _most(types), grams, glucose)


def _glucose_columns(header: Sequence[str]) -> tuple[tuple[int, GlucoseUnit], ...]:
    found: list[tuple[int, GlucoseUnit]] = []
    for at, name in enumerate(header):
        unit = unit_in(name)
        # A note may speak of a unit; a column's name ends with it.
        ends = _GLUCOSE.search(name)
        if unit is not None and ends and not any(one in name.casefold() for one in _KETONES):
            found.append((at, unit))
    return tuple(found)


def _is_one_each(glucose: Sequence[tuple[int, GlucoseUnit]], below: Sequence[Line]) -> bool:
    held = [sum(bool(cell_at(line, at)) for at, _ in glucose) for line in below]
    return len(glucose) > 1 and max(held, default=0) <= 1


def _most(counted: Counter[int]) -> int:
    (most, often), *_ = counted.most_common(1) or [(-1, 0)]
    return most if often else -1
