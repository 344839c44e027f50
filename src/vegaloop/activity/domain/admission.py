"""Admission: whether a remembered or recorded session can have been, and when it was."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Rpe, effort_by_hand, effort_of
from vegaloop.activity.domain.recording import Note, Recording, Totals
from vegaloop.activity.domain.session import (
    ContentHash,
    Facts,
    FileRef,
    Origin,
    Session,
    SessionId,
)
from vegaloop.activity.domain.sport import ON_FOOT, Sport
from vegaloop.kernel.errors import OutOfRange, UnknownZone
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    Instant,
    LocalDate,
    Moment,
    NotAnInstant,
    TimeZone,
    day_span,
    from_epoch_us,
    later,
    moment_in,
    moment_of,
    time_zone_of,
)

__all__ = (
    "CannotLogActivity",
    "CannotPlace",
    "EndsAhead",
    "LogActivity",
    "NoDate",
    "NoSuchActivity",
    "StartsAhead",
    "TooLongAgo",
    "TotalsImplausible",
    "content_hash",
    "decide_by_hand",
    "decide_recorded",
)

# Phones run ahead of servers by about this much.
AHEAD_BY_HAND: Final = dt.timedelta(minutes=5)
# A device that takes local time for UTC is up to 14 hours ahead; its file is still worth keeping.
AHEAD_BY_DEVICE: Final = dt.timedelta(hours=24)
# Nothing that records is older; dates of 1970 and before are clocks that were never set.
EARLIEST: Final = from_epoch_us(315_532_800_000_000)  # 1980-01-01.
OFFSET_MOST_S: Final = 14 * 3_600  # Kiribati.
BY_HAND_MOST_S: Final = 14 * 86_400
BY_HAND_MOST_M: Final = 5_000_000
# Mean speeds nobody keeps up, on foot and on wheels (A16).
FASTEST_ON_FOOT_M_S: Final = 12.5
FASTEST_M_S: Final = 30.0


@final
class LogActivity(Struct, frozen=True, kw_only=True):
    """A session as somebody remembers it; a start in UTC without a zone is at home."""

    sport: Sport
    start_at: dt.datetime
    elapsed: Duration
    time_zone: str | None = None
    distance: Distance | None = None
    average_heart_rate: HeartRate | None = None
    average_power: Power | None = None
    rpe: Rpe | None = None
    name: str | None = None
    notes: str | None = None
    source: SourceId = SourceId("manual")


@final
class StartsAhead(Struct, frozen=True, tag="activity/starts-ahead"):
    """A session that begins later than the clock allows."""

    start_at: dt.datetime
    now: Instant


@final
class EndsAhead(Struct, frozen=True, tag="activity/ends-ahead"):
    """A remembered session that is not over yet by the clock."""

    end_at: Instant
    now: Instant


@final
class TooLongAgo(Struct, frozen=True, tag="activity/too-long-ago"):
    """A start before anything recorded: a clock that was never set."""

    start_at: dt.datetime
    least: Instant


@final
class NoDate(Struct, frozen=True, tag="activity/no-date"):
    """A recording that knows how long it took but not when: the start must be given with it."""

    recording: int
    sport: Sport


@final
class TotalsImplausible(Struct, frozen=True, tag="activity/totals-implausible"):
    """Values no session has, each by its field."""

    errors: tuple[OutOfRange, ...]


@final
class NoSuchActivity(Struct, frozen=True, tag="activity/no-such-activity"):
    """A session that is not this person's, or is no longer kept."""

    id: SessionId


CannotPlace: TypeAlias = NoDate | StartsAhead | TooLongAgo
CannotLogActivity: TypeAlias = (
    NotAnInstant | UnknownZone | StartsAhead | EndsAhead | TooLongAgo | TotalsImplausible
)


def content_hash(content: bytes) -> ContentHash:
    """Name a file by what is in it, unpacked: SHA-256 in hexadecimal."""
    return ContentHash(hashlib.sha256(content).hexdigest())


def decide_by_hand(
    id: SessionId, command: LogActivity, home: TimeZone, now: Instant
) -> Result[Session, CannotLogActivity]:
    """Decide whether a remembered session can have been."""
    match _remembered_start(command, home, now):
        case Failure(error):
            return Failure(error)
        case Success(start):
            implausible = _implausible(command)
            if implausible:
                return Failure(TotalsImplausible(implausible))
            end = later(start.at, dt.timedelta(microseconds=command.elapsed.amount))
            if end > later(now, AHEAD_BY_HAND):
                return Failure(EndsAhead(end, now))
            return Success(_session(id, command.sport, start, _remembered(command, start)))


def _remembered_start(
    command: LogActivity, home: TimeZone, now: Instant
) -> Result[Moment, NotAnInstant | UnknownZone | StartsAhead | TooLongAgo]:
    # Beyond these years a datetime cannot always be put into another zone.
    if command.start_at.year < EARLIEST.year:
        return Failure(TooLongAgo(command.start_at, EARLIEST))
    if command.start_at.year > now.year + 1:
        return Failure(StartsAhead(command.start_at, now))
    zone: TimeZone | None = None
    if command.time_zone is not None:
        match time_zone_of(command.time_zone):
            case Failure(unknown):
                return Failure(unknown)
            case Success(known):
                zone = known
    match moment_of(command.start_at, zone, home, "start_at"):
        case Failure(error):
            return Failure(error)
        case Success(start):
            early_or_late = _out_of_time(start.at, now, AHEAD_BY_HAND)
            return Success(start) if early_or_late is None else Failure(early_or_late)


def _remembered(command: LogActivity, start: Moment) -> Facts:
    totals = Totals(
        elapsed=command.elapsed,
        distance=command.distance,
        average_heart_rate=command.average_heart_rate,
        average_power=command.average_power,
    )
    return Facts(
        origin=Origin(source=command.source),
        totals=totals,
        effort=effort_by_hand(totals, totals.elapsed),
        name=command.name,
        notes=command.notes,
        rpe=command.rpe,
        zone_assumed=command.time_zone is None and start.zone is not None,
    )


def decide_recorded(
    id: SessionId,
    recording: Recording,
    origin: Origin,
    file: FileRef,
    start_given: Instant | None,
    home: TimeZone,
    now: Instant,
    notes_of_file: tuple[Note, ...] = (),
) -> Result[Session, CannotPlace]:
    """Decide when and where a recording was made; without an offset, in the home zone.

    What is odd about its file is odd about each session in it. Rule ACT-26.
    """
    at = _start_of(recording, start_given, home)
    if at is None:
        return Failure(NoDate(file.index, recording.sport))
    early_or_late = _out_of_time(at, now, AHEAD_BY_DEVICE)
    if early_or_late is not None:
        return Failure(early_or_late)
    start = _moment(at, recording.utc_offset_s, home)
    facts = Facts(
        origin=origin,
        totals=recording.totals,
        effort=effort_of(recording),
        name=recording.name,
        sub_sport=recording.sub_sport,
        zone_assumed=start.zone is not None,
        laps=recording.laps,
        remarks=(*notes_of_file, *recording.notes),
        pauses_ms=recording.pauses_ms,
    )
    return Success(_session(id, recording.sport, start, facts, file))


def _session(
    id: SessionId, sport: Sport, start: Moment, facts: Facts, file: FileRef | None = None
) -> Session:
    return Session(
        id=id, sport=sport, start=start, local_date=start.local_date, facts=facts, file=file
    )


def _out_of_time(
    start: Instant, now: Instant, ahead: dt.timedelta
) -> StartsAhead | TooLongAgo | None:
    if start < EARLIEST:
        return TooLongAgo(start, EARLIEST)
    return StartsAhead(start, now) if start > later(now, ahead) else None


def _start_of(recording: Recording, given: Instant | None, home: TimeZone) -> Instant | None:
    if recording.start is not None or given is not None or recording.wall_start is None:
        return recording.start or given
    return _on_the_wall(recording.wall_start, home)


def _on_the_wall(shown: dt.datetime, zone: TimeZone) -> Instant:
    midnight = day_span(LocalDate(shown.date()), zone).start
    near = later(midnight, shown - dt.datetime.combine(shown.date(), dt.time()))
    # Where the clock was changed that day, the hour is off by as much.
    return later(near, shown - moment_in(near, zone).local.replace(tzinfo=None))


def _moment(at: Instant, offset_s: int | None, home: TimeZone) -> Moment:
    if offset_s is not None and abs(offset_s) <= OFFSET_MOST_S:
        return Moment(at, offset_s)
    return moment_in(at, home)


def _implausible(command: LogActivity) -> tuple[OutOfRange, ...]:
    rate, power, distance = (
        command.average_heart_rate,
        command.average_power,
        command.distance,
    )
    fastest_m_s = FASTEST_ON_FOOT_M_S if command.sport in ON_FOOT else FASTEST_M_S
    farthest_m = min(BY_HAND_MOST_M, fastest_m_s * command.elapsed.seconds)
    given = (
        ("elapsed_s", command.elapsed.seconds, 1, BY_HAND_MOST_S),
        ("distance_m", distance and distance.meters, 0, farthest_m),
        ("average_heart_rate_bpm", rate and rate.bpm, 25, 240),
        ("average_power_w", power and power.watts, 0, 3_000),
    )
    return tuple(
        OutOfRange(field, value, least, most)
        for field, value, least, most in given
        if value is not None and not least <= value <= most
    )
