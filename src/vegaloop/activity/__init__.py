"""Activity, its door: everything other packages may import."""

from vegaloop.activity.application.commands import (
    AmendActivity,
    CannotImport,
    CannotKeep,
    CannotPair,
    Fate,
    Imported,
    ImportFile,
    ItemKept,
    ItemOutcome,
    ItemRefused,
    KeepRecording,
    KeptSession,
    NotLinked,
    Receipt,
    RefusedFile,
    RemovedBefore,
    SessionsWithdrawn,
    ThresholdsSet,
)
from vegaloop.activity.application.insight import LoggedHistories, SeriesDay
from vegaloop.activity.application.ports import (
    ActivityQuery,
    BodyMasses,
    Histories,
    KeptFile,
    TrainingLogs,
)
from vegaloop.activity.application.service import Activity
from vegaloop.activity.application.upkeep import Upkeep
from vegaloop.activity.domain.admission import (
    CannotLogActivity,
    EndsAhead,
    LogActivity,
    NoSuchActivity,
    TotalsImplausible,
)
from vegaloop.activity.domain.analysis import Analysis
from vegaloop.activity.domain.capacity import Capacity
from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.exertion import DayExertion, EnergyMethod
from vegaloop.activity.domain.form import Form
from vegaloop.activity.domain.link import Link, LinkedBy, Twin
from vegaloop.activity.domain.load import FORMULA_VERSION, LoadMethod, Loads, MethodLoad
from vegaloop.activity.domain.load_history import LoadHistory
from vegaloop.activity.domain.placing import CannotPlace, NoDate, StartsAhead, TooLongAgo
from vegaloop.activity.domain.recording import Lap, Recording, Totals
from vegaloop.activity.domain.session import LoadChange, Session, SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.sport_words import sport_of
from vegaloop.activity.domain.streams import (
    MISSING,
    Channel,
    Stream,
    Streams,
    packed,
    packed_times,
)
from vegaloop.activity.domain.thresholds import (
    CannotSetThresholds,
    DatedThresholds,
    NoSuchThresholds,
    Thresholds,
)
from vegaloop.activity.domain.training import Training, Unbounded
from vegaloop.activity.domain.zone_sheet import ZoneSheet

__all__ = (
    "FORMULA_VERSION",
    "MISSING",
    "Activity",
    "ActivityQuery",
    "AmendActivity",
    "Analysis",
    "BodyMasses",
    "CannotImport",
    "CannotKeep",
    "CannotLogActivity",
    "CannotPair",
    "CannotPlace",
    "CannotSetThresholds",
    "Capacity",
    "Channel",
    "DatedThresholds",
    "DayExertion",
    "EndsAhead",
    "EnergyMethod",
    "Fate",
    "Form",
    "Histories",
    "ImportFile",
    "Imported",
    "ItemKept",
    "ItemOutcome",
    "ItemRefused",
    "KeepRecording",
    "KeptFile",
    "KeptSession",
    "Lap",
    "Link",
    "LinkedBy",
    "LoadChange",
    "LoadHistory",
    "LoadMethod",
    "Loads",
    "LogActivity",
    "LoggedHistories",
    "MethodLoad",
    "NoDate",
    "NoSuchActivity",
    "NoSuchThresholds",
    "NotLinked",
    "Receipt",
    "Recording",
    "RefusedFile",
    "RemovedBefore",
    "Rpe",
    "SeriesDay",
    "Session",
    "SessionId",
    "SessionsWithdrawn",
    "Sport",
    "StartsAhead",
    "Stream",
    "Streams",
    "Thresholds",
    "ThresholdsSet",
    "TooLongAgo",
    "Totals",
    "TotalsImplausible",
    "Training",
    "TrainingLogs",
    "Twin",
    "Unbounded",
    "Upkeep",
    "ZoneSheet",
    "packed",
    "packed_times",
    "sport_of",
)
