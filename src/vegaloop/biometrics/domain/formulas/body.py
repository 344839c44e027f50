"""What a body is made of (formula book B10).

Rule 1: what an instrument measured goes before what a tape tells, and that before height and weight.
"""

from __future__ import annotations

import math
from typing import Final

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.kernel.evidence import Missing, NoNumber, Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import METERS_PER_INCH

WEIGHT_KG_RANGE: Final = (1.0, 700.0)
HEIGHT_M_RANGE: Final = (0.3, 3.0)
GIRTH_M_RANGE: Final = (0.05, 4.0)
FAT_PERCENT_RANGE: Final = (2.0, 60.0)
BMI_METHOD: Final = "quetelet-1832"
BOER_METHOD: Final = "boer-1984"
NAVY_METHOD: Final = "navy-1984/metric"
NAVY_SEE_PERCENT: Final = 3.5  # Points; Hodgdon and Beckett 1984 found 3.5 to 3.7.


def bmi(weight_kg: float, height_m: float) -> Result[float, Outside]:
    """Give the body mass index, kg/m² (Quetelet 1832; book B10, BIO-80).

    Of 1 to 700 kg and 0.3 to 3 m.
    """
    for fault in _size_faults(weight_kg, height_m):
        return Failure(fault)
    return Success(weight_kg / height_m**2)


def body_fat_navy(
    sex: Sex, height_m: float, waist_m: float, neck_m: float, hip_m: float | None = None
) -> Result[float, NoNumber]:
    """Estimate the share of fat by tape, percent within 2 to 60 (Hodgdon, Beckett 1984; BIO-81).

    Of adults of 0.3 to 3 m with girths of 0.05 to 4 m; a man's waist is taken at the navel, a
    woman's where it is narrowest. Women need the hip too; undefined where the waist is no wider
    than the neck. The density of the body by tape, and fat from it by Siri (book B10).
    """
    match _tape_m(sex, height_m, waist_m, neck_m, hip_m):
        case Failure(reason):
            return Failure(reason)
        case Success(tape_m):
            tape, tall = math.log10(100 * tape_m), math.log10(100 * height_m)
            if Sex(sex) is Sex.MALE:
                density = 1.0324 - 0.19077 * tape + 0.15456 * tall
            else:
                density = 1.29579 - 0.35004 * tape + 0.22100 * tall
            return Success(_in_bodies(495 / density - 450))


def body_fat_navy_inch(
    sex: Sex, height_in: float, waist_in: float, neck_in: float, hip_in: float | None = None
) -> Result[float, NoNumber]:
    """Estimate the share of fat by tape in inches, percent within 2 to 60.

    Of adults, as `body_fat_navy`. A straight line where the metric form bends: for the same body
    they differ by up to 0.3 points for men of 10 to 30 %, by up to a point for women of 10 to 45 %,
    by more outside (Hodgdon, Beckett 1984; book B10, BIO-81).
    """
    hip_m = None if hip_in is None else hip_in * METERS_PER_INCH
    height_m, waist_m, neck_m = (one * METERS_PER_INCH for one in (height_in, waist_in, neck_in))
    match _tape_m(sex, height_m, waist_m, neck_m, hip_m):
        case Failure(reason):
            return Failure(reason)
        case Success(tape_m):
            tape, tall = math.log10(tape_m / METERS_PER_INCH), math.log10(height_in)
            if Sex(sex) is Sex.MALE:
                return Success(_in_bodies(86.010 * tape - 70.041 * tall + 36.76))
            return Success(_in_bodies(163.205 * tape - 97.684 * tall - 78.387))


def lbm_boer(sex: Sex, weight_kg: float, height_m: float) -> Result[float, NoNumber]:
    """Estimate the lean mass of an adult, kg (Boer 1984; book B10, BIO-82).

    Of 1 to 700 kg and 0.3 to 3 m; undefined where it would not lie between 0 and the weight.
    """
    for fault in _size_faults(weight_kg, height_m):
        return Failure(fault)
    height_cm = height_m * 100
    if Sex(sex) is Sex.MALE:
        lean_kg = 0.407 * weight_kg + 0.267 * height_cm - 19.2
    else:
        lean_kg = 0.252 * weight_kg + 0.473 * height_cm - 48.3
    if not 0 < lean_kg <= weight_kg:
        return Failure(Undefined("lbm_boer", "outside the bodies it was fitted to"))
    return Success(lean_kg)


def fat_free_mass_kg(weight_kg: float, body_fat_percent: float) -> Result[float, Outside]:
    """Give what of a weight is not fat, kg; the share of fat in percent.

    Of 1 to 700 kg and 0 to 100 % (definition; book B10, BIO-27).
    """
    for fault in (
        *outside("weight_kg", weight_kg, *WEIGHT_KG_RANGE),
        *outside("body_fat_percent", body_fat_percent, 0, 100),
    ):
        return Failure(fault)
    return Success(weight_kg * (1 - body_fat_percent / 100))


def _size_faults(weight_kg: float, height_m: float) -> tuple[Outside, ...]:
    return (
        *outside("weight_kg", weight_kg, *WEIGHT_KG_RANGE),
        *outside("height_m", height_m, *HEIGHT_M_RANGE),
    )


def _tape_m(
    sex: Sex, height_m: float, waist_m: float, neck_m: float, hip_m: float | None
) -> Result[float, NoNumber]:
    """Give the girth the equations stand on: waist less neck, and for women the hip more."""
    for fault in (
        *outside("height_m", height_m, *HEIGHT_M_RANGE),
        *outside("waist_m", waist_m, *GIRTH_M_RANGE),
        *outside("neck_m", neck_m, *GIRTH_M_RANGE),
    ):
        return Failure(fault)
    if waist_m <= neck_m:
        return Failure(Undefined("body_fat_navy", "the waist is no wider than the neck"))
    if Sex(sex) is Sex.MALE:
        return Success(waist_m - neck_m)
    if hip_m is None:
        return Failure(Missing("hip"))
    for fault in outside("hip_m", hip_m, *GIRTH_M_RANGE):
        return Failure(fault)
    return Success(waist_m + hip_m - neck_m)


def _in_bodies(percent: float) -> float:
    least, most = FAT_PERCENT_RANGE
    return max(least, min(most, percent))
