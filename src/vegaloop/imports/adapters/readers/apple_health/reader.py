"""Read an export of Apple Health, as a stream.

Rule 1: what there are millions of is packed as it comes; all else waits until its element ends.
Rule 2: what belongs together, and stands apart in the file, is put together at its end: nights,
pairs of pressures, meals, workouts with their beats and routes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from vegaloop.imports.adapters.readers.apple_health.alike import AlikeRecords
from vegaloop.imports.adapters.readers.apple_health.elements import Export
from vegaloop.imports.adapters.readers.apple_health.records import Records
from vegaloop.imports.adapters.readers.apple_health.routes import Point, points_of_gpx
from vegaloop.imports.adapters.readers.apple_health.totals import Workout
from vegaloop.imports.adapters.readers.apple_health.workouts import is_within, recording_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place, Unsupported
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.xml_stream import XmlStream

__all__ = ("READERS", "AppleHealth")

_FRAGMENTS: Final = frozenset(("Record", "Workout", "Correlation", "ActivitySummary"))


@final
class AppleHealth:
    """Reads `export.xml`, whatever it is called, and records of one without what is around them.

    Records written alike are taken unparsed, unless it `parses_all`: what is found is the same.
    """

    kind: Final = "apple_health"
    leads: Final = True

    def __init__(self, *, parses_all: bool = False) -> None:
        self._parses_all = parses_all

    def fits(self, root: str) -> bool:
        """Tell an export by its outermost element."""
        return root == "HealthData" or root in _FRAGMENTS

    def read(self, arrival: Arrival) -> Iterator[Found]:
        """Read an export; what workouts lead to is read with them."""
        with arrival.member.open() as stream:
            document = XmlStream(stream, _FRAGMENTS)
            export = Export(Records(arrival, document.line))
            broken: ReadFault | None = None
            alike = None if self._parses_all else AlikeRecords(export.records)
            try:
                for _ in document.feed(export, alike):
                    yield from export.records.drained()
            except ReadFault as fault:
                broken = fault
        # What was read before a file broke off was there.
        yield from export.records.ended()
        for workout in export.workouts:
            yield from _of_workout(workout, export.records, arrival)
        yield from export.records.left_out()
        if broken is not None:
            raise broken


@final
class ClinicalDocument:
    """Passes over `export_cda.xml`, which says again what the export does."""

    kind: Final = "apple_health_cda"

    def fits(self, root: str) -> bool:
        """Tell a clinical document by its outermost element."""
        return root == "ClinicalDocument"

    def read(self, arrival: Arrival) -> Iterator[Found]:
        """Say that it is not read."""
        yield NotTaken(arrival.place(), "ClinicalDocument", Unsupported("ClinicalDocument"))


READERS: Final = (AppleHealth(), ClinicalDocument())


def _of_workout(workout: Workout, records: Records, arrival: Arrival) -> Iterator[Found]:
    points = list(workout.points)
    for path in workout.routes:
        found = _route(path, workout, records, arrival)
        if isinstance(found, NotTaken):
            yield found
        else:
            points += found
    yield recording_of(workout, records.times, records.kept, tuple(points))


def _route(
    path: str, workout: Workout, records: Records, arrival: Arrival
) -> tuple[Point, ...] | NotTaken:
    """Read a route; one of another time than its workout is left to be an activity of its own."""
    member = arrival.bundle.take(path)
    if member is None:
        return NotTaken(workout.place, "route", Misshapen("path", path[:60], "a file beside it"))
    try:
        points = points_of_gpx(member)
    except ReadFault as fault:
        return NotTaken(Place(member.name), "route", fault.fact)
    if points and not any(is_within(workout, point, records.times) for point in points):
        arrival.bundle.leave(member.name)
        reason = Misshapen("time", str(points[0].at_ms), "a time within its workout")
        return NotTaken(Place(member.name), "route", reason)
    return points
