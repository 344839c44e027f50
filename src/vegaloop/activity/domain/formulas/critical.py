"""Critical power and critical speed: two lines through the hardest efforts (formula book A14).

Rule 1: the answer is by the work-time line unless another is asked for; each fit tells how sure
it is of both numbers.
Rule 2: a fit no body could have is refused, with what is wrong with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    METERS_MOST,
    POWER_MOST_W,
    SECONDS_MOST,
)
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "EFFORTS_LEAST",
    "CriticalFit",
    "DistanceEffort",
    "Line",
    "PowerEffort",
    "cp2_power_inverse_time",
    "cp2_power_w",
    "cp2_work_time",
    "critical_speed_distance_time",
    "lasting_efforts",
    "line_through",
    "valid_critical_power",
    "valid_critical_speed",
)

EFFORTS_LEAST: Final = 3
EFFORT_LEAST_S: Final = 120.0
EFFORT_MOST_S: Final = 1_200.0
SPREAD_LEAST: Final = 3.0  # The longest effort against the shortest.
SPEEDS_SPREAD_LEAST: Final = 0.02
D_PRIME_LEAST_M: Final = 30.0
D_PRIME_MOST_M: Final = 500.0
R2_LEAST: Final = 0.99
DURATION_LEAST_S: Final = 1.0


class PowerEffort(NamedTuple):
    """A time in s, and the mean power in W held for it."""

    duration_s: float
    power_w: float


class DistanceEffort(NamedTuple):
    """A time in s, and the distance in m covered in it."""

    duration_s: float
    distance_m: float


class CriticalFit(NamedTuple):
    """What can be held, in W or m/s, and what can be spent above it, in J or m.

    With the standard error of each, and the share of the variance the line explains.
    """

    critical: float
    reserve: float
    critical_se: float
    reserve_se: float
    r2: float


class Line(NamedTuple):
    """A line of least squares, y = slope · x + intercept, and how sure it is."""

    slope: float
    intercept: float
    slope_se: float
    intercept_se: float
    r2: float


def cp2_work_time(efforts: Sequence[PowerEffort]) -> Result[CriticalFit, NoNumber]:
    """Fit critical power to work over time: W = CP · t + W′ (A14, the default).

    At least 3 efforts of durations in [1, 6e7] s that differ, powers in W in (0, 1e6]. Refused
    where CP or W′ is not above zero, or CP not below the power of the shortest effort. Source:
    Monod & Scherrer 1965; Moritani 1981. Rule ACT-64.
    """
    works = [effort.duration_s * effort.power_w for effort in efforts]
    fault = _fault(efforts)
    if fault is not None:
        return Failure(fault)
    line = line_through([effort.duration_s for effort in efforts], works)
    return _possible(line, efforts)


def cp2_power_inverse_time(efforts: Sequence[PowerEffort]) -> Result[CriticalFit, NoNumber]:
    """Fit critical power to power over 1/t: P = CP + W′/t (A14); short efforts weigh more here.

    As `cp2_work_time`, which differs from it by a few watts on the same efforts. Source: Moritani
    1981. Rule ACT-64.
    """
    fault = _fault(efforts)
    if fault is not None:
        return Failure(fault)
    inverse = [1 / effort.duration_s for effort in efforts]
    line = line_through(inverse, [effort.power_w for effort in efforts])
    turned = Line(line.intercept, line.slope, line.intercept_se, line.slope_se, line.r2)
    return _possible(turned, efforts)


def critical_speed_distance_time(
    efforts: Sequence[DistanceEffort],
) -> Result[CriticalFit, NoNumber]:
    """Fit critical speed to distance over time: d = CS · t + D′ (A14).

    In m/s and m; at least 3 efforts as in `cp2_work_time`, distances in m in (0, 1e8]. Source:
    Monod & Scherrer 1965; Moritani 1981, with distance for work. Rule ACT-64.
    """
    speeds = [
        PowerEffort(one.duration_s, one.distance_m / (one.duration_s or 1)) for one in efforts
    ]
    fault = outside(*(("distance_m", one.distance_m, 0, METERS_MOST) for one in efforts))
    return Failure(fault) if fault is not None else cp2_work_time(speeds)


def cp2_power_w(duration_s: float, cp_w: float, w_prime_j: float) -> Result[float, NoNumber]:
    """Tell the power in W that two-parameter critical power lasts a time in s: CP + W′/t (A14).

    Duration in [1, 6e7] s, CP in W and W′ in J not negative. Source: Monod & Scherrer 1965.
    Rule ACT-64.
    """
    fault = outside(
        ("duration_s", duration_s, DURATION_LEAST_S, SECONDS_MOST),
        ("cp_w", cp_w, 0, POWER_MOST_W),
        ("w_prime_j", w_prime_j, 0, POWER_MOST_W),
    )
    return Success(cp_w + w_prime_j / duration_s) if fault is None else Failure(fault)


def lasting_efforts(efforts: Sequence[PowerEffort]) -> tuple[PowerEffort, ...]:
    """Keep the efforts critical power may be fitted to: those of 2 to 20 minutes (A14)."""
    return tuple(one for one in efforts if EFFORT_LEAST_S <= one.duration_s <= EFFORT_MOST_S)


def valid_critical_power(
    efforts: Sequence[PowerEffort],
    fit_to: Callable[[Sequence[PowerEffort]], Result[CriticalFit, NoNumber]] = cp2_work_time,
) -> Result[CriticalFit, NoNumber]:
    """Fit critical power in W to efforts that can show it, by the line that is asked for (A14).

    Of the efforts those of 2 to 20 minutes count: at least 3, the longest at least 3 times the
    shortest, and a line that explains more than 0.99 of the variance. Source: Monod & Scherrer
    1965; Moritani 1981. Rule ACT-64.
    """
    lasting = lasting_efforts(efforts)
    match fit_to(lasting):
        case Failure(reason):
            return Failure(reason)
        case Success(fit):
            durations = [one.duration_s for one in lasting]
            if max(durations) < SPREAD_LEAST * min(durations):
                why = "the longest effort lasts less than three times the shortest"
                return Failure(Undefined("cp_w", why))
            if fit.r2 <= R2_LEAST:
                return Failure(Undefined("cp_w", "the efforts do not lie on a line"))
            return Success(fit)


def valid_critical_speed(efforts: Sequence[PowerEffort]) -> Result[CriticalFit, NoNumber]:
    """Fit critical speed in m/s and D′ in m to efforts that can show it (A14).

    Efforts give the mean speed in m/s as their power. As `valid_critical_power`; undefined where the
    fastest is less than 2 % above the slowest, or D′ is not from 30 to 500 m. Source: VegaLoop's
    own. Rule ACT-112.
    """
    speeds = [one.power_w for one in lasting_efforts(efforts)]
    match valid_critical_power(efforts):
        case Success() if max(speeds) < (1 + SPEEDS_SPREAD_LEAST) * min(speeds):
            return Failure(Undefined("critical_speed_m_s", "efforts-at-one-speed"))
        case Success(fit) if not D_PRIME_LEAST_M <= fit.reserve <= D_PRIME_MOST_M:
            return Failure(Outside("d_prime_m", fit.reserve, D_PRIME_LEAST_M, D_PRIME_MOST_M))
        case Success(fit):
            return Success(fit)
        case Failure(reason):
            return Failure(reason)


def line_through(xs: Sequence[float], ys: Sequence[float]) -> Line:
    """Lay a line of least squares through at least 3 points, not all of one x."""
    n = len(xs)
    mean_x, mean_y = math.fsum(xs) / n, math.fsum(ys) / n
    sxx = math.fsum((x - mean_x) ** 2 for x in xs)
    syy = math.fsum((y - mean_y) ** 2 for y in ys)
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sxx
    intercept = mean_y - slope * mean_x
    rest = math.fsum((y - intercept - slope * x) ** 2 for x, y in zip(xs, ys, strict=True))
    variance = rest / (n - 2)
    slope_se = math.sqrt(variance / sxx)
    intercept_se = math.sqrt(variance * (1 / n + mean_x**2 / sxx))
    return Line(slope, intercept, slope_se, intercept_se, 1 - rest / syy if syy else 1.0)


def _fault(efforts: Sequence[PowerEffort]) -> NoNumber | None:
    wrong = outside(
        *(("duration_s", one.duration_s, DURATION_LEAST_S, SECONDS_MOST) for one in efforts),
        *(("power_w", one.power_w, 0, POWER_MOST_W) for one in efforts),
    )
    if wrong is not None:
        return wrong
    durations = {one.duration_s for one in efforts}
    if len(durations) < EFFORTS_LEAST:
        return TooFew("efforts of different durations", len(durations), EFFORTS_LEAST)
    return None


def _possible(line: Line, efforts: Sequence[PowerEffort]) -> Result[CriticalFit, NoNumber]:
    if not 0 < line.slope < min(efforts).power_w:
        why = "it is not between zero and the power of the shortest effort"
        return Failure(Undefined("critical", why))
    if line.intercept <= 0:
        return Failure(Undefined("reserve", "it is not above zero"))
    return Success(CriticalFit(*line))
