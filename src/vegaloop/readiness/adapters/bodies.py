"""The bodies of readiness over HTTP, and what they are made of."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness.domain.model import Area
from vegaloop.readiness.domain.verdict import (
    AdviceCode,
    AdviceReason,
    Band,
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
    WhyMissing,
)


@final
class ConfidenceBody(Struct, frozen=True):
    """How much of the evidence there was, in [0, 1], and in words."""

    value: float
    level: Level


@final
class ContributorBody(Struct, frozen=True):
    """What one signal did to the score; `contribution` is in points away from 50."""

    key: SignalName
    context: Area
    score: float
    weight: float
    weight_used: float
    contribution: float
    value: float
    quality: float
    unit: str
    note: Standing
    observed_at: dt.datetime
    window_days: int
    n_valid: int


@final
class SubtotalBody(Struct, frozen=True):
    """The points the signals of one context moved the score away from 50."""

    context: Area
    contribution: float


@final
class CapBody(Struct, frozen=True):
    """A state of the body that limits the score."""

    key: CapName
    most: float


@final
class ReasonBody(Struct, frozen=True, omit_defaults=True):
    """Why a signal is missing: `missing`, `insufficient-data`, `undefined` or `not-trusted`."""

    type: str
    what: str
    given: int | None = None
    needed: int | None = None
    why: str | None = None


@final
class MissingBody(Struct, frozen=True):
    """A signal the score had to do without."""

    key: SignalName
    context: Area
    reason: ReasonBody


@final
class AdviceBody(Struct, frozen=True):
    """What to do with the training planned for the day, and why."""

    code: AdviceCode
    reason: AdviceReason


@final
class ScoredBody(Struct, frozen=True, tag_field="state", tag="scored"):
    """How ready you are on the morning of a day, in points of 100, and why.

    50 plus the contributions is `raw`; caps lower it to `score`. `half_width` is a rule of thumb,
    not a confidence interval. `as_of` is when the newest signal used was observed.
    """

    local_date: dt.date
    score: float
    raw: float
    band: Band
    confidence: ConfidenceBody
    half_width: float
    coverage: float
    contributors: tuple[ContributorBody, ...]
    subtotals: tuple[SubtotalBody, ...]
    caps: tuple[CapBody, ...]
    missing: tuple[MissingBody, ...]
    advice: AdviceBody
    unusually_high_hrv: bool
    as_of: dt.datetime
    formula_version: str


@final
class InsufficientBody(Struct, frozen=True, tag_field="state", tag="insufficient_evidence"):
    """A morning no honest number can be given for: what was needed, and what is missing."""

    local_date: dt.date
    needed: tuple[Requirement, ...]
    confidence: float
    coverage: float
    missing: tuple[MissingBody, ...]
    as_of: dt.datetime | None
    formula_version: str


MorningBody: TypeAlias = ScoredBody | InsufficientBody


@final
class HistoryBody(Struct, frozen=True):
    """The mornings of a span of days, oldest first."""

    data: tuple[MorningBody, ...]


def from_morning(morning: Morning) -> MorningBody:
    """Show a morning, with or without a number."""
    match morning:
        case Readiness():
            return _from_readiness(morning)
        case InsufficientEvidence():
            return InsufficientBody(
                local_date=morning.day,
                needed=morning.unmet,
                confidence=morning.confidence,
                coverage=morning.coverage,
                missing=tuple(map(_from_gap, morning.missing)),
                as_of=morning.as_of,
                formula_version=morning.model_version,
            )


def _from_readiness(morning: Readiness) -> ScoredBody:
    return ScoredBody(
        local_date=morning.day,
        score=morning.score,
        raw=morning.raw,
        band=morning.band,
        confidence=ConfidenceBody(morning.confidence, morning.level),
        half_width=morning.half_width,
        coverage=morning.coverage,
        contributors=tuple(map(_from_contribution, morning.contributions)),
        subtotals=tuple(SubtotalBody(one.area, one.contribution) for one in morning.subtotals),
        caps=tuple(CapBody(cap.name, cap.most) for cap in morning.caps),
        missing=tuple(map(_from_gap, morning.missing)),
        advice=AdviceBody(morning.advice.code, morning.advice.reason),
        unusually_high_hrv=morning.unusually_high_hrv,
        as_of=morning.as_of,
        formula_version=morning.model_version,
    )


def _from_contribution(one: Contribution) -> ContributorBody:
    return ContributorBody(
        key=one.name,
        context=one.area,
        score=one.score,
        weight=one.weight,
        weight_used=one.weight_used,
        contribution=one.contribution,
        value=one.value,
        quality=one.quality,
        unit=one.unit,
        note=one.standing,
        observed_at=one.observed_at,
        window_days=one.window_days,
        n_valid=one.n_valid,
    )


def _from_gap(gap: Gap) -> MissingBody:
    return MissingBody(gap.name, gap.area, _from_reason(gap.reason))


def _from_reason(reason: WhyMissing) -> ReasonBody:
    match reason:
        case Missing(what):
            return ReasonBody("missing", what)
        case TooFew(what, given, needed):
            return ReasonBody("insufficient-data", what, given, needed)
        case Outside():
            return ReasonBody("out-of-range", reason.what, why=reason.why)
        case Undefined(what, why):
            return ReasonBody("undefined", what, why=why)
        case NotTrusted(what, n_valid):
            return ReasonBody("not-trusted", what, n_valid)
