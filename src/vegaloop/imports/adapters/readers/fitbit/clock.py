"""Times as Fitbit writes them: on a wall, in the American way or in ISO 8601."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso, of_wall
from vegaloop.imports.domain.found import Misshapen
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Moment, later

__all__ = ("FITBIT", "MAKER", "is_time", "time_in")

FITBIT: Final = source_of("fitbit")
MAKER: Final = Maker(FITBIT)

_AMERICAN: Final = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2}) (\d{1,2}):(\d{2})(?::(\d{2}))?$", re.ASCII
)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", re.ASCII)


def is_time(text: str) -> bool:
    """Tell whether a text is a time as Fitbit writes one."""
    return bool(_AMERICAN.match(text) or _ISO.match(text))


def time_in(text: str, profile: Profile, field: str) -> Result[When, BadTime]:
    """Read `12/31/17 16:42:05`, or ISO 8601; a wall without a zone is that at home."""
    found = _AMERICAN.match(text)
    if found is None:
        return of_iso(text, profile, field)
    month, day, year, hour, minute, second = (int(part or 0) for part in found.groups())
    # A heart beats every few seconds into the same minutes: their places on the wall are kept.
    known = _minute(year + 2_000 if year < 100 else year, month, day, hour, minute, profile)
    match known:
        case Success(when):
            if second >= 60:
                return Failure(Misshapen(field, text, "a date and time"))
            moment = when.moment
            at = later(moment.at, dt.timedelta(seconds=second))
            return Success(When(Moment(at, moment.utc_offset_s, moment.zone), when.zone_assumed))
        case Failure(error):
            if isinstance(error, Misshapen):
                return Failure(Misshapen(field, text, "a date and time"))
            return Failure(error)


@lru_cache(1_024)
def _minute(
    year: int, month: int, day: int, hour: int, minute: int, profile: Profile
) -> Result[When, BadTime]:
    try:
        wall = dt.datetime(year, month, day, hour, minute)  # noqa: DTZ001  # A wall has no zone.
    except ValueError:
        return Failure(Misshapen("time", "", "a date and time"))
    return of_wall(wall, profile)
