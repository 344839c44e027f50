"""What is believed of a slope and a level, and how likely a target is (formula book G3)."""

from __future__ import annotations

import math
from typing import final

from msgspec import Struct

from vegaloop.goals.domain.formulas.bounds import first_outside
from vegaloop.goals.domain.formulas.student import normal_cdf
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success


@final
class Belief(Struct, frozen=True):
    """A normal distribution: of a level in the unit of a measure, or of a slope in it a day."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and 0 <= self.sd < math.inf):
            raise ValueError("such a belief cannot be held")


def belief_of(mean: float, sd: float) -> Result[Belief, NoNumber]:
    """Read a normal distribution, in any one unit; its spread is not negative (G3, GOAL-48).

    Mean in [-1e9, 1e9], spread in [0, 1e9]. Source: definition.
    """
    wrong = first_outside("mean", (mean,)) or first_outside("standard deviation", (sd,), 0)
    return Success(Belief(mean, sd)) if wrong is None else Failure(wrong)


def bayes_slope(prior: Belief, measured: Belief) -> Belief:
    """Weigh a planned slope against a measured one, by their precisions (G3, GOAL-12).

    var = (1/s0² + 1/se²)^-1, in the unit of the measure a day. Total: a measured slope without
    error is believed; a prior without spread is. Source: definition of the posterior of two
    normals.
    """
    if measured.sd <= 0:
        return measured
    if prior.sd <= 0:
        return prior
    weight = (measured.sd / math.hypot(prior.sd, measured.sd)) ** 2
    average = weight * prior.mean + (1 - weight) * measured.mean
    surer, other = sorted((prior.sd, measured.sd))
    return Belief(average, surer / math.hypot(1, surer / other))


def level_ahead(
    level: Belief, slope: Belief, days: float, noise_per_day: float
) -> Result[Belief, NoNumber]:
    """Carry a level some days ahead: var = var_level + d² · var_slope + q · d (G3, GOAL-24).

    Level and slope as independent; days not negative; q, in unit² a day and not negative, is how
    far a level wanders by itself. Source: definition.
    """
    wrong = first_outside("days", (days,), 0) or first_outside("noise", (noise_per_day,), 0)
    return Success(carried(level, slope, days, noise_per_day)) if wrong is None else Failure(wrong)


def carried(level: Belief, slope: Belief, days: float, noise_per_day: float) -> Belief:
    """Carry a level as `level_ahead` does, by numbers that are known to be."""
    wandered = math.sqrt(noise_per_day * days)
    return Belief(level.mean + slope.mean * days, math.hypot(level.sd, days * slope.sd, wandered))


def reach_probability(predicted: Belief, target: float, *, rising: bool) -> Result[float, NoNumber]:
    """Tell how likely, in [0, 1], a predicted level is at or past a target (G3, GOAL-12, GOAL-34).

    Target in [-1e9, 1e9]. A probability of the level on that day alone: a target may also be passed
    on the way and lost again, so that of ever reaching it by then is never smaller. Source:
    definition.
    """
    wrong = first_outside("target", (target,))
    if wrong is not None:
        return Failure(wrong)
    past = predicted.mean - target if rising else target - predicted.mean
    if predicted.sd <= 0:
        return Success(1.0 if past >= 0 else 0.0)
    return Success(normal_cdf(past / predicted.sd))
