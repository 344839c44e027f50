"""What a night of samples says: heart rate, oxygen, temperature, breath (formula book B6, B13).

Rule 1: the lowest heart rate of a night is a mean over minutes, never the mean of the night.
Rule 2: a sample outside what a sensor can measure is no sample.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.baseline import HEART_RATE_BPM_RANGE, Baseline
from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import mean, median, sample_sd
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success

LOWEST_WINDOW_S: Final = 1_800.0
INTERVAL_S_RANGE: Final = (0.001, 3_600.0)
SPO2_PERCENT_RANGE: Final = (70.0, 100.0)  # No oximeter is calibrated below 70 %.
SPO2_BELOW_PERCENT: Final = 90.0
SPO2_LOW_MEDIAN_PERCENT: Final = 92.0
BEFORE_NIGHTS: Final = 30
BEFORE_LEAST: Final = 7
CELSIUS_RANGE: Final = (-100.0, 100.0)
BREATHS_RANGE: Final = (0.0, 200.0)
BREATHS_SD_LEAST: Final = 0.3
BREATHS_FLAG_Z: Final = 2.0


@final
class OxygenNight(Struct, frozen=True):
    """The oxygen saturation of a night: its median, the time below 90 %, and the valid samples."""

    median_percent: float
    below_90_s: float
    n_valid: int


def lowest_mean_bpm(
    heart_rate_bpm: Sequence[float | None],
    interval_s: float,
    window_s: float = LOWEST_WINDOW_S,
) -> Result[float, NoNumber]:
    """Give the lowest mean over 30 minutes of a sleep, bpm; only windows without a gap count.

    Of samples from 0 to 1,000 bpm, None for a missing one, every 0.001 to 3,600 s (definition; book
    B6, BIO-52).
    """
    for fault in (
        *outside("interval_s", interval_s, *INTERVAL_S_RANGE),
        *outside("window_s", window_s, interval_s, 86_400),
    ):
        return Failure(fault)
    for bpm in heart_rate_bpm:
        for fault in () if bpm is None else outside("heart_rate_bpm", bpm, *HEART_RATE_BPM_RANGE):
            return Failure(fault)
    width = round(window_s / interval_s)
    sums = (0.0, *itertools.accumulate(0.0 if bpm is None else bpm for bpm in heart_rate_bpm))
    gaps = (0, *itertools.accumulate(bpm is None for bpm in heart_rate_bpm))
    means = [
        (sums[end] - sums[end - width]) / width
        for end in range(width, len(sums))
        if gaps[end] == gaps[end - width]
    ]
    return Success(min(means)) if means else Failure(TooFew("heart_rate_windows", 0, 1))


def oxygen_night(
    spo2_percent: Sequence[float | None], interval_s: float
) -> Result[OxygenNight, NoNumber]:
    """Give median (percent) and time below 90 % (s) of a night's samples.

    Only samples from 70 to 100 % are valid, at least one of them; they are taken every 0.001 to
    3,600 s (definition; book B13, BIO-53).
    """
    for fault in outside("interval_s", interval_s, *INTERVAL_S_RANGE):
        return Failure(fault)
    least, most = SPO2_PERCENT_RANGE
    valid = [one for one in spo2_percent if one is not None and least <= one <= most]
    if not valid:
        return Failure(TooFew("spo2_samples", 0, 1))
    below = sum(one < SPO2_BELOW_PERCENT for one in valid)
    return Success(OxygenNight(median(valid), below * interval_s, len(valid)))


def temperature_usual_c(before_c: Sequence[float | None]) -> Result[float, NoNumber]:
    """Give the median of the last 30 nights, degC; of at least 7 valid ones.

    Of nights from -100 to 100 degC, None for one without a reading (definition; book B13, BIO-25).
    """
    match _nights(before_c, "temperature_baseline", CELSIUS_RANGE):
        case Failure(reason):
            return Failure(reason)
        case Success(nights):
            return Success(median(nights))


def temperature_deviation_c(
    night_c: float, before_c: Sequence[float | None]
) -> Result[float, NoNumber]:
    """Give the night less the median of the 30 nights before, degC; of at least 7 valid ones.

    Of nights from -100 to 100 degC, None for one without a reading (definition; book B13, BIO-25).
    """
    for fault in outside("temperature_c", night_c, *CELSIUS_RANGE):
        return Failure(fault)
    match temperature_usual_c(before_c):
        case Failure(reason):
            return Failure(reason)
        case Success(usual_c):
            return Success(night_c - usual_c)


def respiration_baseline(before_per_min: Sequence[float | None]) -> Result[Baseline, NoNumber]:
    """Give mean and sample SD of the last 30 nights, breaths a minute; of at least 7 valid ones.

    Of nights from 0 to 200 a minute, None for one without a reading; the SD is at least 0.3
    (definition; book B13, BIO-54).
    """
    match _nights(before_per_min, "respiration_baseline", BREATHS_RANGE):
        case Failure(reason):
            return Failure(reason)
        case Success(nights):
            spread = max(BREATHS_SD_LEAST, sample_sd(nights))
            return Success(Baseline(mean(nights), spread, len(nights)))


def _nights(
    given: Sequence[float | None], what: str, limits: tuple[float, float]
) -> Result[tuple[float, ...], NoNumber]:
    valid = tuple(one for one in given[-BEFORE_NIGHTS:] if one is not None)
    for one in valid:
        for fault in outside(what, one, *limits):
            return Failure(fault)
    if len(valid) < BEFORE_LEAST:
        return Failure(TooFew(f"{what}_nights", len(valid), BEFORE_LEAST))
    return Success(valid)
