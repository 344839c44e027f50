"""The breaths of a night, and the oxygen in its blood, against the person's usual (book B13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.nights import (
    BEFORE_NIGHTS,
    SPO2_LOW_MEDIAN_PERCENT,
    respiration_baseline,
)
from vegaloop.biometrics.domain.quality import FORMULA_VERSION, history_quality
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

METHOD: Final = "night-against-mean-of-the-30-nights-before/sample-sd"
MATURE_NIGHTS: Final = 21
SAMPLES_METHOD: Final = "median-of-the-samples-of-the-night"
READINGS_METHOD: Final = "median-of-single-readings"
# A sensor at the wrist is off by 2 to 4 points, and reads too high on dark skin (FDA; book B13).
ACCURACY: Final = ("accurate-to-2-to-4-points", "reads-higher-on-darker-skin")
WINDOW_DAYS: Final = 1 + BEFORE_NIGHTS


@final
class RespirationDay(Struct, frozen=True):
    """The mean breaths a minute one source read on a day."""

    per_min: float
    observed_at: Instant


@final
class RespirationStatus(Struct, frozen=True):
    """How the last night's breath compares: `z` is upward of the usual."""

    source: SourceId
    per_min: float
    z: float
    usual_per_min: float
    spread_per_min: float
    quality: float
    observed_at: Instant
    window_days: int
    n_valid: int
    method: str = METHOD
    formula_version: str = FORMULA_VERSION


@final
class OxygenDay(Struct, frozen=True):
    """What one source read of the oxygen of a night: the median and, of samples, what was low."""

    median_percent: float
    below_90_minutes: float | None
    n_valid: int
    observed_at: Instant

    @property
    def method(self) -> str:
        """How it was made."""
        return READINGS_METHOD if self.below_90_minutes is None else SAMPLES_METHOD

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of it (book B13)."""
        low = self.median_percent < SPO2_LOW_MEDIAN_PERCENT
        return (*ACCURACY, *(("median-below-92-percent",) if low else ()))


def respiration_status(
    source: SourceId, days: Mapping[LocalDate, RespirationDay], day: LocalDate
) -> Result[RespirationStatus, NoNumber]:
    """Compare the last night's breath with the 30 nights before (book B13)."""
    last = days.get(day)
    if last is None:
        return Failure(Missing("respiration"))
    nights = [days.get(one) for one in days_from(days_after(day, -BEFORE_NIGHTS), day)]
    match respiration_baseline([None if one is None else one.per_min for one in nights]):
        case Failure(reason):
            return Failure(reason)
        case Success(baseline):
            return Success(
                RespirationStatus(
                    source=source,
                    per_min=last.per_min,
                    z=baseline.z(last.per_min),
                    usual_per_min=baseline.middle,
                    spread_per_min=baseline.spread,
                    quality=history_quality(baseline.n_valid, MATURE_NIGHTS),
                    observed_at=last.observed_at,
                    window_days=WINDOW_DAYS,
                    n_valid=baseline.n_valid,
                )
            )
