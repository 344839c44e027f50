"""The raw series and the daily sums of Withings' account export.

Rule 1: a series says nowhere but in its name what it is of; a name nobody knows is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from vegaloop.biometrics import Metric, Stage
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.days import whole_day
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.records import Fields, json_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import When, of_iso
from vegaloop.imports.adapters.readers.withings.nights import STAGES, Span, nights_of
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Row, Table
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


def read_series(
    table: Table, arrival: Arrival, maker: Maker, unplaced: Unplaced
) -> Iterator[Found]:
    """Read rows of lists: values and how long each holds, from a moment on."""
    stem = arrival.base.casefold().removesuffix(".csv")
    name = next((one for one in (*_SERIES, _STATES) if stem.endswith(f"_{one}")), "")
    # A source of its own: the sums of days are told elsewhere, and count the same steps.
    counted = Maker(source_of("withings", "intraday"))
    spans: list[Span] = []
    first: Place | None = None
    for row in table:
        place = arrival.place(line=row.line)
        if not name:
            unplaced.add(stem or "series", place)
            continue
        match of_iso(row.get("start"), arrival.profile, "start"):
            case Failure(error):
                yield NotTaken(place, name, error)
            case Success(when):
                pieces = list(_pieces(row, when))
                if not pieces:
                    yield NotTaken(place, name, Misshapen("value", row.get("value"), "a list"))
                elif name == _STATES:
                    first = first or place
                    spans.extend(
                        _span(at, length_s, value)
                        for at, length_s, value in pieces
                        if value in STAGES
                    )
                else:
                    for at, length_s, value in pieces:
                        yield counted.sample(place, _SERIES[name], Success(at), value, length_s)
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


def _pieces(row: Row, begins: When) -> Iterator[tuple[When, float, float]]:
    """Take a row apart: each value begins where the one before it ended."""
    values, lengths = _list(row.get("value")), _list(row.get("duration"))
    after_s = 0.0
    for value, length in zip_longest(values, lengths[: len(values)], fillvalue=0.0):
        length_s = length if 0 <= length <= _LENGTH_MOST_S else 0.0
        yield stepped(begins, after_s), length_s, value
        after_s += length_s


def _span(at: When, length_s: float, value: float) -> Span:
    second = epoch_us(at.at) / 1_000_000
    return second, second + length_s, STAGES.get(int(value), Stage.ASLEEP)


def _list(text: str) -> list[float]:
    numbers = Fields({"list": json_in(text)}).numbers("list")
    return [] if any(one is None for one in numbers) else [one or 0.0 for one in numbers]
