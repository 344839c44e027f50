"""From goals to the bodies that tell of them."""

from __future__ import annotations

from typing import TypeVar

from vegaloop.goals.adapters.bodies import (
    AdherenceBody,
    AimBody,
    ArrivalBody,
    ArrivedBody,
    AvoidBody,
    AvoidProgressBody,
    ChangeBody,
    ExpectedBody,
    FiguresBody,
    ForecastBody,
    GoalBody,
    HistoryBody,
    MaintainBody,
    MaintainProgressBody,
    PaceBody,
    ProgressBody,
    ReachBody,
    ReachProgressBody,
    ReasonBody,
    StreakBody,
    StreakProgressBody,
    UnreachableBody,
)
from vegaloop.goals.application.commands import Appraised, Standing
from vegaloop.goals.domain.aim import (
    Aim,
    Avoid,
    Maintain,
    Reach,
    Streak,
)
from vegaloop.goals.domain.formulas.adherence import Adherence
from vegaloop.goals.domain.goal import Agreed, Change, Goal, Turned
from vegaloop.goals.domain.outlook import (
    FORMULA_VERSION,
    Arrival,
    Arrived,
    Expected,
    Forecast,
    Unreachable,
)
from vegaloop.goals.domain.pace import Pace
from vegaloop.goals.domain.progress import (
    AvoidProgress,
    MaintainProgress,
    Progress,
    ReachProgress,
    StreakProgress,
)
from vegaloop.infrastructure.figures import figure_of
from vegaloop.kernel.evidence import Missing, NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

A = TypeVar("A")


def from_appraised(appraised: Appraised) -> GoalBody:
    """Tell how one goal stands, with every figure of it."""
    appraisal = appraised.appraisal
    figures = FiguresBody(
        pace=_from_pace(appraisal.pace, appraised.unit),
        reach_probability=figure_of(appraisal.chance),
        days_to_target=figure_of(appraisal.days_to_target),
        adherence=figure_of(appraisal.adherence),
        recent_adherence=figure_of(appraisal.recent_adherence),
    )
    return from_standing(appraised, figures)


def from_standing(standing: Standing, figures: FiguresBody | None = None) -> GoalBody:
    """Tell how a goal stands."""
    goal, terms = standing.goal, standing.goal.terms_on(standing.day)
    progress, no_progress = _either(standing.progress)
    forecast, no_forecast = _either(standing.forecast)
    return GoalBody(
        id=goal.id,
        title=terms.title,
        measure=goal.measure,
        unit=standing.unit,
        aim=_from_aim(terms.aim),
        start_on=goal.start,
        set_at=goal.set.at.at,
        state=goal.state,
        date=standing.day,
        progress=None if progress is None else _from_progress(progress),
        no_progress=no_progress,
        forecast=None if forecast is None else _from_forecast(forecast),
        no_forecast=no_forecast,
        figures=figures,
        formula_version=FORMULA_VERSION,
    )


def from_history(goal: Goal) -> HistoryBody:
    """Tell everything that was done to a goal, newest first."""
    return HistoryBody(tuple(map(_from_change, reversed((goal.set, *goal.changes)))))


def _from_change(change: Change) -> ChangeBody:
    moment = change.at
    match change:
        case Agreed(_, terms):
            aim = _from_aim(terms.aim)
            return ChangeBody(moment.local, moment.local_date, None, terms.title, aim)
        case Turned(_, to):
            return ChangeBody(moment.local, moment.local_date, to, None, None)


def _from_aim(aim: Aim) -> AimBody:
    match aim:
        case Reach(start_value, target_value, due):
            return ReachBody(start_value, target_value, due)
        case Maintain(centre, tolerance, period):
            return MaintainBody(centre, tolerance, period)
        case Avoid(limit, counting, period):
            return AvoidBody(limit, counting, period)
        case Streak(threshold, sense, period, freezes):
            return StreakBody(threshold, sense, period, freezes)


def _from_pace(pace: Pace, unit: str | None) -> PaceBody:
    verdict, no_verdict = _either(pace.verdict)
    safe_on, no_safe = _either(pace.safe_on)
    return PaceBody(
        unit=None if unit is None else f"{unit} a week",
        verdict=verdict,
        no_verdict=no_verdict,
        earliest_safe_on=safe_on,
        no_earliest_safe=no_safe,
        required_per_week=figure_of(pace.required),
        advised_most_per_week=figure_of(pace.advised),
        hard_limit_per_week=figure_of(pace.hard),
        least_value=figure_of(pace.floor),
    )


def _from_progress(progress: Progress) -> ProgressBody:
    match progress:
        case ReachProgress(share, current, observed_on):
            return ReachProgressBody(share, current, observed_on)
        case MaintainProgress(share, adherence):
            return MaintainProgressBody(share, _from_adherence(adherence))
        case AvoidProgress(share, used, within, span, adherence):
            kept = None if adherence is None else _from_adherence(adherence)
            return AvoidProgressBody(share, used, within, span.start, span.end, kept)
        case StreakProgress(current, longest, left, pending_met, since, adherence):
            kept = None if adherence is None else _from_adherence(adherence)
            return StreakProgressBody(current, longest, left, pending_met, since, kept)


def _from_adherence(known: Adherence) -> AdherenceBody:
    return AdherenceBody(known.kept, known.due, known.rate, known.lower, known.upper)


def _from_forecast(forecast: Forecast) -> ForecastBody:
    probability, no_probability = _either(forecast.probability)
    return ForecastBody(
        arrival=_from_arrival(forecast.arrival),
        probability=probability,
        no_probability=no_probability,
        level_now=forecast.level_now,
        slope_per_day=forecast.slope_per_day,
        slope_se_per_day=forecast.slope_se_per_day,
        robust_slope_per_day=forecast.robust_slope_per_day,
        n_valid=forecast.n_valid,
        window_days=forecast.window_days,
        confidence=forecast.confidence,
        method=forecast.method,
        formula_version=forecast.formula_version,
    )


def _from_arrival(arrival: Arrival) -> ArrivalBody:
    match arrival:
        case Arrived(on):
            return ArrivedBody(on)
        case Expected(on, not_before, latest):
            return ExpectedBody(on, not_before, latest)
        case Unreachable(why):
            return UnreachableBody(why)


def _either(found: Result[A, NoNumber]) -> tuple[A | None, ReasonBody | None]:
    match found:
        case Success(value):
            return value, None
        case Failure(reason):
            return None, _from_reason(reason)


def _from_reason(reason: NoNumber) -> ReasonBody:
    match reason:
        case Missing(what):
            return ReasonBody("missing", what)
        case TooFew(what, given, needed):
            return ReasonBody("insufficient-data", what, given, needed)
        case Outside():
            return ReasonBody("out-of-range", reason.what, why=reason.why)
        case Undefined(what, why):
            return ReasonBody("undefined", what, why=why)
