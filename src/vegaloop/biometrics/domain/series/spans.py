"""Which samples of a series are meant: those that begin in a time, those of some local days, or these."""

from __future__ import annotations

from collections.abc import Set
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.series.batch import OFFSET_MOST_S, numbers_in, values_in
from vegaloop.biometrics.domain.series.blocks import WHOLE_DAY_MS, day_numbered
from vegaloop.kernel.samples import DAY_MS, SampleColumns, days_begun, places_beyond, without
from vegaloop.kernel.time import Interval, LocalDate, days_after, epoch_us

__all__ = (
    "LocalDays",
    "SampleSpan",
    "TheseSamples",
    "days_in",
    "left_of",
)

_OFFSET_MOST_MS: Final = 1_000 * OFFSET_MOST_S
# What is beyond these ends, in ms since 1970, no sample begins in, and some of it is no day.
_EARLIEST_MS: Final = 0
_LATEST_MS: Final = 4_102_444_800_000  # 2100 in UTC.
# Fewer days without one of some samples are read with those around them.
_DAYS_APART: Final = 5

# What makes two samples of a series the same one: start and length, of a day's total its day.
SampleName: TypeAlias = tuple[int, int]


@final
class LocalDays(Struct, frozen=True):
    """The days on the wall from `start` up to, not including, `end`."""

    start: LocalDate
    end: LocalDate

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("days cannot end before they start")


@final
class TheseSamples(Struct, frozen=True):
    """Samples that are the same ones as these, whatever they say."""

    samples: SampleColumns

    @property
    def names(self) -> Set[SampleName]:
        """What makes them the ones they are."""
        return {*_names_of(self.samples)}

    def of(self, samples: SampleColumns) -> SampleColumns:
        """Give those of some samples that are the same ones."""
        return self._cut(samples, are_same=True)

    def out_of(self, samples: SampleColumns) -> SampleColumns:
        """Give those of some samples that are others."""
        return self._cut(samples, are_same=False)

    def _cut(self, samples: SampleColumns, *, are_same: bool) -> SampleColumns:
        names, others = self.names, enumerate(_names_of(samples))
        return without(samples, [at for at, one in others if (one in names) is not are_same])


# The samples that begin in an interval, whatever their wall shows, that belong to some days, or these.
SampleSpan: TypeAlias = Interval | LocalDays | TheseSamples


def days_in(span: SampleSpan) -> tuple[tuple[LocalDate, LocalDate], ...]:
    """Tell on which days [start, end) the samples of a span may lie, wherever they were taken."""
    match span:
        case LocalDays(start, end):
            return ((start, end),)
        case Interval():
            first_ms, end_ms = _milliseconds(span)
            first = (first_ms - _OFFSET_MOST_MS) // DAY_MS
            return ((day_numbered(first), day_numbered((end_ms + _OFFSET_MOST_MS) // DAY_MS + 1)),)
        case TheseSamples(samples):
            astray = places_beyond(samples[0], 8, _EARLIEST_MS, _LATEST_MS)
            there = without(samples, [place for place, _ in astray]) if astray else samples
            if not there[0]:
                return ()
            begun = days_begun(there, _DAYS_APART)
            return tuple(
                (days_after(day_numbered(first), -1), days_after(day_numbered(last), 2))
                for first, last in begun
            )


def left_of(samples: SampleColumns, span: Interval | TheseSamples) -> SampleColumns:
    """Leave out the samples that begin in an interval, or that are the same ones as some."""
    match span:
        case Interval():
            first_ms, end_ms = _milliseconds(span)
            starts = enumerate(numbers_in(samples[0]))
            return without(samples, [at for at, start in starts if first_ms <= start < end_ms])
        case TheseSamples():
            return span.out_of(samples)


def _names_of(samples: SampleColumns) -> list[SampleName]:
    """Tell of each sample what makes it the one it is."""
    starts, lengths, offsets = numbers_in(samples[0]), values_in(samples[1]), values_in(samples[3])
    return [
        (start, length)
        if length < WHOLE_DAY_MS
        else ((start + offset * 1_000) // DAY_MS * DAY_MS, -1)
        for start, length, offset in zip(starts, lengths, offsets, strict=True)
    ]


def _milliseconds(span: Interval) -> tuple[int, int]:
    """Give the first whole millisecond of an interval, and the first after it."""
    first, end = (-(-epoch_us(at) // 1_000) for at in (span.start, span.end))
    return max(first, _EARLIEST_MS), min(end, _LATEST_MS)
