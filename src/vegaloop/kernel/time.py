"""Instants, local days and spans; the clock as something handed in.

Rule 1: an instant is an aware datetime in UTC, made only by the functions of this module.
Rule 2: a day belongs to a zone, and has 23, 24 or 25 hours there.
Rule 3: a span is half-open: [start, end).
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Final, NewType, Protocol, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.errors import NoZone, OutOfRange, UnknownZone
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "UTC_ZONE",
    "YEAR_LEAST",
    "YEAR_MOST",
    "Clock",
    "Instant",
    "Interval",
    "LocalDate",
    "Moment",
    "NotAnInstant",
    "TimeZone",
    "day_of",
    "day_span",
    "days_after",
    "days_from",
    "epoch_us",
    "from_epoch_us",
    "instant_of",
    "later",
    "local_date_of",
    "moment_at",
    "moment_in",
    "moment_of",
    "time_zone_of",
)

Instant = NewType("Instant", dt.datetime)
LocalDate = NewType("LocalDate", dt.date)
TimeZone = NewType("TimeZone", str)

UTC_ZONE: Final = TimeZone("UTC")
# Nobody alive was born before, and no offset or look-back can leave what a calendar holds.
YEAR_LEAST: Final = 1900
YEAR_MOST: Final = 2199

NotAnInstant: TypeAlias = NoZone | OutOfRange

_EPOCH: Final = Instant(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
_MICROSECOND: Final = dt.timedelta(microseconds=1)


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> Instant:
        """Tell it."""
        ...


@final
class Interval(Struct, frozen=True):
    """The instants from `start` up to, not including, `end`."""

    start: Instant
    end: Instant

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("an interval cannot end before it starts")

    def __contains__(self, instant: Instant) -> bool:
        return self.start <= instant < self.end

    @property
    def seconds(self) -> float:
        """How long it is, in seconds."""
        return (self.end - self.start).total_seconds()


@final
class Moment(Struct, frozen=True):
    """An instant with the clock on the wall where it was lived.

    `utc_offset_s` is what that clock was ahead of UTC; `zone` is its IANA zone where known.
    """

    at: Instant
    utc_offset_s: int
    zone: TimeZone | None = None

    @property
    def local_date(self) -> LocalDate:
        """The calendar day on that wall."""
        return LocalDate(self.local.date())

    @property
    def local(self) -> dt.datetime:
        """The time on that wall, as an aware datetime."""
        return self.at.astimezone(dt.timezone(dt.timedelta(seconds=self.utc_offset_s)))


def instant_of(given: dt.datetime, field: str = "at") -> Result[Instant, NotAnInstant]:
    """Read an instant from a datetime that knows its offset and lies in living memory."""
    if given.utcoffset() is None:
        return Failure(NoZone(field, given.isoformat()))
    if not YEAR_LEAST <= given.year <= YEAR_MOST:
        return Failure(OutOfRange(f"{field}.year", given.year, YEAR_LEAST, YEAR_MOST))
    return Success(Instant(given.astimezone(dt.UTC)))


def from_epoch_us(microseconds: int) -> Instant:
    """The instant that many microseconds after 1970 began in UTC."""
    return _EPOCH + dt.timedelta(microseconds=microseconds)


def epoch_us(instant: Instant) -> int:
    """Microseconds since 1970 began in UTC, exact."""
    return (instant - _EPOCH) // _MICROSECOND


def later(instant: Instant, by: dt.timedelta) -> Instant:
    """The instant that much later (earlier where `by` is negative)."""
    return instant + by


def time_zone_of(name: str, field: str = "time_zone") -> Result[TimeZone, UnknownZone]:
    """Read the name of an IANA time zone."""
    return Success(TimeZone(name)) if _zone_info(name) else Failure(UnknownZone(field, name))


def moment_in(at: Instant, zone: TimeZone) -> Moment:
    """Put an instant on the wall clock of a zone."""
    offset = at.astimezone(_known(zone)).utcoffset() or dt.timedelta()
    return Moment(at, int(offset.total_seconds()), zone)


def moment_at(wall: dt.datetime, zone: TimeZone) -> Moment:
    """Read a time on the wall clock of a zone: the first of two, a skipped one that much later."""
    read = wall.replace(tzinfo=_known(zone), fold=0)
    return moment_in(Instant(read.astimezone(dt.UTC)), zone)


def moment_of(
    given: dt.datetime, zone: TimeZone | None, home: TimeZone, field: str = "at"
) -> Result[Moment, NotAnInstant]:
    """Read a moment: from its zone if named, else its offset, else (only `Z`) the person's zone.

    A time in UTC says when, not where: it is put on the wall of `home`.
    """
    match instant_of(given, field):
        case Failure(error):
            return Failure(error)
        case Success(at):
            offset = given.utcoffset() or dt.timedelta()
            if zone is not None or not offset:
                return Success(moment_in(at, zone or home))
            return Success(Moment(at, int(offset.total_seconds())))


def local_date_of(at: Instant, zone: TimeZone) -> LocalDate:
    """The calendar day of an instant in a zone."""
    return LocalDate(at.astimezone(_known(zone)).date())


def day_span(day: LocalDate, zone: TimeZone) -> Interval:
    """From midnight to midnight in a zone: 23, 24 or 25 hours.

    Where midnight is skipped, the day begins at the first instant that bears its date.
    """
    return Interval(_first_instant(day, zone), _first_instant(days_after(day, 1), zone))


def days_after(day: LocalDate, days: int) -> LocalDate:
    """The day so many days later (earlier where negative)."""
    return LocalDate(day + dt.timedelta(days=days))


def days_from(start: LocalDate, end: LocalDate) -> tuple[LocalDate, ...]:
    """The days of [start, end), oldest first."""
    numbers = range(start.toordinal(), end.toordinal())
    return tuple(LocalDate(dt.date.fromordinal(number)) for number in numbers)


def day_of(given: dt.date) -> LocalDate:
    """Take a plain date for a local day."""
    return LocalDate(dt.date(given.year, given.month, given.day))


def _first_instant(day: LocalDate, zone: TimeZone) -> Instant:
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=_known(zone))
    return Instant(midnight.astimezone(dt.UTC))


def _zone_info(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _known(zone: TimeZone) -> zoneinfo.ZoneInfo:
    found = _zone_info(zone)
    if found is None:
        raise ValueError(f"{zone} is not a time zone")
    return found
