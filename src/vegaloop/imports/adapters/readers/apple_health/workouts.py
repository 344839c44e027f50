"""Workouts: what an export says of one, and the recording that makes.

Rule 1: what Apple summed up is taken; beats, power and places are those of its time (IMP-25).
"""

from __future__ import annotations

import re
from typing import Final

from vegaloop.activity import Channel, Recording, Stream, Streams, packed_times
from vegaloop.imports.adapters.readers.apple_health.names import short
from vegaloop.imports.adapters.readers.apple_health.routes import Point
from vegaloop.imports.adapters.readers.apple_health.series import Kept
from vegaloop.imports.adapters.readers.apple_health.sports import sport_of_workout
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.totals import (
    Workout,
    laps_of,
    pauses_of,
    totals_of,
)
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.adapters.readers.common.workouts import WHAT
from vegaloop.imports.domain.found import FoundRecording, NotTaken
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Success, both
from vegaloop.kernel.time import epoch_us

__all__ = ("is_within", "recording_of")

ELAPSED_MOST_S: Final = 31 * 86_400
_EARLY_MS: Final = 5 * 60_000  # A watch looks for satellites before, and ends its route after.
_SENSED: Final = (Channel.HEART_RATE, Channel.POWER, Channel.CADENCE, Channel.SPEED)
_DEVICE: Final = re.compile(r"name:([^,>]*)(?:.*?hardware:(.*?)(?:, software:|>|$))?")


def is_within(workout: Workout, point: Point, times: Times) -> bool:
    """Whether somebody was there in a workout, or just before or after."""
    start, end = (times.at(workout.said.get(one, "")) for one in ("startDate", "endDate"))
    if start is None or end is None:
        return False
    return start[0] * 1_000 - _EARLY_MS <= point.at_ms <= end[0] * 1_000 + _EARLY_MS


def recording_of(
    workout: Workout, times: Times, kept: Kept, points: tuple[Point, ...]
) -> FoundRecording | NotTaken:
    """Make a recording of a workout, of the samples of its time and of where it went."""
    zone = workout.metadata.get("HKTimeZone")
    start = times.when(workout.said.get("startDate", ""), "startDate", zone)
    end = times.when(workout.said.get("endDate", ""), "endDate", zone)
    match both(start, end):
        case Failure(bad_times):
            return NotTaken(workout.place, WHAT, bad_times[0])
        case Success((began, ended)):
            elapsed_s = (ended.at - began.at).total_seconds()
            if not 0 <= elapsed_s <= ELAPSED_MOST_S:
                reason = OutOfRange("endDate", elapsed_s, 0, ELAPSED_MOST_S)
                return NotTaken(workout.place, WHAT, reason)
            streams = _streams(workout, kept, points, began, elapsed_s)
            return _recording(workout, times, began, elapsed_s, streams)


def _recording(
    workout: Workout, times: Times, began: When, elapsed_s: float, streams: Streams
) -> FoundRecording:
    kind, metadata = workout.said.get("workoutActivityType", ""), workout.metadata
    sport, sub_sport = sport_of_workout(
        kind,
        indoors=metadata.get("HKIndoorWorkout") in ("1", "true"),
        water=metadata.get("HKSwimmingLocationType"),
    )
    recording = Recording(
        sport=sport,
        sub_sport=sub_sport,
        name=metadata.get("HKWorkoutBrandName") or None,
        start=began.at,
        utc_offset_s=began.moment.utc_offset_s,
        totals=totals_of(workout, elapsed_s),
        streams=streams,
        laps=laps_of(workout, times),
        pauses=pauses_of(workout, times),
    )
    own = metadata.get("HKExternalUUID") or f"{began.at.isoformat()}/{short(kind)}"
    device = _device(workout.said.get("device", ""))
    return FoundRecording(workout.place, recording, workout.source, own, device)


def _streams(
    workout: Workout, kept: Kept, points: tuple[Point, ...], began: When, elapsed_s: float
) -> Streams:
    """Put what is known of each moment side by side."""
    start_ms = epoch_us(began.at) // 1_000
    end_ms = start_ms + round(elapsed_s * 1_000)
    columns: dict[Channel, dict[int, float]] = {
        channel: kept.between(channel, workout.source, start_ms, end_ms) for channel in _SENSED
    }
    for point in points:
        if start_ms - _EARLY_MS <= point.at_ms <= end_ms + _EARLY_MS:
            for channel, value in point.values.items():
                columns.setdefault(channel, {})[point.at_ms] = value
    at_ms = sorted({one for column in columns.values() for one in column})
    return Streams(
        packed_times(one - start_ms for one in at_ms),
        tuple(
            Stream.of_values(channel, (column.get(one) for one in at_ms))
            for channel, column in columns.items()
            if column
        ),
    )


def _device(text: str) -> str | None:
    """Say what recorded a workout: `Apple Watch (Watch6,7)`."""
    found = _DEVICE.search(text)
    if found is None:
        return None
    name, hardware = ((one or "").strip() for one in found.groups())
    return f"{name} ({hardware})"[:64] if hardware else name[:64] or None
