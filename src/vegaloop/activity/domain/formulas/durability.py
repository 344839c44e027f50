"""How power and heart rate part over a long ride: efficiency and decoupling (formula book A22).

Rule 1: halves are halves of the time both were recorded, never of the samples written.
Rule 2: positive is drift, the heart working harder for the same power; other programs turn the sign.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    BPM_MOST,
    POWER_MOST_W,
    outside_of_all,
)
from vegaloop.activity.domain.formulas.one_hz import Run
from vegaloop.activity.domain.formulas.stress_power import variability_index
from vegaloop.activity.domain.formulas.weighted_power import weighted_power_w
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "LASTING_LEAST_S",
    "VARIABILITY_MOST",
    "WARM_UP_S",
    "DriftSign",
    "Stretch",
    "aerobic_decoupling_pct",
    "efficiency_factor",
    "efficiency_of",
    "steady_decoupling_pct",
    "stretches_of",
)

WARM_UP_S: Final = 600
LASTING_LEAST_S: Final = 2_400
VARIABILITY_MOST: Final = 1.1  # From here on a ride is too uneven for its halves to be compared.
RATE_LEAST_BPM: Final = 1.0


class DriftSign(StrEnum):
    """Which way a drift counts."""

    POSITIVE_IS_DRIFT = "positive_is_drift"
    NEGATIVE_IS_DRIFT = "negative_is_drift"


class Stretch(NamedTuple):
    """Seconds in a row of which both power and heart rate are known."""

    watts: Sequence[float]
    beats_bpm: Sequence[float]


def efficiency_factor(weighted_w: float, heart_rate_bpm: float) -> Result[float, NoNumber]:
    """Divide weighted power in W by mean heart rate in bpm: EF, in W a beat per minute (A22).

    Power in [0, 1e6], heart rate in [1, 300]. Source: Friel, undated. Rule ACT-66.
    """
    fault = outside(
        ("weighted_w", weighted_w, 0, POWER_MOST_W),
        ("heart_rate_bpm", heart_rate_bpm, RATE_LEAST_BPM, BPM_MOST),
    )
    return Success(weighted_w / heart_rate_bpm) if fault is None else Failure(fault)


def efficiency_of(stretches: Sequence[Stretch]) -> Result[float, NoNumber]:
    """Tell the efficiency factor of the seconds that both channels have (A22). Rule ACT-66.

    Declared as `efficiency_factor`; TooFew where none of the stretches lasts 30 s.
    """
    match weighted_power_w([one.watts for one in stretches]):
        case Failure(reason):
            return Failure(reason)
        case Success(weighted_w):
            beats = math.fsum(math.fsum(one.beats_bpm) for one in stretches)
            return efficiency_factor(weighted_w, beats / _seconds(stretches))


def aerobic_decoupling_pct(
    stretches: Sequence[Stretch], sign: DriftSign = DriftSign.POSITIVE_IS_DRIFT
) -> Result[float, NoNumber]:
    """Tell by how many percent efficiency fell from the first half to the second (A22).

    100 · (EF1 - EF2) / EF1 over halves of the seconds both channels have, weighted power in each;
    heart rates in [1, 300] bpm. TooFew where a half has no 30 s in a row, Undefined where the first
    half is without power. Source: Friel; Maunder 2021. Rule ACT-66.
    """
    fault = outside_of_all(
        "heart_rate_bpm", (one.beats_bpm for one in stretches), RATE_LEAST_BPM, BPM_MOST
    )
    if fault is not None:
        return Failure(fault)
    half_s = _seconds(stretches) // 2
    backwards = [Stretch(w[::-1], b[::-1]) for w, b in reversed(stretches)]
    first = efficiency_of(_until(stretches, half_s))
    if isinstance(first, Failure):
        return first
    second = efficiency_of(_until(backwards, half_s))
    if isinstance(second, Failure):
        return second
    before, after = first.unwrap(), second.unwrap()
    if before == 0:
        return Failure(Undefined("aerobic_decoupling_pct", "no power in the first half"))
    drift_pct = 100 * (before - after) / before
    return Success(drift_pct if sign is DriftSign.POSITIVE_IS_DRIFT else -drift_pct)


def steady_decoupling_pct(stretches: Sequence[Stretch]) -> Result[float, NoNumber]:
    """Tell the decoupling in percent of a ride that can show it: long, even, without warm-up (A22).

    `stretches` are those after the first 10 minutes. TooFew below 40 minutes of them, Undefined
    where the variability index is 1.1 or more. Source: Friel, undated; Maunder 2021. Rule ACT-67.
    """
    lasted_s = _seconds(stretches)
    if lasted_s < LASTING_LEAST_S:
        what = "seconds of power and heart rate after the warm-up"
        return Failure(TooFew(what, lasted_s, LASTING_LEAST_S))
    match _variability(stretches):
        case Failure(reason):
            return Failure(reason)
        case Success(variability) if variability < VARIABILITY_MOST:
            return aerobic_decoupling_pct(stretches)
        case Success():
            why = f"the ride is uneven: its variability index is {VARIABILITY_MOST} or more"
            return Failure(Undefined("aerobic_decoupling_pct", why))


def stretches_of(power: Sequence[Run], heart: Sequence[Run], since_s: int) -> tuple[Stretch, ...]:
    """Cut two channels, at 1 Hz, to the seconds that both have, from a second on (A22).

    Total: channels that share no second have no stretch. Source: definition. Rule ACT-66.
    """
    found: list[Stretch] = []
    beats = iter(heart)
    pulse = next(beats, None)
    for run in power:
        while pulse is not None and pulse.start_s < run.end_s:
            start, end = max(run.start_s, pulse.start_s, since_s), min(run.end_s, pulse.end_s)
            if start < end:
                watts = run.values[start - run.start_s : end - run.start_s]
                bpm = pulse.values[start - pulse.start_s : end - pulse.start_s]
                found.append(Stretch(watts, bpm))
            if pulse.end_s > run.end_s:
                break
            pulse = next(beats, None)
    return tuple(found)


def _seconds(stretches: Sequence[Stretch]) -> int:
    return sum(len(one.watts) for one in stretches)


def _until(stretches: Sequence[Stretch], seconds: int) -> list[Stretch]:
    kept: list[Stretch] = []
    for watts, bpm in stretches:
        kept.append(Stretch(watts[:seconds], bpm[:seconds]))
        seconds -= len(kept[-1].watts)
    return kept


def _variability(stretches: Sequence[Stretch]) -> Result[float, NoNumber]:
    match weighted_power_w([one.watts for one in stretches]):
        case Failure(reason):
            return Failure(reason)
        case Success(weighted_w):
            work_j = math.fsum(math.fsum(one.watts) for one in stretches)
            return variability_index(weighted_w, work_j / _seconds(stretches))
