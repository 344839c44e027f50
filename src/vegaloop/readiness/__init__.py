"""Readiness, its door: everything other packages may import."""

from vegaloop.readiness.application.ports import SelfReports
from vegaloop.readiness.application.service import (
    HISTORY_DAYS_MOST,
    CannotLookBack,
    EndsBeforeItStarts,
    ReadinessService,
    TooManyDays,
)
from vegaloop.readiness.domain.evidence import Ailment, Evidence
from vegaloop.readiness.domain.model import MODEL_VERSION, Area
from vegaloop.readiness.domain.score import score
from vegaloop.readiness.domain.verdict import (
    Advice,
    AdviceCode,
    AdviceReason,
    Band,
    Cap,
    CapName,
    Contribution,
    Gap,
    InsufficientEvidence,
    Level,
    Morning,
    NotTrusted,
    Readiness,
    Requirement,
    Standing,
    Subtotal,
    WhyMissing,
)
from vegaloop.readiness.domain.weights import USUAL_WEIGHTS, Weights, weights_of

__all__ = (
    "HISTORY_DAYS_MOST",
    "MODEL_VERSION",
    "USUAL_WEIGHTS",
    "Advice",
    "AdviceCode",
    "AdviceReason",
    "Ailment",
    "Area",
    "Band",
    "CannotLookBack",
    "Cap",
    "CapName",
    "Contribution",
    "EndsBeforeItStarts",
    "Evidence",
    "Gap",
    "InsufficientEvidence",
    "Level",
    "Morning",
    "NotTrusted",
    "Readiness",
    "ReadinessService",
    "Requirement",
    "SelfReports",
    "Standing",
    "Subtotal",
    "TooManyDays",
    "Weights",
    "WhyMissing",
    "score",
    "weights_of",
)
