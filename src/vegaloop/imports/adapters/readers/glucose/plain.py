"""A table of times and concentrations, as people and researchers write one.

Rule 1: a file that does not say its unit is in the one its greatest number can be in.
Rule 2: a table of several people is nobody's (IMP-32).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import column, place_of
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, order_in, time_in
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_ms, of_epoch_s
from vegaloop.imports.adapters.readers.glucose.clarity import Clarity
from vegaloop.imports.adapters.readers.glucose.libre import Libre
from vegaloop.imports.adapters.readers.glucose.macros import CgMacros
from vegaloop.imports.adapters.readers.glucose.nightscout import NightscoutReport
from vegaloop.imports.adapters.readers.glucose.pumps import CareLink, Tandem
from vegaloop.imports.adapters.readers.glucose.values import (
    glucose_in,
    unit_in,
    unit_of_numbers,
)
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result

__all__ = ("PlainGlucose",)

_OTHERS: Final = (Libre(), Clarity(), NightscoutReport(), CareLink(), Tandem(), CgMacros())
_COLUMNS_MOST: Final = 12
_PEOPLE_MOST: Final = 10_000
_EPOCH_S_LEAST: Final = 1e8  # March 1973: what is less is a count of something else.
_EPOCH_MS_LEAST: Final = 1e11
_STAMPS: Final = frozenset(
    (
        "timestamp", "datetime", "dateandtime", "fechayhora", "fechahora", "marcatemporal",
        "marcadetiempo", "zeitstempel", "datumundzeit", "datumuhrzeit", "zeitpunkt", "horodatage",
        "dateetheure", "dateheure", "dataeora", "datahora", "tijdstempel", "datumentijd",
        "devicetimestamp", "eventdatetime", "localtime", "displaytime", "measuredat",
    )
)  # fmt: skip
_DATES: Final = frozenset(
    ("date", "datum", "tag", "fecha", "data", "day", "dato", "dag", "jour", "päivämäärä")
)
_TIMES: Final = frozenset(
    ("time", "zeit", "uhrzeit", "hora", "heure", "ora", "tijd", "tid", "klokkeslett", "aika")
)
_GLUCOSES: Final = frozenset(
    (
        "glucose", "gl", "bg", "bgglucose", "cgm", "sgv", "udtcgms", "bloodglucose", "bloodsugar", "sensorglucose",
        "glucosevalue", "glucoselevel", "cgmglucose", "cgmglucosevalue", "glucosereading",
        "glucosa", "valordelsensor", "valordeglucosa", "niveldeglucosa", "glucosaensangre",
        "glukose", "glukosewert", "blutzucker", "sensorglukose", "glycémie", "glycemie",
        "valeurdeglycémie", "tauxdeglucose", "glicemia", "glucosio", "glicose", "bloedglucose",
        "blodsocker", "blodsukker", "glukos", "glukoosi", "verensokeri",
    )
)  # fmt: skip
_PEOPLE: Final = frozenset(
    ("id", "subject", "subjectid", "patient", "patientid", "participant", "participantid", "ptid")
)
_UNITS: Final = frozenset(("unit", "units", "einheit", "unité", "unidad"))


@final
class PlainGlucose:
    """Reads a table that has nothing but a time, a concentration and perhaps a person."""

    kind: Final = "glucose"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header, where no vendor's table has it."""
        found = (at for at, line in enumerate(first) if _Columns(line.cells).known)
        at = next(found, None)
        if at is None or any(one.header_of(first) is not None for one in _OTHERS):
            return None
        return at

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one line after the other."""
        columns = _Columns(table.header.cells)
        seen = _Seen(columns)
        orders = order_in(arrival, seen.see)
        place = arrival.place(line=table.header.number)
        if len(seen.people) > 1 and len(seen.people) < seen.rows:
            yield NotTaken(place, "glucose", SeveralPeople(len(seen.people)), seen.rows)
            return
        if orders.decided is DayOrder.UNDECIDED:
            rows = sum(1 for _ in table)
            yield NotTaken(place, "glucose", DayOrMonthFirst(orders.example), rows)
            return
        maker = Maker(source_of("glucose"))
        usual = columns.unit or unit_of_numbers(seen.greatest)
        for row in table:
            unit = unit_in(columns.cell(row, columns.units)) or usual
            when = _time(columns.time_of(row), orders.decided, arrival.profile)
            cell = columns.cell(row, columns.glucose)
            yield glucose_in(cell, unit, maker, arrival.place(line=row.line), when)


@final
class _Columns:
    """Where what stands; -1 where nothing does."""

    def __init__(self, header: Sequence[str]) -> None:
        bare = [column(_without_unit(name)) for name in header]
        self.glucose = -1
        for at, name in enumerate(bare):
            named = name in _GLUCOSES and _is_of_glucose(header[at])
            if named and self.glucose < 0:
                self.glucose = at
        self.unit = unit_in(header[self.glucose]) if self.glucose >= 0 else None
        self.stamp, self.date = place_of(bare, _STAMPS), place_of(bare, _DATES)
        self.time, self.person = place_of(bare, _TIMES), place_of(bare, _PEOPLE)
        self.units = place_of(bare, _UNITS)
        timed = max(self.stamp, self.date, self.time) >= 0
        self.known = self.glucose >= 0 and timed and len(header) <= _COLUMNS_MOST

    def cell(self, row: Row, at: int) -> str:
        """The cell of a column; empty where there is none."""
        return row.cells[at] if 0 <= at < len(row.cells) else ""

    def time_of(self, row: Row) -> str:
        """The time of a line, put together of its date and its clock where they stand apart."""
        stamp = self.cell(row, self.stamp)
        return stamp or f"{self.cell(row, self.date)} {self.cell(row, self.time)}".strip()


@final
class _Seen:
    """What a first look through a table tells."""

    def __init__(self, columns: _Columns) -> None:
        self._columns = columns
        self._below = False
        self.rows = 0
        self.greatest = 0.0
        self.people: set[str] = set()

    def see(self, cells: tuple[str, ...]) -> None:
        """Look at a line."""
        if not self._below:
            self._below = _Columns(cells).known
            return
        self.rows += any(cells)
        glucose, person = self._columns.glucose, self._columns.person
        if glucose < len(cells) and cells[glucose]:
            self.greatest = max(self.greatest, number_in(cells[glucose]) or 0.0)
        if 0 <= person < len(cells) and cells[person] and len(self.people) < _PEOPLE_MOST:
            self.people.add(cells[person])


def _time(written: str, order: DayOrder, profile: Profile) -> Result[When, BadTime]:
    if not written[:1].isdigit():
        return time_in(written, order, profile)
    number = number_in(written) if written.replace(".", "", 1).isascii() else None
    if number is not None and number >= _EPOCH_MS_LEAST:
        return of_epoch_ms(number, profile)
    if number is not None and number >= _EPOCH_S_LEAST:
        return of_epoch_s(number, profile)
    return time_in(written, order, profile)


def _without_unit(name: str) -> str:
    plain = name.partition("(")[0].partition("[")[0]
    for ending in ("mg/dl", "mg_dl", "mgdl", "mmol/l", "mmol_l", "mmol"):
        if plain.casefold().endswith(ending):
            plain = plain[: -len(ending)]
    return plain


def _is_of_glucose(name: str) -> bool:
    """Whether a column may be of a concentration: foods have glucose by the gram."""
    return unit_in(name) is not None or not any(mark in name for mark in "([")
