"""What a sensor says about the glucose of some days (formula book B12).

Rule 1: the shares of the ranges add up to 100.
Rule 2: targets for these shares exist for people with diabetes only; none is judged here.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import mean, sample_sd
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

GLUCOSE_MG_DL_RANGE: Final = (1.0, 1_000.0)
GLUCOSE_MMOL_L_RANGE: Final = (0.05, 55.5)
READINGS_LEAST: Final = 2
MAGE_METHOD: Final = "service-1970/turning-points-1-sd/first-direction"


@final
class GlucoseShares(Struct, frozen=True):
    """Percent of the readings in each range, in mg/dL; the first five add up to 100.

    `tight_percent` is the part of the range from 70 to 140 (TITR).
    """

    below_54_percent: float
    from_54_to_69_percent: float
    in_range_percent: float
    from_181_to_250_percent: float
    above_250_percent: float
    tight_percent: float

    @property
    def below_70_percent(self) -> float:
        """Percent below the range, both parts."""
        return self.below_54_percent + self.from_54_to_69_percent

    @property
    def above_180_percent(self) -> float:
        """Percent above the range, both parts."""
        return self.from_181_to_250_percent + self.above_250_percent


def gmi_percent(mean_glucose_mg_dl: float) -> Result[float, Outside]:
    """Give the glucose management indicator, percent (Bergenstal 2018; book B12, BIO-87).

    Of a mean from 1 to 1,000 mg/dL.
    """
    for fault in outside("mean_glucose_mg_dl", mean_glucose_mg_dl, *GLUCOSE_MG_DL_RANGE):
        return Failure(fault)
    return Success(3.31 + 0.02392 * mean_glucose_mg_dl)


def gmi_mmol_mol(mean_glucose_mmol_l: float) -> Result[float, Outside]:
    """Give the glucose management indicator, mmol/mol (Bergenstal 2018; book B12, BIO-87).

    Of a mean from 0.05 to 55.5 mmol/L.
    """
    for fault in outside("mean_glucose_mmol_l", mean_glucose_mmol_l, *GLUCOSE_MMOL_L_RANGE):
        return Failure(fault)
    return Success(12.71 + 4.70587 * mean_glucose_mmol_l)


def glucose_cv_percent(glucose_mg_dl: Sequence[float]) -> Result[float, NoNumber]:
    """Give the coefficient of variation, percent, by the sample SD.

    Of two readings or more, from 1 to 1,000 mg/dL; the unit cancels, so mmol/L give the same
    (definition; book B12, BIO-88).
    """
    for fault in _faults(glucose_mg_dl, READINGS_LEAST):
        return Failure(fault)
    return Success(100 * sample_sd(glucose_mg_dl) / mean(glucose_mg_dl))


def time_in_ranges(glucose_mg_dl: Sequence[float]) -> Result[GlucoseShares, NoNumber]:
    """Give the share of readings in each range, percent (Battelino 2019; book B12, BIO-86).

    70 to 180 mg/dL is in range, both included; of one reading or more, taken at even times.
    """
    for fault in _faults(glucose_mg_dl, 1):
        return Failure(fault)
    each = 100 / len(glucose_mg_dl)
    return Success(
        GlucoseShares(
            below_54_percent=each * sum(one < 54 for one in glucose_mg_dl),
            from_54_to_69_percent=each * sum(54 <= one < 70 for one in glucose_mg_dl),
            in_range_percent=each * sum(70 <= one <= 180 for one in glucose_mg_dl),
            from_181_to_250_percent=each * sum(180 < one <= 250 for one in glucose_mg_dl),
            above_250_percent=each * sum(one > 250 for one in glucose_mg_dl),
            tight_percent=each * sum(70 <= one <= 140 for one in glucose_mg_dl),
        )
    )


def mage_mg_dl(glucose_mg_dl: Sequence[float]) -> Result[float, NoNumber]:
    """Give the mean amplitude of glycaemic excursions, mg/dL (Service 1970; book B12, BIO-89).

    Turning points are those whose way back is more than one sample SD; of the excursions between
    them, those in the direction of the first are averaged. Algorithms disagree by 10 to 40 %:
    tell this one's name with it. Without an excursion of more than one SD there is none.
    """
    for fault in _faults(glucose_mg_dl, READINGS_LEAST):
        return Failure(fault)
    turns = _turning_points(glucose_mg_dl, sample_sd(glucose_mg_dl))
    excursions = [abs(b - a) for a, b in itertools.pairwise(turns)]
    if not excursions:
        return Failure(Undefined("mage", "no excursion of more than one SD"))
    return Success(mean(excursions[::2]))


def _turning_points(values: Sequence[float], sd: float) -> list[float]:
    """Give the extremes between which the series moves by more than `sd`; none where it does not."""
    turns: list[float] = []
    low = high = values[0]  # Since the last turning point.
    rising: bool | None = None
    for value in values:
        low, high = min(low, value), max(high, value)
        if rising is not True and value - low > sd:
            turns.append(low)
            rising, high = True, value
        elif rising is not False and high - value > sd:
            turns.append(high)
            rising, low = False, value
    if rising is not None:
        turns.append(high if rising else low)
    return turns


def _faults(glucose: Sequence[float], least: int) -> tuple[NoNumber, ...]:
    if len(glucose) < least:
        return (TooFew("glucose_readings", len(glucose), least),)
    for one in glucose:
        for fault in outside("glucose_mg_dl", one, *GLUCOSE_MG_DL_RANGE):
            return (fault,)
    return ()
