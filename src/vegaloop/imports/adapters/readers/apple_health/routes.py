"""Where a workout went: the GPX file beside an export, or the places in it."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final, final

from msgspec import Struct

from vegaloop.activity import Channel
from vegaloop.infrastructure.formats.archive import Member
from vegaloop.infrastructure.formats.iso_time import datetime_in
from vegaloop.infrastructure.formats.xml import read_xml

__all__ = ("Point", "number_of", "points_of_gpx")

POINTS_MOST: Final = 2_000_000
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_OF: Final = {"ele": Channel.ALTITUDE, "speed": Channel.SPEED}


@final
class Point(Struct, frozen=True, gc=False):
    """Where somebody was at an instant, in degrees, metres and metres a second."""

    at_ms: int
    values: dict[Channel, float]


def number_of(text: str | None) -> float | None:
    """Read a decimal number; None for what is none."""
    try:
        value = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def position(latitude: str | None, longitude: str | None) -> dict[Channel, float]:
    """Read a place on Earth; nothing for what is none."""
    lat, lon = number_of(latitude), number_of(longitude)
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return {}
    return {Channel.LATITUDE: lat, Channel.LONGITUDE: lon}


def points_of_gpx(member: Member) -> tuple[Point, ...]:
    """Read the points of a route as Apple writes one; ReadFault where it is no GPX at all."""
    sink = _Route()
    read_xml(member.whole(), lambda _: sink)
    return tuple(sink.points)


@final
class _Route:
    """Takes the elements of a route."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._values: dict[Channel, float] | None = None
        self._at_ms: int | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a point."""
        if name == "trkpt" and len(self.points) < POINTS_MOST:
            self._values = position(attributes.get("lat"), attributes.get("lon"))
            self._at_ms = None

    def end(self, name: str, text: str) -> None:
        """Take what is said of a point, and the point."""
        if self._values is None:
            return
        if name == "time":
            self._at_ms = _at_ms(text)
        elif name in _OF:
            value = number_of(text)
            if value is not None and not (name == "speed" and value < 0):
                self._values[_OF[name]] = value
        elif name == "trkpt":
            if self._at_ms is not None and self._values:
                self.points.append(Point(self._at_ms, self._values))
            self._values = None


def _at_ms(text: str) -> int | None:
    given = datetime_in(text)
    if given is None:
        return None
    if given.tzinfo is None:
        given = given.replace(tzinfo=dt.UTC)
    return (given - _EPOCH) // _MILLISECOND
