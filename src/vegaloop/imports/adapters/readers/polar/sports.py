"""Polar's workouts: of the API, and of both layouts of the account export.

Rule 1: the wall clock is told, and beside it by how many minutes it was ahead of UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.records import Fields, span_s
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso, of_offset
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    ToldLap,
    Workout,
    recordings_of,
    streams_of,
)
from vegaloop.imports.adapters.readers.polar.series import api_series, export_series
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, later

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
_DAY_S: Final = 86_400.0


def read_exercise(record: Fields, place: Place, profile: Profile) -> Iterator[Found]:
    """Read an exercise of the API."""
    workout = Workout(
        sport=_sport(record),
        start=_start(record, profile),
        told=_told(record),
        source=_SOURCE,
        external_id=record.text("id"),
        device=record.text("device"),
        streams=streams_of(api_series(record)),
    )
    yield from recordings_of(place, workout)


def read_session(session: Fields, place: Place, profile: Profile) -> Iterator[Found]:
    """Read a training session of an export: each of its exercises is a workout."""
    exercises = [Fields(one) for one in session.many("exercises")] or [session]
    named = session.within("identifier").text("id") if "identifier" in session else ""
    for n, exercise in enumerate(exercises, 1):
        start = _start(exercise, profile, session)
        told = _told(exercise if "exercises" not in exercise else session)
        if len(exercises) == 1 and exercise is not session:
            told = _filled(told, _told(session))
        part = named if len(exercises) == 1 else f"{named}/{n}"
        workout = Workout(
            sport=_sport(exercise) or _sport(session),
            start=start,
            told=told,
            source=_SOURCE,
            external_id=part if named else "",
            name=session.text("name"),
            device=session.text("deviceName", "productName"),
            laps=_laps(exercise, start),
            streams=streams_of(export_series(exercise, start, profile)),
        )
        yield from recordings_of(place, workout)
        yield from exercise.told(place, "activity")


def _sport(record: Fields) -> str:
    detailed, sport = record.text("detailed_sport_info"), record.get("sport")
    if isinstance(sport, dict):
        number = Fields(sport).text("id")
        return _SPORTS.get(number, "")
    return detailed or (sport if isinstance(sport, str) else "")


def _told(record: Fields) -> Told:
    rates = record.within("heart_rate", "heartRate")
    millis = record.number("durationMillis")
    elapsed_s = span_s(record.text("duration")) if millis is None else millis / 1_000
    powers = record.within("power") if isinstance(record.get("power"), dict) else Fields(None)
    turns = record.within("cadence") if isinstance(record.get("cadence"), dict) else Fields(None)
    return Told(
        elapsed_s=elapsed_s,
        distance_m=record.number("distance", "distanceMeters"),
        energy_kcal=record.number("calories", "kiloCalories"),
        mean_rate_bpm=rates.number("average", "avg") or record.number("averageHeartRate", "hrAvg"),
        most_rate_bpm=rates.number("maximum", "max") or record.number("maximumHeartRate", "hrMax"),
        mean_power_w=powers.number("avg", "average"),
        most_power_w=powers.number("max", "maximum"),
        cadence_rpm=turns.number("avg", "average"),
        ascent_m=record.number("ascent", "ascentMeters"),
        descent_m=record.number("descent", "descentMeters"),
    )


def _filled(told: Told, whole: Told) -> Told:
    """Take from a session what its only exercise does not say."""
    return Told(
        elapsed_s=told.elapsed_s or whole.elapsed_s,
        distance_m=told.distance_m or whole.distance_m,
        energy_kcal=told.energy_kcal or whole.energy_kcal,
        mean_rate_bpm=told.mean_rate_bpm or whole.mean_rate_bpm,
        most_rate_bpm=told.most_rate_bpm or whole.most_rate_bpm,
        mean_power_w=told.mean_power_w,
        most_power_w=told.most_power_w,
        cadence_rpm=told.cadence_rpm,
        ascent_m=told.ascent_m or whole.ascent_m,
        descent_m=told.descent_m or whole.descent_m,
    )


def _start(
    record: Fields, profile: Profile, session: Fields | None = None
) -> Result[When, BadTime]:
    """Read when it began, on a wall so many minutes ahead."""
    both = (record,) if session is None else (record, session)
    written = next((text for one in both if (text := one.text("start_time"))), "")
    names = ("start_time_utc_offset", "timezoneOffset", "timezoneOffsetMinutes")
    minutes = next((m for one in both if (m := one.number(*names)) is not None), None)
    match of_iso(written, profile, "start_time"):
        case Success(when) if when.zone_assumed and minutes is not None and abs(minutes) <= 1_080:
            wall = when.moment.local.replace(tzinfo=None)
            return of_offset(wall, round(minutes * 60), "start_time")
        case Success(when):
            return Success(when)
        case Failure(error):
            return Failure(error)


def _laps(exercise: Fields, start: Result[When, BadTime]) -> tuple[ToldLap, ...]:
    """Read the laps somebody pressed or, without any, those the device made."""
    began = value_in(start)
    laps: list[ToldLap] = []
    for value in exercise.many("laps") or exercise.many("autoLaps"):
        lap = Fields(value)
        length_s, split_s = span_s(lap.text("duration")), span_s(lap.text("splitTime"))
        at: Instant | None = None
        if began is not None and split_s is not None and length_s is not None:
            at = _after(began.at, split_s - length_s)
        laps.append(ToldLap(at, _told(lap)))
    return tuple(laps)


def _after(start: Instant, seconds: float) -> Instant | None:
    within = 0 <= seconds <= 40 * _DAY_S
    return later(start, dt.timedelta(seconds=seconds)) if within else None
