"""Where each vital stands on a day, by the source that knows best, and its baseline as it stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from vegaloop.biometrics.domain.days import (
    hrv_days,
    oxygen_days,
    respiration_days,
    resting_days,
    temperature_days,
)
from vegaloop.biometrics.domain.hrv import HrvStatus, hrv_status
from vegaloop.biometrics.domain.quality import best_of
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.respiration import (
    OxygenDay,
    RespirationStatus,
    respiration_status,
)
from vegaloop.biometrics.domain.restarts import BaselineKind, Stood, Usual
from vegaloop.biometrics.domain.resting import RestingStatus, resting_status
from vegaloop.biometrics.domain.temperature import TemperatureStatus, temperature_status
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")
K = TypeVar("K", bound=tuple[str, str] | str)


def hrv_on(day: LocalDate, readings: Sequence[Observed]) -> Result[HrvStatus, NoNumber]:
    """Work out where variability stands on a morning."""
    return best_of(
        [hrv_status(source, days, day) for source, days in _sorted(hrv_days(readings))],
        lambda status: status.quality,
        "hrv",
    )


def resting_on(day: LocalDate, readings: Sequence[Observed]) -> Result[RestingStatus, NoNumber]:
    """Work out where the resting heart rate stands on a morning."""
    return best_of(
        [resting_status(source, days, day) for source, days in _sorted(resting_days(readings))],
        lambda status: status.quality,
        "resting_heart_rate",
    )


def temperature_on(
    day: LocalDate, readings: Sequence[Observed]
) -> Result[TemperatureStatus, NoNumber]:
    """Work out how far the temperature of a night is from the usual."""
    return best_of(
        [
            temperature_status(source, scale, days, day)
            for (source, scale), days in _sorted(temperature_days(readings))
        ],
        lambda status: status.quality,
        "temperature",
    )


def respiration_on(
    day: LocalDate, readings: Sequence[Observed]
) -> Result[RespirationStatus, NoNumber]:
    """Work out how the breath of a night compares with the usual."""
    return best_of(
        [
            respiration_status(source, days, day)
            for source, days in _sorted(respiration_days(readings))
        ],
        lambda status: status.quality,
        "respiration",
    )


def oxygen_on(day: LocalDate, readings: Sequence[Observed]) -> Result[OxygenDay, NoNumber]:
    """Find the oxygen of a night, by the source with the most samples."""
    found = [days[day] for _, days in _sorted(oxygen_days(readings)) if day in days]
    return Success(max(found, key=_samples)) if found else Failure(Missing("spo2"))


def _samples(day: OxygenDay) -> int:
    return day.n_valid


def usual_on(kind: BaselineKind, day: LocalDate, readings: Sequence[Observed]) -> Stood:
    """Tell how a baseline stood on a day."""
    match kind:
        case BaselineKind.HRV:
            return _stood(hrv_on(day, readings))
        case BaselineKind.RESTING_HEART_RATE:
            return _stood(resting_on(day, readings))
        case BaselineKind.TEMPERATURE:
            return _stood(temperature_on(day, readings))
        case BaselineKind.RESPIRATION:
            return _stood(respiration_on(day, readings))


def _stood(
    found: Result[HrvStatus, NoNumber]
    | Result[RestingStatus, NoNumber]
    | Result[TemperatureStatus, NoNumber]
    | Result[RespirationStatus, NoNumber],
) -> Stood:
    match found:
        case Failure(reason):
            return reason
        case Success(status):
            return _usual(status)


def _usual(s: HrvStatus | RestingStatus | TemperatureStatus | RespirationStatus) -> Stood:
    match s:
        case HrvStatus():
            return Usual(s.source, "ln ms", s.usual_ln, s.spread_ln, s.n_valid, s.z1, s.method)
        case RestingStatus():
            return Usual(s.source, "bpm", s.usual_bpm, s.spread_bpm, s.n_valid, s.z, s.method)
        case RespirationStatus():
            middle, spread = s.usual_per_min, s.spread_per_min
            return Usual(s.source, "1/min", middle, spread, s.n_valid, s.z, s.method)
        case TemperatureStatus():
            if s.usual_c is None:
                return Missing("temperature_baseline")
            return Usual(s.source, "°C", s.usual_c, None, s.n_valid, None, s.method)


def _sorted(sources: dict[K, A]) -> list[tuple[K, A]]:
    """Fix the order of the sources, so that ties fall the same way each time."""
    return [(key, sources[key]) for key in sorted(sources)]
