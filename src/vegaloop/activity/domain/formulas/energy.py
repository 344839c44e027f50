"""What exercise costs: by heart rate, by MET, by mechanical work (A23)."""

from __future__ import annotations

from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    BPM_MOST,
    MINUTES_MOST,
)
from vegaloop.kernel.evidence import Outside, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import kcal_from_kj

__all__ = (
    "GROSS_EFFICIENCY",
    "REST_MET",
    "kcal_hr_keytel",
    "kcal_met",
    "kcal_met_net",
    "kcal_work",
    "keytel_is_validated",
    "met_corrected",
)

REST_MET: Final = 1.0
GROSS_EFFICIENCY: Final = 0.22
WEIGHT_MOST_KG: Final = 700.0
AGE_MOST_YEARS: Final = 120.0
MET_MOST: Final = 30.0
WORK_MOST_KJ: Final = 1e6
REST_MET_ML_KG_MIN: Final = 3.5
KCAL_PER_LITER_OXYGEN: Final = 5.0


def kcal_hr_keytel(
    sex: Sex, age_years: float, weight_kg: float, hr_bpm: float, duration_minutes: float
) -> Result[float, Outside]:
    """Estimate the gross energy of exercise in kcal from the mean heart rate (A23).

    Declared on 0 to 120 years, 0 to 700 kg, 0 to 300 bpm and 0 to 1e6 minutes. Never below zero;
    outside what it was made from (`keytel_is_validated`) it is a guess. Source: Keytel 2005, J
    Sports Sci 23:289, the equation without VO2max. Rule ACT-38.
    """
    wrong = outside(
        ("age_years", age_years, 0, AGE_MOST_YEARS),
        ("weight_kg", weight_kg, 0, WEIGHT_MOST_KG),
        ("hr_bpm", hr_bpm, 0, BPM_MOST),
        ("duration_minutes", duration_minutes, 0, MINUTES_MOST),
    )
    if wrong is not None:
        return Failure(wrong)
    if Sex(sex) is Sex.MALE:
        kj = -55.0969 + 0.6309 * hr_bpm + 0.1988 * weight_kg + 0.2017 * age_years
    else:
        kj = -20.4022 + 0.4472 * hr_bpm - 0.1263 * weight_kg + 0.0740 * age_years
    return Success(max(0.0, kcal_from_kj(kj) * duration_minutes))


def keytel_is_validated(age_years: float, weight_kg: float, hr_bpm: float, max_bpm: float) -> bool:
    """Tell whether the people of `kcal_hr_keytel` were like this (A23). Total.

    They were of 18 to 45 years and 47 to 120 kg, at 90 bpm to 0.9 of the maximal heart rate.
    Source: Keytel 2005. Rule ACT-38.
    """
    return 18 <= age_years <= 45 and 47 <= weight_kg <= 120 and 90 <= hr_bpm <= 0.9 * max_bpm


def kcal_met(met: float, weight_kg: float, duration_minutes: float) -> Result[float, Outside]:
    """Estimate the gross energy of exercise in kcal from its MET: MET·kg·h (A23).

    Declared on 0 to 30 MET, 0 to 700 kg and 0 to 1e6 minutes; made for adults of 19 to 59 years.
    Source: Ainsworth 2011; Herrmann 2024, J Sport Health Sci 13:6. Rule ACT-38.
    """
    wrong = outside(
        ("met", met, 0, MET_MOST),
        ("weight_kg", weight_kg, 0, WEIGHT_MOST_KG),
        ("duration_minutes", duration_minutes, 0, MINUTES_MOST),
    )
    return Success(met * weight_kg * duration_minutes / 60) if wrong is None else Failure(wrong)


def kcal_met_net(met: float, weight_kg: float, duration_minutes: float) -> Result[float, Outside]:
    """Estimate what exercise costs above rest, in kcal: (MET - 1)·kg·h, never negative (A23).

    Declared on the domain of `kcal_met`. Source: Ainsworth 2011; Herrmann 2024. Rule ACT-38.
    """
    return kcal_met(met if met < 0 else max(0.0, met - REST_MET), weight_kg, duration_minutes)


def met_corrected(
    met: float, resting_kcal_a_day: float, weight_kg: float
) -> Result[float, Outside]:
    """Correct a MET by what this person spends at rest instead of 3.5 ml/kg/min (A23).

    Declared on 0 to 30 MET, 100 to 10,000 kcal a day, measured or by equation, and 1 to 700 kg. The
    corrected MET, times the person's own resting energy, is the energy the Compendium's convention
    gives. Source: Kozey 2010; Herrmann 2024. Rule ACT-38.
    """
    wrong = outside(
        ("met", met, 0, MET_MOST),
        ("resting_kcal_a_day", resting_kcal_a_day, 100, 10_000),
        ("weight_kg", weight_kg, 1, WEIGHT_MOST_KG),
    )
    if wrong is not None:
        return Failure(wrong)
    liters_a_day = resting_kcal_a_day / KCAL_PER_LITER_OXYGEN
    return Success(met * REST_MET_ML_KG_MIN / (liters_a_day * 1_000 / 1_440 / weight_kg))


def kcal_work(work_kj: float, efficiency: float = GROSS_EFFICIENCY) -> Result[float, Outside]:
    """Estimate the gross energy in kcal of mechanical work in kJ: work/(4.184·efficiency) (A23).

    Declared on 0 to 1e6 kJ at an efficiency of 0.1 to 0.5. That of cyclists is 0.20 to 0.25; at
    0.22 a kJ of work is 1.086 kcal. Source: definition, a kcal being 4.184 kJ. Rule ACT-38.
    """
    wrong = outside(("work_kj", work_kj, 0, WORK_MOST_KJ), ("efficiency", efficiency, 0.1, 0.5))
    return Success(kcal_from_kj(work_kj) / efficiency) if wrong is None else Failure(wrong)
