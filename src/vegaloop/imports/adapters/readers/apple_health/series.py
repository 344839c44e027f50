"""Records of series on their way through: packed rows, given on by the ten thousand.

Rule 1: a row is whole or not there: what no column can hold raises before it is kept.
Rule 2: what workouts may need later is kept compressed: a heart beats often.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from vegaloop.activity import Channel
from vegaloop.biometrics import SampleBatch
from vegaloop.imports.adapters.readers.apple_health.names import Series
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.common.making import NEVER_ZERO, UNMEASURED
from vegaloop.imports.domain.found import FoundSamples, Place
from vegaloop.kernel.identity import SourceId

__all__ = ("ROW", "ROW_TYPE", "Kept", "Packed", "pack", "scale_of")

BATCH_ROWS: Final = 50_000
# Start in ms, length in ms, value in steps, offset in s, line.
ROW: Final = struct.Struct("<qiiii")
pack: Final = ROW.pack
ROW_TYPE: Final = np.dtype(
    [("start", "<i8"), ("length", "<i4"), ("value", "<i4"), ("offset", "<i4"), ("line", "<i4")]
)
_KEPT_MOST: Final = 128 * 2**20


def scale_of(series: Series, factor: float) -> float:
    """Tell how many steps there are to one of a unit, which is so many of those of its dimension."""
    return factor * series.times * _per_unit(series)


def _per_unit(series: Series) -> int:
    metric, channel = series.metric, series.channel
    return metric.per_unit if metric else channel.per_unit if channel else 1


@final
class Packed:
    """The rows of one type in one unit by one source; a value times `scale` is in steps."""

    def __init__(self, series: Series, source: SourceId, factor: float) -> None:
        self.series = series
        self.source = source
        self.per_unit = _per_unit(series)
        self.scale = scale_of(series, factor)
        self._rows: list[bytes] = []  # One or more in each.
        self._further = 0
        self.append = self._rows.append

    @property
    def is_full(self) -> bool:
        """Whether there are enough rows to give on."""
        return len(self._rows) + self._further >= BATCH_ROWS

    def extend(self, rows: bytes) -> None:
        """Take rows, one or more."""
        self._rows.append(rows)
        self._further += len(rows) // ROW.size - 1

    def put_last_in(self, zone: str, times: Times) -> None:
        """Put the last row on the wall of a zone."""
        if self._rows:
            before, row = self._rows[-1][: -ROW.size], self._rows[-1][-ROW.size :]
            start_ms, length_ms, value, offset_s, line = ROW.unpack(row)
            offset_s = times.moment(start_ms, offset_s, zone).moment.utc_offset_s
            self._rows[-1] = before + ROW.pack(start_ms, length_ms, value, offset_s, line)

    def drained(self, place: Place, kept: Kept) -> Iterator[FoundSamples]:
        """Give on what there is, and keep what workouts may need."""
        if not self._rows:
            return
        rows = np.frombuffer(b"".join(self._rows), dtype=ROW_TYPE)
        self._rows.clear()
        self._further = 0
        if self.series.metric in NEVER_ZERO:
            measured = rows["value"] != 0
            if not measured.all():
                kept.unmeasured += int(np.count_nonzero(~measured))
                rows = rows[measured]
            if not len(rows):
                return
        if self.series.channel is not None:
            kept.keep(self.series.channel, self.source, self.per_unit, rows)
        if self.series.metric is not None:
            columns = (rows[name].tobytes() for name in ("start", "length", "value", "offset"))
            starts, lengths, values, offsets = columns
            batch = SampleBatch(self.series.metric, self.source, starts, lengths, values, offsets)
            yield FoundSamples(place, batch, rows["line"].tobytes())


@final
class _Span(Struct, frozen=True):
    """Samples of a channel by a source, compressed; `per_unit` of their steps make one unit."""

    source: SourceId
    per_unit: int
    first_ms: int
    last_ms: int
    starts: bytes
    values: bytes


@final
class Kept:
    """Samples that workouts may need."""

    def __init__(self) -> None:
        self._spans: dict[Channel, list[_Span]] = {}
        self._bytes = 0
        self._unused: Counter[Channel] = Counter()
        self.unmeasured = 0

    def keep(
        self, channel: Channel, source: SourceId, per_unit: int, rows: NDArray[np.void]
    ) -> None:
        """Keep the rows of a channel; none beyond what memory is meant for."""
        self._unused[channel] += len(rows)
        if self._bytes > _KEPT_MOST:
            return
        order = np.argsort(rows["start"], kind="stable")
        starts, values = rows["start"][order], rows["value"][order]
        span = _Span(
            source,
            per_unit,
            int(starts[0]),
            int(starts[-1]),
            zlib.compress(np.diff(starts, prepend=starts[0]).tobytes(), 1),
            zlib.compress(values.tobytes(), 1),
        )
        self._bytes += len(span.starts) + len(span.values)
        self._spans.setdefault(channel, []).append(span)

    def between(
        self, channel: Channel, source: SourceId, start_ms: int, end_ms: int
    ) -> dict[int, float]:
        """Give what a channel was in [start, end]: by that source, or else by the busiest."""
        found: dict[SourceId, dict[int, float]] = {}
        for span in self._spans.get(channel, ()):
            if span.first_ms <= end_ms and span.last_ms >= start_ms:
                found.setdefault(span.source, {}).update(_cut(span, start_ms, end_ms))
        best = found.get(source) or max(found.values(), key=len, default={})
        self._unused[channel] -= len(best)
        return best

    def unused(self) -> Iterator[tuple[str, int]]:
        """Tell what was not measured, and what of channels for workouts alone no workout had."""
        if self.unmeasured:
            yield UNMEASURED, self.unmeasured
        for channel, count in self._unused.items():
            if channel is not Channel.HEART_RATE and count > 0:
                yield f"{channel.value} outside of activities", count


def _cut(span: _Span, start_ms: int, end_ms: int) -> dict[int, float]:
    starts, values = _opened(span)
    least, most = np.searchsorted(starts, (start_ms, end_ms + 1))
    known = (values[least:most] / span.per_unit).tolist()
    return dict(zip(starts[least:most].tolist(), known, strict=True))


@lru_cache(maxsize=8)  # Workouts come in the order of their days, and so do spans.
def _opened(span: _Span) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    steps = np.frombuffer(zlib.decompress(span.starts), dtype="<i8")
    return np.cumsum(steps) + span.first_ms, np.frombuffer(zlib.decompress(span.values), "<i4")
