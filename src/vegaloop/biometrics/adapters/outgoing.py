"""From readings to what is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from vegaloop.biometrics.adapters.bodies import (
    BloodPressureBody,
    BodyFatBody,
    CheckInValueBody,
    EarlierBody,
    GlucoseBody,
    HrvAnswerBody,
    ReadingBody,
    ReceiptBody,
    RecordedBody,
    RefusedBody,
    RestingHeartRateBody,
    RrAnswerBody,
    SleepAnswerBody,
    SpO2Body,
    StageBody,
    TemperatureBody,
    ValueAnswerBody,
    WeightBody,
)
from vegaloop.biometrics.adapters.incoming import Misread
from vegaloop.biometrics.application.queries import RrRecording
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
from vegaloop.biometrics.domain.night import NotASleep, Sleep
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.reading import (
    Accepted,
    Quarantined,
    Reading,
    Removed,
    Standing,
)
from vegaloop.biometrics.domain.record import Receipt, Recorded
from vegaloop.biometrics.domain.rr import pnn50, rmssd, rr_range_filter, sdnn
from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.evidence import TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, Moment

Fault: TypeAlias = Malformed | NotASleep


def from_reading(reading: Reading) -> ReadingBody:
    """Answer a reading."""
    reasons, released_at = _why(reading.standing)
    return ReadingBody(
        id=reading.id,
        at=reading.moment.local,
        local_date=reading.local_date,
        time_zone=reading.moment.zone,
        source=reading.source,
        device=reading.device,
        recorded_at=reading.recorded_at,
        quarantined=isinstance(reading.standing, Quarantined),
        reasons=reasons,
        released_at=released_at,
        value=_from_value(reading.value, reading.moment),
        earlier=tuple(
            EarlierBody(_from_value(one.value, reading.moment), one.recorded_at)
            for one in reading.earlier
        ),
    )


def from_recorded(recorded: Recorded) -> RecordedBody:
    """Answer what became of a reading."""
    return RecordedBody(recorded.outcome, from_reading(recorded.reading))


def from_receipt(
    receipt: Receipt, places: Sequence[int], misread: Sequence[tuple[int, Misread]]
) -> ReceiptBody:
    """Answer what became of a batch; `places` says where each reading stood in it."""
    refused = [
        *(RefusedBody(index, _raw(*faults.errors)) for index, faults in misread),
        *(RefusedBody(places[one.index], _raw(one.why)) for one in receipt.refused),
    ]
    return ReceiptBody(
        receipt.kept,
        receipt.amended,
        receipt.seen,
        receipt.quarantined,
        tuple(sorted(refused, key=lambda one: one.index)),
    )


def from_recording(recording: RrRecording) -> RrAnswerBody:
    """Answer the beats of a recording, with what they say."""
    rr_ms = recording.rr.rr_ms
    kept = rr_range_filter(rr_ms)
    pnn50_share = _or_none(pnn50(kept))
    return RrAnswerBody(
        id=recording.id,
        rr_ms=rr_ms,
        rmssd_ms=_or_none(rmssd(kept)),
        sdnn_ms=_or_none(sdnn(kept)),
        pnn50_percent=None if pnn50_share is None else 100 * pnn50_share,
        artefact_percent=100 * sum(rr is None for rr in kept) / len(kept),
    )


def _why(standing: Standing) -> tuple[tuple[Implausible, ...], Instant | None]:
    match standing:
        case Accepted(reasons, released_at):
            return reasons, released_at
        case Quarantined(reasons):
            return reasons, None
        case Removed():
            return (), None


def _from_value(value: Value, moment: Moment) -> ValueAnswerBody:
    match value:
        case Hrv(_, beats):
            share = 100 * value.artefact_share if beats else None
            return HrvAnswerBody(value.rmssd_ms, beats or None, share)
        case RestingHeartRate(rate):
            return RestingHeartRateBody(rate.bpm)
        case Sleep():
            return _from_sleep(value, moment)
        case Weight(mass):
            return WeightBody(mass.kg)
        case BodyFat():
            return BodyFatBody(value.percent)
        case Temperature(scale):
            return TemperatureBody(value.celsius, scale)
        case BloodPressure(systolic, diastolic):
            return BloodPressureBody(systolic, diastolic)
        case SpO2():
            return SpO2Body(value.percent)
        case Glucose():
            return GlucoseBody(value.mmol_l)
        case CheckIn(fatigue, soreness, mood, stress, sleep_quality, ill, injured):
            return CheckInValueBody(fatigue, soreness, mood, stress, sleep_quality, ill, injured)


def _from_sleep(sleep: Sleep, moment: Moment) -> SleepAnswerBody:
    def on_the_wall(at: Instant) -> dt.datetime:
        return Moment(at, moment.utc_offset_s).local

    return SleepAnswerBody(
        start=on_the_wall(sleep.start),
        end=on_the_wall(sleep.end),
        asleep_minutes=sleep.asleep.minutes,
        in_bed_minutes=sleep.in_bed.minutes,
        stages=tuple(
            StageBody(one.stage, on_the_wall(one.start), on_the_wall(one.end))
            for one in sleep.stages
        ),
        measured=sleep.measured,
        nap=sleep.nap,
    )


def _or_none(result: Result[float, TooFew]) -> float | None:
    match result:
        case Success(value):
            return value
        case Failure():
            return None


def _raw(*errors: msgspec.Struct) -> tuple[msgspec.Raw, ...]:
    return tuple(msgspec.Raw(msgspec.json.encode(error)) for error in errors)
