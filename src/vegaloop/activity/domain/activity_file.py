"""A file of activities as read, and why a file cannot be."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.recording import Note, Recording
from vegaloop.kernel.formats import Damaged, TooDeep, TookTooLong, TooLarge, UnknownFormat
from vegaloop.kernel.time import Instant

__all__ = (
    "ActivityFile",
    "CannotRead",
    "Counts",
    "Damaged",
    "DeveloperField",
    "Device",
    "FileFormat",
    "NotAnActivity",
    "NothingRecorded",
    "TooDeep",
    "TooLarge",
    "TookTooLong",
    "UnknownFormat",
)


class FileFormat(StrEnum):
    """The formats activities are exchanged in."""

    FIT = "fit"
    GPX = "gpx"
    TCX = "tcx"


@final
class Device(Struct, frozen=True):
    """What made a file: words where they are known, else the number the maker gave."""

    manufacturer: str | None = None
    product: str | None = None
    serial: int | None = None


@final
class DeveloperField(Struct, frozen=True, order=True):
    """A field somebody added to the format for themselves."""

    name: str
    unit: str | None = None


@final
class Counts(Struct, frozen=True, kw_only=True):
    """How many of each thing a file holds."""

    sessions: int = 0
    laps: int = 0
    lengths: int = 0
    active_lengths: int = 0
    records: int = 0
    events: int = 0
    sets: int = 0
    hrv_messages: int = 0
    rr_intervals: int = 0
    hr_messages: int = 0
    workout_steps: int = 0
    course_points: int = 0
    monitoring: int = 0
    stress_levels: int = 0
    spo2: int = 0
    sleep_levels: int = 0
    messages: int = 0
    segments: int = 0
    tracks: int = 0
    track_points: int = 0
    routes: int = 0
    route_points: int = 0
    waypoints: int = 0
    courses: int = 0


@final
class ActivityFile(Struct, frozen=True, kw_only=True):
    """A file as read: what kind it is, the recordings in it, and what was odd."""

    format: FileFormat
    kind: str
    recordings: tuple[Recording, ...]
    device: Device = Device()
    created: Instant | None = None
    counts: Counts = Counts()
    developer_fields: tuple[DeveloperField, ...] = ()
    notes: tuple[Note, ...] = ()


@final
class NotAnActivity(Struct, frozen=True, tag="activity/not-an-activity"):
    """A good file of another kind: a course, a workout, a day of monitoring."""

    format: FileFormat
    kind: str


@final
class NothingRecorded(Struct, frozen=True, tag="activity/nothing-recorded"):
    """An activity file without a session, a lap or a sample."""

    format: FileFormat
    kind: str


CannotRead: TypeAlias = (
    UnknownFormat | NotAnActivity | Damaged | TooLarge | TooDeep | TookTooLong | NothingRecorded
)
