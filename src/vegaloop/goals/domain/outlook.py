"""When a target will be reached, if things go on as they did (formula book G2 and G3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from statistics import NormalDist
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Reach
from vegaloop.goals.domain.formulas.arrival import Heading, arriving, heading
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
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.names import BODY_MASSES, SMOOTHED
from vegaloop.goals.domain.progress import NOT_BEGUN, last_day, levels
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import LocalDate, days_after

FORMULA_VERSION: Final = "goals-4"
METHOD: Final = "ols-28d"
WINDOW_DAYS: Final = 28
POINTS_LEAST: Final = 10
SPAN_DAYS_LEAST: Final = 14
HORIZON_DAYS: Final = 3_653  # Nobody's last month speaks for more than ten years.
ALPHA: Final = 0.1
ERRORS: Final = NormalDist().inv_cdf(1 - ALPHA / 2)  # Between which a goal is met, 0.9 likely.
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
# The level now, the slope that is believed, and how far the level wanders by itself a day.
Ahead: TypeAlias = tuple[Belief, Belief, float]


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
    goal: Goal,
    summing: Summing,
    values: Sequence[DayValue],
    day: LocalDate,
    measured: Sequence[DayValue] | None = None,
) -> Result[Forecast, NoNumber]:
    """Tell when a goal will be reached, by the last 28 days and its terms (GOAL-10 to GOAL-13, GOAL-24).

    `measured` is what lies behind values that are smoothed: the line goes through that (GOAL-52).
    """
    day = last_day(goal, day)
    aim = goal.terms_on(day).aim
    if not isinstance(aim, Reach):
        return Failure(Undefined("forecast", "only a goal to reach a value has one"))
    if day < goal.start:
        return Failure(Undefined("forecast", NOT_BEGUN))
    found = levels(aim, summing, goal.start, values, day)
    raw = found if measured is None else levels(aim, summing, goal.start, measured, day)
    match _recent(raw, day):
        case Failure(reason):
            return Failure(reason)
        case Success(recent):
            smoothed = summing is Summing.SUM or (measured is None and goal.measure in SMOOTHED)
            newest = (found or recent)[-1]
            return _forecast(goal, aim, summing, recent, (newest, day), smoothed=smoothed)


def _recent(found: Sequence[DayValue], day: LocalDate) -> Result[Sequence[DayValue], NoNumber]:
    recent = [one for one in found if one.day > days_after(day, -WINDOW_DAYS)]
    if len(recent) < POINTS_LEAST:
        return Failure(TooFew("points in 28 days", len(recent), POINTS_LEAST))
    spanned = (recent[-1].day - recent[0].day).days + 1
    if spanned < SPAN_DAYS_LEAST:
        return Failure(TooFew("days from first to last point", spanned, SPAN_DAYS_LEAST))
    return Success(recent)


def _forecast(
    goal: Goal,
    aim: Reach,
    summing: Summing,
    recent: Sequence[DayValue],
    ends: tuple[DayValue, LocalDate],
    *,
    smoothed: bool,
) -> Result[Forecast, NoNumber]:
    newest, day = ends
    first = recent[0].day
    points = series_of(((one.day - first).days, one.value) for one in recent)
    if isinstance(points, Failure):
        return points
    series = points.unwrap()
    match both(fit_line(series), theil_sen(series)):
        case Failure(reasons):
            return Failure(reasons[0])
        case Success((fitted, robust)):
            # What is made of the days before remembers them; a measurement of its day does not.
            factor = autocorrelation_factor(fitted.residuals(series)) if smoothed else 1.0
            line = fitted.widened(factor)
            noise = noise_per_day(goal.measure, summing, fitted, series)
            now = float((day - first).days)
            level = Belief(line.at(now), line.level_se(now))
            slope = _believed(aim, goal.start, day, Belief(line.slope, line.slope_se))
            leads = heading(line, aim.target_value, now) is not Heading.NOWHERE
            rises = line.slope > 0 if leads else None
            return Success(
                Forecast(
                    arrival=_arrival(aim, newest, day, (level, slope, noise), rises=rises),
                    probability=_probability(aim, day, (level, slope, noise)),
                    level_now=level.mean,
                    slope_per_day=line.slope,
                    slope_se_per_day=line.slope_se,
                    robust_slope_per_day=robust.slope,
                    n_valid=line.n,
                )
            )


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


def _believed(aim: Reach, start: LocalDate, day: LocalDate, measured: Belief) -> Belief:
    # A plan whose day is over tells nothing of the days to come.
    if aim.due is None or aim.due < day:
        return measured
    pace = (aim.target_value - aim.start_value) / (aim.due - start).days
    return bayes_slope(Belief(pace, abs(pace) * PRIOR_SPREAD), measured)


def _arrival(
    aim: Reach, newest: DayValue, day: LocalDate, ahead: Ahead, *, rises: bool | None
) -> Arrival:
    if aim.reached_by(newest.value):
        return Arrived(newest.day)
    if rises is None:
        return Unreachable(WhyNot.NO_TREND)
    if rises is not aim.rising:
        return Unreachable(WhyNot.WRONG_WAY)
    level, slope, noise = ahead
    # A trend may be past a target where the newest value is not.
    days = max(0.0, (aim.target_value - level.mean) / slope.mean)
    if days > HORIZON_DAYS:
        return Unreachable(WhyNot.BEYOND_HORIZON)
    between = arriving(level, slope, noise, aim.target_value, ERRORS)
    latest = between.latest
    if latest is not None and latest > HORIZON_DAYS:
        latest = None
    return Expected(
        on=_day_at(day, days),
        not_before=_day_at(day, min(days, between.earliest)),
        latest=None if latest is None else _day_at(day, max(days, latest)),
    )


def _probability(aim: Reach, day: LocalDate, ahead: Ahead) -> Result[float, NoNumber]:
    if aim.due is None:
        return Failure(Missing("due day"))
    if aim.due < day:
        return Failure(Undefined("reach probability", "the due day is over"))
    level, slope, noise = ahead
    predicted = carried(level, slope, (aim.due - day).days, noise)
    return reach_probability(predicted, aim.target_value, rising=aim.rising)


def _day_at(day: LocalDate, ahead: float) -> LocalDate:
    # A rounding error must not cost a day.
    return days_after(day, math.ceil(ahead - 1e-9))
