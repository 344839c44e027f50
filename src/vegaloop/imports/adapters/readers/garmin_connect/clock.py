"""Times as Garmin writes them: in GMT, in text or in milliseconds, often with the wall's beside it.

Rule 1: the difference of the two is the offset; without one the wall is that at home.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Final

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import on_wall
from vegaloop.imports.adapters.readers.common.when import (
    BadTime,
    When,
    of_epoch_ms,
    of_instant,
    of_iso,
)
from vegaloop.imports.domain.found import Misshapen
from vegaloop.infrastructure.formats.iso_time import datetime_in
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result

__all__ = ("GARMIN", "INTRADAY", "MAKER", "gmt_in", "in_figures", "instant_in", "offset_between")

GARMIN: Final = source_of("garmin_connect")
MAKER: Final = Maker(GARMIN)
INTRADAY: Final = Maker(source_of("garmin_connect", "intraday"))

_QUARTER_S: Final = 900
_NAMED: Final = ("%b %d, %Y %I:%M:%S %p", "%b %d, %Y, %I:%M:%S %p", "%b %d, %Y")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def gmt_in(
    record: Fields, gmt: str, local: str, profile: Profile, field: str = ""
) -> Result[When, BadTime]:
    """Read a moment in GMT on the wall of the local time that stands beside it, if one does."""
    found = instant_in(record.get(gmt), profile, field or gmt)
    return on_wall(found, offset_between(record, gmt, local))


def instant_in(given: object, profile: Profile, field: str) -> Result[When, BadTime]:
    """Read milliseconds since 1970, or a text that is in GMT without saying so."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        number = Fields({field: given}).number(field)
        if number is not None:
            return of_epoch_ms(number, profile, field)
    if isinstance(given, str):
        wall = _wall(given)
        if wall is not None:
            return of_instant(wall.replace(tzinfo=dt.UTC), profile, field)
        return of_iso(given, profile, field)
    return Failure(Misshapen(field, "" if given is None else str(given)[:60], "a moment in GMT"))


def offset_between(record: Fields, gmt: str, local: str) -> int | None:
    """How far the wall is ahead of GMT, to the quarter of an hour; None where it is not told."""
    at, wall = (_seconds(record.get(name)) for name in (gmt, local))
    if at is None or wall is None or abs(wall - at) > OFFSET_MOST_S:
        return None
    return round((wall - at) / _QUARTER_S) * _QUARTER_S


def in_figures(given: object) -> object:
    """Write a day or a time in which older exports name the month as all others write it."""
    if isinstance(given, str) and given[:1].isalpha():
        for form in _NAMED:
            with suppress(ValueError):
                return dt.datetime.strptime(given.strip(), form).isoformat()  # noqa: DTZ007  # On the wall.
    return given


def _seconds(given: object) -> float | None:
    if isinstance(given, str):
        wall = _wall(given)
        return None if wall is None else (wall.replace(tzinfo=dt.UTC) - _EPOCH).total_seconds()
    number = Fields({"time": given}).number("time")
    return None if number is None else number / 1_000


def _wall(text: str) -> dt.datetime | None:
    """Read a text without an offset, whatever number of digits its seconds have."""
    whole, _, _ = str(in_figures(text)).strip().partition(".")
    wall = datetime_in(whole)
    return wall if wall is not None and wall.tzinfo is None else None
