"""The goals section."""

from __future__ import annotations

import datetime as dt
from typing import final

from vegaloop.dashboard.application.ports import Source
from vegaloop.dashboard.domain.section import Insufficient, Observed
from vegaloop.dashboard.domain.views import GoalsView, GoalView
from vegaloop.goals import (
    Aim,
    Arrival,
    Arrived,
    Avoid,
    Expected,
    Forecast,
    Goals,
    Maintain,
    Progress,
    Reach,
    Standing,
    Streak,
    StreakProgress,
    Unreachable,
)
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import LocalDate


@final
class FromGoals(Source[GoalsView]):
    """Shows how every open goal stands."""

    def __init__(self, goals: Goals) -> None:
        self._goals = goals

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[GoalsView], Insufficient]:
        """What there is to show on a day; no goal at all is nothing lacking."""
        board = self._goals.board(person, day)
        return Success(Observed(GoalsView(tuple(map(_view, board)))))


def _view(standing: Standing) -> GoalView:
    share, streak = _progress(standing.progress)
    probability, arrival, arrival_on = _forecast(standing.forecast)
    goal = standing.goal
    return GoalView(
        id=goal.id,
        title=goal.terms.title,
        measure=goal.measure,
        unit=standing.unit,
        kind=_kind(goal.terms.aim),
        state=goal.state,
        share=share,
        streak=streak,
        probability=probability,
        arrival=arrival,
        arrival_on=arrival_on,
    )


def _kind(aim: Aim) -> str:
    match aim:
        case Reach():
            return "reach"
        case Maintain():
            return "maintain"
        case Avoid():
            return "avoid"
        case Streak():
            return "streak"


def _progress(found: Result[Progress, NoNumber]) -> tuple[float | None, int | None]:
    match found:
        case Failure(_):
            return None, None
        case Success(progress):
            if isinstance(progress, StreakProgress):
                return None, progress.current
            return progress.share, None


def _forecast(
    found: Result[Forecast, NoNumber],
) -> tuple[float | None, str | None, dt.date | None]:
    match found:
        case Failure(_):
            return None, None, None
        case Success(forecast):
            return (value_in(forecast.probability), *_arrival(forecast.arrival))


def _arrival(arrival: Arrival) -> tuple[str, dt.date | None]:
    match arrival:
        case Arrived(on):
            return "arrived", on
        case Expected(on):
            return "expected", on
        case Unreachable():
            return "unreachable", None
