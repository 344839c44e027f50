"""Goals over HTTP: the refusals and the routes; bodies.py has the bodies."""

from __future__ import annotations

from typing import Annotated, Final, final
from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from vegaloop.goals.adapters.answers import from_appraised, from_history, from_standing
from vegaloop.goals.adapters.bodies import (
    AmendGoalBody,
    GoalBody,
    HistoryBody,
    MeasureBody,
    MeasuresBody,
    SetGoalBody,
)
from vegaloop.goals.adapters.reading import to_amend_goal, to_set_goal
from vegaloop.goals.application.ports import SetBefore
from vegaloop.goals.application.service import Goals
from vegaloop.goals.domain.decisions import (
    AlreadySo,
    CannotAim,
    CannotAmendGoal,
    CannotChange,
    CannotSetGoal,
    CannotTurnGoal,
    DueNotAfterStart,
    GoalArchived,
    NoSuchGoal,
    NothingToReach,
    NotSummable,
    OtherKind,
    StartTooFar,
    ToleranceNotPositive,
    TooManyChanges,
    TooManyGoals,
)
from vegaloop.goals.domain.goal import GoalId, State
from vegaloop.infrastructure.bodies import PAGE_MOST, PAGE_USUAL, Page, of_cursor, page_of
from vegaloop.infrastructure.days import OneDay, to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.signal import UnknownMeasure
from vegaloop.kernel.time import epoch_us, from_epoch_us

_LAST_US: Final = 253_402_300_799_000_000  # The last second of the year 9999.


@final
class _Cursor(Struct, frozen=True, array_like=True):
    at_us: Annotated[int, Meta(ge=0, le=_LAST_US)]
    id: UUID


# ---- refusals ----


@final
class MeasureUnknown(Struct, frozen=True, tag="unknown-measure"):
    """A measure nobody publishes, beside those somebody does."""

    given: str
    known: tuple[str, ...]
    field: str = "measure"


def _problem_for_aim(error: CannotAim) -> ProblemRaised:
    match error:
        case NothingToReach():
            return problem("goals/nothing-to-reach", "The target is the start", 422, error)
        case DueNotAfterStart():
            return problem("goals/due-not-after-start", "It is due too early", 422, error)
        case ToleranceNotPositive():
            return problem("goals/tolerance-not-positive", "The band has no width", 422, error)
        case NotSummable():
            return problem("goals/not-summable", "That measure does not add up", 422, error)
        case OutOfRange():
            return malformed_problem((error,))


def _problem_for_set(error: CannotSetGoal) -> ProblemRaised:
    match error:
        case UnknownMeasure(given, known):
            told = MeasureUnknown(given, known)
            return problem("goals/unknown-measure", "Nothing measures that", 422, told)
        case StartTooFar():
            return problem("goals/start-too-far", "The goal starts too far away", 422, error)
        case TooManyGoals():
            return problem("goals/too-many-goals", "You have too many open goals", 409, error)
        case (
            NothingToReach()
            | DueNotAfterStart()
            | ToleranceNotPositive()
            | NotSummable()
            | OutOfRange()
        ):
            return _problem_for_aim(error)


def _problem_for_change(error: CannotChange) -> ProblemRaised:
    match error:
        case NoSuchGoal():
            return problem("goals/no-such-goal", "You have no such goal", 404, error)
        case GoalArchived():
            return problem("goals/goal-archived", "The goal is archived", 409, error)
        case TooManyChanges():
            return problem("goals/too-many-changes", "The goal changed too often", 409, error)


def _problem_for_amend(error: CannotAmendGoal) -> ProblemRaised:
    match error:
        case OtherKind():
            return problem("goals/other-kind", "The goal is of another kind", 422, error)
        case NoSuchGoal() | GoalArchived() | TooManyChanges():
            return _problem_for_change(error)
        case (
            NothingToReach()
            | DueNotAfterStart()
            | ToleranceNotPositive()
            | NotSummable()
            | OutOfRange()
        ):
            return _problem_for_aim(error)


def _problem_for_turn(error: CannotTurnGoal) -> ProblemRaised:
    match error:
        case AlreadySo():
            return problem("goals/already-so", "The goal is in that state", 409, error)
        case NoSuchGoal() | GoalArchived() | TooManyChanges():
            return _problem_for_change(error)


def _to_before(cursor: str | None) -> SetBefore | None:
    if cursor is None:
        return None
    key = of_cursor(cursor, _Cursor)
    return from_epoch_us(key.at_us), GoalId(key.id)


# ---- routes ----


@get("/measures", sync_to_thread=True, responses=refusals())
def list_measures(goals: NamedDependency[Goals]) -> MeasuresBody:
    """List what can be aimed at."""
    known = goals.measures()
    return MeasuresBody(tuple(MeasureBody(m.name, m.title, m.unit, m.summing) for m in known))


@get("/goals", sync_to_thread=True, responses=refusals())
def list_goals(
    person: NamedDependency[PersonId],
    goals: NamedDependency[Goals],
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)] = PAGE_USUAL,
    cursor: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> Page[GoalBody]:
    """List your goals with how they stand today, newest first."""
    found = goals.goals(person, _to_before(cursor), limit + 1)
    last = found[limit - 1].goal if len(found) > limit else None
    key = () if last is None else (epoch_us(last.set.at.at), last.id)
    return page_of(tuple(map(from_standing, found)), limit, key)


@post("/goals", sync_to_thread=True, responses=refusals(s409="Too many", s422="It cannot be set"))
def set_goal(
    data: JSONBody[SetGoalBody],
    person: NamedDependency[PersonId],
    goals: NamedDependency[Goals],
) -> GoalBody:
    """Set a goal."""
    command = or_raise(to_set_goal(person, data), malformed_problem)
    return from_appraised(or_raise(goals.set_goal(command), _problem_for_set))


@get("/goals/{goal_id:uuid}", sync_to_thread=True, responses=refusals(s404="No such goal"))
def show_goal(
    goal_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    goals: NamedDependency[Goals],
    date: OneDay = None,
) -> GoalBody:
    """Tell how a goal stood on a day, or stands today."""
    day = None if date is None else to_day(date)
    return from_appraised(or_raise(goals.goal(person, GoalId(goal_id), day), _problem_for_change))


@patch(
    "/goals/{goal_id:uuid}",
    sync_to_thread=True,
    responses=refusals(s404="No such goal", s409="It is archived", s422="It cannot be so"),
)
def amend_goal(
    goal_id: FromPath[UUID],
    data: JSONBody[AmendGoalBody],
    person: NamedDependency[PersonId],
    goals: NamedDependency[Goals],
) -> GoalBody:
    """Change the terms of a goal from now on; its past stays judged by the old ones."""
    command = or_raise(to_amend_goal(person, GoalId(goal_id), data), malformed_problem)
    return from_appraised(or_raise(goals.amend(command), _problem_for_amend))


@get("/goals/{goal_id:uuid}/history", sync_to_thread=True, responses=refusals(s404="No such goal"))
def show_history(
    goal_id: FromPath[UUID], person: NamedDependency[PersonId], goals: NamedDependency[Goals]
) -> HistoryBody:
    """Tell everything that was done to a goal, newest first."""
    return from_history(or_raise(goals.history(person, GoalId(goal_id)), _problem_for_change))


_TURNING: Final = refusals(s404="No such goal", s409="The goal is not in a state for that")


@post("/goals/{goal_id:uuid}/pause", sync_to_thread=True, status_code=200, responses=_TURNING)
def pause_goal(
    goal_id: FromPath[UUID], person: NamedDependency[PersonId], goals: NamedDependency[Goals]
) -> GoalBody:
    """Pause a goal; its days are not due until it is resumed."""
    turned = goals.turn(person, GoalId(goal_id), State.PAUSED)
    return from_appraised(or_raise(turned, _problem_for_turn))


@post("/goals/{goal_id:uuid}/resume", sync_to_thread=True, status_code=200, responses=_TURNING)
def resume_goal(
    goal_id: FromPath[UUID], person: NamedDependency[PersonId], goals: NamedDependency[Goals]
) -> GoalBody:
    """Resume a goal that was paused."""
    turned = goals.turn(person, GoalId(goal_id), State.ACTIVE)
    return from_appraised(or_raise(turned, _problem_for_turn))


@post("/goals/{goal_id:uuid}/archive", sync_to_thread=True, status_code=200, responses=_TURNING)
def archive_goal(
    goal_id: FromPath[UUID], person: NamedDependency[PersonId], goals: NamedDependency[Goals]
) -> GoalBody:
    """Close a goal for good; it stays readable as it stood."""
    turned = goals.turn(person, GoalId(goal_id), State.ARCHIVED)
    return from_appraised(or_raise(turned, _problem_for_turn))


@delete("/goals/{goal_id:uuid}", sync_to_thread=True, responses=refusals(s404="No such goal"))
def remove_goal(
    goal_id: FromPath[UUID], person: NamedDependency[PersonId], goals: NamedDependency[Goals]
) -> None:
    """Forget a goal and its history."""
    or_raise(goals.remove(person, GoalId(goal_id)), _problem_for_change)


def routes() -> Router:
    """Everything goals answers to."""
    handlers = [
        list_measures,
        list_goals,
        set_goal,
        show_goal,
        amend_goal,
        show_history,
        pause_goal,
        resume_goal,
        archive_goal,
        remove_goal,
    ]
    return Router("/", route_handlers=handlers, tags=["goals"])
