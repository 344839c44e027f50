"""Three stores, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.strategies.biometrics import (
    TODAY,
    KnownProfiles,
    KnownStrain,
    hrv,
    new_readings,
    resting,
    slept,
)
from tests.support import CountedIds, PinnedClock, somebody
from vegaloop.biometrics import Biometrics, NewReading, Outcome, ReadingId, ReadingQuery
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import days_after

SEEN: Counter[str] = Counter()


class StoresAgree(RuleBasedStateMachine):
    """Two people's readings, in every store at once."""

    databases: ClassVar[tuple[Database, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        stores = (MemoryCharts(Revisions()), *map(SqlCharts, self.databases))
        self.all = tuple(
            Biometrics(store, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain(0.5))
            for store in stores
        )
        # Counted ids begin anew here, so a database needs people it does not know.
        self.people = (somebody(), somebody())
        self.kept: list[ReadingId] = []

    @rule(who=st.integers(0, 1), new=new_readings())
    def record(self, who: int, new: NewReading) -> None:
        self.record_one(who, new)

    def record_one(self, who: int, new: NewReading) -> None:
        first, *others = [one.record(self.people[who], new) for one in self.all]
        assert all(other == first for other in others)
        match first:
            case Success(recorded):
                self.kept.append(recorded.reading.id)
                self._sometimes(recorded.outcome)
            case Failure():
                self._sometimes("refused")

    @rule(who=st.integers(0, 1), batch=st.lists(new_readings(), max_size=8), twice=st.booleans())
    def record_all(self, who: int, batch: list[NewReading], twice: bool) -> None:
        for _ in range(1 + twice):
            first, *others = [one.record_all(self.people[who], batch) for one in self.all]
            assert all(other == first for other in others)
            if isinstance(first, Success) and first.unwrap().seen:
                self._sometimes(Outcome.SEEN)

    @rule(who=st.integers(0, 1), ago=st.integers(0, 2), bpm=st.integers(45, 50))
    def say_otherwise(self, who: int, ago: int, bpm: int) -> None:
        self.record_one(who, resting(ago, bpm))

    @rule(who=st.integers(0, 1), rmssd_ms=st.integers(20, 90))
    def a_history(self, who: int, rmssd_ms: int) -> None:
        batch = [
            x for ago in range(20) for x in (hrv(ago, rmssd_ms), resting(ago, 50), slept(ago, 400))
        ]
        first, *others = [one.record_all(self.people[who], batch) for one in self.all]
        assert all(other == first for other in others)

    @rule(who=st.integers(0, 1), place=st.integers(0, 9), release=st.booleans())
    def decide(self, who: int, place: int, release: bool) -> None:
        if not self.kept:
            return
        of_id, me = self.kept[place % len(self.kept)], self.people[who]
        answers = [one.release(me, of_id) if release else one.remove(me, of_id) for one in self.all]
        assert all(answer == answers[0] for answer in answers)
        self._sometimes("found" if isinstance(answers[0], Success) else "unknown")

    @rule(who=st.integers(0, 1), ago=st.integers(0, 12))
    def a_morning(self, who: int, ago: int) -> None:
        me, day = self.people[who], days_after(TODAY, -ago)
        mornings = [one.morning(me, day) for one in self.all]
        assert all(morning == mornings[0] for morning in mornings)
        bodies = [one.body(me, day) for one in self.all]
        assert all(body == bodies[0] for body in bodies)
        if isinstance(mornings[0].last_night, Success):
            self._sometimes("night")

    @invariant()
    def the_lists_are_the_same(self) -> None:
        for me in self.people:
            for query in (ReadingQuery(200), ReadingQuery(200, quarantined=True)):
                first, *others = [one.readings(me, query) for one in self.all]
                assert all(other == first for other in others)

    def _sometimes(self, what: str) -> None:
        SEEN[what] += 1
        event(what)


@pytest.mark.usefixtures("sqlite_database", "postgres_database")
def test_stores_agree(sqlite_database: Database, postgres_database: Database) -> None:
    StoresAgree.databases = (sqlite_database, postgres_database)
    run_state_machine_as_test(
        StoresAgree, settings=settings(max_examples=25, stateful_step_count=15, deadline=None)
    )
    expected = {*Outcome, "found", "unknown", "night"}
    assert expected <= SEEN.keys(), f"a weak run: it never saw {expected - SEEN.keys()}"
