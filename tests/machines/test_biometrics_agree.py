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
from vegaloop.biometrics import (
    BaselineKind,
    Biometrics,
    NewReading,
    NoSuchReading,
    Outcome,
    Reading,
    ReadingId,
    ReadingQuery,
    TrendMethod,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.result import Failure, Result, Success
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
        self.compare_mornings(who, 0)

    @rule(who=st.integers(0, 1), ago=st.integers(0, 2))
    def say_what_cannot_be(self, who: int, ago: int) -> None:
        self.record_one(who, resting(ago, 300 + ago))

    @rule(
        who=st.integers(0, 1), kind=st.sampled_from(BaselineKind), ago=st.sampled_from([0, 3, 15])
    )
    def begin_anew(self, who: int, kind: BaselineKind, ago: int) -> None:
        me, day = self.people[who], days_after(TODAY, -ago)
        first, *others = [one.baselines.restart(me, kind, day) for one in self.all]
        assert all(other == first for other in others)
        changes = [one.baselines.changes(me) for one in self.all]
        assert all(other == changes[0] for other in changes)
        assert all(one.baselines.restarts(me) for one in self.all)

    @rule(
        who=st.integers(0, 1),
        place=st.integers(0, 9),
        how=st.sampled_from(["release", "remove", "turn_down"]),
    )
    def decide(self, who: int, place: int, how: str) -> None:
        if not self.kept:
            return
        of_id, me = self.kept[place % len(self.kept)], self.people[who]
        answers: list[Result[Reading | ReadingId, NoSuchReading]] = []
        for one in self.all:
            match how:
                case "release":
                    answers.append(one.release(me, of_id))
                case "remove":
                    answers.append(one.remove(me, of_id))
                case _:
                    answers.append(one.turn_down(me, of_id))
        assert all(answer == answers[0] for answer in answers)
        self._sometimes("found" if isinstance(answers[0], Success) else "unknown")

    @rule(who=st.integers(0, 1), ago=st.integers(0, 12))
    def a_morning(self, who: int, ago: int) -> None:
        self.compare_mornings(who, ago)

    def compare_mornings(self, who: int, ago: int) -> None:
        me, day = self.people[who], days_after(TODAY, -ago)
        mornings = [one.morning(me, day) for one in self.all]
        assert all(morning == mornings[0] for morning in mornings)
        patterns = [one.vitals.illness_pattern(me, day) for one in self.all]
        assert all(pattern == patterns[0] for pattern in patterns)
        reports = [one.vitals.hrv(me, day, day, day) for one in self.all]
        assert all(report == reports[0] for report in reports)
        bodies = [one.body(me, day) for one in self.all]
        assert all(body == bodies[0] for body in bodies)
        if isinstance(mornings[0].last_night, Success):
            self._sometimes("night")

    @rule(who=st.integers(0, 1), ago=st.sampled_from([-1, 0, 5]), hours=st.integers(4, 12))
    def set_need(self, who: int, ago: int, hours: int) -> None:
        me, day = self.people[who], days_after(TODAY, -ago)
        answers = [one.sleep_needs.set(me, day, 60 * hours) for one in self.all]
        assert all(answer == answers[0] for answer in answers)
        shown = [one.sleep_needs.shown(me) for one in self.all]
        assert all(one == shown[0] for one in shown)
        self._sometimes("need" if isinstance(answers[0], Success) else "no need")

    @rule(who=st.integers(0, 1), days=st.integers(0, 30))
    def some_days(self, who: int, days: int) -> None:
        me, start, end = self.people[who], days_after(TODAY, -days), days_after(TODAY, 1)
        for told in (
            [one.reports.sleep(me, start) for one in self.all],
            [one.reports.weight(me, start, end, TrendMethod.LOCAL_LEVEL) for one in self.all],
            [one.reports.blood_pressure(me, start, end) for one in self.all],
            [one.reports.glucose(me, start, end) for one in self.all],
        ):
            assert all(report == told[0] for report in told)

    @invariant()
    def the_lists_are_the_same(self) -> None:
        for me in self.people:
            for query in (ReadingQuery(200), ReadingQuery(200, quarantined=True)):
                first, *others = [one.readings(me, query) for one in self.all]
                assert all(other == first for other in others)
                if any(reading.correction for reading in first):
                    self._sometimes("correction")

    def _sometimes(self, what: str) -> None:
        SEEN[what] += 1
        event(what)


@pytest.mark.usefixtures("sqlite_database", "postgres_database")
def test_stores_agree(sqlite_database: Database, postgres_database: Database) -> None:
    StoresAgree.databases = (sqlite_database, postgres_database)
    run_state_machine_as_test(
        StoresAgree, settings=settings(max_examples=25, stateful_step_count=15, deadline=None)
    )
    expected = {*Outcome, "found", "unknown", "night", "need", "no need"}
    assert expected <= SEEN.keys(), f"a weak run: it never saw {expected - SEEN.keys()}"
