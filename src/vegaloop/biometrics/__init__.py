"""Biometrics, its door: everything other packages may import."""

from vegaloop.biometrics.application.baselines import Baselines
from vegaloop.biometrics.application.needs import NeedsShown, SleepNeeds
from vegaloop.biometrics.application.observing import ChartObservations
from vegaloop.biometrics.application.ports import Chart, Charts, Observations, Strain
from vegaloop.biometrics.application.queries import (
    NoSuchReading,
    ReadingKey,
    ReadingQuery,
    RrRecording,
)
from vegaloop.biometrics.application.reports import Reports
from vegaloop.biometrics.application.series import (
    CannotSetPriority,
    Series,
    SeriesSamples,
    SourcesShown,
)
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.application.vitals import Vitals
from vegaloop.biometrics.application.withdrawing import ReadingsWithdrawn, SamplesWithdrawn
from vegaloop.biometrics.domain.body import BodyOnDay, LeanMethod
from vegaloop.biometrics.domain.check_in import CheckIn, Flag
from vegaloop.biometrics.domain.editions import Outcome, Recorded
from vegaloop.biometrics.domain.entry import CannotRecord, ReadInFuture, ReadTooLongAgo
from vegaloop.biometrics.domain.formulas.baseline import RestingFlag
from vegaloop.biometrics.domain.formulas.blood_pressure import AccAha2017, Esc2024
from vegaloop.biometrics.domain.glucose_report import GlucoseReport, SevereGlucose
from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.hrv_report import HrvPoint, HrvReport, WeekReading
from vegaloop.biometrics.domain.illness import IllnessPattern, Sign, SignName, Verdict
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Girths,
    Glucose,
    Instrument,
    Kind,
    RestingHeartRate,
    Scale,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.morning import Answers, Morning
from vegaloop.biometrics.domain.need import (
    Base,
    CannotSetNeed,
    NeedAhead,
    NeedChange,
    NoSuchNeed,
    Origin,
    SleepNeed,
)
from vegaloop.biometrics.domain.night import NotASleep, Sleep, Stage, StageSpan, sleep_of
from vegaloop.biometrics.domain.night_report import NightReport
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.pressure_report import (
    PressureRanges,
    PressureReport,
    SevereReading,
)
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import (
    EXTERNAL_ID_CHARACTERS_MOST,
    MANUAL,
    Accepted,
    Correction,
    Identity,
    NewReading,
    Observed,
    Quarantined,
    Reading,
    ReadingId,
    Removed,
    Standing,
)
from vegaloop.biometrics.domain.record import (
    BATCH_MOST,
    CannotRecordAll,
    Receipt,
    Refused,
    TooManyReadings,
)
from vegaloop.biometrics.domain.restarts import (
    BaselineChange,
    BaselineKind,
    CannotRestart,
    Cause,
    NoSuchRestart,
    Restart,
    RestartAhead,
    Usual,
)
from vegaloop.biometrics.domain.resting import RestingStatus
from vegaloop.biometrics.domain.resting_report import RestingPoint, RestingReport
from vegaloop.biometrics.domain.rr import (
    BeatsInSeconds,
    Corrections,
    HrvMethod,
    RrIntervals,
    TooFewBeats,
)
from vegaloop.biometrics.domain.series.batch import (
    LENGTH_MOST_MS,
    SAMPLES_MOST,
    SOURCE_CHARACTERS_MOST,
    CannotTakeSample,
    Columns,
    Sample,
    SampleAhead,
    SampleBatch,
    SampleBeyondLimits,
    SampleNowhere,
    SampleTooLong,
    SampleTooOld,
    WallPass,
)
from vegaloop.biometrics.domain.series.blocks import SourceSeen
from vegaloop.biometrics.domain.series.merged import (
    OrderedBy,
    SeriesDay,
    SourceShare,
    ToldSample,
)
from vegaloop.biometrics.domain.series.metrics import Metric, Telling
from vegaloop.biometrics.domain.series.nights import NIGHT_METRICS, Night, night_readings
from vegaloop.biometrics.domain.series.spans import LocalDays, SampleSpan, TheseSamples
from vegaloop.biometrics.domain.series.voices import SourcePriority
from vegaloop.biometrics.domain.series.written import (
    CannotRecordSamples,
    RefusedSample,
    SamplesReceipt,
    TooManySamples,
)
from vegaloop.biometrics.domain.sleep import LastNight, SleepDebt
from vegaloop.biometrics.domain.sleep_report import SleepReport
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.biometrics.domain.trend import TrendPoint, WeightReport, WeightTrend
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.biometrics.domain.weight import TrendMethod

__all__ = (
    "BATCH_MOST",
    "EXTERNAL_ID_CHARACTERS_MOST",
    "FORMULA_VERSION",
    "LENGTH_MOST_MS",
    "MANUAL",
    "NIGHT_METRICS",
    "SAMPLES_MOST",
    "SOURCE_CHARACTERS_MOST",
    "AccAha2017",
    "Accepted",
    "Answers",
    "Base",
    "BaselineChange",
    "BaselineKind",
    "Baselines",
    "BeatsInSeconds",
    "Biometrics",
    "BloodPressure",
    "BodyFat",
    "BodyOnDay",
    "CannotRecord",
    "CannotRecordAll",
    "CannotRecordSamples",
    "CannotRestart",
    "CannotSetNeed",
    "CannotSetPriority",
    "CannotTakeSample",
    "Cause",
    "Chart",
    "ChartObservations",
    "Charts",
    "CheckIn",
    "Columns",
    "Correction",
    "Corrections",
    "Esc2024",
    "Flag",
    "Girths",
    "Glucose",
    "GlucoseReport",
    "Hrv",
    "HrvMethod",
    "HrvPoint",
    "HrvReport",
    "HrvStatus",
    "Identity",
    "IllnessPattern",
    "Implausible",
    "Instrument",
    "Kind",
    "LastNight",
    "LeanMethod",
    "LocalDays",
    "Metric",
    "Morning",
    "NeedAhead",
    "NeedChange",
    "NeedsShown",
    "NewReading",
    "Night",
    "NightReport",
    "NoSuchNeed",
    "NoSuchReading",
    "NoSuchRestart",
    "NotASleep",
    "Observations",
    "Observed",
    "OrderedBy",
    "Origin",
    "Outcome",
    "PressureRanges",
    "PressureReport",
    "Quarantined",
    "ReadInFuture",
    "ReadTooLongAgo",
    "Reading",
    "ReadingId",
    "ReadingKey",
    "ReadingQuery",
    "ReadingsWithdrawn",
    "Receipt",
    "Recorded",
    "Refused",
    "RefusedSample",
    "Removed",
    "Reports",
    "Respiration",
    "Restart",
    "RestartAhead",
    "RestingFlag",
    "RestingHeartRate",
    "RestingPoint",
    "RestingReport",
    "RestingStatus",
    "RrIntervals",
    "RrRecording",
    "Sample",
    "SampleAhead",
    "SampleBatch",
    "SampleBeyondLimits",
    "SampleNowhere",
    "SampleSpan",
    "SampleTooLong",
    "SampleTooOld",
    "SamplesReceipt",
    "SamplesWithdrawn",
    "Scale",
    "Series",
    "SeriesDay",
    "SeriesSamples",
    "SevereGlucose",
    "SevereReading",
    "Sign",
    "SignName",
    "Sleep",
    "SleepDebt",
    "SleepNeed",
    "SleepNeeds",
    "SleepReport",
    "SourcePriority",
    "SourceSeen",
    "SourceShare",
    "SourcesShown",
    "SpO2",
    "SpO2Night",
    "Stage",
    "StageSpan",
    "Standing",
    "Strain",
    "Telling",
    "Temperature",
    "TemperatureStatus",
    "TheseSamples",
    "ToldSample",
    "TooFewBeats",
    "TooManyReadings",
    "TooManySamples",
    "TrendMethod",
    "TrendPoint",
    "Usual",
    "Value",
    "Verdict",
    "Vitals",
    "WallPass",
    "WeekReading",
    "Weight",
    "WeightReport",
    "WeightTrend",
    "night_readings",
    "sleep_of",
)
