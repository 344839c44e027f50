"""The tables of Withings' account export: weights, pressures, nights, activities, raw series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, final

from vegaloop.biometrics import BodyFat, Instrument, Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import pressure_of, weight_of
from vegaloop.imports.adapters.readers.common.columns import bare, cell_at
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.records import Fields, json_in
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import Workout, recordings_of
from vegaloop.imports.adapters.readers.withings.days import told_of
from vegaloop.imports.adapters.readers.withings.series import read_series, read_totals
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.result import Result

__all__ = ("READERS",)

ReadTable: TypeAlias = Callable[[Table, Arrival, Maker, Unplaced], Iterator[Found]]

_DATES: Final = ("date", "datum", "fecha", "data", "日付")
_WEIGHTS: Final = ("weight", "gewicht", "poids", "peso", "体重")
_FATS: Final = ("fat mass", "fettmasse", "masse grasse", "masa grasa", "massa grassa", "vetmassa")
_SYSTOLIC: Final = ("systolic", "systolisch", "systole", "systolique", "sistolica", "sistólica")
_DIASTOLIC: Final = (
    "diastolic",
    "diastolisch",
    "diastole",
    "diastolique",
    "diastolica",
    "diastólica",
)
_PULSES: Final = ("heart rate", "herzfrequenz", "fréquence cardiaque", "frecuencia cardíaca")


@final
class WithingsTable:
    """Reads one of the tables, known by columns that all must be there."""

    def __init__(self, kind: str, columns: Sequence[Sequence[str]], read: ReadTable) -> None:
        self.kind = kind
        self._columns = columns
        self._read = read

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header in the first line."""
        if not first:
            return None
        names = {bare(cell) for cell in first[0].cells}
        known = all(any(one in names for one in several) for several in self._columns)
        return 0 if known else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read the rows."""
        unplaced = Unplaced()
        yield from self._read(table, arrival, Maker(source_of("withings")), unplaced)
        yield from unplaced.told()


def _weights(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    weight_at, fat_at = _place_of(table, _WEIGHTS), _place_of(table, _FATS)
    per_unit = _unit_of(table, weight_at)
    for row in table:
        place, when = _dated(row, table, arrival)
        weight = _number_at(row, weight_at)
        if weight is None:
            given = cell_at(row, weight_at)
            if given:
                yield maker.misshapen(place, "weight", "weight", given, "a number")
            else:
                yield maker.unsupported(place, UNMEASURED)
            continue
        yield maker.reading(place, "weight", when, weight_of(weight * per_unit))
        fat = _number_at(row, fat_at)
        if fat is not None and weight > 0:
            share = BodyFat.of_percent(100 * fat / weight, instrument=Instrument.BIA)
            yield maker.reading(place, "body_fat", when, share)
        for at, name in enumerate(table.header.cells):
            known = at in {weight_at, fat_at, _place_of(table, _DATES)}
            if not known and cell_at(row, at) and "(" in name:
                unplaced.add(bare(name), place)


def _pressures(table: Table, arrival: Arrival, maker: Maker, _: Unplaced) -> Iterator[Found]:
    places = [_place_of(table, names) for names in (_SYSTOLIC, _DIASTOLIC, _PULSES)]
    for row in table:
        place, when = _dated(row, table, arrival)
        systolic, diastolic, pulse = (_number_at(row, at) for at in places)
        if systolic is not None and diastolic is not None:
            yield maker.reading(place, "blood_pressure", when, pressure_of(systolic, diastolic))
        elif pulse is None:
            given = ", ".join(row.cells)
            yield maker.misshapen(place, "blood_pressure", "Systolic", given, "both pressures")
        if pulse:
            yield maker.sample(place, Metric.HEART_RATE, when, pulse)


def _nights(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    for row in table:
        place = arrival.place(line=row.line)
        start = of_iso(row.get("from"), arrival.profile, "from")
        end = of_iso(row.get("to"), arrival.profile, "to")
        parts = [number_in(row.get(name)) for name in ("light (s)", "deep (s)", "rem (s)")]
        known = [part for part in parts if part is not None]
        yield maker.sleep(place, start, end, slept_s=sum(known) if known else None)
        for name in ("Average heart rate", "Snoring (s)", "Night events"):
            if row.get(name):
                unplaced.add(bare(name), place)


def _workouts(table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced) -> Iterator[Found]:
    for row in table:
        place = arrival.place(line=row.line)
        start = of_iso(row.get("from"), arrival.profile, "from")
        elapsed_s = seconds_between(start, of_iso(row.get("to"), arrival.profile, "to"))
        told = Fields(json_in(row.get("Data")))
        workout = Workout(
            sport=row.get("Activity type"),
            start=start,
            told=told_of(told, elapsed_s),
            source=maker.source,
        )
        yield from recordings_of(place, workout)
        yield from told.told(place, "activity")
        if row.get("GPS"):
            unplaced.add("gps", place)


def _heights(table: Table, arrival: Arrival, _: Maker, unplaced: Unplaced) -> Iterator[Found]:
    for row in table:
        unplaced.add("height", arrival.place(line=row.line))
    yield from ()


def _dated(row: Row, table: Table, arrival: Arrival) -> tuple[Place, Result[When, BadTime]]:
    written = cell_at(row, _place_of(table, _DATES))
    return arrival.place(line=row.line), of_iso(written, arrival.profile, "Date")


def _place_of(table: Table, names: Sequence[str]) -> int:
    cells = [bare(cell) for cell in table.header.cells]
    return next((at for at, cell in enumerate(cells) if cell in names), -1)


def _unit_of(table: Table, at: int) -> float:
    inside = table.header.cells[at].partition("(")[2].rstrip(")").strip().casefold()
    return amount_in(Dimension.MASS, 1.0, inside) or 1.0


def _number_at(row: Row, at: int) -> float | None:
    return number_in(cell_at(row, at))


READERS: Final = (
    WithingsTable("withings_weight", (_DATES, _WEIGHTS, _FATS), _weights),
    WithingsTable("withings_pressure", (_DATES, _SYSTOLIC, _DIASTOLIC, _PULSES), _pressures),
    WithingsTable("withings_sleep", (("from",), ("to",), ("light",), ("deep",)), _nights),
    WithingsTable("withings_activities", (("from",), ("to",), ("activity type",)), _workouts),
    WithingsTable("withings_series", (("start",), ("duration",), ("value",)), read_series),
    WithingsTable("withings_totals", (("date",), ("value",)), read_totals),
    WithingsTable("withings_height", (_DATES, ("height", "größe", "taille", "altura")), _heights),
)
