"""What can be read off a body: one class a kind, each an exact value; vitals.py has the rest.

Rule 1: a value that cannot be is never built; one that is only improbable is, and is judged later.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final, final

from msgspec import Struct

from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Distance, HeartRate, Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import MG_DL_PER_MMOL_L_GLUCOSE

_MILLI: Final = 1_000
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
    GIRTHS = "girths"
    RESPIRATION = "respiration"


class Instrument(StrEnum):
    """What a share of fat was measured with: X-rays, the resistance of the body, or something else."""

    DXA = "dxa"
    BIA = "bia"
    OTHER = "other"


class Scale(StrEnum):
    """What a temperature is: of the skin, of the body, or a device's own deviation from usual."""

    SKIN = "skin"
    BODY = "body"
    DEVIATION = "deviation"


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
    instrument: Instrument = Instrument.OTHER

    def __post_init__(self) -> None:
        if not 0 <= self.milli_percent <= 100 * _MILLI:
            raise ValueError(f"a share of {self.milli_percent} cannot be")

    @classmethod
    def of_percent(
        cls,
        percent: float,
        field: str = "body_fat_percent",
        instrument: Instrument = Instrument.OTHER,
    ) -> Result[BodyFat, OutOfRange]:
        """Read a share given in percent."""
        if not 0 <= percent <= 100:  # Percent.
            return Failure(OutOfRange(field, percent, 0, 100))
        return Success(cls(round(percent * _MILLI), instrument))

    @property
    def percent(self) -> float:
        """The share in percent."""
        return self.milli_percent / _MILLI


@final
class Girths(Struct, frozen=True, tag="girths"):
    """What a tape says, in whole millimetres: the neck, the waist, the hip, at least one of them."""

    kind: ClassVar[Kind] = Kind.GIRTHS
    neck: Distance | None = None
    waist: Distance | None = None
    hip: Distance | None = None

    def __post_init__(self) -> None:
        if self.neck is None and self.waist is None and self.hip is None:
            raise ValueError("a tape that measured nothing tells nothing")


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
    """The glucose in the blood, in micromoles a litre.

    What came in mg/dL keeps its thousandths of one, to be given back as it was sent.
    """

    kind: ClassVar[Kind] = Kind.GLUCOSE
    micromol_l: int
    milli_mg_dl: int | None = None

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

    @classmethod
    def of_mg_dl(cls, mg_dl: float, field: str = "glucose_mg_dl") -> Result[Glucose, OutOfRange]:
        """Read a concentration given in mg/dL."""
        most = GLUCOSE_MOST_MMOL_L * MG_DL_PER_MMOL_L_GLUCOSE
        if not 0 <= mg_dl <= most:
            return Failure(OutOfRange(field, mg_dl, 0, most))
        return Success(cls.of_milli_mg_dl(round(mg_dl * _MILLI)))

    @classmethod
    def of_milli_mg_dl(cls, milli_mg_dl: int) -> Glucose:
        """Read a concentration in thousandths of a mg/dL, known to be one."""
        return cls(round(milli_mg_dl / MG_DL_PER_MMOL_L_GLUCOSE), milli_mg_dl)

    @property
    def mg_dl(self) -> float:
        """The concentration in mg/dL."""
        if self.milli_mg_dl is not None:
            return self.milli_mg_dl / _MILLI
        return self.micromol_l * MG_DL_PER_MMOL_L_GLUCOSE / _MILLI

    @property
    def whole_mg_dl(self) -> int:
        """The whole mg/dL it reaches: the published ranges are of these, and of mmol/L by tenths.

        Half a micromole is added because that much may have been lost when it was read.
        """
        if self.milli_mg_dl is not None:
            return self.milli_mg_dl // _MILLI
        return int((self.micromol_l + 0.5) * MG_DL_PER_MMOL_L_GLUCOSE / _MILLI)
