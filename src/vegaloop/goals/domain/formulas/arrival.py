"""Where a line leads, and when it meets a target (formula book G2).

x in days from any first day, y in the unit of the measure; what is said of it in other units is
the same, converted (H13).
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.formulas.belief import Belief
from vegaloop.goals.domain.formulas.bounds import first_outside
from vegaloop.goals.domain.formulas.line import Line
from vegaloop.goals.domain.formulas.student import t_quantile
from vegaloop.kernel.evidence import NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success

ALPHA_LEAST: Final = 1e-6


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


class Heading(StrEnum):
    """Whether a line leads to a target."""

    TOWARDS = "towards"
    AWAY = "away"
    NOWHERE = "nowhere"


def predict(line: Line, x: float, alpha: float) -> Result[Around, NoNumber]:
    """Predict one new measurement, missed with probability `alpha` (G2, GOAL-32).

    a + bx ± t(n-2) s sqrt(1 + 1/n + (x - x̄)²/Sxx), in the unit of the measure, with alpha in
    [1e-6, 1]. Source: definition of the prediction interval of ordinary least squares.
    """
    wrong = first_outside("day", (x,)) or first_outside("alpha", (alpha,), ALPHA_LEAST, 1)
    if wrong is not None:
        return Failure(wrong)
    away = x - line.x_mean
    spread = line.residual_sd * math.sqrt(1 + 1 / line.n + away * away / line.sxx)
    half = t_quantile(1 - alpha / 2, line.n - 2) * spread
    return Success(Around(line.at(x), line.at(x) - half, line.at(x) + half))


def heading(line: Line, target: float, now: float) -> Heading:
    """Tell where a line leads from its height `now`; to be anywhere it must exceed its error.

    Total, in the unit of the measure. Source: definition (G2, GOAL-15).
    """
    if line.slope == 0 or abs(line.slope) < line.slope_se:
        return Heading.NOWHERE
    return Heading.AWAY if line.slope * (target - line.at(now)) < 0 else Heading.TOWARDS


def days_to_target(line: Line, target: float, now: float) -> Result[float, NoNumber]:
    """Tell when a line meets a target, in days from x = 0: (T - a) / b (G2, GOAL-15).

    Target and `now` in [-1e9, 1e9]. Unreachable where the line leads away from the target at `now`,
    or is smaller than its error. Source: definition.
    """
    wrong = first_outside("target", (target, now))
    if wrong is not None:
        return Failure(wrong)
    match heading(line, target, now):
        case Heading.TOWARDS:
            return Success((target - line.intercept) / line.slope)
        case Heading.AWAY:
            return Failure(Undefined("days to target", "the trend leads away from it"))
        case Heading.NOWHERE:
            return Failure(Undefined("days to target", "the trend is smaller than its error"))


def meeting(line: Line, target: float, now: float, alpha: float) -> Result[Meeting, NoNumber]:
    """Bound when a line meets a target, in days, missed with probability `alpha` (G2, GOAL-11).

    Source: Fieller 1954: the x at which the target lies in the line's own confidence interval;
    where the slope may be none, they go on for ever and only the earliest is told. For a line that
    heads for the target and none before `now`; alpha in [1e-6, 1].
    """
    wrong = first_outside("target", (target, now)) or first_outside(
        "alpha", (alpha,), ALPHA_LEAST, 1
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(meeting_within(line, target, now, t_quantile(1 - alpha / 2, line.n - 2)))


def meeting_within(line: Line, target: float, now: float, t: float) -> Meeting:
    """Bound as `meeting` does, by `t` standard errors of the line."""
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


def arriving(
    level: Belief, slope: Belief, noise_per_day: float, target: float, errors: float
) -> Meeting:
    """Bound in how many days a believed level meets a target (G2, G3, GOAL-54).

    From the first day on which the level may be there, its mean `errors` standard deviations
    short, to the one from which on it is, as many beyond; no latest where it never is so sure.
    The level of a day is that of `level_ahead`: var = var_level + d² · var_slope + q · d. A slope
    of none meets nothing; its direction is that in which the target is passed.
    """
    pace = abs(slope.mean)
    gap = math.copysign(1.0, slope.mean) * (target - level.mean)
    # (pace d - gap)² = errors² (var_level + d² var_slope + q d), as a d² - 2 h d + c = 0.
    a = pace**2 - (errors * slope.sd) ** 2
    h = pace * gap + errors**2 * noise_per_day / 2
    c = gap**2 - (errors * level.sd) ** 2
    root = math.sqrt(max(0.0, h * h - a * c))
    earliest = c / (h + root) if gap > 0 and c > 0 else 0.0
    if a <= 0:
        return Meeting(earliest, None)
    return Meeting(earliest, 0.0 if h * h < a * c else max(0.0, (h + root) / a))
