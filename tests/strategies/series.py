"""Samples, valid by construction, and columns of them."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias, final

from hypothesis import strategies as st

from tests.support import NOW
from vegaloop.biometrics import Metric, SampleBatch
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.samples import SampleColumns
from vegaloop.kernel.time import LocalDate, day_of, days_after

# Start in ms, length in ms, value, offset in s.
Row: TypeAlias = tuple[int, int, int, int]

MINUTE: Final = 60_000
DAY: Final = 86_400_000
# Two weeks that end before today does, anywhere.
BEGIN_MS: Final = int(dt.datetime(2026, 3, 2, tzinfo=dt.UTC).timestamp()) * 1_000
BEGIN: Final = day_of(dt.date(2026, 3, 1))
END: Final = days_after(day_of(NOW.date()), 1)
PHONE, BAND, CLIP = SourceId("phone"), SourceId("band"), SourceId("clip")
OFFSETS: Final = (-36_000, -12_600, 0, 3_600, 7_200, 20_700, 50_400)

starts = st.integers(0, 14 * 24 * 4).map(lambda n: BEGIN_MS + n * 15 * MINUTE)
lengths = st.sampled_from([0, 0, MINUTE, 15 * MINUTE, 37 * MINUTE, 9 * 60 * MINUTE]) | st.integers(
    1, 23 * 60 * MINUTE - 1
)
values = st.integers(0, 3_000)
rows: st.SearchStrategy[Row] = st.tuples(starts, lengths, values, st.sampled_from(OFFSETS))
# One offset: what one source says of one place.
at_home: st.SearchStrategy[Row] = st.tuples(starts, lengths, values, st.just(3_600))


def once(given: Sequence[Row]) -> list[Row]:
    """Leave the last one of each start and length."""
    return list(
        {(start, length): (start, length, *rest) for start, length, *rest in given}.values()
    )


def series(metric: Metric, source: SourceId, given: Sequence[Row]) -> SampleBatch:
    """Make a batch of rows, their values in the metric's whole numbers."""
    columns = [[row[n] for row in given] for n in range(4)]
    start, length, value, offset = columns
    return SampleBatch.of_columns(
        metric,
        source,
        (array("q", start), array("i", length), array("i", value), array("i", offset)),
    )


def columns_of(given: Sequence[Row]) -> SampleColumns:
    """Pack rows into columns."""
    return series(Metric.STEPS, PHONE, given).columns


def rows_of(columns: SampleColumns) -> list[Row]:
    """Give the rows of columns."""
    start, length, value, offset = (
        array(code, column) for code, column in zip("qiii", columns, strict=True)
    )
    return list(zip(start, length, value, offset, strict=True))


def local_day(row: Row) -> LocalDate:
    """The day on the wall where a row begins."""
    return day_of(dt.date(1970, 1, 1) + dt.timedelta(days=(row[0] + row[3] * 1_000) // DAY))


WHOLE: Final = 23 * 60 * MINUTE


def left_of(given: Sequence[Row], split_ms: int = WHOLE) -> list[int]:
    """What of each sample of a sum counts beside those it holds, by a plain reading of the rule."""
    left = [row[2] for row in given]
    for at in sorted(range(len(given)), key=lambda at: given[at][1]):
        held = [left[n] for n, row in enumerate(given) if _holds(given[at], row, split_ms)]
        left[at] = max(0, given[at][2] - sum(held)) if held else given[at][2]
    return left


def _holds(one: Row, other: Row, split_ms: int) -> bool:
    begins_in = local_day(one) == local_day(other) and one[0] <= other[0]
    ends_in = other[0] + other[1] <= one[0] + one[1]
    return begins_in and ends_in and 0 < other[1] < one[1] < split_ms


def shares_of(row: Row) -> dict[LocalDate, int]:
    """What a plain reading of the rule gives each day of a sum."""
    start, length, value, offset = row
    day, local = local_day(row), (start + offset * 1_000) % DAY
    if not length or length >= WHOLE or local + length <= DAY:
        return {day: value}
    own = value * (DAY - local) // length
    return {day: own, days_after(day, 1): value - own}


# When it begins, when it ends, and what counts in it.
Span: TypeAlias = tuple[int, int, int]


def united(given: Sequence[Span]) -> list[Span]:
    """Make one of spans that overlap."""
    found: list[Span] = []
    for start, end, value in sorted(given):
        if found and start < found[-1][1]:
            begun, ended, told = found[-1]
            found[-1] = (begun, max(ended, end), told + value)
        else:
            found.append((start, end, value))
    return found


def spoken_until(at: int, spans: Sequence[Span]) -> tuple[int, int]:
    """The time of united spans before a moment, and what counts in it, evenly in each."""
    time = value = 0
    for start, end, told in spans:
        if start < at:
            left = max(0, end - at)
            time += end - start - left
            value += told - told * left // (end - start)
    return time, value


@final
class Piece(NamedTuple):
    """A part of a sum: when it speaks, its value, what of it counts alone, how long it is.

    It nests by its length there, unless that is 0.
    """

    start: int
    end: int
    value: int
    alone: int
    length: int
    nests: int = 0
    is_total: bool = False

    def holds(self, other: Piece) -> bool:
        """Whether another lies in it."""
        if self.is_total:
            return not other.is_total
        ends_in = other.start + other.nests <= self.start + self.nests
        return self.start <= other.start and ends_in and 0 < other.nests < self.nests


def counting(own: Sequence[Piece], spans: Sequence[Span]) -> list[int | None]:
    """What of each part of a source on a day counts beside what counts before; None where nothing.

    What those lose that lie in it a part does not lose: the shortest come first.
    """
    lost = [0] * len(own)
    told: list[int | None] = [None] * len(own)
    for at in sorted(range(len(own)), key=lambda at: (own[at].is_total, own[at].nests)):
        one = own[at]
        (time, said), (time_after, said_after) = (
            spoken_until(moment, spans) for moment in (one.start, one.end)
        )
        back = sum(lost[n] for n, other in enumerate(own) if one.holds(other))
        free = max(0, one.length - (time_after - time))
        share = min(one.alone, one.value * free // one.length)
        counts = min(share, max(0, one.alone - (said_after - said) + back))
        lost[at] = one.alone - counts
        told[at] = counts if free else None
    return told
