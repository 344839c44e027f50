"""The bodies of biometrics: what is sent in and what is answered."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias, final
from uuid import UUID

from msgspec import Meta, Struct

from vegaloop.biometrics.domain.check_in import ANSWER_LEAST, ANSWER_MOST
from vegaloop.biometrics.domain.kinds import PRESSURE_MOST_MMHG, Instrument, Scale
from vegaloop.biometrics.domain.night import STAGES_MOST, Stage
from vegaloop.biometrics.domain.record import BATCH_MOST
from vegaloop.biometrics.domain.rr import BEATS_MOST
from vegaloop.biometrics.domain.vitals import SPO2_SAMPLES_MOST
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


class ValueShape(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """A value; `kind` says which one."""


@final
class HrvBody(ValueShape, frozen=True, tag="hrv"):
    """Heart rate variability as RMSSD, computed by a device."""

    rmssd_ms: float


@final
class RrBody(ValueShape, frozen=True, tag="rr_intervals"):
    """The intervals between beats, at rest; they are kept, and RMSSD of them corrected."""

    rr_ms: Annotated[tuple[float, ...], Meta(max_length=BEATS_MOST)]


@final
class RestingHeartRateBody(ValueShape, frozen=True, tag="resting_heart_rate"):
    """The heart rate at rest."""

    heart_rate_bpm: float


@final
class StageBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A stage from `start` up to, not including, `end`."""

    stage: Stage
    start: Time
    end: Time


@final
class SleepBody(ValueShape, frozen=True, tag="sleep"):
    """A night or a nap that ended at the `at` of its reading.

    Give either its stages or how long was slept. `measured` is false for an estimate; where it is
    left out, what comes from `manual` is one. `free` says that no alarm ended it.
    """

    start: Time
    asleep_minutes: float | None = None
    stages: Annotated[tuple[StageBody, ...], Meta(max_length=STAGES_MOST)] = ()
    measured: bool | None = None
    nap: bool = False
    free: bool = False


@final
class WeightBody(ValueShape, frozen=True, tag="weight"):
    """A weigh-in."""

    weight_kg: float


@final
class BodyFatBody(ValueShape, frozen=True, tag="body_fat"):
    """The share of fat in the body, and what it was measured with."""

    body_fat_percent: float
    instrument: Instrument = Instrument.OTHER


@final
class GirthsBody(ValueShape, frozen=True, tag="girths"):
    """What a tape says; a man's waist at the navel, a woman's where it is narrowest."""

    neck_cm: float | None = None
    waist_cm: float | None = None
    hip_cm: float | None = None


@final
class TemperatureBody(ValueShape, frozen=True, tag="temperature"):
    """A temperature, or what a device says it deviates from the usual by."""

    temperature_c: float
    scale: Scale = Scale.SKIN


@final
class BloodPressureBody(ValueShape, frozen=True, tag="blood_pressure"):
    """A blood pressure."""

    systolic_mmhg: Pressure
    diastolic_mmhg: Pressure


@final
class SpO2Body(ValueShape, frozen=True, tag="spo2"):
    """The oxygen saturation of the blood."""

    spo2_percent: float


@final
class SpO2NightBody(ValueShape, frozen=True, tag="spo2_night"):
    """The oxygen saturations of a night, one each `interval_s`, read `at` waking; null is a gap."""

    interval_s: int
    spo2_percent: Annotated[tuple[float | None, ...], Meta(max_length=SPO2_SAMPLES_MOST)]


@final
class RespirationBody(ValueShape, frozen=True, tag="respiration"):
    """The breaths a minute of a night, or at rest."""

    breaths_per_min: float


@final
class GlucoseBody(ValueShape, frozen=True, tag="glucose"):
    """The glucose in the blood, in one of the two units."""

    glucose_mmol_l: float | None = None
    glucose_mg_dl: float | None = None


@final
class CheckInValueBody(ValueShape, frozen=True, tag="check_in"):
    """How you say you are; fatigue, soreness, stress: 5 is very much; the others: 5 is best."""

    fatigue: Answer | None = None
    soreness: Answer | None = None
    mood: Answer | None = None
    stress: Answer | None = None
    sleep_quality: Answer | None = None
    ill: bool = False
    injured: bool = False


OfOneNumberBothWays: TypeAlias = (
    RestingHeartRateBody | WeightBody | BodyFatBody | TemperatureBody | SpO2Body | RespirationBody
)
OfSeveralBothWays: TypeAlias = BloodPressureBody | SpO2NightBody | GirthsBody | CheckInValueBody
OfOneNumberBody: TypeAlias = OfOneNumberBothWays | GlucoseBody | HrvBody
ValueBody: TypeAlias = OfOneNumberBody | OfSeveralBothWays | RrBody | SleepBody


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
