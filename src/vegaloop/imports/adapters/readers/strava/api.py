"""Activities as Strava's API answers with them: summaries, details, laps and streams.

Rule 1: `start_date` says when in UTC, `utc_offset` on which wall, and where that is not told the
`timezone`.
Rule 2: a power that was estimated (`device_watts` is false) is no measurement, and is named.
Rule 3: streams stand in the activity, or beside it: `{"activity": …, "streams": …}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.activity import Sport, sport_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.records import Fields, records_in
from vegaloop.imports.adapters.readers.common.sport_words import sport_words_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import in_zone, on_wall
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    ToldLap,
    Workout,
    recordings_of,
    rpe_of,
    told_in,
)
from vegaloop.imports.adapters.readers.strava.streams import StreamSet, is_streams
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result, value_in

__all__ = ("READERS",)

_SOURCE: Final = source_of("strava")
_UNKNOWN: Final = "record"
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
_PAIR: Final = ("activity", "streams")
# Strava writes 0 of what was not told.
_NEVER_ZERO: Final = ("distance", "calories")
_POWER: Final = ("average_watts", "max_watts")
_LEFT_OUT: Final = (
    *("suffer_score", "weighted_average_watts", "kilojoules", "average_speed", "max_speed"),
    *("average_temp", "elev_high", "elev_low", "splits_metric", "splits_standard", "gear_id"),
    *("best_efforts", "segment_efforts", "photos", "steps"),
)
_WORDS: Final = {
    "EBikeRide": "e_bike_ride",
    "EMountainBikeRide": "e_bike_mountain",
    "BackcountrySki": "backcountry_skiing",
    "IceSkate": "ice_skating",
    "Snowshoe": "snowshoeing",
    "VirtualRow": "rowing",
    "Wheelchair": "wheelchair_push_walk",
    "Badminton": "racket",
    "Padel": "racket",
    "Pickleball": "racket",
    "Racquetball": "racket",
    "Squash": "racket",
    "TableTennis": "racket",
}


@final
class StravaApi:
    """Reads an activity, a list of them, and knows zones and streams that stand alone."""

    kind = "strava_api"

    def fits(self, value: object) -> bool:
        """Tell by the fields of the first record."""
        first = Fields(next(iter(records_in(value)), None))
        return _is_known(first) or _is_pair(first) or is_streams(value)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each activity."""
        unplaced = Unplaced()
        if is_streams(document.value):
            unplaced.add("stream without its activity", arrival.place())
            yield from unplaced.told()
            return
        for item, value in enumerate(records_in(document.value), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            streams = StreamSet.of(record.get("streams"))
            if _is_pair(record):
                record = record.within("activity")
            if _is_activity(record):
                workout = _workout(record, streams, arrival.profile)
                yield from recordings_of(place, workout)
                yield from record.told(place, "activity")
                yield from streams.told(place, "activity")
                _left_out(record, streams, place, unplaced)
            else:
                unplaced.add(_what(record), place)
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside an activity and its streams."""
        return beside(value, _PAIR) if _is_pair(Fields(value)) else {}


def _is_known(record: Fields) -> bool:
    return _is_activity(record) or _what(record) != _UNKNOWN


def _what(record: Fields) -> str:
    """Say what is no activity, but of one."""
    if "distribution_buckets" in record:
        return "heart rate zone"
    if record.has("activity", "start_date", "elapsed_time"):
        return "lap without its activity" if "lap_index" in record else "segment effort"
    return _UNKNOWN


def _is_pair(record: Fields) -> bool:
    """An activity beside its streams, or where those would be."""
    return _is_activity(Fields(record.get("activity")))


def _is_activity(record: Fields) -> bool:
    is_timed = record.has("start_date", "elapsed_time") and "activity" not in record
    return is_timed and ("athlete" in record or record.has("resource_state", "moving_time"))


def _workout(record: Fields, streams: StreamSet, profile: Profile) -> Workout:
    measured = not _is_estimated(record)
    return Workout(
        sport=_sport(record.text("sport_type", "type")),
        start=_start(record, profile),
        told=_told(record, measured=measured),
        source=_SOURCE,
        external_id=record.text("id"),
        name=record.text("name"),
        notes="\n".join(filter(None, (record.text("description"), record.text("private_note")))),
        rpe=rpe_of(record.number("perceived_exertion")),
        device=record.text("device_name"),
        laps=tuple(_lap(Fields(lap), profile, measured=measured) for lap in record.many("laps")),
        streams=streams.packed(measured=measured),
    )


def _is_estimated(record: Fields) -> bool:
    """Whether its power was guessed from speed and slope."""
    return record.get("device_watts") is False


def _sport(said: str) -> str | Sport:
    word = _WORDS.get(said, said)
    return word if sport_of(word)[0] is not Sport.GENERIC else sport_words_of(word)


def _start(record: Fields, profile: Profile) -> Result[When, BadTime]:
    found = of_iso(record.text("start_date"), profile, "start_date")
    ahead_s = record.number("utc_offset")
    if ahead_s is not None and abs(ahead_s) <= OFFSET_MOST_S:
        return on_wall(found, round(ahead_s))
    zone = _ZONE.search(record.text("timezone"))
    return in_zone(found, zone[1] if zone else "")


def _told(record: Fields, *, measured: bool) -> Told:
    def number(name: str) -> float | None:
        if name in _POWER and not measured:
            return None
        said = record.number(name)
        return None if name in _NEVER_ZERO and not said else said

    return told_in(number, _TOLD)


def _lap(lap: Fields, profile: Profile, *, measured: bool) -> ToldLap:
    start = value_in(of_iso(lap.text("start_date"), profile, "start_date"))
    return ToldLap(start.at if start else None, _told(lap, measured=measured))


def _left_out(record: Fields, streams: StreamSet, place: Place, unplaced: Unplaced) -> None:
    held = (name for name in _LEFT_OUT if record.get(name) not in ([], {}))
    unplaced.add_all(record, held, place)
    powers = streams.has_power or any(record.get(name) is not None for name in _POWER)
    if _is_estimated(record) and powers:
        unplaced.add("estimated power", place)
    for what in streams.left_out():
        unplaced.add(what, place)


READERS: Final = (StravaApi(),)
