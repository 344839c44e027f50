"""What a score is made from, sorted: the signals that count, and the ones that are missing."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.readiness.domain.model import PARTS, Part
from vegaloop.readiness.domain.verdict import Gap, NotTrusted
from vegaloop.readiness.domain.weights import USUAL_WEIGHTS, Weights


class Ailment(StrEnum):
    """What a person reports about their own body."""

    ILLNESS = "illness"
    INJURY = "injury"


@final
class Evidence(Struct, frozen=True):
    """Everything known on the morning of a day.

    `hrv_trend_z` and `hrv_trend_z_before` are the 7-day mean of lnRMSSD against its 60-day
    baseline (z7, formula book B5), today and on the day before; None where there is none.
    `sleep_ratio` is what was slept last night over what was needed; the signal lowers it where
    the night was broken.
    """

    day: LocalDate
    published: tuple[Published, ...]
    sex: Sex | None = None
    ailments: tuple[Ailment, ...] = ()
    hrv_trend_z: float | None = None
    hrv_trend_z_before: float | None = None
    sleep_ratio: float | None = None
    weights: Weights = USUAL_WEIGHTS


@final
class Counted(Struct, frozen=True):
    """A signal that counts: its sub-score in [0, 1], its weight, and the weight its quality leaves."""

    part: Part
    signal: Signal
    score: float
    weight: float
    weight_used: float


Weighed: TypeAlias = Counted | Gap


def weighed(evidence: Evidence) -> tuple[Weighed, ...]:
    """Weigh every part of the model, in its order, whatever order the signals came in."""
    found = _best_of_each(evidence.published)
    return tuple(_weigh(part, found.get(part.name), evidence) for part in PARTS)


def counted_in(parts: tuple[Weighed, ...]) -> tuple[Counted, ...]:
    """Keep the signals that count."""
    return tuple(part for part in parts if isinstance(part, Counted))


def gaps_in(parts: tuple[Weighed, ...]) -> tuple[Gap, ...]:
    """Keep the signals that are missing."""
    return tuple(part for part in parts if isinstance(part, Gap))


def _weigh(part: Part, published: Published | None, evidence: Evidence) -> Weighed:
    curve = part.curve_for(evidence.sex)
    match published:
        case None:
            return Gap(part.name, part.area, Missing(part.name))
        case NoSignal(_, reason):
            return Gap(part.name, part.area, reason)
        case Signal():
            weight = evidence.weights.weight_of(part)
            if curve is None:
                return Gap(part.name, part.area, Missing("sex"))
            if not weight * published.quality:
                return Gap(part.name, part.area, NotTrusted(part.name, published.n_valid))
            used = weight * published.quality
            return Counted(part, published, curve.at(published.value), weight, used)


def _best_of_each(published: tuple[Published, ...]) -> dict[SignalName, Published]:
    """Choose one of each name: a value before none, then the better and the newer one."""
    given = [one for one in published if isinstance(one, Signal)]
    absent = [one for one in published if isinstance(one, NoSignal)]
    best: dict[SignalName, Published] = {}
    best.update({one.name: one for one in sorted(absent, key=_reason)})
    best.update({one.name: one for one in sorted(given, key=_worth)})
    return best


def _reason(absent: NoSignal) -> str:
    return repr(absent.reason)


def _worth(given: Signal) -> tuple[float, Instant, int, int, float]:
    return given.quality, given.observed_at, given.n_valid, given.window_days, given.value
