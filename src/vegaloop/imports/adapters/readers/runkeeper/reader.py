"""Runkeeper: activities as its API gave them, and the table of its export with the tracks beside.

Rule 1: times are on the wall; a number of hours says how far that was ahead of UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity import Channel, ImportFile
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.making import number_in, source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.records import Fields, records_in
from vegaloop.imports.adapters.readers.common.walls import wall_at
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import (
    Points,
    Told,
    Workout,
    recordings_of,
    streams_of,
    totals_of,
)
from vegaloop.imports.domain.found import Found, FoundFile, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result
from vegaloop.kernel.units import METERS_PER_FOOT, METERS_PER_MILE

__all__ = ("READERS",)

_SOURCE: Final = source_of("runkeeper")
_WRITTEN: Final = ("%a, %d %b %Y %H:%M:%S",)
_URI: Final = "/fitnessActivities/"
_HEADER: Final = ("Activity Id", "Date", "Type", "Duration")
_PATH: Final = {
    "latitude": Channel.LATITUDE,
    "longitude": Channel.LONGITUDE,
    "altitude": Channel.ALTITUDE,
}


@final
class RunkeeperApi:
    """Reads an activity or a page of them."""

    kind = "runkeeper"

    def fits(self, value: object) -> bool:
        """Tell by the address of the first activity; a page without any has its size."""
        page = Fields(value)
        if page.get("items") == [] and page.whole("size") == 0:
            return True
        first = Fields(next(iter(records_in(value, "items")), None))
        return _URI in str(first.get("uri")) and "start_time" in first

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each activity."""
        for item, value in enumerate(records_in(document.value, "items"), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            yield from recordings_of(place, _told(record, arrival.profile))
            yield from record.told(place, "activity")

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the activities of a page."""
        return beside(value, {"items"})


@final
class RunkeeperTable:
    """Reads `cardioActivities.csv`; an activity is its track where the archive has it."""

    kind = "runkeeper"
    leads: Final = True

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by its names."""
        return 0 if first and set(_HEADER) <= set(first[0].cells) else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read each row."""
        for row in table:
            place, name = arrival.place(line=row.line), row.get("GPX File")
            member = arrival.bundle.take(name) if name else None
            if member is not None:
                wrong: list[Struct] = []
                try:
                    command = ImportFile(
                        data=member.original(),
                        source=_SOURCE,
                        file_name=member.name,
                        totals=totals_of(_of_row(row, arrival.profile).told, wrong),
                    )
                    yield FoundFile(Place(member.name), command)
                    yield from (NotTaken(place, "activity", reason) for reason in wrong)
                    continue
                except ReadFault as fault:
                    yield NotTaken(Place(member.name), "activity", fault.fact)
            yield from recordings_of(place, _of_row(row, arrival.profile))


def _told(record: Fields, profile: Profile) -> Workout:
    return Workout(
        sport=record.text("type"),
        start=_start(record, profile),
        told=Told(
            elapsed_s=record.number("duration"),
            distance_m=record.number("total_distance"),
            energy_kcal=record.number("total_calories"),
            mean_rate_bpm=record.number("average_heart_rate"),
            ascent_m=record.number("climb"),
        ),
        source=_SOURCE,
        external_id=record.text("uri"),
        streams=streams_of(_points(record)),
    )


def _start(record: Fields, profile: Profile) -> Result[When, BadTime]:
    ahead_h = record.number("utc_offset")
    ahead_s = None if ahead_h is None else round(ahead_h * 3_600)
    known = ahead_s is not None and abs(ahead_s) <= OFFSET_MOST_S
    written, field = record.text("start_time"), "start_time"
    return wall_at(written, ahead_s if known else None, profile, field, _WRITTEN)


def _points(record: Fields) -> Points:
    beats = [Fields(one) for one in record.many("heart_rate")]
    path = [Fields(one) for one in record.many("path")]
    far = [Fields(one) for one in record.many("distance")]
    series = [(Channel.HEART_RATE, "heart_rate", beats), (Channel.DISTANCE, "distance", far)]
    series += [(channel, name, path) for name, channel in _PATH.items()]
    return {
        channel: [
            (second, one.number(name))
            for one in ones
            if (second := one.number("timestamp")) is not None
        ]
        for channel, name, ones in series
        if ones
    }


def _of_row(row: Row, profile: Profile) -> Workout:
    distance_km, distance_mi = row.get("Distance (km)"), row.get("Distance (mi)")
    climb_m, climb_ft = row.get("Climb (m)"), row.get("Climb (ft)")
    return Workout(
        sport=row.get("Type"),
        start=of_iso(row.get("Date"), profile, "Date"),
        told=Told(
            elapsed_s=_clock_s(row.get("Duration")),
            distance_m=_scaled(distance_km, 1_000.0) or _scaled(distance_mi, METERS_PER_MILE),
            energy_kcal=number_in(row.get("Calories Burned")),
            mean_rate_bpm=number_in(row.get("Average Heart Rate (bpm)")),
            ascent_m=_scaled(climb_m, 1.0) or _scaled(climb_ft, METERS_PER_FOOT),
        ),
        source=_SOURCE,
        external_id=row.get("Activity Id"),
        name=row.get("Route Name"),
    )


def _scaled(text: str, per_unit: float) -> float | None:
    number = number_in(text)
    return None if number is None else number * per_unit


def _clock_s(text: str) -> float | None:
    """Read `1:02:03` or `42:07`, in seconds."""
    parts = [number_in(part) for part in text.split(":")]
    if not 2 <= len(parts) <= 3 or any(part is None for part in parts):
        return None
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + (part or 0.0)
    return seconds


READERS: Final = (RunkeeperApi(), RunkeeperTable())
