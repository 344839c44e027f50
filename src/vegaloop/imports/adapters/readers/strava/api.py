"""Activities as Strava's API answers with them: summaries, details, laps and streams.

Rule 1: `start_date` says when in UTC, `timezone` on which wall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, final

from vegaloop.activity import Channel
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.records import Fields, records_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import in_zone
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    ToldLap,
    Workout,
    recordings_of,
    rpe_of,
    streams_of,
    told_in,
)
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in

__all__ = ("READERS",)

_SOURCE: Final = source_of("strava")
_ZONE: Final = re.compile(r"(?:\(GMT[^)]{0,12}\)\s*)?(\S{1,60})$")
_TOLD: Final = {
    "elapsed_s": "elapsed_time",
    "timer_s": "moving_time",
    "distance_m": "distance",
    "energy_kcal": "calories",
    "mean_rate_bpm": "average_heartrate",
    "most_rate_bpm": "max_heartrate",
    "mean_power_w": "average_watts",
    "most_power_w": "max_watts",
    "cadence_rpm": "average_cadence",
    "ascent_m": "total_elevation_gain",
}
_LEFT_OUT: Final = (
    "suffer_score",
    "weighted_average_watts",
    "kilojoules",
    "average_temp",
    "gear_id",
    "best_efforts",
    "segment_efforts",
    "photos",
)
_CHANNELS: Final = {
    "heartrate": Channel.HEART_RATE,
    "watts": Channel.POWER,
    "cadence": Channel.CADENCE,
    "velocity_smooth": Channel.SPEED,
    "distance": Channel.DISTANCE,
    "altitude": Channel.ALTITUDE,
    "temp": Channel.TEMPERATURE,
}


@final
class StravaApi:
    """Reads an activity, a list of them, and knows zones and streams that stand alone."""

    kind = "strava_api"

    def fits(self, value: object) -> bool:
        """Tell by the fields of the first record."""
        first = Fields(next(iter(records_in(value)), None))
        return _is_activity(first) or _is_zone(first) or _is_streams(value)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each activity."""
        unplaced = Unplaced()
        if _is_streams(document.value):
            unplaced.add("stream without its activity", arrival.place())
            yield from unplaced.told()
            return
        for item, value in enumerate(records_in(document.value), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            if _is_activity(record):
                yield from recordings_of(place, _workout(record, arrival.profile))
                yield from record.told(place, "activity")
                unplaced.add_all(record, _LEFT_OUT, place)
            else:
                unplaced.add("heart rate zone" if _is_zone(record) else "record", place)
        yield from unplaced.told()


def _is_activity(record: Fields) -> bool:
    return record.has("start_date", "elapsed_time") and (
        "athlete" in record or record.has("resource_state", "moving_time")
    )


def _is_zone(record: Fields) -> bool:
    return "distribution_buckets" in record


def _is_streams(value: object) -> bool:
    if isinstance(value, list):
        first = Fields(next(iter(value), None))
        return first.has("type", "series_type", "original_size")
    return any(Fields(one).has("series_type", "original_size") for one in Fields(value).values())


def _workout(record: Fields, profile: Profile) -> Workout:
    zone = _ZONE.search(record.text("timezone"))
    start = in_zone(
        of_iso(record.text("start_date"), profile, "start_date"), zone[1] if zone else ""
    )
    return Workout(
        sport=record.text("sport_type", "type"),
        start=start,
        told=_told(record),
        source=_SOURCE,
        external_id=record.text("id"),
        name=record.text("name"),
        notes="\n".join(filter(None, (record.text("description"), record.text("private_note")))),
        rpe=rpe_of(record.number("perceived_exertion")),
        device=record.text("device_name"),
        laps=tuple(_lap(Fields(lap), profile) for lap in record.many("laps")),
        streams=streams_of(_points(record.get("streams"))),
    )


def _told(record: Fields) -> Told:
    return told_in(record.number, _TOLD)


def _lap(lap: Fields, profile: Profile) -> ToldLap:
    start = value_in(of_iso(lap.text("start_date"), profile, "start_date"))
    return ToldLap(start.at if start else None, _told(lap))


def _points(streams: object) -> dict[Channel, list[tuple[float, float | None]]]:
    """Take streams apart, by the key of each or by its `type`."""
    if isinstance(streams, list):
        named = {Fields(one).text("type"): Fields(one) for one in streams}
    else:
        record = Fields(streams)
        named = {name: record.within(name) for name in (*_CHANNELS, "time", "latlng")}
    if "time" not in named:
        return {}
    times = named["time"].numbers("data")
    points = {
        channel: _along(times, named[name].numbers("data"))
        for name, channel in _CHANNELS.items()
        if name in named
    }
    if "latlng" in named:
        places = [_pair(one) for one in named["latlng"].many("data")]
        points[Channel.LATITUDE] = _along(times, [first for first, _ in places])
        points[Channel.LONGITUDE] = _along(times, [second for _, second in places])
    return points


def _along(
    times: list[float | None], values: list[float | None]
) -> list[tuple[float, float | None]]:
    pairs = zip(times, values, strict=False)
    return [(second, value) for second, value in pairs if second is not None]


def _pair(value: object) -> tuple[float | None, float | None]:
    if not isinstance(value, list) or len(value) != 2:
        return None, None
    first, second = Fields({"one": value}).numbers("one")
    return first, second


READERS: Final = (StravaApi(),)
