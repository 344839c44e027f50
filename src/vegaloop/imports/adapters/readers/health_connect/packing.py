"""The usual records of series, of which a store has millions, packed.

Rule 1: a sample is packed to what it would be if its record were read alone; a record that is not
usual in all its parts is refused, and read alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.packing import Block, Hours
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import wall_at
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.adapters.readers.health_connect.values import ENDS, ORIGINS, STARTS, offset_of
from vegaloop.imports.domain.found import FoundSamples, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import value_in

__all__ = ("Packer",)

_MOST: Final = 20_000
_INT_MOST: Final = 2**31
_USUAL: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d):([0-5]\d):([0-5]\d)(?:\.(\d{3}))?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
# The series, where their number stands, and the field of it inside of a quantity.
_SUMMED: Final = {
    "steps": (Metric.STEPS, ("count", "steps"), ""),
    "distance": (Metric.DISTANCE, ("distance",), "inmeters"),
    "activecaloriesburned": (Metric.ACTIVE_ENERGY, ("energy",), "inkilocalories"),
    "floorsclimbed": (Metric.FLOORS, ("floors",), ""),
    "wheelchairpushes": (Metric.PUSHES, ("count",), ""),
}
_HEART: Final = "heartrate"
_RATE: Final = ("beatsPerMinute", "bpm", "value")
_SAMPLE_TIME: Final = ("time", "timeMillis", "epochMillis")
_OFFSET: Final = ("startZoneOffset", "zoneOffset")

# Start in ms, length in ms, value in steps, offset in s.
Row: TypeAlias = tuple[int, int, int, int]
# An hour as it is written, what stands behind its times, and the offset beside them.
_Hour: TypeAlias = tuple[str, str, int | None]


@final
class Packer:
    """Packs the records of a document, each series by itself."""

    def __init__(self, line: int | None, arrival: Arrival) -> None:
        self._line = line
        self._arrival = arrival
        self._count = 0
        self._blocks: dict[tuple[Metric, SourceId], Block] = {}
        self._hours = Hours(self._minute)

    def add(self, item: int, kind: str, record: Fields) -> bool:
        """Take a record, if it is a usual one."""
        if kind != _HEART and kind not in _SUMMED:
            return False
        source = _source(record)
        if source is None:
            return False
        if kind == _HEART:
            metric, rows = Metric.HEART_RATE, self._beats(record)
        else:
            metric, rows = _SUMMED[kind][0], self._sum(record, *_SUMMED[kind])
        if rows:
            block = self._blocks.get((metric, source))
            if block is None:
                block = self._blocks[metric, source] = Block(metric, source)
            for row in rows:
                block.put(item, *row)
            self._count += len(rows)
        return bool(rows)

    @property
    def is_full(self) -> bool:
        """Whether it is time to give what there is."""
        return self._count >= _MOST

    def packed(self) -> Iterator[FoundSamples]:
        """Give what was packed, and begin anew."""
        packed, self._blocks, self._count = self._blocks, {}, 0
        for block in packed.values():
            yield block.given(self._place)

    def _place(self, item: int) -> Place:
        return self._arrival.place(line=self._line, item=item)

    def _sum(
        self, record: Fields, metric: Metric, names: Sequence[str], inside: str
    ) -> list[Row] | None:
        ends = record.get("endZoneOffset", *_OFFSET)
        start = self._time(record.get(*STARTS, "time"), record.get(*_OFFSET))
        end = self._time(record.get(*ENDS), ends)
        held = record.get(*names)
        if isinstance(held, dict) and inside:
            inner = Fields(held)
            held = None if "unit" in inner or "units" in inner else inner.get(inside)
        elif inside:
            return None
        steps = _steps(held, metric)
        if start is None or end is None or steps is None:
            return None
        length_ms = max(0, end[0] - start[0])
        return [(start[0], length_ms, steps, start[1])] if length_ms < _INT_MOST else None

    def _beats(self, record: Fields) -> list[Row] | None:
        samples, offset = record.get("samples"), record.get(*_OFFSET)
        rows: list[Row] = []
        for one in samples if isinstance(samples, list) else ():
            sample = Fields(one)
            at = self._time(sample.get(*_SAMPLE_TIME), offset)
            steps = _steps(sample.get(*_RATE), Metric.HEART_RATE)
            if at is None or not steps:  # Nobody's heart rate is zero.
                return None
            rows.append((at[0], 0, steps, at[1]))
        return rows

    def _time(self, held: object, offset: object) -> tuple[int, int] | None:
        """Find a time in ms since 1970, and how far its wall is ahead of UTC."""
        found = _USUAL.fullmatch(held) if isinstance(held, str) else None
        if found is None or not isinstance(offset, str | int | None):
            return None
        hour = self._hours.begun((found[1], found[5] or "", _offset(offset)))
        if hour is None:
            return None
        after_ms = 60_000 * int(found[2]) + 1_000 * int(found[3]) + int(found[4] or 0)
        return hour[0] + after_ms, hour[1]

    def _minute(self, hour: _Hour, minute: str) -> When | None:
        written, suffix, offset_s = hour
        when = value_in(wall_at(f"{written}:{minute}:00{suffix}", offset_s, self._arrival.profile))
        return when if when is not None and not when.zone_assumed else None


def _steps(held: object, metric: Metric) -> int | None:
    if isinstance(held, bool) or not isinstance(held, int | float):
        return None
    steps = round(held * metric.per_unit) if 0 <= held < _INT_MOST else _INT_MOST
    return steps if steps < _INT_MOST else None


def _source(record: Fields) -> SourceId | None:
    metadata = record.get("metadata")
    if not isinstance(metadata, dict | None):
        return None
    held = (Fields(metadata) or record).get(*ORIGINS)
    if isinstance(held, dict):
        held = Fields(held).get("packageName") if len(held) == 1 else 0
    return _named(held or "") if isinstance(held, str | None) else None


@lru_cache(1_024)
def _named(app: str) -> SourceId:
    return source_of("health_connect", app)


@lru_cache(1_024, typed=True)
def _offset(held: str | int | None) -> int | None:
    return offset_of(held)
