"""What is measured at a moment, counted in a span or told of a day, in one number or two.

Rule 1: what is counted in less than a day is a source of its own beside the sum of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, TypeVar

from vegaloop.biometrics import (
    BodyFat,
    Glucose,
    Hrv,
    Metric,
    Respiration,
    Scale,
    SpO2,
    Temperature,
    Value,
)
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    resting_rate_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.days import day_reading, day_sample
from vegaloop.imports.adapters.readers.common.eating import drink
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.google_health.points import Point, vendor_maker
from vegaloop.imports.domain.found import Found
from vegaloop.kernel.result import Result

__all__ = ("MEASURES", "ReadPoint")

E = TypeVar("E")
ReadPoint: TypeAlias = Callable[[Point], Iterator[Found]]

_GRAMS_PER_KG: Final = 1_000.0
_M_PER_MM: Final = 0.001
_SPANS: Final = "spans"


def _sample(*series: tuple[Metric, str]) -> ReadPoint:
    """Read numbers of a moment, of which one is there at least."""

    def read(point: Point) -> Iterator[Found]:
        held = [(metric, name) for metric, name in series if point.told.get(name) is not None]
        for metric, name in held or series[:1]:
            yield point.maker.sample(point.place, metric, point.at, point.told.number(name))

    return read


def _counted(metric: Metric, name: str, unit: float = 1.0) -> ReadPoint:
    """Read what was counted in a span; zero is told as well as any other number."""

    def read(point: Point) -> Iterator[Found]:
        start, end = point.span
        value, maker = point.told.number(name), vendor_maker(point.device or _SPANS)
        scaled = None if value is None else value * unit
        length_s = max(0.0, seconds_between(start, end) or 0.0)
        yield maker.sample(point.place, metric, start, scaled, length_s)

    return read


def _measured(
    what: str, name: str, value_of: Callable[[float], Result[Value, E]], *beside: str
) -> ReadPoint:
    """Read a value of a moment."""

    def read(point: Point) -> Iterator[Found]:
        number = point.told.number(name)
        if number is None:
            yield point.told.unread(point.place, what, name, "a number")
        else:
            yield point.maker.reading(point.place, what, point.at, value_of(number))
        point.unplaced.add_all(point.told, beside, point.place)

    return read


def _daily(
    what: str, name: str, value_of: Callable[[float], Result[Value, E]], *beside: str
) -> ReadPoint:
    """Read a value of a day, or of the night it began with; nothing where it is not there."""

    def read(point: Point) -> Iterator[Found]:
        if (number := point.told.number(name)) is not None:
            value = value_of(number)
            yield day_reading(point.maker, point.place, what, point.day, value, point.profile)
        point.unplaced.add_all(point.told, beside, point.place)

    return read


def _fitness(point: Point) -> Iterator[Found]:
    value = point.told.number("vo2Max")
    yield day_sample(point.maker, point.place, Metric.VO2MAX, point.day, value, point.profile)
    names = ("cardioFitnessLevel", "vo2MaxCovariance")
    point.unplaced.add_all(point.told, names, point.place)


def _skin(point: Point) -> Iterator[Found]:
    """Read how far the skin was from its usual temperature; where that is not told, how warm."""
    told = point.told
    nightly, usual = told.number("nightlyTemperatureCelsius"), told.number(_USUAL)
    if nightly is None:
        yield told.unread(point.place, "temperature", "nightlyTemperatureCelsius", "a number")
        return
    scale = Scale.SKIN if usual is None else Scale.DEVIATION
    value = Temperature.of_celsius(scale, nightly - (usual or 0.0))
    yield day_reading(point.maker, point.place, "temperature", point.day, value, point.profile)
    point.unplaced.add_all(told, ("relativeNightlyStddev30dCelsius",), point.place)


def _breaths(point: Point) -> Iterator[Found]:
    """Read the breath of a whole sleep; that of its stages is named."""
    whole = point.told.within("fullSleepStats")
    rate = whole.number("breathsPerMinute")
    if rate is None:
        yield whole.unread(point.place, "respiration", "breathsPerMinute", "a number")
    else:
        breath = Respiration.of_per_min(rate)
        yield point.maker.reading(point.place, "respiration", point.at, breath)
    stages = (f"{stage}SleepStats" for stage in ("deep", "light", "rem"))
    point.unplaced.add_all(point.told, stages, point.place)


def _height(point: Point) -> Iterator[Found]:
    mm = point.told.number("heightMillimeters")
    meters = None if mm is None else mm * _M_PER_MM
    yield from height_told(point.maker, point.place, meters, point.at)


def _drunk(point: Point) -> Iterator[Found]:
    amount_ml = point.told.within("amountConsumed").number("milliliters")
    source = point.maker.source
    yield drink(point.place, source, point.span[0], amount_ml, key=point.id)


_USUAL: Final = "baselineTemperatureCelsius"
MEASURES: Final[dict[str, ReadPoint]] = {
    "steps": _counted(Metric.STEPS, "count"),
    "distance": _counted(Metric.DISTANCE, "millimeters", _M_PER_MM),
    "floors": _counted(Metric.FLOORS, "count"),
    "activeEnergyBurned": _counted(Metric.ACTIVE_ENERGY, "kcal"),
    "basalEnergyBurned": _counted(Metric.RESTING_ENERGY, "kcal"),
    "activeZoneMinutes": _counted(Metric.INTENSITY_TIME, "activeZoneMinutes"),
    "heartRate": _sample((Metric.HEART_RATE, "beatsPerMinute")),
    "heartRateVariability": _sample(
        (Metric.HRV_RMSSD, "rootMeanSquareOfSuccessiveDifferencesMilliseconds"),
        (Metric.HRV_SDNN, "standardDeviationMilliseconds"),
    ),
    "oxygenSaturation": _sample((Metric.OXYGEN, "percentage")),
    "runVo2Max": _sample((Metric.VO2MAX, "runVo2Max")),
    "vo2Max": _sample((Metric.VO2MAX, "vo2Max")),
    "weight": _measured("weight", "weightGrams", lambda grams: weight_of(grams / _GRAMS_PER_KG)),
    "bodyFat": _measured("body_fat", "percentage", BodyFat.of_percent),
    "bloodGlucose": _measured(
        "glucose",
        "bloodGlucoseMilligramsPerDeciliter",
        Glucose.of_mg_dl,
        *("mealType", "measurementTiming", "specimen"),
    ),
    "coreBodyTemperature": _measured("temperature", "temperatureCelsius", body_temperature_of),
    "dailyRestingHeartRate": _daily("resting_heart_rate", "beatsPerMinute", resting_rate_of),
    "dailyHeartRateVariability": _daily(
        "hrv",
        "averageHeartRateVariabilityMilliseconds",
        Hrv.of_rmssd_ms,
        "deepSleepRootMeanSquareOfSuccessiveDifferencesMilliseconds",
        *("entropy", "nonRemHeartRateBeatsPerMinute"),
    ),
    "dailyOxygenSaturation": _daily(
        "spo2",
        "averagePercentage",
        SpO2.of_percent,
        *("lowerBoundPercentage", "upperBoundPercentage", "standardDeviationPercentage"),
    ),
    "dailyRespiratoryRate": _daily("respiration", "breathsPerMinute", Respiration.of_per_min),
    "dailySleepTemperatureDerivations": _skin,
    "dailyVo2Max": _fitness,
    "respiratoryRateSleepSummary": _breaths,
    "height": _height,
    "hydrationLog": _drunk,
}
