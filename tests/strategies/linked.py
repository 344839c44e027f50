"""One training as several devices and services tell it, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import math
from typing import final

from tests.strategies.activity import ShelfReader
from tests.strategies.training_log import ME, TODAY
from tests.support import NOW, at, good
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    Channel,
    ImportFile,
    ItemKept,
    KeepRecording,
    Recording,
    Session,
    Sport,
    Stream,
    Streams,
    Totals,
)
from vegaloop.activity.domain.activity_file import ActivityFile, CannotRead, Device, FileFormat
from vegaloop.activity.domain.streams import packed_times
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration, HeartRate
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import days_after

START = NOW - dt.timedelta(days=3)
SECONDS = 1_200


def a_recording(
    *,
    start: dt.datetime = START,
    seconds: int = SECONDS,
    meters: float | None = 9_000,
    bpm: float | None = None,
    sport: Sport = Sport.CYCLING,
    channels: tuple[Channel, ...] = (),
    late_s: int = 0,
    times: float = 1.0,
    **more: object,
) -> Recording:
    """A recording at 1 Hz of a ride whose figures rise and fall, seen `late_s` after they were.

    Another ride is one whose figures are so many times as high.
    """
    columns = tuple(
        Stream.of_values(channel, [times * _figure(channel, n - late_s) for n in range(seconds)])
        for channel in channels
    )
    at_ms = packed_times(n * 1_000 for n in range(seconds)) if channels else b""
    totals = Totals(
        elapsed=Duration(seconds * 1_000_000),
        distance=None if meters is None else Distance(round(meters * 1_000)),
        average_heart_rate=None if bpm is None else HeartRate(round(bpm * 1_000)),
    )
    return Recording(
        sport=sport,
        start=None if "wall_start" in more else at(start),
        totals=totals,
        streams=Streams(at_ms, columns),
        **more,  # type: ignore[arg-type]  # A test may say anything.
    )


def _figure(channel: Channel, second: int) -> float:
    wave = math.sin(second / 20) + math.sin(second / 7)
    if channel is Channel.POWER:
        return round(200 + 60 * wave)
    if channel is Channel.DISTANCE:
        return 7.5 * second
    if channel is Channel.SPEED:
        return 7.5 + wave
    if channel is Channel.LATITUDE:
        return 46 + 7.5 * second / 111_195
    if channel is Channel.LONGITUDE:
        return 7 + 0.001 * wave
    return round(140 + 10 * wave)


@final
class Shelf(ShelfReader):
    """Reads files laid out beforehand, of the formats and devices they are said to be of."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[bytes, tuple[FileFormat, Device]] = {}

    def put(
        self, name: bytes, *of: Recording, by: str = "garmin", form: FileFormat = FileFormat.FIT
    ) -> ImportFile:
        """Lay recordings out under a name, as a file of a maker."""
        self.lay(name, *of)
        self.made[name] = form, Device(by)
        return ImportFile(data=name, file_name=name.decode())

    def read(self, data: bytes, home: Profile) -> Result[ActivityFile, CannotRead]:
        """Give what lies under the name."""
        match super().read(data, home):
            case Failure(error):
                return Failure(error)
            case Success(file):
                form, device = self.made[good(self.unpack(data))]
                made = ActivityFile(
                    format=form, kind="activity", recordings=file.recordings, device=device
                )
                return Success(made)


def told(name: str, recording: Recording, source: str = "vendor", **more: object) -> KeepRecording:
    """What a source says of a session."""
    given = {"recording": recording, "source": SourceId(source), "external_id": name, **more}
    return KeepRecording(**given)  # type: ignore[arg-type]  # A test may say anything.


def brought(activity: Activity, *items: ImportFile | KeepRecording) -> list[Session]:
    """Import in one batch; each item's first session as it is afterwards."""
    outcomes = activity.import_batch(ME, items)
    kept = [outcome.sessions[0] for outcome in outcomes if isinstance(outcome, ItemKept)]
    return [good(activity.activity(ME, one)).session for one in kept]


def everything(activity: Activity) -> tuple[Session, ...]:
    """Every session, also those that do not count."""
    return activity.activities(ME, ActivityQuery(most=1_000, with_duplicates=True))


def told_by_content(activity: Activity) -> object:
    """All that hangs on who is linked with whom, without ids."""
    sessions = everything(activity)
    keys = {one.id: one.key for one in sessions}
    links = {
        one.key: (
            one.loads,
            one.facts.effort,
            one.link and (keys[one.link.lead], one.link.gives, one.link.offset_ms, one.link.twin),
        )
        for one in sessions
    }
    first, last = days_after(TODAY, -99), days_after(TODAY, 9)
    peaks = sorted(
        (keys[one.session], repr(one.peaks))
        for one in activity._logs.read(ME, lambda log: log.peaks(first, last))
    )
    return links, activity.load_series(ME, first, last), peaks, activity.form(ME, TODAY)
