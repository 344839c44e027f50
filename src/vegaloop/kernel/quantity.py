"""Physical quantities as exact integers of one canonical unit.

Rule 1: what is recorded is an integer, so sums are associative and two databases agree to the bit.
Rule 2: one class a dimension; adding or comparing two dimensions is refused by the type checker
and at run time.
"""

from __future__ import annotations

import math
from typing import Final, Self, final

from msgspec import Struct

from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import JOULES_PER_KCAL

__all__ = (
    "NANOGRAMS_PER_GRAM",
    "Distance",
    "Duration",
    "Energy",
    "HeartRate",
    "Mass",
    "Power",
    "Quantity",
)

NANOGRAMS_PER_GRAM: Final = 1_000_000_000
MOST: Final = 2**53 - 1  # JavaScript reads no larger integer exactly.


class Quantity(Struct, frozen=True, order=True):
    """A non-negative amount; subclasses name the unit."""

    amount: int

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MOST:
            raise ValueError(f"{type(self).__name__} of {self.amount} cannot be")

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.amount + other.amount)

    def times(self, factor: float) -> Self:
        """Scale by a non-negative factor, to the nearest unit."""
        return type(self)(round(self.amount * factor))

    @classmethod
    def _rounded(cls, field: str, value: float, scale: int) -> Result[Self, OutOfRange]:
        amount = value * scale
        if not math.isfinite(amount) or not 0 <= amount <= MOST:
            return Failure(OutOfRange(field, given=value, least=0, most=MOST / scale))
        return Success(cls(round(amount)))


@final
class Mass(Quantity, frozen=True, order=True):
    """A mass, held in nanograms (so that a vitamin does not round to nothing)."""

    @classmethod
    def of_grams(cls, grams: float, field: str = "mass_g") -> Result[Self, OutOfRange]:
        """Read a mass given in grams."""
        return cls._rounded(field, grams, NANOGRAMS_PER_GRAM)

    @classmethod
    def of_kg(cls, kg: float, field: str = "mass_kg") -> Result[Self, OutOfRange]:
        """Read a mass given in kilograms."""
        return cls._rounded(field, kg, NANOGRAMS_PER_GRAM * 1_000)

    @property
    def grams(self) -> float:
        """This mass in grams."""
        return self.amount / NANOGRAMS_PER_GRAM

    @property
    def kg(self) -> float:
        """This mass in kilograms."""
        return self.amount / (NANOGRAMS_PER_GRAM * 1_000)


@final
class Energy(Quantity, frozen=True, order=True):
    """An energy, held in joules."""

    @classmethod
    def of_joules(cls, joules: float, field: str = "energy_j") -> Result[Self, OutOfRange]:
        """Read an energy given in joules."""
        return cls._rounded(field, joules, 1)

    @classmethod
    def of_kcal(cls, kcal: float, field: str = "energy_kcal") -> Result[Self, OutOfRange]:
        """Read an energy given in kilocalories."""
        return cls._rounded(field, kcal, JOULES_PER_KCAL)

    @property
    def kcal(self) -> float:
        """This energy in kilocalories."""
        return self.amount / JOULES_PER_KCAL

    @property
    def kj(self) -> float:
        """This energy in kilojoules."""
        return self.amount / 1_000


@final
class Distance(Quantity, frozen=True, order=True):
    """A length, held in millimetres."""

    @classmethod
    def of_meters(cls, meters: float, field: str = "distance_m") -> Result[Self, OutOfRange]:
        """Read a length given in metres."""
        return cls._rounded(field, meters, 1_000)

    @property
    def meters(self) -> float:
        """This length in metres."""
        return self.amount / 1_000


@final
class Duration(Quantity, frozen=True, order=True):
    """A span of time, held in microseconds."""

    @classmethod
    def of_seconds(cls, seconds: float, field: str = "duration_s") -> Result[Self, OutOfRange]:
        """Read a span given in seconds."""
        return cls._rounded(field, seconds, 1_000_000)

    @classmethod
    def of_minutes(
        cls, minutes: float, field: str = "duration_minutes"
    ) -> Result[Self, OutOfRange]:
        """Read a span given in minutes."""
        return cls._rounded(field, minutes, 60_000_000)

    @property
    def seconds(self) -> float:
        """This span in seconds."""
        return self.amount / 1_000_000

    @property
    def minutes(self) -> float:
        """This span in minutes."""
        return self.amount / 60_000_000


@final
class Power(Quantity, frozen=True, order=True):
    """A mechanical power, held in milliwatts."""

    @classmethod
    def of_watts(cls, watts: float, field: str = "power_w") -> Result[Self, OutOfRange]:
        """Read a power given in watts."""
        return cls._rounded(field, watts, 1_000)

    @property
    def watts(self) -> float:
        """This power in watts."""
        return self.amount / 1_000


@final
class HeartRate(Quantity, frozen=True, order=True):
    """A heart rate, held in thousandths of a beat per minute."""

    @classmethod
    def of_bpm(cls, bpm: float, field: str = "heart_rate_bpm") -> Result[Self, OutOfRange]:
        """Read a heart rate given in beats per minute."""
        return cls._rounded(field, bpm, 1_000)

    @property
    def bpm(self) -> float:
        """This heart rate in beats per minute."""
        return self.amount / 1_000
