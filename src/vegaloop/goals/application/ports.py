"""What goals needs from outside, in its own words.

The values come through the kernel's `Measures`, the home zone through its `Profiles`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias, TypeVar

from vegaloop.goals.domain.goal import Change, Goal, GoalId
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

A = TypeVar("A")
SetBefore: TypeAlias = tuple[Instant, GoalId]


class GoalBook(Protocol):
    """One person's goals, inside one transaction."""

    def goal(self, id: GoalId) -> Goal | None:
        """The goal with this id, open or archived."""
        ...

    def open_goals(self) -> tuple[Goal, ...]:
        """The goals that are not archived, newest first."""
        ...

    def page(self, before: SetBefore | None, limit: int) -> tuple[Goal, ...]:
        """At most `limit` goals, archived ones too, set before another one, newest first."""
        ...

    def add(self, goal: Goal) -> None:
        """Keep a goal; a second one with its id is not kept."""
        ...

    def append(self, id: GoalId, number: int, change: Change) -> None:
        """Keep the change with this number in a goal's history; a second one is not kept."""
        ...

    def remove(self, id: GoalId) -> None:
        """Forget a goal and its history."""
        ...


class GoalBooks(Protocol):
    """Opens people's goals."""

    def read(self, person: PersonId, work: Callable[[GoalBook], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[GoalBook], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again."""
        ...
