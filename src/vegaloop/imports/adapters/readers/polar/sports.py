"""Polar's workouts: of the API, and of both layouts of the account export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.activity import Streams, packed
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.common.workouts import Workout, recordings_of, streams_of
from vegaloop.imports.adapters.readers.polar.parts import (
    filled,
    laps_of,
    pauses_of,
    start_of,
    told_of,
)
from vegaloop.imports.adapters.readers.polar.series import ApiSeries, SeriesOf
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in

__all__ = ("read_exercise", "read_session")

_SOURCE: Final = source_of("polar")
# The numbers of sports the newer export writes instead of words (from memory).
_SPORTS: Final = {
    "1": "running",
    "2": "cycling",
    "3": "walking",
    "4": "jogging",
    "5": "mountain_biking",
    "6": "cross_country_skiing",
    "7": "alpine_skiing",
    "8": "rowing",
    "9": "nordic_walking",
    "10": "skating",
    "11": "hiking",
    "12": "tennis",
    "15": "strength_training",
    "17": "treadmill_running",
    "18": "indoor_cycling",
    "23": "swimming",
    "103": "pool_swimming",
    "105": "open_water_swimming",
}
# What an exercise has beside, that there is no room for.
_UNREAD: Final = ("zones",)


def read_exercise(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read an exercise of the API; Polar tells no change of one but that it came anew."""
    series, came = ApiSeries(record), value_in(of_iso(record.text("upload_time"), profile))
    streams = streams_of(series.points)
    workout = Workout(
        sport=_sport(record),
        start=start_of(record, profile),
        told=told_of(record),
        source=_SOURCE,
        external_id=record.text("id"),
        device=record.text("device"),
        streams=Streams(streams.times_ms, streams.columns, beats_ms=packed(series.beats_ms)),
        modified_at=None if came is None else came.at,
    )
    yield from recordings_of(place, workout)
    for unknown in series.unknown:
        unplaced.add(unknown, place)


def read_session(
    session: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a training session of an export: each of its exercises is a workout."""
    exercises = [Fields(one) for one in session.many("exercises")] or [session]
    named = session.within("identifier").text("id") if "identifier" in session else ""
    modified = value_in(of_iso(session.text("modified"), profile))
    for n, exercise in enumerate(exercises, 1):
        start = start_of(exercise, profile, session)
        told = told_of(exercise if "exercises" not in exercise else session)
        if len(exercises) == 1 and exercise is not session:
            told = filled(told, told_of(session))
        series = SeriesOf(exercise, start, profile)
        part = named if len(exercises) == 1 else f"{named}/{n}"
        workout = Workout(
            sport=_sport(exercise) or _sport(session),
            start=start,
            told=told,
            source=_SOURCE,
            external_id=part if named else "",
            name=session.text("name"),
            device=session.text("deviceName", "productName")
            or session.within("product").text("modelName"),
            notes=session.text("note", "notes"),
            laps=laps_of(exercise, start),
            pauses=pauses_of(exercise, start, profile),
            streams=streams_of(series.points),
            modified_at=None if modified is None else modified.at,
        )
        yield from recordings_of(place, workout)
        for unknown in series.unknown:
            unplaced.add(unknown, place)
        unplaced.add_all(exercise, _UNREAD, place)
        if exercise is not session:
            yield from exercise.told(place, "activity")


def _sport(record: Fields) -> str:
    detailed, sport = record.text("detailed_sport_info"), record.get("sport")
    if isinstance(sport, dict):
        number = Fields(sport).text("id")
        return _SPORTS.get(number, "")
    return detailed or (sport if isinstance(sport, str) else "")
