"""From bodies to readings: shape first, then meaning, keeping every error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar, final

import msgspec
from msgspec import Struct

from vegaloop.biometrics.adapters.bodies import (
    BloodPressureBody,
    BodyFatBody,
    CheckInBody,
    CheckInValueBody,
    GirthsBody,
    GlucoseBody,
    HrvBody,
    NewReadingBody,
    OfOneNumberBody,
    RespirationBody,
    RestingHeartRateBody,
    RrBody,
    SleepBody,
    SpO2Body,
    SpO2NightBody,
    TemperatureBody,
    ValueBody,
    WeightBody,
)
from vegaloop.biometrics.domain.check_in import CheckIn
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Girths,
    Glucose,
    RestingHeartRate,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.night import NotASleep, Sleep, StageSpan, sleep_of
from vegaloop.biometrics.domain.plausible import Value
from vegaloop.biometrics.domain.reading import (
    MANUAL,
    NewReading,
)
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.infrastructure.bodies import to_moment
from vegaloop.infrastructure.shape import ShapeFault, faults_of
from vegaloop.kernel.errors import Malformed, NotOneOf, OutOfRange
from vegaloop.kernel.identity import DeviceId, SourceId
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Mass
from vegaloop.kernel.result import Failure, Result, Success, all_of, both
from vegaloop.kernel.time import Instant, TimeZone, instant_of

A = TypeVar("A")
B = TypeVar("B")

Fault: TypeAlias = Malformed | NotASleep
Given: TypeAlias = Value | RrIntervals

# A time so far out cannot be put on every wall clock; the domain says what is too long ago.
_YEARS: Final = (2, 9998)
_GLUCOSE_UNITS: Final = ("glucose_mmol_l", "glucose_mg_dl")
_GIRTH_CM_MOST: Final = 1_000.0


@final
class Misread(Struct, frozen=True):
    """An item of a batch that cannot be taken: everything wrong with it, in two layers."""

    errors: tuple[ShapeFault | Fault, ...]


def to_item(item: dict[str, object], home: TimeZone) -> Result[NewReading, Misread]:
    """Read one item of a batch: its shape, then its meaning."""
    try:
        body = msgspec.convert(item, NewReadingBody)
    except (msgspec.ValidationError, RecursionError):
        return Failure(Misread(tuple(faults_of(item, NewReadingBody))))
    match to_new_reading(body, home):
        case Success(new):
            return Success(new)
        case Failure(faults):
            return Failure(Misread(faults))


def to_new_reading(body: NewReadingBody, home: TimeZone) -> Result[NewReading, tuple[Fault, ...]]:
    """Read what is to be recorded, keeping every error."""
    far = _far(body)
    if far:
        return Failure(far)
    measured = body.source != MANUAL
    moment_read = _one(to_moment(body.at, body.time_zone, home))
    match both(moment_read, _to_value(body, measured=measured)):
        case Success((moment, value)):
            device = None if body.device is None else DeviceId(body.device)
            return Success(NewReading(moment, value, SourceId(body.source), device))
        case Failure(errors):
            return Failure(tuple(error for part in errors for error in part))


def to_check_in(body: CheckInBody) -> NewReadingBody:
    """Take a check-in for the reading it is."""
    value = CheckInValueBody(
        body.fatigue,
        body.soreness,
        body.mood,
        body.stress,
        body.sleep_quality,
        body.ill,
        body.injured,
    )
    return NewReadingBody(body.at, value, body.time_zone)


def _far(body: NewReadingBody) -> tuple[Malformed, ...]:
    times = [("at", body.at)]
    if isinstance(body.value, SleepBody):
        times.append(("value.start", body.value.start))
        for index, stage in enumerate(body.value.stages):
            times.append((f"value.stages[{index}].start", stage.start))
            times.append((f"value.stages[{index}].end", stage.end))
    least, most = _YEARS
    return tuple(
        OutOfRange(f"{field}.year", at.year, least, most)
        for field, at in times
        if not least <= at.year <= most
    )


def _to_value(body: NewReadingBody, *, measured: bool) -> Result[Given, tuple[Fault, ...]]:
    value: ValueBody = body.value
    match value:
        case RrBody(rr_ms):
            return RrIntervals.of_ms(rr_ms, "value.rr_ms")
        case SleepBody():
            return _to_sleep(value, body.at, measured=measured)
        case GirthsBody():
            return _to_girths(value)
        case BloodPressureBody(systolic, diastolic):
            return Success(BloodPressure(systolic, diastolic))
        case SpO2NightBody(interval_s, samples):
            return SpO2Night.of_percent(interval_s, samples, "value.spo2_percent")
        case CheckInValueBody(fatigue, soreness, mood, stress, sleep_quality, ill, injured):
            return Success(CheckIn(fatigue, soreness, mood, stress, sleep_quality, ill, injured))
        case of_one_number:
            return _to_number(of_one_number)


def _to_number(value: OfOneNumberBody) -> Result[Value, tuple[Fault, ...]]:
    match value:
        case HrvBody(rmssd_ms):
            return _one(Hrv.of_rmssd_ms(rmssd_ms, "value.rmssd_ms"))
        case RestingHeartRateBody(bpm):
            return _built(HeartRate.of_bpm(bpm, "value.heart_rate_bpm"), RestingHeartRate)
        case WeightBody(kg):
            return _built(Mass.of_kg(kg, "value.weight_kg"), Weight)
        case BodyFatBody(percent, instrument):
            return _one(BodyFat.of_percent(percent, "value.body_fat_percent", instrument))
        case TemperatureBody(celsius, scale):
            return _one(Temperature.of_celsius(scale, celsius, "value.temperature_c"))
        case SpO2Body(percent):
            return _one(SpO2.of_percent(percent, "value.spo2_percent"))
        case RespirationBody(per_min):
            return _one(Respiration.of_per_min(per_min, "value.breaths_per_min"))
        case GlucoseBody(mmol_l, mg_dl):
            return _to_glucose(mmol_l, mg_dl)


def _to_glucose(mmol_l: float | None, mg_dl: float | None) -> Result[Glucose, tuple[Fault, ...]]:
    if mmol_l is not None and mg_dl is None:
        return _one(Glucose.of_mmol_l(mmol_l, "value.glucose_mmol_l"))
    if mg_dl is not None and mmol_l is None:
        return _one(Glucose.of_mg_dl(mg_dl, "value.glucose_mg_dl"))
    return Failure((NotOneOf("value", "neither" if mg_dl is None else "both", _GLUCOSE_UNITS),))


def _to_girths(body: GirthsBody) -> Result[Girths, tuple[Fault, ...]]:
    given = {"neck_cm": body.neck_cm, "waist_cm": body.waist_cm, "hip_cm": body.hip_cm}
    if all(cm is None for cm in given.values()):
        return Failure((NotOneOf("value", "none", tuple(given)),))
    match all_of(_girth(cm, f"value.{field}") for field, cm in given.items()):
        case Success(lengths):
            return Success(Girths(*lengths))
        case Failure(errors):
            return Failure(errors)


def _girth(cm: float | None, field: str) -> Result[Distance | None, Malformed]:
    if cm is None:
        return Success(None)
    if not 0 <= cm <= _GIRTH_CM_MOST:
        return Failure(OutOfRange(field, cm, 0, _GIRTH_CM_MOST))
    return Success(Distance(round(cm * 10)))


def _to_sleep(
    body: SleepBody, end: dt.datetime, *, measured: bool
) -> Result[Sleep, tuple[Fault, ...]]:
    slept: Result[Duration | None, Malformed] = Success(None)
    if body.asleep_minutes is not None:
        slept = Duration.of_minutes(body.asleep_minutes, "value.asleep_minutes")
    match slept:
        case Failure(error):
            return Failure((error,))
        case Success(asleep):
            return _one(
                sleep_of(
                    _instant(body.start),
                    _instant(end),
                    slept=asleep,
                    stages=tuple(
                        StageSpan(one.stage, _instant(one.start), _instant(one.end))
                        for one in body.stages
                    ),
                    measured=measured if body.measured is None else body.measured,
                    nap=body.nap,
                    free=body.free,
                )
            )


def _instant(given: dt.datetime) -> Instant:
    match instant_of(given):
        case Success(at):
            return at
        case Failure(error):
            raise AssertionError(error)  # The body's type demands an offset.


def _one(result: Result[A, Malformed] | Result[A, NotASleep]) -> Result[A, tuple[Fault, ...]]:
    match result:
        case Success(value):
            return Success(value)
        case Failure(error):
            return Failure((error,))


def _built(result: Result[A, OutOfRange], build: Callable[[A], B]) -> Result[B, tuple[Fault, ...]]:
    match result:
        case Success(value):
            return Success(build(value))
        case Failure(error):
            return Failure((error,))
