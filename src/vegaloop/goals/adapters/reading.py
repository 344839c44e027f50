"""From bodies to commands: meaning, with every error at once."""

from __future__ import annotations

from vegaloop.goals.adapters.bodies import (
    AimBody,
    AmendGoalBody,
    AvoidBody,
    MaintainBody,
    ReachBody,
    SetGoalBody,
    StreakBody,
)
from vegaloop.goals.application.commands import AmendGoal, SetGoal
from vegaloop.goals.domain.aim import (
    Aim,
    Avoid,
    Maintain,
    Reach,
    Streak,
    Terms,
    freezes_of,
    value_of,
)
from vegaloop.goals.domain.goal import GoalId
from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import day_of


def to_aim(body: AimBody) -> Result[Aim, tuple[Malformed, ...]]:
    """Read an aim, with every value that is out of range."""
    match body:
        case ReachBody():
            return _to_reach(body)
        case MaintainBody():
            return _to_maintain(body)
        case AvoidBody():
            return _to_avoid(body)
        case StreakBody():
            return _to_streak(body)


def _to_reach(body: ReachBody) -> Result[Aim, tuple[Malformed, ...]]:
    start = value_of(body.start_value, "aim.start_value")
    match both(start, value_of(body.target_value, "aim.target_value")):
        case Success((first, target)):
            due = None if body.due_on is None else day_of(body.due_on)
            return Success(Reach(first, target, due))
        case Failure(errors):
            return Failure(errors)


def _to_maintain(body: MaintainBody) -> Result[Aim, tuple[Malformed, ...]]:
    centre = value_of(body.centre, "aim.centre")
    match both(centre, value_of(body.tolerance, "aim.tolerance")):
        case Success((middle, tolerance)):
            return Success(Maintain(middle, tolerance, body.period))
        case Failure(errors):
            return Failure(errors)


def _to_avoid(body: AvoidBody) -> Result[Aim, tuple[Malformed, ...]]:
    match value_of(body.limit, "aim.limit", least=0):
        case Success(limit):
            return Success(Avoid(limit, body.counting, body.period))
        case Failure(error):
            return Failure((error,))


def _to_streak(body: StreakBody) -> Result[Aim, tuple[Malformed, ...]]:
    threshold = value_of(body.threshold, "aim.threshold")
    match both(threshold, freezes_of(body.freezes_per_30_days, "aim.freezes_per_30_days")):
        case Success((bar, freezes)):
            return Success(Streak(bar, body.sense, body.period, freezes))
        case Failure(errors):
            return Failure(errors)


def to_set_goal(person: PersonId, body: SetGoalBody) -> Result[SetGoal, tuple[Malformed, ...]]:
    """Read the command to set a goal."""
    match to_aim(body.aim):
        case Success(aim):
            start = None if body.start_on is None else day_of(body.start_on)
            return Success(SetGoal(person, body.measure, Terms(body.title, aim), start))
        case Failure(errors):
            return Failure(errors)


def to_amend_goal(
    person: PersonId, id: GoalId, body: AmendGoalBody
) -> Result[AmendGoal, tuple[Malformed, ...]]:
    """Read the command to amend a goal."""
    if body.aim is None:
        return Success(AmendGoal(person, id, body.title))
    match to_aim(body.aim):
        case Success(aim):
            return Success(AmendGoal(person, id, body.title, aim))
        case Failure(errors):
            return Failure(errors)
