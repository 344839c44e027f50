"""Oxygen, breath and skin temperature of a night, each with where it comes from (book B13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.respiration import OxygenDay, RespirationStatus
from vegaloop.biometrics.domain.statuses import oxygen_on, respiration_on, temperature_on
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.biometrics.domain.told import Basis, told_of
from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import LocalDate

# After ovulation the skin is usually 0.3 to 0.5 degrees warmer (Maijala 2019; book B13).
CYCLE_NOTE: Final = ("second-half-of-a-cycle-raises-it-by-0.3-to-0.5",)


@final
class NightReport(Struct, frozen=True):
    """The vitals of a night."""

    day: LocalDate
    spo2_median_percent: Result[Derived, NoNumber]
    spo2_below_90_minutes: Result[Derived, NoNumber]
    respiration_per_min: Result[Derived, NoNumber]
    respiration_usual_per_min: Result[Derived, NoNumber]
    respiration_z: Result[Derived, NoNumber]
    temperature_deviation_c: Result[Derived, NoNumber]
    temperature_usual_c: Result[Derived, NoNumber]


def night_report(day: LocalDate, readings: Sequence[Observed]) -> NightReport:
    """Work out the vitals of a night from the readings of the days up to it."""
    oxygen = oxygen_on(day, readings)
    respiration = respiration_on(day, readings)
    temperature = temperature_on(day, readings)
    return NightReport(
        day=day,
        spo2_median_percent=told_of(oxygen, lambda s: s.median_percent, _oxygen, "spo2"),
        spo2_below_90_minutes=told_of(
            oxygen, lambda s: s.below_90_minutes, _oxygen, "spo2_samples"
        ),
        respiration_per_min=told_of(respiration, lambda s: s.per_min, _breath, "respiration"),
        respiration_usual_per_min=told_of(
            respiration,
            lambda s: s.usual_per_min,
            _breath,
            "respiration",
            lambda s: (s.usual_per_min - s.spread_per_min, s.usual_per_min + s.spread_per_min),
        ),
        respiration_z=told_of(respiration, lambda s: s.z, _breath, "respiration"),
        temperature_deviation_c=told_of(temperature, lambda s: s.deviation_c, _skin, "temperature"),
        temperature_usual_c=told_of(
            temperature, lambda s: s.usual_c, _skin, "temperature_baseline"
        ),
    )


def _oxygen(night: OxygenDay) -> Basis:
    return Basis(night.method, 1, night.n_valid, notes=night.notes)


def _breath(s: RespirationStatus) -> Basis:
    return Basis(s.method, s.window_days, s.n_valid, s.quality)


def _skin(s: TemperatureStatus) -> Basis:
    return Basis(s.method, s.window_days, s.n_valid, s.quality, CYCLE_NOTE)
