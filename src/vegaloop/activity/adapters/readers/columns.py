"""The samples of a file as columns in the order they were written, whatever the format."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.streams import (
    MISSING,
    Channel,
    Extra,
    Measure,
    Stream,
    Streams,
    packed,
    packed_times,
)

__all__ = (
    "APART_MS",
    "NO_TIME",
    "Columns",
    "Of",
    "Summary",
    "are_apart",
    "summary_of",
    "without_strays",
)

NO_TIME: Final = -(2**63)
APART_MS: Final = 86_400_000  # Who sleeps on the way goes on within a day.

# What a column is of: a channel, or a measure of somebody's own.
Of: TypeAlias = Channel | Measure


@final
class Columns(Struct, frozen=True):
    """Samples: their times in milliseconds since 1970 (NO_TIME where unknown), and columns."""

    times_ms: array[int]
    channels: dict[Of, array[int]]

    def __len__(self) -> int:
        return len(self.times_ms)

    @property
    def goes_back(self) -> bool:
        """Whether a sample was written after a later one."""
        timed = [time for time in self.times_ms if time != NO_TIME]
        return any(later < earlier for earlier, later in pairwise(timed))

    @property
    def begins_ms(self) -> list[int]:
        """When each part begins that is more than a day behind the one before; in order only."""
        times = self.times_ms
        if not times or not are_apart(times[0], times[-1]):
            return list(times[:1])
        return [times[0], *(after for before, after in pairwise(times) if are_apart(before, after))]

    def in_order(self) -> Columns:
        """The samples that have a time, sorted by it; those of one time stay as written."""
        times = self.times_ms
        if NO_TIME not in times and all(a <= b for a, b in pairwise(times)):
            return self
        order = sorted((n for n, t in enumerate(times) if t != NO_TIME), key=times.__getitem__)
        return Columns(
            array("q", [times[n] for n in order]),
            {of: array("i", [c[n] for n in order]) for of, c in self.channels.items()},
        )

    def between(self, start_ms: int | None, end_ms: int | None) -> Columns:
        """The samples of [start, end), of columns in order; None is no bound."""
        low = 0 if start_ms is None else bisect_left(self.times_ms, start_ms)
        high = len(self) if end_ms is None else bisect_left(self.times_ms, end_ms)
        if (low, high) == (0, len(self)):
            return self
        channels = {of: column[low:high] for of, column in self.channels.items()}
        return Columns(self.times_ms[low:high], channels)

    def streams(self, start_ms: int, beats_ms: Iterable[int] = ()) -> Streams:
        """The columns that have anything in them, over the time since a start; in order only.

        A heart rate of zero is how devices write that no strap is worn.
        """
        columns = dict(self.channels)
        beats = columns.get(Channel.HEART_RATE)
        if beats and 0 in beats:
            columns[Channel.HEART_RATE] = array("i", [bpm or MISSING for bpm in beats])
        return Streams(
            packed_times(time - start_ms for time in self.times_ms),
            tuple(
                Stream(of, packed(columns[of]))
                for of in Channel
                if of in columns and _anything(columns[of])
            ),
            tuple(
                Extra(of, packed(column))
                for of, column in columns.items()
                if isinstance(of, Measure) and _anything(column)
            ),
            packed(beats_ms),
        )


def are_apart(one_ms: int, other_ms: int) -> bool:
    """Whether two samples are too far from each other for one recording. Rule ACF-95."""
    return abs(other_ms - one_ms) > APART_MS


def without_strays(times_ms: array[int]) -> array[int]:
    """The same times without those of samples alone, more than a day from their neighbours.

    A clock that was never set, or not yet; where all are alone there is nothing to go by.
    """
    if not times_ms or not are_apart(min(times_ms), max(times_ms)):
        return times_ms
    timed = [n for n, time in enumerate(times_ms) if time != NO_TIME]
    far = [are_apart(times_ms[a], times_ms[b]) for a, b in pairwise(timed)]
    around = zip(timed, [True, *far], [*far, True], strict=True) if timed else ()
    alone = [n for n, before, after in around if before and after]
    if len(alone) == len(timed):
        return times_ms
    kept = times_ms[:]
    for n in alone:
        kept[n] = NO_TIME
    return kept


@final
class Summary(Struct, frozen=True):
    """One channel's written numbers: how many, their mean, the largest and the last."""

    count: int
    mean: float
    most: float
    last: float


def summary_of(columns: Columns, channel: Channel) -> Summary | None:
    """Sum up one channel in bpm, W, rpm, m/s, m, °C or degrees; None if it is empty."""
    written = [n for n in columns.channels.get(channel, ()) if n != MISSING]
    if not written:
        return None
    unit = channel.per_unit
    mean = sum(written) / len(written) / unit
    return Summary(len(written), mean, max(written) / unit, written[-1] / unit)


def _anything(column: Iterable[int]) -> bool:
    return any(number != MISSING for number in column)
