"""In which published range a blood pressure lies (formula book B11); a range is no diagnosis.

Rule 1: of two ranges, one by each pressure, the higher one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import mean
from vegaloop.kernel.evidence import Outside, TooFew
from vegaloop.kernel.result import Failure, Result, Success

PRESSURE_MMHG_RANGE: Final = (1.0, 400.0)
OCCASIONS_LEAST: Final = 2


class AccAha2017(StrEnum):
    """The ranges of the ACC/AHA guideline of 2017, kept in 2025."""

    NORMAL = "normal"
    ELEVATED = "elevated"
    STAGE_1 = "stage1"
    STAGE_2 = "stage2"
    SEVERE = "severe_over_180_120"


class Esc2024(StrEnum):
    """The ranges of the ESC guideline of 2024."""

    NON_ELEVATED = "non_elevated"
    ELEVATED = "elevated"
    HYPERTENSION = "hypertension"


@final
class Pressure(Struct, frozen=True):
    """A systolic and a diastolic pressure, or the means of several."""

    systolic_mmhg: float
    diastolic_mmhg: float


# From where on a guideline calls a pressure high that was measured at home.
HOME_ACC_AHA_2017: Final = Pressure(130, 80)
HOME_ESC_2024: Final = Pressure(135, 85)


def bp_category_acc_aha_2017(
    systolic_mmhg: float, diastolic_mmhg: float
) -> Result[AccAha2017, Outside]:
    """Name the range of a pressure, mmHg (ACC/AHA 2017, Whelton 2018; book B11, BIO-84).

    Of pressures from 1 to 400 mmHg.
    """
    for fault in _faults(systolic_mmhg, diastolic_mmhg):
        return Failure(fault)
    return Success(acc_aha_2017_range(Pressure(systolic_mmhg, diastolic_mmhg)))


def acc_aha_2017_range(pressure: Pressure) -> AccAha2017:
    """Do as `bp_category_acc_aha_2017` with pressures, mmHg, that are known to be some.

    Total (ACC/AHA 2017, Whelton 2018; book B11, BIO-84).
    """
    if pressure.systolic_mmhg > 180 or pressure.diastolic_mmhg > 120:
        return AccAha2017.SEVERE
    if reaches(pressure, Pressure(140, 90)):
        return AccAha2017.STAGE_2
    if reaches(pressure, Pressure(130, 80)):
        return AccAha2017.STAGE_1
    return AccAha2017.ELEVATED if pressure.systolic_mmhg >= 120 else AccAha2017.NORMAL


def bp_category_esc_2024(systolic_mmhg: float, diastolic_mmhg: float) -> Result[Esc2024, Outside]:
    """Name the range of a pressure, mmHg (ESC 2024; book B11, BIO-84).

    Of pressures from 1 to 400 mmHg.
    """
    for fault in _faults(systolic_mmhg, diastolic_mmhg):
        return Failure(fault)
    return Success(esc_2024_range(Pressure(systolic_mmhg, diastolic_mmhg)))


def esc_2024_range(pressure: Pressure) -> Esc2024:
    """Do as `bp_category_esc_2024` with pressures, mmHg, that are known to be some.

    Total (ESC 2024; book B11, BIO-84).
    """
    if reaches(pressure, Pressure(140, 90)):
        return Esc2024.HYPERTENSION
    return Esc2024.ELEVATED if reaches(pressure, Pressure(120, 70)) else Esc2024.NON_ELEVATED


def reaches(pressure: Pressure, threshold: Pressure) -> bool:
    """Tell whether either pressure, mmHg, is at a threshold or above it.

    Total (ACC/AHA 2017, ESC 2024; book B11, BIO-84).
    """
    return (
        pressure.systolic_mmhg >= threshold.systolic_mmhg
        or pressure.diastolic_mmhg >= threshold.diastolic_mmhg
    )


def mean_pressure(occasions: Sequence[Sequence[Pressure]]) -> Result[Pressure, Outside | TooFew]:
    """Average readings from at least two occasions, mmHg.

    Of pressures from 1 to 400 mmHg (ACC/AHA 2017; book B11, BIO-85).
    """
    read = [one for occasion in occasions for one in occasion]
    for one in read:
        for fault in _faults(one.systolic_mmhg, one.diastolic_mmhg):
            return Failure(fault)
    held = sum(bool(occasion) for occasion in occasions)
    if held < OCCASIONS_LEAST:
        return Failure(TooFew("blood_pressure_occasions", held, OCCASIONS_LEAST))
    return Success(
        Pressure(
            mean([one.systolic_mmhg for one in read]), mean([one.diastolic_mmhg for one in read])
        )
    )


def _faults(systolic_mmhg: float, diastolic_mmhg: float) -> tuple[Outside, ...]:
    return (
        *outside("systolic_mmhg", systolic_mmhg, *PRESSURE_MMHG_RANGE),
        *outside("diastolic_mmhg", diastolic_mmhg, *PRESSURE_MMHG_RANGE),
    )
