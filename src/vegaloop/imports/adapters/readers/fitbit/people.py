"""Fitabase's daily tables, which researchers make of the Fitbit accounts of whole groups.

Rule 1: a table of several people is nobody's: none of it is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.days import day_sample
from vegaloop.imports.adapters.readers.common.itemwise import Rows
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.infrastructure.formats.csv import Line, Table

__all__ = ("Fitabase",)

_MAKER = Maker(source_of("fitbit", "fitabase"))


@final
class Fitabase:
    """Reads them, where they are of one person."""

    def __init__(self) -> None:
        self._rows = Rows("fitbit", [("Id", "ActivityDate", "TotalSteps")], _read_day)

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._rows.kind

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by its columns."""
        return self._rows.header_of(first)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read the days of the one person they are of."""
        rows = list(table)
        people = {row.get(_named(table, "id")) for row in rows}
        if len(people) > 1:
            place = arrival.place(line=table.header.number)
            yield NotTaken(place, "day", SeveralPeople(len(people)), len(rows))
            return
        again = Table(table.header, iter(Line(row.line, row.cells) for row in rows))
        yield from self._rows.read(again, arrival)


def _named(table: Table, name: str) -> str:
    return next((cell for cell in table.header.cells if cell.casefold() == name), name)


def _read_day(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    very, fairly = row.number("VeryActiveMinutes"), row.number("FairlyActiveMinutes")
    km = row.number("TotalDistance")
    for metric, value in (
        (Metric.STEPS, row.number("TotalSteps")),
        (Metric.DISTANCE, None if km is None else km * 1_000),
        (Metric.INTENSITY_TIME, None if very is None or fairly is None else 2 * very + fairly),
    ):
        if value is not None:
            day = row.get("ActivityDate")
            yield day_sample(_MAKER, place, metric, day, value, arrival.profile)
    yield from row.told(place, "day")
    if "Calories" in row:
        yield _MAKER.unsupported(place, "total energy")
