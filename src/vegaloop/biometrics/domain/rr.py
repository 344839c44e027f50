"""Heart rate variability from the intervals between beats (formula book B1, B2).

Rule 1: a removed beat breaks both its pairs; nothing is differenced across it.
Rule 2: RMSSD comes from intervals between beats, never from averaged heart rates.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.samples import mean, sample_sd
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import TooFew
from vegaloop.kernel.result import Failure, Result, Success

RR_LEAST_MS: Final = 300.0  # Book B2: faster than 200 bpm is not rest.
RR_MOST_MS: Final = 2_000.0  # Book B2: slower than 30 bpm is a missed beat.
BEATS_MOST: Final = 60_000  # A night of ten hours at 100 bpm.
ARTEFACTS_GOOD_SHARE: Final = 0.05
ARTEFACTS_MOST_SHARE: Final = 0.10
ARTEFACTS_QUALITY: Final = 0.7
_RR_MOST_US: Final = 2**32 - 1  # What one packed interval can hold: more than an hour.


@final
class RrIntervals(Struct, frozen=True):
    """The intervals between successive beats of one recording, in microseconds."""

    rr_us: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.rr_us) > BEATS_MOST:
            raise ValueError("no recording has so many beats")
        if any(not 0 <= rr <= _RR_MOST_US for rr in self.rr_us):
            raise ValueError("an interval is between 0 and 71 minutes")

    @classmethod
    def of_ms(
        cls, rr_ms: Sequence[float], field: str = "rr_ms"
    ) -> Result[RrIntervals, tuple[OutOfRange, ...]]:
        """Read intervals given in milliseconds."""
        if len(rr_ms) > BEATS_MOST:
            return Failure((OutOfRange(f"{field}.length", len(rr_ms), 0, BEATS_MOST),))
        most = _RR_MOST_US // 1_000
        wrong = tuple(
            OutOfRange(f"{field}[{index}]", rr, 0, most)
            for index, rr in enumerate(rr_ms)
            if not 0 <= rr <= most
        )
        return Failure(wrong) if wrong else Success(cls(tuple(round(rr * 1_000) for rr in rr_ms)))

    @property
    def rr_ms(self) -> tuple[float, ...]:
        """The intervals in milliseconds."""
        return tuple(rr / 1_000 for rr in self.rr_us)


def rr_range_filter(
    rr_ms: Sequence[float], low: float = RR_LEAST_MS, high: float = RR_MOST_MS
) -> tuple[float | None, ...]:
    """Put None for each interval outside [low, high] ms (book B2)."""
    return tuple(rr if low <= rr <= high else None for rr in rr_ms)


def rmssd(rr_ms: Sequence[float | None]) -> Result[float, TooFew]:
    """Give the root mean square of successive differences, ms (Task Force 1996; book B1)."""
    steps = _steps(rr_ms)
    if not steps:
        return Failure(TooFew("adjacent_rr_pairs", 0, 1))
    return Success(math.sqrt(mean([step * step for step in steps])))


def ln_rmssd(rmssd_ms: float) -> Result[float, TooFew]:
    """Give the natural logarithm of an RMSSD in ms; none where it is 0 (book B1)."""
    return Success(math.log(rmssd_ms)) if rmssd_ms > 0 else Failure(TooFew("rmssd_ms", 0, 1))


def sdnn(rr_ms: Sequence[float | None]) -> Result[float, TooFew]:
    """Give the sample SD of the valid intervals, ms (Task Force 1996; book B1)."""
    valid = [rr for rr in rr_ms if rr is not None]
    if len(valid) < 2:  # An SD needs two.
        return Failure(TooFew("rr_intervals", len(valid), 2))
    return Success(sample_sd(valid))


def pnn50(rr_ms: Sequence[float | None]) -> Result[float, TooFew]:
    """Give the share of steps over 50 ms among the valid intervals (Task Force 1996; book B1)."""
    valid = sum(rr is not None for rr in rr_ms)
    if not valid:
        return Failure(TooFew("rr_intervals", 0, 1))
    return Success(sum(abs(step) > 50 for step in _steps(rr_ms)) / valid)


def artefact_quality(artefact_share: float) -> float:
    """Weigh a reading by its share of removed beats: 1, or 0.7 above 5 % (book B2)."""
    return ARTEFACTS_QUALITY if artefact_share > ARTEFACTS_GOOD_SHARE else 1.0


def _steps(rr_ms: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(b - a for a, b in itertools.pairwise(rr_ms) if a is not None and b is not None)
