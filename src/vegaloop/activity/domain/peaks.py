"""The peaks of a session: the most it held for each length of time, the least time for each distance.

Rule 1: peaks are made once, of the streams, when a session is written; no threshold changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.analysis_ground import best_efforts
from vegaloop.activity.domain.formulas.mean_maximal import (
    CURVE_GAPS,
    SHOWN_DURATIONS_S,
    mean_maximal_power_w,
)
from vegaloop.activity.domain.formulas.one_hz import Run, joined
from vegaloop.activity.domain.ground import way_of
from vegaloop.activity.domain.recording import PausesMs
from vegaloop.activity.domain.seconds import power_runs
from vegaloop.activity.domain.session import SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Streams
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import LocalDate

__all__ = (
    "NO_PEAKS",
    "BestTime",
    "PeakPower",
    "Peaks",
    "SessionPeaks",
    "peaks_of",
    "powers_of",
)


@final
class PeakPower(Struct, frozen=True):
    """The largest mean power over so many seconds in a row."""

    seconds: int
    watts: float


@final
class BestTime(Struct, frozen=True):
    """The least time so many metres in a row took."""

    meters: float
    seconds: float


@final
class Peaks(Struct, frozen=True):
    """What of a session is compared with others; each row rises by its length."""

    powers: tuple[PeakPower, ...] = ()
    distances: tuple[BestTime, ...] = ()


NO_PEAKS: Final = Peaks()


@final
class SessionPeaks(Struct, frozen=True):
    """The peaks of a session, and which one it was."""

    day: LocalDate
    sport: Sport
    session: SessionId
    peaks: Peaks


def peaks_of(streams: Streams, pauses_ms: PausesMs, sport: Sport) -> Peaks:
    """Find the peaks of a recording, the distances those of its sport. Rule ACT-60."""
    return Peaks(powers_of(power_runs(streams, pauses_ms)), _distances_of(streams, sport))


def _distances_of(streams: Streams, sport: Sport) -> tuple[BestTime, ...]:
    match best_efforts(sport, way_of(streams, sport)):
        case Failure():
            return ()
        case Success(efforts):
            return tuple(BestTime(one.distance_m, one.time_s.value) for one in efforts)


def powers_of(runs: Sequence[Run]) -> tuple[PeakPower, ...]:
    """Find the most power held for each duration that is shown."""
    blocks = [run.values for run in joined(runs, CURVE_GAPS)]
    found = zip(SHOWN_DURATIONS_S, mean_maximal_power_w(blocks, SHOWN_DURATIONS_S), strict=True)
    return tuple(
        PeakPower(seconds, result.unwrap())
        for seconds, result in found
        if isinstance(result, Success)
    )
