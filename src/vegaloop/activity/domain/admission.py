"""Admission: whether a remembered session can have been, and when it was."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Rpe, effort_by_hand
from vegaloop.activity.domain.placing import EARLIEST, StartsAhead, TooLongAgo, out_of_time
from vegaloop.activity.domain.recording import Totals
from vegaloop.activity.domain.session import (
    Facts,
    Origin,
    Session,
    SessionId,
)
from vegaloop.activity.domain.sport import ON_FOOT, Sport
from vegaloop.kernel.errors import OutOfRange, UnknownZone
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    Instant,
    Moment,
    NotAnInstant,
    TimeZone,
    day_of,
    later,
    moment_of,
    time_zone_of,
)

__all__ = (
    "CannotLogActivity",
    "EndsAhead",
    "LogActivity",
    "NoSuchActivity",
    "TotalsImplausible",
    "decide_by_hand",
)

# Phones run ahead of servers by about this much.
AHEAD_BY_HAND: Final = dt.timedelta(minutes=5)
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
class EndsAhead(Struct, frozen=True, tag="activity/ends-ahead"):
    """A remembered session that is not over yet by the clock."""

    end_at: Instant
    now: Instant


@final
class TotalsImplausible(Struct, frozen=True, tag="activity/totals-implausible"):
    """Values no session has, each by its field."""

    errors: tuple[OutOfRange, ...]


@final
class NoSuchActivity(Struct, frozen=True, tag="activity/no-such-activity"):
    """A session that is not this person's, or is no longer kept."""

    id: SessionId


CannotLogActivity: TypeAlias = (
    NotAnInstant | UnknownZone | StartsAhead | EndsAhead | TooLongAgo | TotalsImplausible
)


def decide_by_hand(
    id: SessionId, command: LogActivity, profile: Profile, now: Instant
) -> Result[Session, CannotLogActivity]:
    """Decide whether a remembered session can have been."""
    match _remembered_start(command, profile, now):
        case Failure(error):
            return Failure(error)
        case Success(start):
            implausible = _implausible(command)
            if implausible:
                return Failure(TotalsImplausible(implausible))
            end = later(start.at, dt.timedelta(microseconds=command.elapsed.amount))
            if end > later(now, AHEAD_BY_HAND):
                return Failure(EndsAhead(end, now))
            return Success(
                Session(
                    id=id,
                    sport=command.sport,
                    start=start,
                    local_date=start.local_date,
                    facts=_remembered(command, start),
                )
            )


def _remembered_start(
    command: LogActivity, profile: Profile, now: Instant
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
    home = profile.zone_on(day_of(command.start_at))
    match moment_of(command.start_at, zone, home, "start_at"):
        case Failure(error):
            return Failure(error)
        case Success(start):
            early_or_late = out_of_time(start.at, now, AHEAD_BY_HAND)
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
