"""Days, sessions, workouts and single values as Oura tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vegaloop.activity import Sport
from vegaloop.biometrics import Metric, SpO2
from vegaloop.imports.adapters.readers.common.days import (
    day_totals,
    midnight_of,
    resting_kcal,
    whole_day,
)
from vegaloop.imports.adapters.readers.common.making import UNMEASURED
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.oura.nights import MAKER, deviation_of, series_of
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "read_activity",
    "read_heart",
    "read_oxygen",
    "read_readiness",
    "read_session",
    "read_vo2max",
    "read_workout",
)

_OFFSET: Final = re.compile(r"[+-]\d{2}:?\d{2}$")
_LEFT_OUT: Final = (
    "score",
    "equivalent_walking_distance",
    "daily_movement",
    "met",
    "class_5_min",
    "average_met_minutes",
    *(f"{much}_activity_met_minutes" for much in ("high", "medium", "low")),
    "sedentary_met_minutes",
    "target_calories",
    "target_meters",
    "meters_to_target",
    "low_activity_time",
    "sedentary_time",
    "resting_time",
    "non_wear_time",
    "inactivity_alerts",
)
_QUIET: Final = ("meditation", "breathing")
_OF_DAY: Final = (
    (Metric.STEPS, ("steps",)),
    (Metric.ACTIVE_ENERGY, ("active_calories", "cal_active")),
)


def read_activity(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the totals of a day; what is not active of all that was spent is spent at rest."""
    written = record.text("timestamp", "day_start")
    offset_s = offset_in(found[0]) if (found := _OFFSET.search(written)) else None
    match whole_day(record.text("day", "summary_date"), profile, "day", offset_s=offset_s):
        case Failure(error):
            yield NotTaken(place, "day", error)
        case Success(day):
            totals = {metric: record.number(*names) for metric, names in _OF_DAY}
            spent = record.number("total_calories", "cal_total")
            totals[Metric.RESTING_ENERGY] = resting_kcal(spent, totals[Metric.ACTIVE_ENERGY])
            moving = [record.number(f"{much}_activity_time") for much in ("medium", "high")]
            if any(part is not None for part in moving):
                seconds = sum(part for part in moving if part is not None)
                totals[Metric.EXERCISE_TIME] = seconds / 60
            yield from day_totals(MAKER, place, day, totals.items())
    unplaced.add_all(record, _LEFT_OUT, place)


def read_readiness(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read how far the skin was from its usual temperature; the score is left."""
    yield from deviation_of(record.number("temperature_deviation"), place, _begun(record, profile))
    unplaced.add_all(record, ("score", "temperature_trend_deviation"), place)


def read_oxygen(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the mean saturation of a night."""
    value = record.within("spo2_percentage").number("average")
    if value:
        yield MAKER.reading(place, "spo2", _begun(record, profile), SpO2.of_percent(value))
    else:  # Zero or nothing where the night was too short.
        unplaced.add(UNMEASURED, place)
    unplaced.add_all(record, ("breathing_disturbance_index",), place)


def read_vo2max(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read an oxygen uptake."""
    value = record.number("vo2_max")
    if value:
        yield MAKER.sample(place, Metric.VO2MAX, _begun(record, profile), value)
    else:
        unplaced.add(UNMEASURED, place)


def read_heart(record: Fields, place: Place, profile: Profile, _: Unplaced) -> Iterator[Found]:
    """Read a heart rate."""
    when = of_iso(record.text("timestamp"), profile, "timestamp")
    yield MAKER.sample(place, Metric.HEART_RATE, when, record.number("bpm"))


def read_session(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a quiet session as a meditation, and the series of any."""
    kind = record.text("type")
    if kind in _QUIET:
        yield from recordings_of(place, _workout(record, profile, Sport.MEDITATION))
    else:
        unplaced.add(f"session of type {kind}" if kind else "session", place)
    heart, hrv = record.within("heart_rate"), record.within("heart_rate_variability")
    yield from series_of(heart, Metric.HEART_RATE, place, profile)
    yield from series_of(hrv, Metric.HRV_RMSSD, place, profile)
    unplaced.add_all(record, ("mood", "motion_count"), place)


def read_workout(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a workout of its totals."""
    yield from recordings_of(place, _workout(record, profile, record.text("activity")))
    unplaced.add_all(record, ("intensity",), place)


def _workout(record: Fields, profile: Profile, sport: str | Sport) -> Workout:
    start = of_iso(record.text("start_datetime"), profile, "start_datetime")
    end = of_iso(record.text("end_datetime"), profile, "end_datetime")
    return Workout(
        sport=sport,
        start=start,
        told=Told(
            elapsed_s=seconds_between(start, end),
            distance_m=record.number("distance"),
            energy_kcal=record.number("calories"),
        ),
        source=MAKER.source,
        external_id=record.text("id"),
        name=record.text("label"),
    )


def _begun(record: Fields, profile: Profile) -> Result[When, BadTime]:
    """The midnight the day began with that a record names, whatever moment beside it means that."""
    if record.get("day") is None:
        return of_iso(record.text("timestamp"), profile, "timestamp")
    return midnight_of(record.get("day"), profile, "day")
