"""Heart rate: the impulse, the stress and the energy it tells of (formula book A1, A8, A20, A23).

Every function gives None outside the domain its formula is defined on (rule C6).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.units import kcal_from_kj

__all__ = (
    "BANISTER",
    "Coefficients",
    "TimeAtRate",
    "estimated_hr_max",
    "hr_max_tanaka_bpm",
    "hrss",
    "hrtss_avg",
    "kcal_hr_keytel",
    "mean_rate_bpm",
    "time_at_rates",
    "trimp_banister",
    "trimp_of_times",
)

# Milliseconds at each heart rate (in thousandths of a bpm), rates rising: all that any load by
# heart rate needs of a stream, and it does not change with thresholds.
TimeAtRate: TypeAlias = tuple[tuple[int, int], ...]

RATE_LEAST_BPM: Final = 25  # B14: what is outside is the sensor's fault.
RATE_MOST_BPM: Final = 240
HOLD_MOST_MS: Final = 30_000  # A sample stands until the next one, unless the sensor was away.


class Coefficients(NamedTuple):
    """How steeply the impulse grows with heart rate reserve: x · a · exp(b · x)."""

    a: float
    b: float


# Banister 1991; other programs keep a = 0.64 for women (A1).
BANISTER: Final = {Sex.MALE: Coefficients(0.64, 1.92), Sex.FEMALE: Coefficients(0.86, 1.67)}


def time_at_rates(
    times_ms: Sequence[int], rates_bpm: Sequence[int], pauses_ms: Sequence[tuple[int, int]]
) -> TimeAtRate:
    """Count how long the heart beat at each rate while the timer ran.

    A sample stands for the time up to the next valid one, less the pauses in between; a gap of more
    than 30 s, and the last sample, stand for nothing. `pauses_ms` are in order. Rule ACT-8.
    """
    spent = [0] * (RATE_MOST_BPM + 1)
    pauses = iter((*pauses_ms, (1 << 62, 1 << 62)))
    pause_start, pause_end = next(pauses)
    last_ms, last_bpm = 0, 0
    for time_ms, bpm in zip(times_ms, rates_bpm, strict=True):
        if not RATE_LEAST_BPM <= bpm <= RATE_MOST_BPM:
            continue
        paused_ms = 0
        while pause_start < time_ms:
            paused_ms += max(0, min(pause_end, time_ms) - max(pause_start, last_ms))
            if pause_end > time_ms:
                break
            pause_start, pause_end = next(pauses)
        held_ms = time_ms - last_ms - paused_ms
        if last_bpm and held_ms <= HOLD_MOST_MS:
            spent[last_bpm] += held_ms
        last_ms, last_bpm = time_ms, bpm
    return tuple((bpm * 1_000, ms) for bpm, ms in enumerate(spent) if ms)


def mean_rate_bpm(times: TimeAtRate) -> float | None:
    """Mean heart rate over time; None where no time was counted."""
    total_ms = sum(ms for _, ms in times)
    return sum(rate * ms for rate, ms in times) / total_ms / 1_000 if total_ms else None


def trimp_banister(
    duration_minutes: float, hr_bpm: float, rest_bpm: float, max_bpm: float, by: Coefficients
) -> float | None:
    """Weigh minutes by how hard the heart worked: t · x · a · exp(b · x) (A1).

    x is the share of heart rate reserve, clamped to [0, 1]. None where the maximum is not above
    rest. Source: Banister 1991; Morton, Fitz-Clarke & Banister 1990. Rule ACT-8.
    """
    if max_bpm <= rest_bpm or duration_minutes < 0:
        return None
    reserve = min(max((hr_bpm - rest_bpm) / (max_bpm - rest_bpm), 0), 1)
    return duration_minutes * reserve * by.a * math.exp(by.b * reserve)


def trimp_of_times(
    times: TimeAtRate, rest_bpm: float, max_bpm: float, by: Coefficients
) -> float | None:
    """Sum the impulse over the time at each rate (A1, the form for streams)."""
    if max_bpm <= rest_bpm:
        return None
    parts = (
        trimp_banister(ms / 60_000, rate / 1_000, rest_bpm, max_bpm, by) or 0 for rate, ms in times
    )
    return math.fsum(parts)


def hrss(
    trimp: float, lthr_bpm: float, rest_bpm: float, max_bpm: float, by: Coefficients
) -> float | None:
    """Score stress by heart rate: 100 for the impulse of an hour at LTHR (A8 i).

    None where that hour has no impulse. Source: Elevate, as in A8. Rule ACT-7.
    """
    hour = trimp_banister(60, lthr_bpm, rest_bpm, max_bpm, by)
    return 100 * trimp / hour if hour else None


def hrtss_avg(duration_s: float, hr_bpm: float, lthr_bpm: float) -> float | None:
    """Score stress by mean heart rate alone: 100 · h · (HR/LTHR)² (A8 ii).

    For people whose resting or maximal rate is not known; the ratio is capped at 1.5.
    """
    if lthr_bpm <= 0 or duration_s < 0:
        return None
    ratio = min(hr_bpm / lthr_bpm, 1.5)
    return 100 * (duration_s / 3_600) * ratio * ratio


def hr_max_tanaka_bpm(age_years: float) -> float:
    """Estimate the maximal heart rate from age (A20): 208 − 0.7 · age; SEE 7–11 bpm.

    Source: Tanaka, Monahan & Seals 2001. Rule ACT-9.
    """
    return 208 - 0.7 * age_years


def estimated_hr_max(age_years: int) -> HeartRate:
    """The maximal heart rate Tanaka's line gives an age, as a quantity."""
    return HeartRate(round(1_000 * hr_max_tanaka_bpm(age_years)))


def kcal_hr_keytel(
    sex: Sex, age_years: float, weight_kg: float, hr_bpm: float, duration_minutes: float
) -> float:
    """Estimate the gross energy of exercise in kcal from mean heart rate (A23); never negative.

    Valid for 18–45 years, 47–120 kg and 90 bpm to 0.9 of the maximum. Source: Keytel 2005.
    """
    if sex is Sex.MALE:
        kj = -55.0969 + 0.6309 * hr_bpm + 0.1988 * weight_kg + 0.2017 * age_years
    else:
        kj = -20.4022 + 0.4472 * hr_bpm - 0.1263 * weight_kg + 0.0740 * age_years
    return max(0.0, kcal_from_kj(kj) * duration_minutes)
