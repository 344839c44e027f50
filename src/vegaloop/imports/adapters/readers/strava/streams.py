"""The streams of an activity as Strava's API answers with them, by the key of each or by its `type`.

Rule 1: the n-th value of a stream is of the n-th time; without times none has a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.activity import Channel, Streams
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.workouts import streams_of
from vegaloop.imports.domain.found import NotTaken, Place

__all__ = ("StreamSet", "is_streams")

_SHOWN: Final = 60
_TIMES: Final = "time"
_PLACES: Final = "latlng"
_CHANNELS: Final = {
    "heartrate": Channel.HEART_RATE,
    "watts": Channel.POWER,
    "cadence": Channel.CADENCE,
    "velocity_smooth": Channel.SPEED,
    "distance": Channel.DISTANCE,
    "altitude": Channel.ALTITUDE,
    "temp": Channel.TEMPERATURE,
}


def is_streams(value: object) -> bool:
    """Tell whether a document is nothing but streams."""
    if isinstance(value, list):
        first = Fields(next(iter(value), None))
        return first.has("type", "series_type", "original_size")
    held = (one for one in Fields(value).values() if isinstance(one, dict))
    return any(Fields(one).has("series_type", "original_size") for one in held)


@final
class StreamSet:
    """The streams of one activity, each by its name."""

    def __init__(self, named: Mapping[str, Fields]) -> None:
        self._named = named

    @classmethod
    def of(cls, streams: object) -> StreamSet:
        """Take streams apart."""
        if isinstance(streams, list):
            return cls({Fields(one).text("type"): Fields(one) for one in streams})
        held = streams if isinstance(streams, dict) else {}
        return cls({str(name): Fields(one) for name, one in held.items() if isinstance(one, dict)})

    @property
    def has_power(self) -> bool:
        """Whether one of them is of power."""
        return "watts" in self._named

    def packed(self, *, measured: bool) -> Streams:
        """Lay them side by side; a power that was not measured is left out."""
        if _TIMES not in self._named:
            return Streams()
        times = self._named[_TIMES].numbers("data")
        points = {
            channel: _along(times, self._named[name].numbers("data"))
            for name, channel in _CHANNELS.items()
            if name in self._named and (measured or channel is not Channel.POWER)
        }
        if _PLACES in self._named:
            places = [_pair(one) for one in self._named[_PLACES].many("data")]
            points[Channel.LATITUDE] = _along(times, [first for first, _ in places])
            points[Channel.LONGITUDE] = _along(times, [second for _, second in places])
        return streams_of(points)

    def left_out(self) -> Iterator[str]:
        """Name what there is no room for."""
        for name in sorted(self._named.keys() - {*_CHANNELS, _TIMES, _PLACES}):
            yield f"stream of {spoken(name)}"[:_SHOWN]
        if self._named and _TIMES not in self._named:
            yield "stream without its times"

    def told(self, place: Place, what: str) -> Iterator[NotTaken]:
        """Tell what held something else than a stream holds."""
        for one in self._named.values():
            yield from one.told(place, what)


def _along(
    times: list[float | None], values: list[float | None]
) -> list[tuple[float, float | None]]:
    pairs = zip(times, values, strict=False)
    return [(second, value) for second, value in pairs if second is not None]


def _pair(value: object) -> tuple[float | None, float | None]:
    if not isinstance(value, list) or len(value) != 2:
        return None, None
    first, second = Fields({"one": value}).numbers("one")
    return first, second
