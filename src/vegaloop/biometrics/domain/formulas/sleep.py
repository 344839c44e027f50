"""How well, how long and how regularly somebody slept (formula book B7).

Rule 1: latency, asleep, awake after onset and awake after waking are the parts of the time in bed.
Rule 2: regularity compares the same minute of the clock on two days; what is unknown is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

MINUTES_MOST: Final = 2_880.0  # Two days in bed.
EPOCH_MIN_RANGE: Final = (0.001, MINUTES_MOST)
AGE_ADULT: Final = 18
AGE_OLDER: Final = 65
AGE_MOST: Final = 120
HOURS_ADULT: Final = (7.0, 9.0)  # Hirshkowitz 2015.
HOURS_OLDER: Final = (7.0, 8.0)
DAYS_LEAST: Final = 2

# Asleep or awake epoch by epoch, by the clock; None is an epoch nobody recorded.
Epochs: TypeAlias = Sequence[bool | None]
# The same with how many minutes it went on.
Bout: TypeAlias = tuple[bool | None, float]


def sleep_efficiency(asleep_min: float, in_bed_min: float) -> Result[float, NoNumber]:
    """Give the share of the time in bed that was slept, 0 to 1 (definition; book B7, BIO-22).

    Minutes, up to 2,880 in bed, as the AASM counts them; from 0.85 on it is called good (National
    Sleep Foundation 2017). No time in bed has none, nor has more sleep than time.
    """
    for fault in outside("in_bed_min", in_bed_min, 0, MINUTES_MOST):
        return Failure(fault)
    if in_bed_min == 0:
        return Failure(Undefined("sleep_efficiency", "no time in bed"))
    for fault in outside("asleep_min", asleep_min, 0, in_bed_min):
        return Failure(fault)
    return Success(asleep_min / in_bed_min)


def sleep_latency_min(epochs: Epochs, epoch_min: float) -> Result[float, NoNumber]:
    """Give the minutes from going to bed to the first sleep (definition; book B7, BIO-70).

    The epochs are those in bed, each `epoch_min` minutes long, as the AASM scores them; a night
    without sleep has none.
    """
    return _of_epochs(epochs, epoch_min, latency_of)


def waso_min(epochs: Epochs, epoch_min: float) -> Result[float, NoNumber]:
    """Give the minutes awake between the first sleep and the last (Carney 2012; book B7, BIO-70).

    The epochs are those in bed, each `epoch_min` minutes long; an unknown one counts as nothing,
    and a night without sleep has none.
    """
    return _of_epochs(epochs, epoch_min, waso_of)


def awake_after_waking_min(epochs: Epochs, epoch_min: float) -> Result[float, NoNumber]:
    """Give the minutes awake in bed after the last sleep (Carney 2012; book B7, BIO-70).

    The epochs are those in bed, each `epoch_min` minutes long; an unknown one counts as nothing.
    """
    return _of_epochs(epochs, epoch_min, awake_after_waking_of)


def latency_of(bouts: Sequence[Bout]) -> Result[float, NoNumber]:
    """Do as `sleep_latency_min` with bouts of any length."""
    first, _ = _asleep_from_to(bouts)
    if first is None:
        return Failure(Undefined("sleep_latency", "no sleep"))
    return Success(sum(minutes for _, minutes in bouts[:first]))


def waso_of(bouts: Sequence[Bout]) -> Result[float, NoNumber]:
    """Do as `waso_min` with bouts of any length."""
    first, end = _asleep_from_to(bouts)
    if first is None:
        return Failure(Undefined("waso", "no sleep"))
    return Success(_awake_min(bouts[first:end]))


def awake_after_waking_of(bouts: Sequence[Bout]) -> Result[float, NoNumber]:
    """Do as `awake_after_waking_min` with bouts of any length."""
    first, end = _asleep_from_to(bouts)
    if first is None:
        return Failure(Undefined("awake_after_waking", "no sleep"))
    return Success(_awake_min(bouts[end:]))


def _of_epochs(
    epochs: Epochs, epoch_min: float, part: Callable[[Sequence[Bout]], Result[float, NoNumber]]
) -> Result[float, NoNumber]:
    for fault in outside("epoch_min", epoch_min, *EPOCH_MIN_RANGE):
        return Failure(fault)
    return part([(asleep, epoch_min) for asleep in epochs])


def _asleep_from_to(bouts: Sequence[Bout]) -> tuple[int | None, int]:
    """Find the first bout of sleep, and the place after the last."""
    asleep = [place for place, (state, _) in enumerate(bouts) if state]
    return (asleep[0], asleep[-1] + 1) if asleep else (None, 0)


def _awake_min(bouts: Sequence[Bout]) -> float:
    return sum(minutes for state, minutes in bouts if state is False)


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
    """Count the neighbouring days of which at least half the epochs are known on both.

    Total; a count without a unit (Phillips 2017; book B7, BIO-74).
    """
    return sum(_is_valid(day, after) for day, after in itertools.pairwise(days))


def _is_valid(day: Epochs, after: Epochs) -> bool:
    if len(day) != len(after):
        return False
    known = sum(
        state is not None and later is not None for state, later in zip(day, after, strict=True)
    )
    return 2 * known >= len(day)
