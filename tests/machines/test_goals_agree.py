"""Three stores and a list, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.strategies.goals import (
    MEASURES,
    TODAY,
    FixedMeasures,
    FixedProfiles,
    a_series,
    aims,
    goals_service,
    measures,
)
from tests.support import PinnedClock, somebody
from vegaloop.goals import Aim, AmendGoal, GoalId, Goals, SetGoal, State, Terms
from vegaloop.goals.adapters.memory import MemoryGoalBooks
from vegaloop.goals.adapters.sql import SqlGoalBooks
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import Measure
from vegaloop.kernel.time import TimeZone, days_after

SEEN: Counter[str] = Counter()
VALUES = a_series([1.0, None, 5.0, 80.5, 79.0, 0.0, None, 3.0] * 9, days_after(TODAY, 20))


class StoresAgree(RuleBasedStateMachine):
    """Two people's goals, in every store at once, beside a plain list of what must be there."""

    databases: ClassVar[tuple[Database, ...]] = ()
    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.profiles = PinnedClock(), FixedProfiles()
        known = FixedMeasures({measure.name: VALUES for measure in MEASURES})
        stores = (MemoryGoalBooks(Revisions()), *map(SqlGoalBooks, self.databases))
        self.all = tuple(goals_service(known, s, self.clock, self.profiles) for s in stores)
        # Counted ids begin anew here, so a database needs people it does not know.
        self.me, self.you = somebody(), somebody()
        self.kept: dict[GoalId, State] = {}

    def ask(self, what: str, answers: list[Result[object, object]]) -> object | None:
        assert all(answer == answers[0] for answer in answers)
        match answers[0]:
            case Success(value):
                SEEN[what] += 1
                return value
            case Failure(error):
                SEEN[f"{what}: {type(error).__name__}"] += 1
                event(f"{what}: {type(error).__name__}")
                return None

    def each(self, what: str, call: object) -> object | None:
        assert callable(call)
        return self.ask(what, [call(goals) for goals in self.all])

    @rule(target=ids, measure=measures, aim=aims, ago=st.none() | st.integers(-3, 30))
    def set_goal(self, measure: Measure, aim: Aim, ago: int | None) -> object:
        start = None if ago is None else days_after(TODAY, -ago)
        command = SetGoal(self.me, measure.name, Terms("run", aim), start)
        standing = self.each("set", lambda goals: goals.set_goal(command))
        if standing is None:
            return multiple()
        self.kept[standing.goal.id] = State.ACTIVE
        return standing.goal.id

    @rule(id=ids, aim=st.none() | aims, title=st.none() | st.sampled_from(["run", "swim"]))
    def amend(self, id: GoalId, aim: Aim | None, title: str | None) -> None:
        command = AmendGoal(self.me, id, title, aim)
        done = self.each("amend", lambda goals: goals.amend(command))
        if done is not None:
            assert self.kept[id] is not State.ARCHIVED

    @rule(id=ids, to=st.sampled_from(State))
    def turn(self, id: GoalId, to: State) -> None:
        done = self.each(f"turn {to}", lambda goals: goals.turn(self.me, id, to))
        before = self.kept.get(id)
        assert (done is not None) == (before not in (None, State.ARCHIVED, to))
        if done is not None:
            self.kept[id] = to

    @rule(id=consumes(ids))
    def remove(self, id: GoalId) -> None:
        done = self.each("remove", lambda goals: goals.remove(self.me, id))
        assert (done is not None) == (self.kept.pop(id, None) is not None)

    @rule(id=ids, to=st.sampled_from(State))
    def a_stranger_tries(self, id: GoalId, to: State) -> None:
        assert self.each("stranger", lambda goals: goals.turn(self.you, id, to)) is None

    @rule(hours=st.integers(1, 60), zone=st.sampled_from(["UTC", "Asia/Tokyo", "Pacific/Apia"]))
    def time_passes(self, hours: int, zone: str) -> None:
        self.clock.set(self.clock.now() + dt.timedelta(hours=hours))
        self.profiles.zone = TimeZone(zone)

    @rule(id=ids, ago=st.integers(0, 30))
    def look_back(self, id: GoalId, ago: int) -> None:
        day = days_after(TODAY, -ago)
        self.each("look", lambda goals: goals.goal(self.me, id, day))

    @invariant()
    def lists_and_boards_agree(self) -> None:
        today = self.all[0].today(self.me)
        lists = [self._listed(goals) for goals in self.all]
        assert all(found == lists[0] for found in lists)
        assert {one.goal.id: one.goal.state for one in lists[0]} == self.kept
        boards = [goals.board(self.me, today) for goals in self.all]
        assert all(board == boards[0] for board in boards)
        assert boards[0] == tuple(o for o in lists[0] if o.goal.state is not State.ARCHIVED)
        assert self.all[0].board(self.you, today) == ()

    def _listed(self, goals: Goals) -> tuple[object, ...]:
        found = page = goals.goals(self.me, None, 2)
        while page:
            last = page[-1].goal
            page = goals.goals(self.me, (last.set.at.at, last.id), 2)
            found += page
            assert len(found) <= len(self.kept)
        return found


@pytest.mark.xdist_group("databases")
def test_every_store_answers_the_same(
    sqlite_database: Database, postgres_database: Database
) -> None:
    SEEN.clear()
    StoresAgree.databases = (sqlite_database, postgres_database)
    limits = settings(max_examples=25, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(StoresAgree, settings=limits)
    sometimes = {"set", "amend", "remove", "turn archived", "stranger: NoSuchGoal", "look"}
    wanted = {*sometimes, "amend: OtherKind", "set: NotSummable"}
    assert wanted <= set(SEEN), f"a weak run: {wanted - set(SEEN)} never happened"
