"""Times as Apple writes them: `2022-01-17 00:03:36 +0200`, a few million to an export.

Rule 1: the offset is that of the wall, zero as any other: Apple never writes one for want of a
zone. Where a record names its zone, that zone's is.
Rule 2: a clock of twelve hours, which some devices write, is read as one of a day.
Rule 3: of each day, each second of a day and each offset the text is read once.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, final

from vegaloop.imports.adapters.readers.common.clocks import half_day_hour
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    YEAR_LEAST,
    YEAR_MOST,
    Moment,
    TimeZone,
    from_epoch_us,
    moment_in,
    time_zone_of,
)

__all__ = ("Times",)

_FORM: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)( ?[+-](?:0\d|1[0-7]):?[0-5]\d)",
    re.ASCII,
)
# The half of the day stands before or behind its clock: `8:15:02 p. m.`, `下午8:15:02`.
_HALF_DAY: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[\sT]([^0-9]*)([0-9]{1,2})(:[0-9]{2}:[0-9]{2})"
    r"([^0-9+-]*)([+-][0-9]{2}:?[0-9]{2})?"
)
_HALVES: Final = {
    "am": "A", "a": "A", "上午": "A", "午前": "A", "오전": "A",
    "pm": "P", "p": "P", "下午": "P", "午後": "P", "오후": "P",
}  # fmt: skip
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_MOST: Final = 100_000  # Days and seconds of a day there are; offsets in other ways are not many.


@final
class Times:
    """Reads times; the three tables are for whoever has too many to ask."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.days: dict[str, int] = {}  # With the blank behind them.
        self.clocks: dict[str, int] = {}
        self.offsets: dict[str, int] = {}
        self._zones: dict[str, TimeZone | None] = {}

    def learn(self, text: str) -> bool:
        """Put the parts of a time into the tables; False where it is not as Apple writes one."""
        found = _FORM.fullmatch(text)
        if found is None:
            return False
        day, hour, minute, second, offset = found.groups()
        try:
            date = dt.date.fromisoformat(day)
        except ValueError:
            return False
        if not YEAR_LEAST < date.year < YEAR_MOST or len(self.offsets) > _MOST:
            return False
        self.days[text[:11]] = (date.toordinal() - _EPOCH) * 86_400
        self.clocks[text[11:19]] = int(hour) * 3_600 + int(minute) * 60 + int(second)
        digits = offset.lstrip(" +-").replace(":", "")
        ahead_s = int(digits[:2]) * 3_600 + int(digits[2:]) * 60
        self.offsets[offset] = -ahead_s if "-" in offset else ahead_s
        return True

    def at(self, text: str) -> tuple[int, int] | None:
        """Read a time as seconds since 1970 in UTC, and its offset; None where it is not so."""
        try:
            offset_s = self.offsets[text[19:]]
            return self.days[text[:11]] + self.clocks[text[11:19]] - offset_s, offset_s
        except KeyError:
            if self.learn(text):
                return self.at(text)
            plain = _of_whole_day(text)
            return None if plain == text else self.at(plain)

    def when(self, text: str, field: str, zone: str | None = None) -> Result[When, BadTime]:
        """Read a time as a moment, in a named zone where somebody knows it."""
        read = self.at(text)
        if read is None:
            with_care = of_iso(_of_whole_day(text), self._profile, field)
            return _in_zone(with_care, self.zone(zone))
        at_s, offset_s = read
        return Success(self.moment(at_s * 1_000, offset_s, zone))

    def moment(self, at_ms: int, offset_s: int, zone: str | None) -> When:
        """Put an instant on the wall of a zone where somebody knows it, else of an offset."""
        at, known = from_epoch_us(at_ms * 1_000), self.zone(zone)
        return When(Moment(at, offset_s) if known is None else moment_in(at, known))

    def zone(self, name: str | None) -> TimeZone | None:
        """Find a zone by its name; None where nobody knows it."""
        if name is None:
            return None
        if name not in self._zones and len(self._zones) < _MOST:
            match time_zone_of(name):
                case Success(known):
                    self._zones[name] = known
                case Failure():
                    self._zones[name] = None
        return self._zones.get(name)


def _of_whole_day(text: str) -> str:
    """Write a time on a clock of twelve hours on one of a day; any other as it stands."""
    found = _HALF_DAY.fullmatch(text.strip())
    if found is None:
        return text
    day, before, hour, rest, behind, offset = found.groups()
    word = "".join(one for one in (before + behind).casefold() if one.isalpha())
    whole = half_day_hour(int(hour), _HALVES[word]) if word in _HALVES else None
    return text if whole is None else f"{day} {whole:02}{rest} {offset or ''}".rstrip()


def _in_zone(read: Result[When, BadTime], zone: TimeZone | None) -> Result[When, BadTime]:
    match read:
        case Success(when) if zone is not None and not when.zone_assumed:
            return Success(When(moment_in(when.at, zone)))
        case Success() | Failure():
            return read
