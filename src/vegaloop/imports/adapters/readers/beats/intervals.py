"""Intervals between beats as text: one a line, or a column of a table, in ms or s.

Rule 1: intervals none of which reaches 10 are seconds.
Rule 2: a line that is no interval is told, and the recording goes on without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, final

from vegaloop.biometrics import RrIntervals
from vegaloop.imports.adapters.readers.beats.started import start_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, Orders, is_stamp, time_in
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import table_named
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_ms, of_iso
from vegaloop.imports.domain.found import Found, NotTaken, Place, Unsupported
from vegaloop.imports.domain.reasons import DayOrMonthFirst, Undated
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.formats import TooLarge
from vegaloop.kernel.result import Result

__all__ = ("BareIntervals", "IntervalTable")

_MAKER: Final = Maker(source_of("rr"))
_WHAT: Final = "hrv"
_SECONDS_BELOW: Final = 10.0  # No heart beats every 10 ms, and none rests for 10 s.
_MS_MOST: Final = 4_000_000.0  # What one interval can hold; more is a number of something else.
BEATS_MOST: Final = 150_000  # Lines: a day of beats, of which a recording holds 60,000 at most.
_LIKELY_MS: Final = (200.0, 3_000.0)
_LIKELY_SHARE: Final = 0.75
_LINES_LEAST: Final = 4
_EPOCH_MS_LEAST: Final = 1e11
_COLUMNS_MOST: Final = 6
# What a header or a name says that is of something else than beats.
_OTHERS: Final = re.compile(
    r"(?<![^\W\d_])(?:steps?|weight|gewicht|bpm|pulse|heart ?rate|puls|glucose|calories|kcal|energy|"
    r"power|watts?|distance|speed|cadence|altitude|elevation|temp\w*|oxygen|spo2)(?![^\W\d_])",
    re.I,
)
_UNIT: Final = re.compile(r"[\[(]\s*(ms|s|sec|seconds|msec|milliseconds)\s*[\])]|_(ms|s)$", re.I)
_BEATS: Final = re.compile(
    r"(?<![^\W\d_])(?:rr|nn|rri|ibi|hrv|beats?|intervals?)(?![^\W\d_])", re.I
)
_RR: Final = frozenset(
    ("rr", "rri", "rrs", "rrinterval", "rrintervals", "rrintervall", "nn", "nni", "nninterval",
     "nnintervals", "ibi", "interbeatinterval", "rrms", "rrintervalms", "beattobeat", "hrv")
)  # fmt: skip
_TIMES: Final = frozenset(
    ("time", "timestamp", "datetime", "date", "phonetimestamp", "zeit", "zeitstempel", "created")
)


@final
class BareIntervals:
    """Reads numbers below each other, without a header."""

    kind: Final = "rr"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Say that there is none where most lines are intervals."""
        if any(_interval_column(line.cells) >= 0 for line in first):
            return None
        if any(_is_of_others(cell) for line in first[:1] for cell in line.cells):
            return None
        numbers = [_bare(line.cells) for line in first if any(line.cells)]
        known = [one for one in numbers if one is not None]
        if len(numbers) < _LINES_LEAST or len(known) < len(numbers) * _LIKELY_SHARE:
            return None
        least, most = _LIKELY_MS
        factor = 1_000.0 if max(known) < _SECONDS_BELOW else 1.0
        likely = sum(least <= one * factor <= most for one in known)
        return -1 if likely >= len(numbers) * _LIKELY_SHARE else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read the recording; one that is called after something else is nobody's."""
        if _is_of_others(arrival.base):
            named = Unsupported(table_named(arrival.name))
            yield NotTaken(arrival.place(), "table", named)
            return
        lines = ((row.line, _joined(row.cells), _bare(row.cells)) for row in table)
        start = start_of(arrival)
        yield from _recording(lines, arrival.place(), arrival, start, None)


@final
class IntervalTable:
    """Reads a table with a column of intervals, and perhaps one of times."""

    kind: Final = "rr"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find a short header that names intervals."""
        for number, line in enumerate(first):
            if _interval_column(line.cells) >= 0 and len(line.cells) <= _COLUMNS_MOST:
                return number
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read the recording; the time of its first line is when it began."""
        header = table.header.cells
        at = _interval_column(header)
        time_at = next((n for n, name in enumerate(header) if column(name) in _TIMES), -1)
        found = _UNIT.search(header[at])
        unit = (found.group(1) or found.group(2)).casefold() if found else None
        orders = Orders()
        rows = list(islice(_cells(table, at, time_at, orders), BEATS_MOST + 1))
        written = next((time for _, _, time in rows if time), "")
        if is_stamp(written) and orders.decided is DayOrder.UNDECIDED:
            reason = DayOrMonthFirst(orders.example)
            yield NotTaken(arrival.place(line=table.header.number), _WHAT, reason)
            return
        start = _began(written, orders, arrival) or start_of(arrival)
        lines = ((line, text, number_in(text)) for line, text, _ in rows)
        yield from _recording(lines, arrival.place(), arrival, start, unit)


def _recording(
    lines: Iterable[tuple[int, str, float | None]],
    place: Place,
    arrival: Arrival,
    start: Result[When, BadTime] | None,
    unit: str | None,
) -> Iterator[Found]:
    intervals: list[float] = []
    for count, (line, text, number) in enumerate(lines):
        there = arrival.place(line=line)
        if count == BEATS_MOST:
            yield NotTaken(there, _WHAT, TooLarge("lines of a recording of beats", BEATS_MOST))
            break
        if number is None or not 0 <= number <= _MS_MOST:
            yield _MAKER.misshapen(there, _WHAT, "rr", text, "milliseconds between beats")
        else:
            intervals.append(number)
    if not intervals:
        yield _MAKER.misshapen(place, _WHAT, "rr", "", "at least one interval")
    elif start is None:
        wanted = "when it began, as the name of the file or said by the person"
        yield NotTaken(place, _WHAT, Undated(wanted))
    else:
        in_seconds = max(intervals) < _SECONDS_BELOW if unit is None else unit[0] == "s"
        rr_ms = [one * 1_000 for one in intervals] if in_seconds else intervals
        yield _MAKER.reading(place, _WHAT, start, RrIntervals.of_ms(rr_ms))


def _cells(table: Table, at: int, time_at: int, orders: Orders) -> Iterator[tuple[int, str, str]]:
    """The line, the interval and the time of each row; the dates are looked at on the way.

    Below a header of one cell two are one number that its decimal comma has parted.
    """
    is_alone = len(table.header.cells) == 1
    for row in table:
        time = row.cells[time_at] if 0 <= time_at < len(row.cells) else ""
        orders.see(time)
        told = _joined(row.cells) if is_alone else row.cells[at] if at < len(row.cells) else ""
        yield row.line, told, time


def _began(written: str, orders: Orders, arrival: Arrival) -> Result[When, BadTime] | None:
    """Read the time of a row, where it is one and not seconds that passed."""
    if is_stamp(written):
        return time_in(written, orders.decided, arrival.profile)
    number = number_in(written)
    if number is not None:
        return of_epoch_ms(number, arrival.profile) if number >= _EPOCH_MS_LEAST else None
    return of_iso(written, arrival.profile) if written[4:5] == "-" else None


def _is_of_others(said: str) -> bool:
    """Tell whether a header or a name is of what is no interval: `weight (lb)`."""
    return _OTHERS.search(said) is not None and _BEATS.search(said) is None


def _interval_column(header: Sequence[str]) -> int:
    named = (at for at, name in enumerate(header) if column(_UNIT.sub("", name)) in _RR)
    return next(named, -1)


def _bare(cells: Sequence[str]) -> float | None:
    """The one number of a line; a decimal comma may have parted it."""
    return number_in(_joined(cells))


def _joined(cells: Sequence[str]) -> str:
    held = list(cells)
    while held and not held[-1]:
        held.pop()
    if len(held) == 2 and held[0] in ("0", "1", "2") and held[1].isdigit():
        return ".".join(held)
    return ",".join(held)
