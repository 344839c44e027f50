"""Aerobic capacity: VO2max from heart rates, VDOT from a race, and races from VDOT (A21)."""

from __future__ import annotations

import math
from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    BPM_MOST,
)
from vegaloop.kernel.evidence import NoNumber, Outside, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("RACE_LEAST_S", "RACE_MOST_S", "vdot", "vdot_race_time_s", "vo2max_uth")

RACE_LEAST_S: Final = 210.0  # 3.5 minutes, below which much of the energy is not aerobic.
RACE_MOST_S: Final = 14_400.0  # Four hours, beyond which the curve was not fitted.
RACE_MOST_M: Final = 200_000.0
UTH_FACTOR: Final = 15.3
_HALVINGS: Final = 60  # Four hours halved so often are less than a float can tell.


def vo2max_uth(max_bpm: float, rest_bpm: float) -> Result[float, NoNumber]:
    """Estimate VO2max in ml/kg/min from heart rates: 15.3·max/rest (A21).

    Declared on 1 to 300 bpm; `rest_bpm` is measured lying down. From 46 trained men of 21 to 51
    years, SEE 2.7; undefined where the maximum is not above rest. Source: Uth 2004, Eur J Appl
    Physiol 91:111. Rule ACT-37.
    """
    wrong = outside(("max_bpm", max_bpm, 1, BPM_MOST), ("rest_bpm", rest_bpm, 1, BPM_MOST))
    if wrong is not None:
        return Failure(wrong)
    if max_bpm <= rest_bpm:
        return Failure(Undefined("vo2max", "hr_max_bpm is not above hr_rest_bpm"))
    return Success(UTH_FACTOR * max_bpm / rest_bpm)


def vdot(distance_m: float, time_s: float) -> Result[float, NoNumber]:
    """Rate a race by the VO2max it would take, in ml/kg/min (A21).

    The oxygen cost of the speed over the share of VO2max that can be held for the time; declared on
    races of 1 m to 200 km and 3.5 minutes to 4 hours, undefined where the speed costs nothing above
    rest. Source: Daniels & Gilbert 1979, Oxygen Power. Rule ACT-37.
    """
    wrong = outside(
        ("distance_m", distance_m, 1, RACE_MOST_M),
        ("time_s", time_s, RACE_LEAST_S, RACE_MOST_S),
    )
    if wrong is not None:
        return Failure(wrong)
    found = _vdot(distance_m, time_s)
    return Success(found) if found > 0 else Failure(Undefined("vdot", "too slow to cost anything"))


def vdot_race_time_s(capacity: float, distance_m: float) -> Result[float, Outside]:
    """Predict the time in s of a race: that in which `vdot` of the distance is the given one (A21).

    By bisection, because for a distance VDOT falls strictly with time; where the race would take
    less than 3.5 minutes or more than 4 hours there is no prediction. Source: Daniels & Gilbert
    1979. Rule ACT-37.
    """
    wrong = outside(("distance_m", distance_m, 1, RACE_MOST_M)) or outside(
        ("vdot", capacity, _vdot(distance_m, RACE_MOST_S), _vdot(distance_m, RACE_LEAST_S))
    )
    if wrong is not None:
        return Failure(wrong)
    faster_s, slower_s = RACE_LEAST_S, RACE_MOST_S
    for _ in range(_HALVINGS):
        middle_s = (faster_s + slower_s) / 2
        if _vdot(distance_m, middle_s) > capacity:
            faster_s = middle_s
        else:
            slower_s = middle_s
    return Success(slower_s)


def _vdot(distance_m: float, time_s: float) -> float:
    minutes = time_s / 60
    speed_m_min = distance_m / minutes
    cost = -4.60 + 0.182258 * speed_m_min + 0.000104 * speed_m_min * speed_m_min
    held = (
        0.8 + 0.1894393 * math.exp(-0.012778 * minutes) + 0.2989558 * math.exp(-0.1932605 * minutes)
    )
    return cost / held
