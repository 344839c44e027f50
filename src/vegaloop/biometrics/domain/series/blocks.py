"""A day of samples of one metric by one source, as it is kept: a compressed block and its sums.

Rule 1: what a block comes to stands beside it: a day of one source is told without opening it.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.series.metrics import Metric, Telling
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.sample_days import DayOfSamples, days_of_samples, samples_of
from vegaloop.kernel.samples import SampleColumns
from vegaloop.kernel.time import LocalDate, day_of

# A sample this long is a day's own total: it is not cut where another midnight passes.
WHOLE_DAY_MS: Final = 23 * 3_600_000
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_LEVEL: Final = 1  # Level 6 saves a tenth of the bytes, and takes half as long again.


@final
class Amount(Struct, frozen=True):
    """What samples come to, in whole numbers of their metric.

    `last_ms` is when the last one began, in ms of its local day.
    """

    n: int
    total: int
    least: int
    most: int
    last: int
    last_ms: int

    def told(self, metric: Metric) -> float | None:
        """The one number they make, in the unit of their metric."""
        match metric.told:
            case Telling.SUM:
                return self.total / metric.per_unit
            case Telling.MEAN:
                return self.total / self.n / metric.per_unit if self.n else None
            case Telling.LAST:
                return self.last / metric.per_unit if self.n else None


@final
class Brief(Struct, frozen=True):
    """What a block comes to; `spilled` is what of its total belongs to the next day.

    `day_total` is what a sample says that is a total of the day, and 0 where there is none: it is
    no part of what the others come to.
    """

    metric: Metric
    source: SourceId
    day: LocalDate
    amount: Amount
    spilled: int
    day_total: int


@final
class Packed(Struct, frozen=True):
    """The samples of a source that begin on a day, compressed; `first_ms` is when the first does."""

    source: SourceId
    first_ms: int
    data: bytes


@final
class Block(Struct, frozen=True):
    """A day of samples, and what they come to."""

    brief: Brief
    packed: Packed


@final
class SourceSeen(Struct, frozen=True):
    """A source there are samples of one metric from: on how many days, and which."""

    metric: Metric
    source: SourceId
    days: int
    n: int
    first: LocalDate
    last: LocalDate


def split_ms_of(metric: Metric) -> int:
    """Tell how long a sample must be to stay whole where midnight passes: any, if it is no sum."""
    return WHOLE_DAY_MS if metric.told is Telling.SUM else 0


def blocks_of(metric: Metric, source: SourceId, samples: SampleColumns) -> tuple[Block, ...]:
    """Pack samples, by day and start, into a block a day."""
    return tuple(
        _block_of(metric, source, day) for day in days_of_samples(samples, split_ms_of(metric))
    )


def opened(packed: Iterable[Packed]) -> SampleColumns:
    """Unpack the samples of blocks, one block after the other."""
    return samples_of([(one.first_ms, zlib.decompress(one.data)) for one in packed])


def day_number(day: LocalDate) -> int:
    """Count the days since 1970 began."""
    return day.toordinal() - _EPOCH_DAY


def day_numbered(number: int) -> LocalDate:
    """The day so many days after 1970 began."""
    return day_of(dt.date.fromordinal(number + _EPOCH_DAY))


def _block_of(metric: Metric, source: SourceId, day: DayOfSamples) -> Block:
    amount = Amount(day.n, day.total, day.least, day.most, day.last, day.last_ms)
    brief = Brief(metric, source, day_numbered(day.day), amount, day.spilled, day.day_total)
    return Block(brief, Packed(source, day.first_ms, zlib.compress(day.deltas, _LEVEL)))
