"""The impulse of heart rate: Banister's, Edwards' and Lucia's training impulse (A1-A3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    BPM_MOST,
    MINUTES_MOST,
    outside_of_all,
)
from vegaloop.activity.domain.heart import TimeAtRate
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined, outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "Coefficients",
    "TrimpVariant",
    "coefficients",
    "trimp_banister",
    "trimp_edwards",
    "trimp_lucia",
    "trimp_of_times",
)

ZONES: Final = 5
COEFFICIENT_MOST: Final = 10.0


class TrimpVariant(StrEnum):
    """Whose coefficient for women; for men all take 0.64 and 1.92."""

    BANISTER = "banister_0.86"
    GOLDEN_CHEETAH = "gc_0.64"
    RUNALYZE = "runalyze_0.8218"


class Coefficients(NamedTuple):
    """How steeply the impulse grows with the share x of heart rate reserve: x·a·exp(b·x)."""

    a: float
    b: float


_MEN: Final = Coefficients(0.64, 1.92)
_WOMEN: Final = {
    TrimpVariant.BANISTER: Coefficients(0.86, 1.67),
    TrimpVariant.GOLDEN_CHEETAH: Coefficients(0.64, 1.67),
    TrimpVariant.RUNALYZE: Coefficients(0.8218, 1.67),
}


def coefficients(sex: Sex, variant: TrimpVariant = TrimpVariant.BANISTER) -> Coefficients:
    """Give the coefficients of a sex, which have no unit (A1). Total.

    Source: Banister 1991, unless the variant says whose. Rule ACT-8.
    """
    return _MEN if Sex(sex) is Sex.MALE else _WOMEN[variant]


def trimp_banister(
    duration_minutes: float,
    hr_bpm: float,
    rest_bpm: float,
    max_bpm: float,
    by: Coefficients,
) -> Result[float, NoNumber]:
    """Weigh minutes by how hard the heart worked: t·x·a·exp(b·x), in a unit of its own (A1).

    x is the share of heart rate reserve, clamped to [0, 1]; rates are in bpm, from 0 to 300, and
    minutes from 0 to 1e6. Undefined where the maximum is not above rest. Source: Banister 1991;
    Morton, Fitz-Clarke & Banister 1990. Rule ACT-8.
    """
    wrong = outside(
        ("duration_minutes", duration_minutes, 0, MINUTES_MOST), ("hr_bpm", hr_bpm, 0, BPM_MOST)
    ) or _no_reserve(rest_bpm, max_bpm, by)
    if wrong is not None:
        return Failure(wrong)
    return Success(duration_minutes * _a_minute(hr_bpm, rest_bpm, max_bpm, by))


def trimp_of_times(
    times: TimeAtRate, rest_bpm: float, max_bpm: float, by: Coefficients
) -> Result[float, NoNumber]:
    """Sum the impulse over the time at each rate (A1, the form for streams).

    Declared as `trimp_banister`. At least the impulse of the mean rate, because exp is convex.
    Undefined where the maximum is not above rest. Source: Banister 1991. Rule ACT-8.
    """
    wrong = _no_reserve(rest_bpm, max_bpm, by) or outside(
        *(("ms", ms, 0, 60_000 * MINUTES_MOST) for _, ms in times)
    )
    if wrong is not None:
        return Failure(wrong)
    parts = (ms / 60_000 * _a_minute(rate / 1_000, rest_bpm, max_bpm, by) for rate, ms in times)
    return Success(math.fsum(parts))


def trimp_edwards(minutes_in_zones: Sequence[float]) -> Result[float, NoNumber]:
    """Weigh the minutes in five zones by 1 to 5, in a unit of its own (A2).

    Minutes lie in [0, 1e6]. The zones are 50-60, 60-70, 70-80, 80-90 and from 90 % of the maximal
    heart rate, half-open; time below 50 % counts nothing. A step function: one beat can change it.
    Source: Edwards 1993, The Heart Rate Monitor Book. Rule ACT-30.
    """
    if len(minutes_in_zones) != ZONES:
        return Failure(TooFew("zones of Edwards", len(minutes_in_zones), ZONES))
    return _weighed(minutes_in_zones)


def trimp_lucia(
    minutes_below_vt1: float, minutes_between: float, minutes_above_vt2: float
) -> Result[float, NoNumber]:
    """Weigh the minutes below, between and above the ventilatory thresholds by 1, 2, 3 (A3).

    Minutes lie in [0, 1e6]; the sum has a unit of its own. Source: Lucia et al. 2003, Med Sci
    Sports Exerc 35:872. Rule ACT-30.
    """
    return _weighed((minutes_below_vt1, minutes_between, minutes_above_vt2))


def _weighed(minutes: Sequence[float]) -> Result[float, NoNumber]:
    wrong = outside_of_all("minutes", (minutes,), 0, MINUTES_MOST)
    if wrong is not None:
        return Failure(wrong)
    return Success(math.fsum(weight * spent for weight, spent in enumerate(minutes, start=1)))


def _no_reserve(rest_bpm: float, max_bpm: float, by: Coefficients) -> Outside | Undefined | None:
    wrong = outside(
        ("rest_bpm", rest_bpm, 0, BPM_MOST),
        ("max_bpm", max_bpm, 0, BPM_MOST),
        ("a", by.a, 0, COEFFICIENT_MOST),
        ("b", by.b, 0, COEFFICIENT_MOST),
    )
    if wrong is None and max_bpm <= rest_bpm:
        return Undefined("heart rate reserve", "hr_max_bpm is not above hr_rest_bpm")
    return wrong


def _a_minute(hr_bpm: float, rest_bpm: float, max_bpm: float, by: Coefficients) -> float:
    reserve = min(max((hr_bpm - rest_bpm) / (max_bpm - rest_bpm), 0), 1)
    return reserve * by.a * math.exp(by.b * reserve)
