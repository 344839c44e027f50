"""Series in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

from vegaloop.biometrics.application.ports import Tape
from vegaloop.biometrics.domain.series.blocks import Block, Brief, Packed, SourceSeen
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.voices import SourcePriority
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import LocalDate

_Key: TypeAlias = tuple[Metric, LocalDate, SourceId]


class MemoryTape(Tape):
    """One person's blocks, by metric, day and source."""

    def __init__(self) -> None:
        self._blocks: dict[_Key, Block] = {}
        self._priorities: dict[Metric | None, SourcePriority] = {}

    def briefs(self, metric: Metric | None, start: LocalDate, end: LocalDate) -> tuple[Brief, ...]:
        """What the blocks of a metric, or of all, come to on the days of [start, end), unordered."""
        return tuple(
            block.brief
            for (one, day, _), block in self._blocks.items()
            if metric in {None, one} and start <= day < end
        )

    def blocks(
        self, of: tuple[Metric, SourceId | None], days: tuple[LocalDate, LocalDate]
    ) -> tuple[Packed, ...]:
        """The blocks of a metric, of one source or all, on the days of [start, end), by day."""
        (metric, source), (start, end) = of, days
        return tuple(
            self._blocks[key].packed
            for key in sorted(self._blocks)
            if key[0] is metric and source in {None, key[2]} and start <= key[1] < end
        )

    def put_blocks(self, blocks: Sequence[Block]) -> None:
        """Keep blocks in the place of those of the same metric, day and source."""
        placed = {(b.brief.metric, b.brief.day, b.brief.source): b for b in blocks}
        self._blocks = {**self._blocks, **placed}

    def drop_blocks(self, of: tuple[Metric, SourceId], days: Collection[LocalDate]) -> None:
        """Forget the blocks of a metric and source on some days."""
        metric, source = of
        gone = {(metric, day, source) for day in days}
        self._blocks = {key: one for key, one in self._blocks.items() if key not in gone}

    def sources(self) -> tuple[SourceSeen, ...]:
        """The sources there are blocks of, by metric and name."""
        found: dict[tuple[Metric, SourceId], list[Brief]] = {}
        for metric, day, source in sorted(self._blocks):
            brief = self._blocks[metric, day, source].brief
            found.setdefault((metric, source), []).append(brief)
        return tuple(
            SourceSeen(
                metric,
                source,
                len(found[metric, source]),
                sum(one.amount.n for one in found[metric, source]),
                found[metric, source][0].day,
                found[metric, source][-1].day,
            )
            for metric, source in sorted(found)
        )

    def priorities(self) -> tuple[SourcePriority, ...]:
        """What the person said of the order of sources, that of all metrics first."""
        return tuple(
            self._priorities[key] for key in sorted(self._priorities, key=lambda one: one or "")
        )

    def put_priority(self, priority: SourcePriority) -> None:
        """Keep an order of sources in the place of that of the same metric; an empty one is none."""
        placed = {**self._priorities, priority.metric: priority}
        self._priorities = {key: one for key, one in placed.items() if one.sources}
