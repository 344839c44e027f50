"""A goal: what was set, and everything that was done to it since."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.goals.domain.aim import Terms
from vegaloop.kernel.time import LocalDate, Moment

GoalId = NewType("GoalId", UUID)


class State(StrEnum):
    """Where a goal stands in its life."""

    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


@final
class Agreed(Struct, frozen=True, tag="agreed"):
    """From this moment on these terms hold."""

    at: Moment
    terms: Terms


@final
class Turned(Struct, frozen=True, tag="turned"):
    """From this moment on the goal is in this state."""

    at: Moment
    to: State


Change: TypeAlias = Agreed | Turned


@final
class Stretch(Struct, frozen=True):
    """From a day number on, up to the next stretch, the goal had these terms, and ran or not."""

    first: int
    terms: Terms
    ran: bool


@final
class Goal(Struct, frozen=True):
    """A goal over one measure from its first day; `changes` come later, oldest first."""

    id: GoalId
    measure: str
    start: LocalDate
    set: Agreed
    changes: tuple[Change, ...] = ()

    def changed(self, change: Change) -> Goal:
        """This goal after one more change."""
        return Goal(self.id, self.measure, self.start, self.set, (*self.changes, change))

    @property
    def terms(self) -> Terms:
        """The terms that hold now."""
        return self.agreements[-1].terms

    @property
    def agreements(self) -> tuple[Agreed, ...]:
        """Every version of its terms, oldest first."""
        return (self.set, *(one for one in self.changes if isinstance(one, Agreed)))

    @property
    def turns(self) -> tuple[Turned, ...]:
        """Every change of its state, oldest first."""
        return tuple(one for one in self.changes if isinstance(one, Turned))

    @property
    def state(self) -> State:
        """The state it is in now."""
        turns = self.turns
        return turns[-1].to if turns else State.ACTIVE

    @property
    def archived_on(self) -> LocalDate | None:
        """The day it was archived, if it was."""
        days = [turn.at.local_date for turn in self.turns if turn.to is State.ARCHIVED]
        return days[0] if days else None

    def terms_on(self, day: LocalDate) -> Terms:
        """The terms that held at the end of a day; before the first change, those first set."""
        if not self.changes:
            return self.set.terms
        held = [one for one in self.agreements if one.at.local_date <= day]
        return (held or [self.set])[-1].terms

    def ran_on(self, day: LocalDate) -> bool:
        """Whether the goal was neither ahead, paused nor archived at the end of a day."""
        if not self.changes:
            return day >= self.start
        turns = [turn for turn in self.turns if turn.at.local_date <= day]
        return day >= self.start and (not turns or turns[-1].to is State.ACTIVE)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Its life from its first day on, cut at each day on which something was done to it."""
        cuts = {max(self.start, change.at.local_date) for change in self.changes} | {self.start}
        return tuple(
            Stretch(day.toordinal(), self.terms_on(day), self.ran_on(day)) for day in sorted(cuts)
        )
