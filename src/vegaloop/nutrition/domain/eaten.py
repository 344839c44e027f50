"""When something was eaten: not ahead of now, nor before anybody's diary begins."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.errors import UnknownZone
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    Instant,
    Moment,
    NotAnInstant,
    TimeZone,
    later,
    moment_at,
    moment_of,
    time_zone_of,
)

__all__ = ("EatenInFuture", "EatenTooLongAgo", "Untimely", "decide_eaten", "moved")

LEEWAY: Final = dt.timedelta(minutes=5)  # Phones run ahead of servers by about this much.
# Twenty years: what lies further back was dated by a clock that had lost its time.
LONGEST_AGO: Final = dt.timedelta(days=7_305)


@final
class EatenInFuture(Struct, frozen=True, tag="nutrition/eaten-in-future"):
    """Nobody has eaten it yet."""

    eaten_at: Instant
    now: Instant


@final
class EatenTooLongAgo(Struct, frozen=True, tag="nutrition/eaten-too-long-ago"):
    """A meal from before anybody's diary begins."""

    eaten_at: Instant
    earliest: Instant


Untimely: TypeAlias = EatenInFuture | EatenTooLongAgo


def decide_eaten(
    eaten_at: dt.datetime, time_zone: str | None, home: TimeZone, now: Instant
) -> Result[Moment, Untimely | NotAnInstant | UnknownZone]:
    """Decide when and where something was eaten."""
    zone: TimeZone | None = None
    if time_zone is not None:
        match time_zone_of(time_zone):
            case Success(known):
                zone = known
            case Failure(unknown):
                return Failure(unknown)
    match moment_of(eaten_at, zone, home, "eaten_at"):
        case Failure(error):
            return Failure(error)
        case Success(moment):
            untimely = _untimely(moment, now)
            return Failure(untimely) if untimely else Success(moment)


def moved(eaten: Moment, days: int, now: Instant) -> Result[Moment, Untimely]:
    """Move a moment by days to the same time on the clock on the wall, if that has come."""
    by = dt.timedelta(days=days)
    if eaten.zone is None:
        moment = Moment(later(eaten.at, by), eaten.utc_offset_s)
    else:
        moment = moment_at(eaten.local + by, eaten.zone)
    untimely = _untimely(moment, now)
    return Failure(untimely) if untimely else Success(moment)


def _untimely(moment: Moment, now: Instant) -> Untimely | None:
    earliest = later(now, -LONGEST_AGO)
    if moment.at > later(now, LEEWAY):
        return EatenInFuture(moment.at, now)
    return EatenTooLongAgo(moment.at, earliest) if moment.at < earliest else None
