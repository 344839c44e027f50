"""Read a GPX file: tracks become recordings.

Rule 1: tracks that follow each other within four hours are one recording: loggers begin a new
track at every break. One that is of another sport, or begins before the last has ended, is a
recording of its own.
Rule 2: where one segment ends and the next begins, the clock was stopped.
Rule 3: GPX has no totals, so they are made of the points: the way between the points of a
segment on a sphere, and the time from the first to the last.
Rule 4: a track none of whose points has a time is a plan, not an activity.
"""

from __future__ import annotations

from typing import Final

from vegaloop.activity.adapters.readers.columns import (
    NO_TIME,
    Columns,
    Of,
    without_strays,
)
from vegaloop.activity.adapters.readers.decoded import Decoded
from vegaloop.activity.adapters.readers.gpx_tracks import (
    Track,
    breaks_in,
    joined,
    outings_of,
    parted,
    pauses_in,
)
from vegaloop.activity.adapters.readers.moments import FileClock, clock_of, time_of
from vegaloop.activity.adapters.readers.points import (
    MOST_RECORDINGS,
    Points,
    along,
    way_m,
)
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
from vegaloop.activity.domain.recording import Note, Recording, Remark, Totals
from vegaloop.activity.domain.sampled import completed
from vegaloop.activity.domain.sport_words import sport_of
from vegaloop.activity.domain.streams import Channel, Measure
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant, from_epoch_us

__all__ = ("GpxSink",)

# Of Garmin (TrackPointExtension 1 and 2, PowerExtension, GpxExtensions), Cluetrust, Strava, Apple,
# OpenTracks and Suunto, and of GPX itself; the same thing goes by several names, and the first is
# taken.
_CALLED: Final[dict[str, Of]] = {
    "lat": Channel.LATITUDE,
    "lon": Channel.LONGITUDE,
    "ele": Channel.ALTITUDE,
    "altitude": Channel.ALTITUDE,
    "hr": Channel.HEART_RATE,
    "heartRate": Channel.HEART_RATE,
    "heart_rate": Channel.HEART_RATE,
    "Value": Channel.HEART_RATE,
    "cad": Channel.CADENCE,
    "cadence": Channel.CADENCE,
    "runCadence": Channel.CADENCE,
    "atemp": Channel.TEMPERATURE,
    "temp": Channel.TEMPERATURE,
    "temperature": Channel.TEMPERATURE,
    "power": Channel.POWER,
    "powerInWatts": Channel.POWER,
    "watts": Channel.POWER,
    "speed": Channel.SPEED,
    "distance": Channel.DISTANCE,
    "distanceMeters": Channel.DISTANCE,
    "wtemp": Measure("water_temperature", "C", 100),
    "depth": Measure("depth", "m", 1_000),
    "course": Measure("course", "deg", 100),
    "bearing": Measure("bearing", "deg", 100),
    "magvar": Measure("magnetic_variation", "deg", 100),
    "verticalSpeed": Measure("vertical_speed", "m/s", 1_000),
    "vspeed": Measure("vertical_speed", "m/s", 1_000),
    "hAcc": Measure("gps_accuracy", "m", 1_000),
    "accuracy_horizontal": Measure("gps_accuracy", "m", 1_000),
    "vAcc": Measure("altitude_accuracy", "m", 1_000),
    "accuracy_vertical": Measure("altitude_accuracy", "m", 1_000),
    "geoidheight": Measure("geoid_height", "m", 1_000),
    "hdop": Measure("hdop", "", 1_000),
    "vdop": Measure("vdop", "", 1_000),
    "pdop": Measure("pdop", "", 1_000),
    "sat": Measure("satellites", "", 1),
}
# In each style of letters there is; what is written as `Value` is whatever stands about it.
_NAMES: Final[dict[str, Of]] = {
    style: of
    for name, of in _CALLED.items()
    for style in (name, name[0].upper() + name[1:], name.lower(), name.upper())
    if name != "Value" or style == name
}
# Phones write -1 for what they do not know.
_NEVER_BELOW_ZERO: Final = frozenset(
    of for name, of in _CALLED.items() if name in {"speed", "course", "hAcc", "vAcc", "power", "hr"}
)


class GpxSink:
    """Takes the elements of a GPX document."""

    rows = frozenset({"trkpt"})
    texts = frozenset({"time", *_NAMES})

    def __init__(self, home: Profile | None = None) -> None:
        self._home = home
        self._points = Points(_NAMES, "time", _NEVER_BELOW_ZERO)
        self._tracks: list[Track] = []
        self._within: list[str] = []
        self._counts = {"rte": 0, "rtept": 0, "wpt": 0}
        self._creator: str | None = None
        self._created: Instant | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open tracks and segments."""
        self._within.append(name)
        if name == "trkseg" and self._tracks:
            self._tracks[-1].segments.append(len(self._points))
        elif name == "trk":
            self._tracks.append(Track(segments=[]))
        elif name in self._counts:
            self._counts[name] += 1
        elif name == "gpx":
            self._creator = attributes.get("creator") or None

    def end(self, name: str, text: str) -> None:
        """Take what is said of tracks and the file."""
        self._within.pop()
        parent = self._within[-1] if self._within else ""
        if parent == "trk" and name == "name":
            self._tracks[-1].name = text or None
        elif parent == "trk" and name == "type":
            self._tracks[-1].kind = text or None
        elif name == "trk" and self._tracks:
            self._tracks[-1].end = len(self._points)
        elif name == "time" and parent in ("metadata", "gpx") and (at := time_of(text)):
            self._created = from_epoch_us(at[0] * 1_000)

    def row(self, attributes: dict[str, str], fields: dict[str, str]) -> None:
        """Take a point."""
        if self._in_track():
            fields |= attributes
            self._points.add(fields)
            self._tracks[-1].end = len(self._points)

    def alike(self, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """Take points that are written alike."""
        if self._in_track():
            self._points.add_alike(names, rows)
            self._tracks[-1].end = len(self._points)

    def _in_track(self) -> bool:
        """Whether a track has begun; its points without a segment are one."""
        if self._tracks and not self._tracks[-1].segments:
            self._tracks[-1].segments.append(len(self._points))
        return bool(self._tracks)

    def decoded(self, notes: tuple[Note, ...]) -> Decoded:
        """Put the file together."""
        columns = self._points.columns()
        clock = clock_of(self._points.offsets_s, self._home)
        columns = Columns(without_strays(clock.put(columns.times_ms)), columns.channels)
        outings = outings_of(parted(self._tracks, columns), columns)
        if len(outings) > MOST_RECORDINGS:
            raise ReadFault(TooLarge("recordings", MOST_RECORDINGS))
        timed = len(columns.times_ms) - columns.times_ms.count(NO_TIME)
        if outings and timed < len(columns):
            missing = len(columns) - timed
            notes = (*notes, Note(Remark.SAMPLES_WITHOUT_TIME, detail=str(missing)))
        elif len(columns) and not timed:
            notes = (*notes, Note(Remark.NO_TIMES))
        file = ActivityFile(
            format=FileFormat.GPX,
            kind="activity" if timed else "route" if len(columns) or self._counts["rte"] else "gpx",
            recordings=tuple(self._recording(outing, columns, clock) for outing in outings),
            device=Device(product=self._creator),
            created=self._created,
            counts=self._all_counts(columns, len(outings)),
            notes=notes,
        )
        return Decoded(file, columns, _problem(file))

    def _all_counts(self, columns: Columns, recordings: int) -> Counts:
        return Counts(
            sessions=recordings,
            records=len(columns),
            tracks=len(self._tracks),
            segments=sum(len(track.segments) for track in self._tracks),
            track_points=len(columns),
            routes=self._counts["rte"],
            route_points=self._counts["rtept"],
            waypoints=self._counts["wpt"],
        )

    def _recording(self, outing: list[Track], columns: Columns, clock: FileClock) -> Recording:
        sport, sub_sport = sport_of(outing[0].kind)
        ours = joined(outing, columns)
        breaks = breaks_in(outing)
        pauses = pauses_in(ours, breaks)
        way = way_m(ours, breaks)
        ours = ours if Channel.DISTANCE in ours.channels else along(ours, way)
        odd = (Note(Remark.SAMPLES_OUT_OF_ORDER),) if ours.goes_back else ()
        ours = ours.in_order()
        first, last = ours.times_ms[0], ours.times_ms[-1]
        timer_s = (last - first) / 1_000 - sum(pause.seconds for pause in pauses)
        streams = ours.streams(first)
        return Recording(
            sport=sport,
            sub_sport=sub_sport,
            name=outing[0].name,
            start=clock.start(first),
            utc_offset_s=clock.utc_offset_s,
            wall_start=clock.wall_start(first),
            totals=completed(
                Totals(
                    elapsed=Duration((last - first) * 1_000),
                    timer=value_in(Duration.of_seconds(timer_s)),
                    distance=value_in(Distance.of_meters(way[-1])) if way else None,
                ),
                streams,
            ),
            pauses=pauses,
            streams=streams,
            notes=(*odd, *clock.notes),
        )


def _problem(file: ActivityFile) -> CannotRead | None:
    if file.recordings:
        return None
    if file.kind == "route":
        return NotAnActivity(file.format, file.kind)
    return NothingRecorded(file.format, file.kind)
