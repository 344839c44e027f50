"""Pace, and ways over the ground (formula book A24).

Rule 1: a pace is of a whole way: total time over total distance, never a mean of paces.
Rule 2: points a device was unsure of, or that nobody reaches so fast, are left out of a way.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from vegaloop.activity.domain.formulas.declared import (
    METERS_MOST,
    SECONDS_MOST,
    outside_of_all,
)
from vegaloop.activity.domain.formulas.geodesic import (
    TURNS_MOST_DEG,
    Position,
    off_the_earth,
    shortest_m,
)
from vegaloop.kernel.arrays import great_circles
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "EARTH_RADIUS_M",
    "TrackPoint",
    "average_pace_s_per_km",
    "great_circle_m",
    "haversine_m",
    "pace_s_per_km",
    "track_length_m",
    "track_length_of_columns_m",
)

EARTH_RADIUS_M: Final = 6_371_008.8  # The mean radius of the WGS 84 ellipsoid (IUGG).
DISTANCE_LEAST_M: Final = 0.001  # A millimetre is what a recorded distance is counted in.
RADIUS_MOST_M: Final = 1e9
SPEED_MOST_M_S: Final = 1_000.0
ACCURACY_MOST_M: Final = 30.0  # A24: a receiver less sure than that has not found the place.
STEP_MOST_M: Final = 100.0  # Beyond it what a sphere leaves out (0.56 %) is worth computing.


class TrackPoint(NamedTuple):
    """Where something was at a second, and how sure the receiver was, if it told."""

    time_s: float
    position: Position
    accuracy_m: float = 0.0


def pace_s_per_km(distance_m: float, time_s: float) -> Result[float, NoNumber]:
    """Tell how long a kilometre took, in s, from a distance in m and a time in s (A24).

    Defined for a distance above 0 up to 1e8 m and a time from 0 up to 6e7 s: over no distance there
    is no pace. Source: definition. Rule ACT-91.
    """
    fault = outside(("distance_m", distance_m, 0, METERS_MOST), ("time_s", time_s, 0, SECONDS_MOST))
    if fault is not None:
        return Failure(fault)
    if distance_m < DISTANCE_LEAST_M:
        return Failure(Undefined("pace_s_per_km", "no distance was covered"))
    return Success(1_000 * time_s / distance_m)


def average_pace_s_per_km(
    distances_m: Sequence[float], times_s: Sequence[float]
) -> Result[float, NoNumber]:
    """Tell the pace in s/km of a way of several parts: all their seconds over all their km (A24).

    The mean of the paces of the parts would be another number unless all were equally long. Defined
    where each part is as for `pace_s_per_km`, of which the way as a whole has some distance.
    Source: definition. Rule ACT-91.
    """
    fault = outside_of_all("distance_m", (distances_m,), 0, METERS_MOST) or outside_of_all(
        "time_s", (times_s,), 0, SECONDS_MOST
    )
    if fault is not None:
        return Failure(fault)
    return pace_s_per_km(math.fsum(distances_m), math.fsum(times_s))


def haversine_m(
    one: Position, other: Position, radius_m: float = EARTH_RADIUS_M
) -> Result[float, NoNumber]:
    """Measure the great circle between two places on a sphere, in m.

    Defined for latitudes from -90 to 90 degrees, longitudes of any turn and a radius from 0 to
    1e9 m. On the earth it is up to 0.56 % off. Source: Sinnott 1984, as in A24. Rule ACT-92.
    """
    fault = off_the_earth(one, other) or outside(("radius_m", radius_m, 0, RADIUS_MOST_M))
    if fault is not None:
        return Failure(fault)
    return Success(radius_m * _angle(*map(math.radians, (*one, *other))))


def great_circle_m(one: Position, other: Position) -> float:
    """Measure as `haversine_m` does, of two places that are known to be on the earth."""
    return EARTH_RADIUS_M * _angle(*map(math.radians, (*one, *other)))


def _angle(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """The angle between two places seen from the middle of the earth; all in radians."""
    half_lat, half_lon = math.sin((lat_b - lat_a) / 2), math.sin((lon_b - lon_a) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * (half_lon * half_lon)
    return 2 * math.asin(math.sqrt(min(1.0, chord)))


def track_length_m(points: Sequence[TrackPoint], speed_most_m_s: float) -> Result[float, NoNumber]:
    """Add up the steps of a track in m: great circles, and by the ellipsoid from 100 m on (A24).

    A point known to no better than 30 m, and one that would take a speed above `speed_most_m_s` to
    reach from the last one kept, are left out. TooFew below two points. Source: definition, each
    step by Sinnott 1984 or Karney 2013. Rule ACT-93.
    """
    fault = _off_the_track(points, speed_most_m_s)
    if fault is not None:
        return Failure(fault)
    kept: TrackPoint | None = None
    steps: list[float] = []
    for point in points:
        if point.accuracy_m > ACCURACY_MOST_M:
            continue
        if kept is not None:
            step_m = _step_m(kept.position, point.position)
            if step_m > speed_most_m_s * (point.time_s - kept.time_s):
                continue
            steps.append(step_m)
        kept = point
    return Success(math.fsum(steps))


def track_length_of_columns_m(
    times_s: array[float],
    latitudes_deg: array[float],
    longitudes_deg: array[float],
    speed_most_m_s: float,
) -> Result[float, NoNumber]:
    """Measure a track as `track_length_m` does, all of it at once where no step is a fault.

    Columns of one length; every position is known to 30 m and better. Rule ACT-93.
    """
    fault = (
        outside(("speed_most_m_s", speed_most_m_s, 0, SPEED_MOST_M_S))
        or outside_of_all("latitude_deg", (latitudes_deg,), -90, 90)
        or outside_of_all("longitude_deg", (longitudes_deg,), -TURNS_MOST_DEG, TURNS_MOST_DEG)
    )
    if fault is None and len(times_s) > 1:
        steps_m = [EARTH_RADIUS_M * angle for angle in great_circles(latitudes_deg, longitudes_deg)]
        most_m = [speed_most_m_s * (after - before) for before, after in pairwise(times_s)]
        in_time = all(step <= most for step, most in zip(steps_m, most_m, strict=True))
        if in_time and max(steps_m) < STEP_MOST_M:
            return Success(math.fsum(steps_m))
    points = [
        TrackPoint(at_s, Position(latitude, longitude))
        for at_s, latitude, longitude in zip(times_s, latitudes_deg, longitudes_deg, strict=True)
    ]
    return track_length_m(points, speed_most_m_s)


def _step_m(one: Position, other: Position) -> float:
    near_m = great_circle_m(one, other)
    return near_m if near_m < STEP_MOST_M else shortest_m(one, other)


def _off_the_track(points: Sequence[TrackPoint], speed_most_m_s: float) -> NoNumber | None:
    if len(points) < 2:
        return TooFew("points", len(points), 2)
    return outside(("speed_most_m_s", speed_most_m_s, 0, SPEED_MOST_M_S)) or off_the_earth(
        *(point.position for point in points)
    )
