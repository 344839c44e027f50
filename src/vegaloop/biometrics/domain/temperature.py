"""The temperature of a night against a person's own usual (formula book B13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.nights import BEFORE_NIGHTS, temperature_usual_c
from vegaloop.biometrics.domain.kinds import Scale
from vegaloop.biometrics.domain.quality import FORMULA_VERSION, history_quality
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

METHOD: Final = "night-minus-median-of-the-30-nights-before"
DEVICE_METHOD: Final = "deviation-by-the-device"
MATURE_NIGHTS: Final = 21
WINDOW_DAYS: Final = 1 + BEFORE_NIGHTS


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
    nights = [days.get(one) for one in days_from(days_after(day, -BEFORE_NIGHTS), day)]
    before = [None if one is None else one.celsius for one in nights]
    match temperature_usual_c(before):
        case Failure(reason):
            return Failure(reason)
        case Success(median_c):
            return Success(_against(median_c, before, source, scale, last))


def _against(
    median_c: float,
    before: Sequence[float | None],
    source: SourceId,
    scale: Scale,
    last: TemperatureDay,
) -> TemperatureStatus:
    by_device = scale is Scale.DEVIATION
    n_valid = sum(one is not None for one in before)
    return TemperatureStatus(
        source=source,
        scale=scale,
        deviation_c=last.celsius if by_device else last.celsius - median_c,
        usual_c=None if by_device else median_c,
        quality=history_quality(n_valid, MATURE_NIGHTS),
        observed_at=last.observed_at,
        window_days=WINDOW_DAYS,
        n_valid=n_valid,
        method=DEVICE_METHOD if by_device else METHOD,
    )
