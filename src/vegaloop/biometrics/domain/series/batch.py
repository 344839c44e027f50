"""Samples on their way in: columns of one metric and source, checked as wholes.

Rule 1: a batch has one start, length, value and offset for each of its samples.
Rule 2: columns are little-endian integers: starts of 8 bytes, all others of 4.
Rule 3: what cannot be taken is told by its place; the rest of its batch is taken.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterable
from enum import Enum
from typing import Final, Self, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.reading import CLOCK_TOLERANCE
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.samples import SampleColumns, places_beyond
from vegaloop.kernel.settling import FIRST_PASS, SECOND_PASS
from vegaloop.kernel.time import Instant, Moment, epoch_us, later

SAMPLES_MOST: Final = 2_000_000
SOURCE_CHARACTERS_MOST: Final = 64
LENGTH_MOST_MS: Final = 25 * 3_600_000  # The longest local day.
# From -12 to +14 hours with what zones were before there were zones.
OFFSET_MOST_S: Final = 18 * 3_600
EARLIEST_MS: Final = 315_532_800_000  # 1980 in UTC: before, no wearable had a clock.
_LEAST_KEPT: Final = -(2**31)
_MOST_KEPT: Final = 2**31 - 1

# Starts ("q"), lengths, values and offsets ("i").
Columns: TypeAlias = "tuple[array[int], array[int], array[int], array[int]]"  # No type when run.


class WallPass(Enum):
    """Which of the two it was, where a clock on the wall showed an hour twice."""

    FIRST = FIRST_PASS
    SECOND = SECOND_PASS


@final
class Sample(Struct, frozen=True):
    """One sample: when it began, its value in the unit of its metric, how long it lasted."""

    moment: Moment
    value: float
    length_s: float = 0.0


@final
class SampleBatch(Struct, frozen=True):
    """Samples of one metric by one source, as columns.

    Starts (UTC) and lengths are in ms, values in the whole numbers of the metric, and offsets of
    the wall clock of each sample in seconds. `on_wall` where only that clock said when, and its
    zone was assumed; `in_pass` of an hour it showed twice, where their order told which it was.
    """

    metric: Metric
    source: SourceId
    starts_ms: bytes
    lengths_ms: bytes
    values: bytes
    offsets_s: bytes
    on_wall: bool = False
    in_pass: WallPass | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.source) <= SOURCE_CHARACTERS_MOST:
            raise ValueError(f"a source of {len(self.source)} characters cannot be kept")
        others = {len(column) for column in (self.lengths_ms, self.values, self.offsets_s)}
        if others != {len(self.starts_ms) // 2} or len(self.starts_ms) % 8:
            raise ValueError("a batch has one number a column for each sample")

    @classmethod
    def of_columns(cls, metric: Metric, source: SourceId, columns: Columns) -> Self:
        """Take columns as a reader packed them: starts, lengths, values, offsets."""
        starts, lengths, values, offsets = map(_bytes_of, columns)
        return cls(metric, source, starts, lengths, values, offsets)

    @classmethod
    def of_samples(cls, metric: Metric, source: SourceId, samples: Iterable[Sample]) -> Self:
        """Pack samples one by one."""
        columns: Columns = (array("q"), array("i"), array("i"), array("i"))
        starts, lengths, values, offsets = columns
        for sample in samples:
            starts.append(epoch_us(sample.moment.at) // 1_000)
            lengths.append(_whole(sample.length_s, 1_000))
            values.append(_whole(sample.value, metric.per_unit))
            offsets.append(sample.moment.utc_offset_s)
        return cls.of_columns(metric, source, columns)

    def __len__(self) -> int:
        return len(self.starts_ms) // 8

    @property
    def columns(self) -> SampleColumns:
        """The four columns."""
        return self.starts_ms, self.lengths_ms, self.values, self.offsets_s


@final
class SampleAhead(Struct, frozen=True, tag="biometrics/sample-ahead"):
    """A sample that begins later than clocks differ, in ms since 1970."""

    start_ms: int
    now_ms: int


@final
class SampleTooOld(Struct, frozen=True, tag="biometrics/sample-too-old"):
    """A sample from before 1980, which is a clock that was never set."""

    start_ms: int
    earliest_ms: int


@final
class SampleTooLong(Struct, frozen=True, tag="biometrics/sample-too-long"):
    """A sample longer than a day, or one that ends before it begins."""

    length_ms: int
    most_ms: int


@final
class SampleBeyondLimits(Struct, frozen=True, tag="biometrics/sample-beyond-limits"):
    """A value no body has, in the unit of its metric."""

    value: float
    least: float
    most: float


@final
class SampleNowhere(Struct, frozen=True, tag="biometrics/sample-nowhere"):
    """An offset from UTC no wall clock has, in seconds."""

    offset_s: int
    most_s: int


CannotTakeSample: TypeAlias = (
    SampleAhead | SampleTooOld | SampleTooLong | SampleBeyondLimits | SampleNowhere
)


def faults_of(batch: SampleBatch, now: Instant) -> dict[int, CannotTakeSample]:
    """Find the samples that cannot be taken, by their places; the first fault of each is told."""
    starts, lengths, values, offsets = batch.columns
    latest_ms, now_ms = epoch_us(later(now, CLOCK_TOLERANCE)) // 1_000, epoch_us(now) // 1_000
    (least, most), per_unit = batch.metric.limits, batch.metric.per_unit
    low, high = least / per_unit, most / per_unit
    found: dict[int, CannotTakeSample] = {}
    for at, value in places_beyond(values, 4, least, most):
        found[at] = SampleBeyondLimits(value / per_unit, low, high)
    for at, length_ms in places_beyond(lengths, 4, 0, LENGTH_MOST_MS):
        found[at] = SampleTooLong(length_ms, LENGTH_MOST_MS)
    for at, offset_s in places_beyond(offsets, 4, -OFFSET_MOST_S, OFFSET_MOST_S):
        found[at] = SampleNowhere(offset_s, OFFSET_MOST_S)
    for at, start_ms in places_beyond(starts, 8, EARLIEST_MS, latest_ms):
        old = start_ms < EARLIEST_MS
        found[at] = SampleTooOld(start_ms, EARLIEST_MS) if old else SampleAhead(start_ms, now_ms)
    return found


def numbers_in(column: bytes) -> array[int]:
    """Unpack a column of 8-byte integers."""
    return _unpacked("q", column)


def values_in(column: bytes) -> array[int]:
    """Unpack a column of 4-byte integers."""
    return _unpacked("i", column)


def _unpacked(code: str, column: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(column)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _whole(value: float, per_unit: int) -> int:
    if math.isnan(value):
        return _LEAST_KEPT
    # The ends of what a column holds are beyond the limits of every metric.
    return round(min(max(value * per_unit, _LEAST_KEPT), _MOST_KEPT))


def _bytes_of(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
