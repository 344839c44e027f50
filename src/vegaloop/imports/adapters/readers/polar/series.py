"""What Polar recorded second by second: of the API, and of both layouts of the account export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.activity import Channel
from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.records import Fields, span_s
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import (
    points_every,
)
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.units import KMH_PER_M_S

__all__ = ("api_series", "export_series")

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


_NAMED: Final = {
    "heartrate": Channel.HEART_RATE,
    "speed": Channel.SPEED,
    "cadence": Channel.CADENCE,
    "altitude": Channel.ALTITUDE,
    "power": Channel.POWER,
    "leftpedalpower": Channel.POWER,
    "temperature": Channel.TEMPERATURE,
    "distance": Channel.DISTANCE,
}


_PLACES: Final = {"latitude": Channel.LATITUDE, "longitude": Channel.LONGITUDE}


_SAMPLES_MOST: Final = 400_000


Series = dict[Channel, Sequence[tuple[float, float | None]]]


def api_series(record: Fields) -> Series:
    """Take the samples and the route of an exercise of the API."""
    series: Series = {}
    for value in record.many("samples"):
        sample = Fields(value)
        channel = _NUMBERED.get(sample.text("sample_type"))
        if channel is None or channel in series:
            continue
        rate_s = sample.number("recording_rate") or 1.0
        values = [number_in(text) for text in sample.text("data").split(",")[:_SAMPLES_MOST]]
        series[channel] = _scaled(channel, points_every(rate_s, values))
    points = [Fields(one) for one in record.many("route")]
    for name, channel in _PLACES.items():
        if points:
            series[channel] = [
                (second, point.number(name))
                for point in points
                if (second := span_s(point.text("time"))) is not None
            ]
    return series


def export_series(exercise: Fields, start: Result[When, BadTime], profile: Profile) -> Series:
    """Take the samples and the route of an exercise of an export."""
    series: Series = {}
    began = value_in(start)
    samples = exercise.within("samples")
    for name, channel in _NAMED.items():
        values = samples.get(name)
        if began is not None and isinstance(values, list) and channel not in series:
            points = [Fields(one) for one in values[:_SAMPLES_MOST]]
            series[channel] = _scaled(channel, _timed(points, "value", began, profile))
    for value in samples.many("samples"):  # The newer layout.
        sample = Fields(value)
        channel_named = _NAMED.get(sample.text("type").replace("_", "").casefold())
        if channel_named is not None and channel_named not in series:
            every_s = (sample.number("intervalMillis") or 1_000.0) / 1_000
            points_of = points_every(every_s, sample.numbers("values")[:_SAMPLES_MOST])
            series[channel_named] = _scaled(channel_named, points_of)
    route = [Fields(one) for one in samples.many("recordedRoute")[:_SAMPLES_MOST]]
    way = exercise.within("routes").within("route").many("wayPoints")[:_SAMPLES_MOST]
    for name, channel in _PLACES.items():
        if route and began is not None:
            series[channel] = _timed(route, name, began, profile)
        elif way:
            series[channel] = [
                (millis / 1_000, point.number(name))
                for point in map(Fields, way)
                if (millis := point.number("elapsedMillis")) is not None
            ]
    return series


def _timed(
    points: Sequence[Fields], name: str, began: When, profile: Profile
) -> list[tuple[float, float | None]]:
    """Give each point the seconds after the start, both read off the same wall."""
    wall = began.moment.local.replace(tzinfo=None)
    found: list[tuple[float, float | None]] = []
    for point in points:
        match of_iso(point.text("dateTime"), profile):
            case Success(when):
                aware = not when.zone_assumed
                gone = (
                    when.at - began.at if aware else when.moment.local.replace(tzinfo=None) - wall
                )
                found.append((gone.total_seconds(), point.number(name)))
            case Failure():
                continue
    return found


def _scaled(
    channel: Channel, points: Sequence[tuple[float, float | None]]
) -> list[tuple[float, float | None]]:
    """Bring km/h to m/s; a heart rate of zero is none."""
    if channel is Channel.SPEED:
        return [(at, None if value is None else value / KMH_PER_M_S) for at, value in points]
    if channel is Channel.HEART_RATE:
        return [(at, value or None) for at, value in points]
    return list(points)
