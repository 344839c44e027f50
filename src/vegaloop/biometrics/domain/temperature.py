"""The temperature of a night against a person's own usual (formula book B13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Scale
from vegaloop.biometrics.domain.quality import FORMULA_VERSION, history_quality
from vegaloop.biometrics.domain.samples import median
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

METHOD: Final = "night-minus-median-of-the-30-nights-before"
DEVICE_METHOD: Final = "deviation-by-the-device"
BASELINE_NIGHTS: Final = 30
BASELINE_LEAST: Final = 7
MATURE_NIGHTS: Final = 21
WINDOW_DAYS: Final = 1 + BASELINE_NIGHTS


@final
class TemperatureDay(Struct, frozen=True):
    """The mean temperature one source read on a day, in degrees Celsius."""

    celsius: float
    observed_at: Instant


@final
class TemperatureStatus(Struct, frozen=True):
    """How far the last night was from the usual; `usual_c` is None where the device compared."""

    source: SourceId
    scale: Scale
    deviation_c: float
    usual_c: float | None
    quality: float
    observed_at: Instant
    window_days: int
    n_valid: int
    method: str
    formula_version: str = FORMULA_VERSION


def temperature_status(
    source: SourceId, scale: Scale, days: Mapping[LocalDate, TemperatureDay], day: LocalDate
) -> Result[TemperatureStatus, NoNumber]:
    """Compare the last night with the median of the 30 nights before (book B13).

    A deviation a device computed is taken as it is; its history says only how far to trust it.
    """
    last = days.get(day)
    if last is None:
        return Failure(Missing("temperature"))
    before = [
        days[one].celsius
        for one in days_from(days_after(day, -BASELINE_NIGHTS), day)
        if one in days
    ]
    if len(before) < BASELINE_LEAST:
        return Failure(TooFew("temperature_baseline_nights", len(before), BASELINE_LEAST))
    usual = None if scale is Scale.DEVIATION else median(before)
    return Success(
        TemperatureStatus(
            source=source,
            scale=scale,
            deviation_c=last.celsius - (usual or 0.0),
            usual_c=usual,
            quality=history_quality(len(before), MATURE_NIGHTS),
            observed_at=last.observed_at,
            window_days=WINDOW_DAYS,
            n_valid=len(before),
            method=DEVICE_METHOD if usual is None else METHOD,
        )
    )
