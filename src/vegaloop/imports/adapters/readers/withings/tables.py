"""The tables of Withings' account export: weights, pressures, nights, activities, raw series.

Rule 1: a table is taken for Withings' own where no other has such columns, or where it has these and
no more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Final, TypeAlias, final

from vegaloop.biometrics import BodyFat, Instrument, Metric, SpO2, Value
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    pressure_of,
    skin_temperature_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker, source_of
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.records import Fields, json_in
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import Workout, recordings_of
from vegaloop.imports.adapters.readers.withings.columns import Columns
from vegaloop.imports.adapters.readers.withings.series import read_series, read_totals
from vegaloop.imports.adapters.readers.withings.sports import told_of
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Result

__all__ = ("READERS",)

ReadTable: TypeAlias = Callable[[Table, Arrival, Maker, Unplaced], Iterator[Found]]
ReadValue: TypeAlias = Callable[[float], Result[Value, OutOfRange]]

_PULSE: Final = ("date", "systolic", "diastolic", "pulse")
_COMPOSITION: Final = ("bone mass", "muscle mass", "hydration", "comments")


@final
class WithingsTable:
    """Reads one of the tables, known by columns that all must be there.

    Where `beside` is given, it may have these besides, and no other; it must, where `must_have`.
    """

    def __init__(
        self,
        kind: str,
        needed: Sequence[str],
        read: ReadTable,
        beside: Collection[str] | None = None,
        *,
        must_have: bool = False,
    ) -> None:
        self.kind = kind
        self._needed = needed
        self._read = read
        self._beside = beside
        self._must_have = must_have

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header in the first line."""
        if not first:
            return None
        columns = Columns(first[0].cells)
        known = columns.has(self._needed)
        if known and self._beside is not None:
            known = columns.has_no_more_than((*self._needed, *self._beside))
        if known and self._must_have:
            known = not columns.has_no_more_than(self._needed)
        return 0 if known else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read the rows."""
        unplaced = Unplaced()
        yield from self._read(table, arrival, Maker(source_of("withings")), unplaced)
        yield from unplaced.told()


def _weights(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    columns = Columns(table.header.cells)
    in_percent = columns.unit("fat mass") == "%"
    for row in table:
        place, when = _dated(row, columns, arrival)
        for name in columns.others(row, ("date", "weight", "fat mass")):
            unplaced.add(name, place)
        weight = columns.amount(row, "weight", Dimension.MASS)
        if weight is None:
            yield maker.unsupported(place, UNMEASURED)
            continue
        if isinstance(weight, Misshapen):
            yield NotTaken(place, "weight", weight)
            continue
        yield maker.reading(place, "weight", when, weight_of(weight))
        fat = columns.amount(row, "fat mass", Dimension.SHARE if in_percent else Dimension.MASS)
        if isinstance(fat, Misshapen):
            yield NotTaken(place, "body_fat", fat)
        elif fat is not None and weight > 0:
            percent = fat if in_percent else 100 * fat / weight
            share = BodyFat.of_percent(percent, instrument=Instrument.BIA)
            yield maker.reading(place, "body_fat", when, share)


def _pressures(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    columns = Columns(table.header.cells)
    for row in table:
        place, when = _dated(row, columns, arrival)
        for name in columns.others(row, _PULSE):
            unplaced.add(name, place)
        systolic = columns.amount(row, "systolic", Dimension.PRESSURE, "mmHg")
        diastolic = columns.amount(row, "diastolic", Dimension.PRESSURE, "mmHg")
        pulse = columns.amount(row, "pulse", Dimension.RATE, "bpm")
        wrong = [one for one in (systolic, diastolic, pulse) if isinstance(one, Misshapen)]
        yield from (NotTaken(place, "blood_pressure", one) for one in wrong)
        if isinstance(systolic, float) and isinstance(diastolic, float):
            yield maker.reading(place, "blood_pressure", when, pressure_of(systolic, diastolic))
        elif pulse is None and not wrong:
            given = ", ".join(row.cells)
            yield maker.misshapen(place, "blood_pressure", "Systolic", given, "both pressures")
        if isinstance(pulse, float) and pulse:
            yield maker.sample(place, Metric.HEART_RATE, when, pulse)


def _readings(
    key: str,
    dimension: Dimension,
    value_of: ReadValue,
    table: Table,
    arrival: Arrival,
    maker: Maker,
    unplaced: Unplaced,
) -> Iterator[Found]:
    """Read one measure of each moment."""
    columns, what = Columns(table.header.cells), key.rpartition(" ")[2]
    for row in table:
        place, when = _dated(row, columns, arrival)
        for name in columns.others(row, ("date", key)):
            unplaced.add(name, place)
        value = columns.amount(row, key, dimension)
        if value is None:
            yield maker.unsupported(place, UNMEASURED)
        elif isinstance(value, Misshapen):
            yield NotTaken(place, what, value)
        else:
            yield maker.reading(place, what, when, value_of(value))


def _nights(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    columns, stages = Columns(table.header.cells), ("light", "deep", "rem")
    for row in table:
        place = arrival.place(line=row.line)
        start, end = _span(row, columns, arrival)
        parts = [columns.amount(row, name, Dimension.TIME, "s") for name in stages]
        wrong = [part for part in parts if isinstance(part, Misshapen)]
        known = [part for part in parts if isinstance(part, float)]
        yield from (NotTaken(place, "sleep", one) for one in wrong)
        if not wrong:
            yield maker.sleep(place, start, end, slept_s=sum(known) if known else None)
        for name in columns.others(row, ("from", "to", *stages)):
            unplaced.add(name, place)


def _workouts(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    columns = Columns(table.header.cells)
    for row in table:
        place = arrival.place(line=row.line)
        start, end = _span(row, columns, arrival)
        told = Fields(json_in(columns.text(row, "numbers")))
        workout = Workout(
            sport=columns.text(row, "type"),
            start=start,
            told=told_of(told, seconds_between(start, end)),
            source=maker.source,
        )
        yield from recordings_of(place, workout)
        yield from told.told(place, "activity")
        if row.get("GPS"):
            unplaced.add("gps", place)


def _heights(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    columns = Columns(table.header.cells)
    for row in table:
        place, when = _dated(row, columns, arrival)
        for name in columns.others(row, ("date", "height")):
            unplaced.add(name, place)
        height_m = columns.amount(row, "height", Dimension.LENGTH)
        if isinstance(height_m, Misshapen):
            yield NotTaken(place, "height", height_m)
        else:
            yield from height_told(maker, place, height_m, when)


def _dated(row: Row, columns: Columns, arrival: Arrival) -> tuple[Place, Result[When, BadTime]]:
    written = columns.text(row, "date")
    return arrival.place(line=row.line), of_iso(written, arrival.profile, "Date")


def _span(
    row: Row, columns: Columns, arrival: Arrival
) -> tuple[Result[When, BadTime], Result[When, BadTime]]:
    start = of_iso(columns.text(row, "from"), arrival.profile, "from")
    return start, of_iso(columns.text(row, "to"), arrival.profile, "to")


def _of_one(key: str, dimension: Dimension, value_of: ReadValue) -> WithingsTable:
    read = partial(_readings, key, dimension, value_of)
    kind = f"withings_{key.replace(' ', '_')}"
    return WithingsTable(kind, ("date", key, "comments"), read, ())


_SERIES: Final = ("start", "duration", "value")
READERS: Final = (
    WithingsTable("withings_weight", ("date", "weight", "fat mass"), _weights),
    WithingsTable("withings_weight", ("date", "weight"), _weights, _COMPOSITION, must_have=True),
    WithingsTable("withings_pressure", _PULSE, _pressures, ("comments",)),
    _of_one("spo2", Dimension.SHARE, SpO2.of_percent),
    _of_one("body temperature", Dimension.TEMPERATURE, body_temperature_of),
    _of_one("skin temperature", Dimension.TEMPERATURE, skin_temperature_of),
    WithingsTable("withings_sleep", ("from", "to", "light", "deep"), _nights),
    WithingsTable("withings_activities", ("from", "to", "type", "numbers"), _workouts),
    WithingsTable("withings_series", _SERIES, read_series, ()),
    WithingsTable("withings_totals", ("date", "value"), read_totals, ()),
    WithingsTable("withings_height", ("date", "height"), _heights, ("comments",)),
)
