"""The bodies of biometrics: what is sent in and what is answered."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from vegaloop.biometrics.domain.check_in import ANSWER_LEAST, ANSWER_MOST
from vegaloop.biometrics.domain.kinds import PRESSURE_MOST_MMHG, Scale
from vegaloop.biometrics.domain.night import STAGES_MOST, Stage
from vegaloop.biometrics.domain.plausible import Implausible
from vegaloop.biometrics.domain.record import BATCH_MOST, Outcome
from vegaloop.biometrics.domain.rr import BEATS_MOST
from vegaloop.infrastructure.bodies import Time, ZoneName

SOURCE_CHARACTERS_MOST: Final = 64
Source: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=SOURCE_CHARACTERS_MOST,
        pattern=r"^[a-z0-9][a-z0-9._:-]*$",
        description="Who read it; `manual` is you.",
        examples=["manual", "garmin"],
    ),
]
Answer: TypeAlias = Annotated[int, Meta(ge=ANSWER_LEAST, le=ANSWER_MOST)]
Pressure: TypeAlias = Annotated[int, Meta(ge=0, le=PRESSURE_MOST_MMHG)]


class _Value(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """A value; `kind` says which one."""


@final
class HrvBody(_Value, frozen=True, tag="hrv"):
    """Heart rate variability as RMSSD, computed by a device."""

    rmssd_ms: float


@final
class RrBody(_Value, frozen=True, tag="rr_intervals"):
    """The intervals between beats, at rest; RMSSD is computed from them and both are kept."""

    rr_ms: Annotated[tuple[float, ...], Meta(max_length=BEATS_MOST)]


@final
class RestingHeartRateBody(_Value, frozen=True, tag="resting_heart_rate"):
    """The heart rate at rest."""

    heart_rate_bpm: float


@final
class StageBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A stage from `start` up to, not including, `end`."""

    stage: Stage
    start: Time
    end: Time


@final
class SleepBody(_Value, frozen=True, tag="sleep"):
    """A night or a nap that ended at the `at` of its reading.

    Give either its stages or how long was slept. `measured` is false for an estimate; where it is
    left out, what comes from `manual` is one.
    """

    start: Time
    asleep_minutes: float | None = None
    stages: Annotated[tuple[StageBody, ...], Meta(max_length=STAGES_MOST)] = ()
    measured: bool | None = None
    nap: bool = False


@final
class WeightBody(_Value, frozen=True, tag="weight"):
    """A weigh-in."""

    weight_kg: float


@final
class BodyFatBody(_Value, frozen=True, tag="body_fat"):
    """The share of fat in the body."""

    body_fat_percent: float


@final
class TemperatureBody(_Value, frozen=True, tag="temperature"):
    """A temperature, or what a device says it deviates from the usual by."""

    temperature_c: float
    scale: Scale = Scale.SKIN


@final
class BloodPressureBody(_Value, frozen=True, tag="blood_pressure"):
    """A blood pressure."""

    systolic_mmhg: Pressure
    diastolic_mmhg: Pressure


@final
class SpO2Body(_Value, frozen=True, tag="spo2"):
    """The oxygen saturation of the blood."""

    spo2_percent: float


@final
class GlucoseBody(_Value, frozen=True, tag="glucose"):
    """The glucose in the blood."""

    glucose_mmol_l: float


@final
class CheckInValueBody(_Value, frozen=True, tag="check_in"):
    """How you say you are; fatigue, soreness, stress: 5 is very much; the others: 5 is best."""

    fatigue: Answer | None = None
    soreness: Answer | None = None
    mood: Answer | None = None
    stress: Answer | None = None
    sleep_quality: Answer | None = None
    ill: bool = False
    injured: bool = False


@final
class HrvAnswerBody(_Value, frozen=True, tag="hrv"):
    """Heart rate variability as RMSSD; `beats` is null where a device computed it."""

    rmssd_ms: float
    beats: int | None
    artefact_percent: float | None


@final
class SleepAnswerBody(_Value, frozen=True, tag="sleep"):
    """A night or a nap."""

    start: dt.datetime
    end: dt.datetime
    asleep_minutes: float
    in_bed_minutes: float
    stages: tuple[StageBody, ...]
    measured: bool
    nap: bool


_SameBothWays: TypeAlias = (
    RestingHeartRateBody
    | WeightBody
    | BodyFatBody
    | TemperatureBody
    | BloodPressureBody
    | SpO2Body
    | GlucoseBody
    | CheckInValueBody
)
ValueBody: TypeAlias = _SameBothWays | HrvBody | RrBody | SleepBody
ValueAnswerBody: TypeAlias = _SameBothWays | HrvAnswerBody | SleepAnswerBody


@final
class NewReadingBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A reading to record; a sleep is read `at` waking."""

    at: Time
    value: ValueBody
    time_zone: ZoneName | None = None
    source: Source = "manual"
    device: UUID | None = None


@final
class BatchBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Many readings; one that cannot be taken is told in the receipt and stops no other."""

    readings: Annotated[
        tuple[dict[str, object], ...],
        Meta(max_length=BATCH_MOST, description="Each one as for `POST /v1/readings`."),
    ]


@final
class CheckInBody(Struct, frozen=True, forbid_unknown_fields=True):
    """How you say you are this morning, each answer from 1 to 5, any of them left out.

    Fatigue, soreness and stress: 1 none, 5 very much. Mood and sleep quality: 1 very bad,
    5 very good. Illness and injury cap the readiness of the day.
    """

    at: Time
    time_zone: ZoneName | None = None
    fatigue: Answer | None = None
    soreness: Answer | None = None
    mood: Answer | None = None
    stress: Answer | None = None
    sleep_quality: Answer | None = None
    ill: bool = False
    injured: bool = False


@final
class EarlierBody(Struct, frozen=True):
    """A value the reading had before its source said otherwise."""

    value: ValueAnswerBody
    recorded_at: dt.datetime


@final
class ReadingBody(Struct, frozen=True):
    """A reading; `reasons` say why it is, or was before you released it, quarantined."""

    id: UUID
    at: dt.datetime
    local_date: dt.date
    time_zone: str | None
    source: str
    device: UUID | None
    recorded_at: dt.datetime
    quarantined: bool
    reasons: tuple[Implausible, ...]
    released_at: dt.datetime | None
    value: ValueAnswerBody
    earlier: tuple[EarlierBody, ...]


@final
class RecordedBody(Struct, frozen=True):
    """What became of a reading, and how it stands now."""

    outcome: Outcome
    reading: ReadingBody


@final
class RefusedBody(Struct, frozen=True):
    """A reading that was not taken: its place in the batch, from 0, and everything wrong with it."""

    index: int
    errors: tuple[msgspec.Raw, ...]


@final
class ReceiptBody(Struct, frozen=True):
    """What became of a batch: kept + amended + seen + quarantined + refused is all of it."""

    kept: int
    amended: int
    seen: int
    quarantined: int
    refused: tuple[RefusedBody, ...]


@final
class RrAnswerBody(Struct, frozen=True):
    """The beats of a recording, and what they say; null where there are too few."""

    id: UUID
    rr_ms: tuple[float, ...]
    rmssd_ms: float | None
    sdnn_ms: float | None
    pnn50_percent: float | None
    artefact_percent: float
