"""The long series of Oura's account export: a row each five minutes or less, for years.

Rule 1: usual rows are packed; any other is read alone, and is told where it is none.
Rule 2: steps of single minutes are a source of their own beside the total of the day (IMP-34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at, column
from vegaloop.imports.adapters.readers.common.making import NEVER_ZERO, Maker, source_of
from vegaloop.imports.adapters.readers.common.packing import Block, Hours
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.when import When, of_iso
from vegaloop.imports.adapters.readers.oura.nights import MAKER
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.result import value_in

__all__ = ("OuraSeries", "is_series")

_MINUTES: Final = Maker(source_of("oura", "minutes"))
_USUAL: Final = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d):([0-5]\d):([0-5]\d)(?:\.(\d{3})\d{0,6})?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_NUMBER: Final = re.compile(r"\d{1,5}(?:\.\d{1,9})?", re.ASCII)
_HOUR: Final = len("2024-01-05T08")


class _Kind(NamedTuple):
    """A series: the column of its values, what they are, and the columns it has beside the time."""

    value: str
    metric: Metric
    maker: Maker
    length_s: float
    beside: tuple[str, ...] = ()
    alone: bool = False  # Whether other tables have its columns, among more.


_KINDS: Final = (
    _Kind("bpm", Metric.HEART_RATE, MAKER, 0.0, ("source",)),
    _Kind("skintemp", Metric.SKIN_TEMPERATURE, MAKER, 0.0),
    _Kind("steps", Metric.STEPS, _MINUTES, 60.0, alone=True),
    _Kind("stepcount", Metric.STEPS, _MINUTES, 60.0, alone=True),
)


def is_series(header: Line) -> bool:
    """Tell whether a header is that of one of them."""
    return _kind_of(header) is not None


@final
class OuraSeries:
    """Reads them."""

    kind = "oura"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by its columns."""
        return 0 if first and is_series(first[0]) else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one row after the other."""
        kind = _kind_of(table.header)
        return iter(()) if kind is None else _Rows(kind, table, arrival).found()


@final
class _Rows:
    """Reads the rows of one table."""

    def __init__(self, kind: _Kind, table: Table, arrival: Arrival) -> None:
        names = [column(name) for name in table.header.cells]
        self._kind, self._table, self._arrival = kind, table, arrival
        self._columns = len(names)
        self._time_at, self._value_at = names.index("timestamp"), names.index(kind.value)
        self._length_ms = round(kind.length_s * 1_000)
        self._block = Block(kind.metric, kind.maker.source)
        self._hours = Hours(self._minute)
        self._per_unit = kind.metric.per_unit
        self._least = 1 if kind.metric in NEVER_ZERO else 0  # Zero is read alone, and counted.

    def found(self) -> Iterator[Found]:
        """Give blocks of the usual ones, and the others as they come."""
        for row in self._table:
            if not self._is_packed(row):
                yield self._alone(row)
            elif self._block.is_full:
                yield self._block.given(self._place)
        if self._block:
            yield self._block.given(self._place)

    def _is_packed(self, row: Row) -> bool:
        cells = row.cells
        if len(cells) != self._columns:
            return False
        value = cells[self._value_at]
        time = _USUAL.fullmatch(cells[self._time_at])
        if time is None or _NUMBER.fullmatch(value) is None:
            return False
        hour, minute, second, thousandths, zone = time.groups()
        begun = self._hours.begun(hour + zone)
        steps = round(float(value) * self._per_unit)
        if begun is None or steps < self._least:
            return False
        within_ms = 60_000 * int(minute) + 1_000 * int(second) + int(thousandths or 0)
        self._block.put(row.line, begun[0] + within_ms, self._length_ms, steps, begun[1])
        return True

    def _alone(self, row: Row) -> Found:
        value, kind = cell_at(row, self._value_at), self._kind
        place, record = self._place(row.line), Fields({kind.value: value})
        number = record.number(kind.value)
        if number is None:
            return record.unread(place, kind.metric.value, kind.value, "a number")
        when = of_iso(cell_at(row, self._time_at), self._arrival.profile, "timestamp")
        return kind.maker.sample(place, kind.metric, when, number, kind.length_s)

    def _minute(self, hour: str, minute: str) -> When | None:
        written = f"{hour[:_HOUR]}:{minute}:00{hour[_HOUR:]}"
        return value_in(of_iso(written, self._arrival.profile, "timestamp"))

    def _place(self, line: int) -> Place:
        return self._arrival.place(line=line)


def _kind_of(header: Line) -> _Kind | None:
    names = {column(name) for name in header.cells}
    for kind in _KINDS:
        own = {"timestamp", kind.value, *kind.beside}
        if own == names or (own < names and not kind.alone):
            return kind
    return None
