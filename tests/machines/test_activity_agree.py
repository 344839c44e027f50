"""Three stores, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from tests.machines.runs import run_until_seen
from tests.strategies.activity import (
    ShelfReader,
    ratings,
    recording_of,
    remembered,
    sports,
    thresholds,
    watts,
)
from tests.strategies.linked import a_recording, told
from tests.strategies.training_log import FULL, LONG_AGO, TODAY, SaidOf
from tests.support import NOW, CountedIds, PinnedClock, at, good, somebody
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    AmendActivity,
    Channel,
    ImportFile,
    ItemKept,
    LogActivity,
    Rpe,
    SessionId,
    Sport,
    Thresholds,
)
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.adapters.sql import SqlTrainingLogs
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.peaks import SessionPeaks
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Duration, Power
from vegaloop.kernel.result import Failure
from vegaloop.kernel.time import LocalDate, days_after

A = TypeVar("A")


def peaks_between(
    start: LocalDate, end: LocalDate
) -> Callable[[TrainingLog], tuple[SessionPeaks, ...]]:
    return lambda log: log.peaks(start, end)


def machine(  # noqa: C901  # One class over its databases.
    databases: list[Database], seen: Counter[str]
) -> type[RuleBasedStateMachine]:
    class ActivityAgrees(RuleBasedStateMachine):
        @initialize()
        def people(self) -> None:
            self.people_here = (somebody(), somebody())
            self.reader = ShelfReader()
            stores = [MemoryTrainingLogs(Revisions()), *(SqlTrainingLogs(d) for d in databases)]
            self.stores = stores
            self.services = [
                Activity(store, SaidOf(), self.reader, PinnedClock(), CountedIds())
                for store in stores
            ]
            for one in self.services:
                good(one.set_thresholds(self.people_here[0], LONG_AGO, FULL))
            self.train_often(0, 30, 16)
            self.log(
                0,
                LogActivity(
                    sport=Sport.TRAINING,
                    start_at=NOW - dt.timedelta(hours=1),
                    elapsed=Duration(3_600_000_000),
                    rpe=Rpe(60),
                ),
            )

        def agree(self, answers: list[A]) -> A:
            assert all(answer == answers[0] for answer in answers), answers
            return answers[0]

        def some_id(self, n: int, place: int) -> SessionId:
            query = ActivityQuery(most=200, with_duplicates=True)
            found = self.services[0].activities(self.people_here[n], query)
            return found[place % len(found)].id if found else SessionId(somebody())

        @rule(n=st.integers(0, 1), command=remembered())
        def log_one(self, n: int, command: LogActivity) -> None:
            self.log(n, command)

        def log(self, n: int, command: LogActivity) -> None:
            person = self.people_here[n]
            kept = good(self.agree([s.log_activity(person, command) for s in self.services]))
            seen["twin"] += kept.possible_duplicate_of is not None

        @rule(
            n=st.integers(0, 1),
            name=st.sampled_from(["x", "y", "z"]),
            source=st.sampled_from(["one", "two"]),
            late_s=st.sampled_from([0, 0, 60, 7_200]),
            channels=st.sampled_from([(), (Channel.POWER,), (Channel.HEART_RATE, Channel.POWER)]),
        )
        def hear_of(
            self, n: int, name: str, source: str, late_s: int, channels: tuple[Channel, ...]
        ) -> None:
            start = NOW - dt.timedelta(days=2, seconds=late_s)
            command = told(name, a_recording(start=start, channels=channels, seconds=60), source)
            person = self.people_here[n]
            answers = [s.import_batch(person, [command, command]) for s in self.services]
            for outcome in self.agree(answers):
                seen[outcome.fate if isinstance(outcome, ItemKept) else "removed"] += 1

        @rule(
            n=st.integers(0, 1),
            names=st.tuples(st.sampled_from(["x", "y"]), st.sampled_from(["one", "two"])),
            parts=st.integers(1, 2),
            hours=st.integers(1, 9),
            power=st.lists(watts, min_size=1, max_size=60),
            gone=st.booleans(),
        )
        def fetch(
            self,
            n: int,
            names: tuple[str, str],
            parts: int,
            hours: int,
            power: list[int],
            gone: bool,
        ) -> None:
            part = recording_of([*power], start=at(NOW - dt.timedelta(days=2)))
            name = f"{parts}:{power}".encode()
            self.reader.lay(name, *[part] * parts)
            external_id, source = names
            command = ImportFile(
                data=name,
                source=SourceId(source),
                external_id=external_id,
                modified_at=at(NOW - dt.timedelta(hours=hours)),
            )
            person = self.people_here[n]
            for outcome in self.agree([s.import_batch(person, [command]) for s in self.services]):
                seen[outcome.fate if isinstance(outcome, ItemKept) else "removed"] += 1
            if gone:
                self.take_back(n, external_id, source)

        @rule(
            n=st.integers(0, 1),
            external_id=st.sampled_from(["x", "y"]),
            source=st.sampled_from(["one", "two"]),
        )
        def withdraw(self, n: int, external_id: str, source: str) -> None:
            self.take_back(n, external_id, source)

        def take_back(self, n: int, external_id: str, source: str) -> None:
            person, of = self.people_here[n], SourceId(source)
            answer = self.agree([s.withdraw(person, of, external_id) for s in self.services])
            seen["withdrawn"] += bool(answer.gone)

        @rule(n=st.integers(0, 1), one=st.integers(0, 40), other=st.integers(0, 40))
        def link(self, n: int, one: int, other: int) -> None:
            ids = self.some_id(n, one), self.some_id(n, other)
            self.agree([s.link(self.people_here[n], *ids) for s in self.services])
            self.agree([s.link(self.people_here[1 - n], *ids) for s in self.services])

        @rule(n=st.integers(0, 1), one=st.integers(0, 40), other=st.integers(0, 3))
        def separate(self, n: int, one: int, other: int) -> None:
            first = self.some_id(n, one)
            found = self.services[0].activity(self.people_here[n], first)
            group = () if isinstance(found, Failure) else good(found).linked
            second = group[other % len(group)].id if group else self.some_id(n, other)
            answers = [s.separate(self.people_here[n], first, second) for s in self.services]
            seen["separated"] += not isinstance(self.agree(answers), Failure)

        @rule(n=st.integers(0, 1), place=st.integers(0, 40))
        def let_count(self, n: int, place: int) -> None:
            one = self.some_id(n, place)
            self.agree([s.let_count(self.people_here[n], one) for s in self.services])

        def train_often(self, n: int, days: int, count: int) -> None:
            for more in range(count):
                command = LogActivity(
                    sport=Sport.CYCLING,
                    start_at=NOW - dt.timedelta(days=days + more),
                    elapsed=Duration(3_600_000_000),
                    average_power=Power(200_000 + more),
                    rpe=Rpe(50 + more),
                )
                person = self.people_here[n]
                self.agree([s.log_activity(person, command) for s in self.services])

        @rule(
            n=st.integers(0, 1),
            name=st.sampled_from([b"a", b"b", b"gz:a", b"none"]),
            power=st.lists(watts, min_size=1, max_size=60),
            days=st.integers(1, 30),
        )
        def upload(self, n: int, name: bytes, power: list[int], days: int) -> None:
            if name != b"none" and name.removeprefix(b"gz:") not in self.reader.shelf:
                start = at(NOW - dt.timedelta(days=days))
                part = recording_of([*power], start=start)
                self.reader.lay(name.removeprefix(b"gz:"), part, part)
            command = ImportFile(data=name)
            answer = self.agree(
                [s.import_file(self.people_here[n], command) for s in self.services]
            )
            seen["refused"] += isinstance(answer, Failure)
            seen["known"] += not isinstance(answer, Failure) and good(answer).already_known

        @rule(n=st.integers(0, 1), place=st.integers(0, 40), sport=sports, rpe=st.none() | ratings)
        def amend(self, n: int, place: int, sport: Sport, rpe: Rpe | None) -> None:
            one, command = self.some_id(n, place), AmendActivity(sport=sport, rpe=rpe)
            self.agree([s.amend(self.people_here[n], one, command) for s in self.services])

        @rule(n=st.integers(0, 1), place=st.integers(0, 40))
        def remove(self, n: int, place: int) -> None:
            one = self.some_id(n, place)
            self.agree([s.remove(self.people_here[n], one) for s in self.services])
            self.agree([s.remove(self.people_here[1 - n], one) for s in self.services])

        @rule(n=st.integers(0, 1), days=st.integers(0, 60), values=thresholds())
        def set_capable(self, n: int, days: int, values: Thresholds) -> None:
            self.capable(n, days, values)

        def capable(self, n: int, days: int, values: Thresholds) -> None:
            person, day = self.people_here[n], days_after(TODAY, -days)
            done = self.agree([s.set_thresholds(person, day, values) for s in self.services])
            causes = {change.cause for change in good(done).changes}
            seen.update(causes)

        @rule(ftp_w=st.integers(150, 400))
        def stronger(self, ftp_w: int) -> None:
            self.capable(0, 55, Thresholds(ftp=Power(ftp_w * 1_000)))

        @rule(n=st.integers(0, 1), days=st.integers(0, 60))
        def not_capable(self, n: int, days: int) -> None:
            person, day = self.people_here[n], days_after(TODAY, -days)
            self.agree([s.remove_thresholds(person, day) for s in self.services])

        @invariant()
        def everything_agrees(self) -> None:
            start, end = days_after(TODAY, -70), days_after(TODAY, 1)
            for person in self.people_here:
                self.agree([s.activities(person, ActivityQuery(most=300)) for s in self.services])
                self.agree([s.load_series(person, start, end) for s in self.services])
                self.agree([s.form(person, TODAY) for s in self.services])
                self.agree([s.signals(person, TODAY) for s in self.services])
                self.agree([s.thresholds(person) for s in self.services])
                self.agree([store.read(person, peaks_between(start, end)) for store in self.stores])
                self.agree([s.load_changes(person, most=300) for s in self.services])
                self.agree([s.exertion(person, start, end, 70.0) for s in self.services])
                for measure in self.services[0].measures():
                    self.agree(
                        [s.measured(person, measure.name, start, end) for s in self.services]
                    )
                every = ActivityQuery(most=300, with_duplicates=True)
                self.agree([s.activities(person, every) for s in self.services])
                query = ActivityQuery(most=2)
                for one in self.services[0].activities(person, query):
                    self.agree([s.activity(person, one.id) for s in self.services])
                    self.agree([s.streams(person, one.id) for s in self.services])
                    self.agree([s.original(person, one.id) for s in self.services])

    return ActivityAgrees


@pytest.mark.xdist_group("postgres")
def test_stores_agree(sqlite_database: Database, postgres_database: Database) -> None:
    seen: Counter[str] = Counter()
    wanted = {
        *("refused", "known", "thresholds", "rating_scale"),
        *("linked", "separated", "withdrawn"),
    }
    run_until_seen(
        machine([sqlite_database, postgres_database], seen),
        settings(max_examples=24, stateful_step_count=14, deadline=None),
        lambda: {what for what in wanted if not seen[what]},
    )
