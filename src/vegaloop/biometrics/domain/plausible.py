"""What is too improbable to count before a person says it is true (formula book B2, B13, B14).

Rule 1: an improbable value is kept aside with its reasons, never dropped and never corrected.
"""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.check_in import CheckIn
from vegaloop.biometrics.domain.formulas.rr import ARTEFACTS_MOST_SHARE
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Girths,
    Glucose,
    Kind,
    RestingHeartRate,
    Scale,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.rr import BEATS_MOST
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import Instant

_OfOneNumber: TypeAlias = (
    RestingHeartRate | Sleep | BodyFat | Temperature | SpO2 | SpO2Night | Respiration | Glucose
)
Value: TypeAlias = _OfOneNumber | Hrv | Weight | BloodPressure | CheckIn | Girths

RMSSD_MS: Final = (3.0, 300.0)  # Book B14.
# The shortest recording that tells anything is a minute (Esco and Flatt 2014; book B1).
BEATS_LEAST: Final = 30
HEART_RATE_BPM: Final = (25.0, 240.0)  # Book B14.
CELSIUS: Final = (28.0, 42.0)  # Book B14.
SPO2_PERCENT: Final = (70.0, 100.0)  # Book B13: no oximeter is calibrated below 70 %.
SPO2_VALID_SHARE: Final = (0.5, 1.0)  # A sensor that was off half the night tells too little.
BREATHS_PER_MIN: Final = (4.0, 60.0)  # At rest, from the slowest on purpose to a fever.
BODY_FAT_PERCENT: Final = (2.0, 60.0)  # Book B10.
DEVIATION_C: Final = (-5.0, 5.0)  # More than fever and hypothermia move the skin.
WEIGHT_KG: Final = (20.0, 400.0)  # Adults.
SYSTOLIC_MMHG: Final = (50.0, 300.0)
DIASTOLIC_MMHG: Final = (20.0, 200.0)
GLUCOSE_MMOL_L: Final = (1.1, 33.3)
GLUCOSE_MG_DL: Final = (20.0, 600.0)  # What sensors show at all; the same in the other unit.
# Adults, from the slightest to the widest who were measured.
NECK_CM: Final = (20.0, 80.0)
WAIST_CM: Final = (40.0, 250.0)
HIP_CM: Final = (50.0, 250.0)
IN_BED_HOURS_MOST: Final = 20.0
# The kinds that are judged by what counts before them, and so anew where that changes.
JUDGED_BY_OTHERS: Final = frozenset({Kind.WEIGHT})
WEIGHT_STEP_MOST_SHARE_A_DAY: Final = 0.04  # Book B14.
WEIGHT_LOOK_BACK_DAYS: Final = 25  # From there on the step may be 100 %: nothing to compare.
_SECONDS_A_DAY: Final = 86_400


@final
class BeyondLimits(Struct, frozen=True, tag="biometrics/beyond-limits"):
    """A number outside what is seen in living people at rest."""

    what: str
    given: float
    least: float
    most: float


@final
class TooManyArtefacts(Struct, frozen=True, tag="biometrics/too-many-artefacts"):
    """A recording of which too many beats had to be removed."""

    artefact_share: float
    most_share: float


@final
class WeightJump(Struct, frozen=True, tag="biometrics/weight-jump"):
    """A weight too far from the one before for the days between them."""

    given_kg: float
    before_kg: float
    days: float
    most_share: float


@final
class PressuresSwapped(Struct, frozen=True, tag="biometrics/pressures-swapped"):
    """A systolic pressure that is not above the diastolic one."""

    systolic_mmhg: int
    diastolic_mmhg: int


Implausible: TypeAlias = BeyondLimits | TooManyArtefacts | WeightJump | PressuresSwapped


@final
class WeighIn(Struct, frozen=True):
    """A weight that counts, and when it was taken."""

    at: Instant
    weight_kg: float


def judge(value: Value, at: Instant, before: WeighIn | None) -> tuple[Implausible, ...]:
    """Say what is improbable about a value; `before` is the last weight that counts."""
    match value:
        case Hrv():
            return (
                *_within("rmssd_ms", value.rmssd_ms, RMSSD_MS),
                *_recording(value),
            )
        case Weight(mass):
            return (*_within("weight_kg", mass.kg, WEIGHT_KG), *_step(mass.kg, at, before))
        case BloodPressure():
            return _pressures(value)
        case Girths(neck, waist, hip):
            return (
                *_girth("neck_cm", neck, NECK_CM),
                *_girth("waist_cm", waist, WAIST_CM),
                *_girth("hip_cm", hip, HIP_CM),
            )
        case CheckIn():
            return ()
        case of_one_number:
            return _number(of_one_number)


def _number(value: _OfOneNumber) -> tuple[Implausible, ...]:
    match value:
        case RestingHeartRate(rate):
            return _within("resting_heart_rate_bpm", rate.bpm, HEART_RATE_BPM)
        case Sleep():
            return _within("in_bed_hours", value.in_bed.minutes / 60, (0.0, IN_BED_HOURS_MOST))
        case BodyFat():
            return _within("body_fat_percent", value.percent, BODY_FAT_PERCENT)
        case Temperature(scale):
            limits = DEVIATION_C if scale is Scale.DEVIATION else CELSIUS
            return _within("temperature_c", value.celsius, limits)
        case SpO2():
            return _within("spo2_percent", value.percent, SPO2_PERCENT)
        case SpO2Night():
            return _within("spo2_valid_share", value.valid_share, SPO2_VALID_SHARE)
        case Respiration():
            return _within("breaths_per_min", value.per_min, BREATHS_PER_MIN)
        case Glucose():
            if value.milli_mg_dl is not None:
                return _within("glucose_mg_dl", value.mg_dl, GLUCOSE_MG_DL)
            return _within("glucose_mmol_l", value.mmol_l, GLUCOSE_MMOL_L)


def weight_step_most(days: float) -> float:
    """Give the share by which a weight may change in so many days: 4 % a day, and within one."""
    return WEIGHT_STEP_MOST_SHARE_A_DAY * max(1.0, days)


def _within(what: str, given: float, limits: tuple[float, float]) -> tuple[Implausible, ...]:
    least, most = limits
    return () if least <= given <= most else (BeyondLimits(what, given, least, most),)


def _girth(
    what: str, girth: Distance | None, limits: tuple[float, float]
) -> tuple[Implausible, ...]:
    return () if girth is None else _within(what, girth.amount / 10, limits)


def _recording(hrv: Hrv) -> tuple[Implausible, ...]:
    if not hrv.beats:
        return ()
    short = _within("beats", hrv.beats, (BEATS_LEAST, BEATS_MOST))
    if hrv.artefact_share <= ARTEFACTS_MOST_SHARE:
        return short
    return (*short, TooManyArtefacts(hrv.artefact_share, ARTEFACTS_MOST_SHARE))


def _step(weight_kg: float, at: Instant, before: WeighIn | None) -> tuple[Implausible, ...]:
    if before is None or before.weight_kg == 0:
        return ()
    days = (at - before.at).total_seconds() / _SECONDS_A_DAY
    if days >= WEIGHT_LOOK_BACK_DAYS:
        return ()
    most = weight_step_most(days)
    if abs(weight_kg - before.weight_kg) <= most * before.weight_kg:
        return ()
    return (WeightJump(weight_kg, before.weight_kg, days, most),)


def _pressures(value: BloodPressure) -> tuple[Implausible, ...]:
    systolic, diastolic = value.systolic_mmhg, value.diastolic_mmhg
    return (
        *_within("systolic_mmhg", systolic, SYSTOLIC_MMHG),
        *_within("diastolic_mmhg", diastolic, DIASTOLIC_MMHG),
        *(() if systolic > diastolic else (PressuresSwapped(systolic, diastolic),)),
    )
