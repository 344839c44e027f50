"""How well, how long and how regularly somebody slept (formula book B7).

Rule 1: asleep, awake after onset, and latency are parts of the time in bed, and never more than it.
Rule 2: regularity compares the same minute of the clock on two days; what is unknown is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, TypeAlias

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

MINUTES_MOST: Final = 2_880.0  # Two days in bed.
AGE_ADULT: Final = 18
AGE_OLDER: Final = 65
AGE_MOST: Final = 120
HOURS_ADULT: Final = (7.0, 9.0)  # Hirshkowitz 2015.
HOURS_OLDER: Final = (7.0, 8.0)
DAYS_LEAST: Final = 2

# Asleep or awake epoch by epoch, by the clock; None is an epoch nobody recorded.
Epochs: TypeAlias = Sequence[bool | None]


def sleep_efficiency(asleep_min: float, in_bed_min: float) -> Result[float, NoNumber]:
    """Give the share of the time in bed that was slept, 0 to 1 (AASM; book B7, BIO-22).

    Minutes; from 0.85 on it is called good (National Sleep Foundation 2017). No time in bed has
    none, nor has more sleep than time.
    """
    for fault in outside("in_bed_min", in_bed_min, 0, MINUTES_MOST):
        return Failure(fault)
    if in_bed_min == 0:
        return Failure(Undefined("sleep_efficiency", "no time in bed"))
    for fault in outside("asleep_min", asleep_min, 0, in_bed_min):
        return Failure(fault)
    return Success(asleep_min / in_bed_min)


def sleep_latency_min(epochs: Epochs, epoch_min: float) -> Result[float, NoNumber]:
    """Give the minutes from going to bed to the first sleep (AASM; book B7, BIO-70).

    The epochs are those in bed, each `epoch_min` minutes long; a night without sleep has none.
    """
    for onset, asleep in enumerate(epochs):
        if asleep:
            return Success(onset * epoch_min)
    return Failure(Undefined("sleep_latency", "no sleep"))


def waso_min(epochs: Epochs, epoch_min: float) -> Result[float, NoNumber]:
    """Give the minutes awake between the first sleep and getting up (AASM; book B7, BIO-70).

    The epochs are those in bed, each `epoch_min` minutes long; an unknown one counts as nothing.
    """
    for onset, asleep in enumerate(epochs):
        if asleep:
            return Success(epoch_min * sum(one is False for one in epochs[onset:]))
    return Failure(Undefined("waso", "no sleep"))


def recommended_sleep_hours(age_years: int) -> Result[tuple[float, float], Outside]:
    """Give the sleep an adult is recommended, hours from and to (Hirshkowitz 2015; book B7, BIO-71).

    7 to 9 from 18 years, 7 to 8 from 65.
    """
    for fault in outside("age_years", age_years, AGE_ADULT, AGE_MOST):
        return Failure(fault)
    return Success(HOURS_OLDER if age_years >= AGE_OLDER else HOURS_ADULT)


def sleep_regularity_index(days: Sequence[Epochs]) -> Result[float, NoNumber]:
    """Give the chance of the same state 24 hours apart, -100 to 100 (Phillips 2017; B7, BIO-72).

    Consecutive days of equally many epochs, each epoch at the same time of the clock; random sleep
    has 0, the same every day 100. A pair with an unknown epoch is left out (BIO-73).
    """
    if len(days) < DAYS_LEAST:
        return Failure(TooFew("sleep_days", len(days), DAYS_LEAST))
    if len({len(day) for day in days}) != 1:
        return Failure(Undefined("sleep_regularity_index", "days of different length"))
    pairs = same = 0
    for day, after in itertools.pairwise(days):
        for state, later in zip(day, after, strict=True):
            if state is not None and later is not None:
                pairs += 1
                same += state is later
    if not pairs:
        return Failure(TooFew("epoch_pairs", 0, 1))
    return Success(200 * same / pairs - 100)


def valid_day_pairs(days: Sequence[Epochs]) -> int:
    """Count the neighbouring days of which at least half the epochs are known on both (book B7)."""
    return sum(_is_valid(day, after) for day, after in itertools.pairwise(days))


def _is_valid(day: Epochs, after: Epochs) -> bool:
    known = sum(
        state is not None and later is not None for state, later in zip(day, after, strict=True)
    )
    return 2 * known >= len(day)
