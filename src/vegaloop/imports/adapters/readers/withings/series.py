"""The raw series and the daily sums of Withings' account export.

Rule 1: a series says nowhere but in its name what it is of; a name nobody knows is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from vegaloop.biometrics import Metric, Stage
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at
from vegaloop.imports.adapters.readers.common.days import whole_day
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.records import Fields, json_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.withings.columns import Columns
from vegaloop.imports.adapters.readers.withings.nights import STAGES, Span, nights_of
from vegaloop.imports.adapters.readers.withings.packing import Packer
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Table
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import epoch_us

__all__ = (
    "read_series",
    "read_totals",
)

_SERIES: Final = {
    "steps": Metric.STEPS,
    "distance": Metric.DISTANCE,
    "calories-earned": Metric.ACTIVE_ENERGY,
    "calories-passive": Metric.RESTING_ENERGY,
    "hr": Metric.HEART_RATE,
    "respiratory-rate": Metric.RESPIRATION,
    "spo2": Metric.OXYGEN,
}


_STATES: Final = "sleep-state"
_LENGTH_MOST_S: Final = 86_400.0
_SHOWN: Final = 60


def read_series(
    table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced
) -> Iterator[Found]:
    """Read rows of lists: values and how long each holds, from a moment on."""
    stem = arrival.base.casefold().removesuffix(".csv")
    name = next((one for one in (*_SERIES, _STATES) if stem.endswith(f"_{one}")), "")
    if name == _STATES:
        yield from _states(table, arrival, maker)
    elif name:
        yield from _samples(table, arrival, name)
    else:
        for row in table:
            unplaced.add(stem or "series", arrival.place(line=row.line))


def _samples(table: Table, arrival: Arrival, name: str) -> Iterator[Found]:
    """Pack what is usual; what is not is read one by one, and told."""
    # A source of its own: the sums of days are told elsewhere, and count the same steps.
    maker, metric = Maker(source_of("withings", "intraday")), _SERIES[name]
    packer = Packer(arrival, maker, metric)
    for line, start, lengths, values in _rows(table):
        if packer.add(line, start, lengths, values):
            if packer.is_full:
                yield packer.packed()
            continue
        place, pieces = arrival.place(line=line), _pieces(start, lengths, values, arrival)
        if isinstance(pieces, Misshapen | OutOfRange):
            yield NotTaken(place, name, pieces)
        else:
            for at, length_s, one in pieces:
                yield maker.sample(place, metric, Success(at), one, length_s)
    if packer:
        yield packer.packed()


def _states(table: Table, arrival: Arrival, maker: Maker) -> Iterator[Found]:
    spans: list[Span] = []
    first: Place | None = None
    for line, start, lengths, values in _rows(table):
        place, pieces = arrival.place(line=line), _pieces(start, lengths, values, arrival)
        if isinstance(pieces, Misshapen | OutOfRange):
            yield NotTaken(place, _STATES, pieces)
        else:
            first = first or place
            spans.extend(_span(*one) for one in pieces if one[2] in STAGES)
    if first is not None:
        yield from nights_of(maker, first, spans, arrival.profile)


def read_totals(
    table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced
) -> Iterator[Found]:
    """Read one sum a day."""
    stem = arrival.base.casefold().removesuffix(".csv")
    metric = _SERIES.get(stem.removeprefix("aggregates_").replace("_", "-"))
    for row in table:
        place = arrival.place(line=row.line)
        if metric is None:
            unplaced.add(stem or "total", place)
            continue
        match whole_day(row.get("date"), arrival.profile):
            case Failure(error):
                yield NotTaken(place, metric.value, error)
            case Success(day):
                value = number_in(row.get("value"))
                yield maker.sample(place, metric, Success(day.begins), value, day.length_s)


def _rows(table: Table) -> Iterator[tuple[int, str, str, str]]:
    """The line of each row, when it begins, and its lists of lengths and values as they stand."""
    start, lengths, values = map(Columns(table.header.cells).at, ("start", "duration", "value"))
    for row in table:
        yield row.line, cell_at(row, start), cell_at(row, lengths), cell_at(row, values)


def _pieces(
    start: str, holding: str, held: str, arrival: Arrival
) -> list[tuple[When, float, float]] | BadTime:
    """Take a row apart: each value begins where the one before it ended."""
    match of_iso(start, arrival.profile, "start"):
        case Failure(error):
            return error
        case Success(begins):
            values, lengths = _list(held), _list(holding)
            pieces: list[tuple[When, float, float]] = []
            after_s = 0.0
            for value, length in zip_longest(values, lengths[: len(values)], fillvalue=0.0):
                length_s = length if 0 <= length <= _LENGTH_MOST_S else 0.0
                pieces.append((stepped(begins, after_s), length_s, value))
                after_s += length_s
            return pieces or Misshapen("value", held[:_SHOWN], "a list")


def _span(at: When, length_s: float, value: float) -> Span:
    second = epoch_us(at.at) / 1_000_000
    return second, second + length_s, STAGES.get(int(value), Stage.ASLEEP)


def _list(text: str) -> list[float]:
    numbers = Fields({"list": json_in(text)}).numbers("list")
    return [] if any(one is None for one in numbers) else [one or 0.0 for one in numbers]
