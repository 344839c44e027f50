"""The measures biometrics publishes for goals: one number a day each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.check_in import CheckIn
from vegaloop.biometrics.domain.days import sleep_days
from vegaloop.biometrics.domain.kinds import (
    BodyFat,
    Glucose,
    Kind,
    RestingHeartRate,
    Weight,
)
from vegaloop.biometrics.domain.plausible import Value
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.samples import mean
from vegaloop.biometrics.domain.trend import trend_points
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.biometrics.domain.weight import WINDOW_DAYS
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import DayValue, Measure, Summing
from vegaloop.kernel.time import LocalDate


@final
class Source(Struct, frozen=True):
    """How a measure is made: from readings of which kind, how far back, and by what."""

    measure: Measure
    kind: Kind
    lead_days: int
    values: Callable[[Sequence[Observed]], dict[LocalDate, float]]


def _means(
    number: Callable[[Value], float | None],
) -> Callable[[Sequence[Observed]], dict[LocalDate, float]]:
    def by_day(readings: Sequence[Observed]) -> dict[LocalDate, float]:
        days: dict[LocalDate, list[float]] = {}
        for reading in readings:
            value = number(reading.value)
            if value is not None:
                days.setdefault(reading.local_date, []).append(value)
        return {day: mean(values) for day, values in days.items()}

    return by_day


def _trend(readings: Sequence[Observed]) -> dict[LocalDate, float]:
    return {point.day: point.trend_kg for point in trend_points(readings)}


def _asleep(readings: Sequence[Observed]) -> dict[LocalDate, float]:
    return {
        day: night.asleep_minutes
        for day, night in sleep_days(readings).items()
        if night.in_bed_minutes > 0
    }


def _unwell(readings: Sequence[Observed]) -> dict[LocalDate, float]:
    days: dict[LocalDate, float] = {}
    for reading in readings:
        if isinstance(reading.value, CheckIn):
            reported = float(bool(reading.value.flags))
            days[reading.local_date] = max(reported, days.get(reading.local_date, 0.0))
    return days


def _weight_kg(value: Value) -> float | None:
    return value.mass.kg if isinstance(value, Weight) else None


def _resting_bpm(value: Value) -> float | None:
    return value.rate.bpm if isinstance(value, RestingHeartRate) else None


def _rmssd_ms(value: Value) -> float | None:
    return value.rmssd_ms if isinstance(value, Hrv) else None


def _fat_percent(value: Value) -> float | None:
    return value.percent if isinstance(value, BodyFat) else None


def _spo2_percent(value: Value) -> float | None:
    if isinstance(value, SpO2):
        return value.percent
    return _median_percent(value) if isinstance(value, SpO2Night) else None


def _median_percent(night: SpO2Night) -> float | None:
    match night.summary:
        case Success(summary):
            return summary.median_percent
        case Failure():
            return None


def _breaths_per_min(value: Value) -> float | None:
    return value.per_min if isinstance(value, Respiration) else None


def _glucose_mmol_l(value: Value) -> float | None:
    return value.mmol_l if isinstance(value, Glucose) else None


def _mean_of(
    what: str, title: str, unit: str, kind: Kind, number: Callable[[Value], float | None]
) -> Source:
    measure = Measure(f"biometrics.{what}", title, unit, Summing.MEAN)
    return Source(measure, kind, 0, _means(number))


SOURCES: Final = (
    _mean_of("weight_kg", "Weight", "kg", Kind.WEIGHT, _weight_kg),
    Source(
        Measure("biometrics.trend_weight_kg", "Trend weight", "kg", Summing.MEAN),
        Kind.WEIGHT,
        WINDOW_DAYS,
        _trend,
    ),
    _mean_of(
        "resting_heart_rate_bpm",
        "Resting heart rate",
        "bpm",
        Kind.RESTING_HEART_RATE,
        _resting_bpm,
    ),
    _mean_of("hrv_rmssd_ms", "Heart rate variability", "ms", Kind.HRV, _rmssd_ms),
    Source(
        Measure("biometrics.asleep_minutes", "Sleep", "min", Summing.MEAN),
        Kind.SLEEP,
        0,
        _asleep,
    ),
    _mean_of("body_fat_percent", "Body fat", "%", Kind.BODY_FAT, _fat_percent),
    _mean_of("spo2_percent", "Oxygen saturation", "%", Kind.SPO2, _spo2_percent),
    _mean_of("breaths_per_min", "Respiration", "1/min", Kind.RESPIRATION, _breaths_per_min),
    _mean_of("glucose_mmol_l", "Glucose", "mmol/L", Kind.GLUCOSE, _glucose_mmol_l),
    Source(
        Measure("biometrics.unwell", "Ill or injured", "share of days", Summing.MEAN),
        Kind.CHECK_IN,
        0,
        _unwell,
    ),
)


def days_of(source: Source, readings: Sequence[Observed], start: LocalDate) -> tuple[DayValue, ...]:
    """Give the days from `start` on that have a value, oldest first."""
    values = source.values(readings)
    return tuple(DayValue(day, values[day]) for day in sorted(values) if day >= start)
