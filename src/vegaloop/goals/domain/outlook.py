"""When a target will be reached, if things go on as they did (formula book G2 and G3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Reach
from vegaloop.goals.domain.formulas.arrival import Heading, heading, meeting_within
from vegaloop.goals.domain.formulas.belief import (
    Belief,
    bayes_slope,
    carried,
    reach_probability,
)
from vegaloop.goals.domain.formulas.line import (
    Line,
    Series,
    autocorrelation_factor,
    fit_line,
    series_of,
    step_noise,
    theil_sen,
)
from vegaloop.goals.domain.formulas.student import t_quantile
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.names import BODY_MASSES, SMOOTHED
from vegaloop.goals.domain.progress import last_day, levels
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import LocalDate, days_after

FORMULA_VERSION: Final = "goals-3"
METHOD: Final = "ols-28d"
WINDOW_DAYS: Final = 28
POINTS_LEAST: Final = 10
SPAN_DAYS_LEAST: Final = 14
HORIZON_DAYS: Final = 3_653  # Nobody's last month speaks for more than ten years.
ALPHA: Final = 0.1
PRIOR_SPREAD: Final = 0.5  # A plan is held to within half of itself (G3).
WEIGHT_NOISE_KG2_A_DAY: Final = 0.01  # B9.
NOISE_SHARE_A_DAY: Final = 0.04  # B9 too: q over r, 0.01 kg² a day over 0.25 kg².


class WhyNot(StrEnum):
    """Why a trend leads to no target."""

    WRONG_WAY = "wrong_way"
    NO_TREND = "no_trend"
    BEYOND_HORIZON = "beyond_horizon"


@final
class Arrived(Struct, frozen=True):
    """The target is reached already."""

    on: LocalDate


@final
class Expected(Struct, frozen=True):
    """The day a trend meets the target, and between which; no `latest` where it may never."""

    on: LocalDate
    not_before: LocalDate
    latest: LocalDate | None


@final
class Unreachable(Struct, frozen=True):
    """The target is not on the way things go."""

    why: WhyNot


Arrival: TypeAlias = Arrived | Expected | Unreachable


@final
class Forecast(Struct, frozen=True):
    """Where a goal is heading; slopes are in the measure's unit a day."""

    arrival: Arrival
    probability: Result[float, NoNumber]
    level_now: float
    slope_per_day: float
    slope_se_per_day: float
    robust_slope_per_day: float
    n_valid: int
    window_days: int = WINDOW_DAYS
    confidence: float = 1 - ALPHA
    method: str = METHOD
    formula_version: str = FORMULA_VERSION


def forecast_on(
    goal: Goal, summing: Summing, values: Sequence[DayValue], day: LocalDate
) -> Result[Forecast, NoNumber]:
    """Tell when a goal will be reached, by the last 28 days and its terms (GOAL-10 to GOAL-13, GOAL-24)."""
    day = last_day(goal, day)
    aim = goal.terms_on(day).aim
    if not isinstance(aim, Reach):
        return Failure(Undefined("forecast", "only a goal to reach a value has one"))
    found = levels(aim, summing, goal.start, values, day)
    match _recent(found, day):
        case Failure(reason):
            return Failure(reason)
        case Success(recent):
            return _forecast(goal, aim, summing, recent, day)


def _recent(found: Sequence[DayValue], day: LocalDate) -> Result[Sequence[DayValue], NoNumber]:
    recent = [one for one in found if one.day > days_after(day, -WINDOW_DAYS)]
    if len(recent) < POINTS_LEAST:
        return Failure(TooFew("points in 28 days", len(recent), POINTS_LEAST))
    spanned = (recent[-1].day - recent[0].day).days + 1
    if spanned < SPAN_DAYS_LEAST:
        return Failure(TooFew("days from first to last point", spanned, SPAN_DAYS_LEAST))
    return Success(recent)


def _forecast(
    goal: Goal, aim: Reach, summing: Summing, recent: Sequence[DayValue], day: LocalDate
) -> Result[Forecast, NoNumber]:
    first, newest = recent[0].day, recent[-1]
    points = series_of(((one.day - first).days, one.value) for one in recent)
    if isinstance(points, Failure):
        return points
    series = points.unwrap()
    match both(fit_line(series), theil_sen(series)):
        case Failure(reasons):
            return Failure(reasons[0])
        case Success((fitted, robust)):
            line = _widened(goal.measure, summing, fitted, series)
            noise = noise_per_day(goal.measure, summing, fitted, series)
            now = float((day - first).days)
            level = Belief(line.at(now), line.level_se(now))
            slope = Belief(line.slope, line.slope_se)
            return Success(
                Forecast(
                    arrival=_arrival(aim, line, newest, first, now),
                    probability=_probability(aim, (goal.start, day), level, slope, noise),
                    level_now=level.mean,
                    slope_per_day=line.slope,
                    slope_se_per_day=line.slope_se,
                    robust_slope_per_day=robust.slope,
                    n_valid=line.n,
                )
            )


def _widened(measure: str, summing: Summing, line: Line, series: Series) -> Line:
    # What is made of the days before remembers them; a measurement of its own day does not.
    if summing is Summing.SUM or measure in SMOOTHED:
        return line.widened(autocorrelation_factor(line.residuals(series)))
    return line


def noise_per_day(measure: str, summing: Summing, line: Line, series: Series) -> float:
    """Tell how far the level of a measure wanders by itself, in its unit² a day (G3, GOAL-24).

    A total is known exactly, so its steps say it. A body mass wanders as book B9 says; another
    level by the same share of the scatter of its measurements.
    """
    if summing is Summing.SUM:
        return step_noise(line.residuals(series))
    if measure in BODY_MASSES:
        return WEIGHT_NOISE_KG2_A_DAY
    return NOISE_SHARE_A_DAY * line.residual_sd**2


def _arrival(aim: Reach, line: Line, newest: DayValue, first: LocalDate, now: float) -> Arrival:
    target = aim.target_value
    if aim.reached_by(newest.value):
        return Arrived(newest.day)
    match heading(line, target, now):
        case Heading.NOWHERE:
            return Unreachable(WhyNot.NO_TREND)
        case Heading.AWAY:
            # A trend may be past a target where the newest value is not.
            if aim.reached_by(line.at(now)):
                return _expected(line, target, first, now)
            return Unreachable(WhyNot.WRONG_WAY)
        case Heading.TOWARDS:
            return _expected(line, target, first, now)


def _expected(line: Line, target: float, first: LocalDate, now: float) -> Arrival:
    x = max(now, now + (target - line.at(now)) / line.slope)
    if x - now > HORIZON_DAYS:
        return Unreachable(WhyNot.BEYOND_HORIZON)
    between = meeting_within(line, target, now, t_quantile(1 - ALPHA / 2, line.n - 2))
    latest = between.latest
    if latest is not None and latest - now > HORIZON_DAYS:
        latest = None
    return Expected(
        on=_day_at(first, x),
        not_before=_day_at(first, min(x, between.earliest)),
        latest=None if latest is None else _day_at(first, max(x, latest)),
    )


def _probability(
    aim: Reach, since: tuple[LocalDate, LocalDate], level: Belief, slope: Belief, noise: float
) -> Result[float, NoNumber]:
    start, day = since
    if aim.due is None:
        return Failure(Missing("due day"))
    ahead = (aim.due - day).days
    if ahead < 0:
        return Failure(Undefined("reach probability", "the due day is over"))
    pace = (aim.target_value - aim.start_value) / (aim.due - start).days
    believed = bayes_slope(Belief(pace, abs(pace) * PRIOR_SPREAD), slope)
    predicted = carried(level, believed, ahead, noise)
    return reach_probability(predicted, aim.target_value, rising=aim.rising)


def _day_at(first: LocalDate, x: float) -> LocalDate:
    # A rounding error must not cost a day.
    return days_after(first, math.ceil(x - 1e-9))
