"""What the power of a session says, with the thresholds of its day."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.figure import Figure, figured
from vegaloop.activity.domain.formulas.durability import (
    WARM_UP_S,
    Stretch,
    efficiency_of,
    steady_decoupling_pct,
    stretches_of,
)
from vegaloop.activity.domain.formulas.mean_maximal import CURVE_GAPS, envelope
from vegaloop.activity.domain.formulas.one_hz import Gaps, Run, joined
from vegaloop.activity.domain.formulas.stress_power import intensity_factor, variability_index
from vegaloop.activity.domain.formulas.weighted_power import WEIGHTED_GAPS, weighted_power_w
from vegaloop.activity.domain.formulas.xpower import bike_score, relative_intensity, xpower_w
from vegaloop.activity.domain.peaks import powers_of
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "CURVE_METHOD",
    "CurvePoint",
    "HeartFigures",
    "PowerFigures",
    "curve_of",
    "heart_figures",
    "power_figures",
)

WEIGHTED_METHOD: Final = f"weighted_power_full_windows/{WEIGHTED_GAPS.word}"
CURVE_METHOD: Final = f"mean_maximal/{CURVE_GAPS.word}"
SHORT_QUALITY: Final = 0.4
SHORT_S: Final = 1_200  # A6: weighted power of less than 20 minutes is unreliable.
# A device that writes every other second did not stop pedalling in between; a longer gap fades.
XPOWER_GAPS: Final = Gaps(drawn_most_s=3, zeros_most_s=3)
# As in the loads (ACT-8) a beat stands for up to half a minute, here along a line.
PULSE_GAPS: Final = Gaps(drawn_most_s=30, zeros_most_s=30)

_Number: TypeAlias = Result[float, NoNumber]


@final
class PowerFigures(Struct, frozen=True, kw_only=True):
    """The power of a session in W, and what it is against the thresholds of its day."""

    mean_w: Figure
    weighted_w: Figure
    xpower_w: Figure
    intensity_factor: Figure
    variability_index: Figure
    relative_intensity: Figure
    bike_score: Figure


@final
class HeartFigures(Struct, frozen=True, kw_only=True):
    """How the heart followed the power: W a beat per minute, and by how many percent that fell."""

    efficiency_w_per_bpm: Figure
    decoupling_pct: Figure


@final
class CurvePoint(Struct, frozen=True):
    """The most power held for so long; `drawn_w` is the most held for so long or longer."""

    duration_s: int
    power_w: float
    drawn_w: float


def power_figures(
    runs: Sequence[Run],
    timer_s: float,
    ftp_w: _Number,
    cp_w: _Number,
    doubts: tuple[str, ...] = (),
) -> PowerFigures:
    """Compute what power says; `timer_s` is how long the session took. Rules ACT-69, ACT-115.

    `doubts` are what is to be said of every number made of critical power.
    """
    blocks = [run.values for run in joined(runs, WEIGHTED_GAPS)]
    count = sum(map(len, blocks))
    quality = _share(count, timer_s)
    short = count < SHORT_S
    weighed = min(quality, SHORT_QUALITY) if short else quality
    notes = ("short",) if short else ()

    def told(found: _Number, method: str, more: tuple[str, ...] = ()) -> Figure:
        return figured(found, method, count, weighed, (*notes, *more))

    mean = _mean(blocks, count)
    weighted: _Number = weighted_power_w(blocks) if count else Failure(Missing("power_w"))
    xpower = xpower_w(joined(runs, XPOWER_GAPS))
    score = _of_both(xpower, cp_w, lambda power_w, cp: bike_score(count, power_w, cp))
    return PowerFigures(
        mean_w=figured(mean, "mean", count, quality, notes),
        weighted_w=told(weighted, WEIGHTED_METHOD),
        xpower_w=told(xpower, "xpower_skiba_25s"),
        intensity_factor=told(_of_both(weighted, ftp_w, intensity_factor), "weighted_over_ftp"),
        variability_index=told(_of_both(weighted, mean, variability_index), "weighted_over_mean"),
        relative_intensity=told(
            _of_both(xpower, cp_w, relative_intensity), "xpower_over_cp", doubts
        ),
        bike_score=told(score, "bike_score_skiba", doubts),
    )


def heart_figures(power: Sequence[Run], heart: Sequence[Run], timer_s: float) -> HeartFigures:
    """Compute how the heart followed the power. Rules ACT-66, ACT-67 and ACT-69."""
    if not power or not heart:
        lacking = Missing("heart_rate_bpm" if power else "power_w")
        return HeartFigures(efficiency_w_per_bpm=Failure(lacking), decoupling_pct=Failure(lacking))
    blocks, pulse = joined(power, WEIGHTED_GAPS), joined(heart, PULSE_GAPS)
    whole, warm = (stretches_of(blocks, pulse, since_s) for since_s in (0, WARM_UP_S))

    def told(stretches: Sequence[Stretch], found: _Number, method: str) -> Figure:
        count = sum(len(one.watts) for one in stretches)
        return figured(found, method, count, _share(count, timer_s))

    return HeartFigures(
        efficiency_w_per_bpm=told(whole, efficiency_of(whole), "weighted_power_over_heart_rate"),
        decoupling_pct=told(warm, steady_decoupling_pct(warm), "positive_is_drift"),
    )


def curve_of(runs: Sequence[Run]) -> Result[tuple[CurvePoint, ...], NoNumber]:
    """Tell the mean-maximal curve at the durations that are shown. Rule ACT-62."""
    powers = powers_of(runs)
    if not powers:
        return Failure(Missing("power_w"))
    match envelope([peak.watts for peak in powers]):
        case Failure(reason):
            return Failure(reason)
        case Success(drawn):
            pairs = zip(powers, drawn, strict=True)
            return Success(tuple(CurvePoint(one.seconds, one.watts, line) for one, line in pairs))


def _mean(blocks: Sequence[Sequence[float]], count: int) -> _Number:
    if not count:
        return Failure(Missing("power_w"))
    return Success(math.fsum(math.fsum(block) for block in blocks) / count)


def _of_both(one: _Number, other: _Number, formula: Callable[[float, float], _Number]) -> _Number:
    """Compute of two numbers a third; where one of them lacks, so does that, for its reason."""
    match one:
        case Failure(reason):
            return Failure(reason)
        case Success(first):
            match other:
                case Failure(reason):
                    return Failure(reason)
                case Success(second):
                    return formula(first, second)


def _share(seconds: int, timer_s: float) -> float:
    return min(1.0, seconds / timer_s) if timer_s > 0 else 0.0
