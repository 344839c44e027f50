"""Segments of sleep, put together to nights and naps.

Rule 1: segments of one source that are less than 90 minutes apart are one sleep (IMP-21).
Rule 2: of stages that overlap, the one that says most counts: deep, REM or light sleep before
being awake, that before sleep of an unknown stage, and anything before time in bed (IMP-22).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.domain.found import FoundReading, NotTaken, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import from_epoch_us

__all__ = ("Nights", "Segment")

APART_MS: Final = 90 * 60_000
NAP_MS: Final = 3 * 3_600_000
_BY_DAY: Final = range(9, 20)  # A short sleep that begins within these hours is a nap.
_SEGMENTS_MOST: Final = 2_000_000
_SAYS: Final = (Stage.DEEP, Stage.REM, Stage.LIGHT, Stage.AWAKE, Stage.ASLEEP, None)
_RANK: Final = {stage: rank for rank, stage in enumerate(_SAYS)}


@final
class Segment(Struct, frozen=True, gc=False):
    """A stage, or time in bed, from one instant to another."""

    start_ms: int
    end_ms: int
    stage: Stage | None
    offset_s: int
    line: int
    zone: str | None = None


@final
class Nights:
    """Segments of all sources, as they come."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._segments: dict[SourceId, list[Segment]] = {}
        self._count = 0

    def add(self, source: SourceId, segment: Segment) -> bool:
        """Take a segment; False where there are more than anybody sleeps."""
        self._count += 1
        if self._count > _SEGMENTS_MOST:
            return False
        self._segments.setdefault(source, []).append(segment)
        return True

    def found(self, file: str) -> Iterator[FoundReading | NotTaken]:
        """Put them together, source by source."""
        for source, segments in self._segments.items():
            maker = Maker(source)
            in_bed: list[Segment] = []
            for night in _nights(segments):
                if any(one.stage not in (None, Stage.AWAKE) for one in night):
                    yield self._sleep(maker, Place(file, night[0].line), night)
                else:
                    in_bed += night[:1]
            if in_bed:
                what = "time in bed without sleep"
                yield maker.unsupported(Place(file, in_bed[0].line), what, len(in_bed))
        self._segments.clear()

    def _sleep(
        self, maker: Maker, place: Place, night: Sequence[Segment]
    ) -> FoundReading | NotTaken:
        first, last = night[0], max(night, key=lambda one: one.end_ms)
        start = self._times.moment(first.start_ms, first.offset_s, first.zone)
        end = self._times.moment(last.end_ms, last.offset_s, last.zone)
        stages = tuple(
            StageSpan(stage, from_epoch_us(begin_ms * 1_000), from_epoch_us(end_ms * 1_000))
            for stage, begin_ms, end_ms in _united(night)
        )
        short = end.at - start.at < dt.timedelta(milliseconds=NAP_MS)
        nap = short and start.moment.local.hour in _BY_DAY
        return maker.sleep(place, Success(start), Success(end), stages=stages, nap=nap)


def _nights(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Part segments where none reaches over an hour and a half."""
    night: list[Segment] = []
    reached_ms = 0
    for segment in sorted(segments, key=lambda one: (one.start_ms, one.end_ms, one.line)):
        if night and segment.start_ms - reached_ms >= APART_MS:
            yield night
            night = []
        reached_ms = max(reached_ms, segment.end_ms) if night else segment.end_ms
        night.append(segment)
    if night:
        yield night


def _united(night: Sequence[Segment]) -> Iterator[tuple[Stage, int, int]]:
    """Say which stage counts from when to when; neighbours that are the same are one."""
    edges: list[tuple[int, int, int]] = []
    for segment in night:
        rank = _RANK[segment.stage]
        edges += ((segment.start_ms, rank, 1), (segment.end_ms, rank, -1))
    edges.sort()
    open_at = [0] * len(_SAYS)
    current: tuple[Stage, int] | None = None
    for at_ms, same in itertools.groupby(edges, key=lambda edge: edge[0]):
        for _, rank, change in same:
            open_at[rank] += change
        stage = next((one for one, n in zip(_SAYS, open_at, strict=True) if n), None)
        if current is not None and current[0] is not stage:
            yield current[0], current[1], at_ms
            current = None
        if current is None and stage is not None:
            current = stage, at_ms
