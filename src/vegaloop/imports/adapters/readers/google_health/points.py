"""A point of Google Health on its way: when it was, and which device told it.

Rule 1: an instant stands on the wall that is named beside it, in seconds ahead of UTC.
"""

from __future__ import annotations

import re
from typing import Final, final

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import on_wall
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.domain.found import Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result

__all__ = ("Point", "date_of", "seconds_in", "vendor_maker")

_VENDOR: Final = "google_health"
_SECONDS: Final = re.compile(r"(-?\d{1,12}(?:\.\d{1,9})?)s", re.ASCII)


@final
class Point:
    """A point: its record, and `told`, the part of it that says something."""

    def __init__(
        self, record: Fields, told: Fields, place: Place, profile: Profile, unplaced: Unplaced
    ) -> None:
        self.record = record
        self.told = told
        self.place = place
        self.profile = profile
        self.unplaced = unplaced

    @property
    def id(self) -> str:
        """What Google calls it, where it calls it anything."""
        return self.record.text("dataPointName", "name").rpartition("/")[2]

    @property
    def device(self) -> str:
        """The device or the app that told it; reconciled points do not say."""
        source = self.record.within("dataSource")
        named = source.within("device").text("displayName")
        return named or source.within("application").text("packageName")

    @property
    def maker(self) -> Maker:
        """Makes what it tells."""
        return vendor_maker(self.device)

    @property
    def day(self) -> str:
        """The day it is of."""
        return date_of(self.told)

    @property
    def at(self) -> Result[When, BadTime]:
        """When it was measured."""
        return self.when(self.told.within("sampleTime"), "physicalTime", "utcOffset")

    @property
    def span(self) -> tuple[Result[When, BadTime], Result[When, BadTime]]:
        """When it began and ended."""
        interval = self.told.within("interval")
        return self.side(interval, "start"), self.side(interval, "end")

    def side(self, fields: Fields, side: str) -> Result[When, BadTime]:
        """Read a start or an end."""
        return self.when(fields, f"{side}Time", f"{side}UtcOffset")

    def when(self, fields: Fields, name: str, offset: str) -> Result[When, BadTime]:
        """Read an instant on the wall beside it."""
        ahead_s = seconds_in(fields.text(offset))
        is_known = ahead_s is not None and abs(ahead_s) <= OFFSET_MOST_S
        at = of_iso(fields.text(name), self.profile, name)
        return on_wall(at, int(ahead_s) if ahead_s is not None and is_known else None)


def vendor_maker(name: str = "") -> Maker:
    """Make what a device of Google Health told, or nobody in particular."""
    return Maker(source_of(_VENDOR, name))


def date_of(fields: Fields) -> str:
    """Read the calendar day in a record; nothing where there is none."""
    date = fields.within("date")
    year, month, day = (date.whole(name) for name in ("year", "month", "day"))
    return "" if year is None or month is None or day is None else f"{year:04}-{month:02}-{day:02}"


def seconds_in(text: str) -> float | None:
    """Read a duration such as `1800s`; None where it is none."""
    found = _SECONDS.fullmatch(text.strip())
    return None if found is None else float(found[1])
