"""The usual rows of series, of which an account has millions, packed.

Rule 1: a sample is packed to what it would be if it were read alone; what is not usual is refused.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable
from typing import Final, Generic, TypeVar, final

from vegaloop.biometrics import Metric, SampleBatch
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.domain.found import FoundSamples, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import epoch_us

__all__ = ("Block", "Hours")

K = TypeVar("K")

_MOST: Final = 20_000
_HOURS_MOST: Final = 200_000  # Of more than twenty years.
_UNREAD: Final = (0, -1)  # No hour anybody has had.
_TO_LAST: Final = dt.timedelta(minutes=59)


@final
class Hours(Generic[K]):
    """Knows when an hour began, in ms since 1970, and the offset in all of it, by how it is written.

    `read` reads a minute of it; None is an hour whose times are to be read one by one.
    """

    def __init__(self, read: Callable[[K, str], When | None]) -> None:
        self._read = read
        self._known: dict[K, tuple[int, int] | None] = {}

    def begun(self, hour: K) -> tuple[int, int] | None:
        """Find it."""
        known = self._known.get(hour, _UNREAD)
        if known is _UNREAD:
            if len(self._known) >= _HOURS_MOST:
                self._known.clear()
            known = self._known[hour] = self._found(hour)
        return known

    def _found(self, hour: K) -> tuple[int, int] | None:
        begun, ended = self._read(hour, "00"), self._read(hour, "59")
        if begun is None or ended is None or ended.at - begun.at != _TO_LAST:
            return None
        offset_s = begun.moment.utc_offset_s
        same = ended.moment.utc_offset_s == offset_s
        return (epoch_us(begun.at) // 1_000, offset_s) if same else None


@final
class Block:
    """Gathers samples of one metric and source, and the line or item of each."""

    def __init__(self, metric: Metric, source: SourceId, *, zone_assumed: bool = False) -> None:
        self._metric = metric
        self._source = source
        self._zone_assumed = zone_assumed
        self._begin()

    def __len__(self) -> int:
        return len(self._at)

    @property
    def is_full(self) -> bool:
        """Whether it is time to give what there is."""
        return len(self._at) >= _MOST

    def put(self, at: int, start_ms: int, length_ms: int, value: int, offset_s: int) -> None:
        """Take a sample, its value in steps of the metric."""
        starts, lengths, values, offsets = self._columns
        starts.append(start_ms)
        lengths.append(length_ms)
        values.append(value)
        offsets.append(offset_s)
        self._at.append(at)

    def given(self, place_of: Callable[[int], Place]) -> FoundSamples:
        """Give what was gathered, and begin anew."""
        batch = SampleBatch.of_columns(self._metric, self._source, self._columns)
        lines = self._at.tobytes()
        found = FoundSamples(place_of(self._at[0]), batch, lines, self._zone_assumed)
        self._begin()
        return found

    def _begin(self) -> None:
        self._columns = array("q"), array("i"), array("i"), array("i")
        self._at = array("i")
