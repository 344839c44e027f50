"""Stress without power: by running speed, swimming speed and heart rate (A8).

100 is an hour at threshold by each of them; power has its own module.
"""

from __future__ import annotations

from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    BPM_MOST,
    LOAD_MOST,
    METERS_MOST,
    SECONDS_MOST,
)
from vegaloop.activity.domain.formulas.impulse import Coefficients, trimp_banister
from vegaloop.kernel.evidence import NoNumber, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("INTENSITY_MOST", "hrss", "hrtss_avg", "rtss", "stss")

INTENSITY_MOST: Final = 1.5  # A8: what is above is a wrong threshold, not a human.
SPEED_LEAST_M_S: Final = 0.01
SPEED_MOST_M_S: Final = 100.0


def rtss(
    duration_s: float, distance_m: float, threshold_speed_m_s: float
) -> Result[float, NoNumber]:
    """Score stress by running speed: 100·h·(speed/threshold)² (A8).

    Declared on 0 to 6e7 s, 0 to 1e8 m and a threshold of 0.01 to 100 m/s. `distance_m` is that of
    the flat where the grade is known (A18). The intensity is capped at 1.5; no time has no stress.
    Source: definition, as Coggan 2003 has it for power. Rule ACT-7.
    """
    return _by_speed(duration_s, distance_m, threshold_speed_m_s, exponent=2)


def stss(duration_s: float, distance_m: float, css_m_s: float) -> Result[float, NoNumber]:
    """Score stress by swimming speed: 100·h·(speed/CSS)³, as drag costs power as speed cubed (A8).

    `css_m_s` is the critical swim speed; declared as `rtss`. The intensity is capped at 1.5; no
    time has no stress. Source: definition, as Coggan 2003 has it for power. Rule ACT-7.
    """
    return _by_speed(duration_s, distance_m, css_m_s, exponent=3)


def hrss(
    trimp: float, lthr_bpm: float, rest_bpm: float, max_bpm: float, by: Coefficients
) -> Result[float, NoNumber]:
    """Score stress by heart rate: 100 for the impulse of an hour at LTHR (A8 i, the default).

    `trimp`, in [0, 1e6], is Banister's by the same coefficients; rates are in bpm, from 0 to 300.
    Undefined where that hour has no impulse. Source: definition, as Elevate has it. Rule ACT-7.
    """
    wrong = outside(("trimp", trimp, 0, LOAD_MOST))
    if wrong is not None:
        return Failure(wrong)
    match trimp_banister(60, lthr_bpm, rest_bpm, max_bpm, by):
        case Failure(reason):
            return Failure(reason)
        case Success(hour) if hour > 0:
            return Success(100 * trimp / hour)
        case Success():
            return Failure(Undefined("hrss", "lthr_bpm is not above hr_rest_bpm"))


def hrtss_avg(duration_s: float, hr_bpm: float, lthr_bpm: float) -> Result[float, NoNumber]:
    """Score stress by the mean heart rate alone: 100·h·(HR/LTHR)² (A8 ii, the quick form).

    Declared on 0 to 6e7 s, 0 to 300 bpm and an LTHR of 1 to 300 bpm. For people whose resting or
    maximal rate is not known; the ratio is capped at 1.5. Source: definition, as Coggan 2003 has it
    for power. Rule ACT-7.
    """
    wrong = outside(
        ("duration_s", duration_s, 0, SECONDS_MOST),
        ("hr_bpm", hr_bpm, 0, BPM_MOST),
        ("lthr_bpm", lthr_bpm, 1, BPM_MOST),
    )
    if wrong is not None:
        return Failure(wrong)
    return Success(_stress(duration_s, hr_bpm / lthr_bpm, exponent=2))


def _by_speed(
    duration_s: float, distance_m: float, threshold_m_s: float, exponent: int
) -> Result[float, NoNumber]:
    wrong = outside(
        ("duration_s", duration_s, 0, SECONDS_MOST),
        ("distance_m", distance_m, 0, METERS_MOST),
        ("threshold_speed_m_s", threshold_m_s, SPEED_LEAST_M_S, SPEED_MOST_M_S),
    )
    if wrong is not None:
        return Failure(wrong)
    if duration_s == 0:
        return Success(0.0)
    return Success(_stress(duration_s, distance_m / duration_s / threshold_m_s, exponent))


def _stress(duration_s: float, intensity: float, exponent: int) -> float:
    capped: float = min(intensity, INTENSITY_MOST) ** exponent
    return 100 * (duration_s / 3_600) * capped
