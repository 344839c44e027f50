"""Times as vendors write them, read as moments.

Rule 1: a time with an offset keeps it; one in UTC, and one that counts seconds, is put on the
wall of the person's home of that day; one without a zone is read on that wall, and says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S, offset_in
from vegaloop.imports.domain.found import Misshapen
from vegaloop.infrastructure.formats.iso_time import datetime_in
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.person import Profile, moment_on_wall
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    YEAR_LEAST,
    YEAR_MOST,
    Instant,
    Moment,
    from_epoch_us,
    instant_of,
    local_date_of,
    moment_at,
    moment_in,
    time_zone_of,
)

__all__ = (
    "BadTime",
    "When",
    "of_epoch_ms",
    "of_epoch_s",
    "of_instant",
    "of_iso",
    "of_offset",
    "of_wall",
    "of_zone",
)

_SHOWN: Final = 60
_EPOCH_MOST_US: Final = 7_000_000_000 * 1_000_000  # The year 2191.
# A space before the offset, one without its colon, a fraction of one to nine digits.
_OFFSET: Final = re.compile(r"\s*(Z|z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)$")
_FRACTION: Final = re.compile(r"\.(\d{1,9})")

BadTime: TypeAlias = Misshapen | OutOfRange


@final
class When(Struct, frozen=True):
    """A moment, and whether its zone was assumed: the person's home of that day."""

    moment: Moment
    zone_assumed: bool = False

    @property
    def at(self) -> Instant:
        """The instant."""
        return self.moment.at


def of_iso(
    text: str,
    profile: Profile,
    field: str = "time",
    formats: Sequence[str] = (),
    ahead_s: int | None = None,
) -> Result[When, BadTime]:
    """Read `2024-01-05T08:00:00+01:00`, with a space for the T, with or without an offset.

    `formats` are those of `strptime` to try where it is not ISO 8601; `Z` is UTC; `ahead_s` is how
    far the wall is ahead of UTC where the text does not say.
    """
    written = text.strip()
    found = _OFFSET.search(written) if len(written) > len("2024-01-05") else None
    offset_s = ahead_s if found is None else offset_in(found.group(1))
    wall = _wall(written if found is None else written[: found.start()], formats)
    if wall is None or (found is not None and offset_s is None):
        return Failure(Misshapen(field, text[:_SHOWN], "a date and time"))
    if wall.tzinfo is not None:
        return of_instant(wall, profile, field)
    if offset_s is None:
        return of_wall(wall, profile, field)
    if offset_s == 0 and found is not None:
        return of_instant(wall.replace(tzinfo=dt.UTC), profile, field)
    return of_offset(wall, offset_s, field)


def of_wall(wall: dt.datetime, profile: Profile, field: str = "time") -> Result[When, BadTime]:
    """Read a time without a zone on the wall of the person's home of that day."""
    match moment_on_wall(wall, profile, field):
        case Success(moment):
            return Success(When(moment, zone_assumed=True))
        case Failure(error):
            return Failure(error)


def of_offset(wall: dt.datetime, offset_s: int, field: str = "time") -> Result[When, BadTime]:
    """Read a time on a wall whose clock was so many seconds ahead of UTC."""
    if abs(offset_s) > OFFSET_MOST_S:
        return Failure(Misshapen(field, wall.isoformat()[:_SHOWN], "a date and time"))
    zone = dt.timezone(dt.timedelta(seconds=offset_s))
    match instant_of(wall.replace(tzinfo=zone), field):
        case Success(at):
            return Success(When(Moment(at, offset_s)))
        case Failure():
            return Failure(Misshapen(field, wall.isoformat()[:_SHOWN], "a date and time"))


def of_zone(
    wall: dt.datetime, zone: str, profile: Profile, field: str = "time"
) -> Result[When, BadTime]:
    """Read a time on the wall of a named zone; on that at home where nobody knows the name."""
    match time_zone_of(zone):
        case Success(known) if 1900 <= wall.year <= 2199:
            return Success(When(moment_at(wall, known)))
        case Success() | Failure():
            return of_wall(wall, profile, field)


def of_instant(at: dt.datetime, profile: Profile, field: str = "time") -> Result[When, BadTime]:
    """Put an instant on the wall of the person's home of that day."""
    match instant_of(at, field):
        case Success(instant) if YEAR_LEAST < instant.year < YEAR_MOST:
            zone = profile.zone_on(local_date_of(instant, profile.home_zone))
            return Success(When(moment_in(instant, zone)))
        case Success() | Failure():
            return Failure(OutOfRange(f"{field}.year", at.year, YEAR_LEAST + 1, YEAR_MOST - 1))


def of_epoch_s(
    seconds: float, profile: Profile, field: str = "time", offset_s: int | None = None
) -> Result[When, BadTime]:
    """Read seconds since 1970, on a wall so far ahead of UTC if that is known."""
    microseconds = seconds * 1_000_000
    if not 0 <= microseconds <= _EPOCH_MOST_US:  # NaN fails this too.
        return Failure(OutOfRange(field, seconds, 0, _EPOCH_MOST_US / 1_000_000))
    instant = from_epoch_us(round(microseconds))
    if offset_s is not None and abs(offset_s) <= OFFSET_MOST_S:
        return Success(When(Moment(instant, offset_s)))
    return of_instant(instant, profile, field)


def of_epoch_ms(
    milliseconds: float, profile: Profile, field: str = "time", offset_s: int | None = None
) -> Result[When, BadTime]:
    """Read milliseconds since 1970, on a wall so far ahead of UTC if that is known."""
    return of_epoch_s(milliseconds / 1_000, profile, field, offset_s)


def _wall(written: str, formats: Sequence[str]) -> dt.datetime | None:
    for form in formats:
        try:
            return dt.datetime.strptime(written, form)  # noqa: DTZ007  # Its zone is found apart.
        except ValueError:
            continue
    return datetime_in(_FRACTION.sub(_micro, written))


def _micro(found: re.Match[str]) -> str:
    return "." + found.group(1)[:6].ljust(6, "0")
