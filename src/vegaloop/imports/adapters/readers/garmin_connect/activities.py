"""Garmin's workouts: the export's summaries, and the activity service's list.

Rule 1: the parts of a multisport workout are taken, the whole that holds them is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import left_out
from vegaloop.imports.adapters.readers.common.workouts import (
    WITHOUT_DURATION,
    Told,
    Workout,
    recordings_of,
)
from vegaloop.imports.adapters.readers.garmin_connect.clock import GARMIN, MAKER, gmt_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.units import GARMIN_KJ_PER_KCAL

__all__ = ("ACTIVITIES", "WHOLE", "is_whole", "sport_said")

WHOLE: Final = "whole of a multisport activity"
_VERSION: Final = re.compile(r"_(?:v\d+|ws)$")
# Sports that Garmin has words of its own for.
_SPORTS: Final = {
    "obstacle_run": "running",
    "rucking": "hiking",
    "winter_sports": "winter_sport",
    "backcountry_snowboarding": "snowboarding",
    "resort_skiing_snowboarding": "alpine_skiing",
    "water_sports": "water_sport",
    "kiteboarding": "kitesurfing",
    "waterskiing": "water_skiing",
    "whitewater_rafting": "rafting",
    "offshore_grinding": "grinding",
    "onshore_grinding": "grinding",
    "breathwork": "meditation",
    **dict.fromkeys(
        ("badminton", "padel", "pickleball", "racquetball", "squash", "table_tennis"), "racket"
    ),
}
_LEFT_OUT: Final = (
    "activityTrainingLoad",
    "aerobicTrainingEffect",
    "anaerobicTrainingEffect",
    "vO2MaxValue",
    "normPower",
    "trainingStressScore",
    "avgStrideLength",
    "avgRespirationRate",
    "waterEstimated",
    "differenceBodyBattery",
)
_MS: Final = 0.001
_CM: Final = 0.01


def _is_exported(record: Fields) -> bool:
    is_ms = not isinstance(record.get("beginTimestamp", "startTimeGmt"), str)
    return record.has("activityId", "activityType", "duration") and is_ms and _is_timed(record)


def _is_timed(record: Fields) -> bool:
    return "beginTimestamp" in record or "startTimeGmt" in record


def _is_listed(record: Fields) -> bool:
    return record.has("activityId", "startTimeGMT", "activityType") and (
        "typeKey" in record.within("activityType") and not _is_exported(record)
    )


def _read_exported(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read milliseconds, centimetres, and kilojoules that are called calories."""
    if is_whole(record):
        yield MAKER.unsupported(place, WHOLE)
        return
    gmt = "startTimeGmt" if record.get("startTimeGmt") is not None else "beginTimestamp"
    energy_kj = record.number("calories")
    elapsed_ms = record.number("elapsedDuration", "duration")
    told = Told(
        elapsed_s=_times(elapsed_ms, _MS),
        timer_s=_times(record.number("duration"), _MS),
        distance_m=_times(record.number("distance"), _CM) or None,
        energy_kcal=energy_kj / GARMIN_KJ_PER_KCAL if energy_kj else None,
        mean_rate_bpm=record.number("avgHr"),
        most_rate_bpm=record.number("maxHr"),
        mean_power_w=record.number("avgPower"),
        most_power_w=record.number("maxPower"),
        ascent_m=_times(record.number("elevationGain"), _CM),
        descent_m=_times(record.number("elevationLoss"), _CM),
    )
    yield from _made(record, gmt, told, place, arrival)


def _read_listed(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read seconds, metres and kilocalories."""
    if is_whole(record):
        yield MAKER.unsupported(place, WHOLE)
        return
    told = Told(
        elapsed_s=record.number("elapsedDuration", "duration"),
        timer_s=record.number("duration"),
        distance_m=record.number("distance") or None,
        energy_kcal=record.number("calories") or None,
        mean_rate_bpm=record.number("averageHR"),
        most_rate_bpm=record.number("maxHR"),
        mean_power_w=record.number("avgPower"),
        most_power_w=record.number("maxPower"),
        ascent_m=record.number("elevationGain"),
        descent_m=record.number("elevationLoss"),
    )
    yield from _made(record, "startTimeGMT", told, place, arrival)


def _made(record: Fields, gmt: str, told: Told, place: Place, arrival: Arrival) -> Iterator[Found]:
    held = record.get("activityType")
    sport = Fields(held).text("typeKey") if isinstance(held, dict) else record.text("activityType")
    yield from record.told(place, "activity")
    yield from left_out(record, _LEFT_OUT, place)
    workout = Workout(
        sport=sport_said(sport),
        start=gmt_in(record, gmt, "startTimeLocal", arrival.profile),
        told=told,
        source=GARMIN,
        external_id=record.text("activityId"),
        name=record.text("name", "activityName"),
    )
    yield from recordings_of(place, workout)


def sport_said(word: str) -> str:
    """The word of a sport, without the version Garmin has of it."""
    plain = _VERSION.sub("", word.casefold())
    return _SPORTS.get(plain, plain)


def is_whole(record: Fields) -> bool:
    """Tell whether a multisport workout is told as a whole beside its parts."""
    return record.flag("parent") or record.flag("isParent")


def _times(value: float | None, unit: float) -> float | None:
    return None if value is None else value * unit


def _is_bare(record: Fields) -> bool:
    return record.has("activityId", "activityType", "startLocal")


def _read_bare(_record: Fields, place: Place, _arrival: Arrival) -> Iterator[Found]:
    yield MAKER.unsupported(place, WITHOUT_DURATION)


ACTIVITIES: Final[tuple[DocumentReader, ...]] = (
    Items("garmin_connect", _is_exported, _read_exported, under="summarizedActivitiesExport"),
    Items("garmin_connect", _is_exported, _read_exported),
    Items("garmin_connect", _is_listed, _read_listed),
    Items("garmin_connect", _is_bare, _read_bare),
)
