"""What a device writes every few minutes: its unit, its exact scale, its limits, how a day is told.

Rule 1: a value is a whole number of steps of its metric; `per_unit` of them make one of its unit.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.units import JOULES_PER_KCAL


class Telling(StrEnum):
    """How the samples of a day make one number."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


class Metric(StrEnum):
    """What a series is of."""

    STEPS = "steps"
    PUSHES = "pushes"
    STROKES = "strokes"
    FLOORS = "floors"
    DISTANCE = "distance"
    ACTIVE_ENERGY = "active_energy"
    RESTING_ENERGY = "resting_energy"
    EXERCISE_TIME = "exercise_time"
    INTENSITY_TIME = "intensity_time"
    STANDING_TIME = "standing_time"
    HEART_RATE = "heart_rate"
    RESPIRATION = "respiration"
    OXYGEN = "oxygen"
    STRESS = "stress"
    SKIN_TEMPERATURE = "skin_temperature"
    HRV_SDNN = "hrv_sdnn"
    HRV_RMSSD = "hrv_rmssd"
    VO2MAX = "vo2max"

    @property
    def unit(self) -> str:
        """Its unit, as it ends a name."""
        return _MADE[self].unit

    @property
    def per_unit(self) -> int:
        """How many steps of its whole numbers make one of its unit."""
        return _MADE[self].per_unit

    @property
    def limits(self) -> tuple[int, int]:
        """The closed interval a sample may lie in, in its whole numbers."""
        made = _MADE[self]
        return made.least * made.per_unit, made.most * made.per_unit

    @property
    def told(self) -> Telling:
        """How the samples of a day make one number."""
        return _MADE[self].told

    @property
    def holds_ms(self) -> int:
        """How long a sample of no length speaks for the time after it, in milliseconds."""
        return _MADE[self].holds_s * 1_000

    @property
    def measure(self) -> str:
        """Its name with its unit at the end."""
        return f"{self.value}_{self.unit}"


@final
class _Made(Struct, frozen=True):
    unit: str
    per_unit: int
    least: int
    most: int
    told: Telling
    holds_s: int


def _sum(unit: str, per_unit: int, most: int) -> _Made:
    return _Made(unit, per_unit, 0, most, Telling.SUM, 60)


# What no body reaches in a day, or no sensor shows; a device that says so is misread.
_MADE: Final = {
    Metric.STEPS: _sum("count", 1, 200_000),
    Metric.PUSHES: _sum("count", 1, 200_000),
    Metric.STROKES: _sum("count", 1, 200_000),
    Metric.FLOORS: _sum("count", 100, 5_000),
    Metric.DISTANCE: _sum("m", 1_000, 1_000_000),
    Metric.ACTIVE_ENERGY: _sum("kcal", JOULES_PER_KCAL, 30_000),
    Metric.RESTING_ENERGY: _sum("kcal", JOULES_PER_KCAL, 10_000),
    Metric.EXERCISE_TIME: _sum("min", 60, 1_500),
    Metric.INTENSITY_TIME: _sum("min", 60, 3_000),
    Metric.STANDING_TIME: _sum("min", 60, 1_500),
    Metric.HEART_RATE: _Made("bpm", 100, 20, 300, Telling.MEAN, 600),
    Metric.RESPIRATION: _Made("per_min", 100, 1, 100, Telling.MEAN, 3_600),
    Metric.OXYGEN: _Made("percent", 100, 20, 100, Telling.MEAN, 3_600),
    Metric.STRESS: _Made("score", 1, 0, 100, Telling.MEAN, 600),
    Metric.SKIN_TEMPERATURE: _Made("c", 1_000, 5, 50, Telling.MEAN, 3_600),
    Metric.HRV_SDNN: _Made("ms", 1_000, 0, 1_000, Telling.MEAN, 3_600),
    Metric.HRV_RMSSD: _Made("ms", 1_000, 0, 1_000, Telling.MEAN, 3_600),
    Metric.VO2MAX: _Made("ml_kg_min", 100, 5, 100, Telling.LAST, 86_400),
}
