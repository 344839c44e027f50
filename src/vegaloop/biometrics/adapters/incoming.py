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
    GlucoseBody,
    HrvBody,
    NewReadingBody,
    RestingHeartRateBody,
    RrBody,
    SleepBody,
    SpO2Body,
    TemperatureBody,
    ValueBody,
    WeightBody,
)
from vegaloop.biometrics.domain.check_in import CheckIn
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Glucose,
    Hrv,
    RestingHeartRate,
    SpO2,
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
from vegaloop.infrastructure.bodies import to_moment
from vegaloop.infrastructure.shape import ShapeFault, faults_of
from vegaloop.kernel.errors import Malformed, OutOfRange
from vegaloop.kernel.identity import DeviceId, SourceId
from vegaloop.kernel.quantity import Duration, HeartRate, Mass
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import Instant, TimeZone, instant_of

A = TypeVar("A")
B = TypeVar("B")

Fault: TypeAlias = Malformed | NotASleep
Given: TypeAlias = Value | RrIntervals

# A time so far out cannot be put on every wall clock; the domain says what is too long ago.
_YEARS: Final = (2, 9998)


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
        case HrvBody(rmssd_ms):
            return _one(Hrv.of_rmssd_ms(rmssd_ms, "value.rmssd_ms"))
        case RrBody(rr_ms):
            return RrIntervals.of_ms(rr_ms, "value.rr_ms")
        case RestingHeartRateBody(bpm):
            return _built(HeartRate.of_bpm(bpm, "value.heart_rate_bpm"), RestingHeartRate)
        case SleepBody():
            return _to_sleep(value, body.at, measured=measured)
        case WeightBody(kg):
            return _built(Mass.of_kg(kg, "value.weight_kg"), Weight)
        case BodyFatBody(percent):
            return _one(BodyFat.of_percent(percent, "value.body_fat_percent"))
        case TemperatureBody(celsius, scale):
            return _one(Temperature.of_celsius(scale, celsius, "value.temperature_c"))
        case BloodPressureBody(systolic, diastolic):
            return Success(BloodPressure(systolic, diastolic))
        case SpO2Body(percent):
            return _one(SpO2.of_percent(percent, "value.spo2_percent"))
        case GlucoseBody(mmol_l):
            return _one(Glucose.of_mmol_l(mmol_l, "value.glucose_mmol_l"))
        case CheckInValueBody(fatigue, soreness, mood, stress, sleep_quality, ill, injured):
            return Success(CheckIn(fatigue, soreness, mood, stress, sleep_quality, ill, injured))


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
