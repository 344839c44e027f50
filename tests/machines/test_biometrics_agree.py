"""Three stores, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec import structs

from tests.machines.runs import run_until_seen
from tests.strategies.biometrics import (
    PARIS,
    RING,
    TODAY,
    WATCH,
    KnownProfiles,
    KnownStrain,
    hrv,
    morning_of_day,
    new_readings,
    resting,
    slept,
    weigh_in,
)
from tests.strategies.series import series
from tests.support import NOW, CountedIds, PinnedClock, at, somebody
from vegaloop.biometrics import (
    BaselineKind,
    Biometrics,
    LocalDays,
    Metric,
    NewReading,
    NoSuchReading,
    Outcome,
    Reading,
    ReadingId,
    ReadingQuery,
    RrIntervals,
    TrendMethod,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Interval, day_span, days_after, epoch_us

BEATS = [
    NewReading(morning_of_day(0), RrIntervals(pattern * 40), WATCH)
    for pattern in ((800_000, 820_000), (900_000, 940_000), (800_000, 1_900_000, 400_000))
]
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
        who=st.integers(0, 1),
        of=st.sampled_from([resting(0, 50), resting(0, 51), resting(0, 300), *BEATS]),
        hours=st.integers(1, 5),
    )
    def edit(self, who: int, of: NewReading, hours: int) -> None:
        when = at(NOW - dt.timedelta(hours=hours))
        self.record_one(who, NewReading(of.moment, of.value, of.source, modified_at=when))
        ids = [
            one.readings(self.people[who], ReadingQuery(1, of.identity.kind)) for one in self.all
        ]
        for reading in ids[0]:
            beats = [one.recording(self.people[who], reading.id) for one in self.all]
            assert all(other == beats[0] for other in beats)

    @rule(
        who=st.integers(0, 1),
        of=st.lists(st.sampled_from([slept, resting, hrv, weigh_in]), min_size=1, max_size=3),
        ago=st.integers(0, 2),
        value=st.sampled_from([300, 69, 68]),
        name=st.sampled_from(["a", "b"]),
    )
    def move(
        self, who: int, of: list[Callable[..., NewReading]], ago: int, value: int, name: str
    ) -> None:
        new = [structs.replace(made(ago, value, source=RING), external_id=name) for made in of]
        first, *others = [one.record_all(self.people[who], new) for one in self.all]
        assert all(other == first for other in others)
        for reading in self.all[0].readings(self.people[who], ReadingQuery(200)):
            if reading.left:
                self._sometimes("moved")

    @rule(who=st.integers(0, 1), news=st.lists(new_readings(), max_size=3), ago=st.integers(0, 2))
    def withdraw(self, who: int, news: list[NewReading], ago: int) -> None:
        given = (*news, resting(ago, 50), hrv(ago, 50), slept(ago, 400))
        taken = tuple(new.identity for new in given)
        first, *others = [one.withdraw(self.people[who], taken) for one in self.all]
        assert all(other == first for other in others)
        if first.gone:
            self._sometimes("withdrawn")

    @rule(
        who=st.integers(0, 1),
        metric=st.sampled_from([Metric.STEPS, Metric.RESPIRATION]),
        of=st.lists(st.tuples(st.integers(0, 200), st.integers(9_000, 20_000)), max_size=9),
        days=st.tuples(st.integers(0, 3), st.integers(0, 2)),
        by_wall=st.booleans(),
    )
    def samples(
        self,
        who: int,
        metric: Metric,
        of: list[tuple[int, int]],
        days: tuple[int, int],
        by_wall: bool,
    ) -> None:
        me, end_ms = self.people[who], epoch_us(at(NOW)) // 1_000
        batch = series(metric, WATCH, [(end_ms - n * 30 * 60_000, 0, v, 3_600) for n, v in of])
        start = days_after(TODAY, -days[0])
        end = days_after(start, days[1])
        span = (
            LocalDays(start, end)
            if by_wall
            else Interval(*(day_span(d, PARIS).start for d in (start, end)))
        )
        answers = [
            (
                one.record_samples(me, [batch]),
                one.settle_nights(me, days_after(TODAY, -4), days_after(TODAY, 1)),
                one.withdraw_samples(me, WATCH, metric, span),
                one.series.days(me, metric, days_after(TODAY, -9), days_after(TODAY, 1)),
            )
            for one in self.all
        ]
        assert all(answer == answers[0] for answer in answers)
        if answers[0][2].gone:
            self._sometimes("samples withdrawn")

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
    expected = {
        *Outcome,
        "moved",
        "withdrawn",
        "samples withdrawn",
        "found",
        "unknown",
        "night",
        "need",
        "no need",
    }
    run_until_seen(
        StoresAgree,
        settings(max_examples=25, stateful_step_count=15, deadline=None),
        lambda: expected - SEEN.keys(),
    )
