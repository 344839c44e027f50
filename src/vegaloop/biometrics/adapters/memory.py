"""Readings in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar, final

from vegaloop.biometrics.adapters.memory_series import MemoryTape
from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.application.queries import ReadingKey, ReadingQuery
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import NeedChange, SleepNeed
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.reading import (
    Identity,
    Name,
    Observed,
    Reading,
    ReadingId,
    Removed,
)
from vegaloop.biometrics.domain.restarts import (
    BaselineChange,
    BaselineKind,
    Reckoned,
    Restart,
)
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.biometrics.domain.vitals import Hrv
from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")


@final
class MemoryChart(MemoryTape, Chart):
    """One person's readings, by identity."""

    def __init__(self) -> None:
        super().__init__()
        self._readings: dict[Identity, Reading] = {}
        self._intervals: dict[ReadingId, RrIntervals] = {}
        self._needs: dict[LocalDate, SleepNeed] = {}
        self._need_changes: tuple[NeedChange, ...] = ()
        self._restarts: dict[tuple[LocalDate, BaselineKind], Restart] = {}
        self._baseline_changes: tuple[BaselineChange, ...] = ()
        self._reckoned: Reckoned | None = None

    def known(self, identities: Sequence[Identity]) -> tuple[Reading, ...]:
        """The readings with these identities, removed ones too."""
        wanted = dict.fromkeys(identities)
        return tuple(self._readings[one] for one in wanted if one in self._readings)

    def named(self, names: Sequence[Name]) -> tuple[Reading, ...]:
        """The readings their sources have these names for, removed ones too."""
        wanted = set(names)
        return tuple(one for one in self._readings.values() if one.name in wanted)

    def told_on(
        self, of: tuple[Kind, SourceId], days: tuple[LocalDate, LocalDate]
    ) -> tuple[Reading, ...]:
        """The readings of a kind and source on the days of [start, end), removed ones too, by start."""
        start, end = days
        found = (
            one
            for one in self._readings.values()
            if (one.kind, one.source) == of and start <= one.local_date < end
        )
        return tuple(sorted(found, key=lambda one: one.identity.began_at))

    def of_kind(self, kind: Kind, days: tuple[LocalDate, LocalDate]) -> tuple[Reading, ...]:
        """The readings of a kind on the days of [start, end), but for removed ones, unordered."""
        start, end = days
        return tuple(
            one
            for one in self._readings.values()
            if one.kind is kind and start <= one.local_date < end and (one.counts or one.waits)
        )

    def find(self, id: ReadingId) -> Reading | None:
        """A reading by its id, unless it was removed."""
        found = (reading for reading in self._readings.values() if reading.id == id)
        reading = next(found, None)
        return None if reading is None or isinstance(reading.standing, Removed) else reading

    def counting(self, since: Mapping[Kind, LocalDate], end: LocalDate) -> tuple[Observed, ...]:
        """What the readings that count say: of each kind from its day on, up to `end`, unordered."""
        return tuple(
            _observed(reading)
            for reading in self._readings.values()
            if reading.counts and since.get(reading.kind, end) <= reading.local_date < end
        )

    def page(self, query: ReadingQuery) -> tuple[Reading, ...]:
        """The readings a query asks for, newest first."""
        found = [reading for reading in self._readings.values() if _asked_for(reading, query)]
        return tuple(sorted(found, key=_key, reverse=True)[: query.limit])

    def intervals(self, id: ReadingId) -> RrIntervals | None:
        """The beats behind a variability, if they were given."""
        return self._intervals.get(id)

    def add(self, readings: Sequence[Reading]) -> None:
        """Keep new readings; one whose id or identity is kept already is not kept again."""
        ids = {reading.id for reading in self._readings.values()} if readings else set()
        new = {r.identity: r for r in reversed(readings) if r.id not in ids}
        self._readings = {**new, **self._readings}

    def replace(self, readings: Sequence[Reading]) -> None:
        """Put readings in the place of those with their ids."""
        given = {reading.id: reading for reading in readings}
        if given:
            placed = (given.get(reading.id, reading) for reading in self._readings.values())
            self._readings = {reading.identity: reading for reading in placed}

    def put_intervals(self, given: Sequence[tuple[ReadingId, RrIntervals | None]]) -> None:
        """Keep the beats behind variabilities in the place of any before; None is none."""
        placed = {**self._intervals, **dict(given)}
        self._intervals = {key: rr for key, rr in placed.items() if rr is not None}

    def drop(self, ids: Collection[ReadingId]) -> None:
        """Forget readings, and the beats behind them."""
        self._readings = {key: one for key, one in self._readings.items() if one.id not in ids}
        self._intervals = {key: rr for key, rr in self._intervals.items() if key not in ids}

    def sleep_needs(self) -> tuple[SleepNeed, ...]:
        """What the person set as their need of sleep, one of each day it holds from."""
        return tuple(self._needs[day] for day in sorted(self._needs))

    def put_sleep_need(self, need: SleepNeed) -> None:
        """Keep a need in the place of one that holds from the same day."""
        self._needs = {**self._needs, need.effective_from: need}

    def drop_sleep_need(self, effective_from: LocalDate) -> None:
        """Forget the need that holds from a day on, if there is one."""
        self._needs = {day: one for day, one in self._needs.items() if day != effective_from}

    def need_changes(self) -> tuple[NeedChange, ...]:
        """What setting needs has changed, newest first."""
        return self._need_changes

    def add_need_change(self, change: NeedChange) -> None:
        """Keep what setting a need changed."""
        self._need_changes = (change, *self._need_changes)

    def restarts(self) -> tuple[Restart, ...]:
        """The baselines a person began anew, the earliest day first."""
        return tuple(self._restarts[key] for key in sorted(self._restarts))

    def put_restart(self, restart: Restart) -> None:
        """Keep a restart in the place of one of the same kind and day."""
        self._restarts = {**self._restarts, (restart.start, restart.kind): restart}

    def drop_restart(self, kind: BaselineKind, start: LocalDate) -> None:
        """Forget a restart, if there is one."""
        gone = (start, kind)
        self._restarts = {key: one for key, one in self._restarts.items() if key != gone}

    def baseline_changes(self, limit: int) -> tuple[BaselineChange, ...]:
        """What became of baselines that changed all at once, newest first."""
        return self._baseline_changes[:limit]

    def add_baseline_changes(self, changes: Sequence[BaselineChange]) -> None:
        """Keep what became of baselines."""
        self._baseline_changes = (*reversed(changes), *self._baseline_changes)

    def reckoned(self) -> Reckoned | None:
        """The baselines as they were last reckoned."""
        return self._reckoned

    def put_reckoned(self, reckoned: Reckoned) -> None:
        """Keep the baselines in the place of those before."""
        self._reckoned = reckoned


def _observed(reading: Reading) -> Observed:
    value = reading.value
    if isinstance(value, Sleep):
        value = Sleep(
            value.start, value.end, value.asleep, (), value.measured, value.nap, value.free
        )
    if isinstance(value, Hrv):
        value = value.in_brief()
    return Observed(reading.source, reading.moment.at, reading.local_date, value)


def _key(reading: Reading) -> tuple[object, ...]:
    return (reading.local_date, reading.moment.at, reading.id)


def _asked_for(reading: Reading, query: ReadingQuery) -> bool:
    return (
        (reading.waits if query.quarantined else reading.counts)
        and (query.kind is None or reading.kind is query.kind)
        and (query.start is None or reading.local_date >= query.start)
        and (query.end is None or reading.local_date < query.end)
        and (query.after is None or _comes_after(reading, query.after))
    )


def _comes_after(reading: Reading, key: ReadingKey) -> bool:
    return (reading.local_date, reading.moment.at, reading.id) < (key.day, key.at, key.id)


@final
class MemoryCharts(Charts):
    """Every reading of the process."""

    def __init__(self, revisions: Revisions) -> None:
        self._shelves = Shelves(MemoryChart, revisions)

    def read(self, person: PersonId, work: Callable[[Chart], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelves.read(person, work)

    def write(self, person: PersonId, work: Callable[[Chart], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._shelves.write(person, work)
