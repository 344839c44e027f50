"""Which of the samples of a series are meant: those that begin in a time, or those of some local days."""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.series.batch import OFFSET_MOST_S, numbers_in
from vegaloop.biometrics.domain.series.blocks import day_numbered
from vegaloop.kernel.samples import DAY_MS, SampleColumns, without
from vegaloop.kernel.time import Interval, LocalDate, epoch_us

__all__ = ("LocalDays", "SampleSpan", "days_in", "left_of")

_OFFSET_MOST_MS: Final = 1_000 * OFFSET_MOST_S
# What is beyond these ends, in ms since 1970, no sample begins in, and some of it is no day.
_EARLIEST_MS: Final = 0
_LATEST_MS: Final = 4_102_444_800_000  # 2100 in UTC.


@final
class LocalDays(Struct, frozen=True):
    """The days on the wall from `start` up to, not including, `end`."""

    start: LocalDate
    end: LocalDate

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("days cannot end before they start")


# The samples that begin in an interval, whatever their wall shows, or that belong to some days.
SampleSpan: TypeAlias = Interval | LocalDays


def days_in(span: SampleSpan) -> tuple[LocalDate, LocalDate]:
    """Tell on which days [start, end) the samples of a span may lie, wherever they were taken."""
    match span:
        case LocalDays(start, end):
            return start, end
        case Interval():
            first_ms, end_ms = _milliseconds(span)
            first = (first_ms - _OFFSET_MOST_MS) // DAY_MS
            return day_numbered(first), day_numbered((end_ms + _OFFSET_MOST_MS) // DAY_MS + 1)


def left_of(samples: SampleColumns, span: Interval) -> SampleColumns:
    """Leave out the samples that begin in an interval."""
    first_ms, end_ms = _milliseconds(span)
    starts = enumerate(numbers_in(samples[0]))
    return without(samples, [place for place, start in starts if first_ms <= start < end_ms])


def _milliseconds(span: Interval) -> tuple[int, int]:
    """Give the first whole millisecond of an interval, and the first after it."""
    first, end = (-(-epoch_us(at) // 1_000) for at in (span.start, span.end))
    return max(first, _EARLIEST_MS), min(end, _LATEST_MS)
