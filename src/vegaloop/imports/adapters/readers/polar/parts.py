"""The parts of Polar's workouts: their start, numbers, laps and pauses, in every layout.

Rule 1: the wall clock is told, and beside it by how many minutes it was ahead of UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.records import Fields, span_s
from vegaloop.imports.adapters.readers.common.walls import stepped, wall_at
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso, of_offset
from vegaloop.imports.adapters.readers.common.workouts import Told, ToldLap
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, Interval

__all__ = ("filled", "laps_of", "pauses_of", "start_of", "told_of")

_PARTS_MOST: Final = 10_000


def told_of(record: Fields) -> Told:
    """Read the numbers of a session, an exercise or a lap."""
    rates = record.within("heart_rate", "heartRate")
    elapsed_s = _length_s(record, "duration")
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


def filled(told: Told, whole: Told) -> Told:
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


def start_of(
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


def laps_of(exercise: Fields, start: Result[When, BadTime]) -> tuple[ToldLap, ...]:
    """Read the laps somebody pressed or, without any, those the device made."""
    began = value_in(start)
    laps: list[ToldLap] = []
    for lap in _laps(exercise, "laps") or _laps(exercise, "autoLaps"):
        length_s, split_s = _length_s(lap, "duration"), _length_s(lap, "splitTime")
        at: Instant | None = None
        if began is not None and split_s is not None and length_s is not None:
            at = stepped(began, split_s - length_s).at if split_s >= length_s else None
        laps.append(ToldLap(at, told_of(lap)))
    return tuple(laps)


def pauses_of(
    exercise: Fields, start: Result[When, BadTime], profile: Profile
) -> tuple[Interval, ...]:
    """Read when an exercise stood still, on the wall it began on."""
    match start:
        case Failure():
            return ()
        case Success(began):
            ahead_s = None if began.zone_assumed else began.moment.utc_offset_s
            pauses = _stops(exercise, ahead_s, profile)
            return tuple(sorted(pauses, key=lambda pause: pause.start))


def _stops(exercise: Fields, ahead_s: int | None, profile: Profile) -> Iterator[Interval]:
    for value in exercise.many("pauseTimes")[:_PARTS_MOST]:
        pause = Fields(value)
        stopped = value_in(wall_at(pause.text("startTime"), ahead_s, profile))
        went = value_in(wall_at(pause.text("endTime"), ahead_s, profile))
        length_s = _length_s(pause, "duration")
        if stopped is not None and went is None and length_s is not None:
            went = stepped(stopped, length_s)
        if stopped is not None and went is not None and stopped.at < went.at:
            yield Interval(stopped.at, went.at)


def _laps(exercise: Fields, name: str) -> list[Fields]:
    """The laps of a kind: in a list, or in the list of that name of an object of both kinds."""
    packed = [one for one in ("laps", "autoLaps") if isinstance(exercise.get(one), dict)]
    for holder in (exercise, *map(exercise.within, packed)):
        if not isinstance(holder.get(name), dict):
            found = holder.many(name)[:_PARTS_MOST]
            if found:
                return [Fields(one) for one in found]
    return []


def _length_s(record: Fields, name: str) -> float | None:
    """How long something took: counted in milliseconds, or written as a span."""
    millis = record.number(f"{name}Millis")
    return span_s(record.text(name)) if millis is None else millis / 1_000
