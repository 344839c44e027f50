"""What biometrics needs from outside, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import NeedChange, SleepNeed
from vegaloop.biometrics.domain.reading import Identity, Name, Observed, Reading, ReadingId
from vegaloop.biometrics.domain.restarts import BaselineChange, BaselineKind, Reckoned, Restart
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.biometrics.domain.series.blocks import Block, Brief, Packed, SourceSeen
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.voices import SourcePriority
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")


class Strain(Protocol):
    """Whoever knows how hard the last days were."""

    def strains(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> Mapping[LocalDate, float]:
        """How far the short load exceeds the long one on the mornings of [start, end).

        It is (ATL-CTL)/CTL in [0, 1]; a morning of which nothing is known is left out.
        """
        ...


class Tape(Protocol):
    """One person's series, inside one transaction."""

    def briefs(self, metric: Metric | None, start: LocalDate, end: LocalDate) -> tuple[Brief, ...]:
        """What the blocks of a metric, or of all, come to on the days of [start, end), unordered."""
        ...

    def blocks(
        self, of: tuple[Metric, SourceId | None], days: tuple[LocalDate, LocalDate]
    ) -> tuple[Packed, ...]:
        """The blocks of a metric, of one source or all, on the days of [start, end), by day."""
        ...

    def put_blocks(self, blocks: Sequence[Block]) -> None:
        """Keep blocks in the place of those of the same metric, day and source."""
        ...

    def drop_blocks(self, of: tuple[Metric, SourceId], days: Collection[LocalDate]) -> None:
        """Forget the blocks of a metric and source on some days."""
        ...

    def sources(self) -> tuple[SourceSeen, ...]:
        """The sources there are blocks of, by metric and name."""
        ...

    def priorities(self) -> tuple[SourcePriority, ...]:
        """What the person said of the order of sources, that of all metrics first."""
        ...

    def put_priority(self, priority: SourcePriority) -> None:
        """Keep an order of sources in the place of that of the same metric; an empty one is none."""
        ...


class Chart(Tape, Protocol):
    """One person's readings and series, inside one transaction."""

    def known(self, identities: Sequence[Identity]) -> tuple[Reading, ...]:
        """The readings with these identities, removed ones too."""
        ...

    def named(self, names: Sequence[Name]) -> tuple[Reading, ...]:
        """The readings their sources have these names for, removed ones too."""
        ...

    def told_on(
        self, of: tuple[Kind, SourceId], days: tuple[LocalDate, LocalDate]
    ) -> tuple[Reading, ...]:
        """The readings of a kind and source on the days of [start, end), removed ones too, by start."""
        ...

    def of_kind(self, kind: Kind, days: tuple[LocalDate, LocalDate]) -> tuple[Reading, ...]:
        """The readings of a kind on the days of [start, end), but for removed ones, unordered."""
        ...

    def find(self, id: ReadingId) -> Reading | None:
        """A reading by its id, unless it was removed."""
        ...

    def counting(self, since: Mapping[Kind, LocalDate], end: LocalDate) -> tuple[Observed, ...]:
        """What the readings that count say: of each kind from its day on, up to `end`, unordered."""
        ...

    def page(self, query: ReadingQuery) -> tuple[Reading, ...]:
        """The readings a query asks for, newest first."""
        ...

    def intervals(self, id: ReadingId) -> RrIntervals | None:
        """The beats behind a variability, if they were given."""
        ...

    def add(self, readings: Sequence[Reading]) -> None:
        """Keep new readings; one whose id or identity is kept already is not kept again."""
        ...

    def replace(self, readings: Sequence[Reading]) -> None:
        """Put readings in the place of those with their ids."""
        ...

    def drop(self, ids: Collection[ReadingId]) -> None:
        """Forget readings, and the beats behind them."""
        ...

    def sleep_needs(self) -> tuple[SleepNeed, ...]:
        """What the person set as their need of sleep, one of each day it holds from."""
        ...

    def put_sleep_need(self, need: SleepNeed) -> None:
        """Keep a need in the place of one that holds from the same day."""
        ...

    def drop_sleep_need(self, effective_from: LocalDate) -> None:
        """Forget the need that holds from a day on, if there is one."""
        ...

    def need_changes(self) -> tuple[NeedChange, ...]:
        """What setting needs has changed, newest first."""
        ...

    def add_need_change(self, change: NeedChange) -> None:
        """Keep what setting a need changed."""
        ...

    def restarts(self) -> tuple[Restart, ...]:
        """The baselines a person began anew, the earliest day first."""
        ...

    def put_restart(self, restart: Restart) -> None:
        """Keep a restart in the place of one of the same kind and day."""
        ...

    def drop_restart(self, kind: BaselineKind, start: LocalDate) -> None:
        """Forget a restart, if there is one."""
        ...

    def baseline_changes(self, limit: int) -> tuple[BaselineChange, ...]:
        """What became of baselines that changed all at once, newest first."""
        ...

    def add_baseline_changes(self, changes: Sequence[BaselineChange]) -> None:
        """Keep what became of baselines."""
        ...

    def reckoned(self) -> Reckoned | None:
        """The baselines as they were last reckoned."""
        ...

    def put_reckoned(self, reckoned: Reckoned) -> None:
        """Keep the baselines in the place of those before."""
        ...

    def put_intervals(self, given: Sequence[tuple[ReadingId, RrIntervals | None]]) -> None:
        """Keep the beats behind variabilities in the place of any before; None is none."""
        ...


class Observations(Protocol):
    """Whoever knows what the readings that count say."""

    def counting(
        self, person: PersonId, since: Mapping[Kind, LocalDate], end: LocalDate
    ) -> tuple[Observed, ...]:
        """What they say, in no order: of each kind from its day on, up to, not including, `end`."""
        ...


class Charts(Protocol):
    """Opens people's readings."""

    def read(self, person: PersonId, work: Callable[[Chart], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[Chart], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again."""
        ...
