"""Strava's bulk export: the table of activities with their files, and the tables around it.

Rule 1: an activity is its file where the archive has it, and a recording of its row where not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity import ImportFile, Sport, sport_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.sport_words import sport_words_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_instant
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    Workout,
    recordings_of,
    rpe_of,
    totals_of,
)
from vegaloop.imports.adapters.readers.strava.api import READERS as API_READERS
from vegaloop.imports.adapters.readers.strava.columns import Columns
from vegaloop.imports.adapters.readers.strava.words import date_of
from vegaloop.imports.domain.found import Found, FoundFile, Misshapen, NotTaken, Place, Unsupported
from vegaloop.infrastructure.formats.archive import Member
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result

__all__ = ("READERS",)

_SOURCE: Final = source_of("strava")
_NAME_CHARACTERS: Final = 200
_NOTES_CHARACTERS: Final = 2_000
_ABSENT: Final = Unsupported("file that is not in the archive")
# The columns by which the other tables of an export are known: all of a line must be there.
_OTHERS: Final = {
    "bike": ("Bike Name", "Bike Brand"),
    "shoe": ("Shoe Name", "Shoe Brand"),
    "component": ("Bike Name", "Component"),
    "club": ("Club Name", "Club Type"),
    "picture": ("Media Filename",),
    "post": ("Post Date", "Post"),
    "route": ("Route Name", "Route Filename"),
    "segment": ("Segment Name", "Segment ID"),
    "goal": ("Goal Type", "Activity Type"),
    "follower": ("Follower", "Follow Status"),
    "followed person": ("Following", "Follow Status"),
    "comment": ("Comment Date", "Comment"),
    "reaction": ("Parent Type", "Reaction Type"),
    "contact": ("Contact", "Contact Type"),
    "event": ("Event Name", "Event Type"),
    "challenge": ("Challenge Name", "Join Date"),
    "membership": ("Club", "Membership"),
    "device": ("Foreground Permission", "Background Permission"),
    "login": ("Login Date", "Source"),
}


@final
class StravaActivities:
    """Reads `activities.csv`."""

    kind = "strava"
    leads: Final = True

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by its names, or by the columns that stand twice."""
        return next((n for n, line in enumerate(first) if Columns.of(line.cells)), None)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read each row as its file or, without one, as a recording."""
        columns = Columns.of(table.header.cells)
        if columns is None:
            return
        unplaced = Unplaced()
        for row in table:
            place = arrival.place(line=row.line)
            for left_out in sorted(columns.left_out(row)):
                unplaced.add(left_out, place)
            name = columns.text(row, "filename")
            member = arrival.bundle.take(name) if name else None
            if member is not None:
                wrong: list[Struct] = []
                try:
                    yield _file(member, columns, row, wrong)
                    yield from (NotTaken(place, "activity", reason) for reason in wrong)
                    continue
                except ReadFault as fault:
                    yield NotTaken(Place(member.name), "activity", fault.fact)
            elif name:
                unplaced.take(NotTaken(place, "activity", _ABSENT))
            yield from recordings_of(place, _workout(columns, row, arrival.profile))
        yield from unplaced.told()


@final
class StravaOther:
    """Knows another table of the export, and says that there is no room for it."""

    kind = "strava"

    def __init__(self, what: str, names: Sequence[str]) -> None:
        self._what = what
        self._names = frozenset(names)

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by names that stand there alone or with others."""
        if first and self._names <= set(first[0].cells) and not Columns.of(first[0].cells):
            return 0
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Count the rows."""
        unplaced = Unplaced()
        for row in table:
            unplaced.add(self._what, arrival.place(line=row.line))
        yield from unplaced.told()


def _file(member: Member, columns: Columns, row: Row, wrong: list[Struct]) -> FoundFile:
    """The file, and what the row says beside it."""
    words = sport_words_of(columns.text(row, "type"))
    command = ImportFile(
        data=member.original(),
        source=_SOURCE,
        file_name=member.name.rpartition("/")[2][-_NAME_CHARACTERS:],
        sport=words if isinstance(words, Sport) else sport_of(words)[0],
        name=columns.text(row, "name")[:_NAME_CHARACTERS] or None,
        notes=_notes(columns, row)[:_NOTES_CHARACTERS] or None,
        rpe=rpe_of(columns.number(row, "rpe")),
        totals=totals_of(_told(columns, row), wrong),
    )
    return FoundFile(Place(member.name), command)


def _told(columns: Columns, row: Row) -> Told:
    return Told(
        elapsed_s=columns.number(row, "elapsed"),
        timer_s=columns.number(row, "moving"),
        distance_m=columns.distance_m(row),
        energy_kcal=columns.number(row, "energy"),
        mean_rate_bpm=columns.number(row, "mean_rate"),
        most_rate_bpm=columns.number(row, "most_rate"),
        mean_power_w=columns.number(row, "mean_power"),
        most_power_w=columns.number(row, "most_power"),
        cadence_rpm=columns.number(row, "cadence"),
        ascent_m=columns.number(row, "ascent"),
        descent_m=columns.number(row, "descent"),
    )


def _workout(columns: Columns, row: Row, profile: Profile) -> Workout:
    return Workout(
        sport=sport_words_of(columns.text(row, "type")),
        start=_start(columns.text(row, "date"), profile),
        told=_told(columns, row),
        source=_SOURCE,
        external_id=columns.text(row, "id"),
        name=columns.text(row, "name"),
        notes=_notes(columns, row),
        rpe=rpe_of(columns.number(row, "rpe")),
    )


def _notes(columns: Columns, row: Row) -> str:
    """What everybody may read of an activity, and then what nobody else does."""
    return "\n".join(filter(None, (columns.text(row, "note"), columns.text(row, "private"))))


def _start(written: str, profile: Profile) -> Result[When, BadTime]:
    """Read when it was: the table is in UTC, as the files beside it show."""
    wall = date_of(written)
    if wall is None:
        return Failure(Misshapen("Activity Date", written[:60], "a date and time"))
    return of_instant(wall.replace(tzinfo=dt.UTC), profile, "Activity Date")


READERS: Final[tuple[Reader, ...]] = (
    StravaActivities(),
    *(StravaOther(what, names) for what, names in _OTHERS.items()),
    *API_READERS,
)
