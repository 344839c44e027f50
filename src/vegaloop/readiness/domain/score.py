"""The score: one pure, total, monotone function of the evidence (formula book R2 to R7).

Rule 1: the order of the signals changes nothing, and a signal of quality zero is an absent one.
Rule 2: 50 plus the contributions is the raw score; caps only lower it.
Rule 3: too little evidence gives no number.
"""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import SignalName
from vegaloop.kernel.time import Instant
from vegaloop.readiness.domain.advice import (
    CONFIDENCE_LEAST,
    advise,
    band_of,
    half_width_of,
    level_of,
    standing_of,
)
from vegaloop.readiness.domain.caps import caps_of
from vegaloop.readiness.domain.evidence import Counted, Evidence, counted_in, gaps_in, weighed
from vegaloop.readiness.domain.model import MODEL_VERSION, PARTS, Area
from vegaloop.readiness.domain.sums import Sum, merged, sum_of
from vegaloop.readiness.domain.verdict import (
    Contribution,
    Gap,
    InsufficientEvidence,
    Readiness,
    Requirement,
    Subtotal,
)

HIGH_HRV_Z: Final = 2.0  # Le Meur 2013: so high a HRV can be a sign of overreaching.
_NIGHT: Final = frozenset({SignalName.HRV, SignalName.RHR, SignalName.SLEEP_LAST})


@final
class _Balance(Struct, frozen=True):
    counted: tuple[Counted, ...]
    missing: tuple[Gap, ...]
    by_area: tuple[tuple[Area, Sum], ...]
    whole: Sum
    confidence: float
    coverage: float


def score(evidence: Evidence) -> Result[Readiness, InsufficientEvidence]:
    """Score a morning, in points of 100, or say what is missing for a score."""
    balance = _balance(evidence)
    unmet = _unmet(balance)
    if unmet:
        return Failure(_insufficient(evidence, balance, unmet))
    return Success(_readiness(evidence, balance))


def _balance(evidence: Evidence) -> _Balance:
    parts = weighed(evidence)
    counted = counted_in(parts)
    by_area = tuple(
        (area, sum_of(one for one in counted if one.part.area is area)) for area in Area
    )
    whole = merged(part for _, part in by_area)
    core_weight = sum(evidence.weights.weight_of(part) for part in PARTS if part.core)
    return _Balance(
        counted,
        gaps_in(parts),
        by_area,
        whole,
        # Both are at most 1 but for the last bit of a sum of floats.
        confidence=min(1.0, whole.core_weight_used / core_weight),
        coverage=min(1.0, whole.core_weight / core_weight),
    )


def _unmet(balance: _Balance) -> tuple[Requirement, ...]:
    names = {one.signal.name for one in balance.counted}
    met = {
        Requirement.NIGHT: bool(names & _NIGHT),
        Requirement.LOAD: SignalName.LOAD_BALANCE in names,
        Requirement.CONFIDENCE: balance.confidence >= CONFIDENCE_LEAST,
    }
    return tuple(requirement for requirement, is_met in met.items() if not is_met)


def _insufficient(
    evidence: Evidence, balance: _Balance, unmet: tuple[Requirement, ...]
) -> InsufficientEvidence:
    return InsufficientEvidence(
        day=evidence.day,
        unmet=unmet,
        confidence=balance.confidence,
        coverage=balance.coverage,
        missing=balance.missing,
        as_of=max(map(_seen_at, filter(_was_seen, balance.counted)), default=None),
        model_version=MODEL_VERSION,
    )


def _was_seen(one: Counted) -> bool:
    # Signals of the load are dated to the morning they are for: nothing was observed then.
    return one.part.area is not Area.ACTIVITY


def _seen_at(one: Counted) -> Instant:
    return one.signal.observed_at


def _readiness(evidence: Evidence, balance: _Balance) -> Readiness:
    whole, counted = balance.whole, balance.counted
    caps = caps_of(evidence, counted)
    points = min((whole.raw, *(cap.most for cap in caps)))
    band = band_of(points)
    return Readiness(
        day=evidence.day,
        score=points,
        raw=whole.raw,
        band=band,
        advice=advise(band, evidence),
        confidence=balance.confidence,
        level=level_of(balance.confidence),
        half_width=half_width_of(balance.confidence),
        coverage=balance.coverage,
        contributions=tuple(_contribution(one, whole) for one in counted),
        subtotals=tuple(
            Subtotal(area, part.points_in(whole))
            for area, part in balance.by_area
            if part.weight_used
        ),
        caps=caps,
        missing=balance.missing,
        unusually_high_hrv=any(map(_is_unusually_high_hrv, counted)),
        as_of=max(one.signal.observed_at for one in counted),
        model_version=MODEL_VERSION,
    )


def _is_unusually_high_hrv(one: Counted) -> bool:
    return one.signal.name is SignalName.HRV and one.signal.value > HIGH_HRV_Z


def _contribution(one: Counted, whole: Sum) -> Contribution:
    return Contribution(
        name=one.signal.name,
        area=one.part.area,
        value=one.signal.value,
        unit=one.part.unit,
        quality=one.signal.quality,
        score=one.score,
        standing=standing_of(one.score),
        weight=one.weight,
        weight_used=one.weight_used,
        contribution=sum_of((one,)).points_in(whole),
        observed_at=one.signal.observed_at,
        window_days=one.signal.window_days,
        n_valid=one.signal.n_valid,
    )
