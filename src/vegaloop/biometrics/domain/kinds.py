"""What can be read off a body: one class a kind, each an exact value.

Rule 1: a value that cannot be is never built; one that is only improbable is, and is judged later.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.rr import (
    RrIntervals,
    artefact_quality,
    rmssd,
    rr_range_filter,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import TooFew
from vegaloop.kernel.quantity import HeartRate, Mass
from vegaloop.kernel.result import Failure, Result, Success

_MILLI: Final = 1_000
RMSSD_MOST_MS: Final = 10_000.0
PRESSURE_MOST_MMHG: Final = 1_000
GLUCOSE_MOST_MMOL_L: Final = 1_000.0
CELSIUS_MOST: Final = 100.0


class Kind(StrEnum):
    """The kinds of readings."""

    HRV = "hrv"
    RESTING_HEART_RATE = "resting_heart_rate"
    SLEEP = "sleep"
    WEIGHT = "weight"
    BODY_FAT = "body_fat"
    TEMPERATURE = "temperature"
    BLOOD_PRESSURE = "blood_pressure"
    SPO2 = "spo2"
    GLUCOSE = "glucose"
    CHECK_IN = "check_in"


class Scale(StrEnum):
    """What a temperature is: of the skin, of the body, or a device's own deviation from usual."""

    SKIN = "skin"
    BODY = "body"
    DEVIATION = "deviation"


@final
class Hrv(Struct, frozen=True, tag="hrv"):
    """Heart rate variability as RMSSD, in microseconds.

    `beats` is how many intervals it was computed from here, 0 where a device computed it;
    `artefacts` is how many of them were removed.
    """

    kind: ClassVar[Kind] = Kind.HRV
    rmssd_us: int
    beats: int = 0
    artefacts: int = 0

    def __post_init__(self) -> None:
        if not (self.rmssd_us >= 0 and 0 <= self.artefacts <= self.beats):
            raise ValueError("such a variability cannot be")

    @classmethod
    def of_rmssd_ms(cls, rmssd_ms: float, field: str = "rmssd_ms") -> Result[Hrv, OutOfRange]:
        """Read an RMSSD a device computed, in milliseconds."""
        if not 0 <= rmssd_ms <= RMSSD_MOST_MS:
            return Failure(OutOfRange(field, rmssd_ms, 0, RMSSD_MOST_MS))
        return Success(cls(round(rmssd_ms * _MILLI)))

    @classmethod
    def of_rr(cls, rr: RrIntervals) -> Result[Hrv, TooFew]:
        """Compute RMSSD from the intervals between beats, without those out of range (B1, B2)."""
        kept = rr_range_filter(rr.rr_ms)
        match rmssd(kept):
            case Success(rmssd_ms):
                artefacts = sum(one is None for one in kept)
                return Success(cls(round(rmssd_ms * _MILLI), len(kept), artefacts))
            case Failure(error):
                return Failure(error)

    @property
    def rmssd_ms(self) -> float:
        """RMSSD in milliseconds."""
        return self.rmssd_us / _MILLI

    @property
    def artefact_share(self) -> float:
        """The share of intervals that were removed, 0 to 1."""
        return self.artefacts / self.beats if self.beats else 0.0

    @property
    def quality(self) -> float:
        """How far it is worth, 0 to 1 (book B2)."""
        return artefact_quality(self.artefact_share)


@final
class RestingHeartRate(Struct, frozen=True, tag="resting_heart_rate"):
    """The heart rate at rest."""

    kind: ClassVar[Kind] = Kind.RESTING_HEART_RATE
    rate: HeartRate


@final
class Weight(Struct, frozen=True, tag="weight"):
    """A weigh-in."""

    kind: ClassVar[Kind] = Kind.WEIGHT
    mass: Mass


@final
class BodyFat(Struct, frozen=True, tag="body_fat"):
    """The share of fat in the body, in thousandths of a percent."""

    kind: ClassVar[Kind] = Kind.BODY_FAT
    milli_percent: int

    def __post_init__(self) -> None:
        if not 0 <= self.milli_percent <= 100 * _MILLI:
            raise ValueError(f"a share of {self.milli_percent} cannot be")

    @classmethod
    def of_percent(
        cls, percent: float, field: str = "body_fat_percent"
    ) -> Result[BodyFat, OutOfRange]:
        """Read a share given in percent."""
        if not 0 <= percent <= 100:  # Percent.
            return Failure(OutOfRange(field, percent, 0, 100))
        return Success(cls(round(percent * _MILLI)))

    @property
    def percent(self) -> float:
        """The share in percent."""
        return self.milli_percent / _MILLI


@final
class SpO2(Struct, frozen=True, tag="spo2"):
    """The oxygen saturation of the blood, in thousandths of a percent."""

    kind: ClassVar[Kind] = Kind.SPO2
    milli_percent: int

    def __post_init__(self) -> None:
        if not 0 <= self.milli_percent <= 100 * _MILLI:
            raise ValueError(f"a share of {self.milli_percent} cannot be")

    @classmethod
    def of_percent(cls, percent: float, field: str = "spo2_percent") -> Result[SpO2, OutOfRange]:
        """Read a saturation given in percent."""
        if not 0 <= percent <= 100:  # Percent.
            return Failure(OutOfRange(field, percent, 0, 100))
        return Success(cls(round(percent * _MILLI)))

    @property
    def percent(self) -> float:
        """The saturation in percent."""
        return self.milli_percent / _MILLI


@final
class Temperature(Struct, frozen=True, tag="temperature"):
    """A temperature, or a deviation from the usual one, in thousandths of a degree Celsius."""

    kind: ClassVar[Kind] = Kind.TEMPERATURE
    scale: Scale
    milli_c: int

    def __post_init__(self) -> None:
        if not -100 * _MILLI <= self.milli_c <= 100 * _MILLI:
            raise ValueError(f"a temperature of {self.milli_c} cannot be")

    @classmethod
    def of_celsius(
        cls, scale: Scale, celsius: float, field: str = "temperature_c"
    ) -> Result[Temperature, OutOfRange]:
        """Read a temperature, or a difference, given in degrees Celsius."""
        if not -CELSIUS_MOST <= celsius <= CELSIUS_MOST:
            return Failure(OutOfRange(field, celsius, -CELSIUS_MOST, CELSIUS_MOST))
        return Success(cls(scale, round(celsius * _MILLI)))

    @property
    def celsius(self) -> float:
        """The temperature, or the difference, in degrees Celsius."""
        return self.milli_c / _MILLI


@final
class BloodPressure(Struct, frozen=True, tag="blood_pressure"):
    """A blood pressure, in whole millimetres of mercury as it is read."""

    kind: ClassVar[Kind] = Kind.BLOOD_PRESSURE
    systolic_mmhg: int
    diastolic_mmhg: int

    def __post_init__(self) -> None:
        if not 0 <= self.systolic_mmhg <= PRESSURE_MOST_MMHG:
            raise ValueError(f"a pressure of {self.systolic_mmhg} cannot be")
        if not 0 <= self.diastolic_mmhg <= PRESSURE_MOST_MMHG:
            raise ValueError(f"a pressure of {self.diastolic_mmhg} cannot be")


@final
class Glucose(Struct, frozen=True, tag="glucose"):
    """The glucose in the blood, in micromoles a litre."""

    kind: ClassVar[Kind] = Kind.GLUCOSE
    micromol_l: int

    def __post_init__(self) -> None:
        if not 0 <= self.micromol_l <= round(GLUCOSE_MOST_MMOL_L * _MILLI):
            raise ValueError(f"a concentration of {self.micromol_l} cannot be")

    @classmethod
    def of_mmol_l(cls, mmol_l: float, field: str = "glucose_mmol_l") -> Result[Glucose, OutOfRange]:
        """Read a concentration given in mmol/L."""
        if not 0 <= mmol_l <= GLUCOSE_MOST_MMOL_L:
            return Failure(OutOfRange(field, mmol_l, 0, GLUCOSE_MOST_MMOL_L))
        return Success(cls(round(mmol_l * _MILLI)))

    @property
    def mmol_l(self) -> float:
        """The concentration in mmol/L."""
        return self.micromol_l / _MILLI
