"""The shortest way over the ellipsoid of WGS 84 (formula book A24).

Vincenty's series are used twice. His iteration finds the longitude difference on the auxiliary
sphere in a few steps, but not for places that are nearly opposite each other. For those the azimuth
the way sets out in is found by bisection, as Karney showed that it can be: the longitude a way
arrives at only ever grows with that azimuth.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from vegaloop.kernel.evidence import NoNumber, Outside, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Position", "geodesic_m", "off_the_earth", "shortest_m")

_EQUATOR_M: Final = 6_378_137.0  # The semi-axis of WGS 84, and its flattening.
_FLAT: Final = 1 / 298.257_223_563
_POLE_M: Final = _EQUATOR_M * (1 - _FLAT)
_STEPS_MOST: Final = 200  # A24.
_NEAR_ENOUGH: Final = 1e-12
_HALVINGS: Final = 60  # After these an azimuth is known to the last bit.
_HARDLY_SOUTH: Final = 1e-150  # Off the equator by less than any number nearby can tell.
TURNS_MOST_DEG: Final = 36_000.0  # A hundred times round.


class Position(NamedTuple):
    """A place in degrees: north and east are positive."""

    latitude_deg: float
    longitude_deg: float


class _Place(NamedTuple):
    """A place on the auxiliary sphere, by its reduced latitude."""

    sin: float
    cos: float


class _Arc(NamedTuple):
    """A way on the auxiliary sphere.

    `sigma` is its angle, `cos_twice_middle` the cosine of twice the angle from the equator to its
    middle, and `sin_alpha` the sine of the azimuth at which it crosses the equator.
    """

    sigma: float
    cos_twice_middle: float
    sin_alpha: float


def off_the_earth(*places: Position) -> Outside | None:
    """Find the first latitude or longitude that no place has."""
    return outside(
        *(
            asked
            for latitude_deg, longitude_deg in places
            for asked in (
                ("latitude_deg", latitude_deg, -90.0, 90.0),
                ("longitude_deg", longitude_deg, -TURNS_MOST_DEG, TURNS_MOST_DEG),
            )
        )
    )


def geodesic_m(one: Position, other: Position) -> Result[float, NoNumber]:
    """Measure the shortest way between two places on the WGS 84 ellipsoid, in m (A24).

    Defined for latitudes from -90 to 90 degrees and longitudes of any turn; right to a millimetre,
    also for places opposite each other. Source: Vincenty 1975; Karney 2013. Rule ACT-92.
    """
    fault = off_the_earth(one, other)
    if fault is not None:
        return Failure(fault)
    return Success(shortest_m(one, other))


def shortest_m(one: Position, other: Position) -> float:
    """Measure as `geodesic_m` does, of two places that are known to be on the earth."""
    apart = abs(math.radians(math.remainder(other.longitude_deg - one.longitude_deg, 360.0)))
    places = _reduced(one.latitude_deg), _reduced(other.latitude_deg)
    return _length_m(_by_iteration(*places, apart) or _by_azimuth(*places, apart))


def _reduced(latitude_deg: float) -> _Place:
    latitude = math.radians(latitude_deg)
    beta = math.atan2((1 - _FLAT) * math.sin(latitude), math.cos(latitude))
    return _Place(math.sin(beta), math.cos(beta))


def _by_iteration(one: _Place, other: _Place, apart: float) -> _Arc | None:
    """Find the way as Vincenty does; None where his iteration does not settle."""
    turned = apart
    for _ in range(_STEPS_MOST):
        arc = _arc_over(one, other, turned)
        before, turned = turned, apart + _left_behind(arc)
        if abs(turned - before) <= _NEAR_ENOUGH:
            # Beyond half a turn it has settled on a way that is not the shortest.
            return arc if turned <= math.pi else None
    return None


def _arc_over(one: _Place, other: _Place, turned: float) -> _Arc:
    """The way on the auxiliary sphere between two latitudes so far apart in longitude."""
    sin_turned, cos_turned = math.sin(turned), math.cos(turned)
    sin_sigma = math.hypot(
        other.cos * sin_turned, one.cos * other.sin - one.sin * other.cos * cos_turned
    )
    cos_sigma = one.sin * other.sin + one.cos * other.cos * cos_turned
    sin_alpha = one.cos * other.cos * sin_turned / sin_sigma if sin_sigma else 0.0
    cos2_alpha = 1 - sin_alpha * sin_alpha
    # Along the equator it has no middle, and none is needed.
    middle = cos_sigma - 2 * one.sin * other.sin / cos2_alpha if cos2_alpha > 0 else 0.0
    return _Arc(math.atan2(sin_sigma, cos_sigma), middle, sin_alpha)


def _by_azimuth(one: _Place, other: _Place, apart: float) -> _Arc:
    """Find the azimuth at which a way from the place further from the equator meets the other."""
    far, near = (one, other) if abs(one.sin) >= abs(other.sin) else (other, one)
    side = 1.0 if far.sin < 0 else -1.0
    far = _Place(min(side * far.sin, -_HARDLY_SOUTH), far.cos)
    near = _Place(side * near.sin, near.cos)
    low, high = 0.0, math.pi
    for _ in range(_HALVINGS):
        azimuth = (low + high) / 2
        arc, turned = _arc_towards(far, near, azimuth)
        if turned - _left_behind(arc) < apart:
            low = azimuth
        else:
            high = azimuth
    return _arc_towards(far, near, high)[0]


def _arc_towards(far: _Place, near: _Place, azimuth: float) -> tuple[_Arc, float]:
    """The way that sets out at an azimuth up to a latitude, and the longitude it turns through."""
    sin_alpha = math.sin(azimuth) * far.cos
    start = math.cos(azimuth) * far.cos
    end = math.sqrt(start * start + (far.sin - near.sin) * (far.sin + near.sin))
    before, after = math.atan2(far.sin, start), math.atan2(near.sin, end)
    turned = math.atan2(sin_alpha * near.sin, end) - math.atan2(sin_alpha * far.sin, start)
    return _Arc(after - before, math.cos(before + after), sin_alpha), turned


def _left_behind(arc: _Arc) -> float:
    """How much less the ellipsoid turns under a way than the auxiliary sphere, in radians."""
    cos2_alpha = 1 - arc.sin_alpha * arc.sin_alpha
    c = _FLAT / 16 * cos2_alpha * (4 + _FLAT * (4 - 3 * cos2_alpha))
    middle, cos_sigma = arc.cos_twice_middle, math.cos(arc.sigma)
    inner = middle + c * cos_sigma * (2 * middle * middle - 1)
    return (1 - c) * _FLAT * arc.sin_alpha * (arc.sigma + c * math.sin(arc.sigma) * inner)


def _length_m(arc: _Arc) -> float:
    """How long a way on the auxiliary sphere is on the ellipsoid, in m."""
    excess = (_EQUATOR_M * _EQUATOR_M) / (_POLE_M * _POLE_M) - 1
    u2 = (1 - arc.sin_alpha * arc.sin_alpha) * excess
    a = 1 + u2 / 16_384 * (4_096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    b = u2 / 1_024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    sin_sigma, cos_sigma, middle = math.sin(arc.sigma), math.cos(arc.sigma), arc.cos_twice_middle
    square = 2 * middle * middle - 1
    third = b / 6 * middle * (4 * sin_sigma * sin_sigma - 3) * (2 * square - 1)
    inner = middle + b / 4 * (cos_sigma * square - third)
    return _POLE_M * a * (arc.sigma - b * sin_sigma * inner)
