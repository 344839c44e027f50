"""The ground a recording led over: how far one had come at which moment, and how steep it was.

Rule 1: a step back, or one nobody is fast enough for, is a mistake of the device and no way.
Rule 2: where the height of less than nine tenths of a way is known there is no grade.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.best_efforts import RIDING_MOST_M_S, RUNNING_MOST_M_S
from vegaloop.activity.domain.formulas.grade import (
    CELL_M,
    GradeCurve,
    grades,
    normalized_graded_speed_m_s,
    way_factors,
)
from vegaloop.activity.domain.formulas.one_hz import Gaps, at_one_hz, joined
from vegaloop.activity.domain.recording import PausesMs
from vegaloop.activity.domain.sport import ON_FOOT, Sport
from vegaloop.activity.domain.streams import MISSING, Channel, Streams
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Graded", "Relief", "Way", "fastest_m_s", "graded_of", "relief_of", "way_of")

KNOWN_LEAST: Final = 0.9
# A dropped packet is crossed at even speed; after half a minute nobody knows what happened.
GAPS: Final = Gaps(drawn_most_s=30, zeros_most_s=30)
HELD_MOST_MS: Final = 30_000


@final
class Way(Struct, frozen=True):
    """How far one had come, in m, at each of its moments; the altitude is NaN where unknown.

    Moments rise. `distances_m` is as the device wrote it, `gone_m` counts from zero on what is no
    fault of it.
    """

    times_ms: Sequence[int]
    distances_m: Sequence[float]
    gone_m: Sequence[float]
    altitudes_m: Sequence[float]


@final
class Relief(Struct, frozen=True):
    """The grade of every ten metres of a way without faults, from a place on it on."""

    start_m: float
    slopes: Sequence[float]

    @property
    def length_m(self) -> float:
        """How much of the way it tells of."""
        return CELL_M * len(self.slopes)


@final
class Graded(Struct, frozen=True):
    """The speed a way was worth on the flat, and the curve that says so."""

    speed_m_s: float
    curve: GradeCurve = GradeCurve.STRAVA_FIT


def fastest_m_s(sport: Sport) -> float:
    """Tell what no step of a sport is faster than (A16)."""
    return RUNNING_MOST_M_S if sport in ON_FOOT else RIDING_MOST_M_S


def way_of(streams: Streams, sport: Sport) -> Result[Way, NoNumber]:
    """Lay out how far one had come, by distance or else by speed; of one moment the later counts.

    Missing where neither was recorded, TooFew below two samples.
    """
    times_ms: array[int] = array("q")
    distances_m: array[float] = array("d")
    altitudes_m: array[float] = array("d")
    altitudes = _in_meters(streams, Channel.ALTITUDE)
    last_ms = -1 << 62
    for time_ms, come_m, altitude_m in zip(
        streams.numbers, _come_m(streams), altitudes, strict=True
    ):
        if come_m != come_m:  # NaN, told faster than by a call.
            continue
        if time_ms == last_ms:
            distances_m[-1], altitudes_m[-1] = come_m, altitude_m
            continue
        times_ms.append(time_ms)
        distances_m.append(come_m)
        altitudes_m.append(altitude_m)
        last_ms = time_ms
    if not times_ms:
        return Failure(Missing("distance_m"))
    if len(times_ms) == 1:
        return Failure(TooFew("samples of distance", 1, 2))
    gone_m = _without_faults(times_ms, distances_m, fastest_m_s(sport))
    return Success(Way(times_ms, distances_m, gone_m, altitudes_m))


def relief_of(way: Way) -> Result[Relief, NoNumber]:
    """Find how steep a way was; too few metres where less than 0.9 of it has a height."""
    known = [
        (here_m, altitude_m)
        for here_m, altitude_m in zip(way.gone_m, way.altitudes_m, strict=True)
        if not math.isnan(altitude_m)
    ]
    if not known:
        return Failure(Missing("altitude_m"))
    match grades([m for m, _ in known], [z for _, z in known]):
        case Failure(reason):
            return Failure(reason)
        case Success(slopes):
            return _long_enough(Relief(known[0][0], slopes), way.gone_m[-1])


def _long_enough(relief: Relief, way_m: float) -> Result[Relief, NoNumber]:
    # The last metres that fill no cell of ten are no fault of the altimeter.
    needed = max(1.0, KNOWN_LEAST * (way_m - CELL_M))
    if relief.length_m < needed:
        return Failure(TooFew("metres of known height", int(relief.length_m), math.ceil(needed)))
    return Success(relief)


def graded_of(streams: Streams, pauses_ms: PausesMs, sport: Sport) -> Result[Graded, NoNumber]:
    """Find the speed a recording was worth on the flat: means of 30 s, grade-adjusted (A8, A18).

    Second by second, without pauses and gaps above 30 s. Rule ACT-104.
    """
    match way_of(streams, sport):
        case Failure(reason):
            return Failure(reason)
        case Success(way):
            match relief_of(way):
                case Failure(reason):
                    return Failure(reason)
                case Success(relief):
                    return _graded(way, relief, pauses_ms)


def _graded(way: Way, relief: Relief, pauses_ms: PausesMs) -> Result[Graded, NoNumber]:
    flat_mm = _flat_mm(way.gone_m, relief)
    runs = at_one_hz(way.times_ms, flat_mm, pauses_ms, least=0, most=flat_mm[-1])
    speeds = [[(b - a) / 1_000 for a, b in pairwise(run.values)] for run in joined(runs, GAPS)]
    match normalized_graded_speed_m_s(speeds):
        case Failure(reason):
            return Failure(reason)
        case Success(speed_m_s):
            return Success(Graded(speed_m_s))


def _flat_mm(gone_m: Sequence[float], relief: Relief) -> array[int]:
    """How far one would have come on the flat, at each sample.

    Before the first and after the last cell of the relief the slope is taken to go on.
    """
    cells_mm = [1_000 * CELL_M * factor for factor in way_factors(relief.slopes)]
    sums = tuple(accumulate(cells_mm, initial=0.0))
    last = len(cells_mm) - 1
    flat: array[int] = array("q")
    for here_m in gone_m:
        cells = (here_m - relief.start_m) / CELL_M
        cell = 0 if cells < 0 else last if cells > last else int(cells)
        flat.append(round(sums[cell] + (cells - cell) * cells_mm[cell]))
    first = flat[0]
    return array("q", [mm - first for mm in flat])


def _without_faults(
    times_ms: Sequence[int], distances_m: Sequence[float], fastest: float
) -> array[float]:
    gone, most_m_ms = 0.0, fastest / 1_000
    steps = array("d", (0.0,))
    for (before_ms, time_ms), (before_m, come_m) in zip(
        pairwise(times_ms), pairwise(distances_m), strict=True
    ):
        step_m = come_m - before_m
        if 0 <= step_m <= most_m_ms * (time_ms - before_ms):
            gone += step_m
        steps.append(gone)
    return steps


def _in_meters(streams: Streams, channel: Channel) -> Sequence[float]:
    column = streams.get(channel)
    if column is None:
        return [math.nan] * len(streams)
    unit = channel.per_unit
    return [math.nan if n == MISSING else n / unit for n in column.numbers]


def _come_m(streams: Streams) -> Sequence[float]:
    """How far one had come at each sample: as written, or summed up of speeds; NaN if unknown."""
    if streams.get(Channel.DISTANCE) is not None:
        return _in_meters(streams, Channel.DISTANCE)
    gone, before_ms, before_m_s = 0.0, 0, math.nan
    distances: list[float] = []
    for time_ms, speed_m_s in zip(streams.numbers, _in_meters(streams, Channel.SPEED), strict=True):
        if math.isnan(speed_m_s):
            distances.append(math.nan)
            continue
        if time_ms - before_ms <= HELD_MOST_MS and not math.isnan(before_m_s):
            gone += (speed_m_s + before_m_s) / 2 * (time_ms - before_ms) / 1_000
        distances.append(gone)
        before_ms, before_m_s = time_ms, speed_m_s
    return distances
