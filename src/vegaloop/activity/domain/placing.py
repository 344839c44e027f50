"""When and where a recording was made, or why nobody can say."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Rpe, effort_of
from vegaloop.activity.domain.recording import Note, Recording, Remark, Totals
from vegaloop.activity.domain.sampled import completed
from vegaloop.activity.domain.session import (
    ContentHash,
    Edition,
    Facts,
    FileRef,
    Origin,
    Session,
    SessionId,
)
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    Instant,
    Moment,
    day_of,
    from_epoch_us,
    later,
    local_date_of,
    moment_at,
    moment_in,
)

__all__ = (
    "EARLIEST",
    "CannotPlace",
    "NoDate",
    "Provenance",
    "StartsAhead",
    "TooLongAgo",
    "content_hash",
    "decide_recorded",
    "out_of_time",
)

# A device that takes local time for UTC is up to 14 hours ahead; its file is still worth keeping.
AHEAD_BY_DEVICE: Final = dt.timedelta(hours=24)
# Nothing that records is older; dates of 1970 and before are clocks that were never set.
EARLIEST: Final = from_epoch_us(315_532_800_000_000)  # 1980-01-01.
OFFSET_MOST_S: Final = 14 * 3_600  # Kiribati.


@final
class StartsAhead(Struct, frozen=True, tag="activity/starts-ahead"):
    """A session that begins later than the clock allows."""

    start_at: dt.datetime
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


CannotPlace: TypeAlias = NoDate | StartsAhead | TooLongAgo


@final
class Provenance(Struct, frozen=True, kw_only=True):
    """Where a recording came from, and what was said of it beside what was recorded.

    `start` says when, where the device did not know, `sport` which, where it did not know that;
    `name` and `notes` are the person's words, `totals` the figures.
    """

    origin: Origin
    file: FileRef
    start: Instant | None = None
    remarks: tuple[Note, ...] = ()
    sport: Sport | None = None
    name: str | None = None
    notes: str | None = None
    rpe: Rpe | None = None
    totals: Totals | None = None
    heard: tuple[ContentHash, ...] = ()
    edition: Edition | None = None


def decide_recorded(
    id: SessionId, recording: Recording, told: Provenance, profile: Profile, now: Instant
) -> Result[Session, CannotPlace]:
    """Decide when and where a recording was made; without an offset, at home as it was that day.

    What is odd about its file is odd about each session in it. Rules ACT-1, ACT-26.
    """
    match _start_of(recording, told, profile, now):
        case Failure(error):
            return Failure(error)
        case Success(at):
            unset = any(note.what is Remark.ZONE_ASSUMED for note in recording.notes)
            start = _moment(at, None if unset else recording.utc_offset_s, profile)
            unknown = recording.sport is Sport.GENERIC
            sport = told.sport if unknown and told.sport is not None else recording.sport
            pauses_ms = recording.pauses_ms
            beside = told.totals or recording.totals
            stated = recording.totals.measured().filled(beside.measured())
            totals = completed(stated, recording.streams, pauses_ms)
            facts = Facts(
                origin=told.origin,
                totals=totals,
                effort=effort_of(recording, totals),
                name=told.name or recording.name,
                notes=told.notes,
                sub_sport=recording.sub_sport,
                rpe=told.rpe,
                zone_assumed=start.zone is not None,
                start_assumed=_is_assumed(recording, told),
                laps=tuple(lap.measured() for lap in recording.laps),
                lengths=recording.lengths,
                sets=recording.sets,
                sensors=recording.sensors,
                remarks=(*told.remarks, *recording.notes),
                pauses_ms=pauses_ms,
                edition=told.edition,
                heard=told.heard,
            )
            session = Session(
                id=id,
                sport=sport,
                start=start,
                local_date=start.local_date,
                facts=facts,
                file=told.file,
            )
            return Success(session)


def content_hash(content: bytes) -> ContentHash:
    """Name a file by what is in it, unpacked: SHA-256 in hexadecimal."""
    return ContentHash(hashlib.sha256(content).hexdigest())


def out_of_time(
    start: Instant, now: Instant, ahead: dt.timedelta
) -> StartsAhead | TooLongAgo | None:
    """Tell whether a start lies before anything recorded, or so far ahead of the clock."""
    if start < EARLIEST:
        return TooLongAgo(start, EARLIEST)
    return StartsAhead(start, now) if start > later(now, ahead) else None


def _is_assumed(recording: Recording, told: Provenance) -> bool:
    """Whether nothing but a wall said when it began."""
    return recording.wall_start is not None and (recording.start is not None or told.start is None)


def _known_start(recording: Recording, told: Provenance) -> Instant | None:
    """The start by its own clock, or as it was said of a device that had none."""
    return recording.start or told.start


def _start_of(
    recording: Recording, told: Provenance, profile: Profile, now: Instant
) -> Result[Instant, CannotPlace]:
    at, wall = _known_start(recording, told), recording.wall_start
    if at is None:
        if wall is None:
            return Failure(NoDate(told.file.index, recording.sport))
        # Beyond these years a time on a wall cannot always be put into a zone.
        if wall.year < EARLIEST.year:
            return Failure(TooLongAgo(wall, EARLIEST))
        if wall.year > now.year + 1:
            return Failure(StartsAhead(wall, now))
        at = moment_at(wall, profile.zone_on(day_of(wall))).at
    early_or_late = out_of_time(at, now, AHEAD_BY_DEVICE)
    return Success(at) if early_or_late is None else Failure(early_or_late)


def _moment(at: Instant, offset_s: int | None, profile: Profile) -> Moment:
    if offset_s is not None and abs(offset_s) <= OFFSET_MOST_S:
        return Moment(at, offset_s)
    return moment_in(at, profile.zone_on(local_date_of(at, profile.home_zone)))
