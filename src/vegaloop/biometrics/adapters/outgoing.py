"""From readings to what is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from vegaloop.biometrics.adapters.answers_readings import (
    CorrectionBody,
    EarlierBody,
    GlucoseAnswerBody,
    HrvAnswerBody,
    ReadingBody,
    ReceiptBody,
    RecordedBody,
    RefusedBody,
    RrAnswerBody,
    SleepAnswerBody,
    ValueAnswerBody,
)
from vegaloop.biometrics.adapters.bodies import (
    BloodPressureBody,
    BodyFatBody,
    CheckInValueBody,
    GirthsBody,
    RespirationBody,
    RestingHeartRateBody,
    SpO2Body,
    SpO2NightBody,
    StageBody,
    TemperatureBody,
    WeightBody,
)
from vegaloop.biometrics.adapters.incoming import Misread
from vegaloop.biometrics.application.queries import RrRecording
from vegaloop.biometrics.domain.check_in import CheckIn
from vegaloop.biometrics.domain.editions import Recorded
from vegaloop.biometrics.domain.formulas.rr import pnn50, rmssd, sdnn
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Girths,
    Glucose,
    RestingHeartRate,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.night import NotASleep, Sleep
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.reading import (
    Accepted,
    Correction,
    Quarantined,
    Reading,
    Removed,
    Standing,
)
from vegaloop.biometrics.domain.record import Receipt
from vegaloop.biometrics.domain.rr import clean_rr
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant, Moment

Fault: TypeAlias = Malformed | NotASleep
_OfOneNumber: TypeAlias = (
    RestingHeartRate | BodyFat | Temperature | SpO2 | SpO2Night | Respiration | Glucose
)


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
        correction=None if reading.correction is None else _from_correction(reading.correction),
    )


def _from_correction(waiting: Correction) -> CorrectionBody:
    return CorrectionBody(
        _from_value(waiting.value, waiting.moment),
        waiting.moment.local,
        waiting.recorded_at,
        waiting.reasons,
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
    clean = clean_rr(recording.rr)
    pnn50_share = value_in(pnn50(clean.rr_ms))
    return RrAnswerBody(
        id=recording.id,
        rr_ms=recording.rr.rr_ms,
        corrected_rr_ms=clean.rr_ms,
        hrv_method=clean.method,
        faults=clean.faults,
        removed=clean.removed,
        rmssd_ms=value_in(rmssd(clean.rr_ms)),
        sdnn_ms=value_in(sdnn(clean.rr_ms)),
        pnn50_percent=None if pnn50_share is None else 100 * pnn50_share,
        artefact_percent=100 * clean.artefact_share,
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
        case Hrv(_, beats, _, _, corrections):
            share = 100 * value.artefact_share if beats else None
            return HrvAnswerBody(
                value.rmssd_ms, beats or None, share, value.corrected_by, corrections
            )
        case Sleep():
            return _from_sleep(value, moment)
        case Weight(mass):
            return WeightBody(mass.kg)
        case Girths(neck, waist, hip):
            return GirthsBody(_cm(neck), _cm(waist), _cm(hip))
        case BloodPressure(systolic, diastolic):
            return BloodPressureBody(systolic, diastolic)
        case CheckIn(fatigue, soreness, mood, stress, sleep_quality, ill, injured):
            return CheckInValueBody(fatigue, soreness, mood, stress, sleep_quality, ill, injured)
        case of_one_number:
            return _from_number(of_one_number)


def _from_number(value: _OfOneNumber) -> ValueAnswerBody:
    match value:
        case RestingHeartRate(rate):
            return RestingHeartRateBody(rate.bpm)
        case BodyFat(_, instrument):
            return BodyFatBody(value.percent, instrument)
        case Temperature(scale):
            return TemperatureBody(value.celsius, scale)
        case SpO2():
            return SpO2Body(value.percent)
        case SpO2Night(interval_s):
            return SpO2NightBody(interval_s, value.percent)
        case Respiration():
            return RespirationBody(value.per_min)
        case Glucose():
            return GlucoseAnswerBody(value.mmol_l, value.mg_dl)


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
        free=sleep.free,
    )


def _cm(girth: Distance | None) -> float | None:
    return None if girth is None else girth.amount / 10


def _raw(*errors: msgspec.Struct) -> tuple[msgspec.Raw, ...]:
    return tuple(msgspec.Raw(msgspec.json.encode(error)) for error in errors)
