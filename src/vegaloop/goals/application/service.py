"""Goals: the calls other code may make, one transaction each."""

from __future__ import annotations

from typing import final

from vegaloop.goals.application.commands import AmendGoal, Appraised, SetGoal, Standing
from vegaloop.goals.application.ports import GoalBook, GoalBooks, SetBefore
from vegaloop.goals.application.survey import Survey
from vegaloop.goals.domain.aim import Terms
from vegaloop.goals.domain.decisions import (
    CannotAmendGoal,
    CannotSetGoal,
    CannotTurnGoal,
    NoSuchGoal,
    decide_amendment,
    decide_goal,
    decide_turn,
    measure_named,
)
from vegaloop.goals.domain.goal import Agreed, Goal, GoalId, State
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import Measure, Measures, Signals, Summing
from vegaloop.kernel.time import Clock, LocalDate, Moment, moment_in


@final
class Goals:
    """What people aim at, how far they are, and where it leads."""

    __slots__ = ("_books", "_clock", "_ids", "_measures", "_profiles", "_survey")

    def __init__(
        self,
        books: GoalBooks,
        measures: Measures,
        profiles: Profiles,
        fuel: Signals,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._books = books
        self._measures = measures
        self._profiles = profiles
        self._clock = clock
        self._ids = ids
        self._survey = Survey(measures, profiles, fuel)

    def measures(self) -> tuple[Measure, ...]:
        """List what can be aimed at."""
        return self._measures.measures()

    def today(self, person: PersonId) -> LocalDate:
        """Tell which day it is where a person lives."""
        return self._now(person).local_date

    def set_goal(self, command: SetGoal) -> Result[Appraised, CannotSetGoal]:
        """Set a goal; one that asks for more than is safe is set, and says so (GOAL-43)."""
        at, fresh = self._now(command.person), GoalId(self._ids.fresh())
        match measure_named(command.measure, self._measures.measures()):
            case Failure(unknown):
                return Failure(unknown)
            case Success(measure):
                start = command.start or at.local_date

        def add(book: GoalBook) -> Result[Goal, CannotSetGoal]:
            decided = decide_goal(
                id=fresh,
                measure=measure,
                start=start,
                set=Agreed(at, command.terms),
                open_goals=sum(goal.id != fresh for goal in book.open_goals()),
            )
            match decided:
                case Failure(error):
                    return Failure(error)
                case Success(goal):
                    book.add(goal)
                    return Success(goal)

        match self._books.write(command.person, add):
            case Failure(error):
                return Failure(error)
            case Success(goal):
                return Success(self._survey.appraised(command.person, goal, at.local_date))

    def goals(self, person: PersonId, before: SetBefore | None, limit: int) -> tuple[Standing, ...]:
        """List a person's goals with how they stand today, newest first, archived ones too."""
        found = self._books.read(person, lambda book: book.page(before, limit))
        return self._survey.standings(person, found, self.today(person))

    def board(self, person: PersonId, day: LocalDate) -> tuple[Standing, ...]:
        """Tell how every open goal stands on a day, with one look at each measure."""
        found = self._books.read(person, lambda book: book.open_goals())
        return self._survey.standings(person, found, day)

    def goal(
        self, person: PersonId, id: GoalId, day: LocalDate | None = None
    ) -> Result[Appraised, NoSuchGoal]:
        """Tell how a goal stands on a day, or today, with every figure of it."""
        found = self._books.read(person, lambda book: book.goal(id))
        if found is None:
            return Failure(NoSuchGoal(id))
        return Success(self._survey.appraised(person, found, day or self.today(person)))

    def history(self, person: PersonId, id: GoalId) -> Result[Goal, NoSuchGoal]:
        """Tell everything that was done to a goal."""
        found = self._books.read(person, lambda book: book.goal(id))
        return Failure(NoSuchGoal(id)) if found is None else Success(found)

    def amend(self, command: AmendGoal) -> Result[Appraised, CannotAmendGoal]:
        """Change the terms of a goal from now on; its past is still judged by the old ones."""
        at = self._now(command.person)

        def amend(book: GoalBook) -> Result[Goal, CannotAmendGoal]:
            goal = book.goal(command.id)
            if goal is None:
                return Failure(NoSuchGoal(command.id))
            title = goal.terms.title if command.title is None else command.title
            aim = goal.terms.aim if command.aim is None else command.aim
            summing = self._summing(goal.measure)
            match decide_amendment(goal, summing, Terms(title, aim), at):
                case Failure(error):
                    return Failure(error)
                case Success(amended):
                    return Success(_kept(book, goal, amended))

        match self._books.write(command.person, amend):
            case Failure(error):
                return Failure(error)
            case Success(goal):
                return Success(self._survey.appraised(command.person, goal, at.local_date))

    def turn(self, person: PersonId, id: GoalId, to: State) -> Result[Appraised, CannotTurnGoal]:
        """Pause, resume or archive a goal; an archived one stays as it is."""
        at = self._now(person)

        def turn(book: GoalBook) -> Result[Goal, CannotTurnGoal]:
            goal = book.goal(id)
            if goal is None:
                return Failure(NoSuchGoal(id))
            match decide_turn(goal, to, at):
                case Failure(error):
                    return Failure(error)
                case Success(turned):
                    return Success(_kept(book, goal, turned))

        match self._books.write(person, turn):
            case Failure(error):
                return Failure(error)
            case Success(goal):
                return Success(self._survey.appraised(person, goal, at.local_date))

    def remove(self, person: PersonId, id: GoalId) -> Result[GoalId, NoSuchGoal]:
        """Forget a goal and its history."""

        def remove(book: GoalBook) -> Result[GoalId, NoSuchGoal]:
            if book.goal(id) is None:
                return Failure(NoSuchGoal(id))
            book.remove(id)
            return Success(id)

        return self._books.write(person, remove)

    def _now(self, person: PersonId) -> Moment:
        return moment_in(self._clock.now(), self._profiles.profile(person).home_zone)

    def _summing(self, name: str) -> Summing:
        match measure_named(name, self._measures.measures()):
            case Success(measure):
                return measure.summing
            case Failure():
                return Summing.MEAN


def _kept(book: GoalBook, before: Goal, after: Goal) -> Goal:
    for number, change in enumerate(after.changes, start=1):
        if number > len(before.changes):
            book.append(after.id, number, change)
    return after
