"""What may be set, amended and turned; each refusal a fact with its data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import (
    Aim,
    Avoid,
    Counting,
    Maintain,
    Reach,
    Streak,
    Terms,
    shape_of,
    value_of,
)
from vegaloop.goals.domain.formulas.bounds import VALUE_MOST
from vegaloop.goals.domain.goal import Agreed, Goal, GoalId, State, Turned
from vegaloop.goals.domain.names import BODY_FAT, BODY_MASSES
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import Measure, Summing, UnknownMeasure
from vegaloop.kernel.time import LocalDate, Moment

OPEN_GOALS_MOST: Final = 50  # A board of more goals than this guides nobody.
START_DAYS_MOST: Final = 366  # A goal is about the year around today.
CHANGES_MOST: Final = 500  # A goal is read with its whole history.
MASS_KG: Final = (20.001, 400.0)  # Of an adult: more than 20 kg, to the gram.
SHARE_PERCENT: Final = (0.0, 100.0)


@final
class NothingToReach(Struct, frozen=True, tag="goals/nothing-to-reach"):
    """A target that is where the goal starts."""

    start_value: float
    target_value: float


@final
class DueNotAfterStart(Struct, frozen=True, tag="goals/due-not-after-start"):
    """A due day that does not come after the first."""

    due: LocalDate
    start: LocalDate


@final
class StartTooFar(Struct, frozen=True, tag="goals/start-too-far"):
    """A first day too long ago, or too far ahead."""

    start: LocalDate
    today: LocalDate
    most_days: int


@final
class ToleranceNotPositive(Struct, frozen=True, tag="goals/tolerance-not-positive"):
    """A band without width, which no measurement can stay in."""

    tolerance: float


@final
class NotSummable(Struct, frozen=True, tag="goals/not-summable"):
    """A limit on the sum of a measure whose days are averaged, not added."""

    measure: str


@final
class TooManyGoals(Struct, frozen=True, tag="goals/too-many-goals"):
    """More open goals than one person can have."""

    open: int
    most: int


@final
class NoSuchGoal(Struct, frozen=True, tag="goals/no-such-goal"):
    """A goal that is not this person's."""

    id: GoalId


@final
class GoalArchived(Struct, frozen=True, tag="goals/goal-archived"):
    """A goal that is closed for good."""

    id: GoalId
    archived_on: LocalDate


@final
class AlreadySo(Struct, frozen=True, tag="goals/already-so"):
    """A turn to the state the goal is in."""

    id: GoalId
    state: State


@final
class OtherKind(Struct, frozen=True, tag="goals/other-kind"):
    """New terms of another kind or period, by which the past could not be judged."""

    was: str
    given: str


@final
class TooManyChanges(Struct, frozen=True, tag="goals/too-many-changes"):
    """More changes than one goal can have."""

    most: int


CannotAim: TypeAlias = (
    NothingToReach | DueNotAfterStart | ToleranceNotPositive | NotSummable | OutOfRange
)
CannotSetGoal: TypeAlias = UnknownMeasure | StartTooFar | TooManyGoals | CannotAim
CannotChange: TypeAlias = NoSuchGoal | GoalArchived | TooManyChanges
CannotAmendGoal: TypeAlias = CannotChange | OtherKind | CannotAim
CannotTurnGoal: TypeAlias = CannotChange | AlreadySo


def measure_named(name: str, known: Sequence[Measure]) -> Result[Measure, UnknownMeasure]:
    """Find a measure among those published."""
    for measure in known:
        if measure.name == name:
            return Success(measure)
    return Failure(UnknownMeasure(name, tuple(measure.name for measure in known)))


def decide_goal(
    *, id: GoalId, measure: Measure, start: LocalDate, set: Agreed, open_goals: int
) -> Result[Goal, CannotSetGoal]:
    """Decide whether these terms make a goal."""
    today = set.at.local_date
    if abs((start - today).days) > START_DAYS_MOST:
        return Failure(StartTooFar(start, today, START_DAYS_MOST))
    if open_goals >= OPEN_GOALS_MOST:
        return Failure(TooManyGoals(open_goals, OPEN_GOALS_MOST))
    match _decide_aim(set.terms.aim, measure.name, measure.summing, start):
        case Failure(error):
            return Failure(error)
        case Success():
            return Success(Goal(id, measure.name, start, set))


def decide_amendment(
    goal: Goal, summing: Summing, terms: Terms, at: Moment
) -> Result[Goal, CannotAmendGoal]:
    """Decide whether a goal may go on under other terms; its past stays judged by the old ones."""
    match _decide_change(goal, CHANGES_MOST):
        case Failure(error):
            return Failure(error)
        case Success():
            # Saying again what holds already is no change.
            same = terms == goal.terms
            return Success(goal) if same else _decide_terms(goal, summing, terms, at)


def decide_turn(goal: Goal, to: State, at: Moment) -> Result[Goal, CannotTurnGoal]:
    """Decide whether a goal may be paused, resumed or archived."""
    # A goal with a full history can still be closed.
    most = CHANGES_MOST + (to is State.ARCHIVED)
    match _decide_change(goal, most):
        case Failure(error):
            return Failure(error)
        case Success():
            if goal.state is to:
                return Failure(AlreadySo(goal.id, to))
            return Success(goal.changed(Turned(at, to)))


def _decide_change(goal: Goal, most: int) -> Result[Goal, GoalArchived | TooManyChanges]:
    if goal.archived_on is not None:
        return Failure(GoalArchived(goal.id, goal.archived_on))
    if len(goal.changes) >= most:
        return Failure(TooManyChanges(most))
    return Success(goal)


def _decide_terms(
    goal: Goal, summing: Summing, terms: Terms, at: Moment
) -> Result[Goal, OtherKind | CannotAim]:
    was, given = shape_of(goal.terms.aim), shape_of(terms.aim)
    if was != given:
        return Failure(OtherKind(was, given))
    match _decide_aim(terms.aim, goal.measure, summing, goal.start):
        case Failure(error):
            return Failure(error)
        case Success():
            return Success(goal.changed(Agreed(at, terms)))


def _decide_aim(
    aim: Aim, measure: str, summing: Summing, start: LocalDate
) -> Result[Aim, CannotAim]:
    for wrong in _impossible(aim, measure):
        return Failure(wrong)
    match aim:
        case Reach(start_value, target_value, due):
            if start_value == target_value:
                return Failure(NothingToReach(start_value, target_value))
            if due is not None and due <= start:
                return Failure(DueNotAfterStart(due, start))
        case Maintain(tolerance=tolerance):
            if tolerance <= 0:
                return Failure(ToleranceNotPositive(tolerance))
        case Avoid(counting=counting):
            if counting is Counting.SUM and summing is Summing.MEAN:
                return Failure(NotSummable(measure))
        case Streak():
            pass
    return Success(aim)


def bounds_of(measure: str) -> tuple[float, float]:
    """Tell between which values a measure can be; none that is published can be negative."""
    if measure in BODY_MASSES:
        return MASS_KG
    return SHARE_PERCENT if measure == BODY_FAT else (0.0, VALUE_MOST)


def _impossible(aim: Aim, measure: str) -> Iterator[OutOfRange]:
    least, most = bounds_of(measure)
    for field, value in _levels(aim):
        match value_of(value, f"aim.{field}", least, most):
            case Failure(error):
                yield error
            case Success():
                pass


def _levels(aim: Aim) -> tuple[tuple[str, float], ...]:
    match aim:
        case Reach(start_value, target_value):
            return (("start_value", start_value), ("target_value", target_value))
        case Maintain(centre=centre):
            return (("centre", centre),)
        case Streak(threshold=threshold):
            return (("threshold", threshold),)
        case Avoid():
            return ()
