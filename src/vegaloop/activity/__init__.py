"""Activity, its door: everything other packages may import."""

from vegaloop.activity.application.commands import (
    AmendActivity,
    CannotImport,
    Imported,
    ImportFile,
    KeptSession,
    Receipt,
    RefusedFile,
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
    CannotPlace,
    EndsAhead,
    LogActivity,
    NoDate,
    NoSuchActivity,
    StartsAhead,
    TooLongAgo,
    TotalsImplausible,
)
from vegaloop.activity.domain.analysis import Analysis
from vegaloop.activity.domain.capacity import Capacity
from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.exertion import DayExertion, EnergyMethod
from vegaloop.activity.domain.form import Form
from vegaloop.activity.domain.load import FORMULA_VERSION, LoadMethod, Loads, MethodLoad
from vegaloop.activity.domain.load_history import LoadHistory
from vegaloop.activity.domain.recording import Note, Remark
from vegaloop.activity.domain.session import LoadChange, Session, SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Channel, Streams
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
    "Activity",
    "ActivityQuery",
    "AmendActivity",
    "Analysis",
    "BodyMasses",
    "CannotImport",
    "CannotLogActivity",
    "CannotPlace",
    "CannotSetThresholds",
    "Capacity",
    "Channel",
    "DatedThresholds",
    "DayExertion",
    "EndsAhead",
    "EnergyMethod",
    "Form",
    "Histories",
    "ImportFile",
    "Imported",
    "KeptFile",
    "KeptSession",
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
    "Note",
    "Receipt",
    "RefusedFile",
    "Remark",
    "Rpe",
    "SeriesDay",
    "Session",
    "SessionId",
    "Sport",
    "StartsAhead",
    "Streams",
    "Thresholds",
    "ThresholdsSet",
    "TooLongAgo",
    "TotalsImplausible",
    "Training",
    "TrainingLogs",
    "Unbounded",
    "Upkeep",
    "ZoneSheet",
)
