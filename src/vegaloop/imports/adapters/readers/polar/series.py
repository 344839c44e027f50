"""What Polar recorded second by second: of the API, and of both layouts of the account export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, TypeAlias, final

from vegaloop.activity import Channel
from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.records import Fields, span_s
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import points_every
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.units import KMH_PER_M_S

__all__ = ("ApiSeries", "SeriesOf")

# The channels by the numbers of the API, and by what they are called in either export.
_NUMBERED: Final = {
    "0": Channel.HEART_RATE,
    "1": Channel.SPEED,
    "2": Channel.CADENCE,
    "3": Channel.ALTITUDE,
    "4": Channel.POWER,
    "8": Channel.CADENCE,
    "9": Channel.TEMPERATURE,
    "10": Channel.DISTANCE,
}


_BEATS: Final = "11"
_BEAT_MOST_MS: Final = 60_000
_SHOWN: Final = 60
_UNHELD: Final = {
    "5": "pedalling index",
    "6": "balance of left and right",
    "7": "air pressure",
}
_NAMED: Final = {
    "heartrate": Channel.HEART_RATE,
    "speed": Channel.SPEED,
    "cadence": Channel.CADENCE,
    "altitude": Channel.ALTITUDE,
    "power": Channel.POWER,
    "temperature": Channel.TEMPERATURE,
    "distance": Channel.DISTANCE,
}


_PLACES: Final = {"latitude": Channel.LATITUDE, "longitude": Channel.LONGITUDE}


_SIDE: Final = re.compile("(left|right)(pedal|crankcurrent|pedalcrankbased)power")
# Lists among the samples that are no series of numbers by themselves.
_APART: Final = frozenset({"samples", "recordedRoute"})
_PREFIX: Final = "sampletype"
_TYPED: Final = re.compile("^sample_?type_?", re.IGNORECASE)
_STYLE: Final = str.maketrans("", "", "_- ")
_SAMPLES_MOST: Final = 400_000


Points: TypeAlias = Sequence[tuple[float, float | None]]
Series: TypeAlias = dict[Channel, Points]


@final
class ApiSeries:
    """What an exercise of the API recorded: channels, beats, and the names of what is neither."""

    def __init__(self, record: Fields) -> None:
        self.points: Series = {}
        self.beats_ms: list[int] = []
        self.unknown: list[str] = []
        for value in record.many("samples"):
            self._add(Fields(value))
        points = [Fields(one) for one in record.many("route")]
        for name, channel in _PLACES.items():
            if points:
                self.points[channel] = [
                    (second, point.number(name))
                    for point in points
                    if (second := span_s(point.text("time"))) is not None
                ]

    def _add(self, sample: Fields) -> None:
        """Add a series: the first of a channel counts."""
        kind = sample.text("sample_type")
        channel = _NUMBERED.get(kind)
        values = [number_in(text) for text in sample.text("data").split(",")[:_SAMPLES_MOST]]
        if kind == _BEATS:
            known = (round(one) for one in values if one is not None)
            self.beats_ms.extend(ms for ms in known if 0 < ms <= _BEAT_MOST_MS)
        elif channel is None:
            self.unknown.append(_UNHELD.get(kind, f"series of type {kind}"[:_SHOWN]))
        elif channel not in self.points:
            rate_s = sample.number("recording_rate") or 1.0
            self.points[channel] = _scaled(channel, points_every(rate_s, values))


@final
class SeriesOf:
    """What an exercise of an export recorded: its channels, and the names of what is none."""

    def __init__(self, exercise: Fields, start: Result[When, BadTime], profile: Profile) -> None:
        self.points: Series = {}
        self.unknown: list[str] = []
        self._began = value_in(start)
        self._profile = profile
        self._sides: dict[str, Points] = {}
        samples, lists = exercise.within("samples"), exercise.get("samples")
        for name, held in lists.items() if isinstance(lists, dict) else ():
            if isinstance(held, list) and held and name not in _APART:
                points = [Fields(one) for one in held[:_SAMPLES_MOST]]
                self._add(str(name), self._timed(points, "value", "currentPower"))
        for value in samples.many("samples"):  # The newer layout.
            sample = Fields(value)
            every_s = (sample.number("intervalMillis") or 1_000.0) / 1_000
            values = sample.numbers("values")[:_SAMPLES_MOST]
            self._add(sample.text("type"), points_every(every_s, values))
        if self._sides and Channel.POWER not in self.points:
            self.points[Channel.POWER] = _added(self._sides.values())
        self._add_route(samples, exercise)

    def _add(self, name: str, points: Points) -> None:
        """Add a series: the first of a channel counts."""
        plain = name.translate(_STYLE).casefold().removeprefix(_PREFIX)
        channel, side = _NAMED.get(plain), _SIDE.fullmatch(plain)
        if side is not None:
            self._sides.setdefault(side.group(1), points)
        elif channel is None:
            self.unknown.append(spoken(_TYPED.sub("", name)))
        elif channel not in self.points:
            self.points[channel] = _scaled(channel, points)

    def _add_route(self, samples: Fields, exercise: Fields) -> None:
        route = [Fields(one) for one in samples.many("recordedRoute")[:_SAMPLES_MOST]]
        way = exercise.within("routes").within("route").many("wayPoints")[:_SAMPLES_MOST]
        for name, channel in _PLACES.items():
            if route:
                self.points[channel] = self._timed(route, name)
            elif way:
                self.points[channel] = [
                    (millis / 1_000, point.number(name))
                    for point in map(Fields, way)
                    if (millis := point.number("elapsedMillis")) is not None
                ]

    def _timed(self, points: Sequence[Fields], *names: str) -> Points:
        """Give each point the seconds after the start, both read off the same wall."""
        found: list[tuple[float, float | None]] = []
        if self._began is None:
            return found
        wall = self._began.moment.local.replace(tzinfo=None)
        for point in points:
            match of_iso(point.text("dateTime"), self._profile):
                case Success(when):
                    gone = (
                        when.moment.local.replace(tzinfo=None) - wall
                        if when.zone_assumed
                        else when.at - self._began.at
                    )
                    found.append((gone.total_seconds(), point.number(*names)))
                case Failure():
                    continue
        return found


def _added(sides: Iterable[Points]) -> Points:
    """Add up the power of the sides, moment by moment; where one has none the other counts."""
    sums: dict[float, float | None] = {}
    for at, watts in chain.from_iterable(sides):
        summed = sums.get(at)
        sums[at] = watts if summed is None else summed + (watts or 0.0)
    return list(sums.items())


def _scaled(channel: Channel, points: Points) -> Points:
    """Bring km/h to m/s; a heart rate of zero is none."""
    if channel is Channel.SPEED:
        return [(at, None if value is None else value / KMH_PER_M_S) for at, value in points]
    if channel is Channel.HEART_RATE:
        return [(at, value or None) for at, value in points]
    return list(points)
