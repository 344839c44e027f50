"""Lines through measurements, and what they say about a target (formula book G2 and G3).

Every function takes plain floats: x in days from any first day, y in the unit of the measure.
Their order never matters, and a forecast in other units is the forecast converted (H13).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import final

from msgspec import Struct

from vegaloop.goals.domain.scores import mean
from vegaloop.goals.domain.student import normal_cdf, t_quantile
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success


@final
class Line(Struct, frozen=True):
    """A least-squares line with what is needed to say how sure it is."""

    intercept: float
    slope: float
    slope_se: float
    residual_sd: float
    n: int
    x_mean: float
    sxx: float

    def at(self, x: float) -> float:
        """The height of the line."""
        return self.intercept + self.slope * x

    def level_se(self, x: float) -> float:
        """The standard error of that height."""
        away = x - self.x_mean
        return self.residual_sd * math.sqrt(1 / self.n + away * away / self.sxx)

    def widened(self, factor: float) -> Line:
        """The same line, less sure by a factor."""
        se, sd = self.slope_se * factor, self.residual_sd * factor
        return Line(self.intercept, self.slope, se, sd, self.n, self.x_mean, self.sxx)


@final
class Robust(Struct, frozen=True):
    """A line that up to 29 % of wild points do not move far."""

    slope: float
    intercept: float


@final
class Around(Struct, frozen=True):
    """A predicted value with the interval a single new measurement falls into."""

    mean: float
    lower: float
    upper: float


@final
class Meeting(Struct, frozen=True):
    """When a line may meet a target, in days; no latest where it may never."""

    earliest: float
    latest: float | None


@final
class Belief(Struct, frozen=True):
    """A normal distribution over a slope."""

    mean: float
    sd: float


def fit_line(xs: Sequence[float], ys: Sequence[float]) -> Result[Line, NoNumber]:
    """Fit a line by ordinary least squares (G2, GOAL-10); three points on two days at least."""
    n = min(len(xs), len(ys))
    if n < 3:
        return Failure(TooFew("points of a line", n, 3))
    x_mean, y_mean = mean(xs), mean(ys)
    sxx = math.fsum((x - x_mean) ** 2 for x in xs)
    if sxx <= 0:
        return Failure(Undefined("slope", "every point lies on one day"))
    slope = math.fsum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / sxx
    intercept = y_mean - slope * x_mean
    squares = math.fsum((y - intercept - slope * x) ** 2 for x, y in zip(xs, ys, strict=True))
    sd = math.sqrt(squares / (n - 2))
    return Success(Line(intercept, slope, sd / math.sqrt(sxx), sd, n, x_mean, sxx))


def predict(line: Line, x: float, alpha: float) -> Around:
    """Predict one new measurement, missed with probability `alpha` (G2, GOAL-10).

    a + bx ± t(n-2) s sqrt(1 + 1/n + (x - x̄)²/Sxx).
    """
    away = x - line.x_mean
    spread = line.residual_sd * math.sqrt(1 + 1 / line.n + away * away / line.sxx)
    half = t_quantile(1 - alpha / 2, line.n - 2) * spread
    return Around(line.at(x), line.at(x) - half, line.at(x) + half)


def days_to_target(line: Line, target: float) -> Result[float, NoNumber]:
    """Tell when a line meets a target, in days from x = 0; a level line never does (G2)."""
    if line.slope == 0:
        return Failure(Undefined("days to target", "the line is level"))
    return Success((target - line.intercept) / line.slope)


def meeting(line: Line, target: float, now: float, alpha: float) -> Meeting:
    """Bound the time a line that heads for a target meets it, not before `now` (G2, GOAL-11).

    Source: Fieller 1954: the x at which the target lies in the line's own confidence interval;
    where the slope may be none, they go on for ever and only the earliest is told.
    """
    t = t_quantile(1 - alpha / 2, line.n - 2)
    gap = line.at(line.x_mean) - target
    # a u² + 2 b u + c <= 0 with u = x - x̄.
    a = line.slope**2 - (t * line.slope_se) ** 2
    b = line.slope * gap
    c = gap * gap - (t * line.residual_sd) ** 2 / line.n
    root = math.sqrt(max(0.0, b * b - a * c))
    if a > 0:
        earliest = max(now, line.x_mean + (-b - root) / a)
        return Meeting(earliest, max(earliest, line.x_mean + (-b + root) / a))
    u = now - line.x_mean
    if a * u * u + 2 * b * u + c <= 0 or root <= b:
        return Meeting(now, None)
    return Meeting(max(now, line.x_mean + c / (root - b)), None)


def theil_sen(xs: Sequence[float], ys: Sequence[float]) -> Result[Robust, NoNumber]:
    """Fit a line by the median of all pairwise slopes (Theil 1950, Sen 1968; G2, GOAL-10)."""
    points = sorted(zip(xs, ys, strict=True))
    slopes = [
        (y - before_y) / (x - before_x)
        for later, (x, y) in enumerate(points)
        for before_x, before_y in points[:later]
        if x > before_x
    ]
    if not slopes:
        return Failure(TooFew("days with a point", min(1, len(points)), 2))
    slope = _median(slopes)
    return Success(Robust(slope, _median(ys) - slope * _median(xs)))


def autocorrelation_factor(residuals: Sequence[float]) -> float:
    """Tell by how much the standard error of a line through smooth points is too small (G2).

    sqrt((1 + r) / (1 - r)) with r the lag-one autocorrelation of the residuals, in time order;
    1 where they are not positively correlated.
    """
    squares = math.fsum(one * one for one in residuals)
    if squares <= 0:
        return 1.0
    products = math.fsum(one * two for one, two in itertools.pairwise(residuals))
    rho = min(0.99, max(0.0, products / squares))
    return math.sqrt((1 + rho) / (1 - rho))


def bayes_slope(prior: Belief, ols_slope: float, ols_se: float) -> Belief:
    """Weigh a planned slope against a measured one, by their precisions (G3, GOAL-12).

    A measured slope without error is believed; a prior without spread is.
    """
    if ols_se <= 0:
        return Belief(ols_slope, 0.0)
    if prior.sd <= 0:
        return prior
    weight = ols_se**2 / (prior.sd**2 + ols_se**2)
    average = weight * prior.mean + (1 - weight) * ols_slope
    return Belief(average, prior.sd * ols_se / math.hypot(prior.sd, ols_se))


def level_ahead(now: Belief, slope: Belief, days: float, noise_per_day: float) -> Belief:
    """Carry a level some days ahead: var = var_level + d² · var_slope + q · d (G3, GOAL-24).

    Level and slope as independent; q, in unit² a day, is how far a level wanders by itself.
    """
    wandered = math.sqrt(noise_per_day * days)
    return Belief(now.mean + slope.mean * days, math.hypot(now.sd, days * slope.sd, wandered))


def step_noise(xs: Sequence[float], residuals: Sequence[float]) -> float:
    """Tell how far a total wanders beyond its line a day, in unit² a day (G3, GOAL-24).

    The mean square of its steps, over the days they took; 0 where there is no step.
    """
    days = max(xs) - min(xs)
    squares = math.fsum((two - one) ** 2 for one, two in itertools.pairwise(residuals))
    return squares / days if days > 0 else 0.0


def reach_probability(predicted: Belief, target: float, *, rising: bool) -> float:
    """Tell how likely a predicted level is at or past a target (G3, GOAL-12)."""
    past = predicted.mean - target if rising else target - predicted.mean
    if predicted.sd <= 0:
        return 1.0 if past >= 0 else 0.0
    return normal_cdf(past / predicted.sd)


def _median(values: Sequence[float]) -> float:
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
