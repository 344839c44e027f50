"""Say everything about a file: what it is, what is in it, and what is wrong with it, and where.

Rule 1: an inspection is flat and made of plain values, so that it is its own JSON; what the file
does not say is null.
Rule 2: it never fails: a file that cannot be read has a problem.
"""

from __future__ import annotations

from array import array
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns, Summary, summary_of
from vegaloop.activity.adapters.readers.decoded import Decoded
from vegaloop.activity.adapters.readers.detect import decode
from vegaloop.activity.domain.activity_file import CannotRead, Counts, DeveloperField, Device
from vegaloop.activity.domain.recording import Lap, Note, Recording
from vegaloop.activity.domain.streams import MISSING, Channel
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, from_epoch_us

__all__ = ("InspectedLap", "InspectedSession", "Inspection", "Samples", "inspect_file")


# What FIT writes for earlier dates is no date (and before it there was no format of these).
_FIRST_DATE_MS: Final = (631_065_600 + 0x1000_0000) * 1_000


@final
class InspectedLap(Struct, frozen=True, kw_only=True):
    """A lap, in plain numbers."""

    start_at: str | None
    elapsed_s: float
    timer_s: float | None
    distance_m: float | None
    average_heart_rate_bpm: float | None
    maximum_heart_rate_bpm: float | None
    average_power_w: float | None


@final
class InspectedSession(Struct, frozen=True, kw_only=True):
    """A session, in plain numbers; `start_at` is UTC, `wall_start` where only a wall clock is."""

    sport: str
    sub_sport: str | None
    name: str | None
    start_at: str | None
    wall_start: str | None
    utc_offset_s: int | None
    elapsed_s: float
    timer_s: float | None
    distance_m: float | None
    average_heart_rate_bpm: float | None
    maximum_heart_rate_bpm: float | None
    average_power_w: float | None
    maximum_power_w: float | None
    average_cadence_rpm: float | None
    ascent_m: float | None
    descent_m: float | None
    energy_kcal: float | None
    samples: int
    channels: tuple[str, ...]
    pauses: int
    lengths: int
    sets: int
    rr_intervals: int
    rr_sum_s: float
    laps: tuple[InspectedLap, ...]
    notes: tuple[Note, ...]


@final
class Samples(Struct, frozen=True, kw_only=True):
    """The samples of the whole file, in the order they were written."""

    first_at: str | None
    last_at: str | None
    with_position: int
    with_heart_rate: int
    average_heart_rate_bpm: float | None
    maximum_heart_rate_bpm: float | None
    with_power: int
    average_power_w: float | None
    maximum_power_w: float | None
    with_cadence: int
    with_altitude: int
    with_temperature: int
    last_distance_m: float | None
    maximum_distance_m: float | None


@final
class Inspection(Struct, frozen=True, kw_only=True):
    """All there is to say about a file."""

    format: str | None
    kind: str | None
    bytes: int
    problem: CannotRead | None
    notes: tuple[Note, ...] = ()
    device: Device = Device()
    created_at: str | None = None
    counts: Counts = Counts()
    developer_fields: tuple[DeveloperField, ...] = ()
    sessions: tuple[InspectedSession, ...] = ()
    samples: Samples | None = None


def inspect_file(data: bytes) -> Inspection:
    """Read a file of any kind, good or broken, and say what it holds."""
    match decode(data):
        case Success(found):
            return _inspected(found, len(data))
        case Failure(error):
            return Inspection(format=None, kind=None, bytes=len(data), problem=error)


def _inspected(found: Decoded, size: int) -> Inspection:
    file = found.file
    return Inspection(
        format=file.format,
        kind=file.kind,
        bytes=size,
        problem=found.problem,
        notes=file.notes,
        device=file.device,
        created_at=_utc(file.created),
        counts=file.counts,
        developer_fields=file.developer_fields,
        sessions=tuple(_session(recording) for recording in file.recordings),
        samples=_samples(found.columns) if len(found.columns) else None,
    )


def _session(recording: Recording) -> InspectedSession:
    totals = recording.totals
    cadence = totals.average_cadence_centi_rpm
    return InspectedSession(
        sport=recording.sport,
        sub_sport=recording.sub_sport,
        name=recording.name,
        start_at=_utc(recording.start),
        wall_start=recording.wall_start.isoformat() if recording.wall_start else None,
        utc_offset_s=recording.utc_offset_s,
        elapsed_s=totals.elapsed.seconds,
        timer_s=totals.timer.seconds if totals.timer else None,
        distance_m=totals.distance.meters if totals.distance else None,
        average_heart_rate_bpm=_bpm(totals.average_heart_rate),
        maximum_heart_rate_bpm=_bpm(totals.maximum_heart_rate),
        average_power_w=totals.average_power.watts if totals.average_power else None,
        maximum_power_w=totals.maximum_power.watts if totals.maximum_power else None,
        average_cadence_rpm=None if cadence is None else cadence / 100,
        ascent_m=totals.ascent.meters if totals.ascent else None,
        descent_m=totals.descent.meters if totals.descent else None,
        energy_kcal=totals.energy.kcal if totals.energy else None,
        samples=len(recording.streams),
        channels=tuple(recording.streams.channels),
        pauses=len(recording.pauses),
        lengths=len(recording.lengths),
        sets=len(recording.sets),
        rr_intervals=len(recording.rr_intervals_ms),
        rr_sum_s=sum(recording.rr_intervals_ms) / 1_000,
        laps=tuple(_lap(lap) for lap in recording.laps),
        notes=recording.notes,
    )


def _lap(lap: Lap) -> InspectedLap:
    totals = lap.totals
    return InspectedLap(
        start_at=_utc(lap.start),
        elapsed_s=totals.elapsed.seconds,
        timer_s=totals.timer.seconds if totals.timer else None,
        distance_m=totals.distance.meters if totals.distance else None,
        average_heart_rate_bpm=_bpm(totals.average_heart_rate),
        maximum_heart_rate_bpm=_bpm(totals.maximum_heart_rate),
        average_power_w=totals.average_power.watts if totals.average_power else None,
    )


def _samples(columns: Columns) -> Samples:
    heart_rate = summary_of(columns, Channel.HEART_RATE)
    power = summary_of(columns, Channel.POWER)
    distance = summary_of(columns, Channel.DISTANCE)
    times = [time for time in columns.times_ms if time != NO_TIME]
    latitudes = columns.channels.get(Channel.LATITUDE, array("i"))
    longitudes = columns.channels.get(Channel.LONGITUDE, array("i"))
    positions = zip(latitudes, longitudes, strict=False)
    return Samples(
        first_at=_moment(times[0]) if times else None,
        last_at=_moment(times[-1]) if times else None,
        with_position=sum(MISSING not in position for position in positions),
        with_heart_rate=_count(heart_rate),
        average_heart_rate_bpm=heart_rate.mean if heart_rate else None,
        maximum_heart_rate_bpm=heart_rate.most if heart_rate else None,
        with_power=_count(power),
        average_power_w=power.mean if power else None,
        maximum_power_w=power.most if power else None,
        with_cadence=_count(summary_of(columns, Channel.CADENCE)),
        with_altitude=_count(summary_of(columns, Channel.ALTITUDE)),
        with_temperature=_count(summary_of(columns, Channel.TEMPERATURE)),
        last_distance_m=distance.last if distance else None,
        maximum_distance_m=distance.most if distance else None,
    )


def _moment(time_ms: int) -> str | None:
    """A sample's time; None where it counts from when a device was started."""
    return _utc(from_epoch_us(time_ms * 1_000)) if time_ms >= _FIRST_DATE_MS else None


def _count(summary: Summary | None) -> int:
    return summary.count if summary else 0


def _bpm(heart_rate: HeartRate | None) -> float | None:
    return heart_rate.bpm if heart_rate else None


def _utc(instant: Instant | None) -> str | None:
    return instant.isoformat().replace("+00:00", "Z") if instant else None
