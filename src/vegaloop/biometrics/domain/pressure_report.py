"""The blood pressure of some days, and the published ranges its mean lies in (formula book B11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.blood_pressure import (
    HOME_ACC_AHA_2017,
    HOME_ESC_2024,
    AccAha2017,
    Esc2024,
    Pressure,
    acc_aha_2017_range,
    esc_2024_range,
    mean_pressure,
    reaches,
)
from vegaloop.biometrics.domain.kinds import BloodPressure
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

METHOD: Final = "mean/2-readings-on-2-days"
READINGS_MATURE: Final = 12  # Three days, morning and evening, twice each: ESC 2024 at home.


@final
class PressureRanges(Struct, frozen=True):
    """In which range of two guidelines a mean lies, and whether it reaches their home thresholds."""

    acc_aha_2017: AccAha2017
    esc_2024: Esc2024
    reaches_home_acc_aha_2017: bool
    reaches_home_esc_2024: bool


@final
class SevereReading(Struct, frozen=True):
    """A single reading above 180 or above 120 mmHg."""

    at: Instant
    systolic_mmhg: int
    diastolic_mmhg: int


@final
class PressureReport(Struct, frozen=True):
    """The mean pressure of the days of [start, end) in mmHg, its ranges, and severe readings."""

    start: LocalDate
    end: LocalDate
    systolic: Result[Derived, NoNumber]
    diastolic: Result[Derived, NoNumber]
    ranges: Result[PressureRanges, NoNumber]
    severe: tuple[SevereReading, ...]


def pressure_report(
    readings: Sequence[Observed], start: LocalDate, end: LocalDate
) -> PressureReport:
    """Average the readings of some days, of which each is one occasion."""
    read = sorted(
        (r.at, r.local_date, r.value.systolic_mmhg, r.value.diastolic_mmhg)
        for r in readings
        if isinstance(r.value, BloodPressure)
    )
    found = _mean(read)
    return PressureReport(
        start=start,
        end=end,
        systolic=_figure(found, len(read), start, end, systolic=True),
        diastolic=_figure(found, len(read), start, end, systolic=False),
        ranges=_ranges(found),
        severe=tuple(
            SevereReading(at, systolic, diastolic)
            for at, _, systolic, diastolic in read
            if acc_aha_2017_range(Pressure(systolic, diastolic)) is AccAha2017.SEVERE
        ),
    )


def _mean(read: Sequence[tuple[Instant, LocalDate, int, int]]) -> Result[Pressure, NoNumber]:
    if not read:
        return Failure(Missing("blood_pressure"))
    occasions: dict[LocalDate, list[Pressure]] = {}
    for _, day, systolic, diastolic in read:
        occasions.setdefault(day, []).append(Pressure(systolic, diastolic))
    match mean_pressure(tuple(occasions.values())):
        case Success(pressure):
            return Success(pressure)
        case Failure(reason):
            return Failure(reason)


def _figure(
    found: Result[Pressure, NoNumber], n: int, start: LocalDate, end: LocalDate, *, systolic: bool
) -> Result[Derived, NoNumber]:
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(pressure):
            return Success(
                Derived(
                    value=pressure.systolic_mmhg if systolic else pressure.diastolic_mmhg,
                    method=METHOD,
                    formula_version=FORMULA_VERSION,
                    window_days=(end - start).days,
                    n_valid=n,
                    quality=min(1.0, n / READINGS_MATURE),
                )
            )


def _ranges(found: Result[Pressure, NoNumber]) -> Result[PressureRanges, NoNumber]:
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(pressure):
            return Success(
                PressureRanges(
                    acc_aha_2017_range(pressure),
                    esc_2024_range(pressure),
                    reaches(pressure, HOME_ACC_AHA_2017),
                    reaches(pressure, HOME_ESC_2024),
                )
            )
