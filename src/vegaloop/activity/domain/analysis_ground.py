"""What one session tells of the ground: climb, pace, best efforts, length (formula book A16–A18, A24).

Rule 1: each number is told with its method, or why there is none; what the device says stands beside
it and is never mixed with it.
Rule 2: nothing here needs a threshold, and nothing but the energy needs to know the person.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import compress
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain import bare
from vegaloop.activity.domain.climb import Climb, altitude_source, climb_of, climb_over
from vegaloop.activity.domain.figure import derived, figured
from vegaloop.activity.domain.formulas.best_efforts import best_times
from vegaloop.activity.domain.formulas.distance import pace_s_per_km, track_length_of_columns_m
from vegaloop.activity.domain.formulas.grade import Gait, kcal_of_grades
from vegaloop.activity.domain.ground import (
    Way,
    fastest_m_s,
    graded_of,
    relief_of,
    way_of,
)
from vegaloop.activity.domain.recording import PausesMs
from vegaloop.activity.domain.session import Facts
from vegaloop.activity.domain.sport import ON_FOOT, RIDDEN, Sport
from vegaloop.activity.domain.streams import MISSING, Channel, Streams
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, Undefined
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import METERS_PER_MILE

__all__ = (
    "BestEffort",
    "GroundAnalysis",
    "analysis_of_ground",
    "best_efforts",
    "energy_on_grade",
    "graded_speed",
    "on_foot",
    "pace_of",
    "track_length",
)

_ON_FOOT_M: Final = (
    ("400_m", 400.0),
    ("half_mile", METERS_PER_MILE / 2),
    ("1_km", 1_000.0),
    ("1_mile", METERS_PER_MILE),
    ("2_miles", 2 * METERS_PER_MILE),
    ("5_km", 5_000.0),
    ("10_km", 10_000.0),
    ("15_km", 15_000.0),
    ("half_marathon", 21_097.5),
    ("marathon", 42_195.0),
)
_RIDING_M: Final = tuple((f"{km}_km", km * 1_000.0) for km in (5, 10, 20, 40, 50, 100))
_IN_WATER: Final = frozenset((Sport.DIVING, Sport.SWIMMING, Sport.SNORKELING, Sport.POOL_APNEA))
_GAITS: Final = {Sport.RUNNING: Gait.RUN, Sport.WALKING: Gait.WALK, Sport.HIKING: Gait.WALK}


@final
class BestEffort(Struct, frozen=True):
    """The least time a session covered a distance in, and when that began."""

    name: str
    distance_m: float
    start_s: float
    time_s: Derived


@final
class GroundAnalysis(Struct, frozen=True, kw_only=True):
    """What one session tells of the ground it covered; `device_…` is what the device said itself.

    Of the best efforts those are told which the session is long enough for.
    """

    climb: Climb
    device_ascent_m: float | None
    device_descent_m: float | None
    track_length_m: Result[Derived, NoNumber]
    device_distance_m: float | None
    moving_pace_s_per_km: Result[Derived, NoNumber]
    elapsed_pace_s_per_km: Result[Derived, NoNumber]
    graded_speed_m_s: Result[Derived, NoNumber]
    graded_pace_s_per_km: Result[Derived, NoNumber]
    best_efforts: Result[tuple[BestEffort, ...], NoNumber]
    grade_energy_kcal: Result[Derived, NoNumber]


def analysis_of_ground(
    sport: Sport, facts: Facts, streams: Streams, weight_kg: float | None
) -> GroundAnalysis:
    """Compute everything a session tells of the ground it covered."""
    totals = facts.totals
    way = way_of(streams, sport)
    speed = graded_speed(sport, streams, facts.pauses_ms)
    return GroundAnalysis(
        climb=_climb(sport, facts, streams, way),
        device_ascent_m=bare.meters(totals.ascent),
        device_descent_m=bare.meters(totals.descent),
        track_length_m=track_length(sport, streams),
        device_distance_m=bare.meters(totals.distance),
        moving_pace_s_per_km=on_foot(
            sport, pace_of(facts.effort.duration, totals.distance, "moving")
        ),
        elapsed_pace_s_per_km=on_foot(sport, pace_of(totals.elapsed, totals.distance, "elapsed")),
        graded_speed_m_s=speed,
        graded_pace_s_per_km=_as_pace(speed),
        best_efforts=best_efforts(sport, way),
        grade_energy_kcal=energy_on_grade(sport, way, weight_kg),
    )


def _climb(sport: Sport, facts: Facts, streams: Streams, way: Result[Way, NoNumber]) -> Climb:
    if sport in _IN_WATER or (facts.sub_sport or "").startswith("indoor"):
        level: Result[Derived, NoNumber] = Failure(
            Undefined("climb", "neither in water nor indoors does anybody climb")
        )
        return Climb(level, level)
    origin = facts.origin
    climb = climb_of(streams, altitude_source(origin.format, origin.device))
    return climb_over(climb, _way_m(sport, streams, way))


def _way_m(sport: Sport, streams: Streams, way: Result[Way, NoNumber]) -> float | None:
    match way:
        case Success(known):
            return known.gone_m[-1]
        case Failure():
            match track_length(sport, streams):
                case Success(track):
                    return track.value
                case Failure():
                    return None


def on_foot(sport: Sport, pace: Result[Derived, NoNumber]) -> Result[Derived, NoNumber]:
    """Keep a pace of a sport on foot; riders and swimmers tell speed otherwise. Rule ACT-115."""
    if sport in ON_FOOT:
        return pace
    return Failure(Undefined("pace_s_per_km", "only of sports on foot"))


def pace_of(time: Duration, distance: Distance | None, clock: str) -> Result[Derived, NoNumber]:
    """Tell the pace of a whole session: total time over total distance. Rule ACT-91."""
    if distance is None:
        return Failure(Missing("distance_m"))
    pace = pace_s_per_km(distance.meters, time.seconds)
    return figured(pace, f"{clock}_time_over_distance", 1)


def graded_speed(sport: Sport, streams: Streams, pauses_ms: PausesMs) -> Result[Derived, NoNumber]:
    """Tell what the speed of a session on foot was worth on the flat. Rule ACT-104."""
    if sport not in ON_FOOT:
        return Failure(Undefined("graded_speed_m_s", "only of sports on foot"))
    match graded_of(streams, pauses_ms, sport):
        case Failure(reason):
            return Failure(reason)
        case Success(graded):
            return Success(derived(graded.speed_m_s, f"{graded.curve}_30s", len(streams)))


def _as_pace(speed: Result[Derived, NoNumber]) -> Result[Derived, NoNumber]:
    match speed:
        case Failure(reason):
            return Failure(reason)
        case Success(of):
            return figured(pace_s_per_km(of.value, 1.0), of.method, of.n_valid)


def best_efforts(
    sport: Sport, way: Result[Way, NoNumber]
) -> Result[tuple[BestEffort, ...], NoNumber]:
    """Find the least time each distance of a sport was covered in. Rule ACT-103."""
    named = _ON_FOOT_M if sport in ON_FOOT else _RIDING_M if sport in RIDDEN else ()
    if not named:
        return Failure(Undefined("best_efforts", "only on foot and on a bicycle"))
    match way:
        case Failure(reason):
            return Failure(reason)
        case Success(of):
            return Success(_efforts(of, named, fastest_m_s(sport)))


def _efforts(
    way: Way, named: Sequence[tuple[str, float]], fastest: float
) -> tuple[BestEffort, ...]:
    times_s = [ms / 1_000 for ms in way.times_ms]
    # Distances are recorded in whole centimetres: a mile of them is 4 mm short of a mile.
    targets_m = [math.floor(100 * meters) / 100 for _, meters in named]
    found = best_times(times_s, way.distances_m, targets_m, fastest)
    efforts: list[BestEffort] = []
    for (name, meters), result in zip(named, found, strict=True):
        match result:
            case Success(best):
                told = derived(best.time_s, "two_pointers_interpolated", len(times_s))
                efforts.append(BestEffort(name, meters, best.start_s, told))
            case Failure(_):
                continue
    return tuple(efforts)


def track_length(sport: Sport, streams: Streams) -> Result[Derived, NoNumber]:
    """Measure the track of positions, whatever the device makes of its length. Rule ACT-93."""
    latitudes, longitudes = streams.get(Channel.LATITUDE), streams.get(Channel.LONGITUDE)
    if latitudes is None or longitudes is None:
        return Failure(Missing("position"))
    pairs = zip(latitudes.numbers, longitudes.numbers, strict=True)
    known = [latitude != MISSING and longitude != MISSING for latitude, longitude in pairs]
    at_s, lat, lon = (
        array("d", [number / unit for number in compress(column, known)])
        for column, unit in (
            (streams.numbers, 1_000),
            (latitudes.numbers, Channel.LATITUDE.per_unit),
            (longitudes.numbers, Channel.LONGITUDE.per_unit),
        )
    )
    length_m = track_length_of_columns_m(at_s, lat, lon, fastest_m_s(sport))
    quality = len(at_s) / len(streams) if len(streams) else 0.0
    return figured(length_m, "haversine", len(at_s), quality)


def energy_on_grade(
    sport: Sport, way: Result[Way, NoNumber], weight_kg: float | None
) -> Result[Derived, NoNumber]:
    """Estimate what a session on foot cost above rest by the slopes it led over. Rule ACT-100."""
    gait = _GAITS.get(sport)
    if gait is None:
        return Failure(Undefined("grade_energy_kcal", "only of running and walking"))
    if weight_kg is None:
        return Failure(Missing("weight_kg"))
    match way:
        case Failure(reason):
            return Failure(reason)
        case Success(of):
            return _energy(of, gait, weight_kg)


def _energy(way: Way, gait: Gait, weight_kg: float) -> Result[Derived, NoNumber]:
    match relief_of(way):
        case Failure(reason):
            return Failure(reason)
        case Success(relief):
            length_m = way.gone_m[-1]
            kcal = kcal_of_grades(weight_kg, length_m, relief.slopes, gait)
            known = min(1.0, relief.length_m / length_m)
            return Success(derived(kcal, f"minetti_{gait}", len(relief.slopes), known))
