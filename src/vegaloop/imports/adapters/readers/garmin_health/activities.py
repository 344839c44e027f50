"""Activities of Garmin's Health API: summaries, those told by hand, and details with samples.

Rule 1: an activity is known by its summary's id: that of its details is another, and both are one
training.
Rule 2: steps a minute are two to a stride.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from vegaloop.activity import Channel, Streams
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    ToldLap,
    Workout,
    recordings_of,
    streams_of,
)
from vegaloop.imports.adapters.readers.garmin_connect.activities import (
    WHOLE,
    is_whole,
    sport_said,
)
from vegaloop.imports.adapters.readers.garmin_connect.clock import GARMIN
from vegaloop.imports.adapters.readers.garmin_health.clock import moment_of
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in

__all__ = ("activity", "corrected", "details")

_START: Final = "startTimeInSeconds"
_UNKNOWN: Final = "unknown"  # What Garmin calls a device it has no name for.
_PER_STRIDE: Final = 2
_CADENCES: Final = (
    ("averageRunCadenceInStepsPerMinute", _PER_STRIDE),
    ("averageBikeCadenceInRoundsPerMinute", 1),
    ("averageBikeCadenceInRPM", 1),
    ("averageSwimCadenceInStrokesPerMinute", 1),
    ("averageWheelchairCadenceInPushesPerMinute", 1),
)
_CHANNELS: Final = (
    ("heartRate", Channel.HEART_RATE, 1),
    ("powerInWatts", Channel.POWER, 1),
    ("bikeCadenceInRPM", Channel.CADENCE, 1),
    ("stepsPerMinute", Channel.CADENCE, _PER_STRIDE),
    ("swimCadenceInStrokesPerMinute", Channel.CADENCE, 1),
    ("directWheelchairCadence", Channel.CADENCE, 1),
    ("speedMetersPerSecond", Channel.SPEED, 1),
    ("totalDistanceInMeters", Channel.DISTANCE, 1),
    ("elevationInMeters", Channel.ALTITUDE, 1),
    ("airTemperatureCelcius", Channel.TEMPERATURE, 1),
    ("latitudeInDegree", Channel.LATITUDE, 1),
    ("longitudeInDegree", Channel.LONGITUDE, 1),
)
_LEFT_OUT: Final = {
    "averageSpeedInMetersPerSecond": "average speed",
    "maxSpeedInMetersPerSecond": "maximum speed",
    "averagePaceInMinutesPerKilometer": "average pace",
    "maxPaceInMinutesPerKilometer": "maximum pace",
    "maxRunCadenceInStepsPerMinute": "maximum cadence",
    "maxBikeCadenceInRoundsPerMinute": "maximum cadence",
    "steps": "steps of an activity",
    "pushes": "pushes of an activity",
    "numberOfActiveLengths": "lengths of a pool",
}


def activity(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the summary of an activity."""
    yield from _made(record, record, place, profile, unplaced)


def corrected(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the summary of an activity as the person put it right at Garmin."""
    yield from _made(record, record, place, profile, unplaced, corrected=True)


def details(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read an activity with its samples and laps, beside which its summary stands."""
    yield from _made(record, record.within("summary"), place, profile, unplaced)


def _made(
    record: Fields,
    summary: Fields,
    place: Place,
    profile: Profile,
    unplaced: Unplaced,
    *,
    corrected: bool = False,
) -> Iterator[Found]:
    if is_whole(summary):
        unplaced.add(WHOLE, place)
        return
    start = moment_of(summary, profile)
    began = value_in(start)
    samples = [Fields(one) for one in record.many("samples")]
    told = _told(summary, samples)
    device = summary.text("deviceName")
    workout = Workout(
        sport=sport_said(summary.text("activityType")),
        start=start,
        told=told,
        source=GARMIN,
        external_id=record.text("summaryId", "activityId"),
        name=summary.text("activityName"),
        notes=summary.text("activityDescription"),
        device="" if device.casefold() == _UNKNOWN else device,
        laps=() if began is None else _laps(record.many("laps"), began, told),
        streams=Streams() if began is None else _streams(samples, began, place, unplaced),
        corrected=corrected,
    )
    yield from recordings_of(place, workout)
    for one in samples:
        yield from one.told(place, "activity")
    if summary is not record:
        yield from summary.told(place, "activity")
    unplaced.add_named(summary, _LEFT_OUT, place)


def _told(summary: Fields, samples: list[Fields]) -> Told:
    timer_s = summary.number("durationInSeconds")
    clocks = [one.number("clockDurationInSeconds") for one in samples]
    lasted_s = max((clock for clock in clocks if clock is not None), default=None)
    goes_on = lasted_s is not None and timer_s is not None and lasted_s > timer_s
    return Told(
        elapsed_s=lasted_s if goes_on or timer_s is None else timer_s,
        timer_s=timer_s,
        distance_m=summary.number("distanceInMeters") or None,
        energy_kcal=summary.number("activeKilocalories") or None,
        mean_rate_bpm=summary.number("averageHeartRateInBeatsPerMinute"),
        most_rate_bpm=summary.number("maxHeartRateInBeatsPerMinute"),
        cadence_rpm=_cadence(summary),
        ascent_m=summary.number("totalElevationGainInMeters"),
        descent_m=summary.number("totalElevationLossInMeters"),
    )


def _cadence(summary: Fields) -> float | None:
    for name, per_turn in _CADENCES:
        if turns := summary.number(name):
            return turns / per_turn
    return None


def _laps(given: list[object], began: When, told: Told) -> tuple[ToldLap, ...]:
    """Lay laps, which say when they begin, one behind the other up to the end."""
    ends = stepped(began, told.elapsed_s or 0.0).at.timestamp()
    begun = (Fields(one).number(_START) for one in given)
    starts = sorted({second for second in begun if second is not None and second < ends})
    return tuple(
        ToldLap(stepped(began, one - began.at.timestamp()).at, Told(elapsed_s=after - one))
        for one, after in pairwise((*starts, ends))
    )


def _streams(samples: list[Fields], began: When, place: Place, unplaced: Unplaced) -> Streams:
    start_s = began.at.timestamp()
    points: dict[Channel, list[tuple[float, float | None]]] = {}
    for sample in samples:
        at_s = sample.number(_START)
        if at_s is None:
            unplaced.add("sample without its time", place)
            continue
        for name, channel, per_unit in _CHANNELS:
            value = sample.number(name)
            if value is not None and (value or channel is not Channel.HEART_RATE):
                points.setdefault(channel, []).append((at_s - start_s, value / per_unit))
    return streams_of(points)
