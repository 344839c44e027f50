"""Read a TCX file: each activity becomes a recording.

Rule 1: the totals of an activity are the sums of its laps; a heart rate the laps do not give is
made of the samples.
Rule 2: where one track of a lap ends and the next begins, the clock was stopped.
Rule 3: a course or a workout is a plan, not an activity.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns, Of
from vegaloop.activity.adapters.readers.decoded import Decoded
from vegaloop.activity.adapters.readers.moments import FileClock, clock_of, time_of
from vegaloop.activity.adapters.readers.points import MOST_RECORDINGS, Points, number
from vegaloop.activity.adapters.readers.tcx_totals import LapSums, recording_of
from vegaloop.activity.domain.activity_file import (
    ActivityFile,
    CannotRead,
    Counts,
    Device,
    FileFormat,
    NotAnActivity,
    NothingRecorded,
    TooLarge,
)
from vegaloop.activity.domain.recording import Note, Recording, Remark
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile

__all__ = ("TcxSink",)

# Of a point; what is a <Value> in it is its heart rate.
_NAMES: Final[dict[str, Of]] = {
    "LatitudeDegrees": Channel.LATITUDE,
    "LongitudeDegrees": Channel.LONGITUDE,
    "AltitudeMeters": Channel.ALTITUDE,
    "DistanceMeters": Channel.DISTANCE,
    "Value": Channel.HEART_RATE,
    "Cadence": Channel.CADENCE,
    "RunCadence": Channel.CADENCE,
    "Speed": Channel.SPEED,
    "Watts": Channel.POWER,
}
_LAP_SUMS: Final = frozenset(
    {
        "TotalTimeSeconds",
        "DistanceMeters",
        "Calories",
        "AverageHeartRateBpm",
        "MaximumHeartRateBpm",
        "Cadence",
        "AvgRunCadence",
        "AvgWatts",
        "MaxWatts",
    }
)


_LAP_WORDS: Final[dict[str, dict[str, str]]] = {
    "TriggerMethod": {"Location": "position_lap"},
    "Intensity": {"Resting": "rest"},
}


class _Activity(Struct):
    """An activity as it is met: its points are those from `first` to `end`."""

    sport: str
    first: int
    end: int
    laps: list[LapSums] = []
    breaks: list[int] = []
    started_ms: int = NO_TIME
    name: str | None = None


class TcxSink:
    """Takes the elements of a TCX document."""

    rows = frozenset({"Trackpoint"})
    texts = frozenset({"Time", *_NAMES})

    def __init__(self, home: Profile | None = None) -> None:
        self._home = home
        self._points = Points(_NAMES, "Time", frozenset({Channel.SPEED, Channel.POWER}))
        self._activities: list[_Activity] = []
        self._in_activity = False
        self._courses = 0
        self._workouts = 0
        self._tracks = 0
        self._within: list[str] = []
        self._offsets_s: set[int | None] = set()
        self._device = Device()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open activities, laps and tracks."""
        self._within.append(name)
        here = len(self._points)
        if name == "Activity":
            sport = attributes.get("Sport", "")
            self._activities.append(_Activity(sport, here, here, laps=[], breaks=[]))
            self._in_activity = True
        elif name == "Transition":
            start = self._time(attributes.get("StartTime", ""))
            lap = LapSums(start, here, {}, {})
            self._activities.append(_Activity("transition", here, here, laps=[lap], breaks=[]))
            self._in_activity = True
        elif name == "Course":
            self._courses += 1
        elif name == "Workout":
            self._workouts += 1
        elif name == "Track":
            self._tracks += 1
            if self._in_activity:
                self._activities[-1].breaks.append(here)
        elif name == "Lap" and self._in_activity:
            start = self._time(attributes.get("StartTime", ""))
            self._activities[-1].laps.append(LapSums(start, here, {}, {}))

    def end(self, name: str, text: str) -> None:
        """Close activities, and take what is said of laps and the device."""
        self._within.pop()
        parent = self._within[-1] if self._within else ""
        if name == "Value":
            name = parent
        if name in ("Activity", "Transition"):
            self._in_activity = False
        elif self._in_activity:
            self._end_in_activity(name, text, parent, self._activities[-1])

    def row(self, _: dict[str, str], fields: dict[str, str]) -> None:
        """Take a point."""
        self._points.add(fields)
        if self._in_activity:
            self._activities[-1].end = len(self._points)

    def alike(self, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """Take points that are written alike."""
        self._points.add_alike(names, rows)
        if self._in_activity:
            self._activities[-1].end = len(self._points)

    def _time(self, text: str) -> int:
        at = time_of(text)
        if at is None:
            return NO_TIME
        self._offsets_s.add(at[1])
        return at[0]

    def _end_in_activity(self, name: str, text: str, parent: str, activity: _Activity) -> None:
        if parent == "Creator" and name == "Name":
            self._device = Device(product=text or None, serial=self._device.serial)
        elif parent == "Creator" and name == "UnitId" and text.isdecimal():
            self._device = Device(product=self._device.product, serial=int(text[:18]))
        elif parent == "Activity" and name == "Id":
            activity.started_ms = self._time(text)
        elif parent == "Activity" and name == "Notes":
            activity.name = text[:200] or None
        elif parent in ("Lap", "Transition") and name in _LAP_WORDS and activity.laps:
            activity.laps[-1].words[name] = _LAP_WORDS[name].get(text, text.lower()[:20])
        elif name in _LAP_SUMS and activity.laps and text:
            value = number(text)
            if value is not None:
                activity.laps[-1].sums.setdefault(name, value)

    def decoded(self, notes: tuple[Note, ...]) -> Decoded:
        """Put the file together."""
        columns = self._points.columns()
        self._offsets_s |= self._points.offsets_s
        clock = clock_of(self._offsets_s, self._home)
        columns = self._put(columns, clock)
        if NO_TIME in columns.times_ms:
            missing = columns.times_ms.count(NO_TIME)
            notes = (*notes, Note(Remark.SAMPLES_WITHOUT_TIME, detail=str(missing)))
        if columns.goes_back:
            notes = (*notes, Note(Remark.SAMPLES_OUT_OF_ORDER))
        if len(self._activities) > MOST_RECORDINGS:
            raise ReadFault(TooLarge("recordings", MOST_RECORDINGS))
        made = [_recording(activity, columns, clock) for activity in self._activities]
        plan = "course" if self._courses else "workout" if self._workouts else None
        kind = "activity" if self._activities or plan is None else plan
        file = ActivityFile(
            format=FileFormat.TCX,
            kind=kind,
            recordings=tuple(recording for recording in made if recording),
            device=self._device,
            counts=Counts(
                sessions=len(self._activities),
                courses=self._courses,
                laps=sum(len(activity.laps) for activity in self._activities),
                tracks=self._tracks,
                records=len(columns),
                track_points=len(columns),
            ),
            notes=notes,
        )
        return Decoded(file, columns, _problem(file))

    def _put(self, columns: Columns, clock: FileClock) -> Columns:
        """Put the starts of activities and laps, and the points among them, where they were."""
        begun: list[_Activity | LapSums] = []
        for activity in self._activities:
            begun += (activity, *activity.laps)
        # Each start stands before the points that follow it.
        places = [one.first + n for n, one in enumerate(begun)]
        times = columns.times_ms[:]
        for place, one in zip(places, begun, strict=True):
            times.insert(place, one.started_ms)
        times = clock.put(times)
        for place, one in zip(reversed(places), reversed(begun), strict=True):
            one.started_ms = times.pop(place)
        return Columns(times, columns.channels)


def _recording(activity: _Activity, columns: Columns, clock: FileClock) -> Recording | None:
    ours = Columns(
        columns.times_ms[activity.first : activity.end],
        {of: c[activity.first : activity.end] for of, c in columns.channels.items()},
    )
    return recording_of(
        sport=activity.sport,
        name=activity.name,
        started_ms=activity.started_ms,
        laps=activity.laps,
        breaks=[at - activity.first for at in activity.breaks],
        clock=clock,
        columns=ours,
    )


def _problem(file: ActivityFile) -> CannotRead | None:
    if file.recordings:
        return None
    if file.kind != "activity":
        return NotAnActivity(file.format, file.kind)
    return NothingRecorded(file.format, file.kind)
