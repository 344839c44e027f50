"""Fitness, fatigue and form out of daily loads: the recurrences of A10 and A11.

Rule 1: a state is never rounded, and going on from it gives what one pass gives.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    LOAD_MOST,
    outside_of_all,
)
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success, both

__all__ = (
    "ATL_DAYS",
    "CTL_DAYS",
    "RAMP_CEILING",
    "Alpha",
    "Fitness",
    "FormBand",
    "alpha_of",
    "exp_alpha",
    "fitness_fatigue",
    "form_band",
    "form_percent",
    "load_balance",
    "performance",
    "pmc",
    "ramp_rate",
    "smoothed",
)

CTL_DAYS: Final = 42
ATL_DAYS: Final = 7
TAU_LEAST_DAYS: Final = 1.0
TAU_MOST_DAYS: Final = 1_000.0
RAMP_DAYS: Final = 7
PART_MOST: Final = 1e9  # A state of years of the greatest loads.
RAMP_CEILING: Final = 8.0  # A10: CTL a week; what is common is 5 to 8.
NO_FITNESS: Final = 1e-9  # Nobody trains so little: it is what rounding leaves of nothing.
FITNESS_LEAST: Final = 10.0  # R2: below it a share of fitness says nothing.


class Alpha(StrEnum):
    """Which share of a day's load enters a mean; they differ up to twofold (D 1)."""

    EXP = "exp"
    ONE_OVER_TAU = "one_over_tau"
    SPAN = "span"


class Fitness(NamedTuple):
    """CTL and ATL at the end of each day of a series."""

    ctl: array[float]
    atl: array[float]


class FormBand(StrEnum):
    """Where form lies among the bands products show; a word for a range, no advice."""

    TRANSITION = "transition"
    FRESH = "fresh"
    NEUTRAL = "neutral"
    PRODUCTIVE = "productive"
    HEAVY = "heavy"


# A10 (Intervals): above 20, from 5, from -10, from -30, below.
_FRESH_MOST: Final = 20.0
_BANDS: Final = ((5.0, FormBand.FRESH), (-10.0, FormBand.NEUTRAL), (-30.0, FormBand.PRODUCTIVE))


def exp_alpha(tau_days: float) -> float:
    """Give the share of a day's load that enters a mean of a time constant: 1 - exp(-1/tau) (A10).

    `tau_days` in days is above 0. Source: Coggan 2003 from Banister 1975. Rule ACT-31.
    """
    return 1 - math.exp(-1 / tau_days)


def alpha_of(tau_days: float, by: Alpha = Alpha.EXP) -> Result[float, Outside]:
    """Give the share of a day's load that enters a mean of a time constant in days (A10).

    `exp` is 1 - exp(-1/tau), `one_over_tau` 1/tau, `span` 2/(tau + 1). Declared on 1 to 1000 days.
    Source: Coggan 2003 from Banister; TrainingPeaks; Runalyze. Rule ACT-31.
    """
    wrong = outside(("tau_days", tau_days, TAU_LEAST_DAYS, TAU_MOST_DAYS))
    if wrong is not None:
        return Failure(wrong)
    match by:
        case Alpha.EXP:
            return Success(exp_alpha(tau_days))
        case Alpha.ONE_OVER_TAU:
            return Success(1 / tau_days)
        case Alpha.SPAN:
            return Success(2 / (tau_days + 1))


def smoothed(loads: Sequence[float], alpha: float, seed: float = 0) -> array[float]:
    """Run X += alpha·(load - X) over daily loads, from a seed, in the unit of the loads (A10).

    Total: `alpha` is meant to lie in [0, 1]. Source: Calvert 1976, IEEE Trans SMC 6:94; Coggan
    2003. Rule ACT-12.
    """
    state, states = seed, array("d")
    for load in loads:
        state += alpha * (load - state)
        states.append(state)
    return states


def pmc(
    loads: Sequence[float],
    ctl_days: float = CTL_DAYS,
    atl_days: float = ATL_DAYS,
    by: Alpha = Alpha.EXP,
    seeds: tuple[float, float] = (0.0, 0.0),
) -> Result[Fitness, Outside]:
    """Run CTL and ATL over daily loads from their seeds, in stress a day (A10).

    Loads and seeds lie in [0, 1e6], time constants in [1, 1000] days. A missing day is a load of
    zero. Source: Banister 1975; Calvert 1976; Coggan 2003. Rule ACT-12.
    """
    wrong = outside_of_all("load", (loads, seeds), 0, LOAD_MOST)
    if wrong is not None:
        return Failure(wrong)
    match both(alpha_of(ctl_days, by), alpha_of(atl_days, by)):
        case Success((chronic, acute)):
            return Success(
                Fitness(smoothed(loads, chronic, seeds[0]), smoothed(loads, acute, seeds[1]))
            )
        case Failure(reasons):
            return Failure(reasons[0])


def form_percent(ctl: float, atl: float) -> Result[float, NoNumber]:
    """Tell form as a share of fitness, in percent: 100·(CTL - ATL)/CTL (A10).

    CTL and ATL lie in [0, 1e6] stress a day; undefined without fitness. Source: definition, shown
    by Intervals. Rule ACT-32.
    """
    wrong = outside(("ctl", ctl, 0, LOAD_MOST), ("atl", atl, 0, LOAD_MOST))
    if wrong is not None:
        return Failure(wrong)
    if ctl < NO_FITNESS:
        return Failure(Undefined("form percent", "no fitness to be a share of"))
    return Success(100 * (ctl - atl) / ctl)


def load_balance(ctl: float, atl: float) -> Result[float, NoNumber]:
    """Tell form as a share of fitness, in percent: 100·(CTL - ATL)/max(CTL, 10) (A10, R2).

    CTL and ATL lie in [0, 1e6] stress a day. Source: VegaLoop's own. Rule ACT-16.
    """
    wrong = outside(("ctl", ctl, 0, LOAD_MOST), ("atl", atl, 0, LOAD_MOST))
    if wrong is not None:
        return Failure(wrong)
    return Success(100 * (ctl - atl) / max(ctl, FITNESS_LEAST))


def form_band(tsb: float) -> FormBand:
    """Name the range form lies in: above 20, 5 to 20, -10 to 5, -30 to -10, below (A10). Total.

    Form is in stress a day; the lower bound belongs to a range. Source: Intervals, undated: bands
    of a product, without study. Rule ACT-32.
    """
    if tsb > _FRESH_MOST:
        return FormBand.TRANSITION
    return next((band for least, band in _BANDS if tsb >= least), FormBand.HEAVY)


def ramp_rate(ctl: Sequence[float]) -> Result[float, NoNumber]:
    """Tell how much CTL changed over the last seven days, in stress a day: CTL_d - CTL_(d-7) (A10).

    `ctl` has one number a day; below eight of them there is none. Source: definition. Rule ACT-32.
    """
    wrong = outside_of_all("ctl", (ctl[-1 - RAMP_DAYS :],), 0, LOAD_MOST)
    if wrong is not None:
        return Failure(wrong)
    if len(ctl) <= RAMP_DAYS:
        return Failure(TooFew("days of CTL", len(ctl), RAMP_DAYS + 1))
    return Success(ctl[-1] - ctl[-1 - RAMP_DAYS])


def fitness_fatigue(
    loads: Sequence[float], tau_fitness_days: float = 42, tau_fatigue_days: float = 7
) -> Result[Fitness, Outside]:
    """Run g = g·exp(-1/tau) + load, and the same for fatigue, from zero, in units of load (A11).

    Loads lie in [0, 1e6], time constants in [1, 1000] days. Source: Banister 1975; Morton,
    Fitz-Clarke & Banister 1990. Rule ACT-33.
    """
    wrong = outside_of_all("load", (loads,), 0, LOAD_MOST) or outside(
        ("tau_fitness_days", tau_fitness_days, TAU_LEAST_DAYS, TAU_MOST_DAYS),
        ("tau_fatigue_days", tau_fatigue_days, TAU_LEAST_DAYS, TAU_MOST_DAYS),
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(Fitness(_decayed(loads, tau_fitness_days), _decayed(loads, tau_fatigue_days)))


def performance(
    base: float, fitness: float, fatigue: float, k_fitness: float = 1, k_fatigue: float = 2
) -> Result[float, Outside]:
    """Add fitness and take off fatigue: p0 + k1·g - k2·h, in the unit of p0 (A11).

    All of them lie in [-1e9, 1e9]. Its constants need tests of performance to fit: it is never shown as a prediction. Source:
    Banister 1975; Morton, Fitz-Clarke & Banister 1990. Rule ACT-33.
    """
    given = (base, fitness, fatigue, k_fitness, k_fatigue)
    names = ("base", "fitness", "fatigue", "k_fitness", "k_fatigue")
    wrong = outside(
        *((name, one, -PART_MOST, PART_MOST) for name, one in zip(names, given, strict=True))
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(base + k_fitness * fitness - k_fatigue * fatigue)


def _decayed(loads: Sequence[float], tau_days: float) -> array[float]:
    keep, state, states = math.exp(-1 / tau_days), 0.0, array("d")
    for load in loads:
        state = state * keep + load
        states.append(state)
    return states
