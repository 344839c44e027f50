"""How fast a body is known to bear what a goal asks of it (formula book G4).

Every rate is a change a week in the unit of its measure, every limit the size of such a change.
What is published are limits for groups; none of them says what happens to one person.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.formulas.bounds import VALUE_MOST, first_outside
from vegaloop.kernel.evidence import NoNumber, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success

WEEK_DAYS: Final = 7
LOSS_SHARE: Final = 0.010  # Of body mass a week (Helms 2014).
LOSS_SHARE_ATHLETE: Final = 0.007  # Garthe 2011: what was lost slower was less muscle.
LOSS_SHARE_HARD: Final = 0.015
GAIN_SHARE: Final = 0.005  # Iraki 2019; no further stop is published.
CTL_RISE: Final = 7.0
CTL_RISE_HARD: Final = 10.0
VOLUME_GROWTH: Final = 1.30  # Of one fortnight over the one before (Nielsen 2014).
FORTNIGHT_DAYS: Final = 14
SINGLE_RUN_GROWTH: Final = 1.10  # Of the longest in 30 days (Schuster Brandt Frandsen 2025).
LONGEST_DAYS: Final = 30
BMI_LEAST: Final = 18.5  # kg/m², adults (WHO 2000).
FAT_FLOOR_PERCENT: Final = {Sex.FEMALE: 12.0, Sex.MALE: 5.0}
ENERGY_AVAILABILITY_LEAST: Final = 30.0  # kcal per kg of fat-free mass a day (N4).
KCAL_A_KG: Final = 7_700.0  # Wishnofsky 1958, the default of N14.
SAFE_DAYS_MOST: Final = 3_653  # A plan for more than ten years is none.
_ROUNDING: Final = 1e-9


class Verdict(StrEnum):
    """How a pace compares with the limits that are published for it."""

    WITHIN = "within"
    FAST = "fast"
    UNSAFE = "unsafe"


@final
class RateLimit(Struct, frozen=True):
    """The change a week that is advised at most, and the one to stop at where there is one."""

    advised: float
    hard: float | None

    def __post_init__(self) -> None:
        if not 0 <= self.advised <= (VALUE_MOST if self.hard is None else self.hard):
            raise ValueError("such a limit cannot be")

    def capped(self, most: float) -> RateLimit:
        """The same limit, lowered to a rate that is a hard stop for another reason."""
        hard = most if self.hard is None else min(self.hard, most)
        return RateLimit(min(self.advised, hard), hard)


CTL_LIMIT: Final = RateLimit(CTL_RISE, CTL_RISE_HARD)


def required_rate(now: float, target: float, days: float) -> Result[float, NoNumber]:
    """Tell the change a week that leads from here to a target in so many days (G4, GOAL-35).

    (T - now) / weeks, in the unit of the measure a week; undefined where no day is left. Source:
    definition.
    """
    wrong = first_outside("level", (now, target)) or first_outside("days", (days,))
    if wrong is not None:
        return Failure(wrong)
    if days < 1:
        return Failure(Undefined("required rate", "no day is left"))
    return Success((target - now) * WEEK_DAYS / days)


def mass_limit(
    mass_kg: float, *, losing: bool, athlete: bool = False
) -> Result[RateLimit, NoNumber]:
    """Tell how fast body mass may change, in kg a week (G4, GOAL-36).

    Loss: at most 1.0 % of body mass a week, athletes 0.7 %, never 1.5 % (Garthe 2011, Helms 2014);
    gain: at most 0.5 % (Iraki 2019), which is its hard limit too. Body mass in [1, 1000] kg.
    """
    wrong = first_outside("body mass", (mass_kg,), 1, 1_000)
    if wrong is not None:
        return Failure(wrong)
    if not losing:
        return Success(RateLimit(GAIN_SHARE * mass_kg, GAIN_SHARE * mass_kg))
    share = LOSS_SHARE_ATHLETE if athlete else LOSS_SHARE
    return Success(RateLimit(share * mass_kg, LOSS_SHARE_HARD * mass_kg))


def fuelled_loss(
    energy_availability_kcal_kg: float, fat_free_kg: float, trend_kg_week: float
) -> Result[float, NoNumber]:
    """Tell how fast mass can be lost before energy availability falls under 30 (G4, N4, GOAL-37).

    In kg a week, 0 where nothing can. A faster loss than the trend of today takes 7700 kcal a kg
    from what is eaten: loss = -(trend + 7 × (30 - EA) × fat-free mass / 7700). Energy availability
    in kcal per kg of fat-free mass a day, in [-200, 200]; fat-free mass in [1, 500] kg. Source:
    Loucks 2004; Wishnofsky 1958.
    """
    wrong = (
        first_outside("energy availability", (energy_availability_kcal_kg,), -200, 200)
        or first_outside("fat-free mass", (fat_free_kg,), 1, 500)
        or first_outside("trend", (trend_kg_week,), -50, 50)
    )
    if wrong is not None:
        return Failure(wrong)
    lacking_kcal_day = (ENERGY_AVAILABILITY_LEAST - energy_availability_kcal_kg) * fat_free_kg
    return Success(max(0.0, -(trend_kg_week + WEEK_DAYS * lacking_kcal_day / KCAL_A_KG)))


def volume_limit(fortnight: float) -> Result[RateLimit, NoNumber]:
    """Tell how much a week may come to after a fortnight that came to so much (G4, GOAL-38).

    Any one unit of volume: 30 % more than the fortnight before was associated with injury (Nielsen
    2014). An association is no limit of a body: there is no hard one. The rule of 10 % a week is
    not supported (Buist 2008), and not used. Undefined after a fortnight without any.
    """
    wrong = first_outside("volume", (fortnight,), 0)
    if wrong is not None:
        return Failure(wrong)
    if fortnight <= 0:
        return Failure(Undefined("volume limit", "there was no volume in the last 14 days"))
    return Success(RateLimit(VOLUME_GROWTH * fortnight * WEEK_DAYS / FORTNIGHT_DAYS, None))


def is_long_run(run: float, longest: float) -> bool:
    """Tell whether a run is over 10 % above the longest of the 30 days before (G4, GOAL-38).

    Total, in any one unit of distance; where there was no run, any run is. Source: Schuster Brandt
    Frandsen 2025.
    """
    return run > SINGLE_RUN_GROWTH * longest


def fat_floor_percent(sex: Sex) -> float:
    """Tell what share of fat a body needs at least: 5 % men, 12 % women (G4, GOAL-39).

    Total. Source: VegaLoop's own, as G4 names nobody.
    """
    return FAT_FLOOR_PERCENT[sex]


def mass_floor_kg(height_m: float) -> Result[float, NoNumber]:
    """Tell what an adult of a height weighs at a BMI of 18.5, in kg (WHO 2000; G4, GOAL-50).

    18.5 h²; under it a body counts as underweight. Height in [0.5, 3] m.
    """
    wrong = first_outside("height", (height_m,), 0.5, 3)
    return Success(BMI_LEAST * height_m**2) if wrong is None else Failure(wrong)


def verdict_on(rate: float, limit: RateLimit) -> Verdict:
    """Compare a change a week, up or down, with its limit; at the limit is within it (G4, GOAL-40).

    Total, both in one unit a week. Source: definition.
    """
    size = abs(rate) * (1 - _ROUNDING)
    if limit.hard is not None and size > limit.hard:
        return Verdict.UNSAFE
    return Verdict.FAST if size > limit.advised else Verdict.WITHIN


def safe_days(now: float, target: float, limit: RateLimit) -> Result[int, NoNumber]:
    """Tell in how many days a target can be reached within the advised limit (G4, GOAL-41).

    At least one, and at most ten years; undefined where it is further, or nothing is advised.
    Source: definition.
    """
    wrong = first_outside("level", (now, target))
    if wrong is not None:
        return Failure(wrong)
    way = abs(target - now)
    if way == 0:
        return Success(1)
    if way * WEEK_DAYS > limit.advised * SAFE_DAYS_MOST:
        return Failure(Undefined("safe day", "none lies within ten years"))
    # A rounding error must not cost a day.
    return Success(max(1, math.ceil(way * WEEK_DAYS / limit.advised - _ROUNDING)))
