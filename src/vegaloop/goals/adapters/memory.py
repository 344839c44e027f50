"""Goals in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from vegaloop.goals.application.ports import GoalBook, GoalBooks, SetBefore
from vegaloop.goals.domain.goal import Change, Goal, GoalId, State
from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId

A = TypeVar("A")


@final
class MemoryGoalBook(GoalBook):
    """One person's goals in one tuple, newest first."""

    def __init__(self) -> None:
        self._goals: tuple[Goal, ...] = ()

    def goal(self, id: GoalId) -> Goal | None:
        """The goal with this id, open or archived."""
        return next((goal for goal in self._goals if goal.id == id), None)

    def open_goals(self) -> tuple[Goal, ...]:
        """The goals that are not archived, newest first."""
        return tuple(goal for goal in self._goals if goal.state is not State.ARCHIVED)

    def page(self, before: SetBefore | None, limit: int) -> tuple[Goal, ...]:
        """At most `limit` goals, archived ones too, set before another one, newest first."""
        older = (goal for goal in self._goals if before is None or _key(goal) < before)
        return tuple(older)[:limit]

    def add(self, goal: Goal) -> None:
        """Keep a goal; a second one with its id is not kept."""
        if self.goal(goal.id) is None:
            self._goals = tuple(sorted((*self._goals, goal), key=_key, reverse=True))

    def append(self, id: GoalId, number: int, change: Change) -> None:
        """Keep the change with this number in a goal's history; a second one is not kept."""
        self._goals = tuple(
            goal.changed(change) if goal.id == id and len(goal.changes) < number else goal
            for goal in self._goals
        )

    def remove(self, id: GoalId) -> None:
        """Forget a goal and its history."""
        self._goals = tuple(goal for goal in self._goals if goal.id != id)


def _key(goal: Goal) -> SetBefore:
    return goal.set.at.at, goal.id


@final
class MemoryGoalBooks(GoalBooks):
    """Every goal of the process."""

    def __init__(self, revisions: Revisions) -> None:
        self._shelves = Shelves(MemoryGoalBook, revisions)

    def read(self, person: PersonId, work: Callable[[GoalBook], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelves.read(person, work)

    def write(self, person: PersonId, work: Callable[[GoalBook], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._shelves.write(person, work)
