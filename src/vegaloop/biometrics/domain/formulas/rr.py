"""Heart rate variability from the intervals between beats (formula book B1, B2).

Rule 1: a removed beat breaks both its pairs; nothing is differenced across it.
Rule 2: RMSSD comes from intervals between beats, never from averaged heart rates.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import mean, sample_sd
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

RR_MS_RANGE: Final = (0.0, 4_294_967.0)  # What a recording can hold: more than an hour.
RR_LEAST_MS: Final = 300.0  # Faster than 200 bpm is not rest.
RR_MOST_MS: Final = 2_000.0  # Slower than 30 bpm is a missed beat.
ARTEFACTS_GOOD_SHARE: Final = 0.05
ARTEFACTS_MOST_SHARE: Final = 0.10
ARTEFACTS_QUALITY: Final = 0.7
NN50_MS: Final = 50.0
SDNN_LEAST: Final = 2


class Pnn50Denominator(StrEnum):
    """By what the steps over 50 ms are divided: the intervals (Task Force), or their steps."""

    INTERVALS = "n_intervals"
    DIFFERENCES = "n_differences"


def rmssd(rr_ms: Sequence[float | None]) -> Result[float, NoNumber]:
    """Give the root mean square of the steps between neighbouring beats, ms.

    Of intervals from 0 to 4,294,967 ms, None for a removed one; undefined without two neighbours
    (Task Force 1996; book B1, BIO-12, BIO-40).
    """
    for fault in outside_rr(rr_ms):
        return Failure(fault)
    steps = _steps(rr_ms)
    if not steps:
        return Failure(TooFew("adjacent_rr_pairs", 0, 1))
    return Success(math.sqrt(mean([step * step for step in steps])))


def ln_rmssd(rmssd_ms: float) -> Result[float, NoNumber]:
    """Give the natural logarithm of an RMSSD in ms; undefined at 0 (Plews 2012; B1, BIO-40)."""
    for fault in outside("rmssd_ms", rmssd_ms, *RR_MS_RANGE):
        return Failure(fault)
    if rmssd_ms == 0:
        return Failure(Undefined("ln_rmssd", "zero has no logarithm"))
    return Success(math.log(rmssd_ms))


def sdnn(rr_ms: Sequence[float | None]) -> Result[float, NoNumber]:
    """Give the sample SD (ddof 1) of the valid intervals, ms; undefined of fewer than two.

    Of intervals from 0 to 4,294,967 ms (Task Force 1996; book B1, BIO-12, BIO-40).
    """
    for fault in outside_rr(rr_ms):
        return Failure(fault)
    valid = [rr for rr in rr_ms if rr is not None]
    if len(valid) < SDNN_LEAST:
        return Failure(TooFew("rr_intervals", len(valid), SDNN_LEAST))
    return Success(sample_sd(valid))


def pnn50(
    rr_ms: Sequence[float | None], denominator: Pnn50Denominator = Pnn50Denominator.INTERVALS
) -> Result[float, NoNumber]:
    """Give the share, 0 to 1, of steps over 50 ms; undefined without two neighbouring beats.

    Of intervals from 0 to 4,294,967 ms; by default among the valid intervals, as the Task Force
    says (Task Force 1996; book B1, section D 13, BIO-41).
    """
    for fault in outside_rr(rr_ms):
        return Failure(fault)
    steps = _steps(rr_ms)
    if not steps:
        return Failure(TooFew("adjacent_rr_pairs", 0, 1))
    over = sum(abs(step) > NN50_MS for step in steps)
    match denominator:
        case Pnn50Denominator.INTERVALS:
            return Success(over / sum(rr is not None for rr in rr_ms))
        case Pnn50Denominator.DIFFERENCES:
            return Success(over / len(steps))


def rr_range_filter(
    rr_ms: Sequence[float | None],
    least_ms: float = RR_LEAST_MS,
    most_ms: float = RR_MOST_MS,
) -> tuple[float | None, ...]:
    """Put None for each interval outside [least, most] ms, NaN among them.

    Total; by default 300 to 2,000 ms (VegaLoop's own, as the book names nobody; book B2, BIO-13).
    """
    least, most = RR_MS_RANGE
    return tuple(
        rr if rr is not None and least_ms <= rr <= most_ms and least <= rr <= most else None
        for rr in rr_ms
    )


def artefact_quality(artefact_share: float) -> float:
    """Weigh a recording by its share of corrected beats, 0 to 1: by 1, or 0.7 above 5 %.

    Total (VegaLoop's own; book B2, R3, BIO-14).
    """
    return 1.0 if artefact_share <= ARTEFACTS_GOOD_SHARE else ARTEFACTS_QUALITY


def outside_rr(rr_ms: Sequence[float | None]) -> tuple[Outside, ...]:
    """Name the intervals no recording can hold, NaN among them; nothing where there is none."""
    return tuple(
        fault for rr in rr_ms if rr is not None for fault in outside("rr_ms", rr, *RR_MS_RANGE)
    )


def _steps(rr_ms: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(b - a for a, b in itertools.pairwise(rr_ms) if a is not None and b is not None)
