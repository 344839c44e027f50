"""The contract of the goal stores: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest

from tests.strategies.goals import TODAY
from tests.support import NOW, at, somebody
from vegaloop.goals.adapters.memory import MemoryGoalBooks
from vegaloop.goals.adapters.sql import SqlGoalBooks
from vegaloop.goals.application.ports import GoalBook, GoalBooks
from vegaloop.goals.domain.aim import Aim, Avoid, Counting, Maintain, Reach, Sense, Streak, Terms
from vegaloop.goals.domain.goal import Agreed, Goal, GoalId, State, Turned
from vegaloop.goals.domain.period import Period
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.time import Moment, TimeZone, moment_in

AIMS: tuple[Aim, ...] = (
    Reach(80, 74.5, TODAY),
    Reach(0, 1e9),
    Maintain(2_000, 0.1, Period.WEEK),
    Avoid(0, Counting.DAYS, Period.DAY),
    Streak(1 / 3, Sense.AT_MOST, Period.WEEK, 2),
)


@pytest.fixture
def books(database: Database | None) -> GoalBooks:
    return MemoryGoalBooks(Revisions()) if database is None else SqlGoalBooks(database)


def a_moment(minutes: int = 0) -> Moment:
    return Moment(at(NOW + dt.timedelta(minutes=minutes)), 3_600)


def a_goal(aim: Aim = AIMS[0], minutes: int = 0, id: UUID | None = None) -> Goal:
    agreed = Agreed(a_moment(minutes), Terms("Ziel · 目標", aim))
    return Goal(GoalId(id or uuid4()), "biometrics.weight_kg", TODAY, agreed)


class TestGoalStore:
    """What a store keeps it gives back, newest first, to whom it belongs, and to nobody else."""

    @pytest.mark.parametrize("aim", AIMS)
    def test_a_goal_comes_back_with_its_history(self, books: GoalBooks, aim: Aim) -> None:
        me, goal = somebody(), a_goal(aim)
        zoned = moment_in(at(NOW), TimeZone("Asia/Kathmandu"))
        changes = (Turned(zoned, State.PAUSED), Agreed(a_moment(9), Terms("", aim)))

        def keep(book: GoalBook) -> None:
            book.add(goal)
            for number, change in enumerate(changes, start=1):
                book.append(goal.id, number, change)

        books.write(me, keep)
        books.write(me, keep)
        expected = goal.changed(changes[0]).changed(changes[1])
        assert books.read(me, lambda book: book.goal(goal.id)) == expected
        assert books.read(me, lambda book: book.open_goals()) == (expected,)

    def test_pages_are_newest_first_and_ties_go_by_id(self, books: GoalBooks) -> None:
        me = somebody()
        goals = [a_goal(minutes=n // 2, id=UUID(int=n)) for n in range(1, 8)]
        for goal in goals:
            books.write(me, lambda book, goal=goal: book.add(goal))
        newest = tuple(reversed(goals))
        assert books.read(me, lambda book: book.page(None, 3)) == newest[:3]
        for n, last in enumerate(newest):
            before = (last.set.at.at, last.id)
            rest = books.read(me, lambda book, before=before: book.page(before, 3))
            assert rest == newest[n + 1 : n + 4]
        assert books.read(me, lambda book: book.open_goals()) == newest

    def test_an_archived_goal_is_not_open(self, books: GoalBooks) -> None:
        me, goal = somebody(), a_goal()
        books.write(me, lambda book: book.add(goal))
        closed = Turned(a_moment(1), State.ARCHIVED)
        books.write(me, lambda book: book.append(goal.id, 1, closed))
        assert books.read(me, lambda book: book.open_goals()) == ()
        assert books.read(me, lambda book: book.page(None, 9)) == (goal.changed(closed),)

    def test_nobody_elses_goals_are_touched(self, books: GoalBooks) -> None:
        me, you, goal = somebody(), somebody(), a_goal()
        books.write(me, lambda book: book.add(goal))
        books.write(you, lambda book: book.remove(goal.id))
        closed = Turned(a_moment(1), State.ARCHIVED)
        books.write(you, lambda book: book.append(goal.id, 1, closed))
        assert books.read(you, lambda book: book.goal(goal.id)) is None
        assert books.read(you, lambda book: book.page(None, 9)) == ()
        assert books.read(me, lambda book: book.open_goals()) == (goal,)

    def test_what_is_removed_is_gone_with_its_history(self, books: GoalBooks) -> None:
        me, goal = somebody(), a_goal()
        books.write(me, lambda book: book.add(goal))
        books.write(me, lambda book: book.append(goal.id, 1, Turned(a_moment(), State.PAUSED)))
        books.write(me, lambda book: book.remove(goal.id))
        assert books.read(me, lambda book: book.goal(goal.id)) is None
        books.write(me, lambda book: book.add(goal))
        assert books.read(me, lambda book: book.goal(goal.id)) == goal
