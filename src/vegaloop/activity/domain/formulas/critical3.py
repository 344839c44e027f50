"""Critical power with a greatest power: Morton's three parameters (formula book A14).

P(t) = CP + W′ / (t + W′ / (Pmax - CP)). With a = W′ / (Pmax - CP), the time that keeps power finite
at t = 0, this is linear in CP and W′: so the fit looks for one number only, and for each of its
values the other two are a line of least squares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.critical import DURATION_LEAST_S, PowerEffort, line_through
from vegaloop.activity.domain.formulas.declared import (
    POWER_MOST_W,
    SECONDS_MOST,
)
from vegaloop.activity.domain.formulas.w_balance import (
    CP_LEAST_W,
    CP_MOST_W,
    W_PRIME_LEAST_J,
    W_PRIME_MOST_J,
)
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("CriticalFit3", "cp3_morton", "cp3_power_w", "valid_morton")

EFFORTS_LEAST: Final = 4  # One more than what is fitted, or nothing tells how well.
SHIFT_LEAST_S: Final = 0.01
SHIFT_MOST_S: Final = 3_600.0
ABOVE_SHORTEST_LEAST: Final = 1.05
GRID: Final = 200  # Steps of the first look; the misfit has one valley between two of them.
GOLDEN: Final = (math.sqrt(5) - 1) / 2
HALVINGS: Final = 80


class CriticalFit3(NamedTuple):
    """CP in W, W′ in J and Pmax in W, with the standard error of each, and r²."""

    cp_w: float
    w_prime_j: float
    p_max_w: float
    cp_se_w: float
    w_prime_se_j: float
    p_max_se_w: float
    r2: float


def cp3_morton(efforts: Sequence[PowerEffort]) -> Result[CriticalFit3, NoNumber]:
    """Fit critical power, W′ and greatest power by least squares of power (A14).

    At least 4 efforts of durations in [1, 6e7] s that differ, powers in W in [0, 1e6]. Undefined
    where no greatest power fits best, or where CP is not in [1, 800] W or W′ not in [0.5, 60] kJ.
    Source: Morton 1996, Ergonomics 39:611. Rule ACT-64.
    """
    wrong = outside(
        *(("duration_s", one.duration_s, DURATION_LEAST_S, SECONDS_MOST) for one in efforts),
        *(("power_w", one.power_w, 0, POWER_MOST_W) for one in efforts),
    )
    if wrong is not None:
        return Failure(wrong)
    durations = len({one.duration_s for one in efforts})
    if durations < EFFORTS_LEAST:
        return Failure(TooFew("efforts of different durations", durations, EFFORTS_LEAST))
    shift_s = _best_shift_s(efforts)
    if shift_s is None:
        return Failure(Undefined("p_max_w", "the short efforts do not bend the curve"))
    line = line_through(_inverse(efforts, shift_s), [one.power_w for one in efforts])
    cp_w, w_prime_j = line.intercept, line.slope
    if not (CP_LEAST_W <= cp_w <= CP_MOST_W and W_PRIME_LEAST_J <= w_prime_j <= W_PRIME_MOST_J):
        why = "CP is not from 1 to 800 W, or W′ not from 0.5 to 60 kJ"
        return Failure(Undefined("cp_w", why))
    p_max_w = cp_w + w_prime_j / shift_s
    errors = _standard_errors(efforts, cp_w, w_prime_j, p_max_w)
    return Success(CriticalFit3(cp_w, w_prime_j, p_max_w, *errors, line.r2))


def valid_morton(efforts: Sequence[PowerEffort]) -> Result[CriticalFit3, NoNumber]:
    """Fit as `cp3_morton`, where the greatest power is told by the efforts (A14).

    Undefined where Pmax is less than 1.05 times the power of the shortest effort. Source: VegaLoop's
    own. Rule ACT-113.
    """
    match cp3_morton(efforts):
        case Failure(reason):
            return Failure(reason)
        case Success(fit) if fit.p_max_w < ABOVE_SHORTEST_LEAST * min(efforts).power_w:
            why = "it is not well above the power of the shortest effort"
            return Failure(Undefined("p_max_w", why))
        case Success(fit):
            return Success(fit)


def cp3_power_w(
    duration_s: float, cp_w: float, w_prime_j: float, p_max_w: float
) -> Result[float, NoNumber]:
    """Tell the power in W that three-parameter critical power lasts a time in s (A14).

    Duration in [0, 6e7] s, CP in [1, 800] W, W′ in [500, 60000] J, Pmax in W above CP: at 0 s it is
    Pmax. Source: Morton 1996. Rule ACT-64.
    """
    fault = outside(
        ("duration_s", duration_s, 0, SECONDS_MOST),
        ("cp_w", cp_w, CP_LEAST_W, CP_MOST_W),
        ("w_prime_j", w_prime_j, W_PRIME_LEAST_J, W_PRIME_MOST_J),
        ("p_max_w", p_max_w, CP_LEAST_W, POWER_MOST_W),
    )
    if fault is not None:
        return Failure(fault)
    if p_max_w <= cp_w:
        return Failure(Undefined("power_w", "the greatest power is not above critical power"))
    return Success(cp_w + w_prime_j / (duration_s + w_prime_j / (p_max_w - cp_w)))


def _inverse(efforts: Sequence[PowerEffort], shift_s: float) -> list[float]:
    return [1 / (effort.duration_s + shift_s) for effort in efforts]


def _best_shift_s(efforts: Sequence[PowerEffort]) -> float | None:
    """Find the shift whose line leaves least; None where it lies at an end of what is looked at."""
    powers = [effort.power_w for effort in efforts]

    def left(log_shift: float) -> float:
        inverse = _inverse(efforts, math.exp(log_shift))
        line = line_through(inverse, powers)
        return math.fsum(
            (p - line.intercept - line.slope * x) ** 2 for p, x in zip(powers, inverse, strict=True)
        )

    low, high = math.log(SHIFT_LEAST_S), math.log(SHIFT_MOST_S)
    step = (high - low) / GRID
    misfits = [left(low + step * n) for n in range(GRID + 1)]
    nearest = misfits.index(min(misfits))
    if nearest in (0, GRID):
        return None
    middle = low + step * nearest
    return math.exp(_lowest(left, middle - step, middle + step))


def _lowest(of: Callable[[float], float], low: float, high: float) -> float:
    """Close in on the bottom of a valley by the golden section."""
    for _ in range(HALVINGS):
        first, second = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, second) if of(first) < of(second) else (first, high)
    return (low + high) / 2


def _standard_errors(
    efforts: Sequence[PowerEffort], cp_w: float, w_prime_j: float, p_max_w: float
) -> tuple[float, float, float]:
    above_w = p_max_w - cp_w
    normal = [[0.0] * 3 for _ in range(3)]
    rest = 0.0
    for duration_s, power_w in efforts:
        span_s = duration_s + w_prime_j / above_w
        of_p_max = (w_prime_j / above_w / span_s) ** 2
        of_w_prime = (1 - w_prime_j / above_w / span_s) / span_s
        gradient = (1 - of_p_max, of_w_prime, of_p_max)
        rest += (power_w - cp_w - w_prime_j / span_s) ** 2
        for row, a in zip(normal, gradient, strict=True):
            for column, b in enumerate(gradient):
                row[column] += a * b
    variance = rest / (len(efforts) - 3)
    (a, b, c), (_, d, e), (_, _, f) = normal
    minors = (d * f - e * e, a * f - c * c, a * d - b * b)
    whole = a * minors[0] - b * (b * f - c * e) + c * (b * e - c * d)
    cp, w_prime, p_max = (math.sqrt(variance * minor / whole) for minor in minors)
    return cp, w_prime, p_max
