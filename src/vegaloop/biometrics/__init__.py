"""Biometrics, its door: everything other packages may import."""

from vegaloop.biometrics.application.observing import ChartObservations
from vegaloop.biometrics.application.ports import Chart, Charts, Observations, Strain
from vegaloop.biometrics.application.queries import (
    NoSuchReading,
    ReadingKey,
    ReadingQuery,
    RrRecording,
)
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.domain.body import BodyOnDay, LeanMethod
from vegaloop.biometrics.domain.check_in import CheckIn, Flag
from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Glucose,
    Hrv,
    Kind,
    RestingHeartRate,
    Scale,
    SpO2,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.morning import Answers, Morning
from vegaloop.biometrics.domain.night import NotASleep, Sleep, Stage, StageSpan, sleep_of
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import (
    MANUAL,
    Accepted,
    CannotRecord,
    NewReading,
    Observed,
    Quarantined,
    ReadInFuture,
    Reading,
    ReadingId,
    ReadTooLongAgo,
    Removed,
    Standing,
    TooFewBeats,
)
from vegaloop.biometrics.domain.record import (
    BATCH_MOST,
    CannotRecordAll,
    Outcome,
    Receipt,
    Recorded,
    Refused,
    TooManyReadings,
)
from vegaloop.biometrics.domain.resting import RestingStatus
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.biometrics.domain.sleep import LastNight, SleepDebt
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.biometrics.domain.trend import TrendPoint, WeightTrend
from vegaloop.biometrics.domain.weight import TrendMethod

__all__ = (
    "BATCH_MOST",
    "FORMULA_VERSION",
    "MANUAL",
    "Accepted",
    "Answers",
    "Biometrics",
    "BloodPressure",
    "BodyFat",
    "BodyOnDay",
    "CannotRecord",
    "CannotRecordAll",
    "Chart",
    "ChartObservations",
    "Charts",
    "CheckIn",
    "Flag",
    "Glucose",
    "Hrv",
    "HrvStatus",
    "Implausible",
    "Kind",
    "LastNight",
    "LeanMethod",
    "Morning",
    "NewReading",
    "NoSuchReading",
    "NotASleep",
    "Observations",
    "Observed",
    "Outcome",
    "Quarantined",
    "ReadInFuture",
    "ReadTooLongAgo",
    "Reading",
    "ReadingId",
    "ReadingKey",
    "ReadingQuery",
    "Receipt",
    "Recorded",
    "Refused",
    "Removed",
    "RestingHeartRate",
    "RestingStatus",
    "RrIntervals",
    "RrRecording",
    "Scale",
    "Sleep",
    "SleepDebt",
    "SpO2",
    "Stage",
    "StageSpan",
    "Standing",
    "Strain",
    "Temperature",
    "TemperatureStatus",
    "TooFewBeats",
    "TooManyReadings",
    "TrendMethod",
    "TrendPoint",
    "Value",
    "Weight",
    "WeightTrend",
    "sleep_of",
)
