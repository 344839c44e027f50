"""Workouts a phone tells of, with their beats and where they went.

Rule 1: a workout is called what the export of its platform calls it, so that both are one.
"""

from __future__ import annotations

import re
from typing import Final

from vegaloop.activity import Channel, Sport, Streams, sport_of
from vegaloop.imports.adapters.readers.apple_health.sports import sport_of_workout
from vegaloop.imports.adapters.readers.common.when import BadTime
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    Workout,
    recordings_of,
    streams_of,
)
from vegaloop.imports.adapters.readers.health_connect.words import SPORTS
from vegaloop.imports.adapters.readers.phone.entry import ONE_NUMBER, Bound, Entry, Read, first_of
from vegaloop.kernel.result import Failure, Result, Success, all_of, both, value_in

__all__ = ("workout",)

_PREFIX: Final = "HKWorkoutActivityType"
_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
# What a phone may tell of a workout in one number each.
_NUMBERS: Final = (
    "timer_s",
    "distance_m",
    "energy_kcal",
    "mean_rate_bpm",
    "most_rate_bpm",
    "ascent_m",
    "descent_m",
)
_STREAMS: Final = {
    "heart_rate_bpm": Channel.HEART_RATE,
    "power_w": Channel.POWER,
    "cadence_rpm": Channel.CADENCE,
    "speed_m_s": Channel.SPEED,
}
_ROUTE: Final = (
    Bound(90.0, "a latitude from -90 to 90"),
    Bound(180.0, "a longitude from -180 to 180"),
    Bound(wanted="metres above the sea where known"),
)


def workout(entry: Entry) -> Read:
    """Read a workout: how long, how far, and its streams."""
    match both(all_of(entry.told(name) for name in _NUMBERS), _streams(entry)):
        case Failure(errors):
            return Failure(first_of(errors))
        case Success((numbers, streams)):
            told = dict(zip(_NUMBERS, numbers, strict=True))
            return Success(tuple(recordings_of(entry.place, _workout(entry, told, streams))))


def _workout(entry: Entry, told: dict[str, float | None], streams: Streams) -> Workout:
    return Workout(
        sport=_apple_sport(entry) if entry.is_apple else _sport(entry),
        start=entry.start,
        told=Told(elapsed_s=entry.length_s or None, **told),
        source=entry.maker.source,
        external_id=_own_name(entry),
        name=entry.record.text("name"),
        device=entry.record.text("device"),
        notes=entry.record.text("notes"),
        streams=streams,
    )


def _own_name(entry: Entry) -> str:
    """What the export calls it: Apple's by its start and type, unless its app had a name for it."""
    if not entry.is_apple:
        return entry.id
    began = value_in(entry.start)
    own = entry.record.text("external_id")
    return own or ("" if began is None else f"{began.at.isoformat()}/{_apple_type(entry)}")


def _apple_type(entry: Entry) -> str:
    """Apple's own word: `running`, `traditional_strength_training` and `HKWorkout…` are the same."""
    said = entry.record.text("sport").removeprefix(_PREFIX)
    return _PREFIX + "".join(part[0].upper() + part[1:] for part in _WORD.findall(said))


def _apple_sport(entry: Entry) -> str | Sport:
    sport, variety = sport_of_workout(
        _apple_type(entry), indoors=entry.record.flag("is_indoors"), water=_water(entry)
    )
    return variety if variety and sport_of(variety)[0] is sport else sport


def _water(entry: Entry) -> str | None:
    """The number HealthKit has for where somebody swam."""
    return {"pool": "1", "open_water": "2"}.get(entry.record.text("water"))


def _sport(entry: Entry) -> str:
    word = entry.record.text("sport").casefold().removeprefix("exercise_type_")
    return SPORTS.get(word, word)


def _streams(entry: Entry) -> Result[Streams, BadTime]:
    streams = all_of(entry.rows(name, ONE_NUMBER, least=1) for name in _STREAMS)
    match both(streams, entry.rows("route", _ROUTE, least=2)):
        case Failure(errors):
            return Failure(first_of(errors))
        case Success((series, route)):
            points: dict[Channel, list[tuple[float, float | None]]] = {
                channel: [(row[0], row[1]) for row in rows]
                for channel, rows in zip(_STREAMS.values(), series, strict=True)
            }
            points[Channel.LATITUDE] = [(row[0], row[1]) for row in route]
            points[Channel.LONGITUDE] = [(row[0], row[2]) for row in route]
            points[Channel.ALTITUDE] = [(row[0], row[3]) for row in route if len(row) > 3]
            return Success(streams_of(points))
