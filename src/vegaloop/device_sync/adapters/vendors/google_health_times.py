"""Times as Google Health writes them: on the wall where somebody was, and as instants beside it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.adapters.vendors.times import day_in, of_iso
from vegaloop.kernel.time import Moment, TimeZone, moment_in

__all__ = ("Civil", "Date", "floor", "physical_wall", "text_wall")

_OFFSET: Final = re.compile(r"(-?[0-9]{1,5})(\.0+)?s", re.ASCII)
_OFFSET_MOST_S: Final = 18 * 3_600


@final
class Date(Struct, frozen=True):
    """A calendar day."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def wall(self) -> dt.datetime | None:
        """Its midnight."""
        return text_wall(f"{self.year:04}-{self.month:02}-{self.day:02}")


@final
class _Clock(Struct, frozen=True):
    hours: int = 0
    minutes: int = 0


@final
class Civil(Struct, frozen=True):
    """A time on a wall; midnight where none is told."""

    date: Date
    time: _Clock | None = None

    @property
    def wall(self) -> dt.datetime | None:
        """What the wall showed, to the minute."""
        midnight, clock = self.date.wall, self.time or _Clock()
        if midnight is None or not (0 <= clock.hours <= 24 and 0 <= clock.minutes < 60):
            return None
        return midnight + dt.timedelta(hours=clock.hours, minutes=clock.minutes)


def text_wall(given: str | None) -> dt.datetime | None:
    """Read a time on a wall as ISO 8601 has it, whatever offset stands behind."""
    if given is None or day_in(given) is None:
        return None
    try:
        return dt.datetime.fromisoformat(given).replace(tzinfo=None)
    except ValueError:
        return None


def physical_wall(at: str | None, ahead: str | None, home: TimeZone) -> dt.datetime | None:
    """Find what the wall so far ahead of UTC showed at an instant, else the one at home."""
    instant = of_iso(at)
    if instant is None or day_in(at) is None:
        return None
    found = _OFFSET.fullmatch(ahead or "")
    if found is None or abs(int(found[1])) > _OFFSET_MOST_S:
        return moment_in(instant, home).local.replace(tzinfo=None)
    return Moment(instant, int(found[1])).local.replace(tzinfo=None)


def floor(at: dt.datetime, step: dt.timedelta) -> dt.datetime:
    """Find when the day or the hour began that a time is in."""
    midnight = dt.datetime.combine(at.date(), dt.time())
    return midnight + (at - midnight) // step * step
