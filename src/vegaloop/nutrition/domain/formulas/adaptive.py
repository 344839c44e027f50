"""What days cost, read off what was eaten and what the weight did (formula book N14)."""

from __future__ import annotations

import math
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.limits import DAY_KCAL, MASS_KG

__all__ = (
    "ENERGY_DENSITY_KCAL_PER_KG",
    "Belief",
    "Observation",
    "adaptive_tdee_kcal",
    "after_days",
    "energy_density_forbes_kcal_per_kg",
    "forbes_lean_share",
    "standard_error_kcal",
    "updated",
)

# Wishnofsky 1958; Hall 2008: it fits a change of weight that is mostly fat.
ENERGY_DENSITY_KCAL_PER_KG: Final = 7_700.0
LEAN_KCAL_PER_KG: Final = 1_816.0
FAT_KCAL_PER_KG: Final = 9_441.0
FORBES_KG: Final = 10.4
# What water makes of the difference of two trend ends, kg.
WATER_NOISE_KG: Final = 0.35
DRIFT_KCAL_PER_SQRT_DAY: Final = 20.0
STEP_MOST_KCAL_A_WEEK: Final = 150.0

BALANCE_DAYS_LEAST: Final = 14  # N14: in fewer days water outweighs what was eaten.
DAYS: Final = (1.0, 36_600.0)
FAT_KG: Final = (0.0, MASS_KG[1])
FORBES_KG_RANGE: Final = (0.1, 1_000.0)
DENSITY_KCAL_PER_KG: Final = (1.0, 10_000.0)
NUMBER_MOST: Final = 1e9
_DAYS_A_WEEK: Final = 7


@final
class Belief(Struct, frozen=True):
    """What a day is believed to cost, and the variance of that belief, kcal²."""

    kcal: float
    variance_kcal2: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.kcal) and 0 < self.variance_kcal2 < math.inf):
            raise ValueError("a belief is a number, and never certain")

    @property
    def deviation_kcal(self) -> float:
        """How far off it usually is."""
        return math.sqrt(self.variance_kcal2)


@final
class Observation(Struct, frozen=True):
    """What days cost by a balance, how far that may be off, and how long after the last one."""

    kcal: float
    error_kcal: float
    days_later: float

    def __post_init__(self) -> None:
        numbers = (self.kcal, self.error_kcal, self.days_later)
        possible = all(abs(number) <= NUMBER_MOST for number in numbers)
        if not possible or self.error_kcal <= 0 or self.days_later < 0:
            raise ValueError("an observation is a number, is never exact, and comes later")


def adaptive_tdee_kcal(
    mean_intake_kcal: float,
    trend_start_kg: float,
    trend_end_kg: float,
    days: float,
    energy_density_kcal_per_kg: float = ENERGY_DENSITY_KCAL_PER_KG,
) -> Result[float, NoNumber]:
    """Balance what was eaten against what the weight did, kcal a day (N14, NUT-45).

    Domain: 0 to 100,000 kcal, 1 to 650 kg, 14 to 36,600 days, 1 to 10,000 kcal/kg. `days` lie
    between the two ends of the trend: from Monday to Sunday are six. It may fall below zero where
    the log cannot be whole; nothing is clamped. Source: definition; Wishnofsky 1958 for the 7,700
    kcal/kg.
    """
    fault = outside(
        ("mean_intake_kcal", mean_intake_kcal, *DAY_KCAL),
        ("trend_start_kg", trend_start_kg, *MASS_KG),
        ("trend_end_kg", trend_end_kg, *MASS_KG),
        ("days", days, *DAYS),
        ("energy_density_kcal_per_kg", energy_density_kcal_per_kg, *DENSITY_KCAL_PER_KG),
    )
    if fault is not None:
        return Failure(fault)
    if days < BALANCE_DAYS_LEAST:
        return Failure(TooFew("days", int(days), BALANCE_DAYS_LEAST))
    gained_kg = trend_end_kg - trend_start_kg
    return Success(mean_intake_kcal - energy_density_kcal_per_kg * gained_kg / days)


def forbes_lean_share(fat_kg: float, c_kg: float = FORBES_KG) -> Result[float, Outside]:
    """Tell which share of a change of weight is fat-free: C/(C + F) (Forbes 1987; N14, NUT-46).

    Domain: 0 to 650 kg of fat, a constant of 0.1 to 1,000 kg.
    """
    fault = outside(
        ("fat_kg", fat_kg, *FAT_KG),
        ("c_kg", c_kg, *FORBES_KG_RANGE),
    )
    if fault is not None:
        return Failure(fault)
    return Success(c_kg / (c_kg + fat_kg))


def energy_density_forbes_kcal_per_kg(fat_kg: float) -> Result[float, Outside]:
    """Tell what a kilogram of change holds in a body of so much fat, kcal/kg (N14, NUT-46).

    Domain: 0 to 650 kg of fat. Source: Forbes 1987 for the share, Hall 2008 for the energy of lean
    and of fat.
    """
    match forbes_lean_share(fat_kg):
        case Failure(fault):
            return Failure(fault)
        case Success(lean):
            return Success(LEAN_KCAL_PER_KG * lean + FAT_KCAL_PER_KG * (1 - lean))


def standard_error_kcal(energy_density_kcal_per_kg: float, days: float) -> Result[float, Outside]:
    """Tell how far water alone puts a balance over so many days off, kcal (N14, NUT-47).

    Domain: 1 to 10,000 kcal/kg, 1 to 36,600 days. Source: VegaLoop's own.
    """
    fault = outside(
        ("energy_density_kcal_per_kg", energy_density_kcal_per_kg, *DENSITY_KCAL_PER_KG),
        ("days", days, *DAYS),
    )
    if fault is not None:
        return Failure(fault)
    return Success(energy_density_kcal_per_kg * WATER_NOISE_KG / days)


def after_days(belief: Belief, days: float) -> Belief:
    """Widen a belief by days without an observation: 20 kcal per root of a day (N14, NUT-48).

    Total: a day that is not later widens nothing. Source: VegaLoop's own.
    """
    drift_kcal2 = DRIFT_KCAL_PER_SQRT_DAY**2 * max(0.0, days)
    return Belief(belief.kcal, belief.variance_kcal2 + drift_kcal2)


def updated(belief: Belief, observation: Observation) -> Belief:
    """Move a belief, kcal, towards an observation some days later, as a Kalman filter (N14).

    Total: it moves by 150 kcal a week at most, however far off the observation is. Source:
    VegaLoop's own (NUT-48).
    """
    before = after_days(belief, observation.days_later)
    gain = before.variance_kcal2 / (before.variance_kcal2 + observation.error_kcal**2)
    most_kcal = STEP_MOST_KCAL_A_WEEK * observation.days_later / _DAYS_A_WEEK
    step_kcal = min(max(gain * (observation.kcal - belief.kcal), -most_kcal), most_kcal)
    return Belief(belief.kcal + step_kcal, (1 - gain) * before.variance_kcal2)
